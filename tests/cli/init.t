#!/bin/sh
# cdreview init: the plan, what it writes, and what it leaves alone.
. "$(dirname "$0")/lib.sh"
refspec='+refs/notes/cdreview*:refs/notes/remotes/origin/cdreview*'
init() { leaky run init "$@"; }
PATH="$(dirname "$CDREVIEW"):$PATH"

new_repo upstream
printf 'Django==4.2\nfastapi\n' | put requirements.txt
echo '{"dependencies": {"express": "4"}}' | put web/package.json
echo '# django' | put notes.md
save start && echo more >more.txt && save more
git clone -q . ../clone && cd ../clone || exit 1
git config user.name "Ana Ruiz" && git config user.email ana@example.com
mkdir -p deep/er

state() { git config --list --local; git status --porcelain -uall; }
state >"$work/before"
init --dry-run
exits 0 "--dry-run"
state >"$work/after"
test_that "--dry-run changes nothing" cmp "$work/before" "$work/after"
says out '^found +django, fastapi, express$' "frameworks of the manifests, also one folder down"
says out '^would +alias\.rv = cdreview$' "--dry-run: the alias"
says out "^cdreview: 1$" "--dry-run: the registry's text"

cd deep/er || exit 1
init
exits 0 "from a folder below"
says err 'Commit \.cdreview/registry\.yaml' "the next step"
cd ../.. || exit 1
test_that "the registry is at the top" test -f .cdreview/registry.yaml
test_that "which leaves the choice of rules to what is there" grep -q '^extends: \[builtin:auto\]$' .cdreview/registry.yaml
test_that "the alias" test "$(git config alias.rv)" = cdreview
test_that "the refspec, beside the one of the branches" test "$(git config --get-all remote.origin.fetch | tail -n 1)" = "$refspec"
test_that "git fetch works while the remote has no notes" git fetch -q
leaky run rules lint .cdreview/registry.yaml
exits 0 "the starter registry is sound"
leaky run rules test .cdreview/registry.yaml
exits 0 "and its examples hold"
leaky run rules list
says out '^house\.no-print-debugging ' "and it is in force"
test_that "git rv is the review's scan" leaky git rv scan HEAD~1..HEAD -- more.txt

cp .git/config "$work/config" && cp .cdreview/registry.yaml "$work/registry"
init
exits 0 "a second time"
test_that "changes no setting" cmp "$work/config" .git/config
test_that "and no registry" cmp "$work/registry" .cdreview/registry.yaml
says out '^left +\.cdreview/registry\.yaml +\(kept: a registry is there already\)$' "and says so"
test_that "a third refspec did not come" test "$(git config --get-all remote.origin.fetch | wc -l)" -eq 2

# With verdicts at the remote, git fetch brings them beside our own
git -C ../upstream notes --ref=cdreview add -m 'looks fine' HEAD
git fetch -q
test_that "the remote's notes arrive" git rev-parse -q --verify refs/notes/remotes/origin/cdreview

git worktree add -q ../linked && cd ../linked || exit 1
init
exits 0 "in a linked work tree"
test_that "the registry is in it" test -f .cdreview/registry.yaml

new_repo own
git config alias.rv 'review --stat'
echo 'security: ["Never do that"]' | put constraints.yaml
save start
init
exits 0 "with an alias and a registry of one's own"
test_that "the alias is kept" test "$(git config alias.rv)" = 'review --stat'
says out '^left +alias\.rv = cdreview +\(kept: review --stat\)$' "and shown"
test_that "constraints.yaml stays the registry" test ! -e .cdreview
says out 'constraints\.yaml is the registry' "and is named"
says out '^found +no framework' "no framework"
silent err 'Commit' "nothing to commit"

new_repo elsewhere
git config cdreview.registry policy.yaml
init
exits 0 "with a registry at another place"
test_that "no second registry" test ! -e .cdreview

new_repo valueless
printf '[alias]\n\trv\n[remote "origin"]\n\turl = ../upstream\n\tfetch\n' >>.git/config
init
exits 2 "a refspec without a value"
one_message "a refspec without a value: one message"
says err 'remote\.origin\.fetch' "a refspec without a value: named"
says out '^left +alias\.rv' "an alias without a value is kept"

new_repo linked-away
mkdir ../away && ln -s ../away .cdreview && ln -s /nowhere/registry.yaml ../away/registry.yaml
init
test_that "a dangling symbolic link is not followed" test ! -e /nowhere

new_repo readonly && chmod a-w . && init
if [ "$(id -u)" -ne 0 ]; then
	exits 2 "a folder that cannot be written"
	one_message "a folder that cannot be written: one message"
else
	exits 0 "root writes anywhere"
fi

git init -q --bare "$work/bare.git" && cd "$work/bare.git" || exit 1
init
exits 2 "a bare repository: exit 2"
one_message "a bare repository: one message"
cd "$HOME" || exit 1
init
exits 2 "no repository: exit 2"
one_message "no repository: one message"
plan
