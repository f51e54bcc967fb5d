/*
 * memo.c - a memo in bytes: the commit's name, then numbers of seven bits a byte, lists
 * with their length before them and as distances, because most numbers are small. What is
 * read comes from a disk that others may write to: every number has its limit.
 */
#include "scan/recall/memo.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX ((uint64_t)1 << 42) /* hunks or files of a change: beyond what a disk holds */
#define NUMBER_BYTES 6u

void cdr_memo_clear(struct cdr_memo *memo)
{
	cdr_arena_release(&memo->arena);
	*memo = (struct cdr_memo){ .n_files = 0 };
}

/* --- noting ------------------------------------------------------------------ */

static struct cdr_again keep_again(struct cdr_memo *memo, const struct cdr_again *again)
{
	struct cdr_again_rule *rules =
		cdr_arena_copy(&memo->arena, again->rules, again->n * sizeof(*rules));
	struct cdr_again kept = *again;

	for (size_t i = 0; i < again->n; i++)
		for (int side = 0; side < 2; side++) {
			struct cdr_again_lines *lines = &rules[i].sides[side];

			lines->linenos = cdr_arena_copy(&memo->arena, lines->linenos,
							lines->n * sizeof(*lines->linenos));
		}
	kept.rules = rules;
	return kept;
}

static int by_rule(const void *left, const void *right)
{
	const struct cdr_again_rule *a = left, *b = right;

	return (a->idx > b->idx) - (a->idx < b->idx);
}

/* WITH looks at what MORE does, too; for a rule of both at all of either part. */
static void unite(struct cdr_memo *memo, struct cdr_again *with, const struct cdr_again *more)
{
	size_t n = with->n + more->n, n_kept = 0;
	struct cdr_again_rule *rules = cdr_arena_alloc(&memo->arena, n * sizeof(*rules));
	struct cdr_again kept = keep_again(memo, more);

	for (size_t i = 0; i < n; i++)
		rules[i] = i < with->n ? with->rules[i] : kept.rules[i - with->n];
	if (n > 0)
		qsort(rules, n, sizeof(*rules), by_rule);
	for (size_t i = 0; i < n; i++) {
		if (n_kept == 0 || rules[n_kept - 1].idx != rules[i].idx)
			rules[n_kept++] = rules[i];
		else
			rules[n_kept - 1] = (struct cdr_again_rule){ .idx = rules[i].idx };
	}
	with->builtin |= more->builtin;
	with->rules = rules;
	with->n = n_kept;
}

void cdr_memo_note(struct cdr_memo *memo, size_t idx, const struct cdr_again *again, size_t n_hunks)
{
	struct cdr_memo_file *last = memo->files.n ? &memo->files.items[memo->files.n - 1] : NULL;

	if (last && last->idx == idx)
		unite(memo, &last->again, again);
	else if (again->any)
		*cdr_vec_push(&memo->arena, &memo->files) =
			(struct cdr_memo_file){ (uint32_t)idx, keep_again(memo, again) };
	else
		memo->hunks += n_hunks;
}

static int by_idx(const void *left, const void *right)
{
	const struct cdr_memo_file *a = left, *b = right;

	return (a->idx > b->idx) - (a->idx < b->idx);
}

void cdr_memo_join(struct cdr_memo *memo, const struct cdr_memo *more)
{
	memo->n_read += more->n_read;
	memo->hunks += more->hunks;
	memo->uncovered += more->uncovered;
	memo->unsure |= more->unsure;
	for (size_t i = 0; i < more->files.n; i++)
		*cdr_vec_push(&memo->arena, &memo->files) =
			(struct cdr_memo_file){ more->files.items[i].idx,
						keep_again(memo, &more->files.items[i].again) };
	if (memo->files.n > 1)
		qsort(memo->files.items, memo->files.n, sizeof(*memo->files.items), by_idx);
}

/* --- writing ----------------------------------------------------------------- */

static void put_number(struct cdr_buf *out, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		cdr_buf_addc(out, (char)(number | 0x80));
	cdr_buf_addc(out, (char)number);
}

static void put_lines(struct cdr_buf *out, const struct cdr_again_lines *lines)
{
	uint32_t next = 0;

	put_number(out, lines->n);
	for (size_t i = 0; i < lines->n; i++) {
		put_number(out, lines->linenos[i] - next);
		next = lines->linenos[i] + 1;
	}
}

/* How many rules, and in the lowest bit whether the built-in ones; then the rules. */
static void put_again(struct cdr_buf *out, const struct cdr_again *again)
{
	uint32_t next = 0;

	put_number(out, (uint64_t)again->n << 1 | again->builtin);
	for (size_t i = 0; i < again->n; i++) {
		put_number(out, again->rules[i].idx - next);
		for (int side = 0; side < 2; side++)
			put_lines(out, &again->rules[i].sides[side]);
		next = again->rules[i].idx + 1;
	}
}

void cdr_memo_write(struct cdr_buf *out, const struct cdr_memo *memo)
{
	uint32_t next = 0;

	cdr_buf_addc(out, (char)memo->commit.len);
	cdr_buf_add(out, memo->commit.bytes, memo->commit.len);
	put_number(out, memo->n_files);
	put_number(out, memo->hunks);
	put_number(out, memo->uncovered);
	put_number(out, memo->files.n);
	for (size_t i = 0; i < memo->files.n; i++) {
		put_number(out, memo->files.items[i].idx - next);
		put_again(out, &memo->files.items[i].again);
		next = memo->files.items[i].idx + 1;
	}
}

