/*
 * blocks.c - what is never reached, and what is tried in vain. Blocks are told
 * by indentation in every language: code that is formatted otherwise has no idle lines,
 * rather than wrong ones.
 */
#include "scan/guard/idle.h"

#include "base/names.h"
#include "rules/ascii.h"
#include "scan/guard/text.h"

#include <string.h>

#define DEPTH_MAX 64u /* blocks in each other; what is deeper belongs to the innermost */
#define TAB_COLUMNS 8u

struct block {
	uint32_t indent;
	bool ended;          /* its last statement leaves it */
	bool idle;           /* nothing in it has an effect */
	uint32_t tried_from; /* the first line behind a `try` of it; 0: none */
	uint32_t tried_to;   /* the line of its first handler; 0: there was none yet */
	bool in_handler, swallows;
	bool settled; /* its last condition always holds: what is else never happens */
};

struct walk {
	struct cdr_idle *idle;
	struct cdr_view *view;
	bool is_python, is_ruby, is_script;
	struct block blocks[DEPTH_MAX];
	size_t n;
	bool opens_idle; /* the last statement begins a block without effect */
	bool decides;    /* the last statement is a condition of the next one */
};

/* A statement with its strings and comments blanked. */
struct piece {
	struct cdr_lines lines;
	struct cdr_str text, word; /* trimmed, closing braces left out; its first word */
	uint32_t indent;
	bool closes; /* a brace, or an `end` */
};

static struct cdr_str behind(struct cdr_str text, struct cdr_str word)
{
	return cdr_str_trim(cdr_str_sub(text, word.len, text.len));
}

/* --- conditions that never hold ------------------------------------------------------ */

static bool takes(struct cdr_str *text, const char *word)
{
	size_t len;

	if (!cdr_str_starts(*text, word))
		return false;
	len = cdr_str_from(word).len;
	if (len < text->len && cdr_is_word(word[len - 1]) && cdr_is_word(text->ptr[len]))
		return false;
	*text = cdr_str_trim(cdr_str_sub(*text, len, text->len));
	return true;
}

/* Takes a constant off *TEXT: 1 true, 0 false, -1 none. */
static int constant(struct cdr_str *text)
{
	static const char *const no[] = {
		"False", "false", "None", "null", "nil", "undefined", "0"
	};
	static const char *const yes[] = { "True", "true", "1" };

	if (text->len == 0 || !strchr("FNTfntu01", text->ptr[0]))
		return -1;
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (takes(text, no[i]))
			return 0;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (takes(text, yes[i]))
			return 1;
	return -1;
}

/* Whether the condition TEXT is decided by a constant at its beginning, and false. */
static bool never_holds(struct cdr_str text, bool reversed)
{
	int value;

	while (takes(&text, "("))
		;
	while (takes(&text, "!") || takes(&text, "not"))
		reversed = !reversed;
	value = constant(&text);
	if (value < 0)
		return false;
	if (text.len > 0 && !strchr("):{", text.ptr[0]) && !cdr_str_starts(text, "then") &&
	    !cdr_str_starts(text, value ? "||" : "&&") &&
	    !cdr_str_starts(text, value ? "or " : "and "))
		return false;
	return (value == 1) == reversed;
}

/* `if False`, `while 0`, `false && f()`, `with suppress(...)`: what follows has no effect. */
static bool is_without_effect(const struct piece *piece)
{
	static const char *const conditions[] = { "if", "elif", "elsif", "while" };
	struct cdr_str rest = piece->text;
	int value;

	takes(&rest, "else");
	if (cdr_names_has(CDR_NAMES(conditions), cdr_idle_word(rest)))
		return never_holds(behind(rest, cdr_idle_word(rest)), false);
	if (takes(&rest, "unless"))
		return never_holds(rest, true);
	if (takes(&rest, "with"))
		return cdr_str_has(rest, "suppress(") &&
		       cdr_str_has(cdr_str_sub(rest, 0, 24), "suppress(");
	value = constant(&rest);
	return (value == 0 && (takes(&rest, "&&") || takes(&rest, "and"))) ||
	       (value == 1 && (takes(&rest, "||") || takes(&rest, "or")));
}

