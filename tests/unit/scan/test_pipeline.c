/* test_pipeline.c - a scan of a repository with all kinds of change: whole, in order, stoppable. */
#include "rig.h"

#include "scan/results.h"

#include <poll.h>
#include <time.h>

#define EMPTY_TREE "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
#define RULES                                                                   \
	"- {id: t.line, title: T, severity: high, match: {re: '\\bline\\b'}}\n" \
	"- {id: t.never, title: T, paths: ['**', 'x'], match: {re: never}}\n"           \
	"- {id: t.some, title: T, paths: ['c.*'], match: {re: never}}\n"               \
	"- {id: t.touch, title: T, severity: low, touch: {paths: ['*.sh', '*.py']}}\n"

/* --- complete and in order ------------------------------------------------------- */

static void print_hunk(struct cdr_buf *out, const struct cdr_change *change,
		       const struct cdr_file *file, const struct cdr_flagged *flagged)
{
	char hex[CDR_OID_HEX_MAX + 1], hid[CDR_HASH_HEX + 1];

	cdr_oid_hex(hex, &change->commit);
	cdr_hash_hex(hid, &flagged->hunk->hid);
	cdr_buf_addf(out, "%s %.*s %.*s %s %s @@ %u,%u %u,%u\n", hex, CDR_FMT(change->subject),
		     CDR_FMT(file->path), cdr_hunk_kind_name(flagged->hunk->kind), hid,
		     flagged->hunk->old_start, flagged->hunk->old_lines, flagged->hunk->new_start,
		     flagged->hunk->new_lines);
	for (size_t i = 0; i < flagged->hunk->n_lines; i++)
		cdr_buf_addf(out, "%c%.*s\n", flagged->hunk->lines[i].origin,
			     CDR_FMT(flagged->hunk->lines[i].text));
	for (size_t i = 0; i < flagged->n_findings; i++)
		bench_print(out, 0, &flagged->findings[i]);
}

static struct cdr_buf scanned_text(struct rig *rig, const char *text,
				   const struct cdr_scan_options *options)
{
	struct cdr_scan *scan = start_as(rig, text, options);
	struct cdr_scanned *scanned;
	struct cdr_buf out;

	cdr_buf_init(&out, (size_t)64 << 20);
	while ((scanned = next(scan))) {
		for (size_t i = 0; i < scanned->n_hunks; i++) {
			assert_ptr_equal(scanned->hunks[i].change, scanned->change);
			assert_ptr_equal(scanned->hunks[i].hunk->file, scanned->file);
			print_hunk(&out, scanned->change, scanned->file, &scanned->hunks[i]);
		}
		cdr_scanned_free(scanned);
	}
	cdr_scan_close(scan);
	return out;
}

/* The same without a thread; counts into SUM. */
static void print_file(struct rig *rig, const struct cdr_change *change,
		       const struct cdr_filediff *file, struct cdr_buf *out, bool all)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_matched matched;

	assert_int_equal(cdr_matcher_run(rig->bench.matcher, change, file, &arena, &matched), 0);
	for (size_t i = 0; i < file->n_hunks; i++)
		if (all || matched.hunks[i].n_findings > 0)
			print_hunk(out, change, &file->file, &matched.hunks[i]);
	cdr_arena_release(&arena);
}

static void print_change(struct rig *rig, const struct cdr_range *range,
			 const struct cdr_change *change, struct cdr_buf *out, bool all)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { 0 };
	struct cdr_filediff *file;
	struct cdr_diff *diff;
	int rc;

	assert_done(cdr_diff_open(&diff, rig->repo, range, change, &err), &err);
	while ((rc = cdr_diff_next(diff, &arena, &file, &err)) == 0)
		print_file(rig, change, file, out, all);
	assert_int_equal(rc, CDR_END);
	cdr_diff_close(diff);
	cdr_arena_release(&arena);
}

static struct cdr_buf plain_text(struct rig *rig, const char *text, bool all)
{
	struct cdr_range *range = open_range(rig, text);
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { 0 };
	struct cdr_change change;
	struct cdr_buf out;
	int rc;

	cdr_buf_init(&out, (size_t)64 << 20);
	while ((rc = cdr_range_next(range, rig->repo, &arena, &change, &err)) == 0)
		print_change(rig, range, &change, &out, all);
	assert_int_equal(rc, CDR_END);
	cdr_range_close(range);
	cdr_arena_release(&arena);
	return out;
}

