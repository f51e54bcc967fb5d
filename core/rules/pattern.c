/*
 * pattern.c - PCRE2 with our options and limits, and nothing of PCRE2 outside.
 *
 * A registry comes from the repository under review, so every expression is
 * hostile until proved otherwise: limits are set for the interpreter and for
 * JIT, and hitting one is an error of its own. In JIT mode depth and heap
 * limits have no meaning; the match limit and the JIT stack bound it.
 *
 * Most expressions of a registry never meet a line: JIT code and literals, and of
 * shipped ones all code, are made when they are first asked for, by whichever
 * thread comes first.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rules/pattern.h"

#include "base/oom.h"
#include "rules/memo.h"
#include "rules/re.h"

#include <pcre2.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define JIT_STACK_START ((size_t)32 * 1024)
#define JIT_STACK_MAX	((size_t)1024 * 1024)

/* What is made late. Written under the lock, read once the flag is set. */
struct late {
	pthread_mutex_t lock;
	atomic_bool has_code, has_jit, has_needs;
	pcre2_code *code;              /* NULL: the expression is faulty */
	struct cdr_needs needs;
	struct cdr_arena arena;
};

struct cdr_pattern {
	struct cdr_str source;
	struct late *late;
	bool passing; /* another one may stand at its address tomorrow */
};

struct cdr_match_space {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	struct cdr_memo *memo; /* NULL: every text is searched */
};

static void *granted(void *memory)
{
	if (!memory)
		cdr_oom();
	return memory;
}

static int fail_pcre2(struct cdr_err *err, int code)
{
	PCRE2_UCHAR words[256];

	if (pcre2_get_error_message(code, words, sizeof(words)) < 0)
		return cdr_fail(err, CDR_EPATTERN, "PCRE2 error %d", code);
	return cdr_fail(err, CDR_EPATTERN, "%s", (const char *)words);
}

/* --- compiling ----------------------------------------------------------- */

/* SOURCE with our options; NULL with *FAULT and its *OFFSET. */
static pcre2_code *compiled(struct cdr_str source, int *fault, size_t *offset)
{
	pcre2_compile_context *context = granted(pcre2_compile_context_create(NULL));
	pcre2_code *code;

	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	code = pcre2_compile((PCRE2_SPTR)source.ptr, source.len,
			     PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C, fault,
			     offset, context);
	pcre2_compile_context_free(context);
	return code;
}

/*
 * With invalid UTF allowed, JIT of PCRE2 10.42 takes no character beyond ASCII for a \S, \W or
 * \D, but each that [^\s] takes. Faults are told of the source as it stands.
 */
static int compile(const struct cdr_pattern *pattern, size_t *offset, struct cdr_err *err)
{
	struct late *late = pattern->late;
	int code = 0;

	late->code = compiled(cdr_re_spell_out(pattern->source, &late->arena), &code, offset);
	if (!late->code)
		late->code = compiled(pattern->source, &code, offset);
	if (late->code)
		return CDR_OK;
	fail_pcre2(err, code);
	return cdr_err_prefix(err, "at byte %zu", *offset);
}

static int check_compiled(const struct cdr_pattern *pattern, struct cdr_err *err)
{
	uint32_t n_groups = 0, matches_empty = 0;

	pcre2_pattern_info(pattern->late->code, PCRE2_INFO_CAPTURECOUNT, &n_groups);
	pcre2_pattern_info(pattern->late->code, PCRE2_INFO_MATCHEMPTY, &matches_empty);
	if (n_groups >= CDR_PATTERN_GROUPS_MAX) {
		cdr_fail(err, CDR_EPATTERN, "more than %d groups", CDR_PATTERN_GROUPS_MAX - 1);
		return cdr_err_hint(err, "use (?:...) where the text of a group is not needed");
	}
	if (matches_empty) {
		cdr_fail(err, CDR_EPATTERN, "the expression can match nothing at all");
		return cdr_err_hint(
			err, "it would fire everywhere; let it match at least one character");
	}
	return CDR_OK;
}

struct cdr_pattern *cdr_pattern_of_shipped(struct cdr_str source)
{
	struct cdr_pattern *pattern = cdr_alloc_zeroed(sizeof(*pattern));

	pattern->source = source;
	pattern->late = cdr_alloc_zeroed(sizeof(*pattern->late));
	pthread_mutex_init(&pattern->late->lock, NULL);
	return pattern;
}

int cdr_pattern_new(struct cdr_pattern **out, struct cdr_str source, size_t *offset,
		    struct cdr_err *err)
{
	struct cdr_pattern *pattern = cdr_pattern_of_shipped(source);
	size_t at = 0;
	int rc;

	*out = NULL;
	pattern->source = cdr_str_copy(&pattern->late->arena, source);
	rc = compile(pattern, &at, err);
	if (offset)
		*offset = at;
	if (!rc)
		rc = check_compiled(pattern, err);
	if (rc) {
		cdr_pattern_free(pattern);
		return rc;
	}
	atomic_store(&pattern->late->has_code, true);
	*out = pattern;
	return CDR_OK;
}

/* The code of PATTERN, which may be the first to want it; NULL when the expression is faulty. */
static const pcre2_code *code_of(const struct cdr_pattern *pattern)
{
	struct late *late = pattern->late;
	size_t offset;

	if (!atomic_load(&late->has_code)) {
		pthread_mutex_lock(&late->lock);
		if (!atomic_load(&late->has_code))
			(void)compile(pattern, &offset, NULL);
		atomic_store(&late->has_code, true);
		pthread_mutex_unlock(&late->lock);
	}
	return late->code;
}

