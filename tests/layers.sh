#!/bin/sh
# layers.sh: proves the floor plan of CONTRIBUTING.md from the #include lines and
# from the symbols of the object files, then asks docs.sh about the code maps.
# Prints "file: what" for each offence. Exit 0 clean, 1 offences, 2 cannot tell.
# TREE: the tree to look at (default: this one). BUILD: its objects, relative to
# TREE or absolute, built without sanitizers (default: build/release).
set -u
here=$(cd "$(dirname "$0")" && pwd)
TREE=${TREE:-$here/..}
BUILD=${BUILD:-build/release}
cd "$TREE" || exit 2
export LC_ALL=C TREE=.

for tool in nm objdump tsort awk; do
	command -v $tool >/dev/null || { echo "layers.sh: $tool is missing"; exit 2; }
done
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT INT TERM

# Rooms of core/, lowest first; rooms on one line do not know each other. core/*.c is "session".
cat >"$work/rooms" <<'ROOMS'
base
git rules
scan
verdict
verify
gate decay
prompt
session
ROOMS

# Foreign headers and the only places that may include them.
cat >"$work/owners" <<'OWNERS'
^git2(\.h|/)	^core/git/
^yaml\.h	^core/rules/yaml\.c$
^pcre2\.h	^core/rules/pattern\.c$
^jansson\.h	^core/base/json\.c$
^libdeflate\.h	^core/git/inflate\.c$
^openssl/	^core/base/sha256\.c$
^(ncurses|curses|ncursesw/.*)\.h	^tui/term/screen\.c$
OWNERS

# What nothing in core/ may call or touch: output, ends, environment, clock, locale, shells, unbounded copies.
never_core='printf|vprintf|puts|putchar|perror|stdin|stdout|stderr|exit|_exit|_Exit|quick_exit|abort'
never_core="$never_core|getenv|secure_getenv|environ|__environ|setenv|unsetenv|putenv"
never_core="$never_core|time|clock|clock_gettime|gettimeofday|localtime|localtime_r|mktime|setlocale|newlocale|uselocale"
never_anywhere='system|popen|strcpy|stpcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|atoll|gets'
abort_allowed='core/base/arena.o'

# All that the pure part of the screen may call besides cdr_* and tui_*; abort when memory is refused.
pure_calls='abort|mem[a-z]*|str[a-z]*|snprintf|vsnprintf|malloc|calloc|realloc|free|qsort|bsearch|__assert_fail'
pure_calls="$pure_calls|__stack_chk_fail|__[a-z]*_chk|_GLOBAL_OFFSET_TABLE_"
pure_headers='^(assert|inttypes|limits|stdalign|stdarg|stdbool|stddef|stdint|stdio|stdlib|strings?)\.h$'

tui_globals=2   # writable globals that the terminal needs, for its signal handlers

sources=$(find core tui include -name '*.[ch]' | sort)
[ -n "$sources" ] || { echo "layers.sh: no sources in $TREE"; exit 2; }

