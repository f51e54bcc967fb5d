/*
 * `cdreview check`: the gate over a range, one line per hunk or check that keeps
 * it shut. Never asks anything, never runs anything.
 */
#include "cmd/gate_checks.h"
#include "cmd/report.h"

#include "cdreview/json.h"

#include <string.h>

#define ITEM_MAX ((size_t)1 << 20)

struct gate {
	struct tui_run *run;
	struct cdr_gate_tally tally;
	struct cdr_arena arena;      /* voices of one hunk */
	struct cdr_buf item;
	size_t n_open;
	bool json, explain;
};

/* True for the first finding of FLAGGED that counts and names its rule. */
static bool names_rule(const struct cdr_flagged *flagged, size_t idx)
{
	if (flagged->findings[idx].suppressed.ptr)
		return false;
	for (size_t i = 0; i < idx; i++)
		if (flagged->findings[i].rule == flagged->findings[idx].rule &&
		    !flagged->findings[i].suppressed.ptr)
			return false;
	return true;
}

/* Where to look first: at the most severe finding that counts. */
static uint32_t line_of(const struct cdr_flagged *flagged)
{
	size_t i = 0;

	while (i + 1 < flagged->n_findings && flagged->findings[i].suppressed.ptr)
		i++;
	return tui_finding_line(flagged, &flagged->findings[i]);
}

static void print_rules(const struct tui_output *out, const struct cdr_flagged *flagged)
{
	const char *separator = "";

	for (size_t i = 0; i < flagged->n_findings; i++) {
		if (!names_rule(flagged, i))
			continue;
		tui_putf(out, "%s", separator);
		tui_put(out, flagged->findings[i].rule->id);
		separator = ", ";
	}
}

static const char *missing(const struct cdr_standing *standing)
{
	switch (standing->state) {
	case CDR_STANDING_REJECTED:
		return standing->disputed ? "approved by one, rejected by another: the rejection "
					    "must be withdrawn"
					  : "rejected: change the code, or the reviewer withdraws";
	case CDR_STANDING_STALE:
		return "approved before the hunk or a rule changed: needs a new look";
	case CDR_STANDING_PENDING:
		return "nobody has decided";
	case CDR_STANDING_APPROVED:
		break;
	}
	return "approved";
}

/* WORD in COLOR, in a column of its own. */
static void print_column(const struct tui_output *out, enum tui_color color, const char *word)
{
	tui_color_on(out, color);
	tui_putf(out, "%-8s", word);
	tui_color_off(out);
	tui_putf(out, "  ");
}

static void print_open(struct gate *gate, const struct cdr_flagged *flagged,
		       const struct cdr_standing *standing)
{
	const struct tui_output *out = gate->run->out;
	enum cdr_severity severity = cdr_flagged_severity(flagged);
	char name[CDR_OID_HEX_MAX + 1], hid[CDR_HASH_HEX + 1];
	bool rejected = standing->state == CDR_STANDING_REJECTED;

	tui_change_name(name, flagged->change);
	tui_short_hid(hid, &flagged->hunk->hid);
	print_column(out, rejected ? TUI_COLOR_BAD : TUI_COLOR_MEDIUM,
		     cdr_standing_name(standing->state));
	print_column(out, tui_color_of(severity), cdr_severity_name(severity));
	tui_putf(out, "%s", hid);
	if (flagged->hunk->of > 1)
		tui_putf(out, ":%u", flagged->hunk->nth);
	tui_putf(out, "  %s  ", name);
	tui_put(out, flagged->hunk->file->path);
	tui_putf(out, ":%u  ", line_of(flagged));
	print_rules(out, flagged);
	tui_putf(out, "\n");
	if (!gate->explain)
		return;
	tui_putf(out, "    %s\n", missing(standing));
	tui_print_voices(out, standing, "    ");
}

static void put_open(struct cdr_jw *w, const struct cdr_flagged *flagged,
		     const struct cdr_standing *standing)
{
	char hex[CDR_HASH_HEX + 1];

	cdr_jw_object(w, NULL);
	cdr_oid_hex(hex, &flagged->change->commit);
	cdr_jw_cstr(w, "commit", flagged->change->commit.len > 0 ? hex : NULL);
	cdr_jw_str(w, "path", flagged->hunk->file->path);
	cdr_jw_int(w, "line", line_of(flagged));
	cdr_hash_hex(hex, &flagged->hunk->hid);
	cdr_jw_cstr(w, "hid", hex);
	cdr_jw_int(w, "n", flagged->hunk->nth);
	cdr_jw_int(w, "of", flagged->hunk->of);
	cdr_jw_cstr(w, "state", cdr_standing_name(standing->state));
	cdr_jw_cstr(w, "severity", cdr_severity_name(cdr_flagged_severity(flagged)));
	cdr_jw_cstr(w, "missing", missing(standing));
	cdr_jw_array(w, "rules");
	for (size_t i = 0; i < flagged->n_findings; i++)
		if (names_rule(flagged, i))
			cdr_jw_str(w, NULL, flagged->findings[i].rule->id);
	cdr_jw_end(w);
	cdr_jw_end(w);
}

