#!/bin/sh
# run.sh TEST...: runs test programs and scripts (TAP on stdout), two at a time, in a hermetic
# environment; prints what failed and, as the last line, "N passed, N failed, N skipped".
set -u
BUILD=${BUILD:-build/release}
top=$(cd "$(dirname "$0")/.." && pwd)
logs=$(mktemp -d) || exit 2
trap 'rm -rf "$logs"' EXIT INT TERM
mkdir "$logs/home"
case $BUILD in /*) ;; *) BUILD=$top/$BUILD ;; esac
export BUILD logs top
for v in $(env | sed -n 's/^\(GIT_[A-Z_]*\|CDREVIEW_[A-Z_]*\)=.*/\1/p'); do unset "$v"; done
export HOME="$logs/home" XDG_CONFIG_HOME="$logs/home/.config" GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8 TZ=UTC
export GIT_AUTHOR_DATE='2026-01-05T10:00:00Z' GIT_COMMITTER_DATE='2026-01-05T10:00:00Z'
export CMOCKA_MESSAGE_OUTPUT=TAP TERM=xterm-256color CDREVIEW="$BUILD/cdreview" PATH="$BUILD:$PATH"
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1
unset NO_COLOR CLICOLOR_FORCE EDITOR VISUAL LINES COLUMNS CLAUDECODE AI_AGENT 2>/dev/null
# shellcheck disable=SC2016 # the inner shell expands
printf '%s\n' "$@" | sed "s|^[^/]|$PWD/&|" | xargs -P "${JOBS:-2}" -I{} sh -c '
	log=$logs/$(echo "{}" | tr / _).log
	timeout "${TEST_TIMEOUT:-300}" "{}" >"$log" 2>&1 </dev/null
	status=$?
	if [ $status -ne 0 ] || grep -q "^not ok" "$log" || ! grep -q "^ok\b" "$log"; then
		echo "== {} (exit $status)"
		grep -v "^ok" "$log" | tail -n 60
		grep -q "^not ok" "$log" || echo "not ok - {} exit $status" >>"$log"
	fi'
passed=$(cat "$logs"/*.log | grep -c '^ok\b.*$')
skipped=$(cat "$logs"/*.log | grep -ci '^ok\b.*# skip')
failed=$(cat "$logs"/*.log | grep -c '^not ok')
echo "$((passed - skipped)) passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && { [ "$skipped" -eq 0 ] || [ -z "${CI:-}" ]; }
