/*
 * hunks_libgit2.c - the reference that our own line diff is proved against. libgit2
 * says which lines a hunk takes from which side. It is given buffers without a
 * path, so that no attribute, driver or setting has a say in it.
 */
#include "git/handle.h"
#include "git/hunks.h"

/* What follows the second "@@" of a header line. */
static struct cdr_str heading_of(const git_diff_hunk *hunk)
{
	struct cdr_str header = cdr_str_trim((struct cdr_str){ hunk->header, hunk->header_len });
	size_t second = cdr_str_find(cdr_str_sub(header, 2, header.len), CDR_STR("@@"));

	return cdr_str_trim(cdr_str_sub(header, 2 + second + 2, header.len));
}

/* Of no lines START names the line before. */
static uint32_t first_line(int start, int n)
{
	return (uint32_t)(n > 0 ? start - 1 : start);
}

static int on_hunk(const git_diff_delta *delta, const git_diff_hunk *said, void *payload)
{
	struct cdr_hunking *hunking = payload;
	struct cdr_run lines = {
		first_line(said->old_start, said->old_lines),
		(uint32_t)said->old_lines,
		first_line(said->new_start, said->new_lines),
		(uint32_t)said->new_lines,
	};

	(void)delta;
	cdr_hunking_begin(hunking, &lines, cdr_str_copy(hunking->arena, heading_of(said)));
	return 0;
}

/* Other origins are its remarks on missing newlines; we see them ourselves. */
static int on_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
		   const git_diff_line *said, void *payload)
{
	(void)delta;
	(void)hunk;
	if (said->origin == ' ' || said->origin == '-' || said->origin == '+')
		cdr_hunking_lines(payload, said->origin, 1);
	return 0;
}

/* Starting libgit2 takes milliseconds: texts without a repository start it for good. */
static void keep_libgit2(void)
{
	if (cdr_git_start() > 1)
		git_libgit2_shutdown();
}

int cdr_hunks_by_libgit2(struct cdr_hunking *hunking)
{
	struct cdr_str old_bytes = hunking->old_text ? hunking->old_text->bytes : CDR_STR("");
	struct cdr_str new_bytes = hunking->new_text ? hunking->new_text->bytes : CDR_STR("");
	git_diff_options options;

	keep_libgit2();
	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
	options.context_lines = CDR_CONTEXT;
	options.interhunk_lines = 0;
	options.max_size = -1;
	return git_diff_buffers(old_bytes.ptr, old_bytes.len, NULL, new_bytes.ptr, new_bytes.len,
				NULL, &options, NULL, NULL, on_hunk, on_line, hunking);
}
