#!/bin/sh
# house.t: the guards of the house are tests too. Each case plants one violation in a small
# clean tree and looks for the guard's words; a guard that never fails proves nothing.
set -u
top=${top:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT INT TERM
n=0

ok() { n=$((n + 1)); echo "ok $n - $1"; }
not_ok() { n=$((n + 1)); echo "not ok $n - $1"; sed 's/^/# /' "$work/said"; }

# compile FILE.c...: into build/ of the current tree
compile() {
	for c in "$@"; do
		mkdir -p "build/$(dirname "$c")"
		cc -std=c11 -w -fno-builtin -Iinclude "-I${c%%/*}" -c -o "build/${c%.c}.o" "$c" || exit 1
	done
}

write() { mkdir -p "$(dirname "$1")" && cat >"$1"; }

# The clean tree: every room that has a rule of its own, one file each.
mkdir "$work/clean" && cd "$work/clean" || exit 1
write include/cdreview/api.h <<'C'
/* api.h - the contract. */
int cdr_api(void);
C
write core/base/low.h <<'C'
/* low.h - lowest. */
int cdr_low(void);
C
printf '/* why */\n#include "base/low.h"\n#include <string.h>\nint cdr_low(void) { return 1; }\n' | write core/base/low.c
printf '/* why */\nvoid abort(void);\nvoid cdr_oom(void) { abort(); }\n' | write core/base/arena.c
printf '/* git.h - git. */\nint cdr_git(void);\n' | write core/git/git.h
printf '/* why */\n#include "git/git.h"\n#include "base/low.h"\nint cdr_git(void) { return cdr_low(); }\n' |
	write core/git/git.c
printf '/* why */\n#include "base/low.h"\nint cdr_rules(void) { return cdr_low(); }\n' | write core/rules/rules.c
printf '/* why */\n#include "cdreview/api.h"\n#include "git/git.h"\nint cdr_api(void) { return cdr_git(); }\n' |
	write core/session.c
printf '/* why */\n#include "cdreview/api.h"\nstatic int x;\nint *tui_x(void) { return &x; }\nint main(void) { return cdr_api(); }\n' |
	write tui/main.c
printf '/* why */\n#include <string.h>\nint tui_view(const char *s) { return (int)strlen(s); }\n' |
	write tui/review/view.c
for c in core/base/arena core/base/low core/git/git core/rules/rules core/session tui/main tui/review/view; do
	for file in "$c.c" "$c.h"; do
		[ -f "$file" ] && echo "- \`$(basename "$file")\`: a sentence." >>"$(dirname "$c")/README.md"
	done
done
compile core/*/*.c core/*.c tui/*.c tui/review/*.c

# plant NAME GUARD WORDS...: runs the commands of stdin in a copy of the clean tree, then GUARD,
# which must exit 1 and say all WORDS.
plant() {
	rm -rf "$work/tree" && cp -r "$work/clean" "$work/tree" && cd "$work/tree" || exit 1
	commands=$(cat)
	eval "$commands"
	name=$1
	TREE=$work/tree BUILD=build "$top/tests/$2" >"$work/said" 2>&1
	status=$?
	shift 2
	for words in "$@"; do
		if [ $status -ne 1 ] || ! grep -qF -- "$words" "$work/said"; then
			not_ok "$name (exit $status): $words"
			return
		fi
	done
	ok "$name"
}

# include FILE LINE: puts an #include into FILE, which is compiled no more
include() { sed -i "1a #include $2" "$1"; }

# code FILE.c TEXT: adds TEXT and compiles
code() { printf '%s\n' "$2" >>"$1" && compile "$1"; }

for guard in layers.sh docs.sh metrics.sh; do
	if TREE=$work/clean BUILD=build "$top/tests/$guard" >"$work/said" 2>&1; then
		ok "$guard passes a clean tree"
	else
		not_ok "$guard passes a clean tree"
	fi
done

plant "a lower room includes a higher one" layers.sh 'core/base/low.c:2: base includes "git/git.h" of git' <<'SH'
include core/base/low.c '"git/git.h"'
SH
plant "rooms of one row include each other" layers.sh 'core/rules/rules.c:2: rules includes "git/git.h" of git' <<'SH'
include core/rules/rules.c '"git/git.h"'
SH
plant "tui includes core" layers.sh 'tui/main.c:2: includes "base/low.h", but tui/ may include only' <<'SH'
include tui/main.c '"base/low.h"'
SH
plant "core includes tui" layers.sh 'core/session.c:2: includes "review/state.h", but core/ may include only' <<'SH'
include core/session.c '"review/state.h"'
SH
plant "the contract includes core" layers.sh 'include/cdreview/api.h:2: the contract includes "base/low.h"' <<'SH'
include include/cdreview/api.h '"base/low.h"'
SH
plant "an include takes a relative path" layers.sh 'by a relative path' <<'SH'
include core/git/git.c '"../base/low.h"'
SH
plant "our header in angles" layers.sh 'which is ours, in angles' <<'SH'
include core/base/low.c '<git/git.h>'
SH
plant "foreign headers out of their places" layers.sh 'may not include <git2.h>' \
	'may not include <git2/sys/repository.h>' 'may not include <yaml.h>' 'may not include <pcre2.h>' \
	'may not include <jansson.h>' 'may not include <openssl/evp.h>' 'may not include <ncurses.h>' \
	'may not include <curses.h>' <<'SH'
for header in git2.h git2/sys/repository.h yaml.h pcre2.h jansson.h openssl/evp.h ncurses.h curses.h; do
	include core/session.c "<$header>"
done
SH
plant "<git2.h> in core/git is allowed, <yaml.h> is not" layers.sh 'core/git/git.c:2: may not include <yaml.h>' <<'SH'
include core/git/git.c '<git2.h>'
include core/git/git.c '<yaml.h>'
SH
plant "the pure screen includes what does I/O" layers.sh 'pure, but includes <unistd.h>' \
	'pure, but includes <time.h>' 'pure, but includes <poll.h>' 'pure, but includes <termios.h>' \
	'pure, but includes <locale.h>' 'pure, but includes <curses.h>' <<'SH'
for header in unistd time poll termios locale curses; do include tui/review/view.c "<$header.h>"; done
SH
plant "the pure screen includes the terminal" layers.sh 'pure, but includes "term/screen.h"' <<'SH'
printf '/* screen.h */\n' | write tui/term/screen.h
include tui/review/view.c '"term/screen.h"'
SH
plant "headers in a circle" layers.sh 'base/low.h: in a circle of includes' <<'SH'
printf '/* mid.h */\n#include "base/low.h"\n' >core/base/mid.h
include core/base/low.h '"base/mid.h"'
SH
plant "a header includes itself" layers.sh 'core/base/low.h: includes itself' <<'SH'
include core/base/low.h '"base/low.h"'
SH
plant "an unknown room" layers.sh 'core/misc: no room of the floor plan' <<'SH'
mkdir core/misc
SH

plant "a global variable in core" layers.sh 'core/base/low.o: writable global counter' <<'SH'
code core/base/low.c 'int counter;'
SH
plant "a static variable in core" layers.sh 'core/base/low.o: writable global cache' <<'SH'
code core/base/low.c 'int *cdr_cache(void) { static int cache = 7; return &cache; }'
SH
plant "a thread-local variable in core" layers.sh 'core/base/low.o: writable global mine' <<'SH'
code core/base/low.c '_Thread_local int mine;'
SH
plant "a variable in the pure screen" layers.sh 'tui/review/view.o: writable global last' <<'SH'
code tui/review/view.c 'int last;'
SH
plant "a third variable in tui" layers.sh 'more than the 2 that tui/ may have' <<'SH'
code tui/main.c 'int y = 1, z = 2;'
SH
plant "core calls what it must not" layers.sh \
	'base/bad.o: calls or touches printf' 'base/bad.o: calls or touches puts' 'base/bad.o: calls or touches exit' \
	'base/bad.o: calls or touches _exit' 'base/bad.o: calls or touches abort' 'base/bad.o: calls or touches system' \
	'base/bad.o: calls or touches popen' 'base/bad.o: calls or touches getenv' 'base/bad.o: calls or touches environ' \
	'base/bad.o: calls or touches time' 'base/bad.o: calls or touches clock_gettime' 'base/bad.o: calls or touches setlocale' \
	'base/bad.o: calls or touches strcpy' 'base/bad.o: calls or touches strcat' 'base/bad.o: calls or touches sprintf' \
	'base/bad.o: calls or touches strtok' 'base/bad.o: calls or touches atoi' 'base/bad.o: calls or touches stderr' <<'SH'
for name in printf puts exit _exit abort system popen getenv environ time clock_gettime setlocale \
	strcpy strcat sprintf strtok atoi stderr; do
	printf 'extern char %s[]; char *cdr_bad_%s(void) { return %s; }\n' $name $name $name
done >core/base/bad.c
compile core/base/bad.c
SH
plant "tui calls system" layers.sh 'tui/main.o: calls or touches system' <<'SH'
code tui/main.c 'int tui_bad(void) { return system("ls"); }'
SH
plant "the pure screen reads" layers.sh 'tui/review/view.o: pure, but calls or touches read' <<'SH'
code tui/review/view.c 'int tui_bad(char *p) { return read(0, p, 1); }'
SH
plant "a room reaches up without a header" layers.sh 'core/base/low.o: base calls cdr_git of git' <<'SH'
code core/base/low.c 'int cdr_git(void); int cdr_bad(void) { return cdr_git(); }'
SH
plant "tui reaches behind the contract" layers.sh 'tui/main.o: calls cdr_low, which is not in include/cdreview/' <<'SH'
code tui/main.c 'int cdr_low(void); int tui_bad(void) { return cdr_low(); }'
SH
plant "a code map lacks a file" layers.sh 'core/git/README.md: lacks a sentence on extra.h' <<'SH'
printf '/* extra.h */\n' >core/git/extra.h
SH

plant "a code map names what is gone" docs.sh 'core/git/README.md: names gone.c, which does not exist' <<'SH'
echo '- `gone.c`: was here.' >>core/git/README.md
SH
plant "a code map names a file twice" docs.sh 'core/git/README.md: names git.c twice' <<'SH'
echo '- `git.c`: again.' >>core/git/README.md
SH
plant "a folder has no code map" docs.sh 'core/git/README.md: missing' <<'SH'
rm core/git/README.md
SH

# lines N TEXT: N times TEXT
lines() { awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) print text }'; }

