/*
 * lexer.c - the class of every byte of a text, and the masks made of it.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"
#include "rules/passes.h"

#define AGAIN_MAX 16u /* times the text that failing attempts may cost */

/* --- special beginnings -------------------------------------------------- */

/* The line "#!/usr/bin/env node" means nothing to the language; Rust's #![...] does. */
static void skip_interpreter(struct cdr_lex *lex)
{
	if (!cdr_str_starts(lex->text, "#!") || cdr_str_starts(lex->text, "#!["))
		return;
	lex->pos = cdr_lex_line_end(lex, 0);
	cdr_lex_classify(lex, 0, lex->pos, CDR_BYTE_OPAQUE);
}

/* Python reads a file in the encoding that it names, in which a comment may end anywhere. */
static bool names_strange_encoding(struct cdr_str text)
{
	static const char *const plain[] = { "utf-8",    "utf8",  "UTF-8",    "ascii",
					     "us-ascii", "latin", "iso-8859", "cp125" };
	struct cdr_str rest = text, line, name;

	for (int i = 0; i < 2 && cdr_str_line(&rest, &line); i++) {
		size_t at = cdr_str_find(line, CDR_STR("coding"));
		bool known = false;

		if (at == line.len || !cdr_str_starts(cdr_str_trim(line), "#"))
			continue;
		name = cdr_str_sub(line, at + 6, line.len);
		while (name.len && strchr(":= \t", name.ptr[0]))
			name = cdr_str_sub(name, 1, name.len);
		for (size_t k = 0; k < sizeof(plain) / sizeof(plain[0]); k++)
			known |= cdr_str_starts(name, plain[k]);
		return !known;
	}
	return false;
}

/* Where comments and strings begin to mean something. */
static void begin(struct cdr_lex *lex)
{
	skip_interpreter(lex);
	if (lex->language->entities == CDR_ENTITY_INDENT && names_strange_encoding(lex->text))
		cdr_lex_doubt(lex, 0);
	if (lex->language->around == CDR_AROUND_PHP &&
	    (cdr_str_find(lex->text, CDR_STR("<?")) < lex->text.len ||
	     cdr_str_starts(cdr_str_trim(lex->text), "<")))
		cdr_lex_php_text(lex);
}

/* Comments before `import "C"` are C. */
static void show_preamble(struct cdr_lex *lex)
{
	struct cdr_str mark = cdr_str_from(lex->language->preamble);
	size_t end = mark.len ? cdr_str_find(lex->text, mark) : lex->text.len;

	for (size_t i = 0; end < lex->text.len && i < end; i++)
		if (lex->classes[i] == CDR_BYTE_COMMENT)
			lex->classes[i] = CDR_BYTE_OPAQUE;
}

/* --- classes ------------------------------------------------------------- */

/* Of TEXT, which its language's phase has changed. */
static unsigned char *classes_of(const struct cdr_lexed *lexed, struct cdr_str text)
{
	uint32_t stops[256];
	struct cdr_lex lex = {
		.language = lexed->language,
		.text = text,
		.classes = cdr_arena_alloc(lexed->arena, text.len + 1),
		.stops = stops,
		.budget = AGAIN_MAX * text.len,
		.doubt = text.len,
		.until = text.len,
	};

	cdr_lex_note_stops(lexed->language, stops);
	begin(&lex);
	if (lexed->language->around >= CDR_AROUND_MARKUP)
		cdr_lex_markup(&lex);
	else
		cdr_lex_code(&lex);
	cdr_lex_classify(&lex, lex.doubt, text.len, CDR_BYTE_CODE);
	show_preamble(&lex);
	return lex.classes;
}

/* Whether all of the text is code that is read as it stands. */
static bool is_plain(const struct cdr_pass *pass)
{
	const struct cdr_language *language = pass->language;
	struct cdr_str preamble = cdr_str_from(language->preamble);

	if (language->around != CDR_AROUND_NONE || language->shell || language->block_scalars)
		return false;
	return !cdr_phase_changes(language->phase, pass->text) &&
	       (!preamble.len || cdr_str_find(pass->text, preamble) == pass->text.len);
}

/* Past the last byte before POS that is neither blank nor comment. */
static size_t code_end(const struct cdr_pass *pass, size_t pos)
{
	while (pos > 0 && (cdr_is_space(pass->text.ptr[pos - 1]) ||
			   pass->classes[pos - 1] == CDR_BYTE_COMMENT))
		pos--;
	return pos;
}

/* Whether what a byte means may depend on what stands before it. */
static bool looks_back(const struct cdr_language *language)
{
	return language->regex || language->jsx || language->character || language->heredoc ||
	       language->braces != CDR_BRACES_VALUE;
}

