/*
 * steps.h - how many steps PCRE2 takes from one place in a text: the smallest match limit with
 * which it comes to an end, so no clock is asked.
 */
#ifndef TESTS_UNIT_RULES_STEPS_H
#define TESTS_UNIT_RULES_STEPS_H

#include "rules/backtrack/backtrack.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define STEPS_MAX (1u << 19)

static pcre2_code *steps_compile(struct cdr_str source)
{
	int fault;
	size_t offset;

	return pcre2_compile((PCRE2_SPTR)source.ptr, source.len,
			     PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NO_START_OPTIMIZE |
				     PCRE2_NO_AUTO_POSSESS, &fault,
			     &offset, NULL);
}

static bool steps_suffice(const pcre2_code *code, struct cdr_str text, uint32_t limit)
{
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	int rc;

	pcre2_set_match_limit(context, limit);
	rc = pcre2_match(code, (PCRE2_SPTR)text.ptr, text.len, 0, 0, data, context);
	pcre2_match_context_free(context);
	pcre2_match_data_free(data);
	return rc != PCRE2_ERROR_MATCHLIMIT;
}

/* To a fiftieth; STEPS_MAX when that is not enough. */
static uint32_t steps_count(const pcre2_code *code, struct cdr_str text)
{
	uint32_t low = 0, high = 4;

	while (high < STEPS_MAX && !steps_suffice(code, text, high)) {
		low = high;
		high *= 2;
	}
	while (high < STEPS_MAX && low + 1 + low / 50 < high) {
		uint32_t limit = low + (high - low) / 2;

		if (steps_suffice(code, text, limit))
			high = limit;
		else
			low = limit;
	}
	return high;
}

/* ATTACK with its pump N times. */
static struct cdr_str steps_text(const struct cdr_attack *attack, size_t n, struct cdr_arena *arena)
{
	struct cdr_buf text;
	struct cdr_str copy;

	cdr_buf_init(&text, (size_t)1 << 20);
	cdr_buf_addstr(&text, attack->prefix);
	while (n-- > 0)
		cdr_buf_addstr(&text, attack->pump);
	cdr_buf_addstr(&text, attack->suffix);
	copy = cdr_str_copy(arena, cdr_buf_str(&text));
	cdr_buf_release(&text);
	return copy;
}

#endif
