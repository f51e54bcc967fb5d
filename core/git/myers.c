/*
 * myers.c - a short way from one sequence to the other: E. W. Myers, "An O(ND)
 * Difference Algorithm and Its Variations", Algorithmica 1 (1986), in its linear
 * space variant: two fronts, from either end, meet on a middle snake, which cuts
 * the box in two.
 *
 * A box whose ways are long is cut before the fronts meet: where a front has come
 * far along a long snake, or, when the budget is spent, where it has come furthest.
 * When and where is git's behaviour and part of what a hunk is.
 */
#include "git/linediff.h"

/* git's behaviour. */
#define SNAKE 20       /* equal items in a row that make a place worth cutting at */
#define PATIENCE 256   /* edits before such a place is good enough */
#define GAIN 4         /* items it must have got past for each edit */
#define BUDGET_MIN 256 /* edits before any place is; more in long sequences */

#define BEHIND_ALL (-1) /* a diagonal where a front has not been, seen from the front ahead */
#define AHEAD_OF_ALL INT32_MAX /* and from the front behind */

/* Old items [left, right) and new items [top, bottom). */
struct box {
	int32_t left, right, top, bottom;
	bool exact; /* the fronts shall meet, whatever it costs */
};

/* How far a front has come on each diagonal: old index minus new index. */
struct front {
	int32_t *reach;    /* old index, by diagonal */
	int32_t origin;    /* the diagonal it started on */
	int32_t low, high; /* every other diagonal between them was reached with the last edit */
	int32_t unreached;
};

struct search {
	const struct cdr_sequences *sequences;
	const uint32_t *olds, *news; /* ids */
	struct front ahead, behind;
	int32_t budget;
	bool long_snake; /* the last edit of one of the fronts met one */
};

/* Where a box is cut: into [left, x) x [top, y) and the rest. */
struct cut {
	int32_t x, y;
	bool first_exact, second_exact;
};

static void front_start(struct front *front, int32_t x, int32_t y)
{
	front->origin = front->low = front->high = x - y;
	front->reach[front->origin] = x;
}

/* One more edit reaches one diagonal more on either side, as long as the box has one there. */
static void front_widen(struct front *front, const struct box *box)
{
	if (front->low > box->left - box->bottom)
		front->reach[--front->low - 1] = front->unreached;
	else
		front->low++;
	if (front->high < box->right - box->top)
		front->reach[++front->high + 1] = front->unreached;
	else
		front->high--;
}

static bool front_has(const struct front *front, int32_t diagonal)
{
	return front->low <= diagonal && diagonal <= front->high;
}

static struct cut cut_exact(int32_t x, int32_t diagonal)
{
	return (struct cut){ x, x - diagonal, true, true };
}

/*
 * One edit more from the top left; true when that meets the other front. Most of a
 * hard comparison is spent here: what does not change is kept in locals, because to
 * the compiler every store into `reach` might change it; and no snake at all is the
 * case to be predicted.
 */
static bool step_ahead(struct search *search, const struct box *box, struct cut *cut)
{
	struct front *front = &search->ahead;
	const struct front *other = &search->behind;
	const uint32_t *olds = search->olds, *news = search->news;
	int32_t *reach = front->reach, right = box->right, bottom = box->bottom, down, longest = 0;
	bool can_meet = (front->origin - other->origin) % 2 != 0;

	front_widen(front, box);
	down = reach[front->high + 1];
	for (int32_t k = front->high, low = front->low; k >= low; k -= 2) {
		int32_t before = reach[k - 1], from = before >= down ? before + 1 : down;
		int32_t end = bottom + k < right ? bottom + k : right, x = from;

		if (x < end && olds[x] == news[x - k]) {
			do
				x++;
			while (x < end && olds[x] == news[x - k]);
			longest = x - from > longest ? x - from : longest;
		}
		reach[k] = x;
		down = before;
		if (can_meet && front_has(other, k) && other->reach[k] <= x) {
			*cut = cut_exact(x, k);
			return true;
		}
	}
	search->long_snake |= longest > SNAKE;
	return false;
}

