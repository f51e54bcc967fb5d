/*
 * pathspec.c - a path that is left out by mistake is code that nobody reviews,
 * so every word is understood exactly as git does, or refused.
 */
#include "git/pathspec.h"
#include "base/glob.h"
#include "git/inside.h"
#include "git/path.h"

#include <string.h>

struct magic {
	bool top, literal, glob, icase, exclude;
};

static bool set_magic(struct magic *magic, struct cdr_str word)
{
	if (cdr_str_is(word, "top"))
		magic->top = true;
	else if (cdr_str_is(word, "literal"))
		magic->literal = true;
	else if (cdr_str_is(word, "glob"))
		magic->glob = true;
	else if (cdr_str_is(word, "icase"))
		magic->icase = true;
	else if (cdr_str_is(word, "exclude"))
		magic->exclude = true;
	else
		return word.len == 0;
	return true;
}

/* Reads ":(WORD,WORD...)" off *REST. */
static int take_long_magic(struct magic *magic, struct cdr_str *rest, struct cdr_err *err)
{
	struct cdr_str whole = *rest;
	size_t close = cdr_str_find(whole, CDR_STR(")"));
	struct cdr_str words = cdr_str_sub(whole, 2, close);

	if (close == whole.len) {
		cdr_fail(err, CDR_EUSAGE, "missing ')' in pathspec '%.*s'", CDR_FMT(whole));
		return cdr_err_hint(err, "write :(literal)%.*s for a path that begins so",
				    CDR_FMT(whole));
	}
	while (words.len > 0) {
		size_t comma = cdr_str_find(words, CDR_STR(","));
		struct cdr_str word = cdr_str_sub(words, 0, comma);

		if (!set_magic(magic, word)) {
			cdr_fail(err, CDR_EUSAGE, "unknown pathspec magic '%.*s' in '%.*s'",
				 CDR_FMT(word), CDR_FMT(whole));
			return cdr_err_hint(err, "known are top, exclude, icase, glob and literal");
		}
		words = cdr_str_sub(words, comma + 1, words.len);
	}
	if (magic->literal && magic->glob)
		return cdr_fail(err, CDR_EUSAGE, "literal and glob exclude each other in '%.*s'",
				CDR_FMT(whole));
	*rest = cdr_str_sub(whole, close + 1, whole.len);
	return 0;
}

/* Reads ":/", ":!", ":^" and runs of them off *REST; a second ':' ends the run. */
static int take_short_magic(struct magic *magic, struct cdr_str *rest, struct cdr_err *err)
{
	size_t i = 1;

	for (; i < rest->len && rest->ptr[i] && strchr("!\"#%&',-/:;<=>@^_`~", rest->ptr[i]); i++) {
		char c = rest->ptr[i];

		if (c == ':')
			break;
		if (c != '/' && c != '!' && c != '^') {
			cdr_fail(err, CDR_EUSAGE, "unknown pathspec magic '%c' in '%.*s'", c,
				 CDR_FMT(*rest));
			return cdr_err_hint(err, "known are :/ (top), :! and :^ (exclude)");
		}
		magic->top |= c == '/';
		magic->exclude |= c != '/';
	}
	i += i < rest->len && rest->ptr[i] == ':';
	*rest = cdr_str_sub(*rest, i, rest->len);
	return 0;
}

static int take_magic(struct magic *magic, struct cdr_str *rest, struct cdr_err *err)
{
	if (cdr_str_starts(*rest, ":("))
		return take_long_magic(magic, rest, err);
	return cdr_str_starts(*rest, ":") ? take_short_magic(magic, rest, err) : 0;
}

static bool has_wildcard(struct cdr_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] && strchr("*?[\\", text.ptr[i]))
			return true;
	return false;
}

/* Braces mean nothing in a pathspec, but do in glob.h: they are quoted. */
static struct cdr_str quote_braces(struct cdr_arena *arena, struct cdr_str text)
{
	char *out = cdr_arena_alloc(arena, 2 * text.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '{' || c == '}')
			out[n++] = '\\';
		out[n++] = c;
		if (c == '\\' && i + 1 < text.len)
			out[n++] = text.ptr[++i];
	}
	return (struct cdr_str){ out, n };
}

