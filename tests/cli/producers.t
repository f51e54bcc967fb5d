#!/bin/sh
# Reports of programs that Debian and npm ship, written by them here, and our SARIF under the
# eyes of a validator. `./setup check` installs them; what is missing is skipped, which fails .ci/run.
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_DATE='2026-01-05T10:00:00Z' GIT_COMMITTER_DATE='2026-01-05T10:00:00Z'
modules=$top/build/producers/node_modules
export ESLINT_USE_FLAT_CONFIG=false

has() { # NAME PROGRAM: or a skipped test
	command -v "$2" >/dev/null 2>&1 && return
	ok "$1 # skip $2 is missing: ./setup check installs it"
	return 1
}

# Every file has something to complain about in lines that are old and in lines that are new.
new_repo producers
{
	echo 'import os'
	printf '\n\ndef listing(path):\n    unused = 1\n    return os.listdir(path)\n'
} | put app/tasks.py
printf '#!/bin/sh\necho $1\n' | put bin/run.sh
printf 'function old(a) {\n  eval(a);\n}\n' | put web/main.js
save "Start"
{
	echo 'import os'
	echo 'import subprocess'
	printf '\n\ndef listing(path):\n    unused = 1\n    return os.listdir(path)\n'
	printf '\n\ndef start(command):\n    return subprocess.call(command, shell=True)\n'
} | put app/tasks.py
printf '#!/bin/sh\necho $1\nrm -rf $2\n' | put bin/run.sh
printf 'function old(a) {\n  eval(a);\n}\n\nfunction young(b) {\n  if (b = 1) {\n    eval(b);\n  }\n}\n' | put web/main.js
save "Change"

# take OPTION FILE...: scans with that report
take() { run scan --json "$1" "$2" HEAD~1..HEAD; }
found() { json 'print join " ", sort map { "$_->{rule}:$_->{line}:$_->{severity}" } grep { $_->{detector} eq "tool" } @{$j->{findings}}'; }
finds() { # NAME FINDINGS
	test_that "$1: findings on changed lines" test "$(found)" = "$2" || found
	test_that "$1: those on other lines are left out" test "$(json 'print $j->{imported}{unchanged} > 0 && $j->{imported}{outside} == 0 ? 1 : 0')" = 1
}

if has pylint pylint; then
	pylint --disable=all --enable=unused-variable,missing-function-docstring,subprocess-run-check,unused-import app/tasks.py >"$work/pylint"
	take --lines-in "pylint=$work/pylint"
	finds pylint "pylint/C0116:10:low"
fi
if has bandit bandit; then
	bandit -q -r app -f custom --msg-template '{relpath}:{line}: {test_id}: {severity}: {msg}' >"$work/bandit" 2>/dev/null
	echo 'app/tasks.py:1: B000: LOW: not changed' >>"$work/bandit"
	take --lines-in "bandit=$work/bandit"
	finds bandit "bandit/B404:2:low bandit/B602:11:high"
fi
if has shellcheck shellcheck; then
	shellcheck -f gcc bin/run.sh >"$work/shellcheck"
	take --lines-in "shellcheck=$work/shellcheck"
	finds shellcheck "shellcheck/SC2086:3:low"
fi
if has "gcc" gcc; then
	printf 'int f(void)\n{\n\tint old;\n}\n' | put src/f.c && save "C"
	printf 'int f(void)\n{\n\tint old;\n}\n\nint g(int x)\n{\n\tint young = x;\n}\n' | put src/f.c && save "More C"
	gcc -Wall -fsyntax-only src/f.c 2>"$work/gcc"
	take --lines-in "gcc=$work/gcc"
	finds gcc "gcc/-Wunused-variable:8:medium"
	git reset -q --hard HEAD~2
fi

if has ESLint "$modules/.bin/eslint"; then
	printf '{"root": true, "env": {"browser": true}, "rules": {"no-eval": "error", "no-cond-assign": "error", "no-unused-vars": "warn"}}' >"$work/eslintrc.json"
	"$modules/.bin/eslint" --no-eslintrc -c "$work/eslintrc.json" -f "$modules/@microsoft/eslint-formatter-sarif/sarif.js" \
		-o "$work/eslint" web
	take --sarif-in "$work/eslint"
	finds ESLint "eslint/no-cond-assign:6:high eslint/no-eval:7:high eslint/no-unused-vars:5:medium"
	cd web && take --sarif-in "$work/eslint" && cd ..
	finds "ESLint, from a folder" "eslint/no-cond-assign:6:high eslint/no-eval:7:high eslint/no-unused-vars:5:medium"
fi
if has ast-grep "$modules/.bin/ast-grep"; then
	printf 'id: no-eval\nlanguage: js\nseverity: warning\nmessage: no eval of $A\nrule: {pattern: eval($A)}\n' >"$work/rule.yml"
	"$modules/.bin/ast-grep" scan -r "$work/rule.yml" --format sarif web >"$work/ast-grep" 2>/dev/null
	take --sarif-in "$work/ast-grep"
	finds ast-grep "ast-grep/no-eval:7:medium"
	test_that "ast-grep: the columns are the call's" test "$(json 'print map { "$_->{col}-$_->{end_col}" } grep { $_->{detector} eq "tool" } @{$j->{findings}}')" = "5-12"
fi

# Our own
valid() { # NAME LOG...
	name=$1
	shift
	node "$top/tests/cli/validate.js" "$modules" "$@" >"$work/out" 2>&1
	status=$?
	exits 0 "$name"
}
if has "SARIF's schema" "$modules/.bin/eslint"; then
	for range in HEAD~1..HEAD HEAD~1; do
		run scan --sarif "$range"
		cp "$work/out" "$work/own.sarif"
		valid "our SARIF of $range is valid" "$work/own.sarif"
	done
	run scan --sarif HEAD -- nothing
	cp "$work/out" "$work/none.sarif"
	valid "without results, too" "$work/none.sarif"
	run scan --sarif --sarif-in "$work/eslint" --sarif-in "$work/ast-grep" --lines-in "pylint=$work/pylint" HEAD~1..HEAD
	cp "$work/out" "$work/all.sarif"
	valid "with results of other tools, too" "$work/all.sarif"
	echo '{"version":"2.1.0","runs":[{}]}' >"$work/wrong.sarif"
	node "$top/tests/cli/validate.js" "$modules" "$work/wrong.sarif" >"$work/out" 2>&1
	test_that "the validator refuses what is none" grep -q "required property 'tool'" "$work/out"
	mkdir "$work/demo" && sh "$top/tests/fixtures/demo-repo.sh" "$work/demo" >/dev/null 2>&1
	cd "$work/demo" || exit 1
	run scan --sarif main..agent/orders
	cp "$work/out" "$work/demo.sarif"
	valid "that of the sample repository is valid" "$work/demo.sarif"
	git checkout -q agent/orders
	run scan --json --sarif-in "$work/demo.sarif" main..agent/orders
	test_that "and comes in again" test "$(json 'print $j->{imported}{placed} >= 10 ? 1 : 0')" = 1
fi
plan
