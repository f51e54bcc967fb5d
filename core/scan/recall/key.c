/*
 * key.c - the registry's digest is of the files that were read. Which of them is the trusted
 * base and what the repository contains decide what they come to, so the rules that came of
 * them count one by one.
 */
#include "scan/recall/key.h"

#include "base/buildid.h"

#include <stdio.h>

static const char domain[] = "cdreview-results\0v1";

static void add_str(struct cdr_sha256 *sha, struct cdr_str str)
{
	cdr_sha256_field(sha, str.ptr ? str.ptr : "", str.len);
}

static void add_rule(struct cdr_sha256 *sha, const struct cdr_rule *rule)
{
	char weights[80];

	add_str(sha, rule->id);
	cdr_sha256_add(sha, rule->rev.bytes, sizeof(rule->rev.bytes));
	cdr_sha256_field(sha, weights,
			 (size_t)snprintf(weights, sizeof(weights), "%d %d %d %zu", rule->severity,
					  rule->confidence, rule->detector, rule->n_unseen));
	for (size_t i = 0; i < rule->n_unseen; i++)
		add_str(sha, rule->unseen[i]);
}

bool cdr_recall_key(struct cdr_hash *out, const struct cdr_registry *registry)
{
	struct cdr_sha256 *sha = cdr_sha256_new();
	struct cdr_hash digest = cdr_registry_digest(registry);
	const struct cdr_str *paths;
	size_t n_paths = cdr_registry_paths(registry, &paths);
	bool known = cdr_buildid_add(sha);

	cdr_sha256_add(sha, domain, sizeof(domain));
	cdr_sha256_add(sha, digest.bytes, sizeof(digest.bytes));
	for (size_t i = 0; i < n_paths; i++)
		add_str(sha, paths[i]);
	add_str(sha, CDR_STR("rules"));
	for (size_t i = 0; i < cdr_registry_count(registry); i++)
		add_rule(sha, cdr_registry_rule(registry, i));
	*out = cdr_sha256_take(sha);
	return known;
}
