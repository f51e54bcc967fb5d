/* test_recall.c - what is kept of a scan, in memory and in bytes, and what is not. */
#include "rig.h"

#include "scan/recall/key.h"
#include "scan/recall/recall.h"
#include "scan/recall/table.h"

#define N_RULES 9u
#define RANGE "4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD"
#define WORD "- {id: t.word, title: W, severity: low, match: {re: '\\bline\\b'}}\n"

static struct cdr_oid name_of(unsigned char first)
{
	struct cdr_oid oid = { .len = 20 };

	memset(oid.bytes, first, oid.len);
	return oid;
}

/* --- bytes --------------------------------------------------------------------- */

static const uint32_t lines[] = { 1, 7, 70000 };

static void fill(struct cdr_memo *memo, unsigned char name)
{
	const struct cdr_again_rule rules[] = { { 3, { { lines, 3 }, { NULL, 0 } } },
						{ 8, { { NULL, 0 }, { lines + 1, 1 } } } };
	const struct cdr_again none = { .any = false };
	const struct cdr_again some = { true, true, rules, 2 }, only = { .any = true };

	memo->commit = name_of(name);
	memo->n_files = 300;
	memo->uncovered = 129;
	cdr_memo_note(memo, 0, &none, 2);
	cdr_memo_note(memo, 5, &some, 4);
	cdr_memo_note(memo, 199, &only, 8);
	cdr_memo_note(memo, 200, &none, 128);
}

static void assert_filled(const struct cdr_memo *memo)
{
	const struct cdr_again *again = &memo->files.items[0].again;

	assert_int_equal(memo->n_files, 300);
	assert_int_equal(memo->n_read, 300);
	assert_int_equal(memo->hunks, 130);
	assert_int_equal(memo->uncovered, 129);
	assert_int_equal(memo->files.n, 2);
	assert_int_equal(memo->files.items[0].idx, 5);
	assert_true(again->builtin);
	assert_int_equal(again->n, 2);
	assert_int_equal(again->rules[0].idx, 3);
	assert_int_equal(again->rules[0].sides[CDR_SIDE_OLD].n, 3);
	assert_memory_equal(again->rules[0].sides[CDR_SIDE_OLD].linenos, lines, sizeof(lines));
	assert_int_equal(again->rules[0].sides[CDR_SIDE_NEW].n, 0);
	assert_int_equal(again->rules[1].idx, 8);
	assert_int_equal(again->rules[1].sides[CDR_SIDE_NEW].linenos[0], 7);
	assert_int_equal(memo->files.items[1].idx, 199);
	assert_int_equal(memo->files.items[1].again.n, 0);
}

static struct cdr_buf written(const struct cdr_memo *memo)
{
	struct cdr_buf out;

	cdr_buf_init(&out, 4096);
	cdr_memo_write(&out, memo);
	assert_false(out.full);
	return out;
}

static void reads_what_it_wrote(void **state)
{
	struct cdr_memo memo = { .n_files = 0 }, again = { .n_files = 0 };
	struct cdr_buf bytes;
	struct cdr_oid name, commit;
	struct cdr_str rest;

	(void)state;
	fill(&memo, 'a');
	bytes = written(&memo);
	rest = cdr_buf_str(&bytes);
	assert_true(cdr_memo_read(&rest, N_RULES, &commit, &again));
	assert_int_equal(rest.len, 0);
	name = name_of('a');
	assert_true(cdr_oid_eq(&commit, &name));
	assert_filled(&again);
	cdr_buf_release(&bytes);
	cdr_memo_clear(&memo);
	cdr_memo_clear(&again);
}

