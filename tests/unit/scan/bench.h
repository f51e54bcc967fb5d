/*
 * bench.h - a registry in YAML and two texts in; what was found, as lines of text, out.
 *
 * A finding is written "HUNK RULE SIDE LINE:COL-END_LINE:END_COL SEVERITY", with
 * " (REASON)" after it when it is suppressed; findings stand in the order of the result.
 */
#ifndef TESTS_UNIT_SCAN_BENCH_H
#define TESTS_UNIT_SCAN_BENCH_H

#include "scan/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FILE_MODE 0100644u

struct bench {
	struct cdr_arena arena;
	struct cdr_registry *registry;
	struct cdr_matcher *matcher;
	struct cdr_change change;
	struct cdr_filediff *diff;
	struct cdr_matched matched;
};

/* RULES is a list of YAML, as under `rules:`; what stands above it can be given with HEAD. */
static inline void bench_open(struct bench *bench, const char *head, const char *rules)
{
	struct cdr_err err = { 0 };
	char *text = cdr_arena_printf(&bench->arena, "cdreview: 1\nextends: []\n%srules:\n%s", head,
				      rules);
	struct cdr_registry_source source = { .path = CDR_STR("test.yaml"),
					      .text = cdr_str_from(text),
					      .layer = CDR_LAYER_BASE,
					      .file = CDR_STR("policy/test.yaml") };
	struct cdr_registry_request request = { .sources = &source, .n_sources = 1, .today = CDR_STR("2026-06-15") };

	if (cdr_registry_new(&bench->registry, &request, &err) != 0)
		fail_msg("%s: %s", err.place, err.message);
	bench->matcher = cdr_matcher_new(bench->registry);
}

static inline void bench_close(struct bench *bench)
{
	cdr_matcher_free(bench->matcher);
	cdr_registry_free(bench->registry);
	cdr_arena_release(&bench->arena);
}

/* A NULL text is a side without the file. */
static inline void bench_run(struct bench *bench, const char *path, const char *old_text,
			     const char *new_text)
{
	struct cdr_file file = {
		.path = cdr_str_from(path),
		.old_mode = old_text ? FILE_MODE : 0,
		.new_mode = new_text ? FILE_MODE : 0,
		.status = !old_text   ? 'A'
			  : !new_text ? 'D'
				      : 'M',
	};
	const struct cdr_texts texts = { cdr_str_from(old_text), cdr_str_from(new_text) };
	int rc = cdr_diff_texts(&bench->arena, &file, &texts, &bench->diff, NULL);

	assert_int_equal(rc, 0);
	rc = cdr_matcher_run(bench->matcher, &bench->change, bench->diff, &bench->arena,
			     &bench->matched);
	assert_int_equal(rc, 0);
}

static inline void bench_print(struct cdr_buf *out, size_t hunk, const struct cdr_finding *finding)
{
	cdr_buf_addf(out, "%zu %.*s %s %u:%u-%u:%u %s", hunk + 1, CDR_FMT(finding->rule->id),
		     cdr_side_name(finding->side), finding->line, finding->col, finding->end_line,
		     finding->end_col, cdr_severity_name(finding->severity));
	if (finding->suppressed.ptr)
		cdr_buf_addf(out, " (%.*s)", CDR_FMT(finding->suppressed));
	cdr_buf_addc(out, '\n');
}

/* In the arena of BENCH. */
static inline const char *bench_findings(struct bench *bench)
{
	struct cdr_buf buf;
	const char *text;

	cdr_buf_init(&buf, (size_t)1 << 20);
	for (size_t i = 0; i < bench->diff->n_hunks; i++)
		for (size_t k = 0; k < bench->matched.hunks[i].n_findings; k++)
			bench_print(&buf, i, &bench->matched.hunks[i].findings[k]);
	text = cdr_str_copy(&bench->arena, cdr_buf_str(&buf)).ptr;
	cdr_buf_release(&buf);
	return text;
}

/* The only finding there is. */
static inline const struct cdr_finding *bench_only(struct bench *bench)
{
	const struct cdr_finding *only = NULL;

	for (size_t i = 0; i < bench->diff->n_hunks; i++)
		for (size_t k = 0; k < bench->matched.hunks[i].n_findings; k++) {
			if (only)
				fail_msg("more than one finding:\n%s", bench_findings(bench));
			only = &bench->matched.hunks[i].findings[k];
		}
	if (!only)
		fail_msg("no finding");
	return only;
}

struct bench_case {
	const char *name;
	const char *rules;
	const char *path;
	const char *old_text, *new_text;
	const char *findings;
};

/* Runs every case of a table and says which differ. */
static inline void bench_table(const struct bench_case *cases, size_t n)
{
	size_t n_wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct bench bench = { .matcher = NULL };
		const char *found;

		bench_open(&bench, "", cases[i].rules);
		bench_run(&bench, cases[i].path, cases[i].old_text, cases[i].new_text);
		found = bench_findings(&bench);
		if (strcmp(found, cases[i].findings) != 0) {
			print_error("%s: found\n%sexpected\n%s", cases[i].name, found,
				    cases[i].findings);
			n_wrong++;
		}
		bench_close(&bench);
	}
	assert_int_equal(n_wrong, 0);
}

#endif
