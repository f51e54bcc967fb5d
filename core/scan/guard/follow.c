/*
 * follow.c - a name alone does not tell what survived: it can be kept by a
 * decoy, shared by overloads, or given up by a function that lives on.
 */
#include "scan/guard/follow.h"

#include "rules/ascii.h"

#include <stdlib.h>
#include <string.h>

#define GROUP_MAX	64u /* namesakes beyond are taken in order */
#define CANDIDATES_MAX	32u /* entities with new names that one is compared with */
#define LINE_SHARE_MAX	16u /* a line that more entities have says nothing */
#define LIKE_PERCENT	60u /* of the lines, to be the same under another name */
#define LINE_SEED	0xcbf29ce484222325u /* FNV-1a, 64 bits: offset and prime */
#define LINE_PRIME	0x100000001b3u

struct line_set {
	uint64_t *hashes; /* sorted */
	size_t n;
};

/* One side, with what was worked out of its entities. */
struct side {
	const struct cdr_cast *cast;
	struct cdr_arena *arena;
	const size_t *by_name; /* indices, sorted by name, then in order */
	struct line_set *bodies;
	bool *known;     /* whose body has been read */
	uint64_t *heads; /* by line: of what begins there; 0 when it was not asked for */
	bool *taken; /* is what an entity of the other side became, or was */
};

struct follower {
	const struct cdr_filediff *diff;
	struct side was, is;
	size_t *became;
};

/* --- bodies ------------------------------------------------------------------ */

static int compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Of LINE without white space; 0 when it holds no word. */
static uint64_t hash_line(struct cdr_str line)
{
	uint64_t hash = LINE_SEED;
	bool has_word = false;

	for (size_t i = 0; i < line.len; i++) {
		if (cdr_is_space(line.ptr[i]))
			continue;
		has_word |= cdr_is_word(line.ptr[i]);
		hash = (hash ^ (unsigned char)line.ptr[i]) * LINE_PRIME;
	}
	return has_word && !cdr_str_is(cdr_str_trim(line), "end") ? hash : 0;
}

static struct cdr_lines head_of(const struct side *side, size_t idx)
{
	uint32_t head = side->cast->entities[idx].head;
	struct cdr_lines lines = cdr_view_statement(side->cast->view, head);

	lines.from = head;
	return lines;
}

static const struct line_set *body_of(struct side *side, size_t idx)
{
	struct cdr_lines lines = side->cast->entities[idx].lines;
	struct line_set *body = &side->bodies[idx];
	struct cdr_str rest, line;

	if (side->known[idx])
		return body;
	side->known[idx] = true;
	lines.from = head_of(side, idx).to;
	if (lines.from >= lines.to)
		return body;
	rest = cdr_view_lines(side->cast->view, lines, CDR_MASK_COMMENTS);
	body->hashes =
		cdr_arena_alloc(side->arena, (lines.to - lines.from + 1) * sizeof(*body->hashes));
	while (cdr_str_line(&rest, &line)) {
		body->hashes[body->n] = hash_line(line);
		body->n += body->hashes[body->n] != 0;
	}
	qsort(body->hashes, body->n, sizeof(*body->hashes), compare_hashes);
	return body;
}

/* How much two bodies have in common, in percent of their lines; 0 when both are empty. */
static unsigned likeness(const struct line_set *a, const struct line_set *b)
{
	size_t i = 0, k = 0, common = 0;

	while (i < a->n && k < b->n) {
		if (a->hashes[i] < b->hashes[k]) {
			i++;
		} else if (a->hashes[i] > b->hashes[k]) {
			k++;
		} else {
			common++;
			i++;
			k++;
		}
	}
	return a->n + b->n ? (unsigned)(200 * common / (a->n + b->n)) : 0;
}

/* --- names ------------------------------------------------------------------- */

static struct cdr_str name_at(const struct side *side, size_t nth)
{
	return side->cast->entities[side->by_name[nth]].name;
}

struct named {
	struct cdr_str name;
	size_t idx;
};

