#!/bin/sh
# cdreview verify with real processes: what a check may do, how it ends, what is recorded, and what the gate asks for.
. "$(dirname "$0")/lib.sh"

# checks LINE...: the registry of the current repository, in the last two commits
checks() {
	name_checks "$@"
	save "Go on"
}
name_checks() {
	printf 'cdreview: 1\nextends: []\nchecks:\n' >"$work/registry"
	for line in "$@"; do printf -- '- %s\n' "$line" >>"$work/registry"; done
	put .cdreview/registry.yaml <"$work/registry"
	save "Name checks"
}

# verify ARGUMENT...: with a folder of its own for checkouts, so that what stays behind is seen
mkdir "$work/checkouts"
verify() { TMPDIR=$work/checkouts leaky run verify "$@"; }
clean() { test_that "$1" sh -c 'test -z "$(ls -A "$1")"' - "$work/checkouts"; }
record() { git notes --ref=cdreview show "${1:-HEAD}" 2>/dev/null | grep '"t":"check"' | tail -n 1; }
has_record() { test_that "$2" sh -c 'printf %s "$1" | grep -Eq -- "$2"' - "$(record)" "$1"; }
# dead PATTERN NAME: no process has a command line like this
alive() { for process in /proc/[0-9]*; do tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q "$1" && return 0; done; return 1; }
dead() { if alive "$1"; then not_ok "$2"; else ok "$2"; fi; }

# Numbers of seconds that no other test sleeps.
long=7$$ longer=8$$

boxed=no
bwrap --unshare-all --ro-bind / / --proc /proc --dev /dev true 2>/dev/null && boxed=yes
echo "# a sandbox can be had here: $boxed"

# --- nothing runs by looking
new_repo looking
checks "{name: canary, run: [sh, -c, 'touch $work/canary'], required: true}"
for command in scan check log 'rules list' 'rules lint'; do
	# shellcheck disable=SC2086 # two words
	run $command
done
run --plain HEAD
test_that "no other command runs what a registry names" test ! -e "$work/canary"
verify --dry-run HEAD
exits 0 "--dry-run"
says out '^would +canary +trusted, required +sh -c touch ' "--dry-run says what would be run, and who asks for it"
test_that "--dry-run runs nothing" test ! -e "$work/canary"

# --- how a check ends
new_repo ends
put 'tests/with space.sh' <<'SH'
echo "in $(pwd)"; ls -A
SH
ln -s no/where dangling
save "Write tests"
checks "{name: pass, run: [sh, 'tests/with space.sh'], required: true}"
verify HEAD
exits 0 "a check that passes"
says out '^pass +pass +[0-9]+\.[0-9] s$' "it is said"
says err '^1 record written to refs/notes/cdreview$' "and recorded"
clean "its checkout is gone"
has_record '^\{"v":1,"t":"check",.*"who":"machine",.*"check":\{"name":"pass",.*"result":"pass","status":0,' "the record is a machine's"
has_record '"report":"exit","digest":null,"passed":0,"failed":0,"skipped":0,"replaces":\[\]\}\}$' "with its report, counts and what it answers"
has_record "\"commit\":\"$(git rev-parse HEAD)\",\"tree\":\"$(git rev-parse 'HEAD^{tree}')\"" "commit and tree"
run log
exits 0 "log"
says out "^check +pass +$(git rev-parse HEAD | cut -c1-9) [0-9TZ:-]+ machine  pass$" "log has it"
run log --json
test_that "log --json has it" test "$(json 'print map { "$_->{name} $_->{result} $_->{sandbox} $_->{status}" } @{$j->{checks}}')" = \
	"pass pass $(test $boxed = yes && echo bwrap || echo none) live"
run check HEAD
exits 0 "the gate is clear"
says err '; all 1 required checks passed$' "and says why"

checks "{name: fail, run: [sh, -c, 'echo out; printf \"\\033[31mred\\n\" >&2; exit 3'], required: true}"
verify HEAD
exits 1 "a check that fails"
says out '^fail +fail ' "it is said"
says out '^    exit status 3$' "with its exit status"
says out '^    \| \^\[\[31mred$' "and its last words, nothing of them raw"
has_record '"result":"fail","status":3,' "and recorded"
run check --explain HEAD
exits 1 "the gate is shut"
says out '^failed +check +fail  fail$' "the check that keeps it shut"
says out '^    it was run on these contents and did not pass$' "--explain names the atom"
says out 'registry\.yaml:4$' "and where it is required"

