#!/bin/sh
# Repositories that libgit2 cannot open or read, or reads otherwise than git: each must answer
# in every output what an ordinary repository with the same history answers.
. "$(dirname "$0")/lib.sh"
# Every repository here meets the leak that lsan.supp is about: libgit2 looks at its extensions first.
export LSAN_OPTIONS="suppressions=$top/tests/lsan.supp:print_suppressions=0"
leaky() { "$@"; }
export GIT_AUTHOR_DATE=2026-01-05T10:00:00Z GIT_COMMITTER_DATE=2026-01-05T10:00:00Z

# history: the same commits in whatever repository we stand in; two flagged hunks, a merge, a rename
history() {
	put app/client.py <<-'PY'
		import requests


		def fetch(url):
		    return requests.get(url, timeout=5)
	PY
	seq 1 60 >notes.txt && save "Add a client"
	put app/client.py <<-'PY'
		import requests


		def fetch(url):
		    return requests.get(url, timeout=5, verify=False)
	PY
	sed -i 's/^30$/thirty/' notes.txt && save "Fix the client"
	git checkout -q -b side HEAD~1 && echo side >side.txt && save "On the side"
	git checkout -q main && git merge -q --no-ff -m "Merge side" side
	mkdir -p lib && git mv notes.txt lib/notes.txt &&
		ln -s client.py app/link && chmod +x side.txt && save "Move the notes"
	printf 'import requests\nrequests.post(url, verify=False)\n' >lib/post.py && save "Post"
	git tag -a -m "A tag" v1
}
# answers ARGUMENT...: scan, check and log of the range, names of commits aside
answers() {
	for command in "scan --all-hunks --json" "check --json --explain" "log"; do
		# shellcheck disable=SC2086 # words
		leaky "$CDREVIEW" $command "$@" 2>"$work/err.$command" |
			sed 's/"commit":"[0-9a-f]*"/"commit":""/g'
		grep -v 'read through git$\|partial clone' "$work/err.$command"
	done
}
# same NAME WANT ARGUMENT...: the repository we stand in answers as the ordinary one did
same() {
	name=$1 want=$2
	shift 2
	answers "$@" >"$work/out"
	[ -s "$want" ] || not_ok "$name: nothing to compare with"
	test_that "$name" cmp -s "$work/out" "$want"
	cp "$work/err.scan --all-hunks --json" "$work/err"
}
# announced PATTERN NAME: said once by the last comparison
announced() { test_that "$2" test "$(grep -Ec "^cdreview: warning: $1" "$work/err")" -eq 1; }
quiet() { silent err 'through git' "$1"; }

new_repo ordinary && history
for range in main~2..main main v1 side...main; do
	answers "$range" >"$work/want.$range"
done
answers main~4..main >"$work/want"
test_that "the history has findings" grep -q 'sec.tls-verify-off' "$work/want"

# --- SHA-256
mkdir "$work/sha256" && cd "$work/sha256" && git init -q -b main --object-format=sha256 . &&
	git config user.name "Ana Ruiz" && git config user.email ana@example.com && history
same "SHA-256: the same answers" "$work/want" main~4..main
announced 'SHA-256 objects: read through git$' "SHA-256: said once"
for range in main~2..main main v1 side...main; do
	same "SHA-256: range $range" "$work/want.$range" "$range"
done
git gc -q
same "SHA-256, packed: the same answers" "$work/want" main~4..main
run scan --no-shortcuts --all-hunks --json main~4..main
sed 's/"commit":"[0-9a-f]*"/"commit":""/g' "$work/out" >"$work/plain"
test_that "SHA-256: the plain way too" sh -c 'head -n "$(wc -l <"$1")" "$2" | cmp -s - "$1"' - "$work/plain" "$work/want"
run scan "$(git rev-parse --short=12 HEAD)"
exits 1 "SHA-256: a short name"
trouble "SHA-256: an unknown revision" "unknown revision 'nosuch'" scan nosuch
trouble "SHA-256: a tree is no commit" "is a tree, not a commit" scan 'main^{tree}'

# pending OPTION: what a busy index or work tree answers
busy() {
	echo staged >>side.txt && git add side.txt && echo dirty >>lib/notes.txt &&
		printf 'requests.put(url, verify=False)\n' >new.py && rm app/link
}
for repo in ordinary sha256; do
	cd "$work/$repo" && busy
	for source in --staged --worktree; do
		answers "$source" >"$work/$repo$source"
	done
done
for source in --staged --worktree; do
	test_that "SHA-256: $source" cmp "$work/ordinary$source" "$work/sha256$source"
	test_that "SHA-256: $source has something" grep -q '"hid"' "$work/sha256$source"
