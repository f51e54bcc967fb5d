/*
 * hunks.c - libgit2 says which lines a hunk takes from which side; the bytes
 * come from our own texts. So no attribute, driver or setting has a say in it:
 * libgit2 is given bare blobs or buffers, without a path to look anything up by.
 */
#include "git/hunks.h"
#include "git/identity.h"

#include <string.h>

/* Where we are in one side's text. */
struct cursor {
	struct cdr_str rest;
	const char *end;
	uint32_t lineno;       /* of the first line of rest */
};

struct builder {
	struct cdr_arena *arena;
	const struct cdr_file *file;
	struct cursor old_at, new_at;
	CDR_VEC(struct cdr_hunk) hunks;
	struct cdr_line *lines;          /* of the last hunk */
};

static struct cursor cursor_at(struct cdr_str text)
{
	return (struct cursor){ text, text.ptr + text.len, 1 };
}

static struct cdr_line cursor_take(struct cursor *at)
{
	struct cdr_line line = { .text = { NULL, 0 } };

	cdr_str_line(&at->rest, &line.text);
	line.no_newline = line.text.ptr + line.text.len == at->end;
	at->lineno++;
	return line;
}

/* START is as in @@: of zero lines it names the line before. */
static void cursor_seek(struct cursor *at, int start)
{
	struct cdr_str line;

	while (start > 0 && at->lineno < (uint32_t)start && cdr_str_line(&at->rest, &line))
		at->lineno++;
}

static struct cdr_hunk *add_hunk(struct builder *b, enum cdr_hunk_kind kind)
{
	struct cdr_hunk *hunk = cdr_vec_push(b->arena, &b->hunks);

	*hunk = (struct cdr_hunk){ .file = b->file, .kind = kind };
	return hunk;
}

static void add_unscannable(struct builder *b, struct cdr_str reason)
{
	add_hunk(b, CDR_HUNK_UNSCANNABLE)->reason = cdr_str_copy(b->arena, reason);
}

/* What follows the second "@@" of a header line. */
static struct cdr_str heading_of(const git_diff_hunk *hunk)
{
	struct cdr_str header = cdr_str_trim((struct cdr_str){ hunk->header, hunk->header_len });
	size_t second = cdr_str_find(cdr_str_sub(header, 2, header.len), CDR_STR("@@"));

	return cdr_str_trim(cdr_str_sub(header, 2 + second + 2, header.len));
}

static int on_hunk(const git_diff_delta *delta, const git_diff_hunk *info, void *payload)
{
	struct builder *b = payload;
	struct cdr_hunk *hunk = add_hunk(b, CDR_HUNK_TEXT);
	size_t most = (size_t)info->old_lines + (size_t)info->new_lines;

	(void)delta;
	hunk->old_start = (uint32_t)info->old_start;
	hunk->old_lines = (uint32_t)info->old_lines;
	hunk->new_start = (uint32_t)info->new_start;
	hunk->new_lines = (uint32_t)info->new_lines;
	hunk->heading = cdr_str_copy(b->arena, heading_of(info));
	hunk->lines = b->lines = cdr_arena_alloc(b->arena, most * sizeof(*b->lines));
	cursor_seek(&b->old_at, info->old_start);
	cursor_seek(&b->new_at, info->new_start);
	return 0;
}

static int on_line(const git_diff_delta *delta, const git_diff_hunk *info,
		   const git_diff_line *said, void *payload)
{
	struct builder *b = payload;
	struct cdr_line line;
	uint32_t old_lineno = b->old_at.lineno, new_lineno = b->new_at.lineno;

	(void)delta;
	(void)info;
	if (said->origin != ' ' && said->origin != '-' && said->origin != '+')
		return 0;   /* its remarks on missing newlines; we see them ourselves */
	if (said->origin != '+')
		line = cursor_take(&b->old_at);
	if (said->origin != '-')
		line = cursor_take(&b->new_at);
	line.origin = said->origin;
	line.old_lineno = said->origin == '+' ? 0 : old_lineno;
	line.new_lineno = said->origin == '-' ? 0 : new_lineno;
	b->lines[b->hunks.items[b->hunks.n - 1].n_lines++] = line;
	return 0;
}

/*
 * libgit2 hashes buffers before it compares them, blobs it need not. The empty
 * path keeps it from reading attributes: for NULL it would take those of "file".
 */
static int compare(struct builder *b, const struct cdr_content *old_side,
		   const struct cdr_content *new_side)
{
	git_diff_options options;
	bool blobs = (old_side->object || !old_side->mode) && (new_side->object || !new_side->mode);

	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
	options.context_lines = 3;
	options.interhunk_lines = 0;
	options.max_size = -1;
	if (blobs)
		return git_diff_blobs(old_side->object, "", new_side->object, "", &options,
				      NULL, NULL, on_hunk, on_line, b);
	return git_diff_buffers(old_side->text.ptr, old_side->text.len, NULL, new_side->text.ptr,
				new_side->text.len, NULL, &options, NULL, NULL, on_hunk, on_line,
				b);
}

static bool is_file(uint32_t mode)
{
	return (mode & CDR_MODE_KIND) == CDR_MODE_FILE;
}

static bool has_nul(const struct cdr_content *side)
{
	return is_file(side->mode) && side->text.len > 0 &&
	       memchr(side->text.ptr, '\0', side->text.len);
}

static void add_synthetic(struct builder *b, const struct cdr_content *old_side,
			  const struct cdr_content *new_side)
{
	bool one_sided = !old_side->mode || !new_side->mode;

	if (is_file(old_side->mode) && is_file(new_side->mode) && old_side->mode != new_side->mode)
		add_hunk(b, CDR_HUNK_MODE);
	if (one_sided && !old_side->trouble.ptr && !new_side->trouble.ptr &&
	    old_side->text.len + new_side->text.len == 0)
		add_hunk(b, CDR_HUNK_EMPTY);
	if (has_nul(old_side) || has_nul(new_side))
		add_hunk(b, CDR_HUNK_BINARY);
}

static void add_text(struct builder *b, const struct cdr_content *old_side,
		     const struct cdr_content *new_side)
{
	size_t n = b->hunks.n;

	if (cdr_str_eq(old_side->text, new_side->text))
		return;
	b->old_at = cursor_at(old_side->text);
	b->new_at = cursor_at(new_side->text);
	if (compare(b, old_side, new_side) == 0)
		return;
	b->hunks.n = n;
	add_unscannable(b, cdr_str_from(cdr_arena_printf(b->arena, "cannot be compared: %s",
							 cdr_git_words())));
}

void cdr_hunks_build(struct cdr_filediff *out, struct cdr_arena *arena,
		     const struct cdr_content *old_side, const struct cdr_content *new_side)
{
	struct builder b = { .arena = arena, .file = &out->file };

	if (out->file.status == 'T')
		add_hunk(&b, CDR_HUNK_TYPE);
	else
		add_synthetic(&b, old_side, new_side);
	if (old_side->trouble.ptr)
		add_unscannable(&b, old_side->trouble);
	if (new_side->trouble.ptr)
		add_unscannable(&b, new_side->trouble);
	if (out->file.status != 'T' && !old_side->trouble.ptr && !new_side->trouble.ptr)
		add_text(&b, old_side, new_side);
	for (size_t i = 0; i < b.hunks.n; i++)
		cdr_identity_fill(&b.hunks.items[i]);
	cdr_identity_count(b.hunks.items, b.hunks.n);
	out->hunks = b.hunks.items;
	out->n_hunks = b.hunks.n;
}
