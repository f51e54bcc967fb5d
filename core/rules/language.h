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
	CDR_QUOTE_VALUE = 1 << 4,   /* opens only where a value of YAML or an INI file begins */
	CDR_QUOTE_CHAR = 1 << 5,    /* one character; else the mark is something else */
	CDR_QUOTE_F = 1 << 6,       /* holes only after Python's prefix with `f` or `t` */
	CDR_QUOTE_WORD = 1 << 7,    /* does not open inside a word */
	CDR_QUOTE_FORMAT = 1 << 8,  /* a ':' in a hole, outside of brackets, begins plain text */
	CDR_QUOTE_TICK = 1 << 9,    /* a backtick takes the next byte with it (PowerShell) */
	CDR_QUOTE_NAMED = 1 << 10,  /* holes only right after a word, as in s"..." */
	CDR_QUOTE_ALONE = 1 << 11,  /* opens at the end of a line and closes at the start of one */
	CDR_QUOTE_NUMBER = 1 << 12, /* does not open inside a number: 1'000 */
	CDR_QUOTE_STANDARD = 1 << 13, /* dialects differ on a backslash before the closing mark */
	CDR_QUOTE_GREEDY = 1 << 14, /* more closing quotes at its end belong to it */
};

/* Marks whose closing one depends on what stands in the opening one. */
enum cdr_fence {
	CDR_FENCE_NONE,
	CDR_FENCE_TAG,              /* $tag$ ... $tag$ */
	CDR_FENCE_HASHES,           /* r##" ... "##, with any number of them */
	CDR_FENCE_DELIMITER,        /* R"d( ... )d" */
	CDR_FENCE_LEVEL,            /* [==[ ... ]==] */
	CDR_FENCE_RUN,              /* three quotes or more, and as many */
	CDR_FENCE_SIGIL,            /* any mark after `open`, in pairs if it is a bracket */
};

/* What opens code inside of a string, what nests in it, and what ends it. */
struct cdr_hole {
	const char *open;
	char nest, close;
};

struct cdr_quote {
	const char *open, *close;
	unsigned flags;
	const struct cdr_hole *holes;  /* or NULL */
	enum cdr_fence fence;
};

enum cdr_comment_place {
	CDR_COMMENT_ANYWHERE,
	CDR_COMMENT_SPACED,         /* after white space or at the start of a line */
	CDR_COMMENT_WORD,           /* the same, or after one of ;&|(){} */
	CDR_COMMENT_ALONE,          /* with nothing but white space before it in its line */
	CDR_COMMENT_LINES,          /* whole lines, from one that begins so to one that does */
	CDR_COMMENT_SINGLE,         /* closed on its line and without markup in it */
};

struct cdr_comment {
	const char *open;
	const char *close;          /* NULL: to the end of the line */
	enum cdr_comment_place place;
	bool nests;
	const char *const *except;  /* what begins so and is none: "#[", or NULL */
	const struct cdr_hole *holes; /* code that a template runs inside of it, or NULL */
};

enum cdr_heredoc { CDR_HEREDOC_NONE, CDR_HEREDOC_SHELL, CDR_HEREDOC_RUBY, CDR_HEREDOC_PHP };

enum cdr_regex {
	CDR_REGEX_NONE,
	CDR_REGEX_VALUE,            /* /.../ is a literal where a value can stand */
	CDR_REGEX_COMMAND,          /* and as the argument of a command: `split /,/` */
};

/* What a compiler does to a text before it looks for comments and strings. */
enum cdr_phase {
	CDR_PHASE_NONE,
	CDR_PHASE_SPLICE,           /* a backslash at the end of a line joins the next */
	CDR_PHASE_DOCKER,           /* the same, and comment lines after it vanish */
	CDR_PHASE_UNICODE,          /* \u0022 is a quote */
};

enum cdr_around {
	CDR_AROUND_NONE,
	CDR_AROUND_PHP,             /* code stands between <?php and ?> */
	CDR_AROUND_MARKUP,          /* tags with attributes, text between them, scripts */
	CDR_AROUND_XML,             /* the same without scripts and templates */
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
	const struct cdr_hole *body;        /* holes of a heredoc whose tag is not quoted */
	enum cdr_regex regex;
	const struct cdr_hole *regex_body;  /* and of a regular expression, which may reach over lines then */
	enum cdr_phase phase;
	enum cdr_around around;
	bool jsx;                           /* elements stand where values do */
	bool shell;                         /* ${x#y}, case x in a), ((1<<2)), \" outside of strings */
	bool character;                     /* ?" is a character */
	bool block_scalars;                 /* YAML's | and > */
	/*
	 * Where one of these stands in code, more than the text decides whether what
	 * follows is comment or code: nothing is masked from there on. And the same in strings.
	 */
	const char *const *doubts, *const *string_doubts;
	const char *preamble;               /* comments before it are code (cgo), or NULL */
	enum cdr_braces braces;
	bool backslash;                     /* at the end of a line joins the next */
	bool semicolon;                     /* a statement lasts until one (SQL) */
	bool terminator;                    /* none stands in brackets but those of `for` */
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
	bool members;                       /* and so it is inside of an object literal */
	bool spaced;                        /* white space has a meaning wherever it stands */
	bool quotes_alike;                  /* 'x' and "x" are the same when nothing is replaced in x */
};

extern const struct cdr_language cdr_languages[];
extern const size_t cdr_n_languages;

/* Language IDX of the table, or NULL past the last. */
const struct cdr_language *cdr_language_at(size_t idx);

/*
 * Whether a comment may begin or end in LINE, wherever in a text that stands. If not, none of
 * it is comment. True for languages with comments of several lines, in which what is read
 * further up decides.
 */
bool cdr_language_may_comment(const struct cdr_language *language, struct cdr_str line);

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
