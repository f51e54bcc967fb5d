/*
 * guards.h - what finding guards, changing them and writing the pairs down share.
 */
#ifndef TEST_GUARDS_H
#define TEST_GUARDS_H

#include <stdbool.h>
#include <stddef.h>

#define LINES_MAX 20000

enum language { PYTHON, JAVA, RUBY, JAVASCRIPT, LANGUAGES };

/* A file as lines, counted from 0; line[n] is the end. */
struct source {
	enum language language;
	const char *path;
	char *line[LINES_MAX + 1];
	size_t n;
};

/* Ranges of lines, ends exclusive. */
struct guard {
	size_t from, to;          /* its own lines; of an argument, the line it stands in */
	size_t entity, entity_to; /* what it guards, decorators and body */
	size_t head;              /* the line that names the entity */
	const char *arg;          /* where a route's argument begins, else NULL */
	size_t arg_len;           /* with the comma and blank behind it */
	bool is_condition;        /* a condition that refuses, in a body */
};

/* Text that grows; bytes are freed by the caller. */
struct out {
	char *bytes;
	size_t len, alloc;
};

void put(struct out *out, const char *bytes, size_t len);
void puts_to(struct out *out, const char *text);

size_t line_len(const struct source *source, size_t i);
size_t indent_of(const struct source *source, size_t i);
bool is_blank(const struct source *source, size_t i);
bool has(const struct source *source, size_t i, const char *word);
bool starts(const struct source *source, size_t i, const char *word);
bool is_head(const struct source *source, size_t i);

/* The line after the brackets that are open from line I on, strings left out. */
size_t brackets_end(const struct source *source, size_t i);

/* The end of the block below line HEAD: lines that are indented more, and its last bracket or `end`. */
size_t block_end(const struct source *source, size_t head);

/* The guard that begins on line I. */
bool guard_find(const struct source *source, size_t i, struct guard *guard);

/* One way to change a file; make() is false where it does not apply. */
struct mutation {
	const char *name;
	bool lost;                /* the guard is lost by it, else kept */
	bool (*make)(struct out *out, const struct source *source, const struct guard *guard);
};

#define MUTATIONS 18
extern const struct mutation mutations[MUTATIONS];

#endif
