/*
 * lexer_markup.c - HTML, XML and templates: quotes mean something in tags only,
 * comments nothing in scripts and titles, and what a template engine runs it
 * runs in comments as well.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"

struct pair {
	const char *open, *close;
};

/* Code of template engines, whichever it is that reads the file. */
static const struct pair templates[] = {
	{ "{{", "}}" },
	{ "{%", "%}" },
	{ "<%", "%>" },
	{ "<?", "?>" },
};

#define N_TEMPLATES (sizeof(templates) / sizeof(templates[0]))

/* --- PHP ----------------------------------------------------------------- */

void cdr_lex_php_text(struct cdr_lex *lex)
{
	struct cdr_str rest = cdr_str_sub(lex->text, lex->pos, lex->text.len);
	size_t from = lex->pos, open = cdr_str_find(rest, CDR_STR("<?"));

	lex->pos += open;
	cdr_lex_classify(lex, from, lex->pos, CDR_BYTE_OPAQUE);
	lex->last_code = 0;
}

/* --- helpers ------------------------------------------------------------- */

/* Where MARK stands at or after POS; the end of the text when nowhere. */
static size_t find(const struct cdr_lex *lex, size_t pos, const char *mark)
{
	struct cdr_str rest = cdr_str_sub(lex->text, pos, lex->text.len);
	const char *at = rest.len ? memmem(rest.ptr, rest.len, mark, strlen(mark)) : NULL;

	return at ? (size_t)(at - lex->text.ptr) : lex->text.len;
}

static bool name_at(const struct cdr_lex *lex, size_t pos, const char *name)
{
	for (; *name; name++, pos++)
		if (cdr_to_lower(cdr_lex_byte(lex, pos)) != *name)
			return false;
	return !cdr_is_word(cdr_lex_byte(lex, pos)) && cdr_lex_byte(lex, pos) != '-';
}

/* --- comments ------------------------------------------------------------ */

/*
 * Past the comment "<!--" at the cursor: "-->", "--!>", or at once at "<!-->"
 * and "<!--->"; 0 without.
 */
static size_t comment_end(const struct cdr_lex *lex)
{
	size_t pos = lex->pos + 4;

	if (cdr_lex_at(lex, pos, ">"))
		return pos + 1;
	if (cdr_lex_at(lex, pos, "->"))
		return pos + 2;
	for (; pos < lex->text.len; pos++) {
		const char *dash = memchr(lex->text.ptr + pos, '-', lex->text.len - pos);

		if (!dash)
			return 0;
		pos = (size_t)(dash - lex->text.ptr);
		if (cdr_lex_at(lex, pos, "-->"))
			return pos + 3;
		if (cdr_lex_at(lex, pos, "--!>"))
			return pos + 4;
	}
	return 0;
}

/* A comment that never closes hides the rest in a browser, but not from us. */
static void take_comment(struct cdr_lex *lex)
{
	size_t end = lex->dead_comments ? 0 : comment_end(lex);

	lex->dead_comments |= end == 0;
	if (end == 0)
		end = cdr_lex_line_end(lex, lex->pos);
	/* <!--[if IE]> is code to some */
	if (!cdr_lex_at(lex, lex->pos, "<!--["))
		cdr_lex_classify(lex, lex->pos, end, CDR_BYTE_COMMENT);
	lex->pos = end;
}

/* --- tags ---------------------------------------------------------------- */

/* An attribute's value in quotes at the cursor. What stands in it HTML may run: it is shown. */
static void take_value(struct cdr_lex *lex)
{
	const char *from = lex->text.ptr + lex->pos;
	const char *to = memchr(from + 1, *from, lex->text.len - lex->pos - 1);
	size_t end = to ? (size_t)(to - lex->text.ptr) : lex->pos;
	bool shown = lex->language->around != CDR_AROUND_XML;

	if (to)
		cdr_lex_classify(lex, lex->pos + 1, end, shown ? CDR_BYTE_OPAQUE : CDR_BYTE_STRING);
	if (to)
		lex->classes[lex->pos] = lex->classes[end] = CDR_BYTE_QUOTE;
	else
		cdr_lex_spend(lex, lex->pos, lex->text.len - lex->pos);
	lex->pos = end + 1;
}

