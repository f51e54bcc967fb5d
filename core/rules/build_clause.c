/*
 * build_clause.c - one pattern of a rule with all that narrows it. A key that
 * could never have an effect is a fault: its author believes it has one.
 */
#include "rules/build_work.h"

#include "rules/ascii.h"

#include <stdio.h>

/* --- groups -------------------------------------------------------------- */

/* One or two digits as a number, else -1. */
static int small_number(struct cdr_str text)
{
	int number = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (!cdr_is_digit(text.ptr[i]) || text.len > 2)
			return -1;
		number = number * 10 + (text.ptr[i] - '0');
	}
	return text.len ? number : -1;
}

int cdr_build_group(struct cdr_build_work *work, const struct cdr_pattern *pattern,
		    const struct cdr_value *value, const char *key)
{
	int group;

	if (!pattern)
		return -1;
	group = cdr_pattern_group(pattern, value->text);
	if (group < 0 && small_number(value->text) <= cdr_pattern_groups(pattern))
		group = small_number(value->text);
	if (group >= 0)
		return group;
	cdr_diags_error(work->diags, value->at, "%s: the expression has no group \"%.*s\"", key,
			CDR_FMT(value->text));
	cdr_diags_hint(work->diags, "name it in the expression as (?<%.*s>...)",
		       CDR_FMT(value->text));
	return -1;
}

/* --- numbers ------------------------------------------------------------- */

static bool is_relative(enum cdr_numeric_op op)
{
	return op == CDR_INCREASED || op == CDR_DECREASED;
}

static void check_value(struct cdr_build_work *work, const struct cdr_numeric_form *form,
			struct cdr_numeric *out)
{
	bool relative = is_relative(out->op);

	if (relative && form->value.at) {
		cdr_diags_error(work->diags, form->value.at, "numeric: value without gt or lt");
		cdr_diags_hint(work->diags,
			       "increased and decreased compare with the number that was there");
	} else if (!relative && !form->value.at) {
		cdr_diags_error(work->diags, form->at, "numeric: gt and lt need a value");
	} else if (!relative && !cdr_number_parse(form->value.text, &out->value)) {
		cdr_diags_error(work->diags, form->value.at, "numeric: \"%.*s\" is not a number",
				CDR_FMT(form->value.text));
		cdr_diags_hint(work->diags, "such as 10, 0x1f, 2.5, 30s, 80%% or 60 * 60");
	}
}

const struct cdr_numeric *cdr_build_numeric(struct cdr_build_work *work,
					    const struct cdr_numeric_form *form,
					    const struct cdr_pattern *groups_of)
{
	struct cdr_numeric *out;

	if (!form || !form->op || !form->group.at)
		return NULL;
	out = CDR_NEW(work->diags->arena, struct cdr_numeric);
	out->op = (enum cdr_numeric_op)cdr_choice(form->op, CDR_INCREASED);
	out->group = cdr_build_group(work, groups_of, &form->group, "numeric.group");
	check_value(work, form, out);
	return out->group < 0 ? NULL : out;
}

static void check_relative(struct cdr_build_work *work, const struct cdr_build_clause *what,
			   const struct cdr_numeric *numeric)
{
	if (!numeric || !is_relative(numeric->op) || what->is_trigger)
		return;
	cdr_diags_error(work->diags, what->form->numeric->at,
			"%s: only match and when know the number that was there before", what->key);
	cdr_diags_hint(work->diags, "compare with a constant: op gt or lt, and a value");
}

/* --- expressions ---------------------------------------------------------- */

static void refuse_hole(struct cdr_build_work *work, const struct cdr_build_clause *what,
			struct cdr_str name)
{
	cdr_diags_error(work->diags, what->form->re.at, "%s.re: {%.*s} is no group of the trigger",
			what->key, CDR_FMT(name));
	cdr_diags_hint(work->diags, "a brace that is meant is written \\{");
}

/* What the expression would be with a value: it must compile, and it has the groups. */
static struct cdr_pattern *build_sample(struct cdr_build_work *work, const struct cdr_value *re,
					const struct cdr_template *holes, const char *key)
{
	struct cdr_value sample = { { NULL, 0 }, re->at };
	struct cdr_pattern *pattern;
	struct cdr_buf text;

	cdr_buf_init(&text, CDR_TEMPLATE_BYTES);
	cdr_template_sample(holes, CDR_STR("x"), &text);
	sample.text = cdr_str_copy(work->diags->arena, cdr_buf_str(&text));
	pattern = cdr_pattern_build(work->builder, &sample, key);
	cdr_buf_release(&text);
	return pattern;
}

