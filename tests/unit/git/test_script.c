/* test_script.c - which lines differ: known shapes, then many texts beside libgit2 and git. */
#include "sandbox.h"
#include "samediff.h"

#define LARGEST ((size_t)8 << 20)

/* "OLD,N NEW,N; ..." of all runs, lines counted from 0. */
static void print_script(struct cdr_buf *out, const char *old_bytes, const char *new_bytes)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_text old_text, new_text;
	struct cdr_script script;

	cdr_text_of(&old_text, &arena, cdr_str_from(old_bytes));
	cdr_text_of(&new_text, &arena, cdr_str_from(new_bytes));
	cdr_script_make(&script, &arena, 1, *old_bytes ? &old_text : NULL,
			*new_bytes ? &new_text : NULL);
	for (size_t i = 0; i < script.n; i++)
		cdr_buf_addf(out, "%s%u,%u %u,%u", i ? "; " : "", script.runs[i].old_from,
			     script.runs[i].n_old, script.runs[i].new_from, script.runs[i].n_new);
	cdr_buf_addf(out, " (%zu)", cdr_script_hunks(&script));
	cdr_arena_release(&arena);
}

static void test_known_shapes(void **state)
{
	static const struct {
		const char *old_bytes, *new_bytes, *runs;
	} cases[] = {
		{ "", "", " (0)" },
		{ "a\n", "a\n", " (0)" },
		{ "", "a\nb\n", "0,0 0,2 (1)" },
		{ "a\nb\n", "", "0,2 0,0 (1)" },
		{ "a\n", "a", "0,1 0,1 (1)" },
		{ "a\nb", "a\nbc", "1,1 1,1 (1)" },
		{ "b\n", "ab\n", "0,1 0,1 (1)" },
		{ "a\nb\nc\n", "a\nx\nc\n", "1,1 1,1 (1)" },
		{ "a\nb\nc\n", "x\nb\ny\n", "0,1 0,1; 2,1 2,1 (1)" },
		/* what could lie in several places lies low ... */
		{ "a\na\nb\n", "a\na\na\nb\n", "2,0 2,1 (1)" },
		/* ... but beside changes of the other side ... */
		{ "a\nx\nb\na\nc\n", "a\nb\na\ny\nc\n", "1,1 1,0; 4,0 3,1 (1)" },
		/* ... and where the indent heuristic wants it */
		{ "if a:\n  x\n  y\n\nif c:\n  x\n  y\n",
		  "if a:\n  x\n  y\n\nif b:\n  x\n  y\n\nif c:\n  x\n  y\n", "4,0 4,4 (1)" },
		{ "void f()\n{\n\tx;\n}\n", "void f()\n{\n\tx;\n}\n\nvoid g()\n{\n\tx;\n}\n",
		  "4,0 4,5 (1)" },
		/* six lines between are one hunk, seven are two */
		{ "a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n", "0,1 0,1; 7,1 7,1 (1)" },
		{ "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
		  "0,1 0,1; 8,1 8,1 (2)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cdr_buf out;

		cdr_buf_init(&out, 4096);
		print_script(&out, cases[i].old_bytes, cases[i].new_bytes);
		if (strcmp(out.ptr, cases[i].runs) != 0)
			fail_msg("case %zu: %s, not %s", i, out.ptr, cases[i].runs);
		cdr_buf_release(&out);
	}
}

static void test_middle(void **state)
{
	static const struct {
		const char *old_bytes, *new_bytes;
		struct cdr_run middle;
	} cases[] = {
		{ "a\nb\nc\n", "a\nb\nc\n", { 3, 0, 3, 0 } },
		{ "a\nb\nc\n", "a\nx\nc\n", { 1, 1, 1, 1 } },
		{ "a\na\n", "a\na\na\n", { 2, 0, 2, 1 } },
		{ "a\nb\n", "xa\nb\n", { 0, 1, 0, 1 } },
		{ "b\n", "a\nb\n", { 0, 0, 0, 1 } },
		{ "a\nb", "a\nb\n", { 1, 1, 1, 1 } },
		{ "a\nb", "a\nbb", { 1, 1, 1, 1 } },
		{ "a\n", "a\nb", { 1, 0, 1, 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cdr_arena arena = { NULL, 0 };
		struct cdr_text old_text, new_text;
		struct cdr_run middle;

		cdr_text_of(&old_text, &arena, cdr_str_from(cases[i].old_bytes));
		cdr_text_of(&new_text, &arena, cdr_str_from(cases[i].new_bytes));
		middle = cdr_script_middle(&old_text, &new_text);
		assert_memory_equal(&middle, &cases[i].middle, sizeof(middle));
		cdr_arena_release(&arena);
	}
}

/* Texts at random, always the same ones. */
struct writer {
	struct cdr_buf old_bytes, new_bytes;
	uint64_t seed;
	unsigned kind, n_words;
};

static uint32_t below(struct writer *writer, uint32_t n)
{
	writer->seed = writer->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return n ? (uint32_t)(writer->seed >> 33) % n : 0;
}

static void write_line(struct writer *writer, struct cdr_buf *out)
{
	static const char *const code[] = { "",        "\t",        "    ",   "  ",
					    "}",       "{",         "return", "if (a) {",
					    "\tif b:", "\t\tf();",  "\t}",    "    def f(self):",
					    "class A", "        p", "x",      "    x" };
	uint32_t word = below(writer, writer->n_words);

	switch (writer->kind) {
	case 0:
		cdr_buf_addf(out, "%c\n", 'a' + (int)(word % 26));
		break;
	case 1:
		cdr_buf_addf(out, "%s\n", code[word % 16]);
		break;
	case 2:
		cdr_buf_addf(out, "%*s%c\n", (int)below(writer, 4) * 4, "", 'a' + (int)(word % 26));
		break;
	default:
		cdr_buf_addf(out, "line %u\n", below(writer, writer->n_words * 100));
		break;
	}
}

/* The lines of the old text that are on from FROM, once more. */
static void write_block(struct writer *writer, struct cdr_str from)
{
	struct cdr_str line;

	for (uint32_t i = below(writer, 30); i > 0 && cdr_str_line(&from, &line); i--) {
		cdr_buf_addstr(&writer->new_bytes, line);
		cdr_buf_addc(&writer->new_bytes, '\n');
	}
}

/* The new text is the old one with lines dropped, added, replaced and blocks repeated. */
static void write_new(struct writer *writer)
{
	struct cdr_str old_bytes = cdr_buf_str(&writer->old_bytes), rest = old_bytes, line;
	uint32_t calm = 4 + below(writer, 100);

	while (cdr_str_line(&rest, &line)) {
		uint32_t what = below(writer, calm);

		if (what == 0)
			continue;
		if (what == 1)
			write_block(writer,
				    cdr_str_sub(old_bytes, below(writer, (uint32_t)old_bytes.len),
						old_bytes.len));
		if (what == 2 || what == 3)
			write_line(writer, &writer->new_bytes);
		if (what == 3)
			continue;
		cdr_buf_addstr(&writer->new_bytes, line);
		cdr_buf_addc(&writer->new_bytes, '\n');
	}
	if (below(writer, 5) == 0 && writer->new_bytes.len > 0)
		writer->new_bytes.len--;
}

static void check_random(uint64_t seed, uint32_t most_lines)
{
	struct writer writer = { .seed = seed };

	cdr_buf_init(&writer.old_bytes, LARGEST);
	cdr_buf_init(&writer.new_bytes, LARGEST);
	writer.kind = below(&writer, 4);
	writer.n_words = 1 + below(&writer, 26);
	for (uint32_t n = below(&writer, most_lines); n > 0; n--)
		write_line(&writer, &writer.old_bytes);
	write_new(&writer);
	if (!same_diff(cdr_buf_str(&writer.old_bytes), cdr_buf_str(&writer.new_bytes)))
		fail_msg("seed %llu: not libgit2's hunks", (unsigned long long)seed);
	cdr_buf_release(&writer.old_bytes);
	cdr_buf_release(&writer.new_bytes);
}

static void test_short_texts_beside_libgit2(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 3000; seed++)
		check_random(seed, seed % 2 ? 12 : 80);
}

static void test_long_texts_beside_libgit2(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 12; seed++)
		check_random(seed, 6000);
}

/* N lines in an order of their own: the search has to give up. */
static void write_permuted(struct cdr_buf *out, uint32_t n, uint32_t step)
{
	for (uint32_t i = 0; i < n; i++)
		cdr_buf_addf(out, "%u\n", (uint32_t)((uint64_t)i * step % n));
}

static void test_permuted_lines_beside_libgit2(void **state)
{
	static const uint32_t sizes[] = { 997, 9973, 30011 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct cdr_buf a, b;

		cdr_buf_init(&a, LARGEST);
		cdr_buf_init(&b, LARGEST);
		write_permuted(&a, sizes[i], 7);
		write_permuted(&b, sizes[i], 613);
		assert_true(same_diff(cdr_buf_str(&a), cdr_buf_str(&b)));
		cdr_buf_release(&a);
		cdr_buf_release(&b);
	}
}

/* A line, RARITY times in a hundred one that nothing else equals. */
static void write_rare(struct writer *writer, struct cdr_buf *out, uint32_t rarity)
{
	if (below(writer, 100) < rarity)
		cdr_buf_addf(out, "%u.%u\n", out == &writer->new_bytes, below(writer, 1u << 30));
	else
		write_line(writer, out);
}

/* A few lines far too often, amid lines of one text only: they must not mislead. */
static void test_common_lines_beside_libgit2(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct writer writer = { .seed = seed, .n_words = 1 + (unsigned)seed % 9 };
		uint32_t rarity = 45 + (uint32_t)seed % 50;

		cdr_buf_init(&writer.old_bytes, LARGEST);
		cdr_buf_init(&writer.new_bytes, LARGEST);
		for (int i = 0; i < 1200; i++) {
			write_rare(&writer, &writer.old_bytes, i % 97 < 60 ? rarity : 20);
			write_rare(&writer, &writer.new_bytes, i % 89 < 60 ? rarity : 20);
		}
		assert_true(
			same_diff(cdr_buf_str(&writer.old_bytes), cdr_buf_str(&writer.new_bytes)));
		cdr_buf_release(&writer.old_bytes);
		cdr_buf_release(&writer.new_bytes);
	}
}

