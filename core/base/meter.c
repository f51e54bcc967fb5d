/*
 * meter.c - one stage at a time, so that what is measured adds up to what was spent.
 */
#include "cdreview/stats.h"

#include "base/names.h"

static const char *const stages[] = {
	[CDR_STAGE_OTHER] = "other",         [CDR_STAGE_WALK] = "walk",
	[CDR_STAGE_INFLATE] = "inflate",     [CDR_STAGE_TREE] = "tree-diff",
	[CDR_STAGE_PREFILTER] = "prefilter", [CDR_STAGE_LINES] = "line-diff",
	[CDR_STAGE_LEX] = "lex",             [CDR_STAGE_REGEX] = "regex",
	[CDR_STAGE_WAIT] = "wait",
};

const char *cdr_stage_name(enum cdr_stage stage)
{
	return cdr_names_get(CDR_NAMES(stages), stage);
}

enum cdr_stage cdr_meter_switch(struct cdr_meter *meter, enum cdr_stage stage)
{
	enum cdr_stage before;
	uint64_t now;

	if (!meter || !meter->clock)
		return CDR_STAGE_OTHER;
	before = meter->stage;
	now = meter->clock();
	if (meter->last)
		meter->sums[before].ns += now - meter->last;
	meter->last = now;
	meter->stage = stage;
	meter->sums[stage].n++;
	return before;
}

void cdr_meter_bytes(struct cdr_meter *meter, enum cdr_stage stage, size_t bytes)
{
	if (meter)
		meter->sums[stage].bytes += bytes;
}

void cdr_meter_add(struct cdr_meter *sum, const struct cdr_meter *more)
{
	for (int i = 0; i < CDR_STAGES; i++) {
		sum->sums[i].ns += more->sums[i].ns;
		sum->sums[i].n += more->sums[i].n;
		sum->sums[i].bytes += more->sums[i].bytes;
	}
}
