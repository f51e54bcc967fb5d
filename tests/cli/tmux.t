#!/bin/sh
# In a real terminal with a real shell: ^Z and fg, pipes on both sides, a git hook. One smoke of
# what only a terminal server shows; everything else about the screen is in tests/pty.
. "$(dirname "$0")/lib.sh"

tm() { tmux -L "cdreview-$$" "$@"; }
trap 'tm kill-server 2>/dev/null; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT INT TERM

# typed KEYS...: types them; shows PATTERN NAME: within 10 s the screen matches it
typed() { tm send-keys -t flow "$@"; }
screen() { tm capture-pane -p -t flow; }
shows() {
	tries=0
	while ! screen >"$work/out" || ! grep -Eq -- "$1" "$work/out"; do
		tries=$((tries + 1))
		if [ "$tries" -ge 100 ]; then
			not_ok "$2"
			return
		fi
		sleep 0.1
	done
	ok "$2"
}

flagged_repo job
export CDREVIEW
if ! tm -f /dev/null new-session -d -x 100 -y 30 -s flow "exec env PS1='> ' bash --norc --noprofile" 2>"$work/err"; then
	not_ok "tmux starts"
	plan
	exit
fi

typed '"$CDREVIEW" HEAD~1..HEAD' Enter
shows 'sec\.tls-verify-off +critical' "the review opens"
typed C-z
shows '\[1\]\+ +Stopped' "^Z stops the job and gives the terminal back"
typed 'echo it is "a shell"' Enter
shows '^it is a shell' "in which lines and echo work"
typed 'fg' Enter
shows 'sec\.tls-verify-off +critical' "fg brings the screen back"
typed '?'
shows 'take back the last verdict' "and its keys"
typed q q
shows '^> *$' "which leaves as always"
typed 'clear; "$CDREVIEW" HEAD~1..HEAD & sleep 0.3; fg' Enter
shows 'sec\.tls-verify-off +critical' "one that was started in the background waits for fg"
typed q

typed 'clear; echo a | "$CDREVIEW" HEAD~1..HEAD | cat >../piped' Enter
shows '0/1' "between two pipes the screen is on the terminal"
typed C-z
shows '\[1\]\+ +Stopped' "and ^Z stops the whole pipeline"
typed 'fg' Enter
shows '0/1' "which goes on"
typed q
typed 'echo status $?' Enter
shows '^status 0' "and ends"
test_that "with nothing in the pipe" test ! -s ../piped

cat >.git/hooks/pre-commit <<'HOOK'
#!/bin/sh
exec "$CDREVIEW" --staged
HOOK
chmod +x .git/hooks/pre-commit
echo 'requests.get("https://example.com", timeout=1, verify=False)' >>app/client.py
git add -A
typed 'clear; git commit -qm hooked' Enter
shows 'client\.py:6' "a hook opens the review of the index"
typed C-z
shows '\[1\]\+ +Stopped' "^Z stops git too"
typed 'fg' Enter
shows 'client\.py:6' "fg brings both back"
sleep 0.3
typed a
shows '1/1' "approved in the hook"
typed q q
typed 'echo status $?' Enter
shows '^status 0' "so the commit is made"
run check HEAD~1..HEAD
exits 0 "and carries the verdict"
plan
