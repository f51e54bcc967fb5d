/*
 * journal.c - a verdict is on disk before anybody is told that it is saved;
 * notes come later, many at once, and may fail without losing any.
 */
#include "verdict/journal_file.h"

#include "base/sha256.h"

#include <string.h>

int cdr_journal_open(struct cdr_journal **out, struct cdr_str dir, const unsigned char random[8],
		     struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_journal *journal = CDR_NEW(&arena, struct cdr_journal);
	struct cdr_journal_held held;
	const char *digits = "0123456789abcdef";
	int rc;

	journal->dir = cdr_arena_printf(&arena, "%.*s%scdreview", CDR_FMT(dir),
					cdr_str_ends(dir, "/") ? "" : "/");
	journal->path = cdr_arena_printf(&arena, "%s/journal", journal->dir);
	journal->dir_fd = journal->lock_fd = -1;
	for (size_t i = 0; i < CDR_CHAIN_HEX; i++)
		journal->chain[i] = digits[random[i / 2] >> (i % 2 ? 0 : 4) & 15];
	journal->arena = arena;
	rc = cdr_journal_folder_open(journal, err);
	if (rc == 0)
		rc = cdr_journal_lock(journal, &held, err);
	if (rc == 0) {
		cdr_journal_unlock(journal, &held);
	} else {
		cdr_journal_close(journal);
		journal = NULL;
	}
	*out = journal;
	return rc;
}

void cdr_journal_close(struct cdr_journal *journal)
{
	struct cdr_arena arena;

	if (!journal)
		return;
	cdr_journal_folder_close(journal);
	arena = journal->arena;
	cdr_arena_release(&arena);
}

struct cdr_str cdr_journal_chain(const struct cdr_journal *journal)
{
	return cdr_str_from(journal->chain);
}

/* What the notes would refuse is refused now, while its author is here. */
static int check_record(const struct cdr_buf *line, struct cdr_err *err)
{
	int rc = cdr_buf_check(line, "the verdict record", err);

	if (rc == 0 && (line->len == 0 || memchr(line->ptr, '\n', line->len) ||
			memchr(line->ptr, '\0', line->len)))
		rc = cdr_fail(err, CDR_ESYNTAX,
			      "a verdict record is empty or has a NUL or a line feed inside");
	return rc;
}

int cdr_journal_append(struct cdr_journal *journal, const struct cdr_oid *target,
		       cdr_journal_make_fn *make, void *payload, struct cdr_err *err)
{
	struct cdr_journal_held held;
	struct cdr_journal_slot slot;
	struct cdr_buf line;
	int rc = cdr_journal_lock_end(journal, &held, err);

	if (rc < 0)
		return rc;
	cdr_buf_init(&line, CDR_NOTE_LINE_MAX);
	slot = held.text.last;
	slot.seq++;
	rc = make(payload, &slot, &line, err);
	if (rc == 0)
		rc = check_record(&line, err);
	if (rc == 0) {
		slot.prev = cdr_sha256_of(cdr_buf_str(&line));
		rc = cdr_journal_extend(journal, &held,
					&(struct cdr_note_line){ *target, cdr_buf_str(&line) },
					&slot, err);
	}
	cdr_buf_release(&line);
	cdr_journal_unlock(journal, &held);
	return rc;
}

int cdr_journal_lines(struct cdr_journal *journal, struct cdr_arena *arena,
		      const struct cdr_note_line **out, size_t *n, struct cdr_err *err)
{
	struct cdr_journal_held held;
	struct cdr_note_line *lines;
	int rc = cdr_journal_lock(journal, &held, err);

	if (rc < 0)
		return rc;
	*n = held.text.lines.n;
	lines = cdr_arena_alloc(arena, *n * sizeof(*lines));
	for (size_t i = 0; i < *n; i++) {
		lines[i].target = held.text.lines.items[i].target;
		lines[i].bytes = cdr_str_copy(arena, held.text.lines.items[i].bytes);
	}
	*out = lines;
	cdr_journal_unlock(journal, &held);
	return 0;
}

/* PARTED gets LINES with those that have a target first; returns how many have one. */
static size_t part_by_target(struct cdr_note_line *parted, const struct cdr_note_line *lines,
			     size_t n)
{
	size_t n_ready = 0, at;

	for (size_t i = 0; i < n; i++)
		if (lines[i].target.len > 0)
			parted[n_ready++] = lines[i];
	at = n_ready;
	for (size_t i = 0; i < n; i++)
		if (lines[i].target.len == 0)
			parted[at++] = lines[i];
	return n_ready;
}

int cdr_journal_publish(struct cdr_journal *journal, struct cdr_repo *repo,
			const struct cdr_author *author, size_t *n, struct cdr_err *err)
{
	struct cdr_journal_held held;
	struct cdr_note_line *parted;
	size_t n_lines, n_ready;
	int rc = cdr_journal_lock(journal, &held, err);

	*n = 0;
	if (rc < 0)
		return rc;
	n_lines = held.text.lines.n;
	parted = cdr_arena_alloc(&held.arena, n_lines * sizeof(*parted));
	n_ready = part_by_target(parted, held.text.lines.items, n_lines);
	if (n_ready == 0)
		goto out;
	rc = cdr_notes_add(repo, parted, n_ready, author, err);
	if (rc == 0)
		rc = cdr_journal_sync_notes(journal, err);
	if (rc == 0)
		rc = cdr_journal_replace(journal, parted + n_ready, n_lines - n_ready, err);
	if (rc == 0)
		*n = n_ready;
out:
	cdr_journal_unlock(journal, &held);
	return rc;
}

int cdr_journal_assign(struct cdr_journal *journal, const struct cdr_oid *target,
		       cdr_journal_pick_fn *pick, void *payload, struct cdr_err *err)
{
	struct cdr_journal_held held;
	bool changed = false;
	int rc = cdr_journal_lock(journal, &held, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < held.text.lines.n; i++) {
		struct cdr_note_line *line = &held.text.lines.items[i];

		if (line->target.len > 0 || !pick(payload, line->bytes))
			continue;
		line->target = *target;
		changed = true;
	}
	if (changed)
		rc = cdr_journal_replace(journal, held.text.lines.items, held.text.lines.n, err);
	cdr_journal_unlock(journal, &held);
	return rc;
}
