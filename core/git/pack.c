/*
 * pack.c - a pack may come from anywhere: every number in it is checked against
 * the bytes that are there before it is used.
 */
#include "git/pack.h"

#include <stdio.h>
#include <string.h>

#define INDEX_HEADER 8                       /* magic and version */
#define FAN_OUT (256 * 4)
#define PACK_HEADER 12                       /* "PACK", version, number of objects */
#define LARGE 0x80000000u                    /* the offset is in the table of large ones */

static uint32_t big_endian(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Where the tables of the index begin, one behind the other. */
static const unsigned char *names_of(const struct cdr_pack *pack)
{
	return pack->index.bytes + INDEX_HEADER + FAN_OUT;
}

static const unsigned char *offsets_of(const struct cdr_pack *pack)
{
	return names_of(pack) + (size_t)pack->n * (pack->hash_len + 4);   /* names, checksums */
}

static const unsigned char *large_of(const struct cdr_pack *pack)
{
	return offsets_of(pack) + (size_t)pack->n * 4;
}

/* How many objects have a name whose first byte is at most FIRST. */
static uint32_t fan_out(const struct cdr_pack *pack, unsigned first)
{
	return big_endian(pack->index.bytes + INDEX_HEADER + 4 * (size_t)first);
}

static bool index_is_sound(struct cdr_pack *pack)
{
	static const unsigned char header[INDEX_HEADER] = { 0xff, 't', 'O', 'c', 0, 0, 0, 2 };
	size_t trailer = 2 * pack->hash_len, least;

	if (pack->index.len < INDEX_HEADER + FAN_OUT + trailer ||
	    memcmp(pack->index.bytes, header, sizeof(header)) != 0)
		return false;
	pack->n = fan_out(pack, 255);
	for (unsigned i = 1; i < 256; i++)
		if (fan_out(pack, i - 1) > fan_out(pack, i))
			return false;
	least = INDEX_HEADER + FAN_OUT + (size_t)pack->n * (pack->hash_len + 4 + 4) + trailer;
	if (pack->index.len < least || (pack->index.len - least) % 8 != 0)
		return false;
	pack->n_large = (pack->index.len - least) / 8;
	return true;
}

/* The pack ends in its checksum, which the index repeats. */
static bool is_pack_of_index(const struct cdr_pack *pack)
{
	const unsigned char *known = pack->index.bytes + pack->index.len - 2 * pack->hash_len;
	size_t end = pack->pack.len - pack->hash_len;

	return pack->pack.len >= PACK_HEADER + pack->hash_len &&
	       memcmp(pack->pack.bytes, "PACK\0\0\0\2", 8) == 0 &&
	       big_endian(pack->pack.bytes + 8) == pack->n &&
	       memcmp(pack->pack.bytes + end, known, pack->hash_len) == 0;
}

bool cdr_pack_open(struct cdr_pack *out, const char *index_path, size_t hash_len)
{
	char path[4096];
	int len = snprintf(path, sizeof(path), "%.*s.pack",
			   (int)(strlen(index_path) - strlen(".idx")), index_path);

	*out = (struct cdr_pack){ .hash_len = hash_len };
	if (len > 0 && (size_t)len < sizeof(path) && cdr_mapping_open(&out->index, index_path) &&
	    index_is_sound(out) && cdr_mapping_open(&out->pack, path) && is_pack_of_index(out))
		return true;
	cdr_pack_close(out);
	return false;
}

void cdr_pack_close(struct cdr_pack *pack)
{
	cdr_mapping_close(&pack->index);
	cdr_mapping_close(&pack->pack);
}

static bool offset_at(const struct cdr_pack *pack, size_t idx, uint64_t *offset)
{
	uint32_t small = big_endian(offsets_of(pack) + 4 * idx);
	size_t large = small & ~LARGE;

	*offset = small;
	if (!(small & LARGE))
		return true;
	if (large >= pack->n_large)
		return false;
	*offset = (uint64_t)big_endian(large_of(pack) + 8 * large) << 32 |
		  big_endian(large_of(pack) + 8 * large + 4);
	return true;
}

/* Where names [low, high) are, and between which first four bytes. */
struct interval {
	size_t low, high;
	uint32_t least, most;
};

/*
 * Names are hashes and spread evenly, so that their first bytes tell where to look;
 * but somebody may have chosen his, so every fourth look halves.
 */
static size_t place_to_look(const struct interval *in, uint32_t wanted, unsigned n_looks)
{
	uint64_t n = in->high - in->low;

	if (n_looks % 4 == 3)
		return in->low + n / 2;
	return in->low + n * (wanted - in->least) / ((uint64_t)in->most - in->least + 1);
}

static bool find_name(const struct cdr_pack *pack, const unsigned char *name, uint64_t *offset)
{
	struct interval in = {
		.low = name[0] ? fan_out(pack, name[0] - 1u) : 0,
		.high = fan_out(pack, name[0]),
		.least = (uint32_t)name[0] << 24,
		.most = (uint32_t)name[0] << 24 | 0xffffff,
	};
	uint32_t wanted = big_endian(name);

	for (unsigned n_looks = 0; in.low < in.high; n_looks++) {
		size_t place = place_to_look(&in, wanted, n_looks);
		const unsigned char *met = names_of(pack) + place * pack->hash_len;
		uint32_t start = big_endian(met);
		int cmp = wanted < start ? -1 : wanted > start;

		if (cmp == 0)
			cmp = memcmp(name, met, pack->hash_len);
		if (cmp == 0)
			return offset_at(pack, place, offset);
		if (cmp < 0) {
			in.high = place;
			in.most = start;
		} else {
			in.low = place + 1;
			in.least = start;
		}
	}
	return false;
}

bool cdr_pack_find(const struct cdr_pack *pack, const struct cdr_oid *oid, uint64_t *offset)
{
	return oid->len == pack->hash_len && find_name(pack, oid->bytes, offset);
}

/* --- the head of an entry ------------------------------- */

static bool take_byte(struct cdr_mapping *rest, unsigned *byte)
{
	if (rest->len == 0)
		return false;
	*byte = *rest->bytes++;
	rest->len--;
	return true;
}

/* Type and size: 3 and 4 bits, then 7 at a time, the lowest first. */
static bool take_head(struct cdr_mapping *rest, struct cdr_packed *entry)
{
	unsigned byte, shift = 4;

	if (!take_byte(rest, &byte))
		return false;
	entry->type = byte >> 4 & 7;
	entry->size = byte & 15;
	for (; byte & 128; shift += 7) {
		if (shift > 8 * sizeof(size_t) - 8 || !take_byte(rest, &byte))
			return false;
		entry->size |= (size_t)(byte & 127) << shift;
	}
	return true;
}

/* How far before the entry its base begins: 7 bits at a time, each more goes on where fewer end. */
static bool take_distance(struct cdr_mapping *rest, struct cdr_packed *entry)
{
	uint64_t distance;
	unsigned byte;

	if (!take_byte(rest, &byte))
		return false;
	for (distance = byte & 127; byte & 128; distance = (distance + 1) << 7 | (byte & 127))
		if (distance > UINT64_MAX >> 9 || !take_byte(rest, &byte))
			return false;
	if (distance == 0 || distance >= entry->offset)
		return false;
	entry->base = entry->offset - distance;
	return true;
}

static bool take_name(const struct cdr_pack *pack, struct cdr_mapping *rest,
		      struct cdr_packed *entry)
{
	const unsigned char *name = rest->bytes;

	if (rest->len < pack->hash_len)
		return false;
	rest->bytes += pack->hash_len;
	rest->len -= pack->hash_len;
	return find_name(pack, name, &entry->base);
}

bool cdr_pack_entry(const struct cdr_pack *pack, uint64_t offset, struct cdr_packed *out)
{
	size_t end = pack->pack.len - pack->hash_len;

	if (offset < PACK_HEADER || offset >= end)
		return false;
	*out = (struct cdr_packed){ .offset = offset };
	out->stream = (struct cdr_mapping){ pack->pack.bytes + offset, end - (size_t)offset };
	if (!take_head(&out->stream, out))
		return false;
	if (out->type == CDR_PACKED_OFFSET_DELTA)
		return take_distance(&out->stream, out);
	if (out->type == CDR_PACKED_NAMED_DELTA)
		return take_name(pack, &out->stream, out);
	return out->type >= 1 && out->type <= 4;
}
