/*
 * answer.c - git is asked, not trusted: an answer that is cut short or of another
 * form than documented must end the reading, not be guessed at.
 */
#include "git/answer.h"

#include <string.h>

/* What stands before END in *REST, which is taken off with it. */
static bool take_until(struct cdr_str *rest, char end, struct cdr_str *out)
{
	const char *at = rest->len ? memchr(rest->ptr, end, rest->len) : NULL;

	if (!at)
		return false;
	*out = cdr_str_sub(*rest, 0, (size_t)(at - rest->ptr));
	*rest = cdr_str_sub(*rest, out->len + 1, rest->len);
	return true;
}

static bool parse_oid(struct cdr_str hex, struct cdr_oid *out)
{
	static const struct cdr_oid zero = { .len = 0 };

	if (!cdr_oid_parse(out, hex))
		return false;
	if (memcmp(out->bytes, zero.bytes, sizeof(zero.bytes)) == 0)
		*out = zero;
	return true;
}

static bool parse_kind(struct cdr_str word, enum cdr_object_kind *out)
{
	for (int kind = CDR_OBJECT_COMMIT; kind <= CDR_OBJECT_TAG; kind++)
		if (cdr_str_is(word, cdr_object_kind_name((enum cdr_object_kind)kind))) {
			*out = (enum cdr_object_kind)kind;
			return true;
		}
	return false;
}

static bool parse_size(struct cdr_str digits, size_t *out)
{
	*out = 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] < '0' || digits.ptr[i] > '9' || *out > SIZE_MAX / 10 - 1)
			return false;
		*out = *out * 10 + (size_t)(digits.ptr[i] - '0');
	}
	return digits.len > 0;
}

bool cdr_answer_object(struct cdr_str line, struct cdr_answer_object *out)
{
	struct cdr_str hex, kind;

	*out = (struct cdr_answer_object){ .missing = false };
	if (!take_until(&line, ' ', &hex) || !cdr_oid_parse(&out->oid, hex))
		return false;
	if (cdr_str_is(line, "missing")) {
		out->missing = true;
		return true;
	}
	return take_until(&line, ' ', &kind) && parse_kind(kind, &out->kind) &&
	       parse_size(line, &out->size);
}

bool cdr_answer_oid(struct cdr_str *rest, struct cdr_oid *out)
{
	struct cdr_str hex;

	return take_until(rest, '\n', &hex) && cdr_oid_parse(out, hex);
}

bool cdr_answer_field(struct cdr_str *rest, struct cdr_str *out)
{
	return take_until(rest, '\0', out);
}

bool cdr_answer_setting(struct cdr_str *rest, struct cdr_setting *out)
{
	struct cdr_str entry;

	if (!take_until(rest, '\0', &entry) || entry.len == 0)
		return false;
	out->value = entry;
	if (!take_until(&out->value, '\n', &out->key))
		*out = (struct cdr_setting){ .key = entry, .value = { NULL, 0 } };
	return out->key.len > 0;
}

static bool parse_mode(struct cdr_str digits, uint32_t *out)
{
	*out = 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] < '0' || digits.ptr[i] > '7')
			return false;
		*out = *out << 3 | (uint32_t)(digits.ptr[i] - '0');
	}
	return digits.len == 6;
}

static bool take_mode(struct cdr_str *rest, uint32_t *out)
{
	struct cdr_str digits;

	return take_until(rest, ' ', &digits) && parse_mode(digits, out);
}

static bool take_hex(struct cdr_str *rest, struct cdr_oid *out)
{
	struct cdr_str hex;

	return take_until(rest, ' ', &hex) && parse_oid(hex, out);
}

bool cdr_answer_raw(struct cdr_str *rest, struct cdr_answer_raw *out)
{
	struct cdr_str head;

	*out = (struct cdr_answer_raw){ .status = '\0' };
	if (!take_until(rest, '\0', &head) || !cdr_str_starts(head, ":"))
		return false;
	head = cdr_str_sub(head, 1, head.len);
	if (!take_mode(&head, &out->old_mode) || !take_mode(&head, &out->new_mode) ||
	    !take_hex(&head, &out->old_blob) || !take_hex(&head, &out->new_blob))
		return false;
	if (head.len != 1 || !strchr("ADMTU", head.ptr[0]))
		return false;
	out->status = head.ptr[0];
	return take_until(rest, '\0', &out->path) && out->path.len > 0;
}

bool cdr_answer_ref(struct cdr_str *rest, struct cdr_answer_ref *out)
{
	struct cdr_str line, hex;

	return take_until(rest, '\n', &line) && take_until(&line, '\0', &out->name) &&
	       take_until(&line, '\0', &hex) && cdr_oid_parse(&out->oid, hex) &&
	       (out->symref = line, true);
}
