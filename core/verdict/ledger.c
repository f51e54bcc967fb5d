/*
 * ledger.c - a grow-only set of lines with indexes over it. Nothing is decided
 * while adding, so that the order of adding cannot matter (gating.md 3.3).
 */
#include "base/oom.h"
#include "base/sha256.h"
#include "verdict/entry.h"

#include <stdlib.h>
#include <string.h>

struct cdr_ledger *cdr_ledger_new(void)
{
	return cdr_alloc_zeroed(sizeof(struct cdr_ledger));
}

void cdr_ledger_free(struct cdr_ledger *ledger)
{
	if (!ledger)
		return;
	cdr_arena_release(&ledger->arena);
	free(ledger);
}

/* FNV-1a: short keys, no need to resist anybody (a collision costs a comparison). */
static uint64_t mix(uint64_t key, const void *bytes, size_t len)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < len; i++)
		key = (key ^ byte[i]) * UINT64_C(0x100000001B3);
	return key;
}

uint64_t cdr_ledger_region_key(struct cdr_str path, const struct cdr_oid *old_blob)
{
	return mix(mix(UINT64_C(0xCBF29CE484222325), path.ptr, path.len), old_blob->bytes,
		   old_blob->len);
}

/* A remark is the same only on the same object; a record is, wherever it is copied to. */
static struct cdr_hash remark_name(struct cdr_str remark, const struct cdr_oid *target)
{
	struct cdr_sha256 *sha = cdr_sha256_new();

	cdr_sha256_field(sha, target->bytes, target->len);
	cdr_sha256_field(sha, remark.ptr, remark.len);
	return cdr_sha256_take(sha);
}

static struct cdr_ledger_line *find_line(const struct cdr_ledger *ledger,
					 const struct cdr_hash *name)
{
	struct cdr_index_walk walk = cdr_index_find(&ledger->by_line, cdr_index_key(name));
	size_t item;

	while (cdr_index_next(&ledger->by_line, &walk, &item)) {
		if (cdr_hash_eq(&ledger->lines.items[item]->hash, name))
			return ledger->lines.items[item];
	}
	return NULL;
}

static void add_entry(struct cdr_ledger *ledger, const struct cdr_ledger_line *line,
		      const struct cdr_record_hunk *hunk)
{
	struct cdr_arena *arena = &ledger->arena;
	size_t item = ledger->entries.n;

	*cdr_vec_push(arena, &ledger->entries) = (struct cdr_entry){ line, hunk };
	if (hunk->verdict == CDR_WITHDRAW) {
		cdr_index_add(&ledger->by_withdrawn, arena, cdr_index_key(&hunk->withdraws), item);
		return;
	}
	cdr_index_add(&ledger->by_hid, arena, cdr_index_key(&hunk->hid), item);
	cdr_index_add(&ledger->by_cid, arena, cdr_index_key(&hunk->cid), item);
	if (hunk->verdict == CDR_APPROVE || hunk->verdict == CDR_REJECT)
		cdr_index_add(&ledger->by_region, arena,
			      cdr_ledger_region_key(hunk->path, &hunk->old_blob), item);
}

static void add_line(struct cdr_ledger *ledger, const struct cdr_ledger_line *line)
{
	struct cdr_ledger_line *kept = cdr_arena_copy(&ledger->arena, line, sizeof(*line));
	static const struct cdr_record_hunk none = { .verdict = CDR_ANNOTATE };

	cdr_index_add(&ledger->by_line, &ledger->arena, cdr_index_key(&kept->hash),
		      ledger->lines.n);
	*cdr_vec_push(&ledger->arena, &ledger->lines) = kept;
	if (kept->record.check)
		*cdr_vec_push(&ledger->arena, &ledger->checks) = kept;
	for (size_t i = 0; i < kept->record.n_hunks; i++)
		add_entry(ledger, kept, &kept->record.hunks[i]);
	if (kept->remark.ptr)
		*cdr_vec_push(&ledger->arena, &ledger->entries) = (struct cdr_entry){ kept, &none };
}

/* What a line that is there already learns from coming again. */
static void repeat_line(struct cdr_ledger_line *line, const struct cdr_oid *target, bool saved)
{
	bool less = memcmp(target->bytes, line->target.bytes, sizeof(target->bytes)) < 0;

	line->saved = line->saved || saved;
	if (target->len && (!line->target.len || less))
		line->target = *target;
}

static int tampered(struct cdr_err *err, const struct cdr_oid *target)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, target);
	if (!target->len)
		return cdr_err_prefix(err, "verdict in the journal");
	cdr_err_prefix(err, "verdict on commit %.12s", hex);
	return cdr_err_hint(err, "look at it with: git notes --ref=cdreview show %.12s", hex);
}

int cdr_ledger_add(struct cdr_ledger *ledger, struct cdr_str text, const struct cdr_oid *target,
		   bool saved, struct cdr_err *err)
{
	struct cdr_ledger_line line = { .target = *target, .saved = saved };
	bool is_record = cdr_str_starts(text, "{");
	struct cdr_ledger_line *known;

	if (cdr_str_trim(text).len == 0)
		return 0;
	line.hash = is_record ? cdr_record_hash(text) : remark_name(text, target);
	known = find_line(ledger, &line.hash);
	if (known) {
		repeat_line(known, target, saved);
		return 0;
	}
	if (!is_record)
		line.remark = cdr_str_copy(&ledger->arena, text);
	else if (cdr_record_parse(&line.record, &ledger->arena, text, err))
		return tampered(err, target);
	add_line(ledger, &line);
	return 0;
}

bool cdr_ledger_withdrawn(const struct cdr_ledger *ledger, const struct cdr_entry *entry)
{
	const struct cdr_hash *name = &entry->line->hash;
	struct cdr_index_walk walk = cdr_index_find(&ledger->by_withdrawn, cdr_index_key(name));
	size_t item;

	if (entry->hunk->verdict == CDR_WITHDRAW)
		return false;
	while (cdr_index_next(&ledger->by_withdrawn, &walk, &item)) {
		const struct cdr_entry *by = &ledger->entries.items[item];

		if (cdr_record_is_ours(&by->line->record) &&
		    cdr_hash_eq(&by->hunk->withdraws, name) &&
		    cdr_hash_eq(&by->hunk->hid, &entry->hunk->hid) &&
		    cdr_str_eq(by->line->record.who, entry->line->record.who))
			return true;
	}
	return false;
}

size_t cdr_ledger_checks(const struct cdr_ledger *ledger, struct cdr_arena *arena,
			 const struct cdr_ledger_check **out)
{
	size_t n = ledger->checks.n;
	struct cdr_ledger_check *checks = cdr_arena_alloc(arena, n * sizeof(*checks));

	for (size_t i = 0; i < n; i++) {
		const struct cdr_ledger_line *line = ledger->checks.items[i];

		checks[i] = (struct cdr_ledger_check){ &line->record, line->hash, line->saved };
	}
	*out = checks;
	return n;
}

bool cdr_ledger_find(const struct cdr_ledger *ledger, const struct cdr_hash *name,
		     const struct cdr_hash *hid, struct cdr_ledger_place *out)
{
	const struct cdr_ledger_line *line = find_line(ledger, name);

	for (size_t i = 0; line && i < line->record.n_hunks; i++) {
		struct cdr_entry entry = { line, &line->record.hunks[i] };

		if (!cdr_hash_eq(&entry.hunk->hid, hid))
			continue;
		*out = (struct cdr_ledger_place){ &line->record, entry.hunk, line->target,
						  cdr_ledger_withdrawn(ledger, &entry) };
		return true;
	}
	return false;
}
