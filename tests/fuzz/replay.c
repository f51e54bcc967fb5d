/*
 * Runs a fuzz target over its kept seeds, without a fuzzer: tests/fuzz/seeds/<name>/ for
 * the program fuzz_<name>_replay. One TAP line a seed; a target without seeds fails.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEED_MAX ((size_t)16 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t seeds_dir(char *out, size_t size, const char *program)
{
	const char *top = getenv("top");
	const char *base = strrchr(program, '/');
	const char *name = strstr(base ? base : program, "fuzz_");

	if (!name || strlen(name) <= strlen("fuzz_") + strlen("_replay"))
		return 0;
	name += strlen("fuzz_");
	return (size_t)snprintf(out, size, "%s/tests/fuzz/seeds/%.*s", top ? top : ".",
				(int)(strlen(name) - strlen("_replay")), name);
}

static void replay(const char *path, int number)
{
	uint8_t *bytes = malloc(SEED_MAX);
	FILE *file = fopen(path, "re");
	size_t size;

	if (!bytes || !file) {
		printf("not ok %d - %s cannot be read\n", number, path);
	} else {
		size = fread(bytes, 1, SEED_MAX, file);
		bytes = realloc(bytes, size > 0 ? size : 1);
		LLVMFuzzerTestOneInput(bytes, size);
		printf("ok %d - %s\n", number, path);
	}
	if (file)
		fclose(file);
	free(bytes);
}

int main(int argc, char **argv)
{
	char dir[4096], path[8192];
	struct dirent *entry;
	DIR *seeds;
	int n = 0;

	(void)argc;
	if (seeds_dir(dir, sizeof(dir), argv[0]) == 0 || !(seeds = opendir(dir))) {
		printf("not ok 1 - no seeds for %s\n", argv[0]);
		return 1;
	}
	while ((entry = readdir(seeds)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		replay(path, ++n);
	}
	closedir(seeds);
	if (n == 0)
		printf("not ok 1 - no seeds in %s\n", dir);
	return n == 0;
}
