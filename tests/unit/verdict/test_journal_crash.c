/*
 * test_journal_crash.c - real processes: what append reported as saved is in the journal or in the
 * notes afterwards, whoever else was writing and whenever the writer was killed.
 */
#include "journal_fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { WRITERS = 8, LINES = 200, BATCH = 10 };

static void write_lines(const char *dir, int writer, const struct cdr_oid *targets)
{
	struct cdr_journal *journal = open_journal(dir);
	struct cdr_repo *repo = open_repo(dir);
	char text[64];

	for (int i = 0; i < LINES; i++) {
		snprintf(text, sizeof(text), "writer %d line %d", writer, i);
		must_append(journal, &targets[i % 3], text);
		if (i % BATCH == BATCH - 1)
			must_publish(journal, repo);
	}
	cdr_repo_close(repo);
	cdr_journal_close(journal);
}

static void all_targets(struct fixture *fx, struct cdr_oid targets[3])
{
	targets[0] = resolve(fx, "HEAD");
	targets[1] = resolve(fx, "HEAD~1");
	targets[2] = resolve(fx, "HEAD~2");
}

static void eight_writers_lose_nothing(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid targets[3];
	struct cdr_journal *journal;
	struct found found;
	int status;

	all_targets(fx, targets);
	for (int writer = 0; writer < WRITERS; writer++)
		if (fork_writer() == 0) {
			write_lines(fx->dir, writer, targets);
			_exit(0);
		}
	for (int writer = 0; writer < WRITERS; writer++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_sh(fx, "for c in HEAD HEAD~1 HEAD~2; do git notes --ref=cdreview show $c; done |\n"
		   "grep -o 'writer . line [0-9]*' | sort | uniq | wc -l", "1600");
	journal = open_journal(fx->dir);
	assert_int_equal(must_publish(journal, fx->repo), 0);
	found = all_lines(fx, journal);
	assert_int_equal(found.n, WRITERS * LINES);
	assert_chained(found);
	assert_sh(fx, "git fsck --strict 2>&1 | grep -v dangling || :", "");
	cdr_journal_close(journal);
}

/* Appends and publishes until killed; what was reported as saved goes into PIPE. */
static void write_until_killed(const char *dir, int pipe, int round, const struct cdr_oid *targets)
{
	struct cdr_journal *journal = open_journal(dir);
	struct cdr_repo *repo = open_repo(dir);
	char text[64];

	for (int i = 0;; i++) {
		int len = snprintf(text, sizeof(text), "round %d line %d}\n", round, i);

		text[len - 2] = '\0';
		must_append(journal, &targets[i % 3], text);
		text[len - 2] = '}';
		if (write(pipe, text, (size_t)len) != len)
			_exit(1);
		if (i % 3 == 2)
			must_publish(journal, repo);
	}
}

/* Lets a writer run for as long as ROUND says, kills it, returns what it said it had saved. */
static struct cdr_str kill_a_writer(struct fixture *fx, int round, const struct cdr_oid *targets)
{
	struct timespec pause = { .tv_nsec = (long)(round * 7919 % 30 + 1) * 1000000 };
	char *said = cdr_arena_alloc(&fx->arena, 65536);
	ssize_t len, got;
	int ends[2], status;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork_writer();
	if (child == 0) {
		close(ends[0]);
		write_until_killed(fx->dir, ends[1], round, targets);
	}
	close(ends[1]);
	len = read(ends[0], said, 18);
	nanosleep(&pause, NULL);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	while ((got = read(ends[0], said + len, 65536 - (size_t)len)) > 0)
		len += got;
	close(ends[0]);
	return (struct cdr_str){ said, (size_t)len };
}

static bool is_found(struct found found, struct cdr_str text)
{
	for (size_t i = 0; i < found.n; i++)
		if (cdr_str_find(found.lines[i].bytes, text) < found.lines[i].bytes.len)
			return true;
	return false;
}

/* A kill may leave the ref's lock behind: a person, or this test, removes it. */
static void killed_writers_lose_nothing_they_reported(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid targets[3];
	size_t n_said = 0;

	all_targets(fx, targets);
	for (int round = 0; round < 30; round++) {
		struct cdr_str said = kill_a_writer(fx, round, targets), line;
		struct cdr_journal *journal = open_journal(fx->dir);
		struct found found = all_lines(fx, journal);

		while (cdr_str_line(&said, &line)) {
			n_said++;
			if (!is_found(found, line))
				fail_msg("lost: %.*s", CDR_FMT(line));
		}
		assert_chained(found);
		cdr_journal_close(journal);
		sh(fx, fx->dir, "rm -f .git/refs/notes/cdreview.lock");
	}
	print_message("# %zu lines reported\n", n_said);
	assert_true(n_said > 30);
	assert_sh(fx, "git fsck --strict 2>&1 | grep -v dangling || :", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(eight_writers_lose_nothing, fixture_open,
						fixture_close),
		cmocka_unit_test_setup_teardown(killed_writers_lose_nothing_they_reported,
						fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
