/* rules_test.h - what the tests of core/rules share. */
#ifndef RULES_TEST_H
#define RULES_TEST_H

#include "rules/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static inline const struct cdr_language *language(const char *name)
{
	const struct cdr_language *found = cdr_language_named(cdr_str_from(name));

	assert_non_null(found);
	return found;
}

/* Compares, shows what differs, and returns 1 if it does: so that a table shows all its failures.
 */
static inline int differs(const char *what, const char *got, const char *expected)
{
	if (strcmp(got, expected) == 0)
		return 0;
	print_error("of:       %s\ngot:      %s\nexpected: %s\n", what, got, expected);
	return 1;
}

#endif