/* Equal lines in rows of about 20 amid noise: whether they are worth cutting at. */
static void test_snakes_beside_libgit2(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct writer writer = { .seed = seed, .n_words = 12 };

		cdr_buf_init(&writer.old_bytes, LARGEST);
		cdr_buf_init(&writer.new_bytes, LARGEST);
		for (int i = 0; i < 120; i++) {
			uint32_t row = 16 + below(&writer, 12);

			for (uint32_t j = below(&writer, 25); j > 0; j--)
				write_line(&writer, &writer.old_bytes);
			for (uint32_t j = below(&writer, 25); j > 0; j--)
				write_line(&writer, &writer.new_bytes);
			for (uint32_t j = 0; j < row; j++) {
				cdr_buf_addf(&writer.old_bytes, "%d.%u\n", i, j);
				cdr_buf_addf(&writer.new_bytes, "%d.%u\n", i, j);
			}
		}
		assert_true(
			same_diff(cdr_buf_str(&writer.old_bytes), cdr_buf_str(&writer.new_bytes)));
		cdr_buf_release(&writer.old_bytes);
		cdr_buf_release(&writer.new_bytes);
	}
}

static void print_hunks(struct cdr_buf *out, const char *old_bytes, const char *new_bytes)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_text old_text, new_text;
	struct cdr_hunking hunking = { .arena = &arena,
				       .old_text = &old_text,
				       .new_text = &new_text };
	struct cdr_script script;

	cdr_text_of(&old_text, &arena, cdr_str_from(old_bytes));
	cdr_text_of(&new_text, &arena, cdr_str_from(new_bytes));
	cdr_script_make(&script, &arena, 1, &old_text, &new_text);
	cdr_hunks_by_script(&hunking, &script);
	for (size_t i = 0; i < hunking.hunks.n; i++) {
		const struct cdr_hunk *hunk = &hunking.hunks.items[i];

		cdr_buf_addf(out, "@@ -%u,%u +%u,%u @@%s%.*s\n", hunk->old_start, hunk->old_lines,
			     hunk->new_start, hunk->new_lines, hunk->heading.len ? " " : "",
			     CDR_FMT(hunk->heading));
	}
	cdr_arena_release(&arena);
}

