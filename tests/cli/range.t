#!/bin/sh
# Ranges as git users write them, pathspecs, and the ways to name a repository.
. "$(dirname "$0")/lib.sh"

hunks() { # ARGUMENT...: "commit path" of every hunk that scan sees
	leaky "$CDREVIEW" scan --all-hunks --json "$@" 2>"$work/err" | tr '{' '\n' |
		sed -n '/"hid"/!d; s/.*"commit":\("[0-9a-f]*"\|null\),"path":"\([^"]*\)".*/\1 \2/p' |
		tr -d '"' | sort -u
}
same() { # NAME EXPECTED: compares with what git says, "commit path" a line on stdin
	sort -u >"$work/want"
	test_that "$1" cmp -s "$work/got" "$work/want"
	[ -s "$work/want" ] || not_ok "$1: the expectation is empty"
}
by_git() { git log --no-merges --format='#%H' --name-only "$@" | awk '/^#/{c=substr($0,2);next} NF{print c, $0}'; }

new_repo ranges
for i in 1 2 3; do
	echo "line $i" >>a.txt
	mkdir -p sub && echo "other $i" >>sub/b.txt
	save "change $i"
done
git checkout -q -b topic HEAD~1 && echo t >topic.txt && save topic && git checkout -q main

for range in HEAD~1..HEAD HEAD~2.. HEAD topic..main main...topic 'HEAD^!' 'main ^topic' ':/change 2'; do
	hunks $range >"$work/got" 2>/dev/null
	case $range in
	HEAD) by_git HEAD~1..HEAD ;;
	':/change 2') hunks ':/change 2' >"$work/got"; by_git HEAD~2..HEAD~1 ;;
	*) by_git $range ;;
	esac | same "range $range"
done
hunks HEAD~2 >"$work/got"; by_git HEAD~2 | same "a root commit against nothing"

for spec in sub ':(exclude)sub' '*.txt' ':(glob)*.txt' ':(icase)A.TXT' ':!a.txt' ':(literal)a.txt'; do
	hunks HEAD~2..HEAD -- "$spec" >"$work/got"
	git log --format='#%H' --name-only HEAD~2..HEAD -- "$spec" |
		awk '/^#/{c=substr($0,2);next} NF{print c, $0}' | same "pathspec $spec"
done
cd sub || exit 1
hunks HEAD~1..HEAD -- b.txt >"$work/got"
(cd .. && by_git HEAD~1..HEAD -- sub/b.txt) | same "a pathspec is relative to the folder"
cd .. || exit 1
run scan HEAD~1..HEAD -- ':(bogus)x'
exits 2 "unknown pathspec magic"
one_message "unknown pathspec magic: one message"

echo staged >staged.txt && git add staged.txt && echo dirty >>a.txt && echo new >untracked.txt
hunks --staged >"$work/got"; echo "null staged.txt" | same "--staged"
hunks --worktree >"$work/got"; printf 'null a.txt\nnull untracked.txt\n' | same "--worktree, untracked files too"
git stash -q -u

git clone -q --bare . ../bare.git
git worktree add -q ../linked topic
want=$(hunks HEAD~1..HEAD)
cd "$work" || exit 1
test_that "-C" test "$(hunks -C ranges HEAD~1..HEAD)" = "$want"
test_that "--git-dir" test "$(hunks --git-dir ranges/.git HEAD~1..HEAD)" = "$want"
test_that "GIT_DIR" test "$(GIT_DIR=ranges/.git hunks HEAD~1..HEAD)" = "$want"
test_that "bare" test "$(hunks -C bare.git main~1..main)" = "$want"
test_that "a linked work tree" test "$(hunks -C linked main~1..main)" = "$want"
cd ranges && PATH="$(dirname "$CDREVIEW"):$PATH" git cdreview scan HEAD~1..HEAD >/dev/null 2>"$work/err"
test_that "as git cdreview" test $? -le 1
plan
