/*
 * inflate.c - objects are inflated whole and their length is known, which is what
 * libdeflate is made for; its working memory is made once and not for every object.
 */
#include "git/inflate.h"
#include "base/oom.h"

#include <libdeflate.h>
#include <stdlib.h>

struct cdr_inflater {
	struct libdeflate_decompressor *libdeflate;
};

struct cdr_inflater *cdr_inflater_new(void)
{
	struct cdr_inflater *inflater = cdr_alloc_zeroed(sizeof(*inflater));

	inflater->libdeflate = libdeflate_alloc_decompressor();
	if (!inflater->libdeflate)
		cdr_oom();
	return inflater;
}

void cdr_inflater_free(struct cdr_inflater *inflater)
{
	if (!inflater)
		return;
	libdeflate_free_decompressor(inflater->libdeflate);
	free(inflater);
}

bool cdr_inflate(struct cdr_inflater *inflater, struct cdr_mapping stream, char *out, size_t len)
{
	return libdeflate_zlib_decompress(inflater->libdeflate, stream.bytes, stream.len, out, len,
					  NULL) == LIBDEFLATE_SUCCESS;
}
