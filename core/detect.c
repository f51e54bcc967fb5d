/*
 * A manifest that names a framework is the only evidence: no import scanning,
 * no guessing by folders.
 */
#include "detect.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define MANIFEST_MAX ((size_t)256 << 10)   /* bytes looked at */

/* Manifest names by prefix and suffix, and the word in them that names the framework. */
static const struct {
	const char *framework, *prefix, *suffix, *word;
} table[] = {
	{ "django", "requirements", ".txt", "django" },
	{ "django", "pyproject", ".toml", "django" },
	{ "django", "Pipfile", "", "django" },
	{ "fastapi", "requirements", ".txt", "fastapi" },
	{ "fastapi", "pyproject", ".toml", "fastapi" },
	{ "fastapi", "Pipfile", "", "fastapi" },
	{ "flask", "requirements", ".txt", "flask" },
	{ "flask", "pyproject", ".toml", "flask" },
	{ "flask", "Pipfile", "", "flask" },
	{ "sqlalchemy", "requirements", ".txt", "sqlalchemy" },
	{ "sqlalchemy", "pyproject", ".toml", "sqlalchemy" },
	{ "express", "package", ".json", "\"express\"" },
	{ "nestjs", "package", ".json", "\"@nestjs/core\"" },
	{ "prisma", "package", ".json", "\"@prisma/client\"" },
	{ "spring", "pom", ".xml", "spring-boot" },
	{ "spring", "build", ".gradle", "spring-boot" },
	{ "spring", "build.gradle", ".kts", "spring-boot" },
	{ "rails", "Gemfile", "", "rails" },
	{ "gin", "go", ".mod", "gin-gonic/gin" },
	{ "gorm", "go", ".mod", "gorm.io/gorm" },
};
#define TABLE_ROWS (sizeof(table) / sizeof(table[0]))

struct detection {
	struct cdr_arena *arena;
	bool rows[TABLE_ROWS];
};

static bool is_manifest(size_t row, struct cdr_str name)
{
	return cdr_str_starts(name, table[row].prefix) && cdr_str_ends(name, table[row].suffix) &&
	       (table[row].suffix[0] != '\0' || cdr_str_is(name, table[row].prefix));
}

static struct cdr_str read_folded(struct cdr_arena *arena, const char *path)
{
	FILE *file = fopen(path, "re");
	char *bytes;
	size_t len;

	if (!file)
		return (struct cdr_str){ NULL, 0 };
	bytes = cdr_arena_alloc(arena, MANIFEST_MAX);
	len = fread(bytes, 1, MANIFEST_MAX, file);
	fclose(file);
	for (size_t i = 0; i < len; i++)
		if (bytes[i] >= 'A' && bytes[i] <= 'Z')
			bytes[i] = (char)(bytes[i] + ('a' - 'A'));
	return (struct cdr_str){ bytes, len };
}

static void look_at(struct detection *detection, const char *dir, const char *name)
{
	struct cdr_arena scratch = { 0 };
	struct cdr_str text = { NULL, 0 };

	for (size_t row = 0; row < TABLE_ROWS; row++) {
		if (!is_manifest(row, cdr_str_from(name)))
			continue;
		if (!text.ptr)
			text = read_folded(&scratch,
					   cdr_arena_printf(&scratch, "%s/%s", dir, name));
		if (cdr_str_find(text, cdr_str_from(table[row].word)) < text.len)
			detection->rows[row] = true;
	}
	cdr_arena_release(&scratch);
}

static void look_in(struct detection *detection, const char *dir, bool descend)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;

	while (stream && (entry = readdir(stream)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		if (entry->d_type == DT_REG)
			look_at(detection, dir, entry->d_name);
		else if (entry->d_type == DT_DIR && descend)
			look_in(detection,
				cdr_arena_printf(detection->arena, "%s/%s", dir, entry->d_name),
				false);
	}
	if (stream)
		closedir(stream);
}

size_t cdr_detect_frameworks(struct cdr_str dir, struct cdr_arena *arena,
			     const struct cdr_str **out)
{
	struct detection detection = { .arena = arena };
	struct cdr_str *names = cdr_arena_alloc(arena, TABLE_ROWS * sizeof(*names));
	size_t n = 0;

	look_in(&detection, cdr_arena_printf(arena, "%.*s", CDR_FMT(dir)), true);
	for (size_t row = 0; row < TABLE_ROWS; row++) {
		struct cdr_str name = cdr_str_from(table[row].framework);

		if (detection.rows[row] && (n == 0 || !cdr_str_eq(names[n - 1], name)))
			names[n++] = name;
	}
	*out = names;
	return n;
}