# body FILE N TEXT: adds a function of N lines TEXT
body() { { echo 'int cdr_long(int a)'; echo '{'; lines "$2" "$3"; echo '}'; } >>"$1"; }

plant "a function of 61 lines" metrics.sh 'cdr_long has 61 lines, at most 60' <<'SH'
body core/base/low.c 58 '	a++;'
SH
plant "a flat function of 81 lines" metrics.sh 'cdr_long has 81 lines, at most 80' <<'SH'
body core/base/low.c 78 '	case 1: break;'
SH
plant "complexity of 21" metrics.sh 'cdr_long has complexity 21, at most 20' <<'SH'
body core/base/low.c 20 '	if (a) a++;'
SH
plant "6 parameters" metrics.sh 'cdr_many has 6 parameters, at most 5' <<'SH'
echo 'int cdr_many(int a, void (*f)(int, int), int c, int d, int e, ...);' >>core/base/low.h
SH
plant "a line of 101 columns, tabs counted as 8" metrics.sh 'core/base/low.c:5: 101 columns, at most 100' <<'SH'
printf '	/* %087d */\n' 0 >>core/base/low.c
SH
plant "a header's line of 111 columns" metrics.sh 'core/base/low.h:3: 111 columns, at most 110' <<'SH'
printf '/* %0105d */\n' 0 >>core/base/low.h
SH
plant "a file of 601 lines" metrics.sh 'core/base/low.c: 601 lines, at most 600' <<'SH'
lines 597 '' >>core/base/low.c
SH
plant "a header of 201 lines" metrics.sh 'core/base/low.h: 201 lines, at most 200' <<'SH'
lines 199 '' >>core/base/low.h
SH
plant "a header without an opening comment" metrics.sh 'core/base/low.h:1: does not open with a comment' <<'SH'
sed -i 1d core/base/low.h
SH

