/*
 * mapping.h - private to core/git: a file of the repository as bytes in memory.
 *
 * Only for files that git never writes in place, as it replaces them by new ones:
 * one that shrinks under a mapping ends the process.
 */
#ifndef CDR_GIT_MAPPING_H
#define CDR_GIT_MAPPING_H

#include <stdbool.h>
#include <stddef.h>

struct cdr_mapping {
	const unsigned char *bytes;
	size_t len;
};

/* False for what is no regular file, is empty, or cannot be read. */
bool cdr_mapping_open(struct cdr_mapping *out, const char *path);
void cdr_mapping_close(struct cdr_mapping *mapping);   /* safe on all bytes zero */

#endif
