/*
 * session_explain.c - one file of one change, looked at outside of a scan: a person
 * asks about a line, not about a range.
 */
#include "cdreview/explain.h"

#include "scan/builtin.h"
#include "scan/companion.h"
#include "scan/explain/explain.h"
#include "session_inside.h"

#include <string.h>

/* --- what is asked about --------------------------------------------------- */

static const struct cdr_rule *find_rule(const struct cdr_session *session, const char *id)
{
	const struct cdr_rule *rule = cdr_registry_find(session->registry, cdr_str_from(id));
	const struct cdr_rule *builtin;
	size_t n;

	builtin = cdr_builtin_rules(&n);
	for (size_t i = 0; i < n && !rule; i++)
		if (cdr_str_is(builtin[i].id, id))
			rule = &builtin[i];
	return rule;
}

/* Is FILE the one that PLACE is in? A type change is a deletion and an addition beside. */
static bool is_at(const struct cdr_explain_place *place, const struct cdr_file *file)
{
	if (file->status == 'T')
		return false;
	if (cdr_str_is(file->path, place->path))
		return file->status != (place->side == CDR_SIDE_OLD ? 'A' : 'D');
	return place->side == CDR_SIDE_OLD && cdr_str_is(file->old_path, place->path);
}

static int find_file(struct cdr_diff *diff, const struct cdr_explain_place *place,
		     struct cdr_arena *arena, struct cdr_filediff **out, struct cdr_err *err)
{
	int rc;

	while ((rc = cdr_diff_next(diff, arena, out, err)) == 0)
		if (is_at(place, &(*out)->file))
			return 0;
	if (rc != CDR_END)
		return rc;
	cdr_fail(err, CDR_EUSAGE, "the commit does not change %s", place->path);
	return cdr_err_hint(err, "PATH is from the top of the tree; PATH:-LINE is of the old file");
}

static int check_line(const struct cdr_explain_place *place, const struct cdr_filediff *diff,
		      struct cdr_arena *arena, struct cdr_err *err)
{
	struct cdr_view views[2];
	uint32_t n;

	cdr_views_init(views, arena, diff);
	n = cdr_view_n_lines(&views[place->side]);
	if (place->line >= 1 && place->line <= n)
		return 0;
	return cdr_fail(err, CDR_EUSAGE, "%s has %u lines on the %s side, there is no line %u",
			place->path, n, cdr_side_name(place->side), place->line);
}

/* --- asking ----------------------------------------------------------------- */

static int explain_in(struct cdr_session *session, struct cdr_explain_request *request,
		      const struct cdr_explain_place *place, struct cdr_arena *arena,
		      struct cdr_explanation *out)
{
	atomic_bool stop = false;

	request->registry = session->registry;
	request->spot = (struct cdr_spot){ place->side, place->line };
	request->repo = session->repo;
	request->base = session->base;
	request->companions = cdr_companions_new(session->registry, &session->options, &stop);
	cdr_explain(request, arena, out);
	cdr_companions_free(request->companions);
	out->path = cdr_str_copy(arena, cdr_str_from(place->path));
	out->side = place->side;
	out->line = place->line;
	return 0;
}

int cdr_session_explain(struct cdr_session *session, const struct cdr_explain_place *place,
			struct cdr_arena *arena, struct cdr_explanation *out, struct cdr_err *err)
{
	struct cdr_change *change = cdr_arena_alloc(arena, sizeof(*change));
	struct cdr_explain_request request = { .change = change };
	struct cdr_filediff *file;
	struct cdr_diff *diff = NULL;
	int rc;

	request.rule = find_rule(session, place->rule);
	if (!request.rule) {
		cdr_fail(err, CDR_EUSAGE, "no rule \"%s\" is in force", place->rule);
		return cdr_err_hint(err, "\"cdreview rules list\" lists them");
	}
	rc = cdr_range_next(session->range, session->repo, arena, change, err);
	if (rc == 0)
		rc = cdr_diff_open(&diff, session->repo, session->range, change, err);
	if (rc == 0)
		rc = find_file(diff, place, arena, &file, err);
	if (rc == 0)
		rc = check_line(place, file, arena, err);
	if (rc == 0) {
		request.diff = file;
		rc = explain_in(session, &request, place, arena, out);
	}
	cdr_diff_close(diff);
	return rc == CDR_END ? cdr_fail(err, CDR_EUSAGE, "the range has no change") : rc;
}
