#!/bin/sh
# What is installed, and whether pages and README say what the program does.
. "$(dirname "$0")/lib.sh"
root=$work/root

make_install() {
	(cd "$top" && env -u MAKEFLAGS -u MAKELEVEL -u MAKEOVERRIDES make -s -o all "$@" BUILD="$BUILD" DESTDIR="$root" PREFIX=/opt)
}
umask 022
test_that "make install" make_install install
(cd "$root/opt" && find . -type f -o -type l | sort) >"$work/got"
{
	printf './bin/%s\n' cdreview git-cdreview
	for page in cdreview.1 git-cdreview.1 cdreview-notes.5 cdreview-registry.5; do
		echo "./share/man/man${page##*.}/$page"
	done
	for pack in "$top"/rules/*.yaml; do echo "./share/cdreview/rules/${pack##*/}"; done
} | sort >"$work/want"
test_that "it puts program, pages and packs there, nothing else" cmp "$work/got" "$work/want"
test_that "the program runs from there" "$root/opt/bin/git-cdreview" --version
flagged_repo use
PATH=$root/opt/bin:$PATH
git cdreview --version >"$work/out"
says out '^cdreview [0-9]' "git finds it"

# The pages
for page in "$root"/opt/share/man/man?/*; do
	mandoc -T lint "$page" 2>/dev/null | grep -v 'referenced manual not found' >"$work/out"
	test_that "${page##*/} is clean" test ! -s "$work/out"
done
sed -n 's/^\.Xr \(cdreview[a-z-]*\) \([0-9]\).*/\2 \1.\2/p' "$top"/man/* | sort -u |
	while read -r section name; do [ -f "$root/opt/share/man/man$section/$name" ] || echo "$name"; done >"$work/out"
test_that "pages refer to pages that are there" test ! -s "$work/out"
# git runs man; the page must be there under the name that git asks for.
test_that "git cdreview --help has its page" grep -q '^\.Nm git-cdreview' "$root/opt/share/man/man1/git-cdreview.1"

man1=$top/man/cdreview.1
"$CDREVIEW" -h >"$work/help"
sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' "$work/help" | sort >"$work/commands"
sed -n '/^\.Sh COMMANDS/,/^\.Sh KEYS/s/^\.It Ic \([a-z]*\).*/\1/p' "$man1" | sort -u >"$work/got"
test_that "COMMANDS are the table's" cmp "$work/got" "$work/commands"
for command in $(cat "$work/commands"); do "$CDREVIEW" "$command" -h; done >>"$work/help"
options() { grep -o -- '^  -[^ ].*' "$work/help" | sed 's/   .*//' | tr ',' '\n' | sed 's/^ *//; s/ .*//' | sort -u; }
options >"$work/want"
sed -n '/^\.Ss Options/,/^\.Sh COMMANDS/s/^\.It //p' "$man1" | tr ',' '\n' | sed -n 's/^ *Fl \([^ ]*\).*/-\1/p' | sort -u >"$work/got"
test_that "Options are the tables'" cmp "$work/got" "$work/want"
test_that "there are options" test "$(wc -l <"$work/want")" -gt 15
sed -n 's/^\[CDR_REASON_[A-Z_]*\] = "\(.*\)",$/\1/p; s/^\t*\[CDR_REASON_[A-Z_]*\] = "\([^"][^"]*\)",$/\1/p' "$top/core/base/verdict.c" |
	while read -r reason; do grep -q "$reason" "$man1" || echo "$reason"; done >"$work/out"
test_that "every reason is in the page" test ! -s "$work/out"

for name in $(sed -n 's/^\t{ "\([a-z]*\)", [A-Z]*,.*/\1/p' "$top/core/rules/framework.c"); do
	grep -Eq "^\.Ql (.* )?$name( |$)" "$top/man/cdreview-registry.5" || echo "$name"
done >"$work/out"
test_that "every framework is in the page" test ! -s "$work/out"
test_that "there are frameworks" test "$(grep -c '^	{ "[a-z]*", [A-Z]*,' "$top/core/rules/framework.c")" -gt 40

for marker in $(sed -n '/markers\[\] = {/,/};/p' "$top/tui/main.c" | grep -o '"[A-Z_]*"' | tr -d '"'); do
	grep -q "^\.It Ev .*$marker" "$man1" || echo "$marker"
done >"$work/out"
test_that "every marker of an agent is in the page" test ! -s "$work/out"
for key in $(grep -rho '"\(cdreview\|color\)\.[a-z.]*"' "$top/tui" "$top/core" | tr -d '"' | sort -u); do
	grep -q "^\.It Va .*${key%.}" "$man1" || echo "$key"
done >"$work/out"
test_that "every setting is in the page" test ! -s "$work/out"

sed -n 's/^\t{ "\([a-z-]*\)", CDR_KEY.*/\1/p' "$top/core/rules/schema.c" | sort -u >"$work/keys"
test_that "there are keys" test "$(wc -l <"$work/keys")" -gt 60
sed -n 's/^\.\(It \)\{0,1\}Cm //p' "$top/man/cdreview-registry.5" | tr -c 'a-z-' '\n' | sort -u >"$work/got"
comm -23 "$work/keys" "$work/got" >"$work/out"
test_that "every key of a registry is in cdreview-registry(5)" test ! -s "$work/out"

# The README: its commands are commands, and those of a CI job work as they stand.
sed -n 's/^| `cdreview \([a-z][a-z]*\).*/\1/p' "$top/README.md" | sort -u >"$work/got"
comm -23 "$work/got" "$work/commands" >"$work/out"
test_that "README: the table names commands" test ! -s "$work/out"
git clone -q . ../job && cd ../job || exit 1
git checkout -q -b topic && echo 'x = get(u, verify=False)' >app/x.py && git add -A && git -c user.name=A -c user.email=a@b commit -qm topic
sed -n '/^In a script or a CI job/,/^A range/s/^    //p' "$top/README.md" >"$work/job.sh"
test_that "README: there is a CI job" grep -q '^cdreview check' "$work/job.sh"
status=0
leaky sh -e "$work/job.sh" >"$work/out" 2>"$work/err" || status=$?
exits 1 "README: the CI job holds a flagged hunk back"
says out 'app/x\.py' "README: and names it"

test_that "make uninstall" make_install uninstall
(cd "$root/opt" && find . -type f -o -type l) >"$work/out"
test_that "nothing is left" test ! -s "$work/out"
plan
