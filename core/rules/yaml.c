/*
 * yaml.c - libyaml's events, built into a tree.
 *
 * The document API of libyaml loses duplicate keys and expands nothing, so the
 * tree is made from events. Recursion is bounded by CDR_YAML_DEPTH. What libyaml
 * words badly (tabs, byte order marks, broken UTF-8) is found before it reads.
 */
#include "rules/yaml.h"

#include "cdreview/utf8.h"

#include <yaml.h>

#include <string.h>

struct anchor {
	struct cdr_str name;
	const struct cdr_yaml *node;
};

struct reader {
	yaml_parser_t parser;
	struct cdr_arena *arena;
	struct cdr_str path;
	struct cdr_str text;
	struct cdr_err *err;
	CDR_VEC(struct anchor) anchors;
	unsigned n_aliases;
	size_t n_nodes;
};

static int fail_at(struct reader *reader, yaml_mark_t mark, const char *message)
{
	cdr_fail(reader->err, CDR_EREGISTRY, "%s", message);
	return cdr_err_at(reader->err, reader->path.ptr, mark.line + 1, mark.column + 1);
}

/* --- what is looked at before libyaml ----------------------------------- */

static yaml_mark_t mark_of(struct cdr_str text, size_t at)
{
	yaml_mark_t mark = { .index = at };

	for (size_t i = 0; i < at && i < text.len; i++) {
		if (text.ptr[i] == '\n') {
			mark.line++;
			mark.column = 0;
		} else if (((unsigned char)text.ptr[i] & 0xC0) != 0x80) {
			mark.column++;
		}
	}
	return mark;
}

static int check_bytes(struct reader *reader)
{
	struct cdr_str text = reader->text;
	size_t at = 0;

	if (text.len > CDR_YAML_BYTES) {
		fail_at(reader, (yaml_mark_t){ 0 }, "the file is larger than 1 MiB");
		return cdr_err_hint(reader->err, "split it into files and name them in extends");
	}
	if (cdr_str_starts(text, "\xEF\xBB\xBF")) {
		fail_at(reader, (yaml_mark_t){ 0 }, "the file begins with a byte order mark");
		return cdr_err_hint(reader->err, "save it as UTF-8 without a byte order mark");
	}
	while (at < text.len) {
		uint32_t cp;
		size_t len = cdr_utf8_next(cdr_str_sub(text, at, text.len), &cp);

		if (cp == CDR_UTF8_INVALID) {
			fail_at(reader, mark_of(text, at), "this byte is not UTF-8");
			return cdr_err_hint(reader->err, "save the file as UTF-8");
		}
		at += len;
	}
	return CDR_OK;
}

