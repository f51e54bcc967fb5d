/*
 * Registry files without a repository: what `cdreview rules lint|test FILE`
 * needs and no session has.
 */
#include "cdreview/rulebook.h"

#include "base/path.h"
#include "rules/lint.h"
#include "scan/builtin.h"
#include "scan/match.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int read_file(struct cdr_registry_source *out, const char *path, struct cdr_arena *arena,
		     struct cdr_err *err)
{
	FILE *file = fopen(path, "re");
	char *bytes;
	size_t len;

	if (!file)
		return cdr_fail(err, CDR_EIO, "cannot open %s: %s", path, strerror(errno));
	bytes = cdr_arena_alloc(arena, CDR_REGISTRY_BYTES + 1);
	len = fread(bytes, 1, CDR_REGISTRY_BYTES + 1, file);
	if (ferror(file)) {
		fclose(file);
		return cdr_fail(err, CDR_EIO, "cannot read %s: %s", path, strerror(errno));
	}
	fclose(file);
	*out = (struct cdr_registry_source){
		.path = cdr_str_from(path),
		.text = { bytes, len },
		.layer = CDR_LAYER_BASE,
	};
	return 0;
}

/* `extends: [./team.yaml]` is the file beside the one that was named, as in a repository. */
static int read_extended(void *payload, const struct cdr_registry_wanted *wanted,
			 struct cdr_arena *arena, struct cdr_str *text, struct cdr_err *err)
{
	struct cdr_registry_source source = { .text = { NULL, 0 } };
	int code;

	(void)payload;
	code = read_file(&source, cdr_path_beside(arena, wanted->from, wanted->path).ptr, arena,
			 err);
	*text = source.text;
	return code;
}

int cdr_rulebook_open(struct cdr_registry **out, const char *const *paths, size_t n,
		      const char *today, struct cdr_err *err)
{
	static const struct cdr_registry_files files = { .read = read_extended };
	struct cdr_arena arena = { 0 };
	struct cdr_registry_source *sources = cdr_arena_alloc(&arena, (n + 1) * sizeof(*sources));
	struct cdr_registry_request request = {
		.sources = sources,
		.n_sources = n,
		.files = &files,
		.today = cdr_str_from(today),
	};
	int code = 0;

	*out = NULL;
	for (size_t i = 0; i < n && code == 0; i++)
		code = read_file(&sources[i], paths[i], &arena, err);
	if (code == 0)
		code = cdr_registry_new(out, &request, err);
	cdr_arena_release(&arena);
	return code;
}

void cdr_rulebook_close(struct cdr_registry *registry)
{
	cdr_registry_free(registry);
}

size_t cdr_rulebook_diags(const struct cdr_registry *registry, const struct cdr_diag **out)
{
	return cdr_registry_diags(registry, out);
}

size_t cdr_rulebook_lint(const struct cdr_registry *registry, struct cdr_arena *arena,
			 const struct cdr_diag **out)
{
	return cdr_lint_expressions(registry, arena, out);
}

int cdr_rulebook_test(const struct cdr_registry *registry, const struct cdr_rule *rule,
		      struct cdr_arena *arena, const struct cdr_str **failures, size_t *n)
{
	return cdr_examples_run(registry, rule, arena, failures, n);
}

const struct cdr_rule *cdr_rulebook_builtin(size_t *n)
{
	return cdr_builtin_rules(n);
}
