/*
 * lexer_parts.h - private to the lexer: the cursor over a text that its parts move.
 *
 * Two rules keep hostile text from hiding code. What is masked is comment or
 * string for certain: a doubtful place is shown (CDR_BYTE_OPAQUE), and where not
 * even its end is certain nothing after it is masked (cdr_lex_doubt). And every
 * attempt that fails costs from a budget in proportion to the text, which keeps
 * the pass linear; when it is used up, that is a doubt as well.
 */
#ifndef CDR_RULES_LEXER_PARTS_H
#define CDR_RULES_LEXER_PARTS_H

#include "rules/heredoc.h"
#include "rules/language.h"

#include <string.h>

#define CDR_LEX_DEPTH_MAX 32u /* holes in holes */

/* Bits of `stops`; those below belong to the quotes, by index. */
#define CDR_STOP_CODE    (1u << 31)   /* something other than plain code can begin */
#define CDR_STOP_HOLE    (1u << 30)   /* the same inside of a hole */
#define CDR_STOP_COMMENT (1u << 29)   /* a comment to the end of the line can end */
#define CDR_STOP_OPEN    (1u << 28)   /* a comment, string or doubt can begin */

struct cdr_lex {
	const struct cdr_language *language;
	struct cdr_str text;
	unsigned char *classes;
	const uint32_t *stops;   /* by byte */
	size_t pos;
	size_t last_code;        /* index + 1 of the last code or quote byte that is no space */
	size_t budget;           /* bytes that failing attempts may still cost */
	size_t doubt;            /* from here on all is code */
	size_t until;            /* the loop ends here, where nothing is open */
	unsigned depth;          /* holes we are in */
	uint32_t dead_quotes;    /* bit i: quote i has no end in the rest of the text */
	uint32_t dead_comments;
	uint64_t controls;       /* a bit for each open '(': one of `if (`, the innermost lowest */
	bool after_control;      /* the last ')' closed such a one */
	unsigned expansions;     /* of a shell: ${ open in this line */
	unsigned arithmetic;     /* and (( in the file */
	unsigned flow;           /* of YAML: [ and { */
	struct cdr_heredocs heredocs; /* opened in this line, bodies still to come */
	const uint32_t *starts;  /* of lines, from the one at hand on; NULL: nobody asks */
	bool *inner;             /* by the same: whether the line begins inside of something */
};

/* --- the cursor ------------------------------------------------------------- */

/* The byte at POS, 0 past the end. */
static inline char cdr_lex_byte(const struct cdr_lex *lex, size_t pos)
{
	return pos < lex->text.len ? lex->text.ptr[pos] : '\0';
}

/* Whether MARK stands at POS. */
static inline bool cdr_lex_at(const struct cdr_lex *lex, size_t pos, const char *mark)
{
	size_t len;

	if (pos >= lex->text.len || lex->text.ptr[pos] != mark[0])
		return false;
	len = strlen(mark);
	return len <= lex->text.len - pos && memcmp(lex->text.ptr + pos, mark, len) == 0;
}

/* The first of MARKS, a list or NULL, that stands at POS, or NULL. */
const char *cdr_lex_any_at(const struct cdr_lex *lex, size_t pos, const char *const *marks);
size_t cdr_lex_line_end(const struct cdr_lex *lex, size_t pos);
void cdr_lex_classify(struct cdr_lex *lex, size_t from, size_t to, enum cdr_byte class);

/* Nothing is masked from POS on. */
void cdr_lex_doubt(struct cdr_lex *lex, size_t pos);

/* Takes COST from the budget, or from POS on there is doubt. */
void cdr_lex_spend(struct cdr_lex *lex, size_t pos, size_t cost);

/* Takes back all since BEFORE, what was classified and where the cursor was; that costs. */
void cdr_lex_give_back(struct cdr_lex *lex, const struct cdr_lex *before);

/* A letter, digit, '_', '$' or a byte that is not ASCII. */
bool cdr_lex_is_name(char c);

