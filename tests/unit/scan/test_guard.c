/* test_guard.c - an old and a new file: which guards are lost, and which only look lost. */
#include "bench.h"

#define GUARD(more)                                                                             \
	"- {id: t.guard, title: T, severity: high, guard: {anchor: entity, "                    \
	"re: '(?s)^\\s*@(?:\\w+\\.)*(?:login_required|limit|PreAuthorize|UseGuards)\\b.*'" more \
	"}}\n"
#define PLAIN GUARD("")
#define WEAKER GUARD(", weaker: '\\d{4,}/minute'")

struct pair {
	const char *name;
	const char *rules;
	const char *path;
	const char *old_text, *new_text;
	const char *finding; /* as bench.h writes it, "" for none */
	const char *message; /* of that finding */
};

static void check_pairs(const struct pair *pairs, size_t n)
{
	size_t n_wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct bench bench = { .matcher = NULL };
		struct cdr_str message = { "", 0 };
		const char *found;

		bench_open(&bench, "", pairs[i].rules);
		bench_run(&bench, pairs[i].path, pairs[i].old_text, pairs[i].new_text);
		found = bench_findings(&bench);
		if (*found && strcmp(found, pairs[i].finding) == 0)
			message = bench_only(&bench)->message;
		if (strcmp(found, pairs[i].finding) != 0 ||
		    !cdr_str_is(message, pairs[i].message)) {
			print_error("%s: found\n%s%.*s\nexpected\n%s%s\n", pairs[i].name, found,
				    CDR_FMT(message), pairs[i].finding, pairs[i].message);
			n_wrong++;
		}
		bench_close(&bench);
	}
	assert_int_equal(n_wrong, 0);
}

/* --- Python -------------------------------------------------------------------- */

#define VIEW "def view(request):\n    return 1\n"
#define OTHER "def other(request):\n    return 2\n"
#define FAR "\n\n\n\n\n\n\n\n\n\n"
#define GUARDED "@limiter.limit(\"5/minute\")\n" VIEW

