/*
 * template.c - a value from the reviewed text becomes part of an expression, so
 * every character that could mean something there is quoted.
 */
#include "rules/template.h"

#include "rules/ascii.h"

#include <string.h>

/* --- holes --------------------------------------------------------------- */

struct cutting {
	struct cdr_arena *arena;
	struct cdr_str re;
	size_t done; /* bytes that are in parts already */
	CDR_VEC(struct cdr_template_part) parts;
	struct cdr_str unknown;
};

/* The name in the braces at byte AT, or "" when they hold something else. */
static struct cdr_str name_at(struct cdr_str re, size_t at)
{
	size_t end = at + 1;

	while (end < re.len && cdr_is_word(re.ptr[end]))
		end++;
	if (end == at + 1 || end >= re.len || re.ptr[end] != '}' || cdr_is_digit(re.ptr[at + 1]))
		return CDR_STR("");
	return cdr_str_sub(re, at + 1, end);
}

/* Past the escape at byte AT: \Q...\E is one, and so is \p{Lu}. */
static size_t skip_escape(struct cdr_str re, size_t at)
{
	static const char braced[] = "pPxoNgk";
	struct cdr_str rest = cdr_str_sub(re, at, re.len);
	size_t end = at + 2;

	if (cdr_str_starts(rest, "\\Q")) {
		size_t quoted = cdr_str_find(rest, CDR_STR("\\E"));

		return at + quoted + (quoted < rest.len ? 2 : 0);
	}
	if (end < re.len && re.ptr[end] == '{' &&
	    memchr(braced, re.ptr[at + 1], sizeof(braced) - 1))
		end += cdr_str_find(cdr_str_sub(re, end, re.len), CDR_STR("}")) + 1;
	return end;
}

/* Takes the hole NAME at byte AT; returns where the text goes on. */
static size_t cut(struct cutting *cutting, size_t at, struct cdr_str name,
		  const struct cdr_pattern *trigger)
{
	int group = trigger ? cdr_pattern_group(trigger, name) : -1;
	size_t after = at + name.len + 2;

	if (group < 0) {
		cutting->unknown = name;
		return after;
	}
	*cdr_vec_push(cutting->arena, &cutting->parts) =
		(struct cdr_template_part){ cdr_str_sub(cutting->re, cutting->done, at), group };
	cutting->done = after;
	return after;
}

const struct cdr_template *cdr_template_parse(struct cdr_arena *arena, struct cdr_str re,
					      const struct cdr_pattern *trigger,
					      struct cdr_str *unknown)
{
	struct cutting cutting = { .arena = arena, .re = re };
	struct cdr_template *out;
	size_t at = 0;

	while (at < re.len) {
		struct cdr_str name = re.ptr[at] == '{' ? name_at(re, at) : CDR_STR("");

		if (re.ptr[at] == '\\')
			at = skip_escape(re, at);
		else
			at = name.len ? cut(&cutting, at, name, trigger) : at + 1;
	}
	*unknown = cutting.unknown;
	if (cutting.parts.n == 0)
		return NULL;
	*cdr_vec_push(arena, &cutting.parts) =
		(struct cdr_template_part){ cdr_str_sub(re, cutting.done, re.len), -1 };
	out = CDR_NEW(arena, struct cdr_template);
	*out = (struct cdr_template){ cutting.parts.items, cutting.parts.n };
	return out;
}

/* --- values -------------------------------------------------------------- */

/* As one item, so that what follows a hole applies to the whole value. */
static void add_value(struct cdr_buf *out, struct cdr_str value)
{
	cdr_buf_adds(out, "(?:");
	for (size_t i = 0; i < value.len; i++) {
		if (!cdr_is_word(value.ptr[i]) && (unsigned char)value.ptr[i] < 0x80)
			cdr_buf_addc(out, '\\');
		cdr_buf_addc(out, value.ptr[i]);
	}
	cdr_buf_addc(out, ')');
}

bool cdr_template_fill(const struct cdr_template *template, struct cdr_str subject,
		       const struct cdr_match *match, struct cdr_buf *out)
{
	cdr_buf_clear(out);
	for (size_t i = 0; i < template->n; i++) {
		const struct cdr_template_part *part = &template->parts[i];
		struct cdr_span span;

		cdr_buf_addstr(out, part->text);
		if (part->group < 0)
			continue;
		span = match->groups[part->group];
		if (span.from >= span.to)
			return false;
		add_value(out, cdr_str_sub(subject, span.from, span.to));
	}
	return true;
}

void cdr_template_sample(const struct cdr_template *template, struct cdr_str sample,
			 struct cdr_buf *out)
{
	cdr_buf_clear(out);
	for (size_t i = 0; i < template->n; i++) {
		cdr_buf_addstr(out, template->parts[i].text);
		if (template->parts[i].group >= 0)
			add_value(out, sample);
	}
}