static int compare_names(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = cdr_str_cmp(x->name, y->name);

	return order ? order : (x->idx > y->idx) - (x->idx < y->idx);
}

/* Indices of CAST, sorted by name, then in order. */
static const size_t *sort_names(const struct cdr_cast *cast, struct cdr_arena *arena)
{
	struct named *named = cdr_arena_alloc(arena, cast->n * sizeof(*named));
	size_t *by_name = cdr_arena_alloc(arena, cast->n * sizeof(*by_name));

	for (size_t i = 0; i < cast->n; i++)
		named[i] = (struct named){ cast->entities[i].name, i };
	if (cast->n > 1)
		qsort(named, cast->n, sizeof(*named), compare_names);
	for (size_t i = 0; i < cast->n; i++)
		by_name[i] = named[i].idx;
	return by_name;
}

static struct side side_of(const struct cdr_cast *cast, struct cdr_arena *arena)
{
	return (struct side){
		.cast = cast,
		.arena = arena,
		.by_name = sort_names(cast, arena),
		.bodies = cdr_arena_alloc(arena, cast->n * sizeof(struct line_set)),
		.known = cdr_arena_alloc(arena, cast->n * sizeof(bool)),
		.heads = cdr_arena_alloc(arena,
					 (cdr_view_n_lines(cast->view) + 1) * sizeof(uint64_t)),
		.taken = cdr_arena_alloc(arena, cast->n * sizeof(bool)),
	};
}

static void bind(struct follower *f, size_t was, size_t is)
{
	f->became[was] = is;
	f->was.taken[was] = f->is.taken[is] = true;
}

/* --- namesakes ---------------------------------------------------------------- */

/* A run of equal names in both sides' lists by name. */
struct group {
	size_t was, n_was, is, n_is;
};

/* Of thousands of functions in one line, as minifiers leave them, the line is read once. */
static uint64_t hash_head(struct side *side, size_t idx)
{
	uint64_t *hash = &side->heads[side->cast->entities[idx].head];

	if (*hash == 0)
		*hash = hash_line(cdr_view_lines(side->cast->view, head_of(side, idx),
						 CDR_MASK_COMMENTS));
	return *hash;
}

static bool same_head(struct follower *f, size_t was, size_t is)
{
	return hash_head(&f->was, was) == hash_head(&f->is, is);
}

/* Of two namesakes: 200 for the head, and the likeness of the bodies. */
static unsigned resemblance(struct follower *f, size_t was, size_t is)
{
	return (same_head(f, was, is) ? 200 : 0) +
	       likeness(body_of(&f->was, was), body_of(&f->is, is));
}

/* The namesake that resembles WAS most, if any does by its head. */
static void bind_alike(struct follower *f, const struct group *group, size_t was)
{
	size_t best = CDR_GONE;
	unsigned most = 199;

	for (size_t k = 0; k < group->n_is; k++) {
		size_t is = f->is.by_name[group->is + k];
		unsigned own = f->is.taken[is] ? 0 : resemblance(f, was, is);

		if (own > most) {
			most = own;
			best = is;
		}
	}
	if (best != CDR_GONE)
		bind(f, was, best);
}

/* What is left over, in order. */
static void bind_in_order(struct follower *f, const struct group *group)
{
	size_t k = 0;

	for (size_t i = 0; i < group->n_was; i++) {
		size_t was = f->was.by_name[group->was + i];

		if (f->was.taken[was])
			continue;
		while (k < group->n_is && f->is.taken[f->is.by_name[group->is + k]])
			k++;
		if (k == group->n_is)
			return;
		bind(f, was, f->is.by_name[group->is + k]);
	}
}

static void bind_group(struct follower *f, const struct group *group)
{
	bool small = group->n_was <= GROUP_MAX && group->n_is <= GROUP_MAX;

	if (small && (group->n_was > 1 || group->n_is > 1))
		for (size_t i = 0; i < group->n_was; i++)
			bind_alike(f, group, f->was.by_name[group->was + i]);
	if (group->n_is >= group->n_was)
		bind_in_order(f, group);
}