static const struct pair python[] = {
	{ "dropped", PLAIN, "v.py", GUARDED, VIEW, "1 t.guard old 1:1-1:27 high\n",
	  "@limiter.limit(\"5/minute\") of view was dropped" },
	{ "commented out", PLAIN, "v.py", GUARDED, "# @limiter.limit('5/minute')\n" VIEW,
	  "1 t.guard old 1:1-1:27 high\n",
	  "@limiter.limit(\"5/minute\") of view was commented out" },
	{ "commented out over lines", PLAIN, "v.py", "@limiter.limit(\n    \"5/minute\",\n)\n" VIEW,
	  "# @limiter.limit(\n#    \"5/minute\",\n# )\n" VIEW, "1 t.guard old 1:1-3:2 high\n",
	  "@limiter.limit( \"5/minute\", ) of view was commented out" },
	{ "weakened", WEAKER, "v.py", GUARDED, "@limiter.limit(\"5000/minute\")\n" VIEW,
	  "1 t.guard old 1:1-1:27 high\n",
	  "@limiter.limit(\"5/minute\") of view was weakened to @limiter.limit(\"5000/minute\")" },
	{ "weakened without the rule saying what is weaker", PLAIN, "v.py", GUARDED,
	  "@limiter.limit(\"50/minute\")\n" VIEW, "1 t.guard old 1:1-1:27 high\n",
	  "@limiter.limit(\"5/minute\") of view was weakened to @limiter.limit(\"50/minute\")" },
	{ "strengthened", WEAKER, "v.py", GUARDED, "@limiter.limit(\"3/minute\")\n" VIEW, "", "" },
	{ "changed: one severity lower", PLAIN, "v.py", "@limiter.limit(key)\n" VIEW,
	  "@limiter.limit(other)\n" VIEW, "1 t.guard old 1:1-1:20 medium\n",
	  "@limiter.limit(key) of view was changed to @limiter.limit(other)" },
	{ "moved with its function", PLAIN, "v.py", GUARDED "\n\n" OTHER, OTHER "\n\n" GUARDED, "",
	  "" },
	{ "moved into a class", PLAIN, "v.py", "@login_required\n" VIEW,
	  "class A:\n    @login_required\n    def view(request):\n        return 1\n", "", "" },
	{ "moved among the decorators", PLAIN, "v.py", "@login_required\n@cache\n" VIEW,
	  "@cache\n@login_required\n" VIEW, "", "" },
	{ "reformatted", PLAIN, "v.py", GUARDED, "@limiter.limit(\n    '5/minute',\n)\n" VIEW, "",
	  "" },
	{ "a comment beside it", PLAIN, "v.py", GUARDED,
	  "@limiter.limit(\"5/minute\")  # five\n" VIEW, "", "" },
	{ "renamed with its function", PLAIN, "v.py", GUARDED,
	  "@limiter.limit(\"5/minute\")\ndef renamed(request):\n    return 1\n", "", "" },
	{ "renamed, and its name taken by a new one", PLAIN, "v.py",
	  "import a\n\nclass A:\n    @login_required\n    def get(self):\n        a\n",
	  "class A:\n    @login_required\n    def fetch(self):\n        a\n\n"
	  "class B:\n    def get(self):\n        b\n",
	  "", "" },
	{ "renamed far below other changes", PLAIN, "v.py",
	  "import a\n" FAR "class A:\n    x = 1\n\n\n\n    @login_required\n    @cache\n    @vary\n"
	  "    @etag\n    def get(self):\n        a\n",
	  FAR "class A:\n    x = 1\n\n\n\n    @login_required\n    @cache\n    @vary\n"
	      "    @etag\n    def fetch(self):\n        a\n\n"
	      "class B:\n    def get(self):\n        b\n",
	  "", "" },
	{ "moved without it, while a new one elsewhere has the like", PLAIN, "v.py",
	  "import a\n" FAR "@login_required\n" VIEW,
	  "import a\n\n\n@login_required\ndef create(request):\n    return 3\n" FAR
	  "class A:\n    def view(request):\n        return 1\n",
	  "2 t.guard old 12:1-12:16 high\n", "@login_required of view was dropped" },
	{ "retired", PLAIN, "v.py", GUARDED "\n\n" OTHER, OTHER, "", "" },
	{ "added", PLAIN, "v.py", VIEW, GUARDED, "", "" },
	{ "body changed", PLAIN, "v.py", GUARDED,
	  "@limiter.limit(\"5/minute\")\ndef view(request):\n    x\n", "", "" },
	{ "one of two equal ones dropped", PLAIN, "v.py", "@login_required\n@login_required\n" VIEW,
	  "@login_required\n" VIEW, "1 t.guard old 2:1-2:16 high\n",
	  "@login_required of view was dropped" },
	{ "given to another function that was there", PLAIN, "v.py",
	  "@login_required\n" VIEW "\n\n" OTHER, VIEW "\n\n@login_required\n" OTHER,
	  "1 t.guard old 1:1-1:16 high\n", "@login_required of view was dropped" },
	{ "given to the method of another class", PLAIN, "v.py",
	  "class A:\n    @login_required\n    def get(self):\n        a\n\n"
	  "class B:\n    def get(self):\n        b\n",
	  "class A:\n    def get(self):\n        a\n\n"
	  "class B:\n    @login_required\n    def get(self):\n        b\n",
	  "1 t.guard old 2:5-2:20 high\n", "@login_required of A.get was dropped" },
	{ "taken over by a function put in between", PLAIN, "v.py", "@login_required\n" VIEW,
	  "@login_required\ndef health(request):\n    return 0\n\n" VIEW,
	  "1 t.guard old 1:1-1:16 high\n", "@login_required of view was dropped" },
	{ "a method's namesake in another class survives", PLAIN, "v.py",
	  "class A:\n    @login_required\n    def get(self):\n        a\n\n"
	  "class B:\n    def get(self):\n        b\n",
	  "class B:\n    def get(self):\n        b\n", "", "" },
	{ "a property's setter survives", PLAIN, "v.py",
	  "class A:\n    @login_required\n    def x(self):\n        a\n\n"
	  "    @x.setter\n    def x(self, v):\n        b\n",
	  "class A:\n    @x.setter\n    def x(self, v):\n        b\n", "", "" },
	{ "in a string it is none", PLAIN, "v.py", "'''\n@login_required\n'''\n" VIEW, VIEW, "",
	  "" },
	{ "renamed and dropped", PLAIN, "v.py",
	  "@login_required\ndef view(request):\n    a(1)\n    b(2)\n    return c\n",
	  "def index(request):\n    a(1)\n    b(2)\n    return c\n",
	  "1 t.guard old 1:1-1:16 high\n", "@login_required of view was dropped" },
	{ "kept by a decoy of the same name", PLAIN, "v.py",
	  "@login_required\ndef view(request):\n    a(1)\n    return c\n",
	  "@login_required\ndef view(request):\n    pass\n\n"
	  "def view(request):\n    a(1)\n    return c\n",
	  "1 t.guard old 1:1-1:16 high\n", "@login_required of view was dropped" },
	{ "moved up to the class", PLAIN, "v.py",
	  "class A:\n    @login_required\n    def get(self):\n        a\n",
	  "@login_required\nclass A:\n    def get(self):\n        a\n", "", "" },
	{ "its words in another order", PLAIN, "v.py", "@login_required(a=b, c=d)\n" VIEW,
	  "@login_required(c=d, a=b)\n" VIEW, "", "" },
	{ "switched off", PLAIN, "v.py", "@login_required(active=True)\n" VIEW,
	  "@login_required(active=False)\n" VIEW, "1 t.guard old 1:1-1:29 high\n",
	  "@login_required(active=True) of view was weakened to @login_required(active=False)" },
	{ "switched on", PLAIN, "v.py", "@login_required(active=False)\n" VIEW,
	  "@login_required(active=True)\n" VIEW, "", "" },
	{ "an option that opens, switched on: nobody can tell", PLAIN, "v.py",
	  "@login_required(optional=False)\n" VIEW, "@login_required(optional=True)\n" VIEW,
	  "1 t.guard old 1:1-1:32 medium\n",
	  "@login_required(optional=False) of view was changed to @login_required(optional=True)" },
	{ "dropped from what got another name and has no body", PLAIN, "v.py",
	  "@login_required\ndef view(request): pass\nx = 1\n", "def index(request): pass\nx = 1\n",
	  "1 t.guard old 1:1-1:16 high\n", "@login_required of view was dropped" },
	{ "the whole file is gone", PLAIN, "v.py", GUARDED, NULL, "", "" },
};

