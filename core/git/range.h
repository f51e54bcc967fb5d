/*
 * range.h - from what the user typed to changes, in git log's order.
 *
 * Forms: A..B, A...B (commits of B and A since their merge base), A.., ..B,
 * REV (= REV^..REV; a root commit against nothing), REV^!, REV^-, ^A B,
 * pathspecs with magic. Order: committer date, newest first, a commit never
 * before its children in the queue sense of git log; ties keep insertion order.
 * Errors: CDR_EUSAGE (unknown revision, malformed range or pathspec, empty
 * range), CDR_EREPO (shallow boundary crossed), CDR_EOBJECT (missing commit).
 */
#ifndef CDR_GIT_RANGE_H
#define CDR_GIT_RANGE_H

#include "git/repo.h"

struct cdr_range;

/* OPTIONS' source, range and pathspecs; an empty revision range is CDR_EUSAGE. */
CDR_NODISCARD int cdr_range_open(struct cdr_range **out, struct cdr_repo *repo,
				 const struct cdr_session_options *options, struct cdr_err *err);
void cdr_range_close(struct cdr_range *range);

struct cdr_str cdr_range_label(const struct cdr_range *range); /* "main..topic", "staged changes" */

/* The old end, fallback of the trusted base; len 0: none. */
struct cdr_oid cdr_range_base(const struct cdr_range *range);

/* The new end; HEAD for index and work tree; len 0: unborn. */
struct cdr_oid cdr_range_head(const struct cdr_range *range);

/*
 * The next change. REPO is the caller's thread's handle (may differ from the
 * one that opened the range). The change's text is allocated in ARENA.
 * CDR_END after the last.
 */
CDR_NODISCARD int cdr_range_next(struct cdr_range *range, struct cdr_repo *repo,
				 struct cdr_arena *arena, struct cdr_change *out,
				 struct cdr_err *err);

/*
 * The same in two steps, for who knows most commits already. Of a commit only its kind and
 * name are told at first; all of an index or work tree. cdr_change_read, through any handle,
 * fills the rest, its text in ARENA; CDR_EOBJECT or CDR_EREPO when the commit is gone meanwhile.
 */
CDR_NODISCARD int cdr_range_next_name(struct cdr_range *range, struct cdr_repo *repo,
				      struct cdr_change *out, struct cdr_err *err);
CDR_NODISCARD int cdr_change_read(struct cdr_change *change, struct cdr_repo *repo,
				  struct cdr_arena *arena, struct cdr_err *err);

/* True if PATH (new or old) is selected by the range's pathspecs. */
bool cdr_range_wants(const struct cdr_range *range, struct cdr_str path);

#endif
