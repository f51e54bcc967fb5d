/* list, show and explain: the registry read aloud. */
#include "cmd/rules.h"

#include "cdreview/json.h"
#include "cmd/frameworks.h"

#include <string.h>

#define ITEM_MAX ((size_t)1 << 20)

static size_t count_all(const struct tui_rules *rules)
{
	size_t n_builtin;

	cdr_rulebook_builtin(&n_builtin);
	return cdr_registry_count(rules->registry) + n_builtin;
}

/* Registry rules first, then those that are built into the scan. */
static const struct cdr_rule *rule_at(const struct tui_rules *rules, size_t idx)
{
	size_t n = cdr_registry_count(rules->registry), n_builtin;

	if (idx < n)
		return cdr_registry_rule(rules->registry, idx);
	return &cdr_rulebook_builtin(&n_builtin)[idx - n];
}

static void print_names(const struct tui_output *out, const char *before,
			const struct cdr_str *names, size_t n, const char *after)
{
	tui_putf(out, "%s", before);
	for (size_t i = 0; i < n; i++) {
		tui_putf(out, "%s", i ? ", " : "");
		tui_put(out, names[i]);
	}
	tui_putf(out, "%s", after);
}

static void print_rule_line(const struct tui_output *out, const struct cdr_rule *rule)
{
	tui_putf(out, "%-34.*s ", CDR_FMT(rule->id));
	tui_color_on(out, tui_color_of(rule->severity));
	tui_putf(out, "%-8s", cdr_severity_name(rule->severity));
	tui_color_off(out);
	tui_putf(out, " %-7s %-7s ", cdr_rule_kind_name(rule->kind),
		 cdr_detector_name(rule->detector));
	tui_put(out, rule->title);
	if (rule->n_unseen > 0)
		print_names(out, " [where named: ", rule->unseen, rule->n_unseen, "]");
	tui_putf(out, "\n");
}

static void put_names(struct cdr_jw *w, const char *key, const struct cdr_str *names, size_t n)
{
	cdr_jw_array(w, key);
	for (size_t i = 0; i < n; i++)
		cdr_jw_str(w, NULL, names[i]);
	cdr_jw_end(w);
}

static void put_rule(struct cdr_jw *w, const struct cdr_rule *rule)
{
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, &rule->rev);
	cdr_jw_object(w, NULL);
	cdr_jw_str(w, "id", rule->id);
	cdr_jw_str(w, "title", rule->title);
	cdr_jw_str(w, "category", rule->category);
	cdr_jw_cstr(w, "kind", cdr_rule_kind_name(rule->kind));
	cdr_jw_cstr(w, "severity", cdr_severity_name(rule->severity));
	cdr_jw_cstr(w, "confidence", cdr_confidence_name(rule->confidence));
	cdr_jw_cstr(w, "detector", cdr_detector_name(rule->detector));
	cdr_jw_str(w, "source", rule->source);
	cdr_jw_int(w, "line", (int64_t)rule->line);
	cdr_jw_cstr(w, "rev", hex);
	cdr_jw_int(w, "examples", (int64_t)rule->n_examples);
	put_names(w, "frameworks", rule->frameworks, rule->n_frameworks);
	put_names(w, "only_where_named", rule->unseen, rule->n_unseen);
	cdr_jw_str(w, "not_yet_active", (struct cdr_str){ NULL, 0 }); /* nothing waits any more */
	cdr_jw_end(w);
}

static int list_json(struct tui_rules *rules, struct cdr_err *err)
{
	const struct tui_output *out = rules->run->out;
	struct cdr_buf item;
	struct cdr_jw w;
	int code = 0;

	cdr_buf_init(&item, ITEM_MAX);
	tui_putf(out, "{\"schema\":\"cdreview.rules/1\",\"rules\":[");
	for (size_t i = 0; i < count_all(rules) && code == 0; i++) {
		cdr_buf_clear(&item);
		cdr_jw_init(&w, &item);
		put_rule(&w, rule_at(rules, i));
		code = cdr_buf_check(&item, "entry of the list", err);
		tui_putf(out, "%s\n%.*s", i > 0 ? "," : "", CDR_FMT(cdr_buf_str(&item)));
	}
	cdr_buf_clear(&item);
	cdr_jw_init(&w, &item);
	cdr_jw_object(&w, NULL);
	tui_frameworks_json(&w, rules->registry);
	cdr_jw_end(&w);
	if (code == 0)
		code = cdr_buf_check(&item, "list of frameworks", err);
	tui_putf(out, "],\n%.*s\n", CDR_FMT(cdr_str_sub(cdr_buf_str(&item), 1, item.len)));
	cdr_buf_release(&item);
	return code < 0 ? code : TUI_EXIT_YES;
}

