/*
 * notes_read.c - a line that one reader sees and another does not is how a
 * rejection disappears: bytes after a NUL, lines past a limit and damaged
 * blobs are reported, never passed over.
 */
#include "git/notes_tree.h"

#include <string.h>

int cdr_notes_tip(struct cdr_repo *repo, struct cdr_oid *tip, struct cdr_err *err)
{
	git_oid oid;
	int rc = cdr_notes_ref(repo, &oid, err);

	*tip = cdr_oid_from_git(&oid);
	return rc;
}

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
	git_odb_object *blob = NULL;
	int rc = cdr_notes_object(&blob, repo, &note->blob, GIT_OBJECT_BLOB, err);

	if (rc == 0) {
		*out = (struct cdr_str){ git_odb_object_data(blob), git_odb_object_size(blob) };
		rc = check_text(*out, err);
		*out = cdr_str_copy(arena, *out);
	}
	git_odb_object_free(blob);
	if (rc == CDR_ETAMPER)
		cdr_notes_tampered(err);
	if (rc < 0)
		cdr_err_prefix(err, "note of %s", git_oid_tostr_s(&note->target));
	return rc;
}

int cdr_notes_read(struct cdr_repo *repo, struct cdr_arena *arena, struct cdr_notes *out,
		   struct cdr_err *err)
{
	CDR_VEC(struct cdr_note_line) lines = { NULL, 0, 0 };
	struct cdr_notes_tree tree;
	struct cdr_str text, line;
	git_oid oid;
	int rc = cdr_notes_ref(repo, &oid, err);

	*out = (struct cdr_notes){ .tip = cdr_oid_from_git(&oid) };
	if (rc == 0)
		rc = cdr_notes_tree_open(&tree, repo, arena, &oid, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < tree.n; i++) {
		rc = cdr_note_text(repo, arena, &tree.notes[i], &text, err);
		while (rc == 0 && cdr_note_line(&text, &line))
			*cdr_vec_push(arena, &lines) = (struct cdr_note_line){
				cdr_oid_from_git(&tree.notes[i].target), line
			};
	}
	cdr_notes_tree_release(&tree);
	out->lines = lines.items;
	out->n = lines.n;
	return rc;
}
