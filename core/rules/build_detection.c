/*
 * build_detection.c - which detector a rule is, and whether its keys belong to it.
 *
 * The keys that are there say so; a key beside a detector that has no use for it is a fault.
 */
#include "rules/build_work.h"

#include "rules/ascii.h"
#include "rules/framework.h"
#include "rules/language.h"
#include "rules/prepared.h"

#include <string.h>

/* What the build knows of RE as the pack has it; with its holes filled it is another one. */
static void set_needs(struct cdr_builder *builder, struct cdr_pattern *pattern,
		      const struct cdr_value *re)
{
	const struct cdr_prepared *prepared = re->at->prepared;

	if (prepared && re->text.ptr == re->at->text.ptr)
		cdr_pattern_set_needs(pattern,
				      cdr_needs_copy(&prepared->needs, builder->diags->arena));
}

static void keep_expression(struct cdr_builder *builder, const struct cdr_value *re,
			    const char *key)
{
	struct cdr_arena *arena = builder->diags->arena;
	struct cdr_expression expression = { *re, cdr_str_copy(arena, cdr_str_from(key)) };

	*cdr_vec_push(arena, &builder->expressions) = expression;
}

struct cdr_pattern *cdr_pattern_build(struct cdr_builder *builder, const struct cdr_value *re,
				      const char *key)
{
	struct cdr_pattern *pattern = NULL;
	struct cdr_err err = { 0 };
	size_t offset = 0;

	if (!re->at)
		return NULL;
	if (builder->is_shipped) {
		pattern = cdr_pattern_of_shipped(re->text);
		set_needs(builder, pattern, re);
	} else if (cdr_pattern_new(&pattern, re->text, &offset, &err) != CDR_OK) {
		cdr_diags_error(builder->diags, re->at, "%s: %s", key, err.message);
		cdr_diags_locate(builder->diags, re->at, offset);
		if (err.hint[0])
			cdr_diags_hint(builder->diags, "%s", err.hint);
		return NULL;
	}
	*cdr_vec_push(builder->diags->arena, &builder->patterns) = pattern;
	if (!builder->is_shipped)
		keep_expression(builder, re, key);
	return pattern;
}

static void need_literal(struct cdr_build_work *work, const struct cdr_pattern *pattern,
			 const struct cdr_value *re, const char *key)
{
	if (!pattern || work->builder->is_shipped || work->form->paths.at ||
	    cdr_pattern_needs(pattern)->n > 0)
		return;
	cdr_diags_error(work->diags, re->at, "%s: no text that every match contains, and no paths",
			key);
	cdr_diags_hint(work->diags, "give the rule `paths`, or let `re` spell out two characters");
}

/* --- trigger and companions ------------------------------------------------ */

static void copy_values(const struct cdr_values *values, const struct cdr_str **out, size_t *n)
{
	*out = values->items;
	*n = values->n;
}

/* The number before a change is known where a changed line has the number after it. */
static void check_old_number(struct cdr_build_work *work, const struct cdr_numeric *numeric,
			     const struct cdr_numeric_form *form)
{
	enum cdr_match_side side = work->out->trigger.side;

	if (!numeric || numeric->op == CDR_GREATER || numeric->op == CDR_LESS ||
	    side == CDR_ON_ADDED || side == CDR_ON_NEW)
		return;
	cdr_diags_error(work->diags, form->at, "numeric: %s needs side added or new",
			numeric->op == CDR_INCREASED ? "increased" : "decreased");
	cdr_diags_hint(work->diags, "it compares an added number with the one it replaces");
}

static void build_trigger(struct cdr_build_work *work)
{
	bool needs = work->form->when != NULL;
	const struct cdr_clause_form *form = needs ? work->form->when : work->form->match;
	struct cdr_clause *trigger = &work->out->trigger;
	const struct cdr_build_clause what = {
		.form = form,
		.key = needs ? "when" : "match",
		.defaults = { .side = CDR_ON_ADDED,
			      .scope = needs ? CDR_SCOPE_STATEMENT : CDR_SCOPE_LINE },
		.is_trigger = true,
	};

	work->out->has_trigger = true;
	*trigger = cdr_build_clause(work, &what);
	need_literal(work, trigger->pattern, &form->re, what.key);
	work->out->numeric = cdr_build_numeric(work, work->form->numeric, trigger->pattern);
	check_old_number(work, work->out->numeric, work->form->numeric);
	check_old_number(work, trigger->numeric, form->numeric);
}

