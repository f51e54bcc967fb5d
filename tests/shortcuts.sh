#!/bin/sh
# shortcuts.sh REPO [RANGE]: does the fast scan leave anything out?
#
# Compares byte for byte, with every hunk and every count, what
#     $CDREVIEW --git-dir REPO scan --all-hunks --json RANGE
# prints on one thread with what it prints on two and on seven, with libgit2's line diff,
# and the plain way. RANGE is the whole history of HEAD by default; REGISTRY, if set, names
# the rules. Without --all-hunks as well, because then files are skipped that it must show,
# and then with what earlier scans have kept, which is left in REPO if that can be written.
# Exit status: 0 the same, 1 different, 2 trouble.
set -u
export LC_ALL=C GIT_CONFIG_NOSYSTEM=1
repo=${1:?usage: shortcuts.sh REPO [RANGE]}
range=${2:-4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD}
[ -e "$repo/.git" ] && repo=$repo/.git
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM
worst=0

# scan NAME OPTION...: stdout into NAME, its status behind it
scan() {
	name=$1
	shift
	"${CDREVIEW:-cdreview}" --git-dir "$repo" ${REGISTRY:+--registry "$REGISTRY"} \
		scan --json "$@" "$range" >"$work/$name" 2>"$work/talk"
	status=$?
	echo "exit status $status" >>"$work/$name"
	tail -n 2 "$work/$name" | grep -q '"truncated":false' && return
	cat "$work/talk" >&2
	exit 2
}

# same NAME WORDS FIRST: both files have the same bytes
same() {
	cmp -s "$work/$3" "$work/$1" && return
	echo "different $2 (< first, > other): $(diff "$work/$3" "$work/$1" | grep -c '^[<>]') lines"
	diff "$work/$3" "$work/$1" | cut -c1-300 | head -n 10
	worst=1
}

for all in --all-hunks ''; do
	# shellcheck disable=SC2086 # no word is no option
	{
		scan first $all --no-cache --threads=1
		scan other $all --no-cache --threads=2
		same other "on two threads $all" first
		scan other $all --no-cache --threads=7
		same other "on seven threads $all" first
		scan other $all --diff-engine=libgit2
		same other "with libgit2's diff $all" first
		scan other $all --no-shortcuts
		same other "the plain way $all" first
	}
done
for threads in 1 2 7; do
	scan other --threads=$threads
	same other "on $threads threads after earlier scans" first
done
echo "$repo $range: $(grep -o '"changes":[0-9]*,"hunks":[0-9]*' "$work/first"), $(grep -c '"rule":' "$work/first") findings"
exit $worst
