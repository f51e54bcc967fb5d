/*
 * registry.h - all rules in force, put together from layers.
 *
 * Layers, lowest first: shipped packs (extends), trusted base, head, work tree.
 * Rules are united; a rule that head redefines differently stands beside the
 * base's. `allow`, `disable`, `select` and loosening `override`s count from the
 * trusted base alone (DESIGN section 8, rule 4).
 *
 * Errors: CDR_EREGISTRY with path:line:col, cause and hint for the first
 * fault; DIAGS has all of them. Nothing is skipped.
 * Limits: CDR_REGISTRY_BYTES a file, CDR_REGISTRY_RULES rules, nesting 16,
 * aliases 100, extends depth 8.
 */
#ifndef CDR_RULES_REGISTRY_H
#define CDR_RULES_REGISTRY_H

#include "rules/detection.h"

#define CDR_REGISTRY_BYTES ((size_t)1 << 20)
#define CDR_REGISTRY_RULES ((size_t)10000)

/* Shipped packs, built into the program by the Makefile from rules/ (one file, one pack). */
struct cdr_pack {
	const char *name;            /* "auth": what `extends: [builtin:auth]` names */
	const unsigned char *bytes;
	size_t len;
	const unsigned char *prepared;   /* the same as prepared.h reads it */
};
extern const struct cdr_pack cdr_packs[];
extern const size_t cdr_n_packs;

enum cdr_layer { CDR_LAYER_BASE, CDR_LAYER_HEAD, CDR_LAYER_WORKTREE };

struct cdr_registry_source {
	struct cdr_str path;         /* for messages: "main:.cdreview/registry.yaml" */
	struct cdr_str text;
	enum cdr_layer layer;
	struct cdr_str file;         /* its path in the repository, or {NULL, 0} */
};

/* A file that `extends: [./team.yaml]` names, without "./", and the layer that asks for it. */
struct cdr_registry_wanted {
	enum cdr_layer layer;
	struct cdr_str path;
	struct cdr_str from;         /* path of the source that is read, for messages */
};

/* Finds such files; CDR_ENOTFOUND when there is none. */
struct cdr_registry_files {
	int (*read)(void *payload, const struct cdr_registry_wanted *wanted, struct cdr_arena *arena,
		    struct cdr_str *text, struct cdr_err *err);
	void *payload;
};

/*
 * Builds a registry from SOURCES (none: the shipped packs alone). FILES may be
 * NULL: then a path in extends is an error. TODAY is "YYYY-MM-DD": allow
 * entries past their `until` are warned of and count for nothing.
 */
struct cdr_registry_request {
	const struct cdr_registry_source *sources;
	size_t n_sources;
	const struct cdr_registry_files *files;
	struct cdr_str today;
};
CDR_NODISCARD int cdr_registry_new(struct cdr_registry **out, const struct cdr_registry_request *request,
				   struct cdr_err *err);
void cdr_registry_free(struct cdr_registry *registry);

/* Everything said about the files, also after a failure of cdr_registry_new (then *OUT holds only diags). */
size_t cdr_registry_diags(const struct cdr_registry *registry, const struct cdr_diag **out);

/* One `allow` entry of the trusted base. */
struct cdr_allow {
	struct cdr_str rule;         /* id, or a glob of ids */
	const struct cdr_str *paths;
	size_t n_paths;
	struct cdr_pattern *match;   /* or NULL */
	struct cdr_str match_text;   /* its expression */
	struct cdr_str reason, by, until;
	bool expired;
};
size_t cdr_registry_allows(const struct cdr_registry *registry, const struct cdr_allow **out);

/*
 * Where rules come from, as paths in the repository: the two names that are looked
 * for, whether they exist or not, and every file that was read. A change to one of
 * them is one to the rules.
 */
size_t cdr_registry_paths(const struct cdr_registry *registry, const struct cdr_str **out);

/* The request's `today`: what an inline suppression's date is held against. */
struct cdr_str cdr_registry_today(const struct cdr_registry *registry);

#endif
