/*
 * sarif_rule.c - the descriptor of a result's rule: by index, or by id in the driver and its
 * extensions, and what it says in the places where producers say it.
 */
#include "scan/import/sarif_parts.h"

#include "base/names.h"

#include <string.h>

#define EXTENSIONS 100u

/* --- which one ------------------------------------------------------------------- */

/* The component that REFERENCE (a reportingDescriptorReference or NULL) means. */
static const struct cdr_json *component_of(const struct cdr_json *tool,
					   const struct cdr_json *reference)
{
	const struct cdr_json *to = cdr_json_get(reference, "toolComponent");
	int64_t idx = cdr_json_int(cdr_json_get(to, "index"), -1);
	const struct cdr_json *extensions = cdr_json_get(tool, "extensions");

	return idx >= 0 ? cdr_json_at(extensions, (size_t)idx) : cdr_json_get(tool, "driver");
}

/* "CA1000/1" is one of "CA1000". */
static bool is_named(const struct cdr_json *descriptor, struct cdr_str id)
{
	struct cdr_str name = cdr_json_str(cdr_json_get(descriptor, "id"));

	return name.len > 0 && cdr_str_eq(cdr_str_sub(id, 0, name.len), name) &&
	       (id.len == name.len || id.ptr[name.len] == '/');
}

static const struct cdr_json *find_in(const struct cdr_json *component, struct cdr_str id)
{
	const struct cdr_json *rules = cdr_json_get(component, "rules");

	for (size_t i = 0; i < cdr_json_count(rules); i++)
		if (is_named(cdr_json_at(rules, i), id))
			return cdr_json_at(rules, i);
	return NULL;
}

static const struct cdr_json *find(const struct cdr_json *tool, struct cdr_str id)
{
	const struct cdr_json *extensions = cdr_json_get(tool, "extensions");
	const struct cdr_json *found = find_in(cdr_json_get(tool, "driver"), id);

	for (size_t i = 0; !found && i < EXTENSIONS && i < cdr_json_count(extensions); i++)
		found = find_in(cdr_json_at(extensions, i), id);
	return found;
}

struct cdr_sarif_rule cdr_sarif_rule_of(const struct cdr_sarif_run *run,
					const struct cdr_json *result)
{
	const struct cdr_json *tool = cdr_json_get(run->run, "tool");
	const struct cdr_json *reference = cdr_json_get(result, "rule");
	int64_t idx = cdr_json_int(cdr_json_get(result, "ruleIndex"),
				   cdr_json_int(cdr_json_get(reference, "index"), -1));
	struct cdr_sarif_rule rule = { NULL, cdr_json_str(cdr_json_get(result, "ruleId")) };

	if (!rule.id.ptr)
		rule.id = cdr_json_str(cdr_json_get(reference, "id"));
	if (idx >= 0)
		rule.descriptor = cdr_json_at(
			cdr_json_get(component_of(tool, reference), "rules"), (size_t)idx);
	if (!rule.descriptor && rule.id.len)
		rule.descriptor = find(tool, rule.id);
	if (!rule.id.ptr)
		rule.id = cdr_json_str(cdr_json_get(rule.descriptor, "id"));
	return rule;
}

/* --- what it says ------------------------------------------------------------------ */

/* The N of "CWE-N" in WORD, also as "external/cwe/cwe-079: ..."; {NULL, 0}: none. */
static struct cdr_str cwe_number(struct cdr_str word)
{
	size_t at = 0, end;

	while (at + 4 < word.len && strncasecmp(word.ptr + at, "cwe-", 4) != 0)
		at++;
	if (at + 4 >= word.len)
		return (struct cdr_str){ NULL, 0 };
	at += 4;
	while (at + 1 < word.len && word.ptr[at] == '0')
		at++;
	for (end = at; end < word.len && word.ptr[end] >= '0' && word.ptr[end] <= '9';)
		end++;
	return end > at ? cdr_str_sub(word, at, end) : (struct cdr_str){ NULL, 0 };
}

