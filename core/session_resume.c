/*
 * session_resume.c - where the reviewer was. A hint beside the journal, one file
 * a range and work tree: losing it costs a keystroke, so nothing here is synced.
 */
#include "base/sha256.h"
#include "session_inside.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define NAME_HEX 16

static const char *folder_of(const struct cdr_session *session, struct cdr_arena *arena)
{
	return cdr_arena_printf(arena, "%.*scdreview", CDR_FMT(cdr_repo_common_dir(session->repo)));
}

static const char *path_of(const struct cdr_session *session, struct cdr_arena *arena)
{
	struct cdr_str work_tree = cdr_repo_work_tree(session->repo);
	struct cdr_sha256 *sha = cdr_sha256_new();
	char hex[CDR_HASH_HEX + 1];
	struct cdr_hash hash;

	cdr_sha256_field(sha, session->label.ptr, session->label.len);
	cdr_sha256_field(sha, work_tree.ptr, work_tree.len);
	hash = cdr_sha256_take(sha);
	cdr_hash_hex(hex, &hash);
	return cdr_arena_printf(arena, "%s/resume-%.*s", folder_of(session, arena), NAME_HEX, hex);
}

int cdr_session_resume_save(struct cdr_session *session, const struct cdr_hash *hid,
			    struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	const char *folder = folder_of(session, &arena);
	char hex[CDR_HASH_HEX + 1];
	struct cdr_str text;
	int rc;

	cdr_hash_hex(hex, hid);
	text = cdr_str_from(cdr_arena_printf(&arena, "%s\n", hex));
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		rc = cdr_fail(err, CDR_EIO, "cannot make %s: %s", folder, strerror(errno));
	else
		rc = cdr_session_write_file(&arena, path_of(session, &arena), text, 0600, err);
	cdr_arena_release(&arena);
	return rc;
}

bool cdr_session_resume_load(struct cdr_session *session, struct cdr_hash *hid)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_str text;
	bool found = cdr_session_read_file(&arena, path_of(session, &arena), CDR_HASH_HEX + 1,
					   &text, NULL) == 0 &&
		     cdr_hash_parse(hid, cdr_str_trim(text));

	cdr_arena_release(&arena);
	return found;
}
