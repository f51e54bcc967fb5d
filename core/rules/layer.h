/*
 * layer.h - one layer's files, put together into its set of rules.
 *
 * A layer is complete by itself: its own packs, rules, overrides, disables and
 * selection. registry.c unites layers, so that what a higher one loosens is
 * simply still there from below.
 *
 * Ownership: everything in the arena of the builder's diags; patterns in the builder.
 */
#ifndef CDR_RULES_LAYER_H
#define CDR_RULES_LAYER_H

#include "rules/check.h"
#include "rules/document.h"
#include "rules/registry.h"

struct cdr_rule_set {
	struct cdr_layered *items;
	size_t n, alloc;
	bool has_packs;                         /* all packs are under it without being named */
};

/* What an `override` says of another tool's rules. */
struct cdr_layered_weight {
	struct cdr_str rules;                   /* TOOL/RULE, or a glob of those */
	const struct cdr_weight_form *form;
	enum cdr_layer layer;
};

struct cdr_loader {
	struct cdr_builder builder;
	const struct cdr_registry_files *files; /* or NULL */
	const struct cdr_document **packs;      /* by index of cdr_packs; NULL until read */
	CDR_VEC(const struct cdr_document *) documents;  /* in the order of reading */
	CDR_VEC(const struct cdr_allow_form *) allows;   /* of all layers read so far */
	CDR_VEC(struct cdr_layered_weight) weights;      /* likewise */
	struct cdr_check_set checks;            /* of the layer that is read */
	CDR_VEC(struct cdr_str) paths;          /* in the repository, of what was read, each once */
	struct cdr_str folder;                  /* that `extends` starts from, "" or ending in '/' */
	bool in_repository;                     /* the source that is read */
	struct cdr_str source;                  /* its path, for messages */
	bool pinned;                            /* a file with a digest is extended: all below has one */
	CDR_VEC(struct cdr_str) open;           /* files being extended, outermost first */
};

/* Adds PATH to what the rules come from, unless it is there. */
void cdr_loader_add_path(struct cdr_loader *loader, struct cdr_str path);

/* Puts the rules of all packs under SET, once: several files of a layer share them. */
void cdr_layer_add_packs(struct cdr_loader *loader, struct cdr_rule_set *set);

/* Reads SOURCE and applies it to SET, what it extends first. */
const struct cdr_document *cdr_layer_add_source(struct cdr_loader *loader, struct cdr_rule_set *set,
						const struct cdr_registry_source *source);

/* The rule called ID, or NULL. */
struct cdr_layered *cdr_rule_set_find(const struct cdr_rule_set *set, struct cdr_str id);

#endif
