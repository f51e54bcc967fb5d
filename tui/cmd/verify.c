/*
 * `cdreview verify`: the only command that runs what a registry names. It says first what it
 * is about to run where the branch and the trusted base differ, and whether anything
 * keeps that from the rest of the machine.
 */
#include "cmd/gate_checks.h"
#include "cmd/report.h"
#include "cmd/scan.h"

#include "cdreview/json.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define ITEM_MAX ((size_t)1 << 20)

struct sitting {
	struct tui_run *run;
	struct cdr_verify *verify;
	struct cdr_buf item;
	size_t n_run, n_passed;
	bool json;
};

static int read_wish(enum cdr_sandbox_wish *wish, const struct tui_run *run, struct cdr_err *err)
{
	static const char *const names[] = {
		[CDR_SANDBOX_AUTO] = "auto",
		[CDR_SANDBOX_ALWAYS] = "always",
		[CDR_SANDBOX_NEVER] = "never",
	};
	const char *word = run->args->value[TUI_OPT_SANDBOX];

	*wish = CDR_SANDBOX_AUTO;
	for (size_t i = 0; word && i < sizeof(names) / sizeof(names[0]); i++) {
		*wish = (enum cdr_sandbox_wish)i;
		if (strcmp(word, names[i]) == 0)
			return 0;
	}
	if (word)
		return cdr_fail(err, CDR_EUSAGE,
				"--sandbox takes auto, always or never, not \"%s\"", word);
	return 0;
}

/* Readable once somebody wants us to stop: the checks' processes must end before we do. */
static int open_stop(int *fd, struct cdr_err *err)
{
	sigset_t wanted;

	sigemptyset(&wanted);
	sigaddset(&wanted, SIGINT);
	sigaddset(&wanted, SIGTERM);
	sigaddset(&wanted, SIGHUP);
	sigprocmask(SIG_BLOCK, &wanted, NULL);
	*fd = signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
	if (*fd < 0)
		return cdr_fail(err, CDR_EIO, "signalfd: %s", strerror(errno));
	return 0;
}

/* --- what will be run ---------------------------------------------------- */

static void say_difference(const struct tui_run *run, const struct cdr_check *check)
{
	static const char *const words[] = {
		[CDR_CHECK_DROPPED] = "is not named by the branch any more; it is run all the same",
		[CDR_CHECK_CHANGED] = "is another command in the branch; both are run",
		[CDR_CHECK_ADDED] = "is named by the branch alone; it is run as well",
	};
	char text[256];

	if (check->origin == CDR_CHECK_TRUSTED)
		return;
	snprintf(text, sizeof(text), "check %.*s %s", CDR_FMT(check->name), words[check->origin]);
	tui_warn(run->out, cdr_str_from(text));
}

static void say_unboxed(const struct sitting *sitting)
{
	struct cdr_str why = cdr_verify_unboxed(sitting->verify);
	char text[1024];

	if (!why.ptr)
		return;
	snprintf(text, sizeof(text), "there is no sandbox (%.*s): checks run with all of your "
		 "rights, see your files and reach the network", CDR_FMT(why));
	tui_warn(sitting->run->out, cdr_str_from(text));
}

static void print_argv(const struct tui_output *out, const struct cdr_check *check)
{
	for (size_t i = 0; i < check->n_argv; i++) {
		tui_putf(out, i > 0 ? " " : "");
		tui_put(out, cdr_str_from(check->argv[i]));
	}
}

static int list(const struct tui_run *run, const struct cdr_check *checks, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		tui_putf(run->out, "would     ");
		tui_put(run->out, checks[i].name);
		tui_putf(run->out, "  %s%s  ", tui_check_origin(checks[i].origin),
			 checks[i].required ? ", required" : "");
		print_argv(run->out, &checks[i]);
		tui_putf(run->out, "\n");
	}
	return TUI_EXIT_YES;
}

/* --- what became of it --------------------------------------------------- */

