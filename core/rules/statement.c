/*
 * statement.c - which physical lines make one logical line.
 *
 * Rules with scope `statement` must see `ForeignKey(\n  User,\n)` as a whole,
 * and a function's body not as one statement with its head. A bracket that is
 * never closed must not take the rest of a file with it: what can begin only a
 * statement of its own ends it.
 */
#include "rules/passes.h"

#include "rules/ascii.h"
#include <string.h>

#define NESTING_MAX 256u
#define AGAIN_MAX 16u /* times the text that may be read again */

struct open_bracket {
	char mark;
	bool is_for;
	unsigned outer; /* joining brackets around a block that begins here */
};

struct splitter {
	const struct cdr_language *language;
	struct cdr_str text;
	const unsigned char *classes;
	const uint32_t *starts; /* offset of each line; one more past the end */
	size_t n_lines;
	struct open_bracket open[NESTING_MAX];
	size_t n_open;
	unsigned joining; /* brackets open since the last block began */
	size_t last;      /* index + 1 of the last code or quote byte that is no space */
	bool running;     /* in a statement that wants a semicolon */
	size_t budget;    /* bytes that may be read again */
	bool pending;     /* the last line with code ends open, or the next leads */
	bool uneven;      /* a bracket was closed that none opened, or the other way round */
};

/* --- brackets ------------------------------------------------------------ */

/* Whether WORD is the last code so far. */
static bool follows(const struct splitter *s, const char *word)
{
	size_t len = strlen(word);

	return s->last >= len && memcmp(s->text.ptr + s->last - len, word, len) == 0 &&
	       (s->last == len || !cdr_is_word(s->text.ptr[s->last - len - 1]));
}

static bool is_word_at(const struct splitter *s, size_t pos, const char *word)
{
	size_t len = strlen(word);

	return len < s->text.len - pos && memcmp(s->text.ptr + pos, word, len) == 0 &&
	       !cdr_is_word(s->text.ptr[pos + len]);
}

/* Whether what begins the line of the last code is a branch of a switch, whose ':' is the last. */
static bool in_case(const struct splitter *s)
{
	size_t from = s->last;

	while (from > 0 && s->text.ptr[from - 1] != '\n')
		from--;
	while (from < s->last && cdr_is_space(s->text.ptr[from]))
		from++;
	return s->joining == 0 && (is_word_at(s, from, "case") || is_word_at(s, from, "default"));
}

/* Whether the '{' at POS begins a block of statements, not a value. */
static bool begins_block(const struct splitter *s, size_t pos)
{
	char before = s->last ? s->text.ptr[s->last - 1] : ';';

	if (s->language->braces == CDR_BRACES_VALUE)
		return false;
	if (before == '{' && s->n_open > 0 && s->joining > 0)
		return false;
	if (strchr("(,=[?|&", before) || follows(s, "return") || (before == ':' && !in_case(s)))
		return false;
	if (s->language->braces == CDR_BRACES_ADJACENT && s->last == pos)
		return !cdr_is_word(before) && before != ']' && before != '}';
	return true;
}

static void open_bracket(struct splitter *s, size_t pos)
{
	char mark = s->text.ptr[pos];
	struct open_bracket bracket = { mark, mark == '(' && follows(s, "for"), s->joining };

	s->uneven |= s->n_open == NESTING_MAX;
	if (s->n_open == NESTING_MAX)
		return;
	if (mark == '{' && begins_block(s, pos))
		s->joining = 0;
	else
		s->joining++;
	s->open[s->n_open++] = bracket;
}

/* Closes back to the bracket that MARK belongs to; a stray one closes nothing. */
static void close_bracket(struct splitter *s, char mark)
{
	char opening = mark == ')' ? '(' : mark == ']' ? '[' : '{';

	for (size_t i = s->n_open; i > 0; i--) {
		if (s->open[i - 1].mark != opening)
			continue;
		s->uneven |= i < s->n_open;
		s->joining = s->open[i - 1].outer;
		s->n_open = i - 1;
		return;
	}
	s->uneven = true;
}

/* Code in brackets goes on over lines, so that a ';' there can only be a mistake; but for `for`. */
static bool in_for(const struct splitter *s)
{
	return s->n_open > 0 && s->open[s->n_open - 1].is_for;
}

static void end_at_semicolon(struct splitter *s)
{
	s->running = false;
	while (s->language->terminator && s->joining > 0 && s->open[s->n_open - 1].mark == '(' &&
	       !in_for(s)) {
		s->joining = s->open[--s->n_open].outer;
		s->uneven = true;
	}
}

static void read_mark(struct splitter *s, size_t pos)
{
	bool flat = s->language->braces == CDR_BRACES_FLAT;
	char c = s->text.ptr[pos];

	s->running = true;
	if (c == ';')
		end_at_semicolon(s);
	else if (flat)
		return;
	else if (c == '(' || c == '[' || c == '{')
		open_bracket(s, pos);
	else
		close_bracket(s, c);
}

