/*
 * scanning.c - one file after the other: those that matter become results, all of them
 * are counted.
 */
#include "scan/scanning.h"

#include "base/bits.h"
#include "scan/builtin.h"
#include "scan/import/import.h"
#include "scan/keep.h"

#include <string.h>

/* --- counting -------------------------------------------------------------- */

static void count_hunk(struct cdr_progress *counted, const struct cdr_flagged *flagged)
{
	const struct cdr_rule *unscannable = cdr_builtin_rule(CDR_BUILTIN_UNSCANNABLE);
	bool unread = false;

	for (size_t i = 0; i < flagged->n_findings; i++) {
		unread |= flagged->findings[i].rule == unscannable;
		if (flagged->findings[i].suppressed.ptr)
			counted->suppressed++;
		else
			counted->findings++;
	}
	counted->hunks++;
	counted->flagged += cdr_flagged_is(flagged);
	counted->unscannable += unread;
}

/* How many hunks a file has where nothing can be found, if that is to be told. */
static size_t count_cleared(struct cdr_worker *worker, struct cdr_diff *diff, struct cdr_pair *pair)
{
	const struct cdr_scan_options *options = &worker->plan->options;
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_filediff *file;
	size_t n;

	if (!options->count_hunks)
		return 0;
	if (!pair->special && !options->libgit2_diff)
		return cdr_diff_compare(diff, pair);
	cdr_diff_complete(diff, &arena, pair, &file);
	n = file->n_hunks;
	cdr_arena_release(&arena);
	return n;
}

void cdr_worker_tell(struct cdr_worker *worker)
{
	cdr_results_count(worker->results, &worker->counted);
	worker->counted = (struct cdr_progress){ .changes = 0 };
}

/* --- files ----------------------------------------------------------------- */

bool cdr_worker_is_stopped(const struct cdr_worker *worker)
{
	return atomic_load(cdr_results_stopped(worker->results));
}

/* Hands on what of the file is shown. The reader may be slow. */
static void hand_over(struct cdr_worker *worker, struct cdr_scanning *scanning,
		      struct cdr_filediff *diff, const struct cdr_matched *matched)
{
	bool all = worker->plan->options.all_hunks;
	enum cdr_stage before;

	if (cdr_matched_shown(matched, diff->n_hunks, all) == 0)
		return;
	if (!scanning->kept)
		scanning->kept = cdr_change_keep(scanning->change, &worker->headers);
	cdr_worker_tell(worker);
	cdr_diff_identify(diff);
	before = cdr_meter_switch(&worker->meter, CDR_STAGE_WAIT);
	cdr_lane_put(scanning->lane, cdr_scanned_keep(scanning->kept, diff, matched, all));
	cdr_meter_switch(&worker->meter, before);
}

/* Runs on DIFF what the matcher is set to. Who has to look at it again; nobody when stopped. */
static struct cdr_again scan_file(struct cdr_worker *worker, struct cdr_scanning *scanning,
				  struct cdr_filediff *diff, struct cdr_arena *arena)
{
	struct cdr_matched matched;

	if (cdr_matcher_run(worker->matcher, scanning->change, diff, arena, &matched) != 0)
		return (struct cdr_again){ .any = false };
	worker->counted.uncovered += !matched.covered;
	worker->memo.uncovered += !matched.covered;
	for (size_t i = 0; i < diff->n_hunks; i++) {
		count_hunk(&worker->counted, &matched.hunks[i]);
		worker->memo.unsure |= diff->hunks[i].kind == CDR_HUNK_UNSCANNABLE;
	}
	hand_over(worker, scanning, diff, &matched);
	return matched.again;
}

/* A change whose files cannot be listed is a hunk that could not be read: of the whole tree. */
void cdr_scanning_unreadable(struct cdr_worker *worker, struct cdr_scanning *scanning,
			     const struct cdr_err *why)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_filediff diff = { .file = { .path = CDR_STR("."), .status = 'M' } };
	struct cdr_hunk hunk = {
		.file = &diff.file,
		.kind = CDR_HUNK_UNSCANNABLE,
		.reason = cdr_str_from(why->message),
	};

	diff.hunks = &hunk;
	diff.n_hunks = 1;
	cdr_matcher_sift(worker->matcher, NULL, NULL);
	scan_file(worker, scanning, &diff, &arena);
	cdr_arena_release(&arena);
}

