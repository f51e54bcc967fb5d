/*
 * globprogram.c - a pattern becomes a small automaton whose states are walked side by
 * side: no backtracking, so that no registry can make a match slow.
 *
 * '**' crosses '/' only as a whole component, and "a/ ** /b" matches "a/b": its
 * state may be left only where a component of the path begins.
 */
#include "base/globprogram.h"

#include "base/bits.h"

#include <string.h>

struct compiler {
	struct cdr_glob_room *room;
	size_t n, n_classes;
	unsigned flags;
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

static size_t emit(struct compiler *prog, enum cdr_glob_op op, size_t arg)
{
	prog->room->nodes[prog->n] = (struct cdr_glob_node){
		.op = (uint8_t)op, .arg = (uint32_t)arg
	};
	return prog->n++;
}

static void emit_byte(struct compiler *prog, char c)
{
	size_t node = emit(prog, CDR_GLOB_BYTE, 0);

	prog->room->nodes[node].byte = fold((unsigned char)c, prog->flags);
}

/* The byte at AT, or '\0' past the end. */
static char peek(const struct compiler *prog, size_t at)
{
	return at < prog->pattern.len ? prog->pattern.ptr[at] : '\0';
}

static bool begins_component(const struct compiler *prog, size_t at)
{
	char before = at ? prog->pattern.ptr[at - 1] : '/';

	return before == '/' || (prog->in_group && (before == '{' || before == ','));
}

static bool ends_component(const struct compiler *prog, size_t at)
{
	char here = peek(prog, at);

	return at == prog->pattern.len || here == '/' ||
	       (prog->in_group && (here == '}' || here == ','));
}

static void compile_stars(struct compiler *prog)
{
	size_t from = prog->at;
	bool crosses = prog->flags & CDR_GLOB_STAR_CROSSES;

	while (peek(prog, prog->at) == '*')
		prog->at++;
	if (!crosses && prog->at - from > 1 && begins_component(prog, from) &&
	    ends_component(prog, prog->at)) {
		if (peek(prog, prog->at) == '/') {
			prog->at++;
			emit(prog, CDR_GLOB_COMPONENTS, 0);
			return;
		}
		crosses = true;
	}
	emit(prog, crosses ? CDR_GLOB_STAR_ANY : CDR_GLOB_STAR, 0);
}

static int compile_class(struct compiler *prog, struct cdr_err *err)
{
	struct cdr_globclass *set = &prog->room->classes[prog->n_classes];
	size_t end;

	if (prog->n_classes == CDR_GLOB_CLASSES)
		return cdr_fail(err, CDR_ELIMIT, "pattern has more than %d classes",
				CDR_GLOB_CLASSES);
	end = cdr_globclass_parse(set, prog->pattern, prog->at, prog->flags & CDR_GLOB_ICASE);
	if (!end)
		return cdr_fail(err, CDR_ESYNTAX, "'[' at column %zu is not closed", prog->at + 1);
	if (!(prog->flags & CDR_GLOB_STAR_CROSSES))
		cdr_globclass_remove(set, '/');
	emit(prog, CDR_GLOB_CLASS, prog->n_classes++);
	prog->at = end;
	return 0;
}

static int open_group(struct compiler *prog, struct cdr_err *err)
{
	if (prog->in_group)
		return cdr_fail(err, CDR_ESYNTAX, "'{' inside of braces at column %zu",
				prog->at + 1);
	prog->in_group = true;
	prog->last_jump = 0;
	prog->last_fork = emit(prog, CDR_GLOB_FORK, 0);
	prog->at++;
	return 0;
}

static void next_alternative(struct compiler *prog)
{
	prog->last_jump = emit(prog, CDR_GLOB_JUMP, prog->last_jump);
	prog->room->nodes[prog->last_fork].arg = (uint32_t)prog->n;
	prog->last_fork = emit(prog, CDR_GLOB_FORK, 0);
	prog->at++;
}

static void close_group(struct compiler *prog)
{
	while (prog->last_jump) {
		struct cdr_glob_node *jump = &prog->room->nodes[prog->last_jump];

		prog->last_jump = jump->arg;
		jump->arg = (uint32_t)prog->n;
	}
	prog->in_group = false;
	prog->at++;
}

static int compile_quoted(struct compiler *prog, struct cdr_err *err)
{
	if (prog->at + 1 == prog->pattern.len)
		return cdr_fail(err, CDR_ESYNTAX, "pattern ends in '\\'");
	emit_byte(prog, prog->pattern.ptr[prog->at + 1]);
	prog->at += 2;
	return 0;
}

/* Compiles what stands at prog->at and moves on. */
static int compile_next(struct compiler *prog, struct cdr_err *err)
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
			emit(prog, CDR_GLOB_ANY, 0);
		else
			emit_byte(prog, c);
		prog->at++;
	}
	return 0;
}

