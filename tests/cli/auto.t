#!/bin/sh
# auto.t: which rules look where is decided by what the repository contains, and no change can
# decide that about itself.
. "$(dirname "$0")/lib.sh"

# registry: rules about frameworks of every ecosystem, and one about none
registry() {
	put .cdreview/registry.yaml <<-'YAML'
		cdreview: 1
		extends: []
		rules:
		- {id: t.any, title: A, match: {re: danger}}
		- {id: t.python, title: P, languages: [python], frameworks: [django, flask], match: {re: danger}}
		- {id: t.fastapi, title: F, languages: [python], frameworks: [fastapi], match: {re: danger}}
		- {id: t.node, title: N, languages: [javascript, typescript, yaml], frameworks: [express, nest], match: {re: danger}}
		- {id: t.prisma, title: N, languages: [javascript, typescript], frameworks: prisma, match: {re: danger}}
		- {id: t.jvm, title: J, languages: [java], frameworks: [spring], match: {re: danger}}
		- {id: t.ruby, title: R, languages: [ruby], frameworks: [rails], match: {re: danger}}
		- {id: t.go, title: G, languages: [go], frameworks: [gin], match: {re: danger}}
		- {id: t.php, title: H, languages: [php], frameworks: [laravel], match: {re: danger}}
		- {id: t.dotnet, title: D, languages: [csharp], frameworks: [aspnet], match: {re: danger}}
		- {id: t.rust, title: U, languages: [rust], frameworks: [axum], match: {re: danger}}
		- {id: t.both, title: B, languages: [python, ruby], frameworks: [fastapi], match: {re: danger}}
	YAML
}

# place FRAMEWORK: what speaks for it, as the last run printed it
place() { sed -n "s/^\(frameworks\)\? *$1  *\(.*\)\$/\2/p" "$work/err"; }

# used FRAMEWORK PLACE NAME: the last run's evidence; unused FRAMEWORK NAME: there was none
used() { test_that "$3" test "$(place "$1")" = "$2"; }
unused() { test_that "$2" sh -c 'case $1 in no\ evidence*) ;; *) exit 1 ;; esac' - "$(place "$1")"; }

