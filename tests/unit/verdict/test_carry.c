/* test_carry.c - what stands about a hunk: each rule of ledger.h in every order of arrival. */
#include "lines.h"

#define GIVEN_MAX 4

struct row {
	const char *name;
	struct given given[GIVEN_MAX];   /* up to the first without seq */
	size_t withdraws[GIVEN_MAX];     /* 1 + number of the line that this one takes back */
	struct given hunk;
	const char *state;
	const char *voices;              /* in shown order: L live, S stale, - neither */
	bool disputed;
};

#define APPROVE .verdict = CDR_APPROVE
#define REJECT .verdict = CDR_REJECT
#define NOTE .verdict = CDR_ANNOTATE
#define BACK .verdict = CDR_WITHDRAW
#define BOB .chain = CHAIN_B, .who = "bob@x"

static const struct row rows[] = {
	{ "nobody",
	  { { 0 } },
	  { 0 }, { .hid = 'a' }, "pending", "", false },
	{ "approved",
	  { { .seq = 1, .hid = 'a', APPROVE } },
	  { 0 }, { .hid = 'a' }, "approved", "L", false },
	{ "another hunk",
	  { { .seq = 1, .hid = 'b', APPROVE, .blob = 'e' } },
	  { 0 }, { .hid = 'a' }, "pending", "", false },
	{ "rejected",
	  { { .seq = 1, .hid = 'a', REJECT } },
	  { 0 }, { .hid = 'a' }, "rejected", "L", false },
	{ "a note decides nothing",
	  { { .seq = 1, .hid = 'a', NOTE } },
	  { 0 }, { .hid = 'a' }, "pending", "L", false },
	{ "a waiver counts for nothing yet",
	  { { .seq = 1, .hid = 'a', .verdict = CDR_WAIVE } },
	  { 0 }, { .hid = 'a' }, "pending", "-", false },

	{ "later reject replaces",
	  { { .seq = 1, .hid = 'a', APPROVE }, { .seq = 2, .hid = 'a', REJECT } },
	  { 0 }, { .hid = 'a' }, "rejected", "-L", false },
	{ "later approve replaces",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 2, .hid = 'a', APPROVE } },
	  { 0 }, { .hid = 'a' }, "approved", "-L", false },
	{ "a note replaces nothing",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 2, .hid = 'a', NOTE } },
	  { 0 }, { .hid = 'a' }, "rejected", "LL", false },
	{ "seq orders, not the clock",
	  { { .seq = 1, .hid = 'a', APPROVE, .time = "2036-01-01T00:00:00Z" },
	    { .seq = 2, .hid = 'a', REJECT, .time = "2016-01-01T00:00:00Z" } },
	  { 0 }, { .hid = 'a' }, "rejected", "-L", false },
	{ "equal seq: both speak",
	  { { .seq = 1, .hid = 'a', APPROVE }, { .seq = 1, .hid = 'a', REJECT } },
	  { 0 }, { .hid = 'a' }, "rejected", "LL", false },

	{ "another's reject wins and is disputed",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 9, .hid = 'a', APPROVE, BOB } },
	  { 0 }, { .hid = 'a' }, "rejected", "LL", true },
	{ "own reject from another clone stays",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 9, .hid = 'a', APPROVE, .chain = CHAIN_B } },
	  { 0 }, { .hid = 'a' }, "rejected", "LL", false },
	{ "another person in the same clone replaces nothing",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 2, .hid = 'a', APPROVE, .who = "bob@x" } },
	  { 0 }, { .hid = 'a' }, "rejected", "LL", true },

	{ "reject withdrawn",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 2, .hid = 'a', BACK } },
	  { 0, 1 }, { .hid = 'a' }, "pending", "-", false },
	{ "withdrawn from another clone",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 1, .hid = 'a', BACK, .chain = CHAIN_B } },
	  { 0, 1 }, { .hid = 'a' }, "pending", "-", false },
	{ "nobody withdraws for another",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 1, .hid = 'a', BACK, BOB } },
	  { 0, 1 }, { .hid = 'a' }, "rejected", "L", false },
	{ "a withdrawal names the hunk",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 2, .hid = 'b', BACK } },
	  { 0, 1 }, { .hid = 'a' }, "rejected", "L", false },
	{ "what was replaced speaks again",
	  { { .seq = 1, .hid = 'a', APPROVE },
	    { .seq = 2, .hid = 'a', REJECT },
	    { .seq = 3, .hid = 'a', BACK } },
	  { 0, 0, 2 }, { .hid = 'a' }, "approved", "L-", false },
	{ "a withdrawal is final",
	  { { .seq = 1, .hid = 'a', APPROVE },
	    { .seq = 2, .hid = 'a', BACK },
	    { .seq = 3, .hid = 'a', BACK } },
	  { 0, 1, 2 }, { .hid = 'a' }, "pending", "-", false },
	{ "a withdrawn note",
	  { { .seq = 1, .hid = 'a', NOTE }, { .seq = 2, .hid = 'a', BACK } },
	  { 0, 1 }, { .hid = 'a' }, "pending", "-", false },

	{ "rule revised",
	  { { .seq = 1, .hid = 'a', APPROVE, .rules = "r0" } },
	  { 0 }, { .hid = 'a', .rules = "r1" }, "stale", "S", false },
	{ "rule added",
	  { { .seq = 1, .hid = 'a', APPROVE, .rules = "r0" } },
	  { 0 }, { .hid = 'a', .rules = "r0s0" }, "stale", "S", false },
	{ "rule gone",
	  { { .seq = 1, .hid = 'a', APPROVE, .rules = "r0s0" } },
	  { 0 }, { .hid = 'a', .rules = "s0" }, "approved", "L", false },
	{ "half from each does not add up",
	  { { .seq = 1, .hid = 'a', APPROVE, .rules = "r0" },
	    { .seq = 1, .hid = 'a', APPROVE, .rules = "s0", BOB } },
	  { 0 }, { .hid = 'a', .rules = "r0s0" }, "stale", "SS", false },
	{ "a reject does not care for rules",
	  { { .seq = 1, .hid = 'a', REJECT, .rules = "r0" } },
	  { 0 }, { .hid = 'a', .rules = "s1" }, "rejected", "L", false },
	{ "fresh beside stale",
	  { { .seq = 1, .hid = 'a', APPROVE, .rules = "r0" },
	    { .seq = 1, .hid = 'a', APPROVE, .rules = "r1", BOB } },
	  { 0 }, { .hid = 'a', .rules = "r1" }, "approved", "SL", false },

	{ "second of two is its own",
	  { { .seq = 1, .hid = 'a', APPROVE, .nth = 1, .of = 2 } },
	  { 0 }, { .hid = 'a', .nth = 2, .of = 2 }, "pending", "", false },
	{ "approved second of two",
	  { { .seq = 1, .hid = 'a', APPROVE, .nth = 2, .of = 2 } },
	  { 0 }, { .hid = 'a', .nth = 1, .of = 2 }, "pending", "", false },
	{ "two approvals, two occurrences",
	  { { .seq = 1, .hid = 'a', APPROVE, .nth = 1, .of = 2 },
	    { .seq = 2, .hid = 'a', APPROVE, .nth = 2, .of = 2 } },
	  { 0 }, { .hid = 'a', .nth = 1, .of = 2 }, "approved", "L", false },
	{ "an extra occurrence is pending",
	  { { .seq = 1, .hid = 'a', APPROVE } },
	  { 0 }, { .hid = 'a', .nth = 2, .of = 2 }, "pending", "", false },
	{ "the old occurrence stays approved",
	  { { .seq = 1, .hid = 'a', APPROVE } },
	  { 0 }, { .hid = 'a', .nth = 1, .of = 2 }, "approved", "L", false },
	{ "an approval of one that may be gone",
	  { { .seq = 1, .hid = 'a', REJECT, .nth = 2, .of = 2 },
	    { .seq = 2, .hid = 'a', APPROVE, .nth = 1, .of = 2 } },
	  { 0 }, { .hid = 'a' }, "rejected", "L", false },
	{ "a reject is about its occurrence",
	  { { .seq = 1, .hid = 'a', REJECT, .nth = 2, .of = 2 } },
	  { 0 }, { .hid = 'a', .nth = 1, .of = 2 }, "pending", "", false },
	{ "a reject of one that may be gone",
	  { { .seq = 1, .hid = 'a', REJECT, .nth = 2, .of = 2 } },
	  { 0 }, { .hid = 'a' }, "rejected", "L", false },

	{ "reject carries by cid",
	  { { .seq = 1, .hid = 'a', .cid = 'c', REJECT } },
	  { 0 }, { .hid = 'b', .cid = 'c' }, "rejected", "L", false },
	{ "note carries by cid",
	  { { .seq = 1, .hid = 'a', .cid = 'c', NOTE } },
	  { 0 }, { .hid = 'b', .cid = 'c' }, "pending", "L", false },
	{ "approval by cid is stale",
	  { { .seq = 1, .hid = 'a', .cid = 'c', APPROVE, .blob = 'e' } },
	  { 0 }, { .hid = 'b', .cid = 'c' }, "stale", "S", false },
	{ "approving the moved hunk answers the own reject",
	  { { .seq = 1, .hid = 'a', .cid = 'c', REJECT },
	    { .seq = 2, .hid = 'b', .cid = 'c', APPROVE } },
	  { 0 }, { .hid = 'b', .cid = 'c' }, "approved", "-L", false },
	{ "... but not where it was given",
	  { { .seq = 1, .hid = 'a', .cid = 'c', REJECT },
	    { .seq = 2, .hid = 'b', .cid = 'c', APPROVE } },
	  { 0 }, { .hid = 'a', .cid = 'c' }, "rejected", "L", false },

	{ "amended: approval of the same old lines is stale",
	  { { .seq = 1, .hid = 'a', APPROVE, .start = 10, .len = 7 } },
	  { 0 }, { .hid = 'b', .start = 12, .len = 8 }, "stale", "S", false },
	{ "amended: rejection is shown, not counted",
	  { { .seq = 1, .hid = 'a', REJECT, .start = 10, .len = 7 } },
	  { 0 }, { .hid = 'b', .start = 12, .len = 8 }, "pending", "S", false },
	{ "a new file written anew",
	  { { .seq = 1, .hid = 'a', APPROVE } },
	  { 0 }, { .hid = 'b' }, "stale", "S", false },
	{ "the neighbour in the same diff is no predecessor",
	  { { .seq = 1, .hid = 'a', APPROVE, .start = 10, .len = 7 } },
	  { 0 }, { .hid = 'b', .start = 17, .len = 7 }, "pending", "", false },
	{ "another base is no predecessor",
	  { { .seq = 1, .hid = 'a', APPROVE, .start = 10, .len = 7, .blob = 'e' } },
	  { 0 }, { .hid = 'b', .start = 10, .len = 7 }, "pending", "", false },
	{ "predecessors give way to a live vote",
	  { { .seq = 1, .hid = 'a', APPROVE, .start = 10, .len = 7 },
	    { .seq = 2, .hid = 'b', APPROVE, .start = 10, .len = 7 } },
	  { 0 }, { .hid = 'b', .start = 10, .len = 7 }, "approved", "L", false },
	{ "only the last word on predecessors",
	  { { .seq = 1, .hid = 'a', APPROVE, .start = 10, .len = 7 },
	    { .seq = 2, .hid = 'b', REJECT, .start = 10, .len = 7 } },
	  { 0 }, { .hid = 'c', .start = 10, .len = 7 }, "pending", "S", false },
	{ "a withdrawn predecessor is no voice",
	  { { .seq = 1, .hid = 'a', APPROVE, .start = 10 }, { .seq = 2, .hid = 'a', BACK } },
	  { 0, 1 }, { .hid = 'b', .start = 10 }, "pending", "", false },

	{ "a later version's approval is ignored",
	  { { .seq = 1, .hid = 'a', APPROVE, .version = 2 } },
	  { 0 }, { .hid = 'a' }, "pending", "-", false },
	{ "a later version's rejection blocks",
	  { { .seq = 1, .hid = 'a', REJECT, .version = 2 },
	    { .seq = 1, .hid = 'a', APPROVE, BOB } },
	  { 0 }, { .hid = 'a' }, "rejected", "LL", true },
	{ "a later version's approval replaces nothing",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 2, .hid = 'a', APPROVE, .version = 2 } },
	  { 0 }, { .hid = 'a' }, "rejected", "L-", false },
	{ "a later version's withdrawal takes nothing back",
	  { { .seq = 1, .hid = 'a', REJECT }, { .seq = 2, .hid = 'a', BACK, .version = 2 } },
	  { 0, 1 }, { .hid = 'a' }, "rejected", "L", false },
};

