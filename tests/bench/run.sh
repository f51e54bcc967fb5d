#!/bin/sh
# run.sh: our times beside git's on the same work, as ratios of medians. Nothing here passes or fails.
# REPO: a repository (default: one that is generated). RANGE: default HEAD~500..HEAD, or all of it.
# RUNS: how often each (default 5). Run by `make bench`.
set -eu
BUILD=${BUILD:-build/release}
RUNS=${RUNS:-5}
cdreview=$(cd "$BUILD" && pwd)/cdreview
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

if [ -z "${REPO:-}" ]; then
	REPO=$work/repo
	mkdir "$REPO"
	sh "$top/tests/bench/generate.sh" "$REPO"
fi
count=$(git -C "$REPO" rev-list --count --first-parent HEAD)
if [ -z "${RANGE:-}" ]; then
	RANGE="HEAD~$((count > 500 ? 500 : count - 1))..HEAD"
fi

# seconds COMMAND...: wall time of one run, output thrown away
seconds() {
	start=$(date +%s.%N)
	"$@" >/dev/null 2>&1 || :
	end=$(date +%s.%N)
	echo "$start $end" | awk '{ printf "%.3f\n", $2 - $1 }'
}

# median FILE
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# pair NAME A... -- B...: the two in turn, medians and their ratio
pair() {
	name=$1
	shift
	ours= theirs= seen=
	for word in "$@"; do
		if [ "$word" = -- ]; then seen=1; elif [ -z "$seen" ]; then ours="$ours '$word'"; else theirs="$theirs '$word'"; fi
	done
	: >"$work/a"
	: >"$work/b"
	i=0
	while [ "$i" -lt "$RUNS" ]; do
		eval "seconds $ours" >>"$work/a"
		eval "seconds $theirs" >>"$work/b"
		i=$((i + 1))
	done
	a=$(median "$work/a") b=$(median "$work/b")
	echo "$name $a $b" | awk '{ printf "%-28s ours %8.3f s   git %8.3f s   ratio %5.2f\n", $1, $2, $3, $2 / ($3 > 0 ? $3 : 0.001) }'
}

printf '%s, %s, %s commits, %s runs\n' "$REPO" "$RANGE" "$(git -C "$REPO" rev-list --count "$RANGE")" "$RUNS"
pair scan-every-rule "$cdreview" --git-dir "$(git -C "$REPO" rev-parse --absolute-git-dir)" scan --json "$RANGE" \
	-- git -C "$REPO" log -p -U3 --no-merges --no-renames "$RANGE"
printf 'cdreview: 1\nextends: []\nrules: []\n' >"$work/none.yaml"
pair scan-no-rules "$cdreview" --git-dir "$(git -C "$REPO" rev-parse --absolute-git-dir)" \
	--registry "$work/none.yaml" scan --json "$RANGE" -- git -C "$REPO" log -p -U3 --no-merges --no-renames "$RANGE"
pair one-commit "$cdreview" --git-dir "$(git -C "$REPO" rev-parse --absolute-git-dir)" scan --json HEAD \
	-- git -C "$REPO" show -p HEAD
pair start-up "$cdreview" --version -- git --version
