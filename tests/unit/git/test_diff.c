/* test_diff.c - hunks, lines and synthetic hunks of every kind of change, against git. */
#include "patch.h"

#include <pthread.h>

struct kinds {
	struct sandbox sandbox;
	struct cdr_repo *repo;
};

static int kinds_open(void **state)
{
	struct kinds *kinds = calloc(1, sizeof(*kinds));

	kinds->sandbox = sandbox_open(
		"sh \"$top\"/tests/fixtures/repo-kinds.sh kinds && git clone -q --bare kinds bare");
	kinds->repo = open_repo(&kinds->sandbox, "bare");
	*state = kinds;
	return 0;
}

static int kinds_close(void **state)
{
	struct kinds *kinds = *state;

	cdr_repo_close(kinds->repo);
	sandbox_close(&kinds->sandbox);
	free(kinds);
	return 0;
}

static void test_whole_history_as_git_prints_it(void **state)
{
	struct kinds *kinds = *state;
	struct cdr_session_options options = { .range = EMPTY_TREE "..HEAD" };

	assert_printed_as(&kinds->sandbox, kinds->repo, &options, print_patch,
			  "git -C bare log -p --no-merges --format= " PINNED " HEAD" ONLY_HUNKS);
}

/* The commit called SUBJECT, printed by PRINT. */
static struct cdr_buf print_subject(struct kinds *kinds, const char *subject, print_file print)
{
	char script[256];
	struct cdr_buf out;
	char *id;

	snprintf(script, sizeof(script),
		 "git -C bare log --format='%%H %%s' | sed -n 's/^\\([0-9a-f]*\\) %s$/\\1^!/p'",
		 subject);
	id = sandbox_line(&kinds->sandbox, script);
	out = print_revisions(kinds->repo, id, print);
	free(id);
	return out;
}

