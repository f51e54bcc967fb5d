/* test_carry_over.c - what git does to commits, and what stands of their verdicts afterwards. */
#include "fixture.h"

static void amended_without_a_change(void **state)
{
	struct sandbox box = sandbox_open(REPOSITORY);

	(void)state;
	assert_string_equal(look(&box, "r", "HEAD~1..HEAD"), "pending");
	review(&box, "r", "HEAD~1..HEAD", CDR_APPROVE);
	assert_string_equal(look(&box, "r", "HEAD~1..HEAD"), "approved");
	sandbox_run(&box, "cd r; git commit -q --amend -m 'other words'");
	assert_string_equal(look(&box, "r", "HEAD~1..HEAD"), "approved");
	sandbox_close(&box);
}

static void amended_with_a_change(void **state)
{
	struct sandbox box = sandbox_open(REPOSITORY);

	(void)state;
	review(&box, "r", "HEAD~1..HEAD", CDR_APPROVE);
	sandbox_run(
		&box,
		"cd r; sed -i '5s/.*/a = eval(request.body)/' app.py; git commit -qa --amend -m x");
	assert_string_equal(look(&box, "r", "HEAD~1..HEAD"), "stale");
	sandbox_close(&box);
}

/* Notes follow an amend when notes.rewriteRef is set; the content decides all the same. */
static void copied_note_on_changed_content(void **state)
{
	struct sandbox box = sandbox_open(REPOSITORY);

	(void)state;
	review(&box, "r", "HEAD~1..HEAD", CDR_APPROVE);
	sandbox_run(&box, "cd r; git config notes.rewriteRef refs/notes/cdreview; "
		    "sed -i '5s/.*/a = eval(y)/' app.py; git commit -qa --amend -m x; "
		    "git notes --ref=cdreview show HEAD | grep -q approve");
	assert_string_equal(look(&box, "r", "HEAD~1..HEAD"), "stale");
	sandbox_close(&box);
}

static void rebased_onto_changes_elsewhere(void **state)
{
	struct sandbox box = sandbox_open(REPOSITORY);

	(void)state;
	review(&box, "r", "HEAD~1..HEAD", CDR_APPROVE);
	sandbox_run(
		&box,
		"cd r; git checkout -q -b topic; git checkout -q main; git reset -q --hard HEAD~1; "
		"sed -i '18s/.*/moved = 1/; 1i # new head' app.py; git commit -qam other; "
		"git checkout -q topic; git rebase -q main");
	assert_string_equal(look(&box, "r", "main..topic"), "approved");
	sandbox_close(&box);
}

/* New context: an approval does not count any more, a rejection does. */
static void rebased_onto_changes_beside_it(void **state)
{
	static const char rebase[] =
		"cd r; git checkout -q -b topic; git checkout -q main; git reset -q --hard HEAD~1; "
		"sed -i '8s/.*/beside = 1/' app.py; git commit -qam other; git checkout -q topic; "
		"git rebase -q main 2>/dev/null";
	struct sandbox box;

	(void)state;
	box = sandbox_open(REPOSITORY);
	review(&box, "r", "HEAD~1..HEAD", CDR_APPROVE);
	sandbox_run(&box, rebase);
	assert_string_equal(look(&box, "r", "main..topic"), "stale");
	sandbox_close(&box);
	box = sandbox_open(REPOSITORY);
	review(&box, "r", "HEAD~1..HEAD", CDR_REJECT);
	sandbox_run(&box, rebase);
	assert_string_equal(look(&box, "r", "main..topic"), "rejected");
	sandbox_close(&box);
}

static void same_lines_in_another_file(void **state)
{
	struct sandbox box = sandbox_open(REPOSITORY);

	(void)state;
	review(&box, "r", "HEAD~1..HEAD", CDR_APPROVE);
	sandbox_run(&box, "cd r; git show HEAD~1:app.py >copy.py; git add .; git commit -qm copy; "
		    "cp app.py copy.py; git commit -qam 'the same change'");
	assert_string_equal(look(&box, "r", "HEAD~1..HEAD"), "pending");
	sandbox_close(&box);
}

static void neighbours_stay_pending(void **state)
{
	struct sandbox box = sandbox_open(
		REPOSITORY "sed -i '15s/.*/b = eval(y)/' app.py; git commit -qa --amend -m x");
	struct cdr_session *session = open_session(&box, "r", "HEAD~1..HEAD");
	struct found found;

	(void)state;
	find(&found, session);
	assert_int_equal(found.n, 2);
	say(session, found.hunks[0], CDR_APPROVE);
	assert_string_equal(state_of(session, found.hunks[0]), "approved");
	assert_string_equal(state_of(session, found.hunks[1]), "pending");
	lose(&found);
	cdr_session_close(session);
	sandbox_close(&box);
}

