/* inflate.c - making a zlib stream anew for every object costs more than small objects do. */
#include "git/inflate.h"
#include "base/oom.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct cdr_inflater {
	z_stream z;
};

struct cdr_inflater *cdr_inflater_new(void)
{
	struct cdr_inflater *inflater = cdr_alloc_zeroed(sizeof(*inflater));

	if (inflateInit(&inflater->z) != Z_OK)
		cdr_oom();
	return inflater;
}

void cdr_inflater_free(struct cdr_inflater *inflater)
{
	if (!inflater)
		return;
	inflateEnd(&inflater->z);
	free(inflater);
}

static uInt at_most(size_t len)
{
	return len < UINT_MAX ? (uInt)len : UINT_MAX;
}

/* Returns zlib's answer; what came out is counted in z.total_out. */
static int run(z_stream *z, struct cdr_mapping stream, char *out, size_t room)
{
	union { const unsigned char *bytes; Bytef *unchanged; } in = { stream.bytes };

	if (inflateReset(z) != Z_OK)
		return Z_STREAM_ERROR;
	z->next_in = in.unchanged;
	z->avail_in = at_most(stream.len);
	z->next_out = (Bytef *)out;
	z->avail_out = at_most(room);
	return inflate(z, Z_FINISH);
}

bool cdr_inflate(struct cdr_inflater *inflater, struct cdr_mapping stream, char *out, size_t len)
{
	/* One byte more than is wanted, or the end of an empty object could not be told. */
	return len < UINT_MAX && run(&inflater->z, stream, out, len + 1) == Z_STREAM_END &&
	       inflater->z.total_out == len;
}

size_t cdr_inflate_start(struct cdr_inflater *inflater, struct cdr_mapping stream, char *out,
			 size_t most)
{
	int rc = run(&inflater->z, stream, out, most);

	return rc == Z_STREAM_END || rc == Z_BUF_ERROR || rc == Z_OK ? inflater->z.total_out : 0;
}
