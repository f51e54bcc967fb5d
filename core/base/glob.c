/*
 * glob.c - one pattern against one path, compiled on the way: for who asks seldom.
 */
#include "base/glob.h"

#include "base/globprogram.h"

#include <string.h>

int cdr_glob_check(struct cdr_str pattern, struct cdr_err *err)
{
	struct cdr_glob_program prog;
	struct cdr_glob_room room;

	return cdr_glob_compile(&prog, &room, pattern, 0, err);
}

static unsigned char folded(unsigned char byte, unsigned flags)
{
	bool upper = byte >= 'A' && byte <= 'Z';

	return upper && flags & CDR_GLOB_ICASE ? (unsigned char)(byte + 32) : byte;
}

/*
 * Most patterns end in a name or a suffix that most paths lack: compares the
 * ordinary bytes at the end of both before anything is compiled. '/' ends the
 * comparison, since "** /a" matches "a".
 */
static bool ends_may_match(struct cdr_str pattern, struct cdr_str path, unsigned flags)
{
	while (pattern.len && path.len) {
		unsigned char wanted = (unsigned char)pattern.ptr[--pattern.len];
		unsigned char found = (unsigned char)path.ptr[--path.len];

		if (memchr("*?[]{}\\/", wanted, 8))
			return true;
		if (folded(wanted, flags) != folded(found, flags))
			return false;
	}
	return true;
}

bool cdr_glob_match(struct cdr_str pattern, struct cdr_str path, unsigned flags)
{
	struct cdr_glob_program prog;
	struct cdr_glob_room room;

	if (!ends_may_match(pattern, path, flags) ||
	    cdr_glob_compile(&prog, &room, pattern, flags, NULL))
		return false;
	return cdr_glob_run(&prog, path);
}