/* libyaml calls a tab "character that cannot start any token". */
static bool tab_indents(struct cdr_str text, size_t lineno)
{
	struct cdr_str line = { NULL, 0 };

	for (size_t i = 0; i <= lineno; i++)
		if (!cdr_str_line(&text, &line))
			return false;
	for (size_t i = 0; i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t'); i++)
		if (line.ptr[i] == '\t')
			return true;
	return false;
}

static int fail_parser(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	yaml_mark_t mark = parser->problem_mark;

	if (parser->error == YAML_READER_ERROR)
		mark = mark_of(reader->text, parser->problem_offset);
	if (tab_indents(reader->text, mark.line)) {
		fail_at(reader, mark, "a tab indents this line");
		return cdr_err_hint(reader->err, "YAML is indented with spaces");
	}
	fail_at(reader, mark, parser->problem ? parser->problem : "this is not YAML");
	if (parser->context && parser->context_mark.line != mark.line)
		return cdr_err_hint(reader->err, "%s that begins in line %zu", parser->context,
				    parser->context_mark.line + 1);
	return cdr_err_hint(reader->err,
			    "quote text that holds ':', '#', '{', '[', '*', '&' or '!'");
}

/* --- the tree ------------------------------------------------------------ */

static int next_event(struct reader *reader, yaml_event_t *event)
{
	if (yaml_parser_parse(&reader->parser, event))
		return CDR_OK;
	memset(event, 0, sizeof(*event));
	return fail_parser(reader);
}

static struct cdr_str event_str(struct reader *reader, const yaml_char_t *text, size_t len)
{
	return cdr_str_copy(reader->arena, (struct cdr_str){ (const char *)text, len });
}

static int node_new(struct reader *reader, struct cdr_yaml **out, enum cdr_yaml_kind kind,
		    yaml_mark_t mark)
{
	struct cdr_yaml *node = CDR_NEW(reader->arena, struct cdr_yaml);

	if (++reader->n_nodes > CDR_YAML_NODES)
		return fail_at(reader, mark, "the file has too many parts");
	node->kind = kind;
	node->path = reader->path;
	node->line = (uint32_t)mark.line + 1;
	node->col = (uint32_t)mark.column + 1;
	node->n_nodes = 1;
	*out = node;
	return CDR_OK;
}

static int read_alias(struct reader *reader, const yaml_event_t *event, unsigned depth,
		      const struct cdr_yaml **out)
{
	const char *name = (const char *)event->data.alias.anchor;

	if (++reader->n_aliases > CDR_YAML_ALIASES)
		return fail_at(reader, event->start_mark, "more than 100 aliases");
	for (size_t i = reader->anchors.n; i > 0; i--) {
		const struct cdr_yaml *node = reader->anchors.items[i - 1].node;

		if (!cdr_str_is(reader->anchors.items[i - 1].name, name))
			continue;
		reader->n_nodes += node->n_nodes;
		if (reader->n_nodes > CDR_YAML_NODES)
			return fail_at(reader, event->start_mark,
				       "aliases blow the file up to too many parts");
		if (depth + node->height > CDR_YAML_DEPTH)
			return fail_at(reader, event->start_mark, "nested deeper than 16 levels");
		*out = node;
		return CDR_OK;
	}
	return fail_at(reader, event->start_mark, "this alias has no anchor before it");
}

static void keep_anchor(struct reader *reader, const yaml_char_t *anchor,
			const struct cdr_yaml *node)
{
	if (anchor)
		*cdr_vec_push(reader->arena, &reader->anchors) =
			(struct anchor){ event_str(reader, anchor, strlen((const char *)anchor)),
					 node };
}

static int read_node(struct reader *reader, yaml_event_t *event, unsigned depth,
		     const struct cdr_yaml **out);

/* A key is compared with all before it, so a map has a limit of its own. */
#define KEYS_MAX 2000u

static int check_key(struct reader *reader, const struct cdr_yaml *key, const struct cdr_yaml *map)
{
	yaml_mark_t mark = { .line = key->line - 1, .column = key->col - 1 };

	if (key->kind != CDR_YAML_SCALAR)
		return fail_at(reader, mark, "a key must be plain text");
	if (map->n >= KEYS_MAX)
		return fail_at(reader, mark, "more than 2000 keys in one map");
	for (size_t i = 0; i < map->n; i++) {
		if (!cdr_str_eq(map->entries[i].key->text, key->text))
			continue;
		cdr_fail(reader->err, CDR_EREGISTRY, "duplicate key \"%.*s\"", CDR_FMT(key->text));
		cdr_err_at(reader->err, reader->path.ptr, key->line, key->col);
		return cdr_err_hint(reader->err, "it stands in line %u already",
				    map->entries[i].key->line);
	}
	return CDR_OK;
}

/* In a map *EVENT is the key; it becomes the event of the value. */
static int read_key(struct reader *reader, yaml_event_t *event, const struct cdr_yaml *map,
		    const struct cdr_yaml **out)
{
	int rc;

	if (event->type != YAML_SCALAR_EVENT && event->type != YAML_ALIAS_EVENT)
		return fail_at(reader, event->start_mark, "a key must be plain text");
	rc = read_node(reader, event, 0, out);
	if (!rc)
		rc = check_key(reader, *out, map);
	yaml_event_delete(event);
	return rc ? rc : next_event(reader, event);
}

/* One item or pair of NODE that begins with EVENT, which is used up. */
static int read_entry(struct reader *reader, yaml_event_t *event, const struct cdr_yaml *node,
		      unsigned depth, struct cdr_yaml_entry *out)
{
	int rc = CDR_OK;

	if (node->kind == CDR_YAML_MAP)
		rc = read_key(reader, event, node, &out->key);
	if (!rc)
		rc = read_node(reader, event, depth + 1, &out->value);
	yaml_event_delete(event);
	return rc;
}

static int read_children(struct reader *reader, struct cdr_yaml *node, unsigned depth)
{
	CDR_VEC(struct cdr_yaml_entry) entries = { 0 };

	for (;;) {
		struct cdr_yaml_entry entry = { NULL, NULL };
		yaml_event_t event;
		int rc = next_event(reader, &event);

		if (rc)
			return rc;
		if (event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT) {
			yaml_event_delete(&event);
			return CDR_OK;
		}
		rc = read_entry(reader, &event, node, depth, &entry);
		if (rc)
			return rc;
		*cdr_vec_push(reader->arena, &entries) = entry;
		node->entries = entries.items;
		node->n = entries.n;
		node->n_nodes += entry.value->n_nodes + (entry.key ? 1 : 0);
		if (entry.value->height >= node->height)
			node->height = entry.value->height + 1;
	}
}

static enum cdr_yaml_style style_of(yaml_scalar_style_t style)
{
	if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE)
		return CDR_YAML_SINGLE;
	if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		return CDR_YAML_DOUBLE;
	return style == YAML_PLAIN_SCALAR_STYLE ? CDR_YAML_PLAIN : CDR_YAML_BLOCK;
}

static int read_scalar(struct reader *reader, const yaml_event_t *event,
		       const struct cdr_yaml **out)
{
	struct cdr_yaml *node = NULL;
	int rc = node_new(reader, &node, CDR_YAML_SCALAR, event->start_mark);

	if (rc)
		return rc;
	if (event->data.scalar.tag)
		return fail_at(reader, event->start_mark, "tags have no meaning here");
	node->style = style_of(event->data.scalar.style);
	node->one_line = event->start_mark.line == event->end_mark.line;
	node->text = event_str(reader, event->data.scalar.value, event->data.scalar.length);
	keep_anchor(reader, event->data.scalar.anchor, node);
	*out = node;
	return CDR_OK;
}

