/* How to scan: what the command line says, else git config, else what this machine has. */
#include "cmd/scan.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define THREADS_MAX 256

/* Cores that this process may run on. */
static unsigned cores(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	return n > THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

/* WORD, given as NAME, as a number of threads. */
static int parse_threads(unsigned *out, const char *name, const char *word, struct cdr_err *err)
{
	char *end;
	long n = strtol(word, &end, 10);

	if (word[0] < '0' || word[0] > '9' || *end != '\0' || n < 1 || n > THREADS_MAX)
		return cdr_fail(err, CDR_EUSAGE, "%s takes 1 to %d, not \"%s\"", name, THREADS_MAX,
				word);
	*out = (unsigned)n;
	return 0;
}

static int choose_threads(unsigned *out, struct tui_run *run, struct cdr_err *err)
{
	const char *word = run->args->value[TUI_OPT_THREADS];
	struct cdr_str value;

	if (word)
		return parse_threads(out, "--threads", word, err);
	if (cdr_session_config(run->session, "cdreview.threads", &value))
		return parse_threads(out, "cdreview.threads", value.ptr, err);
	*out = cores();
	return 0;
}

/* What git takes for a boolean (git-config(1)); a name without a value is true. */
static int parse_bool(bool *out, const char *name, struct cdr_str word, struct cdr_err *err)
{
	static const char *const words[][4] = { { "false", "no", "off", "0" },
						{ "true", "yes", "on", "1" } };

	for (int value = 0; value < 2; value++)
		for (size_t i = 0; i < 4; i++)
			if (strncasecmp(word.ptr, words[value][i], word.len) == 0 &&
			    words[value][i][word.len] == '\0') {
				*out = value;
				return 0;
			}
	return cdr_fail(err, CDR_EUSAGE, "%s is true or false, not \"%.*s\"", name, CDR_FMT(word));
}

static int choose_recall(bool *out, struct tui_run *run, struct cdr_err *err)
{
	struct cdr_str value;

	*out = !run->args->given[TUI_OPT_NO_CACHE];
	if (!*out || !cdr_session_config(run->session, "cdreview.cache", &value))
		return 0;
	return parse_bool(out, "cdreview.cache", value, err);
}

int tui_scan_options_to_show(struct cdr_scan_options *out, struct tui_run *run, struct cdr_err *err)
{
	int code = tui_scan_options(out, run, err);

	out->count_hunks = true;
	return code == 0 ? choose_recall(&out->recall, run, err) : code;
}

int tui_scan_options(struct cdr_scan_options *out, struct tui_run *run, struct cdr_err *err)
{
	const char *engine = run->args->value[TUI_OPT_DIFF_ENGINE];

	*out = (struct cdr_scan_options){ .plain = run->args->given[TUI_OPT_NO_SHORTCUTS] };
	if (engine && strcmp(engine, "own") != 0 && strcmp(engine, "libgit2") != 0)
		return cdr_fail(err, CDR_EUSAGE, "--diff-engine takes own or libgit2, not \"%s\"",
				engine);
	out->libgit2_diff = engine && strcmp(engine, "libgit2") == 0;
	if (out->plain && engine && !out->libgit2_diff) {
		cdr_fail(err, CDR_EUSAGE, "--no-shortcuts has no own diff engine");
		return cdr_err_hint(err, "leave --diff-engine=own out");
	}
	return choose_threads(&out->threads, run, err);
}
