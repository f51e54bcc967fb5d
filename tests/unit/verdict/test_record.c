/* test_record.c - the codec: exact bytes out, and all that may be wrong with a line refused. */
#include "git/notes.h"
#include "verdict/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B64 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C64 "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define OID "1111111111111111111111111111111111111111"

/* The approval of sample(), byte by byte: the format that cdreview-notes(5) promises. */
static const char canonical[] =
	"{\"v\":1,\"t\":\"verdict\",\"project\":null,\"roots\":[\"" OID
	"\"],\"target\":\"refs/heads/main\","
	"\"base\":\"" OID "\",\"registry\":\"sha256:" C64 "\",\"commit\":\"" OID
	"\",\"tree\":\"" OID "\","
	"\"who\":\"alice@example.com\",\"chain\":\"0123456789abcdef\",\"seq\":41,\"prev\":"
	"\"sha256:" B64 "\","
	"\"time\":\"2026-01-31T12:00:00Z\",\"tool\":\"cdreview/0.1.0\","
	"\"diff\":\"myers;U3;ih0;indent;text;norename\","
	"\"hunks\":[{\"hid\":\"sha256:" A64 "\",\"cid\":\"sha256:" B64
	"\",\"n\":1,\"of\":2,\"kind\":\"text\","
	"\"path\":\"app/auth.py\",\"om\":\"100644\",\"nm\":\"0\",\"ob\":\"" OID "\",\"nb\":null,"
	"\"at\":[10,7,10,9],\"rules\":[{\"id\":\"auth.route\",\"rev\":\"sha256:" C64
	"\",\"category\":\"auth\"}],"
	"\"verdict\":\"approve\",\"reason\":\"accepted-risk\",\"text\":\"a \\\"note\\\"\\n\","
	"\"withdraws\":null,\"seen\":9,\"ms\":1200,\"sample\":\"flagged\",\"batch\":false}]}";

static struct cdr_hash hash_of(char digit)
{
	char hex[CDR_HASH_HEX];
	struct cdr_hash hash;

	memset(hex, digit, sizeof(hex));
	assert_true(cdr_hash_parse(&hash, (struct cdr_str){ hex, sizeof(hex) }));
	return hash;
}

static struct cdr_oid oid_ones(void)
{
	struct cdr_oid oid = { .len = 20 };

	memset(oid.bytes, 0x11, 20);
	return oid;
}

struct sample {
	struct cdr_record record;
	struct cdr_record_hunk hunk;
	struct cdr_record_rule rule;
	struct cdr_str root;
};

static void sample(struct sample *s)
{
	s->root = CDR_STR(OID);
	s->rule = (struct cdr_record_rule){ CDR_STR("auth.route"), CDR_STR("auth"), hash_of('c') };
	s->hunk = (struct cdr_record_hunk){
		.hid = hash_of('a'),
		.cid = hash_of('b'),
		.nth = 1,
		.of = 2,
		.path = CDR_STR("app/auth.py"),
		.old_mode = 0100644,
		.old_blob = oid_ones(),
		.at = { 10, 7, 10, 9 },
		.rules = &s->rule,
		.n_rules = 1,
		.verdict = CDR_APPROVE,
		.reason = CDR_REASON_ACCEPTED_RISK,
		.text = CDR_STR("a \"note\"\n"),
		.seen = 9,
		.ms = 1200,
		.sample = CDR_STR("flagged"),
	};
	s->record = (struct cdr_record){
		.version = 1,
		.type = CDR_STR("verdict"),
		.roots = &s->root,
		.n_roots = 1,
		.target = CDR_STR("refs/heads/main"),
		.base = CDR_STR(OID),
		.commit = oid_ones(),
		.registry = CDR_STR("sha256:" C64),
		.tree = CDR_STR(OID),
		.who = CDR_STR("alice@example.com"),
		.chain = CDR_STR("0123456789abcdef"),
		.seq = 41,
		.prev = CDR_STR("sha256:" B64),
		.time = CDR_STR("2026-01-31T12:00:00Z"),
		.tool = CDR_STR("cdreview/0.1.0"),
		.diff = CDR_STR(CDR_RECORD_DIFF),
		.hunks = &s->hunk,
		.n_hunks = 1,
	};
}

