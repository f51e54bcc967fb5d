/* Compiling, limits, groups; needs against a brute oracle: PCRE2 itself. */
#include "unit/rules/rules_test.h"

#include "rules/pattern.h"

#include <stdio.h>
#include <stdlib.h>

static struct cdr_pattern *compiled(const char *source)
{
	struct cdr_pattern *pattern;
	struct cdr_err err = { 0 };

	assert_int_equal(cdr_pattern_new(&pattern, cdr_str_from(source), NULL, &err), 0);
	return pattern;
}

static struct cdr_search at(struct cdr_str subject, size_t from)
{
	return (struct cdr_search){ subject, from };
}

static void test_faults(void **state)
{
	static const struct {
		const char *source, *words;
		size_t offset;
	} rows[] = {
		{ "a(b", "missing closing parenthesis", 3 },
		{ "a[b", "missing terminating ] for character class", 3 },
		{ "abc*+*", "quantifier does not follow a repeatable item", 5 },
		{ "a\\", "\\ at end of pattern", 2 },
		{ "a|b*", "can match nothing at all", 0 },
		{ "", "can match nothing at all", 0 },
		{ "^(?!x)", "can match nothing at all", 0 },
		{ "\\C", "using \\C is disabled", 2 },
		{ "(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)"
		  "(a)(a)(a)(a)(a)(a)",
		  "more than 31 groups", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_pattern *pattern;
		struct cdr_err err = { 0 };
		size_t offset = 99;

		assert_int_equal(
			cdr_pattern_new(&pattern, cdr_str_from(rows[i].source), &offset, &err),
			CDR_EPATTERN);
		assert_null(pattern);
		assert_non_null(strstr(err.message, rows[i].words));
		if (rows[i].offset)
			assert_int_equal(offset, rows[i].offset);
	}
}

/* What JIT of PCRE2 10.42 takes for no character at all in such a text. */
static void test_beyond_ascii(void **state)
{
	static const struct {
		const char *source;
		size_t from, to; /* of the match in "x\u00e9 y\xff" */
	} rows[] = {
		{ "x\\S", 0, 3 },   { "\\W", 1, 3 },	   { "x\\D", 0, 3 },
		{ "(?i)X\\S", 0, 3 }, { "(?x) \\S # [\n \\S", 0, 3 }, { "[x]\\S", 0, 3 },
		{ "[\\Sq]{2}", 0, 3 }, { "\\Qx\\E\\S", 0, 3 },  { "[]\\S]\\S", 0, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_pattern *pattern = compiled(rows[i].source);
		struct cdr_match_space *space = cdr_match_space_new();
		struct cdr_match match;

		assert_int_equal(cdr_pattern_find(pattern, space,
						  at(CDR_STR("x\xc3\xa9 y\xff"), 0), &match, NULL),
				 0);
		assert_int_equal(match.groups[0].from, rows[i].from);
		assert_int_equal(match.groups[0].to, rows[i].to);
		cdr_match_space_free(space);
		cdr_pattern_free(pattern);
	}
}

static void test_find(void **state)
{
	struct cdr_pattern *pattern = compiled("(?<a>x)|(?<b>y)(z)?");
	struct cdr_match_space *space = cdr_match_space_new();
	struct cdr_str text = CDR_STR("..y.x");
	struct cdr_match match;
	struct cdr_err err = { 0 };

	(void)state;
	assert_int_equal(cdr_pattern_find(pattern, space, at(text, 0), &match, &err), 0);
	assert_int_equal(match.groups[0].from, 2);
	assert_int_equal(match.groups[0].to, 3);
	assert_int_equal(match.n_groups, 4);
	assert_true(match.groups[1].from > match.groups[1].to);
	assert_true(match.groups[3].from > match.groups[3].to);
	assert_int_equal(match.groups[2].from, 2);
	assert_int_equal(cdr_pattern_find(pattern, space, at(text, 3), &match, &err), 0);
	assert_int_equal(match.groups[1].from, 4);
	assert_int_equal(cdr_pattern_find(pattern, space, at(text, 5), &match, &err),
			 CDR_ENOTFOUND);
	assert_int_equal(cdr_pattern_find(pattern, space, at(text, 9), &match, &err),
			 CDR_ENOTFOUND);
	assert_int_equal(err.code, 0);
	assert_int_equal(cdr_pattern_group(pattern, CDR_STR("b")), 2);
	assert_int_equal(cdr_pattern_group(pattern, CDR_STR("c")), -1);
	assert_int_equal(cdr_pattern_group(pattern, CDR_STR("")), -1);
	assert_int_equal(cdr_pattern_groups(pattern), 3);
	cdr_match_space_free(space);
	cdr_pattern_free(pattern);
}

static void test_bytes(void **state)
{
	struct cdr_match_space *space = cdr_match_space_new();
	struct cdr_match match;
	const struct {
		const char *source;
		struct cdr_str text;
		bool found;
	} rows[] = {
		{ "ab",
		  CDR_STR("\xff"
			  "ab\xff"),
		  true },
		{ "a.b",
		  CDR_STR("a\xff"
			  "b"),
		  false },
		{ "a\\x{e9}b",
		  CDR_STR("a\xc3\xa9"
			  "b"),
		  true },
		{ "b$", CDR_STR("a\nb"), true },
		{ "^b", CDR_STR("a\nb"), false },
		{ "(?m)^b", CDR_STR("a\nb"), true },
		{ "a.b", CDR_STR("a\nb"), false },
		{ "a.b", CDR_STR("a\rb"), true },
		{ "a.b", CDR_STR("a\0b"), true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_pattern *pattern = compiled(rows[i].source);
		int rc = cdr_pattern_find(pattern, space, at(rows[i].text, 0), &match, NULL);

		assert_int_equal(rc, rows[i].found ? CDR_OK : CDR_ENOTFOUND);
		cdr_pattern_free(pattern);
	}
	cdr_match_space_free(space);
}

/* A runaway expression is an error that says so, never "no match": with JIT and without. */
static void test_limits(void **state)
{
	static const char *const sources[] = { "(a+)+$", "(*NO_JIT)(a+)+$", "(?:a|aa)+(?:a|aa)+$" };
	struct cdr_match_space *space = cdr_match_space_new();
	char text[4000];
	struct cdr_match match;

	(void)state;
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '!';
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		struct cdr_pattern *pattern = compiled(sources[i]);
		struct cdr_err err = { 0 };

		assert_int_equal(cdr_pattern_find(pattern, space,
						  at((struct cdr_str){ text, sizeof(text) }, 0),
						  &match, &err),
				 CDR_EPATTERN);
		assert_non_null(strstr(err.message, "limit"));
		cdr_pattern_free(pattern);
	}
	cdr_match_space_free(space);
}

/* What cannot match does not, however long it would take to find out. */
static void test_limits_without_literals(void **state)
{
	struct cdr_pattern *pattern = compiled("(?:a|aa)+(?:a|aa)+needle");
	struct cdr_match_space *space = cdr_match_space_new();
	struct cdr_str text = CDR_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa needl e");
	struct cdr_match match;

	(void)state;
	assert_int_equal(cdr_pattern_find(pattern, space, at(text, 0), &match, NULL),
			 CDR_ENOTFOUND);
	text = CDR_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa nEEdle");
	assert_int_equal(cdr_pattern_find(pattern, space, at(text, 0), &match, NULL),
			 CDR_EPATTERN);
	cdr_match_space_free(space);
	cdr_pattern_free(pattern);
}

/* --- what matches need ---------------------------------------------------- */

/* Ways by '|', sets of a way by '&', literals of a set by a blank. */
static const struct {
	const char *source, *needs;
} need_rows[] = {
	{ "verify\\s*=\\s*False", "verify & false" },
	{ "\\bon_delete\\b", "on_delete" },
	{ "(?i)PASSWORD", "password" },
	{ "(?i:ab)Cd", "abcd" },
	{ "foo|bar", "foo bar" },
	{ "foo|b", "" },
	{ "x(?:foo|bar)y", "xfooy xbary" },
	{ "[Ss]ecret", "secret" },
	{ "(?i)[ks]ecret", "kecret secret" },
	{ "colou?r", "colour color" },
	{ "(?:ab)+c", "ab" },
	{ "(?:ab)*cd", "cd" },
	{ "(?:ab){2,3}", "ab" },
	{ "a{3}", "" },
	{ "x{0}yz", "yz" },
	{ "\\Qa.b\\E+c", "a." },
	{ "a\\.b\\x2ec", "a.b.c" },
	{ "(?x) a b # c\n c", "abc" },
	{ "(?=foo)bar", "foo & bar" },
	{ "bar(?=.*qux)zip", "barzip & qux" },
	{ "(?<=foo)bar(?!qux)", "foo & bar" },
	{ "foo(?!bar)", "foo" },
	{ "(?<n>ab)c", "abc" },
	{ "a(?#x)bc", "abc" },
	{ "[^a]bc", "bc" },
	{ "[ab]cd", "acd bcd" },
	{ "\\d+\\w*", "" },
	{ "ab.*cde", "cde & ab" },
	{ "(?<x>ab)\\1cd", "ab & cd" },
	{ "ab(?1)cd()", "ab & cd" },
	{ "(?(?=a)bc|de)", "" },
	{ "(*UCP)abc", "" },
	{ "\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9" },
	{ "(?i)\xc3\xa9t\xc3\xa9", "" },
	{ "[[:alpha:]]bc", "bc" },
	{ "[[:]bc", ":bc [bc" },
	{ "ab\\Kcd", "abcd" },
	{ "(?|ab|cd)", "ab cd" },
	{ "(?i)a(?-i)sk", "ask" },
	{ "(?:(?i)a|bs)", "" },
	{ "a{,3}bc", "" },
	{ "a{bc", "a{bc" },
	{ "foo\\s+(?:bar\\(.*baz|qux)", "bar( & baz & foo | qux & foo" },
	{ "(?:foo.+qux|zip.+zap)", "qux & foo | zip & zap" },
	{ "yaml\\.load\\(.*return", "yaml.load( & return" },
	{ "(?:foo|zip)\\d?(?:bar|b)", "foo zip" },
	{ "(?:is|in|or|as)\\s+zebra_", "zebra_ & is in or as" },
};

static void show_set(struct cdr_buf *out, const struct cdr_literals *set)
{
	for (size_t i = 0; i < set->n; i++) {
		cdr_buf_adds(out, i ? " " : "");
		cdr_buf_addstr(out, set->items[i]);
	}
}

static void show_needs(struct cdr_buf *out, const struct cdr_needs *needs)
{
	for (size_t i = 0; i < needs->n; i++) {
		cdr_buf_adds(out, i ? " | " : "");
		for (size_t k = 0; k < needs->ways[i].n; k++) {
			cdr_buf_adds(out, k ? " & " : "");
			show_set(out, &needs->ways[i].sets[k]);
		}
	}
	cdr_buf_addc(out, 0);
}

static void test_needs(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(need_rows) / sizeof(need_rows[0]); i++) {
		struct cdr_pattern *pattern = compiled(need_rows[i].source);
		struct cdr_buf shown;

		cdr_buf_init(&shown, 1000);
		show_needs(&shown, cdr_pattern_needs(pattern));
		failed += differs(need_rows[i].source, cdr_buf_str(&shown).ptr,
				  need_rows[i].needs);
		cdr_buf_release(&shown);
		cdr_pattern_free(pattern);
	}
	assert_int_equal(failed, 0);
}

/* Matches whose text was once said to lack something. */
static void test_needs_of_matches(void **state)
{
	static const struct { const char *source, *text; } rows[] = {
		{ "(?:(?=[^;]*zzfoo)a|zzbar)zzqux", "azzqux(\n zzfoo)" },
		{ "(?=[^;]*zzsecret)+zzeval", "zzeval(\n zzsecret)" },
		{ "zzfoo[,\\12]zzbar", "zzfoo\nzzbar" },
		{ "zzfoo[,\\cJ]zzbar", "zzfoo\nzzbar" },
		{ "zzfoo[\\t-\\r\xc3\xa9]zzbar", "zzfoo\nzzbar" },
		{ "zzfoo[\\t-~\\w]+zzbar", "zzfoo\nzzbar" },
		{ "zzfoo[\\a-z\\w]zzbar", "zzfoo\nzzbar" },
		{ "zzfoo[^\\\\nx]zzbar", "zzfoo\nzzbar" },
		{ "xyza\\E*bc", "xyzbc" },
		{ "xyza\\Q\\E*bc", "xyzbc" },
		{ "zzfoo(?<*x)|zzbar", "zzbar" },
		{ "foo{0000001}bar", "foobar" },
		{ "foo\\x{000000061}", "fooa" },
		{ "(?x)foo\xe2\x80\x8e" "bar", "foobar" },
		{ "zzfoo.*zzbar(?s).", "zzfoo zzbar\n" },
	};
	struct cdr_match_space *space = cdr_match_space_new();
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_pattern *pattern = compiled(rows[i].source);
		struct cdr_str text = cdr_str_from(rows[i].text);
		struct cdr_match match;

		if (cdr_pattern_find(pattern, space, at(text, 0), &match, NULL) != CDR_OK ||
		    !cdr_needs_are_in(cdr_pattern_needs(pattern), text)) {
			print_error("/%s/ and what it matches\n", rows[i].source);
			failed++;
		}
		cdr_pattern_free(pattern);
	}
	assert_int_equal(failed, 0);
	cdr_match_space_free(space);
}

