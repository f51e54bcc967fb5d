/* test_journal.c - the journal's file: format, chain, damage, refusals, the way into the notes. */
#include "journal_fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const struct cdr_oid nowhere = { .len = 0 };

static void opening_makes_private_files_and_one_chain(void **state)
{
	struct fixture *fx = *state;
	struct cdr_journal *journal = open_journal(fx->dir), *again;
	const unsigned char other[8] = { 9, 9, 9, 9, 9, 9, 9, 9 };

	assert_true(cdr_str_is(cdr_journal_chain(journal), CHAIN));
	assert_sh(fx, "stat -c %a .git/cdreview .git/cdreview/*", "700\n600\n600");
	assert_int_equal(cdr_journal_open(&again, cdr_repo_common_dir(fx->repo), other, NULL), 0);
	assert_true(cdr_str_is(cdr_journal_chain(again), CHAIN));
	assert_int_equal(all_lines(fx, again).n, 0);
	cdr_journal_close(again);
	cdr_journal_close(journal);
	cdr_journal_close(NULL);
}

static void lines_are_kept_in_order_and_chained(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_journal *journal = open_journal(fx->dir), *other = open_journal(fx->dir);
	struct found found;

	must_append(journal, &head, "one");
	must_append(other, &nowhere, "two");
	must_append(journal, &head, "three");
	cdr_journal_close(other);
	found = all_lines(fx, journal);
	assert_int_equal(found.n, 3);
	assert_chained(found);
	assert_int_equal(found.lines[1].target.len, 0);
	assert_true(cdr_oid_eq(&found.lines[2].target, &head));
	assert_non_null(strstr(journal_bytes(fx), "\n- {seq 2 "));
	cdr_journal_close(journal);
}

/* Who adds line after line reads none again, but what somebody else did to the file. */
static void a_file_that_somebody_changed_is_read_again(void **state)
{
	struct fixture *fx = *state;
	struct cdr_journal *journal = open_journal(fx->dir);
	static const char *const changes[] = {
		"sleep 0.05; cd .git/cdreview && printf BBB | "
		"dd of=journal bs=1 seek=$(($(wc -c <journal) - 5)) conv=notrunc 2>/dev/null",
		"cd .git/cdreview && cp journal copy && mv copy journal",
		"printf '{\"x' >>.git/cdreview/journal",
	};

	must_append(journal, &nowhere, "one");
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		must_append(journal, &nowhere, "aaa");
		sh(fx, fx->dir, changes[i]);
		must_append(journal, &nowhere, "aaa");
	}
	assert_non_null(strstr(journal_bytes(fx), " BBB}\n"));
	assert_int_equal(all_lines(fx, journal).n, 7);
	assert_chained(all_lines(fx, journal));
	cdr_journal_close(journal);
}

static void publishing_leaves_what_has_no_target(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD"), first = resolve(fx, "HEAD~2");
	struct cdr_journal *journal = open_journal(fx->dir);

	assert_int_equal(must_publish(journal, fx->repo), 0);
	must_append(journal, &head, "one");
	must_append(journal, &nowhere, "two");
	must_append(journal, &first, "three");
	assert_int_equal(must_publish(journal, fx->repo), 2);
	assert_sh(fx, "tail -n +2 .git/cdreview/journal | cut -c1-7", "- {seq");
	assert_sh(fx, "git notes --ref=cdreview show HEAD | cut -c1-6", "{seq 1");
	assert_sh(fx, "git notes --ref=cdreview show HEAD~2 | cut -c1-6", "{seq 3");
	assert_int_equal(must_publish(journal, fx->repo), 0);
	must_append(journal, &nowhere, "four");
	must_append(journal, &head, "five");
	assert_int_equal(must_publish(journal, fx->repo), 1);
	must_append(journal, &head, "six");
	assert_int_equal(all_lines(fx, journal).n, 6);
	assert_chained(all_lines(fx, journal));
	assert_sh(fx, "git rev-list --count refs/notes/cdreview", "2");
	assert_sh(fx, "git fsck --strict 2>&1", "");
	cdr_journal_close(journal);
}

/* A crash after the notes moved and before the journal forgot: the same lines come again. */
static void publishing_again_after_a_crash_changes_nothing(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_journal *journal = open_journal(fx->dir);

	must_append(journal, &head, "one");
	must_append(journal, &head, "two");
	sh(fx, fx->dir, "cp .git/cdreview/journal saved");
	must_publish(journal, fx->repo);
	sh(fx, fx->dir, "cp saved .git/cdreview/journal && echo junk >.git/cdreview/journal.tmp");
	assert_int_equal(must_publish(journal, fx->repo), 2);
	assert_sh(fx, "git rev-list --count refs/notes/cdreview", "1");
	must_append(journal, &head, "three");
	assert_int_equal(all_lines(fx, journal).n, 3);
	assert_chained(all_lines(fx, journal));
	cdr_journal_close(journal);
}

