/* lint.c - the judgement over expressions in words: what competes, on which text, what to do. */
#include "rules/lint.h"

#include "rules/ascii.h"
#include "rules/backtrack/backtrack.h"

#define QUOTE_MAX 48u /* bytes of a quoted part */

/* PART as one readable line. */
static const char *quoted(struct cdr_arena *arena, struct cdr_str part)
{
	size_t end = part.len < QUOTE_MAX ? part.len : QUOTE_MAX;
	bool cut = end < part.len;
	struct cdr_str shown;
	struct cdr_buf out;

	while (cut && end > 0 && ((unsigned char)part.ptr[end] & 0xc0) == 0x80)
		end--;
	cdr_buf_init(&out, 8 * QUOTE_MAX);
	for (size_t i = 0; i < end; i++) {
		unsigned char c = (unsigned char)part.ptr[i];

		if (c == '\n' || c == '\t')
			cdr_buf_adds(&out, c == '\n' ? "\\n" : "\\t");
		else if (c < ' ' || c == 0x7f)
			cdr_buf_addf(&out, "\\x%02x", c);
		else
			cdr_buf_addf(&out, "%c", c);
	}
	shown = cdr_str_copy(arena, cdr_buf_str(&out));
	cdr_buf_release(&out);
	return cdr_arena_printf(arena, "\"%.*s%s\"", CDR_FMT(shown), cut ? "..." : "");
}

static const char *attack_words(struct cdr_arena *arena, const struct cdr_attack *attack)
{
	const char *lead = "", *end = ", and then the end of the text";

	if (attack->prefix.len)
		lead = cdr_arena_printf(arena, "%s, then ", quoted(arena, attack->prefix));
	if (attack->suffix.len)
		end = cdr_arena_printf(arena, ", and then %s", quoted(arena, attack->suffix));
	return cdr_arena_printf(arena, "%s%s many times%s", lead, quoted(arena, attack->pump), end);
}

/* "\s*" and "\s*" in "\s*,?\s*", or what it is that competes with itself. */
static const char *rivals(struct cdr_arena *arena, const struct cdr_backtracking *found)
{
	const char *first = quoted(arena, found->first), *second = quoted(arena, found->second);
	struct cdr_str both = { found->first.ptr, 0 };

	if (!found->first.len)
		return "parts of it";
	if (found->first.ptr == found->second.ptr && found->first.len == found->second.len)
		return cdr_arena_printf(arena, "two ways through %s", first);
	if (found->second.ptr > found->first.ptr + found->first.len)
		both.len = (size_t)(found->second.ptr - found->first.ptr) + found->second.len;
	if (both.len == 0 || both.len > QUOTE_MAX)
		return cdr_arena_printf(arena, "%s and %s", first, second);
	return cdr_arena_printf(arena, "%s and %s in %s", first, second, quoted(arena, both));
}

static const char *growth_words(struct cdr_arena *arena, const struct cdr_backtracking *found)
{
	if (found->growth == CDR_EXPONENTIAL)
		return "the time doubles with every few characters";
	if (found->degree == 2)
		return "the time grows with the square of its length";
	return cdr_arena_printf(arena, "the time grows with the power of %u of its length",
				found->degree);
}

static void say(struct cdr_diags *diags, const struct cdr_expression *expression,
		const struct cdr_backtracking *found)
{
	const struct cdr_yaml *at = expression->re.at;
	const char *who = rivals(diags->arena, found), *how = growth_words(diags->arena, found);

	if (found->growth == CDR_SQUARE_APART) {
		cdr_diags_warn(diags, at, "%.*s: %s may share out one text: %s",
			       CDR_FMT(expression->key), who, how);
		cdr_diags_ease(diags);
	} else {
		cdr_diags_error(diags, at,
				"%.*s: backtracks badly: %s compete for the same text: %s",
				CDR_FMT(expression->key), who, how);
	}
	cdr_diags_hint(diags,
		       "try %s; let them match different characters, give one a bound "
		       "({0,80}), or give nothing back (*+)",
		       attack_words(diags->arena, &found->attack));
	if (found->first.ptr && expression->re.text.ptr == at->text.ptr)
		cdr_diags_locate(diags, at, (size_t)(found->first.ptr - expression->re.text.ptr));
}

static void judge(struct cdr_diags *diags, const struct cdr_expression *expression)
{
	struct cdr_arena scratch = { 0 };
	struct cdr_backtracking found = cdr_backtracking_of(expression->re.text, &scratch);

	if (found.growth == CDR_UNDECIDED) {
		cdr_diags_warn(diags, expression->re.at,
			       "%.*s: too intricate to tell how it backtracks",
			       CDR_FMT(expression->key));
		cdr_diags_ease(diags);
	} else if (found.growth != CDR_LINEAR) {
		say(diags, expression, &found);
	}
	cdr_arena_release(&scratch);
}

size_t cdr_lint_expressions(const struct cdr_registry *registry, struct cdr_arena *arena,
			    const struct cdr_diag **out)
{
	struct cdr_diags diags = { .arena = arena };
	const struct cdr_expression *expressions;
	size_t n = cdr_registry_expressions(registry, &expressions);

	for (size_t i = 0; i < n; i++)
		judge(&diags, &expressions[i]);
	*out = diags.list.items;
	return diags.list.n;
}
