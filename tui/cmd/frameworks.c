/* Which frameworks rules depend on here, and what speaks for each: evidence is to be seen. */
#include "cmd/frameworks.h"

static size_t count_waiting(const struct cdr_registry *registry, struct cdr_str framework)
{
	size_t n = 0;

	for (size_t i = 0; i < cdr_registry_count(registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(registry, i);

		for (size_t k = 0; k < rule->n_unseen; k++)
			n += cdr_str_eq(rule->unseen[k], framework);
	}
	return n;
}

static void print_unseen(const struct tui_output *to, size_t n)
{
	if (n == 0)
		tui_putf(to, "no evidence, but its rules are about others in use as well\n");
	else
		tui_putf(to, "no evidence: %zu rule%s only at code that names it\n", n,
			 n == 1 ? " looks" : "s look");
}

void tui_frameworks_print(const struct tui_output *out, const struct cdr_registry *registry)
{
	const struct tui_output to = { .data = out->talk };
	struct cdr_str name, place;

	fflush(out->data);
	for (size_t i = 0; (name = cdr_registry_framework(registry, i, &place)).ptr; i++) {
		tui_putf(&to, "%-10s %-11.*s ", i == 0 ? "frameworks" : "", CDR_FMT(name));
		if (place.ptr) {
			tui_put(&to, place);
			tui_putf(&to, "\n");
		} else {
			print_unseen(&to, count_waiting(registry, name));
		}
	}
}

void tui_frameworks_json(struct cdr_jw *w, const struct cdr_registry *registry)
{
	struct cdr_str name, place;

	cdr_jw_array(w, "frameworks");
	for (size_t i = 0; (name = cdr_registry_framework(registry, i, &place)).ptr; i++) {
		cdr_jw_object(w, NULL);
		cdr_jw_str(w, "name", name);
		cdr_jw_str(w, "evidence", place);
		cdr_jw_int(w, "waiting_rules", (int64_t)count_waiting(registry, name));
		cdr_jw_end(w);
	}
	cdr_jw_end(w);
}
