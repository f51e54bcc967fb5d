/*
 * xml.c - written by hand because the reports that are read here come from code under
 * review: a large library with entities, schemas and network access is more than they deserve.
 */
#include "base/xml.h"

#include "cdreview/utf8.h"

#include <stdint.h>
#include <string.h>

#define REFERENCE_MAX 10u                   /* "&#x10FFFF;" */

void cdr_xml_init(struct cdr_xml *xml, struct cdr_str text)
{
	*xml = (struct cdr_xml){ .text = text };
	if (cdr_str_starts(text, "\xef\xbb\xbf"))
		xml->text = cdr_str_sub(text, 3, text.len);
	xml->at = xml->text.ptr;
}

void cdr_xml_release(struct cdr_xml *xml)
{
	cdr_arena_release(&xml->arena);
}

/* --- where we are -------------------------------------------------------- */

static struct cdr_str rest(const struct cdr_xml *xml)
{
	return (struct cdr_str){ xml->at, xml->text.len - (size_t)(xml->at - xml->text.ptr) };
}

static int fault(const struct cdr_xml *xml, struct cdr_err *err, const char *what)
{
	size_t line = 1, col = 1;

	for (const char *c = xml->text.ptr; c < xml->at; c++) {
		line += *c == '\n';
		col = *c == '\n' ? 1 : col + 1;
	}
	return cdr_fail(err, CDR_ESYNTAX, "line %zu, column %zu: %s", line, col, what);
}

static bool take(struct cdr_xml *xml, const char *word)
{
	if (!cdr_str_starts(rest(xml), word))
		return false;
	xml->at += strlen(word);
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool skip_space(struct cdr_xml *xml)
{
	const char *from = xml->at;

	while (rest(xml).len && is_space(*xml->at))
		xml->at++;
	return xml->at > from;
}

/* Beyond ASCII any letter may be in a name; XML's list of exceptions decides nothing here. */
static bool is_name_byte(char c, bool first)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' ||
	    (unsigned char)c >= 0x80)
		return true;
	return !first && ((c >= '0' && c <= '9') || c == '-' || c == '.');
}

static int take_name(struct cdr_xml *xml, struct cdr_str *name, struct cdr_err *err)
{
	const char *from = xml->at;

	while (rest(xml).len && is_name_byte(*xml->at, xml->at == from))
		xml->at++;
	*name = (struct cdr_str){ from, (size_t)(xml->at - from) };
	return name->len ? 0 : fault(xml, err, "a name is wanted");
}

/* Passes over everything up to and with END. */
static int skip_past(struct cdr_xml *xml, const char *end, const char *what, struct cdr_err *err)
{
	struct cdr_str left = rest(xml);
	size_t len = cdr_str_find(left, cdr_str_from(end));

	if (len == left.len)
		return fault(xml, err, what);
	xml->at += len + strlen(end);
	return 0;
}

/* --- references ---------------------------------------------------------- */

static bool is_xml_char(uint32_t c)
{
	return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xd800) ||
	       (c >= 0xe000 && c < 0xfffe) || (c >= 0x10000 && c <= 0x10ffff);
}

static size_t put_utf8(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* The digits of "#65" or "#x41"; 0 for anything else. */
static uint32_t numbered(struct cdr_str body)
{
	bool hex = cdr_str_starts(body, "#x");
	uint32_t value = 0;

	body = cdr_str_sub(body, hex ? 2 : 1, body.len);
	for (size_t i = 0; i < body.len; i++) {
		char c = body.ptr[i];
		uint32_t digit = c >= '0' && c <= '9'		  ? (uint32_t)(c - '0')
				 : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
				 : hex && c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
							       : 16;

		if (digit >= (hex ? 16u : 10u))
			return 0;
		value = value * (hex ? 16 : 10) + digit;
		if (value > 0x10ffff)
			return 0;
	}
	return value;
}

/* What REFERENCE ("amp", "#65") stands for, into OUT; 0 when it is none that XML has. */
static size_t resolve(char out[4], struct cdr_str reference)
{
	static const struct { const char *name; char is; } known[] = {
		{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
	};
	uint32_t c;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!cdr_str_is(reference, known[i].name))
			continue;
		out[0] = known[i].is;
		return 1;
	}
	c = cdr_str_starts(reference, "#") ? numbered(reference) : 0;
	return is_xml_char(c) ? put_utf8(out, c) : 0;
}

