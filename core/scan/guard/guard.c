/*
 * guard.c - a protection that was there and is not any more, on something
 * that still is: dropped, commented out, weakened or changed. A file that was
 * renamed is a deletion and an addition, so it is compared with what it was.
 */
#include "scan/guard/guard.h"

#include "scan/clause.h"
#include "scan/guard/census.h"
#include "scan/guard/idle.h"
#include "scan/guard/strength.h"
#include "scan/guard/text.h"
#include "scan/trace.h"

#define COMMENT_REACH 20u  /* lines above an entity where its commented-out guard is looked for */
#define COMMENT_LINES 400u /* of the entity that are looked through for it */
#define QUOTED_BYTES 80u   /* of a guard's text in a message */

/* What is compared with the file as it is. */
struct past {
	const struct cdr_filediff *diff; /* from then to now; NULL: there is nothing to lose */
	struct cdr_view *view;
	bool renamed;
};

struct loss {
	const struct cdr_held *was;
	const struct cdr_held *is;         /* what stands in its place, or NULL */
	const struct cdr_entity *guarded;  /* as it was; NULL: the file */
	const struct cdr_entity *survivor; /* as it is */
	bool weakened, commented, renamed;
	bool idle; /* it stands there, and does nothing */
};

static bool is_commented_out(struct cdr_filescan *scan, const struct loss *loss)
{
	struct cdr_view *view = &scan->views[CDR_SIDE_NEW];
	struct cdr_lines lines = { 1, COMMENT_LINES };
	struct cdr_str text;

	if (loss->survivor) {
		uint32_t from = loss->survivor->lines.from;

		lines.from = from > COMMENT_REACH ? from - COMMENT_REACH : 1;
		lines.to = loss->survivor->lines.to;
		if (lines.to > from + COMMENT_LINES)
			lines.to = from + COMMENT_LINES;
	}
	text = cdr_guard_commented(cdr_view_lines(view, lines, 0),
				   cdr_view_lines(view, lines, CDR_MASK_COMMENTS), scan->scratch);
	return cdr_guard_contains(text, loss->was->words);
}

/* --- telling --------------------------------------------------------------- */

/* How far HUNK is from old lines [FROM, TO]: 0 when it took one away, 1 when it shows the first. */
static uint32_t distance(const struct cdr_hunk *hunk, uint32_t from, uint32_t to)
{
	uint32_t apart = hunk->old_start > from ? hunk->old_start - from : from - hunk->old_start;

	if (hunk->n_lines == 0)
		return UINT32_MAX;
	for (size_t i = 0; i < hunk->n_lines; i++) {
		const struct cdr_line *line = &hunk->lines[i];

		if (line->origin == '-' && line->old_lineno >= from && line->old_lineno <= to)
			return 0;
		if (line->old_lineno == from)
			apart = 0;
	}
	return apart + 1;
}

static size_t nearest_hunk(const struct cdr_filediff *diff, uint32_t from, uint32_t to)
{
	size_t nearest = 0;
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < diff->n_hunks; i++) {
		uint32_t apart = distance(&diff->hunks[i], from, to);

		if (apart < least) {
			least = apart;
			nearest = i;
		}
	}
	return nearest;
}

/* As written but in one line, cut where a character ends. */
static struct cdr_str quoted(struct cdr_str text, struct cdr_arena *arena)
{
	char *out = cdr_arena_alloc(arena, text.len);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';

		if (!space)
			out[len++] = c;
		else if (len > 0 && out[len - 1] != ' ')
			out[len++] = ' ';
	}
	if (len > QUOTED_BYTES) {
		len = QUOTED_BYTES;
		while (len > 0 && ((unsigned char)out[len] & 0xC0) == 0x80)
			len--;
	}
	return (struct cdr_str){ out, len };
}

