/*
 * fingerprint.c - SHA-256 over rule, path and normalised statement, then over
 * the ordinal among equal ones of the file; no line numbers, so that it
 * survives edits elsewhere. Secrets are blanked first: a hash of something
 * guessable gives it away.
 */
#include "scan/fingerprint.h"

#include "base/sha256.h"
#include "scan/guard/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION "cdreview-finding/1" /* raised when all findings become others */

#define AROUND ((size_t)256) /* bytes on either side, where a statement is too long */
#define MINIFIED_BYTES ((size_t)16 << 10)   /* a statement longer than this is not a person's */

/* A finding with the hash that it shares with its equals. */
struct print {
	struct cdr_hash base;
	struct cdr_finding *finding;
	size_t idx;
};

/* Bytes of SIDE with '*' for those of secrets. */
static char *without_secrets(struct cdr_filescan *scan, enum cdr_side side, struct cdr_span span)
{
	size_t len = span.to - span.from;
	char *out = cdr_arena_copy(scan->scratch, scan->views[side].text.ptr + span.from, len);

	for (size_t i = 0; i < scan->secrets.n; i++) {
		struct cdr_span secret = scan->secrets.items[i].span;

		if (secret.from < span.from)
			secret.from = span.from;
		if (secret.to > span.to)
			secret.to = span.to;
		if (scan->secrets.items[i].side == side && secret.from < secret.to)
			memset(out + (secret.from - span.from), '*', secret.to - secret.from);
	}
	return out;
}

/* Bytes of SIDE with secrets as one '*' and white space as one blank. */
static struct cdr_str normalised(struct cdr_filescan *scan, enum cdr_side side,
				 struct cdr_span span)
{
	char *out = without_secrets(scan, side, span);
	size_t len = 0;

	for (size_t at = 0; at < span.to - span.from; at++) {
		char c = out[at];

		if (c == '\t' || c == '\n' || c == '\r')
			c = ' ';
		if (len == 0 || out[len - 1] != c || (c != ' ' && c != '*'))
			out[len++] = c;
	}
	return cdr_str_trim((struct cdr_str){ out, len });
}

/* The statement of FINDING; of a minified one what stands around the match. */
static struct cdr_span statement_of(struct cdr_view *view, const struct cdr_finding *finding)
{
	struct cdr_span span = cdr_view_span(view, cdr_view_statement(view, finding->line));
	size_t at = cdr_view_byte(view, finding->line, finding->col);

	if (span.to - span.from <= MINIFIED_BYTES)
		return span;
	if (at - span.from > AROUND)
		span.from = at - AROUND;
	if (span.to - at > AROUND)
		span.to = at + AROUND;
	return span;
}

/* A guard is what it says; anything else is the statement that it stands in. */
static struct cdr_str substance(struct cdr_filescan *scan, const struct cdr_hunk *hunk,
				const struct cdr_finding *finding)
{
	struct cdr_view *view = &scan->views[finding->side];
	struct cdr_span span;

	if (finding->line == 0)
		return cdr_str_from(cdr_hunk_kind_name(hunk->kind));
	if (finding->rule->detector != CDR_GUARD)
		return normalised(scan, finding->side, statement_of(view, finding));
	span.from = cdr_view_byte(view, finding->line, finding->col);
	span.to = cdr_view_byte(view, finding->end_line, finding->end_col);
	return cdr_guard_words(cdr_str_sub(view->text, span.from, span.to), scan->scratch);
}

static void add_field(struct cdr_sha256 *sha, struct cdr_str field)
{
	cdr_sha256_field(sha, field.ptr, field.len);
}

static struct cdr_hash base_of(struct cdr_filescan *scan, const struct cdr_hunk *hunk,
			       const struct cdr_finding *finding)
{
	struct cdr_sha256 *sha = cdr_sha256_new();

	add_field(sha, CDR_STR(VERSION));
	add_field(sha, finding->rule->id);
	add_field(sha, scan->diff->file.path);
	add_field(sha, finding->anchor);
	add_field(sha, substance(scan, hunk, finding));
	return cdr_sha256_take(sha);
}

static struct cdr_hash with_ordinal(const struct cdr_hash *base, size_t ordinal)
{
	struct cdr_sha256 *sha = cdr_sha256_new();
	char digits[32];

	cdr_sha256_field(sha, base->bytes, sizeof(base->bytes));
	cdr_sha256_field(sha, digits, (size_t)snprintf(digits, sizeof(digits), "%zu", ordinal));
	return cdr_sha256_take(sha);
}

static int compare(const void *left, const void *right)
{
	const struct print *a = left, *b = right;
	int order = memcmp(a->base.bytes, b->base.bytes, sizeof(a->base.bytes));

	return order ? order : (a->idx > b->idx) - (a->idx < b->idx);
}

static struct print *bases(struct cdr_filescan *scan, size_t *n)
{
	CDR_VEC(struct print) prints = { NULL, 0, 0 };

	for (size_t i = 0; i < scan->diff->n_hunks; i++)
		for (size_t k = 0; k < scan->harvest[i].findings.n; k++) {
			struct cdr_finding *finding = &scan->harvest[i].findings.items[k];
			struct cdr_hash base = base_of(scan, &scan->diff->hunks[i], finding);
			size_t idx = prints.n;

			*cdr_vec_push(scan->scratch, &prints) =
				(struct print){ base, finding, idx };
		}
	*n = prints.n;
	return prints.items;
}

void cdr_fingerprint(struct cdr_filescan *scan)
{
	size_t n, ordinal = 0;
	struct print *prints = bases(scan, &n);

	if (n > 0)
		qsort(prints, n, sizeof(*prints), compare);
	for (size_t i = 0; i < n; i++) {
		bool again = i > 0 && cdr_hash_eq(&prints[i - 1].base, &prints[i].base);

		ordinal = again ? ordinal + 1 : 1;
		prints[i].finding->fingerprint = with_ordinal(&prints[i].base, ordinal);
	}
}
