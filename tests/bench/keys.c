/*
 * keys DIR RANGE: how long the review screen takes over a pty, in milliseconds:
 * to its first frame, to the end of the scan, and from a key to its frame.
 * Built and run by hand, with the release program as $CDREVIEW:
 *	cc -D_GNU_SOURCE -Itests -O2 -o keys tests/bench/keys.c tests/pty/term.c -lvterm -lutil
 */
#include "pty/term.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 40     /* keys of a kind */
#define STREAMED 20

struct run {
	const char *keys;   /* typed one by one, again and again */
	const char *name;
};

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void report(const char *name, double *ms, size_t n)
{
	qsort(ms, n, sizeof(*ms), by_size);
	printf("%-24s p50 %7.2f  p95 %7.2f  max %7.2f\n", name, ms[n / 2], ms[n * 95 / 100],
	       ms[n - 1]);
}

static void measure(struct term *term, const struct run *run)
{
	double ms[ROUNDS];
	size_t n_keys = strlen(run->keys);

	for (size_t i = 0; i < ROUNDS; i++) {
		char key[2] = { run->keys[i % n_keys] };
		double from = now_ms();

		term_keys(term, key);
		ms[i] = now_ms() - from;
	}
	report(run->name, ms, ROUNDS);
}

/* Opens and closes the help while results still stream in. */
static void measure_streaming(struct term *term)
{
	double ms[STREAMED];

	for (size_t i = 0; i < STREAMED; i++) {
		double from = now_ms();

		term_type(term, i % 2 ? "q" : "?");
		term_wait(term, i % 2 ? " @@ " : "take back the last verdict");
		ms[i] = now_ms() - from;
	}
	report("help, while scanning", ms, STREAMED);
}

int main(int argc, char **argv)
{
	static const struct run runs[] = {
		{ "]]]]]]]]]]]]]]]]]]]][[[[[[[[[[[[[[[[[[[[", "next, back" },
		{ "jjjjkkkk", "line down, up" },
		{ "Gg", "end, beginning" },
		{ "}{", "next file, back" },
		{ "?q", "help" },
		{ "oooo", "order" },
		{ "a", "approve (with fsync)" },
		{ "\x0c", "redraw" },
	};
	struct term_options options = { .dir = argc > 1 ? argv[1] : ".", .rows = 40, .cols = 120 };
	const char *command[] = { getenv("CDREVIEW"), argc > 2 ? argv[2] : NULL, NULL };
	double from = now_ms();
	struct term *term;

	options.argv = command;
	term = term_start(&options);
	if (!term_wait(term, "flagged"))
		return 2;
	printf("%-24s     %7.2f\n", "first frame", now_ms() - from);
	if (!term_wait(term, "@@"))
		return 2;
	printf("%-24s     %7.2f\n", "first hunk", now_ms() - from);
	measure_streaming(term);
	if (!term_settle(term))
		return 2;
	printf("%-24s     %7.2f\n", "all scanned", now_ms() - from);
	usleep(300000);
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		measure(term, &runs[i]);
	term_kill(term, 15);
	term_end(term);
	return 0;
}