/* What `need` and `unless` take over from the trigger: its mask, its version of the file. */
static struct cdr_clause companion_defaults(const struct cdr_clause *trigger, enum cdr_scope scope)
{
	bool old_version = cdr_match_side_is_old(trigger->side);

	return (struct cdr_clause){ .side = old_version ? CDR_ON_OLD : CDR_ON_NEW,
				    .scope = scope,
				    .mask = trigger->mask };
}

static void build_need(struct cdr_build_work *work)
{
	const struct cdr_clause *trigger = &work->out->trigger;
	const struct cdr_build_clause what = {
		.form = work->form->need,
		.key = "need",
		.defaults = companion_defaults(trigger, CDR_SCOPE_STATEMENT),
		.holes_of = trigger->pattern,
	};

	work->out->has_need = true;
	work->out->need = cdr_build_clause(work, &what);
}

static void build_unless(struct cdr_build_work *work)
{
	const struct cdr_clause *trigger = &work->out->trigger;
	size_t n = work->form->unless.n;
	struct cdr_clause *clauses =
		cdr_arena_alloc(work->diags->arena, (n + 1) * sizeof(*clauses));

	for (size_t i = 0; i < n; i++) {
		const struct cdr_build_clause what = {
			.form = work->form->unless.items[i],
			.key = "unless",
			.defaults = companion_defaults(trigger, trigger->scope),
			.holes_of = trigger->pattern,
		};

		clauses[i] = cdr_build_clause(work, &what);
	}
	work->out->unless = clauses;
	work->out->n_unless = n;
}

/* --- accept, escalate ------------------------------------------------------- */

static void build_accept(struct cdr_build_work *work)
{
	const struct cdr_accept_form *form = work->form->accept;
	struct cdr_accept *accept = &work->out->accept;

	work->out->has_accept = true;
	if (form->group.at)
		accept->group = cdr_build_group(work, work->out->trigger.pattern, &form->group,
						"accept.group");
	accept->min_entropy = form->min_entropy;
	accept->must_digit = form->must & 1u << 0;
	accept->must_alpha = form->must & 1u << 1;
	accept->must_upper = form->must & 1u << 2;
	accept->must_lower = form->must & 1u << 3;
	accept->must_special = form->must & 1u << 4;
	copy_values(&form->stopwords, &accept->stopwords, &accept->n_stopwords);
	accept->not_re = cdr_pattern_build(work->builder, &form->negation, "accept.not");
}

/* A finding of a trigger is where the trigger is; of a guard or touch the whole hunk tells more. */
static struct cdr_clause condition_defaults(const struct cdr_build_work *work)
{
	const struct cdr_clause *trigger = &work->out->trigger;

	if (work->out->has_trigger)
		return companion_defaults(trigger, trigger->scope);
	return (struct cdr_clause){ .side = work->out->has_guard ? CDR_ON_OLD : CDR_ON_NEW,
				    .scope = CDR_SCOPE_HUNK };
}

static void build_escalations(struct cdr_build_work *work)
{
	size_t n = work->form->escalate.n;
	struct cdr_escalation *escalations =
		cdr_arena_alloc(work->diags->arena, (n + 1) * sizeof(*escalations));

	for (size_t i = 0; i < n; i++) {
		const struct cdr_escalate_form *form = work->form->escalate.items[i];
		const struct cdr_build_clause what = { .form = form->condition,
						       .key = "escalate.if",
						       .defaults = condition_defaults(work) };

		if (!form->condition)
			continue;
		escalations[i].condition = cdr_build_clause(work, &what);
		escalations[i].to = (enum cdr_severity)cdr_choice(form->to, CDR_OFF);
		if (form->to && escalations[i].to == CDR_OFF) {
			cdr_diags_error(work->diags, form->at, "escalate: to off");
			cdr_diags_hint(work->diags, "what excuses a finding is written in unless");
		}
	}
	work->out->escalations = escalations;
	work->out->n_escalations = n;
}

static void build_opportunity(struct cdr_build_work *work)
{
	const struct cdr_build_clause what = { .form = work->form->opportunity,
					       .key = "opportunity",
					       .defaults = { .side = CDR_ON_ADDED,
							     .scope = CDR_SCOPE_STATEMENT },
					       .is_trigger = true };

	if (what.form)
		work->out->opportunity = cdr_build_clause(work, &what);
}

