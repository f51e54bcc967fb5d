/*
 * option.h - one table of options, one parser. Help, usage and the man page
 * come from the table or are compared with it.
 */
#ifndef TUI_OPTION_H
#define TUI_OPTION_H

#include "cdreview/err.h"

#include <stdbool.h>
#include <stddef.h>

enum tui_option_id {
	TUI_OPT_HELP,
	TUI_OPT_VERSION,
	TUI_OPT_DIR,
	TUI_OPT_GIT_DIR,
	TUI_OPT_WORK_TREE,
	TUI_OPT_COLOR,
	TUI_OPT_NO_COLOR,
	TUI_OPT_REGISTRY,
	TUI_OPT_STAGED,
	TUI_OPT_WORKTREE,
	TUI_OPT_JSON,
	TUI_OPT_SARIF,
	TUI_OPT_FORMAT,
	TUI_OPT_SARIF_IN,
	TUI_OPT_LINES_IN,
	TUI_OPT_ALL_HUNKS,
	TUI_OPT_THREADS,
	TUI_OPT_NO_SHORTCUTS,
	TUI_OPT_DIFF_ENGINE,
	TUI_OPT_STATS,
	TUI_OPT_NO_CACHE,
	TUI_OPT_PLAIN,
	TUI_OPT_EXPLAIN,
	TUI_OPT_RANGE,
	TUI_OPT_MESSAGE,
	TUI_OPT_REASON,
	TUI_OPT_DRY_RUN,
	TUI_OPT_AT,
	TUI_OPT_SANDBOX,
	TUI_OPT_CHECK,
	TUI_OPT_COUNT,
};

#define TUI_OPT_BIT(id) (1u << (id))
/* Understood before any command, as git's own. */
#define TUI_OPT_GLOBAL                                                                        \
	(TUI_OPT_BIT(TUI_OPT_HELP) | TUI_OPT_BIT(TUI_OPT_VERSION) | TUI_OPT_BIT(TUI_OPT_DIR) | \
	 TUI_OPT_BIT(TUI_OPT_GIT_DIR) | TUI_OPT_BIT(TUI_OPT_WORK_TREE) |                       \
	 TUI_OPT_BIT(TUI_OPT_COLOR) | TUI_OPT_BIT(TUI_OPT_NO_COLOR) |                          \
	 TUI_OPT_BIT(TUI_OPT_REGISTRY))

/* May be given more than once: see struct tui_args. */
#define TUI_OPT_REPEATS (TUI_OPT_BIT(TUI_OPT_SARIF_IN) | TUI_OPT_BIT(TUI_OPT_LINES_IN))

struct tui_option {
	const char *name;      /* without "--" */
	char letter;           /* 0: none */
	const char *argument;  /* name of its value in help; NULL: a flag */
	const char *help;      /* one line, lower case */
};

const struct tui_option *tui_option_get(enum tui_option_id id);

/* An option that may be given more than once. */
struct tui_repeated {
	enum tui_option_id id;
	const char *value;
};

/* What was typed. Strings are borrowed from argv. */
struct tui_args {
	bool given[TUI_OPT_COUNT];
	const char *value[TUI_OPT_COUNT];
	struct tui_repeated *repeated;     /* in order; storage of the caller, argc entries */
	size_t n_repeated;
	const char **operands;             /* up to "--"; storage of the caller, argc entries */
	size_t n_operands;
	const char *const *pathspecs;      /* after "--" */
	size_t n_pathspecs;
	bool has_dashes;                   /* "--" was there */
};

/* Words of the command line still to be parsed. */
struct tui_words {
	const char *const *items;
	int n;
};

/*
 * Takes options off WORDS, operands into ARGS. With STOP it ends at the first
 * operand or "--"; returns the number of words used. CDR_EUSAGE for an unknown
 * option, a missing value, or a second one (of --color the last one counts, some
 * options repeat).
 */
int tui_option_parse(struct tui_args *args, struct tui_words words, bool stop, struct cdr_err *err);

#endif