/* Sets the clause's expression; the pattern that has its groups comes back, or NULL. */
static const struct cdr_pattern *build_expression(struct cdr_build_work *work,
						  const struct cdr_build_clause *what,
						  struct cdr_clause *clause)
{
	const struct cdr_value *re = &what->form->re;
	struct cdr_str unknown = { NULL, 0 };
	char key[32];

	snprintf(key, sizeof(key), "%s.re", what->key);
	if (!what->is_trigger)
		clause->holes =
			cdr_template_parse(work->diags->arena, re->text, what->holes_of, &unknown);
	if (unknown.len)
		refuse_hole(work, what, unknown);
	if (clause->holes)
		return build_sample(work, re, clause->holes, key);
	clause->pattern = cdr_pattern_build(work->builder, re, key);
	return clause->pattern;
}

/* --- sides and scopes ------------------------------------------------------ */

static bool is_of_range(const struct cdr_build_clause *what)
{
	return cdr_choice(what->form->scope, what->defaults.scope) == CDR_SCOPE_RANGE;
}

static void check_range(struct cdr_build_work *work, const struct cdr_build_clause *what,
			const struct cdr_clause *clause)
{
	if (what->is_trigger) {
		cdr_diags_error(work->diags, what->form->at, "%s: a trigger has no scope range",
				what->key);
		cdr_diags_hint(work->diags, "need and unless may look at the whole range");
	} else if (clause->side == CDR_ON_OLD || clause->side == CDR_ON_NEW ||
		   clause->side == CDR_ON_CONTEXT) {
		cdr_diags_error(work->diags, what->form->at,
				"%s: in scope range side is added, removed or changed", what->key);
	}
}

/* A line, statement or entity is looked at in the version that the trigger matched in. */
static void check_version(struct cdr_build_work *work, const struct cdr_build_clause *what,
			  const struct cdr_clause *clause)
{
	bool both = clause->side == CDR_ON_CHANGED || what->defaults.side == CDR_ON_CHANGED ||
		    work->out->trigger.side == CDR_ON_CHANGED;

	if (what->is_trigger || !what->form->side || both || clause->scope >= CDR_SCOPE_HUNK ||
	    cdr_match_side_is_old(clause->side) == cdr_match_side_is_old(what->defaults.side))
		return;
	cdr_diags_error(work->diags, what->form->at,
			"%s: the %s of a match is of one version, side %s of the other", what->key,
			cdr_scope_name(clause->scope), cdr_match_side_name(clause->side));
	cdr_diags_hint(work->diags, "scope hunk or file knows both versions");
}

static void check_place(struct cdr_build_work *work, const struct cdr_build_clause *what,
			const struct cdr_clause *clause)
{
	if (clause->scope == CDR_SCOPE_RANGE)
		check_range(work, what, clause);
	else
		check_version(work, what, clause);
}

/* --- the clause ------------------------------------------------------------- */

struct cdr_clause cdr_build_clause(struct cdr_build_work *work, const struct cdr_build_clause *what)
{
	const struct cdr_clause_form *form = what->form;
	enum cdr_match_side side = is_of_range(what) ? CDR_ON_ADDED : what->defaults.side;
	struct cdr_clause clause = {
		.side = (enum cdr_match_side)cdr_choice(form->side, side),
		.scope = (enum cdr_scope)cdr_choice(form->scope, what->defaults.scope),
		.mask = cdr_choice(form->mask, what->defaults.mask),
		.paths = form->paths.items,
		.n_paths = form->paths.n,
		.nth = what->is_trigger ? 0 : ++work->n_clauses,
	};
	const struct cdr_pattern *groups_of = build_expression(work, what, &clause);

	clause.not_re = cdr_pattern_build(work->builder, &form->negation, "not");
	clause.numeric = cdr_build_numeric(work, form->numeric, groups_of);
	check_relative(work, what, clause.numeric);
	check_place(work, what, &clause);
	return clause;
}