# --- includes: file, line, "q" or "a" (quotes or angles), target -----------------------------------
# shellcheck disable=SC2086
awk '/^[ \t]*#[ \t]*include/ {
	form = index($0, "\"") ? "q" : "a"
	target = $0
	sub(/^[^"<]*["<]/, "", target)
	sub(/[">].*/, "", target)
	print FILENAME "\t" FNR "\t" form "\t" target
}' $sources >"$work/includes"

# What the rooms allow; shared by includes and symbols.
cat >"$work/rooms.awk" <<'AWK'
function load_rooms(file,   row, line, n, i, names) {
	while ((getline line < file) > 0) {
		row++
		n = split(line, names, " ")
		for (i = 1; i <= n; i++)
			rank[names[i]] = row
	}
}
function room_of(path,   parts, n) {    # of core/..., with or without a build folder before it
	n = split(path, parts, "/")
	return n > 2 ? parts[2] : "session"
}
function allowed(from, to) { return from == to || rank[to] < rank[from] }
AWK

check_includes() {
	awk -F'\t' -v rooms="$work/rooms" -v owners="$work/owners" -v pure="$pure_headers" "$(cat "$work/rooms.awk")"'
	function offence(what) { print file ":" line ": " what }
	function exists(path) { return path in known }
	function quoted(   room) {
		if (target ~ /(^|\/)\.\.?\//)
			offence("includes \"" target "\" by a relative path")
		else if (target ~ /^cdreview\//) {
			if (!exists("include/" target))
				offence("includes \"" target "\", which include/ does not have")
		} else if (file ~ /^include\//)
			offence("the contract includes \"" target "\", which is not of the contract")
		else if (file ~ /^core\//)
			quoted_in_core()
		else if (!exists("tui/" target))
			offence("includes \"" target "\", but tui/ may include only cdreview/ and its own")
	}
	function quoted_in_core(   room) {
		if (!exists("core/" target)) {
			offence("includes \"" target "\", but core/ may include only cdreview/ and its own, by room")
			return
		}
		room = room_of("core/" target)
		if (!allowed(room_of(file), room))
			offence(room_of(file) " includes \"" target "\" of " room)
	}
	function angled(   i) {
		if (exists("include/" target) || exists("core/" target) || exists("tui/" target))
			offence("includes <" target ">, which is ours, in angles")
		for (i = 1; i <= n_owners; i++) {
			if (target ~ foreign[i] && file !~ owner[i])
				offence("may not include <" target ">")
		}
	}
	BEGIN {
		load_rooms(rooms)
		while ((getline < owners) > 0) {
			foreign[++n_owners] = $1
			owner[n_owners] = $2
		}
	}
	FILENAME == ARGV[1] { known[$1] = 1; next }
	{
		file = $1; line = $2; target = $4
		if ($3 == "q")
			quoted()
		else
			angled()
		if (file ~ /^tui\/review\// && $3 == "q" && target !~ /^(cdreview|review)\//)
			offence("pure, but includes \"" target "\"")
		if (file ~ /^tui\/review\// && $3 == "a" && target !~ pure)
			offence("pure, but includes <" target ">")
	}' "$work/sources" "$work/includes"
}

check_rooms_are_known() {
	find core -mindepth 1 -maxdepth 1 -type d | sort | while read -r folder; do
		grep -qw "${folder#core/}" "$work/rooms" || echo "$folder: no room of the floor plan"
	done
}

# Headers that include each other in a circle.
check_cycles() {
	awk -F'\t' -v edges="$work/edges" 'BEGIN { printf "" >edges }
	$1 ~ /\.h$/ && $3 == "q" {
		from = $1
		sub(/^(include|core|tui)\//, "", from)
		if (from == $4)
			print $1 ": includes itself"
		else
			print from, $4 >edges
	}' "$work/includes"
	tsort "$work/edges" 2>&1 >/dev/null | sed -n '/loop/!s/^tsort: \(.*\)/\1: in a circle of includes/p'
}

# --- symbols ---------------------------------------------------------------------------------------
# Objects of today's sources, by their path below BUILD, and the sources that have none.
find core tui -name '*.c' | sort >"$work/c_files"
sed 's/\.c$/.o/' "$work/c_files" | while read -r object; do
	if [ -f "$BUILD/$object" ]; then
		echo "$object"
	else
		echo "${object%.o}.c: has no object in $BUILD" >>"$work/unbuilt"
	fi
done >"$work/objects"
if [ -s "$work/unbuilt" ]; then
	cat "$work/unbuilt"
	echo "layers.sh: build first"
	exit 2
fi
printf '%s\n' "$sources" >"$work/sources"
(cd "$BUILD" && xargs nm -A -P <"$work/objects") >"$work/symbols" || exit 2
(cd "$BUILD" && xargs objdump -t <"$work/objects") >"$work/tables" || exit 2

check_calls() {
	awk -v core="^($never_core)\$" -v all="^($never_anywhere)\$" -v pure="^((cdr|tui)_.*|$pure_calls)\$" \
		-v may_abort="$abort_allowed" '
	$3 != "U" && $3 != "w" { next }
	{
		object = $1
		sub(/:$/, "", object)
		name = $2
		sub(/@.*/, "", name)
		if (name ~ all || (object ~ /^core\// && name ~ core && !(name == "abort" && object == may_abort)))
			print object ": calls or touches " name
		else if (object ~ /^tui\/review\// && name !~ pure)
			print object ": pure, but calls or touches " name
	}' "$work/symbols"
}

# A room may not reach up by declaring a function itself, nor the tui behind the contract.
check_symbol_rooms() {
	cat include/cdreview/*.h 2>/dev/null | tr -cs 'A-Za-z0-9_' '\n' | sort -u >"$work/contract"
	awk -v rooms="$work/rooms" "$(cat "$work/rooms.awk")"'
	BEGIN { load_rooms(rooms) }
	pass == 1 { contract[$1] = 1; next }
	{ sub(/:$/, "", $1) }
	pass == 2 && $3 ~ /^[TDRBC]$/ { home[$2] = $1 }
	pass == 2 || $3 != "U" || !($2 in home) { next }
	$1 ~ /^core\// && home[$2] ~ /^tui\// { print $1 ": calls " $2 " of tui" }
	$1 ~ /^core\// && home[$2] ~ /^core\// && !allowed(room_of($1), room_of(home[$2])) {
		print $1 ": " room_of($1) " calls " $2 " of " room_of(home[$2])
	}
	$1 ~ /^tui\// && home[$2] ~ /^core\// && !($2 in contract) {
		print $1 ": calls " $2 ", which is not in include/cdreview/"
	}
	$1 ~ /^tui\/review\// && home[$2] ~ /^tui\// && home[$2] !~ /^tui\/review\// {
		print $1 ": pure, but calls " $2 " of " home[$2]
	}' pass=1 "$work/contract" pass=2 "$work/symbols" pass=3 "$work/symbols"
}

# Writable data: objects of .data, .bss, .tdata, .tbss or common; .data.rel.ro is constant once loaded.
check_globals() {
	awk -v most="$tui_globals" '
	/file format/ { object = $1; sub(/:$/, "", object); next }
	/^[0-9a-f]+ ....... [^ ]+\t/ && substr($0, 1 + index($0, " "), 7) !~ /[dfF]/ {   # no section, file, function
		place = $0
		sub(/\t.*/, "", place)
		sub(/.* /, "", place)
		if (place !~ /^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ || place ~ /^\.data\.rel\.ro/)
			next
		if (object ~ /^core\// || object ~ /^tui\/review\//)
			print object ": writable global " $NF
		else if (++n > most)
			print object ": writable global " $NF ", more than the " most " that tui/ may have"
	}' "$work/tables"
}

{
	check_rooms_are_known
	check_includes
	check_cycles
	check_calls
	check_symbol_rooms
	check_globals
	"$here/docs.sh"
} >"$work/offences"
cat "$work/offences"
[ ! -s "$work/offences" ]
