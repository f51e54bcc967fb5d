#!/bin/sh
# However a range is scanned, by how many threads and by which way, the bytes are the same.
. "$(dirname "$0")/lib.sh"
fixtures=$top/tests/fixtures

# Rules of every kind for the files of the generated histories.
cat >"$work/rules.yaml" <<'YAML'
cdreview: 1
rules:
- {id: t.word, title: W, severity: low, match: {re: '\b(?:line|LINE|main|topic)\b'}}
- {id: t.gone, title: G, match: {side: removed, re: 'return\s+\d'}}
- {id: t.return, title: R, paths: ['*.py'], when: {re: 'def \w+'}, need: {scope: hunk, re: 'return 22'}}
- {id: t.touch, title: T, severity: info, touch: {paths: ['*.sh', '*.py', '*.js', 'sub']}}
- {id: t.never, title: N, paths: ['**/*.js'], match: {re: 'nowhere_to_be_seen'}}
YAML

# same NAME REPO [RANGE]
same() {
	that=$1
	shift
	"$top/tests/shortcuts.sh" "$@" >"$work/out" 2>&1
	test_that "$that" test $? -eq 0
	says out '"hunks":[1-9]' "$that: something to compare"
}

sh "$fixtures/repo-kinds.sh" "$work/kinds" >/dev/null || exit 1
same 'all kinds of change' "$work/kinds"
REGISTRY="$work/rules.yaml"
export REGISTRY
same 'all kinds of change under many findings' "$work/kinds"
same 'a range of them' "$work/kinds" main~20..main~4
same 'one commit' "$work/kinds" main~3

# What is gone is said of the same hunks at the same place.
damage() { chmod -R u+w .git/objects && rm ".git/objects/$(git rev-parse "$1" | sed 's/../&\//')"; }
cp -r "$work/kinds" "$work/damaged" && cd "$work/damaged" || exit 1
damage main:app.py
damage 'main~9^{tree}'
damage main~4:run.sh
damage main:evil.txt
same 'with objects that are gone' "$work/damaged"
run scan --json 4b825dc642cb6eb9a060e54bf8d69288fbee4904..main
says out '"rule":"builtin.unscannable"' 'and they are findings'

mkdir "$work/demo" && sh "$fixtures/demo-repo.sh" "$work/demo" >/dev/null || exit 1
unset REGISTRY
same 'shipped rules' "$work/demo" main..agent/orders
# A release unpacked from an archive has no history of its own.
if git -C "$top" rev-parse -q --verify HEAD~5 >"$work/out" 2>&1; then
	same 'own history' "$top" HEAD~5..HEAD
fi

# An option that makes no sense is named.
cd "$work/kinds" || exit 1
for threads in 0 257 x '' 1x -1; do
	trouble "--threads=$threads" "takes 1 to 256" scan "--threads=$threads" HEAD
done
trouble '--diff-engine=xdiff' 'own or libgit2, not "xdiff"' scan --diff-engine=xdiff HEAD
trouble '--no-shortcuts --diff-engine=own' 'has no own diff engine' scan --no-shortcuts --diff-engine=own HEAD
git config cdreview.threads many
trouble 'cdreview.threads' 'cdreview.threads takes 1 to 256, not "many"' scan HEAD
run scan --threads=1 --json HEAD
says out '"truncated":false' 'the option wins over the setting'

# What a scan says about itself leaves its report alone.
run scan --threads=1 --json HEAD~9..HEAD
mv "$work/out" "$work/want"
run scan --threads=1 --json --stats HEAD~9..HEAD
test_that '--stats: stdout has the same bytes' cmp "$work/want" "$work/out"
for stage in walk inflate tree-diff prefilter line-diff lex regex wait other; do
	says err "^$stage +[0-9]+\.[0-9] " "--stats: $stage"
done
says err '^lex +[0-9.]+ +[0-9.]+% +[1-9]' '--stats: lexing is counted'
says err '^files +[1-9][0-9]*: ' '--stats: files'
says err '^whole +[0-9.]+ ms on 1 thread, at most [1-9][0-9.]* MB' '--stats: whole'
plan
