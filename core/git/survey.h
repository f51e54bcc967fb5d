/*
 * survey.h - the upper folders of a commit, looked over for a few files.
 *
 * Breadth first, CDR_SURVEY_DEPTH folders down, at most CDR_SURVEY_FOLDERS folders of a
 * commit: how large a tree is decides nothing about what that costs. Read as a scan reads.
 *
 * Errors: CDR_EOBJECT for a folder that is missing or damaged; those of reading the commit.
 * What was found before has been handed over.
 */
#ifndef CDR_GIT_SURVEY_H
#define CDR_GIT_SURVEY_H

#include "git/repo.h"

#define CDR_SURVEY_DEPTH 2u
#define CDR_SURVEY_FOLDERS ((size_t)48)

/* Who looks. Paths are from the top of the tree and live for the call. */
struct cdr_surveyor {
	bool (*enters)(void *payload, struct cdr_str folder);   /* its name without the way to it */
	bool (*wants)(void *payload, struct cdr_str path);      /* the text of this file? */
	/* TEXT of a file that is wanted; {NULL, 0}: no regular file, larger than MAX, or not to be read. */
	void (*take)(void *payload, struct cdr_str path, struct cdr_str text);
	void *payload;
	size_t max;                                             /* bytes of a file */
};

/* Folders that were looked over: what several commits have in common is, once. */
struct cdr_surveyed;

struct cdr_surveyed *cdr_surveyed_new(struct cdr_arena *arena);

/* Shows what COMMIT has to WHO, but for what is in SURVEYED, to which it is added. */
CDR_NODISCARD int cdr_survey(struct cdr_repo *repo, const struct cdr_oid *commit,
			     const struct cdr_surveyor *who, struct cdr_surveyed *surveyed,
			     struct cdr_err *err);

#endif
