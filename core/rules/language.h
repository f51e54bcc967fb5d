/*
 * language.h - a row of the table of languages: all that the lexer knows of one.
 *
 * Lists end with NULL or with a row whose `open` is NULL.
 */
#ifndef CDR_RULES_LANGUAGE_H
#define CDR_RULES_LANGUAGE_H

#include "rules/lexer.h"

enum cdr_quote_flags {
	CDR_QUOTE_ESC = 1 << 0,     /* a backslash takes the next byte with it */
	CDR_QUOTE_MULTI = 1 << 1,   /* may reach over lines */
	CDR_QUOTE_DOUBLED = 1 << 2, /* the closing mark twice stands for itself */
	CDR_QUOTE_SHOWN = 1 << 3,   /* no string to mask: an identifier, a block of code */
	CDR_QUOTE_VALUE = 1 << 4,   /* opens only where a value can begin */
	CDR_QUOTE_CHAR = 1 << 5,    /* one character; else the mark is something else */
	CDR_QUOTE_F = 1 << 6,       /* holes only after a prefix with `f` */
	CDR_QUOTE_WORD = 1 << 7,    /* does not open inside a word */
	CDR_QUOTE_TAG = 1 << 8,     /* $tag$ ... $tag$ */
	CDR_QUOTE_FORMAT = 1 << 9,  /* a ':' in a hole, outside of brackets, begins plain text */
};

struct cdr_quote {
	const char *open, *close;
	unsigned flags;
	const char *const *holes;   /* what opens code inside ("${"), or NULL */
	char hole_open, hole_close; /* what nests in the hole, and what ends it */
};

enum cdr_comment_place {
	CDR_COMMENT_ANYWHERE,
	CDR_COMMENT_SPACED,         /* after white space or at the start of a line */
	CDR_COMMENT_ALONE,          /* with nothing but white space before it in its line */
	CDR_COMMENT_FIRST,          /* at the very start of a line */
};

struct cdr_comment {
	const char *open;
	const char *close;          /* NULL: to the end of the line */
	enum cdr_comment_place place;
	bool nests;
};

enum cdr_heredoc { CDR_HEREDOC_NONE, CDR_HEREDOC_SHELL, CDR_HEREDOC_RUBY, CDR_HEREDOC_PHP };

enum cdr_regex {
	CDR_REGEX_NONE,
	CDR_REGEX_VALUE,            /* /.../ is a literal where a value can stand */
	CDR_REGEX_COMMAND,          /* and as the argument of a command: `split /,/` */
};

enum cdr_braces {
	CDR_BRACES_FLAT,            /* no bracket joins lines (JSON, prose) */
	CDR_BRACES_VALUE,           /* every { } is a value, as in Python */
	CDR_BRACES_BLOCK,           /* { } is a block unless it stands where a value does */
	CDR_BRACES_ADJACENT,        /* the same, and a value right after a word (Go: T{...}) */
};

enum cdr_entity_style {
	CDR_ENTITY_NONE,
	CDR_ENTITY_INDENT,          /* Python */
	CDR_ENTITY_END,             /* Ruby: def ... end, by indentation */
	CDR_ENTITY_BRACE,
};

struct cdr_language {
	const char *name;
	const char *const *extensions;      /* without dot, lower case */
	const char *const *files;           /* base names */
	const char *const *interpreters;    /* of a #! line, without version */
	const struct cdr_comment *comments;
	const struct cdr_quote *quotes;
	enum cdr_heredoc heredoc;
	enum cdr_regex regex;
	bool block_scalars;                 /* YAML's | and > */
	enum cdr_braces braces;
	bool backslash;                     /* at the end of a line joins the next */
	bool semicolon;                     /* a statement lasts until one (SQL) */
	const char *const *lead, *const *trail; /* operators that join lines */
	/*
	 * What begins a line only where no bracket is open, so that one left open ends
	 * there. With blocks in braces the line must not be indented, either. After a
	 * word none goes on; after a blank one begins.
	 */
	const char *const *heads;
	const char *annotation;             /* what an annotation begins with, or NULL */
	enum cdr_entity_style entities;
	bool methods;                       /* `name(...) {` without a keyword is a function */
};

extern const struct cdr_language cdr_languages[];
extern const size_t cdr_n_languages;

/* Language IDX of the table, or NULL past the last. */
const struct cdr_language *cdr_language_at(size_t idx);

/* What each byte of a text is. */
enum cdr_byte {
	CDR_BYTE_CODE,
	CDR_BYTE_COMMENT,
	CDR_BYTE_STRING, /* inside of a string; so is a line end in one */
	CDR_BYTE_QUOTE,  /* string delimiters */
	CDR_BYTE_OPAQUE, /* shown, but no structure: quoted identifiers, block scalars */
};

/* The class of every byte of the text. */
const unsigned char *cdr_lexer_classes(struct cdr_lexed *lexed);

#endif
