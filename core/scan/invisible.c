/*
 * invisible.c - the terminal shows every unsafe character escaped, but a
 * person who approves elsewhere does not see it, so it is a finding as well.
 *
 * Emoji are spelled with a joiner and a variation selector between visible
 * characters, Persian and the languages of India with joiners between letters;
 * only there those are ordinary text.
 */
#include "scan/invisible.h"

#define BOM 0xFEFFu
#define JOINER 0x200Du
#define NON_JOINER 0x200Cu
#define TEXT_STYLE 0xFE0Eu  /* variation selector 15 */
#define EMOJI_STYLE 0xFE0Fu /* variation selector 16 */
#define KEYCAP 0x20E3u

/* Characters that may be drawn as emoji, in generous blocks; all of them are visible. */
static bool is_emoji(uint32_t cp)
{
	return (cp >= 0x1F000 && cp <= 0x1FAFF) || (cp >= 0x2100 && cp <= 0x2BFF) || cp == 0x203C ||
	       cp == 0x2049 || cp == 0x00A9 || cp == 0x00AE || cp == 0x3030 || cp == 0x303D ||
	       cp == 0x3297 || cp == 0x3299;
}

static bool is_keycap_base(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || cp == '#' || cp == '*';
}

/* The code point at byte AT, 0 at the end of LINE. */
static uint32_t cp_at(struct cdr_str line, size_t at)
{
	uint32_t cp = 0;

	if (at < line.len)
		cdr_utf8_next(cdr_str_sub(line, at, line.len), &cp);
	return cp;
}

/* Arabic, Syriac, the scripts of India, Myanmar, Khmer, Mongolian: joiners are spelling there. */
static bool is_joined_script(uint32_t cp)
{
	return (cp >= 0x0620 && cp <= 0x08FF) || (cp >= 0x0900 && cp <= 0x0DFF) ||
	       (cp >= 0x1000 && cp <= 0x109F) || (cp >= 0x1780 && cp <= 0x18AA) ||
	       (cp >= 0xFB50 && cp <= 0xFDFF) || (cp >= 0xFE70 && cp <= 0xFEFC);
}

static bool is_han(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0x20000 && cp <= 0x3FFFF);
}

/* One variation of one ideograph, a joiner inside of a word that is written with it. */
static bool spells_word(uint32_t before, uint32_t cp, uint32_t after)
{
	if (cp == JOINER || cp == NON_JOINER)
		return is_joined_script(before) && is_joined_script(after);
	return is_han(before) &&
	       ((cp >= 0xFE00 && cp <= 0xFE02) || (cp >= 0xE0100 && cp <= 0xE01EF));
}

/* Whether CP is part of an emoji's spelling, given its neighbours. */
static bool spells_emoji(uint32_t before, uint32_t cp, uint32_t after)
{
	if (cp == TEXT_STYLE)
		return is_emoji(before);
	if (cp == EMOJI_STYLE)
		return is_emoji(before) || (is_keycap_base(before) && after == KEYCAP);
	return cp == JOINER && (is_emoji(before) || before == EMOJI_STYLE) && is_emoji(after);
}

bool cdr_sight_first(struct cdr_str line, bool first, struct cdr_sight *out)
{
	uint32_t before = 0;
	size_t n = 0, len;

	if (cdr_str_ends(line, "\r"))
		line.len--;
	for (size_t at = 0; at < line.len; at += len) {
		enum cdr_unsafe kind;
		uint32_t cp = (unsigned char)line.ptr[at];

		if (cp >= ' ' && cp < 0x7f) {   /* most are, and nothing is wrong with them */
			before = cp;
			len = 1;
			continue;
		}
		len = cdr_utf8_next(cdr_str_sub(line, at, line.len), &cp);
		kind = cp == CDR_UTF8_INVALID ? CDR_UNSAFE_INVALID : cdr_utf8_unsafe(cp);
		if (kind != CDR_SAFE && !(first && at == 0 && cp == BOM) &&
		    !spells_emoji(before, cp, cp_at(line, at + len)) &&
		    !spells_word(before, cp, cp_at(line, at + len)) && n++ == 0)
			*out = (struct cdr_sight){ .span = { at, at + len },
						   .cp = cp,
						   .byte = (unsigned char)line.ptr[at],
						   .kind = kind };
		before = cp;
	}
	if (n > 0)
		out->n_more = n - 1;
	return n > 0;
}

const char *cdr_sight_words(const struct cdr_sight *sight, struct cdr_arena *arena)
{
	static const char *const names[] = {
		[CDR_SAFE] = "a character",
		[CDR_UNSAFE_CONTROL] = "a control character",
		[CDR_UNSAFE_BIDI] = "a bidirectional control",
		[CDR_UNSAFE_INVISIBLE] = "an invisible character",
		[CDR_UNSAFE_INVALID] = "a byte that is not UTF-8",
	};
	char shown[16];
	size_t len = cdr_utf8_visible(shown, sight->cp, sight->byte);

	if (sight->n_more == 0)
		return cdr_arena_printf(arena, "%s: %.*s", names[sight->kind], (int)len, shown);
	return cdr_arena_printf(arena, "%s: %.*s, and %zu more", names[sight->kind], (int)len,
				shown, sight->n_more);
}