static void compares_python(void **state)
{
	(void)state;
	check_pairs(python, COUNT(python));
}

/* --- languages with braces ----------------------------------------------------------- */

#define CLASS(body) "public class Admin {\n" body "}\n"
#define USERS "    public List<User> users() {\n        return all();\n    }\n"
#define ADMIN "    @PreAuthorize(\"hasRole('ADMIN')\")\n"
#define CONTROLLER(body) "export class Orders {\n" body "}\n"
#define FIND "  findAll() {\n    return this.all();\n  }\n"

static const struct pair braces[] = {
	{ "dropped", PLAIN, "A.java", CLASS("    @GetMapping(\"/u\")\n" ADMIN USERS),
	  CLASS("    @GetMapping(\"/u\")\n" USERS), "1 t.guard old 3:5-3:38 high\n",
	  "@PreAuthorize(\"hasRole('ADMIN')\") of Admin.users was dropped" },
	{ "commented out", PLAIN, "A.java", CLASS(ADMIN USERS),
	  CLASS("    // @PreAuthorize(\"hasRole('ADMIN')\")\n" USERS),
	  "1 t.guard old 2:5-2:38 high\n",
	  "@PreAuthorize(\"hasRole('ADMIN')\") of Admin.users was commented out" },
	{ "changed", PLAIN, "A.java", CLASS(ADMIN USERS),
	  CLASS("    @PreAuthorize(\"hasRole('AUDITOR')\")\n" USERS),
	  "1 t.guard old 2:5-2:38 medium\n",
	  "@PreAuthorize(\"hasRole('ADMIN')\") of Admin.users was changed to "
	  "@PreAuthorize(\"hasRole('AUDITOR')\")" },
	{ "weakened", GUARD(", weaker: 'permitAll'"), "A.java", CLASS(ADMIN USERS),
	  CLASS("    @PreAuthorize(\"permitAll()\")\n" USERS), "1 t.guard old 2:5-2:38 high\n",
	  "@PreAuthorize(\"hasRole('ADMIN')\") of Admin.users was weakened to "
	  "@PreAuthorize(\"permitAll()\")" },
	{ "moved", PLAIN, "A.java", CLASS(ADMIN USERS "    int x;\n    int y;\n"),
	  CLASS("    int x;\n    int y;\n" ADMIN USERS), "", "" },
	{ "reformatted", PLAIN, "A.java", CLASS(ADMIN USERS),
	  CLASS("    @PreAuthorize(\n        \"hasRole('ADMIN')\"\n    )\n" USERS), "", "" },
	{ "renamed", PLAIN, "A.java", CLASS(ADMIN USERS),
	  CLASS(ADMIN "    public List<User> everybody() {\n        return all();\n    }\n"), "",
	  "" },
	{ "retired", PLAIN, "A.java", CLASS(ADMIN USERS "    int x;\n"), CLASS("    int x;\n"), "",
	  "" },
	{ "an overload survives", PLAIN, "A.java",
	  CLASS(ADMIN USERS
		"    public List<User> users(int n) {\n        return some(n);\n    }\n"),
	  CLASS("    public List<User> users(int n) {\n        return some(n);\n    }\n"), "", "" },
	{ "of the class", PLAIN, "A.java", "@PreAuthorize(\"isUser()\")\n" CLASS(USERS),
	  CLASS(USERS), "1 t.guard old 1:1-1:26 high\n",
	  "@PreAuthorize(\"isUser()\") of Admin was dropped" },
	{ "an annotation beside it on the line", PLAIN, "A.java",
	  CLASS("    @PreAuthorize(\"isUser()\") @GetMapping(\"/a\")\n" USERS),
	  CLASS("    @PreAuthorize(\"isUser()\") @GetMapping(\"/b\")\n" USERS), "", "" },
	{ "a bracket in a string", PLAIN, "A.java",
	  CLASS("    @PreAuthorize(\"(\") @GetMapping(\"/a\")\n" USERS),
	  CLASS("    @PreAuthorize(\"(\") @GetMapping(\"/b\")\n" USERS), "", "" },
	{ "dropped in TypeScript", PLAIN, "o.ts",
	  CONTROLLER("  @Get()\n  @UseGuards(JwtGuard)\n" FIND), CONTROLLER("  @Get()\n" FIND),
	  "1 t.guard old 3:3-3:23 high\n", "@UseGuards(JwtGuard) of Orders.findAll was dropped" },
	{ "reordered in TypeScript", PLAIN, "o.ts",
	  CONTROLLER("  @Get()\n  @UseGuards(JwtGuard)\n" FIND),
	  CONTROLLER("  @UseGuards(JwtGuard)\n  @Get()\n" FIND), "", "" },
};