/* Sets item->pattern; one that cannot match anything is matched literally only, as git does. */
static int set_pattern(struct cdr_pathspec_item *item, struct cdr_arena *arena, struct cdr_err *err)
{
	struct cdr_str pattern;
	int rc;

	if (!has_wildcard(item->text))
		return 0;
	pattern = quote_braces(arena, item->text);
	rc = cdr_glob_check(pattern, NULL);
	if (rc == CDR_ELIMIT)
		return cdr_fail(err, CDR_EUSAGE, "pathspec '%.*s' is too long or too complex",
				CDR_FMT(item->text));
	if (rc == 0)
		item->pattern = pattern;
	return 0;
}

static int parse_word(struct cdr_pathspec_item *item, const struct cdr_repo *repo,
		      struct cdr_arena *arena, const char *word, struct cdr_err *err)
{
	struct magic magic = { .top = false };
	struct cdr_str rest = cdr_str_from(word);
	int rc = take_magic(&magic, &rest, err);

	if (rc < 0)
		return rc;
	if (!*word) {
		cdr_fail(err, CDR_EUSAGE, "the empty text is no pathspec");
		return cdr_err_hint(err, "write . for everything below here");
	}
	item->exclude = magic.exclude;
	item->icase = magic.icase;
	item->glob = magic.glob;
	item->prefix = magic.top ? CDR_STR("") : repo->prefix;
	if (!cdr_path_read(arena, repo->work_tree, rest, &item->prefix, &item->text))
		return cdr_fail(err, CDR_EUSAGE, "'%s' is outside of the repository", word);
	return magic.literal ? 0 : set_pattern(item, arena, err);
}

int cdr_pathspec_parse(struct cdr_pathspec *out, const struct cdr_repo *repo,
		       struct cdr_arena *arena, const struct cdr_session_options *options,
		       struct cdr_err *err)
{
	int rc = 0;

	*out = (struct cdr_pathspec){ { NULL, 0, 0 } };
	for (size_t i = 0; i < options->n_pathspecs && rc == 0; i++) {
		struct cdr_pathspec_item *item = cdr_vec_push(arena, &out->items);

		*item = (struct cdr_pathspec_item){ .exclude = false };
		rc = parse_word(item, repo, arena, options->pathspecs[i], err);
	}
	return rc;
}

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool begins_with(struct cdr_str path, struct cdr_str text, bool icase)
{
	if (path.len < text.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (path.ptr[i] != text.ptr[i] &&
		    !(icase && lower(path.ptr[i]) == lower(text.ptr[i])))
			return false;
	return true;
}

/* TEXT is PATH, or a directory that PATH lies in. */
static bool names_path(struct cdr_str text, struct cdr_str path, bool icase)
{
	if (!begins_with(path, text, icase))
		return false;
	return text.len == 0 || path.len == text.len || text.ptr[text.len - 1] == '/' ||
	       path.ptr[text.len] == '/';
}

static bool item_matches(const struct cdr_pathspec_item *item, struct cdr_str path)
{
	unsigned flags =
		(item->icase ? CDR_GLOB_ICASE : 0) | (item->glob ? 0 : CDR_GLOB_STAR_CROSSES);
	struct cdr_str rest = cdr_str_sub(path, item->prefix.len, path.len);

	if (!begins_with(path, item->prefix, false))
		return false;
	if (names_path(item->text, rest, item->icase))
		return true;
	return item->pattern.ptr && cdr_glob_match(item->pattern, rest, flags);
}

bool cdr_pathspec_wants(const struct cdr_pathspec *spec, struct cdr_str path)
{
	bool only_excludes = true, wanted = false;

	for (size_t i = 0; i < spec->items.n; i++) {
		const struct cdr_pathspec_item *item = &spec->items.items[i];

		if (item->exclude && item_matches(item, path))
			return false;
		only_excludes &= item->exclude;
		wanted |= !item->exclude && item_matches(item, path);
	}
	return only_excludes || wanted;
}