/* The reference that TEXT begins with, between '&' and ';'; len 0 when it is none. */
static struct cdr_str reference_of(struct cdr_str text)
{
	struct cdr_str head = cdr_str_sub(text, 1, 1 + REFERENCE_MAX);
	size_t len = cdr_str_find(head, CDR_STR(";"));

	return cdr_str_sub(head, 0, len < head.len ? len : 0);
}

/* RAW with its references in place of which they stand, in the reader's arena. */
static int unescape(struct cdr_xml *xml, struct cdr_str raw, struct cdr_str *out,
		    struct cdr_err *err)
{
	char *text = cdr_arena_alloc(&xml->arena, raw.len + 4);
	size_t len = 0;

	for (size_t i = 0; i < raw.len;) {
		struct cdr_str reference;
		size_t n;

		if (raw.ptr[i] != '&') {
			text[len++] = raw.ptr[i++];
			continue;
		}
		reference = reference_of(cdr_str_sub(raw, i, raw.len));
		n = resolve(text + len, reference);
		if (!n)
			return fault(xml, err, "a reference that XML does not have by itself");
		len += n;
		i += reference.len + 2;
	}
	*out = (struct cdr_str){ text, len };
	return 0;
}

/* --- markup -------------------------------------------------------------- */

static int take_value(struct cdr_xml *xml, struct cdr_str *value, struct cdr_err *err)
{
	const char quote = rest(xml).len ? *xml->at : '\0';
	struct cdr_str raw;

	if (quote != '"' && quote != '\'')
		return fault(xml, err, "a value in quotes is wanted");
	xml->at++;
	raw = cdr_str_sub(rest(xml), 0, cdr_str_find(rest(xml), (struct cdr_str){ &quote, 1 }));
	if (raw.len == rest(xml).len)
		return fault(xml, err, "a value has no end");
	if (memchr(raw.ptr, '<', raw.len))
		return fault(xml, err, "\"<\" in a value");
	xml->at += raw.len + 1;
	return unescape(xml, raw, value, err);
}

static int take_attribute(struct cdr_xml *xml, struct cdr_xml_token *token, struct cdr_err *err)
{
	struct cdr_xml_attribute *attribute = &xml->attributes[token->n_attributes];
	int rc;

	if (token->n_attributes == CDR_XML_ATTRIBUTES)
		return cdr_fail(err, CDR_ELIMIT, "an element has more than %u attributes",
				CDR_XML_ATTRIBUTES);
	rc = take_name(xml, &attribute->name, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < token->n_attributes; i++)
		if (cdr_str_eq(xml->attributes[i].name, attribute->name))
			return fault(xml, err, "an attribute is given twice");
	skip_space(xml);
	if (!take(xml, "="))
		return fault(xml, err, "\"=\" is wanted");
	skip_space(xml);
	token->n_attributes++;
	return take_value(xml, &attribute->value, err);
}

static int open_element(struct cdr_xml *xml, struct cdr_xml_token *token, struct cdr_err *err)
{
	int rc = take_name(xml, &token->name, err);

	if (rc < 0)
		return rc;
	if (xml->depth == 0 && xml->had_root)
		return fault(xml, err, "a second root element");
	if (xml->depth == CDR_XML_DEPTH)
		return cdr_fail(err, CDR_ELIMIT, "elements are nested deeper than %u",
				CDR_XML_DEPTH);
	token->kind = CDR_XML_OPEN;
	token->attributes = xml->attributes;
	for (;;) {
		bool apart = skip_space(xml);

		xml->close_next = take(xml, "/>");
		if (xml->close_next || take(xml, ">"))
			break;
		rc = apart ? take_attribute(xml, token, err)
			   : fault(xml, err, "a blank, \">\" or \"/>\" is wanted");
		if (rc < 0)
			return rc;
	}
	xml->had_root = true;
	xml->open[xml->depth++] = token->name;
	return 0;
}

static int close_element(struct cdr_xml *xml, struct cdr_xml_token *token, struct cdr_err *err)
{
	int rc = take_name(xml, &token->name, err);

	if (rc < 0)
		return rc;
	skip_space(xml);
	if (!take(xml, ">"))
		return fault(xml, err, "\">\" is wanted");
	if (xml->depth == 0 || !cdr_str_eq(xml->open[xml->depth - 1], token->name))
		return fault(xml, err, "an end tag that closes nothing");
	xml->depth--;
	token->kind = CDR_XML_CLOSE;
	return 0;
}

