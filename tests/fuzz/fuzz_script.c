/*
 * Two texts, the first up to the byte 0xFF: our hunks are libgit2's, and applying our
 * script to the one gives the other.
 */
#include "../unit/git/samediff.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	const uint8_t *cut = size > 0 ? memchr(data, 0xFF, size) : NULL;
	size_t old_len = cut ? (size_t)(cut - data) : size;
	struct cdr_str old_bytes = { bytes, old_len }, new_bytes = CDR_STR("");

	if (cut)
		new_bytes = (struct cdr_str){ bytes + old_len + 1, size - old_len - 1 };
	if (!same_diff(old_bytes, new_bytes))
		abort();
	return 0;
}
