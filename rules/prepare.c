/*
 * prepare.c FILE.yaml...: prints the C file that puts the shipped packs into the
 * program, each as it is written and as core/rules/prepared.h reads it.
 *
 * Runs while the program is built and is no part of it. A pack that is faulty ends
 * the build, with the words that a user would see.
 */
#include "base/sha256.h"
#include "rules/document.h"
#include "rules/prepared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PACK_BYTES ((size_t)8 << 20)

/* A pack on its way from YAML to bytes. */
struct pack {
	const char *path;
	struct cdr_arena arena;
	struct cdr_diags diags;
	struct cdr_builder builder;
	const struct cdr_document *document;
	size_t n_nodes, n_entries, n_literals; /* of the map in `map` */
	struct cdr_buf map, bytes;
};

/* --- bytes ----------------------------------------------------------------- */

static void put_number(struct cdr_buf *out, size_t number)
{
	for (; number > 0x7F; number >>= 7)
		cdr_buf_addc(out, (char)(number | 0x80));
	cdr_buf_addc(out, (char)number);
}

static void put_bytes(struct cdr_buf *out, struct cdr_str bytes)
{
	put_number(out, bytes.len);
	cdr_buf_addstr(out, bytes);
}

static void put_head(struct cdr_buf *out, const struct cdr_yaml *node, unsigned known)
{
	unsigned head = (unsigned)node->kind | known;

	if (node->kind == CDR_YAML_SCALAR)
		head |= (unsigned)node->style << CDR_PREPARED_STYLE_SHIFT;
	if (node->one_line)
		head |= CDR_PREPARED_ONE_LINE;
	cdr_buf_addc(out, (char)head);
	put_number(out, node->line);
	put_number(out, node->col);
}

/* --- nodes ----------------------------------------------------------------- */

/* Of the expressions of RULE the one that a scan looks for first; NULL for none. */
static const struct cdr_pattern *first_of(const struct cdr_rule *rule)
{
	const struct cdr_detection *detection = rule->detection;

	return detection->has_guard ? detection->guard.pattern : detection->trigger.pattern;
}

/* The pattern that NODE is the expression of, if its needs are asked for at every start. */
static const struct cdr_pattern *pattern_of(const struct pack *pack, const struct cdr_yaml *node)
{
	for (size_t i = 0; i < pack->document->n_rules; i++) {
		const struct cdr_pattern *pattern = first_of(pack->document->rules[i].rule);

		if (pattern && cdr_str_eq(cdr_pattern_source(pattern), node->text))
			return pattern;
	}
	return NULL;
}

static const struct cdr_rule *rule_of(const struct pack *pack, const struct cdr_yaml *node)
{
	for (size_t i = 0; i < pack->document->n_rules; i++)
		if (pack->document->rules[i].node == node)
			return pack->document->rules[i].rule;
	return NULL;
}

static void put_needs(struct pack *pack, const struct cdr_needs *needs)
{
	put_number(&pack->map, needs->n);
	for (size_t i = 0; i < needs->n; i++) {
		const struct cdr_way *way = &needs->ways[i];

		put_number(&pack->map, way->n);
		for (size_t k = 0; k < way->n; k++) {
			put_number(&pack->map, way->lines[k]);
			put_number(&pack->map, way->sets[k].n);
			for (size_t l = 0; l < way->sets[k].n; l++)
				put_bytes(&pack->map, way->sets[k].items[l]);
			pack->n_literals += way->sets[k].n;
		}
	}
}

static void put_scalar(struct pack *pack, const struct cdr_yaml *node)
{
	const struct cdr_pattern *pattern = pattern_of(pack, node);

	put_head(&pack->map, node, pattern ? CDR_PREPARED_NEEDS : 0);
	put_bytes(&pack->map, node->text);
	cdr_buf_addc(&pack->map, '\0');
	if (pattern)
		put_needs(pack, cdr_pattern_needs(pattern));
}

static void put_node(struct pack *pack, const struct cdr_yaml *node);

static void put_entries(struct pack *pack, const struct cdr_yaml *node)
{
	const struct cdr_rule *rule = rule_of(pack, node);

	put_head(&pack->map, node, rule ? CDR_PREPARED_REV : 0);
	put_number(&pack->map, node->n);
	if (rule)
		cdr_buf_add(&pack->map, rule->rev.bytes, CDR_HASH_SIZE);
	for (size_t i = 0; i < node->n; i++) {
		if (node->entries[i].key)
			put_node(pack, node->entries[i].key);
		put_node(pack, node->entries[i].value);
	}
	pack->n_entries += node->n;
}

static void put_node(struct pack *pack, const struct cdr_yaml *node)
{
	pack->n_nodes++;
	if (node->kind == CDR_YAML_SCALAR)
		put_scalar(pack, node);
	else
		put_entries(pack, node);
}

/* --- C --------------------------------------------------------------------- */

static void print_array(const char *what, size_t idx, struct cdr_str bytes)
{
	printf("static const unsigned char %s_%zu[] = {", what, idx);
	for (size_t i = 0; i < bytes.len; i++)
		printf("%s%u,", i % 32 ? "" : "\n", (unsigned char)bytes.ptr[i]);
	printf("\n};\n");
}

