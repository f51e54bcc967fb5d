#!/bin/sh
# One registry for many repositories: a copy pinned by digest, fetched by `rules update` alone.
. "$(dirname "$0")/lib.sh"

# rule ID SEVERITY WORD [KEYS]: forbids WORD
rule() {
	printf -- "- {id: %s, title: Do without %s, category: auth, kind: forbid, severity: %s, paths: ['**'],%s\n" \
		"$1" "$3" "$2" "${4:-}"
	printf -- "   match: {re: '\\\\b%s\\\\b'}}\n" "$3"
}
head='cdreview: 1\nextends: []\n'
digest() { sha256sum "$1" | cut -c 1-64; }

# --- a vendored file with its digest -----------------------------------------------------
new_repo vendored
{ printf 'cdreview: 1\nrules:\n' && rule org.alpha high alpha; } | put .cdreview/vendor/acme.yaml
pin=$(digest .cdreview/vendor/acme.yaml)
printf 'cdreview: 1\nextends: [vendor/acme.yaml#sha256=%s]\n' "$pin" | put .cdreview/registry.yaml
save pinned
echo alpha >a.txt
save alpha
run check
exits 1 "pinned: its rules judge"
says out 'org\.alpha' "pinned: the rule of the vendored file fires"
run rules lint .cdreview/registry.yaml
exits 0 "pinned: sound by itself, read beside the file that names it"

sed -i s/high/low/ .cdreview/vendor/acme.yaml
save "tamper with it"
trouble "tampered" "registry.yaml:2:11: .*\"vendor/acme.yaml\" is not what was pinned, its SHA-256 is $(digest .cdreview/vendor/acme.yaml)" check
says err 'put the reviewed file back, or review this one and write its digest' "tampered: what to do"
git reset -q --hard HEAD~1
printf 'extends: [vendor/acme.yaml#sha256=%s]\n' 12ab >.cdreview/short.yaml
sed -i '1i cdreview: 1' .cdreview/short.yaml
trouble "no digest" '"12ab" is no SHA-256' rules lint .cdreview/short.yaml
printf 'cdreview: 1\nextends: [more.yaml]\n' >.cdreview/outer.yaml
printf 'cdreview: 1\n' >.cdreview/more.yaml
printf 'cdreview: 1\nextends: [outer.yaml#sha256=%s]\n' "$(digest .cdreview/outer.yaml)" >.cdreview/top.yaml
trouble "unpinned below pinned" 'outer.yaml:2:11: .*"more.yaml" has no digest, in a file that has one' \
	rules lint .cdreview/top.yaml

# --- a shared registry ---------------------------------------------------------------------
new_repo shared
remote=$work/shared
{ printf "$head"'name: shared\nrules:\n' && rule org.alpha high alpha &&
	rule org.locked high lock ' locked: true,' && rule org.beta medium beta; } | put org/registry.yaml
echo secret >outside.yaml && ln -s ../outside.yaml org/link.yaml
save one
git tag v1
{ printf "$head"'name: shared\nallow:\n- {rule: org.beta, reason: ENG-7}\nrules:\n' && rule org.alpha low alpha &&
	rule org.locked high lock ' locked: true,' && rule org.beta medium betta && rule org.gamma high gamma; } |
	put org/registry.yaml
save two
git tag v2

new_repo user
shared() { # URL REF PATH: a registry that names it
	printf '# ours \303\251\n'"$head"'registry:\n  source: git\n  url: %s\n  ref: %s   # the release\n  path: %s\n' "$@" |
		put .cdreview/registry.yaml
}
shared "file://$remote" v1 org/registry.yaml
save names
trouble "nothing fetched" 'registry.yaml:5:3: registry: the shared registry was not fetched yet' scan HEAD
says err 'cdreview rules update' "nothing fetched: the next step"
test_that "a scan fetches nothing" test ! -e .cdreview/shared.yaml

run rules update --check
exits 1 "check: there is one"
test_that "check: writes nothing" git diff --quiet
leaky run rules update
exits 0 "update"
says out '^tightens +org\.alpha: new, high$' "update: says what it brings"
says out "^commit +$(git -C "$remote" rev-parse v1 | cut -c 1-12)$" "update: where it comes from"
test_that "update: the copy is what the tag has" cmp -s .cdreview/shared.yaml - <<-END
	$(git -C "$remote" show v1:org/registry.yaml)
END
says out '^wrote .*/\.cdreview/shared\.yaml$' "update: names the files"
test_that "update: all else in the registry stays" test "$(sed '/sha256:\|commit:/d' .cdreview/registry.yaml)" = \
	"$(git show HEAD:.cdreview/registry.yaml)"
test_that "update: pinned by digest" grep -q "^  sha256: $(digest .cdreview/shared.yaml)$" .cdreview/registry.yaml
test_that "update: no ref or object of it here" test -z "$(git for-each-ref refs/cdreview)"
save pinned
mv "$remote" "$remote.away"
echo alpha >a.txt
save alpha
run check HEAD~1..HEAD
says out 'org\.alpha' "offline: the copy judges"
trouble "unreachable" "git fetch: .*shared" rules update
says err 'nothing was changed' "unreachable: what holds"
mv "$remote.away" "$remote"
run rules update --check
exits 0 "check: none newer"
says out '^current' "check: says so"

