/*
 * fuzz_recall.c - a file of results against whatever a disk may hold. A memo that is
 * accepted says the same when it is written again; of a file no more is sound than there is.
 */
#include "scan/recall/table.h"

#include <stdlib.h>
#include <string.h>

#define N_RULES 130u

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* The memos that INPUT begins with, one by one; whole and in passing they are as long. */
static void read_memos(struct cdr_str input)
{
	struct cdr_str rest = input, passed = input;
	struct cdr_memo memo = { .n_files = 0 };
	struct cdr_oid commit;
	struct cdr_buf out;

	cdr_buf_init(&out, input.len + 1);
	while (rest.len > 0 && cdr_memo_read(&rest, N_RULES, &commit, &memo)) {
		size_t from = input.len - passed.len;

		must(cdr_memo_read(&passed, N_RULES, &commit, NULL) && passed.len == rest.len);
		cdr_buf_clear(&out);
		cdr_memo_write(&out, &memo);
		must(cdr_str_eq(cdr_buf_str(&out),
				cdr_str_sub(input, from, input.len - rest.len)));
		cdr_memo_clear(&memo);
	}
	cdr_memo_clear(&memo);
	cdr_buf_release(&out);
}

/* INPUT as a file, and as the only block of one. */
static void read_file(struct cdr_str input, const struct cdr_hash *key)
{
	struct cdr_memo_table table = { .n_rules = N_RULES }, block = { .n_rules = N_RULES };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_buf file;
	size_t sound = cdr_memo_table_load(&table, &arena, input, key);

	must(sound <= input.len && (sound == 0 || sound >= CDR_RESULTS_HEAD));
	cdr_buf_init(&file, input.len + 4096);
	cdr_memo_table_head(&file, key);
	cdr_memo_table_block(&file, input);
	sound = cdr_memo_table_load(&block, &arena, cdr_buf_str(&file), key);
	must(sound == file.len || sound == CDR_RESULTS_HEAD);
	must((block.n > 0) == (sound == file.len));
	cdr_buf_release(&file);
	cdr_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct cdr_str input = { (const char *)bytes, len };
	struct cdr_hash key;

	memset(key.bytes, 'k', sizeof(key.bytes));
	read_memos(input);
	read_file(input, &key);
	return 0;
}
