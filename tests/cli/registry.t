#!/bin/sh
# Whose registry judges a range, seen from the command line (the table is in tests/unit/session).
. "$(dirname "$0")/lib.sh"

rule() { # ID WORD: a rule that wants WORD gone
	printf -- "- {id: %s, title: T, category: auth, kind: forbid, severity: high, paths: ['**'],\n" "$1"
	printf -- "   match: {re: '\\\\b%s\\\\b'}}\n" "$2"
}

new_repo trust
{ printf 'cdreview: 1\nextends: []\nrules:\n' && rule house.alpha alpha; } | put .cdreview/registry.yaml
echo start | put a.txt
save start
git checkout -q -b topic
printf 'start\nalpha\nbeta\n' >a.txt
save words
git checkout -q main
rule house.beta beta >>.cdreview/registry.yaml

run check main..topic
exits 1 "the range's own rule fires"
silent out 'house\.beta' "the work tree of another branch has no say"
silent err 'work tree' "and is not announced"
git stash -q && git checkout -q topic && git stash pop -q
run check main..topic
says out 'house\.alpha, house\.beta' "the work tree of the range's branch adds its rules"
says err 'in the work tree is not what' "which is announced"
printf 'cdreview: 99\n' >.cdreview/registry.yaml
run check main..topic
exits 2 "a broken one is trouble"
git checkout -q .cdreview && git checkout -q main
printf 'cdreview: 99\n' >.cdreview/registry.yaml
run check main..topic
exits 1 "a broken one beside another branch is not"
git checkout -q .cdreview

git checkout -q topic
sed -i 's/^extends: \[\]/&\ndisable: [house.alpha]/' .cdreview/registry.yaml
save "switch it off"
run check main..topic
says out 'house\.alpha' "a branch cannot switch a rule off for itself"
git config cdreview.target topic
run check main..topic
silent out 'house\.alpha' "the trusted base can"
plan