int tui_rules_list(struct tui_rules *rules, struct cdr_err *err)
{
	size_t n = count_all(rules);

	if (rules->run->args->given[TUI_OPT_JSON])
		return list_json(rules, err);
	for (size_t i = 0; i < n; i++)
		print_rule_line(rules->run->out, rule_at(rules, i));
	fflush(rules->run->out->data);
	tui_frameworks_print(rules->run->out, rules->registry);
	fprintf(rules->run->out->talk, "%zu rules\n", n);
	return TUI_EXIT_YES;
}

static void print_field(const struct tui_output *out, const char *name, struct cdr_str value)
{
	if (value.len == 0)
		return;
	tui_putf(out, "  %-11s", name);
	tui_put(out, value);
	tui_putf(out, "\n");
}

static void print_examples(const struct tui_output *out, const struct cdr_rule *rule)
{
	for (size_t i = 0; i < rule->n_examples; i++) {
		struct cdr_str rest = rule->examples[i].text, line;

		tui_putf(out, "  %s  ", rule->examples[i].bad ? "bad" : "good");
		tui_putc(out, TUI_COLOR_DIM, rule->examples[i].path);
		tui_putf(out, "\n");
		while (cdr_str_line(&rest, &line)) {
			tui_putf(out, "      ");
			tui_put(out, line);
			tui_putf(out, "\n");
		}
	}
}

static void print_rule(const struct tui_output *out, const struct cdr_rule *rule)
{
	tui_putc(out, TUI_COLOR_FILE, rule->id);
	tui_putf(out, "  ");
	tui_putc(out, tui_color_of(rule->severity),
		 cdr_str_from(cdr_severity_name(rule->severity)));
	tui_putf(out, ", %s, %s\n", cdr_rule_kind_name(rule->kind),
		 cdr_detector_name(rule->detector));
	print_field(out, "title", rule->title);
	print_field(out, "why", rule->why);
	print_field(out, "fix", rule->fix);
	print_field(out, "prompt", rule->prompt);
	print_field(out, "category", rule->category);
	if (rule->n_frameworks > 0)
		print_names(out, "  frameworks ", rule->frameworks, rule->n_frameworks, "\n");
	if (rule->n_unseen > 0)
		print_names(out, "             nothing here speaks for ", rule->unseen,
			    rule->n_unseen, ": only files that name one\n");
	for (size_t i = 0; i < rule->n_refs; i++)
		print_field(out, "see", rule->refs[i]);
	tui_putf(out, "  %-11s", "from");
	tui_put(out, rule->source);
	tui_putf(out, rule->line > 0 ? ":%zu\n" : "\n", rule->line);
	print_examples(out, rule);
}

int tui_rules_show(struct tui_rules *rules, struct cdr_err *err)
{
	bool found = false;

	if (rules->n_operands != 1)
		return cdr_fail(err, CDR_EUSAGE, "show takes one rule id");
	for (size_t i = 0; i < count_all(rules); i++)
		if (cdr_str_is(rule_at(rules, i)->id, rules->operands[0])) {
			print_rule(rules->run->out, rule_at(rules, i));
			found = true;
		}
	if (found)
		return TUI_EXIT_YES;
	cdr_fail(err, CDR_EUSAGE, "no rule \"%s\" is in force", rules->operands[0]);
	return cdr_err_hint(err, "\"cdreview rules list\" lists them");
}

static void explain(const struct tui_output *out, const struct cdr_rule *rule)
{
	tui_putc(out, TUI_COLOR_FILE, rule->title);
	tui_putf(out, "\n  %s, ", cdr_rule_kind_name(rule->kind));
	if (rule->bound.ptr) {
		tui_putf(out, "enforced by ");
		tui_put(out, rule->bound);
	} else {
		tui_putf(out, "a person's job: shown beside the hunks of category ");
		tui_put(out, rule->category);
	}
	tui_putf(out, "\n");
}

/* Which sentence is enforced by which rule, and which stays a person's job. */
int tui_rules_explain(struct tui_rules *rules, struct cdr_err *err)
{
	const struct tui_output *out = rules->run->out;
	size_t n_plain = 0;

	(void)err;
	for (size_t i = 0; i < cdr_registry_count(rules->registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(rules->registry, i);

		if (rule->detector != CDR_PLAIN)
			continue;
		explain(out, rule);
		n_plain++;
	}
	tui_frameworks_print(out, rules->registry);
	if (n_plain == 0)
		fprintf(out->talk, "no plain sentences: every rule has a detector\n");
	return TUI_EXIT_YES;
}
