/*
 * path.c - by names alone, nothing is looked up: the tree may be one in git.
 */
#include "base/path.h"

#include <string.h>

bool cdr_path_escapes(struct cdr_str path)
{
	struct cdr_str rest = path;

	if (path.len == 0 || path.ptr[0] == '/' || memchr(path.ptr, '\0', path.len))
		return true;
	while (rest.len) {
		struct cdr_str name = cdr_str_sub(rest, 0, cdr_str_find(rest, CDR_STR("/")));

		if (cdr_str_is(name, ".."))
			return true;
		rest = cdr_str_sub(rest, name.len + 1, rest.len);
	}
	return false;
}

struct cdr_str cdr_path_beside(struct cdr_arena *arena, struct cdr_str file, struct cdr_str path)
{
	const char *slash = file.len ? memrchr(file.ptr, '/', file.len) : NULL;
	int folder = slash ? (int)(slash - file.ptr) + 1 : 0;

	return cdr_str_from(cdr_arena_printf(arena, "%.*s%.*s", folder, file.len ? file.ptr : "",
					     CDR_FMT(path)));
}