/* With any number of threads a scan of TEXT is what one file after the other gives. */
static void same_as_plain(struct rig *rig, const char *text)
{
	static const unsigned threads[] = { 1, 2, 7 };

	for (int all = 0; all < 2; all++) {
		struct cdr_buf expected = plain_text(rig, text, all);

		assert_true(expected.len > 10000);
		for (size_t i = 0; i < COUNT(threads); i++) {
			const struct cdr_scan_options options = { .threads = threads[i],
								  .all_hunks = all };
			struct cdr_buf found = scanned_text(rig, text, &options);

			assert_int_equal(found.len, expected.len);
			assert_memory_equal(found.ptr, expected.ptr, expected.len);
			cdr_buf_release(&found);
		}
		cdr_buf_release(&expected);
	}
}

static void is_what_one_after_the_other_finds(void **state)
{
	struct rig rig = rig_open(RULES, "sh \"$top\"/tests/fixtures/repo-kinds.sh repo");

	(void)state;
	same_as_plain(&rig, EMPTY_TREE "..HEAD");
	rig_close(&rig);
}

/* Large changes, one behind the other and between small ones; then index and work tree. */
static const char large_changes[] =
	"git init -q -b main repo; cd repo; "
	"fill() { i=0; "
	"while [ $i -lt $1 ]; do echo \"$2 line $i\" >$2$i.txt; i=$((i + 1)); done; }; "
	"echo 0 >first; git add -A; git commit -qm small; "
	"fill 300 a; git add -A; git commit -qm large; "
	"fill 130 b; fill 140 a; git add -A; git commit -qm 'large as well'; "
	"echo line >first; git add -A; git commit -qm 'small again'; "
	"fill 200 c; git rm -q first; ln -s c0.txt first; git add -A; fill 250 d";

static void shares_large_changes(void **state)
{
	struct rig rig = rig_open(RULES, large_changes);

	(void)state;
	same_as_plain(&rig, EMPTY_TREE "..HEAD");
	same_as_plain(&rig, "HEAD~2");
	same_as_plain(&rig, "--staged");
	same_as_plain(&rig, "--worktree");
	rig_close(&rig);
}

/* --- progress -------------------------------------------------------------------- */

static const char three_changes[] =
	"git init -q -b main repo; cd repo; "
	"echo line >a.txt; git add -A; git commit -qm one; "
	"printf 'x\\nline\\n' >b.txt; echo line >>a.txt; git add -A; git commit -qm two; "
	"echo y >c.txt; printf '\\0' >d.bin; git add -A; git commit -qm three";

static void counts_what_it_sees(void **state)
{
	struct rig rig = rig_open(RULES, three_changes);
	struct cdr_scan *scan = start(&rig, EMPTY_TREE "..HEAD", false);
	const struct cdr_change *changes[4];
	struct cdr_scanned *scanned;
	struct cdr_progress progress;

	(void)state;
	for (size_t n = 0; (scanned = next(scan)); n++) {
		changes[n] = scanned->change;
		cdr_scanned_free(scanned);
	}
	assert_ptr_equal(changes[1], changes[2]);
	assert_ptr_not_equal(changes[0], changes[1]);
	progress = cdr_scan_progress(scan);
	assert_true(progress.done);
	assert_int_equal(progress.changes, 3);
	assert_int_equal(progress.hunks, 6);
	assert_int_equal(progress.flagged, 4);
	assert_int_equal(progress.findings, 4);
	assert_int_equal(progress.suppressed, 0);
	assert_int_equal(progress.unscannable, 0);
	assert_int_equal(progress.uncovered, 4); /* all but c.txt: t.line is for every file */
	cdr_scan_close(scan);
	rig_close(&rig);
}

/* --- the descriptor ---------------------------------------------------------------- */

static bool is_readable(struct cdr_scan *scan, int timeout_ms)
{
	struct pollfd at = { .fd = cdr_scan_fd(scan), .events = POLLIN };

	return poll(&at, 1, timeout_ms) == 1;
}