static void print_counts(const struct tui_output *out, enum cdr_report_kind kind,
			 const struct cdr_check_counts *counts)
{
	bool findings = kind == CDR_CHECK_BY_SARIF || kind == CDR_CHECK_BY_LINES;
	const struct { uint32_t n; const char *word; } cells[] = {
		{ counts->passed, "passed" },
		{ counts->failed, findings ? "found" : "failed" },
		{ counts->skipped, "skipped" },
	};
	const char *separator = "  ";

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		if (!cells[i].n)
			continue;
		tui_putf(out, "%s%u %s", separator, cells[i].n, cells[i].word);
		separator = ", ";
	}
}

static void print_said(const struct tui_output *out, struct cdr_str said)
{
	struct cdr_str line;

	while (cdr_str_line(&said, &line)) {
		tui_putf(out, "    | ");
		tui_put(out, line);
		tui_putf(out, "\n");
	}
}

static void print_outcome(const struct tui_output *out, const struct cdr_check *check,
			  const struct cdr_check_outcome *outcome)
{
	bool passed = outcome->result == CDR_CHECK_PASS;

	tui_color_on(out, passed ? TUI_COLOR_GOOD : TUI_COLOR_BAD);
	tui_putf(out, "%-8s", cdr_check_result_name(outcome->result));
	tui_color_off(out);
	tui_putf(out, "  ");
	tui_put(out, check->name);
	tui_putf(out, "  %u.%u s", outcome->ms / 1000, outcome->ms % 1000 / 100);
	print_counts(out, check->report, &outcome->counts);
	tui_putf(out, "\n");
	if (passed)
		return;
	tui_putf(out, "    ");
	tui_put(out, outcome->why);
	tui_putf(out, "\n");
	print_said(out, outcome->said);
}

static void put_what(struct cdr_jw *w, const struct cdr_check *check)
{
	cdr_jw_str(w, "name", check->name);
	cdr_jw_str(w, "category", check->category);
	cdr_jw_cstr(w, "origin", tui_check_origin(check->origin));
	cdr_jw_bool(w, "required", check->required);
	cdr_jw_array(w, "run");
	for (size_t i = 0; i < check->n_argv; i++)
		cdr_jw_cstr(w, NULL, check->argv[i]);
	cdr_jw_end(w);
}

static void put_outcome(struct cdr_jw *w, const struct cdr_check_outcome *outcome)
{
	cdr_jw_cstr(w, "result", cdr_check_result_name(outcome->result));
	if (outcome->status < 0)
		cdr_jw_null(w, "status");
	else
		cdr_jw_int(w, "status", outcome->status);
	cdr_jw_int(w, "ms", outcome->ms);
	cdr_jw_int(w, "passed", outcome->counts.passed);
	cdr_jw_int(w, "failed", outcome->counts.failed);
	cdr_jw_int(w, "skipped", outcome->counts.skipped);
	cdr_jw_str(w, "why", outcome->why);
	cdr_jw_str(w, "said", outcome->said);
}

static int put_check(struct sitting *sitting, const struct cdr_check *check,
		     const struct cdr_check_outcome *outcome, struct cdr_err *err)
{
	struct cdr_jw w;
	int code;

	cdr_buf_clear(&sitting->item);
	cdr_jw_init(&w, &sitting->item);
	cdr_jw_object(&w, NULL);
	put_what(&w, check);
	put_outcome(&w, outcome);
	cdr_jw_end(&w);
	code = cdr_buf_check(&sitting->item, "entry of the report", err);
	if (code == 0)
		tui_putf(sitting->run->out, "%s\n%.*s", sitting->n_run > 1 ? "," : "",
			 CDR_FMT(cdr_buf_str(&sitting->item)));
	return code;
}

static void begin_json(struct sitting *sitting)
{
	struct cdr_oid commit = cdr_verify_commit(sitting->verify);
	char hex[CDR_OID_HEX_MAX + 1];
	struct cdr_jw w;

	cdr_oid_hex(hex, &commit);
	cdr_jw_init(&w, &sitting->item);
	cdr_jw_str(&w, NULL, cdr_session_range(sitting->run->session));
	tui_putf(sitting->run->out,
		 "{\"schema\":\"cdreview.verify/1\",\"range\":%.*s,\"commit\":\"%s\","
		 "\"sandbox\":\"%s\",\n\"checks\":[", CDR_FMT(cdr_buf_str(&sitting->item)), hex,
		 cdr_verify_unboxed(sitting->verify).ptr ? "none" : "bwrap");
}

