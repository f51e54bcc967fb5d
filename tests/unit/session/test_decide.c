/* test_decide.c - saying, taking back, keeping and publishing; and what may not be said. */
#include "fixture.h"

#include "verdict/record.h"

/* A repository with a session on its last commit, and the hunk that is flagged there. */
struct desk {
	struct sandbox box;
	struct cdr_session *session;
	struct found found;
	const struct cdr_flagged *hunk;
	struct cdr_arena arena;
};

static void sit_down(struct desk *desk)
{
	desk->session = open_session(&desk->box, "r", "HEAD~1..HEAD");
	find(&desk->found, desk->session);
	assert_int_equal(desk->found.n, 1);
	desk->hunk = desk->found.hunks[0];
}

static void stand_up(struct desk *desk)
{
	lose(&desk->found);
	cdr_session_close(desk->session);
	cdr_arena_release(&desk->arena);
}

static struct desk desk_with(const char *setup)
{
	struct desk desk = { .box = sandbox_open(REPOSITORY) };
	char script[2048];

	snprintf(script, sizeof(script), "cd r; %s", setup);
	sandbox_run(&desk.box, script);
	sit_down(&desk);
	return desk;
}

static void desk_clear(struct desk *desk)
{
	stand_up(desk);
	sandbox_close(&desk->box);
}

static struct cdr_standing standing_of(struct desk *desk)
{
	return cdr_session_standing(desk->session, desk->hunk, &desk->arena);
}

static int decide(struct desk *desk, const struct cdr_decision *decision, struct cdr_err *err)
{
	*err = (struct cdr_err){ .code = 0 };
	return cdr_session_decide(desk->session, decision, NULL, err);
}

static int withdraw(struct desk *desk, const struct cdr_hash *line, struct cdr_err *err)
{
	struct cdr_decision decision = {
		.verdict = CDR_WITHDRAW, .withdraws = *line, .withdraws_hid = desk->hunk->hunk->hid,
	};

	return decide(desk, &decision, err);
}

/* The lines of the journal, without its head. */
static char *journal_of(const struct desk *desk)
{
	return sandbox_output(&desk->box,
			      "cd r; tail -n +2 .git/cdreview/journal 2>/dev/null || :", NULL);
}

static void records_what_was_asked_and_said(void **state)
{
	struct desk desk = desk_with("git config cdreview.target HEAD~1");
	struct cdr_decision decision = about(desk.hunk, CDR_REJECT);
	char *head = sandbox_line(&desk.box, "cd r; git rev-parse HEAD");
	char *base = sandbox_line(&desk.box, "cd r; git rev-parse HEAD~1");
	char *tree = sandbox_line(&desk.box, "cd r; git rev-parse HEAD^{tree}");
	char *blob = sandbox_line(&desk.box, "cd r; git rev-parse HEAD:app.py");
	struct cdr_record record;
	struct cdr_err err = { .code = 0 };
	struct cdr_hash line, named;
	struct cdr_str bytes;
	char hex[CDR_OID_HEX_MAX + 1], *journal;
	const struct cdr_record_hunk *hunk;

	(void)state;
	decision.reason = CDR_REASON_SECURITY;
	decision.text = CDR_STR("never \xff this");
	decision.batch = true;
	assert_done(cdr_session_decide(desk.session, &decision, &line, &err), &err);
	journal = journal_of(&desk);
	bytes = cdr_str_sub(cdr_str_from(journal), strlen(head) + 1, strlen(journal) - 1);
	assert_memory_equal(journal, head, strlen(head));
	assert_done(cdr_record_parse(&record, &desk.arena, bytes, &err), &err);
	named = cdr_record_hash(bytes);
	assert_true(cdr_hash_eq(&line, &named));
	cdr_oid_hex(hex, &record.commit);
	assert_string_equal(hex, head);
	assert_true(cdr_str_is(record.tree, tree) && cdr_str_is(record.base, base));
	assert_true(cdr_str_is(record.target, "HEAD~1"));
	assert_true(cdr_str_is(record.who, "ann@example.com"));
	assert_true(cdr_str_is(record.time, "2026-01-05T10:00:00Z"));
	assert_true(cdr_str_starts(record.registry, "sha256:"));
	assert_true(record.seq == 1 && !record.prev.ptr && record.n_hunks == 1);
	hunk = record.hunks;
	assert_true(cdr_hash_eq(&hunk->hid, &desk.hunk->hunk->hid));
	assert_true(cdr_str_is(hunk->path, "app.py") && hunk->nth == 1 && hunk->of == 1);
	assert_true(hunk->old_mode == 0100644 && hunk->new_mode == 0100644);
	cdr_oid_hex(hex, &hunk->new_blob);
	assert_string_equal(hex, blob);
	assert_true(hunk->at[0] == 2 && hunk->at[1] == 7 && hunk->at[2] == 2 && hunk->at[3] == 7);
	assert_true(hunk->verdict == CDR_REJECT && hunk->reason == CDR_REASON_SECURITY &&
		    hunk->batch);
	assert_true(cdr_str_eq(hunk->text, decision.text));
	assert_int_equal(hunk->seen, 8);
	assert_int_equal(hunk->ms, 1500);
	free(journal);
	free(head);
	free(base);
	free(tree);
	free(blob);
	desk_clear(&desk);
}