/* The lines of ROW in LINES; returns how many. */
static size_t lines_of(struct cdr_arena *arena, const struct row *row, const char *lines[GIVEN_MAX])
{
	size_t n = 0;

	for (; n < GIVEN_MAX && row->given[n].seq; n++) {
		struct given given = row->given[n];

		if (row->withdraws[n])
			given.withdraws = lines[row->withdraws[n] - 1];
		lines[n] = line_of(arena, &given);
	}
	return n;
}

static void expect(const struct row *row, const struct cdr_ledger *ledger, struct cdr_arena *arena)
{
	struct cdr_standing got = cdr_ledger_standing(ledger, flagged_of(arena, &row->hunk),
						      CDR_STR(CHAIN_A), arena);
	char voices[16] = "";

	assert_true(got.n_voices < sizeof(voices));
	for (size_t i = 0; i < got.n_voices; i++)
		voices[i] = got.voices[i].live ? 'L' : got.voices[i].stale ? 'S' : '-';
	if (strcmp(cdr_standing_name(got.state), row->state) || strcmp(voices, row->voices) ||
	    got.disputed != row->disputed)
		fail_msg("%s: %s, voices \"%s\", %sdisputed", row->name,
			 cdr_standing_name(got.state), voices, got.disputed ? "" : "not ");
}

