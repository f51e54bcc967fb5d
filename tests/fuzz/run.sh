#!/bin/sh
# run.sh BUILD SECONDS: every fuzz target of BUILD for SECONDS each, starting from its seeds.
# What crashes is left in BUILD/tests/fuzz/ and fails the run; keep it as a seed once mended.
set -eu
build=$1 seconds=$2
top=$(cd "$(dirname "$0")/../.." && pwd)
passed=0 failed=0
for target in "$build"/tests/fuzz/fuzz_*; do
	case $target in *.d | *.o | *_replay | *.log) continue ;; esac
	name=$(basename "$target")
	corpus=$(mktemp -d)
	if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$build/tests/fuzz/$name-" "$corpus" "$top/tests/fuzz/seeds/${name#fuzz_}" \
		>"$target.log" 2>&1; then
		passed=$((passed + 1))
		echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$target.log") inputs, none crashed"
	else
		failed=$((failed + 1))
		echo "$name: FAILED"
		tail -n 40 "$target.log"
	fi
	rm -rf "$corpus"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
