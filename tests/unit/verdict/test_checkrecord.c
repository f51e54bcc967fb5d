/* test_checkrecord.c - records of checks: exact bytes, strictly read, never anybody's verdict. */
#include "verdict/ledger.h"

#include "git/notes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B64 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C64 "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define OID "1111111111111111111111111111111111111111"

/* The format that cdreview-notes(5) promises. */
static const char canonical[] =
	"{\"v\":1,\"t\":\"check\",\"project\":null,\"roots\":[],\"target\":\"origin/"
	"main\",\"base\":\"" OID "\",\"registry\":\"sha256:" C64 "\",\"commit\":\"" OID
	"\",\"tree\":\"" OID "\","
	"\"who\":\"machine\",\"chain\":\"0123456789abcdef\",\"seq\":2,\"prev\":\"sha256:" B64 "\","
	"\"time\":\"2026-01-31T12:00:00Z\",\"tool\":\"cdreview/0.1.0\","
	"\"check\":{\"name\":\"api-tests\",\"rev\":\"sha256:" A64 "\",\"argv\":\"sha256:" B64 "\","
	"\"sandbox\":\"bwrap\",\"network\":false,\"result\":\"pass\",\"status\":0,\"ms\":1200,"
	"\"report\":\"junit\",\"digest\":\"sha256:" C64
	"\",\"passed\":12,\"failed\":0,\"skipped\":1,"
	"\"replaces\":[\"sha256:" A64 "\"]}}";

static int parse(struct cdr_arena *arena, struct cdr_record *out, struct cdr_str line,
		 struct cdr_err *err)
{
	*err = (struct cdr_err){ 0 };
	return cdr_record_parse(out, arena, line, err);
}

static void bytes_survive_reading_and_writing(void **state)
{
	struct cdr_arena arena = { 0 };
	struct cdr_record record;
	struct cdr_err err;
	struct cdr_buf again;

	(void)state;
	if (parse(&arena, &record, cdr_str_from(canonical), &err))
		fail_msg("%s", err.message);
	assert_true(cdr_record_is_check(&record));
	assert_false(cdr_record_is_ours(&record));
	assert_int_equal(record.n_hunks, 0);
	assert_true(cdr_str_is(record.check->name, "api-tests"));
	assert_true(record.check->sandboxed);
	assert_int_equal(record.check->counts.passed, 12);
	assert_int_equal(record.check->n_replaces, 1);
	cdr_buf_init(&again, CDR_NOTE_LINE_MAX);
	assert_int_equal(cdr_record_write(&again, &record, &err), 0);
	assert_string_equal(again.ptr, canonical);
	cdr_buf_release(&again);
	cdr_arena_release(&arena);
}

static struct cdr_str mutant(struct cdr_arena *arena, const char *from, const char *to)
{
	const char *at = strstr(canonical, from);

	if (!at)
		fail_msg("not in the line: %s", from);
	return cdr_str_from(cdr_arena_printf(arena, "%.*s%s%s", (int)(at - canonical), canonical,
					     to, at + strlen(from)));
}

static void refuses_what_it_would_not_write(void **state)
{
	static const struct {
		const char *from, *to, *words;
	} cases[] = {
		{ "\"who\":\"machine\"", "\"who\":\"ana@example.com\"",
		  "\"who\" is not the machine" },
		{ "\"commit\":\"" OID "\"", "\"commit\":null", "\"commit\" is missing" },
		{ "\"tree\":\"" OID "\"", "\"tree\":null", "\"commit\" is missing" },
		{ "\"check\":", "\"checks\":", "\"name\" is missing" },
		{ "\"api-tests\"", "\"\"", "\"name\"" },
		{ "\"rev\":\"sha256:", "\"rev\":\"sha1:", "\"rev\"" },
		{ "\"argv\":\"sha256:b", "\"argv\":\"sha256:B", "\"argv\"" },
		{ "\"bwrap\"", "\"docker\"", "\"sandbox\" is neither" },
		{ "\"network\":false", "\"network\":0", "\"network\"" },
		{ "\"pass\"", "\"passed\"", "\"result\" is not how a check ends" },
		{ "\"status\":0", "\"status\":1", "\"status\" does not go with the result" },
		{ "\"status\":0", "\"status\":null", "\"status\" does not go with the result" },
		{ "\"status\":0", "\"status\":256", "\"status\"" },
		{ "\"ms\":1200", "\"ms\":-1", "\"ms\"" },
		{ "\"junit\"", "\"html\"", "\"report\" is not a kind" },
		{ "\"digest\":\"sha256:", "\"digest\":\"", "\"digest\"" },
		{ "\"failed\":0", "\"failed\":\"0\"", "\"failed\"" },
		{ "[\"sha256:" A64 "\"]", "[7]", "\"replaces\"" },
		{ "[\"sha256:" A64 "\"]", "null", "\"replaces\" is not an array" },
		{ "\"passed\":12,", "\"passed\":12,\"passed\":13,", "duplicate" },
	};
	struct cdr_arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cdr_record record;
		struct cdr_err err;
		int code = parse(&arena, &record, mutant(&arena, cases[i].from, cases[i].to), &err);

		if (code != CDR_ETAMPER || !strstr(err.message, cases[i].words))
			fail_msg("%s -> %s: %d %s", cases[i].from, cases[i].to, code, err.message);
	}
	cdr_arena_release(&arena);
}

/* Hunks in such a record are nobody's: not even a rejection may be put into one. */
static void hunks_in_it_are_nothing(void **state)
{
	struct cdr_arena arena = { 0 };
	struct cdr_record record;
	struct cdr_err err;

	(void)state;
	assert_int_equal(parse(&arena, &record,
			       mutant(&arena, "\"check\":{",
				      "\"hunks\":[{\"hid\":\"sha256:" A64
				      "\",\"verdict\":\"approve\"}],\"check\":{"),
			       &err),
			 0);
	assert_int_equal(record.n_hunks, 0);
	assert_int_equal(parse(&arena, &record, mutant(&arena, "\"v\":1", "\"v\":2"), &err), 0);
	assert_false(cdr_record_is_check(&record));
	assert_null(record.check);
	cdr_arena_release(&arena);
}

static void a_chain_counts_records_of_every_type(void **state)
{
	static const char *const first =
		"{\"v\":1,\"t\":\"later\",\"chain\":\"0123456789abcdef\",\"seq\":1}";
	const struct cdr_oid target = { .len = 20 };
	struct cdr_ledger *ledger = cdr_ledger_new();
	const struct cdr_ledger_gap *gaps;
	const struct cdr_ledger_check *checks;
	struct cdr_arena arena = { 0 };

	(void)state;
	assert_int_equal(cdr_ledger_add(ledger, cdr_str_from(canonical), &target, true, NULL), 0);
	assert_int_equal(cdr_ledger_gaps(ledger, &arena, &gaps), 1);
	assert_int_equal(gaps[0].n_missing, 1);
	assert_int_equal(cdr_ledger_add(ledger, cdr_str_from(first), &target, true, NULL), 0);
	assert_int_equal(cdr_ledger_gaps(ledger, &arena, &gaps), 0);
	assert_int_equal(cdr_ledger_checks(ledger, &arena, &checks), 1);
	assert_true(checks[0].saved);
	cdr_ledger_free(ledger);
	cdr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_survive_reading_and_writing),
		cmocka_unit_test(refuses_what_it_would_not_write),
		cmocka_unit_test(hunks_in_it_are_nothing),
		cmocka_unit_test(a_chain_counts_records_of_every_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