/* A '/' may divide, a '<' compare, a '{' be a value; a name is a name, but for a member's. */
bool cdr_pass_begins_anew(const struct cdr_pass *pass, size_t pos)
{
	size_t end = code_end(pass, pos), next = pos;
	unsigned char last = end ? pass->classes[end - 1] : CDR_BYTE_CODE;
	char c = end ? pass->text.ptr[end - 1] : ';';

	if (!looks_back(pass->language))
		return true;
	if ((last != CDR_BYTE_CODE && last != CDR_BYTE_QUOTE) || strchr(".#@\\:", c))
		return false;
	while (next < pass->text.len && cdr_is_space(pass->text.ptr[next]))
		next++;
	c = next < pass->text.len ? pass->text.ptr[next] : 'a';
	return cdr_lex_is_name(c) || c == '@' || c == '#';
}

bool cdr_pass_classes(struct cdr_pass *pass)
{
	uint32_t stops[256];
	struct cdr_lex lex = {
		.language = pass->language,
		.text = pass->text,
		.classes = pass->classes,
		.stops = stops,
		.pos = pass->starts[pass->from],
		.budget = AGAIN_MAX * pass->text.len,
		.doubt = pass->text.len,
		.until = pass->starts[pass->to],
		.starts = pass->starts + pass->from,
		.inner = pass->inner + pass->from,
	};
	const struct cdr_lex fresh = lex;

	if (!is_plain(pass) || (pass->from > 0 && !cdr_pass_begins_anew(pass, lex.pos)))
		return false;
	memset(pass->classes + lex.pos, 0, lex.until - lex.pos);
	lex.last_code = code_end(pass, lex.pos);
	cdr_lex_note_stops(pass->language, stops);
	if (pass->from == 0)
		begin(&lex);
	cdr_lex_code(&lex);
	return lex.pos == lex.until && lex.budget == fresh.budget && lex.doubt == fresh.doubt &&
	       !lex.dead_quotes && !lex.dead_comments && !lex.controls && !lex.heredocs.n &&
	       (pass->to == pass->n_lines || cdr_pass_begins_anew(pass, lex.until));
}

static const unsigned char *read_classes(const struct cdr_lexed *lexed)
{
	struct cdr_str text;
	unsigned char *classes, *spread;

	if (!lexed->language)
		return cdr_arena_alloc(lexed->arena, lexed->text.len + 1);
	text = cdr_phase_apply(lexed->language->phase, lexed->arena, lexed->text);
	classes = classes_of(lexed, text);
	if (text.ptr == lexed->text.ptr)
		return classes;
	spread = cdr_arena_alloc(lexed->arena, lexed->text.len + 1);
	cdr_phase_spread(lexed->language->phase, lexed->text, classes, spread);
	return spread;
}

const unsigned char *cdr_lexer_classes(struct cdr_lexed *lexed)
{
	if (!lexed->classes)
		lexed->classes = read_classes(lexed);
	return lexed->classes;
}

/* --- masks --------------------------------------------------------------- */

/* Past the bytes of CLASS from POS on; they come in runs, so eight at once. */
static size_t end_of_run(const unsigned char *classes, size_t pos, size_t len, unsigned char class)
{
	const uint64_t wanted = class * UINT64_C(0x0101010101010101);
	uint64_t eight;

	while (len - pos >= sizeof(eight)) {
		memcpy(&eight, classes + pos, sizeof(eight));
		if (eight != wanted)
			break;
		pos += sizeof(eight);
	}
	while (pos < len && classes[pos] == class)
		pos++;
	return pos;
}

/* Blanks OUT, which stands for TEXT, but for its line ends. */
static void blank(char *out, struct cdr_str text)
{
	const char *lf = text.ptr, *end = text.ptr + text.len;

	memset(out, ' ', text.len);
	for (; (lf = memchr(lf, '\n', (size_t)(end - lf))); lf++)
		out[lf - text.ptr] = '\n';
}

void cdr_lexer_mask_part(struct cdr_lexed *lexed, unsigned mask, size_t from, size_t to, char *out)
{
	const unsigned char *classes = cdr_lexer_classes(lexed);
	const bool hidden[] = {
		[CDR_BYTE_CODE] = false,
		[CDR_BYTE_COMMENT] = mask & CDR_MASK_COMMENTS,
		[CDR_BYTE_STRING] = mask & CDR_MASK_STRINGS,
		[CDR_BYTE_QUOTE] = false,
		[CDR_BYTE_OPAQUE] = false,
	};
	size_t end;

	if (to > from)
		memcpy(out, lexed->text.ptr + from, to - from);
	for (size_t i = from; i < to; i = end) {
		end = end_of_run(classes, i, to, classes[i]);
		if (hidden[classes[i]])
			blank(out + (i - from), cdr_str_sub(lexed->text, i, end));
	}
}

struct cdr_str cdr_lexer_mask(struct cdr_lexed *lexed, unsigned mask)
{
	char *bytes = cdr_arena_alloc(lexed->arena, lexed->text.len + 1);

	cdr_lexer_mask_part(lexed, mask, 0, lexed->text.len, bytes);
	return (struct cdr_str){ bytes, lexed->text.len };
}
