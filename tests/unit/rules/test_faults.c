/* Everything that can be wrong with a registry: one row a fault, with its place, words and hint. */
#include "unit/rules/load.h"

#include <stdlib.h>

#define UPSTREAM "cdreview: 1\nregistry:\n  source: git\n" /* its keys go on in line 4 */
#define HEAD "cdreview: 1\nextends: []\n"                  /* rules begin in line 3 */
#define RULE HEAD "rules:\n- id: a.b\n  title: T\n"        /* the next line is 6 */
#define PATHS "  paths: ['**']\n"

static const struct {
	const char *text, *said;
} rows[] = {
	/* keys.h: unknown keys, types, values */
	{ RULE "  sevrity: high\n",
	  "E 6:3: unknown key \"sevrity\" in a rule (did you mean \"severity\"?)" },
	{ RULE "  zzzzzz: 1\n",
	  "E 6:3: unknown key \"zzzzzz\" in a rule (cdreview-registry(5) lists the keys)" },
	{ HEAD "ruls: []\n",
	  "E 3:1: unknown key \"ruls\" in the registry (did you mean \"rules\"?)" },
	{ RULE "  match: {rex: 'ab'}\n",
	  "E 6:11: unknown key \"rex\" in a pattern (did you mean \"re\"?)" },
	{ RULE "  match: {side: added}\n", "E 6:10: a pattern without \"re\"" },
	{ HEAD "rules:\n- title: T\n", "E 4:3: a rule without \"id\"" },
	{ HEAD "rules:\n- id: a.b\n", "E 4:3: a rule without \"title\"" },
	{ HEAD "rules: x\n", "E 3:8: rules: expected a list of maps, found text" },
	{ HEAD "rules:\n- x\n", "E 4:3: rules: expected a map, found text" },
	{ HEAD "override: [a]\n", "E 3:11: override: expected a map, found a list" },
	{ RULE "  why: [a]\n", "E 6:8: why: expected text, found a list" },
	{ RULE "  why:\n", "E 6:7: why: expected text, found nothing" },
	{ RULE "  why: ' '\n", "E 6:8: why: the text is empty" },
	{ RULE "  locked: yes\n", "E 6:11: locked: expected true or false, found \"yes\"" },
	{ RULE "  severity: hihg\n", "E 6:13: severity: \"hihg\" is none of its values (did you "
				     "mean \"high\"? it is one of off, "
				     "info, low, medium, high, critical)" },
	{ RULE "  kind: always\n",
	  "E 6:9: kind: \"always\" is none of its values (one of forbid, require)" },
	{ RULE "  status: [A, X]\n",
	  "E 6:15: status: \"X\" is none of its values (one of A, M, D, R, T)" },
	{ RULE PATHS "  match: {side: left, re: 'ab'}\n",
	  "E 7:17: side: \"left\" is none of its values (one of added, removed, changed, context, "
	  "old, new)" },
	{ RULE PATHS "  match: {mask: all, re: 'ab'}\n",
	  "E 7:17: mask: \"all\" is none of its values (one of none, comments, strings, "
	  "comments+strings)" },
	{ RULE "  paths: ['a[']\n", "E 6:11: paths: " },
	/* paths that no repository has */
	{ RULE "  paths: ['/src/**']\n",
	  "E 6:11: paths: no path is like \"/src/**\" (leave out the first slash: paths begin at "
	  "the top of the repository)" },
	{ RULE "  exclude: [a.c, ./b.c]\n",
	  "E 6:18: exclude: no path is like \"./b.c\" (paths begin at the top of the repository, "
	  "without ./ and ../)" },
	{ RULE "  paths: ['a/../b.c']\n", "E 6:11: paths: no path is like \"a/../b.c\"" },
	{ RULE "  paths: ['a/..']\n", "E 6:11: paths: no path is like \"a/..\"" },
	{ RULE "  paths: ['src//**']\n",
	  "E 6:11: paths: no path is like \"src//**\" (one slash between two names)" },
	{ RULE "  match: {re: 'ab', paths: ['src/']}\n",
	  "E 6:29: paths: no path is like \"src/\" (what is below a directory is written as "
	  "directory/**)" },
	{ HEAD "allow:\n- {rule: a.b, reason: r, paths: [/a]}\n",
	  "E 4:34: paths: no path is like \"/a\"" },
	{ RULE PATHS "  match: {re: '(?<v>ab)'}\n  accept: {group: v, min-entropy: high}\n",
	  "E 8:35: min-entropy: expected a number, found \"high\"" },
	{ RULE "  languages: [pyton]\n",
	  "E 6:15: languages: \"pyton\" is not known (did you mean \"python\"?)" },
	{ RULE "  languages: [cobol]\n",
	  "E 6:15: languages: \"cobol\" is not known (use `paths` for files of this kind)" },
	{ "cdreview: 2\n",
	  "E 1:11: cdreview: format 2 is not known (this program reads format 1)" },
	{ "cdreview: one\n", "E 1:11: cdreview: expected a whole number, found \"one\"" },
	{ HEAD "allow:\n- {rule: a.b, reason: r, until: 2026-13-01}\n",
	  "E 4:33: until: \"2026-13-01\" is not a date (write it as YYYY-MM-DD)" },
	{ HEAD "allow:\n- {rule: a.b}\n", "E 4:3: an allow entry without \"reason\"" },
	/* ids */
	{ RULE "- id: a.b\n  title: U\n",
	  "E 6:3: duplicate id \"a.b\" (it stands in line 4 already)" },
	{ HEAD "rules:\n- {id: builtin.binary, title: T}\n",
	  "E 4:8: id: \"builtin.binary\" is a name of the scan itself" },
	{ HEAD "rules:\n- {id: A b, title: T}\n",
	  "E 4:8: id: \"A b\" has a character other than a-z 0-9 . _ -" },
	{ RULE "  id: c\n", "E 6:3: duplicate key \"id\" (it stands in line 4 already)" },
	/* regular expressions */
	{ RULE PATHS "  match: {re: 'a(b'}\n",
	  "E 7:19: match.re: at byte 3: missing closing parenthesis" },
	{ RULE PATHS "  match: {re: 'it''s ('}\n",
	  "E 7:23: match.re: at byte 6: missing closing parenthesis" },
	{ RULE PATHS "  match: {re: ab(}\n",
	  "E 7:18: match.re: at byte 3: missing closing parenthesis" },
	{ RULE PATHS "  match: {re: \"\\ta(\"}\n",
	  "E 7:15: match.re: at byte 3: missing closing parenthesis" },
	{ RULE PATHS "  match:\n    re: |-\n      (?x) a\n      (b\n",
	  "E 10:1: match.re: at byte 9: missing closing parenthesis" },
	{ RULE PATHS "  match: {re: 'a*'}\n", "E 7:16: match.re: the expression can match nothing "
					      "at all (it would fire everywhere; let "
					      "it match at least one character)" },
	{ RULE "  match: {re: '\\w+'}\n", "E 6:15: match: no text that every match contains, and "
					  "no paths (give the rule `paths`, or "
					  "let `re` spell out two characters)" },
	{ RULE "  guard: {re: '^=.'}\n",
	  "E 6:15: guard.re: no text that every match contains, and no paths (give the rule "
	  "`paths`, or let `re` spell out two characters)" },
	{ RULE PATHS "  match: {re: 'ab'}\n  unless: [{re: '('}]\n",
	  "E 8:19: unless.re: at byte 1: missing closing parenthesis" },
	{ RULE "  touch: {paths: [a], re: '('}\n",
	  "E 6:29: touch.re: at byte 1: missing closing parenthesis" },
	{ HEAD "allow:\n- {rule: a.b, reason: r, match: '('}\n",
	  "E 4:35: match: at byte 1: missing closing parenthesis" },
	/* detectors */
	{ RULE "  need: {re: 'ab'}\n",
	  "E 6:9: need without when (`when` says what makes `need` a duty)" },
	{ RULE "  when: {re: 'ab'}\n",
	  "E 6:9: when without need (to flag the pattern itself call it `match`)" },
	{ RULE "  match: {re: 'ab'}\n  touch: {paths: [a]}\n",
	  "E 4:3: one rule has several detectors (match, when with need, guard and touch are a "
	  "rule "
	  "each)" },
	{ RULE "  unless: [{re: 'ab'}]\n", "E 6:11: unless without match, when or touch" },
	{ RULE "  touch: {mask: comments}\n",
	  "E 6:10: touch has neither paths nor re (it is every change then)" },
	{ RULE "  touch: {re: 'ab', scope: file}\n",
	  "E 6:10: touch: scope is line, statement or entity" },
	{ RULE "  touch: {paths: [a], scope: entity}\n",
	  "E 6:10: touch: scope, mask, not and unless narrow an expression; there is no re" },
	{ RULE "  touch: {paths: [a]}\n  unless: [{re: 'ab'}]\n",
	  "E 6:10: touch: scope, mask, not and unless narrow an expression; there is no re" },
	{ RULE "  touch: {re: '.'}\n",
	  "E 6:15: touch.re: no text that every match contains, and no paths (give the rule "
	  "`paths`, or let `re` spell out two characters)" },
	{ RULE "  accept: {min-entropy: 3}\n", "E 6:11: accept without match or when" },
	{ RULE "  redact: v\n", "E 6:11: redact without match or when" },
	{ RULE "  match: {re: 'ab'}\n  redact: v\n",
	  "E 7:11: redact: the expression has no group \"v\" (name it in the expression as "
	  "(?<v>...))" },
	{ RULE "  match: {re: '(ab)'}\n  redact: 2\n",
	  "E 7:11: redact: the expression has no group" },
	{ RULE "  match: {re: 'ab'}\n  accept: {group: v}\n",
	  "E 7:19: accept.group: the expression has no group \"v\"" },
	{ RULE "  examples: [{path: a}]\n",
	  "E 6:14: an example has one of bad, good, bad-diff, good-diff" },
	{ RULE "  examples: [{bad: a, good: b}]\n",
	  "E 6:14: an example has one of bad, good, bad-diff, good-diff" },
	/* keys that could have no effect */
	{ RULE "  match: {scope: range, re: 'ab'}\n",
	  "E 6:10: match: a trigger has no scope range (need and unless may look at the whole "
	  "range)" },
	{ RULE "  match: {re: 'ab'}\n  unless: [{scope: range, side: old, re: 'c'}]\n",
	  "E 7:12: unless: in scope range side is added, removed or changed" },
	{ RULE "  match: {re: 'ab'}\n  unless: [{scope: line, side: removed, re: 'c'}]\n",
	  "E 7:12: unless: the line of a match is of one version, side removed of the other "
	  "(scope hunk or file knows both versions)" },
	{ RULE "  match: {re: '(?<t>ab)'}\n  unless: [{re: 'c{u}'}]\n",
	  "E 7:17: unless.re: {u} is no group of the trigger (a brace that is meant is written "
	  "\\{)" },
	{ RULE "  match: {re: '(?<t>ab)'}\n  unless: [{re: '({t}'}]\n",
	  "E 7:22: unless.re: at byte 6: missing closing parenthesis" },
	{ RULE "  match: {re: 'ab'}\n  numeric: {group: v, op: gt, value: 1}\n",
	  "E 7:20: numeric.group: the expression has no group \"v\"" },
	{ RULE "  match: {re: '(ab)'}\n  numeric: {group: 1, op: gt}\n",
	  "E 7:12: numeric: gt and lt need a value" },
	{ RULE "  match: {re: '(ab)'}\n  numeric: {group: 1, op: increased, value: 3}\n",
	  "E 7:45: numeric: value without gt or lt (increased and decreased compare with the "
	  "number that was there)" },
	{ RULE "  match: {re: '(ab)'}\n  numeric: {group: 1, op: lt, value: many}\n",
	  "E 7:38: numeric: \"many\" is not a number (such as 10, 0x1f, 2.5, 30s, 80% or 60 * "
	  "60)" },
	{ RULE "  match: {side: removed, re: '(ab)'}\n  numeric: {group: 1, op: decreased}\n",
	  "E 7:12: numeric: decreased needs side added or new (it compares an added number with "
	  "the one it replaces)" },
	{ RULE "  match: {re: 'ab'}\n  unless: [{re: '(c)', numeric: {group: 1, op: increased}}]\n",
	  "E 7:33: unless: only match and when know the number that was there before (compare "
	  "with a constant: op gt or lt, and a value)" },
	{ RULE "  guard: {re: 'ab'}\n  numeric: {group: 1, op: increased}\n",
	  "E 7:12: numeric without match or when" },
	{ RULE "  match: {re: 'ab'}\n  escalate: {if: {re: 'c'}, to: 'off'}\n",
	  "E 7:13: escalate: to off (what excuses a finding is written in unless)" },
	{ RULE "  escalate: {if: {re: 'c'}, to: low}\n", "E 6:13: escalate without a detector" },
	{ RULE "  keywords: [a]\n", "E 6:13: keywords without a detector" },
	{ RULE "  frameworks: [flask]\n", "E 6:15: frameworks without a detector" },
	{ RULE "  match: {re: abc}\n  frameworks: [flask, ralis]\n",
	  "E 7:23: frameworks: \"ralis\" is not known (did you mean \"rails\"?)" },
	{ RULE "  match: {re: abc}\n  frameworks: quite-another\n",
	  "E 7:15: frameworks: \"quite-another\" is not known (cdreview-registry(5) lists them; "
	  "`keywords` names words of any code)" },
	{ RULE "  match: {re: abc}\n  languages: [ruby]\n  frameworks: [rails, gin]\n",
	  "E 8:23: frameworks: no language of the rule is one of gin (it would narrow nothing)" },
	{ RULE "  mode: exec\n", "E 6:9: mode without a detector" },
	{ RULE "  status: A\n", "E 6:11: status without a detector" },
	{ RULE "  match: {re: 'ab'}\n  opportunity: {re: '('}\n",
	  "E 7:23: opportunity.re: at byte 1: missing closing parenthesis" },
	/* changes that have no such lines */
	{ RULE PATHS "  status: [D]\n  match: {re: 'ab'}\n",
	  "E 7:11: status: a file that is gone has removed lines only (side removed or old looks "
	  "at them)" },
	{ RULE PATHS "  status: [D, T]\n  when: {side: new, re: 'ab'}\n  need: {re: 'cd'}\n",
	  "E 7:11: status: a file that is gone has removed lines only" },
	{ RULE PATHS "  status: A\n  match: {side: removed, re: 'ab'}\n",
	  "E 7:11: status: a file that is new has added lines only (side added or new looks at "
	  "them)" },
	{ RULE PATHS "  status: A\n  match: {side: context, re: 'ab'}\n",
	  "E 7:11: status: a file that is new has added lines only" },
	{ RULE PATHS "  status: D\n  guard: {re: 'ab'}\n",
	  "E 7:11: status: a guard goes with its file (a touch finds deleted files)" },
	{ RULE "  status: D\n  mode: exec\n  touch: {paths: [a]}\n",
	  "E 6:11: status: a file that is gone has no mode (leave out status or mode)" },
	/* extends, override, disable */
	{ "cdreview: 1\nextends: [builtin:auht]\n",
	  "E 2:11: extends: there is no pack \"builtin:auht\" (did you mean \"builtin:auth\"?)" },
	{ "cdreview: 1\nextends: [./nowhere.yaml]\n",
	  "E 2:11: extends: \"nowhere.yaml\" cannot be read (packs are named builtin:NAME, files "
	  "by "
	  "their path)" },
	{ RULE "disable: [a.c]\n",
	  "E 6:11: disable: there is no rule \"a.c\" (did you mean \"a.b\"?)" },
	{ RULE "disable: [c.*]\n", "W 6:11: disable: no rule is called \"c.*\"" },
	{ RULE "override: {zz.top: {severity: low}}\n",
	  "E 6:12: override: there is no rule \"zz.top\" (`cdreview rules list` names the rules)" },
	{ RULE "override: {a.b: {severty: low}}\n",
	  "E 6:18: unknown key \"severty\" in a rule (did you mean \"severity\"?)" },
	{ RULE "override: {a.b: {id: c}}\n",
	  "E 6:17: override: expected a map of keys other than id" },
	{ RULE "  locked: true\ndisable: [a.b]\n",
	  "E 7:11: \"a.b\" is locked by base.yaml and may not be weakened (a locked rule may get a "
	  "higher severity, nothing else)" },
	{ RULE "  locked: true\noverride: {a.b: {severity: 'off'}}\n",
	  "E 7:17: \"a.b\" is locked by base.yaml" },
	{ RULE "  locked: true\noverride: {a.b: {paths: [x]}}\n",
	  "E 7:17: \"a.b\" is locked by base.yaml" },
	/* digests and shared registries */
	{ "cdreview: 1\nextends: [a.yaml#sha256=]\n",
	  "E 2:11: extends: \"\" is no SHA-256 in lower-case hexadecimal digits (`sha256sum FILE` "
	  "prints the 64 digits)" },
	{ UPSTREAM "  url: https://example.com/x\n  sha256: AB\n",
	  "E 5:11: registry.sha256: \"AB\" is no SHA-256" },
	{ UPSTREAM "  url: https://example.com/x\n",
	  "E 3:3: registry: the shared registry was not fetched yet (`cdreview rules update` "
	  "fetches it; commit it with the registry)" },
	{ UPSTREAM "  ref: v1\n", "E 3:3: registry: url is missing" },
	{ UPSTREAM "  url: ext::sh\n",
	  "E 4:8: registry.url: \"ext::sh\" is not fetched from (https://HOST/PATH, "
	  "ssh://USER@HOST/PATH or file:///PATH)" },
	{ UPSTREAM "  url: ssh://-x/y\n",
	  "E 4:8: registry.url: a host or user cannot begin with \"-\"" },
	{ UPSTREAM "  url: ssh://u@[-x]/y\n",
	  "E 4:8: registry.url: a host or user cannot begin with \"-\"" },
	{ UPSTREAM "  url: https://u:p@example.com/x\n", "E 4:8: registry.url: a password" },
	{ UPSTREAM "  url: file:///x\n  ref: --x\n",
	  "E 5:8: registry.ref: \"--x\" is no branch, tag or commit" },
	{ UPSTREAM "  url: file:///x\n  path: a/../../b\n",
	  "E 5:9: registry.path: \"a/../../b\" leads out of the repository" },
	{ "cdreview: 1\nregistry: {source: svn, url: 'file:///x'}\n",
	  "E 2:20: registry.source: \"svn\" is not known (the one source is git)" },
	/* the simple form */
	{ "security: 1\n", "E 1:11: security: expected a list of sentences, found text" },
	{ "security:\n- [a]\n", "E 2:3: expected a sentence, found a list" },
	{ "security:\n- {txt: a}\n",
	  "E 2:4: unknown key \"txt\" in a sentence (did you mean \"text\"?)" },
	{ "security:\n- Never a\n- never A\n",
	  "E 3:3: duplicate id \"security.never-a\" (it stands in line 2 already)" },
	{ "rules:\n- id: a\n",
	  "E 1:1: \"cdreview: 1\" is missing (a registry in the full form begins with that line)" },
	{ "- a\n", "E 1:1: expected a map at the top, found a list" },
	/* YAML */
	{ "a:\n\t- b\n", "E 2:1: a tab indents this line (YAML is indented with spaces)" },
	{ "\xEF\xBB\xBF"
	  "a: [b]\n",
	  "E 1:1: the file begins with a byte order mark (save it as UTF-8 without a byte order "
	  "mark)" },
	{ "a:\n- \xc3\xa9\xff\n", "E 2:4: this byte is not UTF-8 (save the file as UTF-8)" },
	{ "a: [b]\n---\nc: [d]\n", "E 3:1: a second document begins here" },
	{ "a: [b]\na: [c]\n", "E 2:1: duplicate key \"a\" (it stands in line 1 already)" },
	{ "a: [b\n", "E 2:1: did not find expected ',' or ']'" },
	{ "a: *b\n", "E 1:4: this alias has no anchor before it" },
	{ "a: !x b\n", "E 1:4: tags have no meaning here" },
	{ "? [a]\n: b\n", "E 1:3: a key must be plain text" },
	{ "a: [[[[[[[[[[[[[[[[[[[[b]]]]]]]]]]]]]]]]]]]]\n",
	  "E 1:19: nested deeper than 16 levels" },
	{ "a: \x01\n", "E 1:4: control characters are not allowed" },
};

