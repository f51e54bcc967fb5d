/*
 * lines.c - "PATH:LINE[:COL]: MESSAGE", one a line. Whatever else a tool prints (headings,
 * source with carets, a sum at the end) has no place in it and is counted, not read.
 *
 * The rule is what such messages are known to name it by: "[rule]" at the end (gcc, mypy,
 * shellcheck), "CODE" or "CODE:" at the start (ruff, flake8, pylint), "[CODE(name), ...]"
 * there (pylint's parseable format), else the word that says how bad it is.
 */
#include "scan/import/intake.h"
#include "scan/import/uri.h"

#include <string.h>

#define LINE_MAX ((size_t)65536)   /* bytes: more is no message */

/* One line of a report, taken apart. */
struct parsed {
	struct cdr_str path, message;
	uint32_t line, col;
	struct cdr_str word;           /* "warning", ... or {NULL, 0} */
	struct cdr_str rule;
	enum cdr_severity severity;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* --- places --------------------------------------------------------------------- */

/* Takes "N:" off *REST. */
static bool take_number(struct cdr_str *rest, uint32_t *out)
{
	uint64_t number = 0;
	size_t at = 0;

	for (; at < rest->len && at < 10 && is_digit(rest->ptr[at]); at++)
		number = number * 10 + (uint64_t)(rest->ptr[at] - '0');
	if (at == 0 || at == rest->len || rest->ptr[at] != ':' || number > INT32_MAX)
		return false;
	*out = (uint32_t)number;
	*rest = cdr_str_sub(*rest, at + 1, rest->len);
	return true;
}

/* "LINE: " or "LINE:COL: " at the start of REST. */
static bool take_place(struct cdr_str rest, struct parsed *out)
{
	out->col = 0;
	if (!take_number(&rest, &out->line))
		return false;
	(void)take_number(&rest, &out->col);
	if (!cdr_str_starts(rest, " "))
		return false;
	out->message = cdr_str_trim(rest);
	return out->message.len > 0;
}

/* The first colon that has a place behind it ends the path. */
static bool split(struct cdr_str line, struct parsed *out)
{
	for (size_t at = 1; at < line.len; at++) {
		out->path = cdr_str_sub(line, 0, at);
		if (line.ptr[at] == ':' &&
		    take_place(cdr_str_sub(line, at + 1, line.len), out))
			return true;
	}
	return false;
}

/* --- what is said ------------------------------------------------------------------ */

/* Words that say how bad it is, in any case. */
static const struct {
	const char *name;
	enum cdr_severity severity;
} words[] = {
	{ "critical", CDR_CRITICAL }, { "fatal error", CDR_HIGH }, { "fatal", CDR_HIGH },
	{ "error", CDR_HIGH },        { "high", CDR_HIGH },        { "warning", CDR_MEDIUM },
	{ "medium", CDR_MEDIUM },     { "low", CDR_LOW },          { "note", CDR_LOW },
	{ "info", CDR_LOW },          { "style", CDR_LOW },        { "hint", CDR_LOW },
	{ "help", CDR_LOW },
};

/* "warning: " and its kin at the start of the message. */
static void take_word(struct parsed *out)
{
	size_t colon = cdr_str_find(out->message, CDR_STR(": "));
	struct cdr_str word = cdr_str_sub(out->message, 0, colon);

	for (size_t i = 0; colon < out->message.len && i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i].name) != word.len ||
		    strncasecmp(words[i].name, word.ptr, word.len) != 0)
			continue;
		out->word = cdr_str_from(words[i].name);
		out->severity = words[i].severity;
		out->message = cdr_str_sub(out->message, colon + 1, out->message.len);
		out->message = cdr_str_trim(out->message);
		return;
	}
}

/* How many bytes of "ABC123" TEXT begins with: letters, then digits; 0: it does not. */
static size_t code_length(struct cdr_str text)
{
	size_t at = 0, letters;

	while (at < text.len && at < 8 && is_letter(text.ptr[at]) && !(text.ptr[at] & 32))
		at++;
	letters = at;
	while (at < text.len && at < letters + 6 && is_digit(text.ptr[at]))
		at++;
	return letters > 0 && at > letters + 1 ? at : 0;
}

/* pylint says by its letter how bad it is; a colon behind the code tells that it is pylint's. */
static void weigh_code(struct parsed *out)
{
	switch (out->rule.ptr[0]) {
	case 'E':
	case 'F':
		out->severity = CDR_HIGH;
		break;
	case 'C':
	case 'R':
	case 'I':
		out->severity = CDR_LOW;
		break;
	default:
		break;
	}
}