checks "{name: slow, run: [sh, -c, '(setsid sh -c \"sleep $long; true\" >/dev/null 2>&1 &) ; sleep $longer'], timeout: 1}"
verify HEAD
exits 1 "a check that takes too long"
says out '^timeout +slow ' "it is said"
says out '^    took longer than 1 seconds$' "with its bound"
has_record '"result":"timeout","status":null,' "and recorded"
dead "sleep [78]$$" "no process of it is left"
clean "its checkout is gone as well"

verify --sandbox=never HEAD
exits 1 "the same without a sandbox"
dead "sleep [78]$$" "no process is left then either"

checks "{name: left, run: [sh, -c, '(setsid sleep $long &) ; exit 0']}"
for wish in auto never; do
	verify --sandbox=$wish HEAD
	exits 0 "a check that leaves a process behind ($wish)"
	dead "sleep $long" "it is dead ($wish)"
done

checks "{name: fat, run: [perl, -e, '\$x = \"x\" x (300 << 20); sleep 30'], memory: 64}"
verify HEAD
exits 1 "a check that takes too much memory"
says out '^    took more than 64 MiB of memory$' "it is said"
has_record '"result":"memory",' "and recorded"

checks "{name: wide, run: [perl, -e, 'fork // last or exec qw(sleep $long) for 1 .. 1200; sleep 30']}"
verify HEAD
exits 1 "a check with too many processes"
says out '^    had more than 1024 processes$' "it is said"
has_record '"result":"processes",' "and recorded"
dead "sleep $long" "and none of them is left"

checks "{name: chatty, run: ['yes', floods]}"
verify HEAD
exits 1 "a check that floods its output"
says out '^    wrote more than 16 MiB$' "it is said"
test_that "and not repeated" sh -c 'test "$(wc -l <"$1")" -lt 40' - "$work/out"
has_record '"result":"output",' "and recorded"

checks '{name: tool, run: [no-such-tool, --all]}' '{name: script, run: [./no/such.sh]}'
verify HEAD
exits 1 "a check without its program"
says out '^missing +tool ' "it is said"
says out '^    there is no program no-such-tool in /[^ ]*$' "by name, and where it was looked for"
says out '^    there is no program \./no/such\.sh$' "in the checkout as well"

checks "{name: killed, run: [sh, -c, 'kill -9 \$\$']}"
verify HEAD
exits 1 "a check that is killed"
says out '^    ended by signal 9$' "by which signal"

# --- reports
new_repo reports
put all.tap <<'TAP'
TAP version 13
1..3
ok 1 - one
ok 2 - two # SKIP not here
ok 3 - three
TAP
put half.tap <<'TAP'
1..3
ok 1 - one
TAP
put bad.tap <<'TAP'
ok 1 - one
not ok 2 - that two is three
1..2
TAP
put all.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="a" tests="2" failures="0"><testcase classname="c" name="x"/>
<testcase classname="c" name="y"><skipped/></testcase></testsuite></testsuites>
XML
put bad.xml <<'XML'
<testsuite><testcase classname="c" name="x"><failure message="&lt;no&gt;">text</failure></testcase></testsuite>
XML
put bomb.xml <<'XML'
<!DOCTYPE x [<!ENTITY a "&b;&b;">]><testsuite><testcase name="x"/></testsuite>
XML
put empty.xml <<'XML'
<testsuite/>
XML
save "Write reports"
checks '{name: tap, run: [cat, all.tap], report: tap}' '{name: junit, run: [cp, all.xml, r.xml], report: junit, file: r.xml}'
verify HEAD
exits 0 "reports that pass"
says out '^pass +tap  [0-9.]+ s  2 passed, 1 skipped$' "TAP is counted"
says out '^pass +junit  [0-9.]+ s  1 passed, 1 skipped$' "JUnit is counted, from a file"
has_record '"report":"junit","digest":"sha256:[0-9a-f]{64}","passed":1,"failed":0,"skipped":1,' "the record has report and counts"
checks '{name: half, run: [cat, half.tap], report: tap}' '{name: bad, run: [cat, bad.tap], report: tap}' \
	'{name: xml, run: [cat, bad.xml], report: junit}' '{name: bomb, run: [cat, bomb.xml], report: junit}' \
	'{name: empty, run: [cat, empty.xml], report: junit}' '{name: none, run: ["true"], report: junit, file: no.xml}' \
	"{name: link, run: [ln, -s, /etc/passwd, link], report: tap, file: link}" \
	"{name: liar, run: [sh, -c, 'cat all.tap; exit 7'], report: tap}"