static void write_ok(struct cdr_buf *out, const struct cdr_record *record)
{
	struct cdr_err err = { 0 };

	cdr_buf_init(out, 2 * CDR_NOTE_LINE_MAX);
	assert_int_equal(cdr_record_write(out, record, &err), 0);
}

static int parse(struct cdr_arena *arena, struct cdr_record *out, struct cdr_str line,
		 struct cdr_err *err)
{
	*err = (struct cdr_err){ 0 };
	return cdr_record_parse(out, arena, line, err);
}

static void writes_the_promised_bytes(void **state)
{
	struct sample s;
	struct cdr_buf out;

	(void)state;
	sample(&s);
	write_ok(&out, &s.record);
	assert_string_equal(out.ptr, canonical);
	cdr_buf_release(&out);
}

static void reads_every_field_back(void **state)
{
	struct cdr_arena arena = { 0 };
	struct cdr_record record;
	struct cdr_err err;
	struct sample s;
	const struct cdr_record_hunk *hunk;

	(void)state;
	sample(&s);
	assert_int_equal(parse(&arena, &record, cdr_str_from(canonical), &err), 0);
	assert_true(cdr_record_is_ours(&record));
	assert_int_equal(record.n_roots, 1);
	assert_true(cdr_str_eq(record.roots[0], s.root));
	assert_null(record.project.ptr);
	assert_true(cdr_str_eq(record.base, s.record.base));
	assert_true(cdr_str_eq(record.registry, s.record.registry));
	assert_true(cdr_oid_eq(&record.commit, &s.record.commit));
	assert_true(cdr_str_is(record.who, "alice@example.com"));
	assert_int_equal(record.seq, 41);
	assert_int_equal(record.n_hunks, 1);
	hunk = &record.hunks[0];
	assert_true(cdr_hash_eq(&hunk->hid, &s.hunk.hid) && cdr_hash_eq(&hunk->cid, &s.hunk.cid));
	assert_int_equal(hunk->nth, 1);
	assert_int_equal(hunk->of, 2);
	assert_true(cdr_str_is(hunk->path, "app/auth.py"));
	assert_int_equal(hunk->old_mode, 0100644);
	assert_int_equal(hunk->new_mode, 0);
	assert_int_equal(hunk->old_blob.len, 20);
	assert_int_equal(hunk->new_blob.len, 0);
	assert_int_equal(hunk->at[3], 9);
	assert_true(cdr_hash_eq(&hunk->rules[0].rev, &s.rule.rev));
	assert_int_equal(hunk->reason, CDR_REASON_ACCEPTED_RISK);
	assert_true(cdr_str_eq(hunk->text, s.hunk.text));
	assert_false(hunk->batch);
	cdr_arena_release(&arena);
}

/* Write, read, write: the same bytes. */
static void round_trip(const struct cdr_record *record)
{
	struct cdr_arena arena = { 0 };
	struct cdr_buf once, twice;
	struct cdr_record again;
	struct cdr_err err;

	write_ok(&once, record);
	if (parse(&arena, &again, cdr_buf_str(&once), &err))
		fail_msg("%s: %s", err.message, once.ptr);
	write_ok(&twice, &again);
	assert_string_equal(once.ptr, twice.ptr);
	cdr_buf_release(&once);
	cdr_buf_release(&twice);
	cdr_arena_release(&arena);
}

static void all_words_round_trip(void **state)
{
	struct sample s;

	(void)state;
	sample(&s);
	for (int verdict = CDR_APPROVE; verdict <= CDR_WAIVE; verdict++) {
		s.hunk.verdict = (enum cdr_verdict)verdict;
		round_trip(&s.record);
	}
	for (int reason = CDR_REASON_NONE; reason < CDR_REASON_COUNT; reason++) {
		s.hunk.reason = (enum cdr_reason)reason;
		round_trip(&s.record);
	}
	for (int kind = CDR_HUNK_TEXT; kind <= CDR_HUNK_UNSCANNABLE; kind++) {
		s.hunk.kind = (enum cdr_hunk_kind)kind;
		round_trip(&s.record);
	}
	s.record.n_roots = s.hunk.n_rules = 0;
	s.record.commit.len = 0;
	s.record.base = s.record.prev = s.record.tree = s.hunk.text = (struct cdr_str){ NULL, 0 };
	s.record.seq = INT64_MAX;
	s.hunk.seen = s.hunk.ms = s.hunk.of = UINT32_MAX;
	round_trip(&s.record);
}