static void wakes_who_polls(void **state)
{
	struct rig rig = rig_open(RULES, three_changes);
	struct cdr_scan *scan = start(&rig, EMPTY_TREE "..HEAD", false);
	struct cdr_scanned *scanned;
	size_t n = 0;
	int rc;

	(void)state;
	do {
		assert_true(is_readable(scan, 10000));
		rc = cdr_scan_next(scan, &scanned, false, NULL);
		n += scanned != NULL;
		cdr_scanned_free(scanned);
	} while (rc == 0);
	assert_int_equal(rc, CDR_END);
	assert_int_equal(n, 4);
	assert_true(is_readable(scan, 0));
	cdr_scan_close(scan);
	rig_close(&rig);
}

/* --- the end before the end ----------------------------------------------------------- */

static const char many_files[] =
	"git init -q -b main repo; cd repo; "
	"i=0; while [ $i -lt 600 ]; do echo line >f$i.txt; i=$((i + 1)); done; "
	"git add -A; git commit -qm many";

static void stops_at_once(void **state)
{
	const struct cdr_scan_options one = { .threads = 1 };
	struct rig rig = rig_open(RULES, many_files);
	struct cdr_scan *scan;
	struct cdr_scanned *scanned;

	(void)state;
	cdr_scan_close(start(&rig, "HEAD", true)); /* before anything was read */

	scan = start_as(&rig, "HEAD", &one); /* while the worker waits for room */
	while (cdr_scan_progress(scan).hunks < CDR_RESULTS_MAX)
		usleep(1000);
	usleep(20000);
	assert_true(cdr_scan_progress(scan).hunks <= CDR_RESULTS_MAX + 1);
	scanned = next(scan);
	cdr_scan_close(scan);
	assert_true(cdr_str_is(scanned->file->path, "f0.txt"));
	assert_true(cdr_str_is(scanned->hunks[0].hunk->lines[0].text, "line"));
	assert_true(cdr_str_is(scanned->hunks[0].findings[0].rule->id, "t.line"));
	cdr_scanned_free(scanned);
	cdr_scan_close(NULL);
	rig_close(&rig);
}

