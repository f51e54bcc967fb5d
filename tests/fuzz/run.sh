#!/bin/sh
# run.sh BUILD SECONDS: every fuzz target of BUILD for SECONDS each, two at a time, starting from its seeds.
# What crashes is left in BUILD/tests/fuzz/ and fails the run; keep it as a seed once mended.
set -eu
build=$1 seconds=$2
top=$(cd "$(dirname "$0")/../.." && pwd)

# fuzz TARGET: a line about how it went, into TARGET.out
fuzz() {
	target=$1
	name=$(basename "$target")
	corpus=$(mktemp -d)
	if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$build/tests/fuzz/$name-" "$corpus" "$top/tests/fuzz/seeds/${name#fuzz_}" \
		>"$target.log" 2>&1; then
		echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$target.log") inputs, none crashed"
	else
		echo "$name: FAILED"
		tail -n 40 "$target.log"
	fi >"$target.out"
	rm -rf "$corpus"
}

targets=
for target in "$build"/tests/fuzz/fuzz_*; do
	case $target in *.d | *.o | *_replay | *.log | *.out) continue ;; esac
	[ -x "$target" ] && targets="$targets $target"
done
# shellcheck disable=SC2086 # a list
set -- $targets
passed=0 failed=0
while [ $# -gt 0 ]; do
	pair=$1
	fuzz "$1" &
	if [ $# -gt 1 ]; then
		pair="$1 $2"
		fuzz "$2" &
		shift
	fi
	shift
	wait
	for target in $pair; do
		cat "$target.out"
		if grep -q ': FAILED$' "$target.out"; then failed=$((failed + 1)); else passed=$((passed + 1)); fi
		rm -f "$target.out"
	done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