/* The same from the bottom right. */
static bool step_behind(struct search *search, const struct box *box, struct cut *cut)
{
	struct front *front = &search->behind;
	const struct front *other = &search->ahead;
	const uint32_t *olds = search->olds, *news = search->news;
	int32_t *reach = front->reach, left = box->left, top = box->top, after, longest = 0;
	bool can_meet = (front->origin - other->origin) % 2 == 0;

	front_widen(front, box);
	after = reach[front->high + 1];
	for (int32_t k = front->high, low = front->low; k >= low; k -= 2) {
		int32_t up = reach[k - 1], from = up < after ? up : after - 1;
		int32_t end = top + k > left ? top + k : left, x = from;

		if (x > end && olds[x - 1] == news[x - 1 - k]) {
			do
				x--;
			while (x > end && olds[x - 1] == news[x - 1 - k]);
			longest = from - x > longest ? from - x : longest;
		}
		reach[k] = x;
		after = up;
		if (can_meet && front_has(other, k) && x <= other->reach[k]) {
			*cut = cut_exact(x, k);
			return true;
		}
	}
	search->long_snake |= longest > SNAKE;
	return false;
}

/* SNAKE equal items begin at old item X and new item Y. */
static bool is_snake(const struct search *search, int32_t x, int32_t y)
{
	for (int32_t i = 0; i < SNAKE; i++)
		if (search->olds[x + i] != search->news[y + i])
			return false;
	return true;
}

static int32_t distance(int32_t a, int32_t b)
{
	return a < b ? b - a : a - b;
}

/* Cuts where the front ahead has just passed a snake and got past most after COST edits. */
static bool cut_promising_ahead(const struct search *search, const struct box *box, int32_t cost,
				struct cut *cut)
{
	const struct front *front = &search->ahead;
	int32_t best = GAIN * cost;
	bool found = false;

	for (int32_t k = front->high; k >= front->low; k -= 2) {
		int32_t x = front->reach[k], y = x - k;
		int32_t gain = (x - box->left) + (y - box->top) - distance(k, front->origin);

		if (gain <= best || x < box->left + SNAKE || x >= box->right ||
		    y < box->top + SNAKE || y >= box->bottom ||
		    !is_snake(search, x - SNAKE, y - SNAKE))
			continue;
		best = gain;
		*cut = (struct cut){ x, y, true, false };
		found = true;
	}
	return found;
}

/* The same for the front behind. */
static bool cut_promising_behind(const struct search *search, const struct box *box, int32_t cost,
				 struct cut *cut)
{
	const struct front *front = &search->behind;
	int32_t best = GAIN * cost;
	bool found = false;

	for (int32_t k = front->high; k >= front->low; k -= 2) {
		int32_t x = front->reach[k], y = x - k;
		int32_t gain = (box->right - x) + (box->bottom - y) - distance(k, front->origin);

		if (gain <= best || x <= box->left || x > box->right - SNAKE || y <= box->top ||
		    y > box->bottom - SNAKE || !is_snake(search, x, y))
			continue;
		best = gain;
		*cut = (struct cut){ x, y, false, true };
		found = true;
	}
	return found;
}

/* Cuts where one of the fronts has come furthest. */
static struct cut cut_furthest(const struct search *search, const struct box *box)
{
	const struct front *ahead = &search->ahead, *behind = &search->behind;
	int32_t most = -1, most_x = -1, least = INT32_MAX, least_x = INT32_MAX;

	for (int32_t k = ahead->high; k >= ahead->low; k -= 2) {
		int32_t x = ahead->reach[k] < box->right ? ahead->reach[k] : box->right;

		if (x - k > box->bottom)
			x = box->bottom + k;
		if (x + (x - k) > most) {
			most = x + (x - k);
			most_x = x;
		}
	}
	for (int32_t k = behind->high; k >= behind->low; k -= 2) {
		int32_t x = behind->reach[k] > box->left ? behind->reach[k] : box->left;

		if (x - k < box->top)
			x = box->top + k;
		if (x + (x - k) < least) {
			least = x + (x - k);
			least_x = x;
		}
	}
	if (box->right + box->bottom - least < most - (box->left + box->top))
		return (struct cut){ most_x, most - most_x, true, false };
	return (struct cut){ least_x, least - least_x, false, true };
}

