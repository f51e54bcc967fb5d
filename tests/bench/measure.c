/*
 * measure.c - commands run in turn, several times, their medians side by side:
 * what a busy machine takes from one it takes from all, so that ratios hold.
 *
 * usage: measure RUNS NAME COMMAND [NAME COMMAND]...
 * Commands are lines for sh, output is thrown away. Prints wall and processor
 * time, peak memory (all, and what is not file-backed), and the ratio to the first.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MAX 99
#define COMMANDS_MAX 16
#define LOOK_NS 5000000 /* how often anonymous memory is looked at */

struct run {
	double wall, cpu; /* seconds */
	double peak, anon; /* MiB; anon is of the command itself, not of its children */
};

struct command {
	const char *name, *line;
	struct run runs[RUNS_MAX];
};

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* RssAnon of PID, MiB; 0 when it is gone. */
static double anonymous(pid_t pid)
{
	char path[64], line[256];
	long kib = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, "RssAnon:", 8) == 0)
			kib = strtol(line + 8, NULL, 10);
	if (file)
		fclose(file);
	return (double)kib / 1024;
}

static pid_t start(const char *line)
{
	pid_t pid = fork();
	int null;

	if (pid != 0)
		return pid;
	null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(127);
}

static double seconds(struct timeval at)
{
	return (double)at.tv_sec + (double)at.tv_usec / 1e6;
}

static struct run measure(const char *line)
{
	const struct timespec pause = { 0, LOOK_NS };
	struct run run = { 0, 0, 0, 0 };
	struct rusage used;
	double began = now();
	pid_t pid = start(line);
	int status;

	if (pid < 0)
		exit(2);
	while (wait4(pid, &status, WNOHANG, &used) == 0) {
		double anon = anonymous(pid);

		if (anon > run.anon)
			run.anon = anon;
		nanosleep(&pause, NULL);
	}
	run.wall = now() - began;
	run.cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
	run.peak = (double)used.ru_maxrss / 1024;
	if (WIFSIGNALED(status) || WEXITSTATUS(status) > 1)
		fprintf(stderr, "measure: status %d: %s\n", status >> 8, line);
	return run;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* The median of the numbers AT bytes into each run. */
static double median(const struct command *command, size_t n, size_t at)
{
	double values[RUNS_MAX];

	for (size_t i = 0; i < n; i++)
		memcpy(&values[i], (const char *)&command->runs[i] + at, sizeof(double));
	qsort(values, n, sizeof(double), compare);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static void print(const struct command *command, const struct command *first, size_t n)
{
	double wall = median(command, n, offsetof(struct run, wall));
	double cpu = median(command, n, offsetof(struct run, cpu));
	double peak = median(command, n, offsetof(struct run, peak));

	printf("%-24s %9.3f %6.2f %9.3f %6.2f %8.1f %6.2f %8.1f\n", command->name, wall,
	       wall / median(first, n, offsetof(struct run, wall)), cpu,
	       cpu / median(first, n, offsetof(struct run, cpu)), peak,
	       peak / median(first, n, offsetof(struct run, peak)),
	       median(command, n, offsetof(struct run, anon)));
}

int main(int argc, char **argv)
{
	static struct command commands[COMMANDS_MAX];
	size_t n_runs = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 0, n = 0;

	for (int i = 2; i + 1 < argc && n < COMMANDS_MAX; i += 2)
		commands[n++] = (struct command){ .name = argv[i], .line = argv[i + 1] };
	if (n == 0 || n_runs == 0 || n_runs > RUNS_MAX) {
		fprintf(stderr, "usage: measure RUNS NAME COMMAND [NAME COMMAND]...\n");
		return 2;
	}
	for (size_t run = 0; run < n_runs; run++)
		for (size_t i = 0; i < n; i++)
			commands[i].runs[run] = measure(commands[i].line);
	printf("%-24s %9s %6s %9s %6s %8s %6s %8s\n", "", "wall s", "ratio", "cpu s", "ratio",
	       "peak MiB", "ratio", "anon MiB");
	for (size_t i = 0; i < n; i++)
		print(&commands[i], &commands[0], n_runs);
	return 0;
}
