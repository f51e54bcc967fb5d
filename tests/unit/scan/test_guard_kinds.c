/*
 * test_guard_kinds.c - what can happen to a guard, in four languages: which
 * changes are told and as what, and which are none.
 */
#include "bench.h"

/* What became of the guard; "" says that nothing is told. */
struct kind {
	const char *name, *verb;
};

enum { DROPPED, COMMENTED, WEAKENED, MOVED, REFORMATTED, RENAMED, STRONGER, RETIRED, N_KINDS };

static const struct kind kinds[N_KINDS] = {
	[DROPPED] = { "dropped", " was dropped" },
	[COMMENTED] = { "commented out", " was commented out" },
	[WEAKENED] = { "weakened", " was weakened to " },
	[MOVED] = { "moved", "" },
	[REFORMATTED] = { "reformatted", "" },
	[RENAMED] = { "renamed with its endpoint", "" },
	[STRONGER] = { "strengthened", "" },
	[RETIRED] = { "retired with its endpoint", "" },
};

struct ways {
	const char *path, *pattern;
	const char *before;
	const char *after[N_KINDS];
};

#define PY_PLAIN "def view(request):\n    return load(1)\n"
#define PY_OTHER "def other(request):\n    return 2\n"
#define PY(guard) guard PY_PLAIN "\n\n" PY_OTHER
#define PY_GUARD "@require_role(\"staff\")\n"

#define JAVA(members) "public class Users {\n" members "}\n"
#define JAVA_GUARD "    @PreAuthorize(\"hasRole('STAFF')\")\n"
#define JAVA_LIST "    public List<User> list() {\n        return all();\n    }\n"
#define JAVA_COUNT "    public int count() {\n        return 2;\n    }\n"

#define RUBY(body) "class Users < Base\n" body "end\n"
#define RUBY_LIST "  def list\n    render all\n  end\n"
#define RUBY_COUNT "  def count\n    render 2\n  end\n"
#define RUBY_GUARDED(guard) "  def list\n" guard "    render all\n  end\n"
#define RUBY_GUARD "    authorize! :edit, User\n"

#define JS_LIST "app.get('/users', requireRole('staff'), listUsers);\n"
#define JS_COUNT "app.get('/count', countUsers);\n"