int cdr_glob_compile(struct cdr_glob_program *out, struct cdr_glob_room *room,
		     struct cdr_str pattern, unsigned flags, struct cdr_err *err)
{
	struct compiler compiler = { .room = room, .flags = flags, .pattern = pattern };

	if (pattern.len > CDR_GLOB_MAX)
		return cdr_fail(err, CDR_ELIMIT, "pattern is longer than %d bytes", CDR_GLOB_MAX);
	while (compiler.at < pattern.len) {
		int rc = compile_next(&compiler, err);

		if (rc)
			return rc;
	}
	if (compiler.in_group)
		return cdr_fail(err, CDR_ESYNTAX, "'{' is not closed");
	emit(&compiler, CDR_GLOB_END, 0);
	*out = (struct cdr_glob_program){
		.nodes = room->nodes,
		.classes = room->classes,
		.n = compiler.n,
		.n_classes = compiler.n_classes,
		.flags = flags,
	};
	return 0;
}

static void push(struct cdr_glob_states *states, size_t node)
{
	if (cdr_bits_has(states->in, node))
		return;
	cdr_bits_set(states->in, node);
	states->list[states->n++] = (uint32_t)node;
}

void cdr_glob_clear(struct cdr_glob_states *states)
{
	while (states->n)
		states->in[states->list[--states->n] / 64] = 0;
}

/* Adds what can be reached without a byte. AT_START: a component of the path begins here. */
static void close_over(const struct cdr_glob_program *prog, struct cdr_glob_states *states,
		       size_t from, bool at_start)
{
	for (size_t i = from; i < states->n; i++) {
		size_t at = states->list[i];
		struct cdr_glob_node node = prog->nodes[at];
		bool star = node.op == CDR_GLOB_STAR || node.op == CDR_GLOB_STAR_ANY;

		if (star || node.op == CDR_GLOB_FORK ||
		    (node.op == CDR_GLOB_COMPONENTS && at_start))
			push(states, at + 1);
		if (node.arg && (node.op == CDR_GLOB_FORK || node.op == CDR_GLOB_JUMP))
			push(states, node.arg);
	}
}

void cdr_glob_start(const struct cdr_glob_program *prog, struct cdr_glob_states *states,
		    size_t node)
{
	size_t from = states->n;

	push(states, node);
	close_over(prog, states, from, true);
}

/* Whether BYTE leads on from NODE. */
static bool takes(const struct cdr_glob_program *prog, struct cdr_glob_node node,
		  unsigned char byte)
{
	switch ((enum cdr_glob_op)node.op) {
	case CDR_GLOB_BYTE:
		return node.byte == fold(byte, prog->flags);
	case CDR_GLOB_ANY:
		return byte != '/' || prog->flags & CDR_GLOB_STAR_CROSSES;
	case CDR_GLOB_CLASS:
		return cdr_globclass_has(&prog->classes[node.arg], byte);
	case CDR_GLOB_STAR:
		return byte != '/';
	case CDR_GLOB_STAR_ANY:
	case CDR_GLOB_COMPONENTS:
		return true;
	case CDR_GLOB_FORK:
	case CDR_GLOB_JUMP:
	case CDR_GLOB_END:
		break;
	}
	return false;
}

/* Where a byte that the node AT takes leads to. */
static size_t after(const struct cdr_glob_program *prog, size_t at)
{
	enum cdr_glob_op op = prog->nodes[at].op;

	return op == CDR_GLOB_STAR || op == CDR_GLOB_STAR_ANY || op == CDR_GLOB_COMPONENTS ? at
											   : at + 1;
}

void cdr_glob_step(const struct cdr_glob_program *prog, const uint32_t *list, size_t n,
		   unsigned char byte, struct cdr_glob_states *next)
{
	for (size_t i = 0; i < n; i++)
		if (takes(prog, prog->nodes[list[i]], byte))
			push(next, after(prog, list[i]));
	close_over(prog, next, 0, byte == '/');
}

bool cdr_glob_run(const struct cdr_glob_program *prog, struct cdr_str path)
{
	uint32_t lists[2][CDR_GLOB_NODES];
	uint64_t in[2][CDR_GLOB_NODES / 64 + 1];
	struct cdr_glob_states now = { lists[0], in[0], 0 }, next = { lists[1], in[1], 0 };

	memset(now.in, 0, cdr_bits_words(prog->n) * sizeof(*now.in));
	memset(next.in, 0, cdr_bits_words(prog->n) * sizeof(*next.in));
	cdr_glob_start(prog, &now, 0);
	for (size_t i = 0; i < path.len && now.n; i++) {
		struct cdr_glob_states old = now;

		cdr_glob_step(prog, now.list, now.n, (unsigned char)path.ptr[i], &next);
		now = next;
		next = old;
		cdr_glob_clear(&next);
	}
	return cdr_bits_has(now.in, prog->n - 1);
}