static void test_rows(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct loaded loaded = load(rows[i].text);
		struct cdr_buf said, expected;

		cdr_buf_init(&said, 1 << 16);
		cdr_buf_init(&expected, 4096);
		say(&loaded, &said);
		cdr_buf_addf(&expected, "%.2sbase.yaml:%s", rows[i].said, rows[i].said + 2);
		if (strncmp(said.ptr, expected.ptr, expected.len) != 0 ||
		    (loaded.rc != CDR_OK) != (rows[i].said[0] == 'E'))
			failed += differs(rows[i].text, said.ptr, expected.ptr);
		cdr_buf_release(&said);
		cdr_buf_release(&expected);
		unload(&loaded);
	}
	assert_int_equal(failed, 0);
}

/* The first fault is the error; all of them are told, each once, and nothing is in force. */
static void test_all_faults(void **state)
{
	struct loaded loaded = load(RULE "  kind: x\n  sevrity: 1\n- {id: c.d, why: [1]}\n"
					 "disable: [q.r]\noverride: {a.b: {mode: 1}}\n");
	const struct cdr_diag *diags;
	size_t n = cdr_registry_diags(loaded.registry, &diags);

	(void)state;
	assert_int_equal(loaded.rc, CDR_EREGISTRY);
	assert_string_equal(loaded.err.place, "base.yaml:6:9");
	assert_string_equal(loaded.err.message, "kind: \"x\" is none of its values");
	assert_string_equal(loaded.err.hint, "one of forbid, require");
	assert_int_equal(n, 6);
	assert_int_equal(cdr_registry_count(loaded.registry), 0);
	unload(&loaded);
}

