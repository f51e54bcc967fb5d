/*
 * test_lexer_traps.c - constructs with which code can be made to look like a
 * comment or a string, a row each. What runs must be shown; in `masked` a '_'
 * stands for a blank that the mask made.
 */
#include "unit/rules/rules_test.h"

#include "rules/lexer.h"

static const struct {
	const char *path, *text, *masked;
} traps[] = {
	/* Python */
	{ "a.py", "if\"{\"+evil()+\"}\": x", "if\"_\"+evil()+\"_\": x" },
	{ "a.py", "# a\rb = 'c'", "___\rb = 'c'" },
	{ "a.py", "# a\r\nb # c\r\n", "____\nb ____\n" },
	{ "a.py", "# coding: utf-7\n# +AAo-evil", "# coding: utf-7\n# +AAo-evil" },
	{ "a.py", "# coding: utf-8\n# b", "_______________\n___" },
	{ "a.py", "rf'{a['(']}' # b", "rf'{a['_']}' ___" },
	{ "a.py", "'a\\\n # b' # c", "'__\n____' ___" },
	/* JavaScript and TypeScript */
	{ "a.js", "x = `a${`b${c['`']}d`}e`; // f", "x = `_${`_${c['_']}_`}_`; ____" },
	{ "a.js", "a = {}/evil()/1 // b", "a = {}/evil()/1 ____" },
	{ "a.js", "x.of/evil()/1", "x.of/evil()/1" },
	{ "a.js", "x. /**/ return/evil()/1", "x. ____ return/evil()/1" },
	{ "a.js", "of /evil()/ 1; then /evil()/ 1", "of /evil()/ 1; then /evil()/ 1" },
	{ "a.ts", "x! /evil()/ 1", "x! /evil()/ 1" },
	{ "a.js", "!/a'b/.test(c) // d", "!/___/.test(c) ____" },
	{ "a.js", "x.if(y) /evil()/ 1", "x.if(y) /evil()/ 1" },
	{ "a.js", "a <!-- b /*\nevil() // */\n", "a <!-- b /*\nevil() // */\n" },
	{ "a.js", "a\n--> b /*\nevil()", "a\n--> b /*\nevil()" },
	{ "a.js", "// a\xE2\x80\xA8 evil() /*", "____\xE2\x80\xA8 evil() /*" },
	{ "a.js", "#!/*\nevil() /**/", "#!/*\nevil() ____" },
	{ "a.jsx", "x = <p a=\"b'\">don't {evil('c')} can't</p>; // d",
	  "x = <p a=\"__\">don't {evil('_')} can't</p>; ____" },
	{ "a.tsx", "return <><a.b c={d} /> it's\n// text\n</>\n// e",
	  "return <><a.b c={d} /> it's\n// text\n</>\n____" },
	{ "a.tsx", "f = <T,>(x: T) => 'a' // b", "f = <T,>(x: T) => '_' ____" },
	{ "a.ts", "x = <any>'a' // b", "x = <any>'_' ____" },
	{ "a.js", "a < b; c('d') // e", "a < b; c('_') ____" },
	/* Go */
	{ "a.go", "//go:generate evil\n// a", "//go:generate evil\n____" },
	{ "a.go", "/*\nevil();\n*/\nimport \"C\"\n// a", "/*\nevil();\n*/\nimport \"_\"\n____" },
	{ "a.go", "r := '\"' // '", "r := '_' ____" },
	/* Java */
	{ "a.java", "// \\u000a evil();", "___\\u000a evil();" },
	{ "a.java", "/* \\u002a\\u002f evil(); /* a */", "_______________ evil(); _______" },
	{ "a.java", "a = \"\\u0022 + evil() + \\u0022\";", "a = \"\\u0022 + evil() + \\u0022\";" },
	{ "a.java", "a = \"\\\\u0022\"; // b", "a = \"_______\"; ____" },
	{ "a.java", "a = \"\"\"\n b \\\"\"\" c\n\"\"\"; // d",
	  "a = \"\"\"\n_________\n\"\"\"; ____" },
	/* Kotlin, Scala, Swift, Dart, Groovy */
	{ "a.kt", "fun `don't \"x`() // a", "fun `don't \"x`() ____" },
	{ "a.kt", "x = \"\"\"a\"\"\"\" + evil() // b", "x = \"\"\"_\"\"\"\" + evil() ____" },
	{ "a.kt", "\"a ${b(\"${c}\")} d\" // e", "\"__${b(\"${c}\")}__\" ____" },
	{ "a.kt", "$$\"${a} $${b(\"c\")}\" // d", "$$\"_____$${b(\"_\")}\" ____" },
	{ "a.kt", "/* a /* b */ c */ d", "_________________ d" },
	{ "a.scala", "\"${\" + evil() + \"}\"", "\"__\" + evil() + \"_\"" },
	{ "a.scala", "s\"${a(\"b\")}\" // c", "s\"${a(\"_\")}\" ____" },
	{ "a.scala", "f('a, '\"') // b", "f('a, '_') ____" },
	{ "a.swift", "#\"a\"\\(b) \\#(c(\"d\"))\"# // e", "#\"_______\\#(c(\"_\"))\"# ____" },
	{ "a.swift", "##\"a\"# b\"## // c", "##\"_____\"## ____" },
	{ "a.swift", "\"\"\"\n a \"b\" \\(c(\"d\"))\n\"\"\" // e",
	  "\"\"\"\n_______\\(c(\"_\"))\n\"\"\" ____" },
	{ "a.dart", "r'''a'b''' + '''c${d}'''", "r'''___''' + '''_${d}'''" },
	{ "a.groovy", "x = /a'${b('c')}d/ // e", "x = /__${b('_')}_/ ____" },
	{ "a.groovy", "x = $/a'/b/$ // c", "x = $/____/$ ____" },
	/* Ruby */
	{ "a.rb", "x = %q(a (b) ') # c", "x = %q(_______) ___" },
	{ "a.rb", "x = %w[a ' b]; %i[a']; %(b')", "x = %w[_____]; %i[__]; %(__)" },
	{ "a.rb", "x = %Q{a #{b('}')} c} # d", "x = %Q{__#{b('_')}__} ___" },
	{ "a.rb", "x = %r{a'/b}i # c", "x = %r{____}i ___" },
	{ "a.rb", "x %q(evil('a')) # b", "x %q(evil('a')) ___" },
	{ "a.rb", "x % y # a'", "x % y ____" },
	{ "a.rb", "x = ?' + ?\" + ?# # a", "x = ?' + ?\" + ?# ___" },
	{ "a.rb", "a ? 'b' : \"c\" # d", "a ? '_' : \"_\" ___" },
	{ "a.rb", "f(<<A, <<~'B')\na#{evil('x')}\nA\n  #{b}'\n  B\nc # d",
	  "f(<<A, <<~'_')\n_#{evil('_')}\nA\n_______\n  B\nc ___" },
	{ "a.rb", "=begin\na\n=endx '\n=end '\nevil\n#'", "______\n_\n_______\n______\nevil\n__" },
	{ "a.rb", "x = /a#{evil('/')}/ # b", "x = /_#{evil('_')}/ ___" },
	{ "a.rb", "x.y /evil()/ 1", "x.y /evil()/ 1" },
	/* Elixir */
	{ "a.ex", "x = ~s(a #{b(\")\")} ') # c", "x = ~s(__#{b(\"_\")}__) ___" },
	{ "a.ex", "x = ~S(#{a}') # b", "x = ~S(_____) ___" },
	{ "a.ex", "x = ~S\"\"\"\na \"\"\" b\n\"\"\"\nc # d",
	  "x = ~S\"\"\"\n_______\n\"\"\"\nc ___" },
	{ "a.ex", "x = \"\"\"\na \"\"\" '\n\"\"\"\nc # d", "x = \"\"\"\n_______\n\"\"\"\nc ___" },
	{ "a.ex", "'#{evil()}' <> ?\" # a", "'#{evil()}' <> ?\" ___" },
	/* PHP */
	{ "a.php", "don't <?php // a ?> it's <?= 'b' ?>", "don't <?php _____?> it's <?= '_' ?>" },
	{ "a.php", "<?php \"a {$b['c']} d\"; # e", "<?php \"__{$b['_']}__\"; ___" },
	{ "a.php", "<?php x(<<<A\n'{$b(\"c\")}\n  A . 'd'); // e",
	  "<?php x(<<<A\n_{$b(\"_\")}\n  A . '_'); ____" },
	{ "a.php", "<p>// don't</p>", "<p>// don't</p>" },
	/* C# */
	{ "a.cs", "\"\"\"\"a \"\"\" b\"\"\"\" // c", "\"\"\"\"_______\"\"\"\" ____" },
	{ "a.cs", "$\"\"\"a \"{b(\"c\")}\"\"\" // d", "$\"\"\"___{b(\"_\")}\"\"\" ____" },
	{ "a.cs", "$$\"\"\"{a} {{b(\"c\")}}\"\"\" // d", "$$\"\"\"____{{b(\"_\")}_\"\"\" ____" },
	{ "a.cs", "@\"a\\\" + evil() + @\"b\\\"", "@\"__\" + evil() + @\"__\"" },
	{ "a.cs", "$@\"a{b(\"c\")}\"\"d\" // e", "$@\"_{b(\"_\")}___\" ____" },
	/* Rust */
	{ "a.rs", "b'\"'; evil(); b'\"' // a", "b'_'; evil(); b'_' ____" },
	{ "a.rs", "r####\"a\"###b\"#### // c", "r####\"______\"#### ____" },
	{ "a.rs", "cr\"a\\\"; evil(); // b", "cr\"__\"; evil(); ____" },
	{ "a.rs", "fn f<'a>(x: &'a str, c: '\\u{22}') // b",
	  "fn f<'a>(x: &'a str, c: '______') ____" },
	{ "a.rs", "let r#fn = 1; // a", "let r#fn = 1; ____" },
	/* C and C++ */
	{ "a.c", "'\"a'; evil(); '\"a'", "'__'; evil(); '__'" },
	{ "a.c", "/* *\\\n/ evil(); /* */", "_____\n_ evil(); _____" },
	{ "a.c", "// a \\\n/*\nevil();\n/* */", "______\n__\nevil();\n_____" },
	{ "a.c", "s = \"a\\ \n\"; evil(); //\"", "s = \"_\\ \n\"; evil(); ___" },
	{ "a.c", "u8'\"'; 1'000; L'\"' // a", "u8'_'; 1'000; L'_' ____" },
	{ "a.cpp", "R\"d(a)\" b)d\" + u8R\"(c)\" // e", "R\"d(_____)d\" + u8R\"(_)\" ____" },
	/* shell, Docker, make */
	{ "a.sh", "${x/ #/}; evil # a", "${x/ #/}; evil ___" },
	{ "a.sh", "true;# '\nevil\n# '", "true;___\nevil\n___" },
	{ "a.sh", "$'a\\'b'; evil # c", "$'____'; evil ___" },
	{ "a.sh", "echo \\'; evil; echo \\' # a", "echo \\'; evil; echo \\' ___" },
	{ "a.sh", "\"$(case x in a) evil;; esac)\" # b", "\"$(case x in a) evil;; esac)\" ___" },
	{ "a.sh", "\"a `evil 'b'` c\" # d", "\"__`evil '_'`__\" ___" },
	{ "a.sh", "x=$((1<<A))\nevil # a\nA\n", "x=$((1<<A))\nevil ___\nA\n" },
	{ "a.sh", "cat <<\\A <<-'B C'\n$(b)\nA\n'\n\tB C\nd # e",
	  "cat <<\\A <<-'___'\n____\nA\n_\n\tB C\nd ___" },
	{ "a.sh", "cat <<A\na $(evil 'b')\nA\nc # d", "cat <<A\n__$(evil '_')\nA\nc ___" },
	{ "a.sh", "cat <<<'a' # b", "cat <<<'_' ___" },
	{ "Dockerfile", "RUN a \\\n# it's\n  b 'c' # d", "RUN a \\\n______\n  b '_' # d" },
	{ "Dockerfile", "RUN 'a\\\nb'; evil; 'c'", "RUN '__\n_'; evil; '_'" },
	{ "Dockerfile", "RUN <<A\n# it's\nA\n# b", "RUN <<A\n______\nA\n___" },
	{ "Makefile", "X = \"a $(shell evil)\" # b", "X = \"__$(shell evil)\" ___" },
	{ "Makefile", "\techo ' # '; evil # a", "\techo '___'; evil ___" },
	/* PowerShell, Lua */
	{ "a.ps1", "@\"\na \"b\" $(c 'd')\n \"@ e\n\"@; evil # f",
	  "@\"\n______$(c '_')\n_____\n\"@; evil ___" },
	{ "a.ps1", "a#b; \"c`\"d\" # e", "a#b; \"____\" ___" },
	{ "a.ps1", "\"a\xE2\x80\x9D; evil; \"b\"", "\"_\xE2\x80\x9D; evil; \"b\"" },
	{ "a.lua", "x = [==[ ' ]] ]=] ]==] -- a", "x = [==[__________]==] ____" },
	{ "a.lua", "--[=[ a ]] b\n]=] c --[ d", "____________\n___ c _____" },
	/* SQL */
	{ "a.sql", "E'a\\'b'; evil -- c", "E'____'; evil ____" },
	{ "a.sql", "'a\\'; evil --'", "'_\\'; evil --'" },
	{ "a.sql", "/*!50000 evil */ /* a */", "/*!50000 evil */ _______" },
	{ "a.sql", "$a$ x $$ y $a$; b -- c", "$a$ x $$ y $a$; b ____" },
	/* YAML, TOML, HCL */
	{ "a.yaml", "a: x '\nevil: 1 #'", "a: x '\nevil: 1 __" },
	{ "a.yaml", "a: x\n  '\nevil: 1\n#'", "a: x\n  '\nevil: 1\n__" },
	{ "a.yaml", "a: !t 'b # c'\nd: ['e', \"f\"] # g", "a: !t '_____'\nd: ['_', \"_\"] ___" },
	{ "a.yaml", "a: |2- # b\n  c # d\ne: 1 # f", "a: |2- ___\n  c # d\ne: 1 ___" },
	{ "a.yaml", "- 'a': b\n  \"c # d\": e # f", "- '_': b\n  \"_____\": e ___" },
	{ "a.toml", "a = \"\"\"b\\\"\"\" # c\"\"\"\" # d", "a = \"\"\"_________\"\"\"\" ___" },
	{ "a.tf", "a = \"%{ if b(\"c\") }d\" # e", "a = \"%{ if b(\"_\") }_\" ___" },
	{ "a.tf", "a = <<-A\n# ${b(\"c\")}\n  A\nd # e", "a = <<-A\n__${b(\"_\")}\n  A\nd ___" },
	/* GraphQL, proto, JSON, CSS */
	{ "a.graphql", "\"\"\"a \\\"\"\" # b\"\"\" c # d", "\"\"\"__________\"\"\" c ___" },
	{ "a.proto", "option a = 'b//c'; // d", "option a = '____'; ____" },
	{ "a.json5", "{a: 'it\"s' /* b */}", "{a: '____' _______}" },
	{ "a.css", "a { b: url(http://c) } // d /* e */", "a { b: url(http://c) } // d _______" },
	{ "a.scss", "a { b: url(http://c) } // d /*", "a { b: url(http://c) } _______" },
	/* HTML, templates, XML */
	{ "a.html", "<a b=\"<!--\">evil<a b=\"-->\"> <!-- c -->",
	  "<a b=\"<!--\">evil<a b=\"-->\"> __________" },
	{ "a.html", "<!--> evil --> <!--a--!> b", "_____ evil --> _________ b" },
	{ "a.html", "<textarea><!--</textarea>evil<!-- a -->",
	  "<textarea><!--</textarea>evil__________" },
	{ "a.html", "<!-- {{ evil() }} {% a %} b -->", "_____{{ evil() }}_{% a %}______" },
	{ "a.html", "<script>a = 'b' // c\n</script>it's // d",
	  "<script>a = '_' ____\n</script>it's // d" },
	{ "a.html", "<script><!--\nevil()</script><!--a-->",
	  "<script><!--\nevil()</script><!--a-->" },
	{ "a.html", "{# a #} {# <script>evil()</script> #}",
	  "_______ {# <script>evil()</script> #}" },
	{ "a.html", "<!--[if IE]><script>evil()</script><![endif]-->",
	  "<!--[if IE]><script>evil()</script><![endif]-->" },
	{ "a.j2", "{# a\n<b> #} <c>", "____\n______ <c>" },
	{ "a.erb", "<!-- <%= evil() %> --> <%# a %>b", "_____<%= evil() %>____ ________b" },
	{ "a.svelte", "{#if evil()}a{/if} <!-- b -->", "{#if evil()}a{/if} __________" },
	{ "a.vue", "<template>don't</template><script>x // a</script>",
	  "<template>don't</template><script>x ____</script>" },
	{ "a.hbs", "{{!-- a }} --}}{{b}}{{! c }}", "_______________{{b}}________" },
	{ "a.xml", "<![CDATA[ <!-- ]]>evil<a b='c'/><!-- d -->",
	  "<![CDATA[ <!-- ]]>evil<a b='_'/>__________" },
};

static void test_traps(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(traps) / sizeof(traps[0]); i++) {
		struct cdr_arena arena = { 0 };
		struct cdr_str text = cdr_str_from(traps[i].text), got;
		struct cdr_lexed lexed = { &arena,
					   cdr_language_of(cdr_str_from(traps[i].path), text),
					   .text = text };
		char shown[200];

		assert_non_null(lexed.language);
		got = cdr_lexer_mask(&lexed, CDR_MASK_COMMENTS | CDR_MASK_STRINGS);
		for (size_t k = 0; k < got.len; k++)
			shown[k] =
				got.ptr[k] == ' ' && traps[i].masked[k] == '_' ? '_' : got.ptr[k];
		shown[got.len] = '\0';
		failed += differs(traps[i].text, shown, traps[i].masked);
		cdr_arena_release(&arena);
	}
	assert_int_equal(failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_traps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
