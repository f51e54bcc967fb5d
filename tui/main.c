/*
 * From argv and the environment to one command and one exit status. This is
 * the only file that reads the environment.
 */
#include "command.h"
#include "open.h"
#include "term/screen.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && value[0] != '\0' && strcmp(value, "0") != 0;
}

/* Variables that coding agents set in the shells they run: reference list in cdreview(1). */
static const char *agent_marker(void)
{
	static const char *const markers[] = {
		"CLAUDECODE", "CODEX_SANDBOX", "CODEX_THREAD_ID", "CURSOR_AGENT", "GEMINI_CLI",
		"COPILOT_CLI", "OPENCODE", "AIDER_MODEL", "AI_AGENT",
	};

	for (size_t i = 0; i < sizeof(markers) / sizeof(markers[0]); i++)
		if (is_set(markers[i]))
			return markers[i];
	return NULL;
}

static struct tui_environment read_environment(void)
{
	const char *work_tree = getenv("GIT_WORK_TREE");
	const char *no_color = getenv("NO_COLOR");
	const char *sync = getenv("CDREVIEW_SYNC_FD");

	return (struct tui_environment){
		.all = (const char *const *)environ,
		.prefix = getenv("GIT_PREFIX"),
		.work_tree = work_tree && work_tree[0] != '\0' ? work_tree : NULL,
		.editor = { getenv("GIT_EDITOR"), getenv("VISUAL"), getenv("EDITOR") },
		.term = getenv("TERM"),
		.temporary = getenv("TMPDIR"),
		.agent = agent_marker(),
		.no_color = no_color && no_color[0] != '\0',
		.force_color = is_set("CLICOLOR_FORCE"),
		.accessible = is_set("CDREVIEW_ACCESSIBLE"),
		.escdelay = getenv("ESCDELAY") != NULL,
		.sync_fd = sync ? (int)strtol(sync, NULL, 10) : -1,
	};
}

enum color_wish { COLOR_NO, COLOR_YES, COLOR_AUTO };

/* What --color and the environment say; AUTO leaves it to the configuration and the terminal. */
static int color_wish(enum color_wish *wish, const struct tui_run *run, struct cdr_err *err)
{
	const char *when = run->args->value[TUI_OPT_COLOR];

	*wish = COLOR_AUTO;
	if (when && strcmp(when, "auto") != 0 && strcmp(when, "always") != 0 &&
	    strcmp(when, "never") != 0)
		return cdr_fail(err, CDR_EUSAGE,
				"--color takes always, never or auto, not \"%s\"", when);
	if (run->args->given[TUI_OPT_NO_COLOR] || (when && strcmp(when, "never") == 0))
		*wish = COLOR_NO;
	else if (when)
		*wish = strcmp(when, "always") == 0 ? COLOR_YES : COLOR_AUTO;
	else if (run->env->no_color)
		*wish = COLOR_NO;
	else if (run->env->force_color)
		*wish = COLOR_YES;
	return 0;
}

static bool color_by_config(struct cdr_session *session, const struct tui_environment *env)
{
	struct cdr_str value;
	bool tty = isatty(STDOUT_FILENO) && env->term && strcmp(env->term, "dumb") != 0;

	if (!session || (!cdr_session_config(session, "color.cdreview", &value) &&
			 !cdr_session_config(session, "color.ui", &value)))
		return tty;
	if (cdr_str_is(value, "always"))
		return true;
	return tty && !cdr_str_is(value, "never") && !cdr_str_is(value, "false");
}

static int run_command(struct tui_run *run, struct cdr_err *err)
{
	const char *dir = run->args->value[TUI_OPT_DIR];
	enum color_wish wish;
	int code = color_wish(&wish, run, err);

	if (code < 0)
		return code;
	if (dir && chdir(dir) < 0)
		return cdr_fail(err, CDR_EUSAGE, "cannot change to \"%s\": %s", dir,
				strerror(errno));
	if (run->command->needs & TUI_NEED_SESSION) {
		code = tui_session_open(run, err);
		if (code < 0)
			return code;
	}
	run->out->color = wish == COLOR_YES ||
			  (wish == COLOR_AUTO && color_by_config(run->session, run->env));
	code = run->command->run(run, err);
	cdr_session_close(run->session);
	if (code < 0)
		return code;
	return tui_output_finish(run->out, err) < 0 ? err->code : code;
}

/* Options may stand before the command and behind it; they must be the command's. */
static int check_options(const struct tui_args *args, const struct tui_command *command,
			 struct cdr_err *err)
{
	unsigned allowed = command->options | TUI_OPT_GLOBAL;

	for (enum tui_option_id id = 0; id < TUI_OPT_COUNT; id++)
		if (args->given[id] && !(allowed & TUI_OPT_BIT(id))) {
			cdr_fail(err, CDR_EUSAGE, "\"%s\" does not take --%s", command->name,
				 tui_option_get(id)->name);
			return cdr_err_hint(err, "\"cdreview %s -h\" lists what it takes",
					    command->name);
		}
	return 0;
}

/* Finds the command and parses everything; the review is the command of a bare range. */
static int parse(struct tui_args *args, const struct tui_command **command, struct tui_words words,
		 struct cdr_err *err)
{
	int used = tui_option_parse(args, words, true, err);
	int code;

	*command = tui_command_find("review");
	if (used < 0)
		return used;
	if (used < words.n && tui_command_find(words.items[used]))
		*command = tui_command_find(words.items[used++]);
	words.items += used;
	words.n -= used;
	code = tui_option_parse(args, words, false, err);
	return code < 0 ? code : check_options(args, *command, err);
}

static int dispatch(struct tui_output *out, int argc, const char *const *argv, struct cdr_err *err)
{
	const struct tui_environment env = read_environment();
	const char **operands = calloc((size_t)argc + 1, sizeof(*operands));
	struct tui_repeated *repeated = calloc((size_t)argc + 1, sizeof(*repeated));
	struct tui_args args = { .repeated = repeated, .operands = operands };
	struct tui_run run = { .env = &env, .args = &args, .out = out };
	int code;

	unsetenv("GIT_WORK_TREE");   /* from here on env.work_tree says it */
	if (!operands || !repeated)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	code = parse(&args, &run.command, (struct tui_words){ argv + 1, argc - 1 }, err);
	if (code < 0)
		goto out;
	code = TUI_EXIT_YES;
	if (args.given[TUI_OPT_VERSION])
		printf("cdreview %s\n", CDR_VERSION);
	else if (args.given[TUI_OPT_HELP] && strcmp(run.command->name, "review") == 0)
		tui_command_help(stdout);
	else if (args.given[TUI_OPT_HELP])
		tui_command_usage(stdout, run.command);
	else
		code = run_command(&run, err);
out:
	free(repeated);
	free(operands);
	return code;
}

int main(int argc, char **argv)
{
	struct tui_output out = { .data = stdout, .talk = stderr };
	struct cdr_err err = { 0 };
	int code;

	setlocale(LC_CTYPE, "");   /* the other eleven say nothing here, and cost a file each */
	tui_screen_utf8();   /* output is UTF-8 whatever the locale: widths follow */
	code = dispatch(&out, argc, (const char *const *)argv, &err);
	if (code >= 0)
		return code;
	tui_complain(&out, &err);
	return TUI_EXIT_TROUBLE;
}
