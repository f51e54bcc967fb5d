/*
 * search.c - matches are looked for one at a time, from where the reviewer is,
 * and never collected: the first one is on the screen however long the range.
 */
#include "review/search.h"

#include "review/order.h"
#include "review/move.h"

#include <string.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool has_capital(struct cdr_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z')
			return true;
	return false;
}

static bool begins(const char *text, struct cdr_str needle)
{
	for (size_t i = 0; i < needle.len; i++)
		if (lower(text[i]) != needle.ptr[i])
			return false;
	return true;
}

size_t tui_search_find(struct cdr_str text, struct cdr_str needle, size_t from)
{
	if (needle.len == 0 || from > text.len || needle.len > text.len - from)
		return text.len;
	if (has_capital(needle)) {
		const char *at = memmem(text.ptr + from, text.len - from, needle.ptr, needle.len);

		return at ? (size_t)(at - text.ptr) : text.len;
	}
	for (size_t at = from; at <= text.len - needle.len; at++)
		if (lower(text.ptr[at]) == needle.ptr[0] && begins(text.ptr + at, needle))
			return at;
	return text.len;
}

bool tui_search_has(struct cdr_str text, struct cdr_str needle)
{
	return needle.len > 0 && tui_search_find(text, needle, 0) < text.len;
}

/* Path, rules and notes: what a hunk is besides its code. */
static bool head_has(const struct tui_item *item, struct cdr_str needle)
{
	const struct cdr_flagged *flagged = item->flagged;

	if (tui_search_has(flagged->hunk->file->path, needle))
		return true;
	for (size_t i = 0; i < flagged->n_findings; i++)
		if (tui_search_has(flagged->findings[i].rule->id, needle) ||
		    tui_search_has(flagged->findings[i].rule->title, needle))
			return true;
	for (size_t i = 0; i < item->standing.n_voices; i++)
		if (tui_search_has(item->standing.voices[i].text, needle))
			return true;
	return false;
}

/*
 * Places of matches count the head as line 0 and the lines of code from 1 on.
 * A search begins at *AT; WHOLE: with what is there, else behind (before) it.
 */
static bool match_forward(const struct tui_item *item, struct cdr_str needle, struct tui_place *at,
			  bool whole)
{
	const struct cdr_hunk *hunk = item->flagged->hunk;
	size_t from = whole ? 0 : at->byte + 1;

	if (whole && head_has(item, needle)) {
		*at = (struct tui_place){ 0, 0 };
		return true;
	}
	for (size_t line = at->line ? at->line : 1; line <= hunk->n_lines; line++) {
		struct cdr_str text = hunk->lines[line - 1].text;
		size_t found = tui_search_find(text, needle, line == at->line ? from : 0);

		if (found < text.len) {
			*at = (struct tui_place){ line, found };
			return true;
		}
	}
	return false;
}

/* The last match of NEEDLE in TEXT that begins before LIMIT; TEXT.len if there is none. */
static size_t find_last(struct cdr_str text, struct cdr_str needle, size_t limit)
{
	size_t last = text.len, at = 0;

	while ((at = tui_search_find(text, needle, at)) < text.len && at < limit)
		last = at++;
	return last;
}

static bool match_backward(const struct tui_item *item, struct cdr_str needle, struct tui_place *at,
			   bool whole)
{
	const struct cdr_hunk *hunk = item->flagged->hunk;
	size_t first = whole ? hunk->n_lines : at->line;

	for (size_t line = first; line > 0; line--) {
		struct cdr_str text = hunk->lines[line - 1].text;
		size_t limit = !whole && line == at->line ? at->byte : text.len;
		size_t found = find_last(text, needle, limit);

		if (found < text.len) {
			*at = (struct tui_place){ line, found };
			return true;
		}
	}
	if ((whole || at->line > 0) && head_has(item, needle)) {
		*at = (struct tui_place){ 0, 0 };
		return true;
	}
	return false;
}

static void show(struct tui_state *state, size_t hunk, struct tui_place at)
{
	if (hunk != state->selected)
		tui_select(state, hunk);
	state->match_hunk = hunk;
	state->match = at;
	if (at.line > 0)
		tui_show_place(state, (struct tui_place){ at.line - 1, at.byte });
}

void tui_search_go(struct tui_state *state, bool forward)
{
	struct cdr_str needle = { state->search.text, state->search.len };
	size_t n = state->visible.n, pos = tui_order_position(state, state->selected);
	bool whole = state->match_hunk != state->selected;
	struct tui_place at = whole ? (struct tui_place){ 0, 0 } : state->match;

	for (size_t tried = 0; tried <= n && n > 0; tried++) {
		size_t hunk = tui_order_hunk(state, pos);
		const struct tui_item *item = tui_item_at(state, hunk);

		if (forward ? match_forward(item, needle, &at, whole)
			    : match_backward(item, needle, &at, whole)) {
			show(state, hunk, at);
			return;
		}
		whole = true;
		at = (struct tui_place){ 0, 0 };
		pos = (pos + (forward ? 1 : n - 1)) % n;
	}
	tui_say_error(state, "not found: %.*s", CDR_FMT(needle));
}
