/*
 * lineedit.c - our own field and not readline: it must be a pure function of
 * keys, and nothing that is pasted into it may act as a command.
 */
#include "review/lineedit.h"

#include "review/event.h"

#include <string.h>

void tui_lineedit_init(struct tui_lineedit *edit, size_t cap, tui_width_fn *width)
{
	*edit = (struct tui_lineedit){ .width = width };
	cdr_buf_init(&edit->text, cap);
}

void tui_lineedit_release(struct tui_lineedit *edit)
{
	cdr_buf_release(&edit->text);
}

struct cdr_str tui_lineedit_text(const struct tui_lineedit *edit)
{
	return cdr_buf_str(&edit->text);
}

/* Bytes from FROM to TO go away; the cursor stands there. */
static void erase(struct tui_lineedit *edit, size_t from, size_t to)
{
	struct cdr_buf *text = &edit->text;

	if (from >= to)
		return;
	memmove(text->ptr + from, text->ptr + to, text->len - to);
	text->len -= to - from;
	text->ptr[text->len] = '\0';
	edit->cursor = from;
}

static bool insert_bytes(struct tui_lineedit *edit, const char *bytes, size_t len)
{
	struct cdr_buf *text = &edit->text;
	size_t tail = text->len - edit->cursor;

	if (len > text->cap - text->len)
		return false;
	if (len == 0)
		return true;
	cdr_buf_add(text, bytes, len);
	memmove(text->ptr + edit->cursor + len, text->ptr + edit->cursor, tail);
	memcpy(text->ptr + edit->cursor, bytes, len);
	edit->cursor += len;
	return true;
}

/* What CP becomes in this field: itself, another character, or 0 when it is dropped. */
static uint32_t admitted(const struct tui_lineedit *edit, uint32_t cp)
{
	if (cp == '\r' || cp == '\n')
		return edit->multiline ? '\n' : ' ';
	if (cp == '\t')
		return cp;
	if (cp == CDR_UTF8_INVALID || cdr_utf8_unsafe(cp) == CDR_UNSAFE_CONTROL)
		return 0;
	return cp;
}

bool tui_lineedit_insert(struct tui_lineedit *edit, struct cdr_str text)
{
	struct cdr_buf clean;
	uint32_t cp, before = 0;
	bool fits;

	cdr_buf_init(&clean, edit->text.cap);
	for (size_t at = 0; at < text.len; before = cp) {
		char bytes[4];
		uint32_t as;

		at += cdr_utf8_next(cdr_str_sub(text, at, text.len), &cp);
		as = cp == '\n' && before == '\r' ? 0 : admitted(edit, cp);
		if (as)
			cdr_buf_add(&clean, bytes, cdr_utf8_put(bytes, as));
	}
	fits = !clean.full && insert_bytes(edit, cdr_buf_str(&clean).ptr, clean.len);
	cdr_buf_release(&clean);
	return fits;
}

void tui_lineedit_set(struct tui_lineedit *edit, struct cdr_str text, bool multiline)
{
	cdr_buf_clear(&edit->text);
	edit->cursor = 0;
	edit->multiline = multiline;
	tui_lineedit_insert(edit, text);
}

/* Where the line begins that the byte AT is in, and where it ends. */
static size_t line_start(const struct tui_lineedit *edit, size_t at)
{
	while (at > 0 && edit->text.ptr[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const struct tui_lineedit *edit, size_t at)
{
	while (at < edit->text.len && edit->text.ptr[at] != '\n')
		at++;
	return at;
}

static size_t after_cluster(const struct tui_lineedit *edit, size_t at)
{
	struct tui_cluster cluster;

	if (at >= edit->text.len)
		return edit->text.len;
	tui_cluster_next(&cluster, cdr_str_sub(tui_lineedit_text(edit), at, edit->text.len),
			 edit->width);
	return at + cluster.len;
}

static size_t before_cluster(const struct tui_lineedit *edit, size_t at)
{
	size_t prev, next;

	if (at == 0)
		return 0;
	prev = line_start(edit, at);
	if (prev == at)
		return at - 1;
	while ((next = after_cluster(edit, prev)) < at)
		prev = next;
	return prev;
}

/* Start of the word before AT, its trailing blanks included. */
static size_t before_word(const struct tui_lineedit *edit, size_t at)
{
	const char *text = edit->text.ptr;

	while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\n'))
		at--;
	while (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\t' && text[at - 1] != '\n')
		at--;
	return at;
}

/* The place STEPS clusters into the line that begins at START, or its end. */
static size_t steps_into(const struct tui_lineedit *edit, size_t start, size_t steps)
{
	size_t end = line_end(edit, start);

	while (steps-- > 0 && start < end)
		start = after_cluster(edit, start);
	return start;
}

static void move_line(struct tui_lineedit *edit, bool down)
{
	size_t start = line_start(edit, edit->cursor), end = line_end(edit, edit->cursor),
	       steps = 0;

	for (size_t at = start; at < edit->cursor; at = after_cluster(edit, at))
		steps++;
	if (down)
		edit->cursor = end < edit->text.len ? steps_into(edit, end + 1, steps) : end;
	else
		edit->cursor = start > 0 ? steps_into(edit, line_start(edit, start - 1), steps) : 0;
}

static bool move_key(struct tui_lineedit *edit, uint32_t key)
{
	switch (key) {
	case TUI_CTRL('a'): case TUI_KEY_HOME:
		edit->cursor = line_start(edit, edit->cursor);
		return true;
	case TUI_CTRL('e'): case TUI_KEY_END:
		edit->cursor = line_end(edit, edit->cursor);
		return true;
	case TUI_CTRL('b'): case TUI_KEY_LEFT:
		edit->cursor = before_cluster(edit, edit->cursor);
		return true;
	case TUI_CTRL('f'): case TUI_KEY_RIGHT:
		edit->cursor = after_cluster(edit, edit->cursor);
		return true;
	case TUI_KEY_UP: case TUI_KEY_DOWN:
		move_line(edit, key == TUI_KEY_DOWN);
		return true;
	default:
		return false;
	}
}

static bool erase_key(struct tui_lineedit *edit, uint32_t key)
{
	size_t at = edit->cursor;

	switch (key) {
	case TUI_KEY_BACKSPACE: case TUI_CTRL('h'): case 0x7F:
		erase(edit, before_cluster(edit, at), at);
		return true;
	case TUI_KEY_DELETE: case TUI_CTRL('d'):
		erase(edit, at, after_cluster(edit, at));
		return true;
	case TUI_CTRL('w'):
		erase(edit, before_word(edit, at), at);
		return true;
	case TUI_CTRL('u'):
		erase(edit, line_start(edit, at), at);
		return true;
	case TUI_CTRL('k'):
		erase(edit, at, line_end(edit, at));
		edit->cursor = at;
		return true;
	default:
		return false;
	}
}

bool tui_lineedit_key(struct tui_lineedit *edit, uint32_t key)
{
	char bytes[4];

	if (move_key(edit, key) || erase_key(edit, key))
		return true;
	if (key > 0x10FFFF || (key != '\t' && cdr_utf8_unsafe(key) == CDR_UNSAFE_CONTROL) ||
	    cdr_utf8_unsafe(key) == CDR_UNSAFE_INVALID || (key == '\n' && !edit->multiline))
		return false;
	insert_bytes(edit, bytes, cdr_utf8_put(bytes, key));
	return true;
}
