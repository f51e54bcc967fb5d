/*
 * table.h - private to core/scan: the memos of a file, by commit.
 *
 * A file is a head and blocks:
 *
 *	"cdreview results 1\n" KEY     32 bytes that say what the memos depend on
 *	LENGTH SUM MEMO...             4 bytes, big-endian, of the memos; 8 of their SHA-256
 *
 * A block is what one write adds. The first one that is torn or damaged ends the file.
 *
 * Ownership: a table borrows its bytes. Threads: read only once it is loaded.
 */
#ifndef CDR_SCAN_RECALL_TABLE_H
#define CDR_SCAN_RECALL_TABLE_H

#include "scan/recall/memo.h"

#define CDR_RESULTS_HEAD (sizeof("cdreview results 1\n") - 1 + CDR_HASH_SIZE)
#define CDR_RESULTS_BLOCK ((size_t)64 << 10)      /* bytes of memos after which they are written */
#define CDR_RESULTS_BLOCK_MAX ((size_t)16 << 20)  /* of one block: a change may have very many files */
#define CDR_RESULTS_FILE_MAX ((size_t)64 << 20)   /* a million changes and more */

struct cdr_memo_table {
	const char **slots;      /* where each memo begins; open addressing, NULL is free */
	size_t n, n_slots;       /* n_slots is 0 or a power of two */
	size_t n_rules;
	struct cdr_str bytes;    /* as far as they are sound */
};

/*
 * Reads the BYTES of a file with KEY and rules below N_RULES into OUT, slots in ARENA. Returns
 * how many bytes are sound: 0 where the head is another's, else the head and whole blocks.
 */
size_t cdr_memo_table_load(struct cdr_memo_table *out, struct cdr_arena *arena, struct cdr_str bytes,
			   const struct cdr_hash *key);

/* The memo of COMMIT into MEMO, which is empty, unless that is NULL; false when there is none. */
bool cdr_memo_table_find(const struct cdr_memo_table *table, const struct cdr_oid *commit,
			 struct cdr_memo *memo);

/* Adds the head of a file with KEY, or a block of MEMOS, to OUT. */
void cdr_memo_table_head(struct cdr_buf *out, const struct cdr_hash *key);
void cdr_memo_table_block(struct cdr_buf *out, struct cdr_str memos);

#endif