static void identical_hunks_need_one_approval_each(void **state)
{
	struct sandbox box = sandbox_open(
		REPOSITORY
		"for i in 1 2; do printf 'p\\nq\\nr\\nold\\ns\\nt\\nu\\n'; seq 20; done >twice.py; "
		"git add .; git commit -qm twice; "
		"sed -i 's/^old/eval(x)/' twice.py; git commit -qam both");
	struct cdr_session *session = open_session(&box, "r", "HEAD~1..HEAD");
	struct found found;

	(void)state;
	find(&found, session);
	assert_int_equal(found.n, 2);
	assert_true(cdr_hash_eq(&found.hunks[0]->hunk->cid, &found.hunks[1]->hunk->cid));
	say(session, found.hunks[1], CDR_APPROVE);
	assert_string_equal(state_of(session, found.hunks[0]), "pending");
	assert_string_equal(state_of(session, found.hunks[1]), "approved");
	say(session, found.hunks[0], CDR_REJECT);
	assert_string_equal(state_of(session, found.hunks[0]), "rejected");
	assert_string_equal(state_of(session, found.hunks[1]), "approved");
	lose(&found);
	cdr_session_close(session);
	sandbox_close(&box);
}

static void rule_changed_since(void **state)
{
	struct sandbox box = sandbox_open(REPOSITORY);

	(void)state;
	review(&box, "r", "HEAD~1..HEAD", CDR_APPROVE);
	sandbox_run(&box, "cd r; git tag reviewed; git reset -q --hard HEAD~1; "
		    "sed -i 's/\\\\s\\*//' .cdreview/registry.yaml; git commit -qam 'other rule'; "
		    "git cherry-pick reviewed");
	assert_string_equal(look(&box, "r", "HEAD~1..HEAD"), "stale");
	sandbox_close(&box);
}

/* Two clones decide without knowing of each other; git's own merge of notes unites them. */
static void two_clones(void **state)
{
	struct sandbox box = sandbox_open(
		REPOSITORY "cd ..; git clone -q r s; cd s; git config user.name Bob; "
			   "git config user.email bob@example.com");
	struct cdr_session *session;
	struct found found;
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_standing standing;

	(void)state;
	review(&box, "r", "HEAD~1..HEAD", CDR_APPROVE);
	review(&box, "s", "HEAD~1..HEAD", CDR_REJECT);
	sandbox_run(&box, "cd r; git fetch -q ../s refs/notes/cdreview:refs/notes/theirs; "
		    "git notes --ref=cdreview merge -q -s cat_sort_uniq refs/notes/theirs");
	session = open_session(&box, "r", "HEAD~1..HEAD");
	find(&found, session);
	standing = cdr_session_standing(session, found.hunks[0], &arena);
	assert_int_equal(standing.state, CDR_STANDING_REJECTED);
	assert_true(standing.disputed);
	assert_int_equal(standing.n_voices, 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(standing.voices[i].mine ==
			    cdr_str_is(standing.voices[i].who, "ann@example.com"));
	cdr_arena_release(&arena);
	lose(&found);
	cdr_session_close(session);
	sandbox_close(&box);
}

static void staged_verdicts_move_to_the_commit(void **state)
{
	struct sandbox box = sandbox_open(REPOSITORY
					  "sed -i '15s/.*/b = eval(y)/' app.py; git add app.py");
	struct cdr_session_options options = options_for(&box, "r", NULL);
	struct cdr_session *session;
	struct found found;
	char *note;

	(void)state;
	options.source = CDR_SOURCE_STAGED;
	session = open_with(&options);
	find(&found, session);
	assert_int_equal(found.n, 1);
	say(session, found.hunks[0], CDR_APPROVE);
	assert_int_equal(publish(session), 0);
	assert_string_equal(state_of(session, found.hunks[0]), "approved");
	lose(&found);
	cdr_session_close(session);

	sandbox_run(
		&box,
		"cd r; git commit -qm staged; echo >other; git add other; git commit -qm later");
	assert_string_equal(look(&box, "r", "HEAD~2..HEAD~1"), "approved");
	session = open_session(&box, "r", "HEAD~2..HEAD");
	assert_int_equal(publish(session), 1);
	assert_int_equal(publish(session), 0);
	cdr_session_close(session);
	note = sandbox_output(&box, "cd r; git notes --ref=cdreview show HEAD~1", NULL);
	assert_non_null(strstr(note, "\"commit\":null"));
	free(note);
	assert_string_equal(look(&box, "r", "HEAD~2..HEAD~1"), "approved");
	sandbox_close(&box);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amended_without_a_change),
		cmocka_unit_test(amended_with_a_change),
		cmocka_unit_test(copied_note_on_changed_content),
		cmocka_unit_test(rebased_onto_changes_elsewhere),
		cmocka_unit_test(rebased_onto_changes_beside_it),
		cmocka_unit_test(same_lines_in_another_file),
		cmocka_unit_test(neighbours_stay_pending),
		cmocka_unit_test(identical_hunks_need_one_approval_each),
		cmocka_unit_test(rule_changed_since),
		cmocka_unit_test(two_clones),
		cmocka_unit_test(staged_verdicts_move_to_the_commit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
