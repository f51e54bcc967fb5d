#!/bin/sh
# The hunks that `cdreview scan --all-hunks --json` prints are git's, on every kind of change.
top=${top:-$PWD}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
n=0

check() {
	n=$((n + 1))
	what=$1
	shift
	if "$@" >"$work/out" 2>&1; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' "$work/out"
	fi
}

sh "$top/tests/fixtures/repo-kinds.sh" "$work/kinds" >/dev/null || exit 1
git clone -q --bare "$work/kinds" "$work/bare.git" || exit 1
check 'whole history' "$top/tests/oracle.sh" "$work/kinds"
check 'whole history of a bare clone' "$top/tests/oracle.sh" "$work/bare.git"
check 'a range' "$top/tests/oracle.sh" "$work/kinds" main~20..main~4
check 'symmetric difference' "$top/tests/oracle.sh" "$work/kinds" topic...clash
check 'one revision' "$top/tests/oracle.sh" "$work/kinds" main~3
check 'the root commit' "$top/tests/oracle.sh" "$work/kinds" "$(git -C "$work/kinds" rev-list --max-parents=0 main)"
# A release unpacked from an archive has no history of its own.
if git -C "$top" rev-parse -q --verify HEAD >"$work/out" 2>&1; then
	check 'own history' "$top/tests/oracle.sh" "$top"
fi
echo "1..$n"
