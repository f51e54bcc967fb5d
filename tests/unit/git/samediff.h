/*
 * samediff.h - what must hold of the line diff of any two texts: the script leads
 * from one to the other, and its hunks are libgit2's.
 */
#ifndef TEST_SAMEDIFF_H
#define TEST_SAMEDIFF_H

#include "git/hunks.h"

#include <string.h>

/* Applying SCRIPT to OLD_TEXT gives NEW_TEXT, and no run could be joined with the next. */
static inline bool script_applies(const struct cdr_script *script, const struct cdr_text *old_text,
				  const struct cdr_text *new_text)
{
	uint32_t i = 0, j = 0;

	for (size_t k = 0; k <= script->n; k++) {
		const struct cdr_run end = { old_text->n_lines, 0, new_text->n_lines, 0 };
		const struct cdr_run *run = k < script->n ? &script->runs[k] : &end;

		if (k > 0 && k < script->n && run->old_from <= i)
			return false;
		for (; i < run->old_from; i++, j++)
			if (j >= new_text->n_lines || !cdr_str_eq(cdr_text_whole_line(old_text, i),
								  cdr_text_whole_line(new_text, j)))
				return false;
		if (j != run->new_from)
			return false;
		i += run->n_old;
		j += run->n_new;
	}
	return i == old_text->n_lines && j == new_text->n_lines;
}

static inline bool same_lines(const struct cdr_hunk *a, const struct cdr_hunk *b)
{
	for (size_t i = 0; i < a->n_lines; i++) {
		const struct cdr_line *x = &a->lines[i], *y = &b->lines[i];

		if (x->origin != y->origin || x->text.ptr != y->text.ptr ||
		    x->no_newline != y->no_newline || x->old_lineno != y->old_lineno ||
		    x->new_lineno != y->new_lineno)
			return false;
	}
	return true;
}

/* libgit2 cuts a heading off where it is no UTF-8 any more, git does not. */
static inline bool same_heading(struct cdr_str ours, struct cdr_str theirs)
{
	bool is_cut = false;

	for (size_t i = theirs.len; i < ours.len; i++)
		is_cut |= (unsigned char)ours.ptr[i] >= 0x80;
	return cdr_str_eq(cdr_str_sub(ours, 0, is_cut ? theirs.len : ours.len), theirs);
}

static inline bool same_hunk(const struct cdr_hunk *a, const struct cdr_hunk *b)
{
	return a->old_start == b->old_start && a->old_lines == b->old_lines &&
	       a->new_start == b->new_start && a->new_lines == b->new_lines &&
	       a->n_lines == b->n_lines && same_heading(a->heading, b->heading) && same_lines(a, b);
}

/* To libgit2 form feed and vertical tab are indentation, to git (and us) they are not. */
static inline bool libgit2_differs_from_git(struct cdr_str bytes)
{
	return bytes.len > 0 &&
	       (memchr(bytes.ptr, '\f', bytes.len) || memchr(bytes.ptr, '\v', bytes.len));
}

static inline bool same_hunks(struct cdr_arena *arena, const struct cdr_script *script,
			      const struct cdr_text *old_text, const struct cdr_text *new_text)
{
	struct cdr_hunking ours = { .arena = arena, .old_text = old_text, .new_text = new_text };
	struct cdr_hunking theirs = ours;

	cdr_hunks_by_script(&ours, script);
	if (libgit2_differs_from_git(old_text->bytes) || libgit2_differs_from_git(new_text->bytes))
		return ours.hunks.n == cdr_script_hunks(script);
	if (cdr_hunks_by_libgit2(&theirs) != 0 || ours.hunks.n != theirs.hunks.n ||
	    ours.hunks.n != cdr_script_hunks(script))
		return false;
	for (size_t i = 0; i < ours.hunks.n; i++)
		if (!same_hunk(&ours.hunks.items[i], &theirs.hunks.items[i]))
			return false;
	return true;
}

/* Both, of the texts OLD_BYTES and NEW_BYTES. */
static inline bool same_diff(struct cdr_str old_bytes, struct cdr_str new_bytes)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_text old_text, new_text;
	struct cdr_script script;
	bool same;

	cdr_text_of(&old_text, &arena, old_bytes);
	cdr_text_of(&new_text, &arena, new_bytes);
	cdr_script_make(&script, &arena, cdr_script_key(), &old_text, &new_text);
	same = script_applies(&script, &old_text, &new_text) &&
	       same_hunks(&arena, &script, &old_text, &new_text);
	cdr_arena_release(&arena);
	return same;
}

#endif