verify HEAD
exits 1 "reports that do not pass, whatever the exit status"
says out '^    no tap report that can be read: 3 tests were planned, 1 ran$' "a plan that was not kept"
says out '^    1 failed, first that two is three$' "TAP: the first that failed"
says out '^    1 failed, first c\.x$' "JUnit: the first that failed"
says out '^    no junit report that can be read: .*document type' "a document type is refused"
says out '^    its report has no test that passed$' "a report without tests"
says out '^    no junit report that can be read: no\.xml: No such file' "a report that is not there"
says out '^    no tap report that can be read: link: ' "a report that is a link"
says out '^    exit status 7$' "a report that passes with a status that does not"

put lint.txt <<'TXT'
app/x.py:1:5: E501 line too long
app/x.py:7: warning: unused
TXT
put log.sarif <<'JSON'
{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"t"}},"invocations":[{"executionSuccessful":true}],"results":[
{"ruleId":"r","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.c"},"region":{"startLine":1}}}]}]}]}
JSON
sed 's/true/false/' log.sarif >broken.sarif
save "Write findings"
checks '{name: lines, run: [cat, lint.txt], report: lines}' '{name: sarif, run: [cat, log.sarif], report: sarif}'
verify HEAD
exits 0 "findings are the tool's to judge, by its exit status"
says out '^pass +lines  [0-9.]+ s  2 found$' "lines are counted"
says out '^pass +sarif  [0-9.]+ s  1 found$' "so are results of SARIF"
checks '{name: broke, run: [cat, broken.sarif], report: sarif}' '{name: json, run: [cat, lint.txt], report: sarif}' \
	"{name: many, run: [sh, -c, 'cat lint.txt; exit 1'], report: lines}"
verify HEAD
exits 1 "findings that do not pass"
says out '^    no sarif report that can be read: the tool broke off' "a tool that broke off"
test_that "what is no SARIF" test "$(grep -c '^    no sarif report that can be read' "$work/out")" -eq 2
says out '^fail +many  [0-9.]+ s  2 found$' "an exit status that says so"

# --- the sandbox
new_repo box
echo secret >"$HOME/key"
checks "{name: home, run: [sh, -c, 'test ! -e $HOME/key && test ! -e $work && test \"\$HOME\" != $HOME']}" \
	"{name: write, run: [sh, -c, '! touch /usr/x 2>/dev/null && ! touch $work/x 2>/dev/null && ! touch /etc/x 2>/dev/null && touch y /tmp/z']}" \
	"{name: net, run: [perl, -MIO::Socket::INET, -e, 'exit(IO::Socket::INET->new(Listen => 1, LocalAddr => \"127.0.0.1\") && !IO::Socket::INET->new(PeerAddr => \"192.0.2.1:9\", Timeout => 2) && \$!{ENETUNREACH} ? 0 : 1)']}" \
	"{name: git, run: [sh, -c, 'test ! -e .git && test -z \"\$GIT_DIR\"']}" \
	"{name: env, run: [sh, -c, 'test \"\$(env | sed \"s/=.*//\" | grep -vx \"PWD\\|_\\|SHLVL\\|OLDPWD\" | sort | tr \"\\n\" \" \")\" = \"HOME LC_ALL PATH TERM TMPDIR \"']}" \
	"{name: procs, run: [sh, -c, 'set -- /proc/[0-9]*; test \$# -lt 8']}"
if [ $boxed = yes ]; then
	SECRET=x verify --sandbox=always HEAD
	exits 0 "the sandbox"
	silent err 'no sandbox' "needs no announcement"
	says out '^pass +home ' "no home, none of our files"
	says out '^pass +write ' "nothing outside can be written"
	says out '^pass +net ' "no network"
	says out '^pass +git ' "no git directory"
	says out '^pass +env ' "a bare environment"
	says out '^pass +procs ' "no processes but its own"
	has_record '"sandbox":"bwrap","network":false,' "the record says so"
