/*
 * jsonwrite.c - the streaming writer: nothing is built, keys keep the order in
 * which they were called for, which is what makes records reproducible.
 */
#include "cdreview/json.h"
#include "cdreview/utf8.h"

#include <assert.h>
#include <inttypes.h>

#define MAX_DEPTH 32

void cdr_jw_init(struct cdr_jw *w, struct cdr_buf *out)
{
	*w = (struct cdr_jw){ .out = out };
}

/* The bit of the innermost open container; 0 at the top. */
static uint32_t innermost(const struct cdr_jw *w)
{
	return w->depth ? UINT32_C(1) << (w->depth - 1) : 0;
}

/* CP as \uXXXX, beyond the BMP as a surrogate pair. */
static void put_escape(struct cdr_buf *out, uint32_t cp)
{
	if (cp > 0xFFFF) {
		cdr_buf_addf(out, "\\u%04" PRIx32, 0xD800 + ((cp - 0x10000) >> 10));
		cp = 0xDC00 + (cp & 0x3FF);
	}
	cdr_buf_addf(out, "\\u%04" PRIx32, cp);
}

/* The letter of CP's short escape, or '\0'. */
static char short_escape(uint32_t cp)
{
	switch (cp) {
	case '"': return '"';
	case '\\': return '\\';
	case '\b': return 'b';
	case '\f': return 'f';
	case '\n': return 'n';
	case '\r': return 'r';
	case '\t': return 't';
	default: return '\0';
	}
}

static void put_special(struct cdr_buf *out, uint32_t cp)
{
	char letter = short_escape(cp);

	if (cp == CDR_UTF8_INVALID) {
		cdr_buf_adds(out, "\xEF\xBF\xBD");
	} else if (letter) {
		cdr_buf_addc(out, '\\');
		cdr_buf_addc(out, letter);
	} else {
		put_escape(out, cp);
	}
}

static void put_string(struct cdr_buf *out, struct cdr_str text)
{
	size_t written = 0;     /* everything before is in OUT */

	cdr_buf_addc(out, '"');
	for (size_t at = 0; at < text.len;) {
		uint32_t cp;
		size_t len = cdr_utf8_next(cdr_str_sub(text, at, text.len), &cp);

		if (short_escape(cp) || cdr_utf8_unsafe(cp) != CDR_SAFE) {
			cdr_buf_addstr(out, cdr_str_sub(text, written, at));
			put_special(out, cp);
			written = at + len;
		}
		at += len;
	}
	cdr_buf_addstr(out, cdr_str_sub(text, written, text.len));
	cdr_buf_addc(out, '"');
}

/* What comes before any value: a comma if one is due, and the key. */
static void begin_value(struct cdr_jw *w, const char *key)
{
	uint32_t bit = innermost(w);

	assert((key != NULL) == (bit && !(w->is_array & bit)));
	if (w->has_items & bit)
		cdr_buf_addc(w->out, ',');
	w->has_items |= bit;
	if (key) {
		put_string(w->out, cdr_str_from(key));
		cdr_buf_addc(w->out, ':');
	}
}

static void open_container(struct cdr_jw *w, const char *key, bool is_array)
{
	begin_value(w, key);
	assert(w->depth < MAX_DEPTH);
	w->depth++;
	w->has_items &= ~innermost(w);
	if (is_array)
		w->is_array |= innermost(w);
	else
		w->is_array &= ~innermost(w);
	cdr_buf_addc(w->out, is_array ? '[' : '{');
}

void cdr_jw_object(struct cdr_jw *w, const char *key)
{
	open_container(w, key, false);
}

void cdr_jw_array(struct cdr_jw *w, const char *key)
{
	open_container(w, key, true);
}

void cdr_jw_end(struct cdr_jw *w)
{
	assert(w->depth > 0);
	cdr_buf_addc(w->out, w->is_array & innermost(w) ? ']' : '}');
	w->depth--;
}

void cdr_jw_str(struct cdr_jw *w, const char *key, struct cdr_str value)
{
	if (!value.ptr) {
		cdr_jw_null(w, key);
		return;
	}
	begin_value(w, key);
	put_string(w->out, value);
}

void cdr_jw_cstr(struct cdr_jw *w, const char *key, const char *value)
{
	cdr_jw_str(w, key, cdr_str_from(value));
}

void cdr_jw_int(struct cdr_jw *w, const char *key, int64_t value)
{
	begin_value(w, key);
	cdr_buf_addf(w->out, "%" PRId64, value);
}

void cdr_jw_bool(struct cdr_jw *w, const char *key, bool value)
{
	begin_value(w, key);
	cdr_buf_adds(w->out, value ? "true" : "false");
}

void cdr_jw_null(struct cdr_jw *w, const char *key)
{
	begin_value(w, key);
	cdr_buf_adds(w->out, "null");
}
