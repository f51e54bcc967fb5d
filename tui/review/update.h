/*
 * update.h - the parts of update(), one file a concern. Each takes the state
 * and what happened, and leaves effects behind with tui_effect().
 */
#ifndef TUI_REVIEW_UPDATE_H
#define TUI_REVIEW_UPDATE_H

#include "review/model.h"

/* --- update_scan.c: what the scan and the ledger say ------------------------------------------ */
void tui_update_scanned(struct tui_state *state, struct cdr_scanned *scanned);
void tui_update_standing(struct tui_state *state, size_t hunk, const struct cdr_standing *standing);
void tui_update_refreshed(struct tui_state *state);

/* Asks for standings that are not known yet, a few at a time. */
void tui_update_ask(struct tui_state *state);

/* --- update_decide.c: verdicts ---------------------------------------------------------------- */
/* false: not one of these */
bool tui_decide_action(struct tui_state *state, enum tui_action action);
void tui_decide_reason(struct tui_state *state, uint32_t key);  /* a key in the menu of reasons */
void tui_decide_note(struct tui_state *state);                  /* the note was finished: save it */
void tui_update_saved(struct tui_state *state, size_t hunk, const struct cdr_hash *line);
void tui_update_save_failed(struct tui_state *state, size_t hunk, struct cdr_str why);

/* --- update_text.c: text fields --------------------------------------------------------------- */
void tui_text_open_note(struct tui_state *state, enum cdr_verdict verdict, enum cdr_reason reason);
/* false: not one of these */
bool tui_text_action(struct tui_state *state, enum tui_action action);
void tui_text_key(struct tui_state *state, uint32_t key);
void tui_text_paste(struct tui_state *state, struct cdr_str text);
void tui_text_edited(struct tui_state *state, struct cdr_str text, bool ok);
void tui_filter_set(struct tui_state *state, struct cdr_str words);

#endif
