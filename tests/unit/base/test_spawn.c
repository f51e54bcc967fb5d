/* A child gets what is named and nothing else, and leaves no descriptor and no zombie behind. */
#include "unit/base/test.h"

#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const plain_env[] = { "PATH=/usr/bin:/bin", "LC_ALL=C", NULL };

struct result {
	struct cdr_buf out, diag;
	struct cdr_err err;
	int rc, status;
};

/* Runs `sh -c SCRIPT` and checks that nothing stays behind. Release with result_release. */
static struct result run_shell(const char *script, struct cdr_str input, size_t cap)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	struct cdr_spawn child = { .argv = argv, .env = plain_env, .input = input };
	struct result result = { .status = -1 };
	size_t before = open_descriptors();

	cdr_buf_init(&result.out, cap);
	cdr_buf_init(&result.diag, 1000);
	result.rc = cdr_spawn_run(&child, &result.out, &result.diag, &result.status, &result.err);
	assert_int_equal(open_descriptors(), before);
	assert_true(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
	return result;
}

static void result_release(struct result *result)
{
	cdr_buf_release(&result->out);
	cdr_buf_release(&result->diag);
}

static void output_and_status_come_back(void **state)
{
	struct result result = run_shell("echo out; echo diag >&2; exit 7", CDR_STR(""), 1000);

	(void)state;
	assert_int_equal(result.rc, 0);
	assert_int_equal(result.status, 7);
	assert_str(cdr_buf_str(&result.out), "out\n");
	assert_str(cdr_buf_str(&result.diag), "diag\n");
	result_release(&result);
}

static void killed_child_has_its_signal(void **state)
{
	struct result result = run_shell("kill -TERM $$", CDR_STR(""), 1000);

	(void)state;
	assert_int_equal(result.rc, 0);
	assert_int_equal(result.status, 128 + SIGTERM);
	result_release(&result);
}

/* More than any pipe holds goes in and comes out again without a deadlock. */
static void megabytes_pass_through(void **state)
{
	size_t len = 5u << 20;
	char *bytes = malloc(len);
	struct result result;

	(void)state;
	assert_non_null(bytes);
	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)(i * 7 >> 3);
	result = run_shell("tee /dev/stderr", (struct cdr_str){ bytes, len }, len);
	assert_int_equal(result.rc, 0);
	assert_int_equal(result.status, 0);
	assert_true(cdr_str_eq(cdr_buf_str(&result.out), (struct cdr_str){ bytes, len }));
	assert_true(result.diag.full);
	result_release(&result);
	free(bytes);
}

static void child_need_not_read_its_input(void **state)
{
	static char unread[1 << 20];
	struct result result =
		run_shell("exec <&-; exit 3", (struct cdr_str){ unread, sizeof(unread) }, 10);

	(void)state;
	assert_int_equal(result.rc, 0);
	assert_int_equal(result.status, 3);
	result_release(&result);
}

static void endless_output_is_cut_off(void **state)
{
	struct result result = run_shell("exec yes", CDR_STR(""), 100000);

	(void)state;
	assert_int_equal(result.rc, CDR_ELIMIT);
	assert_true(result.out.len <= 100000);
	assert_string_equal(result.err.message, "the child's output is longer than 100000 bytes");
	result_release(&result);
}

/* One that closes its output and stays is as silent as one that says nothing. */
static void silent_child_is_given_up(void **state)
{
	static const char *const scripts[] = { "exec sleep 60", "echo begun; exec sleep 60" };

	(void)state;
	for (size_t i = 0; i < COUNT(scripts); i++) {
		const char *argv[] = { "sh", "-c", scripts[i], NULL };
		struct cdr_spawn child = { .argv = argv, .env = plain_env, .patience_ms = 200 };
		struct cdr_err err = { 0 };
		struct cdr_buf out;
		int status;

		cdr_buf_init(&out, 1000);
		assert_int_equal(cdr_spawn_run(&child, &out, NULL, &status, &err), CDR_EIO);
		assert_string_equal(err.message, "no answer within 0 seconds");
		assert_true(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
		cdr_buf_release(&out);
	}
}

static void child_sees_only_its_environment(void **state)
{
	static const char *const argv[] = { "/usr/bin/env", NULL };
	static const char *const env[] = { "A=1", "B=two words", NULL };
	struct cdr_spawn child = { .argv = argv, .env = env };
	struct cdr_buf out;
	int status;

	(void)state;
	cdr_buf_init(&out, 1000);
	assert_int_equal(cdr_spawn_run(&child, &out, NULL, &status, NULL), 0);
	assert_str(cdr_buf_str(&out), "A=1\nB=two words\n");
	cdr_buf_release(&out);
}

static void child_sees_only_its_descriptors(void **state)
{
	int ours = open("/dev/null", O_RDONLY);   /* not close-on-exec, as if a library forgot */
	struct result result =
		run_shell("ls /proc/self/fd | wc -l; ls -l /proc/self/fd/0", CDR_STR(""), 1000);

	(void)state;
	assert_str(cdr_str_sub(cdr_buf_str(&result.out), 0, 2), "4\n");   /* 0, 1, 2 and ls's own */
	assert_non_null(strstr(result.out.ptr, "cdreview-stdin"));
	result_release(&result);
	close(ours);
}

static void child_starts_with_default_signals(void **state)
{
	unsigned long long mask[2];
	struct result result;
	sigset_t usr1;
	char *end;

	(void)state;
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	signal(SIGPIPE, SIG_IGN);
	result = run_shell("awk '/^Sig(Blk|Ign)/ { print $2 }' /proc/self/status", CDR_STR(""),
			   1000);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &usr1, NULL);
	mask[0] = strtoull(result.out.ptr, &end, 16);
	mask[1] = strtoull(end, NULL, 16);
	assert_int_equal(mask[0] & 0x7FFFFFFF, 0);      /* 32 and above: the C library's own */
	assert_int_equal(mask[1] & 0x7FFFFFFF, 0);
	result_release(&result);
}

