/* patchdelta.c - a copy outside of the base would show memory that is not the object's. */
#include "git/patchdelta.h"

#include <string.h>

/* The number at the start of REST: 7 bits a byte, the lowest first. */
static bool take_size(struct cdr_str *rest, size_t *size)
{
	unsigned shift = 0, byte;

	*size = 0;
	do {
		if (rest->len == 0 || shift > 8 * sizeof(size_t) - 8)
			return false;
		byte = (unsigned char)*rest->ptr++;
		rest->len--;
		*size |= (size_t)(byte & 127) << shift;
		shift += 7;
	} while (byte & 128);
	return true;
}

bool cdr_patchdelta_sizes(struct cdr_str *delta, size_t *base_len, size_t *result_len)
{
	return take_size(delta, base_len) && take_size(delta, result_len);
}

/* A number of BYTES bytes, the lowest first; those whose bit in BITS is not set are left out. */
static bool take_sparse(struct cdr_str *rest, unsigned bits, unsigned bytes, size_t *value)
{
	*value = 0;
	for (unsigned i = 0; i < bytes; i++) {
		if (!(bits >> i & 1))
			continue;
		if (rest->len == 0)
			return false;
		*value |= (size_t)(unsigned char)*rest->ptr++ << (8 * i);
		rest->len--;
	}
	return true;
}

/* What COMMAND wants copied: from the base, or new bytes that stand in the delta. */
static bool take_piece(struct cdr_str *delta, unsigned command, struct cdr_str base,
		       struct cdr_str *piece)
{
	size_t from, len;

	if (command & 128) {
		if (!take_sparse(delta, command, 4, &from) ||
		    !take_sparse(delta, command >> 4, 3, &len))
			return false;
		len = len ? len : 0x10000;
		if (from > base.len || len > base.len - from)
			return false;
		*piece = (struct cdr_str){ base.ptr + from, len };
		return true;
	}
	if (command == 0 || command > delta->len)   /* 0 is reserved */
		return false;
	*piece = (struct cdr_str){ delta->ptr, command };
	delta->ptr += command;
	delta->len -= command;
	return true;
}

bool cdr_patchdelta_apply(char *out, size_t len, struct cdr_str base, struct cdr_str delta)
{
	while (delta.len > 0) {
		unsigned command = (unsigned char)*delta.ptr++;
		struct cdr_str piece;

		delta.len--;
		if (!take_piece(&delta, command, base, &piece) || piece.len > len)
			return false;
		memcpy(out, piece.ptr, piece.len);
		out += piece.len;
		len -= piece.len;
	}
	return len == 0;
}
