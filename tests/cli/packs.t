#!/bin/sh
# packs.t: what the build refuses to put into the program, and what the shipped packs must hold.
. "$(dirname "$0")/lib.sh"
prepare=$(dirname "$CDREVIEW")/rules/prepare

# prepare FILE...: what it says in $work/err, its status in $status
prepare() { status=0; "$prepare" "$@" >"$work/out" 2>"$work/err" || status=$?; }

cat >"$work/good.yaml" <<'YAML'
cdreview: 1
rules:
- {id: a.b, title: One, match: {re: danger}}
YAML
sed 's/danger/"(danger"/' "$work/good.yaml" >"$work/faulty.yaml"
echo 'auth: [Never do that]' >"$work/simple.yaml"

prepare "$work/good.yaml"
test_that "a good pack is prepared" [ "$status" -eq 0 ]
test_that "under its name" grep -q '{ "good", yaml_0, sizeof(yaml_0), prepared_0, hash_0 },' "$work/out"
prepare "$work/good.yaml" "$work/faulty.yaml"
test_that "a faulty pack ends the build" [ "$status" -eq 1 ]
test_that "with its place" grep -q "^$work/faulty.yaml:3:.*: match.re: at byte 7: missing closing" "$work/err"
prepare "$work/simple.yaml"
test_that "a pack in the simple form ends it too" grep -q "^$work/simple.yaml: not in the full form" "$work/err"
prepare "$work/none.yaml"
test_that "and one that is not there" grep -q "^$work/none.yaml: cannot be opened" "$work/err"

# our own lint is the bar for our own packs: an expression it refuses is one we ship to everybody
for pack in "$top"/rules/*.yaml; do
	run rules lint "$pack"
	test_that "lint takes the shipped ${pack##*/}" [ "$status" -eq 0 ]
done

# few examples say little of what a rule is about
few=$(awk '
	function tell() { if (id != "" && (bad < 3 || good < 3)) print id, bad + 0, good + 0 }
	/^- id: / { tell(); id = $3; bad = good = 0 }
	/^  [- ] bad(-diff)?:/ { bad++ }
	/^  [- ] good(-diff)?:/ { good++ }
	END { tell() }' "$top"/rules/*.yaml)
test_that "every shipped rule has three bad and three good examples ($few)" [ -z "$few" ]
plan
