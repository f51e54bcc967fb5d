/*
 * The parser is our own and not getopt_long: options may stand before and
 * behind the command, "--" separates revisions from pathspecs as in git, and a
 * wrong option must be named with the nearest right one.
 */
#include "option.h"

#include "nearest.h"

#include <string.h>

static const struct tui_option options[TUI_OPT_COUNT] = {
	[TUI_OPT_HELP] = { "help", 'h', NULL, "show this help" },
	[TUI_OPT_VERSION] = { "version", 0, NULL, "show the version" },
	[TUI_OPT_DIR] = { NULL, 'C', "DIR", "run as if started in DIR" },
	[TUI_OPT_GIT_DIR] = { "git-dir", 0, "DIR", "the repository's git directory" },
	[TUI_OPT_WORK_TREE] = { "work-tree", 0, "DIR", "the repository's work tree" },
	[TUI_OPT_COLOR] = { "color", 0, "WHEN", "always, never or auto" },
	[TUI_OPT_NO_COLOR] = { "no-color", 0, NULL, "the same as --color=never" },
	[TUI_OPT_REGISTRY] = { "registry", 0, "FILE", "use this registry and trust it" },
	[TUI_OPT_STAGED] = { "staged", 0, NULL, "what is in the index, against HEAD" },
	[TUI_OPT_WORKTREE] = { "worktree", 0, NULL, "what is in the work tree, against the index" },
	[TUI_OPT_JSON] = { "json", 0, NULL, "machine-readable output" },
	[TUI_OPT_SARIF] = { "sarif", 0, NULL, "the same as --format=sarif" },
	[TUI_OPT_FORMAT] = { "format", 0, "FORMAT",
			     "text, json, sarif, codequality, junit or markdown" },
	[TUI_OPT_SARIF_IN] = { "sarif-in", 0, "FILE", "take up another tool's SARIF 2.1.0 report" },
	[TUI_OPT_LINES_IN] = { "lines-in", 0, "[TOOL=]FILE",
			       "take up another tool's lines PATH:LINE: MESSAGE" },
	[TUI_OPT_ALL_HUNKS] = { "all-hunks", 0, NULL, "with --json: list unflagged hunks too" },
	[TUI_OPT_THREADS] = { "threads", 0, "N", "scan on N threads; default: one a core" },
	[TUI_OPT_NO_SHORTCUTS] = { "no-shortcuts", 0, NULL, "the slow, plain way, for comparison" },
	[TUI_OPT_DIFF_ENGINE] = { "diff-engine", 0, "WHO", "own or libgit2: who compares lines" },
	[TUI_OPT_STATS] = { "stats", 0, NULL, "say on stderr where time and bytes went" },
	[TUI_OPT_NO_CACHE] = { "no-cache", 0, NULL, "use and keep no results of earlier scans" },
	[TUI_OPT_PLAIN] = { "plain", 0, NULL, "one hunk after the other, without a screen" },
	[TUI_OPT_EXPLAIN] = { "explain", 0, NULL, "say for each open hunk what is missing" },
	[TUI_OPT_RANGE] = { "range", 0, "RANGE", "look for the hunks in RANGE" },
	[TUI_OPT_MESSAGE] = { "message", 'm', "TEXT", "words that go with the verdict" },
	[TUI_OPT_REASON] = { "reason", 0, "REASON", "why, from the closed list" },
	[TUI_OPT_AT] = { "at", 0, "PLACE", "explain: why the rule fires at COMMIT:PATH:LINE" },
	[TUI_OPT_SANDBOX] = { "sandbox", 0, "WHEN", "auto, always or never: how checks are run" },
	[TUI_OPT_CHECK] = { "check", 0, NULL, "update: say whether there is a newer one" },
	[TUI_OPT_DRY_RUN] = { "dry-run", 'n', NULL, "say what would be done, do nothing" },
};

const struct tui_option *tui_option_get(enum tui_option_id id)
{
	return &options[id];
}

static size_t find_long(const char *name, size_t len)
{
	for (size_t id = 0; id < TUI_OPT_COUNT; id++)
		if (options[id].name && strlen(options[id].name) == len &&
		    memcmp(options[id].name, name, len) == 0)
			return id;
	return TUI_OPT_COUNT;
}

static size_t find_letter(char letter)
{
	for (size_t id = 0; id < TUI_OPT_COUNT; id++)
		if (options[id].letter == letter)
			return id;
	return TUI_OPT_COUNT;
}

static bool repeats(size_t id)
{
	return TUI_OPT_BIT(id) & TUI_OPT_REPEATS;
}

static int unknown(const char *word, struct cdr_err *err)
{
	struct tui_nearest nearest = { .word = word[1] == '-' ? word + 2 : word + 1 };

	cdr_fail(err, CDR_EUSAGE, "unknown option \"%s\"", word);
	for (size_t id = 0; id < TUI_OPT_COUNT; id++)
		if (options[id].name)
			tui_nearest_offer(&nearest, options[id].name);
	if (nearest.best)
		return cdr_err_hint(err, "did you mean --%s?", nearest.best);
	return cdr_err_hint(err, "-h lists the options");
}

/* One option word; returns how many words it took. */
static int take(struct tui_args *args, int left, const char *const *argv, struct cdr_err *err)
{
	const char *word = argv[0];
	const char *value = NULL;
	size_t id;

	if (word[1] == '-') {
		const char *equals = strchr(word, '=');
		size_t len = equals ? (size_t)(equals - word) - 2 : strlen(word + 2);

		id = find_long(word + 2, len);
		value = equals ? equals + 1 : NULL;
	} else {
		id = find_letter(word[1]);
		value = word[2] != '\0' ? word + 2 : NULL;
	}
	if (id == TUI_OPT_COUNT)
		return unknown(word, err);
	if (args->value[id] && id != TUI_OPT_COLOR && !repeats(id))
		return cdr_fail(err, CDR_EUSAGE, "option \"%s\" is given twice", word);
	args->given[id] = true;
	if (!options[id].argument)
		return value ? cdr_fail(err, CDR_EUSAGE, "option \"%s\" takes no value", word) : 1;
	if (!value && left < 2)
		return cdr_fail(err, CDR_EUSAGE, "option \"%s\" needs a value: %s", word,
				options[id].argument);
	args->value[id] = value ? value : argv[1];
	if (repeats(id))
		args->repeated[args->n_repeated++] =
			(struct tui_repeated){ (enum tui_option_id)id, args->value[id] };
	return value ? 1 : 2;
}

int tui_option_parse(struct tui_args *args, struct tui_words words, bool stop, struct cdr_err *err)
{
	int i = 0;

	while (i < words.n) {
		const char *const *word = words.items + i;
		int used = 1;

		if (strcmp(*word, "--") == 0 && !stop) {
			args->has_dashes = true;
			args->pathspecs = word + 1;
			args->n_pathspecs = (size_t)(words.n - i - 1);
			return words.n;
		}
		if ((*word)[0] == '-' && strcmp(*word, "--") != 0 && (*word)[1] != '\0')
			used = take(args, words.n - i, word, err);
		else if (stop)
			return i;
		else
			args->operands[args->n_operands++] = *word;
		if (used < 0)
			return used;
		i += used;
	}
	return i;
}
