/* test_pathspec.c - what the words after "--" select, against git diff in several directories. */
#include "sandbox.h"

#include "git/pathspec.h"

static const char make_repo[] =
	"git init -q -b main . && mkdir -p src/app/deep src/lib docs 'od[d]' && "
	"touch README.md Makefile src/a.c src/b.py src/app/views.py src/app/Models.py "
	"src/app/deep/x.py "
	"src/lib/a.c docs/index.md docs/a.c 'od[d]/f' 'star*.c' 'b{a,b}.c' ba.c bb.c ':colon' "
	"'!bang' "
	"src/app/TEST.py && git add -A && git commit -q -m one";

static struct sandbox sandbox;

static int setup(void **state)
{
	(void)state;
	sandbox = sandbox_open(make_repo);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	sandbox_close(&sandbox);
	return 0;
}

/* The paths of the repository that WORDS select in DIR, sorted as git does. */
static char *our_selection(const char *dir, const char *const *words, size_t n)
{
	struct cdr_session_options options = { .pathspecs = words, .n_pathspecs = n };
	struct cdr_repo *repo = open_repo(&sandbox, dir);
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	char *all = sandbox_output(&sandbox, "git ls-files -z --full-name | tr '\\0' '\\n'", NULL);
	struct cdr_str rest = cdr_str_from(all), path;
	struct cdr_pathspec spec;
	struct cdr_buf out;

	assert_done(cdr_pathspec_parse(&spec, repo, &arena, &options, &err), &err);
	cdr_buf_init(&out, 65536);
	cdr_buf_adds(&out, "");
	while (cdr_str_line(&rest, &path))
		if (cdr_pathspec_wants(&spec, path))
			cdr_buf_addf(&out, "%.*s\n", CDR_FMT(path));
	free(all);
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	return out.ptr ? out.ptr : strdup("");
}

/* git diff, not git ls-files: there words that only exclude begin at the top, as in git log. */
static char *gits_selection(const char *dir, const char *const *words, size_t n)
{
	char script[1024];
	size_t len = (size_t)snprintf(script, sizeof(script),
				      "cd '%s'; git diff --no-relative --name-only -z "
				      "4b825dc642cb6eb9a060e54bf8d69288fbee4904 HEAD --",
				      dir);

	for (size_t i = 0; i < n; i++)
		len += (size_t)snprintf(script + len, sizeof(script) - len, " '%s'", words[i]);
	snprintf(script + len, sizeof(script) - len, " | tr '\\0' '\\n'");
	return sandbox_output(&sandbox, script, NULL);
}

static void assert_same_selection(const char *dir, const char *const *words, size_t n)
{
	char *expected = gits_selection(dir, words, n);
	char *actual = our_selection(dir, words, n);

	if (strcmp(expected, actual) != 0)
		fail_msg("in %s: %s %s\n-- git\n%s-- ours\n%s", dir, words[0],
			 n > 1 ? words[1] : "", expected, actual);
	free(expected);
	free(actual);
}

static void test_words_against_git(void **state)
{
	static const char *const words[] = {
		".", "src", "src/", "src/app", "*.py", "*.c", "s*", "src/*", "src/*.py",
		"src/**/x.py", "s*c", "READ*", "src/a?c", "src?a.c", "[Ss]rc", "src/[a-b].*",
		"src/[!a].py", "od[d]", "od[d]/f", "od\\[d\\]/f", "star*.c", "star\\*.c",
		"b{a,b}.c", "b{*", "[", "src/[", "nothing", "Readme.md", "src/lib/../a.c",
		"./src", "src//lib", ":(icase)readme.md", ":(icase)SRC/APP/t*",
		":(icase)src/app/models.py", ":(glob)*.py", ":(glob)**/*.py", ":(glob)src/*",
		":(glob)src/**", ":(glob)src/*/x.py", ":(glob)src/**/x.py", ":(glob)**/a.c",
		":(glob)src?a.c", ":(literal)od[d]", ":(literal)star*.c", ":(literal)*.c",
		":(top)src", ":/src", ":/", ":(top)", ":", ":!src", ":^src", ":!*.py",
		":(exclude)docs", ":(exclude,icase)README.MD", ":(top,glob,icase)SRC/*.C",
		":!:!bang", ":/:!bang", "!bang", ":(literal):colon", ":()src", "[[:upper:]]*",
		"*/a.c", "**/a.c", "src/app*", "\\src", "*[.]py", "src/app/", "src/a.c/",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_same_selection(".", &words[i], 1);
}

static void test_words_below_the_top(void **state)
{
	static const char *const words[] = {
		".", "app", "*.py", "..", "../docs", "../*.md", ":/docs", ":(top)*.md", ":/",
		":", ":!app", ":!../docs", ":(glob)*.c", ":(glob)**/*.py", ":(icase)APP",
		":(icase)../SRC/APP", "./app/../lib", "../src/lib", ":(literal)a.c",
		"../src/*.c", ":(exclude).", "app/deep/",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_same_selection("src", &words[i], 1);
}

static void test_several_words(void **state)
{
	static const char *const several[][2] = {
		{ "src", ":!src/app" },
		{ "*.py", ":!*views*" },
		{ ":!src", ":!docs" },
		{ "docs", "src/lib" },
		{ "src/app", ":(exclude,icase)*TEST*" },
		{ ":/", ":(exclude,glob)**/a.c" },
		{ "src", "src" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(several) / sizeof(several[0]); i++) {
		assert_same_selection(".", several[i], 2);
		assert_same_selection("src", several[i], 2);
	}
}

static void test_absolute_paths(void **state)
{
	char *top = sandbox_line(&sandbox, "pwd -P");
	char word[300];
	const char *words[] = { word };

	(void)state;
	snprintf(word, sizeof(word), "%s/src/app", top);
	assert_same_selection(".", words, 1);
	assert_same_selection("docs", words, 1);
	snprintf(word, sizeof(word), "%s", top);
	assert_same_selection("docs", words, 1);
	free(top);
}

static void test_refused(void **state)
{
	static const struct {
		const char *word, *message;
	} cases[] = {
		{ "", "the empty text is no pathspec" },
		{ ":(attr:x)a", "unknown pathspec magic 'attr:x' in ':(attr:x)a'" },
		{ ":(exlude)src", "unknown pathspec magic 'exlude' in ':(exlude)src'" },
		{ ":(top", "missing ')' in pathspec ':(top'" },
		{ ":(literal,glob)a", "literal and glob exclude each other in ':(literal,glob)a'" },
		{ ":,a", "unknown pathspec magic ',' in ':,a'" },
		{ "..", "'..' is outside of the repository" },
		{ "src/../../x", "'src/../../x' is outside of the repository" },
		{ "/etc/passwd", "'/etc/passwd' is outside of the repository" },
	};
	struct cdr_repo *repo = open_repo(&sandbox, ".");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cdr_session_options options = { .pathspecs = &cases[i].word,
						       .n_pathspecs = 1 };
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_err err = { .code = 0 };
		struct cdr_pathspec spec;

		assert_int_equal(cdr_pathspec_parse(&spec, repo, &arena, &options, &err),
				 CDR_EUSAGE);
		assert_string_equal(err.message, cases[i].message);
		cdr_arena_release(&arena);
	}
	cdr_repo_close(repo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_against_git),
		cmocka_unit_test(test_words_below_the_top),
		cmocka_unit_test(test_several_words),
		cmocka_unit_test(test_absolute_paths),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
