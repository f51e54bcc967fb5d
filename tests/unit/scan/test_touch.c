/* test_touch.c - `touch` with an expression: what changed in substance, and what only moved. */
#include "bench.h"

#define FAR "\n1\n2\n3\n4\n5\n6\n7\n8\n9\n"
#define BODY "    f()\n    g()\n    h()\n    f()\n    g()\n    h()\n    f()\n    g()\n"
#define TOUCH(clause) "- {id: t.touch, title: T, severity: low, touch: {" clause "}}\n"
#define STATEMENT TOUCH("scope: statement, mask: comments, re: 'auth\\w*'")
#define CODE TOUCH("scope: statement, mask: comments+strings, re: 'auth\\w*'")
#define LINE TOUCH("re: 'auth\\w*'")
#define ENTITY TOUCH("scope: entity, mask: comments, re: 'def auth'")

static const struct bench_case statements[] = {
	{ "another argument", STATEMENT, "a.py", "auth(\n    a,\n)\n", "auth(\n    b,\n)\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "one finding a hunk, on the new side first", STATEMENT, "a.py", "auth(1)\nauth(2)\n",
	  "auth(3)\nauth(4)\n", "1 t.touch new 1:1-1:5 low\n" },
	{ "each hunk by itself", STATEMENT, "a.py", "auth(1)" FAR "auth(2)\n",
	  "auth(3)" FAR "auth(4)\n", "1 t.touch new 1:1-1:5 low\n2 t.touch new 11:1-11:5 low\n" },
	{ "what is gone", STATEMENT, "a.py", "x\nauth(1)\ny\n", "x\ny\n",
	  "1 t.touch old 2:1-2:5 low\n" },
	{ "what is new", STATEMENT, "a.py", "x\n", "x\nauth(1)\n", "1 t.touch new 2:1-2:5 low\n" },
	{ "wrapped", STATEMENT, "a.py", "auth(a, b)\n", "auth(\n    a,\n    b,\n)\n", "" },
	{ "moved", STATEMENT, "a.py", "auth(1)\nx\ny\n", "x\ny\nauth(1)\n", "" },
	{ "moved far", STATEMENT, "a.py", "auth(1)" FAR "x\n", FAR "x\nauth(1)\n", "" },
	{ "indented", STATEMENT, "a.py", "auth(1)\n", "if x:\n    auth(1)\n", "" },
	{ "moved and doubled", STATEMENT, "a.py", "auth(1)\nx\n", "x\nauth(1)\nauth(1)\n",
	  "1 t.touch new 3:1-3:5 low\n" },
	{ "one of two gone", STATEMENT, "a.py", "auth(1)\nauth(1)\nx\n", "x\nauth(1)\n",
	  "1 t.touch old 2:1-2:5 low\n" },
	{ "other quotes", STATEMENT, "a.py", "auth('a')\n", "auth(\"a\")\n", "" },
	{ "other quotes around what is replaced", STATEMENT, "a.rb", "auth '#{x}'\n",
	  "auth \"#{x}\"\n", "1 t.touch new 1:1-1:5 low\n" },
	{ "white space in a string", STATEMENT, "a.py", "auth(', ')\n", "auth(',')\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "white space in a string, behind an escaped quote", STATEMENT, "a.py",
	  "auth('\\' a  b')\n", "auth('\\' a b')\n", "1 t.touch new 1:1-1:5 low\n" },
	{ "a message of another length", CODE, "a.py", "auth('one')\n", "auth('three')\n", "" },
	{ "words that run together are others", STATEMENT, "a.py", "auth(not x)\n", "auth(notx)\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "brackets are part of it", STATEMENT, "a.py", "auth((a or b) and c)\n",
	  "auth(a or (b and c))\n", "1 t.touch new 1:1-1:5 low\n" },
	{ "a comment inside", STATEMENT, "a.py", "auth(\n    a,\n    b)\n",
	  "auth(\n    a,\n    # why\n    b)\n", "" },
	{ "a comment inside, gone", STATEMENT, "a.py", "auth(\n    a,\n    # why\n    b)\n",
	  "auth(\n    a,\n    b)\n", "" },
	{ "a line inside", STATEMENT, "a.py", "auth(\n    a,\n    b)\n",
	  "auth(\n    a,\n    c,\n    b)\n", "1 t.touch new 1:1-1:5 low\n" },
	{ "a comment is not code", STATEMENT, "a.py", "x\n", "x\n# auth\n", "" },
	{ "commented out", STATEMENT, "a.py", "auth(1)\n", "# auth(1)\n",
	  "1 t.touch old 1:1-1:5 low\n" },
	{ "a message", CODE, "a.py", "auth('one')\n", "auth('two')\n", "" },
	{ "a word of a message", CODE, "a.py", "x('one')\n", "x('auth')\n", "" },
	{ "unless",
	  "- {id: t.touch, title: T, severity: low, touch: {scope: statement, re: 'auth'}, "
	  "unless: [{re: '^import'}]}\n",
	  "a.py", "x\n", "import auth\n", "" },
	{ "not", TOUCH("scope: statement, re: 'auth\\w*', not: or"), "a.py", "x\n", "author(1)\n",
	  "" },
};