/* No beginning of a memo is one, nor is one with a rule that is not there. */
static void refuses_what_is_none(void **state)
{
	struct cdr_memo memo = { .n_files = 0 }, again = { .n_files = 0 };
	struct cdr_oid commit;
	struct cdr_buf bytes;
	struct cdr_str rest;

	(void)state;
	fill(&memo, 'a');
	bytes = written(&memo);
	for (size_t len = 0; len < bytes.len; len++) {
		rest = cdr_str_sub(cdr_buf_str(&bytes), 0, len);
		assert_false(cdr_memo_read(&rest, N_RULES, &commit, &again));
		cdr_memo_clear(&again);
	}
	rest = cdr_buf_str(&bytes);
	assert_false(cdr_memo_read(&rest, N_RULES - 1, &commit, NULL));
	bytes.ptr[0] = 19; /* no object name is so long */
	rest = cdr_buf_str(&bytes);
	assert_false(cdr_memo_read(&rest, N_RULES, &commit, NULL));
	cdr_buf_release(&bytes);
	cdr_memo_clear(&memo);
}

/* The three parts of a type change are one file, of which all rules count. */
static void unites_parts_of_a_file(void **state)
{
	const struct cdr_again_rule three = { 3, { { lines, 1 }, { NULL, 0 } } };
	const struct cdr_again_rule both[] = { { 1, { { lines, 1 }, { NULL, 0 } } },
					       { 3, { { NULL, 0 }, { lines, 1 } } } };
	struct cdr_memo memo = { .n_files = 1 };

	(void)state;
	cdr_memo_note(&memo, 4, &(struct cdr_again){ true, true, NULL, 0 }, 1);
	cdr_memo_note(&memo, 4, &(struct cdr_again){ true, false, &three, 1 }, 1);
	cdr_memo_note(&memo, 4, &(struct cdr_again){ true, false, both, 2 }, 1);
	cdr_memo_note(&memo, 4, &(struct cdr_again){ .any = false }, 1);
	assert_int_equal(memo.files.n, 1);
	assert_int_equal(memo.hunks, 0);
	assert_true(memo.files.items[0].again.builtin);
	assert_int_equal(memo.files.items[0].again.n, 2);
	assert_int_equal(memo.files.items[0].again.rules[0].sides[CDR_SIDE_OLD].n, 1);
	assert_int_equal(memo.files.items[0].again.rules[1].idx, 3);
	assert_int_equal(memo.files.items[0].again.rules[1].sides[CDR_SIDE_OLD].n, 0);
	assert_int_equal(memo.files.items[0].again.rules[1].sides[CDR_SIDE_NEW].n, 0);
	cdr_memo_clear(&memo);
}

/* --- a file ---------------------------------------------------------------------- */

/* Two blocks: memos of 'a' and 'b', and of 'c'. Where the second one begins in *SECOND. */
static struct cdr_buf file_of(const struct cdr_hash *key, size_t *second)
{
	struct cdr_buf file, block;

	cdr_buf_init(&file, 4096);
	cdr_buf_init(&block, 4096);
	cdr_memo_table_head(&file, key);
	for (unsigned char name = 'a'; name <= 'c'; name++) {
		struct cdr_memo memo = { .n_files = 0 };

		fill(&memo, name);
		cdr_memo_write(&block, &memo);
		cdr_memo_clear(&memo);
		if (name == 'a')
			continue;
		*second = file.len;
		cdr_memo_table_block(&file, cdr_buf_str(&block));
		cdr_buf_clear(&block);
	}
	cdr_buf_release(&block);
	return file;
}

static bool has(const struct cdr_memo_table *table, unsigned char name)
{
	struct cdr_oid oid = name_of(name);
	struct cdr_memo memo = { .n_files = 0 };
	bool found = cdr_memo_table_find(table, &oid, &memo);

	if (found)
		assert_filled(&memo);
	cdr_memo_clear(&memo);
	return found;
}