/* What was guarded, for people: the entity, the route, or the file. */
static struct cdr_str anchor_of(const struct cdr_filescan *scan, const struct loss *loss)
{
	if (loss->was->key.literal.len)
		return loss->was->key.literal;
	return loss->guarded ? loss->guarded->name : scan->diff->file.path;
}

static struct cdr_str message(struct cdr_filescan *scan, const struct loss *loss)
{
	struct cdr_str was = quoted(loss->was->text, scan->scratch);
	struct cdr_str name = anchor_of(scan, loss);

	const char *when = loss->renamed ? " while the file was renamed" : "";

	if (loss->idle)
		return cdr_str_from(cdr_arena_printf(scan->arena,
						     "%.*s of %.*s has no effect any more%s",
						     CDR_FMT(was), CDR_FMT(name), when));
	if (loss->is) {
		struct cdr_str is = quoted(loss->is->text, scan->scratch);

		return cdr_str_from(cdr_arena_printf(
			scan->arena, "%.*s of %.*s was %s to %.*s%s", CDR_FMT(was), CDR_FMT(name),
			loss->weakened ? "weakened" : "changed", CDR_FMT(is), when));
	}
	return cdr_str_from(cdr_arena_printf(scan->arena, "%.*s of %.*s was %s%s", CDR_FMT(was),
					     CDR_FMT(name),
					     loss->commented ? "commented out" : "dropped", when));
}

/* Where the guard stood, in the old file. */
static size_t place_old(struct cdr_filescan *scan, const struct loss *loss,
			struct cdr_extent *extent)
{
	struct cdr_view *view = &scan->views[CDR_SIDE_OLD];

	*extent = (struct cdr_extent){ .from = { .side = CDR_SIDE_OLD },
				       .to = { .side = CDR_SIDE_OLD } };
	extent->from.lineno = cdr_view_locate(view, loss->was->span.from, &extent->col);
	extent->to.lineno = cdr_view_locate(view, loss->was->span.to, &extent->end_col);
	return nearest_hunk(scan->diff, extent->from.lineno, extent->to.lineno);
}

/* The head of what it guarded: of an added file there is no other side to point at. */
static size_t place_new(struct cdr_filescan *scan, const struct loss *loss,
			struct cdr_extent *extent)
{
	const struct cdr_spot head = { CDR_SIDE_NEW, loss->survivor ? loss->survivor->head : 1 };
	struct cdr_str line = cdr_view_line(&scan->views[CDR_SIDE_NEW], head.lineno, 0);

	*extent = (struct cdr_extent){ head, head, 1, (uint32_t)line.len + 1 };
	for (size_t i = 0; i < scan->diff->n_hunks; i++)
		if (scan->diff->hunks[i].kind == CDR_HUNK_TEXT)
			return i;
	return 0;
}

static void tell(struct cdr_filescan *scan, const struct cdr_rule *rule, const struct loss *loss)
{
	struct cdr_extent extent;
	size_t hunk =
		loss->renamed ? place_new(scan, loss, &extent) : place_old(scan, loss, &extent);
	struct cdr_finding *finding = cdr_filescan_add(scan, hunk, rule, &extent);

	if (!finding)
		return;
	finding->anchor = cdr_str_copy(scan->arena, anchor_of(scan, loss));
	finding->message = message(scan, loss);
	if (loss->is && !loss->weakened && !loss->idle && finding->severity > CDR_INFO)
		finding->severity--;
}

/* --- the rule ------------------------------------------------------------ */

/* 1 if TEXT is what the rule calls weaker, 0 if not, or CDR_EPATTERN. */
static int looks_weaker(struct cdr_filescan *scan, const struct cdr_guard *guard,
			struct cdr_str text, struct cdr_err *err)
{
	struct cdr_match match;
	int rc;

	if (!guard->weaker)
		return 0;
	rc = cdr_pattern_find(guard->weaker, scan->space, (struct cdr_search){ text, 0 }, &match,
			      err);
	return rc == CDR_ENOTFOUND ? 0 : rc < 0 ? rc : 1;
}