/* The K-th order of N lines (N! of them), every line twice, so that repetition is tried as well. */
static void add_in_order(struct cdr_ledger *ledger, const char *const lines[GIVEN_MAX], size_t n,
			 size_t k)
{
	const char *left[GIVEN_MAX];

	memcpy(left, lines, sizeof(left));
	for (size_t rest = n; rest > 0; rest--) {
		size_t pick = k % rest;

		k /= rest;
		add_line_ok(ledger, left[pick]);
		add_line_ok(ledger, left[pick]);
		left[pick] = left[rest - 1];
	}
}

static void rows_hold_in_every_order(void **state)
{
	static const size_t orders[] = { 1, 1, 2, 6, 24 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cdr_arena arena = { 0 };
		const char *lines[GIVEN_MAX] = { NULL };
		size_t n = lines_of(&arena, &rows[i], lines);

		for (size_t k = 0; k < orders[n]; k++) {
			struct cdr_ledger *ledger = cdr_ledger_new();

			add_in_order(ledger, lines, n, k);
			expect(&rows[i], ledger, &arena);
			cdr_ledger_free(ledger);
		}
		cdr_arena_release(&arena);
	}
}

static void suppressed_findings_need_no_answer(void **state)
{
	struct cdr_arena arena = { 0 };
	struct cdr_ledger *ledger = cdr_ledger_new();
	struct given hunk = { .hid = 'a', .rules = "r0s0" };
	struct cdr_flagged flagged = *flagged_of(&arena, &hunk);
	struct cdr_finding *findings = cdr_arena_copy(&arena, flagged.findings,
						      2 * sizeof(*findings));

	(void)state;
	add_line_ok(ledger,
		    line_of(&arena, &(struct given){ .seq = 1, .hid = 'a', .rules = "r0" }));
	findings[1].suppressed = CDR_STR("");
	flagged.findings = findings;
	assert_int_equal(cdr_ledger_standing(ledger, &flagged, CDR_STR(""), &arena).state,
			 CDR_STANDING_APPROVED);
	findings[1].suppressed = (struct cdr_str){ NULL, 0 };
	assert_int_equal(cdr_ledger_standing(ledger, &flagged, CDR_STR(""), &arena).state,
			 CDR_STANDING_STALE);
	cdr_ledger_free(ledger);
	cdr_arena_release(&arena);
}

