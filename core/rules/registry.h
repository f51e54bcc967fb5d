/*
 * registry.h - all rules in force, put together from layers.
 *
 * Layers, lowest first: shipped packs (extends), trusted base, head, work tree.
 * Rules are united; a rule that head redefines differently stands beside the
 * base's; so do checks. `allow`, `disable`, `select` and loosening `override`s count
 * from the trusted base alone (DESIGN section 8, rule 4).
 *
 * Errors: CDR_EREGISTRY with path:line:col, cause and hint for the first
 * fault; DIAGS has all of them. Nothing is skipped.
 * Limits: CDR_REGISTRY_BYTES a file, CDR_REGISTRY_RULES rules, nesting 16,
 * aliases 100, extends depth 8.
 */
#ifndef CDR_RULES_REGISTRY_H
#define CDR_RULES_REGISTRY_H

#include "rules/build.h"
#include "rules/check.h"
#include "rules/framework.h"

#define CDR_REGISTRY_BYTES ((size_t)1 << 20)
#define CDR_REGISTRY_RULES ((size_t)10000)

/* Shipped packs, built into the program by the Makefile from rules/ (one file, one pack). */
struct cdr_pack {
	const char *name;            /* "auth": what `extends: [builtin:auth]` names */
	const unsigned char *bytes;
	size_t len;
	const unsigned char *prepared;   /* the same as prepared.h reads it */
	const unsigned char *hash;       /* SHA-256 of bytes, CDR_HASH_SIZE */
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

/* What the repository contains; asked once, and only if a rule depends on it. Lives as long as PAYLOAD. */
struct cdr_registry_evidence {
	const struct cdr_evidence *(*gather)(void *payload);
	void *payload;
};

/*
 * Builds a registry from SOURCES (none: the shipped packs alone). FILES may be
 * NULL: then a path in extends is an error. TODAY is "YYYY-MM-DD": allow
 * entries past their `until` are warned of and count for nothing. EVIDENCE may be
 * NULL: then every rule looks at every file of its own.
 */
struct cdr_registry_request {
	const struct cdr_registry_source *sources;
	size_t n_sources;
	const struct cdr_registry_files *files;
	const struct cdr_registry_evidence *evidence;
	struct cdr_str today;
	bool has_head;               /* a branch is looked at, with a registry or without */
};
CDR_NODISCARD int cdr_registry_new(struct cdr_registry **out, const struct cdr_registry_request *request,
				   struct cdr_err *err);
void cdr_registry_free(struct cdr_registry *registry);

/* Takes all rules but ID out of force; CDR_ENOTFOUND, and nothing done, when there is no such one. */
CDR_NODISCARD int cdr_registry_keep_only(struct cdr_registry *registry, struct cdr_str id);

/* Everything said about the files, also after a failure of cdr_registry_new (then *OUT holds only diags). */
size_t cdr_registry_diags(const struct cdr_registry *registry, const struct cdr_diag **out);

/* Every expression that was read from a file, shipped packs left out. */
size_t cdr_registry_expressions(const struct cdr_registry *registry, const struct cdr_expression **out);

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

/* The checks in force, those of the trusted base first. */
size_t cdr_registry_checks(const struct cdr_registry *registry, const struct cdr_check **out);

/* Whether ID, or a glob of ids, is of another tool's rules: TOOL/RULE. */
bool cdr_rule_is_of_tool(struct cdr_str id);

/*
 * What a finding of another tool weighs: *WEIGHT as the tool has it, then by `override`. The
 * trusted base sets everything; other layers only raise the severity.
 */
struct cdr_tool_weight {
	struct cdr_str category;
	enum cdr_severity severity;
	enum cdr_confidence confidence;
};
void cdr_registry_weigh(const struct cdr_registry *registry, struct cdr_str id,
			struct cdr_tool_weight *weight);

/*
 * Where rules come from, as paths in the repository: the two names that are looked
 * for, whether they exist or not, and every file that was read. A change to one of
 * them is one to the rules.
 */
size_t cdr_registry_paths(const struct cdr_registry *registry, const struct cdr_str **out);

/* The request's `today`: what an inline suppression's date is held against. */
struct cdr_str cdr_registry_today(const struct cdr_registry *registry);

#endif