static void write_file(const struct sandbox *sandbox, const char *name, const char *bytes)
{
	FILE *file = fopen(sandbox_path(sandbox, name), "we");

	assert_non_null(file);
	assert_true(fputs(bytes, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* The @@ lines of git diff from file a to file b, every count written out. */
static char *git_hunks(const struct sandbox *sandbox)
{
	return sandbox_output(
		sandbox,
		"git diff --no-index --text --diff-algorithm=myers --indent-heuristic a b |"
		" sed -n '/^@@/{s/^@@ -\\([0-9]*\\) /@@ -\\1,1 /;"
		"s/^\\(@@ [^ ]* +[0-9]*\\) @@/\\1,1 @@/;p}'",
		NULL);
}

/* Where libgit2 is no reference: form feeds, long headings; and of zero lines and one. */
static void test_hunks_beside_git(void **state)
{
	static const char long_line[] =
		"def a_name_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and "
		"(x):\n"
		" 1\n 2\n 3\n 4\n 5\n";
	static const struct {
		const char *old_bytes, *new_bytes;
	} cases[] = {
		{ "a\n\f\nb\n\f\n", "a\n\f\nb\n\f\nb\n\f\n" },
		{ "\f\n    x\n\v\n", "\f\n    x\n\v\n\f\n    x\n\v\n" },
		{ "    \f\na\n", "    \f\na\n    \f\na\n" },
		{ "a\n", "" },
		{ "a", "a\n" },
		{ "_a \t\n 1\n 2\n 3\n 4\n", "_a \t\n 1\n 2\n 3\n 4\n 5\n" },
		{ "$a\n 1\n-b\n 2\n 3\n 4\n", "$a\n 1\n-b\n 2\n 3\n 5\n" },
		{ "a\n1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n",
		  "a\n1\n2\n3\n4\n6\n7\n8\n9\n0\n1\n2\n3\n" },
		{ long_line, " 0\n" },
	};
	struct sandbox sandbox = sandbox_open("git init -q .");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char new_bytes[512], *expected;
		struct cdr_buf out;

		snprintf(new_bytes, sizeof(new_bytes), "%s%s",
			 cases[i].old_bytes == long_line ? long_line : "", cases[i].new_bytes);
		write_file(&sandbox, "a", cases[i].old_bytes);
		write_file(&sandbox, "b", new_bytes);
		cdr_buf_init(&out, 4096);
		print_hunks(&out, cases[i].old_bytes, new_bytes);
		expected = git_hunks(&sandbox);
		if (strcmp(expected, out.ptr) != 0)
			fail_msg("case %zu:\n%s-- expected\n%s", i, out.ptr, expected);
		cdr_buf_release(&out);
		free(expected);
	}
	sandbox_close(&sandbox);
}

static void test_heading_that_is_no_utf8(void **state)
{
	struct cdr_str was = CDR_STR("int f\xc8(x)\n1\n2\n3\n4\n5\n6\n7\n");
	struct cdr_str is = CDR_STR("int f\xc8(x)\n1\n2\n3\n4\n5\n6\n8\n");

	(void)state;
	assert_true(same_diff(was, is));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_heading_that_is_no_utf8),
		cmocka_unit_test(test_known_shapes),
		cmocka_unit_test(test_middle),
		cmocka_unit_test(test_short_texts_beside_libgit2),
		cmocka_unit_test(test_long_texts_beside_libgit2),
		cmocka_unit_test(test_permuted_lines_beside_libgit2),
		cmocka_unit_test(test_common_lines_beside_libgit2),
		cmocka_unit_test(test_snakes_beside_libgit2),
		cmocka_unit_test(test_hunks_beside_git),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