/* Whether PIECE is a branch of BLOCK beside one that always is taken; takes down whether it is. */
static bool is_settled(struct block *block, const struct piece *piece)
{
	static const char *const conditions[] = { "if", "elif", "elsif" };
	struct cdr_str rest = piece->text;
	bool is_else = takes(&rest, "else"), was = block->settled;
	struct cdr_str word = cdr_idle_word(rest);
	bool is_condition = cdr_names_has(CDR_NAMES(conditions), word);
	bool goes_on = is_else || (is_condition && !cdr_str_is(word, "if"));

	if (piece->text.len == 0)
		return false;
	block->settled = goes_on && was;
	if (is_condition)
		block->settled |= never_holds(behind(rest, word), true);
	else if (takes(&rest, "unless"))
		block->settled |= never_holds(rest, false);
	return goes_on && was;
}

/* --- statements that leave ------------------------------------------------------------ */

/* A statement that goes on in a block of its own, or on the next line. */
static bool is_open_ended(struct cdr_str text)
{
	return text.len > 0 && (strchr("{([,:|=&+-*/.?<>", text.ptr[text.len - 1]) ||
				cdr_str_ends(text, " do") || cdr_str_ends(text, " begin") ||
				cdr_str_ends(text, " and") || cdr_str_ends(text, " or"));
}

static bool leaves(const struct walk *w, const struct piece *piece)
{
	static const char *const words[] = { "return", "raise", "throw", "break", "continue" };
	static const char *const calls[] = { "exit", "die", "panic" };
	struct cdr_str rest = behind(piece->text, piece->word);

	if (is_open_ended(piece->text) || w->decides ||
	    (w->is_ruby && (cdr_str_has(rest, "if ") || cdr_str_has(rest, "unless "))))
		return false;
	if (w->is_python && cdr_str_starts(piece->text, "sys.exit("))
		return true;
	if (cdr_names_has(CDR_NAMES(calls), piece->word))
		return cdr_str_starts(rest, "(");
	if (!cdr_names_has(CDR_NAMES(words), piece->word) &&
	    !(w->is_ruby && cdr_str_is(piece->text, "next")))
		return false;
	return rest.len == 0 || !strchr(":=.", rest.ptr[0]);
}

/* What stands beside the block before it, and not behind its statements. */
static bool is_branch(const struct piece *piece)
{
	static const char *const words[] = { "else",   "elif",    "elsif",   "except",
					     "rescue", "catch",   "finally", "ensure",
					     "case",   "default", "when",    "end",
					     "in",     "def",     "class",   "function" };

	return piece->text.len == 0 || strchr(")]@", piece->text.ptr[0]) ||
	       cdr_names_has(CDR_NAMES(words), piece->word);
}

/* --- handlers --------------------------------------------------------------------------- */

/* A method of Ruby has handlers without saying so at its beginning. */
static bool is_try(const struct walk *w, const struct piece *piece)
{
	return cdr_str_is(piece->word, "try") || cdr_str_is(piece->text, "begin") ||
	       (w->is_ruby && cdr_str_is(piece->word, "def"));
}

static bool is_handler(const struct piece *piece)
{
	static const char *const words[] = { "except", "catch", "rescue" };

	return cdr_names_has(CDR_NAMES(words), piece->word);
}

/* At most takes note of what happened. */
static bool is_harmless(struct cdr_str text)
{
	static const char *const words[] = { "pass",  "continue", "log",    "logger",  "logging",
					     "LOG",   "LOGGER",   "Logger", "_logger", "console",
					     "print", "println",  "printf", "puts",    "warn",
					     "Rails", "nil",      "null",   "end",     "var_dump" };

	while (takes(&text, "{") || takes(&text, "}") || takes(&text, ";") || takes(&text, "..."))
		;
	if (cdr_str_has(text, "throw") || cdr_str_has(text, "raise"))
		return false;
	return text.len == 0 || cdr_names_has(CDR_NAMES(words), cdr_idle_word(text)) ||
	       cdr_str_starts(text, "System.out.") || cdr_str_starts(text, "System.err.") ||
	       cdr_str_starts(text, "self.logger.") || cdr_str_has(text, ".printStackTrace()");
}

