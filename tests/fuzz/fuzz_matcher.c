/*
 * A path (the first line), an old text up to the byte 0xFF and a new one, under every
 * shipped rule and one of our own for each key: with and without shortcuts the same is found,
 * what is found lies inside of the texts, and what is redacted is in no message.
 */
#include "rules/registry.h"
#include "scan/match.h"
#include "scan/sieve/sieve.h"
#include "scan/subject.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MODE 0100644u
#define SECRET_MIN 6u /* shorter ones stand in words by chance */

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char own_rules[] =
	"cdreview: 1\n"
	"allow:\n"
	"- {rule: f.allowed, paths: ['**'], match: 'bad', reason: 'known'}\n"
	"rules:\n"
	"- {id: f.line, title: T, paths: ['**'], match: {re: '\\w+', mask: comments}}\n"
	"- {id: f.removed, title: T, paths: ['**'], match: {side: removed, re: '(\\w+)\\s*='}}\n"
	"- {id: f.context, title: T, paths: ['**'], match: {side: context, re: '\\S'}}\n"
	"- {id: f.statement, title: T, paths: ['**'],\n"
	"   match: {scope: statement, side: changed, mask: comments+strings, re: "
	"'\\((?<a>\\w+)'},\n"
	"   unless: [{scope: entity, re: 'not_{a}'}, {scope: hunk, side: old, re: 'gone'}]}\n"
	"- {id: f.entity, title: T, paths: ['**'], match: {scope: entity, re: '(?s)^.+$'}}\n"
	"- {id: f.hunk, title: T, paths: ['**'], match: {scope: hunk, side: new, re: '(?s).+'}}\n"
	"- {id: f.file, title: T, paths: ['**'],\n"
	"   match: {scope: file, re: 'x', not: 'xx', numeric: {group: 0, op: gt, value: 3}}}\n"
	"- {id: f.need, title: T, paths: ['**'], when: {scope: statement, re: '(?<n>\\w+)\\('},\n"
	"   need: {scope: range, re: 'test_{n}'}}\n"
	"- {id: f.secret, title: T, paths: ['**'],\n"
	"   match: {scope: statement, re: '(?s)key\\s*=\\s*(?<v>\\S.*)'},\n"
	"   accept: {group: v, min-entropy: 1.5, must: [alpha], stopwords: [test], not: '^z'},\n"
	"   redact: v}\n"
	"- {id: f.number, title: T, paths: ['**'], match: {re: '(?<n>\\d+)'},\n"
	"   numeric: {group: n, op: increased}, escalate: [{if: {scope: file, re: 'live'}, to: "
	"low}]}\n"
	"- {id: f.guard, title: T, paths: ['**'], guard: {re: '@\\w+', weaker: 'maybe'}}\n"
	"- {id: f.class, title: T, paths: ['**'], guard: {re: 'check_\\w+', anchor: class}}\n"
	"- {id: f.in-file, title: T, paths: ['**'], guard: {re: 'use\\s+\\w+', anchor: file}}\n"
	"- {id: f.touch, title: T, touch: {paths: ['**'], re: '\\d'}}\n"
	"- {id: f.added, title: T, paths: ['**'], status: [A], keywords: [key], match: {re: '.'}}\n"
	"- {id: f.exec, title: T, paths: ['**'], mode: exec, match: {re: '.'}}\n"
	"- {id: f.allowed, title: T, match: {re: 'bad'}}\n";

static void expect(bool holds)
{
	if (!holds)
		abort();
}

/* --- what all inputs share ------------------------------------------------------ */

struct rig {
	struct cdr_registry *registry;
	struct cdr_matcher *fast, *plain;
	struct cdr_sieve *sieve;
	struct cdr_sieve_space *space;
};

static struct rig *make_rig(void)
{
	static struct rig rig;
	const struct cdr_registry_source source = { .path = CDR_STR("own.yaml"),
						    .text = CDR_STR(own_rules) };
	const struct cdr_registry_request request = { .sources = &source,
						      .n_sources = 1,
						      .today = CDR_STR("2026-01-01") };
	struct cdr_err err = { 0 };

