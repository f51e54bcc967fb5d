/*
 * clause.c - `need` and `unless` ask about the surroundings of a match: how far
 * they look is their scope, at which lines there is their side.
 */
#include "scan/clause.h"

#include "rules/ascii.h"
#include "scan/companion.h"
#include "scan/numeric.h"
#include "scan/trace.h"

#include <limits.h>
#include <string.h>

/* --- one match --------------------------------------------------------------- */

struct cdr_str cdr_match_group(struct cdr_str text, const struct cdr_match *match, int group)
{
	struct cdr_span span = match->groups[group];

	return span.from > span.to ? CDR_STR("") : cdr_str_sub(text, span.from, span.to);
}

int cdr_clause_keeps(struct cdr_match_space *space, const struct cdr_clause *clause,
		     struct cdr_str text, const struct cdr_match *match, struct cdr_err *err)
{
	const struct cdr_numeric *numeric = clause->numeric;
	struct cdr_search whole = { cdr_match_group(text, match, 0), 0 };
	struct cdr_match inner;
	int rc;

	if (numeric && !cdr_number_stands(numeric, cdr_match_group(text, match, numeric->group),
					  clause->nth == 0))
		return 0;
	if (!clause->not_re)
		return 1;
	rc = cdr_pattern_find(clause->not_re, space, whole, &inner, err);
	if (rc == CDR_ENOTFOUND)
		return 1;
	return rc < 0 ? rc : 0;
}

/* --- pieces -------------------------------------------------------------------- */

static struct cdr_piece piece_of(struct cdr_filescan *scan, const struct cdr_clause *clause,
				 const struct cdr_occasion *occasion)
{
	struct cdr_piece piece = { .version = occasion->spot.side };
	struct cdr_view *view = &scan->views[piece.version];
	uint32_t lineno = occasion->spot.lineno;

	if (clause->scope == CDR_SCOPE_LINE)
		piece.lines = (struct cdr_lines){ lineno, lineno + 1 };
	else if (clause->scope == CDR_SCOPE_STATEMENT)
		piece.lines = cdr_view_statement(view, lineno);
	else if (clause->scope == CDR_SCOPE_ENTITY)
		piece.lines = cdr_view_surroundings(view, lineno);
	else
		piece.version = cdr_match_side_is_old(clause->side) ? CDR_SIDE_OLD : CDR_SIDE_NEW;
	if (clause->scope == CDR_SCOPE_HUNK)
		piece.hunk = occasion->hunk;
	return piece;
}

/* The change's lines on the clause's side; of one version, unless the scope is the file. */
static const struct cdr_subjects *lines_of(struct cdr_filescan *scan,
					   const struct cdr_clause *clause,
					   const struct cdr_piece *piece)
{
	struct cdr_clause lines = { .side = clause->side, .mask = clause->mask };

	if (clause->side == CDR_ON_CHANGED && clause->scope != CDR_SCOPE_FILE)
		lines.side = piece->version == CDR_SIDE_OLD ? CDR_ON_REMOVED : CDR_ON_ADDED;
	return cdr_subjects_of(&scan->subjects, &lines, false);
}

static size_t first_from(const struct cdr_subjects *list, uint32_t lineno)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->items[middle].first.lineno < lineno)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Those of them that lie in PIECE, joined. */
static struct cdr_str join(struct cdr_filescan *scan, const struct cdr_clause *clause,
			   const struct cdr_piece *piece)
{
	const struct cdr_subjects *list = lines_of(scan, clause, piece);
	bool all = clause->scope == CDR_SCOPE_FILE;
	size_t from = all ? 0 : first_from(list, piece->lines.from);
	size_t to = all ? list->n : first_from(list, piece->lines.to);
	size_t len = 0;
	char *text;

	for (size_t i = from; i < to; i++)
		len += list->items[i].text.len + 1;
	text = cdr_arena_alloc(scan->scratch, len);
	len = 0;
	for (size_t i = from; i < to; i++) {
		struct cdr_str line = list->items[i].text;

		if (line.len)
			memcpy(text + len, line.ptr, line.len);
		len += line.len;
		text[len++] = '\n';
	}
	return (struct cdr_str){ text, len ? len - 1 : 0 };
}

