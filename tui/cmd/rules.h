/* rules.h - the subcommands of `cdreview rules`, over one open registry. */
#ifndef TUI_CMD_RULES_H
#define TUI_CMD_RULES_H

#include "cdreview/rulebook.h"
#include "command.h"

struct tui_rules {
	struct tui_run *run;
	const struct cdr_registry *registry;
	struct cdr_registry *own;          /* the same, when it is not the session's */
	const char *const *operands;       /* after the subcommand */
	size_t n_operands;
	struct cdr_arena arena;
};

/* What follows a subcommand that opens what it needs by itself. */
struct tui_rules_operands {
	const char *const *items;
	size_t n;
};

/* Each returns enum tui_exit, or a negative code with ERR filled. */
int tui_rules_list(struct tui_rules *rules, struct cdr_err *err);
int tui_rules_show(struct tui_rules *rules, struct cdr_err *err);
int tui_rules_explain(struct tui_rules *rules, struct cdr_err *err);
int tui_rules_lint(struct tui_rules *rules, struct cdr_err *err);
int tui_rules_test(struct tui_rules *rules, struct cdr_err *err);

/*
 * `explain ID --at COMMIT:PATH:LINE`: opens a session of that commit. TUI_EXIT_YES when the
 * rule fires there, TUI_EXIT_NO when not, TUI_EXIT_TROUBLE when it cannot be decided.
 */
int tui_rules_explain_at(struct tui_run *run, const char *id, struct cdr_err *err);

/* `new ID [DETECTOR]`: a commented draft of a registry with one rule, which loads and whose examples hold. */
int tui_rules_new(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err);

/* `try ID [RANGE]`: what that rule alone flags there. TUI_EXIT_NO when it flags something. */
int tui_rules_try(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err);

/* `tune`: which rules people keep waving through, with proposals. TUI_EXIT_NO when there are any. */
int tui_rules_tune(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err);

/* `update`: a newer copy of the shared registry. With --check TUI_EXIT_NO when there is one. */
int tui_rules_update(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err);

#endif
