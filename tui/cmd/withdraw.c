/*
 * `cdreview withdraw HID...`: takes back what this person said from this
 * clone, in whatever range it was.
 */
#include "cmd/ask.h"
#include "cmd/pick.h"

static bool is_mine(const struct cdr_history_entry *entry, const struct tui_hid *want)
{
	const struct cdr_voice *voice = &entry->voice;

	return !entry->remark.ptr && voice->mine && voice->live && voice->verdict != CDR_WITHDRAW &&
	       tui_hid_is(want, &voice->hid);
}

static int withdraw(struct tui_run *run, const struct cdr_voice *voice, struct tui_ask *ask,
		    struct cdr_err *err)
{
	struct cdr_decision decision = {
		.verdict = CDR_WITHDRAW,
		.withdraws = voice->line,
		.withdraws_hid = voice->hid,
		.text = cdr_str_from(run->args->value[TUI_OPT_MESSAGE]),
	};
	char question[128];

	snprintf(question, sizeof(question), "withdraw your \"%s\" of %.*s? [y/N] ",
		 cdr_verdict_name(voice->verdict), CDR_FMT(voice->time));
	if (!tui_ask_yes(ask, question)) {
		fprintf(run->out->talk, "not withdrawn\n");
		return 0;
	}
	return cdr_session_decide(run->session, &decision, NULL, err);
}

static int withdraw_matching(struct tui_run *run, const struct tui_hid *want, struct tui_ask *ask,
			     struct cdr_err *err)
{
	const struct cdr_history_entry *entries;
	struct cdr_arena arena = { 0 };
	size_t n, n_mine = 0;
	int code = cdr_session_history(run->session, &arena, &entries, &n, err);

	for (size_t i = 0; code == 0 && i < n; i++)
		if (is_mine(&entries[i], want)) {
			n_mine++;
			code = withdraw(run, &entries[i].voice, ask, err);
		}
	if (code == 0 && n_mine == 0) {
		cdr_fail(err, CDR_EUSAGE, "you have no live verdict on %.*s from this clone",
			 CDR_FMT(want->prefix));
		code = cdr_err_hint(err, "\"cdreview log\" lists all verdicts");
	}
	cdr_arena_release(&arena);
	return code;
}

int tui_cmd_withdraw(struct tui_run *run, struct cdr_err *err)
{
	const struct tui_args *args = run->args;
	struct tui_ask *ask = NULL;
	struct tui_hid want;
	int code;

	if (args->n_operands == 0)
		return cdr_fail(err, CDR_EUSAGE, "no hunk named: withdraw HID[:N]...");
	code = tui_ask_open(&ask, run->env, err);
	for (size_t i = 0; i < args->n_operands && code == 0; i++) {
		code = tui_hid_parse(&want, args->operands[i], err);
		if (code == 0)
			code = withdraw_matching(run, &want, ask, err);
	}
	tui_ask_close(ask);
	if (code == 0)
		code = tui_publish(run, err);
	return code < 0 ? code : TUI_EXIT_YES;
}
