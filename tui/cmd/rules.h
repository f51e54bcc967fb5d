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

/* Each returns enum tui_exit, or a negative code with ERR filled. */
int tui_rules_list(struct tui_rules *rules, struct cdr_err *err);
int tui_rules_show(struct tui_rules *rules, struct cdr_err *err);
int tui_rules_explain(struct tui_rules *rules, struct cdr_err *err);
int tui_rules_lint(struct tui_rules *rules, struct cdr_err *err);
int tui_rules_test(struct tui_rules *rules, struct cdr_err *err);
int tui_rules_update(struct tui_rules *rules, struct cdr_err *err);

/*
 * `explain ID --at COMMIT:PATH:LINE`: opens a session of that commit. TUI_EXIT_YES when the
 * rule fires there, TUI_EXIT_NO when not, TUI_EXIT_TROUBLE when it cannot be decided.
 */
int tui_rules_explain_at(struct tui_run *run, const char *id, struct cdr_err *err);

#endif
