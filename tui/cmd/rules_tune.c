/*
 * rules tune: which rules reviewers keep waving through, and what could be changed. A proposal is
 * YAML on stdout for a person to review; nothing is written, and what it rests on is beside it.
 */
#include "cmd/rules.h"

#include "cdreview/quality.h"
#include "open.h"

#include <string.h>

#define PATHS_SHOWN 5

struct tuning {
	const struct tui_output *out;
	const struct cdr_rule_quality *items;
	size_t n;
};

/* --- where it is waved through ----------------------------------------------- */

/* The folder that all paths of ITEM are in, with its '/'; "" for none. */
static struct cdr_str common_folder(const struct cdr_rule_quality *item)
{
	struct cdr_str common = item->paths[0];

	for (size_t i = 1; i < item->n_paths; i++) {
		size_t same = 0;

		while (same < common.len && same < item->paths[i].len &&
		       common.ptr[same] == item->paths[i].ptr[same])
			same++;
		common.len = same;
	}
	while (common.len > 0 && common.ptr[common.len - 1] != '/')
		common.len--;
	return common;
}

static bool is_plain(struct cdr_str path)
{
	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.ptr[i] < ' ' || strchr("\"\\*?[]{}", path.ptr[i]))
			return false;
	return path.len > 0;
}

/* --- proposals ------------------------------------------------------------------ */

enum proposal { KEEP, LOWER, EXCLUDE, ALLOW, DROP };

static enum proposal proposal_for(const struct cdr_rule_quality *item)
{
	if (item->quality < CDR_QUALITY_NOISY)
		return KEEP;
	if (item->quality == CDR_QUALITY_USELESS)
		return DROP;
	if (item->n_paths == 1 && is_plain(item->paths[0]))
		return ALLOW;
	if (item->n_paths > 1 && is_plain(common_folder(item)) && item->votes.good == 0)
		return EXCLUDE;
	return LOWER;
}

static void put_quoted(const struct tui_output *out, struct cdr_str text)
{
	tui_putf(out, "\"");
	tui_put(out, text);
	tui_putf(out, "\"");
}

/* An override replaces the list: what the rule leaves out already stays out. */
static void put_exclude(const struct tui_output *out, const struct cdr_rule_quality *item)
{
	tui_putf(out, "{exclude: [");
	for (size_t i = 0; i < item->n_exclude; i++) {
		put_quoted(out, item->exclude[i]);
		tui_putf(out, ", ");
	}
	tui_putf(out, "\"");
	tui_put(out, common_folder(item));
	tui_putf(out, "**\"]}\n");
}

static void put_lower(const struct tui_output *out, const struct cdr_rule *rule)
{
	if (rule->confidence > CDR_CONFIDENCE_LOW)
		tui_putf(out, "{confidence: %s}\n",
			 cdr_confidence_name((enum cdr_confidence)(rule->confidence - 1)));
	else
		tui_putf(out, "{severity: low}   # its confidence is low already\n");
}

static void put_basis(const struct tui_output *out, const struct cdr_rule_quality *item)
{
	const struct cdr_votes *votes = &item->votes;
	unsigned strict = votes->good + votes->bad, waved = votes->bad + votes->waved;
	struct cdr_bounds precision = cdr_wilson(votes->good, strict);
	struct cdr_bounds noise = cdr_wilson(waved, votes->all);

	tui_putf(out, "# ");
	tui_put(out, item->rule->id);
	tui_putf(out, ": %s, on %u verdict%s of %u %s\n", cdr_quality_name(item->quality),
		 votes->all, votes->all == 1 ? "" : "s", item->people,
		 item->people == 1 ? "person" : "people");
	tui_putf(out, "#   waved through %u (%.0f to %.0f %%): %u as wrong, %u without a reason\n",
		 waved, 100 * noise.lower, 100 * noise.upper, votes->bad, votes->waved);
	if (strict > 0)
		tui_putf(out, "#   right in %u of %u that say (%.0f to %.0f %%)\n", votes->good,
			 strict, 100 * precision.lower, 100 * precision.upper);
	if (votes->stale > 0)
		tui_putf(out, "#   %u more on an earlier form of the rule, not counted\n",
			 votes->stale);
	for (size_t i = 0; i < item->n_paths && i < PATHS_SHOWN; i++) {
		tui_putf(out, "#   in ");
		tui_put(out, item->paths[i]);
		tui_putf(out, "\n");
	}
	if (item->n_paths > PATHS_SHOWN)
		tui_putf(out, "#   and %zu more files\n", item->n_paths - PATHS_SHOWN);
}

