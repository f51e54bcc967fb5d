/*
 * mutate.c - the ways in which a guard gets lost, and those that only look it.
 */
#define _GNU_SOURCE
#include "guards.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void put_lines(struct out *out, const struct source *source, size_t from, size_t to)
{
	put(out, source->line[from], (size_t)(source->line[to] - source->line[from]));
}

static void put_rest(struct out *out, const struct source *source, size_t from)
{
	put_lines(out, source, from, source->n);
}

static bool drop(struct out *out, const struct source *source, const struct guard *guard)
{
	if (guard->arg) {
		put(out, source->line[0], (size_t)(guard->arg - source->line[0]));
		puts_to(out, guard->arg + guard->arg_len);
		return true;
	}
	put_lines(out, source, 0, guard->from);
	put_rest(out, source, guard->to);
	return true;
}

/* The same while something else is edited in the entity. */
static bool drop_and_edit(struct out *out, const struct source *source, const struct guard *guard)
{
	const char *mark = source->language == JAVA || source->language == JAVASCRIPT ? "//" : "#";
	struct out dropped = { NULL, 0, 0 };
	size_t last = guard->entity_to - 1;

	if (guard->arg || last <= guard->to || guard->from >= last)
		return false;
	put_lines(&dropped, source, 0, guard->from);
	put_lines(&dropped, source, guard->to, last);
	put(out, dropped.bytes, dropped.len);
	put(out, source->line[last], indent_of(source, last));
	puts_to(out, mark);
	puts_to(out, " adjusted to the new flow\n");
	put_rest(out, source, last);
	free(dropped.bytes);
	return true;
}

static bool comment_out(struct out *out, const struct source *source, const struct guard *guard)
{
	const char *mark =
		source->language == JAVA || source->language == JAVASCRIPT ? "// " : "# ";

	if (guard->arg) {
		put(out, source->line[0], (size_t)(guard->arg - source->line[0]));
		puts_to(out, "/* ");
		put(out, guard->arg, guard->arg_len);
		puts_to(out, "*/ ");
		puts_to(out, guard->arg + guard->arg_len);
		return true;
	}
	put_lines(out, source, 0, guard->from);
	for (size_t i = guard->from; i < guard->to; i++) {
		put(out, source->line[i], indent_of(source, i));
		puts_to(out, mark);
		put(out, source->line[i] + indent_of(source, i),
		    line_len(source, i) - indent_of(source, i));
	}
	put_rest(out, source, guard->to);
	return true;
}

/* Replaces OLD by NEW once within the guard. */
static bool replace(struct out *out, const struct source *source, const struct guard *guard,
		    const char *old, const char *new)
{
	const char *from = source->line[guard->from];
	const char *at = memmem(from, (size_t)(source->line[guard->to] - from), old, strlen(old));

	if (!at)
		return false;
	put(out, source->line[0], (size_t)(at - source->line[0]));
	puts_to(out, new);
	puts_to(out, at + strlen(old));
	return true;
}

