/*
 * test_guard_ground.c - comparing guards where a change can have cost one comes to
 * the same as comparing all of them, whatever the edit: random ones in four languages,
 * one by one, and in a row, where texts keep what was found out about them.
 */
#include "sieve_bench.h"

#include "scan/trace.h"

#include <stdlib.h>

#define CASES 800u
#define EDITS_MAX 4u
#define STEPS 8u
#define LINES_MAX 200u
#define LINE_BYTES 200u

static const char rules[] =
	"- {id: t.entity, title: T, severity: high, guard: {anchor: entity, "
	"re: '(?s)^\\s*@\\w*(?:required|limit|PreAuthorize)\\w*.*"
	"|\\brequire\\w*\\s*\\(|\\bauthorize!'}}\n"
	"- {id: t.class, title: T, severity: high, guard: {anchor: class, "
	"re: '^\\s*permission\\w* = .*|\\bbefore_action\\b.*|@Secured\\b'}}\n"
	"- {id: t.file, title: T, severity: high, guard: {anchor: file, re: '\\w*Middleware\\b'}}\n"
	"- {id: t.condition, title: T, severity: high, guard: {anchor: entity, "
	"re: '(?s)^\\s*(?:if|unless)\\b.*?\\b(?:raise|throw|return|halt)\\b'}}\n";

struct source {
	const char *path, *text;
	const char *additions[16]; /* lines that an edit may put in; NULL: no more */
	const char *comment[2];    /* lines that make a comment or a string of all between them */
};

static const struct source sources[] = {
	{ "v.py",
	  "MIDDLEWARE = [\n    'a.SessionMiddleware',\n    'a.CsrfMiddleware',\n]\n\n\n"
	  "class Orders(View):\n    permission_classes = [IsAdmin]\n    queryset = all()\n\n"
	  "    @login_required\n    @limit('5/minute')\n    def get(self, request):\n"
	  "        if not request.user.is_staff:\n\n            # nobody else\n"
	  "            note(request)\n\n            if request.late:\n                wait()\n"
	  "            raise Denied()\n        return load(request)\n\n"
	  "    @login_required(\n        'orders',\n    )\n    def post(self, request):\n"
	  "        require_csrf(request)\n        if request.empty:\n            return None\n"
	  "        return save('''\n            if it is text: return\n        ''')\n\n\n"
	  "@login_required\ndef show(request):\n"
	  "    if request.admin: raise Odd()\n    return 1\n\n\n"
	  "def show(request, other):\n    require_login(request)\n    return 2\n",
	  { "'''", "# @login_required", "@limit('9/minute')", "def decoy(request):", "class Decoy:",
	    "(", ")", "    if request.x:", "def show(request):", "        return 0", "    return 0",
	    "    try:", "    except Exception:", "show = other", "def login_required(f): return f",
	    NULL },
	  { "'''", "'''" } },
	{ "Orders.java",
	  "@Secured\npublic class Orders {\n  @PreAuthorize(\"staff\")\n  public int get() {\n"
	  "    requireAdmin(user);\n    if (!user.ok()) {\n      throw new Denied();\n    }\n"
	  "    return 1;\n  }\n\n  @PreAuthorize(\"admin\")\n  public int get(int n) {\n"
	  "    if (n > 4)\n      return 0;\n    return 2;\n  }\n\n  static class Inner {\n"
	  "    @PreAuthorize(\n        \"inner\"\n    )\n"
	  "    void put() { requireAdmin(me); }\n  }\n"
	  "  /* @PreAuthorize(\"not\") */\n  void last() {\n    use(SessionMiddleware);\n  }\n}\n",
	  { "/*", "*/", "{", "}", "\"", "  // @PreAuthorize(\"admin\")", "  void decoy() {",
	    "  @PreAuthorize(\"all\")", "  if (x)", "    return;", "    try {",
	    "    } catch (Exception e) {", "    if (false) {", NULL },
	  { "/*", "*/" } },
	{ "orders.rb",
	  "class Orders < Base\n  before_action :login, only: [:list]\n  use CsrfMiddleware\n\n"
	  "  def list\n    authorize! :read, Order\n    unless current_user.admin?\n      return\n"
	  "    end\n    render all\n  end\n\n  def show\n    require_owner(order)\n"
	  "    return if order.open?\n    render <<~TEXT\n"
	  "      if it is text, return\n    TEXT\n  end\n"
	  "end\n\nmodule Admin\n  class Users\n    before_action :admin\n    def list\n"
	  "      authorize! :manage, User\n      if nobody\n        halt 403\n      end\n    end\n"
	  "  end\nend\n",
	  { "=begin", "=end", "end", "  def decoy", "    if x", "  # authorize! :read, Order",
	    "<<~TEXT", "    authorize! :manage, User", "  class Users", "    return",
	    "    unless true", "  rescue", "  def list", NULL },
	  { "=begin", "=end" } },
	{ "orders.js",
	  "app.use(csrfMiddleware);\n\napp.get('/orders', requireLogin('staff'), (req, res) => {\n"
	  "  if (!req.user.admin) {\n    log(req);\n    res.status(403);\n"
	  "    return res.end();\n  }\n  list(req);\n});\n\n"
	  "app.post('/orders', requireLogin('admin'), save);\n\nclass Orders {\n  get(req) {\n"
	  "    requireOwner(req);\n    if (req.closed)\n"
	  "      throw new Denied(`if it is ${text} return`);\n"
	  "    return 1;\n  }\n\n  put(req) {\n"
	  "    requireOwner(req, 'put');\n    return 2;\n  }\n}\n\n"
	  "function get(req) {\n  const re = /requireX(/;\n  if (req.x) return 1;\n"
	  "  requireUser(req);\n}\n",
	  { "/*", "*/", "`", "{", "}", "(", "});", "function decoy(req) {", "  if (x)", "  return;",
	    "  if (false) {", "  } catch (e) {", "  try {", "app.get('/orders', open);", NULL },
	  { "/*", "*/" } },
};

