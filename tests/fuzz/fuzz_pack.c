/*
 * Any index and any pack beside it (the first two bytes: the length of the
 * index in units of 4 bytes): every object that is named is read or left alone,
 * and its size is what cdr_store_size said.
 */
#include "git/store_pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HASH 20
#define NAMES (8 + 256 * 4)             /* where the index has its names */
#define HEADER 12

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds)
{
	if (!holds)
		abort();
}

static char dir[] = "/tmp/cdr-fuzz-XXXXXX";

static void remove_directory(void)
{
	char pack[64];

	snprintf(pack, sizeof(pack), "%s/pack", dir);
	rmdir(pack);
	rmdir(dir);
}

/* Made when first asked for. */
static const char *directory(void)
{
	static bool made;
	char pack[64];

	if (made)
		return dir;
	made = mkdtemp(dir) != NULL;
	snprintf(pack, sizeof(pack), "%s/pack", dir);
	expect(made && mkdir(pack, 0700) == 0);
	atexit(remove_directory);
	return dir;
}

static void spew(const char *name, const uint8_t *bytes, size_t len)
{
	char path[96];
	FILE *file;

	snprintf(path, sizeof(path), "%s/pack/%s", directory(), name);
	file = fopen(path, "wb");
	expect(file && fwrite(bytes, 1, len, file) == len);
	fclose(file);
}

static void drop(void)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/pack/p.idx", directory());
	unlink(path);
	snprintf(path, sizeof(path), "%s/pack/p.pack", directory());
	unlink(path);
}

/* Count and checksum are made to fit, or almost nothing would get past them. */
static void make_fit(const uint8_t *index, size_t index_len, uint8_t *pack, size_t pack_len)
{
	memcpy(pack, "PACK\0\0\0\2", 8);
	memcpy(pack + 8, index + NAMES - 4, 4);
	memcpy(pack + pack_len - HASH, index + index_len - 2 * HASH, HASH);
}

static void read_one(const struct cdr_reader *reader, const uint8_t *name)
{
	struct cdr_oid oid = { .len = HASH };
	struct cdr_object object = { .held = NULL };
	size_t size, sum = 0;
	int sized;

	memcpy(oid.bytes, name, HASH);
	sized = reader->size(reader->self, &oid, &size, NULL);
	if (reader->read(reader->self, &oid, &object, NULL) < 0)
		return;
	expect(sized == 0 && size == object.bytes.len);
	expect(object.kind >= CDR_OBJECT_COMMIT && object.kind <= CDR_OBJECT_TAG);
	for (size_t i = 0; i < object.bytes.len; i++)
		sum += (unsigned char)object.bytes.ptr[i];
	expect(sum <= object.bytes.len * 255);
	cdr_object_release(&object);
}

static void read_all(const uint8_t *index, size_t index_len)
{
	struct cdr_packs *packs = cdr_packs_open(directory(), HASH);
	struct cdr_reader reader = cdr_reader_of_packs(packs);

	for (size_t at = NAMES; at + HASH <= index_len; at += HASH)
		read_one(&reader, index + at);
	reader.free(reader.self);
	cdr_packs_free(packs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t index_len, pack_len;
	uint8_t *pack;

	if (size < 2)
		return 0;
	index_len = ((size_t)data[0] << 8 | data[1]) * 4;
	if (index_len < NAMES + 2 * HASH || size - 2 < index_len + HEADER + HASH)
		return 0;
	pack_len = size - 2 - index_len;
	pack = malloc(pack_len);
	memcpy(pack, data + 2 + index_len, pack_len);
	make_fit(data + 2, index_len, pack, pack_len);
	spew("p.idx", data + 2, index_len);
	spew("p.pack", pack, pack_len);
	read_all(data + 2, index_len);
	drop();
	free(pack);
	return 0;
}
