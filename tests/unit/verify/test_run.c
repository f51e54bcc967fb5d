/* test_run.c - the bounds of a check that are too wide to be met by one from a shell test. */
#include "verify/run.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB ((uint64_t)1 << 20)

static uint64_t steady(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* How SCRIPT ends in a folder of its own that may take DISK bytes. */
static enum cdr_run_end end_of(const char *script, uint64_t disk, size_t processes)
{
	char folder[] = "/tmp/cdreview-run-XXXXXX", file[64];
	const char *argv[] = { "sh", "-c", script, NULL };
	const char *env[] = { "PATH=/usr/bin:/bin", NULL };
	struct cdr_run run = {
		.child = { .argv = argv, .env = env, .own_session = true },
		.timeout = 20,
		.memory = 1024 * MIB,
		.processes = processes,
		.disk = disk,
		.clock = steady,
		.stop_fd = -1,
	};
	struct cdr_run_result result;
	struct cdr_buf out, diag;

	assert_non_null(mkdtemp(folder));
	run.child.dir = folder;
	run.disk_fd = open(folder, O_RDONLY | O_DIRECTORY);
	assert_true(run.disk_fd >= 0);
	cdr_buf_init(&out, 4096);
	cdr_buf_init(&diag, 4096);
	assert_int_equal(cdr_run(&run, &out, &diag, &result, NULL), 0);
	cdr_buf_release(&diag);
	cdr_buf_release(&out);
	close(run.disk_fd);
	snprintf(file, sizeof(file), "%s/large", folder);
	unlink(file);
	assert_int_equal(rmdir(folder), 0);
	return result.end;
}

static void bounds_the_disk(void **state)
{
	(void)state;
	assert_int_equal(end_of("head -c 300M /dev/zero >large; sleep 9", 32 * MIB, 9),
			 CDR_RUN_DISK);
	assert_int_equal(end_of("head -c 1M /dev/zero >large; sleep 1", 4096 * MIB, 9),
			 CDR_RUN_EXITED);
}

static void bounds_processes(void **state)
{
	(void)state;
	assert_int_equal(end_of("sleep 9 & sleep 9 & sleep 9 & wait", 4096 * MIB, 3),
			 CDR_RUN_PROCESSES);
	assert_int_equal(end_of("sleep 1 & sleep 1 & wait", 4096 * MIB, 3), CDR_RUN_EXITED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bounds_the_disk),
		cmocka_unit_test(bounds_processes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