static size_t run_length(const struct side *side, size_t at)
{
	size_t n = 1;

	while (at + n < side->cast->n && cdr_str_eq(name_at(side, at), name_at(side, at + n)))
		n++;
	return n;
}

static void bind_namesakes(struct follower *f)
{
	for (size_t i = 0, k = 0; i < f->was.cast->n && k < f->is.cast->n;) {
		int order = cdr_str_cmp(name_at(&f->was, i), name_at(&f->is, k));
		struct group group;

		if (order < 0) {
			i++;
		} else if (order > 0) {
			k++;
		} else {
			group = (struct group){ i, run_length(&f->was, i), k,
						run_length(&f->is, k) };
			bind_group(f, &group);
			i += group.n_was;
			k += group.n_is;
		}
	}
}

size_t *cdr_follow_sole(const struct cdr_cast *was, const struct cdr_cast *is,
			struct cdr_arena *arena)
{
	const struct side a = { .cast = was, .by_name = sort_names(was, arena) };
	const struct side b = { .cast = is, .by_name = sort_names(is, arena) };
	size_t *became = cdr_arena_alloc(arena, was->n * sizeof(*became));

	for (size_t i = 0; i < was->n; i++)
		became[i] = CDR_GONE;
	for (size_t i = 0, k = 0; i < was->n && k < is->n;) {
		int order = cdr_str_cmp(name_at(&a, i), name_at(&b, k));
		size_t n_was = order <= 0 ? run_length(&a, i) : 0;
		size_t n_is = order >= 0 ? run_length(&b, k) : 0;

		if (n_was == 1 && n_is == 1)
			became[a.by_name[i]] = b.by_name[k];
		i += n_was;
		k += n_is;
	}
	return became;
}

/* --- new names ---------------------------------------------------------------- */

/* A line of an entity with a new name, or that name's last part. */
struct clue {
	uint64_t hash;
	size_t idx;
};

struct clues {
	CDR_VEC(struct clue) items;
};

static int compare_clues(const void *a, const void *b)
{
	const struct clue *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->idx > y->idx) - (x->idx < y->idx);
}

struct cdr_str cdr_last_component(struct cdr_str name)
{
	for (size_t i = name.len; i > 0; i--)
		if (name.ptr[i - 1] == '.')
			return cdr_str_sub(name, i, name.len);
	return name;
}

static bool same_last(struct follower *f, size_t was, size_t is)
{
	return cdr_str_eq(cdr_last_component(f->was.cast->entities[was].name),
			  cdr_last_component(f->is.cast->entities[is].name));
}

static void lay_clues(struct follower *f, struct clues *clues)
{
	for (size_t i = 0; i < f->is.cast->n; i++) {
		const struct line_set *body;
		struct cdr_str last = cdr_last_component(f->is.cast->entities[i].name);

		if (f->is.taken[i])
			continue;
		body = body_of(&f->is, i);
		for (size_t k = 0; k < body->n; k++)
			*cdr_vec_push(f->is.arena, &clues->items) =
				(struct clue){ body->hashes[k], i };
		*cdr_vec_push(f->is.arena, &clues->items) = (struct clue){ hash_line(last), i };
	}
	if (clues->items.n > 1)
		qsort(clues->items.items, clues->items.n, sizeof(struct clue), compare_clues);
}

struct candidates {
	size_t items[CANDIDATES_MAX];
	size_t n;
};

static void consider(struct candidates *candidates, size_t idx)
{
	for (size_t i = 0; i < candidates->n; i++)
		if (candidates->items[i] == idx)
			return;
	if (candidates->n < CANDIDATES_MAX)
		candidates->items[candidates->n++] = idx;
}