static void put_line(const struct tui_output *out, const struct cdr_rule_quality *item,
		     enum proposal proposal)
{
	put_basis(out, item);
	tui_putf(out, proposal == ALLOW ? "- {rule: " : proposal == DROP ? "- " : "  ");
	tui_put(out, item->rule->id);
	if (proposal == ALLOW) {
		tui_putf(out, ", paths: [");
		put_quoted(out, item->paths[0]);
		tui_putf(out, "], reason: TODO, by: TODO, until: TODO}\n");
	} else if (proposal == DROP) {
		tui_putf(out, "\n");
	} else {
		tui_putf(out, ": ");
		if (proposal == EXCLUDE)
			put_exclude(out, item);
		else
			put_lower(out, item->rule);
	}
}

static bool is_under(enum proposal proposal, const char *key)
{
	return strcmp(key, proposal == ALLOW  ? "allow"
			   : proposal == DROP ? "disable"
					      : "override") == 0;
}

/* The proposals that stand under KEY of a registry. */
static size_t put_section(const struct tuning *tuning, const char *key)
{
	size_t n = 0;

	for (size_t i = 0; i < tuning->n; i++) {
		enum proposal proposal = proposal_for(&tuning->items[i]);

		if (proposal == KEEP || !is_under(proposal, key))
			continue;
		if (n++ == 0)
			tui_putf(tuning->out, "%s:\n", key);
		put_line(tuning->out, &tuning->items[i], proposal);
	}
	return n;
}

/* --- the command ------------------------------------------------------------------- */

static void say_rest(const struct tuning *tuning, size_t n_proposals)
{
	FILE *talk = tuning->out->talk;
	size_t n_few = 0, n_trusted = 0;

	for (size_t i = 0; i < tuning->n; i++) {
		n_few += tuning->items[i].quality == CDR_QUALITY_TOO_FEW;
		n_trusted += tuning->items[i].quality == CDR_QUALITY_TRUSTED;
	}
	fflush(tuning->out->data);
	fprintf(talk,
		"%zu rule%s with verdicts: %zu to change, %zu trusted, %zu with too few to say\n",
		tuning->n, tuning->n == 1 ? "" : "s", n_proposals, n_trusted, n_few);
	if (n_proposals > 0)
		fputs("Nothing was changed: put what you agree with into the registry, as a commit "
		      "that is reviewed.\n",
		      talk);
}

int tui_rules_tune(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err)
{
	static const char *const keys[] = { "disable", "override", "allow" };
	struct tuning tuning = { .out = run->out };
	struct cdr_arena arena = { NULL, 0 };
	size_t n_proposals = 0;
	int code;

	if (operands.n > 0)
		return cdr_fail(err, CDR_EUSAGE, "tune takes no operands");
	code = tui_session_open_at(run, CDR_SOURCE_WORKTREE, NULL, err);
	if (code == CDR_EUSAGE) /* a bare repository */
		code = tui_session_open_at(run, CDR_SOURCE_RANGE, "HEAD", err);
	if (code < 0)
		return code;
	tuning.n = cdr_session_quality(run->session, &arena, &tuning.items);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		n_proposals += put_section(&tuning, keys[i]);
	say_rest(&tuning, n_proposals);
	cdr_arena_release(&arena);
	return n_proposals > 0 ? TUI_EXIT_NO : TUI_EXIT_YES;
}
