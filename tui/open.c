/* Options and operands to an open session; what it has to announce is said once, here. */
#include "open.h"

#include "reports.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define RANGE_MAX 4096

static int64_t wall_clock(void)
{
	return (int64_t)time(NULL);
}

static void join_operands(char out[RANGE_MAX], const struct tui_args *args)
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < args->n_operands && len < RANGE_MAX; i++)
		len += (size_t)snprintf(out + len, RANGE_MAX - len, "%s%s", i ? " " : "",
					args->operands[i]);
}

static int check_sources(const struct tui_run *run, const char *range, struct cdr_err *err)
{
	const struct tui_args *args = run->args;
	int n = args->given[TUI_OPT_STAGED] + args->given[TUI_OPT_WORKTREE] + (range != NULL);

	if (strlen(range ? range : "") >= RANGE_MAX - 1)
		return cdr_fail(err, CDR_EUSAGE, "the range is longer than %d bytes", RANGE_MAX);
	if (n > 1)
		return cdr_fail(err, CDR_EUSAGE,
				"a range, --staged and --worktree exclude each other");
	return 0;
}

static void say_notices(const struct tui_run *run)
{
	const struct cdr_str *notices;
	const struct cdr_diag *diags;
	size_t n = cdr_session_notices(run->session, &notices);

	for (size_t i = 0; i < n; i++)
		tui_warn(run->out, notices[i]);
	n = cdr_session_diags(run->session, &diags);
	for (size_t i = 0; i < n; i++)
		tui_diag(run->out, &diags[i]);
}

/*
 * What did not resolve as a revision may be a path without "--" before it, or
 * a mistyped command: then that is the better hint.
 */
static void sharpen_hint(const struct tui_run *run, struct cdr_err *err)
{
	const struct tui_args *args = run->args;
	char hint[sizeof(err->hint)] = "";
	const char *name;

	for (size_t i = 0; i < args->n_operands && hint[0] == '\0'; i++)
		if (access(args->operands[i], F_OK) == 0 && strstr(err->message, args->operands[i]))
			snprintf(hint, sizeof(hint), "\"%s\" is a path: put -- before it",
				 args->operands[i]);
	if (hint[0] == '\0' && args->n_operands == 1 && strcmp(run->command->name, "review") == 0) {
		name = tui_command_nearest(args->operands[0]);
		if (name)
			snprintf(hint, sizeof(hint), "did you mean the command \"%s\"?", name);
		else if (strcmp(args->operands[0], "help") == 0)
			snprintf(hint, sizeof(hint), "\"cdreview -h\" lists the commands");
	}
	if (hint[0] == '\0')
		return;
	err->hint[0] = '\0';
	cdr_err_hint(err, "%s", hint);
}

struct cdr_where tui_where(const struct tui_run *run)
{
	const char *work_tree = run->args->value[TUI_OPT_WORK_TREE];

	return (struct cdr_where){
		.git_dir = run->args->value[TUI_OPT_GIT_DIR],
		.work_tree = work_tree ? work_tree : run->env->work_tree,
		.prefix = run->env->prefix,
		.from_env = true,
		.env = run->env->all,
	};
}

int tui_session_open_at(struct tui_run *run, enum cdr_source source, const char *range,
			struct cdr_err *err)
{
	const struct tui_args *args = run->args;
	struct tui_reports reports;
	struct cdr_session_options options = {
		.where = tui_where(run),
		.source = source,
		.range = range,
		.pathspecs = args->pathspecs,
		.n_pathspecs = args->n_pathspecs,
		.registry = args->value[TUI_OPT_REGISTRY],
		.now = wall_clock,
	};
	int code = tui_reports_read(&reports, args, err);

	options.reports = reports.items;
	options.n_reports = reports.n;
	if (code == 0)
		code = cdr_session_open(&run->session, &options, err);
	tui_reports_release(&reports);
	if (code == 0)
		say_notices(run);
	return code;
}

int tui_session_open(struct tui_run *run, struct cdr_err *err)
{
	const struct tui_args *args = run->args;
	const char *range = args->value[TUI_OPT_RANGE];
	enum cdr_source source = args->given[TUI_OPT_STAGED]   ? CDR_SOURCE_STAGED
			       : args->given[TUI_OPT_WORKTREE] ? CDR_SOURCE_WORKTREE
							       : CDR_SOURCE_RANGE;
	char joined[RANGE_MAX];
	int code;

	if (run->command->takes_range && args->n_operands > 0) {
		join_operands(joined, args);
		range = joined;
	}
	code = check_sources(run, range, err);
	if (code == 0)
		code = tui_session_open_at(run, source, range, err);
	if (code == CDR_EUSAGE && run->command->takes_range)
		sharpen_hint(run, err);
	return code;
}

void tui_today(char out[11])
{
	time_t now = time(NULL);
	struct tm day;

	gmtime_r(&now, &day);
	strftime(out, 11, "%Y-%m-%d", &day);
}
