/* lint and test: is the registry sound, and do its examples hold? */
#include "cmd/rules.h"

static void print_count(FILE *talk, size_t n, const char *what)
{
	fprintf(talk, ", %zu %s%s", n, what, n == 1 ? "" : "s");
}

/* What loading says is said already; a registry is loaded with what is refused here. */
int tui_rules_lint(struct tui_rules *rules, struct cdr_err *err)
{
	const struct tui_output *out = rules->run->out;
	const struct cdr_diag *diags;
	size_t n_warnings = rules->own ? cdr_rulebook_diags(rules->own, &diags)
				       : cdr_session_diags(rules->run->session, &diags);
	size_t n = cdr_rulebook_lint(rules->registry, &rules->arena, &diags);
	size_t n_errors = 0, n_notes = 0;

	(void)err;
	for (size_t i = 0; i < n; i++) {
		tui_diag(out, &diags[i]);
		n_errors += diags[i].is_error;
		n_notes += diags[i].is_note;
	}
	fprintf(out->talk, "%zu rules", cdr_registry_count(rules->registry));
	if (n_errors > 0)
		print_count(out->talk, n_errors, "error");
	print_count(out->talk, n_warnings, "warning");
	if (n_notes > 0)
		print_count(out->talk, n_notes, "note");
	fputs("\n", out->talk);
	return n_warnings + n_errors > 0 ? TUI_EXIT_NO : TUI_EXIT_YES;
}

struct outcome {
	size_t n_run, n_failed;
};

/* A rule that cannot run its examples is told of, never skipped silently. */
static void test_rule(struct tui_rules *rules, const struct cdr_rule *rule, struct outcome *outcome)
{
	const struct tui_output *out = rules->run->out;
	const struct cdr_str *failures;
	size_t n = 0;

	if (cdr_rulebook_test(rules->registry, rule, &rules->arena, &failures, &n) < 0) {
		tui_put(out, rule->id);
		tui_putf(out, ": a plain constraint, %zu examples not run\n", rule->n_examples);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		tui_putc(out, TUI_COLOR_BAD, failures[i]);
		tui_putf(out, "\n");
	}
	outcome->n_failed += n;
	outcome->n_run += rule->n_examples;
}

int tui_rules_test(struct tui_rules *rules, struct cdr_err *err)
{
	struct outcome outcome = { 0, 0 };

	(void)err;
	for (size_t i = 0; i < cdr_registry_count(rules->registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(rules->registry, i);

		if (rule->n_examples > 0)
			test_rule(rules, rule, &outcome);
	}
	fflush(rules->run->out->data);
	fprintf(rules->run->out->talk, "%zu examples hold, %zu do not\n",
		outcome.n_run - outcome.n_failed, outcome.n_failed);
	return outcome.n_failed > 0 ? TUI_EXIT_NO : TUI_EXIT_YES;
}
