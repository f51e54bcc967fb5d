/* test_guard_idle.c - guards that nobody touched and that do nothing any more. */
#include "bench.h"

#define RULES                                                                             \
	"- {id: t.guard, title: T, severity: high, guard: {anchor: entity, "              \
	"re: '(?<![\\w.])@login_required\\b|\\bLoginRequiredMixin\\b"                     \
	"|^\\s*(?:if|unless)\\b.*admin(?:.|\\n)*?\\b(?:return|raise|throw)\\b"            \
	"|\\bcheck_access\\b(?:!|\\(\\w+\\))?|(?<=, )requireAuth\\b|\\blogin_required\\(" \
	"|^\\s*before_action\\b.*'}}\n"

struct pair {
	const char *name;
	const char *path;
	const char *old_text, *new_text;
	const char *message; /* of the only finding, NULL for none */
};

static void check_pairs(const struct pair *pairs, size_t n)
{
	size_t n_wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct bench bench = { .matcher = NULL };
		struct cdr_str message = { "", 0 };
		const char *expected = pairs[i].message ? pairs[i].message : "";

		bench_open(&bench, "", RULES);
		bench_run(&bench, pairs[i].path, pairs[i].old_text, pairs[i].new_text);
		if (*bench_findings(&bench))
			message = bench_only(&bench)->message;
		if (!cdr_str_is(message, expected)) {
			print_error("%s: found\n%.*s\nexpected\n%s\n", pairs[i].name,
				    CDR_FMT(message), expected);
			n_wrong++;
		}
		bench_close(&bench);
	}
	assert_int_equal(n_wrong, 0);
}

/* --- never reached ------------------------------------------------------------------ */

#define PY(body) "def f(u):\n" body "    a()\n"
#define ADMIN "    if not u.admin:\n        raise No()\n"
#define IDLE_ADMIN "if not u.admin: raise of f has no effect any more"
#define JS(body) "function f(req, res) {\n" body "  a();\n}\n"
#define JS_ADMIN "  if (!req.admin) {\n    throw no;\n  }\n"
#define IDLE_JS "if (!req.admin) { throw of f has no effect any more"
#define RB(body) "class A\n  def f\n" body "    a\n  end\nend\n"
#define IDLE_RB "check_access! of A.f has no effect any more"

#define FAR "  b();\n  c();\n  d();\n  e();\n  f();\n  g();\n"

