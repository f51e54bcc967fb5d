/*
 * Scan, shell verdicts and the linear review print code through here alone: a
 * mark stands where its bytes are, and a secret has one place to slip through.
 */
#include "cmd/codeline.h"

#include "review/cluster.h"
#include "term/screen.h"

static const char hidden_words[] = "[redacted]";

struct writer {
	const struct tui_output *out;
	const struct tui_codeline *code;
	enum tui_color color;
	bool marked;
	size_t col;
	struct tui_columns mark;
};

struct tui_codeline tui_codeline_whole(const struct cdr_flagged *flagged,
				       const struct cdr_line *line)
{
	return (struct tui_codeline){ .flagged = flagged, .line = line, .end = line->text.len };
}

static enum tui_color color_of(const struct cdr_line *line)
{
	switch (line->origin) {
	case '+':
		return TUI_COLOR_ADDED;
	case '-':
		return TUI_COLOR_REMOVED;
	default:
		return TUI_COLOR_PLAIN;
	}
}

static void put_text(struct writer *w, struct cdr_str text)
{
	struct tui_cluster cluster;

	for (size_t at = 0; at < text.len; at += cluster.len) {
		int width;

		tui_cluster_next(&cluster, cdr_str_sub(text, at, text.len), tui_screen_width);
		width = tui_cluster_columns(&cluster, (int)(w->col % TUI_TAB), TUI_TAB);
		if (cluster.kind == TUI_CLUSTER_TAB)
			fprintf(w->out->data, "%*s", width, "");
		else
			fputs(cluster.shown, w->out->data);
		w->col += (size_t)width;
	}
}

static void set_style(const struct writer *w, bool marked)
{
	tui_color_off(w->out);
	tui_color_on(w->out, w->color);
	if (marked)
		tui_color_on(w->out, TUI_COLOR_SPAN);
}

/* Bytes [FROM, TO) of the line, or the words that stand for them when HIDDEN. */
static void put_piece(struct writer *w, size_t from, size_t to, bool hidden)
{
	const struct tui_codeline *code = w->code;
	bool marked = from < code->to && to > code->from;

	if (marked && w->mark.from == w->mark.to)
		w->mark.from = w->col;
	if (marked != w->marked)
		set_style(w, marked);
	w->marked = marked;
	put_text(w, hidden ? CDR_STR(hidden_words) : cdr_str_sub(code->line->text, from, to));
	if (marked)
		w->mark.to = w->col;
}

/* The next byte after AT at which the mark begins or ends, or the end. */
static size_t next_edge(const struct tui_codeline *code, size_t at)
{
	size_t next = code->end;

	if (at < code->to && code->to < next)
		next = code->to;
	if (at < code->from && code->from < next)
		next = code->from;
	return next;
}

struct tui_columns tui_codeline_put(const struct tui_output *out, const struct tui_codeline *code)
{
	struct writer w = { .out = out, .code = code, .color = color_of(code->line) };
	size_t next;

	tui_color_on(out, w.color);
	for (size_t at = code->begin; at < code->end; at = next) {
		size_t from = at, to;
		bool any = cdr_flagged_redaction(code->flagged, code->line, &from, &to);
		bool hidden = any && from == at;

		next = next_edge(code, at);
		if (hidden)
			next = to < code->end ? to : code->end;
		else if (any && from < next)
			next = from;
		put_piece(&w, at, next, hidden);
	}
	tui_color_off(out);
	return w.mark;
}
