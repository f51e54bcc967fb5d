/*
 * command.h - one table of commands: name, operands, options, what it needs.
 *
 * main() satisfies the needs and maps what a command returns to the exit
 * status (exit codes below), so that no command repeats set-up.
 */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

#include "cdreview/session.h"
#include "option.h"
#include "output.h"

/* Exit status of the program: grep's and diff's convention. */
enum tui_exit {
	TUI_EXIT_YES = 0,          /* clear, found nothing, done */
	TUI_EXIT_NO = 1,           /* not clear, findings, rejected */
	TUI_EXIT_TROUBLE = 2,      /* bad usage, unreadable repository, broken registry, tampering */
	TUI_EXIT_INTERRUPTED = 130,
};

/* What the process was given; read once in main(), nowhere else. */
struct tui_environment {
	const char *const *all;    /* "NAME=VALUE", ends with NULL: for git, where it has to be asked */
	const char *prefix;        /* GIT_PREFIX */
	const char *work_tree;     /* GIT_WORK_TREE, which libgit2 1.5 refuses to follow by itself */
	const char *editor[4];     /* GIT_EDITOR, VISUAL, EDITOR as set (NULL: not) */
	const char *term;
	const char *temporary;     /* TMPDIR */
	const char *agent;         /* name of the first agent marker that is set, or NULL */
	bool no_color, force_color;
	bool accessible;           /* CDREVIEW_ACCESSIBLE */
	bool escdelay;             /* ESCDELAY is set */
	int sync_fd;               /* CDREVIEW_SYNC_FD for tests of the screen, or -1 */
};

struct tui_run {
	const struct tui_environment *env;
	const struct tui_args *args;
	const struct tui_command *command;
	struct tui_output *out;
	struct cdr_session *session;   /* open when the command has NEED_SESSION */
};

enum { TUI_NEED_SESSION = 1 << 0, TUI_NEED_PERSON = 1 << 1 };

struct tui_command {
	const char *name;
	const char *operands;      /* for usage: "[RANGE] [-- PATHSPEC...]" */
	const char *summary;       /* one line */
	unsigned options;          /* TUI_OPT_BIT of what it takes beside the global ones */
	unsigned needs;
	bool takes_range;          /* its one operand is RANGE; else operands are its own */
	int (*run)(struct tui_run *run, struct cdr_err *err);   /* enum tui_exit or enum cdr_code < 0 */
};

size_t tui_command_count(void);
const struct tui_command *tui_command_at(size_t idx);
const struct tui_command *tui_command_find(const char *name);   /* NULL when there is none */

/* The name of a command that WORD may have been meant as, or NULL. */
const char *tui_command_nearest(const char *word);

void tui_command_usage(FILE *to, const struct tui_command *command);   /* one command, with its options */
void tui_command_help(FILE *to);                                       /* all of them */

int tui_cmd_review(struct tui_run *run, struct cdr_err *err);
int tui_cmd_scan(struct tui_run *run, struct cdr_err *err);
int tui_cmd_check(struct tui_run *run, struct cdr_err *err);
int tui_cmd_approve(struct tui_run *run, struct cdr_err *err);
int tui_cmd_reject(struct tui_run *run, struct cdr_err *err);
int tui_cmd_annotate(struct tui_run *run, struct cdr_err *err);
int tui_cmd_withdraw(struct tui_run *run, struct cdr_err *err);
int tui_cmd_log(struct tui_run *run, struct cdr_err *err);
int tui_cmd_rules(struct tui_run *run, struct cdr_err *err);
int tui_cmd_verify(struct tui_run *run, struct cdr_err *err);
int tui_cmd_init(struct tui_run *run, struct cdr_err *err);

#endif
