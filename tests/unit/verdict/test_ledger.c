/* test_ledger.c - the set of lines: any order, tampering, remarks, history, many records. */
#include "lines.h"

static struct cdr_ledger *ledger_with(const char *const *lines, size_t n)
{
	struct cdr_ledger *ledger = cdr_ledger_new();

	for (size_t i = 0; i < n; i++)
		add_line_ok(ledger, lines[i]);
	return ledger;
}

/* The history in one text, for comparison. */
static const char *story(const struct cdr_ledger *ledger, struct cdr_arena *arena)
{
	const struct cdr_history_entry *entries;
	size_t n = cdr_ledger_history(ledger, CDR_STR(CHAIN_A), arena, &entries);
	const char *text = "";

	for (size_t i = 0; i < n; i++) {
		const struct cdr_voice *voice = &entries[i].voice;
		char hex[CDR_HASH_HEX + 1];

		cdr_hash_hex(hex, &voice->hid);
		if (entries[i].remark.ptr)
			text = cdr_arena_printf(arena, "%s\"%.*s\" ", text,
						CDR_FMT(entries[i].remark));
		else
			text = cdr_arena_printf(arena, "%s%s-%c%s[%.*s] ", text,
						cdr_verdict_name(voice->verdict), hex[0],
						voice->live ? "+" : "", CDR_FMT(entries[i].rules));
	}
	return text;
}

static void history_is_the_same_in_every_order(void **state)
{
	struct cdr_arena arena = { 0 };
	const struct given given[] = {
		{ .seq = 1, .hid = 'a', .time = "2026-01-01T00:00:01Z", .rules = "r0s1" },
		{ .seq = 2, .hid = 'a', .time = "2026-01-01T00:00:09Z", .verdict = CDR_REJECT },
		{ .seq = 3, .hid = 'b', .time = "2016-01-01T00:00:00Z", .verdict = CDR_ANNOTATE },
		{ .seq = 1,
		  .hid = 'b',
		  .time = "2026-01-01T00:00:05Z",
		  .chain = CHAIN_B,
		  .who = "bob@x" },
	};
	const char *lines[7];
	struct given back = {
		.seq = 4, .hid = 'b', .verdict = CDR_WITHDRAW, .time = "2026-01-01T00:00:10Z"
	};

	(void)state;
	for (size_t i = 0; i < 4; i++)
		lines[i] = line_of(&arena, &given[i]);
	back.withdraws = lines[2];
	lines[4] = line_of(&arena, &back);
	back.seq++;
	back.withdraws = lines[4];
	lines[5] = line_of(&arena, &back);
	lines[6] = "looks good to me";
	for (size_t shift = 0; shift < 7; shift++) {
		const char *turned[7];
		struct cdr_ledger *ledger;

		for (size_t i = 0; i < 7; i++)
			turned[i] = lines[shift < 3 ? (i + shift) % 7 : (shift + 7 - i) % 7];
		ledger = ledger_with(turned, 7);
		assert_string_equal(
			story(ledger, &arena),
			"\"looks good to me\" approve-a[r, s] approve-b+[r] reject-a+[r] "
			"annotate-b[r] withdraw-b+[r] withdraw-b+[r] ");
		cdr_ledger_free(ledger);
	}
	cdr_arena_release(&arena);
}

static void repeated_lines_count_once(void **state)
{
	struct cdr_arena arena = { 0 };
	const char *line = line_of(&arena, &(struct given){ .seq = 1, .hid = 'a' });
	const char *lines[] = { line, "a remark", line, "a remark", "", "  " };
	struct cdr_ledger *ledger = ledger_with(lines, 6);
	const struct cdr_history_entry *entries;
	struct cdr_oid elsewhere = blob_of('3');

	(void)state;
	assert_int_equal(cdr_ledger_history(ledger, CDR_STR(""), &arena, &entries), 2);
	assert_int_equal(cdr_ledger_add(ledger, cdr_str_from(line), &elsewhere, true, NULL), 0);
	assert_int_equal(cdr_ledger_history(ledger, CDR_STR(""), &arena, &entries), 2);
	assert_int_equal(cdr_ledger_add(ledger, CDR_STR("a remark"), &elsewhere, true, NULL), 0);
	assert_int_equal(cdr_ledger_history(ledger, CDR_STR(""), &arena, &entries), 3);
	cdr_ledger_free(ledger);
	cdr_arena_release(&arena);
}

static void tampering_names_the_commit(void **state)
{
	struct cdr_ledger *ledger = cdr_ledger_new();
	struct cdr_oid target = blob_of('2'), none = { .len = 0 };
	struct cdr_arena arena = { 0 };
	struct cdr_err err = { 0 };
	const struct cdr_history_entry *entries;

	(void)state;
	assert_int_equal(cdr_ledger_add(ledger, CDR_STR("{\"v\":1}"), &target, true, &err),
			 CDR_ETAMPER);
	assert_non_null(strstr(err.message, "verdict on commit 222222222222: \"t\" is missing"));
	assert_non_null(strstr(err.hint, "git notes --ref=cdreview show 222222222222"));
	err = (struct cdr_err){ 0 };
	assert_int_equal(cdr_ledger_add(ledger, CDR_STR("{"), &none, false, &err), CDR_ETAMPER);
	assert_non_null(strstr(err.message, "verdict in the journal"));
	assert_int_equal(cdr_ledger_history(ledger, CDR_STR(""), &arena, &entries), 0);
	cdr_ledger_free(ledger);
	cdr_arena_release(&arena);
}

