/*
 * text.c - every byte of every changed file passes here. Most texts are another one
 * but for a few lines, and take over where the others begin; where they cannot,
 * lines are counted and then found eight bytes at a time.
 */
#include "git/text.h"

#include <stdlib.h>
#include <string.h>

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))
#define STRIDE ((size_t)32) /* bytes compared at a time */
#define STEPS_MAX 255 /* steps until a byte of the sum could run over */

/* Eight bytes as a number, the first one lowest on every machine. */
static uint64_t word_at(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
	       (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
	       (uint64_t)b[7] << 56;
}

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
		uint64_t sums = 0;

		for (int i = 0; i < STEPS_MAX && bytes.len - at >= sizeof(sums); i++) {
			sums += newlines(word_at(bytes.ptr + at));
			at += sizeof(sums);
		}
		n += total(sums);
	}
	for (; at < bytes.len; at++)
		n += bytes.ptr[at] == '\n';
	return n;
}

/* True if the STRIDE bytes at A and at B are equal. */
static bool stride_equal(const char *a, const char *b)
{
	uint64_t left[STRIDE / 8], right[STRIDE / 8];

	memcpy(left, a, STRIDE);
	memcpy(right, b, STRIDE);
	return ((left[0] ^ right[0]) | (left[1] ^ right[1]) | (left[2] ^ right[2]) |
		(left[3] ^ right[3])) == 0;
}

/* Bytes that A and B begin with, at most MAX. */
static size_t common_start(const char *a, const char *b, size_t max)
{
	size_t n = 0;

	while (max - n >= STRIDE && stride_equal(a + n, b + n))
		n += STRIDE;
	while (n < max && a[n] == b[n])
		n++;
	return n;
}

/* The same for the bytes that end at A_END and B_END. */
static size_t common_end(const char *a_end, const char *b_end, size_t max)
{
	size_t n = 0;

	while (max - n >= STRIDE && stride_equal(a_end - n - STRIDE, b_end - n - STRIDE))
		n += STRIDE;
	while (n < max && a_end[-1 - (ptrdiff_t)n] == b_end[-1 - (ptrdiff_t)n])
		n++;
	return n;
}

/* The first line that begins at byte OFFSET or later; n_lines if none does. */
static uint32_t line_from(const struct cdr_text *text, size_t offset)
{
	uint32_t low = 0, high = text->n_lines;

	while (low < high) {
		uint32_t between = low + (high - low) / 2;

		if (text->starts[between] < offset)
			low = between + 1;
		else
			high = between;
	}
	return low;
}

/* Whole lines among the first N bytes of TEXT, with which OTHER begins as well. */
static uint32_t lines_before(const struct cdr_text *text, struct cdr_str other, size_t n)
{
	bool ends_inside = n > 0 && text->bytes.ptr[n - 1] != '\n' &&
			   (n < text->bytes.len || n < other.len);

	return line_from(text, n) - ends_inside;
}

/* Whole lines among the last N bytes of TEXT, with which OTHER ends as well. */
static uint32_t lines_after(const struct cdr_text *text, struct cdr_str other, size_t n)
{
	size_t at = text->bytes.len - n;
	uint32_t line = line_from(text, at);
	bool begins_inside = n < other.len && other.ptr[other.len - n - 1] != '\n';

	if (line < text->n_lines && text->starts[line] == at && begins_inside)
		line++;
	return text->n_lines - line;
}

struct cdr_ends cdr_text_ends(const struct cdr_text *text, struct cdr_str other)
{
	struct cdr_str bytes = text->bytes;
	size_t max = bytes.len < other.len ? bytes.len : other.len;
	struct cdr_ends ends;

	ends.before = lines_before(text, other, common_start(bytes.ptr, other.ptr, max));
	max -= text->starts[ends.before];
	ends.after = lines_after(text, other,
				 common_end(bytes.ptr + bytes.len, other.ptr + other.len, max));
	return ends;
}

