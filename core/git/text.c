/*
 * text.c - every byte of every changed file passes here, so lines are counted
 * eight bytes at a time and then found by memchr.
 */
#include "git/text.h"

#include <stdlib.h>
#include <string.h>

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))
#define STEPS_MAX 255 /* steps until a byte of the sum could run over */

/* 1 in every byte of WORD that is LF, 0 in the others. */
static uint64_t newlines(uint64_t word)
{
	const uint64_t low = EACH_BYTE(0x7f);
	uint64_t other = word ^ EACH_BYTE('\n');

	return ~(((other & low) + low) | other | low) >> 7;
}

/* Sum of the eight bytes of SUMS. */
static size_t total(uint64_t sums)
{
	uint64_t pairs = (sums & UINT64_C(0x00ff00ff00ff00ff)) +
			 ((sums >> 8) & UINT64_C(0x00ff00ff00ff00ff));

	return (size_t)((pairs * UINT64_C(0x0001000100010001)) >> 48);
}

size_t cdr_text_count(struct cdr_str bytes)
{
	size_t n = bytes.len > 0 && bytes.ptr[bytes.len - 1] != '\n', at = 0;

	while (bytes.len - at >= sizeof(uint64_t)) {
		uint64_t sums = 0, word;

		for (int i = 0; i < STEPS_MAX && bytes.len - at >= sizeof(word); i++) {
			memcpy(&word, bytes.ptr + at, sizeof(word));
			sums += newlines(word);
			at += sizeof(word);
		}
		n += total(sums);
	}
	for (; at < bytes.len; at++)
		n += bytes.ptr[at] == '\n';
	return n;
}

void cdr_text_split(struct cdr_text *out, struct cdr_str bytes, uint32_t *starts, size_t n_lines)
{
	const char *at;

	if (!bytes.ptr)
		bytes.ptr = "";
	at = bytes.ptr;
	starts[0] = 0;
	for (size_t i = 1; i < n_lines; i++) {
		at = (const char *)memchr(at, '\n', bytes.len - (size_t)(at - bytes.ptr)) + 1;
		starts[i] = (uint32_t)(at - bytes.ptr);
	}
	starts[n_lines] = (uint32_t)bytes.len;
	*out = (struct cdr_text){
		.bytes = bytes,
		.starts = starts,
		.n_lines = (uint32_t)n_lines,
		.has_nul = bytes.len > 0 && memchr(bytes.ptr, '\0', bytes.len),
	};
}

void cdr_text_of(struct cdr_text *out, struct cdr_arena *arena, struct cdr_str bytes)
{
	size_t n_lines = cdr_text_count(bytes);
	uint32_t *starts = cdr_arena_alloc(arena, (n_lines + 1) * sizeof(*starts));

	cdr_text_split(out, bytes, starts, n_lines);
}

struct cdr_str cdr_text_whole_line(const struct cdr_text *text, uint32_t idx)
{
	return (struct cdr_str){ text->bytes.ptr + text->starts[idx],
				 text->starts[idx + 1] - text->starts[idx] };
}

struct cdr_str cdr_text_line(const struct cdr_text *text, uint32_t idx)
{
	struct cdr_str line = cdr_text_whole_line(text, idx);

	if (line.ptr[line.len - 1] == '\n')
		line.len--;
	return line;
}

void cdr_text_mark(struct cdr_text *text, void *marks, size_t size)
{
	free(text->marks);
	if (text->cached)
		*text->cached += size - text->marks_size;
	text->marks = marks;
	text->marks_size = size;
}

void cdr_text_drop_marks(struct cdr_text *text)
{
	cdr_text_mark(text, NULL, 0);
}