static void reads_as_far_as_it_is_sound(void **state)
{
	const struct cdr_hash key = { "key" }, other = { "other" };
	size_t second;
	struct cdr_buf file = file_of(&key, &second);

	(void)state;
	for (size_t i = 0; i <= file.len; i++) {
		struct cdr_memo_table table = { .n_rules = N_RULES };
		struct cdr_arena arena = { NULL, 0 };
		size_t sound, want = i < CDR_RESULTS_HEAD ? 0
				     : i < second         ? CDR_RESULTS_HEAD
				     : i < file.len       ? second
							  : file.len;

		if (i < file.len)
			file.ptr[i] ^= 1; /* damaged here, or whole */
		sound = cdr_memo_table_load(&table, &arena, cdr_buf_str(&file), &key);
		assert_int_equal(sound, want);
		assert_int_equal(has(&table, 'a'), sound >= second);
		assert_int_equal(has(&table, 'b'), sound >= second);
		assert_int_equal(has(&table, 'c'), sound == file.len);
		assert_false(has(&table, 'd'));
		if (i < file.len)
			file.ptr[i] ^= 1;
		cdr_arena_release(&arena);
	}
	for (size_t len = 0; len < file.len; len++) {
		struct cdr_memo_table table = { .n_rules = N_RULES };
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_str cut = cdr_str_sub(cdr_buf_str(&file), 0, len);

		assert_true(cdr_memo_table_load(&table, &arena, cut, &key) <= len);
		assert_false(has(&table, 'c'));
		cdr_arena_release(&arena);
	}
	assert_int_equal(cdr_memo_table_load(&(struct cdr_memo_table){ .n_rules = N_RULES }, NULL,
					     cdr_buf_str(&file), &other),
			 0);
	cdr_buf_release(&file);
}

/* --- signs ------------------------------------------------------------------------- */

static const struct cdr_again *again_of(struct bench *bench, const char *path, const char *old_text,
					const char *new_text)
{
	bench_run(bench, path, old_text, new_text);
	return &bench->matched.again;
}

static void tells_who_looks_again(void **state)
{
	struct bench bench = { .matcher = NULL };
	const struct cdr_again *again;

	(void)state;
	bench_open(&bench, "",
		   "- {id: t.never, title: N, match: {re: never}}\n" WORD
		   "- {id: t.range, title: R, when: {re: model}, need: {scope: range, re: "
		   "migration}}\n"
		   "- {id: t.touch, title: T, touch: {paths: ['*.sh']}}\n");
	again = again_of(&bench, "a.py", "x = 1\n", "x = 2\n");
	assert_false(again->any);
	again = again_of(&bench, "a.py", "x = 1\n", "x = 2\ny = 1\nline = 2\n");
	assert_true(again->any && !again->builtin);
	assert_int_equal(again->n, 1);
	assert_int_equal(again->rules[0].idx, 1);
	assert_int_equal(again->rules[0].sides[CDR_SIDE_NEW].n, 1);
	assert_int_equal(again->rules[0].sides[CDR_SIDE_NEW].linenos[0], 3);
	/* its companion is there: nothing is found, but in another range it may not be */
	again = again_of(&bench, "a.py", "", "model\nmigration\n");
	assert_string_equal(bench_findings(&bench), "");
	assert_int_equal(again->n, 1);
	assert_int_equal(again->rules[0].idx, 2);
	again = again_of(&bench, "a.sh", "x\n", "y\n");
	assert_int_equal(again->n, 1);
	assert_int_equal(again->rules[0].sides[CDR_SIDE_NEW].n, 0);
	again = again_of(&bench, "a.py", "", "x = '\xE2\x80\xAE'\n");
	assert_true(again->any && again->builtin);
	assert_int_equal(again->n, 0);
	/* it covers no change, and its day will come */
	again = again_of(&bench, "a.py", "x = 1\n",
			 "# cdreview:allow t.word -- reason until=2026-06-20\nx = 1\n");
	assert_string_equal(bench_findings(&bench), "");
	assert_true(again->any && !again->builtin);
	assert_int_equal(again->n, 0);
	bench_close(&bench);
}

/* A rule that met a limit of the whole file has to meet it again. */
static void gives_up_again(void **state)
{
	struct bench bench = { .matcher = NULL };
	const struct cdr_again *again;
	char text[4000];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + sizeof(text) - 4, "b!\n", 4);
	bench_open(&bench, "",
		   "- {id: t.slow, title: S, paths: ['**'], match: {re: '(a+a+)+!'}}\n");
	again = again_of(&bench, "a.txt", NULL, text);
	assert_non_null(strstr(bench_findings(&bench), "builtin.unscannable"));
	assert_int_equal(again->n, 1);
	assert_int_equal(again->rules[0].sides[CDR_SIDE_NEW].n, 0);
	bench_close(&bench);
}

