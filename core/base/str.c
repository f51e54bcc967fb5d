/*
 * str.c - slices and the capped buffer. White space is ASCII white space,
 * whatever the locale; comparison is by bytes, because git's is.
 */
#include "base/oom.h"

#include "cdreview/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ALLOC ((size_t)64)

struct cdr_str cdr_str_from(const char *cstr)
{
	return (struct cdr_str){ cstr, cstr ? strlen(cstr) : 0 };
}

struct cdr_str cdr_str_copy(struct cdr_arena *arena, struct cdr_str str)
{
	char *copy;

	if (!str.ptr)
		return str;
	copy = cdr_arena_alloc(arena, str.len + 1);
	memcpy(copy, str.ptr, str.len);
	return (struct cdr_str){ copy, str.len };
}

struct cdr_str cdr_str_sub(struct cdr_str str, size_t from, size_t to)
{
	if (to > str.len)
		to = str.len;
	if (from > to)
		from = to;
	return (struct cdr_str){ str.ptr ? str.ptr + from : NULL, to - from };
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct cdr_str cdr_str_trim(struct cdr_str str)
{
	size_t from = 0, to = str.len;

	while (from < to && is_space(str.ptr[from]))
		from++;
	while (to > from && is_space(str.ptr[to - 1]))
		to--;
	return cdr_str_sub(str, from, to);
}

bool cdr_str_eq(struct cdr_str a, struct cdr_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Words are looked up in lists of words: most differ in their first letter. */
static bool begins_alike(struct cdr_str str, const char *cstr)
{
	return str.len == 0 || (cstr && cstr[0] == str.ptr[0]);
}

bool cdr_str_is(struct cdr_str str, const char *cstr)
{
	return begins_alike(str, cstr) && cdr_str_eq(str, cdr_str_from(cstr));
}

bool cdr_str_starts(struct cdr_str str, const char *prefix)
{
	if (prefix[0] != '\0' && !begins_alike(str, prefix))
		return false;
	return cdr_str_is(cdr_str_sub(str, 0, strlen(prefix)), prefix);
}

bool cdr_str_ends(struct cdr_str str, const char *suffix)
{
	size_t len = strlen(suffix);

	return str.len >= len && cdr_str_is(cdr_str_sub(str, str.len - len, str.len), suffix);
}

/* Offset and prime are those that Fowler, Noll and Vo published for 64 bits. */
uint64_t cdr_str_hash(struct cdr_str str)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < str.len; i++)
		hash = (hash ^ (unsigned char)str.ptr[i]) * 0x100000001b3u;
	return hash;
}

int cdr_str_cmp(struct cdr_str a, struct cdr_str b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

size_t cdr_str_find(struct cdr_str str, struct cdr_str needle)
{
	const char *at;

	if (needle.len == 0)
		return 0;
	if (str.len < needle.len)
		return str.len;
	at = memmem(str.ptr, str.len, needle.ptr, needle.len);
	return at ? (size_t)(at - str.ptr) : str.len;
}

bool cdr_str_has(struct cdr_str str, const char *part)
{
	return cdr_str_find(str, cdr_str_from(part)) < str.len;
}

bool cdr_str_line(struct cdr_str *rest, struct cdr_str *line)
{
	size_t len;

	if (rest->len == 0)
		return false;
	len = cdr_str_find(*rest, CDR_STR("\n"));
	*line = cdr_str_sub(*rest, 0, len);
	*rest = cdr_str_sub(*rest, len + 1, rest->len);
	return true;
}

void cdr_buf_init(struct cdr_buf *buf, size_t cap)
{
	*buf = (struct cdr_buf){ .cap = cap };
}

void cdr_buf_release(struct cdr_buf *buf)
{
	free(buf->ptr);
	cdr_buf_init(buf, buf->cap);
}

void cdr_buf_clear(struct cdr_buf *buf)
{
	buf->len = 0;
	buf->full = false;
	if (buf->ptr)
		buf->ptr[0] = '\0';
}

/* Room for LEN more bytes and the NUL; false when that is past the cap, now or before. */
static bool make_room(struct cdr_buf *buf, size_t len)
{
	size_t need = buf->len + len + 1;
	size_t alloc = buf->alloc ? buf->alloc : FIRST_ALLOC;

	if (buf->full || len > buf->cap - buf->len) {
		buf->full = true;
		return false;
	}
	if (need <= buf->alloc)
		return true;
	while (alloc < need)
		alloc *= 2;
	buf->ptr = cdr_alloc_resized(buf->ptr, alloc);
	buf->alloc = alloc;
	return true;
}

void cdr_buf_add(struct cdr_buf *buf, const void *bytes, size_t len)
{
	if (!make_room(buf, len))
		return;
	if (len)
		memcpy(buf->ptr + buf->len, bytes, len);
	buf->len += len;
	buf->ptr[buf->len] = '\0';
}

void cdr_buf_adds(struct cdr_buf *buf, const char *cstr)
{
	cdr_buf_add(buf, cstr, strlen(cstr));
}

void cdr_buf_addstr(struct cdr_buf *buf, struct cdr_str str)
{
	cdr_buf_add(buf, str.ptr, str.len);
}

void cdr_buf_addc(struct cdr_buf *buf, char c)
{
	cdr_buf_add(buf, &c, 1);
}

void cdr_buf_addf(struct cdr_buf *buf, const char *fmt, ...)
{
	va_list args, again;
	int len;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0) {
		buf->full = true;
	} else if (make_room(buf, (size_t)len)) {
		vsnprintf(buf->ptr + buf->len, (size_t)len + 1, fmt, again);
		buf->len += (size_t)len;
	}
	va_end(again);
}

struct cdr_str cdr_buf_str(const struct cdr_buf *buf)
{
	return (struct cdr_str){ buf->ptr ? buf->ptr : "", buf->len };
}

int cdr_buf_check(const struct cdr_buf *buf, const char *what, struct cdr_err *err)
{
	if (buf->full)
		return cdr_fail(err, CDR_ELIMIT, "%s is longer than %zu bytes", what, buf->cap);
	return 0;
}
