/*
 * glob.c - a pattern becomes a small automaton whose states are walked side by
 * side: no backtracking, so that no registry can make a match slow.
 *
 * '**' crosses '/' only as a whole component, and "a/ ** /b" matches "a/b": its
 * state may be left only where a component of the path begins.
 */
#include "base/glob.h"

#include "base/globclass.h"

#include <stdint.h>
#include <string.h>

#define MAX_CLASSES 32
#define MAX_NODES (2 * CDR_GLOB_MAX + 1)   /* a ',' between braces becomes two */

enum op {
	OP_BYTE,        /* this byte */
	OP_ANY,         /* '?' */
	OP_CLASS,       /* a byte of class `arg` */
	OP_STAR,        /* any bytes, '/' only if OP_STAR_ANY */
	OP_STAR_ANY,
	OP_COMPONENTS,  /* the two stars and slash: whole components, also none */
	OP_FORK,        /* this alternative, or the one at `arg` (0: it is the last) */
	OP_JUMP,        /* end of an alternative: go on at `arg` */
	OP_END,
};

struct node {
	uint8_t op;
	uint8_t byte;
	uint16_t arg;
};

struct program {
	struct node nodes[MAX_NODES];
	struct cdr_globclass classes[MAX_CLASSES];
	size_t n, n_classes;
	unsigned flags;
	/* while compiling */
	struct cdr_str pattern;
	size_t at;
	bool in_group;
	size_t last_fork, last_jump;            /* in this group; jumps are chained through arg */
};

static unsigned char fold(unsigned char byte, unsigned flags)
{
	bool upper = byte >= 'A' && byte <= 'Z';

	return upper && flags & CDR_GLOB_ICASE ? (unsigned char)(byte + 32) : byte;
}

static size_t emit(struct program *prog, enum op op, size_t arg)
{
	prog->nodes[prog->n] = (struct node){ .op = (uint8_t)op, .arg = (uint16_t)arg };
	return prog->n++;
}

static void emit_byte(struct program *prog, char c)
{
	size_t node = emit(prog, OP_BYTE, 0);

	prog->nodes[node].byte = fold((unsigned char)c, prog->flags);
}

/* The byte at AT, or '\0' past the end. */
static char peek(const struct program *prog, size_t at)
{
	return at < prog->pattern.len ? prog->pattern.ptr[at] : '\0';
}

static bool begins_component(const struct program *prog, size_t at)
{
	char before = at ? prog->pattern.ptr[at - 1] : '/';

	return before == '/' || (prog->in_group && (before == '{' || before == ','));
}

static bool ends_component(const struct program *prog, size_t at)
{
	char here = peek(prog, at);

	return at == prog->pattern.len || here == '/' ||
	       (prog->in_group && (here == '}' || here == ','));
}

static void compile_stars(struct program *prog)
{
	size_t from = prog->at;
	bool crosses = prog->flags & CDR_GLOB_STAR_CROSSES;

	while (peek(prog, prog->at) == '*')
		prog->at++;
	if (!crosses && prog->at - from > 1 && begins_component(prog, from) &&
	    ends_component(prog, prog->at)) {
		if (peek(prog, prog->at) == '/') {
			prog->at++;
			emit(prog, OP_COMPONENTS, 0);
			return;
		}
		crosses = true;
	}
	emit(prog, crosses ? OP_STAR_ANY : OP_STAR, 0);
}

static int compile_class(struct program *prog, struct cdr_err *err)
{
	struct cdr_globclass *set = &prog->classes[prog->n_classes];
	size_t end;

	if (prog->n_classes == MAX_CLASSES)
		return cdr_fail(err, CDR_ELIMIT, "pattern has more than %d classes", MAX_CLASSES);
	end = cdr_globclass_parse(set, prog->pattern, prog->at, prog->flags & CDR_GLOB_ICASE);
	if (!end)
		return cdr_fail(err, CDR_ESYNTAX, "'[' at column %zu is not closed", prog->at + 1);
	if (!(prog->flags & CDR_GLOB_STAR_CROSSES))
		cdr_globclass_remove(set, '/');
	emit(prog, OP_CLASS, prog->n_classes++);
	prog->at = end;
	return 0;
}

static int open_group(struct program *prog, struct cdr_err *err)
{
	if (prog->in_group)
		return cdr_fail(err, CDR_ESYNTAX, "'{' inside of braces at column %zu",
				prog->at + 1);
	prog->in_group = true;
	prog->last_jump = 0;
	prog->last_fork = emit(prog, OP_FORK, 0);
	prog->at++;
	return 0;
}

static void next_alternative(struct program *prog)
{
	prog->last_jump = emit(prog, OP_JUMP, prog->last_jump);
	prog->nodes[prog->last_fork].arg = (uint16_t)prog->n;
	prog->last_fork = emit(prog, OP_FORK, 0);
	prog->at++;
}

static void close_group(struct program *prog)
{
	while (prog->last_jump) {
		struct node *jump = &prog->nodes[prog->last_jump];

		prog->last_jump = jump->arg;
		jump->arg = (uint16_t)prog->n;
	}
	prog->in_group = false;
	prog->at++;
}

static int compile_quoted(struct program *prog, struct cdr_err *err)
{
	if (prog->at + 1 == prog->pattern.len)
		return cdr_fail(err, CDR_ESYNTAX, "pattern ends in '\\'");
	emit_byte(prog, prog->pattern.ptr[prog->at + 1]);
	prog->at += 2;
	return 0;
}