static bool holds(void *payload, struct cdr_str line)
{
	return cdr_str_find(line, cdr_str_from(payload)) < line.len;
}

static void index_verdicts_move_onto_their_commit(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD"), first = resolve(fx, "HEAD~2");
	struct cdr_journal *journal = open_journal(fx->dir);
	char wanted[] = "mine", nobody[] = "nobody";
	const char *before;

	must_append(journal, &nowhere, "mine");
	must_append(journal, &nowhere, "yours");
	must_append(journal, &first, "mine, but of another commit");
	before = journal_bytes(fx);
	assert_int_equal(cdr_journal_assign(journal, &head, holds, nobody, NULL), 0);
	assert_string_equal(journal_bytes(fx), before);
	assert_int_equal(cdr_journal_assign(journal, &head, holds, wanted, NULL), 0);
	must_append(journal, &nowhere, "later");
	assert_int_equal(must_publish(journal, fx->repo), 2);
	assert_sh(fx, "git notes --ref=cdreview show HEAD | cut -c1-6", "{seq 1");
	assert_sh(fx, "git notes --ref=cdreview show HEAD~2 | cut -c1-6", "{seq 3");
	assert_int_equal(all_lines(fx, journal).n, 4);
	assert_chained(all_lines(fx, journal));
	cdr_journal_close(journal);
}

static void a_torn_last_line_is_cut_off(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_journal *journal = open_journal(fx->dir);
	const char *before;

	must_append(journal, &head, "one");
	before = journal_bytes(fx);
	sh(fx, fx->dir, "printf '%s {seq 2 torn' $(git rev-parse HEAD) >>.git/cdreview/journal");
	assert_int_equal(all_lines(fx, journal).n, 1);
	assert_string_equal(journal_bytes(fx), before);
	sh(fx, fx->dir, "printf '%s {seq 2 torn' $(git rev-parse HEAD) >>.git/cdreview/journal");
	must_append(journal, &head, "two");
	assert_int_equal(all_lines(fx, journal).n, 2);
	assert_chained(all_lines(fx, journal));
	cdr_journal_close(journal);
}

static void a_journal_that_vanished_goes_on(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_journal *journal = open_journal(fx->dir);

	must_append(journal, &head, "one");
	must_publish(journal, fx->repo);
	must_append(journal, &head, "two");
	must_publish(journal, fx->repo);
	sh(fx, fx->dir, "rm .git/cdreview/journal");
	must_append(journal, &head, "three");
	sh(fx, fx->dir, "grep -v '^chain' .git/cdreview/journal >saved; : >.git/cdreview/journal");
	must_append(journal, &head, "four");
	assert_sh(fx, "cat saved .git/cdreview/journal | cut -d' ' -f2-3 | tr '\\n' ' '",
		  "{seq 3 " CHAIN " 3 {seq 4");
	cdr_journal_close(journal);
}

#define Z64 "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD_LINE "chain " CHAIN " 0 " Z64 " 0"

struct damage {
	const char *script;
	int code;
	const char *message, *place;
};

