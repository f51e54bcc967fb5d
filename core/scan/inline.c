/*
 * inline.c - a suppression has to say what it excuses and why; one that does
 * not is no suppression.
 */
#include "scan/inline.h"

#include "base/date.h"

#include <string.h>

static const char marker[] = CDR_INLINE_MARKER;
static const char until[] = "until=";

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static bool has_words(struct cdr_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (is_word(text.ptr[i]))
			return true;
	return false;
}

/* Takes what stands before the next blank off *REST. */
static struct cdr_str take_word(struct cdr_str *rest)
{
	size_t len = 0;
	struct cdr_str word;

	*rest = cdr_str_trim(*rest);
	while (len < rest->len && rest->ptr[len] != ' ' && rest->ptr[len] != '\t')
		len++;
	word = cdr_str_sub(*rest, 0, len);
	*rest = cdr_str_trim(cdr_str_sub(*rest, len, rest->len));
	return word;
}

/* A comment that closes on the line is not part of the reason. */
static struct cdr_str without_close(struct cdr_str text)
{
	static const char *const closings[] = { "*/", "-->", "%>", "#}", "\"\"\"", "'''" };

	text = cdr_str_trim(text);
	for (size_t i = 0; i < sizeof(closings) / sizeof(closings[0]); i++)
		if (cdr_str_ends(text, closings[i]))
			return cdr_str_trim(cdr_str_sub(text, 0, text.len - strlen(closings[i])));
	return text;
}

/* Splits "REASON until=DATE", DATE last. False when there is a date that is none. */
static bool take_until(struct cdr_str *reason, struct cdr_str *date)
{
	size_t at = cdr_str_find(*reason, CDR_STR(until));

	*date = (struct cdr_str){ NULL, 0 };
	if (at == reason->len)
		return true;
	*date = cdr_str_trim(cdr_str_sub(*reason, at + sizeof(until) - 1, reason->len));
	*reason = cdr_str_trim(cdr_str_sub(*reason, 0, at));
	if (cdr_str_ends(*reason, "[") && cdr_str_ends(*date, "]")) {
		*reason = cdr_str_trim(cdr_str_sub(*reason, 0, reason->len - 1));
		date->len--;
	}
	return cdr_date_is(*date);
}

size_t cdr_inline_find(struct cdr_str line)
{
	size_t at = cdr_str_find(line, CDR_STR(marker)), end = at + sizeof(marker) - 1;

	if (at == line.len)
		return line.len;
	return end == line.len || line.ptr[end] == ' ' || line.ptr[end] == '\t' ? at : line.len;
}

enum cdr_inline cdr_inline_parse(struct cdr_str line, struct cdr_inline_allow *out)
{
	size_t at = cdr_inline_find(line);
	struct cdr_str rest, dashes;

	*out = (struct cdr_inline_allow){ .alone = !has_words(cdr_str_sub(line, 0, at)) };
	if (at == line.len)
		return CDR_INLINE_ABSENT;
	rest = cdr_str_sub(line, at + sizeof(marker) - 1, line.len);
	out->rule = take_word(&rest);
	if (!has_words(out->rule))
		return CDR_INLINE_NO_ID;
	dashes = take_word(&rest);
	out->reason = without_close(rest);
	if (!cdr_str_is(dashes, "--"))
		return CDR_INLINE_NO_REASON;
	if (!take_until(&out->reason, &out->until))
		return CDR_INLINE_NO_DATE;
	return has_words(out->reason) ? CDR_INLINE_GOOD : CDR_INLINE_NO_REASON;
}