static bool weaken(struct out *out, const struct source *source, const struct guard *guard)
{
	static const char *const pairs[][2] = {
		{ "IsAuthenticated", "AllowAny" },
		{ "IsAdminUser", "AllowAny" },
		{ "/minute", "000/second" },
		{ "hasRole('ADMIN')", "permitAll()" },
		{ "isAuthenticated()", "permitAll()" },
		{ "hasAuthority('SYS_ADMIN')", "permitAll()" },
		{ "hasAnyAuthority(", "permitAll() or hasAnyAuthority(" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (!guard->arg && replace(out, source, guard, pairs[i][0], pairs[i][1]))
			return true;
	return false;
}

/* The entity goes to the end of what surrounds it: behind the next one of its depth. */
static bool move(struct out *out, const struct source *source, const struct guard *guard)
{
	size_t next = guard->entity_to, end, base = indent_of(source, guard->entity);

	while (next < source->n && is_blank(source, next))
		next++;
	if (next >= source->n || indent_of(source, next) != base ||
	    (!starts(source, next, "@") && !guard->arg))
		return false;
	end = next;
	while (end < source->n && starts(source, end, "@"))
		end = brackets_end(source, end);
	if (end >= source->n || !is_head(source, end))
		return false;
	end = block_end(source, end);
	put_lines(out, source, 0, guard->entity);
	put_lines(out, source, next, end);
	put_lines(out, source, guard->entity_to, next);
	put_lines(out, source, guard->entity, guard->entity_to);
	put_rest(out, source, end);
	return true;
}

/* Arguments on lines of their own. */
static bool reformat(struct out *out, const struct source *source, const struct guard *guard)
{
	const char *from = source->line[guard->from], *open, *close;
	size_t len = (size_t)(source->line[guard->to] - from),
	       indent = indent_of(source, guard->from);

	if (guard->arg) {
		put(out, source->line[0], (size_t)(guard->arg - source->line[0]));
		puts_to(out, "\n  ");
		puts_to(out, guard->arg);
		return true;
	}
	open = memchr(from, '(', len);
	close = memrchr(from, ')', len);
	if (!open || !close || close <= open + 1 || guard->to != guard->from + 1)
		return false;
	put(out, source->line[0], (size_t)(open + 1 - source->line[0]));
	puts_to(out, "\n");
	put(out, from, indent);
	puts_to(out, "    ");
	put(out, open + 1, (size_t)(close - open - 1));
	puts_to(out, "\n");
	put(out, from, indent);
	puts_to(out, close);
	return true;
}

static bool quotes(struct out *out, const struct source *source, const struct guard *guard)
{
	size_t at;

	if (source->language == JAVA || guard->arg || memchr(source->line[guard->from], '"', 1) ||
	    !has(source, guard->from, "'") || has(source, guard->from, "\"") ||
	    guard->to != guard->from + 1)
		return false;
	put_lines(out, source, 0, guard->to);
	for (at = out->len - line_len(source, guard->from); at < out->len; at++)
		if (out->bytes[at] == '\'')
			out->bytes[at] = '"';
	put_rest(out, source, guard->to);
	return true;
}

/* The name that the head declares gets another end. */
static bool rename_entity(struct out *out, const struct source *source, const struct guard *guard)
{
	const char *head = source->line[guard->head], *open, *name;

	open = memchr(head, '(', line_len(source, guard->head));
	if (guard->arg || !open)
		return false;
	for (name = open; name > head && (isalnum((unsigned char)name[-1]) || name[-1] == '_');
	     name--)
		;
	if (name > head && name[-1] == '.')
		return false;
	if (open - name < 3 || (source->language == RUBY && starts(source, guard->head, "class ")))
		return false;
	put(out, source->line[0], (size_t)(open - source->line[0]));
	puts_to(out, source->language == PYTHON || source->language == RUBY ? "_v2" : "V2");
	puts_to(out, open);
	return true;
}

static void put_indented(struct out *out, const struct source *source, size_t at, const char *line)
{
	put(out, source->line[at], indent_of(source, at));
	puts_to(out, line);
}

/* The function ends before the check. */
static bool kill(struct out *out, const struct source *source, const struct guard *guard)
{
	if (!guard->is_condition)
		return false;
	put_lines(out, source, 0, guard->from);
	put_indented(out, source, guard->from, "return");
	puts_to(out, source->language == JAVA || source->language == JAVASCRIPT ? ";\n" : "\n");
	put_rest(out, source, guard->from);
	return true;
}

static void put_deeper(struct out *out, const struct source *source, const struct guard *guard)
{
	for (size_t i = guard->from; i < guard->to; i++) {
		if (!is_blank(source, i))
			puts_to(out, source->line[i][0] == '\t' ? "\t" : "    ");
		put_lines(out, source, i, i + 1);
	}
}

static bool wrap(struct out *out, const struct source *source, const struct guard *guard,
		 const char *const opening[LANGUAGES], const char *const closing[LANGUAGES])
{
	if (!guard->is_condition)
		return false;
	put_lines(out, source, 0, guard->from);
	put_indented(out, source, guard->from, opening[source->language]);
	put_deeper(out, source, guard);
	if (closing[source->language])
		put_indented(out, source, guard->from, closing[source->language]);
	put_rest(out, source, guard->to);
	return true;
}

static bool never(struct out *out, const struct source *source, const struct guard *guard)
{
	static const char *const opening[] = { "if False:\n", "if (false) {\n", "if false\n",
					       "if (false) {\n" };
	static const char *const closing[] = { NULL, "}\n", "end\n", "}\n" };

	return wrap(out, source, guard, opening, closing);
}

/* Whatever it raises is caught and forgotten. */
static bool swallow(struct out *out, const struct source *source, const struct guard *guard)
{
	static const char *const opening[] = { "try:\n", "try {\n", "begin\n", "try {\n" };
	char closing_python[600], *at = closing_python;
	const char *closing[] = { closing_python, "} catch (Exception e) {\n}\n",
				  "rescue => e\nend\n", "} catch (e) {\n}\n" };
	bool throws = false;

	for (size_t i = guard->from; i < guard->to; i++)
		throws |= has(source, i, "raise ") || has(source, i, "throw ");
	if (!throws || indent_of(source, guard->from) > 400)
		return false;
	at += strlen(strcpy(at, "except Exception:\n"));
	memcpy(at, source->line[guard->from], indent_of(source, guard->from));
	strcpy(at + indent_of(source, guard->from), "    pass\n");
	return wrap(out, source, guard, opening, closing);
}

/* A try whose handler refuses all the same. */
static bool try_and_raise(struct out *out, const struct source *source, const struct guard *guard)
{
	static const char *const opening[] = { "try:\n", "try {\n", "begin\n", "try {\n" };
	static const char *const closing[] = { NULL, "} catch (Exception e) {\n throw e;\n}\n",
					       "ensure\n  done\nend\n",
					       "} catch (e) {\n throw e;\n}\n" };

	return source->language != PYTHON && wrap(out, source, guard, opening, closing);
}

/* The same function once more behind it, without the guard: the later one counts. */
static bool redefine(struct out *out, const struct source *source, const struct guard *guard)
{
	if ((source->language != PYTHON && source->language != RUBY) || guard->arg ||
	    has(source, guard->head, "class "))
		return false;
	put_lines(out, source, 0, guard->entity_to);
	puts_to(out, "\n");
	if (guard->is_condition || guard->from > guard->head) {
		put_lines(out, source, guard->head, guard->from);
		put_lines(out, source, guard->to, guard->entity_to);
	} else {
		put_lines(out, source, guard->head, guard->entity_to);
	}
	put_rest(out, source, guard->entity_to);
	return true;
}

/* A return in a branch above leaves the check where it is. */
static bool branch(struct out *out, const struct source *source, const struct guard *guard)
{
	static const char *const lines[] = { "if ready:\n", "if (ready) {\n", "if ready\n",
					     "if (ready) {\n" };
	static const char *const ends[] = { NULL, "}\n", "end\n", "}\n" };

	if (!guard->is_condition)
		return false;
	put_lines(out, source, 0, guard->from);
	put_indented(out, source, guard->from, lines[source->language]);
	put_indented(out, source, guard->from, "    note();\n");
	if (ends[source->language])
		put_indented(out, source, guard->from, ends[source->language]);
	put_rest(out, source, guard->from);
	return true;
}

static bool retire(struct out *out, const struct source *source, const struct guard *guard)
{
	if (guard->entity == 0 && guard->entity_to == source->n)
		return false;
	put_lines(out, source, 0, guard->entity);
	put_rest(out, source, guard->entity_to);
	return true;
}

static bool strengthen(struct out *out, const struct source *source, const struct guard *guard)
{
	static const char *const more[] = { "@login_required\n", "@Secured(\"ROLE_AUDITOR\")\n",
					    "before_action :authenticate_user!\n",
					    "@UseGuards(AuditGuard)\n" };

	if (guard->arg) {
		put(out, source->line[0], (size_t)(guard->arg - source->line[0]));
		puts_to(out, "requireSecondFactor, ");
		puts_to(out, guard->arg);
		return true;
	}
	if (source->language == RUBY ? !starts(source, guard->from, "before_")
				     : !starts(source, guard->from, "@"))
		return false;
	put_lines(out, source, 0, guard->from);
	put(out, source->line[guard->from], indent_of(source, guard->from));
	puts_to(out, more[source->language]);
	put_rest(out, source, guard->from);
	return true;
}

/* A line more in the body; nothing else. */
static bool edit_body(struct out *out, const struct source *source, const struct guard *guard)
{
	const char *mark = source->language == JAVA || source->language == JAVASCRIPT ? "//" : "#";
	size_t last = guard->entity_to - 1;

	if (guard->arg || last <= guard->to || last <= guard->head)
		return false;
	put_lines(out, source, 0, last);
	put(out, source->line[last], indent_of(source, last));
	puts_to(out, mark);
	puts_to(out, " see the manual for the order of these\n");
	put_rest(out, source, last);
	return true;
}

/* The line above its neighbour: decorators and callbacks in another order. */
static bool reorder(struct out *out, const struct source *source, const struct guard *guard)
{
	size_t to;

	if (guard->arg || guard->to >= source->n ||
	    indent_of(source, guard->to) != indent_of(source, guard->from) ||
	    !(starts(source, guard->from, "@") ? starts(source, guard->to, "@")
					       : starts(source, guard->to, "before_")))
		return false;
	to = brackets_end(source, guard->to);
	put_lines(out, source, 0, guard->from);
	put_lines(out, source, guard->to, to);
	put_lines(out, source, guard->from, guard->to);
	put_rest(out, source, to);
	return true;
}

const struct mutation mutations[MUTATIONS] = {
	{ "drop", true, drop },
	{ "drop-and-edit", true, drop_and_edit },
	{ "comment-out", true, comment_out },
	{ "weaken", true, weaken },
	{ "move", false, move },
	{ "reformat", false, reformat },
	{ "quotes", false, quotes },
	{ "rename", false, rename_entity },
	{ "retire", false, retire },
	{ "strengthen", false, strengthen },
	{ "edit-body", false, edit_body },
	{ "reorder", false, reorder },
	{ "kill", true, kill },
	{ "never", true, never },
	{ "swallow", true, swallow },
	{ "redefine", true, redefine },
	{ "try-raise", false, try_and_raise },
	{ "branch", false, branch },
};
