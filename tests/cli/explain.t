#!/bin/sh
# rules explain ID --at PLACE: why a rule fires at a line, for each detector and each clause.
. "$(dirname "$0")/lib.sh"

secret=Zx9Qw7Lk3Vb8Nm2Pt5Rs
new_repo explain
put .cdreview/registry.yaml <<-'YAML'
	cdreview: 1
	name: explain
	allow:
	- {rule: t.allowed, reason: 'kept for the old client'}
	rules:
	- id: t.match
	  title: Do without danger
	  severity: medium
	  paths: ['**/*.py']
	  exclude: ['tests/**']
	  languages: [python]
	  keywords: [danger]
	  match: {mask: comments+strings, scope: statement, re: 'danger\((\w+)', not: 'danger\(test'}
	  unless: [{scope: statement, re: 'nowhere'}, {scope: entity, re: 'fine'}]
	  escalate: [{if: {scope: file, re: 'import money'}, to: high}]
	- id: t.need
	  title: A route is audited
	  paths: ['**/*.py']
	  when: {re: 'route\('}
	  need: {scope: entity, re: 'audit\('}
	- id: t.secret
	  title: No keys
	  match: {re: 'key = "(?<value>[^"]+)"'}
	  accept: {group: value, min-entropy: 3.5, must: [digit], stopwords: [example]}
	  redact: value
	- id: t.number
	  title: The limit is not raised
	  match: {re: 'limit = (?<n>\d+)'}
	  numeric: {group: n, op: increased}
	- id: t.guard
	  title: A login guard stays
	  languages: [python]
	  guard: {re: '@login_required|@admin_only'}
	- id: t.touch
	  title: Look at the pipeline
	  touch: {paths: ['ci/**']}
	- id: t.plain
	  title: Keep functions short
	- id: t.status
	  title: New files only
	  status: [A]
	  match: {re: 'danger'}
	- id: t.allowed
	  title: Excused
	  match: {re: 'danger\('}
	- id: t.slow
	  title: Gives up
	  paths: ['**']
	  match: {re: '(?:a|aa|a?a)+$'}
YAML
put app/a.py <<-'PY'
	import money


	@login_required
	def kept(r):
	    return 1


	@login_required
	@admin_only
	def lost(r):
	    return 1


	limit = 10
PY
put ci/build.yml <<-'YAML'
	steps: 1
YAML
put tests/t.py <<-'PY'
	x = 1
PY
save start
put app/a.py <<-PY
	import money


	@login_required
	def kept(r):
	    return danger(r)  # danger(comment)


	@admin_only
	def lost(r):
	    danger(test)
	    return 1


	limit = 20
	danger(one,
	       "two danger(x)")
	key = "$secret"
	key = "my_example_key_1"
	key = "abcdefgh"
	key = "aaaaaaaaaaaaaaa1"


	def excused():
	    fine()
	    danger(me)
	    route("/a")
	    audit("/a")


	def route_only():
	    route("/b")
	$(printf 'a%.0s' $(seq 60))b
PY
printf 'steps: 2\n' >ci/build.yml
printf 'x = danger(1)\n' >tests/t.py
printf 'danger("\033[31m\342\200\256")\n' >app/raw.py
save change

at() { leaky run rules explain "$1" --at "HEAD:$2"; }
answers() { # STATUS NAME VERDICT
	exits "$1" "$2: exit $1"
	says out "^$3" "$2: the verdict"
}

# match, in a statement over lines; seen without comments and strings
at t.match app/a.py:16
answers 0 "a match" 'fires at 16:1$'
says out '^  \+ paths +\*\*/\*\.py takes the file in$' "a match: the glob that took the file in"
says out '^  \+ exclude +nothing leaves it out$' "a match: exclude"
says out '^  \+ languages +the file is python, the rule reads python$' "a match: language"
says out '^  \+ keywords +danger stands in the file$' "a match: keyword"
says out '^  \+ statement +added side, from line 16$' "a match: the piece"
says out '^ +17   \|        "two danger\(x\)"\)$' "a match: a line as it stands"
says out '^ +seen   \|        "___ _{9}"\)$' "a match: the line as the rule sees it"
says out '^  \+ match +16:1-16:11; group 1 at 16:8-16:11$' "a match: where, and its groups"
says out '^ +\| \^{10}$' "a match: underlined"
says out '^  \+ not +leaves the match in$' "a match: not"
says out '^  \+ unless 1 +does not stand in the statement$' "a match: unless"
says out '^    escalate 1 +stands at 1:1, in the file$' "a match: what escalates it"
says out '^    severity +high, the rule.s is medium$' "a match: severity"
test_that "a match: 80 columns" sh -c '! grep -E ".{81}" "$1"' - "$work/out"

at t.match app/a.py:6
answers 0 "a line with a comment" 'fires at 6:12$'
says out 'seen +\|     return danger\(r\)  _ _{15}$' "a comment is blanked"
test_that "the comment is no match" test "$(grep -c '^  + match' "$work/out")" -eq 1