static struct cut cut_box(struct search *search, const struct box *box)
{
	struct cut cut;

	front_start(&search->ahead, box->left, box->top);
	front_start(&search->behind, box->right, box->bottom);
	for (int32_t cost = 1;; cost++) {
		search->long_snake = false;
		if (step_ahead(search, box, &cut) || step_behind(search, box, &cut))
			return cut;
		if (box->exact)
			continue;
		if (search->long_snake && cost > PATIENCE &&
		    (cut_promising_ahead(search, box, cost, &cut) ||
		     cut_promising_behind(search, box, cost, &cut)))
			return cut;
		if (cost >= search->budget)
			return cut_furthest(search, box);
	}
}

static void shrink(const struct search *search, struct box *box)
{
	while (box->left < box->right && box->top < box->bottom &&
	       search->olds[box->left] == search->news[box->top]) {
		box->left++;
		box->top++;
	}
	while (box->left < box->right && box->top < box->bottom &&
	       search->olds[box->right - 1] == search->news[box->bottom - 1]) {
		box->right--;
		box->bottom--;
	}
}

static void mark(const struct cdr_sequence *sequence, int32_t from, int32_t to)
{
	for (int32_t i = from; i < to; i++)
		sequence->changed[sequence->lines[i]] = 1;
}

static int32_t size_of(const struct box *box)
{
	return box->right - box->left + box->bottom - box->top;
}

static bool is_stopped(const struct search *search)
{
	return search->sequences->stop && atomic_load(search->sequences->stop);
}

/* The smaller part of a cut box first, so that recursion stays shallow; order is without effect. */
static void solve(struct search *search, struct box box)
{
	for (;;) {
		struct box first, second;
		struct cut cut;
		bool first_is_smaller;

		shrink(search, &box);
		if (box.left == box.right || box.top == box.bottom || is_stopped(search))
			break;
		cut = cut_box(search, &box);
		first = (struct box){ box.left, cut.x, box.top, cut.y, cut.first_exact };
		second = (struct box){ cut.x, box.right, cut.y, box.bottom, cut.second_exact };
		first_is_smaller = size_of(&first) < size_of(&second);
		solve(search, first_is_smaller ? first : second);
		box = first_is_smaller ? second : first;
	}
	mark(&search->sequences->old_seq, box.left, box.right);
	mark(&search->sequences->new_seq, box.top, box.bottom);
}

/* Diagonals go from -N_NEW to N_OLD, and one more on either side is looked at. */
static int32_t *diagonals(struct cdr_arena *arena, size_t n_old, size_t n_new)
{
	int32_t *all = cdr_arena_alloc(arena, (n_old + n_new + 3) * sizeof(*all));

	return all + n_new + 1;
}

void cdr_myers_mark(const struct cdr_sequences *sequences, struct cdr_arena *arena)
{
	const struct cdr_sequence *olds = &sequences->old_seq, *news = &sequences->new_seq;
	uint32_t budget = cdr_rough_root((size_t)olds->n + news->n + 3);
	struct search search = {
		.sequences = sequences,
		.olds = olds->ids,
		.news = news->ids,
		.ahead = { .reach = diagonals(arena, olds->n, news->n), .unreached = BEHIND_ALL },
		.behind = { .reach = diagonals(arena, olds->n, news->n),
			    .unreached = AHEAD_OF_ALL },
		.budget = (int32_t)(budget > BUDGET_MIN ? budget : BUDGET_MIN),
	};

	solve(&search, (struct box){ 0, (int32_t)olds->n, 0, (int32_t)news->n, false });
}
