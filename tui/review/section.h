/*
 * section.h - the groups of the flag list: found by key, counted as they fill.
 *
 * Ownership: keys and titles are borrowed; the table lives in the arena.
 */
#ifndef TUI_REVIEW_SECTION_H
#define TUI_REVIEW_SECTION_H

#include "cdreview/finding.h"

struct tui_section {
	struct cdr_str key;             /* what makes it one: category, path, commit id */
	struct cdr_str title;           /* raw text of the repository */
	enum cdr_severity worst;        /* of its hunks */
	uint32_t n, n_decided;
};

struct tui_sections {
	CDR_VEC(struct tui_section) items;
	uint32_t *slots;                /* open addressing: index + 1, 0 is free */
	size_t n_slots;                 /* a power of two, or 0 */
};

/* The section with KEY, made with TITLE if there is none; its index. */
uint32_t tui_sections_get(struct tui_sections *sections, struct cdr_arena *arena,
			  struct cdr_str key, struct cdr_str title);

/* Forgets every section, keeps the memory. */
void tui_sections_clear(struct tui_sections *sections);

#endif
