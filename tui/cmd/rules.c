/*
 * `cdreview rules`: what is in force, whether it is sound, whether its examples
 * hold. Files named on the command line are looked at by themselves; otherwise
 * the registry is the repository's, or the shipped packs outside of one.
 */
#include "cmd/rules.h"

#include "open.h"

#include <string.h>

struct subcommand {
	const char *name;
	int (*run)(struct tui_rules *rules, struct cdr_err *err);
	bool takes_files;    /* its operands are files; else rule ids or sentences */
	/* In place of `run`: opens what it needs by itself. */
	int (*alone)(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err);
};

static const struct subcommand subcommands[] = {
	{ "list", tui_rules_list, false, NULL },
	{ "show", tui_rules_show, false, NULL },
	{ "explain", tui_rules_explain, false, NULL },
	{ "lint", tui_rules_lint, true, NULL },
	{ "test", tui_rules_test, true, NULL },
	{ "new", NULL, false, tui_rules_new },
	{ "try", NULL, false, tui_rules_try },
	{ "tune", NULL, false, tui_rules_tune },
	{ "update", NULL, false, tui_rules_update },
};

static const struct subcommand *find(const char *name)
{
	for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++)
		if (strcmp(subcommands[i].name, name) == 0)
			return &subcommands[i];
	return NULL;
}

static void say_diags(const struct tui_rules *rules)
{
	const struct cdr_diag *diags;
	size_t n = rules->own ? cdr_rulebook_diags(rules->own, &diags) : 0;

	for (size_t i = 0; i < n; i++)
		tui_diag(rules->run->out, &diags[i]);
}

static int open_files(struct tui_rules *rules, const char *const *paths, size_t n,
		      struct cdr_err *err)
{
	char today[11];
	int code;

	tui_today(today);
	code = cdr_rulebook_open(&rules->own, paths, n, today, err);
	say_diags(rules);
	rules->registry = rules->own;
	return code;
}

static int open_head(struct tui_rules *rules, struct cdr_err *err)
{
	int code = tui_session_open_at(rules->run, CDR_SOURCE_RANGE, "HEAD", err);

	if (code == 0)
		rules->registry = cdr_session_registry(rules->run->session);
	return code;
}

/*
 * The repository's registry, whatever range has something new: as the work tree
 * has it, in a bare repository as HEAD has it. Elsewhere the shipped packs.
 */
static int open_registry(struct tui_rules *rules, struct cdr_err *err)
{
	struct tui_run *run = rules->run;
	struct cdr_err why = { 0 };
	int code;

	if (run->args->value[TUI_OPT_REGISTRY])
		return open_files(rules, &run->args->value[TUI_OPT_REGISTRY], 1, err);
	code = tui_session_open_at(run, CDR_SOURCE_WORKTREE, NULL, &why);
	if (code == CDR_EUSAGE)
		return open_head(rules, err);
	if (code == CDR_EREPO) {
		fprintf(run->out->talk, "cdreview: %s: showing the shipped packs\n", why.message);
		return open_files(rules, NULL, 0, err);
	}
	if (code < 0)
		*err = why;
	else
		rules->registry = cdr_session_registry(run->session);
	return code;
}

static int explain_at(const struct tui_rules *rules, const struct subcommand *sub,
		      struct cdr_err *err)
{
	if (sub->run != tui_rules_explain)
		return cdr_fail(err, CDR_EUSAGE, "--at goes with explain");
	if (rules->n_operands != 1)
		return cdr_fail(err, CDR_EUSAGE, "explain --at takes one rule id");
	return tui_rules_explain_at(rules->run, rules->operands[0], err);
}

static int run_alone(const struct tui_rules *rules, const struct subcommand *sub,
		     struct cdr_err *err)
{
	const struct tui_rules_operands operands = { rules->operands, rules->n_operands };

	return sub->alone(rules->run, operands, err);
}

int tui_cmd_rules(struct tui_run *run, struct cdr_err *err)
{
	struct tui_rules rules = { .run = run };
	const struct tui_args *args = run->args;
	const struct subcommand *sub = args->n_operands > 0 ? find(args->operands[0]) : NULL;
	int code;

	if (!sub) {
		if (args->n_operands > 0)
			cdr_fail(err, CDR_EUSAGE, "\"%s\" is not a subcommand of rules",
				 args->operands[0]);
		else
			cdr_fail(err, CDR_EUSAGE, "rules needs a subcommand");
		return cdr_err_hint(err, "cdreview rules list, show, explain, lint, test, new, "
				    "try, tune or update");
	}
	rules.operands = args->operands + 1;
	rules.n_operands = args->n_operands - 1;
	if (args->given[TUI_OPT_AT])
		return explain_at(&rules, sub, err);
	if (args->given[TUI_OPT_CHECK] && sub->alone != tui_rules_update)
		return cdr_fail(err, CDR_EUSAGE, "--check goes with update");
	if (sub->alone)
		return run_alone(&rules, sub, err);
	if (sub->takes_files && rules.n_operands > 0)
		code = open_files(&rules, rules.operands, rules.n_operands, err);
	else
		code = open_registry(&rules, err);
	if (code == 0)
		code = sub->run(&rules, err);
	cdr_rulebook_close(rules.own);
	cdr_arena_release(&rules.arena);
	return code;
}