static const struct pair dead[] = {
	{ "behind a return", "v.py", PY(ADMIN), PY("    return a()\n" ADMIN), IDLE_ADMIN },
	{ "behind a raise, some lines above", "v.py", PY("    b()\n    c()\n" ADMIN),
	  PY("    raise E()\n    b()\n    c()\n" ADMIN), IDLE_ADMIN },
	{ "pulled into a block that was left", "v.js",
	  JS("  if (req.b) {\n    return 1;\n\n  }\n  " JS_ADMIN "    x = 2;\n"),
	  JS("  if (req.b) {\n    return 1;\n\n  " JS_ADMIN "    x = 2;\n  }\n"), IDLE_JS },
	{ "behind a return in a branch", "v.py", PY(ADMIN),
	  PY("    if u.b:\n        return 1\n" ADMIN), NULL },
	{ "behind a return of another function", "v.py", PY("    def g():\n        b()\n" ADMIN),
	  PY("    def g():\n        return b()\n" ADMIN), NULL },
	{ "under False", "v.py", PY(ADMIN),
	  PY("    if False:\n        if not u.admin:\n            raise No()\n"), IDLE_ADMIN },
	{ "in the else of True", "v.py",
	  PY("    if u.b:\n        b()\n    else:\n        check_access(u)\n"),
	  PY("    if True:\n        b()\n    else:\n        check_access(u)\n"),
	  "check_access(u) of f has no effect any more" },
	{ "in an elif behind what only may be True", "v.py",
	  PY("    if u.b:\n        b()\n    elif u.c:\n        check_access(u)\n"),
	  PY("    if u.b or True:\n        b()\n    elif u.c:\n        check_access(u)\n"), NULL },
	{ "in the else of another condition than True", "v.py",
	  PY("    if u.b:\n        b()\n    else:\n        check_access(u)\n"),
	  PY("    if True:\n        b()\n    if u.b:\n        b()\n    else:\n"
	     "        check_access(u)\n"),
	  NULL },
	{ "in the else of true", "v.js",
	  JS("  if (req.b) {\n    b();\n  } else {\n    check_access(req);\n  }\n"),
	  JS("  if (true) {\n    b();\n  } else {\n    check_access(req);\n  }\n"),
	  "check_access(req) of f has no effect any more" },
	{ "in the else if of true ||", "v.js",
	  JS("  if (req.b) {\n    b();\n  } else if (req.c) {\n    check_access(req);\n  }\n"),
	  JS("  if (true || req.b) {\n    b();\n  } else if (req.c) {\n    check_access(req);\n"
	     "  }\n"),
	  "check_access(req) of f has no effect any more" },
	{ "under a condition", "v.py", PY(ADMIN),
	  PY("    if u.b:\n        if not u.admin:\n            raise No()\n"), NULL },
	{ "was there behind a return", "v.py", PY("    return a()\n" ADMIN),
	  PY("    return b()\n" ADMIN), NULL },
	{ "behind a return", "v.js", JS(JS_ADMIN), JS("  return a();\n" JS_ADMIN), IDLE_JS },
	{ "under false", "v.js", JS(JS_ADMIN), JS("  if (false) {\n  " JS_ADMIN "  }\n"), IDLE_JS },
	{ "under 0", "v.js", JS("  check_access(req);\n"), JS("  if (0) check_access(req);\n"),
	  "check_access(req) of f has no effect any more" },
	{ "under false &&", "v.js", JS("  check_access(req);\n"),
	  JS("  false && check_access(req);\n"), "check_access(req) of f has no effect any more" },
	{ "behind a condition without braces", "v.js", JS(JS_ADMIN),
	  JS("  if (req.b)\n    return a();\n" JS_ADMIN), NULL },
	{ "behind a condition whose return is not indented", "v.js", JS(JS_ADMIN),
	  JS("  if (req.b)\n  return a();\n" JS_ADMIN), NULL },
	{ "behind a function that is returned", "v.js",
	  "function f(req) {\n  go(() => {\n    check_access(req);\n  });\n}\n",
	  "function f(req) {\n  return go(() => {\n    check_access(req);\n  });\n}\n", NULL },
	{ "behind a return of another case", "v.js",
	  JS("  switch (b) {\n  case 1:\n    c();\n  case 2:\n    check_access(req);\n  }\n"),
	  JS("  switch (b) {\n  case 1:\n    return c();\n  case 2:\n    check_access(req);\n  "
	     "}\n"),
	  NULL },
	{ "under false, behind a comment", "v.js", JS(JS_ADMIN),
	  JS("  if (/* a */ false) {\n  " JS_ADMIN "  }\n"), IDLE_JS },
	{ "behind a return whose condition went", "v.js",
	  JS("  if (x)\n  return a();\n" FAR JS_ADMIN), JS("  return a();\n" FAR JS_ADMIN),
	  IDLE_JS },
	{ "behind a return whose condition was closed", "v.js",
	  JS("  if (x)\n  return a();\n" FAR JS_ADMIN),
	  JS("  if (x);\n  return a();\n" FAR JS_ADMIN), IDLE_JS },
	{ "behind a return that a comment set free", "v.js",
	  JS("  /*\n  return a();\n  */\n" FAR JS_ADMIN),
	  JS("  //*\n  return a();\n  //*/\n" FAR JS_ADMIN), IDLE_JS },
	{ "behind a return", "v.rb", RB("    check_access!\n"),
	  RB("    return b\n    check_access!\n"), IDLE_RB },
	{ "behind a return with a condition", "v.rb", RB("    check_access!\n"),
	  RB("    return b if c\n    check_access!\n"), NULL },
	{ "unless true", "v.rb", RB("    check_access!\n"),
	  RB("    unless true\n      check_access!\n    end\n"), IDLE_RB },
};

static void tells_what_is_never_reached(void **state)
{
	(void)state;
	check_pairs(dead, COUNT(dead));
}

/* --- swallowed ---------------------------------------------------------------------- */