/* What must stand on one line does not stand on two. */
static void test_needs_on_a_line(void **state)
{
	struct cdr_pattern *pattern = compiled("zzfoo.*zzbar");

	(void)state;
	assert_true(cdr_needs_are_in(cdr_pattern_needs(pattern), CDR_STR("x\nzzfoo zzbar\n")));
	assert_false(cdr_needs_are_in(cdr_pattern_needs(pattern), CDR_STR("zzfoo\nzzbar\n")));
	cdr_pattern_free(pattern);
}

/* More lines than are told apart. */
static void test_needs_of_many_lines(void **state)
{
	struct cdr_buf source, text;
	struct cdr_pattern *pattern;

	(void)state;
	cdr_buf_init(&source, 10000);
	cdr_buf_init(&text, 10000);
	cdr_buf_adds(&source, "zzfirst");
	cdr_buf_adds(&text, "zzfirst");
	for (int i = 0; i < 255; i++) {
		cdr_buf_adds(&source, "\\sa");
		cdr_buf_adds(&text, " a");
	}
	cdr_buf_adds(&source, "\\szzlast");
	cdr_buf_adds(&text, "\nzzlast");
	cdr_buf_addc(&source, '\0');
	pattern = compiled(cdr_buf_str(&source).ptr);
	assert_true(cdr_needs_are_in(cdr_pattern_needs(pattern), cdr_buf_str(&text)));
	cdr_pattern_free(pattern);
	cdr_buf_release(&source);
	cdr_buf_release(&text);
}

