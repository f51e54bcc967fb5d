/*
 * yaml.h - one YAML document as a tree whose every node knows its place.
 *
 * Scalars stay text: whether `12` is a number is for the reader of the key to
 * say. yaml.c alone includes <yaml.h> of libyaml.
 *
 * Ownership: the tree and all its text live in the arena that was handed in.
 * Aliased nodes are shared, not copied; their place is the anchor's.
 * Errors: CDR_EREGISTRY with path:line:col; the first fault ends the reading.
 * Limits: bytes, depth, aliases and nodes (aliases counted as if copied) below.
 */
#ifndef CDR_RULES_YAML_H
#define CDR_RULES_YAML_H

#include "cdreview/str.h"

#include <stdint.h>

#define CDR_YAML_BYTES ((size_t)1 << 20)
#define CDR_YAML_DEPTH 16u
#define CDR_YAML_ALIASES 100u
#define CDR_YAML_NODES ((size_t)200000)

enum cdr_yaml_kind { CDR_YAML_SCALAR, CDR_YAML_LIST, CDR_YAML_MAP };

enum cdr_yaml_style { CDR_YAML_PLAIN, CDR_YAML_SINGLE, CDR_YAML_DOUBLE, CDR_YAML_BLOCK };

struct cdr_yaml_entry {
	const struct cdr_yaml *key;         /* a scalar; NULL in a list */
	const struct cdr_yaml *value;
};

struct cdr_yaml {
	enum cdr_yaml_kind kind;
	enum cdr_yaml_style style;          /* of a scalar */
	bool one_line;                      /* a scalar that ends in the line it begins in */
	uint32_t line, col;                 /* 1-based; col counts characters */
	uint32_t height;                    /* levels below, 0 for a scalar */
	size_t n_nodes;                     /* this node and all below, aliases as if copied */
	const struct cdr_prepared *prepared; /* of a shipped pack: what the build knows of it; or NULL */
	struct cdr_str path;                /* the file, for messages */
	struct cdr_str text;                /* of a scalar, NUL-terminated */
	const struct cdr_yaml_entry *entries;
	size_t n;
};

/* Reads TEXT. *OUT is NULL for a document without content. */
CDR_NODISCARD int cdr_yaml_parse(const struct cdr_yaml **out, struct cdr_arena *arena,
				 struct cdr_str path, struct cdr_str text, struct cdr_err *err);

/* The value of KEY, or NULL when MAP is NULL, no map, or has no such key. */
const struct cdr_yaml *cdr_yaml_get(const struct cdr_yaml *map, const char *key);

/*
 * The place of byte OFFSET of a scalar's text: exact for plain and
 * single-quoted text in one line, the line for block text, else the node's own.
 */
void cdr_yaml_locate(const struct cdr_yaml *node, size_t offset, size_t *line, size_t *col);

/* "text", "a list", "a map", "nothing": for messages. */
const char *cdr_yaml_kind_name(const struct cdr_yaml *node);

/* True for `~`, `null` and nothing at all, without quotes. */
bool cdr_yaml_is_null(const struct cdr_yaml *node);

#endif