/* MAP behind the numbers of what it holds. */
static void put_map(struct pack *pack, const struct cdr_yaml *map)
{
	pack->n_nodes = pack->n_entries = pack->n_literals = 0;
	cdr_buf_clear(&pack->map);
	put_node(pack, map);
	put_number(&pack->bytes, pack->n_nodes);
	put_number(&pack->bytes, pack->n_entries);
	put_number(&pack->bytes, pack->n_literals);
	cdr_buf_addstr(&pack->bytes, cdr_buf_str(&pack->map));
}

/* The map of the file without `rules`. */
static struct cdr_yaml file_map(struct pack *pack)
{
	const struct cdr_yaml *whole = pack->document->form->at;
	struct cdr_yaml_entry *entries =
		cdr_arena_alloc(&pack->arena, whole->n * sizeof(*entries));
	struct cdr_yaml map = *whole;

	map.entries = entries;
	map.n = 0;
	for (size_t i = 0; i < whole->n; i++)
		if (!cdr_str_is(whole->entries[i].key->text, "rules"))
			entries[map.n++] = whole->entries[i];
	return map;
}

static int print_prepared(struct pack *pack, size_t idx, struct cdr_err *err)
{
	struct cdr_yaml map = file_map(pack);
	int rc;

	cdr_buf_init(&pack->map, PACK_BYTES);
	cdr_buf_init(&pack->bytes, PACK_BYTES);
	put_map(pack, &map);
	put_number(&pack->bytes, pack->document->n_rules);
	for (size_t i = 0; i < pack->document->n_rules; i++)
		put_map(pack, pack->document->rules[i].node);
	rc = cdr_buf_check(&pack->bytes, "pack", err);
	if (rc == 0)
		print_array("prepared", idx, cdr_buf_str(&pack->bytes));
	cdr_buf_release(&pack->map);
	cdr_buf_release(&pack->bytes);
	return rc;
}

/* --- files ----------------------------------------------------------------- */

static int read_file(const char *path, struct cdr_arena *arena, struct cdr_str *out,
		     struct cdr_err *err)
{
	char *text = cdr_arena_alloc(arena, CDR_REGISTRY_BYTES + 1);
	FILE *file = fopen(path, "rb");
	bool whole;

	if (!file)
		return cdr_fail(err, CDR_EIO, "cannot be opened");
	*out = (struct cdr_str){ text, fread(text, 1, CDR_REGISTRY_BYTES + 1, file) };
	whole = !ferror(file);
	fclose(file);
	return whole ? 0 : cdr_fail(err, CDR_EIO, "cannot be read");
}

/* PACK as somebody's own file, so that every check is made. */
static int parse(struct pack *pack, struct cdr_str text, struct cdr_err *err)
{
	pack->diags.arena = &pack->arena;
	pack->builder.diags = &pack->diags;
	pack->document = cdr_document_read(&pack->builder, cdr_str_from(pack->path), text);
	if (cdr_diags_result(&pack->diags, err) != 0)
		return CDR_EREGISTRY;
	return pack->document->form ? 0 : cdr_fail(err, CDR_EREGISTRY, "not in the full form");
}

/* What a registry's digest is made of: to hash all packs anew would cost every start. */
static void print_hash(size_t idx, struct cdr_str text)
{
	struct cdr_hash hash = cdr_sha256_of(text);

	print_array("hash", idx, (struct cdr_str){ (const char *)hash.bytes, sizeof(hash.bytes) });
}

static void release(struct pack *pack)
{
	for (size_t i = 0; i < pack->builder.patterns.n; i++)
		cdr_pattern_free(pack->builder.patterns.items[i]);
	cdr_arena_release(&pack->arena);
}

static int print_file(const char *path, size_t idx, struct cdr_err *err)
{
	struct pack pack = { .path = path };
	struct cdr_str text = { NULL, 0 };
	int rc = read_file(path, &pack.arena, &text, err);

	if (rc == 0)
		rc = parse(&pack, text, err);
	if (rc == 0) {
		print_hash(idx, text);
		print_array("yaml", idx, text);
		rc = print_prepared(&pack, idx, err);
	}
	release(&pack);
	return rc;
}

static void print_row(const char *path, size_t idx)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	printf("\t{ \"%.*s\", yaml_%zu, sizeof(yaml_%zu), prepared_%zu, hash_%zu },\n",
	       (int)strcspn(name, "."), name, idx, idx, idx, idx);
}

int main(int argc, char **argv)
{
	size_t n = (size_t)argc - 1;
	char **paths = argv + 1;

	printf("#include \"rules/registry.h\"\n");
	for (size_t i = 0; i < n; i++) {
		struct cdr_err err = { 0 };

		if (print_file(paths[i], i, &err) == 0)
			continue;
		fprintf(stderr, "%s: %s\n", err.place[0] ? err.place : paths[i], err.message);
		return EXIT_FAILURE;
	}
	printf("const struct cdr_pack cdr_packs[] = {\n");
	for (size_t i = 0; i < n; i++)
		print_row(paths[i], i);
	printf("};\nconst size_t cdr_n_packs = %zu;\n", n);
	return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
