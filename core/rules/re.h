/*
 * re.h - a cursor over the source of a regular expression, by PCRE2's
 * lexical rules. The source is one that PCRE2 compiled; on anything else the
 * functions stay inside of it and say nothing of use.
 */
#ifndef CDR_RULES_RE_H
#define CDR_RULES_RE_H

#include "rules/charset.h"

/* Options in force at a place: (?i), (?x), (?s), (?m). */
struct cdr_re_modes {
	bool caseless, extended, dotall, multiline;
};

struct cdr_re {
	struct cdr_str src;
	size_t at;               /* byte of the cursor */
	struct cdr_re_modes modes;
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

/* The same, and all that it matches, in the case that is in force. */
struct cdr_charset cdr_re_class_set(struct cdr_re *p);

/* After '\': what the letter C stands for outside of a class (\d, \W, \h, ...); false when for no set. */
bool cdr_re_shorthand(char c, struct cdr_charset *out);

/* After \p or \P: moves past the property; all that it may match, and what it surely does not left out. */
struct cdr_charset cdr_re_property(struct cdr_re *p, bool negative);

/* What a '(' opens. */
enum cdr_re_group {
	CDR_RE_PLAIN,    /* groups, whether it captures or not */
	CDR_RE_ATOMIC,
	CDR_RE_AHEAD, CDR_RE_NOT_AHEAD, CDR_RE_BEHIND, CDR_RE_NOT_BEHIND,
	CDR_RE_OPTIONS,  /* letters are next: cdr_re_options */
	CDR_RE_CALL,     /* of a group, or what one matched: has no body, and is taken whole */
	CDR_RE_STRANGE,  /* (*VERB), (?<*...): not understood */
};

struct cdr_re_head {
	enum cdr_re_group group;
	bool captures;
	struct cdr_str name;     /* of a group or of the one that is called, as it stands; {NULL, 0}: none */
};

/* After '(': moves to where its body begins. */
struct cdr_re_head cdr_re_open(struct cdr_re *p);

/* Takes the letters of (?i) up to ')' or ':', which is not taken; false if one is not understood. */
bool cdr_re_options(struct cdr_re *p);

/* How often an item may come. */
struct cdr_re_counts {
	unsigned min, max;       /* max CDR_RE_ENDLESS: as often as it likes */
	bool possessive;
};
#define CDR_RE_ENDLESS (~0u)

/* Takes the quantifier behind an item, once when there is none. False: braces that may be one. */
bool cdr_re_take_counts(struct cdr_re *p, struct cdr_re_counts *out);

/*
 * SOURCE with \D, \S and \W outside of classes as [^\d], [^\s] and [^\w], which mean the same;
 * SOURCE itself when it has none. In ARENA.
 */
struct cdr_str cdr_re_spell_out(struct cdr_str source, struct cdr_arena *arena);

#endif
