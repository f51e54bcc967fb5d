/*
 * guards.c - pairs of versions in which a guard was lost or only looks it, made
 * from public code for measuring guard rules.
 *
 * usage: guards PER_KIND LABELS <BATCH >STREAM
 * BATCH is `git cat-file --batch='%(objectsize) %(rest)'` over "OID PATH" lines,
 * STREAM goes to `git fast-import`: one commit with all old versions, then one
 * with the new ones. LABELS gets a line a pair: path, language, mutation, lost|kept.
 */
#define _GNU_SOURCE
#include "guards.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX (512 * 1024)

static const char *const language_names[] = { "python", "java", "ruby", "javascript" };

void put(struct out *out, const char *bytes, size_t len)
{
	if (out->len + len + 1 > out->alloc) {
		out->alloc = (out->len + len + 1) * 2;
		out->bytes = realloc(out->bytes, out->alloc);
		if (!out->bytes)
			abort();
	}
	memcpy(out->bytes + out->len, bytes, len);
	out->len += len;
	out->bytes[out->len] = '\0';
}

void puts_to(struct out *out, const char *text)
{
	put(out, text, strlen(text));
}

struct making {
	FILE *labels;
	size_t per_kind, n;
	size_t made[LANGUAGES][MUTATIONS];
	struct out old_stream, new_stream;
};

static void put_file(struct out *stream, const char *path, const char *text, size_t len)
{
	char head[4200];

	snprintf(head, sizeof(head), "M 100644 inline %s\ndata %zu\n", path, len);
	puts_to(stream, head);
	put(stream, text, len);
	puts_to(stream, "\n");
}

static void make_pair(struct making *making, const struct source *source, const struct guard *guard,
		      size_t which)
{
	size_t *made = &making->made[source->language][which];
	struct out out = { NULL, 0, 0 };
	char path[4200];

	if (*made >= making->per_kind || !mutations[which].make(&out, source, guard)) {
		free(out.bytes);
		return;
	}
	++*made;
	snprintf(path, sizeof(path), "pair%05zu/%s", making->n++, source->path);
	put_file(&making->old_stream, path, source->line[0],
		 (size_t)(source->line[source->n] - source->line[0]));
	put_file(&making->new_stream, path, out.bytes, out.len);
	fprintf(making->labels, "%s\t%s\t%s\t%s\n", path, language_names[source->language],
		mutations[which].name, mutations[which].lost ? "lost" : "kept");
	free(out.bytes);
}

static bool language_of(const char *path, enum language *language)
{
	static const struct {
		const char *end;
		enum language language;
	} ends[] = {
		{ ".py", PYTHON },     { ".java", JAVA },     { ".rb", RUBY },
		{ ".js", JAVASCRIPT }, { ".ts", JAVASCRIPT }, { ".mjs", JAVASCRIPT },
	};
	size_t len = strlen(path);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (len > strlen(ends[i].end) &&
		    strcmp(path + len - strlen(ends[i].end), ends[i].end) == 0) {
			*language = ends[i].language;
			return true;
		}
	return false;
}

static void split(struct source *source, char *text, size_t len)
{
	char *at = text, *end = text + len;

	for (source->n = 0; at < end && source->n < LINES_MAX; source->n++) {
		char *lf = memchr(at, '\n', (size_t)(end - at));

		source->line[source->n] = at;
		at = lf ? lf + 1 : end;
	}
	source->line[source->n] = at;
}

static void make_pairs(struct making *making, struct source *source)
{
	struct guard guard;

	for (size_t i = 0; i < source->n; i++) {
		if (!guard_find(source, i, &guard))
			continue;
		for (size_t k = 0; k < MUTATIONS; k++)
			make_pair(making, source, &guard, k);
		i = guard.to;
	}
}

int main(int argc, char **argv)
{
	static struct source source;
	struct making making = { .labels = NULL };
	char line[8300], *path;
	size_t size;

	if (argc != 3 || !(making.labels = fopen(argv[2], "w"))) {
		fprintf(stderr, "usage: guards PER_KIND LABELS <BATCH >STREAM\n");
		return 2;
	}
	making.per_kind = (size_t)strtoul(argv[1], NULL, 10);
	while (fgets(line, sizeof(line), stdin)) {
		char *text;

		size = (size_t)strtoul(line, &path, 10);
		path += *path == ' ';
		path[strcspn(path, "\n")] = '\0';
		text = calloc(1, size + 2);
		if (!text || fread(text, 1, size + 1, stdin) != size + 1)
			return 2;
		text[size] = '\0';
		source.path = path;
		if (size < FILE_MAX && language_of(path, &source.language) &&
		    strlen(text) == size) {
			split(&source, text, size);
			make_pairs(&making, &source);
		}
		free(text);
	}
	printf("commit refs/heads/main\ncommitter a <a@example.org> 1000000000 +0000\ndata "
	       "4\nold\n\n");
	fwrite(making.old_stream.bytes, 1, making.old_stream.len, stdout);
	printf("commit refs/heads/main\ncommitter a <a@example.org> 1000000100 +0000\ndata "
	       "4\nnew\n\n");
	fwrite(making.new_stream.bytes, 1, making.new_stream.len, stdout);
	free(making.old_stream.bytes);
	free(making.new_stream.bytes);
	return fclose(making.labels) == 0 ? 0 : 2;
}
