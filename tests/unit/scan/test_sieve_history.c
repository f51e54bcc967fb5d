/*
 * What the shipped rules find is found through the sieve: in their own examples, and in
 * a made-up history of files that are made of the examples' lines, whose texts keep
 * their marks from commit to commit.
 */
#include "sieve_bench.h"

#include "rules/automaton.h"
#include "scan/sieve/marks.h"

#include <stdlib.h>

#define N_FILES 18u
#define N_STEPS 14u

static void open_shipped(struct sieve_bench *s)
{
	struct cdr_registry_request request = { .today = CDR_STR("2026-06-15") };

	*s = (struct sieve_bench){ .n_pairs = 0 };
	assert_int_equal(cdr_registry_new(&s->bench.registry, &request, NULL), 0);
	s->bench.matcher = cdr_matcher_new(s->bench.registry);
	sieve_open(s);
}

/* --- examples ---------------------------------------------------------------- */

/* The sides of a diff's body. */
static void split(struct cdr_arena *arena, struct cdr_str body, struct cdr_str sides[2])
{
	struct cdr_buf texts[2];
	struct cdr_str line;

	for (int side = 0; side < 2; side++)
		cdr_buf_init(&texts[side], 1 << 20);
	while (cdr_str_line(&body, &line)) {
		char origin = line.len ? line.ptr[0] : ' ';

		for (int side = 0; side < 2; side++) {
			if (origin == (side == CDR_SIDE_OLD ? '+' : '-'))
				continue;
			cdr_buf_addstr(&texts[side], cdr_str_sub(line, 1, line.len));
			cdr_buf_addc(&texts[side], '\n');
		}
	}
	for (int side = 0; side < 2; side++) {
		sides[side] = cdr_str_copy(arena, cdr_buf_str(&texts[side]));
		cdr_buf_release(&texts[side]);
	}
}

static void try_example(struct sieve_bench *s, const struct cdr_example *example)
{
	const struct cdr_str absent = { NULL, 0 };
	struct cdr_str path = example->path.len ? example->path : CDR_STR("a.py"), sides[2];

	if (example->is_diff) {
		split(&s->bench.arena, example->text, sides);
		sieve_try(s, path, sides[CDR_SIDE_OLD], sides[CDR_SIDE_NEW]);
		sieve_try(s, path, sides[CDR_SIDE_NEW], sides[CDR_SIDE_OLD]);
		return;
	}
	sieve_try(s, path, absent, example->text);
	sieve_try(s, path, example->text, absent);
	sieve_try(s, path, CDR_STR("\n"), example->text);
}

