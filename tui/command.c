/* The table that help, usage, the man page's synopsis and dispatch all come from. */
#include "command.h"

#include "nearest.h"

#include <string.h>

#define BIT(id) TUI_OPT_BIT(TUI_OPT_##id)
#define SOURCE (BIT(STAGED) | BIT(WORKTREE))
#define REPORTS (BIT(SARIF_IN) | BIT(LINES_IN))
#define VERDICT (SOURCE | REPORTS | BIT(RANGE) | BIT(MESSAGE))

static const struct tui_command commands[] = {
	{ "review", "[RANGE] [-- PATHSPEC...]",
	  "decide about the flagged hunks of a range (the default)",
	  SOURCE | REPORTS | BIT(PLAIN) | BIT(THREADS) | BIT(NO_CACHE),
	  TUI_NEED_SESSION, true, tui_cmd_review },
	{ "scan", "[RANGE] [-- PATHSPEC...]", "list the findings",
	  SOURCE | REPORTS | BIT(JSON) | BIT(SARIF) | BIT(FORMAT) | BIT(ALL_HUNKS) | BIT(THREADS) |
		  BIT(NO_SHORTCUTS) | BIT(DIFF_ENGINE) | BIT(STATS) | BIT(NO_CACHE),
	  TUI_NEED_SESSION, true, tui_cmd_scan },
	{ "check", "[RANGE] [-- PATHSPEC...]", "the gate: is every flagged hunk approved?",
	  SOURCE | REPORTS | BIT(JSON) | BIT(EXPLAIN) | BIT(THREADS), TUI_NEED_SESSION,
	  true, tui_cmd_check },
	{ "approve", "HID[:N]...", "approve hunks from the shell", VERDICT, TUI_NEED_SESSION, false,
	  tui_cmd_approve },
	{ "reject", "HID[:N]...", "reject hunks from the shell", VERDICT | BIT(REASON),
	  TUI_NEED_SESSION, false, tui_cmd_reject },
	{ "annotate", "HID[:N]...", "put a note on hunks from the shell", VERDICT, TUI_NEED_SESSION,
	  false, tui_cmd_annotate },
	{ "withdraw", "HID[:N]...", "take your own verdict on hunks back", VERDICT,
	  TUI_NEED_SESSION, false, tui_cmd_withdraw },
	{ "log", "[RANGE] [-- PATHSPEC...]", "the history of verdicts", SOURCE | BIT(JSON),
	  TUI_NEED_SESSION, true, tui_cmd_log },
	{ "verify", "[RANGE]", "run the registry's checks on the last commit of a range",
	  BIT(JSON) | BIT(SANDBOX) | BIT(DRY_RUN), TUI_NEED_SESSION, true, tui_cmd_verify },
	{ "rules", "list|show|lint|test|explain|new|try|tune|update [ID|FILE|RANGE...]",
	  "the registry: what is in force, is it sound",
	  BIT(JSON) | BIT(AT) | BIT(CHECK) | BIT(THREADS) | BIT(NO_SHORTCUTS) | BIT(DIFF_ENGINE),
	  0, false, tui_cmd_rules },
	{ "init", "", "write a starter registry, an alias and the notes refspec", BIT(DRY_RUN), 0,
	  false, tui_cmd_init },
};

size_t tui_command_count(void)
{
	return sizeof(commands) / sizeof(commands[0]);
}

const struct tui_command *tui_command_at(size_t idx)
{
	return &commands[idx];
}

const struct tui_command *tui_command_find(const char *name)
{
	for (size_t i = 0; i < tui_command_count(); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

const char *tui_command_nearest(const char *word)
{
	struct tui_nearest nearest = { .word = word };

	for (size_t i = 0; i < tui_command_count(); i++)
		tui_nearest_offer(&nearest, commands[i].name);
	return nearest.best;
}

static void print_options(FILE *to, unsigned set)
{
	for (enum tui_option_id id = 0; id < TUI_OPT_COUNT; id++) {
		const struct tui_option *option = tui_option_get(id);
		char words[64];
		int len = 0;

		if (!(set & TUI_OPT_BIT(id)))
			continue;
		if (option->letter)
			len = snprintf(words, sizeof(words), "-%c%s", option->letter,
				       option->name ? ", " : "");
		if (option->name)
			len += snprintf(words + len, sizeof(words) - (size_t)len, "--%s",
					option->name);
		if (option->argument)
			snprintf(words + len, sizeof(words) - (size_t)len, " %s", option->argument);
		fprintf(to, "  %-22s %s\n", words, option->help);
	}
}

void tui_command_usage(FILE *to, const struct tui_command *command)
{
	fprintf(to, "usage: cdreview %s [OPTION...] %s\n\n%s\n\n", command->name, command->operands,
		command->summary);
	print_options(to, command->options | BIT(HELP));
	fputs("\nOptions of every command: cdreview -h\n", to);
}

void tui_command_help(FILE *to)
{
	fputs("usage: cdreview [OPTION...] [RANGE] [-- PATHSPEC...]\n"
	      "       cdreview [OPTION...] COMMAND ...\n\n", to);
	for (size_t i = 0; i < tui_command_count(); i++)
		fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fputs("\n", to);
	print_options(to, TUI_OPT_GLOBAL | SOURCE | REPORTS | BIT(PLAIN) | BIT(THREADS) |
				  BIT(NO_CACHE));
	fputs("\nExit status: 0 yes or clear, 1 no or not clear, 2 trouble, 130 interrupted.\n"
	      "See cdreview(1), cdreview-registry(5) and cdreview-notes(5).\n", to);
}
