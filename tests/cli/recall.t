#!/bin/sh
# What earlier scans have kept changes no byte of any output, whatever became of repository, rules or the file.
. "$(dirname "$0")/lib.sh"
fixtures=$top/tests/fixtures
empty=4b825dc642cb6eb9a060e54bf8d69288fbee4904

cat >"$work/rules.yaml" <<'YAML'
cdreview: 1
rules:
- {id: t.word, title: W, severity: low, match: {re: '\b(?:line|LINE|topic)\b'}}
- {id: t.gone, title: G, match: {side: removed, re: 'return\s+\d'}}
- {id: t.return, title: R, paths: ['*.py'], when: {re: 'def \w+'}, need: {scope: hunk, re: 'return 22'}}
- {id: t.touch, title: T, severity: info, touch: {paths: ['*.sh', '*.js', 'sub']}}
- {id: t.secret, title: S, severity: high, redact: s, match: {re: 'key = "(?P<s>tok_\w+)"'}}
- {id: t.entity, title: E, when: {scope: entity, re: 'verify=False'}, need: {scope: entity, re: 'ca_bundle'}}
- {id: t.deleted, title: D, severity: info, status: [D], touch: {paths: ['**']}}
- {id: t.added, title: A, severity: info, status: [A], match: {re: 'kind'}}
- id: t.model
  title: M
  paths: ['model*']
  when: {re: 'model (?<m>M\d+)'}
  need: {scope: range, paths: ['migration*'], side: added, re: 'migration {m}\b'}
YAML
REGISTRY=$work/rules.yaml

sh "$fixtures/repo-kinds.sh" "$work/repo" >/dev/null && sh "$fixtures/long-history.sh" "$work/repo" 300 || exit 1
cd "$work/repo" || exit 1
git config user.name "Ana Ruiz"
git config user.email ana@example.com
results=.git/cdreview-results

# scan_to FILE OPTION...: report and status into FILE, what was known into $known
scan_to() {
	to=$1
	shift
	status=0
	timeout 120 "$CDREVIEW" scan ${REGISTRY:+--registry="$REGISTRY"} --stats "$@" >"$to" 2>"$work/err" </dev/null ||
		status=$?
	echo "exit status $status" >>"$to"
	known=$(sed -n 's/^changes .*: \([0-9]*\) known .*/\1/p' "$work/err")
	read_anew=$(sed -n 's/^changes .* \([0-9]*\) read$/\1/p' "$work/err")
}

