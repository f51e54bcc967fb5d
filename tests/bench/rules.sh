#!/bin/sh
# rules.sh: what each rule is worth and what it costs, on real history. Nothing here passes or fails.
# REPO: repositories, one or more (default: one that is generated). RANGE: as git writes it (default: the
# last 1,000 commits on the first-parent line, or the whole history). REGISTRY: FILE (default: every
# shipped pack). Run by `make rules-report`; columns are apart by tabs when stdout is no terminal.
set -eu
BUILD=${BUILD:-build/release}
cdreview=$(cd "$BUILD" && pwd)/cdreview
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

if [ -z "${REPO:-}" ]; then
	REPO=$work/repo
	mkdir "$REPO"
	sh "$top/tests/bench/generate.sh" "$REPO"
fi
[ -n "${REGISTRY:-}" ] || printf 'cdreview: 1\nextends: [builtin:all]\nrules: []\n' >"$work/packs.yaml"
registry=${REGISTRY:-$work/packs.yaml}

"$cdreview" rules --json --registry "$registry" list >"$work/rules.json"
n=0
for repo in $REPO; do
	n=$((n + 1))
	dir=$(git -C "$repo" rev-parse --absolute-git-dir)
	range=${RANGE:-HEAD~1000..HEAD}
	# The tree of no files hides nothing: everything up to HEAD.
	[ -n "${RANGE:-}" ] || git -C "$repo" rev-parse -q --verify HEAD~1000 >/dev/null ||
		range=$(git -C "$repo" hash-object -t tree /dev/null)..HEAD
	status=0
	"$cdreview" --git-dir="$dir" --registry "$registry" scan --json --stats --no-cache --threads=1 \
		"$range" >"$work/scan.$n" 2>"$work/stats.$n" || status=$?
	[ $status -le 1 ] || tail -n 3 "$work/stats.$n" >&2
	[ -s "$work/scan.$n" ] || exit 2
	echo "$repo $range"
done
exec perl "$top/tests/bench/rules.pl" "$work/rules.json" "$work" "$n"