static void voices_tell_whose_they_are(void **state)
{
	struct cdr_arena arena = { 0 };
	struct cdr_ledger *ledger = cdr_ledger_new();
	struct given mine = { .seq = 1, .hid = 'a' }, other = { .seq = 1, .hid = 'a', BOB };
	struct cdr_oid none = { .len = 0 };
	const char *line = line_of(&arena, &mine);
	struct cdr_hash hash = cdr_record_hash(cdr_str_from(line));
	struct cdr_standing standing;

	(void)state;
	add_line_ok(ledger, line_of(&arena, &other));
	assert_int_equal(cdr_ledger_add(ledger, cdr_str_from(line), &none, false, NULL), 0);
	standing = cdr_ledger_standing(ledger, flagged_of(&arena, &mine), CDR_STR(CHAIN_A), &arena);
	assert_int_equal(standing.n_voices, 2);
	assert_true(standing.voices[0].mine && !standing.voices[0].saved);
	assert_true(cdr_hash_eq(&standing.voices[0].line, &hash));
	assert_true(!standing.voices[1].mine && standing.voices[1].saved);
	assert_true(cdr_str_is(standing.voices[1].who, "bob@x"));
	add_line_ok(ledger, line);
	standing = cdr_ledger_standing(ledger, flagged_of(&arena, &mine),
				       (struct cdr_str){ NULL, 0 }, &arena);
	assert_true(standing.voices[0].saved && !standing.voices[0].mine);
	cdr_ledger_free(ledger);
	cdr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_hold_in_every_order),
		cmocka_unit_test(suppressed_findings_need_no_answer),
		cmocka_unit_test(voices_tell_whose_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
