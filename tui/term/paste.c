/* Nothing that was pasted may act as a key, so the end of a paste must never be missed. */
#include "term/paste.h"

#include "cdreview/utf8.h"
#include "cdreview/verdict.h"

#define SLACK ((size_t)16)   /* more than a note may hold: what was cut is refused, not kept */

static const char end_mark[] = "\033[201~";

void tui_paste_init(struct tui_paste *paste)
{
	*paste = (struct tui_paste){ .on = false };
	cdr_buf_init(&paste->text, CDR_NOTE_MAX + SLACK);
}

void tui_paste_release(struct tui_paste *paste)
{
	cdr_buf_release(&paste->text);
}

void tui_paste_begin(struct tui_paste *paste)
{
	cdr_buf_clear(&paste->text);
	paste->matched = 0;
	paste->on = true;
}

/* Text that only looked like the beginning of the end mark. */
static void keep_matched(struct tui_paste *paste)
{
	cdr_buf_add(&paste->text, end_mark, paste->matched);
	paste->matched = 0;
}

bool tui_paste_add(struct tui_paste *paste, uint32_t cp)
{
	char utf8[4];

	if (cp != (unsigned char)end_mark[paste->matched])
		keep_matched(paste);
	if (cp == (unsigned char)end_mark[paste->matched])
		return ++paste->matched == sizeof(end_mark) - 1;
	cdr_buf_add(&paste->text, utf8, cdr_utf8_put(utf8, cp == '\r' ? '\n' : cp));
	return false;
}

struct cdr_str tui_paste_end(struct tui_paste *paste)
{
	if (paste->matched < sizeof(end_mark) - 1)
		keep_matched(paste);
	paste->on = false;
	return cdr_buf_str(&paste->text);
}
