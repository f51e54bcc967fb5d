/*
 * wanted.h - private to core/scan: the literals of all rules, and which rules have on a
 * side what a match of theirs needs.
 *
 * A rule needs one of its ways, and of a way all sets (rules/literal.h). Literals that
 * are met one after the other, line by line, are ticked off until a way has all.
 *
 * Threads: what is wanted is made once and shared; a hunt is one thread's.
 */
#ifndef CDR_SCAN_SIEVE_WANTED_H
#define CDR_SCAN_SIEVE_WANTED_H

#include "rules/automaton.h"
#include "rules/pathset.h"
#include "scan/sieve/demand.h"
#include "scan/sieve/sightings.h"

#define CDR_FOLDED 2u   /* literals that no rule wants: they are letters of ASCII to Unicode */

/* A set of a way that a literal is in. */
struct cdr_want {
	uint32_t way;
	uint8_t set;                     /* its bit */
};

struct cdr_wanted_set { const uint32_t *literals; size_t n; };

struct cdr_wanted_way {
	uint32_t rule;
	uint32_t reach[2];
	uint8_t all;                     /* the bits of its sets */
	uint8_t anchor;                  /* of those on one line with the first, the rarest */
	bool far, is_guard;              /* far: it reads beyond statements */
	const struct cdr_pattern *pattern; /* what is tried on that line as it stands; NULL: nothing is */
	struct cdr_wanted_set sets[CDR_SETS_MAX];
};

/* Wants by literal: those of literal i begin at first[i], of which there is one more. */
struct cdr_wants {
	struct cdr_want *items;
	uint32_t *first;
};

struct cdr_wanted {
	struct cdr_automaton *automaton;
	const struct cdr_wanted_way *ways;
	size_t n_ways, n_literals, n_words;
	uint64_t *always;                /* rules of which no literal is known, a bit each */
	uint64_t *located;               /* rules that can only match where a literal of theirs is sighted */
	uint64_t *of_renaming;
};

/* What those rules of REGISTRY want that PATHS has; in ARENA but for the automaton. */
void cdr_wanted_make(struct cdr_wanted *out, struct cdr_arena *arena,
		     const struct cdr_registry *registry, const struct cdr_pathset *paths);
void cdr_wanted_release(struct cdr_wanted *wanted);

/* What is left of the wants where only some rules are looked for. */
struct cdr_focus {
	uint64_t *open;                  /* those rules */
	struct cdr_wants all;
	struct cdr_wants near;           /* of ways that are not far */
	struct cdr_wants guards;         /* of guards */
	struct cdr_wants anchors;        /* of guards those that tell on which lines they may stand */
};

/* Why the lines of a literal have to be looked at, a bit each. */
enum { CDR_FOR_NEAR = 1, CDR_FOR_GUARDS = 2 };

#define CDR_FOCUSES 64u   /* that are kept: files of a repository are of few kinds */

/* How far a thread is with one side of a pair. */
struct cdr_hunt {
	const struct cdr_wanted *wanted; /* borrowed */
	struct cdr_focus focuses[CDR_FOCUSES];
	size_t n_focuses;
	struct cdr_arena arena;          /* of focuses */
	const struct cdr_focus *focus;   /* on the rules that are looked for */
	struct cdr_ticks { uint64_t key; uint8_t sets; } *lines, *sides;   /* by way */
	uint64_t n_sides;                /* sides and pieces looked at so far */
	uint64_t *alive;                 /* by way: the last side that has all of it, as counted in n_sides */
	uint8_t *roles;                  /* by literal: what ways that are alive want it for on this side */
	uint32_t *with_role;             /* literals */
	size_t n_with_role;
	enum cdr_side side;
	uint64_t *found;                 /* those of them that may match; borrowed */
	const struct cdr_text *text;     /* where patterns are tried; NULL: they are not */
	struct cdr_match_space *space;
	struct cdr_sightings *sightings; /* and where; borrowed */
};

void cdr_hunt_init(struct cdr_hunt *hunt, const struct cdr_wanted *wanted);
void cdr_hunt_release(struct cdr_hunt *hunt);

/* Only rules of OPEN (a bit each) are looked for from here on. */
void cdr_hunt_focus(struct cdr_hunt *hunt, const uint64_t *open);

/* Begins with SIDE; nothing is ticked off. Patterns of lines are tried on its TEXT, unless NULL. */
void cdr_hunt_begin(struct cdr_hunt *hunt, enum cdr_side side, const struct cdr_text *text);

/*
 * All literals that stand on the side, a bit each. A way that lacks one of its sets is dead
 * there; others that read beyond statements are found. Returns what lines are to be looked
 * at for.
 */
unsigned cdr_hunt_survey(struct cdr_hunt *hunt, const uint64_t *present);

/* Whether it makes a difference for ROLE where LITERAL stands. */
static inline bool cdr_hunt_wants(const struct cdr_hunt *hunt, uint32_t literal, unsigned role)
{
	return hunt->roles[literal] & role;
}

/* LITERAL stands on LINE (counted from 0), APART from the nearest change; lines come in order. */
void cdr_hunt_near(struct cdr_hunt *hunt, uint32_t literal, uint32_t line, uint32_t apart);

/* LITERAL stands on LINE of the side, where a guard may stand; lines come in order. */
void cdr_hunt_guard(struct cdr_hunt *hunt, uint32_t literal, uint32_t line);

#endif