static struct cdr_sifted ask_sieve(struct cdr_worker *worker, const struct cdr_pair *pair)
{
	enum cdr_stage before = cdr_meter_switch(&worker->meter, CDR_STAGE_PREFILTER);
	struct cdr_sifted sifted = cdr_sieve_pass(worker->sieve, worker->space, pair);

	cdr_meter_switch(&worker->meter, before);
	return sifted;
}

/*
 * What can be found in PAIR: by its bytes, unless it is compared anyway because hunks are
 * counted, then by the lines that differ. Which those are is for libgit2 to say where its
 * line diff is asked for.
 */
static struct cdr_sifted sift(struct cdr_worker *worker, struct cdr_diff *diff,
			      struct cdr_pair *pair)
{
	struct cdr_sifted sifted = { .any = true };

	if (!worker->sieve)
		return sifted;
	if (!worker->plan->options.count_hunks || worker->plan->options.libgit2_diff) {
		sifted = ask_sieve(worker, pair);
		if (!sifted.any || worker->plan->options.libgit2_diff)
			return sifted;
	}
	cdr_diff_compare(diff, pair);
	return ask_sieve(worker, pair);
}

void cdr_scanning_pair(struct cdr_worker *worker, struct cdr_scanning *scanning,
		       struct cdr_diff *diff, struct cdr_pair *pair)
{
	struct cdr_sifted sifted = sift(worker, diff, pair);
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_again again = { .any = false };
	struct cdr_filediff *file;
	size_t n_hunks;

	sifted.any |= cdr_import_has(worker->plan->import, scanning->change, pair->file.path);
	worker->files.seen++;
	worker->files.cleared += !sifted.any;
	worker->files.matched += sifted.any;
	if (!sifted.any && !worker->plan->options.all_hunks) {
		n_hunks = count_cleared(worker, diff, pair);
		worker->counted.hunks += n_hunks;
		worker->counted.uncovered += !sifted.rules->covered;
		worker->memo.uncovered += !sifted.rules->covered;
		cdr_memo_note(&worker->memo, pair->idx, &again, n_hunks);
		return;
	}
	cdr_matcher_sift(worker->matcher, sifted.rules, worker->sieve ? pair : NULL);
	cdr_diff_complete(diff, &arena, pair, &file);
	again = scan_file(worker, scanning, file, &arena);
	cdr_memo_note(&worker->memo, pair->idx, &again, file->n_hunks);
	cdr_arena_release(&arena);
}

/* --- files of known changes ---------------------------------------------------- */

/* RULE and where it is to be run. */
static void add_again(struct cdr_ruleset *rules, const struct cdr_again_rule *rule)
{
	cdr_bits_set(rules->bits, rule->idx);
	for (enum cdr_side side = CDR_SIDE_OLD; side <= CDR_SIDE_NEW; side++) {
		const struct cdr_again_lines *lines = &rule->sides[side];

		if (lines->n > 0)
			cdr_bits_set(rules->located, rule->idx);
		for (size_t i = 0; i < lines->n; i++)
			cdr_sightings_add(rules->sightings, rule->idx, side, lines->linenos[i]);
	}
}

static void choose_again(struct cdr_ruleset *rules, const struct cdr_again *again)
{
	memset(rules->bits, 0, rules->n_words * sizeof(*rules->bits));
	memset(rules->located, 0, rules->n_words * sizeof(*rules->located));
	cdr_sightings_clear(rules->sightings);
	for (size_t i = 0; i < again->n; i++)
		add_again(rules, &again->rules[i]);
	cdr_sightings_sort(rules->sightings);
	rules->builtin = again->builtin;
}

/* A file of a known change that has something in it, by FILE's rules alone. */
void cdr_scanning_again(struct cdr_worker *worker, struct cdr_scanning *scanning,
			struct cdr_diff *diff, const struct cdr_memo_file *file)
{
	struct cdr_ruleset *rules = &worker->again;
	struct cdr_filediff *complete;
	struct cdr_pair *pair;

	choose_again(rules, &file->again);
	cdr_diff_only(diff, file->idx);
	while (cdr_diff_next_pair(diff, &pair, NULL) == 0) {
		struct cdr_arena arena = { NULL, 0 };

		worker->files.seen++;
		worker->files.matched++;
		cdr_matcher_sift(worker->matcher, rules, pair);
		cdr_diff_complete(diff, &arena, pair, &complete);
		scan_file(worker, scanning, complete, &arena);
		cdr_arena_release(&arena);
	}
}
