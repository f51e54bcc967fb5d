/*
 * lineclass.c - lines become numbers once, so that the search compares numbers.
 * Only lines between the equal ends are numbered; of the ends it is enough to
 * know how often they hold such a line, because too many matches mislead.
 *
 * The hash is keyed against texts written to make it slow. It never decides that
 * lines are equal: bytes do.
 */
#include "git/linediff.h"

#include <string.h>

/* git's behaviour: what is dropped before the search depends on them. */
#define MATCHES_MAX 1024u /* a line is never so common in a short text that more are asked for */
#define WINDOW 100u       /* lines looked around on either side of a common line */
#define MISSING_SHARE 4u  /* it drops out when less than a fourth around it has matches */

#define LENGTHS 1024u

struct class
{
	uint64_t hash;
	struct cdr_str line;
	uint32_t n_old, n_new; /* how often the texts have it */
};

struct classes {
	struct class *items;
	uint32_t n;
	uint32_t *slots; /* index + 1, 0 is free; open addressing */
	size_t mask;
	uint64_t key;
	bool lengths[LENGTHS]; /* modulo: whether any line of that length is numbered */
};

/* How many matches a line has in the other text. */
enum fate { MISSING, MATCHED, COMMON };

/* The lines of a side that are numbered. */
struct part {
	const struct cdr_side *side;
	uint32_t from, n;
	uint32_t *ids;        /* index of each line's class */
	unsigned char *fates; /* enum fate of each line */
};

__extension__ typedef unsigned __int128 wide;

