/*
 * patch.h - what a range's hunks are, printed: as git prints them, or one line a hunk.
 */
#ifndef TEST_PATCH_H
#define TEST_PATCH_H

#include "sandbox.h"

#include "git/diff.h"

#define EMPTY_TREE "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

/* git log -p with all pinned, reduced to hunks: a filter for its output. */
#define ONLY_HUNKS                                                                                 \
	" | perl -ne 'if ($m > 0 || $p > 0) { print; $c = substr $_, 0, 1; $m-- if $c =~ /[ -]/; " \
	"$p-- if $c =~ /[ +]/ }"                                                                   \
	" elsif (/^\\\\/) { print }"                                                               \
	" elsif (/^@@ -\\d+(?:,(\\d+))? \\+\\d+(?:,(\\d+))? @@/) { print; $m = $1 // 1; $p = $2 "  \
	"// 1 }'"
#define PINNED \
	" --diff-algorithm=myers --indent-heuristic --inter-hunk-context=0 --submodule=short" \
	" --ignore-submodules=none --no-renames --no-ext-diff --text --no-textconv -U3 "

typedef void (*print_file)(struct cdr_buf *out, const struct cdr_change *change,
			   const struct cdr_filediff *file);

static inline void print_range_part(struct cdr_buf *out, uint32_t start, uint32_t lines)
{
	if (lines == 1)
		cdr_buf_addf(out, "%u", start);
	else
		cdr_buf_addf(out, "%u,%u", start, lines);
}

/* Text hunks as git prints them; merges left out. */
static inline void print_patch(struct cdr_buf *out, const struct cdr_change *change,
			       const struct cdr_filediff *file)
{
	for (size_t i = 0; i < file->n_hunks && change->n_parents < 2; i++) {
		const struct cdr_hunk *hunk = &file->hunks[i];

		if (hunk->kind != CDR_HUNK_TEXT)
			continue;
		cdr_buf_adds(out, "@@ -");
		print_range_part(out, hunk->old_start, hunk->old_lines);
		cdr_buf_adds(out, " +");
		print_range_part(out, hunk->new_start, hunk->new_lines);
		cdr_buf_addf(out, " @@%s%.*s\n", hunk->heading.len ? " " : "",
			     CDR_FMT(hunk->heading));
		for (size_t j = 0; j < hunk->n_lines; j++) {
			cdr_buf_addc(out, hunk->lines[j].origin);
			cdr_buf_addstr(out, hunk->lines[j].text);
			cdr_buf_adds(out, hunk->lines[j].no_newline
						  ? "\n\\ No newline at end of file\n"
						  : "\n");
		}
	}
}

/* "STATUS PATH[ <OLD_PATH] OLDMODE NEWMODE: kind kind" */
static inline void print_kinds(struct cdr_buf *out, const struct cdr_change *change,
			       const struct cdr_filediff *file)
{
	(void)change;
	cdr_buf_addf(out, "%c %.*s", file->file.status, CDR_FMT(file->file.path));
	if (file->file.old_path.ptr)
		cdr_buf_addf(out, " <%.*s", CDR_FMT(file->file.old_path));
	cdr_buf_addf(out, " %o %o:", file->file.old_mode, file->file.new_mode);
	for (size_t i = 0; i < file->n_hunks; i++)
		cdr_buf_addf(out, " %s", cdr_hunk_kind_name(file->hunks[i].kind));
	cdr_buf_addc(out, '\n');
}

static inline void print_paths(struct cdr_buf *out, const struct cdr_change *change,
			       const struct cdr_filediff *file)
{
	(void)change;
	cdr_buf_addstr(out, file->file.path);
	cdr_buf_addc(out, '\n');
}

static inline void print_change(struct cdr_buf *out, struct cdr_repo *repo,
				const struct cdr_range *range, const struct cdr_change *change,
				print_file print)
{
	struct cdr_err err = { .code = 0 };
	struct cdr_filediff *file;
	struct cdr_diff *diff;
	int rc;

	assert_done(cdr_diff_open(&diff, repo, range, change, &err), &err);
	do {
		struct cdr_arena arena = { NULL, 0 };

		rc = cdr_diff_next(diff, &arena, &file, &err);
		if (rc == 0)
			print(out, change, file);
		cdr_arena_release(&arena);
	} while (rc == 0);
	assert_int_equal(rc, CDR_END);
	cdr_diff_close(diff);
}

/* Everything OPTIONS select, printed by PRINT into a new buffer. */
static inline struct cdr_buf print_all(struct cdr_repo *repo,
				       const struct cdr_session_options *options, print_file print)
{
	struct cdr_err err = { .code = 0 };
	struct cdr_change change;
	struct cdr_range *range;
	struct cdr_buf out;
	int rc;

	cdr_buf_init(&out, (size_t)1 << 28);
	assert_done(cdr_range_open(&range, repo, options, &err), &err);
	do {
		struct cdr_arena arena = { NULL, 0 };

		rc = cdr_range_next(range, repo, &arena, &change, &err);
		if (rc == 0)
			print_change(&out, repo, range, &change, print);
		cdr_arena_release(&arena);
	} while (rc == 0);
	if (rc != CDR_END)
		assert_done(rc, &err);
	cdr_range_close(range);
	assert_false(out.full);
	if (!out.ptr)
		cdr_buf_adds(&out, "");
	return out;
}

/* The same for one revision or range. */
static inline struct cdr_buf print_revisions(struct cdr_repo *repo, const char *revisions,
					     print_file print)
{
	struct cdr_session_options options = { .range = revisions };

	return print_all(repo, &options, print);
}

/* Fails at the first line that differs. */
static inline void assert_same_text(const char *expected, size_t expected_len,
				    struct cdr_str actual)
{
	size_t i = 0, line = 0;

	if (expected_len == actual.len && memcmp(expected, actual.ptr, actual.len) == 0)
		return;
	for (; i < expected_len && i < actual.len && expected[i] == actual.ptr[i]; i++)
		if (expected[i] == '\n')
			line = i + 1;
	fail_msg("first difference at byte %zu of %zu/%zu\n-- expected\n%.400s\n-- actual\n%.*s", i,
		 expected_len, actual.len, expected + line,
		 (int)(actual.len - line > 400 ? 400 : actual.len - line), actual.ptr + line);
}

/* PRINT of OPTIONS is what SCRIPT prints. */
static inline void assert_printed_as(const struct sandbox *sandbox, struct cdr_repo *repo,
				     const struct cdr_session_options *options, print_file print,
				     const char *script)
{
	size_t len;
	char *expected = sandbox_output(sandbox, script, &len);
	struct cdr_buf actual = print_all(repo, options, print);

	assert_same_text(expected, len, cdr_buf_str(&actual));
	cdr_buf_release(&actual);
	free(expected);
}

#endif
