/*
 * utf8.h - code points, and which of them may not reach a terminal.
 *
 * Independent of the locale. Everything that prints text of a repository goes
 * through cdr_text_escape (line output) or draws the same escapes (screen).
 * Units: byte counts; code points as uint32_t.
 */
#ifndef CDREVIEW_UTF8_H
#define CDREVIEW_UTF8_H

#include "cdreview/str.h"

#include <stdint.h>

#define CDR_UTF8_INVALID 0xFFFFFFFFu

/*
 * Decodes the first code point of STR (len > 0) into *CP and returns its bytes.
 * An ill-formed sequence (overlong, surrogate, > U+10FFFF, cut short) gives
 * CDR_UTF8_INVALID and 1, so that every byte is accounted for.
 */
size_t cdr_utf8_next(struct cdr_str str, uint32_t *cp);
size_t cdr_utf8_put(char out[4], uint32_t cp);        /* bytes written; cp must be a scalar value */
bool cdr_utf8_valid(struct cdr_str str);

enum cdr_unsafe {
	CDR_SAFE = 0,
	CDR_UNSAFE_CONTROL,   /* C0 but TAB and LF, DEL, C1 */
	CDR_UNSAFE_BIDI,      /* Bidi_Control: U+061C 200E 200F 202A-202E 2066-2069 */
	CDR_UNSAFE_INVISIBLE, /* Default_Ignorable_Code_Point */
	CDR_UNSAFE_INVALID,   /* not UTF-8 */
};

/* Class of CP; U+FE0F and U+200D are INVISIBLE too: nothing unseen passes. */
enum cdr_unsafe cdr_utf8_unsafe(uint32_t cp);

/* The visible form of an unsafe CP or byte: "^H", "^?", "<9B>", "<U+202E>". Returns its length (<= 10). */
size_t cdr_utf8_visible(char out[16], uint32_t cp, unsigned char byte);

/* Adds TEXT to OUT with every unsafe code point made visible; TAB and LF too unless KEEP_LAYOUT. */
void cdr_text_escape(struct cdr_buf *out, struct cdr_str text, bool keep_layout);

#endif