# same NAME LEAST [RANGE [OPTION...]]: scans know at least LEAST changes and say what one says that knows nothing
same() {
	what=$1 least=$2 range=${3:-$empty..HEAD}
	shift 2
	[ $# -gt 0 ] && shift
	for form in --json ''; do
		# shellcheck disable=SC2086 # no word is no option
		{
			scan_to "$work/want" $form --no-cache "$@" "$range"
			test_that "$what: nothing is known without it" test "$known" -eq 0
			scan_to "$work/out" $form "$@" "$range"
			test_that "$what: the same $form" cmp "$work/want" "$work/out"
			test_that "$what: $least are known" test "$known" -ge "$least"
		}
	done
}

# --- kept and found again ----------------------------------------------------------------
run scan --registry="$REGISTRY" HEAD~200..HEAD
test_that 'a short range leaves nothing behind' test ! -e $results
scan_to "$work/cold" --json "$empty..HEAD"
test_that 'cold: nothing is known' test "$known" -eq 0
test_that 'a long one does' test "$(ls $results | wc -l)" -eq 1
test_that 'for its owner alone' sh -c 'test "$(stat -c %a $0) $(stat -c %a $0/*)" = "700 600"' "$results"
test_that 'the journal has its folder for itself' test ! -e .git/cdreview
for threads in 1 2 7; do
	same "$threads threads" 370 "" "--threads=$threads"
done
scan_to "$work/out" --json "$empty..HEAD"
test_that 'cold and warm: the same' cmp "$work/cold" "$work/out"
test_that 'cold and warm: eight are scanned anew' test "$read_anew" -eq 8
says cold '"rule":"builtin.suppression"' 'there are suppressions in it'
size=$(stat -c %s $results/*)
scan_to "$work/out" --json "$empty..HEAD"
test_that 'nothing new, nothing written' test "$(stat -c %s $results/*)" -eq "$size"
rm -r $results
same 'kept by seven threads' 0 "" --threads=7
same 'and read by one' 370 "" --threads=1

run scan --registry="$REGISTRY" --json HEAD~5..HEAD
says out '"changes":5,' 'a part of the range'
same 'another range of the same commits' 250 HEAD~280..HEAD~10
same 'one that begins elsewhere' 90 HEAD~200..HEAD~100
same 'a merge and its sides' 6 HEAD~30..HEAD~15

# --- the history goes on -------------------------------------------------------------------
put app/m3.py <<-'PY'
	line = 1
	key = "tok_abcdef"
PY
save 'One more'
same 'one new commit' 370
scan_to "$work/out" --json "$empty..HEAD"
test_that 'it is kept like the others' test "$read_anew" -eq 8
echo 'line = 2' >>app/m3.py
git commit -q --amend -a -m 'One more, amended'
same 'amended' 370
git checkout -q -b elsewhere HEAD~3
save 'Elsewhere'
same 'another branch' 370
git checkout -q main
git rm -q app/m1.py && git mv app/m2.py app/moved.py && save 'Move'
same 'renamed' 370

echo 'a kind' >kind && save 'A file'
rm kind && ln -s 'a kind' kind && save 'A link'
rm kind && echo 'another kind' >kind && save 'A file again'
for more in 1 2 3 4 5 6 7 8 9; do echo "kind$more" >>app/m5.py && save "$more"; done
same 'parts of a type change' 370

# --- what is asked beyond the commit -----------------------------------------------------------
echo 'migration M17' >migration17.txt
save 'The migration that was missing'
same 'a companion that came later' 370
echo 'model M900' >model900.txt
save 'A model'
echo 'migration M900' >migration900.txt
save 'and its migration'
same 'a model with its companion' 370
for more in 1 2 3 4 5 6 7 8 9; do echo "other$more" >>app/m5.py && save "$more"; done
same 'a range without it' 370 "$empty..HEAD~10"
scan_to "$work/out" --json "$empty..HEAD~10"
says out '"path":"model900.txt".*"rule":"t.model"' 'it is missed there'
printf '# cdreview:allow t.word -- mine\nline = 7\n' >>app/m4.py
save 'Allow'
same 'a suppression in the range' 250 HEAD~270..HEAD
for more in 1 2 3 4 5 6 7 8 9 10 11 12; do
	sed -i "s/^line = 7.*/line = 7$more/" app/m4.py && save "$more"
done
same 'the whole again' 370
scan_to "$work/out" --json "$empty..HEAD"
silent out '"suppressed":"mine"' 'it excuses nothing'
same 'the suppression before the range' 4 HEAD~12..HEAD
scan_to "$work/out" --json HEAD~12..HEAD
says out '"suppressed":"mine"' 'it excuses something'
same 'and in it again' 250 HEAD~285..HEAD

# --- what cannot be read -----------------------------------------------------------------------
blob=$(git rev-parse HEAD:app/moved.py | sed 's/../&\//')
mkdir -p "$work/away/${blob%/*}"
mv .git/objects/pack "$work/pack" && mkdir .git/objects/pack
for pack in "$work"/pack/*.pack; do git unpack-objects -q <"$pack"; done
rm -r $results
mv ".git/objects/$blob" "$work/away/$blob"
same 'an object that is gone' 0
scan_to "$work/out" --json "$empty..HEAD"
says out '"rule":"builtin.unscannable"' 'and is missed'
mv "$work/away/$blob" ".git/objects/$blob"
same 'and is there again' 350
scan_to "$work/out" --json "$empty..HEAD"
silent out '"rule":"builtin.unscannable"' 'and is not missed any more'

# --- the rules -------------------------------------------------------------------------------
sed -i "s/LINE|topic/LINE|return/" "$REGISTRY"
same 'a rule was changed' 0
test_that 'there is a file for each' test "$(ls $results | wc -l)" -eq 2
same 'and is known now' 370
sed -i 's/severity: low/severity: off/' "$REGISTRY"
same 'a rule was switched off' 0
cat >>"$REGISTRY" <<'YAML'
allow:
- {rule: t.gone, reason: agreed, until: 2999-01-01}
YAML
same 'an exception' 0
scan_to "$work/out" --json "$empty..HEAD"
says out '"suppressed":"agreed"' 'it excuses something'
sed -i 's/2999/2001/' "$REGISTRY"
same 'that is past' 0
scan_to "$work/out" --json "$empty..HEAD"
silent out '"suppressed":"agreed"' 'it excuses nothing any more'
printf -- '- {rule: t.touch, reason: why}\n' >>"$REGISTRY"
same 'one more set of rules' 0
test_that 'old files are removed' test "$(ls $results | wc -l)" -eq 4
same 'the last one stays' 370
REGISTRY=
same 'shipped rules' 0
same 'shipped rules again' 370

# --- the file ----------------------------------------------------------------------------------
rm -r $results
same 'cold' 0
file=$(echo "$results"/*)
cp "$file" "$work/good"
for size in 0 7 50 51 55 70 3000 10000; do
	head -c $size "$work/good" >"$file"
	same "cut at $size" 0
	same "cut at $size: rebuilt" 370
done
cp "$work/good" "$file"
perl -e 'open my $f, "+<", shift; seek $f, 300, 0; read $f, my $c, 1; seek $f, 300, 0; print $f chr(ord($c) ^ 4)' "$file"
same 'a bit that fell over' 0
same 'a bit that fell over: rebuilt' 370
(cat "$work/good" && printf 'torn') >"$file"
same 'torn at its end' 370
save 'Another'
same 'torn at its end, and added to' 370
scan_to "$work/out" --json "$empty..HEAD"
test_that 'what was torn is gone' test "$read_anew" -eq 8
sed 's/^cdreview results 1$/cdreview results 2/' "$work/good" >"$file"
scan_to "$work/out" --json "$empty..HEAD"
test_that 'of another version: not used' test "$known" -eq 0
same 'of another version' 0
rm "$file" && ln -s "$work/good" "$file"
cp "$work/good" "$work/copy"
same 'a symbolic link' 0
test_that 'a symbolic link is not followed' test "$known" -eq 0
test_that 'a symbolic link is left alone' cmp "$work/copy" "$work/good"
rm "$file" && mkfifo "$file"
same 'a pipe' 0
rm "$file" && mkdir "$file"
same 'a folder' 0
rmdir "$file" && cp "$work/good" "$file" && chmod 666 "$file"
same 'writable by everybody' 0
test_that 'writable by everybody: not used' test "$known" -eq 0
chmod 600 "$file"
rm -r $results && mkdir "$work/elsewhere" && ln -s "$work/elsewhere" $results
same 'a link in the place of the folder' 0
test_that 'nothing is written there' test ! -e "$work/elsewhere/results"
rm $results && echo >$results
same 'a file in the place of the folder' 0
rm $results
# What a full disk says to a write.
(ulimit -f 0 && exec "$CDREVIEW" scan --json "$empty..HEAD") 2>"$work/err" | cat >"$work/full"
scan_to "$work/out" --json --no-cache "$empty..HEAD"
sed -i '/^exit status/d' "$work/out"
test_that 'a full disk: the same' cmp "$work/full" "$work/out"
rm -rf $results
if [ "$(id -u)" -ne 0 ]; then
	chmod a-w .git
	same 'a folder that is read only' 0
	chmod u+w .git
fi

# --- processes -----------------------------------------------------------------------------------
"$CDREVIEW" scan --json "$empty..HEAD" >"$work/one" 2>"$work/err" &
"$CDREVIEW" scan --json "$empty..HEAD" >"$work/two" 2>"$work/err2"
wait $!
test_that 'two at once: the same' cmp "$work/one" "$work/two"
same 'two at once: known' 370
rm -r $results
for pause in 0.01 0.03 0.05 0.1 0.2; do
	"$CDREVIEW" scan --json "$empty..HEAD" >"$work/killed" 2>&1 &
	sleep $pause
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
	scan_to "$work/out" --json --no-cache "$empty..HEAD"
	mv "$work/out" "$work/want"
	scan_to "$work/out" --json "$empty..HEAD~1"
	scan_to "$work/out" --json "$empty..HEAD"
	test_that "killed after $pause s: the same" cmp "$work/want" "$work/out"
done

# --- who does not ask ------------------------------------------------------------------------------
file=$(echo "$results"/*)
run check --json "$empty..HEAD"
mv "$work/out" "$work/gate"
perl "$fixtures/poison.pl" "$file" || exit 1
scan_to "$work/out" --json "$empty..HEAD"
test_that 'poisoned: it is believed' test "$(grep -c '"rule":' "$work/out")" -lt "$(grep -c '"rule":' "$work/want")"
run check --json "$empty..HEAD"
exits 1 'poisoned: the gate is not'
test_that 'poisoned: the gate sees all' cmp "$work/gate" "$work/out"
run scan --json --all-hunks HEAD~300..HEAD
mv "$work/out" "$work/want"
run scan --json --all-hunks --no-cache HEAD~300..HEAD
test_that 'poisoned: nor are all hunks' cmp "$work/want" "$work/out"
for option in --no-shortcuts --diff-engine=libgit2; do
	scan_to "$work/want" --json --no-cache $option HEAD~300..HEAD~250
	scan_to "$work/out" --json $option HEAD~300..HEAD~250
	test_that "poisoned: nor is $option" cmp "$work/want" "$work/out"
done
scan_to "$work/want" --json --no-cache "$empty..HEAD" -- app
scan_to "$work/out" --json "$empty..HEAD" -- app
test_that 'poisoned: nor are pathspecs' cmp "$work/want" "$work/out"
rm -r $results

git config cdreview.cache no
scan_to "$work/out" --json "$empty..HEAD"
test_that 'cdreview.cache=no: nothing is kept' test ! -e $results
git config cdreview.cache perhaps
trouble 'cdreview.cache=perhaps' 'cdreview.cache is true or false, not "perhaps"' scan HEAD
git config cdreview.cache true

# --- repositories that are not whole, or not what they seem --------------------------------------------
same 'whole' 0
git replace HEAD~40 HEAD~60
same 'replaced' 370
git replace -d HEAD~40 >/dev/null
git clone -q --bare --depth 270 "file://$work/repo" "$work/shallow" 2>/dev/null
cd "$work/shallow" || exit 1
results=cdreview-results
boundary=$(head -n 1 shallow)
same 'shallow' 0 "$boundary..HEAD"
same 'shallow, known' 240 "$boundary..HEAD"
git fetch -q --unshallow
same 'not any more' 240
plan
