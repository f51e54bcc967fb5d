#!/bin/sh
# cdreview rules new, try and tune: a rule's way from a draft to what reviewers think of it.
. "$(dirname "$0")/lib.sh"

# A draft of each kind is sound, fast, and does what its examples say
new_repo draft
for kind in match need guard touch; do
	run rules new house.draft $kind
	exits 0 "new: $kind"
	cp "$work/out" draft.yaml
	run rules lint draft.yaml
	exits 0 "new: $kind is sound"
	says err '^1 rules, 0 warnings$' "new: $kind, without a word"
	run rules test draft.yaml
	exits 0 "new: the examples of $kind hold"
	silent err '^0 examples' "new: $kind has examples"
	run rules --json --registry draft.yaml list
	json 'print join " ", map { "$_->{id} $_->{detector}" } grep { $_->{id} =~ /^house/ } @{$j->{rules}}' >"$work/got"
	test_that "new: it is a $kind" grep -qx "house.draft $kind" "$work/got"
done
run rules new house.draft
says out '^  match: ' "new: a match when nothing is said"
says out 'rules try house\.draft --registry FILE: what' "new: the next steps"
trouble "new: no id" 'rule id' rules new
trouble "new: not an id" '"Draft" is no rule id' rules new Draft
trouble "new: a detector that is none" '"guess" is no detector' rules new house.draft guess
says err 'match, need, guard or touch' "new: which there are"

# What a rule would have flagged
new_repo try
for i in 1 2 3 4 5 6; do
	put app/a$i.py <<-PY
		first = $i
		second = danger($i)
	PY
	put lib/b.py <<-PY
		quiet = $i
	PY
	save "Change $i"
done
put lib/b.py <<-'PY'
	one = danger(7)
	two = danger(8)
PY
save "Change 7"
put draft.yaml <<-'YAML'
	cdreview: 1
	extends: [builtin:all]
	rules:
	- {id: house.danger, title: Do without danger, category: house, languages: [python], match: {re: 'danger\('}}
	- {id: house.quiet, title: Be quiet, category: house, languages: [python], match: {re: 'quiet ='}}
	- {id: house.plain, title: Be plain, category: house}
YAML
run rules try house.danger HEAD~3..HEAD --registry draft.yaml
exits 1 "try: something is flagged"
says out '^    Do without danger$' "try: the findings"
says out 'two = danger\(8\)' "try: with their lines"
silent out 'Be quiet|builtin\.' "try: of no other rule"
says out '^findings  4$' "try: counted"
says out '^hunks     3 of 5: 600\.00 per 1,000$' "try: the rate"
says out '^changes   3 of 3: 100\.0 %$' "try: the share of changes"
says out '^files +2 lib/b\.py$' "try: where most of them are"
says out '^time +[0-9.]+ ms in this rule, on [1-5] of 5 files: [0-9.]+ % of a scan that runs no other$' "try: the time"
run rules try house.danger --registry draft.yaml
exits 1 "try: without a range"
says out '^findings  8$' "try: without a range, the whole of a short history"
run rules try house.danger HEAD~3..HEAD --registry draft.yaml -- app
says out '^findings  2$' "try: with a pathspec"
run rules try auth.jwt-none-alg --registry draft.yaml
exits 0 "try: nothing is flagged"
says out '^hunks     0 of [0-9]+: 0\.00 per 1,000$' "try: nothing is flagged, said"
trouble "try: no such rule" 'no rule "house\.none" is in force' rules try house.none HEAD --registry draft.yaml
trouble "try: a plain constraint" 'detects nothing' rules try house.plain HEAD --registry draft.yaml
trouble "try: no such range" "nowhere" rules try house.danger nowhere..HEAD --registry draft.yaml
trouble "try: no rule" 'takes a rule id' rules try

# The report over all rules
REPO="$work/try $work/try" RANGE=HEAD~3..HEAD REGISTRY=draft.yaml BUILD=$(dirname "$CDREVIEW") sh "$top/tests/bench/rules.sh" \
	>"$work/out" 2>"$work/err"
status=$?
exits 0 "report"
says out '^house\.danger	0	8	800\.00	[0-9.]+	' "report: findings and rate over all repositories"
says out '^auth\.jwt-none-alg	[1-9][0-9]*	0	0\.00	' "report: a rule that found nothing, with its examples"
says out '^[0-9]+ rules, [0-9]+ findings in 10 hunks of 6 changes, ' "report: the sum"
mkdir "$work/report"
printf '{"rules":[{"id":"a.dear","detector":"match","examples":1},{"id":"a.cheap","detector":"match","examples":2}]}' >"$work/report/rules.json"
printf '{"hunks":1000,"changes":9,"findings":[{"rule":"a.dear","suppressed":null},{"rule":"a.dear","suppressed":"x"}]}' >"$work/report/scan.1"
printf 'stage ms\nregex 60.0 60.0%% 1 0.0\nlex 40.0 40.0%% 1 0.0\nwait 900.0 90.0%% 1 0.0\nrule ms\na.dear 3.1 1 1\na.cheap 2.9 1 1\n' >"$work/report/stats.1"
perl "$top/tests/bench/rules.pl" "$work/report/rules.json" "$work/report" 1 >"$work/out"
says out '^a\.dear	1	1	1\.00	3\.10	ABOVE 3 %$' "report: what takes too much of the time"
says out '^a\.cheap	2	0	0\.00	2\.90	$' "report: what does not"
says out '; 1 above 3 % of the time$' "report: how many do"

