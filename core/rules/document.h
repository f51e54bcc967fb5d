/*
 * document.h - one registry file: read, checked, its own rules built.
 */
#ifndef CDR_RULES_DOCUMENT_H
#define CDR_RULES_DOCUMENT_H

#include "rules/build.h"
#include "rules/registry.h"

/* A rule with the map it was built from. */
struct cdr_layered {
	const struct cdr_yaml *node;      /* NULL: */
	const unsigned char *prepared;    /* it is read out of its pack when it is asked for */
	struct cdr_rule *rule;
	bool everywhere;                  /* it was asked for by name: whatever the repository contains */
};

/* That map, for messages and for overrides, which are merged into it. */
const struct cdr_yaml *cdr_layered_node(const struct cdr_layered *layered, struct cdr_arena *arena);

struct cdr_document {
	struct cdr_str path;              /* "builtin:auth", "main:.cdreview/registry.yaml" */
	struct cdr_str text;
	struct cdr_hash hash;             /* SHA-256 of text */
	bool is_yaml;                     /* else there is a fault, and nothing else to say */
	const struct cdr_file_form *form; /* NULL for the simple form */
	const struct cdr_layered *rules;  /* its own, without faults */
	size_t n_rules;
};

/*
 * Reads TEXT, which must live as long as the arena of the builder's diags;
 * faults go to those diags, and what is right of the file comes back.
 */
const struct cdr_document *cdr_document_read(struct cdr_builder *builder, struct cdr_str path,
					     struct cdr_str text);

/* The same of a shipped pack, as the build has prepared it. */
const struct cdr_document *cdr_document_of_pack(struct cdr_builder *builder, struct cdr_str path,
						const struct cdr_pack *pack);

#endif
