/*
 * before.c - a diff of one commit does not tell what was there before the
 * range, nor what a renamed file has lost on its way.
 */
#include "scan/before.h"

#include "git/objects.h"
#include "scan/filescan.h"

#include <string.h>

#define FILE_MODE 0100644u

static bool read_at(struct cdr_filescan *scan, const struct cdr_oid *commit, struct cdr_str path,
		    struct cdr_str *out)
{
	struct cdr_blob_place place = { .commit = commit, .max = CDR_BLOB_MAX };
	struct cdr_blob blob;

	if (commit->len == 0 || path.len == 0)
		return false;
	place.path = cdr_str_copy(scan->scratch, path).ptr;
	if (cdr_blob_at(scan->before.repo, scan->scratch, &place, &blob, NULL) != 0)
		return false;
	*out = blob.text;
	return true;
}

static struct cdr_str trimmed(struct cdr_str text, struct cdr_arena *arena)
{
	char *out = cdr_arena_alloc(arena, text.len + 1);
	size_t len = 0;
	struct cdr_str line;

	while (cdr_str_line(&text, &line)) {
		line = cdr_str_trim(line);
		if (line.len)
			memcpy(out + len, line.ptr, line.len);
		len += line.len;
		out[len++] = '\n';
	}
	return (struct cdr_str){ out, len };
}

/* NULL when the two cannot be compared. */
static const struct cdr_filediff *compare(struct cdr_filescan *scan, struct cdr_str old_text,
					  struct cdr_str new_text)
{
	const struct cdr_texts texts = { old_text, new_text };
	const struct cdr_file file = { .path = scan->diff->file.path,
				       .old_mode = FILE_MODE,
				       .new_mode = FILE_MODE,
				       .status = 'M' };
	struct cdr_filediff *diff;

	if (cdr_diff_texts(scan->scratch, &file, &texts, &diff, NULL) != 0)
		return NULL;
	for (size_t i = 0; i < diff->n_hunks; i++)
		if (diff->hunks[i].kind == CDR_HUNK_UNSCANNABLE)
			return NULL;
	return diff;
}

const struct cdr_filediff *cdr_before_range(struct cdr_filescan *scan)
{
	const struct cdr_file *file = &scan->diff->file;
	struct cdr_before *before = &scan->before;
	struct cdr_str text;

	scan->n_signs++; /* where the range begins, no commit tells */
	if (before->range.is_known)
		return before->range.diff;
	before->range.is_known = true;
	if (before->repo && (read_at(scan, &before->base, file->path, &text) ||
			     read_at(scan, &before->base, file->old_path, &text)))
		before->range.diff = compare(scan, trimmed(text, scan->scratch),
					     trimmed(scan->diff->new_text, scan->scratch));
	return before->range.diff;
}

const struct cdr_filediff *cdr_before_renaming(struct cdr_filescan *scan)
{
	const struct cdr_file *file = &scan->diff->file;
	struct cdr_before *before = &scan->before;
	struct cdr_str text;

	if (before->renaming.is_known)
		return before->renaming.diff;
	before->renaming.is_known = true;
	if (before->repo && file->status == 'A' &&
	    read_at(scan, &scan->change->parent, file->old_path, &text)) {
		before->renaming.diff = compare(scan, text, scan->diff->new_text);
		cdr_view_init(&before->renamed, scan->scratch,
			      scan->views[CDR_SIDE_NEW].language, text);
	}
	return before->renaming.diff;
}