/* --- edits --------------------------------------------------------------------- */

struct lines {
	char items[LINES_MAX][LINE_BYTES];
	size_t n;
};

/* xorshift: the same edits in each run. */
static size_t draw(uint64_t *state, size_t n)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (size_t)(*state % n);
}

static void cut_lines(struct lines *out, const char *text)
{
	struct cdr_str rest = cdr_str_from(text), line;

	out->n = 0;
	while (cdr_str_line(&rest, &line))
		snprintf(out->items[out->n++], LINE_BYTES, "%.*s", CDR_FMT(line));
}

static void insert(struct lines *lines, size_t at, const char *line)
{
	char copy[LINE_BYTES];

	snprintf(copy, sizeof(copy), "%s", line);
	if (lines->n == LINES_MAX)
		return;
	memmove(lines->items[at + 1], lines->items[at], (lines->n - at) * LINE_BYTES);
	memcpy(lines->items[at], copy, LINE_BYTES);
	lines->n++;
}

static void delete (struct lines *lines, size_t at)
{
	lines->n--;
	memmove(lines->items[at], lines->items[at + 1], (lines->n - at) * LINE_BYTES);
}

static void edit(struct lines *lines, const struct source *source, uint64_t *seed)
{
	size_t at = draw(seed, lines->n), to = draw(seed, lines->n), n_additions = 0;
	char copy[LINE_BYTES];

	while (source->additions[n_additions])
		n_additions++;
	switch (lines->n < 4 ? 2 : draw(seed, 7)) {
	case 0:
		delete (lines, at);
		break;
	case 1:
		insert(lines, at, lines->items[to]);
		break;
	case 2:
		insert(lines, at, source->additions[draw(seed, n_additions)]);
		break;
	case 3: /* moved */
		memcpy(copy, lines->items[at], LINE_BYTES);
		delete (lines, at);
		insert(lines, draw(seed, lines->n), copy);
		break;
	case 4: /* a word more */
		if (strlen(lines->items[at]) + 6 < LINE_BYTES)
			strcat(lines->items[at], " more");
		break;
	case 5:
		insert(lines, at > to ? at : to, source->comment[1]);
		insert(lines, at > to ? to : at, source->comment[0]);
		break;
	default: /* further in */
		snprintf(copy, sizeof(copy), "  %.*s", (int)LINE_BYTES - 3, lines->items[at]);
		memcpy(lines->items[at], copy, LINE_BYTES);
		break;
	}
}

static char *join(struct cdr_arena *arena, const struct lines *lines)
{
	struct cdr_buf buf;
	char *text;

	cdr_buf_init(&buf, (size_t)LINES_MAX * LINE_BYTES);
	for (size_t i = 0; i < lines->n; i++)
		cdr_buf_addf(&buf, "%s\n", lines->items[i]);
	text = cdr_arena_printf(arena, "%.*s", CDR_FMT(cdr_buf_str(&buf)));
	cdr_buf_release(&buf);
	return text;
}

/* --- both ways ------------------------------------------------------------------- */

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What is told, sorted: of equal guards in one place any may be said to be the lost one. */
static char *told(struct bench *bench)
{
	const char *items[512];
	size_t n = 0;
	char *out = cdr_arena_printf(&bench->arena, "%s", "");

	for (size_t i = 0; i < bench->diff->n_hunks; i++)
		for (size_t k = 0; k < bench->matched.hunks[i].n_findings; k++) {
			const struct cdr_finding *f = &bench->matched.hunks[i].findings[k];

			assert_in_range(n, 0, COUNT(items) - 1);
			items[n++] = cdr_arena_printf(
				&bench->arena, "%.*s %s %.*s\n", CDR_FMT(f->rule->id),
				cdr_severity_name(f->severity), CDR_FMT(f->message));
		}
	qsort(items, n, sizeof(*items), compare_texts);
	for (size_t i = 0; i < n; i++)
		out = cdr_arena_printf(&bench->arena, "%s%s", out, items[i]);
	return out;
}