static void compares_braces(void **state)
{
	(void)state;
	check_pairs(braces, COUNT(braces));
}

/* --- bodies, class attributes, routes, lists --------------------------------------------- */

#define ROUTE "- {id: t.guard, title: T, severity: high, guard: {re: '(?<=, )requireAuth\\b'}}\n"
#define CHECK                                                    \
	"- {id: t.guard, title: T, severity: high, guard: {re: " \
	"'^\\s*(?:if|unless)\\b.*admin(?:.|\\n)*?\\b(?:return|raise)\\b|^\\s*authorize\\b.*'}}\n"
#define CLASSWIDE                                                \
	"- {id: t.guard, title: T, severity: high, guard: {re: " \
	"'(?s)^\\s*(?:permission_classes|before_action)\\b.*'}}\n"
#define LISTED \
	"- {id: t.guard, title: T, severity: high, guard: {anchor: file, re: '\"Csrf\\w*\"'}}\n"

static const struct pair anywhere[] = {
	{ "an argument of a route", ROUTE, "r.js", "app.get('/a', requireAuth, show);\n",
	  "app.get('/a', show);\n", "1 t.guard old 1:15-1:26 high\n",
	  "requireAuth of /a was dropped" },
	{ "given to another route", ROUTE, "r.js",
	  "app.get('/a', requireAuth, show);\napp.get('/b', list);\n",
	  "app.get('/a', show);\napp.get('/b', requireAuth, list);\n",
	  "1 t.guard old 1:15-1:26 high\n", "requireAuth of /a was dropped" },
	{ "a route that got another path", ROUTE, "r.js", "app.get('/a', requireAuth, show);\n",
	  "app.get('/b', requireAuth, show);\n", "", "" },
	{ "a route that is gone", ROUTE, "r.js",
	  "app.get('/a', requireAuth, show);\napp.get('/b', list);\n", "app.get('/b', list);\n", "",
	  "" },
	{ "one that stands in another is part of it",
	  "- {id: t.guard, title: T, severity: high, guard: {re: '\\brequire\\w+\\(?'}}\n", "r.js",
	  "app.get('/a', requireAny(requireAuth), show);\n", "app.get('/a', show);\n",
	  "1 t.guard old 1:15-1:38 high\n", "requireAny(requireAuth) of /a was dropped" },
	{ "a condition that refuses", CHECK, "v.py",
	  "def f(u):\n    if not u.admin:\n        raise No()\n    a()\n", "def f(u):\n    a()\n",
	  "1 t.guard old 2:5-3:14 high\n", "if not u.admin: raise of f was dropped" },
	{ "a condition in another form", CHECK, "v.rb",
	  "def f\n  unless admin\n    return 1\n  end\n  a\nend\n",
	  "def f\n  # who\n  unless admin\n\n    return 2\n  end\n  a\nend\n", "", "" },
	{ "a refusal after a line for the log", CHECK, "v.js",
	  "function f(u) {\n  if (!u.admin) {\n    log('no');\n    return 1;\n  }\n  a();\n}\n",
	  "function f(u) {\n  a();\n}\n", "1 t.guard old 2:3-4:11 high\n",
	  "if (!u.admin) { return of f was dropped" },
	{ "a refusal of which only the line for the log is left", CHECK, "v.py",
	  "def f(u):\n    if not u.admin:\n        log('no')\n        raise No()\n    a()\n",
	  "def f(u):\n    if not u.admin:\n        log('no')\n    a()\n",
	  "1 t.guard old 2:5-4:14 high\n", "if not u.admin: raise of f was dropped" },
	{ "another line for the log", CHECK, "v.js",
	  "function f(u) {\n  if (!u.admin) {\n    log('no');\n    return 1;\n  }\n  a();\n}\n",
	  "function f(u) {\n  if (!u.admin) {\n    tell(`${u}`);\n    return 1;\n  }\n  a();\n}\n",
	  "", "" },
	{ "a refusal in a further block is none of the outer condition", CHECK, "v.js",
	  "function f(u) {\n  if (u.admin) {\n    if (u.b) {\n      return 1;\n    }\n    c();\n"
	  "  }\n  a();\n}\n",
	  "function f(u) {\n  a();\n}\n", "", "" },
	{ "what follows a condition in one line is not its block", CHECK, "v.js",
	  "function f(u) {\n  if (u.admin) b();\n  return 1;\n}\n",
	  "function f(u) {\n  return 1;\n}\n", "", "" },
	{ "nor without a semicolon", CHECK, "v.js",
	  "function f(u) {\n  if (u.admin) b(1)\n  return 1\n}\n",
	  "function f(u) {\n  return 1\n}\n", "", "" },
	{ "a condition with its brace on a line of its own", CHECK, "V.java",
	  "class V {\n  void f()\n  {\n    if (!admin)\n    {\n      return;\n    }\n    a();\n  "
	  "}\n}\n",
	  "class V {\n  void f()\n  {\n    a();\n  }\n}\n", "1 t.guard old 4:5-6:13 high\n",
	  "if (!admin) return of V.f was dropped" },
	{ "a call", CHECK, "c.rb", "class A\n  def b\n    authorize @c\n    d\n  end\nend\n",
	  "class A\n  def b\n    # authorize @c\n    d\n  end\nend\n",
	  "1 t.guard old 3:5-3:17 high\n", "authorize @c of A.b was commented out" },
	{ "a class attribute that lost an item", CLASSWIDE, "v.py",
	  "class A(B):\n    permission_classes = [C, D]\n",
	  "class A(B):\n    permission_classes = [C]\n", "1 t.guard old 2:5-2:32 high\n",
	  "permission_classes = [C, D] of A was weakened to permission_classes = [C]" },
	{ "a class attribute in another order", CLASSWIDE, "v.py",
	  "class A(B):\n    permission_classes = [C, D]\n",
	  "class A(B):\n    permission_classes = (\n        D,\n        C,\n    )\n", "", "" },
	{ "a filter with an exception", CLASSWIDE, "c.rb", "class A\n  before_action :b\nend\n",
	  "class A\n  before_action :b, except: :c\nend\n", "1 t.guard old 2:3-2:19 high\n",
	  "before_action :b of A was weakened to before_action :b, except: :c" },
	{ "a filter of the file, given to one of its classes", CLASSWIDE, "c.rb",
	  "before_action :b\nclass A\n  x\nend\n", "class A\n  before_action :b\n  x\nend\n",
	  "1 t.guard old 1:1-1:17 high\n", "before_action :b of c.rb was dropped" },
	{ "a filter without its exception", CLASSWIDE, "c.rb",
	  "class A\n  before_action :b, except: :c\nend\n", "class A\n  before_action :b\nend\n",
	  "", "" },
	{ "in a function that only a variable knew, gone with it", CHECK, "m.js",
	  "a.b = go(async (req) => {\n  if (!req.admin)\n    return 1;\n  c();\n  d();\n});\n\n"
	  "a.e = go(async (req) => {\n  f();\n});\n",
	  "a.e = go(async (req) => {\n  f();\n});\n", "", "" },
	{ "in a function that only a variable knew, which got another name", CHECK, "m.js",
	  "a.b = go(async (req) => {\n  if (!req.admin)\n    return 1;\n  c();\n  d();\n});\n",
	  "a.x = go(async (req) => {\n  c();\n  d();\n});\n", "1 t.guard old 2:3-3:11 high\n",
	  "if (!req.admin) return of m.js was dropped" },
	{ "in a function that only a variable knew, of which there is another", CHECK, "m.js",
	  "a.b = go(async (req) => {\n  if (!req.admin)\n    return 1;\n  c();\n  d();\n});\n\n"
	  "a.e = go(async (req) => {\n  c();\n  d();\n});\n",
	  "a.e = go(async (req) => {\n  c();\n  d();\n});\n", "", "" },
	{ "in a method whose name is a string, gone with it", CHECK, "m.js",
	  "add({\n  'a.b'(u) {\n    if (!u.admin) {\n      return 1;\n    }\n    c();\n  },\n"
	  "  'a.e'(u) {\n    f();\n  },\n});\n",
	  "add({\n  'a.e'(u) {\n    f();\n  },\n});\n", "", "" },
	{ "a route that is gone, while its path has another verb", ROUTE, "r.js",
	  "app.get('/a', requireAuth, show);\napp.post('/a', save);\n", "app.post('/a', save);\n",
	  "", "" },
	{ "a route that is there, while its path lost another verb", ROUTE, "r.js",
	  "app.get('/a', requireAuth, show);\napp.post('/a', save);\n", "app.get('/a', show);\n",
	  "1 t.guard old 1:15-1:26 high\n", "requireAuth of /a was dropped" },
	{ "an item of a list", LISTED, "s.py", "M = [\n    \"Csrf\",\n    \"X\",\n]\n",
	  "M = [\n    # \"Csrf\",\n    \"X\",\n]\n", "1 t.guard old 2:5-2:11 high\n",
	  "\"Csrf\" of s.py was commented out" },
	{ "an item at another place of its list", LISTED, "s.py",
	  "M = [\n    \"Csrf\",\n    \"X\",\n]\n", "M = [\"X\", \"Csrf\"]\n", "", "" },
};

