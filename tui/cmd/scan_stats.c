/* What a scan cost, for who makes rules or the engine faster. */
#include "cmd/frameworks.h"
#include "cmd/scan.h"

#include <sys/resource.h>
#include <time.h>

uint64_t tui_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static double ms(uint64_t ns)
{
	return (double)ns / 1e6;
}

static double mb(uint64_t bytes)
{
	return (double)bytes / 1e6;
}

static void print_stages(FILE *talk, const struct cdr_meter *meter)
{
	uint64_t total = 0;

	for (int i = 0; i < CDR_STAGES; i++)
		total += meter->sums[i].ns;
	fprintf(talk, "%-10s %10s %7s %11s %10s\n", "stage", "ms", "share", "times", "MB");
	for (enum cdr_stage stage = 0; stage < CDR_STAGES; stage++) {
		const struct cdr_stage_sum *sum = &meter->sums[stage];

		fprintf(talk, "%-10s %10.1f %6.1f%% %11llu %10.1f\n", cdr_stage_name(stage),
			ms(sum->ns), total ? 100.0 * (double)sum->ns / (double)total : 0.0,
			(unsigned long long)sum->n, mb(sum->bytes));
	}
}

static void print_rules(FILE *talk, const struct cdr_scan_stats *stats)
{
	if (stats->n_costly > 0)
		fprintf(talk, "%-40s %10s %11s %10s\n", "rule", "ms", "files", "findings");
	for (size_t i = 0; i < stats->n_costly; i++) {
		const struct cdr_costly *costly = &stats->costly[i];

		fprintf(talk, "%-40.*s %10.1f %11llu %10llu\n", CDR_FMT(costly->rule->id),
			ms(costly->ns), (unsigned long long)costly->files,
			(unsigned long long)costly->findings);
	}
}

void tui_scan_stats(const struct tui_run *run, struct cdr_scan *scan, uint64_t began)
{
	FILE *talk = run->out->talk;
	uint64_t wall = tui_clock() - began;
	struct cdr_scan_stats stats;
	struct rusage usage;

	cdr_scan_stats(scan, &stats);
	print_stages(talk, &stats.meter);
	fprintf(talk, "changes    %zu: %zu known from earlier scans, %zu read\n",
		stats.changes.known + stats.changes.read, stats.changes.known, stats.changes.read);
	fprintf(talk, "files      %zu: %zu where nothing can be found, %zu matched\n",
		stats.files.seen, stats.files.cleared, stats.files.matched);
	tui_frameworks_print(run->out, cdr_session_registry(run->session));
	print_rules(talk, &stats);
	getrusage(RUSAGE_SELF, &usage);
	fprintf(talk, "whole      %.1f ms on %zu thread%s, at most %.1f MB of memory\n",
		ms(wall), stats.n_threads, stats.n_threads == 1 ? "" : "s",
		mb((uint64_t)usage.ru_maxrss * 1024));
}
