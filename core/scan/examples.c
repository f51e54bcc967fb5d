/*
 * examples.c - a rule's examples are its tests: code that was just written, or
 * a diff, must make it fire or must not.
 */
#include "scan/match.h"

#include "rules/language.h"
#include "scan/builtin.h"

#include <string.h>

#define FILE_MODE 0100644u

struct bench {
	const struct cdr_rule *rule;
	struct cdr_matcher *matcher;
	struct cdr_arena *arena;  /* of the failures */
	struct cdr_arena scratch; /* of one example */
	CDR_VEC(struct cdr_str) failures;
};

/* --- the file an example stands in --------------------------------------------- */

static struct cdr_str default_path(struct bench *bench)
{
	const struct cdr_detection *detection = bench->rule->detection;
	const struct cdr_language *language = NULL;

	if (detection->n_languages > 0)
		language = cdr_language_named(detection->languages[0]);
	if (!language)
		return CDR_STR("example");
	if (!language->extensions)
		return cdr_str_from(language->files[0]);
	return cdr_str_from(
		cdr_arena_printf(&bench->scratch, "example.%s", language->extensions[0]));
}

/* --- from example to diff ---------------------------------------------------------- */

/* Splits a diff body; a line without content is an empty context line. */
static bool split_diff(struct bench *bench, struct cdr_str body, struct cdr_texts *out)
{
	char *texts[2] = { cdr_arena_alloc(&bench->scratch, body.len + 1),
			   cdr_arena_alloc(&bench->scratch, body.len + 1) };
	size_t lens[2] = { 0, 0 };
	struct cdr_str line;

	while (cdr_str_line(&body, &line)) {
		char origin = line.len ? line.ptr[0] : ' ';
		struct cdr_str text = cdr_str_sub(line, 1, line.len);

		if (!memchr(" +-", origin, 3))
			return false;
		for (int side = 0; side < 2; side++) {
			if (origin == (side == CDR_SIDE_OLD ? '+' : '-'))
				continue;
			memcpy(texts[side] + lens[side], text.ptr, text.len);
			lens[side] += text.len;
			texts[side][lens[side]++] = '\n';
		}
	}
	out->old_text = (struct cdr_str){ texts[CDR_SIDE_OLD], lens[CDR_SIDE_OLD] };
	out->new_text = (struct cdr_str){ texts[CDR_SIDE_NEW], lens[CDR_SIDE_NEW] };
	return true;
}

static int diff_of(struct bench *bench, const struct cdr_example *example,
		   const struct cdr_texts *sides, struct cdr_filediff **out)
{
	struct cdr_file file = {
		.path = example->path.len ? example->path : default_path(bench),
		.old_mode = example->is_diff ? FILE_MODE : 0,
		.new_mode = FILE_MODE,
		.status = example->is_diff ? 'M' : 'A',
	};

	return cdr_diff_texts(&bench->scratch, &file, sides, out, NULL);
}

/* --- the answer ------------------------------------------------------------------------ */

static void fail(struct bench *bench, const struct cdr_example *example, const char *words)
{
	*cdr_vec_push(bench->arena, &bench->failures) = cdr_str_from(cdr_arena_printf(
		bench->arena, "%.*s:%zu: %s", CDR_FMT(bench->rule->source), example->line, words));
}

/* The first finding of RULE that nothing excuses, or NULL. */
static const struct cdr_finding *finding_of(const struct cdr_matched *matched, size_t n_hunks,
					    const struct cdr_rule *rule)
{
	for (size_t i = 0; i < n_hunks; i++)
		for (size_t k = 0; k < matched->hunks[i].n_findings; k++) {
			const struct cdr_finding *finding = &matched->hunks[i].findings[k];

			if (finding->rule == rule && !finding->suppressed.ptr)
				return finding;
		}
	return NULL;
}

static void judge(struct bench *bench, const struct cdr_example *example,
		  const struct cdr_matched *matched, const struct cdr_filediff *diff)
{
	const struct cdr_finding *gave_up =
		finding_of(matched, diff->n_hunks, cdr_builtin_rule(CDR_BUILTIN_UNSCANNABLE));
	const struct cdr_finding *fired = finding_of(matched, diff->n_hunks, bench->rule);
	struct cdr_arena *arena = &bench->scratch;
	struct cdr_str path = diff->file.path;

	if (gave_up)
		fail(bench, example,
		     cdr_arena_printf(arena, "cannot be decided: %.*s", CDR_FMT(gave_up->message)));
	else if (example->bad && !matched->covered)
		fail(bench, example,
		     cdr_arena_printf(arena,
				      "bad example does not fire: the rule does not look at %.*s",
				      CDR_FMT(path)));
	else if (example->bad && !fired)
		fail(bench, example,
		     cdr_arena_printf(arena, "bad example does not fire in %.*s", CDR_FMT(path)));
	else if (!example->bad && fired)
		fail(bench, example,
		     cdr_arena_printf(arena, "good example fires at line %u, column %u of %.*s",
				      fired->line, fired->col, CDR_FMT(path)));
}

static void run(struct bench *bench, const struct cdr_example *example)
{
	const struct cdr_change change = { .kind = CDR_CHANGE_WORKTREE };
	struct cdr_texts sides = { .new_text = example->text };
	struct cdr_matched matched;
	struct cdr_filediff *diff;

	if (example->is_diff && !split_diff(bench, example->text, &sides))
		fail(bench, example, "a line of the diff begins with none of ' ', '-' and '+'");
	else if (diff_of(bench, example, &sides, &diff) != 0 ||
		 cdr_matcher_run(bench->matcher, &change, diff, &bench->scratch, &matched) != 0)
		fail(bench, example, "cannot be made into a diff");
	else
		judge(bench, example, &matched, diff);
}

int cdr_examples_run(const struct cdr_registry *registry, const struct cdr_rule *rule,
		     struct cdr_arena *arena, const struct cdr_str **failures, size_t *n)
{
	struct bench bench = { .rule = rule, .arena = arena };

	*failures = NULL;
	*n = 0;
	if (rule->n_examples == 0 || rule->detector == CDR_PLAIN)
		return CDR_ENOTFOUND;
	bench.matcher = cdr_matcher_new(registry);
	cdr_matcher_only(bench.matcher, rule);
	cdr_matcher_everywhere(bench.matcher);
	for (size_t i = 0; i < rule->n_examples; i++) {
		run(&bench, &rule->examples[i]);
		cdr_arena_release(&bench.scratch);
	}
	cdr_matcher_free(bench.matcher);
	*failures = bench.failures.items;
	*n = bench.failures.n;
	return 0;
}
