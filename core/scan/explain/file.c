/* file.c - a rule that finds nothing mostly does not look: which key keeps it out. */
#include "scan/explain/explain.h"

#include "base/glob.h"
#include "scan/clause.h"

#define LISTED 6u /* words or globs that are named */

/* "a, b, c", and how many more there are. */
static struct cdr_str list(struct cdr_arena *arena, const struct cdr_str *items, size_t n)
{
	struct cdr_str out = CDR_STR("");

	for (size_t i = 0; i < n && i < LISTED; i++)
		out = cdr_str_from(cdr_arena_printf(arena, "%.*s%s%.*s", CDR_FMT(out),
						    i ? ", " : "", CDR_FMT(items[i])));
	if (n > LISTED)
		out = cdr_str_from(
			cdr_arena_printf(arena, "%.*s and %zu more", CDR_FMT(out), n - LISTED));
	return out;
}

/* The first of N GLOBS that takes FILE in under one of its paths, or NULL. */
static const struct cdr_str *first_glob(const struct cdr_str *globs, size_t n,
					const struct cdr_file *file)
{
	for (size_t i = 0; i < n; i++)
		if (cdr_globs_want(&globs[i], 1, file))
			return &globs[i];
	return NULL;
}

static bool paths(struct cdr_explaining *explaining, const char *about, const struct cdr_str *globs,
		  size_t n)
{
	const struct cdr_str *glob = first_glob(globs, n, &explaining->request->diff->file);

	if (n == 0)
		return true;
	if (glob)
		cdr_explain_add(explaining, CDR_EXPLAIN_YES, about, "%.*s takes the file in",
				CDR_FMT(*glob));
	else
		cdr_explain_add(explaining, CDR_EXPLAIN_NO, about, "none takes the file in: %.*s",
				CDR_FMT(list(explaining->arena, globs, n)));
	return glob != NULL;
}

/* A renamed file is left out only if both of its paths are. */
static bool exclude(struct cdr_explaining *explaining, const struct cdr_detection *detection)
{
	const struct cdr_file *file = &explaining->request->diff->file;
	const struct cdr_file now = { .path = file->path }, was = { .path = file->old_path };
	const struct cdr_str *glob = first_glob(detection->exclude, detection->n_exclude, &now);

	if (detection->n_exclude == 0)
		return true;
	if (glob && file->old_path.len &&
	    !first_glob(detection->exclude, detection->n_exclude, &was))
		glob = NULL;
	if (glob)
		cdr_explain_add(explaining, CDR_EXPLAIN_NO, "exclude", "%.*s leaves the file out",
				CDR_FMT(*glob));
	else
		cdr_explain_add(explaining, CDR_EXPLAIN_YES, "exclude", "nothing leaves it out");
	return !glob;
}

static bool languages(struct cdr_explaining *explaining, const struct cdr_detection *detection)
{
	const struct cdr_language *language = explaining->views[CDR_SIDE_NEW].language;
	bool wanted = cdr_detection_wants_language(detection, language);

	if (detection->n_languages > 0)
		cdr_explain_add(explaining, wanted ? CDR_EXPLAIN_YES : CDR_EXPLAIN_NO, "languages",
				"the file is %s, the rule reads %.*s",
				language ? cdr_language_name(language) : "of no known language",
				CDR_FMT(list(explaining->arena, detection->languages,
					     detection->n_languages)));
	return wanted;
}

/* `status` and `mode`. */
static bool state(struct cdr_explaining *explaining, const struct cdr_detection *detection)
{
	const struct cdr_file *file = &explaining->request->diff->file;
	bool wanted = cdr_detection_wants_state(detection, file);
	enum cdr_explain_mark mark = wanted ? CDR_EXPLAIN_YES : CDR_EXPLAIN_NO;

	if (detection->status.ptr)
		cdr_explain_add(explaining, mark, "status",
				"the file's is %c%s, the rule asks %.*s", file->status,
				file->old_path.len ? " (renamed)" : "", CDR_FMT(detection->status));
	if (detection->becomes_exec)
		cdr_explain_add(explaining, mark, "mode",
				"%06o, was %06o; the rule asks that it becomes executable",
				file->new_mode, file->old_mode);
	return wanted;
}

static bool keywords(struct cdr_explaining *explaining, const struct cdr_detection *detection)
{
	const struct cdr_view *views = explaining->views;

	for (size_t i = 0; i < detection->n_keywords; i++)
		if (cdr_has_word(views[CDR_SIDE_NEW].text, &detection->keywords[i], 1) ||
		    cdr_has_word(views[CDR_SIDE_OLD].text, &detection->keywords[i], 1)) {
			cdr_explain_add(explaining, CDR_EXPLAIN_YES, "keywords",
					"%.*s stands in the file", CDR_FMT(detection->keywords[i]));
			return true;
		}
	if (detection->n_keywords > 0)
		cdr_explain_add(explaining, CDR_EXPLAIN_NO, "keywords",
				"none stands in the file: %.*s",
				CDR_FMT(list(explaining->arena, detection->keywords,
					     detection->n_keywords)));
	return detection->n_keywords == 0;
}

/* Where nothing in the repository speaks for what the rule is about, the file has to. */
static bool frameworks(struct cdr_explaining *explaining, const struct cdr_rule *rule)
{
	const struct cdr_view *views = explaining->views;
	struct cdr_str names = list(explaining->arena, rule->unseen, rule->n_unseen);
	uint64_t of_file = cdr_frameworks_of(views[CDR_SIDE_NEW].language);
	uint64_t asked = rule->detection->unseen & of_file;
	bool named = cdr_frameworks_named(views[CDR_SIDE_NEW].text, asked) ||
		     cdr_frameworks_named(views[CDR_SIDE_OLD].text, asked);

	if (!asked) {
		if (rule->detection->frameworks & of_file)
			cdr_explain_add(explaining, CDR_EXPLAIN_YES, "frameworks",
					"the repository may use what the rule is about");
		return true;
	}
	cdr_explain_add(explaining, named ? CDR_EXPLAIN_YES : CDR_EXPLAIN_NO, "frameworks",
			"nothing in the repository speaks for %.*s, and the file %s",
			CDR_FMT(names), named ? "does" : "does not name it either");
	return named;
}

bool cdr_explain_file(struct cdr_explaining *explaining)
{
	const struct cdr_detection *detection = explaining->request->rule->detection;
	size_t before = explaining->steps.n;
	bool wanted = state(explaining, detection);

	wanted &= languages(explaining, detection);
	wanted &= paths(explaining, "paths", detection->paths, detection->n_paths);
	wanted &= paths(explaining, detection->has_touch ? "touch paths" : "trigger paths",
			detection->trigger.paths, detection->trigger.n_paths);
	wanted &= exclude(explaining, detection);
	wanted &= keywords(explaining, detection);
	wanted &= frameworks(explaining, explaining->request->rule);
	if (explaining->steps.n == before)
		cdr_explain_add(explaining, CDR_EXPLAIN_YES, "file",
				"the rule looks at every file");
	return wanted;
}