/* Says the same of the texts at hand, asked why: then all guards are compared. */
static char *told_of_all(struct bench *bench)
{
	struct cdr_trace trace = { .arena = &bench->arena };

	cdr_matcher_trace(bench->matcher, &trace);
	assert_int_equal(cdr_matcher_run(bench->matcher, &bench->change, bench->diff, &bench->arena,
					 &bench->matched),
			 0);
	cdr_matcher_trace(bench->matcher, NULL);
	return told(bench);
}

static bool are_same(const char *changed, const char *all, const char *path, struct cdr_str text)
{
	if (strcmp(changed, all) != 0)
		print_error("%s: by what changed\n%s\nby all\n%s\nof\n%.*s\n", path, changed, all,
			    CDR_FMT(text));
	return strcmp(changed, all) == 0;
}

/* Whether both ways say the same of one random edit; *TOLD_ANY if they say something. */
static bool agree(struct bench *bench, const struct source *source, uint64_t *seed, bool *told_any)
{
	struct lines lines;
	char *changed, *all, *text;

	cut_lines(&lines, source->text);
	for (size_t n = 1 + draw(seed, EDITS_MAX); n > 0; n--)
		edit(&lines, source, seed);
	text = join(&bench->arena, &lines);
	bench_run(bench, source->path, source->text, text);
	changed = told(bench);
	all = told_of_all(bench);
	*told_any = *all != '\0';
	return are_same(changed, all, source->path, cdr_str_from(text));
}

static void same_as_all(void **state)
{
	uint64_t seed = 20260615;
	size_t n_wrong = 0, n_told = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(sources); i++) {
		struct bench bench = { .matcher = NULL };

		bench_open(&bench, "", rules);
		for (size_t k = 0; k < CASES; k++) {
			bool told_any;

			n_wrong += !agree(&bench, &sources[i], &seed, &told_any);
			n_told += told_any;
		}
		bench_close(&bench);
	}
	assert_int_equal(n_wrong, 0);
	assert_in_range(n_told, COUNT(sources) * CASES / 4, COUNT(sources) * CASES);
}

/* Whether both ways say the same of PAIR, whose texts keep what was found out. */
static bool agree_on(struct sieve_bench *s, struct cdr_pair *pair, bool *told_any)
{
	const struct cdr_texts texts = { pair->old_text->bytes, pair->new_text->bytes };
	struct bench *bench = &s->bench;
	char *changed, *all;

	assert_int_equal(cdr_diff_texts(&bench->arena, &pair->file, &texts, &bench->diff, NULL), 0);
	cdr_script_make(&pair->script, &bench->arena, 7, pair->old_text, pair->new_text);
	pair->is_compared = true;
	(void)sieve_findings(s, cdr_sieve_pass(s->sieve, s->space, pair).rules, pair);
	changed = told(bench);
	all = told_of_all(bench);
	*told_any = *all != '\0';
	return are_same(changed, all, "old", pair->old_text->bytes);
}

/* From new to old, as a history is scanned; each time from the beginning of SOURCE's. */
static size_t count_disagreements(struct sieve_bench *s, const struct source *source,
				  uint64_t *seed, size_t *n_told)
{
	struct cdr_file file = sieve_file(cdr_str_from(source->path), true, true);
	struct cdr_text texts[2];
	struct cdr_pair pair;
	struct lines lines;
	size_t n_wrong = 0;
	bool told_any;

	cut_lines(&lines, source->text);
	cdr_text_of(&texts[0], &s->bench.arena, cdr_str_from(join(&s->bench.arena, &lines)));
	for (size_t k = 0; k < STEPS; k++) {
		struct cdr_text *is = &texts[k % 2], *was = &texts[(k + 1) % 2];

		edit(&lines, source, seed);
		cdr_text_of(was, &s->bench.arena,
			    cdr_str_from(join(&s->bench.arena, &lines)));
		sieve_pair(&pair, &file, was, is);
		n_wrong += !agree_on(s, &pair, &told_any);
		*n_told += told_any;
		cdr_text_forget(is);
	}
	cdr_text_forget(&texts[STEPS % 2]);
	return n_wrong;
}

static void same_as_all_through_a_history(void **state)
{
	uint64_t seed = 20261130;
	size_t n_wrong = 0, n_told = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(sources); i++)
		for (size_t k = 0; k < CASES / STEPS; k++) {
			struct sieve_bench s = { .n_pairs = 0 };

			bench_open(&s.bench, "", rules);
			sieve_open(&s);
			n_wrong += count_disagreements(&s, &sources[i], &seed, &n_told);
			sieve_close(&s);
		}
	assert_int_equal(n_wrong, 0);
	assert_in_range(n_told, COUNT(sources) * CASES / 8, COUNT(sources) * CASES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_all),
		cmocka_unit_test(same_as_all_through_a_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
