/* record.c - what reader and writer share: the names of lines, and whose format a record has. */
#include "base/sha256.h"
#include "verdict/record.h"

bool cdr_record_is_ours(const struct cdr_record *record)
{
	return record->version == CDR_RECORD_VERSION && cdr_str_is(record->type, CDR_RECORD_TYPE);
}

bool cdr_record_is_check(const struct cdr_record *record)
{
	return record->version == CDR_RECORD_VERSION && cdr_str_is(record->type, CDR_RECORD_CHECK);
}

struct cdr_hash cdr_record_hash(struct cdr_str line)
{
	return cdr_sha256_of(line);
}

struct cdr_str cdr_record_hash_text(struct cdr_arena *arena, const struct cdr_hash *hash)
{
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, hash);
	return cdr_str_from(cdr_arena_printf(arena, "sha256:%s", hex));
}