at t.match app/a.py:11
answers 1 "not" 'does not fire: not: this match is one that it leaves out$'
at t.match app/a.py:26
answers 1 "unless" 'does not fire: unless 2: stands at 25:5, in the entity$'
at t.match app/a.py:15
answers 1 "no match" 'does not fire: match: the expression matches nothing in it$'
at t.match app/a.py:1
answers 1 "a line that did not change" 'does not fire: statement: the rule reads the added side'
at t.match tests/t.py:1
answers 1 "exclude" 'does not fire: exclude: tests/\*\* leaves the file out$'
at t.match ci/build.yml:1
exits 1 "another file: exit 1"
says out '^  - paths +none takes the file in: \*\*/\*\.py$' "another file: paths"
says out '^  - languages +the file is yaml, the rule reads python$' "another file: language"
says out '^  - keywords +none stands in the file: danger$' "another file: keywords"
at t.status app/a.py:6
answers 1 "status" "does not fire: status: the file's is M, the rule asks A$"

# need
at t.need app/a.py:27
answers 1 "need that is there" 'does not fire: need: stands at 28:5, in the entity$'
at t.need app/a.py:32
answers 0 "need that is missing" 'fires at 32:5$'
says out '^  \+ need +does not stand in the entity$' "need that is missing: said"

# accept; what is redacted is nowhere
at t.secret app/a.py:18
answers 0 "accept" 'fires at 18:1$'
says out 'its entropy is 4\.[0-9]+, asked is 3\.50$' "accept: entropy"
says out 'group 1 at 18:8-18:28 \(hidden\)$' "accept: the group is hidden"
says out '18   \| key = "\*{20}"$' "accept: blotted out"
silent out "$secret" "accept: the secret is not shown"
leaky run rules explain t.secret --at HEAD:app/a.py:18 --json
silent out "$secret" "accept: nor in JSON"
json 'print join " ", $j->{schema}, $j->{verdict}, $j->{line}, scalar(grep { $_->{about} eq "accept" && $_->{mark} eq "yes" } @{$j->{steps}})' >"$work/got"
test_that "JSON" test "$(cat "$work/got")" = 'cdreview.explain/1 fires 18 1'
at t.match app/a.py:18
silent out "$secret" "another rule's secret is not shown either"
at t.secret app/a.py:19
answers 1 "accept: stop word" 'does not fire: accept: the stop word example is in it$'
silent out my_example_key "accept: what did not count is hidden, too"
at t.secret app/a.py:20
answers 1 "accept: class" 'does not fire: accept: it has no digit$'
at t.secret app/a.py:21
answers 1 "accept: entropy too low" 'does not fire: accept: its entropy is 0\.[0-9]+, asked is 3\.50$'

at t.number app/a.py:15
answers 0 "numeric" 'fires at 15:1$'
says out '^  \+ numeric ' "numeric: said"

# guard: both sides of what the line lies in
at t.guard app/a.py:10
answers 0 "guard" 'fires at 9:1 of the old file$'
says out '^  \+ old guard +line 9, \(lost, login_required\): dropped$' "guard: what was lost"
says out '^    old guard +line 10, \(lost, admin_only\): has its like' "guard: what stayed"
says out '^    new guard +line 9, \(lost, admin_only\): has its like' "guard: the new side"
silent out 'kept,' "guard: only of this entity"
at t.guard app/a.py:5
answers 1 "guard that stays" 'does not fire'
says out '\(kept, login_required\): has its like' "guard that stays: its pair"
at t.guard app/a.py:-9
answers 0 "guard, asked of the old side" 'fires at 9:1 of the old file$'

at t.touch ci/build.yml:1
answers 0 "touch" 'fires at 1:1$'
at t.plain app/a.py:1
answers 1 "plain" "does not fire: plain: a sentence: a person's job$"
at t.allowed app/a.py:6
answers 1 "allow" 'does not fire: allow: kept for the old client$'
at t.slow app/a.py:33
answers 2 "a limit" 'cannot be decided: t\.slow gave up'
at builtin.invisible-text app/raw.py:1
answers 0 "built-in" 'fires at 1:'
at t.match app/raw.py:1
silent out "$(printf '\033')" "nothing raw"
says out '<U\+202E>' "made visible"

trouble "no rule" 'no rule "t.none"' rules explain t.none --at HEAD:app/a.py:1
trouble "no file" 'does not change none.py' rules explain t.match --at HEAD:none.py:1
trouble "no line" 'there is no line 999' rules explain t.match --at HEAD:app/a.py:999
trouble "no commit" 'nowhere' rules explain t.match --at nowhere:app/a.py:1
for place in HEAD HEAD:a.py HEAD:a.py:x HEAD:a.py:0 :a.py:1; do
	trouble "$place" 'is not a place' rules explain t.match --at "$place"
done
trouble "without a rule" 'takes one rule id' rules explain --at HEAD:app/a.py:1
trouble "another subcommand" 'goes with explain' rules list --at HEAD:app/a.py:1
plan
