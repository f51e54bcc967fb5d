/*
 * re.h - a cursor over the source of a regular expression, by PCRE2's
 * lexical rules. The source is one that PCRE2 compiled; on anything else the
 * functions stay inside of it and say nothing of use.
 */
#ifndef CDR_RULES_RE_H
#define CDR_RULES_RE_H

#include "cdreview/str.h"

#include <stdint.h>

struct cdr_re {
	struct cdr_str src;
	size_t at;               /* byte of the cursor */
	bool caseless, extended; /* options in force here: (?i), (?x) */
	bool quoting;            /* between \Q and \E */
	bool unsure;             /* met something that is not understood */
};

#define CDR_NO_CHAR 0xFFFFFFFFu

bool cdr_re_at_end(const struct cdr_re *p);

/* The byte AHEAD of the cursor, NUL past the end. */
char cdr_re_peek(const struct cdr_re *p, size_t ahead);

/* Whether the cursor is at C or TEXT; taking it moves the cursor past it. */
bool cdr_re_sees_char(const struct cdr_re *p, char c);
bool cdr_re_take_char(struct cdr_re *p, char c);
bool cdr_re_sees(const struct cdr_re *p, const char *text);
bool cdr_re_take(struct cdr_re *p, const char *text);

/* Moves past the next CLOSE, or to the end. */
void cdr_re_skip_past(struct cdr_re *p, char close);

/* Moves past what PCRE2 ignores: (?#...), \E, and in extended mode blanks and comments. */
void cdr_re_skip_ignored(struct cdr_re *p);

/* Takes one code point. */
uint32_t cdr_re_next_char(struct cdr_re *p);

/* The code point that the escape after '\' names; CDR_NO_CHAR and nothing taken if it names none. */
uint32_t cdr_re_escaped_char(struct cdr_re *p);

/* After \g or \k: moves past {name}, <name>, 'name' or a number. */
void cdr_re_skip_reference(struct cdr_re *p);

/*
 * After '[': moves past the class. True and its MEMBERS, letters in lower case,
 * if it is made of ASCII characters only, but for what Unicode folds to `k` and `s`.
 */
bool cdr_re_class(struct cdr_re *p, bool members[128]);

/*
 * SOURCE with \D, \S and \W outside of classes as [^\d], [^\s] and [^\w], which mean the same;
 * SOURCE itself when it has none. In ARENA.
 */
struct cdr_str cdr_re_spell_out(struct cdr_str source, struct cdr_arena *arena);

#endif