static void looks_anywhere(void **state)
{
	(void)state;
	check_pairs(anywhere, COUNT(anywhere));
}

/* --- where it is told ---------------------------------------------------------------- */

#define ARGUMENTS "  1,\n  2,\n  3,\n  4,\n  5,\n  6,\n  7,\n  8,\n  9,\n"

static const struct pair places[] = {
	{ "on the hunk that removed it", PLAIN, "v.py", OTHER FAR GUARDED, "x = 1\n" OTHER FAR VIEW,
	  "2 t.guard old 13:1-13:27 high\n", "@limiter.limit(\"5/minute\") of view was dropped" },
	{ "on the hunk that changed its last line", PLAIN, "v.py",
	  "import a\n@login_required(\n" ARGUMENTS "  a,\n)\n" VIEW,
	  "import b\n@login_required(\n" ARGUMENTS "  b,\n)\n" VIEW,
	  "2 t.guard old 2:1-13:2 medium\n",
	  "@login_required( 1, 2, 3, 4, 5, 6, 7, 8, 9, a, ) of view was changed to "
	  "@login_required( 1, 2, 3, 4, 5, 6, 7, 8, 9, b, )" },
	{ "on the nearest hunk when the line is still there", PLAIN, "v.py",
	  "x = 1\n" FAR "@login_required\n" VIEW,
	  "x = 2\n" FAR "@login_required\n" OTHER "\n\n" VIEW, "2 t.guard old 12:1-12:16 high\n",
	  "@login_required of view was dropped" },
	{ "a long guard is cut where a character ends", PLAIN, "v.py",
	  "@limiter.limit("
	  "\"012345678901234567890123456789012345678901234567890123456789012\xc3\xa4\")\n" VIEW,
	  VIEW, "1 t.guard old 1:1-1:84 high\n",
	  "@limiter.limit(\"012345678901234567890123456789012345678901234567890123456789012"
	  " of view was dropped" },
};