static void read_line(struct splitter *s, size_t idx)
{
	static const bool marks[256] = { ['('] = true, [')'] = true, ['['] = true, [']'] = true,
					 ['{'] = true, ['}'] = true, [';'] = true };
	size_t end = s->starts[idx + 1];

	for (size_t i = s->starts[idx]; i < end; i++) {
		if (s->classes[i] == CDR_BYTE_CODE) {
			if (cdr_is_space(s->text.ptr[i]))
				continue;
			if (marks[(unsigned char)s->text.ptr[i]])
				read_mark(s, i);
			else
				s->running = true;
		} else if (s->classes[i] != CDR_BYTE_QUOTE) {
			continue;
		}
		s->last = i + 1;
	}
}

/* --- joining ------------------------------------------------------------- */

/* Offset of the first code or quote byte of a line; its end when there is none. */
static size_t first_code(const struct splitter *s, size_t idx)
{
	size_t pos = s->starts[idx], end = s->starts[idx + 1];

	while (pos < end && (cdr_is_space(s->text.ptr[pos]) || s->classes[pos] == CDR_BYTE_COMMENT))
		pos++;
	return pos;
}

static bool has_code(const struct splitter *s, size_t idx)
{
	return first_code(s, idx) < s->starts[idx + 1];
}

static bool is_at(const struct splitter *s, size_t pos, const char *mark)
{
	size_t len = strlen(mark);

	return len <= s->text.len - pos && memcmp(s->text.ptr + pos, mark, len) == 0;
}

static bool ends_open(const struct splitter *s)
{
	const char *const *mark = s->language->trail;

	for (; mark && *mark; mark++) {
		size_t len = strlen(*mark);

		if (s->last >= len && is_at(s, s->last - len, *mark))
			return !(s->last >= 2 && is_at(s, s->last - 2, "++"));
	}
	return false;
}

/* Whether the next line with code, past comments, begins with an operator. */
static bool next_leads(const struct splitter *s, size_t idx)
{
	const char *const *mark = s->language->lead;
	size_t next = idx + 1;

	if (!mark)
		return false;
	while (next < s->n_lines && !has_code(s, next))
		next++;
	if (next >= s->n_lines || s->classes[first_code(s, next)] != CDR_BYTE_CODE)
		return false;
	for (; *mark; mark++)
		if (is_at(s, first_code(s, next), *mark))
			return true;
	return false;
}

static bool ends_with_backslash(const struct splitter *s, size_t end)
{
	end -= end > 0 && s->text.ptr[end - 1] == '\n';
	end -= end > 0 && s->text.ptr[end - 1] == '\r';
	return end > 0 && s->text.ptr[end - 1] == '\\' && s->classes[end - 1] == CDR_BYTE_CODE;
}

/* Whether the statement goes on after line IDX, which has been read. */
static bool goes_on(struct splitter *s, size_t idx)
{
	size_t end = s->starts[idx + 1];

	if (has_code(s, idx))
		s->pending = ends_open(s) || next_leads(s, idx);
	if (end == s->text.len)
		return false;
	if (s->classes[end - 1] == CDR_BYTE_STRING || s->classes[end - 1] == CDR_BYTE_OPAQUE)
		return true;
	if (s->language->semicolon)
		return s->running;
	if (s->joining > 0 || (s->language->backslash && ends_with_backslash(s, end)))
		return true;
	return s->pending;
}

/* --- brackets that nobody closed ----------------------------------------- */

static size_t column(const struct splitter *s, size_t idx)
{
	return first_code(s, idx) - s->starts[idx];
}

/* Whether MARK of the language's heads stands at POS. */
static bool is_head_at(const struct splitter *s, size_t pos, const char *mark)
{
	size_t end = pos + strlen(mark);
	char last = mark[strlen(mark) - 1];
	bool goes_on;

	if (!is_at(s, pos, mark))
		return false;
	goes_on = end < s->text.len && cdr_is_word(s->text.ptr[end]);
	return last == ' ' ? goes_on : !cdr_is_word(last) || !goes_on;
}

static bool begins_head(const struct splitter *s, size_t idx)
{
	const char *const *mark = s->language->heads;
	size_t pos = first_code(s, idx);

	if (!mark || pos >= s->starts[idx + 1] || s->classes[pos] != CDR_BYTE_CODE)
		return false;
	while (*mark && !is_head_at(s, pos, *mark))
		mark++;
	return *mark != NULL;
}

/* A value in braces has keys and methods named like anything; and arguments are indented. */
static bool may_be_argument(const struct splitter *s, size_t from, size_t idx)
{
	if (s->language->braces == CDR_BRACES_VALUE)
		return false;
	for (size_t i = 0; i < s->joining; i++)
		if (s->open[s->n_open - 1 - i].mark == '{')
			return true;
	return column(s, idx) > column(s, from);
}

/* The first line of the decorators just before the head in line IDX, which are past line FROM. */
static size_t decorated_from(const struct splitter *s, size_t from, size_t idx)
{
	const char *mark = s->language->annotation;
	size_t start = idx;

	for (size_t i = idx - 1; mark && i > from; i--) {
		size_t pos = first_code(s, i);
		bool deeper = column(s, i) > column(s, idx);

		if (deeper || !has_code(s, i) || s->classes[pos] != CDR_BYTE_CODE)
			continue;
		if (column(s, i) == column(s, idx) && is_at(s, pos, mark))
			start = i;
		else if (!strchr(")]}", s->text.ptr[pos]))
			break;
	}
	return start;
}

