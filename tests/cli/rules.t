#!/bin/sh
# cdreview rules: the registry read aloud, checked, and tried on its examples.
. "$(dirname "$0")/lib.sh"

new_repo rules
put .cdreview/registry.yaml <<-'YAML'
	cdreview: 1
	name: rules
	rules:
	- id: house.match
	  title: Do without danger
	  why: It hurts.
	  fix: Call safe().
	  category: house
	  severity: high
	  refs: [CWE-1]
	  match: {re: 'danger\('}
	  examples:
	  - {bad: "danger()\n", path: a.py}
	  - {good: "safe()\n", path: a.py}
	- id: house.far
	  title: Every route of a file has a test
	  category: house
	  when: {scope: file, re: 'route'}
	  need: {scope: range, re: 'test'}
	  examples:
	  - {bad: "route()\n", path: a.py}
	- id: house.plain
	  title: Keep functions short
	  category: house
YAML
save start

run rules list
exits 0 "list"
says out '^house\.match +high +[a-z]+ +match +Do without danger$' "list: a rule on a line"
says out '^house\.far +medium +require +need ' "list: a rule that looks at the whole range"
says out '^house\.plain .* plain ' "list: a plain constraint"
says out '^builtin\.unscannable ' "list: the scan's own rules"
says err '^[0-9]+ rules$' "list: counted"
run rules --json list
exits 0 "list --json"
json 'print join(" ", $j->{schema}, map { "$_->{id}:" . ($_->{not_yet_active} ? "later" : "now") }
	grep { $_->{id} =~ /^house/ } @{$j->{rules}})' >"$work/got"
test_that "list --json" test "$(cat "$work/got")" = 'cdreview.rules/1 house.match:now house.far:now house.plain:now'

run rules show house.match
exits 0 "show"
for words in 'house\.match' 'why +It hurts' 'fix +Call safe' 'see +CWE-1' 'from +.*registry\.yaml:4' 'danger\(\)'; do
	says out "$words" "show: $words"
done
run rules show builtin.invisible-text
exits 0 "show: a rule of the scan itself"
run rules show house.none
exits 2 "show: no such rule"
one_message "show: one message"
says err 'rules list' "show: the next step"

run rules explain
says out '^Keep functions short$' "explain: the sentence"
says out 'a person.s job.*category house' "explain: whose job it is"

run rules lint
exits 0 "lint: nothing to say"
run rules test
exits 0 "test: all examples hold"
silent err ' 0 examples hold' "test: examples were run"

# The simple form
put simple.yaml <<-'YAML'
	security:
	  - "Never expose raw SQL in API responses"
	orm:
	  - "Set on_delete=models.CASCADE for ForeignKeys"
	  - "Keep tables small"
YAML
run rules lint simple.yaml
exits 0 "the simple form is sound"
run rules explain --registry simple.yaml
says out '^Set on_delete=models\.CASCADE for ForeignKeys$' "the simple form: a sentence"
says out 'enforced by orm\.django-fk-on-delete' "the simple form: a sentence that a shipped rule enforces"
says out 'category orm' "the simple form: a sentence that nobody enforces"
cp simple.yaml constraints.yaml && git rm -qr --cached .cdreview && mv .cdreview "$work/kept" && save simple
run rules list
says out ' plain +Never expose raw SQL in API responses$' "constraints.yaml at the top is found"
rm constraints.yaml && mv "$work/kept" .cdreview && save back

# Three faults are three messages, each at its place
put faults.yaml <<-'YAML'
	cdreview: 1
	rules:
	- id: house.a
	  title: A
	  sevrity: high
	- id: house.b
	  title: B
	  match: {re: 'foo(bar'}
	- id: house.c
	  match: {re: 'x'}