# What reviewers think of rules
new_repo tune
put .cdreview/registry.yaml <<-'YAML'
	cdreview: 1
	extends: []
	rules:
	- {id: house.danger, title: Do without danger, category: house, severity: high, confidence: high,
	   languages: [python], exclude: ["vendor/**"], match: {re: 'danger\('}}
	- {id: house.quiet, title: Be quiet, category: house, languages: [python], match: {re: 'quiet ='}}
YAML
save start
run rules tune
exits 0 "tune: no verdicts"
says err '^0 rules with verdicts' "tune: no verdicts, said"
for i in 1 2 3 4 5 6 7 8 9 10; do
	echo "a = danger($i)" | put old/a$i.py
done
echo "quiet = 1" | put app/b.py
save "Ten and one"
run scan HEAD~1..HEAD
says err '^11 findings' "tune: eleven hunks"
"$CDREVIEW" scan --json HEAD~1..HEAD 2>/dev/null | sed -n 's/.*"hid":"\([0-9a-f]\{12\}\).*"rule":"\([a-z.]*\)".*/\1 \2/p' >"$work/hids"

# approve N RULE: N of the rule's hunks that have no verdict yet
approve() {
	ids=$(awk -v n="$1" -v rule="$2" '$2 == rule && n-- > 0 { print $1 }' "$work/hids")
	grep -v "$(printf '%s' "$ids" | tr '\n' '|' | sed 's/|/\\|/g')" "$work/hids" >"$work/rest"
	mv "$work/rest" "$work/hids"
	# shellcheck disable=SC2086 # one word a hunk
	person "$(printf 'y\\n%.0s' 1 2 3 4 5 6 7 8 9 10)" approve --range HEAD~1..HEAD $ids
}
approve 9 house.danger
exits 0 "tune: nine are approved"
run rules tune
exits 0 "tune: nine verdicts propose nothing"
silent out . "tune: and say nothing on stdout"
says err '^1 rule with verdicts: 0 to change, 0 trusted, 1 with too few to say$' "tune: which is said"
approve 1 house.danger
approve 1 house.quiet
cp .cdreview/registry.yaml "$work/registry.yaml"
run rules tune
exits 1 "tune: a proposal"
says out '^override:$' "tune: an override"
says out '^# house\.danger: noisy, on 10 verdicts of 1 person$' "tune: what it rests on"
says out '^#   waved through 10 \(72 to 100 %\): 0 as wrong, 10 without a reason$' "tune: in numbers"
says out '^#   in old/a1\.py$' "tune: where"
says out '^  house\.danger: \{exclude: \["vendor/\*\*", "old/\*\*"\]\}$' "tune: the folder, beside what is excluded"
silent out 'quiet' "tune: nothing of a rule with one verdict"
says err '^Nothing was changed' "tune: nothing is changed, said"
test_that "tune: nothing is changed" cmp -s .cdreview/registry.yaml "$work/registry.yaml"
test_that "tune: no file is written" test -z "$(git status --porcelain)"
{ cat .cdreview/registry.yaml; cat "$work/out"; } >tuned.yaml
run rules lint tuned.yaml
exits 0 "tune: the proposal is a sound registry"
run scan --registry tuned.yaml HEAD~1..HEAD
says err '^1 finding ' "tune: which does what it says"
git clone -q --bare . "$work/tune.git"
git push -q "$work/tune.git" refs/notes/cdreview
run --git-dir "$work/tune.git" rules tune
exits 1 "tune: in a bare repository"

# Verdicts on another form of the rule count for nothing, nor do withdrawn ones or what is no record
sed 's/danger.(/danger_?\\(/' "$work/registry.yaml" >.cdreview/registry.yaml
grep -q 'danger_?' .cdreview/registry.yaml || exit 1
git commit -qam "Sharpen"
run rules tune
exits 0 "tune: verdicts on an earlier form propose nothing"
git revert --no-edit HEAD >/dev/null
git notes --ref cdreview append -m 'house.danger: noisy' HEAD
run rules tune
exits 1 "tune: they count again with that form"
says out '^# house\.danger: noisy, on 10 verdicts of 1 person$' "tune: a remark counts for nothing"
id=$(git notes --ref cdreview show HEAD~2 | sed -n '1s/.*"hid":"sha256:\([0-9a-f]\{12\}\).*/\1/p')
person 'y\n' withdraw --range HEAD~3..HEAD~2 "$id"
run rules tune
exits 0 "tune: a withdrawn verdict counts for nothing"
trouble "tune: operands" 'takes no operands' rules tune house.danger
plan
