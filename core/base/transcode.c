/*
 * transcode.c - a file in UTF-16 is text to its compiler, so it is text to us;
 * it stays split where git splits it, because that is what hunks are made of.
 */
#include "base/transcode.h"

#include "cdreview/utf8.h"

#include <string.h>

#define LOOK_BYTES 64u /* at the start, to tell UTF-16 without a mark */

enum encoding { BYTES, UTF8_MARKED, UTF16_LE, UTF16_BE };

/* Every second byte from FIRST on is NUL, and no other is. */
static bool is_striped(struct cdr_str head, size_t first)
{
	for (size_t i = 0; i < head.len; i++)
		if ((head.ptr[i] == '\0') != (i % 2 == first))
			return false;
	return head.len >= 4;
}

static enum encoding encoding_of(struct cdr_str bytes)
{
	struct cdr_str head = cdr_str_sub(bytes, 0, LOOK_BYTES);

	if (cdr_str_starts(head, "\xEF\xBB\xBF"))
		return UTF8_MARKED;
	if (cdr_str_starts(head, "\xFF\xFE") || is_striped(head, 1))
		return UTF16_LE;
	if (cdr_str_starts(head, "\xFE\xFF") || is_striped(head, 0))
		return UTF16_BE;
	return BYTES;
}

/* The unit of two bytes at AT; a lone last byte is one. */
static uint32_t unit_at(struct cdr_str bytes, enum encoding encoding, size_t at)
{
	uint32_t first = (unsigned char)bytes.ptr[at], second;

	if (at + 1 == bytes.len)
		return first;
	second = (unsigned char)bytes.ptr[at + 1];
	return encoding == UTF16_LE ? second << 8 | first : first << 8 | second;
}

/* The character at AT in *CP, and its bytes; U+FFFD for half of a pair. */
static size_t character_at(struct cdr_str bytes, enum encoding encoding, size_t at, uint32_t *cp)
{
	uint32_t low;

	*cp = unit_at(bytes, encoding, at);
	if (*cp < 0xD800 || *cp > 0xDFFF)
		return 2;
	low = bytes.len - at >= 4 ? unit_at(bytes, encoding, at + 2) : 0;
	if (*cp < 0xDC00 && low >= 0xDC00 && low <= 0xDFFF) {
		*cp = 0x10000 + ((*cp - 0xD800) << 10) + (low - 0xDC00);
		return 4;
	}
	*cp = 0xFFFD;
	return 2;
}

/* The text while it is written, with room for all of it. */
struct writer {
	struct cdr_str source;
	char *text;
	uint32_t *origins;
	size_t len;
};

static void put(struct writer *w, const char *bytes, size_t n, size_t origin)
{
	for (size_t i = 0; i < n; i++) {
		w->text[w->len] = bytes[i];
		w->origins[w->len++] = (uint32_t)origin;
	}
}

/* The character CP of N bytes at AT, then an LF for each byte 0A in it. */
static void put_character(struct writer *w, uint32_t cp, size_t at, size_t n)
{
	char utf8[4];

	if (cp != '\n' && !(cp == 0xFEFF && at == 0))
		put(w, utf8, cdr_utf8_put(utf8, cp), at);
	for (size_t i = at; i < at + n && i < w->source.len; i++)
		if (w->source.ptr[i] == '\n')
			put(w, "\n", 1, i);
}

static struct cdr_transcoded from_utf16(struct cdr_arena *arena, struct cdr_str bytes,
					enum encoding encoding)
{
	/* at most: three bytes and two LF of two bytes */
	size_t room = bytes.len / 2 * 5 + 5;
	struct writer w = { .source = bytes };

	w.text = cdr_arena_alloc(arena, room);
	w.origins = cdr_arena_alloc(arena, (room + 1) * sizeof(*w.origins));
	for (size_t at = 0, n; at < bytes.len; at += n) {
		uint32_t cp;

		n = character_at(bytes, encoding, at, &cp);
		put_character(&w, cp, at, n);
	}
	w.origins[w.len] = (uint32_t)bytes.len;
	return (struct cdr_transcoded){ bytes, { w.text, w.len }, w.origins };
}

bool cdr_transcode_rewrites(struct cdr_str bytes)
{
	enum encoding encoding = encoding_of(bytes);

	return encoding == UTF16_LE || encoding == UTF16_BE;
}

struct cdr_transcoded cdr_transcode(struct cdr_arena *arena, struct cdr_str bytes)
{
	struct cdr_transcoded same = { .source = bytes, .text = bytes };
	enum encoding encoding = encoding_of(bytes);

	if (cdr_transcode_rewrites(bytes))
		return from_utf16(arena, bytes, encoding);
	if (encoding == UTF8_MARKED)
		same.text = cdr_str_sub(bytes, 3, bytes.len);
	return same;
}

bool cdr_transcoded_differs(const struct cdr_transcoded *transcoded)
{
	return transcoded->text.ptr != transcoded->source.ptr;
}

uint32_t cdr_transcoded_col(const struct cdr_transcoded *transcoded, size_t start, uint32_t col)
{
	struct cdr_str text = transcoded->text, source = transcoded->source;
	struct cdr_str line = cdr_str_sub(text, start, text.len);
	size_t end = start + cdr_str_find(line, CDR_STR("\n")), at = start + col - 1, from;

	if (at > end)
		at = end;
	at = transcoded->origins ? transcoded->origins[at] : at + 3;
	for (from = at; from > 0 && source.ptr[from - 1] != '\n'; from--)
		;
	return (uint32_t)(at - from) + 1;
}
