/*
 * build_detection.c - which detector a rule is, its clauses, and what of it waits.
 *
 * The loader knows more than the scanner can do yet. A rule that uses such a
 * key is inactive as a whole: firing with an excuse missing would be noise,
 * firing with half a condition a lie.
 */
#include "rules/build.h"

#include "rules/ascii.h"
#include "rules/language.h"

#include <stdio.h>

struct work {
	struct cdr_builder *builder;
	struct cdr_diags *diags;
	const struct cdr_rule_form *form;
	struct cdr_detection *out;
	struct cdr_buf waits; /* reasons, joined */
};

static void waits_for(struct work *work, const char *what, const char *detail)
{
	if (work->waits.len)
		cdr_buf_adds(&work->waits, ", ");
	cdr_buf_adds(&work->waits, what);
	cdr_buf_adds(&work->waits, detail);
}

struct cdr_pattern *cdr_pattern_build(struct cdr_builder *builder, const struct cdr_value *re,
				      const char *key)
{
	struct cdr_pattern *pattern = NULL;
	struct cdr_err err = { 0 };
	size_t offset = 0;

	if (!re->at)
		return NULL;
	if (cdr_pattern_new(&pattern, re->text, &offset, &err) != CDR_OK) {
		cdr_diags_error(builder->diags, re->at, "%s: %s", key, err.message);
		cdr_diags_locate(builder->diags, re->at, offset);
		if (err.hint[0])
			cdr_diags_hint(builder->diags, "%s", err.hint);
		return NULL;
	}
	*cdr_vec_push(builder->diags->arena, &builder->patterns) = pattern;
	return pattern;
}

static void need_literal(struct work *work, const struct cdr_pattern *pattern,
			 const struct cdr_value *re, const char *key)
{
	const struct cdr_str *literals;

	if (!pattern || work->form->paths.at || cdr_pattern_literals(pattern, &literals) > 0)
		return;
	cdr_diags_error(work->diags, re->at, "%s: no text that every match contains, and no paths",
			key);
	cdr_diags_hint(work->diags, "give the rule `paths`, or let `re` spell out two characters");
}

/* --- templates ----------------------------------------------------------- */

/* True if RE has a hole {name} that is a named group of TRIGGER. */
static bool has_hole(struct cdr_str re, const struct cdr_pattern *trigger)
{
	for (size_t i = 0; trigger && i < re.len; i++) {
		size_t end = i + 1;

		if (re.ptr[i] == '\\') {
			i++;
			continue;
		}
		while (re.ptr[i] == '{' && end < re.len && cdr_is_word(re.ptr[end]))
			end++;
		if (re.ptr[i] == '{' && end < re.len && re.ptr[end] == '}' &&
		    cdr_pattern_group(trigger, cdr_str_sub(re, i + 1, end)) >= 0)
			return true;
	}
	return false;
}

/* --- clauses ------------------------------------------------------------- */

static void copy_values(const struct cdr_values *values, const struct cdr_str **out, size_t *n)
{
	*out = values->items;
	*n = values->n;
}

static struct cdr_clause clause_of(struct work *work, const struct cdr_clause_form *form,
				   const char *key, const struct cdr_clause *defaults)
{
	struct cdr_clause clause = {
		.side = (enum cdr_match_side)cdr_choice(form->side, defaults->side),
		.scope = (enum cdr_scope)cdr_choice(form->scope, defaults->scope),
		.mask = cdr_choice(form->mask, defaults->mask),
	};
	char re_key[32];

	snprintf(re_key, sizeof(re_key), "%s.re", key);
	copy_values(&form->paths, &clause.paths, &clause.n_paths);
	if (has_hole(form->re.text, defaults->pattern)) {
		clause.template_re = form->re.text;
		waits_for(work, key, ": group template");
	} else {
		clause.pattern = cdr_pattern_build(work->builder, &form->re, re_key);
	}
	if (form->numeric)
		waits_for(work, key, ": numeric");
	if (form->negation.at) {
		cdr_pattern_build(work->builder, &form->negation, "not");
		waits_for(work, key, ": not");
	}
	return clause;
}

static void only_scopes(struct work *work, const struct cdr_clause *clause, const char *key,
			unsigned active)
{
	if (active & 1u << clause->scope)
		return;
	waits_for(work, key, " scope: ");
	cdr_buf_adds(&work->waits, cdr_scope_name(clause->scope));
}

#define LINE_STATEMENT (1u << CDR_SCOPE_LINE | 1u << CDR_SCOPE_STATEMENT)

