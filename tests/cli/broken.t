#!/bin/sh
# Registries, notes and disks that are broken: one clear message, exit 2, nothing lost.
. "$(dirname "$0")/lib.sh"

flagged_repo repo

# The registry
good=$(git rev-parse HEAD)
registry() { # the file on stdin in a commit of its own, upon a good one
	git reset -q --hard "$good" && mkdir -p .cdreview && cat >.cdreview/registry.yaml &&
		git add -A && git commit -qm registry
}
registry <<-'YAML'
	cdreview: 1
	rules:
	- id: house.x
	  title: X
	  sevrity: high
YAML
trouble "unknown key" 'registry\.yaml:5:3: .*sevrity' scan HEAD~1..HEAD
says err 'severity' "unknown key: the next step"
registry <<-'YAML'
	cdreview: 1
	rules:
	- id: house.x
	  title: X
	  match: {re: 'foo(bar'}
YAML
trouble "bad regex" 'registry\.yaml:5:[0-9]+: .*(offset|byte) [0-9]+' scan HEAD~1..HEAD
{
	echo 'a: &a [x, x, x, x, x, x, x, x, x]'
	prev=a
	for name in b c d e f g h; do
		echo "$name: &$name [*$prev, *$prev, *$prev, *$prev, *$prev, *$prev, *$prev, *$prev, *$prev]"
		prev=$name
	done
} | registry
trouble "alias bomb" 'registry\.yaml:[0-9]+.*alias' scan HEAD~1..HEAD
{ echo 'security:'; yes -- '- "Never do that"' | head -c 10485760; } | registry
trouble "10 MB registry" 'registry\.yaml.*(larger|1 MiB|bytes|too)' scan HEAD~1..HEAD
git reset -q --hard "$good" && mkdir -p .cdreview && ln -s /etc/passwd .cdreview/registry.yaml &&
	git add -A && git commit -qm link
trouble "symlinked registry" 'registry\.yaml.*(symbolic|symlink|regular)' scan HEAD~1..HEAD
git reset -q --hard "$good"

# The notes
flagged_repo notes
id=$(hid)
person 'y\n' approve "$id"
: >.git/refs/notes/cdreview.lock
flagged=$(hid)
sed -i 's/timeout=5/timeout=6/' app/client.py && git commit -qam "again" && flagged=$(hid)
person 'y\n' approve "$flagged"
exits 2 "locked notes ref: exit 2"
says out 'cdreview\.lock' "locked notes ref: the lock is named"
rm .git/refs/notes/cdreview.lock
run check HEAD~1..HEAD
exits 0 "locked notes ref: the verdict was not lost"
git update-ref refs/notes/cdreview "$(git rev-parse 'HEAD^{tree}')"
trouble "notes ref at a tree" 'refs/notes/cdreview' check HEAD~1..HEAD
git update-ref -d refs/notes/cdreview
git notes --ref=cdreview add -m '{"v":1,"t":"verdict"' HEAD
trouble "malformed record" 'refs/notes/cdreview|note|record' check HEAD~1..HEAD
git notes --ref=cdreview remove HEAD 2>/dev/null
git notes --ref=cdreview add -m 'looks fine to me' HEAD
run check HEAD~1..HEAD
test_that "a remark is no trouble" test "$status" -lt 2
run log HEAD~1..HEAD
says out 'looks fine to me' "a remark is shown"

# Disks and terminals
if [ -w /dev/full ]; then
	status=0
	"$CDREVIEW" scan HEAD~1..HEAD >/dev/full 2>"$work/err" || status=$?
	exits 2 "full disk on stdout: exit 2"
	says err 'No space left' "full disk on stdout: the cause"
fi
flagged_repo full
id=$(hid)
status=0
printf 'y\n' | script -qefc "ulimit -f 0; trap '' XFSZ; '$CDREVIEW' approve '$id'" /dev/null >"$work/out" 2>&1 || status=$?
exits 2 "full disk in the journal: exit 2"
run check HEAD~1..HEAD
exits 1 "full disk in the journal: nothing half recorded"
person 'y\n' approve "$id"
exits 0 "full disk in the journal: it works again when there is room"
plan