else
	verify --sandbox=always HEAD
	exits 2 "without user namespaces --sandbox=always refuses"
	says err 'there is no sandbox: ' "and says why"
	checks "{name: harmless, run: ['true']}"
	verify HEAD
	says err 'there is no sandbox \(.*\): checks run with all of your rights' "and auto says what that means"
fi
checks "{name: git, run: [sh, -c, 'test ! -e .git && test -z \"\$GIT_DIR\" && test \"\$HOME\" != $HOME']}"
mkdir "$work/fake"
printf '#!/bin/sh\necho "bwrap: setting up uid map: Permission denied" >&2\nexit 1\n' >"$work/fake/bwrap"
chmod +x "$work/fake/bwrap"
PATH=$work/fake:$PATH verify --sandbox=always HEAD
exits 2 "a bwrap that does not work: --sandbox=always refuses"
says err 'there is no sandbox: bwrap: setting up uid map: Permission denied$' "and says what bwrap said"
one_message "once"
PATH=$work/fake:$PATH verify HEAD
exits 0 "auto runs without"
says err 'warning: there is no sandbox \(bwrap: setting up uid map' "and says so"
has_record '"sandbox":"none"' "the record says so"
mkdir "$work/bare" && ln -s "$(command -v timeout)" "$work/bare/timeout"
PATH=$work/bare verify HEAD
says err 'bubblewrap \(bwrap\) is not installed' "no bwrap at all"
verify --sandbox=maybe HEAD
exits 2 "--sandbox takes three words"

# --- who asks for what
new_repo trust
checks "{name: tests, run: ['true'], required: true}" "{name: lint, run: ['true'], required: true}"
git branch -q base && git config cdreview.target base
name_checks "{name: tests, run: ['true', weakened], required: false}" "{name: more, run: ['true']}"
verify HEAD
exits 0 "base and branch"
says err 'check lint is not named by the branch any more; it is run all the same' "a check that was dropped"
says err 'check tests is another command in the branch; both are run' "a check that was changed"
says err 'check more is named by the branch alone; it is run as well' "a check that was added"
test_that "four are run" test "$(grep -c '^pass ' "$work/out")" -eq 4
run check HEAD
says err '1 of 1 flagged hunks open .*; all 2 required checks passed$' "what the base requires has passed, the branch's weaker one is not asked for"

# --- the gate
echo more >file && save "Change something"
run check --explain HEAD
exits 1 "a new commit: shut"
says out '^stale +check +tests$' "the result is of another tree"
says out '^    it was run on other contents: run it again$' "--explain says so"
run check --json HEAD
test_that "--json has them" test "$(json 'print join " ", map { "$_->{name}:$_->{state}:$_->{origin}" } @{$j->{checks}}')" = 'tests:stale:trusted lint:stale:dropped'
verify --json HEAD
exits 0 "run again"
test_that "verify --json" test "$(json 'print "$j->{schema} $j->{ran} $j->{passed} $j->{checks}[0]{name} $j->{checks}[0]{result} @{$j->{checks}[0]{run}}"')" = \
	'cdreview.verify/1 4 4 tests pass true'
git commit -q --amend -m "Another subject"
run check HEAD
exits 0 "an amended subject leaves the tree, and the result"
run check --staged
exits 0 "before there is a commit"
says err 'required checks are asked for once there is a commit' "nothing is asked, and that is said"
verify --staged
exits 2 "verify does not take --staged"

new_repo flaky
checks "{name: flaky, run: [sh, -c, 'exit 1'], required: true}"
verify HEAD
cp "$work/registry" "$work/failing"
sed "s/exit 1/exit 0/" "$work/failing" >.cdreview/registry.yaml && save "Mend it" && save "Go on"
run check --explain HEAD
says out '^stale +check +flaky' "another command is another check"
verify HEAD
exits 0 "it passes"
git clone -q . ../flaky2 2>/dev/null && git -C ../flaky2 fetch -q origin '+refs/notes/*:refs/notes/*'
git -C ../flaky2 config user.name B && git -C ../flaky2 config user.email b@example.com
(cd ../flaky2 && TMPDIR=$work/checkouts "$CDREVIEW" verify HEAD >/dev/null 2>&1)
test_that "a later run answers those it knew" sh -c 'git -C "$1" notes --ref=cdreview show HEAD | grep -q "\"replaces\":\[\"sha256:[0-9a-f]\{64\}\"\]"' - ../flaky2