static struct cdr_str text_of(struct cdr_filescan *scan, const struct cdr_clause *clause,
			      const struct cdr_piece *piece)
{
	struct cdr_view *view = &scan->views[piece->version];
	const struct cdr_subject *subject;

	if (clause->scope == CDR_SCOPE_HUNK) {
		subject = cdr_subjects_in_hunk(cdr_subjects_of(&scan->subjects, clause, false),
					       piece->hunk);
		return subject ? subject->text : CDR_STR("");
	}
	if (clause->side != CDR_ON_OLD && clause->side != CDR_ON_NEW)
		return join(scan, clause, piece);
	if (clause->scope == CDR_SCOPE_FILE)
		return cdr_view_masked(view, clause->mask);
	return cdr_view_lines(view, piece->lines, clause->mask);
}

/* Line and column of byte AT of text_of(). */
static struct cdr_spot spot_of(struct cdr_filescan *scan, const struct cdr_clause *clause,
			       const struct cdr_piece *piece, struct cdr_span at, uint32_t *col)
{
	struct cdr_view *view = &scan->views[piece->version];
	const struct cdr_subjects *list;
	size_t i = 0;

	if (clause->scope == CDR_SCOPE_HUNK) {
		list = cdr_subjects_of(&scan->subjects, clause, false);
		return cdr_subject_spot(cdr_subjects_in_hunk(list, piece->hunk), at.from, col);
	}
	if (clause->side == CDR_ON_OLD || clause->side == CDR_ON_NEW) {
		if (clause->scope != CDR_SCOPE_FILE)
			at.from += cdr_view_span(view, piece->lines).from;
		return (struct cdr_spot){ piece->version, cdr_view_locate(view, at.from, col) };
	}
	list = lines_of(scan, clause, piece);
	if (clause->scope != CDR_SCOPE_FILE)
		i = first_from(list, piece->lines.from);
	for (; i + 1 < list->n && at.from > list->items[i].text.len; i++)
		at.from -= list->items[i].text.len + 1;
	return cdr_subject_spot(&list->items[i], at.from, col);
}

/* --- asking ---------------------------------------------------------------------- */

/* A question with the expression that it comes to. */
struct question {
	const struct cdr_clause *clause;
	const struct cdr_pattern *pattern;
	struct cdr_piece piece;
};

/* Is there a match that the clause keeps? 1, 0 or an error; *MATCH is that match. */
static int search(struct cdr_filescan *scan, const struct question *question, struct cdr_str text,
		  struct cdr_match *match, struct cdr_err *err)
{
	struct cdr_search where = { text, 0 };
	int rc = cdr_asking_spend(&scan->asking, text.len, err);

	while (rc == 0) {
		int kept;

		rc = cdr_pattern_find(question->pattern, scan->space, where, match, err);
		if (rc != 0)
			break;
		kept = cdr_clause_keeps(scan->space, question->clause, text, match, err);
		if (kept != 0)
			return kept;
		where.from = cdr_match_next(text, match);
		rc = cdr_asking_try(&scan->asking, err);
	}
	return rc == CDR_ENOTFOUND ? 0 : rc;
}

static bool is_answered(const struct cdr_answer *answer, const struct question *question)
{
	return answer->clause == question->clause && answer->pattern == question->pattern &&
	       answer->piece.version == question->piece.version &&
	       answer->piece.lines.from == question->piece.lines.from &&
	       answer->piece.lines.to == question->piece.lines.to &&
	       answer->piece.hunk == question->piece.hunk;
}

/* To who traces it. */
static void tell(struct cdr_filescan *scan, const struct question *question, struct cdr_str text,
		 const struct cdr_match *match)
{
	struct cdr_trace_found found = { .text = text, .match = match };

	if (scan->trace && match)
		found.spot = spot_of(scan, question->clause, &question->piece, match->groups[0],
				     &found.col);
	cdr_trace_clause(scan->trace, question->clause, &found);
}

static int ask_piece(struct cdr_filescan *scan, const struct question *question,
		     struct cdr_err *err)
{
	struct cdr_answer *answer = &scan->asking.answers[question->clause->nth % CDR_ANSWERS];
	struct cdr_match match;
	struct cdr_str text;
	int holds;

