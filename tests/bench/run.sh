#!/bin/sh
# run.sh: our times beside git's on the same work, in one run, as medians and ratios. Nothing here passes or fails.
# REPO: a repository (default: one that is generated). RANGE: as git writes it (default: the whole history of HEAD).
# RUNS: how often each (default 5). Run by `make bench`. REPO is left with the results that scans keep.
set -eu
BUILD=${BUILD:-build/release}
RUNS=${RUNS:-5}
cdreview=$(cd "$BUILD" && pwd)/cdreview
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
${CC:-cc} -O1 -std=c11 -o "$work/measure" "$top/tests/bench/measure.c"

if [ -z "${REPO:-}" ]; then
	REPO=$work/repo
	mkdir "$REPO"
	sh "$top/tests/bench/generate.sh" "$REPO"
fi
dir=$(git -C "$REPO" rev-parse --absolute-git-dir)
# The tree of no files hides nothing: everything up to HEAD.
RANGE=${RANGE:-$(git -C "$REPO" hash-object -t tree /dev/null)..HEAD}
printf 'cdreview: 1\nextends: []\nrules: []\n' >"$work/none.yaml"

git="git --git-dir='$dir'"
log="$git log -p -U3 --no-merges --no-renames"
again="'$cdreview' --git-dir='$dir' scan --json"
scan="$again --no-cache"

printf '%s, %s, %s commits, %s runs\n\n' "$REPO" "$RANGE" "$(git -C "$REPO" rev-list --count "$RANGE")" "$RUNS"
set -- 'git log -p' "exec $log '$RANGE'" \
	'scan, 1 thread' "exec $scan --threads=1 '$RANGE'" \
	'scan, all threads' "exec $scan '$RANGE'" \
	'no rules, 1 thread' "exec $scan --threads=1 --registry='$work/none.yaml' '$RANGE'" \
	'no rules, all threads' "exec $scan --registry='$work/none.yaml' '$RANGE'"
if command -v rg >/dev/null; then
	# Of our expressions those that rg understands, on every line: no files, statements or guards.
	sed -n "s/.*\<re: *'\(.*\)'.*/\1/p" "$top"/rules/*.yaml | while read -r re; do
		rg --no-unicode -q -e "$re" </dev/null 2>/dev/null || [ $? -eq 1 ] && printf '%s\n' "$re"
	done >"$work/patterns" || :
	set -- "$@" "log -p | rg, $(wc -l <"$work/patterns") rules" "$log '$RANGE' | rg --no-unicode -c -f '$work/patterns'"
fi
"$work/measure" "$RUNS" "$@"
printf '\n'
# The newest changes are always scanned anew, one new commit or none.
sh -c "$again '$RANGE'" >"$work/out" || :
"$work/measure" "$RUNS" 'scan, 1 thread' "exec $scan --threads=1 '$RANGE'" \
	'again after one new commit' "exec $again --threads=1 '$RANGE'"
printf '\n'
"$work/measure" "$RUNS" 'git show' "exec $git show HEAD" 'scan of one commit' "exec $scan HEAD"
printf '\n'
"$work/measure" "$RUNS" 'git --version' 'git --version' 'start-up' "'$cdreview' --version"
