/*
 * ledger.h - the verdicts of the tests' world, in memory, with the rules of the real ledger.
 */
#ifndef TESTS_GOLDEN_LEDGER_H
#define TESTS_GOLDEN_LEDGER_H

#include "world.h"

/* loop.h */
static inline void world_send(struct world *world, const struct tui_event *event);

static inline struct cdr_standing world_standing(const struct world *world, size_t hunk)
{
	const struct world_ledger *ledger = &world->ledgers[hunk];
	struct cdr_standing standing = { .voices = ledger->voices, .n_voices = ledger->n };

	for (size_t i = 0; i < ledger->n; i++) {
		const struct cdr_voice *voice = &ledger->voices[i];

		if (voice->stale)
			standing.state = CDR_STANDING_STALE;
		if (voice->live && voice->verdict == CDR_APPROVE)
			standing.state = CDR_STANDING_APPROVED;
		if (voice->live && voice->verdict == CDR_REJECT)
			standing.state = CDR_STANDING_REJECTED;
	}
	return standing;
}

static inline void world_answer_standing(struct world *world, size_t hunk)
{
	struct tui_event event = { .kind = TUI_EVENT_STANDING, .hunk = hunk };

	event.standing = world_standing(world, hunk);
	world_send(world, &event);
}

static inline struct cdr_voice *world_voice(struct world *world, size_t hunk,
					    enum cdr_verdict verdict)
{
	struct world_ledger *ledger = &world->ledgers[hunk];
	struct cdr_voice *voice =
		&ledger->voices[ledger->n < WORLD_VOICES_MAX ? ledger->n++ : WORLD_VOICES_MAX - 1];

	*voice = (struct cdr_voice){ .who = CDR_STR("ana@example.org"),
				     .time = CDR_STR("2026-01-05T10:00:00Z"),
				     .verdict = verdict,
				     .live = true,
				     .saved = true };
	return voice;
}

/*
 * As the real ledger: a later verdict of the same person replaces the earlier one, a
 * withdrawal ends one.
 */
static inline void world_save(struct world *world, size_t hunk, const struct cdr_decision *decision)
{
	struct tui_event saved = { .kind = TUI_EVENT_SAVED, .hunk = hunk };
	struct world_ledger *ledger = &world->ledgers[hunk];
	struct cdr_voice *voice;

	saved.line.bytes[0] = (unsigned char)world->n_decisions;
	saved.line.bytes[1] = (unsigned char)(world->n_decisions >> 8);
	for (size_t i = 0; i < ledger->n; i++) {
		bool taken = cdr_hash_eq(&ledger->voices[i].line, &decision->withdraws);

		if (ledger->voices[i].mine &&
		    (decision->verdict == CDR_WITHDRAW ? taken : decision->verdict != CDR_ANNOTATE))
			ledger->voices[i].live = false;
	}
	if (decision->verdict != CDR_WITHDRAW) {
		voice = world_voice(world, hunk, decision->verdict);
		voice->mine = true;
		voice->saved = false;
		voice->who = CDR_STR("me@example.org");
		voice->reason = decision->reason;
		voice->text = cdr_str_copy(&world->arena, decision->text);
		voice->line = saved.line;
		voice->hid = tui_state_flagged(world->state, hunk)->hunk->hid;
	}
	world_send(world, &saved);
	world_answer_standing(world, hunk);
}

#endif
