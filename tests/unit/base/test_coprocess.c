/* A child that stays answers in turn, and one that dies, hangs or talks nonsense is an error. */
#include "unit/base/test.h"

#include "base/coprocess.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>

static const char *const plain_env[] = { "PATH=/usr/bin:/bin", "LC_ALL=C", NULL };

static struct cdr_coprocess *open_shell(const char *script)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	struct cdr_spawn child = { .argv = argv, .env = plain_env, .patience_ms = 300 };
	struct cdr_coprocess *out;

	assert_int_equal(cdr_coprocess_open(&out, &child, NULL), 0);
	return out;
}

static void answers_come_in_turn(void **state)
{
	size_t before = open_descriptors();
	struct cdr_coprocess *echo = open_shell("while read -r x; do echo \"<$x>\"; done");
	struct cdr_str line;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(cdr_coprocess_ask(echo, CDR_STR("who\n"), NULL), 0);
		assert_int_equal(cdr_coprocess_line(echo, &line, NULL), 0);
		assert_str(line, "<who>");
	}
	cdr_coprocess_close(echo);
	assert_int_equal(open_descriptors(), before);
	assert_true(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

/* Lines and counted bytes in one answer, larger than what is read ahead. */
static void bytes_follow_a_line(void **state)
{
	enum { LEN = 300000 };
	struct cdr_coprocess *child =
		open_shell("echo head; head -c 300000 /dev/zero | tr '\\0' x; echo; echo tail");
	char *bytes = malloc(LEN);
	struct cdr_str line;

	(void)state;
	assert_non_null(bytes);
	assert_int_equal(cdr_coprocess_line(child, &line, NULL), 0);
	assert_str(line, "head");
	assert_int_equal(cdr_coprocess_bytes(child, bytes, LEN, NULL), 0);
	for (size_t i = 0; i < LEN; i++)
		assert_int_equal(bytes[i], 'x');
	assert_int_equal(cdr_coprocess_line(child, &line, NULL), 0);
	assert_str(line, "");
	assert_int_equal(cdr_coprocess_line(child, &line, NULL), 0);
	assert_str(line, "tail");
	free(bytes);
	cdr_coprocess_close(child);
}

static void trouble_is_told(void **state)
{
	static const struct {
		const char *script, *message;
		int code;
	} cases[] = {
		{ "echo 'fatal: no' >&2; echo more >&2", "it ended: fatal: no", CDR_EIO },
		{ "exit 1", "it ended", CDR_EIO },
		{ "printf half", "it ended", CDR_EIO },
		{ "exec sleep 60", "no answer within 0 seconds", CDR_EIO },
		{ "exec cat /dev/zero", "a line of more than 4096 bytes", CDR_ELIMIT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_coprocess *child = open_shell(cases[i].script);
		struct cdr_err err = { 0 };
		struct cdr_str line;

		assert_int_equal(cdr_coprocess_line(child, &line, &err), cases[i].code);
		assert_string_equal(err.message, cases[i].message);
		cdr_coprocess_close(child);
	}
}

static void asking_the_dead_does_not_kill(void **state)
{
	struct cdr_coprocess *child = open_shell("exec <&-; echo 'fatal: gone' >&2");
	struct cdr_err err = { 0 };
	struct cdr_str line;
	char byte;

	(void)state;
	assert_int_equal(cdr_coprocess_line(child, &line, NULL), CDR_EIO);
	assert_int_equal(cdr_coprocess_ask(child, CDR_STR("still there?\n"), &err), CDR_EIO);
	assert_string_equal(err.message, "it ended: fatal: gone");
	assert_int_equal(cdr_coprocess_bytes(child, &byte, 1, NULL), CDR_EIO);
	cdr_coprocess_close(child);
	cdr_coprocess_close(NULL);
}

static void missing_program_is_told(void **state)
{
	struct cdr_spawn child = { .argv = (const char *[]){ "no-such-program", NULL },
				   .env = plain_env };
	size_t before = open_descriptors();
	struct cdr_coprocess *out;

	(void)state;
	assert_int_equal(cdr_coprocess_open(&out, &child, NULL), CDR_ENOTFOUND);
	assert_null(out);
	assert_int_equal(open_descriptors(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_come_in_turn),
		cmocka_unit_test(bytes_follow_a_line),
		cmocka_unit_test(trouble_is_told),
		cmocka_unit_test(asking_the_dead_does_not_kill),
		cmocka_unit_test(missing_program_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
