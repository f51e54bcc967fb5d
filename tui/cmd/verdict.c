/*
 * `cdreview approve|reject|annotate HID...`: verdicts without the screen, held
 * to the same rule: the whole hunk is shown before the question is asked.
 */
#include "cmd/ask.h"
#include "cmd/pick.h"
#include "cmd/report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define REASON_LINE 128

static uint32_t elapsed_ms(const struct timespec *since)
{
	struct timespec now;
	int64_t ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (int64_t)(now.tv_sec - since->tv_sec) * 1000 +
	     (now.tv_nsec - since->tv_nsec) / 1000000;
	return ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX;
}

static void show(const struct tui_output *out, const struct cdr_flagged *flagged)
{
	tui_print_hunk(out, flagged);
	for (size_t i = 0; i < flagged->n_findings; i++) {
		const struct cdr_finding *finding = &flagged->findings[i];

		tui_putc(out, tui_color_of(finding->severity),
			 cdr_str_from(cdr_severity_name(finding->severity)));
		tui_putf(out, " ");
		tui_put(out, finding->rule->id);
		tui_putf(out, ": ");
		tui_put(out, finding->message);
		tui_putf(out, "\n");
	}
	fflush(out->data);
}

static int read_reason(struct cdr_decision *decision, const struct tui_args *args,
		       struct tui_ask *ask, struct cdr_err *err)
{
	char question[REASON_LINE * 2] = "reason (", line[REASON_LINE];
	const char *given = args->value[TUI_OPT_REASON];
	size_t len = strlen(question);

	for (int r = CDR_REASON_NONE + 1; r < CDR_REASON_COUNT; r++)
		len += (size_t)snprintf(question + len, sizeof(question) - len, "%s%s",
					r > 1 ? " " : "", cdr_reason_name((enum cdr_reason)r));
	snprintf(question + len, sizeof(question) - len, "): ");
	if (!given && tui_ask_line(ask, question, line, sizeof(line)) == 0)
		given = line;
	if (given && given[0] != '\0' && cdr_reason_parse(&decision->reason, cdr_str_from(given)))
		return 0;
	cdr_fail(err, CDR_EUSAGE, "\"%s\" is not a reason", given ? given : "");
	return cdr_err_hint(err, "one of those in brackets: %s", question);
}

static int decide(struct tui_run *run, struct cdr_decision *decision, struct tui_ask *ask,
		  struct cdr_err *err)
{
	struct tui_output shown = tui_ask_output(ask, run->out);
	char question[64];
	struct timespec start;
	int code;

	clock_gettime(CLOCK_MONOTONIC, &start);
	show(&shown, decision->target);
	snprintf(question, sizeof(question), "%s this hunk? [y/N] ",
		 cdr_verdict_name(decision->verdict));
	if (!tui_ask_yes(ask, question)) {
		fprintf(run->out->talk, "not recorded\n");
		return 0;
	}
	if (decision->verdict == CDR_REJECT && decision->reason == CDR_REASON_NONE) {
		code = read_reason(decision, run->args, ask, err);
		if (code < 0)
			return code;
	}
	decision->seen = (uint32_t)decision->target->hunk->n_lines;
	decision->ms = elapsed_ms(&start);
	return cdr_session_decide(run->session, decision, NULL, err);
}

int tui_publish(struct tui_run *run, struct cdr_err *err)
{
	size_t n;
	int code = cdr_session_publish(run->session, &n, err);

	if (code < 0)
		return cdr_err_prefix(
			err, "your verdicts are safe in the journal, but not published yet");
	if (n > 0)
		fprintf(run->out->talk, "%zu verdict%s written to refs/notes/cdreview\n", n,
			n == 1 ? "" : "s");
	return 0;
}

static int decide_all(struct tui_run *run, enum cdr_verdict verdict,
		      const struct tui_picked *picked, struct cdr_err *err)
{
	struct tui_ask *ask;
	int code = tui_ask_open(&ask, run->env, err);

	if (code < 0)
		return code;
	for (size_t i = 0; i < picked->hunks.n && code == 0; i++) {
		struct cdr_decision decision = {
			.target = picked->hunks.items[i],
			.verdict = verdict,
			.text = cdr_str_from(run->args->value[TUI_OPT_MESSAGE]),
		};

		code = decide(run, &decision, ask, err);
	}
	tui_ask_close(ask);
	return code;
}

static int give(struct tui_run *run, enum cdr_verdict verdict, struct cdr_err *err)
{
	struct tui_picked picked;
	int code = tui_pick(&picked, run, err);

	if (code == 0 && verdict == CDR_ANNOTATE && !run->args->given[TUI_OPT_MESSAGE])
		code = cdr_fail(err, CDR_EUSAGE, "a note needs words: -m TEXT");
	if (code == 0)
		code = decide_all(run, verdict, &picked, err);
	tui_picked_release(&picked);
	if (code == 0)
		code = tui_publish(run, err);
	return code < 0 ? code : TUI_EXIT_YES;
}

int tui_cmd_approve(struct tui_run *run, struct cdr_err *err)
{
	return give(run, CDR_APPROVE, err);
}

int tui_cmd_reject(struct tui_run *run, struct cdr_err *err)
{
	return give(run, CDR_REJECT, err);
}

int tui_cmd_annotate(struct tui_run *run, struct cdr_err *err)
{
	return give(run, CDR_ANNOTATE, err);
}
