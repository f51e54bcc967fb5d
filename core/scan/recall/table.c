/*
 * table.c - the whole file is read at once and looked at once: what is sound of it is
 * indexed where it lies, and only memos that somebody asks for are taken apart.
 */
#include "scan/recall/table.h"

#include "base/sha256.h"

#include <string.h>

#define PROBES_MAX 64u
#define MAGIC "cdreview results 1\n"
#define LENGTH_BYTES ((size_t)4)
#define SUM_BYTES ((size_t)8)
#define FIRST_SLOTS ((size_t)256)

/* --- the file ------------------------------------------------------------------ */

void cdr_memo_table_head(struct cdr_buf *out, const struct cdr_hash *key)
{
	cdr_buf_adds(out, MAGIC);
	cdr_buf_add(out, key->bytes, sizeof(key->bytes));
}

void cdr_memo_table_block(struct cdr_buf *out, struct cdr_str memos)
{
	struct cdr_hash sum = cdr_sha256_of(memos);

	for (size_t i = LENGTH_BYTES; i-- > 0;)
		cdr_buf_addc(out, (char)(memos.len >> 8 * i & 0xFF));
	cdr_buf_add(out, sum.bytes, SUM_BYTES);
	cdr_buf_addstr(out, memos);
}

/* Takes the head off *REST; false when it is not that of a file with KEY. */
static bool take_head(struct cdr_str *rest, const struct cdr_hash *key)
{
	const size_t len = sizeof(MAGIC) - 1;

	if (rest->len < CDR_RESULTS_HEAD || memcmp(rest->ptr, MAGIC, len) != 0 ||
	    memcmp(rest->ptr + len, key->bytes, sizeof(key->bytes)) != 0)
		return false;
	*rest = cdr_str_sub(*rest, CDR_RESULTS_HEAD, rest->len);
	return true;
}

/* Takes a block off *REST; false when there is none, or none that is whole. */
static bool take_block(struct cdr_str *rest, struct cdr_str *memos)
{
	const size_t at = LENGTH_BYTES + SUM_BYTES;
	struct cdr_hash sum;
	size_t len = 0;

	if (rest->len < at)
		return false;
	for (size_t i = 0; i < LENGTH_BYTES; i++)
		len = len << 8 | (unsigned char)rest->ptr[i];
	if (len == 0 || len > CDR_RESULTS_BLOCK_MAX || len > rest->len - at)
		return false;
	*memos = cdr_str_sub(*rest, at, at + len);
	sum = cdr_sha256_of(*memos);
	if (memcmp(sum.bytes, rest->ptr + LENGTH_BYTES, SUM_BYTES) != 0)
		return false;
	*rest = cdr_str_sub(*rest, at + len, rest->len);
	return true;
}

/* --- the index ----------------------------------------------------------------- */

/* Object names are hashes already; their first bytes do. */
static size_t slot_of(const struct cdr_memo_table *table, const unsigned char *name)
{
	size_t hash;

	memcpy(&hash, name, sizeof(hash));
	return hash & (table->n_slots - 1);
}

/*
 * The slot of the commit whose name, with its length before it, is at NAME; NULL when it is
 * not near its place: hashes do not crowd, but somebody may have made them up.
 */
static const char **find(const struct cdr_memo_table *table, const char *name)
{
	size_t len = (unsigned char)name[0] + (size_t)1;
	size_t i = slot_of(table, (const unsigned char *)name + 1);

	for (unsigned n = 0; n < PROBES_MAX; n++, i = (i + 1) & (table->n_slots - 1))
		if (!table->slots[i] ||
		    (table->slots[i][0] == name[0] && memcmp(table->slots[i], name, len) == 0))
			return &table->slots[i];
	return NULL;
}

/* Sets the slot of the commit of MEMO, unless there is none. */
static void set(struct cdr_memo_table *table, const char *memo)
{
	const char **slot = find(table, memo);

	if (!slot)
		return;
	table->n += !*slot;
	*slot = memo;
}

static void grow(struct cdr_memo_table *table, struct cdr_arena *arena)
{
	struct cdr_memo_table bigger = *table;

	bigger.n_slots = table->n_slots ? table->n_slots * 2 : FIRST_SLOTS;
	bigger.slots = cdr_arena_alloc(arena, bigger.n_slots * sizeof(*bigger.slots));
	bigger.n = 0;
	for (size_t i = 0; i < table->n_slots; i++)
		if (table->slots[i])
			set(&bigger, table->slots[i]);
	*table = bigger;
}

/* All memos of a block, or none of them and false. */
static bool add_block(struct cdr_memo_table *table, struct cdr_arena *arena, struct cdr_str memos)
{
	struct cdr_str rest = memos;
	struct cdr_oid commit;

	while (rest.len > 0)
		if (!cdr_memo_read(&rest, table->n_rules, &commit, NULL))
			return false;
	for (rest = memos; rest.len > 0;) {
		if (table->n * 2 >= table->n_slots)
			grow(table, arena);
		set(table, rest.ptr);
		(void)cdr_memo_read(&rest, table->n_rules, &commit, NULL);
	}
	return true;
}

size_t cdr_memo_table_load(struct cdr_memo_table *out, struct cdr_arena *arena,
			   struct cdr_str bytes, const struct cdr_hash *key)
{
	struct cdr_str rest = bytes, memos;
	size_t sound = 0;

	if (!take_head(&rest, key))
		return 0;
	do
		sound = bytes.len - rest.len;
	while (take_block(&rest, &memos) && add_block(out, arena, memos));
	out->bytes = cdr_str_sub(bytes, 0, sound);
	return sound;
}

bool cdr_memo_table_find(const struct cdr_memo_table *table, const struct cdr_oid *commit,
			 struct cdr_memo *memo)
{
	char name[sizeof(commit->bytes) + 1];
	struct cdr_oid found;
	struct cdr_str rest;
	const char **at;

	if (table->n == 0)
		return false;
	name[0] = (char)commit->len;
	memcpy(name + 1, commit->bytes, sizeof(commit->bytes));
	at = find(table, name);
	if (!at || !*at || !memo)
		return at && *at;
	rest = cdr_str_sub(table->bytes, (size_t)(*at - table->bytes.ptr), table->bytes.len);
	return cdr_memo_read(&rest, table->n_rules, &found, memo);
}
