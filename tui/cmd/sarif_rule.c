/*
 * sarif_rule.c - words and weights of rules where hosting sites look for them: help text, tags
 * with their CWE, a score for what is about security.
 */
#include "cmd/sarif_rule.h"

#include "cmd/format.h"

#include <string.h>

size_t tui_sarif_rule_index(struct tui_sarif_rules *rules, const struct cdr_rule *rule)
{
	for (size_t i = rules->fired.n; i-- > 0;)
		if (rules->fired.items[i] == rule ||
		    cdr_str_eq(rules->fired.items[i]->id, rule->id))
			return i;
	*cdr_vec_push(&rules->arena, &rules->fired) = rule;
	return rules->fired.n - 1;
}

/* One row a severity: SARIF's level, GitHub's problem severity and its security score. */
static const struct {
	const char *level, *problem, *score;
} weights[] = {
	[CDR_OFF] = { "none", "recommendation", "0.1" },
	[CDR_INFO] = { "note", "recommendation", "0.1" },
	[CDR_LOW] = { "note", "recommendation", "3.0" },
	[CDR_MEDIUM] = { "warning", "warning", "5.5" },
	[CDR_HIGH] = { "error", "error", "8.0" },
	[CDR_CRITICAL] = { "error", "error", "9.5" },
};

const char *tui_sarif_level(enum cdr_severity severity)
{
	return weights[severity].level;
}

/* --- one rule ------------------------------------------------------------------- */

static void put_text(struct cdr_jw *w, const char *key, struct cdr_str text)
{
	cdr_jw_object(w, key);
	cdr_jw_str(w, "text", text);
	cdr_jw_end(w);
}

/* What other tools say of their rules is no Markdown of ours. */
static void put_help(struct cdr_jw *w, struct cdr_arena *arena, const struct cdr_rule *rule)
{
	const char *gap = rule->why.len && rule->fix.len ? "\n\n" : "";
	struct cdr_str why = rule->why.len || rule->fix.len ? rule->why : rule->title;

	cdr_jw_object(w, "help");
	cdr_jw_cstr(w, "text", cdr_arena_printf(arena, "%.*s%s%.*s", CDR_FMT(why), gap,
						CDR_FMT(rule->fix)));
	if (rule->detector != CDR_TOOL)
		cdr_jw_cstr(w, "markdown",
			    cdr_arena_printf(arena, "**%.*s**%s%.*s%s%.*s", CDR_FMT(rule->title),
					     rule->why.len || rule->fix.len ? "\n\n" : "",
					     CDR_FMT(rule->why), gap, CDR_FMT(rule->fix)));
	cdr_jw_end(w);
}

/* A reference that is an address and nothing else. */
static bool is_address(struct cdr_str ref)
{
	if (!cdr_str_starts(ref, "https://") && !cdr_str_starts(ref, "http://"))
		return false;
	for (size_t i = 0; i < ref.len; i++)
		if (ref.ptr[i] <= ' ' || ref.ptr[i] > '~' || strchr("\"<>\\^`{|}", ref.ptr[i]))
			return false;
	return true;
}

static void put_address(struct cdr_jw *w, const struct cdr_rule *rule)
{
	for (size_t i = 0; i < rule->n_refs; i++)
		if (is_address(rule->refs[i])) {
			cdr_jw_str(w, "helpUri", rule->refs[i]);
			return;
		}
}

static bool has_cwe(const struct cdr_rule *rule)
{
	for (size_t i = 0; i < rule->n_refs; i++)
		if (tui_cwe_number(rule->refs[i]).len > 0)
			return true;
	return false;
}

static bool is_about_security(const struct cdr_rule *rule)
{
	static const char *const categories[] = { "auth", "security-policy", "supply" };

	for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++)
		if (cdr_str_is(rule->category, categories[i]))
			return true;
	return has_cwe(rule);
}

/* --- tags ----------------------------------------------------------------------- */

struct tags {
	struct cdr_str items[TUI_SARIF_TAGS];
	size_t n;
	bool cut;
};

static void add_tag(struct tags *tags, struct cdr_str tag)
{
	for (size_t i = 0; i < tags->n; i++)
		if (cdr_str_eq(tags->items[i], tag))
			return;
	tags->cut |= tags->n == TUI_SARIF_TAGS;
	if (tags->n < TUI_SARIF_TAGS)
		tags->items[tags->n++] = tag;
}

/* What sites show first comes first: they show ten. */
static void put_tags(struct tui_sarif_rules *rules, struct cdr_jw *w, const struct cdr_rule *rule)
{
	struct tags tags = { .n = 0 };

	if (is_about_security(rule))
		add_tag(&tags, CDR_STR("security"));
	for (size_t i = 0; i < rule->n_refs; i++) {
		struct cdr_str number = tui_cwe_number(rule->refs[i]);

		if (number.len > 0)
			add_tag(&tags, cdr_str_from(cdr_arena_printf(
				&rules->arena, "external/cwe/cwe-%.*s", CDR_FMT(number))));
	}
	add_tag(&tags, rule->category);
	for (size_t i = 0; i < rule->n_tags; i++)
		add_tag(&tags, rule->tags[i]);
	rules->n_cut += tags.cut;
	cdr_jw_array(w, "tags");
	for (size_t i = 0; i < tags.n; i++)
		cdr_jw_str(w, NULL, tags.items[i]);
	cdr_jw_end(w);
}