static int take_cdata(struct cdr_xml *xml, struct cdr_xml_token *token, struct cdr_err *err)
{
	const char *from = xml->at;
	int rc;

	if (xml->depth == 0)
		return fault(xml, err, "text outside of the root element");
	rc = skip_past(xml, "]]>", "a CDATA section has no end", err);
	token->kind = CDR_XML_TEXT;
	token->text = (struct cdr_str){ from, rc < 0 ? 0 : (size_t)(xml->at - from) - 3 };
	return rc;
}

/* Character data up to the next tag; its references are checked, not resolved. */
static int take_text(struct cdr_xml *xml, struct cdr_xml_token *token, struct cdr_err *err)
{
	struct cdr_str left = rest(xml);
	char unused[4];

	token->kind = CDR_XML_TEXT;
	token->text = cdr_str_sub(left, 0, cdr_str_find(left, CDR_STR("<")));
	if (xml->depth == 0 && cdr_str_trim(token->text).len)
		return fault(xml, err, "text outside of the root element");
	for (const char *end = xml->at + token->text.len; xml->at < end; xml->at++)
		if (*xml->at == '&' && !resolve(unused, reference_of(rest(xml))))
			return fault(xml, err, "a reference that XML does not have by itself");
	return 0;
}

/* "<?xml ...?>" may name an encoding: ours, or one that is part of it. */
static int skip_instruction(struct cdr_xml *xml, struct cdr_err *err)
{
	struct cdr_str left = rest(xml), head;
	bool declares = cdr_str_starts(left, "xml") && left.len > 3 && is_space(left.ptr[3]);
	size_t at;
	int rc;

	if (declares && xml->at != xml->text.ptr + 2)
		return fault(xml, err, "an XML declaration that is not at the beginning");
	rc = skip_past(xml, "?>", "a processing instruction has no end", err);
	if (rc < 0 || !declares)
		return rc;
	head = cdr_str_sub(left, 0, left.len - rest(xml).len);
	at = cdr_str_find(head, CDR_STR("encoding"));
	head = cdr_str_sub(head, at, head.len);
	if (head.len && !cdr_str_has(head, "UTF-8") && !cdr_str_has(head, "utf-8") &&
	    !cdr_str_has(head, "ASCII") && !cdr_str_has(head, "ascii"))
		return fault(xml, err, "an encoding other than UTF-8");
	return 0;
}

/* True when there was something to pass over; *RC says how that went. */
static bool skip_quiet(struct cdr_xml *xml, int *rc, struct cdr_err *err)
{
	*rc = 0;
	if (take(xml, "<!--"))
		*rc = skip_past(xml, "-->", "a comment has no end", err);
	else if (take(xml, "<?"))
		*rc = skip_instruction(xml, err);
	else if (cdr_str_starts(rest(xml), "<!DOCTYPE"))
		*rc = fault(xml, err, "a document type, which reports have no use for");
	else
		return false;
	return true;
}

static int take_token(struct cdr_xml *xml, struct cdr_xml_token *out, struct cdr_err *err)
{
	if (rest(xml).len == 0 && xml->depth == 0 && xml->had_root)
		return 0;
	if (rest(xml).len == 0)
		return fault(xml, err, xml->had_root ? "it ends within an element"
						     : "there is no element");
	if (take(xml, "</"))
		return close_element(xml, out, err);
	if (take(xml, "<![CDATA["))
		return take_cdata(xml, out, err);
	if (take(xml, "<"))
		return open_element(xml, out, err);
	return take_text(xml, out, err);
}

static bool is_text(struct cdr_str text)
{
	return cdr_utf8_valid(text) && !(text.len && memchr(text.ptr, '\0', text.len));
}

int cdr_xml_next(struct cdr_xml *xml, struct cdr_xml_token *out, struct cdr_err *err)
{
	int rc;

	*out = (struct cdr_xml_token){ .kind = CDR_XML_END };
	cdr_arena_release(&xml->arena);
	if (xml->close_next) {
		xml->close_next = false;
		out->kind = CDR_XML_CLOSE;
		out->name = xml->open[--xml->depth];
		return 0;
	}
	if (xml->at == xml->text.ptr && !is_text(xml->text))
		return cdr_fail(err, CDR_ESYNTAX, "it is not UTF-8, or has NUL bytes");
	while (skip_quiet(xml, &rc, err))
		if (rc < 0)
			return rc;
	return take_token(xml, out, err);
}

struct cdr_str cdr_xml_attribute(const struct cdr_xml_token *token, const char *name)
{
	for (size_t i = 0; i < token->n_attributes; i++)
		if (cdr_str_is(token->attributes[i].name, name))
			return token->attributes[i].value;
	return (struct cdr_str){ NULL, 0 };
}