/* --- reading ----------------------------------------------------------------- */

/* A number below LIMIT, which is at most NUMBER_MAX, as put_number writes it. */
static bool take_number(struct cdr_str *rest, uint64_t limit, uint64_t *out)
{
	*out = 0;
	for (unsigned i = 0; i < NUMBER_BYTES && i < rest->len; i++) {
		unsigned char byte = (unsigned char)rest->ptr[i];

		*out |= (uint64_t)(byte & 0x7F) << 7 * i;
		if (byte & 0x80)
			continue;
		*rest = cdr_str_sub(*rest, i + 1, rest->len);
		return *out < limit && (byte != 0 || i == 0);
	}
	return false;
}

static bool take_size(struct cdr_str *rest, uint64_t limit, size_t *out)
{
	uint64_t number;
	bool taken = take_number(rest, limit, &number);

	*out = (size_t)number;
	return taken;
}

/* The next of ascending numbers below LIMIT; *NEXT is the least that it may be. */
static bool take_next(struct cdr_str *rest, size_t limit, size_t *next, uint32_t *out)
{
	size_t distance;

	if (*next >= limit || !take_size(rest, limit - *next, &distance))
		return false;
	*out = (uint32_t)(*next + distance);
	*next += distance + 1;
	return true;
}

static bool take_commit(struct cdr_str *rest, struct cdr_oid *out)
{
	size_t len = rest->len ? (unsigned char)rest->ptr[0] : 0;

	*out = (struct cdr_oid){ .len = 0 };
	if ((len != 20 && len != 32) || rest->len <= len)
		return false;
	memcpy(out->bytes, rest->ptr + 1, len);
	out->len = (unsigned char)len;
	*rest = cdr_str_sub(*rest, len + 1, rest->len);
	return true;
}

/* No more lines than bytes that say so; into MEMO's arena, unless that is NULL. */
static bool take_lines(struct cdr_str *rest, struct cdr_memo *memo, struct cdr_again_lines *out)
{
	uint32_t *linenos = NULL, lineno;
	size_t next = 0;

	if (!take_size(rest, (uint64_t)rest->len + 1, &out->n))
		return false;
	if (memo)
		out->linenos = linenos = cdr_arena_alloc(&memo->arena, out->n * sizeof(*linenos));
	for (size_t i = 0; i < out->n; i++) {
		if (!take_next(rest, UINT32_MAX, &next, &lineno))
			return false;
		if (linenos)
			linenos[i] = lineno;
	}
	return true;
}

/* Of rules below N_RULES; into MEMO's arena, unless that is NULL. */
static bool take_again(struct cdr_str *rest, size_t n_rules, struct cdr_memo *memo,
		       struct cdr_again *out)
{
	struct cdr_again_rule *rules = NULL;
	size_t n, next = 0;

	if (!take_size(rest, 2 * (uint64_t)n_rules + 2, &n))
		return false;
	*out = (struct cdr_again){ .any = true, .builtin = n & 1, .n = n >> 1 };
	if (memo)
		out->rules = rules = cdr_arena_alloc(&memo->arena, out->n * sizeof(*rules));
	for (size_t i = 0; i < out->n; i++) {
		struct cdr_again_rule rule = { .idx = 0 };

		if (!take_next(rest, n_rules, &next, &rule.idx) ||
		    !take_lines(rest, memo, &rule.sides[0]) ||
		    !take_lines(rest, memo, &rule.sides[1]))
			return false;
		if (rules)
			rules[i] = rule;
	}
	return true;
}

static bool take_files(struct cdr_str *rest, size_t n_rules, size_t n_files, struct cdr_memo *memo)
{
	size_t n, next = 0;

	if (!take_size(rest, (uint64_t)n_files + 1, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct cdr_memo_file file;

		if (!take_next(rest, n_files, &next, &file.idx) ||
		    !take_again(rest, n_rules, memo, &file.again))
			return false;
		if (memo)
			*cdr_vec_push(&memo->arena, &memo->files) = file;
	}
	return true;
}

bool cdr_memo_read(struct cdr_str *rest, size_t n_rules, struct cdr_oid *commit,
		   struct cdr_memo *memo)
{
	struct cdr_str own = cdr_str_sub(*rest, 0, CDR_MEMO_BYTES);
	size_t n_files, hunks, uncovered, len = own.len;

	if (!take_commit(&own, commit) || !take_size(&own, UINT32_MAX, &n_files) ||
	    !take_size(&own, NUMBER_MAX, &hunks) || !take_size(&own, NUMBER_MAX, &uncovered))
		return false;
	if (memo) {
		memo->commit = *commit;
		memo->n_files = memo->n_read = n_files;
		memo->hunks = hunks;
		memo->uncovered = uncovered;
	}
	if (!take_files(&own, n_rules, n_files, memo))
		return false;
	*rest = cdr_str_sub(*rest, len - own.len, rest->len);
	return true;
}
