/*
 * globprogram.h - private to core/base: a path pattern as a small automaton.
 */
#ifndef CDR_BASE_GLOBPROGRAM_H
#define CDR_BASE_GLOBPROGRAM_H

#include "base/glob.h"
#include "base/globclass.h"

#define CDR_GLOB_CLASSES 32
#define CDR_GLOB_NODES (2 * CDR_GLOB_MAX + 1)   /* a ',' between braces becomes two */

enum cdr_glob_op {
	CDR_GLOB_BYTE,        /* this byte */
	CDR_GLOB_ANY,         /* '?' */
	CDR_GLOB_CLASS,       /* a byte of class `arg` */
	CDR_GLOB_STAR,        /* any bytes, '/' only if CDR_GLOB_STAR_ANY */
	CDR_GLOB_STAR_ANY,
	CDR_GLOB_COMPONENTS,  /* the two stars and slash: whole components, also none */
	CDR_GLOB_FORK,        /* this alternative, or the one at `arg` (0: it is the last) */
	CDR_GLOB_JUMP,        /* end of an alternative: go on at `arg` */
	CDR_GLOB_END,         /* a match, of pattern `arg` where there are many */
};

struct cdr_glob_node {
	uint8_t op;
	uint8_t byte;
	uint32_t arg;
};

/* Borrows its nodes and classes. The last node of a pattern is CDR_GLOB_END. */
struct cdr_glob_program {
	const struct cdr_glob_node *nodes;
	const struct cdr_globclass *classes;
	size_t n, n_classes;
	unsigned flags;
};

/* Room for any program of one pattern. */
struct cdr_glob_room {
	struct cdr_glob_node nodes[CDR_GLOB_NODES];
	struct cdr_globclass classes[CDR_GLOB_CLASSES];
};

/* Into ROOM, which *OUT borrows. Errors are those of cdr_glob_check. */
CDR_NODISCARD int cdr_glob_compile(struct cdr_glob_program *out, struct cdr_glob_room *room,
				   struct cdr_str pattern, unsigned flags, struct cdr_err *err);

bool cdr_glob_run(const struct cdr_glob_program *prog, struct cdr_str path);

/*
 * The nodes that are alive at one place in a path, each once: what takes a byte from there, or is
 * a match if the path ends. LIST has room for all nodes, IN a bit for each; empty is n 0, no bit set.
 */
struct cdr_glob_states {
	uint32_t *list;
	uint64_t *in;
	size_t n;
};

/* Adds NODE where a path begins. */
void cdr_glob_start(const struct cdr_glob_program *prog, struct cdr_glob_states *states, size_t node);

/* Adds to NEXT, which is empty, where BYTE leads to from the N nodes LIST. */
void cdr_glob_step(const struct cdr_glob_program *prog, const uint32_t *list, size_t n, unsigned char byte,
		   struct cdr_glob_states *next);

void cdr_glob_clear(struct cdr_glob_states *states);

#endif
