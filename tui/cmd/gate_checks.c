/*
 * Required checks at the gate: only a run that passed, on these contents, as the check is
 * written now, opens it. What is there instead is said.
 */
#include "cmd/gate_checks.h"

#include "cdreview/json.h"
#include "cmd/report.h"

const char *tui_check_origin(enum cdr_check_origin origin)
{
	static const char *const names[] = {
		[CDR_CHECK_TRUSTED] = "trusted",
		[CDR_CHECK_DROPPED] = "dropped",
		[CDR_CHECK_CHANGED] = "changed",
		[CDR_CHECK_ADDED] = "added",
	};

	return names[origin];
}

static const char *missing(const struct cdr_check_standing *standing)
{
	switch (standing->state) {
	case CDR_CHECK_FAILED:
		return "it was run on these contents and did not pass";
	case CDR_CHECK_NOT_RUN:
		return "no record says that it was run: \"cdreview verify\" runs it";
	case CDR_CHECK_OTHER_TREE:
		return "it was run on other contents: run it again";
	case CDR_CHECK_OTHER_REV:
		return "it was run as another command, or within other bounds: run it again";
	case CDR_CHECK_PASSED:
		break;
	}
	return "passed";
}

static void print_open(const struct tui_gate_checks *checks, const struct cdr_check *check,
		       const struct cdr_check_standing *standing)
{
	const struct tui_output *out = checks->run->out;
	bool failed = standing->state == CDR_CHECK_FAILED;

	tui_color_on(out, failed ? TUI_COLOR_BAD : TUI_COLOR_MEDIUM);
	tui_putf(out, "%-8s", cdr_check_state_name(standing->state));
	tui_color_off(out);
	tui_putf(out, "  check     ");
	tui_put(out, check->name);
	if (failed)
		tui_putf(out, "  %s", cdr_check_result_name(standing->result));
	if (check->origin != CDR_CHECK_TRUSTED)
		tui_putf(out, "  (%s)", tui_check_origin(check->origin));
	tui_putf(out, "\n");
	if (!checks->explain)
		return;
	tui_putf(out, "    %s\n    required by ", missing(standing));
	tui_put(out, check->source);
	tui_putf(out, ":%zu\n", check->line);
}

static int put_check(const struct tui_gate_checks *checks, const struct cdr_check *check,
		     const struct cdr_check_standing *standing, struct cdr_err *err)
{
	struct cdr_jw w;
	int code;

	cdr_buf_clear(checks->item);
	cdr_jw_init(&w, checks->item);
	cdr_jw_object(&w, NULL);
	cdr_jw_str(&w, "name", check->name);
	cdr_jw_str(&w, "category", check->category);
	cdr_jw_cstr(&w, "origin", tui_check_origin(check->origin));
	cdr_jw_cstr(&w, "state", cdr_check_state_name(standing->state));
	if (standing->state <= CDR_CHECK_FAILED)
		cdr_jw_cstr(&w, "result", cdr_check_result_name(standing->result));
	else
		cdr_jw_null(&w, "result");
	cdr_jw_cstr(&w, "missing", standing->state == CDR_CHECK_PASSED ? NULL : missing(standing));
	cdr_jw_end(&w);
	code = cdr_buf_check(checks->item, "entry of the report", err);
	if (code == 0)
		tui_putf(checks->run->out, "%s\n%.*s", checks->tally->checks_needed > 1 ? "," : "",
			 CDR_FMT(cdr_buf_str(checks->item)));
	return code;
}

static int weigh(struct tui_gate_checks *checks, const struct cdr_check *check, struct cdr_err *err)
{
	struct cdr_check_standing standing;
	int code = cdr_session_check_standing(checks->run->session, check, &standing, err);
	enum cdr_gate_answer answer;

	if (code < 0)
		return code;
	answer = cdr_gate_check(check, &standing, checks->tally);
	if (checks->item)
		return put_check(checks, check, &standing, err);
	if (answer == CDR_GATE_OPEN)
		print_open(checks, check, &standing);
	return 0;
}

/* Checks are run on commits: before one is made there is nothing to ask. */
static bool is_of_commits(const struct tui_gate_checks *checks, size_t n_required)
{
	const struct tui_args *args = checks->run->args;

	if (!args->given[TUI_OPT_STAGED] && !args->given[TUI_OPT_WORKTREE])
		return true;
	if (n_required > 0)
		tui_warn(checks->run->out, CDR_STR("required checks are asked for once there is a "
						   "commit"));
	return false;
}

int tui_gate_checks(struct tui_gate_checks *checks, struct cdr_err *err)
{
	const struct cdr_check *all;
	size_t n = cdr_session_checks(checks->run->session, &all), n_required = 0;
	int code = 0;

	for (size_t i = 0; i < n; i++)
		n_required += all[i].required;
	if (n == 0 || !is_of_commits(checks, n_required))
		return 0;
	if (checks->item)
		tui_putf(checks->run->out, ",\n\"checks\":[");
	for (size_t i = 0; i < n && code == 0; i++)
		if (all[i].required)
			code = weigh(checks, &all[i], err);
	if (checks->item)
		tui_putf(checks->run->out, "]");
	return code;
}
