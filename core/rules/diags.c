/*
 * diags.c - the list of faults, and the guess what a misspelt word was to be.
 */
#include "rules/diags.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool said_before(const struct cdr_diags *diags, const struct cdr_diag *diag)
{
	for (size_t i = 0; i < diags->list.n; i++) {
		const struct cdr_diag *other = &diags->list.items[i];

		if (other->line == diag->line && other->col == diag->col &&
		    other->is_error == diag->is_error && cdr_str_eq(other->path, diag->path) &&
		    cdr_str_eq(other->message, diag->message))
			return true;
	}
	return false;
}

static void add(struct cdr_diags *diags, struct cdr_diag diag, const char *words)
{
	diag.message = cdr_str_from(words);
	diags->muted = said_before(diags, &diag);
	if (diags->muted)
		return;
	diags->n_errors += diag.is_error;
	diags->muted = diags->list.n >= CDR_DIAGS_MAX;
	if (diags->muted)
		return;
	diag.message = cdr_str_copy(diags->arena, diag.message);
	*cdr_vec_push(diags->arena, &diags->list) = diag;
}

static void add_at(struct cdr_diags *diags, const struct cdr_yaml *at, bool is_error,
		   const char *words)
{
	struct cdr_diag diag = {
		.is_error = is_error, .path = at->path, .line = at->line, .col = at->col
	};

	add(diags, diag, words);
}

void cdr_diags_error(struct cdr_diags *diags, const struct cdr_yaml *at, const char *fmt, ...)
{
	char words[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(words, sizeof(words), fmt, args);
	va_end(args);
	add_at(diags, at, true, words);
}

void cdr_diags_warn(struct cdr_diags *diags, const struct cdr_yaml *at, const char *fmt, ...)
{
	char words[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(words, sizeof(words), fmt, args);
	va_end(args);
	add_at(diags, at, false, words);
}

void cdr_diags_hint(struct cdr_diags *diags, const char *fmt, ...)
{
	char words[512];
	va_list args;

	if (diags->muted || diags->list.n == 0)
		return;
	va_start(args, fmt);
	vsnprintf(words, sizeof(words), fmt, args);
	va_end(args);
	diags->list.items[diags->list.n - 1].hint = cdr_str_copy(diags->arena, cdr_str_from(words));
}

void cdr_diags_ease(struct cdr_diags *diags)
{
	if (!diags->muted && diags->list.n > 0)
		diags->list.items[diags->list.n - 1].is_note = true;
}

void cdr_diags_failure(struct cdr_diags *diags, struct cdr_str path, const struct cdr_err *failure)
{
	struct cdr_diag diag = { .is_error = true, .path = path };
	const char *at = failure->place + strlen(failure->place);
	size_t colons = 0;

	while (at > failure->place && colons < 2)
		colons += *--at == ':';
	if (colons == 2)
		sscanf(at, ":%zu:%zu", &diag.line, &diag.col);
	add(diags, diag, failure->message);
	if (failure->hint[0])
		cdr_diags_hint(diags, "%s", failure->hint);
}

void cdr_diags_locate(struct cdr_diags *diags, const struct cdr_yaml *at, size_t offset)
{
	struct cdr_diag *last;

	if (diags->muted || diags->list.n == 0)
		return;
	last = &diags->list.items[diags->list.n - 1];
	cdr_yaml_locate(at, offset, &last->line, &last->col);
}

int cdr_diags_result(const struct cdr_diags *diags, struct cdr_err *err)
{
	for (size_t i = 0; i < diags->list.n; i++) {
		const struct cdr_diag *diag = &diags->list.items[i];

		if (!diag->is_error)
			continue;
		cdr_fail(err, CDR_EREGISTRY, "%.*s", CDR_FMT(diag->message));
		cdr_err_at(err, cdr_str_copy(diags->arena, diag->path).ptr, diag->line, diag->col);
		if (diag->hint.len)
			cdr_err_hint(err, "%.*s", CDR_FMT(diag->hint));
		return CDR_EREGISTRY;
	}
	return diags->n_errors ? cdr_fail(err, CDR_EREGISTRY, "too many faults") : CDR_OK;
}

/* --- guessing ------------------------------------------------------------ */

#define WORD_MAX 64u

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t min = a < b ? a : b;

	return min < c ? min : c;
}

/* Edit distance with one row of the table kept. Words are at most WORD_MAX bytes. */
static size_t distance(struct cdr_str a, struct cdr_str b)
{
	size_t row[WORD_MAX + 1];

	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t above = row[j];
			size_t replace = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);

			row[j] = min3(above + 1, row[j - 1] + 1, replace);
			diagonal = above;
		}
	}
	return row[b.len];
}

/* Guessing is only worth its time for a fault that was kept. */
struct cdr_guess cdr_guess_for(const struct cdr_diags *diags, struct cdr_str word)
{
	return (struct cdr_guess){ .word = diags->muted ? (struct cdr_str){ NULL, 0 } : word };
}

void cdr_guess_try(struct cdr_guess *guess, struct cdr_str candidate)
{
	size_t near = 1 + guess->word.len / 4, found;

	if (guess->word.len > WORD_MAX || candidate.len > WORD_MAX || guess->word.len < 2)
		return;
	found = distance(guess->word, candidate);
	if (found > near || (guess->best.ptr && found >= guess->distance))
		return;
	guess->best = candidate;
	guess->distance = found;
}

bool cdr_guess_hint(const struct cdr_guess *guess, struct cdr_diags *diags)
{
	if (!guess->best.ptr)
		return false;
	cdr_diags_hint(diags, "did you mean \"%.*s\"?", CDR_FMT(guess->best));
	return true;
}
