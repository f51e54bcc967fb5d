/* journal_fixture.h - records that tell their own place in the chain, written and found again. */
#ifndef TESTS_UNIT_VERDICT_JOURNAL_FIXTURE_H
#define TESTS_UNIT_VERDICT_JOURNAL_FIXTURE_H

#include "unit/git/notes_fixture.h"

#include "base/sha256.h"
#include "verdict/journal.h"

#include <inttypes.h>

#define RANDOM ((const unsigned char[8]){ 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef })
#define CHAIN "0123456789abcdef"

/* What the journal of FX holds, "" when it has no file. */
static inline const char *journal_bytes(struct fixture *fx)
{
	return sh(fx, fx->dir, "cat .git/cdreview/journal 2>/dev/null || :");
}

static inline struct cdr_journal *open_journal(const char *dir)
{
	struct cdr_err err = { .code = 0 };
	struct cdr_journal *journal = NULL;
	char common[512];

	snprintf(common, sizeof(common), "%s/.git/", dir);
	if (cdr_journal_open(&journal, cdr_str_from(common), RANDOM, &err) < 0)
		fail_msg("%s: %s", err.place, err.message);
	return journal;
}

/* "{seq N prev HEX TEXT}": enough to prove a chain. PAYLOAD is TEXT. */
static inline int make_record(void *payload, const struct cdr_journal_slot *slot,
			      struct cdr_buf *line, struct cdr_err *err)
{
	char prev[CDR_HASH_HEX + 1];

	(void)err;
	cdr_hash_hex(prev, &slot->prev);
	cdr_buf_addf(line, "{seq %" PRIu64 " prev %s %s}", slot->seq, prev, (const char *)payload);
	return 0;
}

static inline int append(struct cdr_journal *journal, const struct cdr_oid *target,
			 const char *text, struct cdr_err *err)
{
	char copy[256];

	snprintf(copy, sizeof(copy), "%s", text);
	return cdr_journal_append(journal, target, make_record, copy, err);
}

static inline void must_append(struct cdr_journal *journal, const struct cdr_oid *target,
			       const char *text)
{
	struct cdr_err err = { .code = 0 };

	if (append(journal, target, text, &err) < 0)
		fail_msg("%s", err.message);
}

static inline size_t must_publish(struct cdr_journal *journal, struct cdr_repo *repo)
{
	struct cdr_err err = { .code = 0 };
	size_t n;

	if (cdr_journal_publish(journal, repo, ALICE, &n, &err) < 0)
		fail_msg("%s (%s)", err.message, err.hint);
	return n;
}

static inline int by_seq(const void *a, const void *b)
{
	uint64_t x = 0, y = 0;

	sscanf(((const struct cdr_note_line *)a)->bytes.ptr, "{seq %" SCNu64, &x);
	sscanf(((const struct cdr_note_line *)b)->bytes.ptr, "{seq %" SCNu64, &y);
	return (x > y) - (x < y);
}

struct found {
	struct cdr_note_line *lines;
	size_t n;
};

/* Every line of journal and notes, each once, by seq. */
static inline struct found all_lines(struct fixture *fx, struct cdr_journal *journal)
{
	const struct cdr_note_line *waiting;
	struct cdr_note_line *lines;
	struct cdr_notes notes;
	struct cdr_err err = { .code = 0 };
	size_t n, kept = 0;

	if (cdr_notes_read(fx->repo, &fx->arena, &notes, &err) < 0 ||
	    cdr_journal_lines(journal, &fx->arena, &waiting, &n, &err) < 0)
		fail_msg("%s", err.message);
	lines = cdr_arena_alloc(&fx->arena, (notes.n + n) * sizeof(*lines));
	for (size_t i = 0; i < notes.n; i++)
		lines[i] = notes.lines[i];
	for (size_t i = 0; i < n; i++)
		lines[notes.n + i] = waiting[i];
	n += notes.n;
	qsort(lines, n, sizeof(*lines), by_seq);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || !cdr_str_eq(lines[kept - 1].bytes, lines[i].bytes))
			lines[kept++] = lines[i];
	return (struct found){ lines, kept };
}

/* The lines are 1, 2, ... and each names the one before. */
static inline void assert_chained(struct found found)
{
	struct cdr_journal_slot slot = { .seq = 0 };
	char prev[CDR_HASH_HEX + 1], start[128];

	for (size_t i = 0; i < found.n; i++) {
		cdr_hash_hex(prev, &slot.prev);
		snprintf(start, sizeof(start), "{seq %zu prev %s ", i + 1, prev);
		if (!cdr_str_starts(found.lines[i].bytes, start))
			fail_msg("line %zu: \"%.*s\" does not start with \"%s\"", i,
				 CDR_FMT(found.lines[i].bytes), start);
		slot.prev = cdr_sha256_of(found.lines[i].bytes);
	}
}

#endif