/* From the '<' at the cursor past its '>'. */
static void take_tag(struct cdr_lex *lex)
{
	char last = ' ';

	while (lex->pos < lex->text.len && lex->text.ptr[lex->pos] != '>') {
		char c = lex->text.ptr[lex->pos];

		if ((c == '"' || c == '\'') && last == '=')
			take_value(lex);
		else
			lex->pos++;
		last = cdr_is_space(c) && last == '=' ? '=' : c;
	}
	lex->pos += lex->pos < lex->text.len;
}

/*
 * Past what is between the tag NAME, before the cursor, and its closing tag;
 * code of LANGUAGE or text.
 */
static void take_raw(struct cdr_lex *lex, const char *name, const char *language)
{
	size_t from = lex->pos, end = find(lex, from, "</");

	while (end < lex->text.len && !name_at(lex, end + 2, name))
		end = find(lex, end + 2, "</");
	if (language)
		cdr_lex_other(lex, cdr_language_named(cdr_str_from(language)), from, end);
	else
		cdr_lex_classify(lex, from, end, CDR_BYTE_OPAQUE);
	lex->pos = end;
}

/* An element of which a browser reads the inside without looking for tags or comments. */
static void take_element(struct cdr_lex *lex)
{
	static const struct {
		const char *name, *language;
	} raw[] = {
		{ "script", "javascript" }, { "style", "css" },  { "textarea", NULL },
		{ "title", NULL },          { "xmp", NULL },     { "iframe", NULL },
		{ "noscript", NULL },       { "noembed", NULL }, { "noframes", NULL },
	};
	size_t name = lex->pos + 1;

	take_tag(lex);
	if (lex->language->around == CDR_AROUND_XML || cdr_lex_at(lex, lex->pos - 2, "/>"))
		return;
	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		if (name_at(lex, name, raw[i].name)) {
			take_raw(lex, raw[i].name, raw[i].language);
			return;
		}
}

/* --- templates ----------------------------------------------------------- */

static const struct pair *template_at(const struct cdr_lex *lex, size_t pos)
{
	for (size_t i = 0; i < N_TEMPLATES; i++)
		if (cdr_lex_at(lex, pos, templates[i].open))
			return &templates[i];
	return NULL;
}

/* Past the comment of a template at POS; POS when there is none. */
static size_t skip_template_comment(struct cdr_lex *lex, size_t pos)
{
	size_t from = lex->pos, end;

	lex->pos = pos;
	end = cdr_lex_comment(lex) ? lex->pos : pos;
	lex->pos = from;
	return end;
}

/* Shows all code of templates, wherever it stands. */
static void show_templates(struct cdr_lex *lex)
{
	const struct pair *pair;
	bool dead[N_TEMPLATES] = { false };

	for (size_t pos = 0; pos < lex->text.len; pos++) {
		size_t end;

		if (lex->text.ptr[pos] != '{' && lex->text.ptr[pos] != '<')
			continue;
		end = skip_template_comment(lex, pos);
		pair = end == pos ? template_at(lex, pos) : NULL;
		if (pair && !dead[pair - templates]) {
			end = find(lex, pos + 2, pair->close);
			dead[pair - templates] = end == lex->text.len;
			end = dead[pair - templates] ? end : end + strlen(pair->close);
			cdr_lex_classify(lex, pos, end, CDR_BYTE_OPAQUE);
		}
		pos = end > pos ? end - 1 : pos;
	}
}

/* --- all ----------------------------------------------------------------- */

static void take_next(struct cdr_lex *lex)
{
	char next = cdr_lex_byte(lex, lex->pos + 1);

	if (lex->language->comments && cdr_lex_comment(lex))
		return;
	if (cdr_lex_at(lex, lex->pos, "<!--"))
		take_comment(lex);
	else if (cdr_lex_at(lex, lex->pos, "<![CDATA[") && lex->language->around == CDR_AROUND_XML)
		lex->pos = find(lex, lex->pos, "]]>");
	else if (lex->text.ptr[lex->pos] == '<' && cdr_is_letter(next))
		take_element(lex);
	else if (lex->text.ptr[lex->pos] == '<' && next == '/')
		take_tag(lex);
	else
		lex->pos++;
}

void cdr_lex_markup(struct cdr_lex *lex)
{
	while (lex->pos < lex->text.len) {
		while (lex->pos < lex->text.len && lex->text.ptr[lex->pos] != '<' &&
		       lex->text.ptr[lex->pos] != '{')
			lex->pos++;
		if (lex->pos < lex->text.len)
			take_next(lex);
	}
	if (lex->language->around == CDR_AROUND_MARKUP)
		show_templates(lex);
}