static const struct ways all_ways[] = {
	{ "v.py", "(?s)^\\s*@require_role\\b.*", PY(PY_GUARD),
	  { [DROPPED] = PY(""),
	    [COMMENTED] = PY("# " PY_GUARD),
	    [WEAKENED] = PY("@require_role(\"guest\")\n"),
	    [MOVED] = PY_OTHER "\n\n" PY_GUARD PY_PLAIN,
	    [REFORMATTED] = PY("@require_role(\n    'staff',\n)\n"),
	    [RENAMED] = PY_GUARD "def users(request):\n    return load(1)\n\n\n" PY_OTHER,
	    [STRONGER] = PY("@require_role(\"admin\")\n"),
	    [RETIRED] = PY_OTHER } },
	{ "Users.java", "(?s)^\\s*@PreAuthorize\\b.*", JAVA(JAVA_GUARD JAVA_LIST JAVA_COUNT),
	  { [DROPPED] = JAVA(JAVA_LIST JAVA_COUNT),
	    [COMMENTED] = JAVA("    //@PreAuthorize(\"hasRole('STAFF')\")\n" JAVA_LIST JAVA_COUNT),
	    [WEAKENED] = JAVA("    @PreAuthorize(\"permitAll()\")\n" JAVA_LIST JAVA_COUNT),
	    [MOVED] = JAVA(JAVA_COUNT JAVA_GUARD JAVA_LIST),
	    [REFORMATTED] = JAVA("    @PreAuthorize(\n        \"hasRole('STAFF')\")\n"
				 JAVA_LIST JAVA_COUNT),
	    [RENAMED] = JAVA(JAVA_GUARD
			     "    public List<User> everybody() {\n        return all();\n    }\n"
			     JAVA_COUNT),
	    [STRONGER] = JAVA("    @PreAuthorize(\"hasRole('ADMIN')\")\n" JAVA_LIST JAVA_COUNT),
	    [RETIRED] = JAVA(JAVA_COUNT) } },
	{ "users.rb", "(?m)^\\s*authorize!.*", RUBY(RUBY_GUARDED(RUBY_GUARD) RUBY_COUNT),
	  { [DROPPED] = RUBY(RUBY_LIST RUBY_COUNT),
	    [COMMENTED] = RUBY(RUBY_GUARDED("    # authorize! :edit, User\n") RUBY_COUNT),
	    [WEAKENED] = RUBY(RUBY_GUARDED("    authorize! :read, User\n") RUBY_COUNT),
	    [MOVED] = RUBY(RUBY_COUNT RUBY_GUARDED(RUBY_GUARD)),
	    [REFORMATTED] = RUBY(RUBY_GUARDED("    authorize!(:edit,\n               User)\n")
				 RUBY_COUNT),
	    [RENAMED] = RUBY("  def everybody\n" RUBY_GUARD "    render all\n  end\n" RUBY_COUNT),
	    [STRONGER] = RUBY(RUBY_GUARDED("    authorize! :admin, User\n") RUBY_COUNT),
	    [RETIRED] = RUBY(RUBY_COUNT) } },
	{ "users.js", "\\brequireRole\\(", JS_LIST JS_COUNT,
	  { [DROPPED] = "app.get('/users', listUsers);\n" JS_COUNT,
	    [COMMENTED] = "app.get('/users', /* requireRole('staff'), */ listUsers);\n" JS_COUNT,
	    [WEAKENED] = "app.get('/users', requireRole('guest'), listUsers);\n" JS_COUNT,
	    [MOVED] = JS_COUNT JS_LIST,
	    [REFORMATTED] = "app.get(\n  \"/users\",\n  requireRole(\"staff\"),\n  listUsers\n);\n"
			    JS_COUNT,
	    [RENAMED] = "app.get('/people', requireRole('staff'), listUsers);\n" JS_COUNT,
	    [STRONGER] = "app.get('/users', requireRole('admin'), listUsers);\n" JS_COUNT,
	    [RETIRED] = JS_COUNT } },
};

/* What is told when the guard fares as KIND says; "" for nothing. */
static struct cdr_str told(struct bench *bench, const struct ways *ways, size_t kind)
{
	char *rules = cdr_arena_printf(
		&bench->arena, "- {id: t.guard, title: T, severity: high, guard: {re: '%s'}}\n",
		ways->pattern);

	bench_open(bench, "", rules);
	bench_run(bench, ways->path, ways->before, ways->after[kind]);
	return *bench_findings(bench) ? bench_only(bench)->message : CDR_STR("");
}

static void tells_each_kind(void **state)
{
	size_t n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(all_ways); i++) {
		for (size_t k = 0; k < N_KINDS; k++) {
			struct bench bench = { .matcher = NULL };
			struct cdr_str message = told(&bench, &all_ways[i], k);
			struct cdr_str verb = cdr_str_from(kinds[k].verb);
			bool right = verb.len == 0 ? message.len == 0
						   : cdr_str_find(message, verb) < message.len;

			if (!right) {
				print_error("%s, %s: told \"%.*s\"\n", all_ways[i].path,
					    kinds[k].name, CDR_FMT(message));
				n_wrong++;
			}
			bench_close(&bench);
		}
	}
	assert_int_equal(n_wrong, 0);
}

/* A guard that is put on what had none is no loss, whichever way round the sides are. */
static void says_nothing_of_additions(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(all_ways); i++) {
		const struct ways *ways = &all_ways[i];
		const struct ways added = { ways->path, ways->pattern, ways->after[DROPPED],
					    { ways->before } };
		struct bench bench = { .matcher = NULL };

		assert_int_equal(told(&bench, &added, 0).len, 0);
		bench_close(&bench);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_each_kind),
		cmocka_unit_test(says_nothing_of_additions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
