/*
 * rules explain --at: why a rule fires at a line, in rows that fit a terminal of 80
 * columns. A line that the rule sees otherwise than it stands is shown twice.
 */
#include "cmd/codeline.h"
#include "cmd/report.h"
#include "cmd/rules.h"

#include "cdreview/explain.h"
#include "cdreview/json.h"
#include "open.h"
#include "review/wrap.h"
#include "term/screen.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_AT 21 /* column of a step's words */
#define COLS 79
#define CODE_COLS 62 /* of a line of code */
#define CODE_LEAD 20 /* bytes shown before what matched in a long line */
#define JSON_MAX ((size_t)16 << 20)

/* --- COMMIT:PATH:LINE ---------------------------------------------------------- */

struct where {
	const char *range;
	struct cdr_explain_place place;
};

static int malformed(const char *text, struct cdr_err *err)
{
	cdr_fail(err, CDR_EUSAGE, "\"%s\" is not a place", text);
	return cdr_err_hint(err, "COMMIT:PATH:LINE, or COMMIT:PATH:-LINE for the old file");
}

/* No revision has a colon before its path, and no line number one after it. */
static int parse(struct where *out, const char *text, struct cdr_arena *arena, struct cdr_err *err)
{
	const char *path = strchr(text, ':'), *line = strrchr(text, ':');
	unsigned long number;
	char *end;

	if (!path || path == text || path + 1 >= line)
		return malformed(text, err);
	out->range = cdr_arena_printf(arena, "%.*s^!", (int)(path - text), text);
	out->place.path = cdr_arena_printf(arena, "%.*s", (int)(line - path - 1), path + 1);
	out->place.side = line[1] == '-' ? CDR_SIDE_OLD : CDR_SIDE_NEW;
	line += line[1] == '-' ? 2 : 1;
	number = strtoul(line, &end, 10);
	if (*line < '0' || *line > '9' || *end != '\0' || number == 0 || number > UINT32_MAX)
		return malformed(text, err);
	out->place.line = (uint32_t)number;
	return 0;
}

/* --- words ------------------------------------------------------------------------ */

/* Where the row of TEXT that begins at FROM ends: after a space, if there is one in it. */
static size_t row_end(struct cdr_str text, size_t from, int cols)
{
	const struct tui_wrap wrap = { tui_screen_width, TUI_TAB, cols, false };
	size_t end = tui_wrap_end(&wrap, text, from);

	for (size_t at = end; end < text.len && at > from + 1; at--)
		if (text.ptr[at - 1] == ' ')
			return at;
	return end;
}

/* Rows after the first begin at column INDENT. */
static void put_words(const struct tui_output *out, struct cdr_str text, int indent)
{
	for (size_t at = 0, end; at < text.len; at = end) {
		end = row_end(text, at, COLS - indent);
		if (at > 0)
			tui_putf(out, "\n%*s", indent, "");
		tui_put(out, cdr_str_trim(cdr_str_sub(text, at, end)));
	}
	tui_putf(out, "\n");
}

/* --- lines -------------------------------------------------------------------------- */

/* What the rule does not see as a '_', so that it can be told from blanks. */
static struct cdr_str show_blanks(const struct cdr_explain_line *line, struct cdr_arena *arena)
{
	char *text = cdr_arena_copy(arena, line->masked.ptr, line->masked.len);

	for (size_t i = 0; i < line->masked.len; i++)
		if (text[i] != line->text.ptr[i])
			text[i] = '_';
	return (struct cdr_str){ text, line->masked.len };
}

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* One row of LINE's text or of how it is seen, cut around what matched; LEAD is 13 columns. */
static struct tui_columns put_code(const struct tui_output *out, const char *lead,
				   const struct cdr_explain_line *line, struct cdr_str text)
{
	static const struct cdr_flagged nothing_hidden = { .n_findings = 0 };
	const struct tui_wrap wrap = { tui_screen_width, TUI_TAB, CODE_COLS, false };
	const struct cdr_line shown = { .text = text, .origin = ' ' };
	struct tui_codeline code = tui_codeline_whole(&nothing_hidden, &shown);
	struct tui_columns marked;

	code.from = line->from;
	code.to = line->to;
	if (line->to > CODE_COLS - CODE_LEAD && line->from > CODE_LEAD)
		code.begin = line->from - CODE_LEAD;
	while (code.begin > 0 && is_continuation(line->text.ptr[code.begin]))
		code.begin--;
	code.end = tui_wrap_end(&wrap, text, code.begin);
	tui_putf(out, "%s", lead);
	marked = tui_codeline_put(out, &code);
	tui_putf(out, code.end < text.len ? "...\n" : "\n");
	return marked;
}

static void put_line(const struct tui_output *out, const struct cdr_explain_line *line,
		     struct cdr_arena *arena)
{
	char lead[32];
	struct tui_columns marked;

	snprintf(lead, sizeof(lead), "%8u %c | ", line->lineno,
		 line->side == CDR_SIDE_OLD ? '-' : ' ');
	marked = put_code(out, lead, line, line->text);
	if (!cdr_str_eq(line->text, line->masked))
		marked = put_code(out, "    seen   | ", line, show_blanks(line, arena));
	if (marked.from == marked.to)
		return;
	tui_putf(out, "           | %*s", (int)marked.from, "");
	for (size_t i = marked.from; i < marked.to; i++)
		tui_putf(out, "^");
	tui_putf(out, "\n");
}

