/*
 * explain.c - "why did it fire" and "why did it not" are one question: the steps
 * that the scan took, and a verdict that is read off the scan's own findings.
 */
#include "scan/explain/explain.h"

#include "base/names.h"
#include "scan/builtin.h"

#include <stdarg.h>
#include <stdio.h>

#define WORDS_MAX 1024 /* of one step; a longer one is cut */

const char *cdr_explain_verdict_name(enum cdr_explain_verdict verdict)
{
	static const char *const names[] = {
		[CDR_EXPLAIN_FIRES] = "fires",
		[CDR_EXPLAIN_SILENT] = "silent",
		[CDR_EXPLAIN_UNDECIDED] = "undecided",
	};

	return cdr_names_get(CDR_NAMES(names), verdict);
}

struct cdr_explain_step *cdr_explain_add(struct cdr_explaining *explaining,
					 enum cdr_explain_mark mark, const char *about,
					 const char *fmt, ...)
{
	struct cdr_explain_step *step = cdr_vec_push(explaining->arena, &explaining->steps);
	char words[WORDS_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	*step = (struct cdr_explain_step){
		.mark = mark,
		.about = cdr_str_copy(explaining->arena, cdr_str_from(about)),
		.words = cdr_str_copy(explaining->arena, cdr_str_from(words)),
	};
	return step;
}

/* --- scanning ---------------------------------------------------------------- */

static void scan(struct cdr_explaining *explaining, const struct cdr_rule *only,
		 struct cdr_trace *trace, struct cdr_matched *out)
{
	const struct cdr_explain_request *request = explaining->request;
	struct cdr_matcher *matcher = cdr_matcher_new(request->registry);

	if (request->repo)
		cdr_matcher_base(matcher, request->repo, request->base);
	cdr_matcher_companions(matcher, request->companions);
	if (only)
		cdr_matcher_only(matcher, only);
	cdr_matcher_trace(matcher, trace);
	if (cdr_matcher_run(matcher, request->change, request->diff, explaining->arena, out) != 0)
		*out = (struct cdr_matched){ .hunks = NULL };
	cdr_matcher_free(matcher);
}

/* --- the verdict --------------------------------------------------------------- */

static bool shows(const struct cdr_hunk *hunk, struct cdr_spot spot)
{
	bool old = spot.side == CDR_SIDE_OLD;
	uint32_t start = old ? hunk->old_start : hunk->new_start;

	return spot.lineno >= start &&
	       spot.lineno < start + (old ? hunk->old_lines : hunk->new_lines);
}

/* Is FINDING on hunk HUNK about the line? PIECE: that a trigger looked at. */
static bool is_about(const struct cdr_explaining *explaining, const struct cdr_subject *piece,
		     const struct cdr_finding *finding, const struct cdr_hunk *hunk)
{
	const struct cdr_spot asked = explaining->request->spot;

	switch (explaining->request->rule->detector) {
	case CDR_MATCH:
	case CDR_NEED:
		return piece &&
		       cdr_subject_covers(piece, (struct cdr_spot){ finding->side, finding->line });
	case CDR_GUARD:
		return cdr_explain_is_lost(explaining, finding);
	case CDR_TOUCH:
		return shows(hunk, asked);
	case CDR_PLAIN:
	case CDR_BUILTIN:
	case CDR_TOOL:
		break;
	}
	return finding->side == asked.side && finding->line <= asked.lineno &&
	       asked.lineno <= finding->end_line;
}

/* The finding that decides: one that counts before one that is excused. */
static const struct cdr_finding *decisive(const struct cdr_explaining *explaining,
					  const struct cdr_subject *piece)
{
	const struct cdr_filediff *diff = explaining->request->diff;
	const struct cdr_finding *best = NULL;

	for (size_t i = 0; i < diff->n_hunks; i++)
		for (size_t k = 0; k < explaining->all.hunks[i].n_findings; k++) {
			const struct cdr_finding *finding = &explaining->all.hunks[i].findings[k];

			if (finding->rule == explaining->request->rule &&
			    is_about(explaining, piece, finding, &diff->hunks[i]) &&
			    (!best || (best->suppressed.ptr && !finding->suppressed.ptr)))
				best = finding;
		}
	return best;
}

/* What the rule says of giving up, or NULL. */
static const struct cdr_finding *gave_up(const struct cdr_explaining *explaining)
{
	const struct cdr_rule *unscannable = cdr_builtin_rule(CDR_BUILTIN_UNSCANNABLE);

	for (size_t i = 0; i < explaining->request->diff->n_hunks; i++)
		for (size_t k = 0; k < explaining->all.hunks[i].n_findings; k++) {
			const struct cdr_finding *finding = &explaining->all.hunks[i].findings[k];

			if (finding->rule == unscannable &&
			    cdr_str_eq(finding->anchor, explaining->request->rule->id))
				return finding;
		}
	return NULL;
}

static bool is_allow_entry(const struct cdr_registry *registry, struct cdr_str reason)
{
	const struct cdr_allow *allows;
	size_t n = cdr_registry_allows(registry, &allows);

	for (size_t i = 0; i < n; i++)
		if (allows[i].reason.ptr == reason.ptr)
			return true;
	return false;
}

static void tell_finding(struct cdr_explaining *explaining, const struct cdr_finding *finding)
{
	const struct cdr_rule *rule = explaining->request->rule;

	if (finding->severity != rule->severity)
		cdr_explain_add(explaining, CDR_EXPLAIN_NOTE, "severity", "%s, the rule's is %s",
				cdr_severity_name(finding->severity),
				cdr_severity_name(rule->severity));
	else
		cdr_explain_add(explaining, CDR_EXPLAIN_NOTE, "severity", "%s",
				cdr_severity_name(finding->severity));
	cdr_explain_add(explaining, CDR_EXPLAIN_NOTE, "message", "%.*s", CDR_FMT(finding->message));
	if (finding->suppressed.ptr)
		cdr_explain_add(explaining, CDR_EXPLAIN_NO,
				is_allow_entry(explaining->request->registry, finding->suppressed)
					? "allow"
					: "cdreview:allow",
				"%.*s", CDR_FMT(finding->suppressed));
}

/* The last step that speaks against the rule. */
static const struct cdr_explain_step *last_no(const struct cdr_explaining *explaining)
{
	for (size_t i = explaining->steps.n; i > 0; i--)
		if (explaining->steps.items[i - 1].mark == CDR_EXPLAIN_NO)
			return &explaining->steps.items[i - 1];
	return NULL;
}

static void silent(struct cdr_explaining *explaining, struct cdr_explanation *out)
{
	const struct cdr_explain_step *why = last_no(explaining);

	out->verdict = CDR_EXPLAIN_SILENT;
	out->words = CDR_STR("does not fire");
	if (why)
		out->words = cdr_str_from(
			cdr_arena_printf(explaining->arena, "does not fire: %.*s: %.*s",
					 CDR_FMT(why->about), CDR_FMT(why->words)));
}

static void conclude(struct cdr_explaining *explaining, const struct cdr_subject *piece,
		     struct cdr_explanation *out)
{
	const struct cdr_finding *finding = decisive(explaining, piece);
	const struct cdr_finding *limit = gave_up(explaining);

	if (finding)
		tell_finding(explaining, finding);
	if (finding && !finding->suppressed.ptr) {
		out->verdict = CDR_EXPLAIN_FIRES;
		out->words = CDR_STR("fires");
		if (finding->line)
			out->words = cdr_str_from(cdr_arena_printf(
				explaining->arena, "fires at %u:%u%s", finding->line, finding->col,
				finding->side == CDR_SIDE_OLD ? " of the old file" : ""));
	} else if (limit) {
		out->verdict = CDR_EXPLAIN_UNDECIDED;
		out->words = cdr_str_from(cdr_arena_printf(
			explaining->arena, "cannot be decided: %.*s", CDR_FMT(limit->message)));
	} else {
		silent(explaining, out);
	}
}

/* --- the rule ------------------------------------------------------------------ */

static void explain_touch(struct cdr_explaining *explaining)
{
	const struct cdr_filediff *diff = explaining->request->diff;

	for (size_t i = 0; i < diff->n_hunks; i++)
		if (shows(&diff->hunks[i], explaining->request->spot)) {
			cdr_explain_add(explaining, CDR_EXPLAIN_YES, "touch",
					"any change of the file is one");
			return;
		}
	cdr_explain_add(explaining, CDR_EXPLAIN_NO, "touch", "no hunk shows the line");
}

/* Whether there is anything that could look at the file. */
static bool explain_rule(struct cdr_explaining *explaining)
{
	const struct cdr_rule *rule = explaining->request->rule;

	if (rule->detector == CDR_PLAIN) {
		cdr_explain_add(explaining, CDR_EXPLAIN_NO, "plain",
				rule->bound.ptr ? "a sentence, enforced by %.*s"
						: "a sentence: a person's job%.*s",
				CDR_FMT(rule->bound));
		return false;
	}
	if (rule->detector == CDR_BUILTIN)
		cdr_explain_add(explaining, CDR_EXPLAIN_NOTE, "builtin",
				"part of the scan: it looks at every changed line");
	return true;
}

static const struct cdr_subject *explain(struct cdr_explaining *explaining)
{
	if (!explain_rule(explaining) || explaining->request->rule->detector == CDR_BUILTIN ||
	    !cdr_explain_file(explaining))
		return NULL;
	switch (explaining->request->rule->detector) {
	case CDR_MATCH:
	case CDR_NEED:
		return cdr_explain_trigger(explaining);
	case CDR_GUARD:
		cdr_explain_guards(explaining);
		break;
	case CDR_TOUCH:
		if (explaining->request->rule->detection->trigger.pattern)
			return cdr_explain_trigger(explaining);
		explain_touch(explaining);
		break;
	case CDR_PLAIN:
	case CDR_BUILTIN:
	case CDR_TOOL:
		break;
	}
	return NULL;
}

void cdr_explain(const struct cdr_explain_request *request, struct cdr_arena *arena,
		 struct cdr_explanation *out)
{
	struct cdr_explaining explaining = {
		.request = request,
		.arena = arena,
		.space = cdr_match_space_new(),
		.trace = { .arena = arena, .about = request->spot },
	};
	struct cdr_matched alone;
	const struct cdr_subject *piece;

	cdr_views_init(explaining.views, arena, request->diff);
	explaining.subjects =
		(struct cdr_subject_source){ arena, request->diff, explaining.views, NULL };
	scan(&explaining, NULL, NULL, &explaining.all);
	if (request->rule->detector != CDR_BUILTIN)
		scan(&explaining, request->rule, &explaining.trace, &alone);
	piece = explain(&explaining);
	conclude(&explaining, piece, out);
	out->rule = request->rule;
	out->change = request->change;
	out->steps = explaining.steps.items;
	out->n_steps = explaining.steps.n;
	cdr_match_space_free(explaining.space);
}
