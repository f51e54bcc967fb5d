/*
 * content.h - private to core/git: what one side of a changed file holds.
 *
 * A side that cannot be read is no error: `trouble` says why, and the file
 * becomes an unscannable hunk.
 * Ownership: the text is borrowed from the repository's cache of texts, or lives in
 * the arena handed in; cdr_content_release frees what else there is.
 */
#ifndef CDR_GIT_CONTENT_H
#define CDR_GIT_CONTENT_H

#include "git/inside.h"
#include "git/text.h"

struct cdr_content {
	uint32_t mode;             /* 0: absent */
	struct cdr_oid blob;       /* len 0: plain text, or work tree (loading sets it) */
	struct cdr_text *text;     /* NULL when absent or unreadable */
	struct cdr_str trouble;    /* why it could not be read, else {NULL, 0} */
};

struct cdr_contents {
	struct cdr_content old_side, new_side;
};

#define CDR_MODE_KIND 0170000u
#define CDR_MODE_FILE 0100000u
#define CDR_MODE_LINK 0120000u
#define CDR_MODE_SUBMODULE 0160000u

/*
 * Loads what mode and blob name; a blob's text is the cache's. A submodule reads as
 * git's line "Subproject commit ...".
 */
void cdr_content_load(struct cdr_content *content, struct cdr_repo *repo, struct cdr_arena *arena);

/* The same for both sides of a file; what one has found out about its lines helps the other. */
void cdr_content_load_both(struct cdr_contents *contents, struct cdr_repo *repo, struct cdr_arena *arena);

/* Loads PATH of the work tree as git would add it, through the crlf and ident filters; sets blob. */
void cdr_content_load_disk(struct cdr_content *content, struct cdr_repo *repo,
			   struct cdr_arena *arena, struct cdr_str path);

/* Drops the marks of a text that is not the cache's. */
void cdr_content_release(struct cdr_content *content);

#endif
