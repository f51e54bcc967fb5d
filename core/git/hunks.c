/*
 * hunks.c - runs of changed lines with context around them, numbered and headed
 * as git prints them under @@, and the hunks that git prints without @@.
 */
#include "git/hunks.h"
#include "git/handle.h"

#include <string.h>

#define HEADING_MAX 80u /* bytes of a line that git shows after @@ */

static struct cdr_hunk *add_hunk(struct cdr_hunking *hunking, enum cdr_hunk_kind kind)
{
	struct cdr_hunk *hunk = cdr_vec_push(hunking->arena, &hunking->hunks);

	*hunk = (struct cdr_hunk){ .file = hunking->file, .kind = kind };
	return hunk;
}

static void add_unscannable(struct cdr_hunking *hunking, struct cdr_str reason)
{
	add_hunk(hunking, CDR_HUNK_UNSCANNABLE)->reason = cdr_str_copy(hunking->arena, reason);
}

/* As @@ counts: from 1; of no lines the one before. */
static uint32_t start_of(uint32_t from, uint32_t n)
{
	return n > 0 ? from + 1 : from;
}

void cdr_hunking_begin(struct cdr_hunking *hunking, const struct cdr_run *lines,
		       struct cdr_str heading)
{
	struct cdr_hunk *hunk = add_hunk(hunking, CDR_HUNK_TEXT);
	size_t most = (size_t)lines->n_old + lines->n_new;

	hunk->old_start = start_of(lines->old_from, lines->n_old);
	hunk->old_lines = lines->n_old;
	hunk->new_start = start_of(lines->new_from, lines->n_new);
	hunk->new_lines = lines->n_new;
	hunk->heading = heading;
	hunk->lines = hunking->lines =
		cdr_arena_alloc(hunking->arena, most * sizeof(struct cdr_line));
	hunking->rest = *lines;
}

static struct cdr_line line_of(const struct cdr_text *text, uint32_t idx, char origin)
{
	struct cdr_line line = { .text = cdr_text_line(text, idx), .origin = origin };

	line.no_newline = line.text.ptr + line.text.len == text->bytes.ptr + text->bytes.len;
	return line;
}

void cdr_hunking_lines(struct cdr_hunking *hunking, char origin, uint32_t n)
{
	struct cdr_hunk *hunk = &hunking->hunks.items[hunking->hunks.n - 1];
	struct cdr_run *rest = &hunking->rest;

	for (; n > 0; n--) {
		struct cdr_line *line = &hunking->lines[hunk->n_lines++];

		*line = origin == '-' ? line_of(hunking->old_text, rest->old_from, origin)
				      : line_of(hunking->new_text, rest->new_from, origin);
		if (origin != '+')
			line->old_lineno = ++rest->old_from;
		if (origin != '-')
			line->new_lineno = ++rest->new_from;
	}
}

/* The lines of the hunk that N runs from RUNS on make, with their context. */
static struct cdr_run around(const struct cdr_run *runs, size_t n, const struct cdr_text *old_text)
{
	const struct cdr_run *first = runs, *last = runs + n - 1;
	uint32_t n_lines = old_text ? old_text->n_lines : 0;
	uint32_t old_end = last->old_from + last->n_old, new_end = last->new_from + last->n_new;
	uint32_t before = first->old_from < CDR_CONTEXT ? first->old_from : CDR_CONTEXT;
	uint32_t after = n_lines - old_end < CDR_CONTEXT ? n_lines - old_end : CDR_CONTEXT;

	return (struct cdr_run){
		first->old_from - before,
		old_end + after - (first->old_from - before),
		first->new_from - before,
		new_end + after - (first->new_from - before),
	};
}