static void chains_its_lines(void **state)
{
	struct desk desk = desk_with("");
	struct cdr_hash first = say(desk.session, desk.hunk, CDR_REJECT);
	struct cdr_str lines, line;
	struct cdr_record record;
	struct cdr_err err = { .code = 0 };
	char *journal;

	(void)state;
	publish(desk.session);
	say(desk.session, desk.hunk, CDR_APPROVE);
	journal = journal_of(&desk);
	lines = cdr_str_from(journal);
	assert_true(cdr_str_line(&lines, &line) && lines.len == 0);
	line = cdr_str_sub(line, 41, line.len);
	assert_done(cdr_record_parse(&record, &desk.arena, line, &err), &err);
	assert_int_equal(record.seq, 2);
	assert_true(cdr_str_eq(record.prev, cdr_record_hash_text(&desk.arena, &first)));
	free(journal);
	desk_clear(&desk);
}

static void is_kept_before_it_is_published(void **state)
{
	struct desk desk = desk_with("");
	struct cdr_standing standing;

	(void)state;
	say(desk.session, desk.hunk, CDR_APPROVE);
	standing = standing_of(&desk);
	assert_int_equal(standing.state, CDR_STANDING_APPROVED);
	assert_true(standing.voices[0].mine && !standing.voices[0].saved);
	stand_up(&desk);
	sandbox_run(&desk.box, "cd r; ! git rev-parse -q --verify refs/notes/cdreview");
	sit_down(&desk);
	desk.arena = (struct cdr_arena){ NULL, 0 };
	assert_string_equal(state_of(desk.session, desk.hunk), "approved");
	assert_int_equal(publish(desk.session), 1);
	standing = standing_of(&desk);
	assert_true(standing.n_voices == 1 && standing.voices[0].saved);
	assert_int_equal(publish(desk.session), 0);
	sandbox_run(&desk.box, "cd r; git notes --ref=cdreview show HEAD | grep -q '\"approve\"'; "
			       "git fsck --strict");
	desk_clear(&desk);
}

static void withdraws_its_own(void **state)
{
	struct desk desk = desk_with("");
	struct cdr_hash line = say(desk.session, desk.hunk, CDR_REJECT), nowhere = line;
	struct cdr_err err;

	(void)state;
	nowhere.bytes[0] ^= 1;
	assert_int_equal(withdraw(&desk, &nowhere, &err), CDR_ENOTFOUND);
	assert_int_equal(withdraw(&desk, &line, &err), 0);
	assert_string_equal(state_of(desk.session, desk.hunk), "pending");
	assert_int_equal(withdraw(&desk, &line, &err), CDR_ENOTFOUND);
	assert_non_null(strstr(err.message, "withdrawn before"));
	assert_int_equal(publish(desk.session), 2);
	sandbox_run(&desk.box,
		    "cd r; test $(git notes --ref=cdreview show HEAD | grep -c '^{') = 2");
	assert_string_equal(look(&desk.box, "r", "HEAD~1..HEAD"), "pending");
	desk_clear(&desk);
}