/* True if WORD ends at END and is neither part of a name nor a member of something. */
bool cdr_lex_word_before(const struct cdr_lex *lex, size_t end, const char *word);

/* --- its parts: true, and the cursor moved, if one begins at it --------------- */

bool cdr_lex_comment(struct cdr_lex *lex);
bool cdr_lex_quote(struct cdr_lex *lex);
bool cdr_lex_regex(struct cdr_lex *lex);
bool cdr_lex_element(struct cdr_lex *lex);      /* of JSX */

/* HOLE is at the cursor: takes it with the code inside; false when that never ends. */
bool cdr_lex_hole(struct cdr_lex *lex, const struct cdr_hole *hole);

/* The body of a heredoc, up to END, with its HOLES (or NULL). */
void cdr_lex_body(struct cdr_lex *lex, const struct cdr_hole *holes, size_t end);

/* Code up to the end of the text. */
void cdr_lex_code(struct cdr_lex *lex);

/* Code in a string: its brackets that are open by kind, ( [ {. */
struct cdr_nest {
	const struct cdr_hole *hole;
	bool format;             /* a ':' outside of brackets ends it, too */
	size_t open[3];
	size_t cases;            /* of a shell: `case` in which a ')' ends a pattern */
};

/* Code up to the end of NEST, the cursor on it; false when its brackets do not balance. */
bool cdr_lex_inside(struct cdr_lex *lex, struct cdr_nest *nest);

/* QUOTE at the cursor, whatever stands before it; false, and nothing taken, when it never ends. */
bool cdr_lex_between(struct cdr_lex *lex, const struct cdr_quote *quote);

/* Whether a value, not an operator, stands at the cursor. */
enum cdr_lex_value { CDR_VALUE_NO, CDR_VALUE_PERHAPS, CDR_VALUE_YES };
enum cdr_lex_value cdr_lex_value(const struct cdr_lex *lex);

/* Follows brackets that decide what a '/' is. */
void cdr_lex_follow_control(struct cdr_lex *lex, char c);

/* --- whole texts ---------------------------------------------------------------- */

/* Which bytes something of LANGUAGE can begin or end with, into STOPS. */
void cdr_lex_note_stops(const struct cdr_language *language, uint32_t stops[256]);

/* Bytes [FROM, TO) as code of LANGUAGE, on the budget and with the doubts of LEX. */
void cdr_lex_other(struct cdr_lex *lex, const struct cdr_language *language, size_t from, size_t to);

void cdr_lex_php_text(struct cdr_lex *lex);     /* what PHP only prints: up to the next <?php */
void cdr_lex_markup(struct cdr_lex *lex);       /* all: tags, text between them, scripts, templates */

/* --- marks whose end depends on their beginning ---------------------------------- */

/* What closes a string: BEFORE, MIDDLE and AFTER in a row. */
struct cdr_fence_end {
	size_t open_len;         /* of the opening mark */
	const char *before, *after;
	struct cdr_str middle;
	char nest;               /* a bracket that nests, or 0 */
	bool raw;                /* no holes */
};

/* The opening mark of QUOTE at the cursor; false when it is none. */
bool cdr_fence_open(const struct cdr_lex *lex, const struct cdr_quote *quote,
		    struct cdr_fence_end *end);

/* Length of END at POS; 0 when it is not there. */
size_t cdr_fence_at(const struct cdr_lex *lex, const struct cdr_fence_end *end, size_t pos);

/* --- what comes before ------------------------------------------------------------- */

/* TEXT as PHASE leaves it, in ARENA; TEXT itself when nothing changes. */
bool cdr_phase_changes(enum cdr_phase phase, struct cdr_str text);
struct cdr_str cdr_phase_apply(enum cdr_phase phase, struct cdr_arena *arena, struct cdr_str text);

/* Classes of TEXT, into OUT, from CLASSES of what PHASE made of it. */
void cdr_phase_spread(enum cdr_phase phase, struct cdr_str text, const unsigned char *classes,
		      unsigned char *out);

#endif
