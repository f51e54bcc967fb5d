/*
 * slide.c - a group of changed lines can move up or down where the line that it
 * loses at one end equals the one it takes in at the other. The search leaves it
 * anywhere; here it finds the place where git would show it.
 *
 * Groups are counted by the unchanged lines before them, of which both texts have
 * the same: each line that is unchanged ends a group, mostly an empty one, and has
 * a group of the other text beside it.
 */
#include "git/linediff.h"

#include <string.h>

/* Changed lines [from, to), none when they are equal; line `to` is unchanged or the end. */
struct group {
	uint32_t from, to;
};

struct slider {
	struct cdr_side *mine;
	const struct cdr_side *theirs;
	struct group at, beside; /* the group that slides; the other text's beside it */
};

static bool is_empty(const struct group *group)
{
	return group->from == group->to;
}

static void group_start(struct group *group, const struct cdr_side *side, uint32_t line)
{
	group->from = group->to = line;
	while (side->changed[group->to])
		group->to++;
}

static void group_next(struct group *group, const struct cdr_side *side)
{
	group_start(group, side, group->to + 1);
}

static void group_previous(struct group *group, const struct cdr_side *side)
{
	group->from = group->to = group->from - 1;
	while (group->from > 0 && side->changed[group->from - 1])
		group->from--;
}

static bool lines_equal(const struct cdr_text *text, uint32_t a, uint32_t b)
{
	struct cdr_str left = cdr_text_whole_line(text, a), right = cdr_text_whole_line(text, b);

	return left.len == right.len && memcmp(left.ptr, right.ptr, left.len) == 0;
}

/* One line up if that can be; a group that is met there becomes part of this one. */
static bool slide_up(struct slider *slider)
{
	struct group *at = &slider->at;
	unsigned char *changed = slider->mine->changed;

	if (at->from == 0 || !lines_equal(slider->mine->text, at->from - 1, at->to - 1))
		return false;
	changed[--at->from] = 1;
	changed[--at->to] = 0;
	while (at->from > 0 && changed[at->from - 1])
		at->from--;
	group_previous(&slider->beside, slider->theirs);
	return true;
}

static bool slide_down(struct slider *slider)
{
	struct group *at = &slider->at;
	unsigned char *changed = slider->mine->changed;

	if (at->to == slider->mine->text->n_lines ||
	    !lines_equal(slider->mine->text, at->from, at->to))
		return false;
	changed[at->from++] = 0;
	changed[at->to++] = 1;
	while (changed[at->to])
		at->to++;
	group_next(&slider->beside, slider->theirs);
	return true;
}

/*
 * A group that can lie beside changes of the other text does so, as low as it can;
 * one that cannot lies where the indent heuristic wants it.
 */
static void settle(struct slider *slider)
{
	struct group *at = &slider->at;
	uint32_t size, highest, best;
	bool can_align;

	do {
		size = at->to - at->from;
		while (slide_up(slider))
			;
		highest = at->to;
		can_align = !is_empty(&slider->beside);
		while (slide_down(slider))
			can_align |= !is_empty(&slider->beside);
	} while (size != at->to - at->from);
	if (at->to == highest)
		return;
	if (can_align) {
		while (is_empty(&slider->beside))
			slide_up(slider);
	} else {
		best = cdr_indent_best_end(slider->mine->text, size, highest, at->to);
		while (at->to > best)
			slide_up(slider);
	}
}

/* The first changed line of SIDE, or its number of lines. */
static uint32_t first_changed(const struct cdr_side *side)
{
	const unsigned char *first = memchr(side->changed, 1, side->text->n_lines);

	return first ? (uint32_t)(first - side->changed) : side->text->n_lines;
}

/* The line after the last changed one, or 0. */
static uint32_t end_of_changed(const struct cdr_side *side)
{
	const unsigned char *last = memrchr(side->changed, 1, side->text->n_lines);

	return last ? (uint32_t)(last - side->changed) + 1 : 0;
}

void cdr_slide(struct cdr_side *mine, const struct cdr_side *theirs)
{
	struct slider slider = { .mine = mine, .theirs = theirs };
	uint32_t my_first = first_changed(mine), their_first = first_changed(theirs);
	uint32_t first = my_first < their_first ? my_first : their_first,
		 end = end_of_changed(mine);

	group_start(&slider.at, mine, first);
	group_start(&slider.beside, theirs, first);
	for (;;) {
		if (!is_empty(&slider.at))
			settle(&slider);
		if (slider.at.to >= end)
			break;
		group_next(&slider.at, mine);
		group_next(&slider.beside, theirs);
	}
}