static void withdraws_nobody_elses(void **state)
{
	struct desk desk = desk_with("");
	struct cdr_hash line = say(desk.session, desk.hunk, CDR_REJECT);
	struct cdr_err err;

	(void)state;
	sandbox_run(&desk.box, "cd r; git config user.email bob@example.com");
	assert_int_equal(withdraw(&desk, &line, &err), CDR_EUSAGE);
	assert_non_null(strstr(err.message, "only ann@example.com"));
	assert_string_equal(state_of(desk.session, desk.hunk), "rejected");
	desk_clear(&desk);
}

static void approves_nothing_unseen(void **state)
{
	struct desk desk = desk_with("");
	struct cdr_decision decision = about(desk.hunk, CDR_APPROVE);
	struct cdr_err err;
	char *journal;

	(void)state;
	decision.seen--;
	assert_int_equal(decide(&desk, &decision, &err), CDR_EUSAGE);
	assert_string_equal(err.message, "only 7 of the hunk's 8 lines were on screen");
	journal = journal_of(&desk);
	assert_string_equal(journal, "");
	free(journal);
	decision.verdict = CDR_REJECT;
	assert_int_equal(decide(&desk, &decision, &err), 0);
	desk_clear(&desk);
}

static void refuses_what_cannot_be_recorded(void **state)
{
	struct desk desk = desk_with("");
	struct cdr_decision decision = about(desk.hunk, CDR_ANNOTATE);
	char *text = cdr_arena_alloc(&desk.arena, CDR_NOTE_MAX + 1);
	struct cdr_err err;

	(void)state;
	memset(text, 'x', CDR_NOTE_MAX + 1);
	decision.text = (struct cdr_str){ text, CDR_NOTE_MAX + 1 };
	assert_int_equal(decide(&desk, &decision, &err), CDR_ELIMIT);
	decision.text.len = CDR_NOTE_MAX;
	assert_int_equal(decide(&desk, &decision, &err), 0);
	memset(text, '\a', CDR_NOTE_MAX);    /* six bytes each in JSON */
	assert_int_equal(decide(&desk, &decision, &err), CDR_ELIMIT);
	decision.text.len = 0;
	decision.verdict = CDR_WAIVE;
	assert_int_equal(decide(&desk, &decision, &err), CDR_EUSAGE);
	sandbox_run(&desk.box, "cd r; git config --unset user.email");
	decision.verdict = CDR_REJECT;
	assert_int_equal(decide(&desk, &decision, &err), CDR_EUSAGE);
	assert_non_null(strstr(err.message, "user.email"));
	assert_non_null(strstr(err.hint, "git config"));
	desk_clear(&desk);
}

/* What the strict reader would call tampering must never get into the journal. */
static void writes_nothing_unreadable(void **state)
{
	struct desk desk = desk_with("");
	struct cdr_hunk hunk = *desk.hunk->hunk;
	struct cdr_flagged flagged = *desk.hunk;
	struct cdr_decision decision;
	struct cdr_err err;
	char *journal;

	(void)state;
	hunk.nth = 0;
	flagged.hunk = &hunk;
	decision = about(&flagged, CDR_REJECT);
	assert_int_equal(decide(&desk, &decision, &err), CDR_ETAMPER);
	assert_non_null(strstr(err.message, "cannot be recorded: \"n\""));
	journal = journal_of(&desk);
	assert_string_equal(journal, "");
	free(journal);
	desk_clear(&desk);
}

