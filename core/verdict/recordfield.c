/*
 * recordfield.c - one function a type of field, so that reading a record is a
 * list of fields and nothing between them.
 */
#include "cdreview/utf8.h"
#include "verdict/recordfield.h"

#define MODE_MAX 0177777u

void cdr_field_fault(struct cdr_fields *r, const char *key, const char *what)
{
	if (!r->lenient && !r->code)
		r->code = cdr_fail(r->err, CDR_ETAMPER, "\"%s\" %s", key, what);
}

static const struct cdr_json *get(struct cdr_fields *r, const struct cdr_json *object,
				  const char *key)
{
	const struct cdr_json *node = cdr_json_get(object, key);

	if (!node)
		cdr_field_fault(r, key, "is missing");
	return node;
}

/* json.h has no question for null: it is what is nothing else (floats never get this far). */
static bool is_null(const struct cdr_json *node)
{
	bool is_bool = cdr_json_bool(node, true) == cdr_json_bool(node, false);

	return !is_bool && !cdr_json_is_string(node) && !cdr_json_is_int(node) &&
	       !cdr_json_is_array(node) && !cdr_json_is_object(node);
}

struct cdr_str cdr_field_optional(struct cdr_fields *r, const struct cdr_json *object,
				  const char *key)
{
	const struct cdr_json *node = get(r, object, key);

	if (node && !cdr_json_is_string(node) && !is_null(node))
		cdr_field_fault(r, key, "is neither a string nor null");
	return cdr_str_copy(r->arena, cdr_json_str(node));
}

struct cdr_str cdr_field_text(struct cdr_fields *r, const struct cdr_json *object, const char *key)
{
	struct cdr_str text = cdr_field_optional(r, object, key);

	if (text.len == 0)
		cdr_field_fault(r, key, "is empty or not a string");
	return text;
}

uint64_t cdr_field_int(struct cdr_fields *r, const struct cdr_json *object, const char *key,
		       int64_t max)
{
	int64_t value = cdr_json_int(get(r, object, key), -1);

	if (value >= 0 && value <= max)
		return (uint64_t)value;
	cdr_field_fault(r, key, "is not a number in its range");
	return 0;
}

int64_t cdr_field_int_or_null(struct cdr_fields *r, const struct cdr_json *object, const char *key,
			      int64_t max)
{
	const struct cdr_json *node = cdr_json_get(object, key);

	return node && is_null(node) ? -1 : (int64_t)cdr_field_int(r, object, key, max);
}

uint32_t cdr_field_u32(struct cdr_fields *r, const struct cdr_json *object, const char *key)
{
	return (uint32_t)cdr_field_int(r, object, key, UINT32_MAX);
}

bool cdr_field_bool(struct cdr_fields *r, const struct cdr_json *object, const char *key)
{
	const struct cdr_json *node = get(r, object, key);

	if (cdr_json_bool(node, true) != cdr_json_bool(node, false))
		cdr_field_fault(r, key, "is neither true nor false");
	return cdr_json_bool(node, false);
}

/* 0-15, or -1 for anything but a lower-case hex digit. */
static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool cdr_field_is_hex(struct cdr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (hex_digit(text.ptr[i]) < 0)
			return false;
	}
	return true;
}

/* The bytes that HEX, an even number of hex digits, stands for. */
static void from_hex(unsigned char *out, struct cdr_str hex)
{
	for (size_t i = 0; i + 1 < hex.len; i += 2)
		*out++ = (unsigned char)(hex_digit(hex.ptr[i]) << 4 | hex_digit(hex.ptr[i + 1]));
}

bool cdr_field_parse_hash(struct cdr_hash *out, struct cdr_str text)
{
	return cdr_str_starts(text, "sha256:") &&
	       cdr_hash_parse(out, cdr_str_sub(text, 7, text.len));
}

struct cdr_hash cdr_field_hash(struct cdr_fields *r, const struct cdr_json *object, const char *key)
{
	struct cdr_hash hash = { { 0 } };

	if (!cdr_field_parse_hash(&hash, cdr_json_str(get(r, object, key))))
		cdr_field_fault(r, key, "is not \"sha256:\" and 64 hex digits");
	return hash;
}

struct cdr_str cdr_field_hash_text(struct cdr_fields *r, const struct cdr_json *object,
				   const char *key)
{
	struct cdr_str text = cdr_field_optional(r, object, key);
	struct cdr_hash hash;

	if (text.ptr && !cdr_field_parse_hash(&hash, text))
		cdr_field_fault(r, key, "is not \"sha256:\" and 64 hex digits");
	return text;
}

bool cdr_field_is_oid(struct cdr_str text)
{
	return (text.len == 40 || text.len == 64) && cdr_field_is_hex(text);
}

struct cdr_str cdr_field_oid_text(struct cdr_fields *r, const struct cdr_json *object,
				  const char *key)
{
	struct cdr_str text = cdr_field_optional(r, object, key);

	if (text.ptr && !cdr_field_is_oid(text))
		cdr_field_fault(r, key, "is not an object name");
	return text;
}

struct cdr_oid cdr_field_oid(struct cdr_fields *r, const struct cdr_json *object, const char *key)
{
	struct cdr_str text = cdr_field_oid_text(r, object, key);
	struct cdr_oid oid = { .len = 0 };

	if (cdr_field_is_oid(text)) {
		oid.len = (unsigned char)(text.len / 2);
		from_hex(oid.bytes, text);
	}
	return oid;
}

uint32_t cdr_field_mode(struct cdr_fields *r, const struct cdr_json *object, const char *key)
{
	struct cdr_str text = cdr_field_text(r, object, key);
	uint32_t mode = 0;
	bool bad = text.len > 6 || (text.len > 1 && text.ptr[0] == '0');

	for (size_t i = 0; i < text.len && !bad; i++) {
		bad = text.ptr[i] < '0' || text.ptr[i] > '7';
		mode = mode << 3 | (uint32_t)(text.ptr[i] - '0');
	}
	if (!bad && mode <= MODE_MAX)
		return mode;
	cdr_field_fault(r, key, "is not an octal mode");
	return 0;
}

struct cdr_str cdr_field_bytes(struct cdr_fields *r, const struct cdr_json *object, const char *key,
			       const char *hex_key)
{
	struct cdr_str text = cdr_field_optional(r, object, key);
	const struct cdr_json *node = cdr_json_get(object, hex_key);
	struct cdr_str hex = cdr_json_str(node);
	struct cdr_str bytes = { NULL, hex.len / 2 };
	unsigned char *raw;

	if (!node)
		return text;
	if (text.ptr || hex.len == 0 || hex.len % 2 || !cdr_field_is_hex(hex)) {
		cdr_field_fault(r, hex_key, "is not hex, or stands beside its plain form");
		return text;
	}
	raw = cdr_arena_alloc(r->arena, bytes.len + 1);
	from_hex(raw, hex);
	bytes.ptr = (const char *)raw;
	if (cdr_utf8_valid(bytes))
		cdr_field_fault(r, hex_key, "hides text that is UTF-8");
	return bytes;
}

size_t cdr_field_array(struct cdr_fields *r, const struct cdr_json *object, const char *key,
		       const struct cdr_json **array)
{
	*array = get(r, object, key);
	if (cdr_json_is_array(*array))
		return cdr_json_count(*array);
	cdr_field_fault(r, key, "is not an array");
	return 0;
}