/* --- weaknesses ------------------------------------------------------------------- */

static size_t cwe_index(struct tui_sarif_rules *rules, struct cdr_str number)
{
	for (size_t i = 0; i < rules->cwes.n; i++)
		if (cdr_str_eq(rules->cwes.items[i], number))
			return i;
	*cdr_vec_push(&rules->arena, &rules->cwes) = number;
	return rules->cwes.n - 1;
}

static void put_relationship(struct tui_sarif_rules *rules, struct cdr_jw *w, struct cdr_str number)
{
	cdr_jw_object(w, NULL);
	cdr_jw_object(w, "target");
	cdr_jw_str(w, "id", number);
	cdr_jw_int(w, "index", (int64_t)cwe_index(rules, number));
	cdr_jw_object(w, "toolComponent");
	cdr_jw_cstr(w, "name", "CWE");
	cdr_jw_int(w, "index", 0);
	cdr_jw_end(w);
	cdr_jw_end(w);
	cdr_jw_array(w, "kinds");
	cdr_jw_cstr(w, NULL, "superset");
	cdr_jw_end(w);
	cdr_jw_end(w);
}

static void put_relationships(struct tui_sarif_rules *rules, struct cdr_jw *w,
			      const struct cdr_rule *rule)
{
	if (!has_cwe(rule))
		return;
	cdr_jw_array(w, "relationships");
	for (size_t i = 0; i < rule->n_refs; i++)
		if (tui_cwe_number(rule->refs[i]).len > 0)
			put_relationship(rules, w, tui_cwe_number(rule->refs[i]));
	cdr_jw_end(w);
}

static void put_taxonomy(const struct tui_sarif_rules *rules, FILE *data)
{
	if (rules->cwes.n == 0)
		return;
	fputs(",\n\"taxonomies\":[{\"name\":\"CWE\",\"organization\":\"MITRE\","
	      "\"informationUri\":\"https://cwe.mitre.org/\",\"shortDescription\":"
	      "{\"text\":\"The MITRE Common Weakness Enumeration\"},\"isComprehensive\":false,"
	      "\"taxa\":[", data);
	for (size_t i = 0; i < rules->cwes.n; i++)
		fprintf(data, "%s{\"id\":\"%.*s\",\"helpUri\":"
			"\"https://cwe.mitre.org/data/definitions/%.*s.html\"}", i ? "," : "",
			CDR_FMT(rules->cwes.items[i]), CDR_FMT(rules->cwes.items[i]));
	fputs("]}]", data);
}

/* --- all of them ------------------------------------------------------------------ */

static void put_properties(struct tui_sarif_rules *rules, struct cdr_jw *w,
			   const struct cdr_rule *rule)
{
	cdr_jw_object(w, "properties");
	cdr_jw_str(w, "category", rule->category);
	cdr_jw_cstr(w, "kind", cdr_rule_kind_name(rule->kind));
	cdr_jw_cstr(w, "detector", cdr_detector_name(rule->detector));
	cdr_jw_cstr(w, "precision", cdr_confidence_name(rule->confidence));
	cdr_jw_cstr(w, "problem.severity", weights[rule->severity].problem);
	if (is_about_security(rule))
		cdr_jw_cstr(w, "security-severity", weights[rule->severity].score);
	put_tags(rules, w, rule);
	cdr_jw_end(w);
}

static void put_rule(struct tui_sarif_rules *rules, struct cdr_jw *w, const struct cdr_rule *rule)
{
	cdr_jw_object(w, NULL);
	cdr_jw_str(w, "id", rule->id);
	put_text(w, "shortDescription", rule->title);
	put_text(w, "fullDescription", rule->why.len ? rule->why : rule->title);
	put_help(w, &rules->arena, rule);
	put_address(w, rule);
	cdr_jw_object(w, "defaultConfiguration");
	cdr_jw_cstr(w, "level", tui_sarif_level(rule->severity));
	cdr_jw_end(w);
	put_relationships(rules, w, rule);
	put_properties(rules, w, rule);
	cdr_jw_end(w);
}

int tui_sarif_rules_write(struct tui_sarif_rules *rules, FILE *data, struct cdr_err *err)
{
	struct tui_entries entries;
	int code = 0;

	tui_entries_init(&entries, data);
	fputs("\n\"rules\":[", data);
	for (size_t i = 0; i < rules->fired.n && code == 0; i++) {
		struct cdr_jw w = tui_entries_begin(&entries);

		put_rule(rules, &w, rules->fired.items[i]);
		code = tui_entries_end(&entries, err);
	}
	fputs("]", data);
	if (rules->cwes.n > 0)
		fputs(",\"supportedTaxonomies\":[{\"name\":\"CWE\",\"index\":0}]", data);
	fputs("}}", data);
	put_taxonomy(rules, data);
	tui_entries_release(&entries);
	return code;
}

void tui_sarif_rules_release(struct tui_sarif_rules *rules)
{
	cdr_arena_release(&rules->arena);
}