static void child_starts_in_its_directory(void **state)
{
	static const char *const argv[] = { "pwd", NULL };
	struct cdr_spawn child = { .argv = argv, .env = plain_env, .dir = "/usr" };
	struct cdr_buf out;
	int status;

	(void)state;
	cdr_buf_init(&out, 1000);
	assert_int_equal(cdr_spawn_run(&child, &out, NULL, &status, NULL), 0);
	assert_str(cdr_buf_str(&out), "/usr\n");
	cdr_buf_release(&out);
}

static void child_may_have_a_session_of_its_own(void **state)
{
	static const char *const argv[] = { "sh", "-c", "cut -d' ' -f6 /proc/$$/stat", NULL };
	struct cdr_spawn child = { .argv = argv, .env = plain_env };
	char ours[32];
	struct cdr_buf out;
	int status;

	(void)state;
	snprintf(ours, sizeof(ours), "%d", (int)getsid(0));
	cdr_buf_init(&out, 1000);
	assert_int_equal(cdr_spawn_run(&child, &out, NULL, &status, NULL), 0);
	assert_str(cdr_str_trim(cdr_buf_str(&out)), ours);
	cdr_buf_clear(&out);
	child.own_session = true;
	assert_int_equal(cdr_spawn_run(&child, &out, NULL, &status, NULL), 0);
	assert_false(cdr_str_is(cdr_str_trim(cdr_buf_str(&out)), ours));
	cdr_buf_release(&out);
}

/* A PATH with the current directory must not run what a reviewed repository put there. */
static void relative_path_entries_are_passed_over(void **state)
{
	static const char *const argv[] = { "true", NULL };
	static const char *const unsafe[] = { "PATH=:.:bin:usr/bin", NULL };
	static const char *const mixed[] = { "PATH=:.::/nonexistent:/usr/bin:/bin", NULL };
	static const char *const absent[] = { "X=1", NULL };
	struct cdr_spawn child = { .argv = argv, .env = unsafe, .dir = "/" };
	struct cdr_err err = { 0 };
	struct cdr_buf out;
	int status = -1;

	(void)state;
	cdr_buf_init(&out, 10);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(cdr_spawn_run(&child, &out, NULL, &status, &err), CDR_ENOTFOUND);
	assert_string_equal(err.message, "true: not found in PATH");
	child.env = mixed;
	assert_int_equal(cdr_spawn_run(&child, &out, NULL, &status, NULL), 0);
	child.env = absent;
	assert_int_equal(cdr_spawn_run(&child, &out, NULL, &status, NULL), 0);
	assert_int_equal(status, 0);
	cdr_buf_release(&out);
}

static void missing_and_unfit_programs_are_told(void **state)
{
	static const struct {
		const char *program;
		int code;
	} cases[] = {
		{ "no-such-program", CDR_ENOTFOUND },
		{ "/no/such/program", CDR_ENOTFOUND },
		{ "/etc/passwd", CDR_EIO },
		{ "/", CDR_EIO },
	};
	size_t before = open_descriptors();
	struct cdr_buf out;

	(void)state;
	cdr_buf_init(&out, 10);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_spawn child = {
			.argv = (const char *[]){ cases[i].program, NULL }, .env = plain_env,
		};
		struct cdr_err err = { 0 };
		int status;

		assert_int_equal(cdr_spawn_run(&child, &out, NULL, &status, &err), cases[i].code);
		assert_non_null(strstr(err.message, cases[i].program));
	}
	assert_int_equal(open_descriptors(), before);
	cdr_buf_release(&out);
}

static void on_alarm(int signal_number)
{
	(void)signal_number;
}

/* A timer without SA_RESTART interrupts poll, read and waitpid again and again. */
static void interruptions_change_nothing(void **state)
{
	struct sigaction action = { .sa_handler = on_alarm };
	struct itimerval often = { { 0, 2000 }, { 0, 2000 } }, never = { { 0, 0 }, { 0, 0 } };
	struct result result;

	(void)state;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	result = run_shell(
		"for i in 1 2 3 4; do sleep 0.02; echo $i; done; exec >&- 2>&-; sleep 0.05; exit 5",
		CDR_STR(""), 1000);
	setitimer(ITIMER_REAL, &never, NULL);
	assert_int_equal(result.rc, 0);
	assert_int_equal(result.status, 5);
	assert_str(cdr_buf_str(&result.out), "1\n2\n3\n4\n");
	result_release(&result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_and_status_come_back),
		cmocka_unit_test(killed_child_has_its_signal),
		cmocka_unit_test(megabytes_pass_through),
		cmocka_unit_test(child_need_not_read_its_input),
		cmocka_unit_test(endless_output_is_cut_off),
		cmocka_unit_test(silent_child_is_given_up),
		cmocka_unit_test(child_sees_only_its_environment),
		cmocka_unit_test(child_sees_only_its_descriptors),
		cmocka_unit_test(child_starts_with_default_signals),
		cmocka_unit_test(child_starts_in_its_directory),
		cmocka_unit_test(child_may_have_a_session_of_its_own),
		cmocka_unit_test(relative_path_entries_are_passed_over),
		cmocka_unit_test(missing_and_unfit_programs_are_told),
		cmocka_unit_test(interruptions_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
