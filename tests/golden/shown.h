/*
 * shown.h - questions about a frame, and the service with its hunks by name.
 */
#ifndef TESTS_GOLDEN_SHOWN_H
#define TESTS_GOLDEN_SHOWN_H

#include "service.h"

#include <stdio.h>

/* The service's hunks in range order. */
enum { JWT, LIMIT, CSRF, DROP, CASCADE };

static inline void open_service(struct world *world)
{
	struct tui_setup setup = world_setup(24, 80);

	world_open(world, &setup);
	service(world);
	tui_view(world->state, &world->cells);
}

static inline struct cdr_str row_text(const struct world *world, int row)
{
	static char text[4096];
	size_t len = 0;

	for (int col = 0; col < world->cells.cols; col++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s",
					world->cells.grid[row * world->cells.cols + col].text);
	return (struct cdr_str){ text, len };
}

static inline bool is_shown(const struct world *world, const char *words)
{
	for (int row = 0; row < world->cells.rows; row++) {
		struct cdr_str text = row_text(world, row);

		if (cdr_str_find(text, cdr_str_from(words)) < text.len)
			return true;
	}
	return false;
}

#endif
