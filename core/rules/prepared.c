/*
 * prepared.c - the tree of a shipped pack out of the bytes that the build made of it.
 *
 * How much there will be stands in front, so that nodes, entries and literals are
 * three arrays and not hundreds of allocations.
 */
#include "rules/prepared.h"

#include <string.h>

struct reader {
	const unsigned char *at;
	struct cdr_str path;
	struct cdr_arena *arena;
	struct cdr_yaml *nodes;             /* the next free one of each */
	struct cdr_yaml_entry *entries;
	struct cdr_str *literals;
};

static size_t read_number(struct reader *reader)
{
	size_t number = 0;
	unsigned shift = 0;

	while (*reader->at & 0x80) {
		number |= (size_t)(*reader->at++ & 0x7F) << shift;
		shift += 7;
	}
	return number | (size_t)*reader->at++ << shift;
}

static struct cdr_str read_bytes(struct reader *reader)
{
	size_t len = read_number(reader);
	struct cdr_str bytes = { (const char *)reader->at, len };

	reader->at += len;
	return bytes;
}

static void read_rev(struct reader *reader, struct cdr_yaml *node)
{
	struct cdr_prepared *prepared = CDR_NEW(reader->arena, struct cdr_prepared);

	memcpy(prepared->rev.bytes, reader->at, CDR_HASH_SIZE);
	reader->at += CDR_HASH_SIZE;
	node->prepared = prepared;
}

static void read_way(struct reader *reader, struct cdr_way *way)
{
	way->n = read_number(reader);
	for (size_t i = 0; i < way->n; i++) {
		way->lines[i] = (uint8_t)read_number(reader);
		way->sets[i].items = reader->literals;
		way->sets[i].n = read_number(reader);
		for (size_t k = 0; k < way->sets[i].n; k++)
			*reader->literals++ = read_bytes(reader);
	}
}

static void read_needs(struct reader *reader, struct cdr_yaml *node)
{
	struct cdr_prepared *prepared = CDR_NEW(reader->arena, struct cdr_prepared);
	size_t n = read_number(reader);
	struct cdr_way *ways = cdr_arena_alloc(reader->arena, n * sizeof(*ways));

	for (size_t i = 0; i < n; i++)
		read_way(reader, &ways[i]);
	prepared->needs = (struct cdr_needs){ ways, n };
	node->prepared = prepared;
}

static const struct cdr_yaml *read_node(struct reader *reader);

static void read_entries(struct reader *reader, struct cdr_yaml *node)
{
	struct cdr_yaml_entry *entries = reader->entries;

	reader->entries += node->n;
	node->entries = entries;
	for (size_t i = 0; i < node->n; i++) {
		if (node->kind == CDR_YAML_MAP) {
			entries[i].key = read_node(reader);
			node->n_nodes++;
		}
		entries[i].value = read_node(reader);
		node->n_nodes += entries[i].value->n_nodes;
		if (entries[i].value->height >= node->height)
			node->height = entries[i].value->height + 1;
	}
}

/* As deep as a pack may be, which yaml.c has read: CDR_YAML_DEPTH. */
static const struct cdr_yaml *read_node(struct reader *reader)
{
	struct cdr_yaml *node = reader->nodes++;
	unsigned head = *reader->at++;

	node->kind = (enum cdr_yaml_kind)(head & CDR_PREPARED_KIND);
	node->line = (uint32_t)read_number(reader);
	node->col = (uint32_t)read_number(reader);
	node->path = reader->path;
	node->n_nodes = 1;
	if (node->kind == CDR_YAML_SCALAR) {
		node->style = (enum cdr_yaml_style)((head & CDR_PREPARED_STYLE) >>
						    CDR_PREPARED_STYLE_SHIFT);
		node->one_line = head & CDR_PREPARED_ONE_LINE;
		node->text = read_bytes(reader);
		reader->at++;
		if (head & CDR_PREPARED_NEEDS)
			read_needs(reader, node);
	} else {
		node->n = read_number(reader);
		if (head & CDR_PREPARED_REV)
			read_rev(reader, node);
		read_entries(reader, node);
	}
	return node;
}

const struct cdr_yaml *cdr_prepared_rule(struct cdr_prepared_pack *pack, struct cdr_arena *arena)
{
	struct reader reader = { .at = pack->at, .path = pack->path, .arena = arena };
	const struct cdr_yaml *map;

	reader.nodes = cdr_arena_alloc(arena, read_number(&reader) * sizeof(*reader.nodes));
	reader.entries = cdr_arena_alloc(arena, read_number(&reader) * sizeof(*reader.entries));
	reader.literals = cdr_arena_alloc(arena, read_number(&reader) * sizeof(*reader.literals));
	map = read_node(&reader);
	pack->at = reader.at;
	return map;
}

const struct cdr_yaml *cdr_prepared_file(struct cdr_prepared_pack *pack, struct cdr_arena *arena,
					 size_t *n)
{
	const struct cdr_yaml *map = cdr_prepared_rule(pack, arena);
	struct reader reader = { .at = pack->at };

	*n = read_number(&reader);
	pack->at = reader.at;
	return map;
}
