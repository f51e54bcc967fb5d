/*
 * script.h - private to core/git and core/scan: which lines differ, exactly as
 * git's myers with its indent heuristic says.
 */
#ifndef CDR_GIT_SCRIPT_H
#define CDR_GIT_SCRIPT_H

#include "git/text.h"

#include <stdatomic.h>

/* n_old lines from old_from on gave way to n_new lines from new_from on; lines count from 0. */
struct cdr_run {
	uint32_t old_from, n_old;
	uint32_t new_from, n_new;
};

struct cdr_script {
	const struct cdr_run *runs;    /* in order; never touching each other */
	size_t n;
};

/* The lines between equal ends; exact, and cheap. NULL is a text of no lines. */
struct cdr_run cdr_script_middle(const struct cdr_text *old_text, const struct cdr_text *new_text);

/*
 * From OLD_TEXT to NEW_TEXT, NULL for a text of no lines; runs in ARENA. KEY seeds a
 * hash table and decides nothing: a secret, so that nobody can write lines that fill it badly.
 */
void cdr_script_make(struct cdr_script *out, struct cdr_arena *arena, uint64_t key,
		     const struct cdr_text *old_text, const struct cdr_text *new_text);

/* The same, given up when STOP (may be NULL) becomes true: then OUT is of no use. */
struct cdr_script_how {
	uint64_t key;
	const atomic_bool *stop;
	const struct cdr_run *middle;  /* cdr_script_middle, or NULL: not known */
};
void cdr_script_make_until(struct cdr_script *out, struct cdr_arena *arena,
			   const struct cdr_script_how *how, const struct cdr_text *old_text,
			   const struct cdr_text *new_text);

/* A key that nobody can know. */
uint64_t cdr_script_key(void);

/* Runs [from, to) make one hunk, with CDR_CONTEXT unchanged lines on either side as far as there are. */
#define CDR_CONTEXT 3u

/* The run after the last one of the hunk that begins with run FROM, which is below script->n. */
size_t cdr_script_hunk_end(const struct cdr_script *script, size_t from);

/* How many hunks git makes of it. */
size_t cdr_script_hunks(const struct cdr_script *script);

#endif