static void add_cwe(struct cdr_intake *intake, struct cdr_tool_rule *told, struct cdr_str number)
{
	struct cdr_str ref;

	if (!number.ptr || told->n_refs >= CDR_FOREIGN_TAGS)
		return;
	ref = cdr_str_from(cdr_arena_printf(intake->arena, "CWE-%.*s", CDR_FMT(number)));
	for (size_t i = 0; i < told->n_refs; i++)
		if (cdr_str_eq(told->refs[i], ref))
			return;
	told->refs[told->n_refs++] = ref;
}

static void read_tags(struct cdr_intake *intake, struct cdr_tool_rule *told,
		      const struct cdr_json *tags)
{
	for (size_t i = 0; i < cdr_json_count(tags); i++) {
		struct cdr_str tag = cdr_json_str(cdr_json_at(tags, i));
		struct cdr_str number = cwe_number(tag);

		add_cwe(intake, told, number);
		if (cdr_str_is(tag, "security"))
			told->category = CDR_STR("security-policy");
		if (!number.ptr && tag.len > 0 && told->n_tags < CDR_FOREIGN_TAGS)
			told->tags[told->n_tags++] = tag;
	}
}

/* Relationships to the taxonomy of that name. */
static void read_taxa(struct cdr_intake *intake, struct cdr_tool_rule *told,
		      const struct cdr_json *relationships)
{
	for (size_t i = 0; i < cdr_json_count(relationships); i++) {
		const struct cdr_json *target =
			cdr_json_get(cdr_json_at(relationships, i), "target");
		struct cdr_str taxonomy = cdr_json_str(
			cdr_json_get(cdr_json_get(target, "toolComponent"), "name"));
		struct cdr_str id = cdr_json_str(cdr_json_get(target, "id"));

		if (cdr_str_is(taxonomy, "CWE"))
			add_cwe(intake, told,
				cwe_number(cdr_str_from(cdr_arena_printf(
					intake->arena, "cwe-%.*s", CDR_FMT(cwe_number(id).ptr
									 ? cwe_number(id) : id)))));
	}
}

static enum cdr_confidence precision_of(const struct cdr_json *properties)
{
	static const char *const precisions[] = { "low", "medium", "high", "very-high" };
	size_t idx = CDR_CONFIDENCE_MEDIUM;

	cdr_names_find(CDR_NAMES(precisions), cdr_json_str(cdr_json_get(properties, "precision")),
		       &idx);
	return idx > CDR_CONFIDENCE_HIGH ? CDR_CONFIDENCE_HIGH : (enum cdr_confidence)idx;
}

static struct cdr_str first_of(struct cdr_str a, struct cdr_str b, struct cdr_str c)
{
	return a.len ? a : b.len ? b : c;
}

const struct cdr_rule *cdr_sarif_rule_read(const struct cdr_sarif_run *run,
					   const struct cdr_sarif_rule *rule, struct cdr_err *err)
{
	const struct cdr_json *descriptor = rule->descriptor;
	const struct cdr_json *properties = cdr_json_get(descriptor, "properties");
	struct cdr_str full = cdr_sarif_text(descriptor, "fullDescription");
	struct cdr_str url = cdr_json_str(cdr_json_get(descriptor, "helpUri"));
	struct cdr_tool_rule told = {
		.tool = run->tool,
		.id = rule->id,
		.title = first_of(cdr_sarif_text(descriptor, "shortDescription"), full,
				  cdr_json_str(cdr_json_get(descriptor, "name"))),
		.why = full,
		.fix = cdr_sarif_text(descriptor, "help"),
		.category = CDR_STR("tool"),
		.severity = cdr_sarif_severity(rule, (struct cdr_str){ NULL, 0 }),
		.confidence = precision_of(properties),
	};

	read_tags(run->intake, &told, cdr_json_get(properties, "tags"));
	read_taxa(run->intake, &told, cdr_json_get(descriptor, "relationships"));
	if (url.len > 0)
		told.refs[told.n_refs++] = url;
	return cdr_intake_rule(run->intake, &told, err);
}
