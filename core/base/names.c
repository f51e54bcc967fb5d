/* names.c - enums go into records and JSON by name; one table keeps both directions equal. */
#include "base/names.h"

const char *cdr_names_get(struct cdr_names names, size_t value)
{
	return value < names.n ? names.items[value] : "";
}

bool cdr_names_find(struct cdr_names names, struct cdr_str name, size_t *value)
{
	for (size_t i = 0; i < names.n; i++) {
		const char *item = names.items[i];

		if (item && name.len > 0 && item[0] != name.ptr[0])
			continue;
		if (cdr_str_is(name, item)) {
			*value = i;
			return true;
		}
	}
	return false;
}
