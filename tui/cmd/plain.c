/*
 * What the screen offers, said in lines: no cursor addressing, no colour
 * needed, numbers instead of places.
 */
#include "cmd/plain.h"

#include "cmd/ask.h"
#include "cmd/pick.h"
#include "cmd/report.h"

#include <string.h>
#include <time.h>

#define ANSWER_MAX 4096

struct plain {
	struct tui_run *run;
	struct tui_ask *ask;
	struct tui_output out;     /* where the person reads */
	struct cdr_arena arena;
	struct timespec shown;     /* when the hunk was */
	size_t n_shown, n_open;
	bool quit;
};

static void print_findings(const struct tui_output *out, const struct cdr_flagged *flagged)
{
	for (size_t i = 0; i < flagged->n_findings; i++) {
		const struct cdr_finding *finding = &flagged->findings[i];

		tui_putf(out, "%s: ", cdr_severity_name(finding->severity));
		tui_put(out, finding->rule->id);
		tui_putf(out, ", line %u: ", tui_finding_line(flagged, finding));
		tui_put(out, finding->message);
		tui_putf(out, "\n");
		if (finding->rule->fix.len > 0) {
			tui_putf(out, "  instead: ");
			tui_put(out, finding->rule->fix);
			tui_putf(out, "\n");
		}
	}
}

static void print_standing(const struct tui_output *out, const struct cdr_standing *standing)
{
	tui_putf(out, "standing: %s\n", cdr_standing_name(standing->state));
	tui_print_voices(out, standing, "  ");
}

static uint32_t ms_since(const struct timespec *then)
{
	struct timespec now;
	int64_t ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (int64_t)(now.tv_sec - then->tv_sec) * 1000 + (now.tv_nsec - then->tv_nsec) / 1000000;
	return ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX;
}

/* The closed list as a numbered menu. */
static bool ask_reason(struct plain *plain, enum cdr_reason *reason)
{
	char answer[16];

	for (int r = CDR_REASON_NONE + 1; r < CDR_REASON_COUNT; r++)
		tui_putf(&plain->out, "  %d %s\n", r, cdr_reason_name((enum cdr_reason)r));
	fflush(plain->out.data);
	if (tui_ask_line(plain->ask, "reason, by number: ", answer, sizeof(answer)) != 0)
		return false;
	if (answer[0] < '1' || answer[0] > '0' + CDR_REASON_COUNT - 1 || answer[1] != '\0')
		return false;
	*reason = (enum cdr_reason)(answer[0] - '0');
	return true;
}

/* Fills what the verdict still needs; false when the person gave it up. */
static bool complete(struct plain *plain, struct cdr_decision *decision, char words[ANSWER_MAX])
{
	bool is_note = decision->verdict == CDR_ANNOTATE;
	const char *question = is_note ? "note: " : "words (may be empty): ";

	words[0] = '\0';
	if (decision->verdict == CDR_APPROVE)
		return true;
	if (decision->verdict == CDR_REJECT && !ask_reason(plain, &decision->reason))
		return false;
	if (tui_ask_line(plain->ask, question, words, ANSWER_MAX) != 0)
		return false;
	decision->text = cdr_str_from(words);
	return decision->verdict == CDR_REJECT || words[0] != '\0';
}

static int save(struct plain *plain, const struct cdr_flagged *flagged, enum cdr_verdict verdict,
		struct cdr_err *err)
{
	struct cdr_decision decision = {
		.target = flagged,
		.verdict = verdict,
		.seen = (uint32_t)flagged->hunk->n_lines,
		.ms = ms_since(&plain->shown),
	};
	char words[ANSWER_MAX];
	int code;

	if (!complete(plain, &decision, words)) {
		tui_putf(&plain->out, "not recorded\n");
		return 0;
	}
	code = cdr_session_decide(plain->run->session, &decision, NULL, err);
	if (code == 0)
		tui_putf(&plain->out, "saved: %s\n", cdr_verdict_name(verdict));
	return code;
}

/* The letter or the whole word; anything else must not decide. */
static char choice(const char *answer)
{
	static const struct { const char *word; char letter; } words[] = {
		{ "approve", 'a' }, { "reject", 'x' }, { "note", 'c' }, { "skip", 's' },
		{ "quit", 'q' },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(answer, words[i].word) == 0)
			return words[i].letter;
	return answer[0] != '\0' && answer[1] == '\0' ? answer[0] : '\0';
}

/* One question about one hunk; *AGAIN when the hunk is still to be decided. */
static int ask_once(struct plain *plain, const struct cdr_flagged *flagged, bool *again,
		    struct cdr_err *err)
{
	char answer[16];

	*again = false;
	fflush(plain->out.data);
	if (tui_ask_line(plain->ask, "a approve, x reject, c note, s skip, q quit: ", answer,
			 sizeof(answer)) != 0)
		plain->quit = true;
	switch (plain->quit ? 'q' : choice(answer)) {
	case 'a':
		return save(plain, flagged, CDR_APPROVE, err);
	case 'x':
		return save(plain, flagged, CDR_REJECT, err);
	case 'c':
		*again = true;
		return save(plain, flagged, CDR_ANNOTATE, err);
	case 's':
		return 0;
	case 'q':
		plain->quit = true;
		return 0;
	default:
		*again = true;
		return 0;
	}
}

static bool is_approved(struct plain *plain, const struct cdr_flagged *flagged, bool print)
{
	struct cdr_standing standing;

	standing = cdr_session_standing(plain->run->session, flagged, &plain->arena);
	if (print)
		print_standing(&plain->out, &standing);
	return standing.state == CDR_STANDING_APPROVED;
}

static int visit(void *payload, const struct cdr_flagged *flagged, struct cdr_err *err)
{
	struct plain *plain = payload;
	const struct tui_output *out = &plain->out;
	bool again = !plain->quit && !is_approved(plain, flagged, false);
	int code = 0;

	if (again) {
		tui_putf(out, "\nhunk %zu\n", ++plain->n_shown);
		tui_print_hunk(out, flagged);
		print_findings(out, flagged);
		is_approved(plain, flagged, true);
		clock_gettime(CLOCK_MONOTONIC, &plain->shown);
	}
	while (again && code == 0)
		code = ask_once(plain, flagged, &again, err);
	if (code == 0)
		plain->n_open += !is_approved(plain, flagged, false);
	return code;
}

int tui_plain_run(struct tui_run *run, struct cdr_err *err)
{
	struct plain plain = { .run = run };
	struct cdr_progress progress;
	int code = tui_ask_open(&plain.ask, run->env, err);

	if (code < 0)
		return code;
	plain.out = tui_ask_output(plain.ask, run->out);
	code = tui_each_flagged(run, visit, &plain, &progress, err);
	tui_ask_close(plain.ask);
	cdr_arena_release(&plain.arena);
	if (code == 0)
		code = tui_publish(run, err);
	if (code < 0)
		return code;
	tui_putf(run->out, "\n%zu of %zu flagged hunks are open or rejected\n", plain.n_open,
		 progress.flagged);
	return tui_unscannable(run, &progress, plain.n_open > 0 ? TUI_EXIT_NO : TUI_EXIT_YES);
}