static void finds_what_examples_show(void **state)
{
	struct sieve_bench s;

	(void)state;
	open_shipped(&s);
	for (size_t i = 0; i < cdr_registry_count(s.bench.registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(s.bench.registry, i);

		for (size_t k = 0; k < rule->n_examples; k++)
			try_example(&s, &rule->examples[k]);
		cdr_arena_release(&s.bench.arena);
	}
	assert_true(s.n_pairs > 1000 && s.n_findings > 500);
	sieve_close(&s);
}

/* --- a history --------------------------------------------------------------- */

struct history {
	struct sieve_bench s;
	CDR_VEC(struct cdr_str) lines; /* of all examples */
	struct cdr_arena arena;
	size_t n_passed;
};

static void take_lines(struct history *h)
{
	for (size_t i = 0; i < cdr_registry_count(h->s.bench.registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(h->s.bench.registry, i);

		for (size_t k = 0; k < rule->n_examples; k++) {
			struct cdr_str text = rule->examples[k].text, line;

			while (cdr_str_line(&text, &line))
				*cdr_vec_push(&h->arena, &h->lines) = line;
		}
	}
}

static struct cdr_str any_line(const struct history *h)
{
	return h->lines.items[(size_t)rand() % h->lines.n];
}

/* Some lines more, some less, some twice: what makes runs slide and hunks meet. */
static struct cdr_str edited(struct history *h, struct cdr_str text)
{
	struct cdr_buf out;
	struct cdr_str line, copy;

	cdr_buf_init(&out, 1 << 20);
	while (cdr_str_line(&text, &line)) {
		int dice = rand() % 120;

		for (int n = dice == 0 ? 0 : dice == 1 ? 2 : 1; n > 0; n--) {
			cdr_buf_addstr(&out, line);
			cdr_buf_addc(&out, '\n');
		}
		for (int n = dice == 2 ? 1 + rand() % 3 : 0; n > 0; n--) {
			cdr_buf_addstr(&out, any_line(h));
			cdr_buf_addc(&out, '\n');
		}
	}
	for (int n = out.len ? rand() % 2 : 60; n > 0; n--) {
		cdr_buf_addstr(&out, any_line(h));
		cdr_buf_adds(&out, rand() % 6 ? "\n" : "\n\n    x = 1\n}\n\n");
	}
	copy = cdr_str_copy(&h->arena, cdr_buf_str(&out));
	cdr_buf_release(&out);
	return copy;
}

static struct cdr_text *text_of(struct history *h, struct cdr_str bytes)
{
	struct cdr_text *text = CDR_NEW(&h->arena, struct cdr_text);

	cdr_text_of(text, &h->arena, bytes);
	return text;
}

/* Read from its beginning, or BACKWARDS as a scan does it: what is known is of the other side. */
static void live(struct history *h, struct cdr_str path, bool backwards)
{
	struct cdr_text *was = NULL, *is;

	for (size_t step = 0; step < N_STEPS; step++) {
		struct cdr_file file =
			sieve_file(path, backwards || was, !backwards || was);

		is = text_of(h, edited(h, was ? was->bytes : CDR_STR("")));
		h->n_passed += backwards ? sieve_check(&h->s, &file, is, was)
					 : sieve_check(&h->s, &file, was, is);
		if (was)
			cdr_text_forget(was);
		was = is;
		cdr_arena_release(&h->s.bench.arena);
	}
	cdr_text_forget(was);
}

static void finds_the_same_through_a_history(void **state)
{
	static const char *const paths[] = { "app/views.py", "src/a.ts",  "A.java",
					     "b.rb",	     "deploy.yml", "m.sql",
					     "x.go",	     "Dockerfile", "run" };
	struct history h = { .n_passed = 0 };

	(void)state;
	srand(11);
	open_shipped(&h.s);
	take_lines(&h);
	for (size_t i = 0; i < 2 * N_FILES; i++)
		live(&h, cdr_str_from(paths[i % COUNT(paths)]), i % 2);
	assert_true(h.n_passed < h.s.n_pairs);
	assert_true(h.s.n_findings > 100);
	sieve_close(&h.s);
	cdr_arena_release(&h.arena);
}

/* --- marks ------------------------------------------------------------------- */

static void assert_same_marks(const struct cdr_text *a, const struct cdr_text *b)
{
	const struct cdr_marks *left = cdr_marks_of(a), *right = cdr_marks_of(b);

	assert_int_equal(left->n_lines, a->n_lines);
	assert_int_equal(left->n_lines, right->n_lines);
	for (uint32_t i = 0; i <= left->n_lines; i++)
		assert_int_equal(left->first[i], right->first[i]);
	for (uint32_t i = 0; i < left->first[left->n_lines]; i++)
		assert_int_equal(left->literals[i], right->literals[i]);
	assert_int_equal(left->n_anchored, right->n_anchored);
	for (size_t i = 0; i < left->n_anchored; i++) {
		assert_int_equal(left->lines[i], right->lines[i]);
		assert_int_equal(left->ways[i], right->ways[i]);
	}
}

/* With the lines that changed, or only the ends that did not. */
static void mark(struct cdr_marker *marker, struct cdr_text *old_text, struct cdr_text *new_text)
{
	const struct cdr_file file = sieve_file(CDR_STR("a"), old_text, new_text);
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_pair pair;

	sieve_pair(&pair, &file, old_text, new_text);
	pair.is_compared = rand() % 2;
	if (pair.is_compared)
		cdr_script_make(&pair.script, &arena, 1, old_text, new_text);
	cdr_marker_mark(marker, &pair);
	cdr_arena_release(&arena);
}

static void takes_marks_over_exactly(void **state)
{
	static const char *const words[] = { "e", "re", "def", "import ", "(", "==", "return",
					     "x = " };
	/* a guard may stand where there is a "def" and a "(", another where there is a "return" */
	static const struct cdr_wanted_way ways[] = { { .anchor = 3 }, { .anchor = 1 } };
	struct cdr_want wants[] = { { 0, 1 }, { 0, 2 }, { 1, 1 } };
	uint32_t first[] = { 0, 0, 0, 1, 1, 2, 2, 3, 3 };
	struct cdr_automaton *automaton = cdr_automaton_new();
	const struct cdr_wanted wanted = {
		.automaton = automaton, .ways = ways, .n_ways = 2, .anchors = { wants, first }
	};
	struct cdr_marker *marker;
	struct history h = { .n_passed = 0 };
	struct cdr_text *was;
	size_t n_anchored[2] = { 0, 0 };

	(void)state;
	srand(5);
	for (size_t i = 0; i < COUNT(words); i++)
		cdr_automaton_add(automaton, cdr_str_from(words[i]));
	cdr_automaton_seal(automaton);
	marker = cdr_marker_new(&wanted, 0);
	open_shipped(&h.s);
	take_lines(&h);
	was = text_of(&h, edited(&h, CDR_STR("")));
	mark(marker, NULL, was);
	for (size_t step = 0; step < 60; step++) {
		struct cdr_text *is = text_of(&h, edited(&h, was->bytes));
		struct cdr_text *again = text_of(&h, is->bytes);

		if (step % 2)
			mark(marker, was, is);
		else
			mark(marker, is, was), mark(marker, is, was);
		mark(marker, was, is);
		mark(marker, NULL, again);
		assert_same_marks(is, again);
		for (size_t i = 0; i < cdr_marks_of(is)->n_anchored; i++)
			n_anchored[cdr_marks_of(is)->ways[i]]++;
		cdr_text_forget(again);
		cdr_text_forget(was);
		was = is;
	}
	assert_true(cdr_marks_from(cdr_marks_of(was), UINT32_MAX) > 50);
	assert_true(n_anchored[0] > 50 && n_anchored[1] > 50);
	cdr_text_forget(was);
	sieve_close(&h.s);
	cdr_arena_release(&h.arena);
	cdr_marker_free(marker);
	cdr_automaton_free(automaton);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_examples_show),
		cmocka_unit_test(finds_the_same_through_a_history),
		cmocka_unit_test(takes_marks_over_exactly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
