/* finding.c - what a flagged hunk tells by itself; finding it is core/scan's work. */
#include "base/names.h"

#include "cdreview/finding.h"

#include <stdlib.h>

const char *cdr_side_name(enum cdr_side side)
{
	static const char *const names[] = {
		[CDR_SIDE_OLD] = "old",
		[CDR_SIDE_NEW] = "new",
	};

	return cdr_names_get(CDR_NAMES(names), side);
}

/* A suppression always has a reason, but an empty one suppresses too. */
static bool counts(const struct cdr_finding *finding)
{
	return !finding->suppressed.ptr;
}

bool cdr_flagged_is(const struct cdr_flagged *flagged)
{
	for (size_t i = 0; i < flagged->n_findings; i++) {
		if (counts(&flagged->findings[i]))
			return true;
	}
	return false;
}

enum cdr_severity cdr_flagged_severity(const struct cdr_flagged *flagged)
{
	enum cdr_severity highest = CDR_OFF;

	for (size_t i = 0; i < flagged->n_findings; i++) {
		const struct cdr_finding *finding = &flagged->findings[i];

		if (counts(finding) && finding->severity > highest)
			highest = finding->severity;
	}
	return highest;
}

void cdr_scanned_free(struct cdr_scanned *scanned)
{
	if (!scanned)
		return;
	cdr_arena_release(&scanned->arena);
	free(scanned);
}