static void any_bytes_survive(void **state)
{
	const struct cdr_str paths[] = {
		CDR_STR("caf\xc3\xa9.py"),    CDR_STR("caf\xe9.py"),	  CDR_STR("\xff"),
		CDR_STR("a\tb\n\x1b[0m\"\\"), CDR_STR("\xe2\x80\xae.py"), CDR_STR("nul\0inside"),
		CDR_STR("\xed\xa0\x80"),
	};
	struct cdr_arena arena = { 0 };
	struct sample s;

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct cdr_record record;
		struct cdr_err err;
		struct cdr_buf line;

		sample(&s);
		s.hunk.path = s.hunk.text = paths[i];
		write_ok(&line, &s.record);
		assert_int_equal(parse(&arena, &record, cdr_buf_str(&line), &err), 0);
		assert_true(cdr_str_eq(record.hunks[0].path, paths[i]));
		assert_true(cdr_str_eq(record.hunks[0].text, paths[i]));
		assert_null(memchr(line.ptr, '\n', line.len));
		assert_null(memchr(line.ptr, '\t', line.len));
		assert_null(memchr(line.ptr, '\x1b', line.len));
		cdr_buf_release(&line);
	}
	cdr_arena_release(&arena);
}

/* CANONICAL with the first FROM replaced by TO. */
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
	static const struct { const char *from, *to, *words; } cases[] = {
		{ "\"v\":1,", "", "\"v\" is missing" },
		{ "\"v\":1", "\"v\":0", "\"v\" is not a version" },
		{ "\"v\":1", "\"v\":1.0", "not an integer" },
		{ "\"v\":1", "\"v\":\"1\"", "\"v\"" },
		{ "\"v\":1", "\"v\":1,\"v\":1", "duplicate" },
		{ "\"project\":null,", "", "\"project\" is missing" },
		{ "\"project\":null", "\"project\":3", "\"project\" is neither" },
		{ "\"project\":null", "\"project\":false", "\"project\" is neither" },
		{ "[\"" OID "\"]", "[\"abc\"]", "\"roots\"" },
		{ "[\"" OID "\"]", "{}", "\"roots\" is not an array" },
		{ "\"base\":\"1", "\"base\":\"X", "\"base\"" },
		{ "\"registry\":\"sha256:c", "\"registry\":\"sha256:C", "\"registry\"" },
		{ "\"commit\":\"11", "\"commit\":\"1", "\"commit\"" },
		{ "alice@example.com", "", "\"who\"" },
		{ "alice@example.com", "alic\xff", "decode" },
		{ "0123456789abcdef", "0123456789abcdeF", "\"chain\"" },
		{ "0123456789abcdef", "0123456789abcde", "\"chain\"" },
		{ "\"seq\":41", "\"seq\":0", "\"seq\"" },
		{ "\"seq\":41", "\"seq\":-1", "\"seq\"" },
		{ "\"seq\":41", "\"seq\":99999999999999999999", "" },
		{ "\"prev\":\"sha256:", "\"prev\":\"sha1:", "\"prev\"" },
		{ "\"hunks\":[", "\"hunks\":[3,", "\"hid\"" },
		{ "\"hid\":\"sha256:", "\"hid\":\"", "\"hid\"" },
		{ "\"n\":1", "\"n\":3", "\"n\" is not within" },
		{ "\"n\":1", "\"n\":0", "\"n\" is not within" },
		{ "\"of\":2", "\"of\":4294967296", "\"of\"" },
		{ "\"kind\":\"text\"", "\"kind\":\"texts\"", "\"kind\"" },
		{ "app/auth.py", "", "\"path\" is empty" },
		{ "\"app/auth.py\"", "null", "\"path\" is empty" },
		{ "\"app/auth.py\"", "\"a\",\"path_hex\":\"ff\"", "\"path_hex\"" },
		{ "\"app/auth.py\"", "null,\"path_hex\":\"61\"", "\"path_hex\"" },
		{ "\"app/auth.py\"", "null,\"path_hex\":\"fff\"", "\"path_hex\"" },
		{ "\"app/auth.py\"", "null,\"path_hex\":\"FF\"", "\"path_hex\"" },
		{ "\"om\":\"100644\"", "\"om\":\"0100644\"", "\"om\"" },
		{ "\"om\":\"100644\"", "\"om\":\"100648\"", "\"om\"" },
		{ "\"om\":\"100644\"", "\"om\":33188", "\"om\"" },
		{ "[10,7,10,9]", "[10,7,10]", "\"at\"" },
		{ "[10,7,10,9]", "[10,7,10,-9]", "\"at\"" },
		{ "\"id\":\"auth.route\",", "", "\"id\" is missing" },
		{ "\"approve\"", "\"approved\"", "\"verdict\"" },
		{ "\"approve\"", "\"withdraw\"", "\"withdraws\"" },
		{ "\"accepted-risk\"", "\"\"", "\"reason\"" },
		{ "\"accepted-risk\"", "\"because\"", "\"reason\"" },
		{ "\"withdraws\":null", "\"withdraws\":\"sha256:" A64 "\"", "\"withdraws\"" },
		{ "\"seen\":9", "\"seen\":-9", "\"seen\"" },
		{ "\"batch\":false", "\"batch\":0", "\"batch\"" },
		{ "\"batch\":false", "\"batch\":null", "\"batch\"" },
		{ "\"batch\":false", "\"batch\":false,\"x\":[[[[[[1]]]]]]", "nested" },
		{ "false}]}", "false}]", "" },
		{ "false}]}", "false}]} {}", "" },
		{ "false}]}", "false}]}\tX:abc", "\"signature\"" },
		{ "false}]}", "false}]}\tS:a b", "\"signature\"" },
		{ "false}]}", "false}]}\t", "\"signature\"" },
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

static void accepts_what_others_may_write(void **state)
{
	static const struct { const char *from, *to; } cases[] = {
		{ "\"batch\":false", "\"batch\":true" },
		{ "\"batch\":false", "\"batch\":false,\"later\":{\"a\":[1]}" },
		{ "{\"v\":1", "{\"later\":null,\"v\":1" },
		{ "\"v\":1,", "\"v\": 1 , " },
		{ "false}]}", "false}]}\tS:U1NIU0lH" },
		{ "false}]}", "false}]}\tB:U1NIU0lH:YWJj" },
		{ "\"category\":\"auth\"", "\"category\":null" },
	};
	struct cdr_arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cdr_record record;
		struct cdr_err err;

		if (parse(&arena, &record, mutant(&arena, cases[i].from, cases[i].to), &err))
			fail_msg("%s: %s", cases[i].to, err.message);
		assert_true(cdr_record_is_ours(&record));
	}
	cdr_arena_release(&arena);
}