static void build_trigger(struct work *work, const struct cdr_clause_form *form, const char *key)
{
	bool needs = form == work->form->when;
	const struct cdr_clause defaults = {
		.side = CDR_ON_ADDED,
		.scope = needs ? CDR_SCOPE_STATEMENT : CDR_SCOPE_LINE,
	};

	work->out->has_trigger = true;
	work->out->trigger = clause_of(work, form, key, &defaults);
	need_literal(work, work->out->trigger.pattern, &form->re, key);
	only_scopes(work, &work->out->trigger, key,
		    needs ? LINE_STATEMENT : LINE_STATEMENT | 1u << CDR_SCOPE_HUNK);
}

/* What `need` and `unless` take over from the trigger: its mask, its groups, its version of the
 * file. */
static struct cdr_clause companion_defaults(const struct cdr_clause *trigger)
{
	struct cdr_clause defaults = *trigger;

	if (trigger->side == CDR_ON_REMOVED || trigger->side == CDR_ON_OLD)
		defaults.side = CDR_ON_OLD;
	else
		defaults.side = CDR_ON_NEW;
	return defaults;
}

static void no_paths(struct work *work, const struct cdr_clause *clause, const char *key)
{
	if (clause->n_paths)
		waits_for(work, key, ": paths");
}

static void build_need(struct work *work)
{
	struct cdr_clause defaults = companion_defaults(&work->out->trigger);

	defaults.scope = CDR_SCOPE_STATEMENT;
	work->out->has_need = true;
	work->out->need = clause_of(work, work->form->need, "need", &defaults);
	only_scopes(work, &work->out->need, "need", 1u << CDR_SCOPE_STATEMENT);
	no_paths(work, &work->out->need, "need");
}

static void build_unless(struct work *work)
{
	struct cdr_clause defaults = companion_defaults(&work->out->trigger);
	size_t n = work->form->unless.n;
	struct cdr_clause *clauses =
		cdr_arena_alloc(work->diags->arena, (n + 1) * sizeof(*clauses));

	for (size_t i = 0; i < n; i++) {
		clauses[i] = clause_of(work, work->form->unless.items[i], "unless", &defaults);
		only_scopes(work, &clauses[i], "unless", LINE_STATEMENT | 1u << CDR_SCOPE_HUNK);
		no_paths(work, &clauses[i], "unless");
	}
	work->out->unless = clauses;
	work->out->n_unless = n;
}

/* --- groups, accept, redact ---------------------------------------------- */

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

