/*
 * hunks.h - private to core/git: from two sides of a file to its hunks.
 *
 * Everything lives in the arena handed in; lines are slices of the texts.
 * Errors: none; what cannot be compared becomes an UNSCANNABLE hunk.
 */
#ifndef CDR_GIT_HUNKS_H
#define CDR_GIT_HUNKS_H

#include "git/content.h"
#include "git/diff.h"

/* True if FILE with these CONTENTS has hunks beside those under @@. */
bool cdr_hunks_special(const struct cdr_file *file, const struct cdr_contents *contents);

/*
 * Fills hunks and n_hunks of OUT, whose `file` is set: those beside @@, then those
 * under @@ by SCRIPT, or by libgit2's line diff when SCRIPT is NULL. They have no identity yet.
 */
void cdr_hunks_build(struct cdr_filediff *out, struct cdr_arena *arena,
		     const struct cdr_contents *contents, const struct cdr_script *script);

/* Hunks in the making: a hunk is begun and given its lines in order. All bytes zero but the first four. */
struct cdr_hunking {
	struct cdr_arena *arena;
	const struct cdr_file *file;
	const struct cdr_text *old_text, *new_text;
	CDR_VEC(struct cdr_hunk) hunks;
	struct cdr_line *lines;        /* of the last hunk */
	struct cdr_run rest;           /* of its lines, those still to come */
	uint32_t n_searched;           /* old lines where a heading was looked for, */
	struct cdr_str heading;        /* and the last one found */
};

/* Begins a hunk of the lines LINES, its context too. HEADING is borrowed. */
void cdr_hunking_begin(struct cdr_hunking *hunking, const struct cdr_run *lines,
		       struct cdr_str heading);

/* The hunk's next N lines of ORIGIN ' ', '-' or '+'. */
void cdr_hunking_lines(struct cdr_hunking *hunking, char origin, uint32_t n);

/* The reference: the same hunks under @@ by libgit2. Returns 0, or less than 0 with its words. */
int cdr_hunks_by_libgit2(struct cdr_hunking *hunking);

/* The hunks under @@ by SCRIPT. */
void cdr_hunks_by_script(struct cdr_hunking *hunking, const struct cdr_script *script);

#endif
