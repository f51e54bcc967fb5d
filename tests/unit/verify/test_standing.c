/* test_standing.c - which runs speak for a check: contents, revision, what a run knew of others. */
#include "git/notes.h"
#include "verify/standing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define TREE_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define TREE_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

struct world {
	struct cdr_arena arena;
	struct cdr_ledger *ledger;
	struct cdr_check check;
};

/* A run: the check's name, revision and arguments unless told otherwise. */
struct ran {
	const char *name, *tree;
	char rev, argv;
	enum cdr_check_result result;
	const struct cdr_hash *replaces;
	uint64_t seq;
};

static struct cdr_hash filled(char digit)
{
	struct cdr_hash hash;

	memset(hash.bytes, digit, sizeof(hash.bytes));
	return hash;
}

static struct world world_make(void)
{
	return (struct world){
		.ledger = cdr_ledger_new(),
		.check = { .name = CDR_STR("tests"),
			   .rev = filled('r'),
			   .argv_digest = filled('v') },
	};
}

static void world_free(struct world *world)
{
	cdr_ledger_free(world->ledger);
	cdr_arena_release(&world->arena);
}

/* Adds a run; its line's name comes back. */
static struct cdr_hash add(struct world *world, const struct ran *ran)
{
	static const struct cdr_oid commit = { .bytes = { 1 }, .len = 20 };
	struct cdr_record_check check = {
		.name = cdr_str_from(ran->name ? ran->name : "tests"),
		.rev = filled(ran->rev ? ran->rev : 'r'),
		.argv = filled(ran->argv ? ran->argv : 'v'),
		.result = ran->result,
		.status = ran->result == CDR_CHECK_PASS ? 0 : 1,
		.replaces = ran->replaces,
		.n_replaces = ran->replaces != NULL,
	};
	const struct cdr_record record = {
		.version = 1,
		.type = CDR_STR(CDR_RECORD_CHECK),
		.who = CDR_STR(CDR_RECORD_MACHINE),
		.chain = CDR_STR("0123456789abcdef"),
		.seq = ran->seq ? ran->seq : 1,
		.time = CDR_STR("2026-01-05T10:00:00Z"),
		.tool = CDR_STR("test"),
		.commit = commit,
		.tree = cdr_str_from(ran->tree ? ran->tree : TREE_A),
		.check = &check,
	};
	struct cdr_err err = { 0 };
	struct cdr_hash name;
	struct cdr_buf line;

	cdr_buf_init(&line, CDR_NOTE_LINE_MAX);
	assert_int_equal(cdr_record_write(&line, &record, &err), 0);
	if (cdr_ledger_add(world->ledger, cdr_buf_str(&line), &commit, true, &err) < 0)
		fail_msg("%s", err.message);
	name = cdr_record_hash(cdr_buf_str(&line));
	cdr_buf_release(&line);
	return name;
}

static enum cdr_check_state state_of(const struct world *world)
{
	const struct cdr_check_subject subject = { &world->check, CDR_STR(TREE_A) };

	return cdr_check_standing_of(world->ledger, &subject).state;
}

static void only_the_same_thing_counts(void **state)
{
	static const struct {
		struct ran ran;
		enum cdr_check_state state;
	} rows[] = {
		{ { .result = CDR_CHECK_PASS }, CDR_CHECK_PASSED },
		{ { .result = CDR_CHECK_FAIL }, CDR_CHECK_FAILED },
		{ { .result = CDR_CHECK_TIMEOUT }, CDR_CHECK_FAILED },
		{ { .name = "other" }, CDR_CHECK_NOT_RUN },
		{ { .tree = TREE_B }, CDR_CHECK_OTHER_TREE },
		{ { .rev = 'x' }, CDR_CHECK_OTHER_REV },
		{ { .argv = 'x' }, CDR_CHECK_OTHER_REV },
		{ { .tree = TREE_B, .rev = 'x' }, CDR_CHECK_OTHER_TREE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct world world = world_make();

		assert_int_equal(state_of(&world), CDR_CHECK_NOT_RUN);
		add(&world, &rows[i].ran);
		assert_int_equal(state_of(&world), rows[i].state);
		world_free(&world);
	}
}

static void a_run_answers_those_it_knew(void **state)
{
	struct world world = world_make();
	struct cdr_hash failed, passed;

	(void)state;
	failed = add(&world, &(struct ran){ .result = CDR_CHECK_FAIL });
	passed = add(&world, &(struct ran){ .replaces = &failed, .seq = 2 });
	assert_int_equal(state_of(&world), CDR_CHECK_PASSED);
	add(&world, &(struct ran){ .result = CDR_CHECK_FAIL, .replaces = &passed, .seq = 3 });
	assert_int_equal(state_of(&world), CDR_CHECK_FAILED);
	world_free(&world);
}

static void runs_that_did_not_know_of_each_other_must_both_pass(void **state)
{
	struct world world = world_make();

	(void)state;
	add(&world, &(struct ran){ .seq = 1 });
	add(&world, &(struct ran){ .seq = 2 });
	assert_int_equal(state_of(&world), CDR_CHECK_PASSED);
	add(&world, &(struct ran){ .result = CDR_CHECK_FAIL, .seq = 3 });
	assert_int_equal(state_of(&world), CDR_CHECK_FAILED);
	world_free(&world);
}

/* A run of something else cannot take a failure away. */
static void only_runs_of_the_same_answer(void **state)
{
	static const struct ran others[] = {
		{ .name = "other" },
		{ .tree = TREE_B },
		{ .rev = 'x' },
		{ .argv = 'x' },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct world world = world_make();
		struct cdr_hash failed = add(&world, &(struct ran){ .result = CDR_CHECK_FAIL });
		struct ran other = others[i];

		other.replaces = &failed;
		add(&world, &other);
		assert_int_equal(state_of(&world), CDR_CHECK_FAILED);
		world_free(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_same_thing_counts),
		cmocka_unit_test(a_run_answers_those_it_knew),
		cmocka_unit_test(runs_that_did_not_know_of_each_other_must_both_pass),
		cmocka_unit_test(only_runs_of_the_same_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
