# lib.sh - sourced by every *.t: TAP, a scratch folder, repositories, a person at a terminal.
# shellcheck shell=sh
set -u
top=${top:-$(cd "$(dirname "$0")/../.." && pwd)}
CDREVIEW=${CDREVIEW:-$top/build/release/cdreview}
work=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT INT TERM
export HOME="$work/home" GIT_CONFIG_NOSYSTEM=1
mkdir "$HOME"
n=0

ok() { n=$((n + 1)); echo "ok $n - $1"; }
not_ok() {
	n=$((n + 1))
	echo "not ok $n - $1"
	for file in out err; do
		[ -f "$work/$file" ] && sed "s/^/# $file: /" "$work/$file" | head -n 30
	done
}

# test_that NAME COMMAND...: passes if the command does
test_that() {
	that=$1
	shift
	if "$@"; then ok "$that"; else not_ok "$that"; fi
}

# run ARGUMENT...: cdreview, its output in $work/out and $work/err, its status in $status
run() {
	status=0
	timeout 60 "$CDREVIEW" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

# leaky COMMAND...: without what libgit2 1.5 itself leaks, see tests/lsan.supp
leaky() {
	export LSAN_OPTIONS="suppressions=$top/tests/lsan.supp:print_suppressions=0"
	"$@"
	set -- $?
	unset LSAN_OPTIONS
	return "$1"
}

# person ANSWERS ARGUMENT...: cdreview as typed at a terminal that then types ANSWERS (printf format)
person() {
	answers=$1
	shift
	command=$CDREVIEW
	for word in "$@"; do
		command="$command '$(printf %s "$word" | sed "s/'/'\\\\''/g")'"
	done
	status=0
	# shellcheck disable=SC2059 # the answers are a format
	printf "$answers" | timeout 60 script -qefc "$command" /dev/null >"$work/out" 2>"$work/err" || status=$?
}

# json PROGRAM: parses out of the last run strictly, into $j of a perl program that prints
json() {
	perl -MJSON::PP -e '
		binmode STDOUT, ":utf8";
		local $/;
		open my $file, "<", shift or die;
		$j = JSON::PP->new->utf8->decode(<$file>);
		eval shift;
		die $@ if $@' "$work/out" "$1"
}

# exits STATUS NAME: the last run ended so
exits() { test_that "$2" test "$status" -eq "$1"; }

# says FILE PATTERN NAME: out or err of the last run matches the extended regular expression
says() { test_that "$3" grep -Eq -- "$2" "$work/$1"; }
silent() { test_that "$3" sh -c '! grep -Eq -- "$1" "$2"' - "$2" "$work/$1"; }

# one_message NAME: exactly one complaint, without the words of a crash
one_message() {
	test_that "$1" sh -c 'test "$(grep -c "^cdreview: " "$1")" -eq 1 && ! grep -q "Sanitizer\|runtime error" "$1"' - \
		"$work/err"
}

# trouble NAME WORDS ARGUMENT...: cdreview exits 2 with one message that has WORDS
trouble() {
	name=$1 words=$2
	shift 2
	leaky run "$@"
	exits 2 "$name: exit 2"
	one_message "$name: one message"
	says err "$words" "$name: the cause"
}

# new_repo NAME: an empty repository with a person, entered
new_repo() {
	mkdir -p "$work/$1" && cd "$work/$1" || exit 1
	git init -q -b main .
	git config user.name "Ana Ruiz"
	git config user.email ana@example.com
}

# put PATH: stdin into a file; save SUBJECT: everything into a commit
put() { mkdir -p "$(dirname "$1")" && cat >"$1"; }
save() { git add -A && git commit -q --allow-empty -m "$1"; }

# A repository with one flagged hunk in HEAD: certificates are no longer verified.
flagged_repo() {
	new_repo "$1"
	put app/client.py <<-'PY'
		import requests


		def fetch(url):
		    return requests.get(url, timeout=5)
	PY
	save "Add a client"
	put app/client.py <<-'PY'
		import requests


		def fetch(url):
		    return requests.get(url, timeout=5, verify=False)
	PY
	save "Fix the client"
}

hid() { "$CDREVIEW" check --json "${1:-HEAD~1..HEAD}" 2>/dev/null | sed -n 's/.*"hid":"\([0-9a-f]*\)".*/\1/p' | head -n 1; }

plan() { echo "1..$n"; }
