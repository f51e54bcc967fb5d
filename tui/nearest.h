/* nearest.h - "did you mean": the closest of some offered names. */
#ifndef TUI_NEAREST_H
#define TUI_NEAREST_H

struct tui_nearest {
	const char *word;   /* what was typed */
	const char *best;   /* closest name so far, NULL when none is close */
	int distance;       /* edits between the two */
};

/* Considers NAME; at most a third of its letters (and at least one) may differ. */
void tui_nearest_offer(struct tui_nearest *nearest, const char *name);

#endif
