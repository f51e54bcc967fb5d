#!/bin/sh
# cdreview scan --format: what hosting sites, editors and comments read. (SARIF against its
# schema: producers.t.)
. "$(dirname "$0")/lib.sh"
export GIT_AUTHOR_DATE='2026-01-05T10:00:00Z' GIT_COMMITTER_DATE='2026-01-05T10:00:00Z'

new_repo formats
printf 'a = 1\nb = danger(2)\nquiet = 3\n' | put 'app/a b.py'
printf 'x = 1\n# cdreview:allow t.danger -- measured\n' | put app/inline.py
save "Start"
{
	printf 's = "\360\235\222\263\303\251"; danger(1)\n'
	printf 'calls(\n    "\303\251", danger(2))\n'
	printf 's = "\033[31m\377 <b>&`x`</b> @all"; danger(3)\n'
	printf 'quiet = danger(8)\n'
} | put 'app/a b.py'
printf 'x = 1\n# cdreview:allow t.danger -- measured\ny = danger(4)\n' | put app/inline.py
printf 'z = danger(5)\n' | put 'app/100%:#?.py'
save "Change \`the\` <title>"
cat >"$work/registry.yaml" <<'YAML'
cdreview: 1
name: test
extends: []
allow:
- {rule: t.danger, match: 'quiet', reason: "known & <old>"}
rules:
- {id: t.danger, title: 'Do without <danger>, `really`', why: 'It is "dangerous".', fix: Leave it., category: security-policy, kind: forbid,
   severity: critical, confidence: high, refs: [CWE-79, "https://example.com/x", CWE-1321], tags: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u],
   languages: [python], match: {re: 'danger\(\d\)'}}
- {id: t.calls, title: One call a line, category: house, kind: require, severity: low, languages: [python],
   match: {scope: statement, re: '(?s)calls\(.*\)'}}
- {id: t.gone, title: Look at what goes, category: house, kind: require, severity: medium, languages: [python],
   match: {side: removed, re: 'danger\(2\)'}}
YAML
scan() { run scan --registry "$work/registry.yaml" "$@"; }
says_json() { test_that "$3" test "$(json "$1")" = "$2"; }

# Choosing one
for format in text json sarif codequality junit markdown; do
	scan --format=$format HEAD~1..HEAD
	exits 1 "$format: exit 1"
	cp "$work/out" "$work/$format"
	scan --format $format --threads 7 --no-cache HEAD~1..HEAD
	test_that "$format: the same bytes on any number of threads" cmp "$work/out" "$work/$format"
	scan --format $format HEAD~1..HEAD -- lib
	exits 0 "$format: nothing found, exit 0"
	cp "$work/out" "$work/$format.none"
done
scan --sarif HEAD~1..HEAD && test_that "--sarif is short" cmp "$work/out" "$work/sarif"
scan --json HEAD~1..HEAD && test_that "--json is short" cmp "$work/out" "$work/json"
trouble "two formats" 'exclude each other' scan --json --sarif HEAD~1..HEAD
trouble "an unknown format" 'no format "xml"' scan --format=xml HEAD~1..HEAD
trouble "all hunks of another format" '--all-hunks goes with --json' scan --sarif --all-hunks HEAD~1..HEAD

# SARIF
use() { cp "$work/$1" "$work/out"; }
use sarif
says_json 'print $j->{version}, " ", scalar @{$j->{runs}}, " ", $j->{runs}[0]{columnKind}' "2.1.0 1 unicodeCodePoints" "SARIF: version, one run, code points"
# Independent of our columns: the text between them, cut out by perl.
json '
	for my $r (@{$j->{runs}[0]{results}}) {
		my $place = $r->{locations}[0]{physicalLocation};
		my ($uri, $g) = ($place->{artifactLocation}{uri}, $place->{region});
		next unless $g->{startColumn};
		(my $path = $uri) =~ s/%([0-9A-F]{2})/chr hex $1/ge;
		open my $git, "-|", "git", "show", "$r->{properties}{commit}:$path" or die;
		my @lines = map { s/\xFF/?/g; utf8::decode($_); $_ } <$git>;
		my $text = join "", @lines[$g->{startLine} - 1 .. $g->{endLine} - 1];
		my $cut = length($lines[$g->{endLine} - 1]) - $g->{endColumn} + 1;
		print substr($text, $g->{startColumn} - 1, length($text) - $cut - $g->{startColumn} + 1), "|";
	}' >"$work/spans"
printf 'danger(5)|danger(1)|danger(2)|danger(3)|danger(8)|\033|calls(\n    "\303\251", danger(2))|danger(4)|' >"$work/want"
test_that "SARIF: regions are the spans" cmp "$work/spans" "$work/want"
says_json 'print join " ", map { $_->{locations}[0]{physicalLocation}{artifactLocation}{uri} } @{$j->{runs}[0]{results}}[0, 1]' \
	"app/100%25%3A%23%3F.py app/a%20b.py" "SARIF: paths are URIs"
says_json 'print join " ", map { "$_->{ruleId}=$j->{runs}[0]{tool}{driver}{rules}[$_->{ruleIndex}]{id}" } grep { $_->{ruleId} ne $j->{runs}[0]{tool}{driver}{rules}[$_->{ruleIndex}]{id} } @{$j->{runs}[0]{results}}' "" "SARIF: indexes are those of the rules"
says_json '($r) = grep { $_->{id} eq "t.danger" } @{$j->{runs}[0]{tool}{driver}{rules}};
	print join " ", scalar @{$r->{properties}{tags}}, @{$r->{properties}{tags}}[0 .. 3], $r->{helpUri}, $r->{properties}{"security-severity"},
		map { $j->{runs}[0]{taxonomies}[$_->{target}{toolComponent}{index}]{taxa}[$_->{target}{index}]{id} } @{$r->{relationships}}' \
	"20 security external/cwe/cwe-79 external/cwe/cwe-1321 security-policy https://example.com/x 9.5 79 1321" "SARIF: a rule with tags, weaknesses, address and score"