	if (rig.registry)
		return &rig;
	expect(cdr_registry_new(&rig.registry, &request, &err) == 0);
	rig.fast = cdr_matcher_new(rig.registry);
	cdr_matcher_remember(rig.fast);
	rig.plain = cdr_matcher_new(rig.registry);
	rig.sieve = cdr_sieve_new(rig.registry);
	rig.space = cdr_sieve_space_new(rig.sieve);
	return &rig;
}

/* --- the input -------------------------------------------------------------------- */

struct input {
	struct cdr_file file;
	struct cdr_texts texts; /* .old_text NULL: the file is new */
};

static struct input read_input(const uint8_t *data, size_t size)
{
	struct cdr_str rest = { (const char *)data, size }, path = CDR_STR("");
	const char *cut;
	struct input in;

	cdr_str_line(&rest, &path);
	cut = rest.len ? memchr(rest.ptr, 0xFF, rest.len) : NULL;
	in.texts.new_text = rest.len ? rest : CDR_STR("");
	in.texts.old_text = (struct cdr_str){ NULL, 0 };
	if (cut) {
		in.texts.old_text = cdr_str_sub(rest, 0, (size_t)(cut - rest.ptr));
		in.texts.new_text = cdr_str_sub(rest, in.texts.old_text.len + 1, rest.len);
	}
	in.file = (struct cdr_file){
		.path = path.len ? path : CDR_STR("a.py"),
		.old_mode = cut ? FILE_MODE : 0,
		.new_mode = FILE_MODE,
		.status = cut ? 'M' : 'A',
	};
	return in;
}

/* --- the same with and without shortcuts ------------------------------------------- */

static bool same(const struct cdr_finding *a, const struct cdr_finding *b)
{
	return a->rule == b->rule && a->severity == b->severity && a->side == b->side &&
	       a->line == b->line && a->col == b->col && a->end_line == b->end_line &&
	       a->end_col == b->end_col && a->redact_col == b->redact_col &&
	       a->redact_end_col == b->redact_end_col && cdr_str_eq(a->message, b->message) &&
	       cdr_str_eq(a->anchor, b->anchor) && cdr_str_eq(a->suppressed, b->suppressed) &&
	       cdr_hash_eq(&a->fingerprint, &b->fingerprint);
}

static void check_same(const struct cdr_filediff *diff, const struct cdr_matched *a,
		       const struct cdr_matched *b)
{
	for (size_t i = 0; i < diff->n_hunks; i++) {
		expect(a->hunks[i].n_findings == b->hunks[i].n_findings);
		expect(a->hunks[i].n_hidden == b->hunks[i].n_hidden);
		for (size_t k = 0; k < a->hunks[i].n_findings; k++)
			expect(same(&a->hunks[i].findings[k], &b->hunks[i].findings[k]));
	}
}

/* --- inside of the texts ------------------------------------------------------------- */

/* Of a transcoded file lines and columns may be of bytes that the view does not have. */
static void check_span(struct cdr_view *view, const struct cdr_finding *finding,
		       struct cdr_str blob)
{
	bool transcoded = view->text.ptr != blob.ptr;
	size_t n_lines = transcoded ? cdr_text_count(blob) : cdr_view_n_lines(view);

	if (finding->line == 0) {
		expect(finding->end_line == 0 && finding->col == 0 && finding->end_col == 0);
		return;
	}
	expect(finding->line <= n_lines && finding->end_line <= n_lines);
	expect(finding->line < finding->end_line ||
	       (finding->line == finding->end_line && finding->col <= finding->end_col));
	expect(finding->col > 0 && finding->end_col > 0);
	if (transcoded)
		return;
	expect(finding->col <= cdr_view_line(view, finding->line, 0).len + 1);
	expect(finding->end_col <= cdr_view_line(view, finding->end_line, 0).len + 1);
}