static void finds_a_verdict_to_withdraw(void **state)
{
	struct cdr_arena arena = { 0 };
	const char *line = line_of(&arena, &(struct given){ .seq = 1, .hid = 'a', .who = "bob@x" });
	struct cdr_hash name = cdr_record_hash(cdr_str_from(line)), hid = filled('a'),
			other = filled('b');
	struct cdr_oid none = { .len = 0 }, low = blob_of('1'), high = blob_of('3');
	struct cdr_ledger *ledger = cdr_ledger_new();
	struct cdr_ledger_place place;
	struct given back = {
		.seq = 2, .hid = 'a', .who = "bob@x", .verdict = CDR_WITHDRAW, .withdraws = line
	};

	(void)state;
	assert_false(cdr_ledger_find(ledger, &name, &hid, &place));
	assert_int_equal(cdr_ledger_add(ledger, cdr_str_from(line), &none, false, NULL), 0);
	assert_false(cdr_ledger_find(ledger, &name, &other, &place));
	assert_true(cdr_ledger_find(ledger, &name, &hid, &place));
	assert_true(cdr_str_is(place.record->who, "bob@x") && place.target.len == 0 &&
		    !place.withdrawn);
	assert_int_equal(cdr_ledger_add(ledger, cdr_str_from(line), &high, true, NULL), 0);
	assert_int_equal(cdr_ledger_add(ledger, cdr_str_from(line), &low, true, NULL), 0);
	assert_int_equal(cdr_ledger_add(ledger, cdr_str_from(line), &high, true, NULL), 0);
	assert_int_equal(cdr_ledger_add(ledger, cdr_str_from(line), &none, false, NULL), 0);
	add_line_ok(ledger, line_of(&arena, &back));
	assert_true(cdr_ledger_find(ledger, &name, &hid, &place));
	assert_true(cdr_oid_eq(&place.target, &low) && place.withdrawn);
	cdr_ledger_free(ledger);
	cdr_arena_release(&arena);
}

/* Enough for the indexes to grow a few times. */
static void many_records(void **state)
{
	enum { RECORDS = 4000 };
	struct cdr_ledger *ledger = cdr_ledger_new();
	struct cdr_arena arena = { 0 };
	size_t rejected = 0;

	(void)state;
	for (uint64_t i = 0; i < RECORDS; i++) {
		struct given given = { .seq = i + 1, .hid = 'a', .time = "2026-01-01T00:00:00Z",
				       .verdict = i % 16 < 8 ? CDR_APPROVE : CDR_REJECT };

		given.hid = "0123456789abcdef"[i % 16];
		add_line_ok(ledger, line_of(&arena, &given));
	}
	for (size_t i = 0; i < 16; i++) {
		struct given hunk = { .hid = "0123456789abcdef"[i] };
		struct cdr_standing standing = cdr_ledger_standing(
			ledger, flagged_of(&arena, &hunk), CDR_STR(CHAIN_A), &arena);

		assert_int_equal(standing.n_voices, RECORDS / 16);
		rejected += standing.state == CDR_STANDING_REJECTED;
	}
	assert_int_equal(rejected, 8);
	cdr_ledger_free(ledger);
	cdr_arena_release(&arena);
}

static void a_removed_record_leaves_a_gap(void **state)
{
	struct cdr_arena arena = { 0 };
	const char *lines[3];
	const struct cdr_ledger_gap *gaps;
	struct cdr_ledger *ledger;

	(void)state;
	lines[0] = line_of(&arena, &(struct given){ .seq = 4, .hid = 'a' });
	lines[1] = line_of(&arena, &(struct given){ .seq = 1, .hid = 'b' });
	lines[2] = line_of(&arena, &(struct given){ .seq = 1, .hid = 'b', .chain = CHAIN_B });
	ledger = ledger_with(lines, 3);
	assert_int_equal(cdr_ledger_gaps(ledger, &arena, &gaps), 1);
	assert_int_equal(gaps[0].n_missing, 2);
	assert_true(cdr_str_is(gaps[0].chain, CHAIN_A));
	add_line_ok(ledger, line_of(&arena, &(struct given){ .seq = 2, .hid = 'a' }));
	add_line_ok(ledger, line_of(&arena, &(struct given){ .seq = 3, .hid = 'c' }));
	add_line_ok(ledger, line_of(&arena, &(struct given){ .seq = 3, .hid = 'd' }));
	assert_int_equal(cdr_ledger_gaps(ledger, &arena, &gaps), 0);
	cdr_ledger_free(ledger);
	cdr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(history_is_the_same_in_every_order),
		cmocka_unit_test(a_removed_record_leaves_a_gap),
		cmocka_unit_test(repeated_lines_count_once),
		cmocka_unit_test(tampering_names_the_commit),
		cmocka_unit_test(finds_a_verdict_to_withdraw),
		cmocka_unit_test(many_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