static void tells_where(void **state)
{
	struct bench bench = { .matcher = NULL };

	(void)state;
	check_pairs(places, COUNT(places));
	bench_open(&bench, "", PLAIN);
	bench_run(&bench, "v.py", GUARDED, VIEW);
	assert_true(cdr_str_is(bench_only(&bench)->anchor, "view"));
	bench_close(&bench);
}

static void gives_up_loudly(void **state)
{
	struct bench bench = { .matcher = NULL };
	char old_text[3000];

	(void)state;
	memset(old_text, 'a', sizeof(old_text));
	memcpy(old_text, "@x(", 3);
	memcpy(old_text + sizeof(old_text) - 33, "b!)\ndef f(x):\n    return 111111\n", 33);
	bench_open(&bench, "",
		   "- {id: t.guard, title: T, severity: low, guard: {re: '@x\\((a+a+)+!'}}\n");
	bench_run(&bench, "v.py", old_text, "def f(x):\n    return 1\n");
	assert_string_equal(bench_findings(&bench), "1 builtin.unscannable new 0:0-0:0 critical\n");
	bench_close(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares_python), cmocka_unit_test(compares_braces),
		cmocka_unit_test(looks_anywhere),  cmocka_unit_test(tells_where),
		cmocka_unit_test(gives_up_loudly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
