/*
 * tap.c - the Test Anything Protocol, versions 12 to 14: a line a test, and a plan that
 * says how many there are. Lines that are none of its own are other output and mean
 * nothing, indented ones belong to a subtest, whose result its parent repeats.
 */
#include "verify/report.h"

#include <string.h>
#include <strings.h>

struct tap {
	struct cdr_check_report *report;
	struct cdr_arena *arena;
	struct cdr_err *err;
	size_t lineno;
	bool has_plan;
	uint64_t planned, seen;
};

static int fault(struct tap *tap, const char *what)
{
	return cdr_fail(tap->err, CDR_ESYNTAX, "line %zu: %s", tap->lineno, what);
}

/* Takes digits off TEXT; false when there are none, or too many to be meant. */
static bool take_number(struct cdr_str *text, uint64_t *number)
{
	size_t len = 0;

	*number = 0;
	while (len < text->len && text->ptr[len] >= '0' && text->ptr[len] <= '9' && len < 10)
		*number = *number * 10 + (uint64_t)(text->ptr[len++] - '0');
	*text = cdr_str_sub(*text, len, text->len);
	return len > 0 && len < 10;
}

/* What stands behind an unescaped " #", trimmed; {.., 0} when nothing does. */
static struct cdr_str directive_of(struct cdr_str *description)
{
	struct cdr_str text = *description;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\\') {
			i++;
		} else if (text.ptr[i] == '#' && (i == 0 || text.ptr[i - 1] == ' ')) {
			*description = cdr_str_trim(cdr_str_sub(text, 0, i));
			return cdr_str_trim(cdr_str_sub(text, i + 1, text.len));
		}
	}
	*description = cdr_str_trim(text);
	return cdr_str_sub(text, text.len, text.len);
}

static bool begins(struct cdr_str text, const char *word)
{
	return text.len >= 4 && strncasecmp(text.ptr, word, 4) == 0;
}

/* REST follows "ok" or "not ok". */
static int read_test(struct tap *tap, bool ok, struct cdr_str rest)
{
	struct cdr_str directive;
	uint64_t number;

	rest = cdr_str_trim(rest);
	tap->seen++;
	if (rest.len && rest.ptr[0] >= '0' && rest.ptr[0] <= '9' &&
	    (!take_number(&rest, &number) || number != tap->seen))
		return fault(tap, "tests are not numbered one after the other");
	rest = cdr_str_trim(rest);
	if (cdr_str_starts(rest, "- "))
		rest = cdr_str_sub(rest, 2, rest.len);
	directive = directive_of(&rest);
	if (begins(directive, "SKIP") || (begins(directive, "TODO") && !ok))
		tap->report->counts.skipped++;
	else if (ok)
		tap->report->counts.passed++;
	else
		cdr_report_add_failed(tap->report, tap->arena, rest);
	return 0;
}

static int read_plan(struct tap *tap, struct cdr_str rest)
{
	if (tap->has_plan)
		return fault(tap, "a second plan");
	if (!take_number(&rest, &tap->planned))
		return fault(tap, "a plan without a number");
	tap->has_plan = true;
	return 0;
}

static bool is_test(struct cdr_str line, const char *word, struct cdr_str *rest)
{
	size_t len = strlen(word);

	if (!cdr_str_starts(line, word) || (line.len > len && line.ptr[len] != ' '))
		return false;
	*rest = cdr_str_sub(line, len, line.len);
	return true;
}

static int read_line(struct tap *tap, struct cdr_str line)
{
	struct cdr_str rest;

	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	if (is_test(line, "ok", &rest))
		return read_test(tap, true, rest);
	if (is_test(line, "not ok", &rest))
		return read_test(tap, false, rest);
	if (cdr_str_starts(line, "1.."))
		return read_plan(tap, cdr_str_sub(line, 3, line.len));
	if (cdr_str_starts(line, "Bail out!"))
		return fault(tap, "the tests bailed out");
	return 0;
}

int cdr_report_read_tap(const struct cdr_report_source *source, struct cdr_arena *arena,
			struct cdr_check_report *out, struct cdr_err *err)
{
	struct tap tap = { .report = out, .arena = arena, .err = err };
	struct cdr_str text = source->text, line;
	int rc = 0;

	while (rc == 0 && cdr_str_line(&text, &line)) {
		tap.lineno++;
		rc = read_line(&tap, line);
	}
	if (rc < 0)
		return rc;
	if (!tap.has_plan)
		return cdr_fail(err, CDR_ESYNTAX, "there is no plan (\"1..N\")");
	if (tap.seen != tap.planned)
		return cdr_fail(err, CDR_ESYNTAX, "%llu tests were planned, %llu ran",
				(unsigned long long)tap.planned, (unsigned long long)tap.seen);
	return 0;
}
