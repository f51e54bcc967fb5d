#!/bin/sh
# Results of other tools: where they stand, what weighs them, what is left out, what is refused.
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_DATE='2026-01-05T10:00:00Z' GIT_COMMITTER_DATE='2026-01-05T10:00:00Z'

new_repo import
printf 'one\ntwo\nthree\nfour\nfive\n' | put app/a.py
printf 'x\n' | put 'lib/b c.py'
save "Start"
printf 'one\ntwo\nthree a\nfour a\nfive\n' | put app/a.py
save "First"
first=$(git rev-parse HEAD)
printf 'zero\none\ntwo\nthree a\nfour b\nfive\nsix\n' | put app/a.py
printf 'x\ny = "\360\235\222\263"; z\n' | put 'lib/b c.py'
save "Second"
second=$(git rev-parse HEAD)
registry() { { printf 'cdreview: 1\nextends: []\n'; cat; } >"$work/registry.yaml"; }
registry </dev/null
scan() { run scan --registry "$work/registry.yaml" --json "$@"; }
found() { json 'print join " ", map { "$_->{rule}:$_->{line}:" . substr($_->{commit} // "-", 0, 8) } sort { $a->{line} <=> $b->{line} } @{$j->{findings}}'; }
is() { test_that "$1" test "$(found)" = "$2"; }
counts() { test_that "$1" test "$(json "print join ' ', map { \"\$_=\" . \$j->{imported}{\$_} } qw($2)")" = "$3"; }
sarif() { # RESULTS [REST OF THE RUN]
	printf '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Tool"}},"results":[%s]%s}]}' "$1" "${2:-}"
}
at() { # URI REGION [REST OF THE RESULT]
	printf '{"ruleId":"r","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"%s"},"region":{%s}}}]%s}' "$@"
}

# Which change, which line
cat >"$work/lines" <<'L'
app/a.py:1:1: A10 in the second commit
app/a.py:2: A10 not changed
app/a.py:4:3: error: in the first commit [b]
app/a.py:5: A10 in the second commit
app/a.py:99: A10 behind the end
no/such.py:1: A10 nowhere
/etc/passwd:1: A10 elsewhere
heading
L
scan --lines-in "t=$work/lines" HEAD~2..HEAD
exits 1 "findings: exit 1"
is "lines stand in the change that brought them, with their number there" \
	"t/A10:1:$(echo "$second" | cut -c1-8) t/b:3:$(echo "$first" | cut -c1-8) t/A10:5:$(echo "$second" | cut -c1-8)"
counts "the rest is counted" "results placed unchanged outside unread_lines" "results=7 placed=3 unchanged=3 outside=1 unread_lines=1"
says err '7 results of other tools, 3 on changed lines, 3 on lines that are not changed here, 1 in no file' "and said"
test_that "findings of tools are marked" test "$(json 'print join ",", sort map { "$_->{detector} $_->{category} $_->{severity}" } @{$j->{findings}}')" = \
	"tool tool high,tool tool medium,tool tool medium"
scan --lines-in "t=$work/lines" HEAD~1..HEAD
is "a shorter range has fewer" "t/A10:1:$(echo "$second" | cut -c1-8) t/A10:5:$(echo "$second" | cut -c1-8)"
scan --lines-in "t=$work/lines" HEAD~2..HEAD -- lib
counts "pathspecs select" "placed unchanged" "placed=0 unchanged=6"
exits 0 "nothing on changed lines: exit 0"
for how in "--threads 1" "--threads 7" --no-shortcuts --diff-engine=libgit2 --no-cache; do
	scan --lines-in "t=$work/lines" HEAD~2..HEAD
	cp "$work/out" "$work/want"
	# shellcheck disable=SC2086 # words
	scan --lines-in "t=$work/lines" $how HEAD~2..HEAD
	test_that "$how: the same bytes" cmp "$work/out" "$work/want"
done
cd app || exit 1
printf 'a.py:1: A10 here\n../app/a.py:5: A10 up\n' >"$work/relative"
scan --lines-in "t=$work/relative" HEAD~1..HEAD
counts "relative paths start at the current directory" placed placed=2
cd ..
printf '%s/app/a.py:1: A10 here\n' "$(pwd -P)" | "$CDREVIEW" scan --json --registry "$work/registry.yaml" --lines-in - HEAD~1..HEAD >"$work/out" 2>"$work/err"
is "absolute paths below the work tree, from the standard input" "lines/A10:1:$(echo "$second" | cut -c1-8)"

# Index and work tree
printf 'zero\none\ntwo\nthree a\nfour b\nstaged\nfive\nsix\n' >app/a.py
git add app/a.py
printf 'zero\nwork\none\ntwo\nthree a\nfour b\nstaged\nfive\nsix\n' >app/a.py
printf 'new\n' >app/new.py
printf 'app/a.py:6: A10 staged\napp/a.py:5: A10 not\n' >"$work/staged"
scan --lines-in "t=$work/staged" --staged
is "the index" "t/A10:6:-"
printf 'app/a.py:2: A10 in the work tree\napp/a.py:7: A10 not\napp/new.py:1: A10 new\n' >"$work/tree"
scan --lines-in "t=$work/tree" --worktree
is "the work tree, files that git does not track as well" "t/A10:1:- t/A10:2:-"
git reset -q --hard && rm -f app/new.py

# SARIF: places
sarif "$(at lib/b%20c.py '"startLine":2,"startColumn":10,"endColumn":11')" ',"columnKind":"utf16CodeUnits"' >"$work/sarif"
scan --sarif-in "$work/sarif" HEAD~1..HEAD
test_that "percent escapes, and UTF-16 columns as bytes" test "$(json 'print map { "$_->{rule} $_->{path} $_->{line}:$_->{col}-$_->{end_col}" } @{$j->{findings}}')" = "tool/r lib/b c.py 2:12-13"
sarif "$(at app/a.py '"startLine":4,"endLine":5')" >"$work/sarif"
scan --sarif-in "$work/sarif" HEAD~2..HEAD
is "a result on two lines stands where the first of them came in" "tool/r:3:$(echo "$first" | cut -c1-8)"
scan --sarif-in "$work/sarif" HEAD~1..HEAD
is "or on the first that the range brought" "tool/r:5:$(echo "$second" | cut -c1-8)"
sarif "$(at app/a.py '"startLine":1'),$(at app/a.py '"startLine":1'),$(at app/a.py '')" >"$work/sarif"
scan --sarif-in "$work/sarif" --sarif-in "$work/sarif" --lines-in "t=$work/lines" HEAD~1..HEAD
counts "reports add up, what is said again counts once" "reports placed repeated placeless" "reports=3 placed=3 repeated=3 placeless=2"
sarif "$(at app/a.py '"startLine":1')" ',"invocations":[{"executionSuccessful":false}]' >"$work/sarif"
scan --sarif-in "$work/sarif" HEAD~1..HEAD
says err '1 run of other tools did not succeed' "a run that failed is not silent"
printf '{"version":"2.1.0","runs":[]}' >"$work/none"
scan --sarif-in "$work/none" HEAD~1..HEAD
exits 0 "an empty report: exit 0"
says err '0 results of other tools' "and said"

# The registry weighs and excuses
registry <<'YAML'
override: {"tool/*": {category: auth, severity: critical}}
YAML
scan --sarif-in "$work/sarif" HEAD~1..HEAD
test_that "override sets category and severity" test "$(json 'print map { "$_->{category} $_->{severity}" } @{$j->{findings}}')" = "auth critical"
registry <<'YAML'
override: {tool/r: {severity: "off"}}
YAML
scan --sarif-in "$work/sarif" HEAD~1..HEAD
counts "off drops" "off placed" "off=1 placed=0"
registry <<'YAML'
allow: [{rule: tool/r, paths: ["app/**"], reason: known}]
YAML
scan --sarif-in "$work/sarif" HEAD~1..HEAD
test_that "allow excuses" test "$(json 'print map { $_->{suppressed} } @{$j->{findings}}')" = known
silent err 'no rule is called' "and needs no such rule"
registry <<'YAML'
override: {tool/r: {match: {re: x}}}
YAML
trouble "a key that weighs nothing" 'unknown key "match"' scan --registry "$work/registry.yaml" --sarif-in "$work/sarif" HEAD~1..HEAD
registry </dev/null
# A branch cannot loosen: only the trusted base's override lowers, anybody's raises.
git checkout -q -b policy HEAD~1
printf 'cdreview: 1\nextends: []\noverride: {tool/r: {severity: low}}\n' | put .cdreview/registry.yaml
save "Base policy"
git config cdreview.target policy
git checkout -q -b topic
printf 'cdreview: 1\nextends: []\noverride: {tool/r: {severity: "off", category: none}, tool/s: {severity: critical}}\n' | put .cdreview/registry.yaml
printf 'zero\none\n' | put app/a.py
save "Loosen"
sarif "$(at app/a.py '"startLine":1'),$(at app/a.py '"startLine":1' | sed 's/"r"/"s"/')" >"$work/branch"
run scan --json --sarif-in "$work/branch" policy..topic
test_that "a branch raises and never lowers" test "$(json 'print join ",", sort map { "$_->{rule} $_->{category} $_->{severity}" } grep { $_->{detector} eq "tool" } @{$j->{findings}}')" = "tool/r tool low,tool/s tool critical"
git config --unset cdreview.target && git checkout -q main

# The same gate and the same verdicts
run check --registry "$work/registry.yaml" HEAD~1..HEAD
exits 0 "without a report the gate is clear"
run check --registry "$work/registry.yaml" --sarif-in "$work/sarif" HEAD~1..HEAD
exits 1 "with it a hunk is open"
says out 'tool/r' "which names the tool's rule"
id=$(sed -n 's/.* \([0-9a-f]\{12\}\) .*/\1/p' "$work/out" | head -n 1)
person 'y\n' approve --registry "$work/registry.yaml" --sarif-in "$work/sarif" --range HEAD~1..HEAD "$id"
run check --registry "$work/registry.yaml" --sarif-in "$work/sarif" HEAD~1..HEAD
exits 0 "an approval holds for the tool's finding"
sed 's/"ruleId":"r"/"ruleId":"other"/' "$work/sarif" >"$work/other"
run check --registry "$work/registry.yaml" --sarif-in "$work/sarif" --sarif-in "$work/other" HEAD~1..HEAD
exits 1 "not for one that comes later"

# What is refused
trouble "no such file" 'cannot read .*nowhere: No such file' scan --sarif-in "$work/nowhere" HEAD~1..HEAD
printf '{"version":"2.1.0",\n "runs":[}' >"$work/bad"
trouble "broken JSON" 'bad: JSON line 2, column 10' scan --sarif-in "$work/bad" HEAD~1..HEAD
trouble "JSON as lines" 'bad: .*looks like JSON' scan --lines-in "$work/bad" HEAD~1..HEAD
trouble "standard input twice" 'read once' scan --sarif-in - --lines-in t=- HEAD~1..HEAD
head -c 70000000 /dev/zero >"$work/large"
trouble "a report of 70 MB" 'large has more than 64 MiB' scan --sarif-in "$work/large" HEAD~1..HEAD
rm -f "$work/large"
perl -e 'print qq({"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T"}},"results":[),
	join(",", map qq({"ruleId":"r$_","locations":[{"physicalLocation":{"artifactLocation":{"uri":"a"},"region":{"startLine":1}}}]}), 1 .. 10001), "]}]}"' >"$work/many"
trouble "10,001 rules" 'many: more than 10000 rules' scan --sarif-in "$work/many" HEAD~1..HEAD
printf 'app/a.py:1: a \033[31mred\033[0m \342\200\256message\n' >"$work/raw"
run scan --registry "$work/registry.yaml" --lines-in "t=$work/raw" HEAD~1..HEAD
says out 'a \^\[\[31mred\^\[\[0m <U\+202E>message' "nothing of a report reaches the terminal raw"
plan
