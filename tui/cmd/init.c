/* `cdreview init`: shows the plan, carries it out, and says what comes next. */
#include "cdreview/init.h"

#include "open.h"

static void print_step(const struct tui_output *out, const struct cdr_init_step *step,
		       const char *word)
{
	tui_putf(out, "%-9s ", word);
	tui_put(out, step->name);
	if (step->kind == CDR_INIT_CONFIG) {
		tui_putf(out, " = ");
		tui_put(out, step->value);
	}
	if (step->found.ptr) {
		tui_putf(out, "   (kept: ");
		tui_put(out, step->found);
		tui_putf(out, ")");
	}
	tui_putf(out, "\n");
}

static int take_step(struct tui_run *run, struct cdr_init *init, size_t idx, struct cdr_err *err)
{
	const struct cdr_init_step *steps;
	bool dry = run->args->given[TUI_OPT_DRY_RUN];
	int code;

	cdr_init_steps(init, &steps);
	if (steps[idx].state != CDR_INIT_TODO) {
		print_step(run->out, &steps[idx],
			   steps[idx].state == CDR_INIT_DONE ? "there" : "left");
		return 0;
	}
	code = dry ? 0 : cdr_init_apply(init, idx, err);
	if (code < 0)
		return code;
	print_step(run->out, &steps[idx],
		   dry                                ? "would"
		   : steps[idx].kind == CDR_INIT_FILE ? "wrote"
						      : "set");
	if (dry && steps[idx].kind == CDR_INIT_FILE) {
		tui_putf(run->out, "\n");
		fwrite(steps[idx].value.ptr, 1, steps[idx].value.len, run->out->data);
		tui_putf(run->out, "\n");
	}
	return 0;
}

static void print_frameworks(const struct tui_run *run, const struct cdr_init *init)
{
	const struct cdr_str *names;
	size_t n = cdr_init_frameworks(init, &names);

	tui_putf(run->out, "found     %s", n == 0 ? "no framework known here" : "");
	for (size_t i = 0; i < n; i++) {
		tui_putf(run->out, i > 0 ? ", " : "");
		tui_put(run->out, names[i]);
	}
	tui_putf(run->out, "\n");
}

static void say_next(const struct tui_run *run, const struct cdr_init *init)
{
	const struct cdr_init_step *steps;
	size_t n = cdr_init_steps(init, &steps);
	bool wrote = false;

	for (size_t i = 0; i < n; i++)
		wrote |= steps[i].kind == CDR_INIT_FILE && steps[i].state == CDR_INIT_DONE;
	fflush(run->out->data);
	fprintf(run->out->talk, "\n%scdreview HEAD~1..HEAD\n",
		wrote ? "Commit .cdreview/registry.yaml, then: " : "Next: ");
}

int tui_cmd_init(struct tui_run *run, struct cdr_err *err)
{
	const struct cdr_where where = tui_where(run);
	const struct cdr_init_step *steps;
	struct cdr_init *init;
	int code = cdr_init_plan(&init, &where, err);
	size_t n;

	if (code < 0)
		return code;
	print_frameworks(run, init);
	n = cdr_init_steps(init, &steps);
	for (size_t i = 0; i < n && code == 0; i++)
		code = take_step(run, init, i, err);
	if (code == 0 && !run->args->given[TUI_OPT_DRY_RUN])
		say_next(run, init);
	cdr_init_free(init);
	return code < 0 ? code : TUI_EXIT_YES;
}
