/*
 * framework.h - the frameworks that rules may be about (`frameworks:`), and what speaks
 * for them: names in manifests, files that only they have, words of code.
 *
 * A framework belongs to an ecosystem, which is languages and kinds of manifests. Tables
 * only; who looks where is decided above (core/evidence.h).
 *
 * Sets of frameworks are bits, 1 << index in the table.
 */
#ifndef CDR_RULES_FRAMEWORK_H
#define CDR_RULES_FRAMEWORK_H

#include "cdreview/rule.h"
#include "rules/language.h"

#define CDR_FRAMEWORKS_MAX 64u
#define CDR_MANIFEST_MAX ((size_t)256 << 10)   /* bytes that are looked at */

/* "django"; "" past the last. */
const char *cdr_framework_name(size_t idx);
bool cdr_framework_find(struct cdr_str name, size_t *idx);

/* Words of which one stands in code that uses framework IDX; ends with NULL. */
const char *const *cdr_framework_words(size_t idx);

/* All frameworks of the ecosystem that LANGUAGE (NULL: unknown) belongs to; 0 when it has none. */
uint64_t cdr_frameworks_of(const struct cdr_language *language);

/* Bits of frameworks for one of which TEXT has a word. */
uint64_t cdr_frameworks_named(struct cdr_str text, uint64_t frameworks);

/* Those of its ecosystem's frameworks that the manifest called PATH can speak for; 0: it is none. */
uint64_t cdr_manifest_of(struct cdr_str path);

/* Those that a file called PATH speaks for by being there. */
uint64_t cdr_telltale_of(struct cdr_str path);

/* What speaks for each framework. All bytes zero: nothing was looked at. */
struct cdr_evidence {
	struct cdr_arena *arena;                 /* of places */
	uint64_t used;                           /* frameworks that something speaks for */
	bool any_manifest;                       /* there is one of a kind that is known */
	struct cdr_str places[CDR_FRAMEWORKS_MAX];   /* "package.json:12 at HEAD"; of those in use */
};

/*
 * Of FRAMEWORKS those without evidence, by ecosystem: where one of its frameworks is in use
 * there is nothing to ask for. Where no manifest is known nothing is known of anything: none.
 */
uint64_t cdr_frameworks_unseen(uint64_t frameworks, const struct cdr_evidence *evidence);

/* PLACE (printf style, in the arena) speaks for FRAMEWORKS; the first place of each is kept. */
void cdr_evidence_add(struct cdr_evidence *evidence, uint64_t frameworks, const char *fmt, ...)
	CDR_PRINTF(3, 4);

/* The manifest PATH with TEXT, WHERE (" at HEAD", "") it was found. */
void cdr_evidence_read(struct cdr_evidence *evidence, struct cdr_str path, struct cdr_str text,
		       const char *where);

#endif