static void test_alias_bomb(void **state)
{
	struct loaded loaded = load("a: &a [x, x, x, x, x, x, x, x, x, x]\n"
				    "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
				    "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
				    "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
				    "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
				    "f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n");

	(void)state;
	assert_int_equal(loaded.rc, CDR_EREGISTRY);
	assert_non_null(strstr(loaded.err.message, "too many parts"));
	unload(&loaded);
}

static void test_many_aliases(void **state)
{
	struct cdr_buf text;
	struct loaded loaded;

	(void)state;
	cdr_buf_init(&text, 1 << 16);
	cdr_buf_adds(&text, "a: [&a x]\nb:\n");
	for (int i = 0; i < 101; i++)
		cdr_buf_adds(&text, "- *a\n");
	loaded = load(text.ptr);
	assert_string_equal(loaded.err.place, "base.yaml:103:3");
	assert_string_equal(loaded.err.message, "more than 100 aliases");
	unload(&loaded);
	cdr_buf_release(&text);
}

static void test_sizes(void **state)
{
	size_t len = CDR_REGISTRY_BYTES + 1;
	char *text = malloc(len + 1);
	struct loaded loaded;

	(void)state;
	assert_non_null(text);
	memset(text, '#', len);
	text[len] = '\0';
	loaded = load(text);
	assert_string_equal(loaded.err.message, "the file is larger than 1 MiB");
	unload(&loaded);
	text[len - 1] = '\0';
	loaded = load(text);
	assert_int_equal(loaded.rc, CDR_OK);
	unload(&loaded);
	free(text);
}

/* More faults than are kept end in one answer, not in minutes. */
static void test_many_faults(void **state)
{
	struct cdr_buf text;
	struct loaded loaded;
	const struct cdr_diag *diags;

	(void)state;
	cdr_buf_init(&text, 1 << 20);
	cdr_buf_adds(&text, HEAD "rules:\n");
	for (int i = 0; i < 3000; i++)
		cdr_buf_adds(&text, "- {sevrity: 1}\n");
	loaded = load(text.ptr);
	assert_int_equal(loaded.rc, CDR_EREGISTRY);
	assert_int_equal(cdr_registry_diags(loaded.registry, &diags), 500);
	unload(&loaded);
	cdr_buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),       cmocka_unit_test(test_all_faults),
		cmocka_unit_test(test_alias_bomb), cmocka_unit_test(test_many_aliases),
		cmocka_unit_test(test_sizes),      cmocka_unit_test(test_many_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
