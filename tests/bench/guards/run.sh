#!/bin/sh
# run.sh REPO...: how many lost guards the guard rules find, and how many kept ones they alarm on, in pairs of
# versions that guards.c makes of these repositories' code. PER_KIND: pairs of each kind and language (default 400).
# Prints a table; KEEP=DIR keeps the pairs' repository and labels there.
set -eu
BUILD=${BUILD:-build/release}
here=$(cd "$(dirname "$0")" && pwd)
cdreview=$(cd "$BUILD" && pwd)/cdreview
work=${KEEP:-$(mktemp -d)}
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT INT TERM
mkdir -p "$work"
${CC:-cc} -O1 -std=c11 -o "$work/guards" "$here"/*.c

for repo in "$@"; do
	git -C "$repo" ls-tree -r --format='%(objectname) %(path)' HEAD |
		grep -E '\.(py|java|rb|js|mjs|ts)$' | grep -vE '(^| |/)(tests?|spec|__tests__|migrations|node_modules|vendor|examples?|docs|samples)/' | sort |
		git -C "$repo" cat-file --batch='%(objectsize) %(rest)' || :
done | "$work/guards" "${PER_KIND:-400}" "$work/labels" >"$work/stream"

rm -rf "$work/repo"
git init -q --bare "$work/repo"
git -C "$work/repo" fast-import --quiet <"$work/stream"
"$cdreview" --git-dir "$work/repo" scan --json main~1..main >"$work/scan.json" || [ $? -eq 1 ]
tr '{' '\n' <"$work/scan.json" | grep '"detector":"guard"' | sed -n 's/.*"path":"\([^"]*\)".*/\1/p' | sort -u >"$work/flagged"

awk -F '\t' '
	NR == FNR { flagged[$0] = 1; next }
	{
		key = $2 "\t" $3 "\t" $4
		n[key]++; hit[key] += $1 in flagged
		total = $2 "\tall\t" $4
		n[total]++; hit[total] += $1 in flagged
		every = "all\tall\t" $4
		n[every]++; hit[every] += $1 in flagged
	}
	END { for (key in n) printf "%s\t%d\t%d\t%.1f%%\n", key, hit[key], n[key], 100 * hit[key] / n[key] }
' "$work/flagged" "$work/labels" | sort | expand -t 14