/* Compiles what stands at prog->at and moves on. */
static int compile_next(struct program *prog, struct cdr_err *err)
{
	char c = prog->pattern.ptr[prog->at];

	if (c == '\\')
		return compile_quoted(prog, err);
	if (c == '[')
		return compile_class(prog, err);
	if (c == '{' && !(prog->flags & CDR_GLOB_NO_BRACES))
		return open_group(prog, err);
	if (c == '*') {
		compile_stars(prog);
	} else if (c == ',' && prog->in_group) {
		next_alternative(prog);
	} else if (c == '}' && prog->in_group) {
		close_group(prog);
	} else {
		if (c == '?')
			emit(prog, OP_ANY, 0);
		else
			emit_byte(prog, c);
		prog->at++;
	}
	return 0;
}

static int compile(struct program *prog, struct cdr_str pattern, unsigned flags,
		   struct cdr_err *err)
{
	prog->n = prog->n_classes = prog->at = 0;
	prog->flags = flags;
	prog->pattern = pattern;
	prog->in_group = false;
	if (pattern.len > CDR_GLOB_MAX)
		return cdr_fail(err, CDR_ELIMIT, "pattern is longer than %d bytes", CDR_GLOB_MAX);
	while (prog->at < pattern.len) {
		int rc = compile_next(prog, err);

		if (rc)
			return rc;
	}
	if (prog->in_group)
		return cdr_fail(err, CDR_ESYNTAX, "'{' is not closed");
	emit(prog, OP_END, 0);
	return 0;
}

int cdr_glob_check(struct cdr_str pattern, struct cdr_err *err)
{
	struct program prog;

	return compile(&prog, pattern, 0, err);
}

/* The states that are alive at one place in the path. */
struct states {
	uint16_t list[MAX_NODES];
	bool in[MAX_NODES];
	size_t n;
};

static void push(struct states *states, size_t node)
{
	if (states->in[node])
		return;
	states->in[node] = true;
	states->list[states->n++] = (uint16_t)node;
}

static void clear(struct states *states)
{
	while (states->n)
		states->in[states->list[--states->n]] = false;
}

/* Adds what can be reached without a byte. AT_START: a component of the path begins here. */
static void close_over(const struct program *prog, struct states *states, bool at_start)
{
	for (size_t i = 0; i < states->n; i++) {
		size_t at = states->list[i];
		struct node node = prog->nodes[at];
		bool star = node.op == OP_STAR || node.op == OP_STAR_ANY;

		if (star || node.op == OP_FORK || (node.op == OP_COMPONENTS && at_start))
			push(states, at + 1);
		if (node.arg && (node.op == OP_FORK || node.op == OP_JUMP))
			push(states, node.arg);
	}
}

/* Adds to NEXT where BYTE leads from the state AT. */
static void step(const struct program *prog, size_t at, unsigned char byte, struct states *next)
{
	struct node node = prog->nodes[at];
	bool crosses = prog->flags & CDR_GLOB_STAR_CROSSES;

	switch ((enum op)node.op) {
	case OP_BYTE:
		if (node.byte == fold(byte, prog->flags))
			push(next, at + 1);
		break;
	case OP_ANY:
		if (byte != '/' || crosses)
			push(next, at + 1);
		break;
	case OP_CLASS:
		if (cdr_globclass_has(&prog->classes[node.arg], byte))
			push(next, at + 1);
		break;
	case OP_STAR:
		if (byte != '/')
			push(next, at);
		break;
	case OP_STAR_ANY:
	case OP_COMPONENTS:
		push(next, at);
		break;
	case OP_FORK:
	case OP_JUMP:
	case OP_END:
		break;
	}
}

static bool run(const struct program *prog, struct cdr_str path)
{
	struct states pair[2], *now = &pair[0], *next = &pair[1];

	now->n = next->n = 0;
	memset(now->in, 0, prog->n);
	memset(next->in, 0, prog->n);
	push(now, 0);
	close_over(prog, now, true);
	for (size_t i = 0; i < path.len && now->n; i++) {
		struct states *old = now;
		unsigned char byte = (unsigned char)path.ptr[i];

		for (size_t k = 0; k < now->n; k++)
			step(prog, now->list[k], byte, next);
		close_over(prog, next, byte == '/');
		now = next;
		next = old;
		clear(next);
	}
	return now->in[prog->n - 1];
}

/*
 * Most patterns end in a name or a suffix that most paths lack: compares the
 * ordinary bytes at the end of both before anything is compiled. '/' ends the
 * comparison, since "** /a" matches "a".
 */
static bool ends_may_match(struct cdr_str pattern, struct cdr_str path, unsigned flags)
{
	while (pattern.len && path.len) {
		unsigned char wanted = (unsigned char)pattern.ptr[--pattern.len];
		unsigned char found = (unsigned char)path.ptr[--path.len];

		if (memchr("*?[]{}\\/", wanted, 8))
			return true;
		if (fold(wanted, flags) != fold(found, flags))
			return false;
	}
	return true;
}

bool cdr_glob_match(struct cdr_str pattern, struct cdr_str path, unsigned flags)
{
	struct program prog;

	if (!ends_may_match(pattern, path, flags) || compile(&prog, pattern, flags, NULL))
		return false;
	return run(&prog, path);
}