static int read_container(struct reader *reader, const yaml_event_t *event, unsigned depth,
			  const struct cdr_yaml **out)
{
	bool is_map = event->type == YAML_MAPPING_START_EVENT;
	const yaml_char_t *tag =
		is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag;
	const yaml_char_t *anchor =
		is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
	struct cdr_yaml *node = NULL;
	int rc;

	if (depth >= CDR_YAML_DEPTH)
		return fail_at(reader, event->start_mark, "nested deeper than 16 levels");
	if (tag)
		return fail_at(reader, event->start_mark, "tags have no meaning here");
	rc = node_new(reader, &node, is_map ? CDR_YAML_MAP : CDR_YAML_LIST, event->start_mark);
	if (!rc)
		rc = read_children(reader, node, depth);
	if (!rc)
		keep_anchor(reader, anchor, node);
	*out = node;
	return rc;
}

/* EVENT has been read and stays the caller's to delete. */
static int read_node(struct reader *reader, yaml_event_t *event, unsigned depth,
		     const struct cdr_yaml **out)
{
	if (event->type == YAML_ALIAS_EVENT)
		return read_alias(reader, event, depth, out);
	if (event->type == YAML_SCALAR_EVENT)
		return read_scalar(reader, event, out);
	return read_container(reader, event, depth, out);
}

/* Skips to the first document's content, reads it, and insists that nothing follows. */
static int read_stream(struct reader *reader, const struct cdr_yaml **out)
{
	bool done = false;
	int rc = CDR_OK;

	while (!rc && !done) {
		yaml_event_t event;

		rc = next_event(reader, &event);
		if (rc)
			break;
		switch ((int)event.type) {
		case YAML_STREAM_END_EVENT:
			done = true;
			break;
		case YAML_SCALAR_EVENT:
		case YAML_ALIAS_EVENT:
		case YAML_SEQUENCE_START_EVENT:
		case YAML_MAPPING_START_EVENT:
			if (*out)
				rc = fail_at(reader, event.start_mark,
					     "a second document begins here");
			else
				rc = read_node(reader, &event, 0, out);
			break;
		default:
			break;
		}
		yaml_event_delete(&event);
	}
	return rc;
}

int cdr_yaml_parse(const struct cdr_yaml **out, struct cdr_arena *arena, struct cdr_str path,
		   struct cdr_str text, struct cdr_err *err)
{
	struct reader reader = { .arena = arena, .text = text, .err = err };
	int rc;

	*out = NULL;
	reader.path = cdr_str_copy(arena, path);
	rc = check_bytes(&reader);
	if (rc)
		return rc;
	if (!yaml_parser_initialize(&reader.parser))
		return cdr_fail(err, CDR_ELIMIT, "the YAML reader could not start");
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser,
				     (const unsigned char *)(text.ptr ? text.ptr : ""), text.len);
	rc = read_stream(&reader, out);
	if (rc)
		*out = NULL;
	yaml_parser_delete(&reader.parser);
	return rc;
}

/* --- looking at the tree ------------------------------------------------- */

const struct cdr_yaml *cdr_yaml_get(const struct cdr_yaml *map, const char *key)
{
	if (!map || map->kind != CDR_YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->n; i++)
		if (cdr_str_is(map->entries[i].key->text, key))
			return map->entries[i].value;
	return NULL;
}

bool cdr_yaml_is_null(const struct cdr_yaml *node)
{
	if (!node)
		return true;
	return node->kind == CDR_YAML_SCALAR && node->style == CDR_YAML_PLAIN &&
	       (node->text.len == 0 || cdr_str_is(node->text, "~") ||
		cdr_str_is(node->text, "null"));
}

void cdr_yaml_locate(const struct cdr_yaml *node, size_t offset, size_t *line, size_t *col)
{
	*line = node->line;
	*col = node->col;
	if (node->kind != CDR_YAML_SCALAR || (!node->one_line && node->style != CDR_YAML_BLOCK))
		return;
	if (node->style == CDR_YAML_DOUBLE)
		return;
	if (node->style != CDR_YAML_PLAIN)
		(*col)++;
	for (size_t i = 0; i < offset && i < node->text.len; i++) {
		char c = node->text.ptr[i];

		if (node->style == CDR_YAML_SINGLE && c == '\'')
			(*col)++;
		if (((unsigned char)c & 0xC0) != 0x80)
			(*col)++;
		if (c == '\n')
			(*line)++;
	}
	if (node->style == CDR_YAML_BLOCK) {
		(*line)++;
		*col = 1;
	}
}

const char *cdr_yaml_kind_name(const struct cdr_yaml *node)
{
	if (cdr_yaml_is_null(node))
		return "nothing";
	if (node->kind == CDR_YAML_LIST)
		return "a list";
	return node->kind == CDR_YAML_MAP ? "a map" : "text";
}
