/*
 * tree.h - a regular expression as a tree, as far as it matters how its parts share out a text.
 */
#ifndef CDR_RULES_BACKTRACK_TREE_H
#define CDR_RULES_BACKTRACK_TREE_H

#include "rules/re.h"

#include "rules/pattern.h"

enum cdr_re_kind {
	CDR_RE_EMPTY,      /* matches nothing at all: also what cannot be told in sets */
	CDR_RE_SET,        /* one character of a set */
	CDR_RE_SEQUENCE,
	CDR_RE_ALTERNATIVES,
	CDR_RE_REPEAT,     /* its only part, as often as counts say */
	CDR_RE_CUT,        /* its only part, never tried again once it matched: (?>...) */
	CDR_RE_LOOK,       /* its only part, from here on, taking nothing */
	CDR_RE_EDGE,       /* what the characters before and behind must be for a place to be right */
};

struct cdr_re_node {
	enum cdr_re_kind kind;
	struct cdr_span at;              /* in the source */
	const struct cdr_re_node *first; /* its parts */
	const struct cdr_re_node *next;  /* among the parts of the node above */
	struct cdr_re_counts counts;     /* REPEAT */
	struct cdr_charset set;          /* SET */
	struct cdr_charset before, behind; /* EDGE: the character may be one of these; */
	bool flips;                      /* or, at \b, of two kinds: one of BEHIND and one that is not, */
	bool same;                       /* and at \B, both of one kind */
};

/* NULL when SOURCE has something that is not understood, or nests too deeply. In ARENA. */
const struct cdr_re_node *cdr_re_tree(struct cdr_str source, struct cdr_arena *arena);

#endif
