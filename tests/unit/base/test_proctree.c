/* test_proctree.c - what a child starts is found wherever it went; what was before is spared. */
#include "unit/base/test.h"

#include "base/proctree.h"
#include "base/spawn.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const plain_env[] = { "PATH=/usr/bin:/bin", NULL };

/* Starts `sh -c SCRIPT`; what it writes can be read from *OUT. */
static pid_t start_shell(const char *script, int *out)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	struct cdr_spawn child = { .argv = argv, .env = plain_env };
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(cdr_spawn_start(&child, (int[]){ ends[1], ends[1], 2 }, &pid, NULL), 0);
	close(ends[1]);
	*out = ends[0];
	return pid;
}

/* The numbers that were written to FD, until its end or N of them. */
static size_t read_pids(int fd, pid_t *pids, size_t n)
{
	FILE *file = fdopen(fd, "r");
	size_t got = 0;
	int pid;

	assert_non_null(file);
	while (got < n && fscanf(file, "%d", &pid) == 1)
		pids[got++] = (pid_t)pid;
	fclose(file);
	return got;
}

static bool is_dead(pid_t pid)
{
	return kill(pid, 0) < 0 && errno == ESRCH;
}

static void whoever_left_the_group_is_ended(void **state)
{
	struct cdr_proctree tree;
	pid_t pids[3] = { 0 };
	int out, status;
	pid_t child;

	(void)state;
	assert_int_equal(cdr_proctree_hold(&tree, NULL), 0);
	child = start_shell("echo $$; setsid sh -c 'echo $$; sleep 99 & echo $!; wait' & sleep 99",
			    &out);
	assert_int_equal(read_pids(out, pids, 3), 3);
	kill(child, SIGKILL);
	assert_int_equal(cdr_spawn_reap(child, &status, NULL), 0);
	assert_int_equal(status, 128 + SIGKILL);
	assert_int_equal(cdr_proctree_end(&tree, NULL), 0);
	for (size_t i = 0; i < 3; i++)
		assert_true(is_dead(pids[i]));
}

static void who_was_there_before_is_spared(void **state)
{
	struct cdr_proctree tree;
	pid_t pids[2] = { 0 };
	int out, status;
	pid_t before = start_shell("echo $$; sleep 99 & echo $!; wait", &out);

	(void)state;
	assert_int_equal(read_pids(out, pids, 2), 2);
	assert_int_equal(cdr_proctree_hold(&tree, NULL), 0);
	assert_int_equal(cdr_proctree_end(&tree, NULL), 0);
	assert_false(is_dead(pids[0]));
	assert_false(is_dead(pids[1]));
	kill(pids[1], SIGKILL);
	kill(before, SIGKILL);
	assert_int_equal(cdr_spawn_reap(before, &status, NULL), 0);
}

static void memory_is_that_of_all(void **state)
{
	static const char script[] =
		"perl -e '$x = \"x\" x (40 << 20); print \"$$\\n\"; close STDOUT; sleep 99' & "
		"perl -e '$x = \"x\" x (40 << 20); print \"$$\\n\"; close STDOUT; sleep 99' & "
		"exec >&-; wait";
	struct cdr_proctree tree;
	pid_t pids[2] = { 0 };
	int out, status;
	uint64_t bytes;
	pid_t child;

	(void)state;
	assert_int_equal(cdr_proctree_hold(&tree, NULL), 0);
	assert_int_equal(cdr_proctree_measure(&tree).n_processes, 0);
	child = start_shell(script, &out);
	assert_int_equal(read_pids(out, pids, 2), 2);
	bytes = cdr_proctree_measure(&tree).memory;
	kill(child, SIGKILL);
	assert_int_equal(cdr_spawn_reap(child, &status, NULL), 0);
	assert_int_equal(cdr_proctree_end(&tree, NULL), 0);
	assert_in_range(bytes, UINT64_C(80) << 20, UINT64_C(400) << 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_left_the_group_is_ended),
		cmocka_unit_test(who_was_there_before_is_spared),
		cmocka_unit_test(memory_is_that_of_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
