/*
 * tokens.c - names that read like others: a Cyrillic letter between Latin ones,
 * a full-width or mathematical letter that a compiler folds to a plain one.
 *
 * Greek is flagged only where a letter looks like a Latin one, because formulas
 * are written with the others; blocks and properties are those of Unicode 15.0
 * (Blocks.txt, Scripts.txt, and NFKC of UnicodeData.txt for what folds).
 */
#include "scan/tokens.h"

#include "cdreview/utf8.h"

struct range {
	uint32_t first, last;
};

/* Letters of scripts of which many look like Latin ones. */
static const struct range alike[] = {
	{ 0x0391, 0x0392 }, { 0x0395, 0x0397 }, { 0x0399, 0x039A }, { 0x039C, 0x039D },
	{ 0x039F, 0x039F }, { 0x03A1, 0x03A1 }, { 0x03A4, 0x03A5 }, { 0x03A7, 0x03A7 },
	{ 0x03BF, 0x03BF }, { 0x03F2, 0x03F3 }, { 0x0400, 0x052F }, { 0x0531, 0x0587 },
	{ 0x13A0, 0x13FD }, { 0x1C80, 0x1C88 }, { 0x2C80, 0x2CE4 }, { 0xA4D0, 0xA4F7 },
	{ 0xA640, 0xA69F }, { 0xAB70, 0xABBF },
};

/* What NFKC makes a Latin letter or digit of. */
static const struct range folded[] = {
	{ 0x017F, 0x017F }, { 0x2102, 0x2102 },   { 0x210A, 0x2115 }, { 0x2119, 0x211D },
	{ 0x2124, 0x2124 }, { 0x212A, 0x212A },   { 0x212C, 0x2134 }, { 0x2160, 0x217F },
	{ 0xFB00, 0xFB06 }, { 0xFF10, 0xFF19 },   { 0xFF21, 0xFF3A }, { 0xFF3F, 0xFF3F },
	{ 0xFF41, 0xFF5A }, { 0x1D400, 0x1D7FF },
};

static bool is_in(const struct range *ranges, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n && ranges[i].first <= cp; i++)
		if (cp <= ranges[i].last)
			return true;
	return false;
}

/* Others of Latin are letters of Cyrillic alphabets, too: the Ossetic ae. */
static bool is_latin(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

/* Anything but ASCII may stand in a name, spaces and marks of U+2000-206F left out. */
static bool is_name(uint32_t cp)
{
	if (cp < 0x80)
		return is_latin(cp) || (cp >= '0' && cp <= '9') || cp == '_';
	return cp != CDR_UTF8_INVALID && cp >= 0xAA && !(cp >= 0x2000 && cp <= 0x206F) &&
	       !(cp >= 0x3000 && cp <= 0x303F);
}

enum seen { SEEN_LATIN = 1, SEEN_ALIKE = 2, SEEN_FOLDED = 4 };

static unsigned kind_of(uint32_t cp)
{
	if (is_latin(cp))
		return SEEN_LATIN;
	if (cp < 0x80)
		return 0;
	if (is_in(alike, sizeof(alike) / sizeof(alike[0]), cp))
		return SEEN_ALIKE;
	return is_in(folded, sizeof(folded) / sizeof(folded[0]), cp) ? SEEN_FOLDED : 0;
}

static bool is_strange(unsigned seen, enum cdr_strangeness which)
{
	if (which == CDR_TOKEN_FOLDED)
		return seen & SEEN_FOLDED;
	return seen & SEEN_LATIN && seen & SEEN_ALIKE;
}

/* The character at AT of LINE; returns its bytes. Most are ASCII. */
static size_t char_at(struct cdr_str line, size_t at, uint32_t *cp)
{
	*cp = (unsigned char)line.ptr[at];
	return *cp < 0x80 ? 1 : cdr_utf8_next(cdr_str_sub(line, at, line.len), cp);
}

bool cdr_token_find(struct cdr_str line, size_t from, enum cdr_strangeness which,
		    struct cdr_span *token)
{
	unsigned seen = 0;
	size_t start = from, len;

	for (size_t at = from; at <= line.len; at += len) {
		uint32_t cp = ' ';

		len = at < line.len ? char_at(line, at, &cp) : 1;
		if (at < line.len && is_name(cp)) {
			seen |= kind_of(cp);
			continue;
		}
		if (is_strange(seen, which)) {
			*token = (struct cdr_span){ start, at };
			return true;
		}
		seen = 0;
		start = at + len;
	}
	return false;
}

void cdr_token_spell(struct cdr_buf *out, struct cdr_str token)
{
	for (size_t at = 0; at < token.len;) {
		uint32_t cp;
		size_t len = cdr_utf8_next(cdr_str_sub(token, at, token.len), &cp);

		if (cp < 0x80)
			cdr_buf_addc(out, (char)cp);
		else
			cdr_buf_addf(out, "<U+%04X>", (unsigned)cp);
		at += len;
	}
}
