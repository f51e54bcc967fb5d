/*
 * detection.c - whether a rule looks at a file at all: asked for every path, so it is cheap.
 */
#include "rules/detection.h"

#include "base/glob.h"
#include "base/names.h"

#include <string.h>

static const char *const sides[] = {
	[CDR_ON_ADDED] = "added",     [CDR_ON_REMOVED] = "removed", [CDR_ON_CHANGED] = "changed",
	[CDR_ON_CONTEXT] = "context", [CDR_ON_OLD] = "old",	    [CDR_ON_NEW] = "new",
};

static const char *const scopes[] = {
	[CDR_SCOPE_LINE] = "line",     [CDR_SCOPE_STATEMENT] = "statement",
	[CDR_SCOPE_ENTITY] = "entity", [CDR_SCOPE_HUNK] = "hunk",
	[CDR_SCOPE_FILE] = "file",     [CDR_SCOPE_RANGE] = "range",
};

const char *cdr_match_side_name(enum cdr_match_side side)
{
	return cdr_names_get(CDR_NAMES(sides), side);
}

const char *cdr_scope_name(enum cdr_scope scope)
{
	return cdr_names_get(CDR_NAMES(scopes), scope);
}

static bool any_glob(const struct cdr_str *globs, size_t n, const struct cdr_file *file)
{
	for (size_t i = 0; i < n; i++)
		if (cdr_glob_match(globs[i], file->path, 0) ||
		    (file->old_path.len && cdr_glob_match(globs[i], file->old_path, 0)))
			return true;
	return false;
}

static bool excluded(const struct cdr_detection *detection, const struct cdr_file *file)
{
	for (size_t i = 0; i < detection->n_exclude; i++)
		if (cdr_glob_match(detection->exclude[i], file->path, 0))
			return true;
	return false;
}

static bool wants_paths(const struct cdr_str *globs, size_t n, const struct cdr_file *file)
{
	return n == 0 || any_glob(globs, n, file);
}

static bool wants_language(const struct cdr_detection *detection,
			   const struct cdr_language *language)
{
	if (detection->n_languages == 0)
		return true;
	for (size_t i = 0; language && i < detection->n_languages; i++)
		if (cdr_str_is(detection->languages[i], cdr_language_name(language)))
			return true;
	return false;
}

static bool wants_status(const struct cdr_detection *detection, const struct cdr_file *file)
{
	if (!detection->status.ptr ||
	    memchr(detection->status.ptr, file->status, detection->status.len))
		return true;
	return file->old_path.len && memchr(detection->status.ptr, 'R', detection->status.len);
}

bool cdr_detection_wants(const struct cdr_detection *detection, const struct cdr_file *file,
			 const struct cdr_language *language)
{
	return wants_status(detection, file) && wants_language(detection, language) &&
	       wants_paths(detection->paths, detection->n_paths, file) &&
	       wants_paths(detection->trigger.paths, detection->trigger.n_paths, file) &&
	       wants_paths(detection->touch.paths, detection->touch.n_paths, file) &&
	       !excluded(detection, file);
}

static bool is_everything(const struct cdr_clause *clause)
{
	for (size_t i = 0; i < clause->n_paths; i++)
		if (cdr_str_is(clause->paths[i], "**"))
			return true;
	return clause->n_paths == 0;
}

bool cdr_detection_is_general(const struct cdr_detection *detection)
{
	const struct cdr_clause own = { .paths = detection->paths, .n_paths = detection->n_paths };

	return detection->n_languages == 0 && is_everything(&own) &&
	       is_everything(&detection->trigger) && is_everything(&detection->touch);
}
