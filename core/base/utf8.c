/*
 * utf8.c - own decoder and own tables, because what is safe to print must not
 * depend on the reviewer's locale or C library.
 *
 * Tables: Unicode 15.0.0, DerivedCoreProperties.txt (Default_Ignorable_Code_Point)
 * and PropList.txt (Bidi_Control). Beside them stand the separators U+2028 and
 * U+2029 and the interlinear annotation marks U+FFF9-FFFB, which terminals
 * draw as nothing either.
 */
#include "cdreview/utf8.h"

#include <string.h>

struct range {
	uint32_t first, last;
};

static const struct range bidi[] = {
	{ 0x061C, 0x061C }, { 0x200E, 0x200F }, { 0x202A, 0x202E }, { 0x2066, 0x2069 },
};

static const struct range invisible[] = {
	{ 0x00AD, 0x00AD },   { 0x034F, 0x034F },   { 0x115F, 0x1160 },   { 0x17B4, 0x17B5 },
	{ 0x180B, 0x180F },   { 0x200B, 0x200D },   { 0x2028, 0x2029 },   { 0x2060, 0x2065 },
	{ 0x206A, 0x206F },   { 0x3164, 0x3164 },   { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },
	{ 0xFFA0, 0xFFA0 },   { 0xFFF0, 0xFFFB },   { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A },
	{ 0xE0000, 0xE0FFF },
};

/* RANGES ascend. */
static bool is_in(const struct range *ranges, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n && ranges[i].first <= cp; i++) {
		if (cp <= ranges[i].last)
			return true;
	}
	return false;
}

static bool is_scalar(uint32_t cp)
{
	return cp <= 0x10FFFF && !(cp >= 0xD800 && cp <= 0xDFFF);
}

/* Continuation bytes that LEAD asks for and its own bits in *CP; 0 when it cannot lead. */
static size_t lead_byte(unsigned char lead, uint32_t *cp)
{
	if (lead >= 0xC2 && lead <= 0xDF) {
		*cp = lead & 0x1Fu;
		return 1;
	}
	if (lead >= 0xE0 && lead <= 0xEF) {
		*cp = lead & 0x0Fu;
		return 2;
	}
	if (lead >= 0xF0 && lead <= 0xF4) {
		*cp = lead & 0x07u;
		return 3;
	}
	return 0;
}

size_t cdr_utf8_next(struct cdr_str str, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	unsigned char lead = (unsigned char)str.ptr[0];
	uint32_t value = 0;
	size_t more;

	*cp = lead;
	if (lead < 0x80)
		return 1;
	*cp = CDR_UTF8_INVALID;
	more = lead_byte(lead, &value);
	if (more == 0 || more >= str.len)
		return 1;
	for (size_t i = 1; i <= more; i++) {
		unsigned char byte = (unsigned char)str.ptr[i];

		if ((byte & 0xC0) != 0x80)
			return 1;
		value = value << 6 | (byte & 0x3Fu);
	}
	if (value < least[more] || !is_scalar(value))
		return 1;
	*cp = value;
	return more + 1;
}

size_t cdr_utf8_put(char out[4], uint32_t cp)
{
	size_t len = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char mark[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3F));
		cp >>= 6;
	}
	out[0] = (char)(mark[len] | cp);
	return len;
}

bool cdr_utf8_valid(struct cdr_str str)
{
	for (size_t at = 0; at < str.len;) {
		uint32_t cp;

		at += cdr_utf8_next(cdr_str_sub(str, at, str.len), &cp);
		if (cp == CDR_UTF8_INVALID)
			return false;
	}
	return true;
}

enum cdr_unsafe cdr_utf8_unsafe(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7F)
		return CDR_SAFE;
	if (cp == '\t' || cp == '\n')
		return CDR_SAFE;
	if (cp < 0xA0)
		return CDR_UNSAFE_CONTROL;
	if (!is_scalar(cp))
		return CDR_UNSAFE_INVALID;
	if (is_in(bidi, sizeof(bidi) / sizeof(bidi[0]), cp))
		return CDR_UNSAFE_BIDI;
	if (is_in(invisible, sizeof(invisible) / sizeof(invisible[0]), cp))
		return CDR_UNSAFE_INVISIBLE;
	return CDR_SAFE;
}

/* VALUE in upper-case hex, at least MIN digits. Returns the bytes written. */
static size_t put_hex(char *out, uint32_t value, size_t min)
{
	size_t n = min;

	while (n < 8 && value >> (4 * n))
		n++;
	for (size_t i = 0; i < n; i++)
		out[i] = "0123456789ABCDEF"[value >> (4 * (n - 1 - i)) & 0xF];
	return n;
}

size_t cdr_utf8_visible(char out[16], uint32_t cp, unsigned char byte)
{
	size_t len = 0;

	if (cp < 0x20 || cp == 0x7F) {
		out[len++] = '^';
		out[len++] = (char)(cp ^ 0x40);
	} else {
		out[len++] = '<';
		if (is_scalar(cp)) {
			out[len++] = 'U';
			out[len++] = '+';
			len += put_hex(out + len, cp, 4);
		} else {
			len += put_hex(out + len, byte, 2);
		}
		out[len++] = '>';
	}
	out[len] = '\0';
	return len;
}

void cdr_text_escape(struct cdr_buf *out, struct cdr_str text, bool keep_layout)
{
	size_t shown = 0;       /* everything before is in OUT */

	for (size_t at = 0; at < text.len;) {
		char visible[16];
		unsigned char byte = (unsigned char)text.ptr[at];
		uint32_t cp;
		size_t len = cdr_utf8_next(cdr_str_sub(text, at, text.len), &cp);
		bool layout = cp == '\t' || cp == '\n';

		if (layout ? !keep_layout : cdr_utf8_unsafe(cp) != CDR_SAFE) {
			cdr_buf_addstr(out, cdr_str_sub(text, shown, at));
			cdr_buf_add(out, visible, cdr_utf8_visible(visible, cp, byte));
			shown = at + len;
		}
		at += len;
	}
	cdr_buf_addstr(out, cdr_str_sub(text, shown, text.len));
}
