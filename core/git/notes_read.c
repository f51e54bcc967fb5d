/*
 * notes_read.c - a line that one reader sees and another does not is how a
 * rejection disappears: bytes after a NUL, lines past a limit and damaged
 * blobs are reported, never passed over.
 */
#include "git/notes_tree.h"

#include <string.h>

bool cdr_note_line(struct cdr_str *rest, struct cdr_str *line)
{
	while (cdr_str_line(rest, line))
		if (line->len > 0)
			return true;
	return false;
}

static int check_text(struct cdr_str text, struct cdr_err *err)
{
	struct cdr_str line;

	if (text.len > 0 && memchr(text.ptr, '\0', text.len))
		return cdr_fail(err, CDR_ETAMPER, "a NUL byte, behind which git shows nothing");
	while (cdr_str_line(&text, &line))
		if (line.len > CDR_NOTE_LINE_MAX)
			return cdr_fail(err, CDR_ETAMPER, "a line of %zu bytes, over %zu",
					line.len, CDR_NOTE_LINE_MAX);
	return 0;
}

int cdr_note_text(struct cdr_repo *repo, struct cdr_arena *arena, const struct cdr_note *note,
		  struct cdr_str *out, struct cdr_err *err)
{
	const struct cdr_wanted blob = { &note->blob, CDR_OBJECT_BLOB, CDR_NOTE_BYTES_MAX };
	char hex[CDR_OID_HEX_MAX + 1];
	struct cdr_object object;
	int rc = cdr_notes_object(&object, repo, &blob, err);

	if (rc == 0) {
		rc = check_text(object.bytes, err);
		*out = cdr_str_copy(arena, object.bytes);
		cdr_object_release(&object);
	}
	if (rc == CDR_ETAMPER)
		cdr_notes_tampered(err);
	cdr_oid_hex(hex, &note->target);
	if (rc < 0)
		cdr_err_prefix(err, "note of %s", hex);
	return rc;
}

int cdr_notes_read(struct cdr_repo *repo, struct cdr_arena *arena, struct cdr_notes *out,
		   struct cdr_err *err)
{
	CDR_VEC(struct cdr_note_line) lines = { NULL, 0, 0 };
	struct cdr_notes_tree tree = { .n = 0 };
	struct cdr_str text, line;
	int rc;

	*out = (struct cdr_notes){ .n = 0 };
	rc = cdr_notes_tip(repo, &out->tip, err);
	if (rc == 0)
		rc = cdr_notes_tree_read(&tree, repo, arena, &out->tip, err);
	for (size_t i = 0; rc == 0 && i < tree.n; i++) {
		rc = cdr_note_text(repo, arena, &tree.notes[i], &text, err);
		while (rc == 0 && cdr_note_line(&text, &line))
			*cdr_vec_push(arena, &lines) =
				(struct cdr_note_line){ tree.notes[i].target, line };
	}
	out->lines = lines.items;
	out->n = lines.n;
	return rc;
}
