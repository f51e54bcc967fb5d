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
#include "scan/sieve/unseen.h"

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
	bool without_comments;           /* if no comment begins or ends in it */
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
	struct cdr_wants anchors;        /* of all guards: what tells on which lines they may stand */
	size_t n_ways, n_literals, n_words;
	uint64_t *always;                /* rules of which no literal is known, a bit each */
	uint64_t *located;               /* rules that can only match where a literal of theirs is sighted */
	uint64_t *of_renaming;
	struct cdr_unseen unseen;
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
};

/* What lines are looked at for, a bit each: those near a change, or all where a guard may stand. */
enum { CDR_FOR_NEAR = 1, CDR_FOR_GUARDS = 2 };

/* Which sets of a way were met where `key` says. */
struct cdr_ticks { uint64_t key; uint8_t sets; };

/* Ticks SETS off where KEY says; true when those were the last of ALL. */
static inline bool cdr_tick(struct cdr_ticks *ticks, uint64_t key, uint8_t sets, uint8_t all)
{
	if (ticks->key != key)
		*ticks = (struct cdr_ticks){ key, 0 };
	if ((ticks->sets & sets) == sets)
		return false;
	ticks->sets |= sets;
	return ticks->sets == all;
}

#define CDR_FOCUSES 64u   /* that are kept: files of a repository are of few kinds */

/* How far a thread is with one side of a pair. */
struct cdr_hunt {
	const struct cdr_wanted *wanted; /* borrowed */
	struct cdr_focus focuses[CDR_FOCUSES];
	size_t n_focuses;
	struct cdr_arena arena;          /* of focuses */
	const struct cdr_focus *focus;   /* on the rules that are looked for */
	struct cdr_ticks *lines, *sides; /* by way */
	uint64_t n_sides;                /* sides and pieces looked at so far */
	uint64_t *alive;                 /* by way: the last side that has all of it, as counted in n_sides */
	bool *near;                      /* by literal: whether a way that is alive wants it near a change */
	uint32_t *near_ones;             /* these literals */
	size_t n_near;
	enum cdr_side side;
	uint64_t *found;                 /* those of them that may match; borrowed */
	const struct cdr_text *text;     /* where patterns are tried; NULL: they are not */
	const struct cdr_language *language; /* of both sides; NULL: unknown */
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

/* Whether it makes a difference how near to a change LITERAL stands. */
static inline bool cdr_hunt_wants(const struct cdr_hunt *hunt, uint32_t literal)
{
	return hunt->near[literal];
}

/* LITERAL stands on LINE (counted from 0), APART from the nearest change; lines come in order. */
void cdr_hunt_near(struct cdr_hunt *hunt, uint32_t literal, uint32_t line, uint32_t apart);

/* All of the anchor of way IDX stands on LINE of the side, counted from 0; lines come in order. */
void cdr_hunt_guard(struct cdr_hunt *hunt, uint32_t idx, uint32_t line);

#endif
