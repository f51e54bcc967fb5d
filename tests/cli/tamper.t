#!/bin/sh
# What somebody with write access can do to the notes, and what is said of it.
. "$(dirname "$0")/lib.sh"

flagged_repo gap
for timeout in 6 7 8; do
	sed -i "s/timeout=[0-9]*/timeout=$timeout/" app/client.py && git commit -qam "wait $timeout s"
	person 'y\n' approve "$(hid)"
done
run check HEAD~3..HEAD
silent err 'missing' "a whole chain is no news"
git notes --ref=cdreview remove HEAD~1 2>/dev/null
run check HEAD~3..HEAD
says err '1 of the verdicts of ana@example\.com .* are missing' "a removed verdict is missed"
exits 1 "and what it approved is open again"

# Somebody sits on the journal's lock: a message, not a wait without end.
flagged_repo stuck
person 'y\n' approve "$(hid)"
flock .git/cdreview/lock sleep 60 &
sitter=$!
sleep 0.2
run check HEAD~1..HEAD
kill "$sitter" 2>/dev/null
exits 2 "a lock that is never released is trouble"
says err 'another process holds the lock' "and named"
plan