	if (is_answered(answer, question) && !scan->trace)
		return answer->holds;
	text = text_of(scan, question->clause, &question->piece);
	holds = search(scan, question, text, &match, err);
	if (holds >= 0)
		*answer = (struct cdr_answer){ question->clause, question->pattern, question->piece,
					       holds };
	tell(scan, question, text, holds == 1 ? &match : NULL);
	return holds;
}

int cdr_clause_holds(struct cdr_filescan *scan, const struct cdr_clause *clause,
		     const struct cdr_occasion *occasion, struct cdr_err *err)
{
	struct question question = { .clause = clause };
	bool of_range = clause->scope == CDR_SCOPE_RANGE;
	int rc;

	if (!of_range && !cdr_globs_want(clause->paths, clause->n_paths, &scan->diff->file))
		return 0;
	rc = cdr_asking_pattern(scan, clause, occasion, &question.pattern, err);
	if (rc != 0)
		return rc == CDR_ENOTFOUND ? 0 : rc;
	if (of_range)
		return cdr_companion_stands(scan, clause, question.pattern, err);
	question.piece = piece_of(scan, clause, occasion);
	return ask_piece(scan, &question, err);
}

/* --- words -------------------------------------------------------------------------- */

/* By first byte: which second ones words have, each as the bit that its last six bits name. */
struct beginnings {
	uint64_t seconds[UCHAR_MAX + 1];
};

static uint64_t bit_of(unsigned char byte)
{
	return UINT64_C(1) << (byte & 63);
}

static unsigned char to_upper(unsigned char lower)
{
	return lower >= 'a' && lower <= 'z' ? (unsigned char)(lower - 'a' + 'A') : lower;
}

static void begin_words(struct beginnings *out, const struct cdr_str *words, size_t n)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < n; i++) {
		unsigned char first = (unsigned char)cdr_to_lower(words[i].ptr[0]), second;
		uint64_t bits = UINT64_MAX;

		if (words[i].len > 1) {
			second = (unsigned char)cdr_to_lower(words[i].ptr[1]);
			bits = bit_of(second) | bit_of(to_upper(second));
		}
		out->seconds[first] |= bits;
		out->seconds[to_upper(first)] |= bits;
	}
}

static bool may_begin(const struct beginnings *beginnings, struct cdr_str text, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr;
	uint64_t bits = beginnings->seconds[bytes[at]];

	return bits && (at + 1 == text.len || (bits & bit_of(bytes[at + 1])));
}

static bool begins_with(struct cdr_str text, struct cdr_str word)
{
	if (word.len > text.len)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (cdr_to_lower(text.ptr[i]) != cdr_to_lower(word.ptr[i]))
			return false;
	return true;
}

static bool begins_with_any(struct cdr_str text, const struct cdr_str *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (begins_with(text, words[i]))
			return true;
	return false;
}

bool cdr_has_word(struct cdr_str text, const struct cdr_str *words, size_t n)
{
	struct beginnings beginnings;

	begin_words(&beginnings, words, n);
	for (size_t at = 0; at < text.len; at++)
		if (may_begin(&beginnings, text, at) &&
		    begins_with_any(cdr_str_sub(text, at, text.len), words, n))
			return true;
	return false;
}

static bool keywords_stand(const struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	const struct cdr_detection *detection = rule->detection;

	return detection->n_keywords == 0 ||
	       cdr_has_word(scan->views[CDR_SIDE_NEW].text, detection->keywords,
			    detection->n_keywords) ||
	       cdr_has_word(scan->views[CDR_SIDE_OLD].text, detection->keywords,
			    detection->n_keywords);
}

static bool frameworks_stand(const struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	const struct cdr_view *views = scan->views;
	uint64_t unseen = rule->detection->unseen;

	if (unseen)
		unseen &= cdr_frameworks_of(views[CDR_SIDE_NEW].language);
	return !unseen || cdr_frameworks_named(views[CDR_SIDE_NEW].text, unseen) ||
	       cdr_frameworks_named(views[CDR_SIDE_OLD].text, unseen);
}

bool cdr_words_stand(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	if (scan->words == CDR_WORDS_UNASKED)
		scan->words = keywords_stand(scan, rule) &&
					      (scan->everywhere || frameworks_stand(scan, rule))
				      ? CDR_WORDS_STAND
				      : CDR_WORDS_LACK;
	return scan->words == CDR_WORDS_STAND;
}
