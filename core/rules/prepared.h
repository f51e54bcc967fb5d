/*
 * prepared.h - a shipped pack as it was parsed when the program was built, so that
 * starting it costs no reading of YAML.
 *
 * rules/prepare.c writes the bytes, this reads them: they are part of the program,
 * trusted, and fit this build alone. A pack is its map without `rules`, the number
 * of its rules, and each rule: so that rules can be read one at a time, as memory
 * that is touched for the first time is what costs most at a start. Each of these
 * maps is the number of its nodes, entries and literals, and itself; a node is
 *
 *     head      one byte, bits below
 *     line col  numbers
 *     scalar    its bytes and a NUL; if NEEDS: how many ways, and of each how
 *               many sets, and of each its line, how many literals, and each of them so
 *     others    how many entries; if REV: 32 bytes; keys (of a map) and values
 *
 * A number is 7 bits a byte, low ones first, the top bit set while more follow;
 * bytes stand behind their number. An alias is written as a copy.
 *
 * Ownership: nodes live in the arena handed in, text in the program.
 */
#ifndef CDR_RULES_PREPARED_H
#define CDR_RULES_PREPARED_H

#include "cdreview/hunk.h"
#include "rules/literal.h"
#include "rules/yaml.h"

enum cdr_prepared_head {
	CDR_PREPARED_KIND = 3 << 0,        /* enum cdr_yaml_kind */
	CDR_PREPARED_STYLE = 3 << 2,       /* enum cdr_yaml_style */
	CDR_PREPARED_ONE_LINE = 1 << 4,
	CDR_PREPARED_REV = 1 << 5,
	CDR_PREPARED_NEEDS = 1 << 6,
};
#define CDR_PREPARED_STYLE_SHIFT 2

/* What the build has worked out of a node: of a rule's map its revision, else needs. */
struct cdr_prepared {
	struct cdr_hash rev;
	struct cdr_needs needs;            /* of the expression that a scalar is */
};

/* A pack that is read; all bytes zero but for PATH, which nodes say they stand in, and AT. */
struct cdr_prepared_pack {
	struct cdr_str path;
	const unsigned char *at;
};

/* The next map of PACK: its own first, with *N the number of rules, then each rule. */
const struct cdr_yaml *cdr_prepared_file(struct cdr_prepared_pack *pack, struct cdr_arena *arena,
					 size_t *n);
const struct cdr_yaml *cdr_prepared_rule(struct cdr_prepared_pack *pack, struct cdr_arena *arena);

#endif
