/* keep.c - deep copies, so that a result does not hold on to the blobs it came from. */
#include "scan/keep.h"

#include "base/oom.h"

#include <string.h>

/* Absent stays absent. */
static struct cdr_str copy(struct cdr_arena *arena, struct cdr_str str)
{
	return str.ptr ? cdr_str_copy(arena, str) : str;
}

const struct cdr_change *cdr_change_keep(const struct cdr_change *change, struct cdr_arena *arena)
{
	struct cdr_change *kept = cdr_arena_copy(arena, change, sizeof(*change));

	kept->author = copy(arena, change->author);
	kept->email = copy(arena, change->email);
	kept->subject = copy(arena, change->subject);
	return kept;
}

static const struct cdr_line *keep_lines(struct cdr_arena *arena, const struct cdr_hunk *hunk)
{
	struct cdr_line *lines = cdr_arena_copy(arena, hunk->lines, hunk->n_lines * sizeof(*lines));
	size_t len = 0, at = 0;
	char *text;

	for (size_t i = 0; i < hunk->n_lines; i++)
		len += lines[i].text.len;
	text = cdr_arena_alloc(arena, len);
	for (size_t i = 0; i < hunk->n_lines; i++) {
		struct cdr_str *line = &lines[i].text;

		if (line->len)
			memcpy(text + at, line->ptr, line->len);
		line->ptr = text + at;
		at += line->len;
	}
	return lines;
}

static const struct cdr_hunk *keep_hunk(struct cdr_arena *arena, const struct cdr_file *file,
					const struct cdr_hunk *hunk)
{
	struct cdr_hunk *kept = cdr_arena_copy(arena, hunk, sizeof(*hunk));

	kept->file = file;
	kept->heading = copy(arena, hunk->heading);
	kept->reason = copy(arena, hunk->reason);
	kept->lines = keep_lines(arena, hunk);
	return kept;
}

static const struct cdr_finding *keep_findings(struct cdr_arena *arena,
					       const struct cdr_flagged *flagged)
{
	struct cdr_finding *kept =
		cdr_arena_copy(arena, flagged->findings, flagged->n_findings * sizeof(*kept));

	for (size_t i = 0; i < flagged->n_findings; i++) {
		kept[i].anchor = copy(arena, kept[i].anchor);
		kept[i].message = copy(arena, kept[i].message);
		kept[i].suppressed = copy(arena, kept[i].suppressed);
	}
	return kept;
}

static const struct cdr_file *keep_file(struct cdr_arena *arena, const struct cdr_file *file)
{
	struct cdr_file *kept = cdr_arena_copy(arena, file, sizeof(*file));

	kept->path = copy(arena, file->path);
	kept->old_path = copy(arena, file->old_path);
	return kept;
}

size_t cdr_matched_shown(const struct cdr_matched *matched, size_t n_hunks, bool all)
{
	size_t n = 0;

	for (size_t i = 0; i < n_hunks; i++)
		n += all || matched->hunks[i].n_findings > 0;
	return n;
}

struct cdr_scanned *cdr_scanned_keep(const struct cdr_change *change,
				     const struct cdr_filediff *diff,
				     const struct cdr_matched *matched, bool all)
{
	size_t n = cdr_matched_shown(matched, diff->n_hunks, all);
	struct cdr_scanned *scanned = cdr_alloc_zeroed(sizeof(*scanned));
	struct cdr_flagged *hunks = cdr_arena_alloc(&scanned->arena, n * sizeof(*hunks));

	scanned->change = change;
	scanned->file = keep_file(&scanned->arena, &diff->file);
	scanned->hunks = hunks;
	for (size_t i = 0; i < diff->n_hunks; i++) {
		const struct cdr_flagged *flagged = &matched->hunks[i];

		if (!all && flagged->n_findings == 0)
			continue;
		hunks[scanned->n_hunks++] = (struct cdr_flagged){
			.change = change,
			.hunk = keep_hunk(&scanned->arena, scanned->file, flagged->hunk),
			.findings = keep_findings(&scanned->arena, flagged),
			.n_findings = flagged->n_findings,
			.hidden = cdr_arena_copy(&scanned->arena, flagged->hidden,
						 flagged->n_hidden * sizeof(*flagged->hidden)),
			.n_hidden = flagged->n_hidden,
		};
	}
	return scanned;
}
