/*
 * check.c - from the form of a check to the check. Its revision is made of what is run and
 * how it is judged, so that a result counts only for what was asked for; who asks, and
 * whether the gate does, is no part of it.
 */
#include "rules/check.h"

#include "base/sha256.h"

#include <string.h>

/* --- one check ----------------------------------------------------------- */

static bool is_name(struct cdr_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      (i > 0 && (c == '-' || c == '_' || c == '.'))))
			return false;
	}
	return name.len > 0 && name.len <= CDR_CHECK_NAME_MAX;
}

static void check_name(struct cdr_diags *diags, const struct cdr_check_form *form)
{
	if (is_name(form->name.text))
		return;
	cdr_diags_error(diags, form->name.at, "name: \"%.*s\" is no name for a check",
			CDR_FMT(form->name.text));
	cdr_diags_hint(diags, "letters, digits, and inside \"-\", \"_\" and \".\", at most %u",
		       CDR_CHECK_NAME_MAX);
}

/* VALUE within 1 and MOST, or FALLBACK when it was not given. */
static uint32_t read_number(struct cdr_diags *diags, const struct cdr_value *value,
			    const char *key, uint32_t fallback, uint32_t most)
{
	uint32_t number = 0;

	if (!value->at)
		return fallback;
	for (size_t i = 0; i < value->text.len && value->text.ptr[0] != '-'; i++)
		number = number * 10 + (uint32_t)(value->text.ptr[i] - '0');
	if (number >= 1 && number <= most)
		return number;
	cdr_diags_error(diags, value->at, "%s: %.*s is not within 1 and %u", key,
			CDR_FMT(value->text), most);
	return fallback;
}

static const char *const *read_argv(struct cdr_diags *diags, const struct cdr_values *run)
{
	const char **argv = cdr_arena_alloc(diags->arena, (run->n + 1) * sizeof(*argv));

	for (size_t i = 0; i < run->n; i++)      /* an empty one is a fault, and said */
		argv[i] = run->items[i].ptr ? cdr_str_copy(diags->arena, run->items[i]).ptr : "";
	if (run->n == 0)
		cdr_diags_error(diags, run->at, "run: there is nothing to run");
	return argv;
}

/* A path that stays in the checkout. */
static bool stays_inside(struct cdr_str path)
{
	if (path.len == 0 || path.ptr[0] == '/')
		return false;
	while (path.len) {
		struct cdr_str name = cdr_str_sub(path, 0, cdr_str_find(path, CDR_STR("/")));

		if (cdr_str_is(name, "..") || cdr_str_is(name, ".") || name.len == 0)
			return false;
		path = cdr_str_sub(path, name.len + 1, path.len);
	}
	return true;
}

static void check_file(struct cdr_diags *diags, const struct cdr_check_form *form)
{
	if (!form->file.at)
		return;
	if (!form->report)
		cdr_diags_error(diags, form->file.at, "file: has no effect without report");
	if (!stays_inside(form->file.text))
		cdr_diags_error(diags, form->file.at, "file: \"%.*s\" leads out of the checkout",
				CDR_FMT(form->file.text));
}

static void add_argv(struct cdr_sha256 *sha, const struct cdr_check *check)
{
	for (size_t i = 0; i < check->n_argv; i++)
		cdr_sha256_field(sha, check->argv[i], strlen(check->argv[i]));
}

static struct cdr_hash digest_argv(const struct cdr_check *check)
{
	static const char domain[] = "cdreview-argv\0v1";
	struct cdr_sha256 *sha = cdr_sha256_new();

	cdr_sha256_add(sha, domain, sizeof(domain));
	add_argv(sha, check);
	return cdr_sha256_take(sha);
}

static struct cdr_hash digest_all(struct cdr_arena *arena, const struct cdr_check *check)
{
	static const char domain[] = "cdreview-check\0v1";
	struct cdr_sha256 *sha = cdr_sha256_new();
	const char *bounds = cdr_arena_printf(arena, "%u %u %s %d", check->timeout, check->memory,
					      cdr_report_kind_name(check->report), check->network);

