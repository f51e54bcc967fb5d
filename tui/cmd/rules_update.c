/* update: a newer copy of the shared registry, what it means, and the files to be reviewed. */
#include "cmd/rules.h"

#include "cdreview/update.h"
#include "open.h"

#include <string.h>

#define SHORT_OID 12

static void print_word(const struct tui_output *out, const char *word, struct cdr_str text)
{
	tui_putf(out, "%-9s ", word);
	tui_put(out, text);
	tui_putf(out, "\n");
}

static void print_source(const struct tui_output *out, const struct cdr_update_news *news)
{
	tui_putf(out, "%-9s ", "fetched");
	tui_put(out, news->url);
	tui_putf(out, " ");
	tui_put(out, news->ref);
	tui_putf(out, " ");
	tui_put(out, news->path);
	tui_putf(out, "\n%-9s ", "commit");
	tui_put(out, cdr_str_sub(news->new_commit, 0, SHORT_OID));
	if (news->old_commit.ptr && !cdr_str_eq(news->old_commit, news->new_commit)) {
		tui_putf(out, ", was ");
		tui_put(out, cdr_str_sub(news->old_commit, 0, SHORT_OID));
	}
	tui_putf(out, "\n");
}

static void print_changes(const struct tui_output *out, const struct cdr_update_news *news)
{
	static const struct {
		const char *word;
		enum tui_color color;
	} effects[] = {
		[CDR_TIGHTENS] = { "tightens", TUI_COLOR_PLAIN },
		[CDR_LOOSENS] = { "loosens", TUI_COLOR_BAD },
		[CDR_CHANGES] = { "changes", TUI_COLOR_PLAIN },
	};

	for (size_t i = 0; i < news->n_changes; i++) {
		const struct cdr_rule_change *change = &news->changes[i];

		tui_putc(out, effects[change->effect].color,
			 cdr_str_from(effects[change->effect].word));
		tui_putf(out, "%*s ", (int)(9 - strlen(effects[change->effect].word)), "");
		tui_put(out, change->id);
		tui_putf(out, ": ");
		tui_put(out, change->words);
		tui_putf(out, "\n");
	}
	if (news->is_new && news->n_changes == 0)
		tui_putf(out, "%-9s the rules in force stay as they are\n", "");
}

/* Writes what is new, or says what would be. */
static int take(struct tui_run *run, struct cdr_update *update, struct cdr_err *err)
{
	const struct cdr_update_news *news = cdr_update_get(update);
	const struct tui_output *out = run->out;
	int code;

	if (!news->is_new && !news->is_damaged) {
		tui_putf(out, "%-9s this is the pinned copy\n", "current");
		return TUI_EXIT_YES;
	}
	if (run->args->given[TUI_OPT_CHECK]) {
		tui_putf(out, "%-9s %s\n", news->is_new ? "newer" : "damaged",
			 news->is_new ? "than the pinned copy"
				      : "the copy here is not what was pinned");
		return TUI_EXIT_NO;
	}
	code = cdr_update_apply(update, err);
	if (code < 0)
		return code;
	print_word(out, "wrote", news->copy);
	print_word(out, "wrote", news->registry);
	fflush(out->data);
	fprintf(out->talk, "\nReview both files and commit them together.\n");
	return TUI_EXIT_YES;
}

int tui_rules_update(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err)
{
	const struct cdr_diag *diags;
	struct cdr_update *update;
	char today[11];
	struct cdr_update_options options = {
		.where = tui_where(run),
		.registry = run->args->value[TUI_OPT_REGISTRY],
		.today = today,
	};
	int code;

	if (operands.n > 0)
		return cdr_fail(err, CDR_EUSAGE, "update takes no operands");
	tui_today(today);
	code = cdr_update_fetch(&update, &options, err);
	for (size_t i = 0, n = cdr_update_diags(update, &diags); i < n; i++)
		tui_diag(run->out, &diags[i]);
	if (code == 0) {
		print_source(run->out, cdr_update_get(update));
		print_changes(run->out, cdr_update_get(update));
		code = take(run, update, err);
	}
	cdr_update_free(update);
	return code;
}
