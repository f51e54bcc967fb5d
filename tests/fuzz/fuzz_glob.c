/* Patterns and paths, one a line after the number of patterns: all at once is what each is alone. */
#include "base/globset.h"

#include <stdlib.h>

#define PATTERNS_MAX 63u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
	if (!holds)
		abort();
}

static void check(const struct cdr_globset *set, struct cdr_globset_space *space,
		  const struct cdr_str *patterns, const size_t *numbers, size_t n, struct cdr_str path)
{
	uint64_t bits = 0;

	cdr_globset_match(set, space, path, &bits);
	for (size_t i = 0; i < n; i++)
		expect((bits >> numbers[i] & 1) == cdr_glob_match(patterns[i], path, 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str patterns[PATTERNS_MAX], rest, line;
	size_t numbers[PATTERNS_MAX], n = 0;
	struct cdr_globset_space *space;
	struct cdr_globset *set;

	if (size == 0)
		return 0;
	rest = (struct cdr_str){ (const char *)data + 1, size - 1 };
	set = cdr_globset_new();
	while (n < data[0] % PATTERNS_MAX && cdr_str_line(&rest, &line)) {
		patterns[n] = line;
		numbers[n++] = cdr_globset_add(set, line);
	}
	space = cdr_globset_space_new(set);
	while (cdr_str_line(&rest, &line))
		check(set, space, patterns, numbers, n, line);
	cdr_globset_space_free(space);
	cdr_globset_free(set);
	return 0;
}
