#!/bin/sh
# cdreview scan: what people read and what programs read.
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_DATE='2026-01-05T10:00:00Z' GIT_COMMITTER_DATE='2026-01-05T10:00:00Z'

new_repo scan
put app/a.py <<-'PY'
	start = 1
	old = danger(0)
	end = 2
PY
save "Start"
{
	echo 'start = 1'
	printf '\tx = danger(1)\n'
	printf 's = "\346\274\242\345\255\227\357\274\201"; danger(2)\n'
	printf 's = "\033[31m\302\233\377\376"; danger(3)\n'
	printf 's = "e\314\201a"\t; danger(4)\n'
	printf 'key = "tr0ub4dor&3"; danger(5)\n'
	printf 'calls(\n    danger(6),\n\n    7,\n    8,\n    9,\n    10,\n    11)\n'
	printf '%0500d\346\274\242 = danger(7) + %0500d\n' 0 0
	printf 'quiet = danger(8)\n'
	echo 'end = 2'
} | put app/a.py
printf 'nothing = 1\n' | put lib/b.py
save "Change $(printf 'the\033[2Jtitle')"
cat >"$work/registry.yaml" <<-'YAML'
	cdreview: 1
	name: test
	extends: []
	allow:
	- {rule: t.danger, match: 'quiet', reason: measured}
	rules:
	- {id: t.danger, title: Do without danger, category: security-policy, kind: forbid, severity: critical,
	   confidence: high, refs: [CWE-1, "https://example.com"], languages: [python], match: {re: 'danger\(\d\)'}}
	- {id: t.secret, title: Keep keys out, category: auth, kind: forbid, severity: high, languages: [python],
	   match: {re: 'key = "(?<value>[^"]+)"'}, redact: value}
	- {id: t.calls, title: One call a line, category: house, kind: require, severity: low, languages: [python],
	   match: {scope: statement, re: '(?s)calls\(.*\)'}}
	- {id: t.gone, title: Look at what goes, category: house, kind: require, severity: medium, languages: [python],
	   match: {side: removed, re: 'danger\(0\)'}}
YAML
scan() { run scan --registry "$work/registry.yaml" "$@"; }

# Text for people
scan HEAD~1..HEAD
exits 1 "findings: exit 1"
test_that "the text is the golden one" cmp "$work/out" "$top/tests/cli/scan.golden"
says err '^[0-9]+ findings in 1 flagged of [0-9]+ hunks, 1 change; 1 excused' "the count goes to stderr, the excused too"
# Independent of the golden file: what stands above a caret line is the span.
test_that "every caret line stands under its span" perl -CSD -e '
	while (<STDIN>) {
		chomp;
		if (/^( *)(\^+)$/) {
			($indent, $length) = map { length } $1, $2;
			($wide = $above) =~ s/\p{East_Asian_Width=Wide}|\p{East_Asian_Width=Fullwidth}/##/g;
			$wide =~ s/\p{Mn}//g;
			$span = substr($wide, $indent, $length);
			$n++;
			$bad++ if $span !~ /^(danger\(\d\),?|\^\[|key = "\[redacted\]"|calls\(|\d+[,)])$/;
			print "# $span\n" if $bad;
		}
		$above = $_;
	}
	exit($bad || $n < 10);' <"$work/out"
LC_ALL=C scan HEAD~1..HEAD
test_that "the locale does not change it" cmp "$work/out" "$top/tests/cli/scan.golden"
test_that "nothing of the repository reaches the terminal raw" sh -c "! LC_ALL=C grep -q '[[:cntrl:]]' '$work/out'"

# A secret is in no output
id=$("$CDREVIEW" scan --registry "$work/registry.yaml" --json HEAD 2>/dev/null | sed -n 's/.*"hid":"\([0-9a-f]*\)".*/\1/p' | head -n 1)
for args in "scan HEAD" "scan --json HEAD" "scan --json --all-hunks HEAD" "check --explain HEAD" "check --json HEAD" \
	"approve --range HEAD $id" "log HEAD" "log --json HEAD"; do
	case $args in approve*) answer='y\n' ;; *) answer= ;; esac
	# shellcheck disable=SC2086 # words
	person "$answer" $args --registry "$work/registry.yaml"
	silent out 'tr0ub4dor' "no secret in: ${args%% $id}"
done
git notes --ref=cdreview list >"$work/out" && git log -1 --notes=cdreview >>"$work/out"
says out '"verdict":"approve"' "the verdict was recorded"
silent out 'tr0ub4dor' "and has no secret"
person 'n\n' approve --registry "$work/registry.yaml" --range HEAD "$id"
says out 'key = "\[redacted\]"; danger\(5\)' "the hunk is printed with its secret hidden"
person 'q\n' --plain --registry "$work/registry.yaml" HEAD
silent out 'tr0ub4dor' "no secret in the linear review"

# JSON for programs
fields() { json 'print join(" ", sort keys %$j), "\n", map { join(" ", sort keys %$_), "\n" } @{$j->{findings}}' | sort -u; }
scan --json HEAD~1..HEAD
exits 1 "--json: findings: exit 1"
fields >"$work/fields"
cat >"$work/want" <<-'EOT'
	anchor category col commit confidence cwe detector end_col end_line fingerprint hid hunk_kind kind line message n new_lines new_start of old_lines old_path old_start path rule severity side suppressed
	changes findings hunks range registry schema suppressed truncated uncovered_files unscannable
