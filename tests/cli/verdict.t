#!/bin/sh
# From a finding to a clear gate: verdicts from the shell, their notes, and how they carry.
. "$(dirname "$0")/lib.sh"

flagged_repo flow
run check HEAD~1..HEAD
exits 1 "the gate is shut while a hunk is undecided"
says out '^pending   critical  [0-9a-f]{12}  [0-9a-f]{9}  app/client\.py:5  sec\.tls-verify-off, sec\.address-touched$' "one line for the open hunk"
says err '^not clear: 1 of 1 flagged hunks open' "and the answer"
id=$(hid)

run approve "$id"
exits 2 "no verdict without a terminal"
one_message "said once"
CLAUDECODE=1 person 'y\n' approve "$id"
exits 2 "no verdict under a coding agent"
says out 'CLAUDECODE is set' "which is named"
run check HEAD~1..HEAD
exits 1 "nothing was recorded"

person 'n\n' approve "$id"
exits 0 "a no is a no"
run check HEAD~1..HEAD
exits 1 "and leaves the gate shut"

status=0
printf 'n\n' | script -qefc "'$CDREVIEW' approve '$id' >'$work/file'" /dev/null >"$work/out" || status=$?
says out 'verify=False' "with stdout in a file the hunk is shown at the terminal that asks"

person 'y\n' approve -m 'internal mirror' "$(echo "$id" | cut -c1-12)"
exits 0 "approved"
says out 'verify=False' "after the whole hunk was shown"
run check HEAD~1..HEAD
exits 0 "the gate is clear"
says err '^clear: all 1 flagged hunks are approved' "and says so"
test_that "the note is readable" sh -c 'git log -1 --notes=cdreview | grep -q "\"verdict\":\"approve\""'
test_that "git fsck is clean" sh -c 'test -z "$(git fsck --strict --no-dangling 2>&1)"'
run log HEAD~1..HEAD
says out '^approve .*ana@example\.com +app/client\.py +sec\.tls-verify-off' "the history has it"

git commit -q --amend -m "Fix the client, reworded"
run check HEAD~1..HEAD
exits 0 "an amend that leaves the hunk keeps the approval"
sed -i 's/timeout=5, verify/timeout=50, verify/' app/client.py && git commit -qa --amend -m "Fix the client differently"
run check --explain HEAD~1..HEAD
exits 1 "an amend that changes the hunk does not"
says out '^stale' "it is stale"
says out 'approve by ana@example\.com, stale' "and says whose"
run log HEAD~1..HEAD
says out '\[stale\]' "the history marks it"

person 'y\n' reject --reason security -m 'never in production' "$(hid)"
exits 0 "rejected"
run check HEAD~1..HEAD
says out '^rejected' "a rejection shuts the gate"
person 'y\n' reject --reason nonsense "$(hid)"
exits 2 "a reason that is not in the list"
id=$(hid)
person 'y\n' withdraw "$id"
exits 0 "withdrawn"
run check HEAD~1..HEAD
silent out '^rejected' "a withdrawn rejection no longer counts"

run approve --range HEAD~1..HEAD 123456
exits 2 "a hunk that is not in the range"
run approve nothex
exits 2 "not a hunk id"

# Two clones approve and reject at the same time; both verdicts are in the union.
git clone -q . ../clone
cd ../clone || exit 1
git config user.name "Bo Lind" && git config user.email bo@example.com
person 'y\n' approve --range HEAD~1..HEAD "$id"
cd ../flow || exit 1
person 'y\n' reject --reason bug --range HEAD~1..HEAD "$id"
git fetch -q ../clone '+refs/notes/cdreview*:refs/notes/remotes/clone/cdreview*'
git notes --ref=cdreview merge -q -s cat_sort_uniq refs/notes/remotes/clone/cdreview
run check --explain HEAD~1..HEAD
exits 1 "a rejection wins over another person's approval"
says out 'bo@example\.com' "both are named"

# The index: the verdict waits and moves to the commit.
new_repo index
put app/a.py <<-'PY'
	x = 1
PY
save start
put app/a.py <<-'PY'
	import requests
	r = requests.get("https://example.com", timeout=1, verify=False)
PY
git add -A
run check --staged
exits 1 "the index is gated"
id=$("$CDREVIEW" check --staged --json 2>/dev/null | sed -n 's/.*"hid":"\([0-9a-f]*\)".*/\1/p' | head -n 1)
person 'y\n' approve --staged "$id"
run check --staged
exits 0 "and approved"
git commit -qm "use it"
run check HEAD~1..HEAD
exits 0 "the commit inherits the approval"
plan