done
for repo in ordinary sha256; do cd "$work/$repo" && git reset -q --hard && git clean -fdq; done

cd "$work/sha256" && git worktree add -q ../linked side && cd ../linked
same "SHA-256: a linked work tree" "$work/want" main~4..main
git clone -q --bare "$work/sha256" "$work/bare256" && cd "$work/bare256"
same "SHA-256: bare" "$work/want" main~4..main
trouble "SHA-256: bare has no index" 'bare' scan --staged

# round_trip NAME [GIT-OPTION...]: an approval opens the gate, travels as a note that git shows, and can be taken back
round_trip() {
	name=$1
	run check main~1..main
	exits 1 "$name: shut before"
	id=$(hid main~1..main)
	person 'y\n' approve -m fine --range main~1..main "$id"
	exits 0 "$name: approved"
	run check main~1..main
	exits 0 "$name: the gate is clear"
	test_that "$name: git shows the note" \
		sh -c 'git notes --ref=cdreview show main | grep -q "\"verdict\":\"approve\""'
	test_that "$name: git fsck is content" sh -c '! git fsck --strict --no-dangling 2>&1 | grep -v ^Checking'
	person 'y\n' withdraw --range main~1..main "$id"
	run check main~1..main
	exits 1 "$name: withdrawn, and shut again"
	test_that "$name: both are in one note" test "$(git notes --ref=cdreview show main | wc -l)" -eq 2
}
cd "$work/sha256" && round_trip "SHA-256"
test_that "SHA-256: 2/62 is where the note lies" \
	sh -c 'git ls-tree -r --name-only refs/notes/cdreview | grep -Eq "^[0-9a-f]{2}/[0-9a-f]{62}$"'
run init --dry-run
says out 'alias\.rv' "SHA-256: init"
git clone -q . ../sha256clone && cd ../sha256clone && git config user.name Bo && git config user.email bo@example.com &&
	git fetch -q origin 'refs/notes/*:refs/notes/*'
run log main~1..main
says out '^withdraw .*ana@example\.com' "SHA-256: a clone has the verdicts"
run scan
says err 'no commits' "SHA-256: the default range is what upstream lacks"
cd "$work" && mkdir unborn && cd unborn && git init -q --object-format=sha256 . && echo a >a && git add a
run scan --all-hunks --json --staged
says out '"path":"a","old_path":null,"old_start":0,"old_lines":0,"new_start":1' "SHA-256: an index without a commit"

# --- an index that libgit2 refuses; commits are read as ever
for kind in split sparse; do
	cp -r "$work/ordinary" "$work/$kind" && cd "$work/$kind" || exit 1
	case $kind in
	split) git update-index --split-index ;;
	sparse) git sparse-checkout set --cone --sparse-index app lib ;;
	esac
	busy
	for source in --staged --worktree; do
		same "$kind index: $source" "$work/ordinary$source" "$source"
		announced '.*(split|this work tree).*: read through git$' "$kind index: $source is announced"
	done
	git reset -q --hard && git clean -fdq
	same "$kind index: commits" "$work/want" main~4..main
done
git sparse-checkout set --cone --sparse-index app
test_that "the index is sparse" sh -c 'git ls-files --sparse --stage | grep -q "^040000"'
run scan --worktree --all-hunks --json
silent out '"hid"' "what a sparse checkout leaves out is not deleted"
exits 0 "a sparse checkout without changes is clear"
cp -r "$work/ordinary" "$work/skipped" && cd "$work/skipped" && git sparse-checkout set --no-cone '/app/' &&
	cp .git/config.worktree "$work/sparse.config" && git config --unset extensions.worktreeConfig &&
	git config core.sparseCheckout true
run scan --worktree --all-hunks --json
silent out '"hid"' "nor is it when the index is whole"
announced 'sparse checkout: read through git$' "which is announced"

