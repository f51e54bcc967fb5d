/*
 * err.c - failures are plain storage with fixed sizes, so that reporting one
 * cannot itself fail. A cut never leaves half a UTF-8 sequence behind.
 */
#include "cdreview/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Bytes that the sequence led by BYTE is meant to have; 1 for anything odd. */
static size_t sequence_len(unsigned char byte)
{
	if (byte >= 0xF0)
		return 4;
	if (byte >= 0xE0)
		return 3;
	return byte >= 0xC0 ? 2 : 1;
}

/* Drops a sequence at the end of TEXT that the cut left incomplete. */
static void drop_half_sequence(char *text)
{
	size_t len = strlen(text);
	size_t lead = len;

	while (lead > 0 && len - lead < 4) {
		unsigned char byte = (unsigned char)text[--lead];

		if ((byte & 0xC0) == 0x80)
			continue;
		if (lead + sequence_len(byte) > len)
			text[lead] = '\0';
		return;
	}
}

static void put(char *out, size_t size, const char *fmt, va_list args) CDR_PRINTF(3, 0);
static void put(char *out, size_t size, const char *fmt, va_list args)
{
	int len = vsnprintf(out, size, fmt, args);

	if (len < 0)
		out[0] = '\0';
	else if ((size_t)len >= size)
		drop_half_sequence(out);
}

int cdr_fail(struct cdr_err *err, enum cdr_code code, const char *fmt, ...)
{
	va_list args;

	if (!err || err->code)
		return code;
	err->code = code;
	err->place[0] = '\0';
	err->hint[0] = '\0';
	va_start(args, fmt);
	put(err->message, sizeof(err->message), fmt, args);
	va_end(args);
	return code;
}

int cdr_err_at(struct cdr_err *err, const char *path, size_t line, size_t col)
{
	char tail[48] = "";
	size_t room;

	if (!err)
		return CDR_EUSAGE;
	if (!err->code || err->place[0])
		return err->code;
	if (line && col)
		snprintf(tail, sizeof(tail), ":%zu:%zu", line, col);
	else if (line)
		snprintf(tail, sizeof(tail), ":%zu", line);
	room = sizeof(err->place) - strlen(tail);
	if ((size_t)snprintf(err->place, room, "%s", path) >= room)
		drop_half_sequence(err->place);
	memcpy(err->place + strlen(err->place), tail, strlen(tail) + 1);
	return err->code;
}

int cdr_err_hint(struct cdr_err *err, const char *fmt, ...)
{
	va_list args;

	if (!err)
		return CDR_EUSAGE;
	if (!err->code || err->hint[0])
		return err->code;
	va_start(args, fmt);
	put(err->hint, sizeof(err->hint), fmt, args);
	va_end(args);
	return err->code;
}

int cdr_err_prefix(struct cdr_err *err, const char *fmt, ...)
{
	char context[sizeof(err->message)];
	char cause[sizeof(err->message)];
	va_list args;

	if (!err)
		return CDR_EUSAGE;
	if (!err->code)
		return err->code;
	va_start(args, fmt);
	put(context, sizeof(context), fmt, args);
	va_end(args);
	memcpy(cause, err->message, sizeof(cause));
	if ((size_t)snprintf(err->message, sizeof(err->message), "%s: %s", context, cause) >=
	    sizeof(err->message))
		drop_half_sequence(err->message);
	return err->code;
}
