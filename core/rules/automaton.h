/*
 * automaton.h - many literals looked for at once: one pass over a text, however
 * many rules there are (Aho and Corasick, CACM 18:6, 1975).
 *
 * ASCII letters are the same in both cases. No literal holds LF, so that every
 * line can be looked at by itself.
 *
 * Ownership: freed with cdr_automaton_free. Threads: shared once it is sealed.
 * Limits: CDR_AUTOMATON_STATES states (what is beyond is refused, not forgotten),
 * CDR_AUTOMATON_HITS hits of one text.
 */
#ifndef CDR_RULES_AUTOMATON_H
#define CDR_RULES_AUTOMATON_H

#include "cdreview/str.h"

#include <stdint.h>

#define CDR_AUTOMATON_STATES ((size_t)1 << 16)   /* at most 32 MiB of transitions */
#define CDR_AUTOMATON_HITS ((size_t)1 << 20)
#define CDR_AUTOMATON_FULL UINT32_MAX

struct cdr_automaton;

struct cdr_automaton *cdr_automaton_new(void);
void cdr_automaton_free(struct cdr_automaton *automaton);

/*
 * The number of LITERAL, counted from 0; equal ones share it. CDR_AUTOMATON_FULL
 * when there is no room, or when LITERAL is empty or holds LF.
 */
uint32_t cdr_automaton_add(struct cdr_automaton *automaton, struct cdr_str literal);

/* How many different literals were added. */
size_t cdr_automaton_count(const struct cdr_automaton *automaton);

/* Makes it ready to scan; nothing is added after that. */
void cdr_automaton_seal(struct cdr_automaton *automaton);

/* Byte past the end of a literal in the text, and which one. */
struct cdr_hit { uint32_t end, literal; };

/* On the heap, to be used again; freed with cdr_hits_release. All bytes zero is empty. */
struct cdr_hits {
	struct cdr_hit *items;
	size_t n, alloc;
	struct cdr_hits *parts;          /* private: of parts of the text */
};

void cdr_hits_release(struct cdr_hits *hits);

/*
 * Every literal in TEXT (below 4 GiB), by end, the longer one first, in HITS,
 * which is emptied first. False when there are too many: then HITS says nothing.
 */
bool cdr_automaton_scan(const struct cdr_automaton *automaton, struct cdr_str text, struct cdr_hits *hits);

#endif
