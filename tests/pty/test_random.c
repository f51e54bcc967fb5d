/*
 * Whatever is typed: what the screen says of every hunk is what the ledger says
 * after it, read by another command. The seed is fixed, CDREVIEW_SEED changes it.
 */
#include "pty/flow.h"

#define KEYS 300
#define TEXT_MAX 65536

static char text[TEXT_MAX];

static const char *const hunks[] = {
	"big.py:2", "zz.py:2", "client.py:5", "views.py:4", "views.py:16", "text.py:1",
};
static const char *const patches[] = {
	"app/big.py\",\"line\":2,", "app/zz.py\",\"line\":2,", "app/client.py\",\"line\":5,",
	"app/views.py\",\"line\":3,", "app/views.py\",\"line\":16,", "app/text.py\",\"line\":1,",
};

#define N_HUNKS (sizeof(hunks) / sizeof(hunks[0]))

static const char *random_key(void)
{
	static const char *const keys[] = {
		"a", "a", "a", "a", "x", "3", "x3\r", "x3\r", "cnote\r", "c", "u", "w",
		"]", "]", "[", "}", "{", "j", "k", " ", " ", "b", "g", "G", "/", "f", "n", "N",
		"o", "W", "i", "l", "?", "\r", "\r", "\033", "\033", "q", "\t", "\x1a", "\x0c",
		"\x05", "\x7f", "\033[A", "\033[B", "\033OC", "\033[6~", "é", "<", ">",
	};

	return keys[(size_t)rand() % (sizeof(keys) / sizeof(keys[0]))];
}

static struct term *start(const struct repo *repo)
{
	return flow_start(repo, REPO_ARGV("GIT_EDITOR=true"), 24, 80);
}

/* Back to the list, with nothing filtered. */
static void come_to_rest(struct term *term)
{
	for (int i = 0; i < 4; i++)
		term_keys(term, "\033");
	expect(term, "6 flagged");
	expect_not(term, "Summary");
}

static char sign_of(struct term *term, const char *hunk)
{
	static const struct { const char *sign; char letter; } signs[] = {
		{ "✓ ", 'a' }, { "✗ ", 'r' }, { "? ", 'p' }, { "~ ", 's' },
	};
	char words[64];

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		snprintf(words, sizeof(words), "%s%s ", signs[i].sign, hunk);
		if (term_shows(term, words))
			return signs[i].letter;
	}
	term_print(term);
	fail_msg("no sign for %s", hunk);
	return '?';
}

/* What `cdreview check` says of one hunk: it lists those that are not approved. */
static char ledger_of(const char *report, const char *patch)
{
	const char *at = strstr(report, patch), *state = at ? strstr(at, "\"state\":\"") : NULL;

	return state ? state[strlen("\"state\":\"")] : 'a';
}

static void compare(const struct repo *repo, struct term *term, unsigned seed)
{
	repo_run(repo->dir, REPO_ARGV(flow_program(), "check", "--json", FLOW_RANGE), text,
		 sizeof(text));
	assert_non_null(strstr(text, "\"open\":"));
	for (size_t i = 0; i < N_HUNKS; i++) {
		char shown = sign_of(term, hunks[i]), kept = ledger_of(text, patches[i]);

		if (shown == kept)
			continue;
		term_print(term);
		fail_msg("seed %u: %s is shown as '%c', the ledger says '%c'\n%s", seed, hunks[i],
			 shown, kept, text);
	}
}

/* Types one key; a review that this ended is opened again. */
static struct term *press(const struct repo *repo, struct term *term, const char *key)
{
	int status;

	term_type(term, key);
	if (term_settle(term))
		return term;
	assert_true(term_ended(term, &status));
	assert_in_range(status, 0, 1);
	term_end(term);
	return start(repo);
}

static void test_random_keys(void **state)
{
	const char *wish = getenv("CDREVIEW_SEED");
	unsigned seed = wish ? (unsigned)strtoul(wish, NULL, 10) : 20260105;
	struct repo repo = repo_copy(&flow_template);
	struct term *term = start(&repo);

	(void)state;
	srand(seed);
	for (int i = 1; i <= KEYS; i++) {
		term = press(&repo, term, random_key());
		if (i % 100 == 0) {
			come_to_rest(term);
			compare(&repo, term, seed);
		}
	}
	assert_in_range(flow_quit(term), 0, 1);
	flow_notes(&repo, text, sizeof(text));
	assert_true(flow_count(text, "\"verdict\":\"approve\"") > 0);
	term = start(&repo);
	come_to_rest(term);
	compare(&repo, term, seed);
	assert_in_range(flow_quit(term), 0, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_random_keys) };

	return cmocka_run_group_tests(tests, flow_setup, NULL);
}
