/*
 * detection.c - whether a rule looks at a file at all: asked for every path, so it is cheap.
 */
#include "rules/detection.h"

#include "base/glob.h"
#include "base/names.h"

#include <string.h>

#define EXEC_BITS 0111u

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

bool cdr_match_side_is_old(enum cdr_match_side side)
{
	return side == CDR_ON_REMOVED || side == CDR_ON_OLD;
}

static bool any_glob(const struct cdr_str *globs, size_t n, struct cdr_str path)
{
	for (size_t i = 0; i < n; i++)
		if (cdr_glob_match(globs[i], path, 0))
			return true;
	return false;
}

bool cdr_globs_want(const struct cdr_str *globs, size_t n, const struct cdr_file *file)
{
	return n == 0 || any_glob(globs, n, file->path) ||
	       (file->old_path.len && any_glob(globs, n, file->old_path));
}

static bool excluded(const struct cdr_detection *detection, const struct cdr_file *file)
{
	return any_glob(detection->exclude, detection->n_exclude, file->path) &&
	       (!file->old_path.len ||
		any_glob(detection->exclude, detection->n_exclude, file->old_path));
}

bool cdr_detection_wants_language(const struct cdr_detection *detection,
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

static bool wants_mode(const struct cdr_detection *detection, const struct cdr_file *file)
{
	return !detection->becomes_exec ||
	       ((file->new_mode & EXEC_BITS) && !(file->old_mode & EXEC_BITS));
}

bool cdr_detection_wants_state(const struct cdr_detection *detection, const struct cdr_file *file)
{
	return wants_status(detection, file) && wants_mode(detection, file);
}

bool cdr_detection_has_state(const struct cdr_detection *detection)
{
	return detection->status.ptr || detection->becomes_exec;
}

bool cdr_detection_wants(const struct cdr_detection *detection, const struct cdr_file *file,
			 const struct cdr_language *language)
{
	return cdr_detection_wants_state(detection, file) &&
	       cdr_detection_wants_language(detection, language) &&
	       cdr_globs_want(detection->paths, detection->n_paths, file) &&
	       cdr_globs_want(detection->trigger.paths, detection->trigger.n_paths, file) &&
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
	       is_everything(&detection->trigger);
}
