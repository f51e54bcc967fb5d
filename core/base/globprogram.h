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
	CDR_GLOB_END,
};

struct cdr_glob_node {
	uint8_t op;
	uint8_t byte;
	uint16_t arg;
};

/* Borrows its nodes and classes. The last node is CDR_GLOB_END. */
struct cdr_glob_program {
	const struct cdr_glob_node *nodes;
	const struct cdr_globclass *classes;
	size_t n, n_classes;
	size_t start;                   /* the node to begin with, 0 unless the caller says otherwise */
	unsigned flags;
};

/* Room for any program. */
struct cdr_glob_room {
	struct cdr_glob_node nodes[CDR_GLOB_NODES];
	struct cdr_globclass classes[CDR_GLOB_CLASSES];
};

/* Into ROOM, which *OUT borrows. Errors are those of cdr_glob_check. */
CDR_NODISCARD int cdr_glob_compile(struct cdr_glob_program *out, struct cdr_glob_room *room,
				   struct cdr_str pattern, unsigned flags, struct cdr_err *err);

bool cdr_glob_run(const struct cdr_glob_program *prog, struct cdr_str path);

/* Bytes that a path which matches may begin and end with; what matches no byte at all is not told. */
struct cdr_glob_ends { struct cdr_globclass first, last; };
void cdr_glob_find_ends(const struct cdr_glob_program *prog, struct cdr_glob_ends *out);

#endif
