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

/* 0-15, or -1 for anything but a lower-case hex digit. */
static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool cdr_oid_eq(const struct cdr_oid *a, const struct cdr_oid *b)
{
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

void cdr_oid_hex(char out[CDR_OID_HEX_MAX + 1], const struct cdr_oid *oid)
{
	put_hex(out, oid->bytes, oid->len);
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
	struct cdr_hash hash;

	if (hex.len != CDR_HASH_HEX)
		return false;
	for (size_t i = 0; i < CDR_HASH_SIZE; i++) {
		int high = hex_digit(hex.ptr[2 * i]);
		int low = hex_digit(hex.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		hash.bytes[i] = (unsigned char)(high << 4 | low);
	}
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