/* Number of the group that VALUE names, or -1 after a fault. */
static int group_of(struct work *work, const struct cdr_value *value, const char *key)
{
	const struct cdr_pattern *pattern = work->out->trigger.pattern;
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

static void build_accept(struct work *work)
{
	const struct cdr_accept_form *form = work->form->accept;
	struct cdr_accept *accept = &work->out->accept;

	work->out->has_accept = true;
	accept->group = form->group.at ? group_of(work, &form->group, "accept.group") : 0;
	accept->min_entropy = form->min_entropy;
	accept->must_digit = form->must & 1u << 0;
	accept->must_alpha = form->must & 1u << 1;
	accept->must_upper = form->must & 1u << 2;
	accept->must_lower = form->must & 1u << 3;
	accept->must_special = form->must & 1u << 4;
	copy_values(&form->stopwords, &accept->stopwords, &accept->n_stopwords);
	accept->not_re = cdr_pattern_build(work->builder, &form->negation, "accept.not");
}

/* --- detectors ----------------------------------------------------------- */

static void build_guard(struct work *work)
{
	const struct cdr_guard_form *form = work->form->guard;
	struct cdr_guard *guard = &work->out->guard;

	work->out->has_guard = true;
	guard->pattern = cdr_pattern_build(work->builder, &form->re, "guard.re");
	need_literal(work, guard->pattern, &form->re, "guard.re");
	guard->weaker = cdr_pattern_build(work->builder, &form->weaker, "guard.weaker");
	guard->anchor = cdr_choice(form->anchor, CDR_ANCHOR_ENTITY);
	if (guard->anchor == CDR_ANCHOR_CLASS)
		waits_for(work, "guard anchor: ", "class");
	if (guard->anchor == CDR_ANCHOR_FILE)
		waits_for(work, "guard anchor: ", "file");
}

static void build_touch(struct work *work)
{
	const struct cdr_touch_form *form = work->form->touch;

	work->out->has_touch = true;
	work->out->touch.side = CDR_ON_CHANGED;
	work->out->touch.pattern = cdr_pattern_build(work->builder, &form->re, "touch.re");
	copy_values(&form->paths, &work->out->touch.paths, &work->out->touch.n_paths);
}

static bool check_combination(struct work *work)
{
	const struct cdr_rule_form *form = work->form;
	int n = !!form->match + !!(form->when || form->need) + !!form->guard + !!form->touch;
	size_t n_errors = work->diags->n_errors;

	if (n > 1) {
		cdr_diags_error(work->diags, form->at, "one rule has several detectors");
		cdr_diags_hint(work->diags,
			       "match, when with need, guard and touch are a rule each");
	}
	if (form->need && !form->when) {
		cdr_diags_error(work->diags, form->need->at, "need without when");
		cdr_diags_hint(work->diags, "`when` says what makes `need` a duty");
	}
	if (form->when && !form->need) {
		cdr_diags_error(work->diags, form->when->at, "when without need");
		cdr_diags_hint(work->diags, "to flag the pattern itself call it `match`");
	}
	if (!form->match && !form->when) {
		if (form->unless.at)
			cdr_diags_error(work->diags, form->unless.at,
					"unless without match or when");
		if (form->accept)
			cdr_diags_error(work->diags, form->accept->at,
					"accept without match or when");
		if (form->redact.at)
			cdr_diags_error(work->diags, form->redact.at,
					"redact without match or when");
	}
	return work->diags->n_errors == n_errors;
}

static enum cdr_detector build_detector(struct work *work)
{
	const struct cdr_rule_form *form = work->form;

	if (form->guard) {
		build_guard(work);
		return CDR_GUARD;
	}
	if (form->touch) {
		build_touch(work);
		return CDR_TOUCH;
	}
	if (!form->match && !form->when)
		return CDR_PLAIN;
	build_trigger(work, form->match ? form->match : form->when, form->match ? "match" : "when");
	build_unless(work);
	if (form->need)
		build_need(work);
	if (form->accept)
		build_accept(work);
	if (form->redact.at)
		work->out->redact = group_of(work, &form->redact, "redact");
	return form->match ? CDR_MATCH : CDR_NEED;
}

static void build_languages(struct work *work)
{
	const struct cdr_values *languages = &work->form->languages;

	copy_values(languages, &work->out->languages, &work->out->n_languages);
	for (size_t i = 0; i < languages->n; i++) {
		struct cdr_guess guess;

		if (cdr_language_named(languages->items[i]))
			continue;
		cdr_diags_error(work->diags, cdr_values_at(languages, i),
				"languages: \"%.*s\" is not known", CDR_FMT(languages->items[i]));
		guess = cdr_guess_for(work->diags, languages->items[i]);
		for (size_t k = 0; cdr_language_at(k); k++)
			cdr_guess_try(&guess, cdr_str_from(cdr_language_name(cdr_language_at(k))));
		if (!cdr_guess_hint(&guess, work->diags))
			cdr_diags_hint(work->diags, "use `paths` for files of this kind");
	}
}

static void build_files(struct work *work)
{
	static const char letters[] = "AMDRT";
	char status[sizeof(letters)];
	size_t n = 0;

	copy_values(&work->form->paths, &work->out->paths, &work->out->n_paths);
	copy_values(&work->form->exclude, &work->out->exclude, &work->out->n_exclude);
	build_languages(work);
	for (size_t i = 0; letters[i]; i++)
		if (work->form->status & 1u << i)
			status[n++] = letters[i];
	if (n)
		work->out->status = cdr_str_copy(work->diags->arena, (struct cdr_str){ status, n });
}

enum cdr_detector cdr_detection_build(struct cdr_builder *builder, const struct cdr_rule_form *form,
				      struct cdr_detection *out, struct cdr_str *inactive)
{
	struct work work = {
		.builder = builder, .diags = builder->diags, .form = form, .out = out
	};
	enum cdr_detector detector = CDR_PLAIN;

	cdr_buf_init(&work.waits, 400);
	out->redact = -1;
	build_files(&work);
	if (check_combination(&work))
		detector = build_detector(&work);
	if (form->numeric)
		waits_for(&work, "numeric", "");
	if (form->escalate.n)
		waits_for(&work, "escalate", "");
	if (form->mode)
		waits_for(&work, "mode", "");
	if (work.waits.len)
		*inactive = cdr_str_copy(builder->diags->arena, cdr_buf_str(&work.waits));
	cdr_buf_release(&work.waits);
	return detector;
}
