/*
 * pathset.h - which rules look at a file: their paths, languages, status and mode,
 * with every path pattern compiled once and the answer for a path remembered.
 *
 * The same answer as cdr_detection_wants for each rule that is active.
 * Ownership: borrows the registry. Threads: a set is shared, a space is one thread's.
 * Limits: a space remembers up to CDR_PATHSET_BYTES, then begins anew.
 */
#ifndef CDR_RULES_PATHSET_H
#define CDR_RULES_PATHSET_H

#include "rules/registry.h"

#define CDR_PATHSET_BYTES ((size_t)8 << 20)
#define CDR_LANGUAGE_HEAD 256u /* bytes of a file that its language is told by */

struct cdr_pathset;
struct cdr_pathset_space;

struct cdr_pathset *cdr_pathset_new(const struct cdr_registry *registry);
void cdr_pathset_free(struct cdr_pathset *set);
struct cdr_pathset_space *cdr_pathset_space_new(const struct cdr_pathset *set);
void cdr_pathset_space_free(struct cdr_pathset_space *space);

/* Words of 64 bits with a bit for each rule of the registry. */
size_t cdr_pathset_words(const struct cdr_pathset *set);

/* True if rule IDX can find anything at all: it has a detector, is active and not off. */
bool cdr_pathset_has(const struct cdr_pathset *set, size_t idx);

/*
 * Sets bit i % 64 of RULES[i / 64] where rule i looks at FILE, whose first bytes are
 * HEAD, and clears all others. Returns whether one of them says by its languages or
 * paths what files it is about (cdr_detection_is_general).
 */
bool cdr_pathset_find(const struct cdr_pathset *set, struct cdr_pathset_space *space,
		      const struct cdr_file *file, struct cdr_str head, uint64_t *rules);

#endif