/* --- all ------------------------------------------------------------------------------ */

static void put_step(const struct tui_output *out, const struct cdr_explain_step *step,
		     struct cdr_arena *arena)
{
	static const char marks[] = { ' ', '+', '-' };

	tui_putf(out, "  %c %-16.*s ", marks[step->mark], CDR_FMT(step->about));
	put_words(out, step->words, WORDS_AT);
	for (size_t i = 0; i < step->n_lines; i++)
		put_line(out, &step->lines[i], arena);
	if (step->n_more > 0)
		tui_putf(out, "           (%zu more lines)\n", step->n_more);
}

static void put_text(const struct tui_output *out, const struct cdr_explanation *explanation,
		     struct cdr_arena *arena)
{
	char commit[CDR_OID_HEX_MAX + 1];

	tui_change_name(commit, explanation->change);
	tui_putc(out, TUI_COLOR_FILE, explanation->rule->id);
	tui_putf(out, "\n%s ", commit);
	tui_put(out, explanation->path);
	tui_putf(out, ":%s%u\n", explanation->side == CDR_SIDE_OLD ? "-" : "", explanation->line);
	for (size_t i = 0; i < explanation->n_steps; i++)
		put_step(out, &explanation->steps[i], arena);
	tui_color_on(out, TUI_COLOR_FILE);
	put_words(out, explanation->words, 0);
	tui_color_off(out);
}

static void json_line(struct cdr_jw *w, const struct cdr_explain_line *line)
{
	cdr_jw_object(w, NULL);
	cdr_jw_cstr(w, "side", cdr_side_name(line->side));
	cdr_jw_int(w, "line", line->lineno);
	cdr_jw_str(w, "text", line->text);
	cdr_jw_str(w, "masked", line->masked);
	cdr_jw_int(w, "from", (int64_t)line->from);
	cdr_jw_int(w, "to", (int64_t)line->to);
	cdr_jw_end(w);
}

static void json_step(struct cdr_jw *w, const struct cdr_explain_step *step)
{
	static const char *const marks[] = { "note", "yes", "no" };

	cdr_jw_object(w, NULL);
	cdr_jw_cstr(w, "mark", marks[step->mark]);
	cdr_jw_str(w, "about", step->about);
	cdr_jw_str(w, "words", step->words);
	cdr_jw_array(w, "lines");
	for (size_t i = 0; i < step->n_lines; i++)
		json_line(w, &step->lines[i]);
	cdr_jw_end(w);
	cdr_jw_int(w, "more_lines", (int64_t)step->n_more);
	cdr_jw_end(w);
}

static int put_json(const struct tui_output *out, const struct cdr_explanation *explanation,
		    struct cdr_err *err)
{
	char commit[CDR_OID_HEX_MAX + 1];
	struct cdr_buf text;
	struct cdr_jw w;
	int code;

	cdr_oid_hex(commit, &explanation->change->commit);
	cdr_buf_init(&text, JSON_MAX);
	cdr_jw_init(&w, &text);
	cdr_jw_object(&w, NULL);
	cdr_jw_cstr(&w, "schema", "cdreview.explain/1");
	cdr_jw_str(&w, "rule", explanation->rule->id);
	cdr_jw_cstr(&w, "commit", commit);
	cdr_jw_str(&w, "path", explanation->path);
	cdr_jw_cstr(&w, "side", cdr_side_name(explanation->side));
	cdr_jw_int(&w, "line", explanation->line);
	cdr_jw_cstr(&w, "verdict", cdr_explain_verdict_name(explanation->verdict));
	cdr_jw_str(&w, "words", explanation->words);
	cdr_jw_array(&w, "steps");
	for (size_t i = 0; i < explanation->n_steps; i++)
		json_step(&w, &explanation->steps[i]);
	cdr_jw_end(&w);
	cdr_jw_end(&w);
	code = cdr_buf_check(&text, "explanation", err);
	if (code == 0)
		tui_putf(out, "%.*s\n", CDR_FMT(cdr_buf_str(&text)));
	cdr_buf_release(&text);
	return code;
}

int tui_rules_explain_at(struct tui_run *run, const char *id, struct cdr_err *err)
{
	static const int exits[] = {
		[CDR_EXPLAIN_FIRES] = TUI_EXIT_YES,
		[CDR_EXPLAIN_SILENT] = TUI_EXIT_NO,
		[CDR_EXPLAIN_UNDECIDED] = TUI_EXIT_TROUBLE,
	};
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_explanation explanation;
	struct where where = { .place = { .rule = id } };
	int code = parse(&where, run->args->value[TUI_OPT_AT], &arena, err);

	if (code == 0)
		code = tui_session_open_at(run, CDR_SOURCE_RANGE, where.range, err);
	if (code == 0)
		code = cdr_session_explain(run->session, &where.place, &arena, &explanation, err);
	if (code == 0 && run->args->given[TUI_OPT_JSON])
		code = put_json(run->out, &explanation, err);
	else if (code == 0)
		put_text(run->out, &explanation, &arena);
	if (code == 0)
		code = exits[explanation.verdict];
	cdr_arena_release(&arena);
	return code;
}
