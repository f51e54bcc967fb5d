/*
 * world.h - a world for the review screen to live in, without git and terminal:
 * hunks made of text, a ledger in memory, a clock that moves by the key.
 *
 * Header only, because every test program is one file.
 */
#ifndef TESTS_GOLDEN_WORLD_H
#define TESTS_GOLDEN_WORLD_H

#include "review/state.h"

#include <stdlib.h>
#include <string.h>

#define WORLD_HUNKS_MAX 256
#define WORLD_VOICES_MAX 6
#define WORLD_KEY_MS 1000        /* the clock moves so far before each key */

struct world_ledger {
	struct cdr_voice voices[WORLD_VOICES_MAX];
	size_t n;
};

struct world {
	struct cdr_arena arena;
	struct cdr_change change;
	struct tui_state *state;
	struct tui_cells cells;
	struct world_ledger *ledgers;    /* WORLD_HUNKS_MAX */
	struct cdr_hunk *hunks;          /* of the file that is being built */
	struct cdr_flagged *flagged;
	struct cdr_file *file;
	struct cdr_finding *last_finding;
	size_t n_hunks;
	int64_t now;
	const char *save_error;          /* every save fails with it */
	bool hold_saves;                 /* saves are not answered */
	bool hold_standings;
	struct tui_effect last_decision; /* of the last DECIDE */
	size_t n_decisions, n_edits, resumed;
	bool has_quit, has_suspended;
};

/*
 * Enough of a width table for the tests: combining marks, CJK and emoji; nothing else beyond
 * ASCII is special.
 */
static inline int world_width(uint32_t cp)
{
	if (cp >= 0x300 && cp < 0x370)
		return 0;
	if ((cp >= 0x1100 && cp < 0x1160) || (cp >= 0x2E80 && cp < 0xA4D0) ||
	    (cp >= 0xAC00 && cp < 0xD7A4) || (cp >= 0xFF00 && cp < 0xFF61) ||
	    (cp >= 0x1F300 && cp < 0x1FB00))
		return 2;
	return cp >= 0xE000 && cp < 0xF900 ? -1 : 1;
}

/* --- building hunks --------------------------------------------------------------------------- */
static inline void world_file(struct world *world, const char *path)
{
	world->file = CDR_NEW(&world->arena, struct cdr_file);
	*world->file = (struct cdr_file){
		.path = cdr_str_from(path), .old_mode = 0100644, .new_mode = 0100644, .status = 'M',
	};
	world->hunks = cdr_arena_alloc(&world->arena, 64 * sizeof(*world->hunks));
	world->flagged = cdr_arena_alloc(&world->arena, 64 * sizeof(*world->flagged));
	world->n_hunks = 0;
}

/* Lines of BODY begin with ' ', '-' or '+'; a line "\" says that the one before has no newline. */
static inline void world_lines(struct world *world, struct cdr_hunk *hunk, struct cdr_str body)
{
	struct cdr_line *lines = cdr_arena_alloc(&world->arena, (body.len + 1) * sizeof(*lines));
	struct cdr_str text;

	hunk->lines = lines;
	while (cdr_str_line(&body, &text)) {
		struct cdr_line *line = &lines[hunk->n_lines];

		if (text.len && text.ptr[0] == '\\') {
			lines[hunk->n_lines - 1].no_newline = true;
			continue;
		}
		line->origin = text.len ? text.ptr[0] : ' ';
		line->text = cdr_str_sub(text, 1, text.len);
		line->old_lineno = line->origin == '+' ? 0 : hunk->old_start + hunk->old_lines++;
		line->new_lineno = line->origin == '-' ? 0 : hunk->new_start + hunk->new_lines++;
		hunk->n_lines++;
	}
}

static inline struct cdr_hunk *world_hunk(struct world *world, uint32_t start, struct cdr_str body)
{
	struct cdr_hunk *hunk = &world->hunks[world->n_hunks];

	*hunk = (struct cdr_hunk){
		.file = world->file,
		.kind = CDR_HUNK_TEXT,
		.old_start = start,
		.new_start = start,
		.nth = 1,
		.of = 1,
	};
	hunk->hid.bytes[0] = (unsigned char)(world->n_hunks + 1);
	hunk->hid.bytes[1] = (unsigned char)world->file->path.len;
	hunk->hid.bytes[2] = (unsigned char)start;
	world_lines(world, hunk, body);
	world->flagged[world->n_hunks++] =
		(struct cdr_flagged){ .change = &world->change, .hunk = hunk };
	return hunk;
}

static inline struct cdr_rule *world_rule(struct world *world, const char *id,
					  enum cdr_severity severity, enum cdr_detector detector)
{
	struct cdr_rule *rule = CDR_NEW(&world->arena, struct cdr_rule);
	struct cdr_str name = cdr_str_from(id);

	rule->id = name;
	rule->category = cdr_str_sub(name, 0, cdr_str_find(name, CDR_STR(".")));
	rule->title = CDR_STR("A rule of the tests");
	rule->why = CDR_STR("It has bitten us before.");
	rule->fix = CDR_STR("keep what was there.");
	rule->severity = severity;
	rule->detector = detector;
	return rule;
}

