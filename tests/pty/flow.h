/*
 * flow.h - a person at cdreview in a repository of their own: what the flows
 * say over and over. Each expectation that fails prints the whole screen.
 */
#ifndef TESTS_PTY_FLOW_H
#define TESTS_PTY_FLOW_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "pty/repo.h"
#include "pty/term.h"

#define FLOW_RANGE "HEAD~3..HEAD"

static struct repo flow_template;   /* set by flow_setup */

static inline int flow_setup(void **state)
{
	(void)state;
	flow_template = repo_new();
	return 0;
}

static inline const char *flow_program(void)
{
	const char *path = getenv("CDREVIEW");

	return path ? path : "build/release/cdreview";
}

/* The review of REPO at ROWS x COLS; ENV as term_options. */
static inline struct term *flow_start(const struct repo *repo, const char *const *env, int rows, int cols)
{
	const struct term_options options = {
		.dir = repo->dir,
		.argv = REPO_ARGV(flow_program(), FLOW_RANGE),
		.env = env,
		.rows = rows,
		.cols = cols,
	};
	struct term *term = term_start(&options);

	assert_true(term_settle(term));
	return term;
}

static inline struct term *flow_open(struct repo *repo)
{
	*repo = repo_copy(&flow_template);
	return flow_start(repo, NULL, 24, 80);
}

#define expect(term, text) flow_expect((term), (text), true, __FILE__, __LINE__)
#define expect_not(term, text) flow_expect((term), (text), false, __FILE__, __LINE__)
static inline void flow_expect(struct term *term, const char *text, bool shown, const char *file, int line)
{
	if (term_shows(term, text) == shown)
		return;
	term_print(term);
	fprintf(stderr, "%s \"%s\" on the screen\n", shown ? "no" : "there is", text);
	_fail(file, line);
}

/* The row that begins with the mark of the selected hunk names WHAT. */
#define expect_selected(term, what) flow_expect_selected((term), (what), __FILE__, __LINE__)
static inline void flow_expect_selected(struct term *term, const char *what, const char *file, int line)
{
	char text[1024] = "";
	int row, col;

	if (term_find(term, "▸", &row, &col))
		term_row(term, row, text, sizeof(text));
	text[40] = '\0';
	if (strstr(text, what))
		return;
	term_print(term);
	fprintf(stderr, "\"%s\" is selected, not \"%s\"\n", text, what);
	_fail(file, line);
}

/* A verdict key; right after the start the screen may ask to look again. */
static inline void flow_decide(struct term *term, const char *key)
{
	term_keys(term, key);
	for (int i = 0; i < 100 && term_shows(term, "look again"); i++) {
		usleep(10000);
		term_keys(term, key);
	}
	expect_not(term, "look again");
}

/* Leaves by way of the summary if there is one; the exit status. */
static inline int flow_quit(struct term *term)
{
	term_keys(term, "q");
	if (term_shows(term, "Summary"))
		term_type(term, "q");
	return term_end(term);
}

/* What `git notes` and `cdreview log --json` know, as text. */
static inline void flow_notes(const struct repo *repo, char *out, size_t size)
{
	repo_run(repo->dir, REPO_ARGV("git", "log", "--notes=cdreview", "--format=%N", FLOW_RANGE),
		 out, size);
}

static inline void flow_log(const struct repo *repo, char *out, size_t size)
{
	repo_run(repo->dir, REPO_ARGV(flow_program(), "log", "--json"), out, size);
}

static inline size_t flow_count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *at = text; (at = strstr(at, what)) != NULL; at += strlen(what))
		n++;
	return n;
}

#endif
