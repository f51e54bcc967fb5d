/*
 * lexer.c - the class of every byte of a text, and the masks made of it.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"

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

/*
 * Where the next byte that is not plain code stands, from POS on; most bytes
 * are, so eight at once.
 */
static size_t next_class(const unsigned char *classes, size_t pos, size_t len)
{
	uint64_t eight;

	while (len - pos >= sizeof(eight)) {
		memcpy(&eight, classes + pos, sizeof(eight));
		if (eight != 0)
			break;
		pos += sizeof(eight);
	}
	while (pos < len && classes[pos] == CDR_BYTE_CODE)
		pos++;
	return pos;
}

struct cdr_str cdr_lexer_mask(struct cdr_lexed *lexed, unsigned mask)
{
	struct cdr_str text = lexed->text;
	char *bytes = cdr_arena_alloc(lexed->arena, text.len + 1);
	const unsigned char *classes = cdr_lexer_classes(lexed);
	const bool hidden[] = {
		[CDR_BYTE_CODE] = false,
		[CDR_BYTE_COMMENT] = mask & CDR_MASK_COMMENTS,
		[CDR_BYTE_STRING] = mask & CDR_MASK_STRINGS,
		[CDR_BYTE_QUOTE] = false,
		[CDR_BYTE_OPAQUE] = false,
	};

	if (text.len)
		memcpy(bytes, text.ptr, text.len);
	for (size_t i = next_class(classes, 0, text.len); i < text.len;
	     i = next_class(classes, i, text.len)) {
		for (; i < text.len && classes[i] != CDR_BYTE_CODE; i++)
			if (hidden[classes[i]] && bytes[i] != '\n')
				bytes[i] = ' ';
	}
	return (struct cdr_str){ bytes, text.len };
}