/* The same bytes but for white space, quotes and commas, and something else. */
static const struct bench_case meanings[] = {
	{ "an argument of a command more", STATEMENT, "a.sh", "auth -r /tmp\n", "auth -r / tmp\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "one of a list of words less", STATEMENT, "a.sh", "[ \"$x\" = \"auth\" ]\n",
	  "[ \"$x\"=\"auth\" ]\n", "1 t.touch new 1:9-1:13 low\n" },
	{ "blanks between words of a command", STATEMENT, "a.sh", "auth  -r   x\n", "auth -r x\n",
	  "" },
	{ "a key is one by its blank", STATEMENT, "a.yaml", "auth: true\n", "auth:true\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "owners that run together", LINE, "CODEOWNERS", "/auth @a @b\n", "/auth @a@b\n",
	  "1 t.touch new 1:2-1:6 low\n" },
	{ "a command in quotes", STATEMENT, "a.sh", "auth '`id`'\n", "auth \"`id`\"\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "an array in quotes", STATEMENT, "a.rb", "auth 'a#@b'\n", "auth \"a#@b\"\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "a name in SQL", STATEMENT, "a.sql", "SELECT auth WHERE role = 'admin';\n",
	  "SELECT auth WHERE role = \"admin\";\n", "1 t.touch new 1:8-1:12 low\n" },
	{ "a character is no string", STATEMENT, "a.c", "auth('a');\n", "auth(\"a\");\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "a command of Docker in JSON", STATEMENT, "Dockerfile", "CMD [\"auth\"]\n",
	  "CMD ['auth']\n", "1 t.touch new 1:7-1:11 low\n" },
	{ "quotes in a string", STATEMENT, "a.py", "auth(\"role = 'x'\")\n",
	  "auth('role = \"x\"')\n", "1 t.touch new 1:1-1:5 low\n" },
	{ "blanks behind an escaped backslash", STATEMENT, "a.py", "auth('\\\\', 'a  b')\n",
	  "auth('\\\\', 'a b')\n", "1 t.touch new 1:1-1:5 low\n" },
	{ "blanks behind an apostrophe in a comment", LINE, "a.py", "auth(''' don't ''', 'a  b')\n",
	  "auth(''' don't ''', 'a b')\n", "1 t.touch new 1:1-1:5 low\n" },
	{ "blanks in a string of several lines", LINE, "a.py", "x = '''\nauth  -\n'''\n",
	  "x = '''\nauth -\n'''\n", "1 t.touch new 2:1-2:5 low\n" },
	{ "a repetition in a string", STATEMENT, "a.py", "auth(r'x{8,}')\n", "auth(r'x{8}')\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "a repetition in a regular expression", STATEMENT, "a.js", "auth(/x{8,}/);\n",
	  "auth(/x{8}/);\n", "1 t.touch new 1:1-1:5 low\n" },
	{ "a tuple of one", STATEMENT, "a.py", "x = auth = (x,)\n", "x = auth = (x)\n",
	  "1 t.touch new 1:5-1:9 low\n" },
	{ "a tuple of two", STATEMENT, "a.py", "auth = (x, y,)\n", "auth = (x, y)\n", "" },
	{ "an argument alone", STATEMENT, "a.py", "auth(x,)\n", "auth(x)\n", "" },
	{ "an argument of a call that was returned", STATEMENT, "a.py", "auth(y)(x,)\n",
	  "auth(y)(x)\n", "" },
	{ "an array of arrays", STATEMENT, "a.cs", "var auth = new int[,];\n",
	  "var auth = new int[];\n", "1 t.touch new 1:5-1:9 low\n" },
	{ "signs that run together", STATEMENT, "a.js", "auth(- -x);\n", "auth(--x);\n",
	  "1 t.touch new 1:1-1:5 low\n" },
	{ "signs and words", STATEMENT, "a.js", "auth(a&&b ,c+1);\n", "auth(a && b, c + 1);\n",
	  "" },
	{ "what a text of PHP replaces", STATEMENT, "a.php", "<?php auth(<<<'E'\n$x\nE\n);\n",
	  "<?php auth(<<<\"E\"\n$x\nE\n);\n", "1 t.touch new 1:7-1:11 low\n" },
	{ "the same, of which one line is looked at", LINE, "a.php",
	  "<?php auth(<<<'E'\n$x\nE\n);\n", "<?php auth(<<<\"E\"\n$x\nE\n);\n",
	  "1 t.touch new 1:7-1:11 low\n" },
};

static const struct bench_case lines[] = {
	{ "a line is looked at alone", LINE, "a.txt", "auth\nx\n", "auth\ny\n", "" },
	{ "a line with the word", LINE, "a.txt", "x\n", "y auth\n", "1 t.touch new 1:3-1:7 low\n" },
	{ "a line that moved", LINE, "a.txt", "auth\nx\ny\n", "x\ny\nauth\n", "" },
};

static const struct bench_case entities[] = {
	{ "any statement of it", ENTITY, "a.py", "def auth():\n    x = 1\n",
	  "def auth():\n    x = 2\n", "1 t.touch new 2:1-2:10 low\n" },
	{ "each hunk of it", ENTITY, "a.py", "def auth():\n    a = 1\n" BODY "    x = 1\n",
	  "def auth():\n    a = 2\n" BODY "    x = 2\n",
	  "1 t.touch new 2:1-2:10 low\n2 t.touch new 11:1-11:10 low\n" },
	{ "a comment of it", ENTITY, "a.py", "def auth():\n    x = 1\n",
	  "def auth():\n    # y\n    x = 1\n", "" },
	{ "another one", ENTITY, "a.py", "def auth():\n    x = 1\ndef b():\n    y = 1\n",
	  "def auth():\n    x = 1\ndef b():\n    y = 2\n", "" },
	{ "statements of two", ENTITY, "a.py", "def b():\n    y = 1\ndef auth():\n    x = 1\n",
	  "def b():\n    y = 2\ndef auth():\n    x = 2\n", "1 t.touch new 4:1-4:10 low\n" },
};

static void counts_what_changed(void **state)
{
	(void)state;
	bench_table(statements, sizeof(statements) / sizeof(statements[0]));
}

static void tells_meaning_from_form(void **state)
{
	(void)state;
	bench_table(meanings, sizeof(meanings) / sizeof(meanings[0]));
}

static void looks_at_lines(void **state)
{
	(void)state;
	bench_table(lines, sizeof(lines) / sizeof(lines[0]));
}

static void looks_around(void **state)
{
	(void)state;
	bench_table(entities, sizeof(entities) / sizeof(entities[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_what_changed),
		cmocka_unit_test(tells_meaning_from_form),
		cmocka_unit_test(looks_at_lines),
		cmocka_unit_test(looks_around),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
