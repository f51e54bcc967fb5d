/*
 * session_record.c - what verdicts and findings of machines have in common: the context they
 * were given in, and their place in this clone's chain, which only the journal's lock knows.
 */
#include "session_inside.h"

void cdr_session_draft(const struct cdr_session *session, struct cdr_arena *arena,
		       struct cdr_record *record)
{
	struct cdr_hash digest = cdr_registry_digest(session->registry);
	char hex[CDR_OID_HEX_MAX + 1];

	record->version = CDR_RECORD_VERSION;
	record->target = session->target;
	cdr_oid_hex(hex, &session->trusted);
	if (session->trusted.len)
		record->base = cdr_str_copy(arena, cdr_str_from(hex));
	record->registry = cdr_record_hash_text(arena, &digest);
	record->time = cdr_session_time(session, arena);
	record->tool = CDR_STR("cdreview/" CDR_VERSION);
}

struct placing {
	const struct cdr_session *session;
	struct cdr_session_entry *entry;
};

static bool is_first(const struct cdr_journal_slot *slot)
{
	static const struct cdr_hash none;

	return cdr_hash_eq(&slot->prev, &none);
}

/* A line that the strict reader refuses would look like tampering forever after. */
static int check_readable(const struct cdr_session_entry *entry, struct cdr_err *err)
{
	struct cdr_record record;
	int rc = cdr_record_parse(&record, entry->arena, entry->line, err);

	if (rc)
		cdr_err_prefix(err, "this %.*s cannot be recorded", CDR_FMT(entry->record.type));
	return rc;
}

/* Called under the journal's lock, which is what makes seq and prev those of this line. */
static int write_line(void *payload, const struct cdr_journal_slot *slot, struct cdr_buf *line,
		      struct cdr_err *err)
{
	const struct placing *placing = payload;
	struct cdr_session_entry *entry = placing->entry;
	int rc;

	entry->record.chain = cdr_journal_chain(placing->session->journal);
	entry->record.seq = slot->seq;
	if (!is_first(slot))
		entry->record.prev = cdr_record_hash_text(entry->arena, &slot->prev);
	rc = cdr_record_write(line, &entry->record, err);
	if (rc)
		return rc;
	entry->line = cdr_str_copy(entry->arena, cdr_buf_str(line));
	return check_readable(entry, err);
}

int cdr_session_append(struct cdr_session *session, struct cdr_session_entry *entry,
		       struct cdr_err *err)
{
	struct placing placing = { session, entry };
	int rc = cdr_session_need_journal(session, err);

	if (rc == 0)
		rc = cdr_journal_append(session->journal, &entry->target, write_line, &placing,
					err);
	return rc ? rc : cdr_ledger_add(session->ledger, entry->line, &entry->target, false, err);
}
