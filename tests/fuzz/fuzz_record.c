/*
 * fuzz_record.c - the reader of records against hostile notes. Whatever it
 * accepts as ours must survive writing and reading again, and whatever it says
 * must leave the ledger in a state that answers.
 */
#include "git/notes.h"
#include "verdict/ledger.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void round_trip(const struct cdr_record *record)
{
	struct cdr_arena arena = { 0 };
	struct cdr_record again;
	struct cdr_err err = { 0 };
	struct cdr_buf first, second;

	cdr_buf_init(&first, CDR_NOTE_LINE_MAX);
	cdr_buf_init(&second, CDR_NOTE_LINE_MAX);
	if (cdr_record_write(&first, record, &err) == 0) {
		must(cdr_record_parse(&again, &arena, cdr_buf_str(&first), &err) == 0);
		must(cdr_record_write(&second, &again, &err) == 0);
		must(cdr_str_eq(cdr_buf_str(&first), cdr_buf_str(&second)));
	} else {
		must(err.code == CDR_ELIMIT);    /* escapes may make a line longer than it was */
	}
	cdr_buf_release(&first);
	cdr_buf_release(&second);
	cdr_arena_release(&arena);
}

static void ask_about(const struct cdr_ledger *ledger, const struct cdr_record_hunk *given,
		      struct cdr_arena *arena)
{
	struct cdr_file file = { .path = given->path, .old_blob = given->old_blob };
	struct cdr_hunk hunk = {
		.file = &file, .hid = given->hid, .cid = given->cid, .nth = 1, .of = 1
	};
	struct cdr_flagged flagged = { .hunk = &hunk };
	struct cdr_standing standing = cdr_ledger_standing(ledger, &flagged, CDR_STR(""), arena);

	must(standing.state != CDR_STANDING_APPROVED || standing.n_voices > 0);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct cdr_str rest = { (const char *)bytes, len }, line;
	struct cdr_ledger *ledger = cdr_ledger_new();
	const struct cdr_history_entry *history;
	const struct cdr_oid target = { .len = 20 };
	struct cdr_arena arena = { 0 };

	while (cdr_str_line(&rest, &line)) {
		struct cdr_record record;

		if (cdr_record_parse(&record, &arena, line, NULL))
			continue;
		if (cdr_record_is_ours(&record) || cdr_record_is_check(&record))
			round_trip(&record);
		must(!cdr_record_is_check(&record) || record.n_hunks == 0);
		must(cdr_ledger_add(ledger, line, &target, true, NULL) == 0);
		for (size_t i = 0; i < record.n_hunks; i++)
			ask_about(ledger, &record.hunks[i], &arena);
	}
	cdr_ledger_history(ledger, CDR_STR(""), &arena, &history);
	cdr_ledger_free(ledger);
	cdr_arena_release(&arena);
	return 0;
}
