#!/bin/sh
# Whatever a file is encoded in, its rules see its text, and what they hide are its bytes.
. "$(dirname "$0")/lib.sh"

new_repo encodings
echo start | put start.txt
save "Start"
source='# na\303\257ve\r\nx = 1\nkey = "tr0ub4dor&3"; eval(x)\nend = 1\n'
# shellcheck disable=SC2059 # the text is the format
printf "$source" >plain.py
for encoding in UTF-16LE UTF-16BE LATIN1; do
	iconv -f UTF-8 -t "$encoding" plain.py >"$encoding.py"
done
{ printf '\377\376' && cat UTF-16LE.py; } >marked-le.py
{ printf '\376\377' && cat UTF-16BE.py; } >marked-be.py
{ printf '\357\273\277' && cat plain.py; } >marked-8.py
printf '#\0\nx = 1\nkey = "tr0ub4dor&3"; eval(x)\n' >nul.py
printf '# \377\376\300\nx = "\200"\nkey = "tr0ub4dor&3"; eval(x)\n' >invalid.py
printf '\357\273\277eval(x)\n' >first.py
save "Encodings"
cat >"$work/registry.yaml" <<-'YAML'
	cdreview: 1
	name: test
	extends: []
	rules:
	- {id: t.eval, title: Do without eval, languages: [python], match: {mask: comments+strings, re: '\beval\('}}
	- {id: t.first, title: No eval at the start, languages: [python], match: {re: '^eval\('}}
	- {id: t.secret, title: Keep keys out, languages: [python], match: {re: 'key = "(?<value>[^"]+)"'}, redact: value}
YAML
run scan --registry "$work/registry.yaml" --json HEAD
found() { test_that "$3" grep -q "\"path\":\"$1.py\"[^}]*\"rule\":\"$2" "$work/out"; }
for file in plain UTF-16LE UTF-16BE LATIN1 marked-le marked-be marked-8 nul invalid; do
	found $file 't.eval"[^}]*"line":3,' "eval is seen in $file"
	found $file 't.secret"[^}]*"line":3,' "so is the key"
done
found UTF-16LE 't.eval"[^}]*"line":3,"col":44,' "columns are bytes, after half of a line end"
found UTF-16BE 't.eval"[^}]*"line":3,"col":43,' "and with the other end first"
found first 't.first"[^}]*"line":1,"col":4,' "a mark hides no first line"
for file in UTF-16LE UTF-16BE nul; do
	found $file 'builtin.binary"' "$file is a binary file as well"
done
for args in "scan" "scan --json --all-hunks" "check --explain"; do
	# shellcheck disable=SC2086 # words
	run $args --registry "$work/registry.yaml" HEAD
	sed 's/\^@//g; s/\\u0000//g' "$work/out" | tr -d '\000' >"$work/bare"
	silent bare 'r0ub4' "no byte of the key in: $args"
done

plan