/* What FINDING hides on its first line. */
static struct cdr_str secret_of(struct cdr_view *view, const struct cdr_finding *finding)
{
	struct cdr_str line = cdr_view_line(view, finding->line, 0);

	return cdr_str_sub(line, finding->redact_col - 1,
			   finding->redact_end_col ? finding->redact_end_col - 1 : line.len);
}

static void check_message(const struct cdr_flagged *flagged, struct cdr_str secret)
{
	for (size_t i = 0; i < flagged->n_findings && secret.len >= SECRET_MIN; i++) {
		struct cdr_str message = flagged->findings[i].message;

		expect(cdr_str_find(message, secret) == message.len);
	}
}

static void check_findings(struct cdr_arena *arena, const struct cdr_filediff *diff,
			   const struct cdr_matched *matched)
{
	const struct cdr_str blobs[] = { diff->old_text, diff->new_text };
	struct cdr_view views[2];

	cdr_views_init(views, arena, diff);
	for (size_t i = 0; i < diff->n_hunks; i++)
		for (size_t k = 0; k < matched->hunks[i].n_findings; k++) {
			const struct cdr_finding *finding = &matched->hunks[i].findings[k];
			struct cdr_view *view = &views[finding->side];
			struct cdr_str blob = blobs[finding->side];

			check_span(view, finding, blob);
			if (finding->redact_col && view->text.ptr == blob.ptr)
				check_message(&matched->hunks[i], secret_of(view, finding));
		}
}

/* --- one input -------------------------------------------------------------------------- */

static void run(struct cdr_matcher *matcher, const struct cdr_filediff *diff,
		struct cdr_arena *arena, struct cdr_matched *out)
{
	static const struct cdr_change change = { .kind = CDR_CHANGE_WORKTREE };

	expect(cdr_matcher_run(matcher, &change, diff, arena, out) == 0);
}

/* What the sieve leaves, as a scan asks it: by the texts, then by the lines that differ. */
static void run_sifted(struct rig *rig, const struct input *in, const struct cdr_filediff *diff,
		       struct cdr_arena *arena, struct cdr_matched *out)
{
	struct cdr_text old_text, new_text;
	struct cdr_pair pair = { .file = in->file, .new_text = &new_text };
	struct cdr_sifted sifted;

	cdr_text_of(&old_text, arena, in->texts.old_text.ptr ? in->texts.old_text : CDR_STR(""));
	cdr_text_of(&new_text, arena, in->texts.new_text);
	if (in->texts.old_text.ptr)
		pair.old_text = &old_text;
	pair.middle = cdr_script_middle(pair.old_text, pair.new_text);
	for (size_t i = 0; i < diff->n_hunks; i++)
		pair.special |= diff->hunks[i].kind != CDR_HUNK_TEXT;
	sifted = cdr_sieve_pass(rig->sieve, rig->space, &pair);
	cdr_script_make(&pair.script, arena, 7, pair.old_text, pair.new_text);
	pair.is_compared = true;
	if (sifted.any)
		sifted = cdr_sieve_pass(rig->sieve, rig->space, &pair);
	cdr_matcher_sift(rig->fast, sifted.rules, &pair);
	run(rig->fast, diff, arena, out);
	cdr_text_forget(&old_text);
	cdr_text_forget(&new_text);
}

/* All rules take longer to read than an input may. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	make_rig();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rig *rig = make_rig();
	const struct input in = read_input(data, size);
	struct cdr_arena arena = { 0 };
	struct cdr_matched plain, sifted;
	struct cdr_filediff *diff;

	expect(cdr_diff_texts(&arena, &in.file, &in.texts, &diff, NULL) == 0);
	run(rig->plain, diff, &arena, &plain);
	run_sifted(rig, &in, diff, &arena, &sifted);
	check_same(diff, &plain, &sifted);
	check_findings(&arena, diff, &plain);
	cdr_arena_release(&arena);
	return 0;
}
