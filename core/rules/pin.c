/*
 * pin.c - the digest stands behind the path, as a fragment does in an address: `extends` stays
 * a list of words, and moving a line moves its digest with it.
 */
#include "rules/pin.h"

#include <string.h>

bool cdr_pin_digest(struct cdr_hash *out, struct cdr_str hex, const struct cdr_yaml *at,
		    const char *key, struct cdr_diags *diags)
{
	if (cdr_hash_parse(out, hex))
		return true;
	cdr_diags_error(diags, at, "%s: \"%.*s\" is no SHA-256 in lower-case hexadecimal digits",
			key, CDR_FMT(hex));
	cdr_diags_hint(diags, "`sha256sum FILE` prints the 64 digits");
	return false;
}

bool cdr_pin_parse(struct cdr_pin *out, const struct cdr_yaml *at, struct cdr_diags *diags)
{
	static const char mark[] = "#sha256=";
	size_t end = cdr_str_find(at->text, CDR_STR(mark));

	*out = (struct cdr_pin){ .path = cdr_str_sub(at->text, 0, end) };
	out->is_pinned = end < at->text.len;
	if (cdr_str_starts(out->path, "./"))
		out->path = cdr_str_sub(out->path, 2, out->path.len);
	return !out->is_pinned ||
	       cdr_pin_digest(&out->digest, cdr_str_sub(at->text, end + strlen(mark), at->text.len),
			      at, "extends", diags);
}
