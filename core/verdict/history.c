/* history.c - the ledger as a story: every verdict ever given, and the remarks between them. */
#include "git/notes.h"
#include "verdict/voices.h"

static struct cdr_str rule_names(struct cdr_arena *arena, const struct cdr_record_hunk *hunk)
{
	struct cdr_str names;
	struct cdr_buf buf;

	cdr_buf_init(&buf, CDR_NOTE_LINE_MAX); /* they came in one line of this size */
	for (size_t i = 0; i < hunk->n_rules; i++)
		cdr_buf_addf(&buf, "%s%.*s", i ? ", " : "", CDR_FMT(hunk->rules[i].id));
	names = cdr_str_copy(arena, cdr_buf_str(&buf));
	cdr_buf_release(&buf);
	return names;
}

/* Every entry, with whether it is live as far as the ledger itself knows; in no order. */
static struct cdr_heard *hear_all(const struct cdr_ledger *ledger, struct cdr_arena *arena)
{
	size_t n = ledger->entries.n;
	struct cdr_heard *heard = cdr_arena_alloc(arena, n * sizeof(*heard));

	for (size_t i = 0; i < n; i++) {
		heard[i].entry = &ledger->entries.items[i];
		heard[i].withdrawn = cdr_ledger_withdrawn(ledger, heard[i].entry);
	}
	cdr_heard_judge(heard, n, CDR_HEARD_BY_HUNK);
	return heard;
}

size_t cdr_ledger_opinions(const struct cdr_ledger *ledger, struct cdr_arena *arena,
			   const struct cdr_opinion **out)
{
	struct cdr_heard *heard = hear_all(ledger, arena);
	CDR_VEC(struct cdr_opinion) opinions = { 0 };

	for (size_t i = 0; i < ledger->entries.n; i++) {
		const struct cdr_record *record = &heard[i].entry->line->record;
		const struct cdr_record_hunk *hunk = heard[i].entry->hunk;

		if (!heard[i].live || !cdr_heard_is_vote(&heard[i]) || !cdr_record_is_ours(record))
			continue;
		for (size_t k = 0; k < hunk->n_rules; k++)
			*cdr_vec_push(arena, &opinions) = (struct cdr_opinion){
				hunk->rules[k].id,  record->who,   hunk->path,
				hunk->rules[k].rev, hunk->verdict, hunk->reason,
			};
	}
	*out = opinions.items;
	return opinions.n;
}

size_t cdr_ledger_history(const struct cdr_ledger *ledger, struct cdr_str mine,
			  struct cdr_arena *arena, const struct cdr_history_entry **out)
{
	size_t n = ledger->entries.n;
	struct cdr_heard *heard = hear_all(ledger, arena);
	struct cdr_history_entry *history = cdr_arena_alloc(arena, n * sizeof(*history));

	cdr_heard_order(heard, n);
	for (size_t i = 0; i < n; i++) {
		const struct cdr_entry *entry = heard[i].entry;

		history[i].voice = cdr_heard_voice(&heard[i], mine);
		history[i].path = entry->hunk->path;
		history[i].rules = rule_names(arena, entry->hunk);
		history[i].remark = entry->line->remark;
	}
	*out = history;
	return n;
}
