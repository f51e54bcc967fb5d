/* names.c - enums go into records and JSON by name; one table keeps both directions equal. */
#include "base/names.h"

const char *cdr_names_get(struct cdr_names names, size_t value)
{
	return value < names.n ? names.items[value] : "";
}

bool cdr_names_has(struct cdr_names names, struct cdr_str name)
{
	size_t value;

	return cdr_names_find(names, name, &value);
}

bool cdr_names_find(struct cdr_names names, struct cdr_str name, size_t *value)
{
	for (size_t i = 0; i < names.n; i++) {
		if (cdr_str_is(name, names.items[i])) {
			*value = i;
			return true;
		}
	}
	return false;
}
