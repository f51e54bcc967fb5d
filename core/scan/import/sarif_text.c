/* sarif_text.c - the words of a log: messages by id and with arguments, levels, severities. */
#include "scan/import/sarif_parts.h"

#include "base/names.h"

#include <string.h>

struct cdr_str cdr_sarif_text(const struct cdr_json *object, const char *key)
{
	return cdr_json_str(cdr_json_get(cdr_json_get(object, key), "text"));
}

/* --- messages --------------------------------------------------------------------- */

/* The number of the argument in "{N}" at the start of TEXT, and how long that is; 0: none. */
static size_t placeholder(struct cdr_str text, size_t *idx)
{
	size_t at = 1;

	*idx = 0;
	for (; at < text.len && at < 4 && text.ptr[at] >= '0' && text.ptr[at] <= '9'; at++)
		*idx = *idx * 10 + (size_t)(text.ptr[at] - '0');
	return at > 1 && at < text.len && text.ptr[at] == '}' ? at + 1 : 0;
}

/* TEXT with ARGUMENTS in place of {0}, {1}, ...; a doubled brace is one. */
static struct cdr_str put_arguments(struct cdr_arena *arena, struct cdr_str text,
				    const struct cdr_json *arguments)
{
	struct cdr_buf buf;
	struct cdr_str out;
	size_t idx;

	cdr_buf_init(&buf, 4 * CDR_FOREIGN_WORDS); /* it will be cut anyway */
	for (size_t at = 0; at < text.len && !buf.full;) {
		struct cdr_str rest = cdr_str_sub(text, at, text.len);
		size_t len = rest.ptr[0] == '{' ? placeholder(rest, &idx) : 0;

		if (len > 0)
			cdr_buf_addstr(&buf, cdr_json_str(cdr_json_at(arguments, idx)));
		else
			cdr_buf_addc(&buf, rest.ptr[0]);
		if (len == 0)
			len = cdr_str_starts(rest, "{{") || cdr_str_starts(rest, "}}") ? 2 : 1;
		at += len;
	}
	out = cdr_str_copy(arena, cdr_buf_str(&buf));
	cdr_buf_release(&buf);
	return out;
}

struct cdr_str cdr_sarif_message(const struct cdr_sarif_run *run, const struct cdr_sarif_rule *rule,
				 const struct cdr_json *message)
{
	const struct cdr_json *arguments = cdr_json_get(message, "arguments");
	struct cdr_str text = cdr_json_str(cdr_json_get(message, "text"));
	struct cdr_str id = cdr_json_str(cdr_json_get(message, "id"));

	if (!text.ptr && id.ptr)
		text = cdr_sarif_text(cdr_json_get(rule->descriptor, "messageStrings"), id.ptr);
	if (!text.ptr)
		text = cdr_json_str(cdr_json_get(message, "markdown"));
	return text.ptr && cdr_json_count(arguments) > 0
	     ? put_arguments(run->intake->arena, text, arguments) : text;
}

/* --- severity ----------------------------------------------------------------------- */

/* "7.5" in tenths, whatever the locale; -1 for what is no score. */
static int score_of(struct cdr_str text)
{
	int tenths = 0;
	size_t at = 0;

	text = cdr_str_trim(text);
	for (; at < text.len && at < 2 && text.ptr[at] >= '0' && text.ptr[at] <= '9'; at++)
		tenths = tenths * 10 + (text.ptr[at] - '0');
	if (at == 0)
		return -1;
	tenths *= 10;
	if (at + 1 < text.len && text.ptr[at] == '.' && text.ptr[at + 1] >= '0' &&
	    text.ptr[at + 1] <= '9')
		tenths += text.ptr[at + 1] - '0';
	return tenths;
}

/* A CVSS-like score as GitHub reads it, in tenths. */
static int security_score(const struct cdr_json *descriptor)
{
	const struct cdr_json *score =
		cdr_json_get(cdr_json_get(descriptor, "properties"), "security-severity");
	double number = cdr_json_number(score, -1);

	if (cdr_json_is_string(score))
		return score_of(cdr_json_str(score));
	return number >= 0 && number <= 10 ? (int)(number * 10 + 0.5) : -1;
}

enum cdr_severity cdr_sarif_severity(const struct cdr_sarif_rule *rule, struct cdr_str level)
{
	static const char *const levels[] = { "none", "note", "warning", "error" };
	static const enum cdr_severity severities[] = { CDR_INFO, CDR_LOW, CDR_MEDIUM, CDR_HIGH };
	int score = security_score(rule->descriptor);
	size_t idx = 2;

	if (score > 0)
		return score >= 90 ? CDR_CRITICAL : score >= 70 ? CDR_HIGH
						  : score >= 40 ? CDR_MEDIUM
								: CDR_LOW;
	if (!level.ptr)
		level = cdr_json_str(cdr_json_get(
			cdr_json_get(rule->descriptor, "defaultConfiguration"), "level"));
	cdr_names_find(CDR_NAMES(levels), level, &idx);
	return severities[idx];
}