YAML
run rules lint faults.yaml
exits 2 "lint: a broken file"
says err '^faults\.yaml:5:3: error: .*sevrity' "lint: the unknown key"
says err 'hint: .*severity' "lint: the unknown key, what was meant"
says err '^faults\.yaml:8:[0-9]+: error: ' "lint: the bad pattern"
says err '^faults\.yaml:9:3: error: .*title' "lint: the missing title"
test_that "lint: each once" test "$(grep -c '^faults.yaml:.*error' "$work/err")" -eq 3
run rules test faults.yaml
exits 2 "test: a broken file"
run scan --registry faults.yaml
exits 2 "scan: a broken registry"

# Expressions that backtrack badly: lint refuses them, a scan uses them under its limits
put slow.yaml <<-'YAML'
	cdreview: 1
	extends: []
	rules:
	- id: house.nested
	  title: A
	  match: {re: 'danger(?:\w+\s?)+='}
	- id: house.adjacent
	  title: B
	  match: {re: 'danger\s*,?\s*='}
	- id: house.apart
	  title: C
	  match: {re: 'danger.*x.*y'}
	- id: house.swift
	  title: D
	  match: {re: 'danger\s*(?:,\s*)?='}
YAML
run rules lint slow.yaml
exits 1 "lint: expressions that backtrack badly"
says err '^slow\.yaml:6:[0-9]+: error: match\.re: backtracks badly: "\\w\+" and "\(\?:\\w\+\\s\?\)\+"' "lint: what is nested"
says err 'time doubles' "lint: how it grows"
says err 'hint: try "danger.*many times, and then "' "lint: on which text"
says err '^slow\.yaml:9:[0-9]+: error: .*in "\\s\*,\?\\s\*".*square' "lint: what is adjacent"
says err '^slow\.yaml:12:[0-9]+: note: match\.re: ' "lint: a note"
silent err '^slow\.yaml:15' "lint: its neighbour is accepted"
says err '^4 rules, 2 errors, 0 warnings, 1 note$' "lint: counted"
run scan --registry slow.yaml HEAD
silent err error "scan: takes what lint refuses"
says err '^[0-9]+ findings? in ' "scan: and uses it"
sed -n '1,3p;10,$p' slow.yaml >apart.yaml
run rules lint apart.yaml
exits 0 "lint: a note fails nothing"
says err '^2 rules, 0 warnings, 1 note$' "lint: notes are counted"

# Examples that do not hold
put wrong.yaml <<-'YAML'
	cdreview: 1
	rules:
	- id: house.a
	  title: A
	  match: {re: 'danger\('}
	  examples:
	  - {bad: "safe()\n", path: a.py}
	  - {good: "danger()\n", path: a.py}
YAML
run rules test wrong.yaml
exits 1 "test: examples that do not hold"
says out '^wrong\.yaml:7: ' "test: the bad one that was not found"
says out '^wrong\.yaml:8: ' "test: the good one that was"
says err ' 2 do not$' "test: counted"

run rules lint nowhere.yaml
exits 2 "lint: no such file"
one_message "lint: no such file, one message"
run rules
exits 2 "no subcommand"
says err 'list, show, explain, lint, test, new, try, tune or update' "no subcommand: the next step"
run rules lits
exits 2 "a subcommand that is none"
run rules show
exits 2 "show without an id"

# Outside of a repository, in a bare one, without a commit
mkdir "$work/plain" && cd "$work/plain" || exit 1
run rules list
exits 0 "outside of a repository"
says err 'not a git repository.*shipped packs' "outside of a repository: said"
silent out '^house\.' "outside of a repository: the shipped packs"
run rules explain
says err '^no plain sentences' "explain: nothing to explain is said"
git clone -q --bare "$work/rules" "$work/bare.git" && cd "$work/bare.git" || exit 1
leaky run rules list
exits 0 "in a bare repository"
says out '^house\.match ' "in a bare repository: HEAD's registry"
new_repo unborn && mkdir .cdreview && cp "$work/rules/.cdreview/registry.yaml" .cdreview
run rules list
exits 0 "before the first commit"
says out '^house\.match ' "before the first commit: the work tree's registry"
plan
