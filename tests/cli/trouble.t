#!/bin/sh
# Bad usage and repositories that cannot be read: one clear message, exit 2. Broken files are in broken.t.
. "$(dirname "$0")/lib.sh"

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
trouble "an option twice" 'option "-C" is given twice' -C . scan -C ..
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

for args in "--json check HEAD" "check --json HEAD" "check HEAD --json" "--color=never check HEAD --json --color=always"; do
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

cp -r "$work/repo" "$work/holes" && cd "$work/holes" || exit 1
blob=$(git rev-parse HEAD:app/client.py)
rm -f ".git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)"
run scan HEAD~1..HEAD
exits 2 "missing blob: exit 2"
says out 'builtin\.unscannable' "missing blob: a finding, and the scan goes on"
run check HEAD~1..HEAD
exits 2 "missing blob: the gate does not pass"
plan