void cdr_text_plan(struct cdr_text_plan *out, struct cdr_str bytes, const struct cdr_text *like)
{
	*out = (struct cdr_text_plan){ .bytes = bytes, .middle = bytes };
	if (!bytes.ptr)
		out->bytes = out->middle = CDR_STR("");
	if (like) {
		out->like = like;
		out->ends = cdr_text_ends(like, out->bytes);
		out->from = like->starts[out->ends.before];
		out->after = like->starts + like->n_lines - out->ends.after;
		out->middle.ptr += out->from;
		out->middle.len -= out->from + like->bytes.len - *out->after;
	}
	out->n_lines = out->ends.before + cdr_text_count(out->middle) + out->ends.after;
}

/* A bit for each of the 64 bytes from AT on that is LF, the first byte's lowest. */
static uint64_t lines_ending(const char *at)
{
	uint64_t bits = 0;

	/* One bit a byte becomes one bit beside another: no two terms of the product meet. */
	for (unsigned i = 0; i < 64; i += 8)
		bits |= newlines(word_at(at + i)) * UINT64_C(0x0102040810204080) >> 56 << i;
	return bits;
}

/* Where the N lines of BYTES end, as offsets after FROM. */
static void find_ends(struct cdr_str bytes, uint32_t *ends, size_t n, size_t from)
{
	size_t at = 0, found = 0;

	for (; bytes.len - at >= 64; at += 64)
		for (uint64_t bits = lines_ending(bytes.ptr + at); bits; bits &= bits - 1)
			ends[found++] =
				(uint32_t)(from + at + (size_t)__builtin_ctzll(bits) + 1);
	for (; at < bytes.len; at++)
		if (bytes.ptr[at] == '\n')
			ends[found++] = (uint32_t)(from + at + 1);
	if (found < n)
		ends[found] = (uint32_t)(from + bytes.len);
}

void cdr_text_split(struct cdr_text *out, const struct cdr_text_plan *plan, uint32_t *starts)
{
	const struct cdr_text *like = plan->like;
	size_t n_before = plan->ends.before, n_after = plan->ends.after;
	size_t n_middle = plan->n_lines - n_before - n_after;
	struct cdr_str looked_at = like && !like->has_nul ? plan->middle : plan->bytes;
	uint32_t *after = starts + 1 + n_before + n_middle;

	starts[0] = 0;
	if (n_before > 0)
		memcpy(starts, like->starts, (n_before + 1) * sizeof(*starts));
	find_ends(plan->middle, starts + 1 + n_before, n_middle, plan->from);
	/* Modulo 2^32: where the other text is longer they move towards the start. */
	for (size_t i = 0; i < n_after; i++)
		after[i] = plan->after[i + 1] + (uint32_t)(plan->bytes.len - like->bytes.len);
	*out = (struct cdr_text){
		.bytes = plan->bytes,
		.starts = starts,
		.n_lines = (uint32_t)plan->n_lines,
		.has_nul = looked_at.len > 0 && memchr(looked_at.ptr, '\0', looked_at.len),
	};
}

void cdr_text_of(struct cdr_text *out, struct cdr_arena *arena, struct cdr_str bytes)
{
	struct cdr_text_plan plan;

	cdr_text_plan(&plan, bytes, NULL);
	cdr_text_split(out, &plan,
		       cdr_arena_alloc(arena, (plan.n_lines + 1) * sizeof(*out->starts)));
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

void cdr_text_note(struct cdr_text *text, enum cdr_note_kind kind, void *block, size_t size)
{
	struct cdr_note *note = &text->notes[kind];

	free(note->block);
	if (text->cached)
		*text->cached += size - note->size;
	*note = (struct cdr_note){ block, size };
}

void cdr_text_forget(struct cdr_text *text)
{
	for (int kind = 0; kind < CDR_NOTES; kind++)
		cdr_text_note(text, (enum cdr_note_kind)kind, NULL, 0);
}