static void test_synthetic_hunks(void **state)
{
	static const struct {
		const char *subject, *kinds;
	} cases[] = {
		{ "three hunks", "M list.txt 100644 100644: text text text\n" },
		{ "mode only", "M run.sh 100644 100755: mode\n" },
		{ "mode and content", "M run.sh 100755 100644: mode text\n" },
		{ "executable added", "A tool 0 100755: text\n" },
		{ "symlink retargeted", "M link 120000 120000: text\n" },
		{ "symlink becomes file",
		  "T link 120000 100644: type\nD link 120000 0: text\nA link 0 100644: text\n" },
		{ "file becomes symlink",
		  "T link 100644 120000: type\nD link 100644 0: text\nA link 0 120000: text\n" },
		{ "empty file added", "A empty.txt 0 100644: empty\n" },
		{ "empty file deleted", "D empty.txt 100644 0: empty\n" },
		{ "directory becomes file",
		  "A thing 0 100644: text\nD thing\\/in.txt 100644 0: text\n" },
		{ "binary added", "A pic.gif 0 100644: binary text\n" },
		{ "binary changed", "M pic.gif 100644 100644: binary text\n" },
		{ "NUL in python changed", "M nul.py 100644 100644: binary text\n" },
		{ "UTF-16 sql changed", "M utf16.sql 100644 100644: binary text\n" },
		{ "rename", "D list.txt 100644 0: text\nA moved.txt <list.txt 0 100644: text\n" },
		{ "rename and edit",
		  "A again.txt <moved.txt 0 100644: text\nD moved.txt 100644 0: text\n" },
		{ "copy", "A copied.txt 0 100644: text\n" },
		{ "submodule added", "A .gitmodules 0 100644: text\nA sub 0 160000: text\n" },
		{ "submodule bumped", "M sub 160000 160000: text\n" },
		{ "submodule becomes file",
		  "T sub 160000 100644: type\nD sub 160000 0: text\nA sub 0 100644: text\n" },
		{ "no change at all", "" },
		{ "clean merge", "" },
		{ "octopus merge", "" },
		{ "conflicted merge", "M app.py 100644 100644: text\n" },
		{ "evil merge", "M app.py 100644 100644: text\nA evil.txt 0 100644: text\n" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cdr_buf out = print_subject(*state, cases[i].subject, print_kinds);
		char expected[256], *to = expected;

		for (const char *c = cases[i].kinds; *c; c++)
			if (*c != '\\')
				*to++ = *c;
		*to = '\0';
		if (strcmp(out.ptr, expected) != 0)
			fail_msg("%s:\n%s-- expected\n%s", cases[i].subject, out.ptr, expected);
		cdr_buf_release(&out);
	}
}

/* Files of merges: those that git's combined diff lists, which differ from every parent. */
static void test_merges_have_the_combined_diffs_files(void **state)
{
	struct kinds *kinds = *state;
	char *merges = sandbox_output(&kinds->sandbox, "git -C bare rev-list --merges HEAD", NULL);
	size_t n = 0;

	for (char *id = strtok(merges, "\n"); id; id = strtok(NULL, "\n"), n++) {
		char revisions[80], script[200];
		struct cdr_session_options options = { .range = revisions };

		snprintf(revisions, sizeof(revisions), "%s^!", id);
		snprintf(script, sizeof(script),
			 "git -C bare diff-tree -c -r --no-renames --name-only --no-commit-id %s",
			 id);
		assert_printed_as(&kinds->sandbox, kinds->repo, &options, print_paths, script);
	}
	assert_true(n >= 5);
	free(merges);
}

static void print_nth(struct cdr_buf *out, const struct cdr_change *change,
		      const struct cdr_filediff *file)
{
	(void)change;
	for (size_t i = 0; i < file->n_hunks; i++)
		cdr_buf_addf(out, "%u/%u ", file->hunks[i].nth, file->hunks[i].of);
}

static void test_equal_hunks_are_numbered(void **state)
{
	struct cdr_buf out = print_subject(*state, "equal hunks twice in one file", print_nth);

	assert_string_equal(out.ptr, "1/2 2/2 ");
	cdr_buf_release(&out);
	out = print_subject(*state, "three hunks", print_nth);
	assert_string_equal(out.ptr, "1/1 1/1 1/1 ");
	cdr_buf_release(&out);
}

static void check_texts(struct cdr_buf *out, const struct cdr_change *change,
			const struct cdr_filediff *file)
{
	assert_true(!file->old_text.ptr == !file->file.old_mode);
	assert_true(!file->new_text.ptr == !file->file.new_mode);
	assert_true(file->hunks[0].file == &file->file);
	for (size_t i = 0; i < file->n_hunks; i++)
		for (size_t j = 0; j < file->hunks[i].n_lines; j++) {
			const struct cdr_line *line = &file->hunks[i].lines[j];
			struct cdr_str side = line->origin == '-' ? file->old_text : file->new_text;

			assert_true(line->text.ptr >= side.ptr &&
				    line->text.ptr + line->text.len <= side.ptr + side.len);
			assert_true((line->old_lineno == 0) == (line->origin == '+'));
			assert_true((line->new_lineno == 0) == (line->origin == '-'));
		}
	(void)change;
	cdr_buf_addc(out, '.');
}

static void test_lines_lie_in_the_texts(void **state)
{
	struct cdr_buf out = print_subject(*state, "mode and content", check_texts);

	assert_string_equal(out.ptr, ".");
	cdr_buf_release(&out);
	out = print_subject(*state, "rename and edit", check_texts);
	assert_string_equal(out.ptr, "..");
	cdr_buf_release(&out);
}

struct reading {
	struct cdr_repo *repo;
	struct cdr_buf out;
};

static void *read_all(void *payload)
{
	struct reading *reading = payload;

	reading->out = print_revisions(reading->repo, EMPTY_TREE "..HEAD", print_patch);
	return NULL;
}

static void test_threads_with_a_handle_each(void **state)
{
	struct kinds *kinds = *state;
	struct reading here = { .repo = kinds->repo }, there = { .repo = NULL };
	struct cdr_err err = { .code = 0 };
	pthread_t thread;

	assert_done(cdr_repo_clone(&there.repo, kinds->repo, &err), &err);
	assert_int_equal(pthread_create(&thread, NULL, read_all, &there), 0);
	read_all(&here);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(here.out.len > 10000);
	assert_same_text(here.out.ptr, here.out.len, cdr_buf_str(&there.out));
	cdr_buf_release(&here.out);
	cdr_buf_release(&there.out);
	cdr_repo_close(there.repo);
}

static void test_large_files(void **state)
{
	struct sandbox sandbox = sandbox_open("git init -q -b main . && seq 1 200000 >many && head "
					      "-c 5000000 /dev/zero | tr '\\0' x >wide && "
					      "git add . && git commit -q -m one && seq 1 200000 | "
					      "sed 's/^77$/x/;s/99999/y/;/^150000$/d' >many && "
					      "printf y >>wide && git commit -q -a -m two");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	struct cdr_session_options options = { .range = EMPTY_TREE "..HEAD" };

	(void)state;
	assert_printed_as(&sandbox, repo, &options, print_patch,
			  "git log -p --format= " PINNED ONLY_HUNKS);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_unreadable_objects(void **state)
{
	struct sandbox sandbox =
		sandbox_open("git init -q -b main . && mkdir d && echo a >a && echo b >d/b && git "
			     "add . && git commit -q -m one && "
			     "echo aa >a && echo bb >d/b && git commit -q -a -m two && o=$(git "
			     "rev-parse HEAD:a) && "
			     "rm -f .git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	struct cdr_err err = { .code = 0 };
	struct cdr_session_options options = { .range = "HEAD" };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_buf out = print_revisions(repo, "HEAD", print_kinds);
	struct cdr_change change;
	struct cdr_range *range;
	struct cdr_diff *diff;
	char *tree;

	(void)state;
	assert_string_equal(out.ptr, "M a 100644 100644: unscannable\nM d/b 100644 100644: text\n");
	cdr_buf_release(&out);
	cdr_repo_close(repo);
	tree = sandbox_line(&sandbox, "o=$(git rev-parse HEAD:d); echo $o; "
			    "rm -f .git/objects/$(echo $o | cut -c1-2)/$(echo $o | cut -c3-)");
	repo = open_repo(&sandbox, ".");
	assert_done(cdr_range_open(&range, repo, &options, &err), &err);
	assert_done(cdr_range_next(range, repo, &arena, &change, &err), &err);
	assert_int_equal(cdr_diff_open(&diff, repo, range, &change, &err), CDR_EOBJECT);
	assert_non_null(strstr(err.message, tree));
	free(tree);
	cdr_range_close(range);
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

static void test_texts_without_a_repository(void **state)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_file file = {
		.path = CDR_STR("a.py"), .old_mode = 0100644, .new_mode = 0100644, .status = 'M'
	};
	const struct cdr_texts texts = { CDR_STR("a\nb\n"), CDR_STR("a\nc") };
	struct cdr_filediff *out;

	(void)state;
	assert_done(cdr_diff_texts(&arena, &file, &texts, &out, &err), &err);
	assert_int_equal(out->n_hunks, 1);
	assert_int_equal(out->hunks[0].n_lines, 3);
	assert_int_equal(out->hunks[0].lines[1].origin, '-');
	assert_int_equal(out->hunks[0].lines[2].new_lineno, 2);
	assert_true(out->hunks[0].lines[2].no_newline);
	assert_int_equal(out->hunks[0].of, 1);
	file.old_mode = 0;
	file.status = 'A';
	assert_int_equal(cdr_diff_texts(&arena, &file, &texts, &out, &err), CDR_EUSAGE);
	cdr_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_history_as_git_prints_it),
		cmocka_unit_test(test_synthetic_hunks),
		cmocka_unit_test(test_merges_have_the_combined_diffs_files),
		cmocka_unit_test(test_equal_hunks_are_numbered),
		cmocka_unit_test(test_lines_lie_in_the_texts),
		cmocka_unit_test(test_threads_with_a_handle_each),
		cmocka_unit_test(test_large_files),
		cmocka_unit_test(test_unreadable_objects),
		cmocka_unit_test(test_texts_without_a_repository),
	};

	return cmocka_run_group_tests(tests, kinds_open, kinds_close);
}
