/*
 * sieve_bench.h - two texts through the sieve and the rules: what the sieve leaves
 * out finds nothing, before the lines are compared and after.
 */
#ifndef TESTS_UNIT_SCAN_SIEVE_BENCH_H
#define TESTS_UNIT_SCAN_SIEVE_BENCH_H

#include "bench.h"

#include "scan/sieve/sieve.h"

struct sieve_bench {
	struct bench bench;
	struct cdr_sieve *sieve;
	struct cdr_sieve_space *space;
	size_t n_passed, n_pairs, n_findings;
};

static inline void sieve_open(struct sieve_bench *s)
{
	s->sieve = cdr_sieve_new(s->bench.registry);
	s->space = cdr_sieve_space_new(s->sieve);
}

static inline void sieve_close(struct sieve_bench *s)
{
	cdr_sieve_space_free(s->space);
	cdr_sieve_free(s->sieve);
	bench_close(&s->bench);
}

static inline void sieve_pair(struct cdr_pair *pair, const struct cdr_file *file,
			      struct cdr_text *old_text, struct cdr_text *new_text)
{
	*pair = (struct cdr_pair){ .file = *file, .old_text = old_text, .new_text = new_text };
	pair->middle = cdr_script_middle(old_text, new_text);
}

/* What RULES find; what is kept with the texts of PAIR is used, unless NULL. */
static inline const char *sieve_findings(struct sieve_bench *s, const struct cdr_ruleset *rules,
					 const struct cdr_pair *pair)
{
	struct bench *bench = &s->bench;

	cdr_matcher_sift(bench->matcher, rules, pair);
	assert_int_equal(cdr_matcher_run(bench->matcher, &bench->change, bench->diff, &bench->arena,
					 &bench->matched),
			 0);
	cdr_matcher_sift(bench->matcher, NULL, NULL);
	return bench_findings(bench);
}

static inline void sieve_same(struct sieve_bench *s, const struct cdr_pair *pair, const char *all,
			      const char *stage)
{
	struct cdr_sifted sifted = cdr_sieve_pass(s->sieve, s->space, pair);
	const char *found = sieve_findings(s, sifted.rules, pair);

	if (strcmp(found, all) != 0)
		fail_msg("%.*s, %s: without the sieve\n%swith it\n%s", CDR_FMT(pair->file.path),
			 stage, all, found);
	if (!sifted.any && all[0])
		fail_msg("%.*s, %s: not even looked at for\n%s", CDR_FMT(pair->file.path), stage,
			 all);
}

/* FILE with these texts, whose marks are kept. Returns whether the sieve let it pass after comparing. */
static inline bool sieve_check(struct sieve_bench *s, const struct cdr_file *file,
			       struct cdr_text *old_text, struct cdr_text *new_text)
{
	const struct cdr_texts texts = { old_text ? old_text->bytes : (struct cdr_str){ NULL, 0 },
					 new_text ? new_text->bytes : (struct cdr_str){ NULL, 0 } };
	struct bench *bench = &s->bench;
	struct cdr_pair pair;
	const char *all;

	assert_int_equal(cdr_diff_texts(&bench->arena, file, &texts, &bench->diff, NULL), 0);
	sieve_pair(&pair, file, old_text, new_text);
	for (size_t i = 0; i < bench->diff->n_hunks; i++)
		pair.special |= bench->diff->hunks[i].kind != CDR_HUNK_TEXT;
	all = sieve_findings(s, NULL, NULL);
	sieve_same(s, &pair, all, "by its middle");
	cdr_script_make(&pair.script, &bench->arena, 7, old_text, new_text);
	pair.is_compared = true;
	sieve_same(s, &pair, all, "by its runs");
	for (const char *c = all; *c; c++)
		s->n_findings += *c == '\n';
	s->n_pairs++;
	return cdr_sieve_pass(s->sieve, s->space, &pair).any;
}

static inline struct cdr_file sieve_file(struct cdr_str path, bool has_old, bool has_new)
{
	return (struct cdr_file){
		.path = path,
		.old_mode = has_old ? FILE_MODE : 0,
		.new_mode = has_new ? FILE_MODE : 0,
		.status = !has_old ? 'A' : !has_new ? 'D' : 'M',
	};
}

/* The same with plain texts; one of length 0 and NULL is an absent side. */
static inline bool sieve_try(struct sieve_bench *s, struct cdr_str path, struct cdr_str was,
			     struct cdr_str is)
{
	struct cdr_file file = sieve_file(path, was.ptr != NULL, is.ptr != NULL);
	struct cdr_text old_text, new_text;
	bool passed;

	cdr_text_of(&old_text, &s->bench.arena, was.ptr ? was : CDR_STR(""));
	cdr_text_of(&new_text, &s->bench.arena, is.ptr ? is : CDR_STR(""));
	passed = sieve_check(s, &file, was.ptr ? &old_text : NULL, is.ptr ? &new_text : NULL);
	cdr_text_forget(&old_text);
	cdr_text_forget(&new_text);
	return passed;
}

#endif
