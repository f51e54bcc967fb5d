#!/bin/sh
# Bad input: one clear message, exit 2, nothing lost. One test each.
. "$(dirname "$0")/lib.sh"

trouble() { # NAME WORDS ARGUMENT...
	name=$1 words=$2
	shift 2
	leaky run "$@"
	exits 2 "$name: exit 2"
	one_message "$name: one message"
	says err "$words" "$name: the cause"
}

mkdir "$work/plain" && cd "$work/plain" || exit 1
trouble "not a repository" 'not a git repository' scan HEAD~1..HEAD
trouble "-C into nowhere" 'nowhere' -C nowhere scan

flagged_repo repo
trouble "unknown revision" 'nosuch' scan nosuch..HEAD
trouble "unknown command" 'did you mean the command "check"' chekc
says err 'did you mean the command "check"' "unknown command: the next step"
trouble "empty range" 'no commits|empty' scan HEAD..HEAD
trouble "unknown option" 'unknown option "--jsno"' scan --jsno
says err 'did you mean --json' "unknown option: the next step"
trouble "option without value" 'needs a value' approve -m
trouble "two sources" 'exclude each other' scan --staged HEAD~1..HEAD
trouble "a colour that is none" 'always, never or auto' --color=blue scan

trouble "a path without --" "unknown revision 'app'" scan HEAD~1..HEAD app
says err 'hint: "app" is a path: put -- before it' "a path without --: the next step"
trouble "an option of another command" '"check" does not take --all-hunks' check --all-hunks
says err 'cdreview check -h' "an option of another command: the next step"
trouble "a value that is not wanted" 'takes no value' scan --json=yes
trouble "help as other programs have it" "unknown revision 'help'" help
says err 'cdreview -h' "help as other programs have it: the next step"
trouble "an operand of 5000 bytes" 'unknown revision|longer than' scan "$(printf %05000d 0)"
trouble "a revision of 4000 bytes" 'unknown revision' scan "$(printf x%03999d 0)"
trouble "an empty operand" 'empty' scan ''
trouble "an empty pathspec" 'empty' scan -- ''
trouble "a terminal's escape as operand" 'unknown revision .\^\[\[2J' scan "$(printf '\033[2J')"

for args in "--json check HEAD" "check --json HEAD" "check HEAD --json" "--color=never check HEAD --json --no-color"; do
	# shellcheck disable=SC2086 # words
	run $args
	exits 1 "options in any order: $args"
	says out '"schema":"cdreview\.check/1"' "options in any order: they count"
done
run scan HEAD -- --json
exits 0 "behind -- nothing is an option"
git branch check HEAD~1
person 'q\n' --plain review check..HEAD
says out 'verify=False' "a branch that is called like a command: review NAME"
git branch -q -D check
run check --staged
exits 0 "an index without changes is clear"
run check --worktree
exits 0 "a work tree without changes is clear"

# A merge that is not finished
git checkout -q -b theirs HEAD~1 && sed -i 's/timeout=5/timeout=7/' app/client.py && git commit -qam theirs
git checkout -q -b ours main && git merge -q theirs >/dev/null 2>&1
test_that "there is a conflict" test -n "$(git ls-files -u)"
run check --staged
exits 2 "a conflict in the index is not clear"
says out 'builtin\.unscannable' "a conflict in the index: a finding"
run check --worktree
exits 2 "a conflict in the work tree is not clear"
run check main
exits 1 "a conflict does not concern commits"
git merge --abort && git checkout -q main

git checkout -q --detach
run check HEAD~1..HEAD
exits 1 "detached HEAD is no trouble"
git checkout -q main

new_repo unborn
trouble "no HEAD" 'no commit|unborn|HEAD' scan
echo 'x = requests.get(u, verify=False)' >a.py && git add a.py
run scan --staged
exits 1 "no HEAD: the index can be scanned"

cd "$work/repo" || exit 1
id=$(hid)
git config --unset user.email && git config --unset user.name
person 'y\n' approve "$id"
exits 2 "no user.name: exit 2"
says out 'git config' "no user.name: the next step"
run check HEAD~1..HEAD
exits 1 "no user.name: nothing was recorded"
git config user.name "Ana Ruiz" && git config user.email ana@example.com

git clone -q --depth 1 "file://$work/repo" "$work/shallow" && cd "$work/shallow" || exit 1
trouble "shallow clone" 'shallow' scan HEAD
says err 'unshallow' "shallow clone: the next step"

cd "$work/repo" || exit 1
git clone -q . ../sha256 && cd ../sha256 && git config core.repositoryformatversion 1 &&
	git config extensions.objectformat sha256
trouble "SHA-256 repository" 'objectformat|SHA-256|sha256' scan HEAD~1..HEAD
git config --unset extensions.objectformat && git config extensions.refstorage reftable
trouble "reftable repository" 'refstorage|reftable' scan HEAD~1..HEAD

cp -r "$work/repo" "$work/holes" && cd "$work/holes" || exit 1
blob=$(git rev-parse HEAD:app/client.py)
rm -f ".git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)"
run scan HEAD~1..HEAD
exits 2 "missing blob: exit 2"
says out 'builtin\.unscannable' "missing blob: a finding, and the scan goes on"
run check HEAD~1..HEAD
exits 2 "missing blob: the gate does not pass"

# The registry
cd "$work/repo" || exit 1
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
