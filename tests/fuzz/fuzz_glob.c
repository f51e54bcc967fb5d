/* Patterns and paths, one a line after the number of patterns: all at once say what each says. */
#include "base/globset.h"

#include <stdlib.h>

#define PATTERNS_MAX 63u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
	if (!holds)
		abort();
}

struct globs {
	struct cdr_globset *set;
	struct cdr_globset_space *space;
	struct cdr_str patterns[PATTERNS_MAX];
	size_t numbers[PATTERNS_MAX], n;
};

static void check(const struct globs *globs, struct cdr_str path)
{
	uint64_t bits = 0;

	cdr_globset_match(globs->set, globs->space, path, &bits);
	for (size_t i = 0; i < globs->n; i++)
		expect((bits >> globs->numbers[i] & 1) ==
		       cdr_glob_match(globs->patterns[i], path, 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str rest, line;
	struct globs globs = { .n = 0 };

	if (size == 0)
		return 0;
	rest = (struct cdr_str){ (const char *)data + 1, size - 1 };
	globs.set = cdr_globset_new();
	while (globs.n < data[0] % PATTERNS_MAX && cdr_str_line(&rest, &line)) {
		globs.patterns[globs.n] = line;
		globs.numbers[globs.n++] = cdr_globset_add(globs.set, line);
	}
	globs.space = cdr_globset_space_new(globs.set);
	while (cdr_str_line(&rest, &line))
		check(&globs, line);
	cdr_globset_space_free(globs.space);
	cdr_globset_free(globs.set);
	return 0;
}
