/*
 * pattern.h - regular expressions with limits. pattern.c alone includes <pcre2.h>.
 *
 * Compiled with UTF | MATCH_INVALID_UTF, MULTILINE off, JIT when there is one;
 * match, depth and heap limits set. A match error other than "no match" is
 * CDR_EPATTERN and becomes an unscannable finding, never "no match", unless the
 * text lacks what a match needs (literal.h): whoever looks for that first
 * and whoever does not must come to the same.
 * Threads: a pattern may be used by several at once; scratch space is a
 * cdr_match_space, one per thread.
 */
#ifndef CDR_RULES_PATTERN_H
#define CDR_RULES_PATTERN_H

#include "cdreview/str.h"
#include "rules/literal.h"

#include <stdint.h>

#define CDR_PATTERN_GROUPS_MAX 32
#define CDR_MATCH_LIMIT 1000000u      /* PCRE2 match limit */
#define CDR_DEPTH_LIMIT 1000u         /* backtracking depth, interpreter only */
#define CDR_HEAP_LIMIT_KIB 20000u

struct cdr_pattern;
struct cdr_match_space;

/* Byte range in the subject, half-open; from > to: the group did not take part. */
struct cdr_span { size_t from, to; };

struct cdr_match {
	struct cdr_span groups[CDR_PATTERN_GROUPS_MAX];  /* [0] is the whole match */
	size_t n_groups;
};

/*
 * CDR_EPATTERN with the byte OFFSET of the fault in the message and in *OFFSET
 * (may be NULL). An expression that can match "" is refused, and one with
 * CDR_PATTERN_GROUPS_MAX groups or more.
 */
CDR_NODISCARD int cdr_pattern_new(struct cdr_pattern **out, struct cdr_str source, size_t *offset,
				  struct cdr_err *err);

/*
 * The same for SOURCE of a shipped pack, which outlives it and which tests have proved
 * to be free of faults: compiled when it is first used.
 */
struct cdr_pattern *cdr_pattern_of_shipped(struct cdr_str source);

/* Spares PATTERN the search for its needs, which outlive it; before any other thread has it. */
void cdr_pattern_set_needs(struct cdr_pattern *pattern, struct cdr_needs needs);

/* PATTERN is freed before the match spaces that it is used with: none remembers it. */
void cdr_pattern_set_passing(struct cdr_pattern *pattern);
void cdr_pattern_free(struct cdr_pattern *pattern);
struct cdr_str cdr_pattern_source(const struct cdr_pattern *pattern);

struct cdr_match_space *cdr_match_space_new(void);
void cdr_match_space_free(struct cdr_match_space *space);

/* From here on a text in which a pattern found nothing is not searched by it again (memo.h). */
void cdr_match_space_remember(struct cdr_match_space *space);

/* Where to look: in SUBJECT from byte FROM on; lookbehinds see what stands before it. */
struct cdr_search {
	struct cdr_str subject;
	size_t from;
};

/* 0 and OUT filled, CDR_ENOTFOUND without words, or CDR_EPATTERN. */
int cdr_pattern_find(const struct cdr_pattern *pattern, struct cdr_match_space *space,
		     struct cdr_search where, struct cdr_match *out, struct cdr_err *err);

/* Number of the group called NAME, or -1. */
int cdr_pattern_group(const struct cdr_pattern *pattern, struct cdr_str name);

/* How many groups it has, the whole match not counted. */
int cdr_pattern_groups(const struct cdr_pattern *pattern);

/* What every match needs to stand in its subject (literal.h). Borrowed. */
const struct cdr_needs *cdr_pattern_needs(const struct cdr_pattern *pattern);

#endif