/* More than there is room for becomes less that is asked, not more. */
static void test_needs_are_bounded(void **state)
{
	struct cdr_buf source;
	struct cdr_pattern *pattern;

	(void)state;
	cdr_buf_init(&source, 100000);
	for (int i = 0; i < 300; i++)
		cdr_buf_addf(&source, "%sfirst%d.*then%d", i ? "|" : "", i, i);
	cdr_buf_addc(&source, 0);
	pattern = compiled(cdr_buf_str(&source).ptr);
	assert_true(cdr_pattern_needs(pattern)->n <= CDR_WAYS_MAX);
	for (size_t i = 0; i < cdr_pattern_needs(pattern)->n; i++)
		assert_true(cdr_pattern_needs(pattern)->ways[i].sets[0].n <= CDR_LITERALS_MAX);
	cdr_pattern_free(pattern);
	cdr_buf_release(&source);
}

static unsigned random_below(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed / 65536u % n;
}

/* A random expression over a small alphabet with everything that literal.c knows. */
static void random_pattern(struct cdr_buf *out, unsigned *seed, int depth)
{
	static const char *const atoms[] = { "a",     "b",	  "K",	      "s",   "k",
					     "[as]",  "[^a]",	  "[ab-]",    ".",   "\\w",
					     "\\x61", "\\b",	  "\\Qk.\\E", "-",   "[[:]",
					     "\\.",   "\xc3\xa9", "[Kk]",     "\\1?",
					     "\\Kb",  "(?<!a)", "(?(1)b|ks)", "[[:alpha:]k]" };
	static const char *const opens[] = { "(?:", "(",   "(?i:",  "(?-i:",
					     "(?>", "(?=", "(?x: ", "(?i)(?:" };
	static const char *const counts[] = {
		"?", "*", "+", "{2}", "{0,1}", "{1,2}?", "+?", "{0}"
	};
	unsigned n = 1 + random_below(seed, 3);

	for (unsigned i = 0; i < n; i++) {
		if (depth > 0 && random_below(seed, 3) == 0) {
			cdr_buf_adds(out, opens[random_below(seed, 8)]);
			random_pattern(out, seed, depth - 1);
			cdr_buf_adds(out, ")");
		} else {
			cdr_buf_adds(out, atoms[random_below(seed, 23)]);
		}
		if (random_below(seed, 4) == 0)
			cdr_buf_adds(out, counts[random_below(seed, 8)]);
	}
	if (random_below(seed, 4) == 0) {
		cdr_buf_adds(out, "|");
		random_pattern(out, seed, depth - 1);
	}
}

