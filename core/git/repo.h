/*
 * repo.h - an open repository.
 *
 * Ownership: cdr_repo_open/_close. A handle belongs to one thread; another
 * thread opens its own with cdr_repo_clone.
 * What libgit2 cannot read is read through git itself, found out by looking, if
 * `where.env` allows for children (backend.h).
 * Errors: CDR_EREPO (not a repository, not ours, not readable by git either),
 * CDR_EUNSUPPORTED (SHA-256, reftable and the like without children; the
 * extension is named), always with a hint.
 */
#ifndef CDR_GIT_REPO_H
#define CDR_GIT_REPO_H

#include "cdreview/session.h"
#include "cdreview/stats.h"

#include <stdatomic.h>

struct cdr_repo;

CDR_NODISCARD int cdr_repo_open(struct cdr_repo **out, const struct cdr_where *where,
				struct cdr_err *err);
CDR_NODISCARD int cdr_repo_clone(struct cdr_repo **out, const struct cdr_repo *repo,
				 struct cdr_err *err);
void cdr_repo_close(struct cdr_repo *repo);

/*
 * How this handle reads: fast by default. PLAIN is what the fast ways are proved
 * against: libgit2's objects and line diff only; OBJECTS_A and LINES_A have one of the
 * two. METER (may be NULL) outlives the handle.
 */
enum cdr_engine { CDR_ENGINE_OWN, CDR_ENGINE_OBJECTS_A, CDR_ENGINE_LINES_A, CDR_ENGINE_PLAIN };
void cdr_repo_engine(struct cdr_repo *repo, enum cdr_engine engine);
void cdr_repo_meter(struct cdr_repo *repo, struct cdr_meter *meter);

/*
 * This handle keeps at most BYTES of what it read lately: objects, texts, trees. At first
 * what cdr_repo_whole_room says.
 */
void cdr_repo_room(struct cdr_repo *repo, size_t bytes);

/*
 * What a whole scan should have, however many threads share it: as much as there is in packs,
 * within bounds. Of a small repository more would hold what nobody asks for again, where git
 * takes half of it; of a large one less costs time (tried on histories of 17 to 168 MB).
 */
#define CDR_ROOM_LEAST ((size_t)20 << 20)
#define CDR_ROOM_MOST  ((size_t)72 << 20)
size_t cdr_repo_whole_room(const struct cdr_repo *repo);

/* Once STOP is true nobody wants what this handle compares: long line diffs are given up. */
void cdr_repo_stop_on(struct cdr_repo *repo, const atomic_bool *stop);

/* Absolute, ends in '/'; shared by linked worktrees. */
struct cdr_str cdr_repo_common_dir(const struct cdr_repo *repo);

/* Absolute, ends in '/'; {NULL, 0} when bare. */
struct cdr_str cdr_repo_work_tree(const struct cdr_repo *repo);

/* Where the caller stands in the work tree: "" or a path that ends in '/'. */
struct cdr_str cdr_repo_prefix(const struct cdr_repo *repo);
bool cdr_repo_is_shallow(const struct cdr_repo *repo);
bool cdr_repo_has_replace_refs(struct cdr_repo *repo);

/*
 * What a person must know of how it is read: what libgit2 cannot read and git
 * does instead, what is missing. Borrowed; grows while the repository is used.
 */
size_t cdr_repo_notices(const struct cdr_repo *repo, const struct cdr_str **out);

/* A git config value in ARENA; CDR_ENOTFOUND without words when unset. */
int cdr_repo_config(struct cdr_repo *repo, struct cdr_arena *arena, const char *key,
		    struct cdr_str *out);

/* The configured person. CDR_EUSAGE with the two git config commands as hint when unset. */
struct cdr_person { struct cdr_str name, email; };
CDR_NODISCARD int cdr_repo_person(struct cdr_repo *repo, struct cdr_arena *arena,
				  struct cdr_person *out, struct cdr_err *err);

/* The commit that REVISION names. CDR_EUSAGE "unknown revision" with a hint. */
CDR_NODISCARD int cdr_repo_resolve(struct cdr_repo *repo, const char *revision,
				   struct cdr_oid *commit, struct cdr_err *err);

/* Whose registry is trusted (DESIGN section 8, rule 4). */
struct cdr_base {
	struct cdr_oid commit;     /* len 0: there is none */
	struct cdr_str name;       /* "cdreview.target"'s value, "origin/HEAD", "the range's base" */
};

/* cdreview.target, else origin/HEAD, else FALLBACK (len 0: there is none). */
CDR_NODISCARD int cdr_repo_trusted_base(struct cdr_repo *repo, struct cdr_arena *arena,
					const struct cdr_oid *fallback, struct cdr_base *out,
					struct cdr_err *err);

#endif