/* Looking leaves no trace, so it works in a repository that cannot be written. */
static void looking_writes_nothing(void **state)
{
	struct desk desk = desk_with("");

	(void)state;
	assert_int_equal(publish(desk.session), 0);
	sandbox_run(&desk.box, "cd r; ! test -e .git/cdreview");
	desk_clear(&desk);
}

static void sees_what_others_publish(void **state)
{
	struct desk desk = desk_with("");
	struct cdr_err err = { .code = 0 };

	(void)state;
	assert_int_equal(cdr_session_refresh(desk.session, &err), 0);
	sandbox_run(&desk.box, "git clone -q r s; cd s; git config user.name Bob; "
		    "git config user.email bob@example.com");
	review(&desk.box, "s", "HEAD~1..HEAD", CDR_REJECT);
	sandbox_run(&desk.box, "cd r; git fetch -q ../s refs/notes/cdreview:refs/notes/cdreview");
	assert_string_equal(state_of(desk.session, desk.hunk), "pending");
	assert_int_equal(cdr_session_refresh(desk.session, &err), 1);
	assert_string_equal(state_of(desk.session, desk.hunk), "rejected");
	assert_false(standing_of(&desk).voices[0].mine);
	assert_int_equal(cdr_session_refresh(desk.session, &err), 0);
	desk_clear(&desk);
}

static void tells_the_history(void **state)
{
	struct desk desk = desk_with("");
	const struct cdr_history_entry *entries;
	struct cdr_err err = { .code = 0 };
	struct cdr_hash line;
	size_t n;

	(void)state;
	line = say(desk.session, desk.hunk, CDR_REJECT);
	assert_int_equal(withdraw(&desk, &line, &err), 0);
	publish(desk.session);
	stand_up(&desk);
	sandbox_run(&desk.box, "cd r; git notes --ref=cdreview append -m 'talked to Ann'");
	sit_down(&desk);
	desk.arena = (struct cdr_arena){ NULL, 0 };
	assert_done(cdr_session_history(desk.session, &desk.arena, &entries, &n, &err), &err);
	assert_int_equal(n, 3);
	assert_true(cdr_str_is(entries[0].remark, "talked to Ann"));
	assert_true(entries[1].voice.verdict == CDR_REJECT && !entries[1].voice.live);
	assert_true(cdr_str_is(entries[1].path, "app.py"));
	assert_int_not_equal(cdr_str_find(entries[1].rules, CDR_STR("test.no-eval")),
			     entries[1].rules.len);
	assert_true(entries[2].voice.verdict == CDR_WITHDRAW && entries[2].voice.live);
	desk_clear(&desk);
}

static void tampered_notes_end_in_an_error(void **state)
{
	struct sandbox box =
		sandbox_open(REPOSITORY "git notes --ref=cdreview add -m '{\"v\":1,\"v\":1}'");
	struct cdr_session_options options = options_for(&box, "r", "HEAD~1..HEAD");
	struct cdr_err err = { .code = 0 };
	struct cdr_session *session;

	(void)state;
	assert_int_equal(cdr_session_open(&session, &options, &err), CDR_ETAMPER);
	assert_null(session);
	assert_non_null(strstr(err.message, "verdict on commit "));
	sandbox_close(&box);
}

static void resumes_where_it_was_left(void **state)
{
	struct desk desk = desk_with("");
	struct cdr_err err = { .code = 0 };
	struct cdr_session *other;
	struct cdr_hash hid;

	(void)state;
	assert_false(cdr_session_resume_load(desk.session, &hid));
	assert_done(cdr_session_resume_save(desk.session, &desk.hunk->hunk->cid, &err), &err);
	assert_done(cdr_session_resume_save(desk.session, &desk.hunk->hunk->hid, &err), &err);
	assert_true(cdr_session_resume_load(desk.session, &hid));
	assert_true(cdr_hash_eq(&hid, &desk.hunk->hunk->hid));
	other = open_session(&desk.box, "r", "HEAD~1");
	assert_false(cdr_session_resume_load(other, &hid));
	cdr_session_close(other);
	sandbox_run(&desk.box, "cd r; test $(ls .git/cdreview | wc -l) = 1; for f in "
			       ".git/cdreview/*; do echo rubbish >$f; done");
	assert_false(cdr_session_resume_load(desk.session, &hid));
	desk_clear(&desk);
}