/* A finding on the last hunk; byte columns [COL, END) of line LINE of SIDE. */
static inline struct cdr_finding *world_finding(struct world *world, const struct cdr_rule *rule,
						enum cdr_side side, uint32_t line,
						const uint32_t cols[2])
{
	struct cdr_flagged *flagged = &world->flagged[world->n_hunks - 1];
	struct cdr_finding *all =
		cdr_arena_alloc(&world->arena, (flagged->n_findings + 1) * sizeof(*all));

	if (flagged->n_findings)
		memcpy(all, flagged->findings, flagged->n_findings * sizeof(*all));
	all[flagged->n_findings] = (struct cdr_finding){
		.rule = rule,
		.severity = rule->severity,
		.side = side,
		.line = line,
		.end_line = line,
		.col = cols[0],
		.end_col = cols[1],
		.message = rule->title,
	};
	flagged->findings = all;
	world->last_finding = &all[flagged->n_findings++];
	return world->last_finding;
}

/* --- the loop --------------------------------------------------------------------------------- */
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

static inline void world_decide(struct world *world, const struct tui_effect *effect)
{
	struct tui_event failed = { .kind = TUI_EVENT_SAVE_FAILED, .hunk = effect->hunk };
	struct cdr_decision decision = effect->decision;

	world->last_decision = *effect;
	world->last_decision.decision.text = cdr_str_copy(&world->arena, decision.text);
	decision.text = world->last_decision.decision.text;
	world->n_decisions++;
	if (world->hold_saves)
		return;
	if (world->save_error) {
		failed.text = cdr_str_from(world->save_error);
		world_send(world, &failed);
	} else {
		world_save(world, effect->hunk, &decision);
	}
}

static inline void world_perform(struct world *world, const struct tui_effect *effect)
{
	struct tui_event edited = { .kind = TUI_EVENT_EDITED,
				    .text = CDR_STR("written elsewhere\n"),
				    .ok = true };

	switch (effect->kind) {
	case TUI_EFFECT_STANDING:
		if (!world->hold_standings)
			world_answer_standing(world, effect->hunk);
		break;
	case TUI_EFFECT_DECIDE:
		world_decide(world, effect);
		break;
	case TUI_EFFECT_EDIT:
		world->n_edits++;
		world_send(world, &edited);
		break;
	case TUI_EFFECT_RESUME:
		world->resumed = effect->hunk;
		break;
	case TUI_EFFECT_SUSPEND:
		world->has_suspended = true;
		break;
	case TUI_EFFECT_REDRAW:
		break;
	case TUI_EFFECT_QUIT:
		world->has_quit = true;
		break;
	}
}

static inline void world_send(struct world *world, const struct tui_event *event)
{
	struct tui_effects effects;

	tui_update(world->state, event, &effects);
	tui_state_check(world->state);
	for (size_t i = 0; i < effects.n; i++)
		world_perform(world, &effects.items[i]);
}

static inline void world_tick(struct world *world, int64_t ms)
{
	struct tui_event tick = { .kind = TUI_EVENT_TICK };

	world->now += ms;
	tick.now_ms = world->now;
	world_send(world, &tick);
}

/* One round of the loop: the clock, EVENT, a frame. */
static inline void world_round(struct world *world, const struct tui_event *event)
{
	world_tick(world, WORLD_KEY_MS);
	world_send(world, event);
	tui_view(world->state, &world->cells);
}

static inline void world_key(struct world *world, uint32_t key)
{
	struct tui_event event = { .kind = TUI_EVENT_KEY, .key = key };

	world_round(world, &event);
}

static inline void world_type(struct world *world, const char *text)
{
	struct cdr_str rest = cdr_str_from(text);

	while (rest.len) {
		uint32_t cp;

		rest = cdr_str_sub(rest, cdr_utf8_next(rest, &cp), rest.len);
		world_key(world, cp);
	}
}

/* The file built since world_file(), as the scan would hand it over. */
static inline struct cdr_scanned *world_result(struct world *world)
{
	struct cdr_scanned *scanned = calloc(1, sizeof(*scanned));

	scanned->change = &world->change;
	scanned->file = world->file;
	scanned->hunks = world->flagged;
	scanned->n_hunks = world->n_hunks;
	return scanned;
}

static inline void world_scanned(struct world *world)
{
	struct tui_event event = { .kind = TUI_EVENT_SCANNED, .scanned = world_result(world) };

	world_send(world, &event);
}

static inline void world_progress(struct world *world, bool done)
{
	struct tui_event event = { .kind = TUI_EVENT_PROGRESS };

	event.progress = (struct cdr_progress){ .changes = 3, .hunks = 41, .done = done };
	world_send(world, &event);
}

static inline struct tui_setup world_setup(int rows, int cols)
{
	return (struct tui_setup){ .range = CDR_STR("main..agent/login"),
				   .width = world_width,
				   .rows = rows,
				   .cols = cols,
				   .tab = 8 };
}

static inline void world_open(struct world *world, const struct tui_setup *setup)
{
	*world = (struct world){ .resumed = SIZE_MAX };
	world->ledgers = calloc(WORLD_HUNKS_MAX, sizeof(*world->ledgers));
	world->change = (struct cdr_change){ .kind = CDR_CHANGE_COMMIT,
					     .subject = CDR_STR("Simplify login"),
					     .author = CDR_STR("Agent") };
	world->change.commit = (struct cdr_oid){ .bytes = { 0xa1, 0xb2, 0xc3, 0xd4 }, .len = 20 };
	tui_cells_init(&world->cells);
	world->state = tui_state_new(setup);
	world_tick(world, 0);
}

static inline void world_close(struct world *world)
{
	tui_state_free(world->state);
	tui_cells_release(&world->cells);
	free(world->ledgers);
	cdr_arena_release(&world->arena);
}

#endif