/* Closing meets workers wherever they are: starting, reading, waiting for room or work. */
static void stops_at_any_moment(void **state)
{
	const struct cdr_scan_options seven = { .threads = 7, .all_hunks = true };
	struct rig rig = rig_open(RULES, large_changes);
	unsigned random = 12345;

	(void)state;
	for (int i = 0; i < 30; i++) {
		struct cdr_scan *scan = start_as(&rig, EMPTY_TREE "..HEAD", &seven);

		random = random * 1103515245 + 12345;
		for (unsigned n = random >> 16 & 63; n > 0 && i % 2; n--)
			cdr_scanned_free(next(scan));
		usleep(random >> 8 & 8191);
		cdr_scan_close(scan);
	}
	rig_close(&rig);
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Sixty rules over a file of some megabytes: seconds of work, of which little may be done yet. */
static void stops_within_a_huge_file(void **state)
{
	static const char script[] =
		"git init -q -b main repo; cd repo; "
		"awk 'BEGIN { for (i = 0; i < 60000; i++) "
		"print \"some line\", i, \"of a huge file\" }' >huge.txt; "
		"git add -A; git commit -qm huge";
	char rules[8192] = "";
	size_t len = 0;
	struct rig rig;
	struct cdr_scan *scan;
	uint64_t began;

	(void)state;
	for (int i = 0; i < 60; i++)
		len += (size_t)snprintf(rules + len, sizeof(rules) - len,
					"- {id: t.r%d, title: T, "
					"match: {re: 'line (?=%d|9).*huge'}}\n", i, i);
	rig = rig_open(rules, script);
	scan = start(&rig, "HEAD", false);
	usleep(60000);
	began = now_ms();
	cdr_scan_close(scan);
	assert_in_range(now_ms() - began, 0, 1500);
	rig_close(&rig);
}

/* A hundred megabytes of results, and nobody reads: what is held stays within the bounds. */
static void does_not_run_away_from_the_reader(void **state)
{
	enum { FILES = 160, BYTES = 600000, WORKERS = 4 };
	static const char script[] =
		"git init -q -b main repo; cd repo; git config core.compression 0; awk 'BEGIN { "
		"s = \"line \"; while (length(s) < 9999) s = s s; for (i = 0; i < 160; i++) "
		"for (n = 0; n < 600000; n += length(s)) print s i n >(\"f\" i \".txt\") }'; "
		"git add -A; git commit -qm many";
	const struct cdr_scan_options options = { .threads = WORKERS, .all_hunks = true };
	struct rig rig = rig_open("- {id: t.n, title: N, match: {re: never}}\n", script);
	struct cdr_scan *scan = start_as(&rig, "HEAD", &options);
	struct cdr_scanned *scanned;
	size_t last, held = 0, n = 0;

	(void)state;
	while (cdr_scan_progress(scan).hunks < CDR_RESULTS_BYTES / BYTES)
		usleep(1000);
	do {
		last = held;
		usleep(200000);
		held = cdr_scan_progress(scan).hunks;
	} while (held != last);
	assert_in_range(held, CDR_RESULTS_BYTES / BYTES,
			(CDR_RESULTS_BYTES + CDR_RESULTS_AHEAD) / BYTES + WORKERS);
	for (; (scanned = next(scan)); n++)
		cdr_scanned_free(scanned);
	assert_int_equal(n, FILES);
	cdr_scan_close(scan);
	rig_close(&rig);
}

/* --- what is broken --------------------------------------------------------------------- */

#define FORGET(revision)              \
	"o=$(git rev-parse " revision \
	"); rm -f .git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-); "

static void goes_on_after_a_missing_tree(void **state)
{
	static const char script[] =
		"git init -q -b main repo; cd repo; "
		"echo 1 >a.txt; git add -A; git commit -qm one; "
		"mkdir d; echo line >d/a.txt; git add -A; git commit -qm two; "
		"rm -r d; echo line >b.txt; git add -A; git commit -qm three; " FORGET(
			"HEAD~1^{tree}");
	struct rig rig = rig_open(RULES, script);
	struct cdr_scan *scan = start(&rig, EMPTY_TREE "..HEAD", false);
	struct cdr_scanned *scanned;
	struct cdr_progress progress;
	size_t n_unreadable = 0;

	(void)state;
	while ((scanned = next(scan))) {
		const struct cdr_flagged *hunk = &scanned->hunks[0];

		if (hunk->hunk->kind == CDR_HUNK_UNSCANNABLE) {
			n_unreadable++;
			assert_true(cdr_str_is(scanned->file->path, "."));
			assert_true(hunk->hunk->reason.len > 0);
			assert_true(cdr_str_is(hunk->findings[0].rule->id, "builtin.unscannable"));
			assert_int_equal(hunk->hunk->nth, 1);
		}
		cdr_scanned_free(scanned);
	}
	progress = cdr_scan_progress(scan);
	assert_int_equal(n_unreadable, 2);
	assert_int_equal(progress.unscannable, 2);
	assert_int_equal(progress.changes, 3);
	cdr_scan_close(scan);
	rig_close(&rig);
}

static void goes_on_after_a_missing_blob(void **state)
{
	static const char script[] = "git init -q -b main repo; cd repo; "
				     "echo line >a.txt; echo line >b.txt; echo gone >c.txt; git "
				     "add -A; git commit -qm one; " FORGET("HEAD:c.txt");
	const struct cdr_scan_options options = { .threads = 2 };
	struct rig rig = rig_open(RULES, script);
	struct cdr_buf found = scanned_text(&rig, "HEAD", &options);

	(void)state;
	assert_non_null(strstr(found.ptr, " one a.txt text "));
	assert_non_null(strstr(found.ptr, " one b.txt text "));
	assert_non_null(strstr(found.ptr, " one c.txt unscannable "));
	assert_non_null(strstr(found.ptr, "1 builtin.unscannable new 0:0-0:0 critical\n"));
	cdr_buf_release(&found);
	rig_close(&rig);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_what_one_after_the_other_finds),
		cmocka_unit_test(shares_large_changes),
		cmocka_unit_test(counts_what_it_sees),
		cmocka_unit_test(wakes_who_polls),
		cmocka_unit_test(stops_at_once),
		cmocka_unit_test(stops_at_any_moment),
		cmocka_unit_test(stops_within_a_huge_file),
		cmocka_unit_test(does_not_run_away_from_the_reader),
		cmocka_unit_test(goes_on_after_a_missing_tree),
		cmocka_unit_test(goes_on_after_a_missing_blob),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
