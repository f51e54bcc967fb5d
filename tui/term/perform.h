/*
 * perform.h - effects of the review, carried out; their answers queued as events.
 */
#ifndef TUI_TERM_PERFORM_H
#define TUI_TERM_PERFORM_H

#include "term/loop.h"

/* Answers wait here until the loop has looked at the terminal. A ring that grows. */
struct tui_queue {
	struct tui_event *items;
	size_t first, n, alloc;
};
void tui_queue_push(struct tui_queue *queue, const struct tui_event *event);
bool tui_queue_pop(struct tui_queue *queue, struct tui_event *event);

/* What performing needs and leaves behind. */
struct tui_performer {
	const struct tui_loop_options *options;
	struct tui_screen *screen;
	struct tui_state *state;
	struct tui_queue answers;
	struct cdr_arena arenas[2];   /* voices of standings, words of events ... */
	int turn;                     /* ... go into this one */
	struct cdr_buf edited;        /* text of the last EDITED */
	struct cdr_err trouble;       /* text of the last failure */
	bool quit;
};

/*
 * The ledger has moved and every standing will be asked for again. To be called
 * when no answer waits: what the state holds is then from the present turn, and
 * what is older is freed.
 */
void tui_performer_turn(struct tui_performer *performer);

/* Stops the job until the shell continues it. */
void tui_perform_suspend(struct tui_performer *performer);

/* Carries out all of EFFECTS, in order; sets quit when one of them says so. */
void tui_perform(struct tui_performer *performer, const struct tui_effects *effects);

#endif