#define PY_CHECK "    check_access(u)\n"
#define TRIED(handler) PY("    try:\n        check_access(u)\n" handler)
#define IDLE_PY "check_access(u) of f has no effect any more"
#define JS_CHECK "  check_access(req);\n"
#define IDLE_JS_CHECK "check_access(req) of f has no effect any more"

static const struct pair swallowed[] = {
	{ "pass", "v.py", PY(PY_CHECK), TRIED("    except Exception:\n        pass\n"), IDLE_PY },
	{ "all in one line", "v.py", PY(PY_CHECK), TRIED("    except: pass\n"), IDLE_PY },
	{ "logged only", "v.py", PY(PY_CHECK),
	  TRIED("    except PermissionDenied as e:\n        logger.warning(e)\n"), IDLE_PY },
	{ "refused in another way", "v.py", PY(PY_CHECK),
	  TRIED("    except PermissionDenied:\n        return 403\n"), NULL },
	{ "logged and raised again", "v.py", PY(PY_CHECK),
	  TRIED("    except PermissionDenied:\n        logger.warning(e)\n        raise\n"), NULL },
	{ "another error is swallowed", "v.py", PY(PY_CHECK),
	  TRIED("    except KeyError:\n        pass\n"), NULL },
	{ "the handler swallows what it raised", "v.py",
	  TRIED("    except Exception:\n        raise\n"),
	  TRIED("    except Exception:\n        pass\n"), IDLE_PY },
	{ "suppressed", "v.py", PY(PY_CHECK),
	  PY("    with contextlib.suppress(Exception):\n        check_access(u)\n"), IDLE_PY },
	{ "caught", "v.js", JS(JS_CHECK), JS("  try {\n  " JS_CHECK "  } catch (e) {\n  }\n"),
	  IDLE_JS_CHECK },
	{ "caught in one line", "v.js", JS(JS_CHECK),
	  JS("  try { check_access(req); } catch (e) {}\n"), IDLE_JS_CHECK },
	{ "caught and logged", "v.js", JS(JS_CHECK),
	  JS("  try {\n  " JS_CHECK "  }\n  catch (e) {\n    console.error(e);\n  }\n"),
	  IDLE_JS_CHECK },
	{ "caught and answered", "v.js", JS(JS_CHECK),
	  JS("  try {\n  " JS_CHECK "  } catch (e) {\n    return next(e);\n  }\n"), NULL },
	{ "caught and thrown again, not indented", "v.js", JS(JS_CHECK),
	  JS("  try {\n  " JS_CHECK "  } catch (e) {\n throw e;\n}\n"), NULL },
	{ "rescued", "v.rb", RB("    check_access!\n"),
	  "class A\n  def f\n    check_access!\n    a\n  rescue => e\n    logger.info e\n  "
	  "end\nend\n",
	  IDLE_RB },
	{ "rescued with nil", "v.rb", RB("    check_access!\n"),
	  RB("    check_access! rescue nil\n"), "check_access! of A.f has no effect any more" },
};

static void tells_what_is_swallowed(void **state)
{
	(void)state;
	check_pairs(swallowed, COUNT(swallowed));
}

/* --- eclipsed ------------------------------------------------------------------------- */

#define VIEW(body) "def view(request):\n    " body "\n"
#define GUARDED "@login_required\n" VIEW("return 1")
#define IDLE_VIEW "@login_required of view has no effect any more"
#define IMPORTED "from auth import login_required\n"

#define FILTERED(filter, action)                                                      \
	"class A\n  before_action :signed_in, only: [:fresh]\n\n  def fresh\n" action \
	"  end\n\n  def signed_in\n" filter "  end\nend\n"