static const struct damage damages[] = {
	{ "echo junk >$J", CDR_ETAMPER, "malformed", "journal:1" },
	{ "echo chain 0123 0 " Z64 " 0 >$J", CDR_ETAMPER, "malformed", "journal:1" },
	{ "echo chain 0123456789ABCDEF 0 " Z64 " 0 >$J", CDR_ETAMPER, "malformed", "journal:1" },
	{ "echo chain " CHAIN " x " Z64 " 0 >$J", CDR_ETAMPER, "malformed", "journal:1" },
	{ "echo chain " CHAIN " 0 0 0 >$J", CDR_ETAMPER, "malformed", "journal:1" },
	{ "echo chain " CHAIN " 0 " Z64 " 1 >$J", CDR_ETAMPER, "malformed", "journal:1" },
	{ "echo chain " CHAIN " 0 " Z64 " >$J", CDR_ETAMPER, "malformed", "journal:1" },
	{ "echo chain " CHAIN " 99999999999999999999 " Z64 " 0 >$J", CDR_ETAMPER, "malformed",
	  "journal:1" },
	{ "{ echo " HEAD_LINE "; echo - a; echo; } >$J", CDR_ETAMPER, "malformed", "journal:3" },
	{ "{ echo " HEAD_LINE "; echo 0123 a; } >$J", CDR_ETAMPER, "malformed", "journal:2" },
	{ "{ echo " HEAD_LINE "; echo $(git rev-parse HEAD | tr a-f A-F) a; } >$J", CDR_ETAMPER,
	  "malformed", "journal:2" },
	{ "{ echo " HEAD_LINE "; echo $(git rev-parse HEAD); } >$J", CDR_ETAMPER, "malformed",
	  "journal:2" },
	{ "mv $J away; ln -s ../../away $J", CDR_ETAMPER, "symbolic link", "" },
	{ "rm -f $J; mkfifo $J", CDR_ETAMPER, "not a regular file", "" },
	{ "rm -f $J; mkdir $J", CDR_EIO, "Is a directory", "" },
	{ "rm -rf $D; mkdir away; ln -s ../away $D", CDR_ETAMPER, "symbolic link", "" },
	{ "rm -rf $D; echo file >$D", CDR_EIO, "Not a directory", "" },
	{ "mkdir -p $D; rm -f $D/lock; ln -s ../../away $D/lock", CDR_ETAMPER, "symbolic link",
	  "" },
	{ "rm -rf $D; ln -s nowhere $D", CDR_ETAMPER, "symbolic link", "" },
	{ "truncate -s 257M $J", CDR_ELIMIT, "larger", "" },
};

static void damage_is_named(void **state)
{
	struct fixture *fx = *state;
	struct cdr_str common = cdr_repo_common_dir(fx->repo);

	for (size_t i = 0; i < COUNT(damages); i++) {
		const struct damage *damage = &damages[i];
		struct cdr_err err = { .code = 0 };
		struct cdr_journal *journal;

		print_message("# %s\n", damage->script);
		sh(fx, fx->dir, "rm -rf .git/cdreview away");
		cdr_journal_close(open_journal(fx->dir));
		sh(fx, fx->dir,
		   cdr_arena_printf(&fx->arena, "D=.git/cdreview J=$D/journal\n%s",
				    damage->script));
		assert_fails(cdr_journal_open(&journal, common, RANDOM, &err), damage->code,
			     damage->message, &err);
		assert_null(journal);
		assert_non_null(strstr(err.place, damage->place));
		assert_int_equal(cdr_journal_open(&journal, common, RANDOM, NULL), damage->code);
	}
}

static int refuse(void *payload, const struct cdr_journal_slot *slot, struct cdr_buf *line,
		  struct cdr_err *err)
{
	(void)payload;
	(void)slot;
	cdr_buf_adds(line, "half a record");
	return cdr_fail(err, CDR_EUSAGE, "no name");
}

static int write_bytes(void *payload, const struct cdr_journal_slot *slot, struct cdr_buf *line,
		       struct cdr_err *err)
{
	const struct cdr_str *bytes = payload;

	(void)slot;
	(void)err;
	cdr_buf_addstr(line, *bytes);
	return 0;
}

static void a_record_that_cannot_be_is_not_recorded(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_journal *journal = open_journal(fx->dir);
	char *huge = cdr_arena_alloc(&fx->arena, CDR_NOTE_LINE_MAX + 1);
	struct cdr_str bad[] = {
		CDR_STR(""), CDR_STR("a\nb"), CDR_STR("a\0b"), { huge, CDR_NOTE_LINE_MAX + 1 }
	};
	const int codes[] = { CDR_ESYNTAX, CDR_ESYNTAX, CDR_ESYNTAX, CDR_ELIMIT };
	const char *before = journal_bytes(fx);

	memset(huge, 'x', CDR_NOTE_LINE_MAX + 1);
	assert_int_equal(cdr_journal_append(journal, &head, refuse, NULL, NULL), CDR_EUSAGE);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(cdr_journal_append(journal, &head, write_bytes, &bad[i], NULL),
				 codes[i]);
	assert_string_equal(journal_bytes(fx), before);
	cdr_journal_close(journal);
}

