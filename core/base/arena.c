/*
 * arena.c - blocks that double in size, so that a small file costs one small
 * block and a big one few. Built with CDR_ARENA_EACH every allocation is a
 * block of exactly its size, so that AddressSanitizer sees an overrun.
 */
#include "base/oom.h"

#include "cdreview/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN alignof(max_align_t)
#define FIRST_BLOCK ((size_t)4096)
#define LARGEST_BLOCK ((size_t)262144)
#define FIRST_ITEMS ((size_t)8)

#ifdef CDR_ARENA_EACH
static const bool each_alone = true;
#else
static const bool each_alone = false;
#endif

struct cdr_arena_block {
	struct cdr_arena_block *next;
	size_t used, size;              /* bytes of data[] */
	alignas(max_align_t) unsigned char data[];
};

_Noreturn void cdr_oom(void)
{
	abort();
}

void *cdr_alloc_zeroed(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory)
		cdr_oom();
	return memory;
}

void *cdr_alloc_resized(void *memory, size_t size)
{
	memory = realloc(memory, size ? size : 1);
	if (!memory)
		cdr_oom();
	return memory;
}

void cdr_arena_init(struct cdr_arena *arena)
{
	*arena = (struct cdr_arena){ NULL, 0 };
}

void cdr_arena_release(struct cdr_arena *arena)
{
	struct cdr_arena_block *block = arena->head;

	while (block) {
		struct cdr_arena_block *next = block->next;

		free(block);
		block = next;
	}
	cdr_arena_init(arena);
}

/* Not zeroed: most blocks are not used to their end. */
static struct cdr_arena_block *block_new(size_t size)
{
	struct cdr_arena_block *block = cdr_alloc_resized(NULL, sizeof(*block) + size);

	*block = (struct cdr_arena_block){ .size = size };
	return block;
}

/* Behind the head, which stays in use. */
static void *take_own_block(struct cdr_arena *arena, size_t size)
{
	struct cdr_arena_block *block = block_new(size);

	block->used = size;
	if (arena->head) {
		block->next = arena->head->next;
		arena->head->next = block;
	} else {
		arena->head = block;
	}
	return block->data;
}

static void add_block(struct cdr_arena *arena)
{
	size_t size = arena->head ? arena->head->size * 2 : FIRST_BLOCK;
	struct cdr_arena_block *block;

	if (size > LARGEST_BLOCK)
		size = LARGEST_BLOCK;
	block = block_new(size);
	block->next = arena->head;
	arena->head = block;
}

static void *take(struct cdr_arena *arena, size_t size)
{
	struct cdr_arena_block *head = arena->head;
	size_t rounded = (size + ALIGN - 1) & ~(ALIGN - 1);

	if (each_alone)
		return take_own_block(arena, size);
	if (!head || rounded > head->size - head->used) {
		if (rounded > FIRST_BLOCK / 2)
			return take_own_block(arena, rounded);
		add_block(arena);
		head = arena->head;
	}
	head->used += rounded;
	return head->data + head->used - rounded;
}

static void *take_counted(struct cdr_arena *arena, size_t size)
{
	if (size > PTRDIFF_MAX - sizeof(struct cdr_arena_block) - ALIGN)
		cdr_oom();
	arena->used += size;
	return take(arena, size);
}

void *cdr_arena_alloc(struct cdr_arena *arena, size_t size)
{
	return memset(take_counted(arena, size), 0, size);
}

void *cdr_arena_copy(struct cdr_arena *arena, const void *src, size_t size)
{
	void *copy = take_counted(arena, size);

	if (size)
		memcpy(copy, src, size);
	return copy;
}

char *cdr_arena_printf(struct cdr_arena *arena, const char *fmt, ...)
{
	va_list args, again;
	char *text;
	int len;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0)
		cdr_oom();
	text = cdr_arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	return text;
}

void *cdr_arena_grow(struct cdr_arena *arena, void *items, size_t n, size_t *alloc, size_t size)
{
	void *bigger;

	if (n < *alloc)
		return items;
	if (*alloc > PTRDIFF_MAX / 2 / size)
		cdr_oom();
	*alloc = *alloc ? *alloc * 2 : FIRST_ITEMS;
	bigger = cdr_arena_alloc(arena, *alloc * size);
	if (n)
		memcpy(bigger, items, n * size);
	return bigger;
}
