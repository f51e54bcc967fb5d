/*
 * page.h - the texts to scroll through: why-pane, help, rules, history, summary.
 */
#ifndef TUI_REVIEW_PAGE_H
#define TUI_REVIEW_PAGE_H

#include "review/flow.h"

/* Keep what is scrolled away within what there is. */
void tui_page_clamp(struct tui_state *state, const struct tui_layout *layout);
void tui_why_clamp(struct tui_state *state, const struct tui_layout *layout);

/* The texts themselves; none writes anything but FLOW. */
void tui_why_flow(const struct tui_state *state, struct tui_flow *flow);
void tui_help_flow(const struct tui_state *state, struct tui_flow *flow);
void tui_rule_flow(const struct tui_state *state, struct tui_flow *flow);
void tui_history_flow(const struct tui_state *state, struct tui_flow *flow);
void tui_summary_flow(const struct tui_state *state, struct tui_flow *flow);

/* One verdict: who, when, on what, whether it counts, and its words. */
void tui_voice_flow(struct tui_flow *flow, const struct cdr_voice *voice, const char *label);

/* "guard removed", "found", ...: what a detector's firing means, in words. */
const char *tui_detector_words(enum cdr_detector detector);

#endif
