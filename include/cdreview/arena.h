/*
 * arena.h - scoped memory: many allocations, one release.
 *
 * A function that returns memory takes the arena it comes from; that is how
 * a signature tells the lifetime. Nothing from an arena is freed by itself.
 *
 * Errors: memory that the system refuses ends the process by abort(), which
 * the terminal layer catches to restore the screen; every verdict is in the
 * journal by then. Therefore nothing here returns NULL.
 * Units: bytes. Memory is zeroed and aligned for any type.
 */
#ifndef CDREVIEW_ARENA_H
#define CDREVIEW_ARENA_H

#include <stddef.h>

struct cdr_arena_block;

struct cdr_arena {
	struct cdr_arena_block *head;  /* newest block, NULL when empty */
	size_t used;                   /* bytes handed out since init or clear */
};

void cdr_arena_init(struct cdr_arena *arena);     /* same as all bytes zero */
void cdr_arena_release(struct cdr_arena *arena);  /* frees all; ready for use again */

void *cdr_arena_alloc(struct cdr_arena *arena, size_t size) __attribute__((returns_nonnull));
void *cdr_arena_copy(struct cdr_arena *arena, const void *src, size_t size);

/* NUL-terminated printf into the arena. */
char *cdr_arena_printf(struct cdr_arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), returns_nonnull));

#define CDR_NEW(arena, type) ((type *)cdr_arena_alloc((arena), sizeof(type)))

/*
 * A growing array in an arena. Declare `CDR_VEC(struct thing) things;` (all
 * bytes zero is empty) and push with `*cdr_vec_push(arena, &things) = thing;`.
 * Items move when it grows: keep indices, not pointers, while pushing.
 */
#define CDR_VEC(type) struct { type *items; size_t n, alloc; }
#define cdr_vec_push(arena, vec) \
	((vec)->items = cdr_arena_grow((arena), (vec)->items, (vec)->n, &(vec)->alloc, \
				       sizeof(*(vec)->items)), \
	 &(vec)->items[(vec)->n++])

/* Backs cdr_vec_push: room for at least N + 1 items of SIZE bytes, the first N kept. */
void *cdr_arena_grow(struct cdr_arena *arena, void *items, size_t n, size_t *alloc, size_t size);

#endif