/* --- status ------------------------------------------------------------------ */

/* True if `status` is given and names no change but those of LETTERS and of type, which is
 * followed by a deletion and an addition. */
static bool is_status_within(const struct cdr_build_work *work, const char *letters)
{
	static const char all[] = "AMDR";

	for (size_t i = 0; all[i]; i++)
		if (work->form->status & 1u << i && !strchr(letters, all[i]))
			return false;
	return work->form->status != 0;
}

static void refuse_status(struct cdr_build_work *work, const char *words, const char *hint)
{
	cdr_diags_error(work->diags, cdr_yaml_get(work->form->at, "status"), "status: %s", words);
	cdr_diags_hint(work->diags, "%s", hint);
}

/* A deleted file has no new version to match in, an added one no old version. */
static void check_status(struct cdr_build_work *work)
{
	enum cdr_match_side side = work->out->trigger.side;
	bool is_gone = is_status_within(work, "D"), is_new = is_status_within(work, "A");

	if (is_gone && work->out->becomes_exec)
		refuse_status(work, "a file that is gone has no mode", "leave out status or mode");
	if (is_gone && work->out->has_guard)
		refuse_status(work, "a guard goes with its file", "a touch finds deleted files");
	if (!work->out->has_trigger || side == CDR_ON_CHANGED)
		return;
	if (is_gone && (side == CDR_ON_CONTEXT || !cdr_match_side_is_old(side)))
		refuse_status(work, "a file that is gone has removed lines only",
			      "side removed or old looks at them");
	if (is_new && (side == CDR_ON_CONTEXT || cdr_match_side_is_old(side)))
		refuse_status(work, "a file that is new has added lines only",
			      "side added or new looks at them");
}

/* --- detectors ----------------------------------------------------------- */

static void build_guard(struct cdr_build_work *work)
{
	const struct cdr_guard_form *form = work->form->guard;
	struct cdr_guard *guard = &work->out->guard;

	work->out->has_guard = true;
	guard->pattern = cdr_pattern_build(work->builder, &form->re, "guard.re");
	need_literal(work, guard->pattern, &form->re, "guard.re");
	guard->weaker = cdr_pattern_build(work->builder, &form->weaker, "guard.weaker");
	guard->anchor = cdr_choice(form->anchor, CDR_ANCHOR_ENTITY);
}

/* Without an expression any change is one, and nothing says how far to look. */
static void check_touch(struct cdr_build_work *work)
{
	const struct cdr_clause_form *form = work->form->touch;

	if (!form->re.at && !form->paths.at && !work->form->paths.at) {
		cdr_diags_error(work->diags, form->at, "touch has neither paths nor re");
		cdr_diags_hint(work->diags, "it is every change then");
	} else if (!form->re.at &&
		   (form->scope || form->mask || form->negation.at || work->form->unless.at))
		cdr_diags_error(
			work->diags, form->at,
			"touch: scope, mask, not and unless narrow an expression; there is no re");
	if (work->out->trigger.scope > CDR_SCOPE_ENTITY)
		cdr_diags_error(work->diags, form->at, "touch: scope is line, statement or entity");
}

static void build_touch(struct cdr_build_work *work)
{
	const struct cdr_clause_form *form = work->form->touch;
	const struct cdr_build_clause what = {
		.form = form,
		.key = "touch",
		.defaults = { .side = CDR_ON_CHANGED, .scope = CDR_SCOPE_LINE },
		.is_trigger = true,
	};

	work->out->has_touch = true;
	work->out->trigger = cdr_build_clause(work, &what);
	if (!form->paths.at)
		need_literal(work, work->out->trigger.pattern, &form->re, "touch.re");
	check_touch(work);
	build_unless(work);
}

static void check_detectors(struct cdr_build_work *work)
{
	const struct cdr_rule_form *form = work->form;
	int n = !!form->match + !!(form->when || form->need) + !!form->guard + !!form->touch;

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
}

/* A key that is given although nothing in the rule could use it. */
static void check_use(struct cdr_build_work *work, const struct cdr_yaml *at, const char *words)
{
	if (at)
		cdr_diags_error(work->diags, at, "%s", words);
}