/* Whether what the handler's HEAD catches can be a refusal. */
static bool is_broad(const struct walk *w, struct cdr_str head)
{
	static const char *const all[] = { "Exception", "BaseException",    "Throwable",
					   "Error",     "RuntimeException", "StandardError" };
	static const char *const refusals[] = { "ermission", "enied",    "orbidden", "uth",
						"ccess",     "bort",     "HTTP",     "Http",
						"Security",  "ollbackR", "rivilege", "efus" };
	bool names = false;

	for (; head.len > 0 && !w->is_script; head = cdr_str_sub(head, 1, head.len)) {
		struct cdr_str word = cdr_idle_word(head);

		if (cdr_names_has(CDR_NAMES(all), word))
			return true;
		for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
			if (cdr_str_has(word, refusals[i]))
				return true;
		names |= word.len > 0 && cdr_is_upper(word.ptr[0]);
		head = cdr_str_sub(head, word.len, head.len);
	}
	return !names;
}

/* What of a handler's line is not its head; the head in *HEAD. */
static struct cdr_str split_handler(const struct walk *w, const struct piece *piece,
				    struct cdr_str *head)
{
	struct cdr_str rest = behind(piece->text, piece->word);
	size_t at = w->is_ruby ? rest.len : cdr_str_find(rest, CDR_STR("{"));

	if (w->is_python)
		at = cdr_str_find(rest, CDR_STR(":"));
	*head = cdr_str_sub(rest, 0, at);
	return cdr_str_trim(cdr_str_sub(rest, at + 1, rest.len));
}

static void begin_handler(struct walk *w, struct block *block, const struct piece *piece)
{
	struct cdr_str head, rest = split_handler(w, piece, &head);

	if (block->tried_to == 0)
		block->tried_to = piece->lines.from;
	block->in_handler = true;
	block->swallows = is_broad(w, head) && is_harmless(rest);
}

/* ENDED: as its language ends it, and not by indentation that is only untidy. */
static void end_handler(struct walk *w, struct block *block, bool ended)
{
	if (block->in_handler && block->swallows && (ended || w->is_python))
		cdr_idle_mark(w->idle, block->tried_from, block->tried_to);
	block->in_handler = false;
}

/* What a statement at the indentation of BLOCK means for its `try`. */
static void follow_try(struct walk *w, struct block *block, const struct piece *piece)
{
	if (piece->text.len == 0 && !block->in_handler)
		return;
	end_handler(w, block, piece->closes);
	if (is_handler(piece) && block->tried_from) {
		begin_handler(w, block, piece);
		return;
	}
	if (piece->text.len > 0)
		block->tried_from = block->tried_to = 0;
	if (is_try(w, piece))
		block->tried_from = piece->lines.to;
}

/* --- blocks ------------------------------------------------------------------------------ */

static struct block *enter_block(struct walk *w, const struct piece *piece)
{
	struct block *top;
	bool idle;

	while (w->n > 1 && w->blocks[w->n - 1].indent > piece->indent)
		end_handler(w, &w->blocks[--w->n], piece->closes);
	top = &w->blocks[w->n - 1];
	if (top->indent >= piece->indent || w->n == DEPTH_MAX)
		return top;
	idle = top->idle || w->opens_idle;
	top = &w->blocks[w->n++];
	*top = (struct block){ .indent = piece->indent, .idle = idle };
	return top;
}

/* try { f(); } catch (e) {} in one statement. */
static bool is_tried_inline(const struct piece *piece)
{
	size_t at = cdr_str_find(piece->text, CDR_STR("catch"));
	struct cdr_str rest = cdr_str_sub(piece->text, at, piece->text.len);

	at = cdr_str_find(rest, CDR_STR("{"));
	return cdr_str_is(piece->word, "try") && at < rest.len &&
	       is_harmless(cdr_str_sub(rest, at, rest.len));
}

