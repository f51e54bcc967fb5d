/* hunk.c - names, hex forms and equality of what hunk.h declares; filling it is core/git's work. */
#include "base/names.h"

#include "cdreview/hunk.h"

#include <string.h>

static void put_hex(char *out, const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		*out++ = "0123456789abcdef"[bytes[i] >> 4];
		*out++ = "0123456789abcdef"[bytes[i] & 0xF];
	}
	*out = '\0';
}

/* 0-15, or -1 for anything but a hex digit. */
static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Half as many bytes as HEX has digits; false when one of them is none. */
static bool take_hex(unsigned char *out, struct cdr_str hex)
{
	for (size_t i = 0; i < hex.len / 2; i++) {
		int high = hex_digit(hex.ptr[2 * i]);
		int low = hex_digit(hex.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

bool cdr_oid_eq(const struct cdr_oid *a, const struct cdr_oid *b)
{
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

void cdr_oid_hex(char out[CDR_OID_HEX_MAX + 1], const struct cdr_oid *oid)
{
	put_hex(out, oid->bytes, oid->len);
}

bool cdr_oid_parse(struct cdr_oid *out, struct cdr_str hex)
{
	struct cdr_oid oid = { .len = (unsigned char)(hex.len / 2) };

	if (hex.len != 40 && hex.len != 64)
		return false;
	if (!take_hex(oid.bytes, hex))
		return false;
	*out = oid;
	return true;
}

bool cdr_hash_eq(const struct cdr_hash *a, const struct cdr_hash *b)
{
	return memcmp(a->bytes, b->bytes, CDR_HASH_SIZE) == 0;
}

void cdr_hash_hex(char out[CDR_HASH_HEX + 1], const struct cdr_hash *hash)
{
	put_hex(out, hash->bytes, CDR_HASH_SIZE);
}

bool cdr_hash_parse(struct cdr_hash *out, struct cdr_str hex)
{
	char lower[CDR_HASH_HEX + 1];
	struct cdr_hash hash;

	if (hex.len != CDR_HASH_HEX || !take_hex(hash.bytes, hex))
		return false;
	cdr_hash_hex(lower, &hash);
	if (memcmp(lower, hex.ptr, hex.len) != 0)
		return false;
	*out = hash;
	return true;
}

const char *cdr_hunk_kind_name(enum cdr_hunk_kind kind)
{
	static const char *const names[] = {
		[CDR_HUNK_TEXT] = "text",
		[CDR_HUNK_MODE] = "mode",
		[CDR_HUNK_TYPE] = "type",
		[CDR_HUNK_EMPTY] = "empty",
		[CDR_HUNK_BINARY] = "binary",
		[CDR_HUNK_UNSCANNABLE] = "unscannable",
	};

	return cdr_names_get(CDR_NAMES(names), kind);
}
