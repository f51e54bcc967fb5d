#!/bin/sh
# As a part of git: under its aliases, its environment, in its hooks; installed and gone again.
. "$(dirname "$0")/lib.sh"
PATH="$(dirname "$CDREVIEW"):$PATH"

flagged_repo wiring
put lib/b.py <<-'PY'
	requests.get(url, verify=False)
PY
save "Add another"
json_of() { "$@" 2>"$work/err" | grep -o '"path":"[^"]*"' | sort -u | tr -d '\n'; }
both='"path":"app/client.py""path":"lib/b.py"'
lib='"path":"lib/b.py"'

test_that "git cdreview" test "$(json_of git cdreview scan --json HEAD~2..HEAD)" = "$both"
git config alias.rv cdreview
git config alias.rs '!git-cdreview'
test_that "an alias" test "$(json_of git rv scan --json HEAD~2..HEAD)" = "$both"
mkdir -p lib/deep && cd lib || exit 1
test_that "an alias from a folder below, with a pathspec" test "$(json_of git rv scan --json HEAD~2..HEAD -- b.py)" = "$lib"
test_that "a shell alias: GIT_PREFIX is the base of a pathspec" \
	test "$(json_of git rs scan --json HEAD~2..HEAD -- b.py)" = "$lib"
test_that "a shell alias: and of a magic one" \
	test "$(json_of git rs scan --json HEAD~2..HEAD -- ':(exclude)b.py')" = '"path":"app/client.py"'
test_that "a shell alias: :/ is the top" \
	test "$(json_of git rs scan --json HEAD~2..HEAD -- :/app)" = '"path":"app/client.py"'
cd "$work" || exit 1
test_that "git -C" test "$(json_of git -C wiring cdreview scan --json HEAD~2..HEAD)" = "$both"
test_that "git --git-dir --work-tree" \
	test "$(json_of git --git-dir=wiring/.git --work-tree=wiring cdreview scan --json HEAD~2..HEAD)" = "$both"
echo 'x = requests.get(url, verify=False)' >>wiring/lib/b.py
test_that "a relative GIT_DIR and GIT_WORK_TREE" \
	test "$(GIT_DIR=wiring/.git GIT_WORK_TREE=wiring json_of cdreview scan --json --worktree)" = "$lib"
cd wiring/lib || exit 1
test_that "the same from a folder below, with a pathspec" \
	test "$(GIT_DIR=../.git GIT_WORK_TREE=.. json_of cdreview scan --json --worktree -- b.py)" = "$lib"
test_that "GIT_WORK_TREE alone" test "$(GIT_WORK_TREE=.. json_of cdreview scan --json --worktree)" = "$lib"
test_that "--work-tree wins over GIT_WORK_TREE" \
	test "$(GIT_WORK_TREE=/nowhere json_of cdreview --work-tree .. scan --json --worktree)" = "$lib"
cd .. || exit 1
test_that "GIT_COMMON_DIR, which only git can follow" \
	test "$(GIT_COMMON_DIR=.git json_of cdreview scan --json HEAD)" = "$(json_of cdreview scan --json HEAD)"

# In a hook git sets GIT_INDEX_FILE, for a partial commit to a temporary index, and takes the terminal away.
cat >.git/hooks/pre-commit <<-SH
	#!/bin/sh
	echo "\$GIT_INDEX_FILE" >>"$work/index"
	exec cdreview check --staged </dev/null >"$work/out" 2>"$work/err"
SH
chmod +x .git/hooks/pre-commit
echo 'y = 1' >>app/client.py && git add app
status=0
git commit -qm "only the client" || status=$?
exits 0 "a hook lets pass what is clear"
git commit -qm "what the work tree has" lib/b.py || status=$?
exits 1 "a hook holds back a flagged hunk of a partial commit"
says out '  index  lib/b\.py:' "and names it"
test_that "with another index than the usual" sh -c 'tail -n 1 "$1" | grep -q "lock$"' - "$work/index"
test_that "nothing was committed" test "$(git log -1 --format=%s)" = "only the client"
rm .git/hooks/pre-commit && git checkout -q .
git init -q --bare "$work/server.git"
cat >"$work/server.git/hooks/pre-receive" <<-SH
	#!/bin/sh
	while read -r old new ref; do
		cdreview check "\$new~1..\$new" </dev/null >"$work/out" 2>"$work/err" || exit 1
	done
SH
chmod +x "$work/server.git/hooks/pre-receive"
if git push -q "$work/server.git" HEAD~1:refs/heads/main 2>/dev/null; then not_ok "a server's hook holds back"; else ok "a server's hook holds back"; fi
says out "^pending .* lib/b\.py" "what is pushed can be read, in quarantine"
plan
