/*
 * upstream.c - an address out of a file that anybody may have edited goes to git as arguments.
 * What git would take for an option, a helper to run or another refspec is refused here, by
 * form, when the file is read; that nothing but three protocols is spoken is pinned once more
 * where git is run.
 */
#include "rules/upstream.h"

#include "base/path.h"

#include <string.h>

/* --- the address --------------------------------------------------------- */

static bool has_space_or_control(struct cdr_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] <= ' ' || text.ptr[i] == 0x7f)
			return true;
	return false;
}

/* What stands between "://" and the next slash; "" for file:///... */
static struct cdr_str authority_of(struct cdr_str url)
{
	struct cdr_str rest = cdr_str_sub(url, cdr_str_find(url, CDR_STR("://")) + 3, url.len);

	return cdr_str_sub(rest, 0, cdr_str_find(rest, CDR_STR("/")));
}

/* What ssh would take for an option; git takes brackets off first. */
static bool begins_like_option(struct cdr_str host)
{
	return cdr_str_starts(host, "-") || cdr_str_starts(host, "[-");
}

static bool speaks_allowed_protocol(struct cdr_str url)
{
	static const char *const schemes[] = { "https://", "ssh://", "file:///" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (cdr_str_starts(url, schemes[i]) && url.len > strlen(schemes[i]))
			return true;
	return false;
}

static bool check_url(const struct cdr_value *url, struct cdr_diags *diags)
{
	struct cdr_str authority = authority_of(url->text), user = authority;

	if (!speaks_allowed_protocol(url->text) || has_space_or_control(url->text)) {
		cdr_diags_error(diags, url->at, "registry.url: \"%.*s\" is not fetched from",
				CDR_FMT(url->text));
		cdr_diags_hint(diags, "https://HOST/PATH, ssh://USER@HOST/PATH or file:///PATH");
		return false;
	}
	user.len = cdr_str_find(authority, CDR_STR("@"));
	if (begins_like_option(authority) ||
	    begins_like_option(cdr_str_sub(authority, user.len + 1, authority.len))) {
		cdr_diags_error(diags, url->at,
				"registry.url: a host or user cannot begin with \"-\"");
		return false;
	}
	if (user.len == authority.len || !cdr_str_has(user, ":"))
		return true;
	cdr_diags_error(diags, url->at, "registry.url: a password stands in it");
	cdr_diags_hint(diags, "leave it out, git asks a credential helper (gitcredentials(7))");
	return false;
}

/* A branch, a tag or a commit: one name, no refspec, no revision expression. */
static bool check_ref(const struct cdr_value *ref, struct cdr_diags *diags)
{
	bool fine = !has_space_or_control(ref->text) && !cdr_str_starts(ref->text, "-") &&
		    !cdr_str_has(ref->text, "..") && !cdr_str_has(ref->text, "@{");

	for (size_t i = 0; i < ref->text.len; i++)
		fine &= !strchr(":+*?[\\^~", ref->text.ptr[i]);
	if (fine)
		return true;
	cdr_diags_error(diags, ref->at, "registry.ref: \"%.*s\" is no branch, tag or commit",
			CDR_FMT(ref->text));
	cdr_diags_hint(diags, "one name, such as v3 or refs/heads/main");
	return false;
}

static bool check_path(const struct cdr_value *path, struct cdr_diags *diags)
{
	if (!cdr_path_escapes(path->text))
		return true;
	cdr_diags_error(diags, path->at, "registry.path: \"%.*s\" leads out of the repository",
			CDR_FMT(path->text));
	cdr_diags_hint(diags, "the file's path from the top of the shared repository");
	return false;
}

static bool check_source(const struct cdr_upstream_form *form, struct cdr_diags *diags)
{
	if (!form->source.at)
		return false;
	if (!cdr_str_is(form->source.text, "git")) {
		cdr_diags_error(diags, form->source.at, "registry.source: \"%.*s\" is not known",
				CDR_FMT(form->source.text));
		cdr_diags_hint(diags, "the one source is git");
		return false;
	}
	if (form->url.at)
		return true;
	cdr_diags_error(diags, form->at, "registry: url is missing");
	cdr_diags_hint(diags, "the address of the repository that has the shared registry");
	return false;
}

bool cdr_upstream_read(struct cdr_upstream *out, const struct cdr_upstream_form *form,
		       struct cdr_diags *diags)
{
	bool fine = check_source(form, diags);

	fine &= !form->url.at || check_url(&form->url, diags);
	fine &= !form->ref.at || check_ref(&form->ref, diags);
	fine &= !form->path.at || check_path(&form->path, diags);
	*out = (struct cdr_upstream){
		.url = form->url.text,
		.ref = form->ref.at ? form->ref.text : CDR_STR("HEAD"),
		.path = form->path.at ? form->path.text : CDR_STR(".cdreview/registry.yaml"),
		.commit = form->commit.text,
		.copy = { .path = CDR_STR(CDR_SHARED_FILE), .is_pinned = form->sha256.at },
	};
	if (form->sha256.at)
		fine &= cdr_pin_digest(&out->copy.digest, form->sha256.text, form->sha256.at,
				       "registry.sha256", diags);
	return fine;
}

/* --- the pin ------------------------------------------------------------- */

/* The byte where NODE begins in TEXT: its column counts characters. */
static size_t offset_of(struct cdr_str text, const struct cdr_yaml *node)
{
	struct cdr_str rest = text, line;
	size_t offset;

	for (uint32_t lineno = 1; lineno < node->line; lineno++)
		if (!cdr_str_line(&rest, &line))
			return text.len;
	offset = (size_t)(rest.ptr - text.ptr);
	for (uint32_t col = 1; col < node->col && offset < text.len; col++)
		do
			offset++;
		while (offset < text.len && ((unsigned char)text.ptr[offset] & 0xc0) == 0x80);
	return offset;
}

/* The blanks before byte OFFSET if nothing else is before it in its line, else {NULL, 0}. */
static struct cdr_str indent_at(struct cdr_str text, size_t offset)
{
	size_t from = offset;

	while (from > 0 && text.ptr[from - 1] == ' ')
		from--;
	if (from > 0 && text.ptr[from - 1] != '\n')
		return (struct cdr_str){ NULL, 0 };
	return cdr_str_sub(text, from, offset);
}

/* Whether the map whose first key begins at byte OFFSET of TEXT stands in braces. */
static bool is_in_braces(struct cdr_str text, size_t offset)
{
	while (offset > 0 && strchr(" \t\r\n", text.ptr[offset - 1]))
		offset--;
	return offset > 0 && text.ptr[offset - 1] == '{';
}

static struct cdr_str spliced(struct cdr_arena *arena, struct cdr_str text, size_t from, size_t to,
			      const char *with)
{
	struct cdr_str head = cdr_str_sub(text, 0, from), tail = cdr_str_sub(text, to, text.len);

	return cdr_str_from(
		cdr_arena_printf(arena, "%.*s%s%.*s", CDR_FMT(head), with, CDR_FMT(tail)));
}

/* VALUE in place of the one that KEY has, or "KEY: VALUE" before the first key of MAP. */
static struct cdr_str set(struct cdr_arena *arena, struct cdr_str text, const struct cdr_yaml *map,
			  const char *key, const char *value)
{
	const struct cdr_yaml *old = cdr_yaml_get(map, key), *first = map->entries[0].key;
	size_t at = offset_of(text, old ? old : first);
	struct cdr_str indent = indent_at(text, at);

	if (old) {
		at += old->style != CDR_YAML_PLAIN;
		return spliced(arena, text, at, at + old->text.len, value);
	}
	if (is_in_braces(text, at) || !indent.ptr)
		return spliced(arena, text, at, at,
			       cdr_arena_printf(arena, "%s: %s, ", key, value));
	return spliced(arena, text, at, at,
		       cdr_arena_printf(arena, "%s: %s\n%.*s", key, value, CDR_FMT(indent)));
}

/* The key `registry` of TEXT; NULL when it has none that could be written to. */
static const struct cdr_yaml *upstream_of(struct cdr_str text, struct cdr_str path,
					  struct cdr_arena *arena)
{
	const struct cdr_yaml *root, *map;

	if (cdr_yaml_parse(&root, arena, path, text, NULL) != CDR_OK)
		return NULL;
	map = cdr_yaml_get(root, "registry");
	return map && map->kind == CDR_YAML_MAP && map->n ? map : NULL;
}

static bool is_set(const struct cdr_yaml *map, const char *key, const char *value)
{
	const struct cdr_yaml *node = cdr_yaml_get(map, key);

	return node && node->kind == CDR_YAML_SCALAR && cdr_str_is(node->text, value);
}

int cdr_upstream_repin(struct cdr_str *text, struct cdr_str path,
		       const struct cdr_upstream_pin *pin, struct cdr_arena *arena,
		       struct cdr_err *err)
{
	const struct cdr_yaml *map = upstream_of(*text, path, arena);

	if (map)
		*text = set(arena, *text, map, "sha256", pin->sha256);
	map = map ? upstream_of(*text, path, arena) : NULL;
	if (map)
		*text = set(arena, *text, map, "commit", pin->commit);
	map = map ? upstream_of(*text, path, arena) : NULL;
	if (is_set(map, "commit", pin->commit) && is_set(map, "sha256", pin->sha256))
		return 0;
	cdr_fail(err, CDR_EREGISTRY, "the pin cannot be written into the key registry");
	cdr_err_at(err, path.ptr, 0, 0);
	return cdr_err_hint(err, "write it yourself: commit: %s, sha256: %s", pin->commit,
			    pin->sha256);
}