/* "CODE message", "CODE: message (name)", "[CODE(name), where] message"; "[*]" of ruff: fixable. */
static bool take_code(struct parsed *out)
{
	struct cdr_str text = out->message;
	bool bracketed = cdr_str_starts(text, "[");
	size_t len = code_length(cdr_str_sub(text, bracketed, text.len)), end = len;

	if (len == 0)
		return false;
	if (bracketed)
		end = cdr_str_find(text, CDR_STR("]")) + 1;
	else if (len < text.len && text.ptr[len] == ':')
		end = len + 1;
	if (end >= text.len || text.ptr[end] != ' ')
		return false;
	out->rule = cdr_str_sub(text, bracketed, bracketed + len);
	if (end > len && len == 5 && !is_letter(out->rule.ptr[1]))
		weigh_code(out);
	text = cdr_str_trim(cdr_str_sub(text, end, text.len));
	out->message = cdr_str_starts(text, "[*] ") ? cdr_str_sub(text, 4, text.len) : text;
	return true;
}

static bool is_of_name(char c)
{
	return is_letter(c) || is_digit(c) || strchr("-_.@/+=,", c);
}

/* "message [rule]". */
static bool take_bracket(struct parsed *out)
{
	size_t at = out->message.len;
	size_t end;

	if (!cdr_str_ends(out->message, "]"))
		return false;
	end = --at;
	while (at > 0 && is_of_name(out->message.ptr[at - 1]))
		at--;
	if (at < 2 || at == end || out->message.ptr[at - 1] != '[' ||
	    out->message.ptr[at - 2] != ' ')
		return false;
	out->rule = cdr_str_sub(out->message, at, end);
	out->message = cdr_str_trim(cdr_str_sub(out->message, 0, at - 1));
	return true;
}

static bool parse(struct cdr_str line, struct parsed *out)
{
	*out = (struct parsed){ .severity = CDR_MEDIUM };
	if (line.len > LINE_MAX || memchr(line.ptr, '\0', line.len) || !split(line, out))
		return false;
	take_word(out);
	if (out->word.ptr && take_bracket(out))
		return true;
	if (take_code(out))
		take_word(out);
	else if (!take_bracket(out))
		out->rule = out->word.ptr ? out->word : CDR_STR("message");
	return true;
}

/* --- the report ------------------------------------------------------------------- */

static int take_line(struct cdr_intake *intake, struct cdr_str tool, const struct parsed *parsed,
		     struct cdr_err *err)
{
	const struct cdr_tool_rule told = {
		.tool = tool,
		.id = parsed->rule,
		.category = CDR_STR("tool"),
		.severity = parsed->severity,
		.confidence = CDR_CONFIDENCE_MEDIUM,
	};
	struct cdr_foreign foreign = {
		.rule = cdr_intake_rule(intake, &told, err),
		.message = parsed->message,
		.severity = parsed->severity,
		.line = parsed->line,
		.end_line = parsed->line,
		.col = parsed->col,
	};

	if (!foreign.rule)
		return CDR_ELIMIT;
	intake->counts.results++;
	if (parsed->line == 0) {
		intake->counts.placeless++;
		return 0;
	}
	if (cdr_intake_path(intake, parsed->path, &foreign.path))
		return cdr_intake_result(intake, &foreign, err);
	intake->counts.outside++;
	return 0;
}

int cdr_lines_read(struct cdr_intake *intake, struct cdr_str tool, struct cdr_str text,
		   struct cdr_err *err)
{
	struct cdr_str whole = cdr_str_trim(text), line;
	size_t before = intake->counts.results;
	int rc = 0;

	while (rc == 0 && cdr_str_line(&text, &line)) {
		struct parsed parsed;

		line = cdr_str_trim(line);
		if (parse(line, &parsed))
			rc = take_line(intake, tool.len ? tool : CDR_STR("lines"), &parsed, err);
		else
			intake->counts.unread_lines += line.len > 0;
	}
	if (rc == 0 && intake->counts.results == before && cdr_str_starts(whole, "{")) {
		cdr_fail(err, CDR_ESYNTAX, "no line says PATH:LINE: MESSAGE, this looks like JSON");
		cdr_err_hint(err, "is it SARIF? then give it with --sarif-in");
		return cdr_err_at(err, intake->name, 0, 0);
	}
	return rc;
}
