/*
 * language.c - which language a file is in: by name, extension, or its #! line.
 */
#include "rules/language.h"

#include <string.h>

#define HEAD_MAX 200u

const struct cdr_language *cdr_language_at(size_t idx)
{
	return idx < cdr_n_languages ? &cdr_languages[idx] : NULL;
}

static bool is_listed(const char *const *list, struct cdr_str name)
{
	for (; list && *list; list++)
		if (cdr_str_is(name, *list))
			return true;
	return false;
}

static struct cdr_str base_name(struct cdr_str path)
{
	for (size_t i = path.len; i > 0; i--)
		if (path.ptr[i - 1] == '/')
			return cdr_str_sub(path, i, path.len);
	return path;
}

/* In lower case, from the last dot; longer ones than BUF are no language's. */
static struct cdr_str extension(struct cdr_str name, char buf[16])
{
	size_t dot = name.len, len = 0;

	while (dot > 0 && name.ptr[dot - 1] != '.')
		dot--;
	if (dot < 2 || name.len - dot >= 16)
		return (struct cdr_str){ NULL, 0 };
	for (; dot < name.len; dot++) {
		char c = name.ptr[dot];

		buf[len++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return (struct cdr_str){ buf, len };
}

/* "#!/usr/bin/env python3 -u" -> "python". */
static struct cdr_str interpreter(struct cdr_str head)
{
	struct cdr_str line = { NULL, 0 }, word;

	head = cdr_str_sub(head, 0, HEAD_MAX);
	if (!cdr_str_starts(head, "#!") || !cdr_str_line(&head, &line))
		return (struct cdr_str){ NULL, 0 };
	line = cdr_str_trim(cdr_str_sub(line, 2, line.len));
	do {
		word = cdr_str_sub(line, 0, cdr_str_find(line, CDR_STR(" ")));
		line = cdr_str_trim(cdr_str_sub(line, word.len, line.len));
		word = base_name(word);
	} while (line.len && (cdr_str_is(word, "env") || cdr_str_starts(word, "-")));
	while (word.len && strchr("0123456789.", word.ptr[word.len - 1]))
		word.len--;
	return word;
}

/* "Dockerfile.dev" and "dev.Dockerfile" are Dockerfiles, ".env.local" is an .env. */
static const struct cdr_language *variant_of(struct cdr_str name)
{
	if (cdr_str_starts(name, "Dockerfile.") || cdr_str_starts(name, "Containerfile."))
		return cdr_language_named(CDR_STR("dockerfile"));
	return cdr_str_starts(name, ".env.") ? cdr_language_named(CDR_STR("ini")) : NULL;
}

const struct cdr_language *cdr_language_of(struct cdr_str path, struct cdr_str head)
{
	char buf[16];
	struct cdr_str name = base_name(path), ext = extension(name, buf), program;
	const struct cdr_language *variant = variant_of(name);

	if (variant)
		return variant;
	for (size_t i = 0; i < cdr_n_languages; i++)
		if (is_listed(cdr_languages[i].files, name) ||
		    (ext.len && is_listed(cdr_languages[i].extensions, ext)))
			return &cdr_languages[i];
	program = interpreter(head);
	for (size_t i = 0; program.len && i < cdr_n_languages; i++)
		if (is_listed(cdr_languages[i].interpreters, program))
			return &cdr_languages[i];
	return NULL;
}

const struct cdr_language *cdr_language_named(struct cdr_str name)
{
	for (size_t i = 0; i < cdr_n_languages; i++)
		if (cdr_str_is(name, cdr_languages[i].name))
			return &cdr_languages[i];
	return NULL;
}

const char *cdr_language_name(const struct cdr_language *language)
{
	return language->name;
}

bool cdr_language_masks(const struct cdr_language *language)
{
	return language != NULL;
}

/*
 * Whether comments begin with a mark and end with their line, whatever stands before: then
 * nothing that was misread above can make a part of a line comment.
 */
static bool ends_comments_with_lines(const struct cdr_language *language)
{
	const struct cdr_comment *comment = language->comments;

	if (language->around != CDR_AROUND_NONE || language->phase != CDR_PHASE_NONE)
		return false;
	for (; comment && comment->open; comment++)
		if (comment->close || comment->place == CDR_COMMENT_LINES)
			return false;
	return true;
}

bool cdr_language_may_comment(const struct cdr_language *language, struct cdr_str line)
{
	const struct cdr_comment *comment = language->comments;

	if (!ends_comments_with_lines(language))
		return true;
	for (; comment && comment->open; comment++)
		if (cdr_str_has(line, comment->open))
			return true;
	return false;
}
