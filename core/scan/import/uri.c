/* uri.c - RFC 3986 as far as files go: base and reference are joined as text, then decoded. */
#include "scan/import/uri.h"

#include "git/path.h"

#include <string.h>

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct cdr_str decode(struct cdr_arena *arena, struct cdr_str uri)
{
	char *out = cdr_arena_alloc(arena, uri.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < uri.len; i++) {
		bool escaped = uri.ptr[i] == '%' && i + 2 < uri.len &&
			       hex_value(uri.ptr[i + 1]) >= 0 && hex_value(uri.ptr[i + 2]) >= 0;

		out[len++] = escaped ? (char)(hex_value(uri.ptr[i + 1]) * 16 +
					      hex_value(uri.ptr[i + 2]))
				     : uri.ptr[i];
		i += escaped ? 2 : 0;
	}
	return (struct cdr_str){ out, len };
}

/* The length of "scheme:" at the start of URI; 0 for a relative reference. */
static size_t scheme_length(struct cdr_str uri)
{
	for (size_t i = 0; i < uri.len; i++) {
		char c = uri.ptr[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';

		if (c == ':')
			return i > 0 ? i + 1 : 0;
		if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' ||
					    c == '.')))
			return 0;
	}
	return 0;
}

/* Takes "file:" with its authority off *URI; false for a scheme or host that is not here. */
static bool take_scheme(struct cdr_str *uri)
{
	size_t len = scheme_length(*uri);

	if (len == 0)
		return true;
	if (len != strlen("file:") || strncasecmp(uri->ptr, "file:", len) != 0)
		return false;
	*uri = cdr_str_sub(*uri, len, uri->len);
	if (cdr_str_starts(*uri, "//")) {
		struct cdr_str rest = cdr_str_sub(*uri, 2, uri->len);
		struct cdr_str host = cdr_str_sub(rest, 0, cdr_str_find(rest, CDR_STR("/")));

		if (host.len > 0 && !cdr_str_is(host, "localhost"))
			return false;
		*uri = cdr_str_sub(rest, host.len, rest.len);
	}
	return cdr_str_starts(*uri, "/");
}

/* PATH from PREFIX of the work tree. */
static bool resolve(struct cdr_intake *intake, struct cdr_str prefix, struct cdr_str path,
		    struct cdr_str *out)
{
	struct cdr_str text;

	if (path.len == 0 || memchr(path.ptr, '\0', path.len) ||
	    !cdr_path_read(intake->arena, intake->top, path, &prefix, &text))
		return false;
	*out = cdr_str_from(cdr_arena_printf(intake->arena, "%.*s%.*s", CDR_FMT(prefix),
					     CDR_FMT(text)));
	return out->len > 0;
}

bool cdr_intake_path(struct cdr_intake *intake, struct cdr_str path, struct cdr_str *out)
{
	return resolve(intake, intake->prefix, path, out);
}

static bool is_absolute(struct cdr_str uri)
{
	return scheme_length(uri) > 0 || cdr_str_starts(uri, "/");
}

/* "BASE/URI". */
static struct cdr_str join(struct cdr_arena *arena, struct cdr_str base, struct cdr_str uri)
{
	const char *slash = base.len == 0 || cdr_str_ends(base, "/") ? "" : "/";

	return cdr_str_from(
		cdr_arena_printf(arena, "%.*s%s%.*s", CDR_FMT(base), slash, CDR_FMT(uri)));
}

bool cdr_uri_path(struct cdr_intake *intake, const struct cdr_json *run,
		  const struct cdr_json *location, struct cdr_str *out)
{
	const struct cdr_json *bases = cdr_json_get(run, "originalUriBaseIds");
	struct cdr_str uri = cdr_json_str(cdr_json_get(location, "uri"));
	struct cdr_str base = cdr_json_str(cdr_json_get(location, "uriBaseId"));
	struct cdr_str prefix = base.ptr ? CDR_STR("") : intake->prefix;

	for (unsigned i = 0; base.ptr && !is_absolute(uri); i++) {
		const struct cdr_json *next = cdr_json_get(bases, base.ptr);

		if (i == CDR_URI_BASES)
			return false;
		uri = join(intake->arena, cdr_json_str(cdr_json_get(next, "uri")), uri);
		base = cdr_json_str(cdr_json_get(next, "uriBaseId"));
	}
	return take_scheme(&uri) && resolve(intake, prefix, decode(intake->arena, uri), out);
}
