/*
 * lexer_phase.c - some compilers change a text before they look for comments
 * and strings, so that a comment ends where nobody sees its end: C joins lines
 * at a backslash, Java reads \u002a\u002f as the end of a comment. The text is
 * changed in the same way, read, and what was found is spread back over it.
 */
#include "rules/lexer_parts.h"

#include "rules/ascii.h"

/* Past the line that a backslash at POS joins to the next; POS when it joins none. */
static size_t skip_joint(struct cdr_str text, size_t pos)
{
	size_t end = pos;

	if (end >= text.len || text.ptr[end] != '\\')
		return pos;
	for (end++; end < text.len && strchr(" \t\r", text.ptr[end]) && text.ptr[end]; end++)
		;
	return end < text.len && text.ptr[end] == '\n' ? end + 1 : pos;
}

/* Past comment lines at POS, which begins a line. */
static size_t skip_comment_lines(struct cdr_str text, size_t pos)
{
	for (;;) {
		size_t at = pos;
		const char *lf;

		while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
			at++;
		if (at >= text.len || text.ptr[at] != '#')
			return pos;
		lf = memchr(text.ptr + at, '\n', text.len - at);
		pos = lf ? (size_t)(lf - text.ptr) + 1 : text.len;
	}
}

static size_t skip_joints(enum cdr_phase phase, struct cdr_str text, size_t pos)
{
	size_t next;

	while ((next = skip_joint(text, pos)) > pos)
		pos = phase == CDR_PHASE_DOCKER ? skip_comment_lines(text, next) : next;
	return pos;
}

static int hex_digit(char c)
{
	if (cdr_is_digit(c))
		return c - '0';
	c = cdr_to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Length of \u0022 at POS that stands for an ASCII character, *BYTE; else 0. */
static size_t unicode_escape(struct cdr_str text, size_t pos, char *byte)
{
	size_t at = pos + 1;
	int value = 0;

	while (at < text.len && text.ptr[at] == 'u')
		at++;
	if (at == pos + 1 || text.len - at < 4)
		return 0;
	for (size_t i = 0; i < 4; i++) {
		int digit = hex_digit(text.ptr[at + i]);

		if (digit < 0)
			return 0;
		value = value * 16 + digit;
	}
	*byte = (char)value;
	return value < 0x80 ? at + 4 - pos : 0;
}

/* The bytes at POS, which is in TEXT, that PHASE makes one byte of: *BYTE. */
static size_t unit(enum cdr_phase phase, struct cdr_str text, size_t pos, char *byte)
{
	size_t at = pos, len;

	*byte = text.ptr[pos];
	if (phase == CDR_PHASE_UNICODE) {
		len = *byte == '\\' ? unicode_escape(text, pos, byte) : 0;
		return len ? len : 1;
	}
	at = skip_joints(phase, text, pos);
	if (at == text.len) {
		*byte = ' ';
		return at - pos;
	}
	*byte = text.ptr[at];
	return at + 1 - pos;
}

/* In Java a backslash after a backslash begins no escape. */
static bool is_pair(enum cdr_phase phase, struct cdr_str text, size_t pos)
{
	return phase == CDR_PHASE_UNICODE && text.len - pos > 1 && text.ptr[pos] == '\\' &&
	       text.ptr[pos + 1] == '\\';
}

bool cdr_phase_changes(enum cdr_phase phase, struct cdr_str text)
{
	const char *at = text.ptr, *end = text.ptr + text.len;
	char byte;

	if (phase == CDR_PHASE_NONE)
		return false;
	while (at < end && (at = memchr(at, '\\', (size_t)(end - at)))) {
		if (unit(phase, text, (size_t)(at - text.ptr), &byte) > 1)
			return true;
		at++;
	}
	return false;
}

/* Bytes from POS on that stand for themselves: up to the next backslash. */
static size_t plain_run(struct cdr_str text, size_t pos)
{
	const char *next = memchr(text.ptr + pos, '\\', text.len - pos);

	return next ? (size_t)(next - text.ptr) - pos : text.len - pos;
}

struct cdr_str cdr_phase_apply(enum cdr_phase phase, struct cdr_arena *arena, struct cdr_str text)
{
	char *out;
	size_t n = 0;

	if (!cdr_phase_changes(phase, text))
		return text;
	out = cdr_arena_alloc(arena, text.len);
	for (size_t pos = 0; pos < text.len;) {
		size_t run = plain_run(text, pos);

		if (run == 0 && is_pair(phase, text, pos))
			run = 2;
		if (run > 0)
			memcpy(out + n, text.ptr + pos, run);
		n += run;
		pos += run;
		if (run == 0)
			pos += unit(phase, text, pos, &out[n++]);
	}
	return (struct cdr_str){ out, n };
}

/* Comment lines between joined ones, in [POS, TO), are comments whatever is around them. */
static void spread_comment_lines(struct cdr_str text, size_t pos, size_t to, unsigned char *out)
{
	while (pos < to) {
		const char *lf = memchr(text.ptr + pos, '\n', to - pos);
		size_t end;

		pos = lf ? (size_t)(lf - text.ptr) + 1 : to;
		end = skip_comment_lines(cdr_str_sub(text, 0, to), pos);
		memset(out + pos, CDR_BYTE_COMMENT, end - pos);
	}
}

void cdr_phase_spread(enum cdr_phase phase, struct cdr_str text, const unsigned char *classes,
		      unsigned char *out)
{
	for (size_t pos = 0, n = 0; pos < text.len;) {
		size_t run = plain_run(text, pos), len;
		char byte;

		if (run == 0 && is_pair(phase, text, pos))
			run = 2;
		memcpy(out + pos, classes + n, run);
		n += run;
		pos += run;
		if (run > 0)
			continue;
		len = unit(phase, text, pos, &byte);
		memset(out + pos, classes[n] == CDR_BYTE_QUOTE ? CDR_BYTE_CODE : classes[n], len);
		if (phase == CDR_PHASE_DOCKER)
			spread_comment_lines(text, pos, pos + len - 1, out);
		pos += len;
		out[pos - 1] = classes[n++];
	}
}