/* Adds who has the line HASH, unless too many do. */
static void follow_clue(const struct clues *clues, uint64_t hash, struct candidates *out)
{
	size_t low = 0, high = clues->items.n, n = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (clues->items.items[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + n < clues->items.n && n <= LINE_SHARE_MAX &&
	       clues->items.items[low + n].hash == hash)
		n++;
	for (size_t i = 0; i < n && n <= LINE_SHARE_MAX; i++)
		consider(out, clues->items.items[low + i].idx);
}

/* The new number of an old line, 0 if it was removed. */
static uint32_t line_now(const struct cdr_filediff *diff, uint32_t old_lineno)
{
	uint32_t shift = 0; /* modulo 2^32, so that it can be negative */

	for (size_t i = 0; i < diff->n_hunks; i++) {
		const struct cdr_hunk *hunk = &diff->hunks[i];
		uint32_t first = hunk->old_lines ? hunk->old_start : hunk->old_start + 1;

		if (old_lineno < first)
			break;
		for (size_t k = 0; k < hunk->n_lines; k++)
			if (hunk->lines[k].old_lineno == old_lineno)
				return hunk->lines[k].new_lineno;
		shift += hunk->new_lines - hunk->old_lines;
	}
	return old_lineno + shift;
}

/* Who stands where the body of WAS, or the line before its head, went. */
static void follow_place(struct follower *f, size_t was, struct candidates *out)
{
	const struct cdr_entity *entity = &f->was.cast->entities[was];
	const struct cdr_cast *is = f->is.cast;
	uint32_t after = line_now(f->diff, head_of(&f->was, was).to);
	uint32_t before = entity->lines.from < entity->head ? line_now(f->diff, entity->head - 1)
							    : 0;
	size_t low = 0, high = is->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (is->entities[middle].head < (before ? before : after))
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low > 0 ? low - 1 : 0; i < is->n && i <= low + 1; i++) {
		bool below = before && before + 1 == is->entities[i].head;
		bool above = after && after == head_of(&f->is, i).to;

		if (!f->is.taken[i] && (below || above))
			consider(out, i);
	}
}

/* How much speaks for IS being WAS; 0 when too little does. */
static unsigned kinship(struct follower *f, size_t was, size_t is, bool in_place)
{
	const struct line_set *old_body = body_of(&f->was, was), *new_body = body_of(&f->is, is);
	unsigned like = likeness(old_body, new_body);
	bool named = same_last(f, was, is);

	if (old_body->n == 0 && new_body->n == 0)
		return named ? 30 : in_place ? 20 : 0;
	if (like >= LIKE_PERCENT)
		return 100 + like + (named ? 50 : 0) + (in_place ? 10 : 0);
	return named ? 30 + like : 0;
}

static void bind_renamed(struct follower *f, const struct clues *clues, size_t was)
{
	const struct line_set *body = body_of(&f->was, was);
	struct candidates candidates = { .n = 0 };
	struct cdr_str name = f->was.cast->entities[was].name;
	size_t n_in_place, best = CDR_GONE;
	unsigned most = 0;

	follow_place(f, was, &candidates);
	n_in_place = candidates.n;
	follow_clue(clues, hash_line(cdr_last_component(name)), &candidates);
	for (size_t i = 0; i < body->n; i++)
		follow_clue(clues, body->hashes[i], &candidates);
	for (size_t i = 0; i < candidates.n; i++) {
		size_t is = candidates.items[i];
		unsigned own = f->is.taken[is] ? 0 : kinship(f, was, is, i < n_in_place);

		if (own > most) {
			most = own;
			best = is;
		}
	}
	if (best != CDR_GONE)
		bind(f, was, best);
}

const size_t *cdr_follow(const struct cdr_filediff *diff, const struct cdr_cast *was,
			 const struct cdr_cast *is, struct cdr_arena *arena)
{
	struct follower f = { .diff = diff,
			      .was = side_of(was, arena),
			      .is = side_of(is, arena),
			      .became = cdr_arena_alloc(arena, was->n * sizeof(*f.became)) };
	struct clues clues = { .items = { NULL, 0, 0 } };
	bool laid = false;

	for (size_t i = 0; i < was->n; i++)
		f.became[i] = CDR_GONE;
	bind_namesakes(&f);
	for (size_t i = 0; i < was->n; i++) {
		if (f.was.taken[i] || (was->asked && !was->asked[i]))
			continue;
		if (!laid)
			lay_clues(&f, &clues);
		laid = true;
		bind_renamed(&f, &clues, i);
	}
	return f.became;
}
