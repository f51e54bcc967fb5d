/*
 * script.h - private to core/git and core/scan: which lines differ, exactly as
 * git's myers with its indent heuristic says.
 */
#ifndef CDR_GIT_SCRIPT_H
#define CDR_GIT_SCRIPT_H

#include "git/text.h"

/* n_old lines from old_from on gave way to n_new lines from new_from on; lines count from 0. */
struct cdr_run {
	uint32_t old_from, n_old;
	uint32_t new_from, n_new;
};

struct cdr_script {
	const struct cdr_run *runs;    /* in order; never touching each other */
	size_t n;
};

/* The lines between those that both texts begin and end with; exact, and cheap. */
struct cdr_run cdr_script_middle(const struct cdr_text *old_text, const struct cdr_text *new_text);

/* From OLD_TEXT to NEW_TEXT, runs in ARENA. An absent side is a text of no lines. */
void cdr_script_make(struct cdr_script *out, struct cdr_arena *arena, const struct cdr_text *old_text,
		     const struct cdr_text *new_text);

/* How many hunks git makes of it with 3 lines of context. */
size_t cdr_script_hunks(const struct cdr_script *script);

#endif