/* What stands in the guard's place, if anything: 1 if that is a loss, 0 if not, or CDR_EPATTERN. */
static int judge(struct cdr_filescan *scan, const struct cdr_guard *guard, struct loss *loss,
		 struct cdr_guards *new_side, struct cdr_err *err)
{
	struct cdr_held *is = cdr_guards_replacement(new_side, loss->was);
	enum cdr_strength strength;
	int weaker;

	loss->is = is;
	if (!is) {
		loss->commented = is_commented_out(scan, loss);
		return 1;
	}
	is->paired = true;
	loss->idle = is->idle && !loss->was->idle;
	if (loss->idle)
		return 1;
	weaker = looks_weaker(scan, guard, is->text, err);
	if (weaker == 1)
		weaker = !looks_weaker(scan, guard, loss->was->text, err);
	if (weaker < 0)
		return weaker;
	strength = cdr_guard_strength(loss->was->words, is->words, scan->scratch);
	loss->weakened = weaker || strength == CDR_GUARD_WEAKER;
	return loss->weakened || strength == CDR_GUARD_OTHER;
}

static enum cdr_trace_fate fate_of(const struct loss *loss, bool lost)
{
	if (loss->idle)
		return CDR_FATE_IDLE;
	if (!loss->is)
		return loss->commented ? CDR_FATE_COMMENTED : CDR_FATE_DROPPED;
	if (!lost)
		return CDR_FATE_REPLACED;
	return loss->weakened ? CDR_FATE_WEAKENED : CDR_FATE_CHANGED;
}

static int compare_sides(struct cdr_filescan *scan, const struct cdr_rule *rule,
			 const struct past *past, struct cdr_guards sides[2], struct cdr_err *err)
{
	struct cdr_guards *was = &sides[CDR_SIDE_OLD], *is = &sides[CDR_SIDE_NEW];
	int rc = 0;

	cdr_guards_pair(past->diff, was, is, scan->scratch);
	for (size_t i = 0; i < was->held.n && rc >= 0; i++) {
		struct loss loss = { .was = &was->held.items[i], .renamed = past->renamed };

		if (loss.was->paired || loss.was->place == CDR_GONE) {
			cdr_trace_guard(scan->trace, sides, CDR_SIDE_OLD, loss.was,
					loss.was->paired ? CDR_FATE_KEPT : CDR_FATE_RETIRED);
			continue;
		}
		if (loss.was->entity != CDR_NO_ENTITY) {
			loss.guarded = &was->entities[loss.was->entity];
			loss.survivor = &is->entities[loss.was->place];
		}
		rc = judge(scan, &rule->detection->guard, &loss, is, err);
		if (rc == 1)
			tell(scan, rule, &loss);
		if (rc >= 0)
			cdr_trace_guard(scan->trace, sides, CDR_SIDE_OLD, loss.was,
					fate_of(&loss, rc == 1));
	}
	cdr_trace_new_guards(scan->trace, sides);
	return rc < 0 ? rc : 0;
}

/* Which of the guards of SIDE do nothing. */
static void tell_idle(struct cdr_guards *guards, struct cdr_guard_ground *ground, int side,
		      struct cdr_arena *arena)
{
	uint32_t col;

	if (!ground->idle[side])
		ground->idle[side] = cdr_idle_of(guards->view, arena);

	for (size_t i = 0; i < guards->held.n; i++) {
		struct cdr_held *held = &guards->held.items[i];

		held->idle |= cdr_idle_covers(ground->idle[side],
					      cdr_view_locate(guards->view, held->span.from, &col),
					      held->words);
	}
}

/* Worked out once for all rules. Who asks why wants to hear of every guard. */
static struct cdr_guard_ground *ground_of(struct cdr_filescan *scan, const struct past *past)
{
	const struct cdr_passing passing = { past->diff, past->view, &scan->views[CDR_SIDE_NEW] };
	struct cdr_guard_ground *ground;