static void a_range_that_moved_is_not_scanned_again(void **state)
{
	const struct cdr_scan_options options = { .threads = 1 };
	struct desk desk = desk_with("");
	struct cdr_err err = { .code = 0 };
	struct cdr_scan *scan;
	struct found again;

	(void)state;
	find(&again, desk.session);
	assert_int_equal(again.n, 1);
	lose(&again);
	sandbox_run(&desk.box, "cd r; git commit -q --allow-empty -m new");
	assert_int_equal(cdr_session_scan(desk.session, &options, &scan, &err), CDR_ECONFLICT);
	assert_non_null(strstr(err.message, "HEAD~1..HEAD names other commits"));
	desk_clear(&desk);
}

static void linked_work_trees_share_verdicts(void **state)
{
	struct desk desk = desk_with("git worktree add -q ../linked HEAD");

	(void)state;
	say(desk.session, desk.hunk, CDR_APPROVE);
	assert_string_equal(look(&desk.box, "linked", "HEAD~1..HEAD"), "approved");
	desk_clear(&desk);
}

static void bare_repositories_are_reviewed_too(void **state)
{
	struct sandbox box = sandbox_open(REPOSITORY "cd ..; git clone -q --bare r bare; cd bare; "
					  "git config user.name Ann; git config user.email a@b");

	(void)state;
	review(&box, "bare", "HEAD~1..HEAD", CDR_REJECT);
	assert_string_equal(look(&box, "bare", "HEAD~1..HEAD"), "rejected");
	sandbox_close(&box);
}

static void what_was_not_kept_does_not_stand(void **state)
{
	struct desk desk = desk_with("touch .git/cdreview");
	struct cdr_decision decision = about(desk.hunk, CDR_APPROVE);
	struct cdr_err err;

	(void)state;
	assert_int_not_equal(decide(&desk, &decision, &err), 0);
	assert_non_null(strstr(err.message, "cdreview"));
	assert_string_equal(state_of(desk.session, desk.hunk), "pending");
	desk_clear(&desk);
}

static void parts_of_the_session(void **state)
{
	struct desk desk = desk_with("git config cdreview.colour blue");
	struct cdr_str value;
	char path[256];

	(void)state;
	assert_true(cdr_str_is(cdr_session_range(desk.session), "HEAD~1..HEAD"));
	snprintf(path, sizeof(path), "%s/r/.git/", desk.box.dir);
	assert_true(cdr_str_is(cdr_session_git_dir(desk.session), path));
	assert_true(cdr_session_config(desk.session, "cdreview.colour", &value));
	assert_true(cdr_str_is(value, "blue"));
	assert_false(cdr_session_config(desk.session, "cdreview.color", &value));
	desk_clear(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_what_was_asked_and_said),
		cmocka_unit_test(chains_its_lines),
		cmocka_unit_test(is_kept_before_it_is_published),
		cmocka_unit_test(withdraws_its_own),
		cmocka_unit_test(withdraws_nobody_elses),
		cmocka_unit_test(approves_nothing_unseen),
		cmocka_unit_test(refuses_what_cannot_be_recorded),
		cmocka_unit_test(writes_nothing_unreadable),
		cmocka_unit_test(looking_writes_nothing),
		cmocka_unit_test(sees_what_others_publish),
		cmocka_unit_test(tells_the_history),
		cmocka_unit_test(tampered_notes_end_in_an_error),
		cmocka_unit_test(resumes_where_it_was_left),
		cmocka_unit_test(a_range_that_moved_is_not_scanned_again),
		cmocka_unit_test(linked_work_trees_share_verdicts),
		cmocka_unit_test(bare_repositories_are_reviewed_too),
		cmocka_unit_test(what_was_not_kept_does_not_stand),
		cmocka_unit_test(parts_of_the_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