says_json 'print map { $_->{message}{text} } @{$j->{runs}[0]{invocations}[0]{toolExecutionNotifications}}' \
	"more than 20 tags of a rule: the rest is left out of 1" "SARIF: what is cut is said"
says_json 'print join "|", map { "$_->{kind} $_->{status} $_->{justification}" } map { @{$_->{suppressions}} } @{$j->{runs}[0]{results}}' \
	"external accepted known & <old>|inSource accepted measured" "SARIF: exceptions are suppressions"
says_json '($r) = grep { $_->{ruleId} eq "t.gone" } @{$j->{runs}[0]{results}}; print join ",", map { "$_=$r->{locations}[0]{physicalLocation}{region}{$_}" } sort keys %{$r->{locations}[0]{physicalLocation}{region}}' \
	"startLine=1" "SARIF: what was removed stands at the nearest line"
use sarif.none
says_json 'print scalar @{$j->{runs}[0]{results}}, exists $j->{runs}[0]{taxonomies} ? "taxa" : ""' 0 "SARIF: nothing found"

# What a person said
id=$("$CDREVIEW" check --registry "$work/registry.yaml" --json HEAD~1..HEAD -- 'app/100%:#?.py' 2>"$work/err" | sed -n 's/.*"hid":"\([0-9a-f]*\)".*/\1/p')
voices() { json 'print join "|", map { "$_->{kind} $_->{status} $_->{justification}" } map { @{$_->{suppressions}} } grep { $_->{locations}[0]{physicalLocation}{artifactLocation}{uri} =~ /100/ } @{$j->{runs}[0]{results}}'; }
person 'y\n' approve --registry "$work/registry.yaml" --range HEAD~1..HEAD -m "looked at" "$id"
scan --sarif HEAD~1..HEAD
test_that "SARIF: an approved hunk is suppressed" test "$(voices)" = "external accepted approved by ana@example.com: looked at"
exits 1 "which changes no exit status"
person 'y\n' reject --registry "$work/registry.yaml" --range HEAD~1..HEAD --reason bug -m no "$id"
scan --sarif HEAD~1..HEAD
test_that "SARIF: a rejection refuses that" test "$(voices)" = "external rejected rejected by ana@example.com: no"

# Code Quality, JUnit, Markdown
use codequality
says_json 'print join " ", scalar @$j, (grep { !(/^(info|minor|major|critical|blocker)$/) } map { $_->{severity} } @$j), $j->[0]{check_name}, $j->[0]{location}{path}, $j->[0]{location}{lines}{begin}' \
	"7 t.danger app/100%:#?.py 1" "Code Quality: every finding that is not excused"
use codequality.none
says_json 'print scalar @$j' 0 "Code Quality: an empty list"
xml() { python3 -c '
import sys, xml.dom.minidom
d = xml.dom.minidom.parse(sys.argv[1])
s = d.getElementsByTagName("testsuite")[0]
print(s.getAttribute("tests"), s.getAttribute("failures"), s.getAttribute("skipped"),
      len(d.getElementsByTagName("testcase")), len(d.getElementsByTagName("failure")), len(d.getElementsByTagName("skipped")))
' "$1" 2>&1; }
test_that "JUnit: well-formed, sums as listed" test "$(xml "$work/junit")" = "9 7 2 9 7 2"
test_that "JUnit: nothing found" test "$(xml "$work/junit.none")" = "0 0 0 0 0 0"
test_that "Markdown: text of rules and of the repository in code spans" grep -qF '**critical** line 1, `t.danger`: `` Do without <danger>, `really` `` (hunk' "$work/markdown"
test_that "Markdown: subjects, too" grep -qF '`` Change `the` <title> ``' "$work/markdown"
test_that "Markdown: outside of code spans nothing of it is left" perl -e '
	local $/; my $text = <STDIN>;
	while ($text =~ s/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)//s) { }
	exit($text =~ /[<>@\[\]]|danger|title/)' <"$work/markdown"

# The same fingerprint twice: a range that brings a line, takes it back and brings it again
new_repo twice
echo 'a = 1' | put a.py && save "Start"
echo 'a = danger(1)' | put a.py && save "One"
echo 'a = 1' | put a.py && save "Back"
echo 'a = danger(1)' | put a.py && save "Again"
scan --format=codequality HEAD~3..HEAD
says_json '%n = map { $_->{fingerprint}, 1 } @$j; print scalar(@$j), scalar(keys %n)' 22 "Code Quality: fingerprints are unique"

# More than hosts take
new_repo large
save "Start"
perl -e 'for my $f (1 .. 251) { open my $h, ">", "f$f.py" or die; print $h "x = danger(1)\n" x 100 }'
save "Many"
scan --sarif HEAD~1..HEAD
says_json 'print scalar @{$j->{runs}[0]{results}}, " ", $j->{runs}[0]{invocations}[0]{toolExecutionNotifications}[0]{message}{text}' \
	"25000 100 results are left out: hosting sites take 25000" "SARIF: at most 25,000 results, the rest is counted"
says err '100 findings are left out of the report: hosting sites take 25,000' "and said"
scan --format=markdown HEAD~1..HEAD
test_that "Markdown: at most 65,536 bytes" test "$(wc -c <"$work/out")" -le 65536
says out 'more findings are left out' "the rest is counted"
says err 'findings are left out of the report: a comment holds' "and said"
plan