# --- a partial clone: what is missing is named, nothing is fetched
git -C "$work/ordinary" config uploadpack.allowFilter true
for name in ordinary sha256; do
	git -C "$work/$name" config uploadpack.allowFilter true
	git clone -q --no-checkout --filter=blob:none "file://$work/$name" "$work/partial-$name" 2>"$work/err"
	cd "$work/partial-$name" && git config user.name Bo && git config user.email bo@example.com || exit 1
	before=$(git count-objects -v)
	run scan --all-hunks --json origin/main~4..origin/main
	exits 2 "partial clone of $name: exit 2"
	says out 'builtin\.unscannable' "partial clone of $name: a finding"
	says out 'cannot be read in this partial clone: git fetch --refetch' "partial clone of $name: and the next step"
	says err 'partial clone: what is missing here' "partial clone of $name: said once"
	run check origin/main~4..origin/main
	exits 2 "partial clone of $name: the gate does not pass"
	test_that "partial clone of $name: nothing was fetched" test "$(git count-objects -v)" = "$before"
	git rev-list --objects --all | cut -d' ' -f1 | git cat-file --batch-check >/dev/null
	git rev-list --objects --all | cut -d' ' -f1 | git cat-file --batch >/dev/null
	git branch -q main origin/main 2>/dev/null
	git branch -q side origin/side
	answers origin/main~4..origin/main >"$work/partial.$name"
	sed 's|origin/||g' "$work/partial.$name" >"$work/out"
	answers_want=$work/want
	[ "$name" = sha256 ] && answers_want=$work/want
	test_that "partial clone of $name: the same answers once it has them" cmp -s "$work/out" "$answers_want"
done

# --- linked work trees by relative paths: git 2.48 writes them, libgit2 follows them
cp -r "$work/ordinary" "$work/relative" && cd "$work/relative" && git worktree add -q tree side &&
	echo "gitdir: ../.git/worktrees/tree" >tree/.git && git config core.repositoryFormatVersion 1 &&
	git config extensions.relativeWorktrees true && cd tree
same "relative work trees" "$work/want" main~4..main
quiet "relative work trees: libgit2 reads them"

# --- extensions that neither knows
cd "$work" && cp -r ordinary strange && cd strange && git config core.repositoryFormatVersion 1 &&
	git config extensions.fromTheFuture yes
trouble "an unknown extension" 'extensions.fromthefuture: git rev-parse: .*fromthefuture' scan HEAD

# --- reftable, where git can make one
if git init -q -b main --ref-format=reftable "$work/reftable" 2>/dev/null; then
	cd "$work/reftable" && git config user.name "Ana Ruiz" && git config user.email ana@example.com && history
	same "reftable: the same answers" "$work/want" main~4..main
	announced 'references in a reftable: read through git$' "reftable: said once"
	round_trip "reftable"
else
	echo "# this git makes no reftable: that it is refused with its name is all there is to test"
	cd "$work" && cp -r ordinary reftable && cd reftable && git config core.repositoryFormatVersion 1 &&
		git config extensions.refStorage reftable
	trouble "reftable, unknown to this git" 'extensions.refstorage: git rev-parse: .*refstorage' scan HEAD
fi

# --- revisions that libgit2 does not know, or finds elsewhere than git
git clone -q "$work/ordinary" "$work/pushes" && cd "$work/pushes" && git config push.default current &&
	git config user.name Bo && git config user.email bo@example.com &&
	git checkout -q -b topic && git push -q origin topic && echo more >more.txt && save "More"
for revision in '@{push}..HEAD' ':/Fix the' ':/!-M' 'HEAD^{/Fix}' 'HEAD^{/!-More}' '@{push}' 'HEAD^{/nothing}'; do
	case $revision in
	*..*) want=$(git rev-list "$revision") ;;
	*) want=$(git rev-parse --verify -q --end-of-options "$revision") ;;
	esac
	run scan --all-hunks --json "$revision"
	if [ -n "$want" ]; then
		got=$(grep -o '"commit":"[0-9a-f]*"' "$work/out" | sort -u | cut -d'"' -f4)
		test_that "revision $revision" test "$got" = "$want"
		says err "revision '.*': read through git" "revision $revision: said"
	else
		exits 2 "revision $revision: unknown to git too"
	fi
done

# --- settings that only git sees
cd "$work/ordinary" || exit 1
git reset -q --hard && git clean -fdq
printf '[cdreview]\n\ttarget = nosuch\n' >"$work/settings"
bad="cdreview\.target: unknown revision 'nosuch'"
sees() { # NAME: the last run had the setting
	exits 2 "$1"
	says err "$bad" "$1: is seen"
}
GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=cdreview.target GIT_CONFIG_VALUE_0=nosuch run scan HEAD
sees "GIT_CONFIG_COUNT"
GIT_CONFIG_PARAMETERS="'cdreview.target'='nosuch'" run scan HEAD
sees "git -c"
GIT_CONFIG_GLOBAL=$work/settings run scan HEAD
sees "GIT_CONFIG_GLOBAL"
GIT_CONFIG_NOSYSTEM='' GIT_CONFIG_SYSTEM=$work/settings run scan HEAD
sees "GIT_CONFIG_SYSTEM"
git config remote.origin.url https://example.com/x && git config 'includeIf.hasconfig:remote.*.url:https://example.com/**.path' "$work/settings"
run scan HEAD
sees "includeIf.hasconfig"
git config --remove-section 'includeIf.hasconfig:remote.*.url:https://example.com/**' && git config --remove-section remote.origin
git config extensions.worktreeConfig true && git config --worktree cdreview.target nosuch
run scan HEAD
sees "config.worktree"
git config --worktree --unset cdreview.target && git config --unset extensions.worktreeConfig && rm -f .git/config.worktree
GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_CONFIG_COUNT=0 run scan HEAD
exits 1 "settings that change nothing"
quiet "are not announced"
printf '1\r\n' >>side.txt && git config --unset core.autocrlf
GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.autocrlf GIT_CONFIG_VALUE_0=true run scan --worktree --all-hunks --json
silent out '1\\r' "core.autocrlf by git -c: line endings are git's"
git reset -q --hard

