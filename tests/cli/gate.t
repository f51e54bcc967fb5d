#!/bin/sh
# cdreview check and log as programs read them, and what the gate weighs.
. "$(dirname "$0")/lib.sh"

new_repo gate
cat >"$work/registry.yaml" <<-'YAML'
	cdreview: 1
	extends: []
	allow:
	- {rule: t.high, paths: [excused/**], reason: measured}
	rules:
	- {id: t.high, title: High, severity: high, kind: forbid, match: {re: 'HIGH'}}
	- {id: t.medium, title: Medium, severity: medium, kind: forbid, match: {re: 'MEDIUM'}}
	- {id: t.low, title: Low, severity: low, kind: forbid, match: {re: 'LOW'}}
YAML
save start
gate() { command=$1; shift; run "$command" --registry "$work/registry.yaml" "$@"; }
for i in 1 2; do seq 1 20; echo 'HIGH MEDIUM HIGH LOW'; done >twice.txt
save "Write twice.txt"
echo 'LOW' >low.txt && save "Write low.txt"
mkdir excused && echo 'HIGH' >excused/a.txt && save "Write excused/a.txt"
echo 'MEDIUM' >'with space.txt' && save "Write with space.txt"

gate check HEAD~4..HEAD
exits 1 "open"
test_that "a line for each open hunk, in range order" sh -c 'sed "s/[0-9a-f]\{12\}  [0-9a-f]\{9\}/ID/" "$1" >"$2"; printf "%s\n" \
	"pending   medium    ID  with space.txt:1  t.medium" \
	"pending   high      ID  twice.txt:21  t.high, t.medium, t.low" | cmp "$2" -' - "$work/out" "$work/got"
says err '^not clear: 2 of 2 flagged hunks open \(2 pending, 0 stale, 0 rejected\); 1 below medium$' "the answer, on stderr"
gate check HEAD~2..HEAD~1
exits 0 "what is excused is clear"
test_that "clear: no data" test ! -s "$work/out"
gate check HEAD~3..HEAD~2
exits 0 "what is below medium is clear"
says err '^clear: no flagged hunk of severity medium or above; 1 below medium$' "and is said"
gate check --explain HEAD
says out '^    nobody has decided$' "--explain says what is missing"

gate check --json HEAD~4..HEAD
exits 1 "--json: open"
json 'print join(" ", sort keys %$j), "\n", join(" ", sort keys %{$j->{open}[0]}), "\n",
	join(" ", map { $_ // "null" } @$j{qw(schema needed approved rejected stale pending below unscannable)}, $j->{clear} ? "clear" : "open"), "\n",
	map { join(" ", @$_{qw(path line n of state severity)}, @{$_->{rules}}), "\n" } @{$j->{open}}' >"$work/got"
cat >"$work/want" <<-'EOT'
	approved below clear needed open pending range registry rejected schema stale unscannable
	commit hid line missing n of path rules severity state
	cdreview.check/1 2 0 0 0 2 1 0 open
	with space.txt 1 1 1 pending medium t.medium
	twice.txt 21 1 1 pending high t.high t.medium t.low
EOT
test_that "--json: fields and values" cmp "$work/got" "$work/want"
gate check --json HEAD~2..HEAD~1
exits 0 "--json: clear"
test_that "--json: an empty list" test "$(json 'print scalar(@{$j->{open}}), $j->{clear} ? "clear" : ""')" = 0clear

gate check --json HEAD
id=$(json 'print $j->{open}[0]{hid}')
person 'y\n' reject --registry "$work/registry.yaml" --range HEAD --reason other -m 'two
lines' "$id"
exits 0 "rejected"
person 'y\n' approve --registry "$work/registry.yaml" --range HEAD "$id"
exits 0 "approved after all"
gate check --json HEAD
test_that "--json: approved" test "$(json 'print "$j->{approved} $j->{needed} ", $j->{clear} ? "clear" : "open"')" = "1 1 clear"

gate log HEAD
exits 0 "log"
says out "^reject   +$(echo "$id" | cut -c1-12) .*ana@example\.com  with space\.txt  t\.medium  \[replaced\]$" "log: a verdict that was replaced"
says out '^          other: two\^Jlines$' "log: its words, on one line"
says out '^approve .*t\.medium$' "log: the one that counts"
gate log --json HEAD
exits 0 "log --json"
json 'print join(" ", $j->{schema}, sort keys %{$j->{entries}[0]}), "\n",
	map { join(" ", @$_{qw(verdict path rules status)}, $_->{reason} // "null", $_->{text} // "null"), "\n" } @{$j->{entries}}' |
	sed "s/$id/HID/" >"$work/got"
cat >"$work/want" <<-'EOT'
	cdreview.log/1 commit hid line path reason rules status text time verdict who
	reject with space.txt t.medium replaced other two
	lines
	approve with space.txt t.medium live null null
EOT
test_that "log --json: fields and values" cmp "$work/got" "$work/want"
git notes --ref=cdreview append -m 'I agree' HEAD
gate log --json HEAD
test_that "log --json: a remark" test "$(json 'print grep { defined } map { $_->{remark} } @{$j->{entries}}')" = 'I agree'
new_repo fresh && save start && save again
run log
exits 0 "log: no verdict yet"
test_that "log: then no data" test ! -s "$work/out"
says err '^no verdicts yet$' "log: and that is said"
plan
