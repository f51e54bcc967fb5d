/*
 * prepared.h - a shipped pack as it was parsed when the program was built, so that
 * starting it costs no reading of YAML.
 *
 * rules/prepare.c writes the bytes, this reads them: they are part of the program,
 * trusted, and fit this build alone. A node is
 *
 *     head      one byte, bits below
 *     line col  numbers
 *     scalar    its bytes and a NUL; if LITERALS: how many, and each of them so
 *     others    how many entries; if REV: 32 bytes; keys (of a map) and values
 *
 * and all of it stands behind the numbers of nodes, entries and literals. A number is
 * 7 bits a byte, low ones first, the top bit set while more follow; bytes stand
 * behind their number. An alias is written as a copy.
 *
 * Ownership: nodes live in the arena handed in, text in the program.
 */
#ifndef CDR_RULES_PREPARED_H
#define CDR_RULES_PREPARED_H

#include "cdreview/hunk.h"
#include "rules/yaml.h"

enum cdr_prepared_head {
	CDR_PREPARED_KIND = 3 << 0,        /* enum cdr_yaml_kind */
	CDR_PREPARED_STYLE = 3 << 2,       /* enum cdr_yaml_style */
	CDR_PREPARED_ONE_LINE = 1 << 4,
	CDR_PREPARED_REV = 1 << 5,
	CDR_PREPARED_LITERALS = 1 << 6,
};
#define CDR_PREPARED_STYLE_SHIFT 2

/* What the build has worked out of a node: of a rule's map its revision, else literals. */
struct cdr_prepared {
	struct cdr_hash rev;
	const struct cdr_str *literals;    /* of the expression that a scalar is */
	size_t n_literals;
};

/* The tree of a pack; PATH is what its nodes say of where they stand. */
const struct cdr_yaml *cdr_prepared_read(struct cdr_arena *arena, struct cdr_str path,
					 const unsigned char *bytes);

#endif