static void remarks_are_no_records(void **state)
{
	static const char *const remarks[] = { "", "looks good to me", " {\"v\":1}", "[1]",
					       "\xff" };
	struct cdr_arena arena = { 0 };
	struct cdr_record record;
	struct cdr_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++) {
		assert_int_equal(parse(&arena, &record, cdr_str_from(remarks[i]), &err),
				 CDR_ENOTFOUND);
		assert_int_equal(err.code, 0);
	}
	cdr_arena_release(&arena);
}

static void later_versions_are_read_leniently(void **state)
{
	static const struct { const char *from, *to; enum cdr_verdict verdict;
	} cases[] = {
		{ "\"v\":1", "\"v\":2", CDR_APPROVE },
		{ "\"verdict\",\"project\":null,\"roots\":[\"" OID "\"]", "\"machine\",\"roots\":7",
		  CDR_APPROVE },
	};
	static const char tiny[] = "{\"v\":9,\"t\":\"verdict\",\"hunks\":[{\"hid\":\"sha256:" A64
				   "\",\"verdict\":\"reject\"},{\"hid\":\"sha256:" B64
				   "\",\"verdict\":\"??\"}]}";
	struct cdr_arena arena = { 0 };
	struct cdr_record record;
	struct cdr_err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
			parse(&arena, &record, mutant(&arena, cases[i].from, cases[i].to), &err),
			0);
		assert_false(cdr_record_is_ours(&record));
		assert_int_equal(record.hunks[0].verdict, cases[i].verdict);
	}
	assert_int_equal(parse(&arena, &record, cdr_str_from(tiny), &err), 0);
	assert_int_equal(record.n_hunks, 2);
	assert_int_equal(record.hunks[0].verdict, CDR_REJECT);
	assert_int_equal(record.hunks[1].verdict, CDR_ANNOTATE);
	assert_int_equal(
		parse(&arena, &record, CDR_STR("{\"v\":2,\"t\":\"verdict\",\"hunks\":[{}]}"), &err),
		CDR_ETAMPER);
	cdr_arena_release(&arena);
}

