/* path.c - words of a person or a tool to paths as git has them, from the top. */
#include "git/path.h"

#include <string.h>

/* Cuts the last component off PATH, which is "" or ends in '/'. */
static struct cdr_str parent_dir(struct cdr_str path)
{
	size_t len = path.len - 1;

	while (len > 0 && path.ptr[len - 1] != '/')
		len--;
	return cdr_str_sub(path, 0, len);
}

/*
 * Resolves ".", ".." and doubled slashes of WORD: leading ".." shorten *PREFIX,
 * the rest is copied to *TEXT. False when it leaves the repository.
 */
static bool normalise(struct cdr_arena *arena, struct cdr_str word, struct cdr_str *prefix,
		      struct cdr_str *text)
{
	char *out = cdr_arena_alloc(arena, word.len + 1);
	struct cdr_str done = { out, 0 };

	while (word.len > 0) {
		size_t slash = cdr_str_find(word, CDR_STR("/"));
		struct cdr_str part = cdr_str_sub(word, 0, slash + 1);
		struct cdr_str name = cdr_str_sub(word, 0, slash);

		word = cdr_str_sub(word, slash + 1, word.len);
		if (name.len == 0 || cdr_str_is(name, "."))
			continue;
		if (!cdr_str_is(name, "..")) {
			memcpy(out + done.len, part.ptr, part.len);
			done.len += part.len;
		} else if (done.len > 0) {
			done = parent_dir(done);
		} else if (prefix->len > 0) {
			*prefix = parent_dir(*prefix);
		} else {
			return false;
		}
	}
	*text = done;
	return true;
}

/* An absolute WORD inside the work tree becomes relative to its top. */
static bool make_relative(struct cdr_str top, struct cdr_str *word)
{
	if (!top.ptr ||
	    !cdr_str_eq(cdr_str_sub(*word, 0, top.len - 1), cdr_str_sub(top, 0, top.len - 1)))
		return false;
	if (word->len >= top.len && word->ptr[top.len - 1] != '/')
		return false;
	*word = cdr_str_sub(*word, top.len, word->len);
	return true;
}

bool cdr_path_read(struct cdr_arena *arena, struct cdr_str top, struct cdr_str word,
		   struct cdr_str *prefix, struct cdr_str *text)
{
	if (cdr_str_starts(word, "/")) {
		*prefix = CDR_STR("");
		if (!make_relative(top, &word))
			return false;
	}
	return normalise(arena, word, prefix, text);
}