static int json_open(struct gate *gate, const struct cdr_flagged *flagged,
		     const struct cdr_standing *standing, struct cdr_err *err)
{
	const struct tui_output *out = gate->run->out;
	struct cdr_jw w;
	int code;

	cdr_buf_clear(&gate->item);
	cdr_jw_init(&w, &gate->item);
	put_open(&w, flagged, standing);
	code = cdr_buf_check(&gate->item, "entry of the report", err);
	if (code < 0)
		return code;
	tui_putf(out, "%s\n%.*s", gate->n_open > 0 ? "," : "", CDR_FMT(cdr_buf_str(&gate->item)));
	return 0;
}

static int weigh(void *payload, const struct cdr_flagged *flagged, struct cdr_err *err)
{
	struct gate *gate = payload;
	struct cdr_standing standing;
	int code = 0;

	cdr_arena_release(&gate->arena);
	standing = cdr_session_standing(gate->run->session, flagged, &gate->arena);
	if (cdr_gate_decide(flagged, &standing, &gate->tally) == CDR_GATE_CLEAR)
		return 0;
	if (gate->json)
		code = json_open(gate, flagged, &standing, err);
	else
		print_open(gate, flagged, &standing);
	gate->n_open++;
	return code;
}

static void begin_json(struct gate *gate)
{
	const struct tui_run *run = gate->run;
	struct cdr_hash digest = cdr_registry_digest(cdr_session_registry(run->session));
	char hex[CDR_HASH_HEX + 1];
	struct cdr_jw w;

	cdr_hash_hex(hex, &digest);
	cdr_jw_init(&w, &gate->item);
	cdr_jw_str(&w, NULL, cdr_session_range(run->session));
	tui_putf(run->out, "{\"schema\":\"cdreview.check/1\",\"range\":%.*s,"
		 "\"registry\":\"sha256:%s\",\n\"open\":[", CDR_FMT(cdr_buf_str(&gate->item)), hex);
}

static void end_json(struct gate *gate, const struct cdr_progress *progress, bool clear)
{
	const struct cdr_gate_tally *tally = &gate->tally;

	tui_putf(gate->run->out,
		 ",\n\"needed\":%zu,\"approved\":%zu,\"rejected\":%zu,\"stale\":%zu,"
		 "\"pending\":%zu,\"below\":%zu,\"unscannable\":%zu,\"clear\":%s}\n",
		 tally->needed, tally->approved, tally->rejected, tally->stale, tally->pending,
		 tally->below, progress->unscannable,
		 clear && progress->unscannable == 0 ? "true" : "false");
}

static void say_hunks(FILE *talk, const struct cdr_gate_tally *tally)
{
	if (tally->needed == 0)
		fprintf(talk, "no flagged hunk of severity medium or above");
	else if (tally->approved == tally->needed)
		fprintf(talk, "all %zu flagged hunks are approved", tally->needed);
	else
		fprintf(talk, "%zu of %zu flagged hunks open (%zu pending, %zu stale, "
			"%zu rejected)", tally->needed - tally->approved, tally->needed,
			tally->pending, tally->stale, tally->rejected);
	if (tally->below > 0)
		fprintf(talk, "; %zu below medium", tally->below);
}

static void say_answer(const struct gate *gate, bool clear)
{
	const struct cdr_gate_tally *tally = &gate->tally;
	FILE *talk = gate->run->out->talk;

	fflush(gate->run->out->data);
	fputs(clear ? "clear: " : "not clear: ", talk);
	say_hunks(talk, tally);
	if (tally->checks_passed < tally->checks_needed)
		fprintf(talk, "; %zu of %zu required checks open",
			tally->checks_needed - tally->checks_passed, tally->checks_needed);
	else if (tally->checks_needed > 0)
		fprintf(talk, "; all %zu required checks passed", tally->checks_needed);
	fputc('\n', talk);
}

static int weigh_checks(struct gate *gate, struct cdr_err *err)
{
	struct tui_gate_checks checks = {
		.run = gate->run,
		.tally = &gate->tally,
		.item = gate->json ? &gate->item : NULL,
		.explain = gate->explain,
	};

	if (gate->json)
		tui_putf(gate->run->out, "]");
	return tui_gate_checks(&checks, err);
}

int tui_cmd_check(struct tui_run *run, struct cdr_err *err)
{
	struct gate gate = {
		.run = run,
		.json = run->args->given[TUI_OPT_JSON],
		.explain = run->args->given[TUI_OPT_EXPLAIN],
	};
	struct cdr_progress progress;
	bool clear;
	int code;

	cdr_buf_init(&gate.item, ITEM_MAX);
	if (gate.json)
		begin_json(&gate);
	code = tui_each_flagged(run, weigh, &gate, &progress, err);
	if (code == 0)
		code = weigh_checks(&gate, err);
	clear = cdr_gate_answer(&gate.tally) == CDR_GATE_CLEAR;
	if (code == 0 && gate.json)
		end_json(&gate, &progress, clear);
	if (code == 0)
		say_answer(&gate, clear);
	cdr_buf_release(&gate.item);
	cdr_arena_release(&gate.arena);
	if (code < 0)
		return code;
	return tui_unscannable(run, &progress, clear ? TUI_EXIT_YES : TUI_EXIT_NO);
}