static void random_subject(struct cdr_buf *out, unsigned *seed)
{
	static const char *const parts[] = { "a",	 "b", "k", "K", "s",	    "S",
					     "-",	 ".", "[", ":", "\xc3\xa9", "\xe2\x84\xaa",
					     "\xc5\xbf", "A", "B" };

	for (unsigned n = random_below(seed, 14); n > 0; n--)
		cdr_buf_adds(out, parts[random_below(seed, 15)]);
}

/* Tries one pattern on random subjects; returns how often it matched. */
static size_t try_pattern(const struct cdr_pattern *pattern, struct cdr_match_space *space,
			  unsigned *seed)
{
	const struct cdr_needs *needs = cdr_pattern_needs(pattern);
	struct cdr_buf subject;
	size_t n_matched = 0;

	cdr_buf_init(&subject, 100);
	for (int round = 0; needs->n > 0 && round < 30; round++) {
		struct cdr_match match;
		bool found;

		cdr_buf_clear(&subject);
		random_subject(&subject, seed);
		if (cdr_pattern_find(pattern, space, at(cdr_buf_str(&subject), 0), &match, NULL) !=
		    CDR_OK)
			continue;
		n_matched++;
		found = cdr_needs_are_in(needs, cdr_buf_str(&subject));
		if (!found)
			print_error("%.*s lacks what /%.*s/ needs\n",
				    CDR_FMT(cdr_buf_str(&subject)),
				    CDR_FMT(cdr_pattern_source(pattern)));
		assert_true(found);
	}
	cdr_buf_release(&subject);
	return n_matched;
}