static void long_lines_are_refused_both_ways(void **state)
{
	struct cdr_arena arena = { 0 };
	char *spaces = cdr_arena_alloc(&arena, CDR_NOTE_LINE_MAX + 1);
	char *bells = cdr_arena_alloc(&arena, CDR_NOTE_MAX);
	struct cdr_record record;
	struct cdr_err err = { 0 };
	struct cdr_buf out;
	struct sample s;

	(void)state;
	memset(spaces, ' ', CDR_NOTE_LINE_MAX + 1);
	spaces[0] = '{';
	assert_int_equal(
		parse(&arena, &record, (struct cdr_str){ spaces, CDR_NOTE_LINE_MAX + 1 }, &err),
		CDR_ETAMPER);
	assert_non_null(strstr(err.message, "longer"));
	sample(&s);
	memset(bells, '\a', CDR_NOTE_MAX);
	s.hunk.text = (struct cdr_str){ bells, CDR_NOTE_MAX };
	cdr_buf_init(&out, SIZE_MAX / 2);
	err = (struct cdr_err){ 0 };
	assert_int_equal(cdr_record_write(&out, &s.record, &err), CDR_ELIMIT);
	cdr_buf_release(&out);
	cdr_buf_init(&out, 100);
	s.hunk.text.len = 0;
	err = (struct cdr_err){ 0 };
	assert_int_equal(cdr_record_write(&out, &s.record, &err), CDR_ELIMIT);
	cdr_buf_release(&out);
	cdr_arena_release(&arena);
}

static void names_must_be_utf8(void **state)
{
	struct cdr_err err = { 0 };
	struct cdr_buf out;
	struct sample s;

	(void)state;
	sample(&s);
	s.record.who = CDR_STR("al\xefice@x");
	cdr_buf_init(&out, CDR_NOTE_LINE_MAX);
	assert_int_equal(cdr_record_write(&out, &s.record, &err), CDR_EUSAGE);
	assert_non_null(strstr(err.message, "\"who\""));
	cdr_buf_release(&out);
}

/* A line is named by the hash of its bytes, signature included: `printf %s "$line" | sha256sum`. */
static void hash_is_sha256_of_the_line(void **state)
{
	struct cdr_arena arena = { 0 };
	struct cdr_hash hash = cdr_record_hash(CDR_STR("{}\tS:abc"));

	(void)state;
	assert_true(cdr_str_is(
		cdr_record_hash_text(&arena, &hash),
		"sha256:0b61be61d67af09c06692f13be37ea3ffa224da8a0eae6f08d6e9205db241f65"));
	cdr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_the_promised_bytes),
		cmocka_unit_test(reads_every_field_back),
		cmocka_unit_test(all_words_round_trip),
		cmocka_unit_test(any_bytes_survive),
		cmocka_unit_test(refuses_what_it_would_not_write),
		cmocka_unit_test(accepts_what_others_may_write),
		cmocka_unit_test(remarks_are_no_records),
		cmocka_unit_test(later_versions_are_read_leniently),
		cmocka_unit_test(long_lines_are_refused_both_ways),
		cmocka_unit_test(names_must_be_utf8),
		cmocka_unit_test(hash_is_sha256_of_the_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