EOT
test_that "--json has these fields" cmp "$work/fields" "$work/want"
json 'print join(" ", map { ref($_) ? "list" : $_ // "null" } $j->{schema}, $j->{changes}, $j->{suppressed},
	map { @$_{qw(rule severity kind detector side line col end_line end_col suppressed anchor cwe)} }
	grep { $_->{rule} eq "t.calls" } @{$j->{findings}})' >"$work/got"
printf 'cdreview.scan/1 1 1 t.calls low require match new 7 1 14 8 null null list' >"$work/want"
test_that "--json: places and types" cmp "$work/got" "$work/want"
json 'print join(" ", map { $_->{suppressed} } grep { $_->{line} == 16 } @{$j->{findings}})' >"$work/got"
test_that "--json: a suppressed finding is there with its reason" grep -q measured "$work/got"
json 'print $j->{findings}[0]{commit}' >"$work/got"
test_that "--json: the commit" test "$(cat "$work/got")" = "$(git rev-parse HEAD)"
silent out 'all_hunks' "--json: all_hunks only when asked for"
scan --json --all-hunks HEAD~1..HEAD
json 'print join(" ", sort keys %$_), " $_->{path}\n" for @{$j->{all_hunks}}' >"$work/got"
for path in app/a.py lib/b.py; do
	echo "commit hid hunk_kind n new_lines new_start of old_lines old_path old_start path $path"
done >"$work/want"
test_that "--all-hunks lists unflagged ones too" cmp "$work/got" "$work/want"
run scan --all-hunks HEAD
exits 2 "--all-hunks without --json"
printf 'x = danger(1)\n' >"$(printf 'caf\351.py')" && save latin
scan --json HEAD
json 'print $j->{findings}[0]{path_hex}' >"$work/got"
test_that "--json: the bytes of a path that is no UTF-8" test "$(cat "$work/got")" = 636166e92e7079
scan HEAD
says out '^caf<E9>\.py$' "the path is escaped for people"
git reset -q --hard HEAD~1

# No findings
scan HEAD -- lib
exits 0 "no findings: exit 0"
test_that "no findings: no output" test ! -s "$work/out"
scan --json HEAD -- lib
test_that "no findings: an empty list" test "$(json 'print scalar @{$j->{findings}}')" = 0

# Colour: --color, NO_COLOR, CLICOLOR_FORCE, configuration, terminal
esc=$(printf '\033')
scan --color=always HEAD~1..HEAD
says out "$esc\[1;31mcritical" "--color=always"
sed "s/$esc\[[0-9;]*m//g" "$work/out" >"$work/got"
test_that "colours change nothing else" cmp "$work/got" "$top/tests/cli/scan.golden"
scan --color=auto HEAD
silent out "$esc" "--color=auto into a pipe"
CLICOLOR_FORCE=1 scan HEAD
says out "$esc" "CLICOLOR_FORCE"
NO_COLOR=1 CLICOLOR_FORCE=1 scan HEAD
silent out "$esc" "NO_COLOR wins over CLICOLOR_FORCE"
NO_COLOR=1 scan --color=always HEAD
says out "$esc" "--color wins over NO_COLOR"
git config color.ui always
scan HEAD
says out "$esc" "color.ui=always"
git config color.cdreview never
scan HEAD
silent out "$esc" "color.cdreview wins over color.ui"
git config --unset color.cdreview && git config --unset color.ui
person '' scan --registry "$work/registry.yaml" HEAD
says out "$esc" "at a terminal"
person '' scan --registry "$work/registry.yaml" --no-color HEAD
silent out "$esc" "--no-color"
TERM=dumb person '' scan --registry "$work/registry.yaml" HEAD
silent out "$esc" "at a dumb terminal"
git config color.ui false
person '' scan --registry "$work/registry.yaml" HEAD
silent out "$esc" "color.ui=false"

# A reader that goes away
mkdir many
for file in $(seq 1 30); do yes 'x = danger(1)' | head -n 100 >"many/$file.py"; done
git add many
{ "$CDREVIEW" scan --staged --registry "$work/registry.yaml"; echo $? >"$work/status"; } 2>"$work/err" | head -n 1 >"$work/out"
test_that "a reader that goes away: no complaint" test ! -s "$work/err"
test_that "a reader that goes away: ended by the signal" test "$(cat "$work/status")" -eq 141
test_that "a reader that goes away: it got its line" test -s "$work/out"

# What is found is to be read while the rest is still looked at.
new_repo stream
seq 1 400000 | sed 's/$/ = danger (9)/' | put long.py
save "Takes long"
printf 'x = danger(1)\n' | put short.py
save "Is found at once"
"$CDREVIEW" scan --json --registry "$work/registry.yaml" 4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD 2>"$work/err" |
	perl -e 'while (sysread STDIN, $text, 1 << 20, length $text) {
		$early = 1 if $text =~ /"rule":"t.danger"/ && $text !~ /"changes"/;
	}
	print $early ? "early" : "late", $text =~ /"changes":2/ ? " whole\n" : "\n"' >"$work/out"
test_that "a finding does not wait for what takes long" test "$(cat "$work/out")" = "early whole"
plan