# A failing run elsewhere that nobody has answered keeps the gate shut; one that knew of it opens it.
new_repo two
checks "{name: t, run: [sh, -c, 'test ! -e $work/break'], required: true}"
verify --sandbox=never HEAD
exits 0 "passes in one clone"
git clone -q . ../two2 2>/dev/null
touch "$work/break"
(cd ../two2 && git config user.name B && git config user.email b@example.com && TMPDIR=$work/checkouts "$CDREVIEW" verify --sandbox=never HEAD >/dev/null 2>&1)
git fetch -q ../two2 refs/notes/cdreview:refs/notes/theirs && git notes --ref=cdreview merge -q -s cat_sort_uniq refs/notes/theirs
run check HEAD
exits 1 "fails in another: shut after the merge"
rm "$work/break"
verify --sandbox=never HEAD
run check HEAD
exits 0 "a run that knew of both opens it"

# --- records are no verdicts, and are not believed when they are damaged
flagged_repo nobody
checks "{name: t, run: ['true'], required: true}"
verify HEAD~2..HEAD
exits 0 "a check on flagged code"
run check HEAD~2..HEAD
exits 1 "approves nothing"
says err 'flagged hunks open' "the hunks are open still"
silent err 'missing: removed' "no number of the chain is missed"
forged=$(record | sed 's/"result":"pass","status":0/"result":"pass","status":1/')
git notes --ref=cdreview append -m "$forged" HEAD
run check HEAD~2..HEAD
exits 2 "a record that contradicts itself is tampering"
says err '"status" does not go with the result' "and is named"

# --- trouble
trouble_with() {
	new_repo "$(echo "wrong $1" | tr ' ' -)"
	printf 'cdreview: 1\nextends: []\nchecks:\n- %s\n' "$2" | put .cdreview/registry.yaml
	save "Write $1"
	trouble "$1" "registry\.yaml:4:[0-9]+: $3" verify HEAD
}
trouble_with "a name" "{name: 'a b', run: [x]}" 'name: "a b" is no name for a check'
trouble_with "no program" "{name: a, run: []}" 'run: there is nothing to run'
trouble_with "a bound" "{name: a, run: [x], timeout: 0}" 'timeout: 0 is not within 1 and 86400'
trouble_with "a file outside" "{name: a, run: [x], report: tap, file: ../x}" 'file: "\.\./x" leads out'
trouble_with "a file without report" "{name: a, run: [x], file: x}" 'file: has no effect without report'
trouble_with "an unknown report" "{name: a, run: [x], report: html}" 'report: '
new_repo twice
printf 'cdreview: 1\nextends: []\nchecks:\n- {name: a, run: [x]}\n- {name: a, run: [y]}\n' | put .cdreview/registry.yaml
save twice
trouble "twice" 'registry\.yaml:5:[0-9]+: a second check "a"' verify HEAD
new_repo none && save start && save again
verify HEAD
exits 0 "no checks"
says err 'the registry names no checks' "that is said"
verify HEAD -- x
exits 2 "no pathspecs"

# --- interrupted
new_repo stop
checks "{name: long, run: [sleep, '$long']}"
TMPDIR=$work/checkouts "$CDREVIEW" verify HEAD >"$work/out" 2>"$work/err" &
pid=$!
for i in 1 2 3 4 5 6 7 8 9 10; do alive "sleep $long" && break; sleep 0.2; done
kill -TERM $pid
status=0
wait $pid || status=$?
exits 130 "interrupted"
says err '^interrupted: ' "it is said"
dead "sleep $long" "nothing of it is left"
clean "nor a checkout"
run check HEAD
silent out 'long' "nor a record"
if [ $boxed = yes ]; then
	TMPDIR=$work/checkouts "$CDREVIEW" verify HEAD >"$work/out" 2>"$work/err" &
	pid=$!
	for i in 1 2 3 4 5 6 7 8 9 10; do alive "^sleep $long" && break; sleep 0.2; done
	test_that "it runs again" alive "^sleep $long"
	kill -KILL $pid
	wait $pid 2>/dev/null
	for i in 1 2 3 4 5 6 7 8 9 10; do alive "sleep $long" || break; sleep 0.2; done
	dead "sleep $long" "what is in the sandbox dies with cdreview, even if that is killed"
fi
plan