static uint64_t mix(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t word_at(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

/* The LEN bytes at AT, fewer than eight: with LEN no two differ in all of what is taken. */
static uint64_t few_at(const char *at, size_t len)
{
	uint32_t first = 0, last = 0;

	if (len >= sizeof(first)) {
		memcpy(&first, at, sizeof(first));
		memcpy(&last, at + len - sizeof(last), sizeof(last));
		return (uint64_t)first << 32 | last;
	}
	for (; len > 0; len--, at++)
		first = first << 8 | (unsigned char)*at;
	return first;
}

static uint64_t hash_of(struct cdr_str line, uint64_t key)
{
	const char *at = line.ptr, *end = line.ptr + line.len;
	uint64_t hash = key ^ line.len;

	if (line.len < 8)
		return mix(hash, few_at(at, line.len) ^ ~key);
	for (; end - at > 16; at += 16)
		hash = mix(word_at(at) ^ ~key, word_at(at + 8) ^ hash);
	at = line.len < 16 ? at : end - 16;
	return mix(mix(word_at(at) ^ ~key, word_at(end - 8) ^ hash), key | 1);
}

/* The slot of LINE, or the free one where it belongs. */
static uint32_t *slot_of(const struct classes *classes, struct cdr_str line, uint64_t hash)
{
	size_t at = hash & classes->mask;

	while (classes->slots[at]) {
		const struct class *class = &classes->items[classes->slots[at] - 1];

		if (class->hash == hash && cdr_str_eq(class->line, line))
			break;
		at = (at + 1) & classes->mask;
	}
	return &classes->slots[at];
}

static uint32_t class_of(struct classes *classes, struct cdr_str line)
{
	uint64_t hash = hash_of(line, classes->key);
	uint32_t *slot = slot_of(classes, line, hash);

	if (!*slot) {
		classes->items[classes->n] = (struct class){ .hash = hash, .line = line };
		classes->lengths[line.len % LENGTHS] = true;
		*slot = ++classes->n;
	}
	return *slot - 1;
}

static void classes_init(struct classes *out, struct cdr_arena *arena, size_t n_lines, uint64_t key)
{
	size_t n_slots = 16;

	while (n_slots < 2 * n_lines)
		n_slots *= 2;
	*out = (struct classes){
		.items = cdr_arena_alloc(arena, n_lines * sizeof(*out->items)),
		.slots = cdr_arena_alloc(arena, n_slots * sizeof(*out->slots)),
		.mask = n_slots - 1,
		.key = key,
	};
}

static void number(struct classes *classes, struct cdr_arena *arena, struct part *part)
{
	part->ids = cdr_arena_alloc(arena, part->n * sizeof(*part->ids));
	for (uint32_t i = 0; i < part->n; i++)
		part->ids[i] =
			class_of(classes, cdr_text_whole_line(part->side->text, part->from + i));
}

/* Counts what lines [FROM, TO) of TEXT, which both texts have, hold of the numbered lines. */
static void count_shared(struct classes *classes, const struct cdr_text *text, uint32_t from,
			 uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		struct cdr_str line = cdr_text_whole_line(text, i);
		uint32_t found;

		if (!classes->lengths[line.len % LENGTHS])
			continue;
		found = *slot_of(classes, line, hash_of(line, classes->key));
		if (found) {
			classes->items[found - 1].n_old++;
			classes->items[found - 1].n_new++;
		}
	}
}

static bool any_in_both(const struct classes *classes)
{
	for (uint32_t i = 0; i < classes->n; i++)
		if (classes->items[i].n_old > 0 && classes->items[i].n_new > 0)
			return true;
	return false;
}

struct around {
	uint32_t n_missing, n_common;
};

/* What N lines have, FATES[STEP] first, until one that has matches but not too many. */
static struct around look(const unsigned char *fates, ptrdiff_t step, uint32_t n)
{
	struct around seen = { 0, 0 };

	n = n < WINDOW ? n : WINDOW;
	for (const unsigned char *at = fates + step; n > 0 && *at != MATCHED; at += step, n--) {
		seen.n_missing += *at == MISSING;
		seen.n_common += *at == COMMON;
	}
	return seen;
}

/* A common line amid lines that are missing. It counts for itself in both directions. */
static bool misleads(const unsigned char *fates, uint32_t at, uint32_t n)
{
	struct around before = look(fates + at, -1, at);
	struct around after;
	uint32_t n_common, n_missing;

	if (before.n_missing == 0)
		return false;
	after = look(fates + at, 1, n - 1 - at);
	if (after.n_missing == 0)
		return false;
	n_common = before.n_common + after.n_common + 2;
	n_missing = before.n_missing + after.n_missing;
	return n_common * MISSING_SHARE < n_common + n_missing;
}

uint32_t cdr_rough_root(size_t n)
{
	uint32_t root = 1;

	for (; n > 0; n >>= 2)
		root <<= 1;
	return root;
}

static enum fate fate_of(uint32_t n_matches, uint32_t limit)
{
	if (n_matches == 0)
		return MISSING;
	return n_matches < limit ? MATCHED : COMMON;
}

static void judge(const struct classes *classes, struct cdr_arena *arena, struct part *part,
		  bool is_old)
{
	uint32_t limit = cdr_rough_root(part->side->text->n_lines);

	if (limit > MATCHES_MAX)
		limit = MATCHES_MAX;
	part->fates = cdr_arena_alloc(arena, part->n);
	for (uint32_t i = 0; i < part->n; i++) {
		const struct class *class = &classes->items[part->ids[i]];

		part->fates[i] =
			(unsigned char)fate_of(is_old ? class->n_new : class->n_old, limit);
	}
}

/* What of PART is worth searching; the rest is marked. */
static struct cdr_sequence keep(struct cdr_arena *arena, const struct part *part)
{
	struct cdr_sequence out = {
		.ids = cdr_arena_alloc(arena, part->n * sizeof(*out.ids)),
		.lines = cdr_arena_alloc(arena, part->n * sizeof(*out.lines)),
		.changed = part->side->changed,
	};

	for (uint32_t i = 0; i < part->n; i++) {
		if (part->fates[i] == MISSING ||
		    (part->fates[i] == COMMON && misleads(part->fates, i, part->n))) {
			out.changed[part->from + i] = 1;
		} else {
			out.ids[out.n] = part->ids[i];
			out.lines[out.n++] = part->from + i;
		}
	}
	return out;
}

void cdr_lineclass_sort(struct cdr_sequences *out, struct cdr_arena *arena, struct cdr_sides *sides,
			const struct cdr_run *middle, uint64_t key)
{
	struct part olds = { &sides->old_side, middle->old_from, middle->n_old, NULL, NULL };
	struct part news = { &sides->new_side, middle->new_from, middle->n_new, NULL, NULL };
	const struct cdr_text *text = sides->old_side.text;
	struct classes classes;

	classes_init(&classes, arena, (size_t)olds.n + news.n, key);
	number(&classes, arena, &olds);
	number(&classes, arena, &news);
	for (uint32_t i = 0; i < olds.n; i++)
		classes.items[olds.ids[i]].n_old++;
	for (uint32_t i = 0; i < news.n; i++)
		classes.items[news.ids[i]].n_new++;
	if (any_in_both(&classes)) {
		count_shared(&classes, text, 0, olds.from);
		count_shared(&classes, text, olds.from + olds.n, text->n_lines);
	}
	judge(&classes, arena, &olds, true);
	judge(&classes, arena, &news, false);
	out->stop = NULL;
	out->old_seq = keep(arena, &olds);
	out->new_seq = keep(arena, &news);
}