void cdr_pattern_free(struct cdr_pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_code_free(pattern->late->code);
	pthread_mutex_destroy(&pattern->late->lock);
	cdr_arena_release(&pattern->late->arena);
	free(pattern->late);
	free(pattern);
}

struct cdr_str cdr_pattern_source(const struct cdr_pattern *pattern)
{
	return pattern->source;
}

void cdr_pattern_set_passing(struct cdr_pattern *pattern)
{
	pattern->passing = true;
}

void cdr_pattern_set_needs(struct cdr_pattern *pattern, struct cdr_needs needs)
{
	pattern->late->needs = needs;
	atomic_store(&pattern->late->has_needs, true);
}

const struct cdr_needs *cdr_pattern_needs(const struct cdr_pattern *pattern)
{
	struct late *late = pattern->late;

	if (!atomic_load(&late->has_needs)) {
		pthread_mutex_lock(&late->lock);
		if (!atomic_load(&late->has_needs))
			late->needs = cdr_needs_of(pattern->source, &late->arena);
		atomic_store(&late->has_needs, true);
		pthread_mutex_unlock(&late->lock);
	}
	return &late->needs;
}

int cdr_pattern_group(const struct cdr_pattern *pattern, struct cdr_str name)
{
	const pcre2_code *code = code_of(pattern);
	char buf[64];
	int number;

	if (!code || name.len >= sizeof(buf) || name.len == 0)
		return -1;
	memcpy(buf, name.ptr, name.len);
	buf[name.len] = '\0';
	number = pcre2_substring_number_from_name(code, (PCRE2_SPTR)buf);
	return number > 0 ? number : -1;
}

int cdr_pattern_groups(const struct cdr_pattern *pattern)
{
	const pcre2_code *code = code_of(pattern);
	uint32_t n = 0;

	if (code)
		pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &n);
	return (int)n;
}

/* --- matching ------------------------------------------------------------ */

struct cdr_match_space *cdr_match_space_new(void)
{
	struct cdr_match_space *space = cdr_alloc_zeroed(sizeof(*space));

	space->data = granted(pcre2_match_data_create(CDR_PATTERN_GROUPS_MAX, NULL));
	space->context = granted(pcre2_match_context_create(NULL));
	pcre2_set_match_limit(space->context, CDR_MATCH_LIMIT);
	pcre2_set_depth_limit(space->context, CDR_DEPTH_LIMIT);
	pcre2_set_heap_limit(space->context, CDR_HEAP_LIMIT_KIB);
	space->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX, NULL);
	if (space->stack)
		pcre2_jit_stack_assign(space->context, NULL, space->stack);
	return space;
}

void cdr_match_space_free(struct cdr_match_space *space)
{
	if (!space)
		return;
	pcre2_jit_stack_free(space->stack);
	pcre2_match_context_free(space->context);
	pcre2_match_data_free(space->data);
	cdr_memo_free(space->memo);
	free(space);
}

void cdr_match_space_remember(struct cdr_match_space *space)
{
	if (!space->memo)
		space->memo = cdr_memo_new();
}

/* Without JIT the interpreter does the work; nothing depends on which. */
static void need_jit(const struct cdr_pattern *pattern)
{
	struct late *late = pattern->late;

	if (atomic_load(&late->has_jit))
		return;
	pthread_mutex_lock(&late->lock);
	if (!atomic_load(&late->has_jit))
		(void)pcre2_jit_compile(late->code, PCRE2_JIT_COMPLETE);
	atomic_store(&late->has_jit, true);
	pthread_mutex_unlock(&late->lock);
}

static void take_groups(const struct cdr_match_space *space, size_t n, struct cdr_match *out)
{
	const size_t *pairs = pcre2_get_ovector_pointer(space->data);

	out->n_groups = n;
	for (size_t i = 0; i < n; i++) {
		if (pairs[2 * i] == PCRE2_UNSET)
			out->groups[i] = (struct cdr_span){ 1, 0 };
		else
			out->groups[i] = (struct cdr_span){ pairs[2 * i], pairs[2 * i + 1] };
	}
}

int cdr_pattern_find(const struct cdr_pattern *pattern, struct cdr_match_space *space,
		     struct cdr_search where, struct cdr_match *out, struct cdr_err *err)
{
	const char *text = where.subject.ptr ? where.subject.ptr : "";
	bool kept = where.from == 0 && !pattern->passing;
	uint64_t key = kept ? cdr_memo_key(space->memo, where.subject, pattern) : 0;
	const pcre2_code *code;
	int rc;

	if (where.from > where.subject.len || cdr_memo_has(space->memo, key))
		return CDR_ENOTFOUND;
	code = code_of(pattern);
	if (!code)
		return cdr_fail(err, CDR_EPATTERN, "the expression cannot be compiled");
	need_jit(pattern);
	rc = pcre2_match(code, (PCRE2_SPTR)text, where.subject.len, where.from, 0,
			 space->data, space->context);
	if (rc == PCRE2_ERROR_NOMATCH)
		cdr_memo_put(space->memo, key);
	if (rc == PCRE2_ERROR_NOMATCH ||
	    (rc < 0 && !cdr_needs_are_in(cdr_pattern_needs(pattern), where.subject)))
		return CDR_ENOTFOUND;
	if (rc < 0)
		return fail_pcre2(err, rc);
	take_groups(space, (size_t)cdr_pattern_groups(pattern) + 1, out);
	return CDR_OK;
}
