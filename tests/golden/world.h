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

#endif