	cdr_sha256_add(sha, domain, sizeof(domain));
	cdr_sha256_field(sha, check->name.ptr, check->name.len);
	cdr_sha256_field(sha, bounds, strlen(bounds));
	cdr_sha256_field(sha, check->file.ptr ? check->file.ptr : "", check->file.len);
	add_argv(sha, check);
	return cdr_sha256_take(sha);
}

static struct cdr_check build(struct cdr_diags *diags, const struct cdr_check_form *form)
{
	struct cdr_check check = {
		.name = form->name.text,
		.category = form->category.text,
		.n_argv = form->run.n,
		.report = (enum cdr_report_kind)form->report,
		.file = form->file.text,
		.network = form->network,
		.required = form->required,
		.source = form->at->path,
		.line = form->at->line,
	};

	check_name(diags, form);
	check_file(diags, form);
	check.argv = read_argv(diags, &form->run);
	check.timeout = read_number(diags, &form->timeout, "timeout", CDR_CHECK_TIMEOUT,
				    CDR_CHECK_TIMEOUT_MAX);
	check.memory = read_number(diags, &form->memory, "memory", CDR_CHECK_MEMORY,
				   CDR_CHECK_MEMORY_MAX);
	check.argv_digest = digest_argv(&check);
	check.rev = digest_all(diags->arena, &check);
	return check;
}

/* --- sets ---------------------------------------------------------------- */

/* Among the first N. */
static struct cdr_check *find(const struct cdr_check_set *set, size_t n, struct cdr_str name)
{
	for (size_t i = 0; i < n; i++)
		if (cdr_str_eq(set->items[i].name, name))
			return &set->items[i];
	return NULL;
}

static void refuse_twice(struct cdr_diags *diags, const struct cdr_check_form *form,
			 const struct cdr_check *first)
{
	cdr_diags_error(diags, form->name.at, "a second check \"%.*s\"",
			CDR_FMT(form->name.text));
	cdr_diags_hint(diags, "the first stands in line %zu", first->line);
}

void cdr_check_set_add(struct cdr_check_set *set, const struct cdr_forms *forms,
		       struct cdr_diags *diags)
{
	struct cdr_check_set own = { .n = 0 };

	for (size_t i = 0; i < forms->n; i++) {
		const struct cdr_check_form *form = forms->items[i];
		const struct cdr_check *first = find(&own, own.n, form->name.text);

		if (!form->name.at || !form->run.at)
			continue;               /* its faults are known */
		if (first)
			refuse_twice(diags, form, first);
		else if (own.n + set->n >= CDR_CHECKS_MAX)
			cdr_diags_error(diags, form->at, "more than %zu checks", CDR_CHECKS_MAX);
		else
			*cdr_vec_push(diags->arena, &own) = build(diags, form);
	}
	for (size_t i = 0; i < own.n; i++) {
		struct cdr_check *below = find(set, set->n, own.items[i].name);

		if (below)
			*below = own.items[i];
		else
			*cdr_vec_push(diags->arena, set) = own.items[i];
	}
}

static struct cdr_check *find_same(const struct cdr_check_set *set, const struct cdr_check *check)
{
	for (size_t i = 0; i < set->n; i++)
		if (cdr_hash_eq(&set->items[i].rev, &check->rev))
			return &set->items[i];
	return NULL;
}

void cdr_check_set_unite(struct cdr_check_set *all, size_t n_base,
			 const struct cdr_check_set *layer, struct cdr_arena *arena)
{
	for (size_t i = 0; i < layer->n; i++) {
		struct cdr_check check = layer->items[i];
		struct cdr_check *same = find_same(all, &check);

		if (same) {
			same->required |= check.required;
			continue;
		}
		check.origin = find(all, n_base, check.name) ? CDR_CHECK_CHANGED : CDR_CHECK_ADDED;
		*cdr_vec_push(arena, all) = check;
	}
}

void cdr_check_set_mark_dropped(struct cdr_check_set *all, size_t n_base,
				const struct cdr_check_set *layer)
{
	for (size_t i = 0; i < n_base; i++)
		if (!find(layer, layer->n, all->items[i].name))
			all->items[i].origin = CDR_CHECK_DROPPED;
}