# --- newer, moved, damaged ------------------------------------------------------------------
git -C "$remote" tag -f v1 v2 >/dev/null
run rules update --check
exits 1 "a moved tag is newer"
says out "^commit +$(git -C "$remote" rev-parse v2 | cut -c 1-12), was [0-9a-f]{12}$" "a moved tag: from where to where"
says out '^loosens +org\.alpha: low, was high$' "a lower severity loosens"
says out '^loosens +org\.beta: allowed: ENG-7$' "an exception loosens"
says out '^changes +org\.beta: detects something else$' "another expression is told"
says out '^tightens +org\.gamma: new, high$' "a new rule tightens"
sed -i s/high/low/ .cdreview/shared.yaml
trouble "a damaged copy is not compared with" 'shared.yaml: it is not what was pinned' rules update
save tampered
trouble "a damaged copy" 'registry.yaml:[0-9:]+: registry: "shared.yaml" is not what was pinned' check HEAD~1..HEAD
says err 'git restore' "a damaged copy: what to do"
git reset -q --hard HEAD~1
git -C "$remote" tag -f v1 v1~1 2>/dev/null >/dev/null || git -C "$remote" tag -f v1 v2~1 >/dev/null
rm .cdreview/shared.yaml
run rules update
exits 0 "a copy that is gone is brought back"
test_that "as it was" git diff --quiet
git -C "$remote" tag -f v1 v2 >/dev/null
run rules update
exits 0 "update to the newer one"
save newer
test_that "the change is two files" test "$(git show --name-only --format= HEAD | tr '\n' ' ')" = \
	".cdreview/registry.yaml .cdreview/shared.yaml "
run check HEAD~1..HEAD
says out 'builtin\.registry-edit' "which somebody has to review"

# --- locked -----------------------------------------------------------------------------------
for key in 'disable: [org.locked]' 'override: {org.locked: {severity: low}}' \
	'allow: [{rule: "org.l*", reason: x}]'; do
	echo "$key" >>.cdreview/registry.yaml
	trouble "locked: $key" '"org.locked" is locked by shared.yaml and may not be weakened' rules lint .cdreview/registry.yaml
	git checkout -q .cdreview
done
echo 'x = lock  # cdreview:allow org.locked -- it is fine' >b.py
save before
echo 'y = 1' >>b.py && sed -i 's/^x/z/' b.py
save after
run check HEAD~1..HEAD
says out 'org\.locked' "a suppression in the code excuses no locked rule"

# --- what is refused ----------------------------------------------------------------------------
for url in 'ext::touch% pwned' '--upload-pack=touch pwned' "http://example.com/x" 'git@example.com:x' \
	'/tmp/x' 'ssh://-oProxyCommand=x/y' 'ssh://u@-x/y' 'ssh://[-x]/y' 'https://u:p@example.com/x' 'file://relative' 'origin'; do
	shared "\"$url\"" v1 org/registry.yaml
	trouble "url $url" 'registry.yaml:6:[0-9]+: registry\.url: ' rules update
	run rules lint .cdreview/registry.yaml
	exits 2 "url $url: at every reading"
done
test_that "nothing was run" test ! -e pwned
for ref in '"-x"' '"v1:refs/heads/main"' '"+v1"' '"v1~1"' '"a b"'; do
	shared "file://$remote" "$ref" org/registry.yaml
	trouble "ref $ref" 'registry.yaml:7:[0-9]+: registry\.ref: ' rules update
done
for path in ../x /etc/passwd a/../../b; do
	shared "file://$remote" v1 "$path"
	trouble "path $path" 'registry.yaml:8:[0-9]+: registry\.path: .* leads out' rules update
done
rm .cdreview/shared.yaml
shared "file://$remote" v1 org/none.yaml
trouble "no such file" 'there is no org/none.yaml in that commit' rules update
shared "file://$remote" v1 org/link.yaml
trouble "a symbolic link" 'link' rules update
shared "file://$remote" v9 org/registry.yaml
trouble "no such ref" 'git fetch: .*v9' rules update
printf 'cdreview: 1\nrules: [{id: x}]\n' >"$remote/bad.yaml"
git -C "$remote" add bad.yaml && git -C "$remote" commit -qm bad
shared "file://$remote" HEAD bad.yaml
leaky run rules update
exits 2 "a faulty registry is not taken"
says err 'shared.yaml:2:9: ' "with the place of its fault"
test_that "and not written" test ! -e .cdreview/shared.yaml
printf '%b' "$head"'registry: {source: git, url: "file://'"$remote"'", ref: v2, path: org/registry.yaml}\n' >.cdreview/registry.yaml
run rules update
exits 0 "a registry key in braces"
run rules lint .cdreview/registry.yaml
exits 0 "is pinned too"
trouble "--check elsewhere" 'goes with update' rules list --check
rm .cdreview/registry.yaml
trouble "no registry" 'there is no registry in the work tree' rules update
plan