/* If a pattern matches, what it needs stands in the match. */
static void test_needs_hold(void **state)
{
	struct cdr_match_space *space = cdr_match_space_new();
	size_t n_matched = 0, n_compiled = 0;
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 6000; round++) {
		struct cdr_pattern *pattern;
		struct cdr_buf source;

		cdr_buf_init(&source, 2000);
		random_pattern(&source, &seed, 3);
		if (cdr_pattern_new(&pattern, cdr_buf_str(&source), NULL, NULL) == CDR_OK) {
			n_compiled++;
			n_matched += try_pattern(pattern, space, &seed);
			cdr_pattern_free(pattern);
		}
		cdr_buf_release(&source);
	}
	assert_true(n_compiled > 2000);
	assert_true(n_matched > 1000);
	cdr_match_space_free(space);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),	 cmocka_unit_test(test_beyond_ascii),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_bytes),	 cmocka_unit_test(test_limits),
		cmocka_unit_test(test_limits_without_literals),
		cmocka_unit_test(test_needs),
		cmocka_unit_test(test_needs_of_matches),
		cmocka_unit_test(test_needs_on_a_line),
		cmocka_unit_test(test_needs_of_many_lines),
		cmocka_unit_test(test_needs_are_bounded), cmocka_unit_test(test_needs_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