static void check_combination(struct cdr_build_work *work)
{
	const struct cdr_rule_form *form = work->form;

	check_detectors(work);
	if (form->match || form->when || form->need)
		return;
	if (!form->touch)
		check_use(work, form->unless.at, "unless without match, when or touch");
	check_use(work, form->accept ? form->accept->at : NULL, "accept without match or when");
	check_use(work, form->redact.at, "redact without match or when");
	check_use(work, form->numeric ? form->numeric->at : NULL, "numeric without match or when");
	if (form->guard || form->touch)
		return;
	check_use(work, form->escalate.at, "escalate without a detector");
	check_use(work, form->keywords.at, "keywords without a detector");
	check_use(work, form->frameworks.at, "frameworks without a detector");
	check_use(work, form->mode ? cdr_yaml_get(form->at, "mode") : NULL,
		  "mode without a detector");
	check_use(work, form->status ? cdr_yaml_get(form->at, "status") : NULL,
		  "status without a detector");
}

static enum cdr_detector build_detector(struct cdr_build_work *work)
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
	build_trigger(work);
	build_unless(work);
	if (form->need)
		build_need(work);
	if (form->accept)
		build_accept(work);
	if (form->redact.at)
		work->out->redact =
			cdr_build_group(work, work->out->trigger.pattern, &form->redact, "redact");
	return form->match ? CDR_MATCH : CDR_NEED;
}

static void build_languages(struct cdr_build_work *work)
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

/* Whether the rule reads a language of the ecosystem that framework IDX is of. */
static bool reads_any_of(const struct cdr_build_work *work, size_t idx)
{
	const struct cdr_values *languages = &work->form->languages;

	for (size_t i = 0; i < languages->n; i++)
		if (cdr_frameworks_of(cdr_language_named(languages->items[i])) >> idx & 1)
			return true;
	return languages->n == 0;
}

static void refuse_framework(struct cdr_build_work *work, const struct cdr_yaml *at)
{
	struct cdr_guess guess;

	cdr_diags_error(work->diags, at, "frameworks: \"%.*s\" is not known", CDR_FMT(at->text));
	guess = cdr_guess_for(work->diags, at->text);
	for (size_t i = 0; cdr_framework_name(i)[0]; i++)
		cdr_guess_try(&guess, cdr_str_from(cdr_framework_name(i)));
	if (!cdr_guess_hint(&guess, work->diags))
		cdr_diags_hint(work->diags, "cdreview-registry(5) lists them; `keywords` names "
					    "words of any code");
}

static void build_frameworks(struct cdr_build_work *work)
{
	const struct cdr_values *frameworks = &work->form->frameworks;
	size_t idx;

	for (size_t i = 0; i < frameworks->n; i++) {
		const struct cdr_yaml *at = cdr_values_at(frameworks, i);

		if (!cdr_framework_find(frameworks->items[i], &idx)) {
			refuse_framework(work, at);
		} else if (!work->builder->is_shipped && !reads_any_of(work, idx)) {
			cdr_diags_error(work->diags, at,
					"frameworks: no language of the rule is one of %.*s",
					CDR_FMT(at->text));
			cdr_diags_hint(work->diags, "it would narrow nothing");
		} else {
			work->out->frameworks |= UINT64_C(1) << idx;
		}
	}
}

static void build_files(struct cdr_build_work *work)
{
	static const char letters[] = "AMDRT";
	char status[sizeof(letters)];
	size_t n = 0;

	copy_values(&work->form->paths, &work->out->paths, &work->out->n_paths);
	copy_values(&work->form->exclude, &work->out->exclude, &work->out->n_exclude);
	copy_values(&work->form->keywords, &work->out->keywords, &work->out->n_keywords);
	work->out->becomes_exec = work->form->mode != 0;
	build_languages(work);
	build_frameworks(work);
	for (size_t i = 0; letters[i]; i++)
		if (work->form->status & 1u << i)
			status[n++] = letters[i];
	if (n)
		work->out->status = cdr_str_copy(work->diags->arena, (struct cdr_str){ status, n });
}

enum cdr_detector cdr_detection_build(struct cdr_builder *builder, const struct cdr_rule_form *form,
				      struct cdr_detection *out)
{
	struct cdr_build_work work = {
		.builder = builder, .diags = builder->diags, .form = form, .out = out
	};
	enum cdr_detector detector = CDR_PLAIN;
	size_t n_errors;

	out->redact = -1;
	build_files(&work);
	n_errors = work.diags->n_errors;
	check_combination(&work);
	if (work.diags->n_errors == n_errors) {
		detector = build_detector(&work);
		check_status(&work);
	}
	build_escalations(&work);
	build_opportunity(&work);
	return detector;
}