static bool can_head(struct cdr_str line)
{
	char c = line.len > 0 ? line.ptr[0] : '\0';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

/*
 * git's rule where no driver is named: the last line before the hunk that begins as
 * a definition might. Lines before the previous hunk were looked at for that one.
 */
static struct cdr_str heading_before(struct cdr_hunking *hunking, uint32_t line)
{
	for (uint32_t i = line; i > hunking->n_searched; i--) {
		struct cdr_str candidate = cdr_text_line(hunking->old_text, i - 1);

		if (!can_head(candidate))
			continue;
		hunking->heading = cdr_str_trim(cdr_str_sub(candidate, 0, HEADING_MAX));
		break;
	}
	hunking->n_searched = line;
	return hunking->heading;
}

void cdr_hunks_by_script(struct cdr_hunking *hunking, const struct cdr_script *script)
{
	for (size_t i = 0, end; i < script->n; i = end) {
		struct cdr_run lines;

		end = cdr_script_hunk_end(script, i);
		lines = around(&script->runs[i], end - i, hunking->old_text);
		cdr_hunking_begin(hunking, &lines, heading_before(hunking, lines.old_from));
		for (size_t j = i; j < end; j++) {
			const struct cdr_run *run = &script->runs[j];

			cdr_hunking_lines(hunking, ' ', run->old_from - hunking->rest.old_from);
			cdr_hunking_lines(hunking, '-', run->n_old);
			cdr_hunking_lines(hunking, '+', run->n_new);
		}
		cdr_hunking_lines(hunking, ' ',
				  lines.old_from + lines.n_old - hunking->rest.old_from);
	}
}

static bool is_file(uint32_t mode)
{
	return (mode & CDR_MODE_KIND) == CDR_MODE_FILE;
}

static bool is_binary(const struct cdr_content *side)
{
	return is_file(side->mode) && side->text && side->text->has_nul;
}

static bool is_unreadable(const struct cdr_contents *contents)
{
	return contents->old_side.trouble.ptr || contents->new_side.trouble.ptr;
}

static size_t size_of(const struct cdr_content *side)
{
	return side->text ? side->text->bytes.len : 0;
}

/* The kinds of hunks beside @@, as bits; those that could not be read are apart. */
static unsigned synthetic_kinds(const struct cdr_file *file, const struct cdr_contents *contents)
{
	const struct cdr_content *old_side = &contents->old_side, *new_side = &contents->new_side;
	bool one_sided = !old_side->mode || !new_side->mode;
	unsigned kinds = 0;

	if (file->status == 'T')
		return 1u << CDR_HUNK_TYPE;
	if (is_file(old_side->mode) && is_file(new_side->mode) && old_side->mode != new_side->mode)
		kinds |= 1u << CDR_HUNK_MODE;
	if (one_sided && !is_unreadable(contents) && size_of(old_side) + size_of(new_side) == 0)
		kinds |= 1u << CDR_HUNK_EMPTY;
	if (is_binary(old_side) || is_binary(new_side))
		kinds |= 1u << CDR_HUNK_BINARY;
	return kinds;
}

bool cdr_hunks_special(const struct cdr_file *file, const struct cdr_contents *contents)
{
	return synthetic_kinds(file, contents) != 0 || is_unreadable(contents);
}

static void add_synthetic(struct cdr_hunking *hunking, const struct cdr_contents *contents)
{
	unsigned kinds = synthetic_kinds(hunking->file, contents);

	for (int kind = CDR_HUNK_MODE; kind <= CDR_HUNK_BINARY; kind++)
		if (kinds & 1u << kind)
			add_hunk(hunking, (enum cdr_hunk_kind)kind);
	if (contents->old_side.trouble.ptr)
		add_unscannable(hunking, contents->old_side.trouble);
	if (contents->new_side.trouble.ptr)
		add_unscannable(hunking, contents->new_side.trouble);
}

static void add_by_libgit2(struct cdr_hunking *hunking)
{
	size_t n = hunking->hunks.n;

	if (cdr_hunks_by_libgit2(hunking) == 0)
		return;
	hunking->hunks.n = n;
	add_unscannable(hunking,
			cdr_str_from(cdr_arena_printf(hunking->arena, "cannot be compared: %s",
						      cdr_git_words())));
}

void cdr_hunks_build(struct cdr_filediff *out, struct cdr_arena *arena,
		     const struct cdr_contents *contents, const struct cdr_script *script)
{
	struct cdr_hunking hunking = {
		.arena = arena,
		.file = &out->file,
		.old_text = contents->old_side.text,
		.new_text = contents->new_side.text,
	};

	add_synthetic(&hunking, contents);
	if (out->file.status != 'T' && !is_unreadable(contents)) {
		if (script)
			cdr_hunks_by_script(&hunking, script);
		else
			add_by_libgit2(&hunking);
	}
	out->hunks = hunking.hunks.items;
	out->n_hunks = hunking.hunks.n;
}