# What stays within the limits must pass: a flat switch of 80 lines, 60 lines, 100 columns, 5 parameters.
cp -r "$work/clean" "$work/edge" && cd "$work/edge" || exit 1
body core/base/low.c 77 '	case 1: break;'
body core/git/git.c 57 '	a++;'
body core/rules/rules.c 19 '	if (a) a++;'
printf '	/* %086d */\n' 0 >>core/base/low.c
printf '/* \303\251%093d */\n' 0 >>core/git/git.c
echo 'int cdr_five(int a, void (*f)(int, int), int c, int d, int e);' >>core/base/low.h
if TREE=$work/edge "$top/tests/metrics.sh" >"$work/said"; then ok "limits are inclusive"; else not_ok "limits are inclusive"; fi

# Without objects or tools there is no answer, and no answer is not "clean".
TREE=$work/clean BUILD=nowhere "$top/tests/layers.sh" >"$work/said" 2>&1
[ $? -eq 2 ] && ok "layers.sh does not pass without objects" || not_ok "layers.sh does not pass without objects"
mkdir "$work/few" && for tool in sh dirname mktemp rm grep awk; do ln -s "$(command -v $tool)" "$work/few/$tool"; done
PATH=$work/few "$top/tests/metrics.sh" >"$work/said" 2>&1
[ $? -eq 2 ] && ok "metrics.sh does not pass without its tools" || not_ok "metrics.sh does not pass without its tools"

echo "1..$n"
