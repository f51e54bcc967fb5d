#!/bin/sh
# metrics.sh: sizes and complexity of every .c and .h below core/ tui/ include/ tests/, against
# the limits below. There is no exemption list. Prints "file:line: what" for each offence, then
# a summary. Exit 0 clean, 1 offences, 2 when a tool is missing.
# TREE: the tree to look at (default: this one).
#
# A function is *flat* - a table or one switch - when, braces that close on their own line
# left out, its braces nest at most two deep, and more than half of its lines are case
# labels, table rows, or the `break;` or `return ...;` that ends a case.
# A flat function may be longer, and its switch counts as one decision.
set -u
cd "${TREE:-$(dirname "$0")/..}" || exit 2
export LC_ALL=C

for tool in ctags pmccabe awk; do
	command -v $tool >/dev/null || { echo "metrics.sh: $tool is missing"; exit 2; }
done
ctags --version | grep -q 'Universal Ctags' || { echo "metrics.sh: Universal Ctags is missing"; exit 2; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM

roots=
for root in core tui include tests; do
	[ -d $root ] && roots="$roots $root"
done
# shellcheck disable=SC2086
find $roots -name '*.[ch]' | sort >"$work/files"
[ -s "$work/files" ] || { echo "metrics.sh: no sources"; exit 2; }

# pmccabe: modified and traditional complexity, statements, first line, lines, file(line): name.
# It takes macros and keywords with parentheses in a struct for functions: it reads a copy without them.
sed 's|/[^/]*$||' "$work/files" | sort -u | sed "s|^|$work/copy/|" | xargs mkdir -p
xargs awk -v copy="$work/copy/" '
	FNR == 1 { close(out); out = copy FILENAME }
	{ gsub(/CDR_VEC\([^()]*\)|alignas\([^()]*\)/, "int"); print >out }' <"$work/files"
(cd "$work/copy" && xargs pmccabe) <"$work/files" | sed 's/(\([0-9]*\)): /\t\1\t/' >"$work/functions"
# ctags: functions and prototypes with their parameters
ctags -x --_xformat='%K	%F	%n	%N	%S' --c-kinds=fp --language-force=C -L "$work/files" >"$work/tags"

awk -F'\t' -v files="$work/files" -v functions="$work/functions" -v tags="$work/tags" '
function offence(where, what) { print where ": " what; bad = 1 }

# Columns of a line: tabs to multiples of 8, UTF-8 sequences once.
function columns(text,   parts, n, i, at) {
	gsub(/[\200-\277]/, "", text)
	n = split(text, parts, "\t")
	for (i = 1; i <= n; i++) {
		at += length(parts[i])
		if (i < n)
			at += 8 - at % 8
	}
	return at
}

function read_file(file,   n, text, widest) {
	widest = file ~ /\.h$/ ? 110 : 100
	while ((getline text < file) > 0) {
		lines[file, ++n] = text
		if (columns(text) > widest)
			offence(file ":" n, columns(text) " columns, at most " widest)
	}
	close(file)
	if (lines[file, 1] !~ /^\/\*/)
		offence(file ":1", "does not open with a comment")
	if (n > (file ~ /\.h$/ ? 200 : 600))
		offence(file, n " lines, at most " (file ~ /\.h$/ ? 200 : 600))
	note("file", n)
}

# Text without strings, characters and comments, so that braces in it are code.
function bare(text) {
	gsub(/\\./, "", text)
	gsub(/"[^"]*"/, "", text)
	gsub(/\047[^\047]*\047/, "", text)
	gsub(/\/\*[^*]*\*\//, "", text)
	while (gsub(/\{[^{}]*\}/, "", text))
		;
	return text
}

function is_flat(file, first, n,   i, text, depth, deepest, rows, opened) {
	for (i = first; i < first + n; i++) {
		text = lines[file, i]
		if (text ~ /^[ \t]*(case .*:|default:)/ || text ~ /^[ \t]*(break|return[^;]*);$/ ||
		    text ~ /^[ \t]*(\[[^]]*\] = )?(\{.*\}|"[^"]*"),$/)
			rows++
		text = bare(text)
		opened = gsub(/\{/, "", text)
		depth += opened - gsub(/\}/, "", text)
		if (depth > deepest)
			deepest = depth
	}
	return deepest <= 2 && rows * 2 > n
}

function check_function(file, at, name, first, n, modified, traditional,   flat, complexity, most) {
	flat = is_flat(file, first, n)
	complexity = flat ? modified : traditional
	most = flat ? 80 : 60
	if (n > most)
		offence(file ":" at, name " has " n " lines, at most " most)
	if (complexity > 20)
		offence(file ":" at, name " has complexity " complexity ", at most 20")
	note("function", n)
	note("complexity", complexity)
}

# Parameters in "(const char *a,void (*f)(int))": commas outside of inner parentheses.
function parameters(signature,   inner) {
	inner = substr(signature, 2, length(signature) - 2)
	if (inner ~ /^(void)?$/)
		return 0
	while (gsub(/\([^()]*\)/, "", inner))
		;
	return gsub(/,/, "", inner) + 1
}

function note(what, value) { seen[what, ++count[what]] = value }

# Value at PERCENT of the sorted values; counting sort, values are small.
function percentile(what, percent,   i, value, tally, left, highest) {
	for (i = 1; i <= count[what]; i++) {
		value = seen[what, i]
		tally[value]++
		if (value > highest)
			highest = value
	}
	left = count[what] * percent / 100
	for (value = 0; value <= highest; value++) {
		left -= tally[value]
		if (left <= 0)
			return value
	}
	return highest + 0
}
function summary(what) {
	return sprintf("%s p50 %d p90 %d max %d", what, percentile(what, 50), percentile(what, 90), percentile(what, 100))
}

BEGIN {
	while ((getline file < files) > 0)
		read_file(file)
	while ((getline < functions) > 0) {
		measured[$6, $8] = 1
		check_function($6, $7, $8, $4, $5, $1, $2)
	}
	while ((getline < tags) > 0) {
		if (parameters($5) > 5)
			offence($2 ":" $3, $4 " has " parameters($5) " parameters, at most 5")
		if ($1 == "function" && !(($2, $4) in measured))
			offence($2 ":" $3, $4 " was not measured: write it so that pmccabe can read it")
	}
	print count["file"] " files, " count["function"] " functions; lines: " summary("file") "; " \
		summary("function") "; " summary("complexity")
	exit bad
}'
