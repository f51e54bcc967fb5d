/*
 * head.h - recognises the head of a class, function or annotated field in a
 * statement of a language with braces.
 */
#ifndef CDR_RULES_HEAD_H
#define CDR_RULES_HEAD_H

#include "rules/language.h"

/* A statement: bytes [FROM, TO) of a text whose bytes have been classified. */
struct cdr_stretch {
	const struct cdr_language *language;
	struct cdr_str text;
	const unsigned char *classes;
	size_t from, to;
};

struct cdr_head {
	struct cdr_str name;   /* {NULL, 0}: the statement is no head */
	struct cdr_str owner;  /* type of the receiver of a Go method, or {NULL, 0} */
	size_t at;             /* offset of its first byte after annotations */
	bool annotated;        /* begins with annotations */
	bool bare;             /* has annotations and nothing else */
	bool is_type;          /* a class and its kin */
	bool has_body;         /* its body begins in this statement */
};

/*
 * IN_TYPE: the statement stands in a class. ANNOTATED: annotations stand before
 * it. BRACED: the next statement begins with '{'.
 */
struct cdr_head cdr_head_of(const struct cdr_stretch *stretch, bool in_type, bool annotated, bool braced);

/*
 * The method or function-valued member of an object whose body begins with the '{'
 * at BRACE, somewhere in the statement. {NULL, 0} when there is none.
 */
struct cdr_str cdr_member_of(const struct cdr_stretch *stretch, size_t brace);

/*
 * What the block that the statement leaves open is an argument of: from the name
 * of the call to the end of its first literal, such as `app.get("/x"` or Ruby's
 * `get "/x"`. {NULL, 0} when it is no such call.
 */
struct cdr_str cdr_callback_of(const struct cdr_stretch *stretch);

/* Next byte of [POS, STRETCH->to) that is code and no space; STRETCH->to when there is none. */
size_t cdr_stretch_next(const struct cdr_stretch *stretch, size_t pos);

/* The word at POS, {ptr, 0} when there is none. */
struct cdr_str cdr_stretch_word(const struct cdr_stretch *stretch, size_t pos);

#endif
