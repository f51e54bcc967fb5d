/*
 * fuzz_journal.c - the journal's format against whatever a disk may hold. What is
 * accepted says the same when it is written again, with all lines counted.
 */
#include "verdict/journal_text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void write_again(struct cdr_buf *out, const struct cdr_journal_text *text)
{
	cdr_journal_text_head(out, text->chain, &text->last, text->lines.n);
	for (size_t i = 0; i < text->lines.n; i++)
		cdr_journal_text_line(out, &text->lines.items[i]);
}

static void must_say_the_same(const struct cdr_journal_text *a, const struct cdr_journal_text *b)
{
	must(cdr_str_eq(cdr_str_from(a->chain), cdr_str_from(b->chain)));
	must(a->last.seq == b->last.seq && cdr_hash_eq(&a->last.prev, &b->last.prev));
	must(a->lines.n == b->lines.n);
	for (size_t i = 0; i < a->lines.n; i++) {
		must(cdr_oid_eq(&a->lines.items[i].target, &b->lines.items[i].target));
		must(cdr_str_eq(a->lines.items[i].bytes, b->lines.items[i].bytes));
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct cdr_str input = { (const char *)bytes, len };
	struct cdr_journal_text text, again;
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_buf out;

	cdr_buf_init(&out, 4 * len + 4096);
	if (cdr_journal_text_read(&text, &arena, input, "journal", &err) == 0) {
		write_again(&out, &text);
		must(!out.full);
		must(cdr_journal_text_read(&again, &arena, cdr_buf_str(&out), "again", NULL) == 0);
		must_say_the_same(&text, &again);
	} else {
		must(err.code == CDR_ETAMPER && err.message[0] && err.place[0]);
	}
	cdr_buf_release(&out);
	cdr_arena_release(&arena);
	return 0;
}