/* The disk is full in the middle of a line: the file size limit stands in for it. */
static void a_full_disk_leaves_nothing_behind(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_journal *journal = open_journal(fx->dir);
	struct rlimit unlimited, tight;
	struct cdr_err err = { .code = 0 }, publish_err = { .code = 0 };
	const char *before;
	size_t n;

	must_append(journal, &head, "one");
	before = journal_bytes(fx);
	getrlimit(RLIMIT_FSIZE, &unlimited);
	tight = (struct rlimit){ strlen(before) + 1 + 20, unlimited.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &tight);
	assert_fails(append(journal, &head, "two", &err), CDR_EIO, "File too large", &err);
	assert_string_equal(journal_bytes(fx), before);
	tight.rlim_cur = 10;
	setrlimit(RLIMIT_FSIZE, &tight);
	assert_int_equal(cdr_journal_publish(journal, fx->repo, ALICE, &n, &publish_err),
			 CDR_EIO);
	setrlimit(RLIMIT_FSIZE, &unlimited);
	assert_int_equal(n, 0);
	assert_string_equal(journal_bytes(fx), before);
	must_append(journal, &head, "two");
	assert_int_equal(must_publish(journal, fx->repo), 2);
	assert_chained(all_lines(fx, journal));
	assert_sh(fx, "ls .git/cdreview", "journal\nlock");
	cdr_journal_close(journal);
}

static void a_locked_ref_leaves_the_journal_as_it_was(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_journal *journal = open_journal(fx->dir);
	struct cdr_err err = { .code = 0 };
	const char *before;
	size_t n = 7;

	must_append(journal, &head, "one");
	before = journal_bytes(fx);
	sh(fx, fx->dir, "mkdir -p .git/refs/notes && touch .git/refs/notes/cdreview.lock");
	assert_fails(cdr_journal_publish(journal, fx->repo, ALICE, &n, &err), CDR_ECONFLICT,
		     "locked", &err);
	assert_int_equal(n, 0);
	assert_non_null(strstr(err.hint, ".git/refs/notes/cdreview.lock"));
	assert_string_equal(journal_bytes(fx), before);
	sh(fx, fx->dir, "rm .git/refs/notes/cdreview.lock");
	assert_int_equal(must_publish(journal, fx->repo), 1);
	cdr_journal_close(journal);
}

/* Root may write everywhere: then a stranger tries. */
static void a_folder_that_cannot_be_made_says_so(void **state)
{
	struct fixture *fx = *state;
	struct cdr_err err = { .code = 0 };
	struct cdr_journal *journal;
	int rc, status;

	sh(fx, fx->dir, "chmod a+rX .. . && chmod 555 .git");
	if (fork_writer() == 0) {
		if (geteuid() == 0 && seteuid(65534) < 0)
			_exit(1);
		rc = cdr_journal_open(&journal, cdr_repo_common_dir(fx->repo), RANDOM, &err);
		_exit(rc == CDR_EIO && strstr(err.message, "Permission denied") ? 0 : 2);
	}
	assert_true(wait(&status) > 0);
	assert_int_equal(status, 0);
	sh(fx, fx->dir, "chmod 755 .git; test ! -e .git/cdreview");
}

static void a_linked_worktree_shares_the_journal(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_journal *journal = open_journal(fx->dir), *shared;
	struct cdr_repo *linked;

	sh(fx, fx->dir, "git worktree add -q ../linked");
	linked = open_repo(cdr_arena_printf(&fx->arena, "%s/linked", fx->top));
	assert_int_equal(cdr_journal_open(&shared, cdr_repo_common_dir(linked), RANDOM, NULL), 0);
	must_append(journal, &head, "one");
	must_append(shared, &head, "two");
	assert_int_equal(must_publish(shared, linked), 2);
	assert_int_equal(must_publish(journal, fx->repo), 0);
	assert_chained(all_lines(fx, journal));
	cdr_journal_close(shared);
	cdr_journal_close(journal);
	cdr_repo_close(linked);
}

#define JOURNAL_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		JOURNAL_TEST(opening_makes_private_files_and_one_chain),
		JOURNAL_TEST(lines_are_kept_in_order_and_chained),
		JOURNAL_TEST(a_file_that_somebody_changed_is_read_again),
		JOURNAL_TEST(publishing_leaves_what_has_no_target),
		JOURNAL_TEST(publishing_again_after_a_crash_changes_nothing),
		JOURNAL_TEST(index_verdicts_move_onto_their_commit),
		JOURNAL_TEST(a_torn_last_line_is_cut_off),
		JOURNAL_TEST(a_journal_that_vanished_goes_on),
		JOURNAL_TEST(damage_is_named),
		JOURNAL_TEST(a_record_that_cannot_be_is_not_recorded),
		JOURNAL_TEST(a_full_disk_leaves_nothing_behind),
		JOURNAL_TEST(a_locked_ref_leaves_the_journal_as_it_was),
		JOURNAL_TEST(a_folder_that_cannot_be_made_says_so),
		JOURNAL_TEST(a_linked_worktree_shares_the_journal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