static bool is_swallowed_inline(const struct walk *w, const struct piece *piece)
{
	static const char *const endings[] = { ".catch(() => {})",        ".catch(() => null)",
					       ".catch(() => undefined)", ".catch(noop)",
					       ".catch(console.error)",   ".catch(console.log)",
					       ".catch(function () {})",  ".catch(function() {})",
					       ".catch(e => {})",         ".catch((e) => {})",
					       ".catch(_ => {})",         ".catch(() => { })" };

	if (w->is_ruby)
		return cdr_str_has(piece->text, " rescue nil") ||
		       cdr_str_has(piece->text, " rescue false");
	if (!w->is_script || !cdr_str_has(piece->text, "catch"))
		return false;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (cdr_str_has(piece->text, endings[i]))
			return true;
	return is_tried_inline(piece);
}

static void step(struct walk *w, const struct piece *piece)
{
	struct block *block = enter_block(w, piece);
	bool settled = is_settled(block, piece);
	bool idle, without_effect = settled || is_without_effect(piece);

	block->ended &= !is_branch(piece);
	for (size_t i = 0; i + 1 < w->n; i++)
		if (w->blocks[i].in_handler && w->blocks[i].swallows)
			w->blocks[i].swallows = is_harmless(piece->text);
	follow_try(w, block, piece);
	idle = block->idle || block->ended || without_effect || is_swallowed_inline(w, piece);
	if (idle)
		cdr_idle_mark(w->idle, piece->lines.from, piece->lines.to);
	w->opens_idle = without_effect || block->ended;
	block->ended |= leaves(w, piece);
	w->decides = cdr_guard_decides(piece->text) || cdr_str_is(piece->word, "for") ||
		     cdr_str_is(piece->word, "while") || cdr_str_is(piece->word, "else");
	w->decides &= !w->is_python && !w->is_ruby && !cdr_str_has(piece->text, "{") &&
		      !cdr_str_has(piece->text, ";");
}

uint32_t cdr_idle_columns(struct cdr_str text)
{
	uint32_t columns = 0;

	for (size_t i = 0; i < text.len && cdr_is_space(text.ptr[i]); i++)
		columns = text.ptr[i] == '\n'   ? 0
			  : text.ptr[i] == '\t' ? (columns / TAB_COLUMNS + 1) * TAB_COLUMNS
						: columns + 1;
	return columns;
}

/* False for a piece without code. */
static bool piece_at(struct walk *w, uint32_t lineno, struct piece *piece)
{
	struct cdr_str text;

	piece->lines = cdr_view_statement(w->view, lineno);
	text = cdr_view_lines(w->view, piece->lines, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);
	piece->indent = cdr_idle_columns(text);
	piece->text = cdr_str_trim(text);
	if (piece->text.len == 0)
		return false;
	piece->closes = cdr_str_starts(piece->text, "}");
	while (takes(&piece->text, "}"))
		;
	piece->word = cdr_idle_word(piece->text);
	piece->closes |= cdr_str_is(piece->word, "end") || cdr_str_is(piece->word, "ensure");
	return true;
}

void cdr_idle_blocks(struct cdr_idle *idle, struct cdr_view *view)
{
	struct cdr_str language = cdr_str_from(cdr_language_name(view->language));
	struct walk w = { .idle = idle,
			  .view = view,
			  .is_python = cdr_str_is(language, "python"),
			  .is_ruby = cdr_str_is(language, "ruby"),
			  .is_script = cdr_str_is(language, "javascript") ||
				       cdr_str_is(language, "typescript"),
			  .n = 1 };
	struct piece piece;
	uint32_t next;

	for (uint32_t lineno = 1; lineno <= idle->n_lines; lineno = next) {
		bool is_code = piece_at(&w, lineno, &piece);

		next = piece.lines.to > lineno ? piece.lines.to : lineno + 1;
		if (is_code)
			step(&w, &piece);
	}
	while (w.n > 0)
		end_handler(&w, &w.blocks[--w.n], false);
}
