/*
 * oom.h - what happens when the system refuses memory.
 *
 * Errors: ends the process by abort(); arena.h says why that is safe. This is
 * the only place in core that ends the process.
 */
#ifndef CDR_BASE_OOM_H
#define CDR_BASE_OOM_H

#include <stddef.h>

_Noreturn void cdr_oom(void);

/* Zeroed memory from calloc, never NULL; the caller frees it. SIZE is bytes, at least 1 is asked for. */
void *cdr_alloc_zeroed(size_t size) __attribute__((malloc, returns_nonnull));

/* MEMORY (or NULL) with room for SIZE bytes, as realloc, never NULL; what is new is not zeroed. */
void *cdr_alloc_resized(void *memory, size_t size) __attribute__((returns_nonnull));

#endif
