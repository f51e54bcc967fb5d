/*
 * intake.c - what is common to all reports. A tool's rule has a revision of its name alone:
 * an approval must not go stale because the tool was updated.
 */
#include "scan/import/intake.h"

#include "base/sha256.h"

#include <string.h>

#define TOOL_BYTES 40u
#define ID_BYTES 150u
#define REV_DOMAIN "cdreview-tool-rule/1"

/* --- words --------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct cdr_str cdr_intake_words(struct cdr_intake *intake, struct cdr_str text, size_t max)
{
	static const char dots[] = "...";
	size_t room = text.len < max ? text.len : max, len = 0, at = 0;
	char *out;

	text = cdr_str_trim(text);
	out = cdr_arena_alloc(intake->arena, room + sizeof(dots));
	for (; at < text.len && len < room; at++) {
		char c = is_blank(text.ptr[at]) ? ' ' : text.ptr[at];

		if (c != ' ' || (len > 0 && out[len - 1] != ' '))
			out[len++] = c;
	}
	if (at == text.len)
		return (struct cdr_str){ out, len };
	while (len > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80) {
		at--;
		len--;
	}
	memcpy(out + len, dots, sizeof(dots));
	return (struct cdr_str){ out, len + sizeof(dots) - 1 };
}

/* Adds NAME with '-' for what has no place in an id; at least one letter. */
static void add_name(struct cdr_buf *out, struct cdr_str name, size_t max, bool lower)
{
	size_t before = out->len;

	name = cdr_str_trim(name);
	name = cdr_str_sub(name, 0, max);
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (lower && c >= 'A' && c <= 'Z')
			c = (char)(c | 32);
		if (c <= ' ' || c > '~' || (lower && c == '/'))
			c = '-';
		cdr_buf_addc(out, c);
	}
	if (out->len == before)
		cdr_buf_adds(out, lower ? "tool" : "result");
}

static struct cdr_str id_of(struct cdr_intake *intake, const struct cdr_tool_rule *told)
{
	struct cdr_buf buf;
	struct cdr_str id;

	cdr_buf_init(&buf, TOOL_BYTES + ID_BYTES + 1);
	add_name(&buf, told->tool, TOOL_BYTES, true);
	cdr_buf_addc(&buf, '/');
	add_name(&buf, told->id, ID_BYTES, false);
	id = cdr_str_copy(intake->arena, cdr_buf_str(&buf));
	cdr_buf_release(&buf);
	return id;
}

/* --- rules ----------------------------------------------------------------------- */

static struct cdr_hash rev_of(struct cdr_str id)
{
	struct cdr_sha256 *sha = cdr_sha256_new();

	cdr_sha256_field(sha, REV_DOMAIN, sizeof(REV_DOMAIN) - 1);
	cdr_sha256_field(sha, id.ptr, id.len);
	return cdr_sha256_take(sha);
}

static const struct cdr_str *copy_all(struct cdr_intake *intake, const struct cdr_str *words,
				      size_t n)
{
	struct cdr_str *out = cdr_arena_alloc(intake->arena, n * sizeof(*out));

	for (size_t i = 0; i < n; i++)
		out[i] = cdr_intake_words(intake, words[i], CDR_FOREIGN_WORDS);
	return out;
}

static struct cdr_rule *make_rule(struct cdr_intake *intake, const struct cdr_tool_rule *told,
				  struct cdr_str id)
{
	struct cdr_rule *rule = CDR_NEW(intake->arena, struct cdr_rule);
	struct cdr_str tool = cdr_str_sub(id, 0, cdr_str_find(id, CDR_STR("/")));
	struct cdr_tool_weight weight = {
		cdr_intake_words(intake, told->category, TOOL_BYTES),
		told->severity,
		told->confidence,
	};

	cdr_registry_weigh(intake->registry, id, &weight);
	rule->id = id;
	rule->title = cdr_intake_words(intake, told->title.len ? told->title : id,
				       CDR_FOREIGN_WORDS);
	rule->prompt = rule->title;
	rule->why = cdr_intake_words(intake, told->why, CDR_FOREIGN_PROSE);
	rule->fix = cdr_intake_words(intake, told->fix, CDR_FOREIGN_PROSE);
	rule->category = weight.category;
	rule->kind = CDR_FORBID;
	rule->severity = weight.severity;
	rule->confidence = weight.confidence;
	rule->detector = CDR_TOOL;
	rule->refs = copy_all(intake, told->refs, told->n_refs);
	rule->n_refs = told->n_refs;
	rule->tags = copy_all(intake, told->tags, told->n_tags);
	rule->n_tags = told->n_tags;
	rule->source = cdr_str_from(cdr_arena_printf(intake->arena, "tool:%.*s", CDR_FMT(tool)));
	rule->rev = rev_of(id);
	return rule;
}

/* Where ID is among the rules, or would be. */
static size_t find_rule(const struct cdr_intake *intake, struct cdr_str id, bool *found)
{
	size_t from = 0, to = intake->rules.n;

	*found = false;
	while (from < to && !*found) {
		size_t middle = from + (to - from) / 2;
		int order = cdr_str_cmp(intake->rules.items[middle]->id, id);

		*found = order == 0;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return to;
}

const struct cdr_rule *cdr_intake_rule(struct cdr_intake *intake, const struct cdr_tool_rule *told,
				       struct cdr_err *err)
{
	struct cdr_str id = id_of(intake, told);
	bool found;
	size_t at = find_rule(intake, id, &found);
	struct cdr_rule **items;

	if (found)
		return intake->rules.items[at];
	if (intake->rules.n >= CDR_FOREIGN_RULES) {
		cdr_fail(err, CDR_ELIMIT, "more than %zu rules", CDR_FOREIGN_RULES);
		cdr_err_at(err, intake->name, 0, 0);
		return NULL;
	}
	(void)cdr_vec_push(intake->arena, &intake->rules);
	items = intake->rules.items;
	memmove(items + at + 1, items + at, (intake->rules.n - 1 - at) * sizeof(*items));
	return items[at] = make_rule(intake, told, id);
}

/* --- results ----------------------------------------------------------------------- */

int cdr_intake_result(struct cdr_intake *intake, const struct cdr_foreign *result,
		      struct cdr_err *err)
{
	struct cdr_tool_weight weight = { .severity = result->severity };
	struct cdr_foreign *kept;

	cdr_registry_weigh(intake->registry, result->rule->id, &weight);
	if (weight.severity == CDR_OFF) {
		intake->counts.off++;
		return 0;
	}
	if (intake->results.n >= CDR_FOREIGN_RESULTS) {
		cdr_fail(err, CDR_ELIMIT, "more than %zu results", CDR_FOREIGN_RESULTS);
		return cdr_err_at(err, intake->name, 0, 0);
	}
	kept = cdr_vec_push(intake->arena, &intake->results);
	*kept = *result;
	kept->severity = weight.severity;
	kept->path = cdr_str_copy(intake->arena, result->path);
	kept->message = cdr_intake_words(intake, result->message.len ? result->message
								     : result->rule->title,
					 CDR_FOREIGN_WORDS);
	return 0;
}