/* --- whole scans ------------------------------------------------------------------- */

#define HISTORY                                                                                 \
	"git init -q -b main repo && cd repo && echo >a && git add a && git commit -q -m a && " \
	"sh \"$top/tests/fixtures/long-history.sh\" . 300"

/* What a scan of everything finds on DAY; with RECALL by what is known, STOP: only a part. */
static struct cdr_buf found_on(struct rig *rig, const char *day, bool recall, bool stop)
{
	struct cdr_session_options session = { .range = RANGE };
	struct cdr_registry_source source = {
		.path = CDR_STR("test.yaml"),
		.text = CDR_STR("cdreview: 1\nextends: []\nrules:\n" WORD),
	};
	struct cdr_registry_request request = {
		.sources = &source, .n_sources = 1, .today = cdr_str_from(day),
	};
	struct cdr_scan_plan plan = {
		.repo = rig->repo,
		.session = &session,
		.options = { .count_hunks = true, .threads = 2, .recall = recall },
	};
	struct cdr_registry *registry;
	struct cdr_scanned *scanned;
	struct cdr_progress progress;
	struct cdr_scan *scan;
	struct cdr_buf out;

	cdr_buf_init(&out, (size_t)1 << 20);
	assert_int_equal(cdr_registry_new(&registry, &request, NULL), 0);
	plan.registry = registry;
	assert_int_equal(cdr_range_open(&plan.range, rig->repo, &session, NULL), 0);
	assert_int_equal(cdr_scan_start(&scan, &plan, NULL), 0);
	while ((scanned = next(scan))) {
		for (size_t i = 0; i < scanned->n_hunks; i++)
			for (size_t k = 0; k < scanned->hunks[i].n_findings; k++)
				bench_print(&out, i, &scanned->hunks[i].findings[k]);
		cdr_scanned_free(scanned);
		if (stop)
			break;
	}
	progress = cdr_scan_progress(scan);
	cdr_buf_addf(&out, "%zu %zu %zu\n", progress.changes, progress.hunks, progress.uncovered);
	cdr_scan_close(scan);
	cdr_registry_free(registry);
	return out;
}

static void assert_same(struct rig *rig, const char *day)
{
	struct cdr_buf want = found_on(rig, day, false, false);
	struct cdr_buf have = found_on(rig, day, true, false);

	assert_string_equal(have.ptr, want.ptr);
	cdr_buf_release(&want);
	cdr_buf_release(&have);
}

/* Suppressions of the history end with the year 2998; no rule of the file knows. */
static void days_go_by(void **state)
{
	struct rig rig = { .sandbox = sandbox_open(HISTORY) };

	(void)state;
	rig.repo = open_repo(&rig.sandbox, "repo");
	assert_same(&rig, "2026-06-15");
	assert_same(&rig, "2026-06-15");
	assert_same(&rig, "2999-01-02");
	assert_same(&rig, "2026-06-15");
	cdr_repo_close(rig.repo);
	sandbox_close(&rig.sandbox);
}

/* What was scanned in part is not taken for the whole. */
static void stops_without_a_trace(void **state)
{
	struct rig rig = { .sandbox = sandbox_open(HISTORY) };

	(void)state;
	rig.repo = open_repo(&rig.sandbox, "repo");
	for (int i = 0; i < 5; i++) {
		struct cdr_buf part = found_on(&rig, "2026-06-15", true, true);

		cdr_buf_release(&part);
		assert_same(&rig, "2026-06-15");
	}
	cdr_repo_close(rig.repo);
	sandbox_close(&rig.sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_it_wrote),
		cmocka_unit_test(refuses_what_is_none),
		cmocka_unit_test(unites_parts_of_a_file),
		cmocka_unit_test(reads_as_far_as_it_is_sound),
		cmocka_unit_test(tells_who_looks_again),
		cmocka_unit_test(gives_up_again),
		cmocka_unit_test(days_go_by),
		cmocka_unit_test(stops_without_a_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
