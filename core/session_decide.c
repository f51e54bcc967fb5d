/*
 * session_decide.c - from a keystroke to a record in the journal. What may not
 * be said (unread approvals, other people's withdrawals) is refused here, below
 * every screen and command, so that none of them can forget to.
 */
#include "session_inside.h"

struct draft {
	struct cdr_session *session;
	const struct cdr_decision *decision;
	struct cdr_arena arena;
	struct cdr_record_hunk hunk;
	struct cdr_session_entry entry;
};

static int check_seen(const struct cdr_decision *decision, struct cdr_err *err)
{
	size_t n_lines = decision->target->hunk->n_lines;

	if (decision->verdict != CDR_APPROVE || decision->seen >= n_lines)
		return 0;
	cdr_fail(err, CDR_EUSAGE, "only %u of the hunk's %zu lines were on screen",
		 decision->seen, n_lines);
	return cdr_err_hint(err, "what was not seen cannot be approved: go to its end first");
}

static int check_decision(const struct cdr_decision *decision, struct cdr_err *err)
{
	if (decision->text.len > CDR_NOTE_MAX)
		return cdr_fail(err, CDR_ELIMIT, "the note has %zu bytes, at most %zu are kept",
				decision->text.len, CDR_NOTE_MAX);
	if (decision->verdict == CDR_WAIVE)
		return cdr_fail(err, CDR_EUSAGE, "a waiver needs a policy, and there is none yet");
	return decision->verdict == CDR_WITHDRAW ? 0 : check_seen(decision, err);
}

/* The rules that fire and are not excused, each once: what the reviewer was asked about. */
static void draft_rules(struct draft *draft, const struct cdr_flagged *flagged)
{
	struct cdr_record_rule *rules = cdr_arena_alloc(&draft->arena,
							flagged->n_findings * sizeof(*rules));
	size_t n = 0;

	for (size_t i = 0; i < flagged->n_findings; i++) {
		const struct cdr_rule *rule = flagged->findings[i].rule;
		bool known = flagged->findings[i].suppressed.ptr != NULL;

		for (size_t j = 0; j < n && !known; j++)
			known = cdr_str_eq(rules[j].id, rule->id) &&
				cdr_hash_eq(&rules[j].rev, &rule->rev);
		if (!known)
			rules[n++] = (struct cdr_record_rule){ rule->id, rule->category,
							       rule->rev };
	}
	draft->hunk.rules = rules;
	draft->hunk.n_rules = n;
}

static void draft_hunk(struct draft *draft, const struct cdr_flagged *flagged)
{
	const struct cdr_hunk *hunk = flagged->hunk;
	const struct cdr_file *file = hunk->file;

	draft->hunk = (struct cdr_record_hunk){
		.hid = hunk->hid,
		.cid = hunk->cid,
		.nth = hunk->nth,
		.of = hunk->of,
		.kind = hunk->kind,
		.path = file->path,
		.old_mode = file->old_mode,
		.new_mode = file->new_mode,
		.old_blob = file->old_blob,
		.new_blob = file->new_blob,
		.at = { hunk->old_start, hunk->old_lines, hunk->new_start, hunk->new_lines },
		.sample = CDR_STR("flagged"),
	};
	draft_rules(draft, flagged);
	draft->entry.target = flagged->change->commit;
	draft->entry.record.commit = flagged->change->commit;
	if (flagged->change->tree.len) {
		char hex[CDR_OID_HEX_MAX + 1];

		cdr_oid_hex(hex, &flagged->change->tree);
		draft->entry.record.tree = cdr_str_copy(&draft->arena, cdr_str_from(hex));
	}
}

/* A withdrawal is a copy of what it takes back, by the same person, on the same commit. */
static int draft_withdrawal(struct draft *draft, struct cdr_str who, struct cdr_err *err)
{
	const struct cdr_decision *decision = draft->decision;
	struct cdr_ledger_place place;

	if (!cdr_ledger_find(draft->session->ledger, &decision->withdraws, &decision->withdraws_hid,
			     &place) ||
	    place.hunk->verdict == CDR_WITHDRAW)
		return cdr_fail(err, CDR_ENOTFOUND, "there is no such verdict to withdraw");
	if (place.withdrawn)
		return cdr_fail(err, CDR_ENOTFOUND, "that verdict was withdrawn before");
	if (!cdr_str_eq(place.record->who, who)) {
		cdr_fail(err, CDR_EUSAGE, "only %.*s can withdraw that verdict",
			 CDR_FMT(place.record->who));
		return cdr_err_hint(err, "you are %.*s; a verdict of your own stands beside it",
				    CDR_FMT(who));
	}
	draft->hunk = *place.hunk;
	draft->hunk.withdraws = decision->withdraws;
	draft->entry.target = place.record->commit.len ? place.record->commit : place.target;
	draft->entry.record.commit = place.record->commit;
	draft->entry.record.tree = place.record->tree;
	return 0;
}

static void draft_record(struct draft *draft, struct cdr_str who)
{
	const struct cdr_decision *decision = draft->decision;
	struct cdr_record *record = &draft->entry.record;

	draft->hunk.verdict = decision->verdict;
	draft->hunk.reason = decision->reason;
	draft->hunk.text = decision->text.len ? decision->text : (struct cdr_str){ NULL, 0 };
	draft->hunk.seen = decision->seen;
	draft->hunk.ms = decision->ms;
	draft->hunk.batch = decision->batch;
	cdr_session_draft(draft->session, &draft->arena, record);
	record->type = CDR_STR(CDR_RECORD_TYPE);
	record->who = who;
	record->diff = CDR_STR(CDR_RECORD_DIFF);
	record->hunks = &draft->hunk;
	record->n_hunks = 1;
}

static int draft_all(struct draft *draft, struct cdr_err *err)
{
	struct cdr_session *session = draft->session;
	struct cdr_person person;
	int rc = cdr_repo_person(session->repo, &draft->arena, &person, err);

	if (rc)
		return rc;
	if (draft->decision->verdict == CDR_WITHDRAW)
		rc = draft_withdrawal(draft, person.email, err);
	else
		draft_hunk(draft, draft->decision->target);
	draft_record(draft, person.email);
	return rc;
}

int cdr_session_decide(struct cdr_session *session, const struct cdr_decision *decision,
		       struct cdr_hash *line, struct cdr_err *err)
{
	struct draft draft = { .session = session, .decision = decision };
	int rc = check_decision(decision, err);

	draft.entry.arena = &draft.arena;
	if (rc == 0)
		rc = draft_all(&draft, err);
	if (rc == 0)
		rc = cdr_session_append(session, &draft.entry, err);
	if (rc == 0 && line)
		*line = cdr_record_hash(draft.entry.line);
	cdr_arena_release(&draft.arena);
	return rc;
}
