/* test.h - cmocka with the headers it needs before it, and assertions on cdreview's own types. */
#ifndef TESTS_UNIT_BASE_TEST_H
#define TESTS_UNIT_BASE_TEST_H

#include "cdreview/str.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TEXT(literal) { (literal), sizeof(literal) - 1 }   /* CDR_STR for static tables */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define assert_str(actual, expected) assert_str_at((actual), (expected), __FILE__, __LINE__)

/* EXPECTED is a C string; both are shown when they differ. */
static inline void assert_str_at(struct cdr_str actual, const char *expected, const char *file, int line)
{
	if (!cdr_str_is(actual, expected)) {
		print_error("\"%.*s\" is not \"%s\"\n", CDR_FMT(actual), expected);
		_fail(file, line);
	}
}

/* How many descriptors this process has: what it had before, when nothing leaked. */
static inline size_t open_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

#endif