/* Where the statement of line FROM ends because line IDX begins another; FROM when it does not. */
static size_t cut_at(struct splitter *s, size_t from, size_t idx)
{
	size_t start, cost;

	if (idx == from || s->joining == 0 || !begins_head(s, idx) || may_be_argument(s, from, idx))
		return from;
	start = decorated_from(s, from, idx);
	cost = s->starts[idx] - s->starts[start];
	if (cost > s->budget)
		start = idx;
	else
		s->budget -= cost;
	while (s->joining > 0)
		s->joining = s->open[--s->n_open].outer;
	s->pending = false;
	s->uneven = true;
	return start;
}

/* --- all ----------------------------------------------------------------- */

/* Lines [FROM, TO) are one statement, or each its own when they are too many. */
static void finish(struct cdr_lines *lines, size_t from, size_t to)
{
	bool whole = to - from <= CDR_STATEMENT_LINES;

	for (size_t i = from; i < to; i++) {
		lines[i].from = (uint32_t)(whole ? from : i) + 1;
		lines[i].to = (uint32_t)(whole ? to : i + 1) + 1;
	}
}

/*
 * A statement that is too long is mostly a list of many: its first line stands
 * alone and what is inside is split anew, as long as there is time for it.
 */
static bool split_again(struct splitter *s, size_t from, size_t to)
{
	size_t cost = s->starts[to + 1] - s->starts[from];

	s->n_open = s->joining = 0;
	s->running = s->pending = false;
	s->uneven = true;
	if (cost > s->budget)
		return false;
	s->budget -= cost;
	return true;
}

/* Nothing is open but N blocks; of languages that tell entities otherwise nothing at all. */
static bool opens_blocks(const struct splitter *s, size_t n)
{
	if (s->n_open != n || (n > 0 && s->language->entities != CDR_ENTITY_BRACE))
		return false;
	for (size_t i = 0; i < n; i++)
		if (s->open[i].mark != '{' || s->open[i].outer > 0)
			return false;
	return s->joining == 0;
}

/* Whether in line IDX, with which a statement begins, nothing but N blocks is open. */
static bool is_seam(const struct splitter *s, size_t idx, size_t n)
{
	return !s->pending && !s->uneven && !(s->language->semicolon && s->running) &&
	       has_code(s, idx) && opens_blocks(s, n);
}

/* Blocks of the entities around are open. */
static void enter(struct splitter *s, const struct cdr_pass *pass)
{
	if (s->language->entities == CDR_ENTITY_BRACE)
		for (; s->n_open < pass->n_around; s->n_open++)
			s->open[s->n_open] = (struct open_bracket){ .mark = '{' };
}

static size_t code_end(const struct splitter *s, size_t pos)
{
	while (pos > 0 &&
	       (cdr_is_space(s->text.ptr[pos - 1]) ||
		(s->classes[pos - 1] != CDR_BYTE_CODE && s->classes[pos - 1] != CDR_BYTE_QUOTE)))
		pos--;
	return pos;
}

/* How many blocks are open where PASS ends. */
static size_t n_left(const struct cdr_pass *pass)
{
	return pass->language->entities == CDR_ENTITY_BRACE ? pass->n_below : 0;
}

bool cdr_pass_statements(struct cdr_pass *pass)
{
	struct splitter s = {
		.language = pass->language,
		.text = pass->text,
		.classes = pass->classes,
		.starts = pass->starts,
		.n_lines = pass->n_lines,
		.budget = AGAIN_MAX * pass->text.len,
	};
	size_t from = pass->from, next = from;

	enter(&s, pass);
	s.last = code_end(&s, s.starts[from]);
	for (size_t i = from; i < pass->to; i++) {
		size_t cut = cut_at(&s, from, i);

		if (cut > from) {
			finish(pass->statements, from, cut);
			from = i = cut;
		}
		if (i == from && i >= next && !(pass->inner && pass->inner[i]) &&
		    is_seam(&s, i, s.n_open) && cdr_pass_begins_anew(pass, s.starts[i])) {
			*cdr_vec_push(pass->arena, &pass->seams) = (uint32_t)i;
			next = i + CDR_SEAM_LINES;
		}
		read_line(&s, i);
		if (goes_on(&s, i) && i - from < CDR_STATEMENT_LINES)
			continue;
		if (i - from >= CDR_STATEMENT_LINES && split_again(&s, from, i))
			i = from;
		finish(pass->statements, from, i + 1);
		from = i + 1;
	}
	finish(pass->statements, from, pass->to);
	/* How long that may go on depends on the whole text. */
	return s.budget == AGAIN_MAX * pass->text.len && from == pass->to &&
	       (pass->to == pass->n_lines || is_seam(&s, pass->to, n_left(pass)));
}
