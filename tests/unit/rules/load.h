/* load.h - loads registries from texts; what was said of them as words. */
#ifndef LOAD_H
#define LOAD_H

#include "unit/rules/rules_test.h"

#include "rules/registry.h"

#define SOURCES_MAX 3u

struct loaded {
	struct cdr_registry *registry;
	struct cdr_err err;
	int rc;
};

/* Sources of the three layers; NULL for a layer without one. */
static inline struct loaded load_layers(const char *base, const char *head, const char *worktree,
					const struct cdr_registry_files *files)
{
	const char *const texts[SOURCES_MAX] = { base, head, worktree };
	static const char *const paths[SOURCES_MAX] = { "base.yaml", "head.yaml", "work.yaml" };
	struct cdr_registry_source sources[SOURCES_MAX] = { 0 };
	struct cdr_registry_request request = { .sources = sources, .files = files };
	struct loaded loaded = { .rc = 0 };

	request.today = cdr_str_from("2026-06-15");
	request.has_head = head != NULL;
	for (size_t i = 0; i < SOURCES_MAX; i++) {
		struct cdr_registry_source *source = &sources[request.n_sources];

		if (!texts[i])
			continue;
		source->path = cdr_str_from(paths[i]);
		source->text = cdr_str_from(texts[i]);
		source->layer = (enum cdr_layer)i;
		request.n_sources++;
	}
	loaded.rc = cdr_registry_new(&loaded.registry, &request, &loaded.err);
	assert_non_null(loaded.registry);
	return loaded;
}

static inline struct loaded load(const char *text)
{
	return load_layers(text, NULL, NULL, NULL);
}

static inline void unload(struct loaded *loaded)
{
	cdr_registry_free(loaded->registry);
	loaded->registry = NULL;
}

/* "E path:line:col: message (hint)\n" for each diag, "W" for a warning. */
static inline void say(const struct loaded *loaded, struct cdr_buf *out)
{
	const struct cdr_diag *diags;
	size_t n = cdr_registry_diags(loaded->registry, &diags);

	cdr_buf_adds(out, "");
	for (size_t i = 0; i < n; i++) {
		cdr_buf_addf(out, "%s %.*s:%zu:%zu: %.*s", diags[i].is_error ? "E" : "W",
			     CDR_FMT(diags[i].path), diags[i].line, diags[i].col,
			     CDR_FMT(diags[i].message));
		if (diags[i].hint.len)
			cdr_buf_addf(out, " (%.*s)", CDR_FMT(diags[i].hint));
		cdr_buf_adds(out, "\n");
	}
}

static inline const struct cdr_rule *rule_named(const struct loaded *loaded, const char *id)
{
	return cdr_registry_find(loaded->registry, cdr_str_from(id));
}

/* How many rules are called ID: variants stand side by side. */
static inline size_t n_named(const struct loaded *loaded, const char *id)
{
	size_t n = 0;

	for (size_t i = 0; i < cdr_registry_count(loaded->registry); i++)
		n += cdr_str_is(cdr_registry_rule(loaded->registry, i)->id, id);
	return n;
}

static inline void assert_loads(const struct loaded *loaded)
{
	struct cdr_buf said;

	if (loaded->rc == CDR_OK)
		return;
	cdr_buf_init(&said, 1 << 16);
	say(loaded, &said);
	print_error("%s\n", said.ptr);
	cdr_buf_release(&said);
	fail();
}

#endif