static const struct pair eclipsed[] = {
	{ "defined again below", "v.py", GUARDED, GUARDED "\n" VIEW("return 2"), IDLE_VIEW },
	{ "given another value below", "v.py", GUARDED, GUARDED "\nview = other\n", IDLE_VIEW },
	{ "wrapped below", "v.py", GUARDED, GUARDED "\nview = cache(view)\n", NULL },
	{ "defined in two branches", "v.py",
	  "if a:\n    @login_required\n    def view(r):\n        return 1\n",
	  "if a:\n    @login_required\n    def view(r):\n        return 1\n"
	  "else:\n    def view(r):\n        return 2\n",
	  NULL },
	{ "a property and its setter", "v.py",
	  "class A:\n    @property\n    @login_required\n    def x(self):\n        a\n",
	  "class A:\n    @property\n    @login_required\n    def x(self):\n        a\n\n"
	  "    @x.setter\n    def x(self, v):\n        b\n",
	  NULL },
	{ "what guards became a function that does not", "v.py", IMPORTED GUARDED,
	  "def login_required(f):\n    return f\n\n" GUARDED, IDLE_VIEW },
	{ "what guards became a wrapper that does not", "v.py", IMPORTED GUARDED,
	  "def login_required(f):\n    @wraps(f)\n    def inner(*args, **kwargs):\n"
	  "        return f(*args, **kwargs)\n    return inner\n\n" GUARDED,
	  IDLE_VIEW },
	{ "what guards became a lambda", "v.py", IMPORTED GUARDED,
	  "login_required = lambda f: f\n" GUARDED, IDLE_VIEW },
	{ "what guards lost its body", "v.rb",
	  FILTERED("    redirect_to root unless user\n", "    b\n"), FILTERED("", "    b\n"),
	  "before_action :signed_in, only: [:fresh] of A has no effect any more" },
	{ "what is guarded lost its body", "v.rb",
	  FILTERED("    redirect_to root unless user\n", "    b\n"),
	  FILTERED("    redirect_to root unless user\n", ""), NULL },
	{ "what guards became another one", "v.py", IMPORTED GUARDED,
	  "def login_required(f):\n    return strict(f)\n\n" GUARDED, NULL },
	{ "what guards became a function of its own", "v.py", IMPORTED GUARDED,
	  "def login_required(f):\n    def inner(r):\n        if not r.user:\n            raise "
	  "No()\n"
	  "        return f(r)\n    return inner\n\n" GUARDED,
	  NULL },
	{ "what guards became a function that goes on", "r.js",
	  "const requireAuth = load('auth');\napp.get('/a', requireAuth, show);\n",
	  "const requireAuth = (req, res, next) => next();\napp.get('/a', requireAuth, show);\n",
	  "requireAuth of /a has no effect any more" },
	{ "a route above", "r.js", "app.get('/a', requireAuth, show);\n",
	  "app.get('/a', show);\napp.get('/a', requireAuth, show);\n",
	  "requireAuth of /a has no effect any more" },
	{ "a route above, over lines and with other quotes", "r.js",
	  "app.get('/a', requireAuth, show);\n",
	  "app.get(\n  \"/a\",\n  other,\n);\n" FAR "app.get('/a', requireAuth, show);\n",
	  "requireAuth of /a has no effect any more" },
	{ "a route above with another method", "r.js", "app.get('/a', requireAuth, show);\n",
	  "app.put('/a', show);\napp.get('/a', requireAuth, show);\n", NULL },
	{ "a route of another router above", "r.js", "app.get('/a', requireAuth, show);\n",
	  "api.get('/a', show);\napp.get('/a', requireAuth, show);\n", NULL },
	{ "a decorated route above", "v.py", "@app.get('/a')\n" GUARDED,
	  "@app.get('/a')\ndef open(request):\n    return 2\n\n@app.get('/a')\n" GUARDED,
	  IDLE_VIEW },
	{ "a path above", "urls.py", "urlpatterns = [\n    path('a/', login_required(view)),\n]\n",
	  "urlpatterns = [\n    path('a/', view),\n    path('a/', login_required(view)),\n]\n",
	  "login_required(view) of a/ has no effect any more" },
	{ "a base class in front", "v.py", "class V(LoginRequiredMixin, View):\n    a = 1\n",
	  "class V(View, LoginRequiredMixin):\n    a = 1\n",
	  "LoginRequiredMixin of V has no effect any more" },
	{ "a mixin in front", "v.py", "class V(LoginRequiredMixin, View):\n    a = 1\n",
	  "class V(OtherMixin, LoginRequiredMixin, View):\n    a = 1\n", NULL },
};

static void tells_what_is_eclipsed(void **state)
{
	(void)state;
	check_pairs(eclipsed, COUNT(eclipsed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_what_is_never_reached),
		cmocka_unit_test(tells_what_is_swallowed),
		cmocka_unit_test(tells_what_is_eclipsed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