/* --- running ------------------------------------------------------------- */

static int run_one(struct sitting *sitting, const struct cdr_check *check, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_check_outcome outcome;
	int code = cdr_verify_run(sitting->verify, check, &arena, &outcome, err);

	if (code == 0) {
		sitting->n_run++;
		sitting->n_passed += outcome.result == CDR_CHECK_PASS;
		if (sitting->json)
			code = put_check(sitting, check, &outcome, err);
		else
			print_outcome(sitting->run->out, check, &outcome);
		fflush(sitting->run->out->data);
	}
	cdr_arena_release(&arena);
	return code;
}

/* Results count in this clone as soon as they are in the journal; others see what is published. */
static void publish(const struct sitting *sitting)
{
	struct cdr_err err = { .code = 0 };
	FILE *talk = sitting->run->out->talk;
	size_t n = 0;

	fflush(sitting->run->out->data);
	if (cdr_session_publish(sitting->run->session, &n, &err) < 0) {
		tui_warn(sitting->run->out, CDR_STR("the results are in this clone's journal, but "
						    "not published yet"));
		tui_complain(sitting->run->out, &err);
	} else if (n > 0) {
		fprintf(talk, "%zu record%s written to refs/notes/cdreview\n", n,
			n == 1 ? "" : "s");
	}
}

static int run_all(struct sitting *sitting, const struct cdr_check *checks, size_t n,
		   struct cdr_err *err)
{
	const struct tui_output *out = sitting->run->out;
	int code = 0;

	say_unboxed(sitting);
	if (sitting->json)
		begin_json(sitting);
	for (size_t i = 0; i < n && code == 0; i++)
		code = run_one(sitting, &checks[i], err);
	if (sitting->json)
		tui_putf(out, "],\n\"ran\":%zu,\"passed\":%zu,\"complete\":%s}\n", sitting->n_run,
			 sitting->n_passed, code == 0 ? "true" : "false");
	publish(sitting);
	if (code == CDR_END) {
		fprintf(out->talk, "interrupted: the check that was running is not recorded\n");
		return TUI_EXIT_INTERRUPTED;
	}
	if (code < 0)
		return code;
	fprintf(out->talk, "%zu of %zu checks passed\n", sitting->n_passed, n);
	return sitting->n_passed == n ? TUI_EXIT_YES : TUI_EXIT_NO;
}

static int verify(struct tui_run *run, const struct cdr_check *checks, size_t n,
		  struct cdr_err *err)
{
	struct sitting sitting = { .run = run, .json = run->args->given[TUI_OPT_JSON] };
	struct cdr_verify_options options = {
		.env = run->env->all, .temporary = run->env->temporary, .clock = tui_clock,
		.stop_fd = -1,
	};
	int code = read_wish(&options.sandbox, run, err);

	if (code == 0)
		code = open_stop(&options.stop_fd, err);
	if (code == 0)
		code = cdr_verify_open(&sitting.verify, run->session, &options, err);
	if (code == 0) {
		cdr_buf_init(&sitting.item, ITEM_MAX);
		code = run_all(&sitting, checks, n, err);
		cdr_buf_release(&sitting.item);
	}
	cdr_verify_close(sitting.verify);
	if (options.stop_fd >= 0)
		close(options.stop_fd);
	return code;
}

int tui_cmd_verify(struct tui_run *run, struct cdr_err *err)
{
	const struct cdr_check *checks;
	size_t n = cdr_session_checks(run->session, &checks);

	if (run->args->n_pathspecs > 0)
		return cdr_fail(err, CDR_EUSAGE, "a check is run on a whole commit, not on paths");
	for (size_t i = 0; i < n; i++)
		say_difference(run, &checks[i]);
	if (n == 0)
		tui_warn(run->out, CDR_STR("the registry names no checks"));
	if (n == 0 && !run->args->given[TUI_OPT_JSON])
		return TUI_EXIT_YES;
	if (run->args->given[TUI_OPT_DRY_RUN])
		return list(run, checks, n);
	return verify(run, checks, n, err);
}