# --- line endings and submodules of a work tree that only git reads
for repo in ordinary sha256; do
	cd "$work/$repo" && git reset -q --hard && git clean -fdq || exit 1
	printf '*.crlf text\n*.auto text=auto\n*.bin -text\n*.id ident\n*.eol eol=crlf\n' >.gitattributes
	for ending in crlf auto bin id eol txt; do
		printf 'one\r\ntwo $Id: old $\r\n' >"a.$ending"
	done
	printf 'one\r\ntwo\rthree\r\n' >b.auto && git -c core.autocrlf=false add -N a.txt
	leaky "$CDREVIEW" scan --all-hunks --json --worktree >"$work/endings.$repo" 2>"$work/err"
done
test_that "line endings and \$Id\$ as libgit2 has them" cmp "$work/endings.ordinary" "$work/endings.sha256"
test_that "and there are some" grep -q 'a\.crlf' "$work/endings.sha256"

# --- nothing of the repository is run by reading it
cd "$work/sha256" && git reset -q --hard && git clean -fdq
for key in core.fsmonitor filter.evil.clean filter.evil.process diff.evil.textconv diff.evil.command diff.external \
	core.pager core.sshCommand uploadpack.packObjectsHook core.alternateRefsCommand; do
	git config "$key" "touch $work/ran-$key; cat"
done
printf '#!/bin/sh\ntouch "%s"\n' "$work/ran-hook" | tee .git/hooks/post-index-change .git/hooks/reference-transaction >.git/hooks/pre-commit
chmod +x .git/hooks/*
git config filter.evil.required true
mkdir -p .git/info && echo '* filter=evil diff=evil' >.git/info/attributes
echo more >>side.txt && touch lib/post.py && touch app/client.py
for command in "scan main" "check main" "log main" "scan --staged" "scan --worktree"; do
	# shellcheck disable=SC2086 # words
	run $command
done
id=$(hid main~1..main)
person 'y\n' approve --range main~1..main "$id"
exits 0 "with hooks and filters set: a verdict"
test_that "and none of them ran" sh -c '! ls "$1"/ran-* 2>/dev/null' - "$work"

# --- a git that is missing, dies, or talks nonsense
cd "$work/sha256" || exit 1
mkdir "$work/bin" "$work/tools"
for tool in sed head grep sh timeout cat; do ln -s "$(command -v $tool)" "$work/tools/$tool"; done
PATH=$work/tools trouble "no git in PATH" 'extensions\.objectformat: git rev-parse: .*not found in PATH' scan main
says err 'hint: install git' "no git in PATH: the next step"
fake() { # SCRIPT: the git that is found first; $real is the true one
	printf '#!/bin/sh\nreal=%s\n%s\n' "$(command -v git)" "$1" >"$work/bin/git" && chmod +x "$work/bin/git"
}
fake 'echo "fatal: out of luck" >&2; exit 128'
PATH=$work/bin:$PATH trouble "a git that fails" 'git rev-parse: out of luck' scan main
fake 'echo nonsense'
PATH=$work/bin:$PATH trouble "a git that talks nonsense" 'cannot be understood' scan main
fake 'case "$*" in *cat-file*) read x; echo "$x blob 99999"; exit;; esac; exec "$real" "$@"'
PATH=$work/bin:$PATH trouble "a git that dies in an answer" 'cannot be read: git: it ended|not a commit' scan --no-shortcuts main
fake 'case "$*" in *cat-file*) read x; echo "0000 blob 0";; esac; exec "$real" "$@"'
PATH=$work/bin:$PATH trouble "a git that answers another question" 'cannot be understood' scan --no-shortcuts main
plan