# found RULES NAME [ARGUMENT...]: rules with findings in the last commit, or in another range
found() {
	want=$1 that=$2
	shift 2
	[ $# -gt 0 ] || set -- 'HEAD^!'
	run scan --json --stats "$@"
	got=$(json 'print join " ", sort map { $_->{rule} } grep { $_->{rule} =~ /^t\./ } @{$j->{findings}}')
	cp "$work/out" "$work/own"
	leaky run scan --json --no-shortcuts "$@"
	test_that "$that: $want" test "$got" = "$want"
	test_that "$that: the plain way finds the same" cmp "$work/own" "$work/out"
	run scan --stats "$@"
}

# --- one repository an ecosystem: a manifest, a file that does not name the framework
# ecosystem NAME MANIFEST TEXT FILE FRAMEWORK LINE RULES
ecosystem() {
	new_repo "$1" && registry
	printf '%b' "$3" | put "$2" && echo start | put "$4" && save start
	echo 'danger' >>"$4" && save change
	found "$7" "$1: $2"
	used "$5" "$2:$6 at $(git rev-parse --short=12 HEAD^)" "$1: its place"
}
ecosystem python requirements.txt 'requests\nDjango==4.2\n' src/a.py django 2 't.any t.python'
ecosystem poetry pyproject.toml '[tool.poetry.dependencies]\nflask = "^3"\n' src/a.py flask 2 't.any t.python'
ecosystem pipenv Pipfile '[packages]\nfastapi = "*"\n' src/a.py fastapi 2 't.any t.both t.fastapi'
ecosystem requirements requirements/base.in 'fastapi\n' src/a.py fastapi 1 't.any t.both t.fastapi'
ecosystem setup setup.cfg '[metadata]\nname = Django\n' src/a.py django 2 't.any t.python'
ecosystem node package.json '{"dependencies": {\n"express": "4"}}' src/a.js express 2 't.any t.node'
ecosystem nest package.json '{"dependencies": {"@nestjs/core": "10"}}' src/a.ts nest 1 't.any t.node'
ecosystem maven pom.xml '<groupId>\norg.springframework.boot</groupId>\n' src/A.java spring 2 't.any t.jvm'
ecosystem gradle app/build.gradle.kts 'id("org.springframework.boot")\n' src/A.java spring 1 't.any t.jvm'
ecosystem catalog gradle/libs.versions.toml 'spring-web = "6"\n' src/A.java spring 1 't.any t.jvm'
ecosystem ruby Gemfile "source 'x'\ngem 'rails', '7.0'\n" src/a.rb rails 2 't.any t.both t.ruby'
ecosystem gem x.gemspec "s.add_dependency 'railties'\n" src/a.rb rails 1 't.any t.both t.ruby'
ecosystem go go.mod 'module x\nrequire github.com/gin-gonic/gin v1\n' src/a.go gin 2 't.any t.go'
ecosystem php composer.json '{"require": {"laravel/framework": "11"}}' src/a.php laravel 1 't.any t.php'
ecosystem dotnet src/App.csproj '<Project Sdk="Microsoft.NET.Sdk.Web">' src/a.cs aspnet 1 't.any t.dotnet'
ecosystem rust Cargo.toml '[dependencies]\naxum = "0.7"\n' src/a.rs axum 2 't.any t.rust'

# --- words are whole words, manifests of one ecosystem say nothing of another one's
new_repo words && registry
printf 'xdjango\ndjangos\nflasky==1\n' | put requirements.txt
echo '{"keywords": ["rails", "expression"]}' | put package.json
: | put a.py && : | put b.js && : | put c.rb && save start
for file in a.py b.js c.rb; do echo danger >>$file; done && save change
found 't.any t.any t.any t.both' "whole words of the right manifest"
unused django "longer words are others"
unused express "part of a word"
unused rails "another ecosystem's manifest"
leaky run rules list
says out '^t\.python .* \[where named: django, flask\]$' "rules list marks the rule"
silent out '^t\.any .*named' "and no other"
unused django "rules list says what nothing speaks for"
leaky run rules show t.python
says out '^  frameworks django, flask$' "rules show: what it is about"
says out 'nothing here speaks for django, flask: only files that name one$' "rules show: what follows"
leaky run rules explain t.python --at HEAD:a.py:1
exits 1 "explain: silent"
says out '^does not fire: frameworks: nothing in the repository speaks for django, flask' "explain: why"
leaky run rules list --json
test_that "rules list --json: what waits" test \
	"$(json 'print join ",", map { $_->{name} . ($_->{evidence} // "-") . $_->{waiting_rules} } grep { $_->{name} =~ /django|rails/ } @{$j->{frameworks}}')" = 'django-1,rails-1'
test_that "rules list --json: a rule's" test \
	"$(json 'print join ",", map { @{$_->{only_where_named}} } grep { $_->{id} eq "t.python" } @{$j->{rules}}')" = 'django,flask'

# --- code that names a framework speaks for itself, on either side of a change
printf 'from flask import Flask\n' >>a.py && save "imports" && echo danger >>a.py && save "names it"
found 't.any t.python' "a file that names it"
leaky run rules explain t.python --at HEAD:a.py:3
exits 0 "explain: it fires"
says out '^  \+ frameworks +nothing in the repository speaks for django, flask, and' "explain: why it does"
printf 'danger\ndanger again\n' >a.py && save "the name is gone"
found 't.any t.python' "a file that named it"
git mv a.py moved.py && echo danger >>moved.py && save "renamed" && printf 'x\n' >moved.py && save rest
found '' "nothing added" 'HEAD^!'
printf '# flask\ndanger\n' | iconv -t UTF-16 >wide.py && save "UTF-16"
found 't.any t.python' "a file of another encoding that names it"
printf 'danger\n' | iconv -t UTF-16 >wide2.py && save "UTF-16"
found 't.any' "and one that does not"

# --- telltale files; and no manifest at all: nothing is known, all look everywhere
new_repo telltale && registry && echo '{}' | put package.json && : | put a.py && save start
echo danger >>a.py && save change
found 't.any' "nothing speaks for Django"
: | put web/manage.py && save "manage.py" && echo danger >>a.py && save change
found 't.any t.python' "a telltale file does"
used django "web/manage.py at $(git rev-parse --short=12 HEAD^)" "the file is its place"
new_repo nothing && registry && : | put a.py && save start && echo danger >>a.py && save change
found 't.any t.both t.fastapi t.python' "where no manifest is known every rule looks everywhere"
used django 'no manifest is known here' "which is said"
new_repo empty && registry && leaky run rules list
exits 0 "a repository without a commit"
used django 'no manifest is known here' "no manifest is known there"
echo Django | put requirements.txt && leaky run rules list
used django 'requirements.txt:1 in the work tree' "the work tree speaks, commit or none"

# --- other languages than a framework's: the rule looks as ever
new_repo languages && registry && echo '{}' | put package.json && : | put a.yaml && save start
echo danger >>a.yaml && save change
found 't.any t.node' "YAML is no language of Express"

# --- a change cannot take the evidence away
new_repo attack && registry && echo Django | put requirements.txt && : | put a.py && save start
git rm -q requirements.txt && echo '{}' | put package.json && echo danger >>a.py && save "manifest goes with it"
found 't.any t.python' "the manifest is deleted in the range"
git mv package.json other.json && echo danger >>a.py && save "once more"
git branch -q trusted HEAD~2 && git config cdreview.target trusted
found 't.any t.python' "and before it: the trusted base has it"
used django 'requirements.txt:1 at trusted' "its place"
git config --unset cdreview.target && echo '{}' | put package.json && save "the attack is over" &&
	echo danger >>a.py && save change
found 't.any' "a framework that is gone at both ends and the base"
found 't.any t.any t.any t.python t.python t.python' "while the range that begins with it has it" HEAD~4..HEAD
echo flask | put requirements.txt && echo danger >>a.py && save "a new one"
found 't.any t.python' "one that the range brings"
git rm -q requirements.txt && echo danger >>a.py && save "and takes away again"
found 't.any t.any' "one that came and went in the range speaks no more" HEAD~2..HEAD
echo 'import flask' >>a.py && echo danger >>a.py && save "but code does"
found 't.any t.any t.any t.python' "unless code names it" HEAD~3..HEAD

new_repo ends && registry && echo '{}' | put package.json && : | put a.py && save start && git branch trusted
git config cdreview.target trusted && echo Django | put requirements.txt && save "a manifest"
git rm -q requirements.txt && echo danger >>a.py && save "goes"
found 't.any t.python' "the old end of the range has it, the trusted base has not"

# --- a manifest that cannot be read, or is too large, speaks for all it could speak for
new_repo unreadable && registry && : | put a.py && : | put b.rb && ln -s /dev/zero requirements.txt &&
	echo x | put Gemfile && save start
echo danger >>a.py && echo danger >>b.rb && save change
found 't.any t.any t.both t.both t.fastapi t.python' "a symbolic link"
used fastapi "requirements.txt at $(git rev-parse --short=12 HEAD^), which cannot be read" "said"
rm requirements.txt && seq 50000 >requirements.txt && save large && echo danger >>a.py && save change
found 't.any t.both t.fastapi t.python' "a large manifest"
rm requirements.txt && mkfifo requirements.txt && leaky run rules list
exits 0 "a pipe in the work tree is not waited for"

# --- monorepos: two folders down; a huge tree costs no more and hides nothing of the base
new_repo mono && registry && echo '{"workspaces": ["packages/*"]}' | put package.json
echo '{"dependencies": {"express": "4"}}' | put packages/api/package.json && : | put packages/api/a.js && save start
echo danger >>packages/api/a.js && save change
found 't.any t.node' "a manifest two folders down"
for i in $(seq 300); do mkdir -p "aaa$i/b" && echo x >"aaa$i/b/file"; done && echo danger >>packages/api/a.js && save "a huge tree"
found 't.any t.node' "a huge tree in the change"
used express "packages/api/package.json:1 at $(git rev-parse --short=12 HEAD^)" "the base was looked over first"
mkdir -p node_modules/nest vendor/x && echo '{"name": "@nestjs/core"}' | tee node_modules/package.json >vendor/package.json
git rm -q -r packages && : | put a.js && save "others' code" && echo danger >>a.js && save change
found 't.any' "other people's code speaks for nothing"

# --- index and work tree
new_repo pending && registry && echo '{}' | put package.json && : | put a.py && save start
echo danger >>a.py && git add a.py
found 't.any' "index: nothing speaks for it" --staged
echo Django | put requirements.txt
found 't.any t.python' "index: the work tree does" --staged
used django 'requirements.txt:1 in the work tree' "its place"
echo danger >>a.py
found 't.any t.python' "work tree" --worktree
git rm -q --cached package.json && rm -f requirements.txt package.json
found 't.any' "index: a manifest that is deleted there still is one at HEAD" --staged

# --- what is kept of earlier scans knows what it was looked at for
new_repo kept && registry && sed -i 's/danger/print/' .cdreview/registry.yaml && echo '{}' | put package.json && save start
sh "$top/tests/fixtures/long-history.sh" . 300 && git reset -q --hard && git branch old
start=$(git rev-list --max-parents=0 HEAD)
run scan --json "$start..old"
test_that "without Django nothing of its rules" sh -c '! grep -q t.python "$1" && grep -q t.any "$1"' - "$work/out"
echo Django | put requirements.txt && save "a manifest"
run scan --json "$start..HEAD" && cp "$work/out" "$work/with"
run scan --json --no-cache "$start..HEAD"
test_that "with it what was kept before is not taken for the answer" cmp "$work/out" "$work/with"
test_that "which has them" grep -q t.python "$work/with"
run scan --json --stats "$start..HEAD"
test_that "and is kept itself" grep -Eq '^changes .*: [1-9][0-9]* known' "$work/err"
test_that "with the same answer" cmp "$work/out" "$work/with"

# --- repositories that only git can read, and history that is not here
mkdir "$work/sha256" && cd "$work/sha256" && git init -q -b main --object-format=sha256 . &&
	git config user.name "Ana Ruiz" && git config user.email ana@example.com && registry
echo Django | put app/requirements.txt && : | put a.py && save start && git rm -q -r app && echo danger >>a.py && save change
export LSAN_OPTIONS="suppressions=$top/tests/lsan.supp:print_suppressions=0"
found 't.any t.python' "SHA-256"
used django "app/requirements.txt:1 at $(git rev-parse --short=12 HEAD^)" "SHA-256: its place"
unset LSAN_OPTIONS
git clone -q --no-local --filter=blob:none "file://$work/mono" "$work/partial" 2>/dev/null
cd "$work/partial" && git checkout -q HEAD~4 2>/dev/null
run rules list
test_that "a partial clone starts and says what speaks" grep -q '^frameworks ' "$work/err"
git init -q -b main "$work/lost" && cd "$work/lost" && git config user.name A && git config user.email a@example.com && registry
echo flask | put requirements.txt && : | put a.py && save start && echo danger >>a.py && save change
tree=$(git rev-parse HEAD:.cdreview) blob=$(git rev-parse HEAD:requirements.txt)
test_that "the folder of the registry is one" test -n "$tree"
rm -f ".git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)"
run scan --stats 'HEAD^!'
used fastapi "requirements.txt at $(git rev-parse --short=12 HEAD^), which cannot be read" "a manifest whose object is lost"
mkdir other && : | put other/x && save "a folder" && echo danger >>a.py && save change
tree=$(git rev-parse HEAD:other)
rm -f ".git/objects/$(echo "$tree" | cut -c1-2)/$(echo "$tree" | cut -c3-)"
run scan --stats 'HEAD^!'
says err '^ +express +what at [0-9a-f]{12} cannot be read: ' "a folder that is lost: all is in use"

# --- an end of the range that is no commit
cd "$work/words" && found 't.any t.any t.both' "the empty tree and an end" 4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD -- b.js c.rb

# --- builtin:auto, and asking for more
auto_repo() { new_repo "$1" && printf '%b' "$2" | put .cdreview/registry.yaml && echo '{}' | put package.json && save start; }
narrowed() {
	run rules list
	test_that "$1" test "$(grep -c 'where named' "$work/out")" "$2" "$3"
}
rule='rules:\n- {id: orm.django-raw, title: T, languages: [python], frameworks: [django], match: {re: danger}}\n'
auto_repo auto 'cdreview: 1\nname: x\n'
leaky run rules lint && exits 0 "no extends"
run scan --stats HEAD && cp "$work/err" "$work/default"
auto_repo auto2 'cdreview: 1\nextends: [builtin:auto]\n'"$rule"
narrowed "builtin:auto: a rule about Django waits" -ge 1
auto_repo all 'cdreview: 1\nextends: [builtin:all]\nrules: []\n'
narrowed "builtin:all: no rule waits" -eq 0
auto_repo named 'cdreview: 1\nextends: [builtin:orm]\n'
narrowed "a pack by its name: no rule waits" -eq 0
auto_repo trouble 'cdreview: 1\nextends: [builtin:autos]\n'
trouble "a pack that is not" 'there is no pack "builtin:autos"' rules list

auto_repo examples 'cdreview: 1\nextends: []\nrules:\n- {id: a.b, title: T, languages: [python], frameworks: [django], match: {re: danger}, examples: [{bad: danger}]}\n'
leaky run rules test
exits 0 "an example stands for code that uses what the rule is about"

# --- the key itself
auto_repo unknown 'cdreview: 1\nrules:\n- {id: a.b, title: T, frameworks: [djago], match: {re: danger}}\n'
trouble "an unknown framework" 'registry.yaml:3:36: frameworks: "djago" is not known' rules list
says err 'did you mean "django"' "its hint"
auto_repo useless 'cdreview: 1\nrules:\n- {id: a.b, title: T, languages: [ruby], frameworks: [django], match: {re: danger}}\n'
trouble "one of another language" 'frameworks: no language of the rule is one of django' rules list
auto_repo plain 'cdreview: 1\nrules:\n- {id: a.b, title: T, frameworks: [django]}\n'
trouble "without a detector" 'frameworks without a detector' rules list
plan