	if (scan->ground)
		return scan->ground;
	ground = cdr_arena_alloc(scan->scratch, sizeof(*ground));
	if (scan->trace)
		cdr_guard_ground_all(ground, &passing, scan->scratch);
	else
		cdr_guard_ground_changed(ground, &passing, scan->scratch);
	if (scan->trace || scan->plain || ground->reread)
		ground->stirred = CDR_STIRRED;
	scan->ground = ground;
	return ground;
}

static bool is_stirred(struct cdr_guard_ground *ground, const struct cdr_passing *passing)
{
	if (ground->stirred == CDR_STIRRED_UNKNOWN)
		ground->stirred = cdr_idle_is_stirred(passing) ? CDR_STIRRED : CDR_NOT_STIRRED;
	return ground->stirred == CDR_STIRRED;
}

/* The guards of the old side that may be lost. */
static int collect_old(struct cdr_filescan *scan, const struct cdr_rule *rule,
		       const struct past *past, struct cdr_guards *out, struct cdr_err *err)
{
	const struct cdr_passing passing = { past->diff, past->view, &scan->views[CDR_SIDE_NEW] };
	struct cdr_guard_ground *ground = ground_of(scan, past);
	struct cdr_guard_place was = { &rule->detection->guard, past->view,
				       &ground->open[CDR_SIDE_OLD], CDR_SIDE_OLD };
	int rc = cdr_guards_collect(out, scan, &was, err);

	/* what is idle costs more than all else, and is all one where no guard stands */
	if (rc < 0 || !cdr_census_take(scan, rule, &was, out) || !is_stirred(ground, &passing))
		return rc;
	cdr_guard_ground_idle(ground, &passing, scan->scratch);
	return cdr_guards_collect(out, scan, &was, err);
}

static int compare(struct cdr_filescan *scan, const struct cdr_rule *rule, const struct past *past,
		   struct cdr_err *err)
{
	struct cdr_guards sides[2];
	struct cdr_guard_place is = { &rule->detection->guard, &scan->views[CDR_SIDE_NEW], NULL,
				      CDR_SIDE_NEW };
	int rc = collect_old(scan, rule, past, &sides[CDR_SIDE_OLD], err);

	if (rc < 0 || sides[CDR_SIDE_OLD].held.n == 0 || !cdr_words_stand(scan, rule))
		return rc;
	is.open = &scan->ground->open[CDR_SIDE_NEW];
	rc = cdr_guards_collect(&sides[CDR_SIDE_NEW], scan, &is, err);
	if (rc < 0)
		return rc;
	for (int side = 0; side < 2; side++)
		tell_idle(&sides[side], scan->ground, side, scan->scratch);
	return compare_sides(scan, rule, past, sides, err);
}

static bool has_text_hunk(const struct cdr_filediff *diff)
{
	for (size_t i = 0; i < diff->n_hunks; i++)
		if (diff->hunks[i].kind == CDR_HUNK_TEXT)
			return true;
	return false;
}

static struct past past_of(struct cdr_filescan *scan)
{
	struct cdr_view *view = &scan->views[CDR_SIDE_OLD];
	struct past past = { .view = view };

	if (!has_text_hunk(scan->diff) || scan->views[CDR_SIDE_NEW].text.len == 0)
		return past;
	if (view->text.len > 0) {
		past.diff = scan->diff;
		return past;
	}
	past.diff = cdr_before_renaming(scan);
	past.view = &scan->before.renamed;
	past.renamed = true;
	return past;
}

void cdr_guard_run(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	const struct past past = past_of(scan);
	struct cdr_err err = { 0 };

	if (past.diff && compare(scan, rule, &past, &err) < 0)
		cdr_filescan_gave_up(scan, 0, rule, &err);
}
