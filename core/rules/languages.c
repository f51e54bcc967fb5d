/*
 * languages.c - the table itself. Data only: what a row means is said in language.h.
 */
#include "rules/language.h"

#include <stddef.h>

/* clang-format off */
#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define COMMENTS(...) ((const struct cdr_comment[]){ __VA_ARGS__, { .open = NULL } })
#define QUOTES(...) ((const struct cdr_quote[]){ __VA_ARGS__, { .open = NULL } })
#define HOLES(...) ((const struct cdr_hole[]){ __VA_ARGS__, { NULL, 0, 0 } })

#define ESC CDR_QUOTE_ESC
#define MULTI CDR_QUOTE_MULTI
#define DOUBLED CDR_QUOTE_DOUBLED
#define SHOWN CDR_QUOTE_SHOWN
#define WORD CDR_QUOTE_WORD
#define F_STRING (CDR_QUOTE_F | CDR_QUOTE_FORMAT)
#define FORMAT CDR_QUOTE_FORMAT
#define NAMED CDR_QUOTE_NAMED
#define GREEDY CDR_QUOTE_GREEDY
#define ALONE CDR_QUOTE_ALONE
#define TICK CDR_QUOTE_TICK

#define TO_LINE_END(mark) { .open = (mark) }
#define BETWEEN(mark, end) { .open = (mark), .close = (end) }
#define PLACED(mark, where) { .open = (mark), .place = (where) }
#define HASH TO_LINE_END("#")
#define HASH_SPACED PLACED("#", CDR_COMMENT_SPACED)
#define HASH_WORD PLACED("#", CDR_COMMENT_WORD)
#define HASH_ALONE PLACED("#", CDR_COMMENT_ALONE)
#define SLASHES TO_LINE_END("//")
#define BLOCK BETWEEN("/*", "*/")
#define BLOCK_NESTED { .open = "/*", .close = "*/", .nests = true }

#define PAIR(mark, end, how) { .open = (mark), .close = (end), .flags = (how) }
#define QUOTE(mark, how) PAIR(mark, mark, how)
#define HOLED(mark, end, how, ...) \
	{ .open = (mark), .close = (end), .flags = (how), .holes = HOLES(__VA_ARGS__) }
#define FENCED(mark, end, how, kind) \
	{ .open = (mark), .close = (end), .flags = (how), .fence = (kind) }
#define DOUBLE_QUOTE QUOTE("\"", ESC)
#define SINGLE_QUOTE QUOTE("'", ESC)
#define CHARACTER QUOTE("'", ESC | CDR_QUOTE_CHAR)
#define C_CHARACTER QUOTE("'", ESC | CDR_QUOTE_NUMBER)
#define BACKTICK_NAME QUOTE("`", SHOWN)

#define BRACES { "{", '{', '}' }
#define DOLLAR { "${", '{', '}' }
#define HASHED { "#{", '{', '}' }
#define COMMAND { "$(", '(', ')' }, { "`", 0, '`' }

#define PYTHON_QUOTE(mark, how) HOLED(mark, mark, ESC | F_STRING | (how), BRACES)
#define RUST_RAW(prefix) FENCED(prefix, "\"", MULTI | WORD, CDR_FENCE_HASHES)
#define CPP_RAW(prefix) FENCED(prefix "\"", NULL, MULTI | WORD, CDR_FENCE_DELIMITER)
#define SHELL_QUOTES \
	PAIR("$'", "'", ESC | MULTI), HOLED("\"", "\"", ESC | MULTI, COMMAND), QUOTE("'", MULTI)

#define C_COMMENTS COMMENTS(SLASHES, BLOCK)
#define TEMPLATE_LITERAL HOLED("`", "`", ESC | MULTI, DOLLAR)
#define JAVASCRIPT(title) \
	.name = (title), .comments = C_COMMENTS, \
	.quotes = QUOTES(TEMPLATE_LITERAL, DOUBLE_QUOTE, SINGLE_QUOTE), \
	.regex = CDR_REGEX_VALUE, .braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL, \
	.annotation = "@", .entities = CDR_ENTITY_BRACE, .methods = true, .members = true, \
	.terminator = true, .doubts = LIST("<!--", "-->"), .heads = JS_HEADS, .quotes_alike = true
#define JAVA_LIKE \
	.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL, .annotation = "@", \
	.entities = CDR_ENTITY_BRACE, .heads = CLASS_HEADS
#define MARKUP .name = "html", .around = CDR_AROUND_MARKUP, .braces = CDR_BRACES_FLAT, \
	.spaced = true, .quotes_alike = true
#define CSS .name = "css", .quotes = QUOTES(PAIR("url(", ")", SHOWN), DOUBLE_QUOTE, SINGLE_QUOTE), \
	.braces = CDR_BRACES_BLOCK, .spaced = true, .quotes_alike = true

#define PYTHON_HEADS LIST("def", "class", "async def", "async with", "import", "return", "raise", \
			  "try", "except", "finally", "elif", "while", "with", "pass", "break", \
			  "continue", "del", "global", "nonlocal", "assert")
#define JS_HEADS LIST("function ", "async function ", "class ", "abstract class ", "export", \
		      "import ", "import {", "const ", "interface ", "enum ", "namespace ", \
		      "public ", "private ", "protected ")
#define C_LEAD LIST(".", "?.", "->", "::", "&&", "||", "+", "? ", "??")
#define C_TRAIL LIST("=", "&&", "||", "+", "?.", "->")
#define C_HEADS LIST("static ", "typedef ", "extern ", "namespace ")
#define CLASS_HEADS LIST("public ", "private ", "protected ", "internal ", "static ", "abstract ", \
			 "override ", "sealed ", "data class ", "class ", "interface ", "trait ", \
			 "object ", "enum ", "fun ", "suspend fun ", "func ", "function ", "def ", \
			 "import ", "namespace ")
#define GO_HEADS LIST("func ", "func (", "type ", "var ", "const ", "import ", "package ")
#define RUST_HEADS LIST("fn ", "async fn ", "unsafe fn ", "pub ", "pub(", "impl ", "impl<", \
			"struct ", "enum ", "trait ", "mod ", "use ")
/* PowerShell takes these for quotes; what is one to whom depends on the edition. */
#define CURLY_QUOTES LIST("\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9A", "\xE2\x80\x9B", \
			  "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E")
#define RUBY_HEADS LIST("def ", "class ", "module ", "private ", "protected ", "public ")

const struct cdr_language cdr_languages[] = {
	{
		.name = "python", .extensions = LIST("py", "pyi", "pyw"),
		.files = LIST("SConstruct", "SConscript", "wscript"),
		.interpreters = LIST("python", "pypy"), .comments = COMMENTS(HASH),
		.quotes = QUOTES(PYTHON_QUOTE("\"\"\"", MULTI), PYTHON_QUOTE("'''", MULTI),
				 PYTHON_QUOTE("\"", 0), PYTHON_QUOTE("'", 0)),
		.braces = CDR_BRACES_VALUE, .backslash = true, .annotation = "@",
		.entities = CDR_ENTITY_INDENT, .heads = PYTHON_HEADS,
		.quotes_alike = true,
	}, {
		JAVASCRIPT("javascript"), .jsx = true,
		.extensions = LIST("js", "jsx", "mjs", "cjs"),
		.interpreters = LIST("node", "nodejs", "bun"),
	}, {
		JAVASCRIPT("typescript"), .extensions = LIST("ts", "mts", "cts"),
		.interpreters = LIST("deno", "ts-node"),
	}, {
		JAVASCRIPT("typescript"), .jsx = true, .extensions = LIST("tsx"),
	}, {
		.name = "go", .extensions = LIST("go"),
		.comments = COMMENTS({ .open = "//",
				       .except = LIST("//go:", "//export", "//line") }, BLOCK),
		.quotes = QUOTES(QUOTE("`", MULTI), DOUBLE_QUOTE, SINGLE_QUOTE),
		.preamble = "import \"C\"", .braces = CDR_BRACES_ADJACENT,
		.trail = LIST("=", "&&", "||", "+", "."), .entities = CDR_ENTITY_BRACE,
		.heads = GO_HEADS,
	}, {
		.name = "java", .extensions = LIST("java"), .comments = C_COMMENTS,
		.quotes = QUOTES(QUOTE("\"\"\"", ESC | MULTI), DOUBLE_QUOTE, SINGLE_QUOTE),
		.phase = CDR_PHASE_UNICODE, .methods = true, .terminator = true, JAVA_LIKE,
	}, {
		.name = "kotlin", .extensions = LIST("kt", "kts"),
		.interpreters = LIST("kotlin", "kotlinc"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED),
		.quotes = QUOTES(HOLED("$$\"\"\"", "\"\"\"", MULTI | GREEDY, { "$${", '{', '}' }),
				 HOLED("$$\"", "\"", ESC, { "$${", '{', '}' }),
				 HOLED("\"\"\"", "\"\"\"", MULTI | GREEDY, DOLLAR),
				 HOLED("\"", "\"", ESC, DOLLAR), CHARACTER, BACKTICK_NAME),
		.doubts = LIST("$$$"), JAVA_LIKE,
	}, {
		.name = "csharp", .extensions = LIST("cs", "csx"), .comments = C_COMMENTS,
		.quotes = QUOTES(HOLED("$@\"", "\"", MULTI | DOUBLED | FORMAT, BRACES),
				 HOLED("@$\"", "\"", MULTI | DOUBLED | FORMAT, BRACES),
				 PAIR("@\"", "\"", MULTI | DOUBLED),
				 { "$$\"\"\"", "\"", MULTI | FORMAT, HOLES({ "{{", '{', '}' }),
				   CDR_FENCE_RUN },
				 { "$\"\"\"", "\"", MULTI | FORMAT, HOLES(BRACES),
				   CDR_FENCE_RUN },
				 HOLED("$\"", "\"", ESC | FORMAT, BRACES),
				 FENCED("\"\"\"", "\"", MULTI, CDR_FENCE_RUN), DOUBLE_QUOTE,
				 SINGLE_QUOTE),
		.doubts = LIST("$$$"), .braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "[", .entities = CDR_ENTITY_BRACE, .methods = true,
		.terminator = true,
		.heads = CLASS_HEADS,
	}, {
		.name = "php", .extensions = LIST("php", "phtml", "php5", "php7", "php8"),
		.interpreters = LIST("php"), .around = CDR_AROUND_PHP,
		.comments = COMMENTS(SLASHES, BLOCK, { .open = "#", .except = LIST("#[") }),
		.quotes = QUOTES(HOLED("\"", "\"", ESC | MULTI, { "{$", '{', '}' }, DOLLAR),
				 QUOTE("'", ESC | MULTI), QUOTE("`", ESC | MULTI)),
		.heredoc = CDR_HEREDOC_PHP, .body = HOLES({ "{$", '{', '}' }, DOLLAR),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD,
		.trail = LIST("=", "&&", "||", "+", ".", "->"), .annotation = "#[",
		.entities = CDR_ENTITY_BRACE, .terminator = true, .heads = CLASS_HEADS,
		.quotes_alike = true,
	}, {
		.name = "ruby", .extensions = LIST("rb", "rake", "gemspec", "ru"),
		.files = LIST("Rakefile", "Gemfile", "Guardfile", "Capfile", "Vagrantfile"),
		.interpreters = LIST("ruby", "rake"),
		.comments = COMMENTS(HASH, { .open = "=begin", .close = "\n=end",
					     .place = CDR_COMMENT_LINES }),
		.quotes = QUOTES(HOLED("\"", "\"", ESC | MULTI, HASHED), QUOTE("'", ESC | MULTI),
				 HOLED("`", "`", ESC | MULTI, HASHED),
				 { "%", NULL, ESC | MULTI, HOLES(HASHED), CDR_FENCE_SIGIL }),
		.heredoc = CDR_HEREDOC_RUBY, .body = HOLES(HASHED), .regex = CDR_REGEX_COMMAND,
		.regex_body = HOLES(HASHED), .character = true, .braces = CDR_BRACES_BLOCK,
		.backslash = true, .lead = LIST(".", "&."),
		.trail = LIST(",", "=", "&&", "||", "+", "."), .entities = CDR_ENTITY_END,
		.heads = RUBY_HEADS,
		.quotes_alike = true,
	}, {
		.name = "rust", .extensions = LIST("rs"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED),
		.quotes = QUOTES(RUST_RAW("br"), RUST_RAW("cr"), RUST_RAW("r"),
				 QUOTE("\"", ESC | MULTI), CHARACTER),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL, .annotation = "#[",
		.entities = CDR_ENTITY_BRACE, .heads = RUST_HEADS,
	}, {
		.name = "c", .extensions = LIST("c", "h"), .comments = C_COMMENTS,
		.quotes = QUOTES(DOUBLE_QUOTE, C_CHARACTER), .phase = CDR_PHASE_SPLICE,
		.braces = CDR_BRACES_BLOCK, .backslash = true, .lead = C_LEAD, .trail = C_TRAIL,
		.entities = CDR_ENTITY_BRACE, .methods = true, .terminator = true,
		.heads = C_HEADS,
	}, {
		.name = "cpp", .extensions = LIST("cc", "cpp", "cxx", "hpp", "hh", "hxx", "ino"),
		.comments = C_COMMENTS,
		.quotes = QUOTES(CPP_RAW("u8R"), CPP_RAW("LR"), CPP_RAW("uR"), CPP_RAW("UR"),
				 CPP_RAW("R"), DOUBLE_QUOTE, C_CHARACTER),
		.phase = CDR_PHASE_SPLICE, .braces = CDR_BRACES_BLOCK, .backslash = true,
		.lead = C_LEAD, .trail = C_TRAIL, .annotation = "[[",
		.entities = CDR_ENTITY_BRACE, .methods = true, .terminator = true,
		.heads = C_HEADS,
	}, {
		.name = "swift", .extensions = LIST("swift"), .interpreters = LIST("swift"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED),
		.quotes = QUOTES({ "#", "\"\"\"", ESC | MULTI, HOLES({ "\\#(", '(', ')' }),
				   CDR_FENCE_HASHES },
				 { "#", "\"", ESC, HOLES({ "\\#(", '(', ')' }),
				   CDR_FENCE_HASHES },
				 PAIR("#/", "/#", ESC | SHOWN),
				 HOLED("\"\"\"", "\"\"\"", ESC | MULTI, { "\\(", '(', ')' }),
				 HOLED("\"", "\"", ESC, { "\\(", '(', ')' }), BACKTICK_NAME),
		JAVA_LIKE,
	}, {
		.name = "scala", .extensions = LIST("scala", "sc"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED), .phase = CDR_PHASE_UNICODE,
		.quotes = QUOTES(HOLED("\"\"\"", "\"\"\"", MULTI | GREEDY | NAMED, DOLLAR),
				 HOLED("\"", "\"", ESC | NAMED, DOLLAR), CHARACTER, BACKTICK_NAME),
		JAVA_LIKE,
	}, {
		.name = "dart", .extensions = LIST("dart"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED),
		.quotes = QUOTES(PAIR("r'''", "'''", WORD | MULTI),
				 PAIR("r\"\"\"", "\"\"\"", WORD | MULTI), PAIR("r'", "'", WORD),
				 PAIR("r\"", "\"", WORD), HOLED("\"\"\"", "\"\"\"", ESC | MULTI,
					DOLLAR),
				 HOLED("'''", "'''", ESC | MULTI, DOLLAR),
				 HOLED("\"", "\"", ESC, DOLLAR), HOLED("'", "'", ESC, DOLLAR)),
		.methods = true, .terminator = true, JAVA_LIKE,
		.quotes_alike = true,
	}, {
		.name = "groovy", .extensions = LIST("groovy", "gradle"),
		.files = LIST("Jenkinsfile"), .interpreters = LIST("groovy"),
		.comments = C_COMMENTS,
		.quotes = QUOTES(HOLED("\"\"\"", "\"\"\"", ESC | MULTI, DOLLAR),
				 QUOTE("'''", ESC | MULTI), HOLED("\"", "\"", ESC, DOLLAR),
				 SINGLE_QUOTE, HOLED("$/", "/$", MULTI | WORD, DOLLAR)),
		.regex = CDR_REGEX_VALUE, .regex_body = HOLES(DOLLAR),
		.phase = CDR_PHASE_UNICODE, .methods = true, .terminator = true, JAVA_LIKE,
		.quotes_alike = true,
	}, {
		.name = "sql", .extensions = LIST("sql", "psql", "pgsql", "ddl"),
		.comments = COMMENTS(TO_LINE_END("--"),
				     { .open = "/*", .close = "*/", .nests = true,
				       .except = LIST("/*!", "/*M!") }),
		.quotes = QUOTES(PAIR("E'", "'", WORD | ESC | MULTI | DOUBLED),
				 PAIR("e'", "'", WORD | ESC | MULTI | DOUBLED),
				 QUOTE("'", MULTI | DOUBLED | CDR_QUOTE_STANDARD),
				 QUOTE("\"", DOUBLED | SHOWN), QUOTE("`", SHOWN),
				 FENCED("$", NULL, MULTI | SHOWN | WORD, CDR_FENCE_TAG)),
		.braces = CDR_BRACES_VALUE, .semicolon = true,
	}, {
		.name = "yaml", .extensions = LIST("yaml", "yml"),
		.comments = COMMENTS(HASH_SPACED),
		.quotes = QUOTES(QUOTE("\"", ESC | MULTI | CDR_QUOTE_VALUE),
				 QUOTE("'", MULTI | DOUBLED | CDR_QUOTE_VALUE)),
		.block_scalars = true, .braces = CDR_BRACES_VALUE,
		.spaced = true, .quotes_alike = true,
	}, {
		.name = "toml", .extensions = LIST("toml"), .files = LIST("Pipfile", "poetry.lock"),
		.comments = COMMENTS(HASH),
		.quotes = QUOTES(QUOTE("\"\"\"", ESC | MULTI | GREEDY),
				 QUOTE("'''", MULTI | GREEDY),
				 DOUBLE_QUOTE, QUOTE("'", 0)),
		.braces = CDR_BRACES_VALUE,
		.quotes_alike = true,
	}, {
		.name = "hcl", .extensions = LIST("tf", "tfvars", "hcl", "nomad"),
		.comments = COMMENTS(HASH, SLASHES, BLOCK),
		.quotes = QUOTES(HOLED("\"", "\"", ESC, DOLLAR, { "%{", '{', '}' })),
		.heredoc = CDR_HEREDOC_SHELL, .body = HOLES(DOLLAR, { "%{", '{', '}' }),
		.braces = CDR_BRACES_BLOCK,
	}, {
		.name = "dockerfile", .extensions = LIST("dockerfile"),
		.files = LIST("Dockerfile", "Containerfile"), .comments = COMMENTS(HASH_ALONE),
		.quotes = QUOTES(HOLED("\"", "\"", ESC, COMMAND), QUOTE("'", 0)),
		.heredoc = CDR_HEREDOC_SHELL, .body = HOLES(COMMAND), .phase = CDR_PHASE_DOCKER,
		.shell = true, .braces = CDR_BRACES_FLAT, .backslash = true,
		.spaced = true,
	}, {
		.name = "shell", .extensions = LIST("sh", "bash", "zsh", "ksh", "bats"),
		.files = LIST(".bashrc", ".profile", ".zshrc", ".bash_profile"),
		.interpreters = LIST("sh", "bash", "zsh", "dash", "ksh"),
		.comments = COMMENTS(HASH_WORD), .quotes = QUOTES(SHELL_QUOTES),
		.heredoc = CDR_HEREDOC_SHELL, .body = HOLES(COMMAND), .shell = true,
		.braces = CDR_BRACES_FLAT, .backslash = true, .trail = LIST("|", "&&", "||"),
		.spaced = true, .quotes_alike = true,
	}, {
		.name = "powershell", .extensions = LIST("ps1", "psm1", "psd1"),
		.interpreters = LIST("pwsh"),
		.comments = COMMENTS(BETWEEN("<#", "#>"), HASH_WORD),
		.quotes = QUOTES(HOLED("@\"", "\"@", MULTI | ALONE | TICK, { "$(", '(', ')' }),
				 PAIR("@'", "'@", MULTI | ALONE | TICK),
				 HOLED("\"", "\"", MULTI | DOUBLED | TICK, { "$(", '(', ')' }),
				 QUOTE("'", MULTI | DOUBLED)),
		.doubts = CURLY_QUOTES, .string_doubts = CURLY_QUOTES,
		.braces = CDR_BRACES_BLOCK, .trail = LIST("|", "`"),
		.spaced = true, .quotes_alike = true,
	}, {
		.name = "lua", .extensions = LIST("lua"), .interpreters = LIST("lua", "luajit"),
		.comments = COMMENTS(BETWEEN("--[", "]"), TO_LINE_END("--")),
		.quotes = QUOTES(FENCED("[", NULL, MULTI, CDR_FENCE_LEVEL), DOUBLE_QUOTE,
				 SINGLE_QUOTE),
		.braces = CDR_BRACES_VALUE,
		.quotes_alike = true,
	}, {
		.name = "elixir", .extensions = LIST("ex", "exs"), .interpreters = LIST("elixir"),
		.comments = COMMENTS(HASH),
		.quotes = QUOTES({ "~", NULL, ESC | MULTI | WORD, HOLES(HASHED), CDR_FENCE_SIGIL },
				 HOLED("\"\"\"", "\"\"\"", ESC | MULTI | ALONE, HASHED),
				 HOLED("'''", "'''", ESC | MULTI | ALONE, HASHED),
				 HOLED("\"", "\"", ESC | MULTI, HASHED),
				 HOLED("'", "'", ESC | MULTI, HASHED)),
		.character = true, .braces = CDR_BRACES_VALUE, .lead = LIST("|>"),
		.trail = LIST(",", "="),
	}, {
		.name = "proto", .extensions = LIST("proto"), .comments = C_COMMENTS,
		.quotes = QUOTES(DOUBLE_QUOTE, SINGLE_QUOTE), .braces = CDR_BRACES_BLOCK,
		.quotes_alike = true,
	}, {
		.name = "graphql", .extensions = LIST("graphql", "gql", "graphqls"),
		.comments = COMMENTS(HASH),
		.quotes = QUOTES(QUOTE("\"\"\"", ESC | MULTI), DOUBLE_QUOTE),
		.braces = CDR_BRACES_BLOCK,
	}, {
		.name = "prisma", .extensions = LIST("prisma"), .comments = COMMENTS(SLASHES),
		.quotes = QUOTES(DOUBLE_QUOTE), .braces = CDR_BRACES_BLOCK,
	}, {
		.name = "json", .extensions = LIST("json", "jsonc", "json5", "webmanifest"),
		.comments = C_COMMENTS, .quotes = QUOTES(DOUBLE_QUOTE, SINGLE_QUOTE),
		.braces = CDR_BRACES_FLAT,
	}, {
		.name = "ini", .extensions = LIST("ini", "cfg", "conf", "properties", "env"),
		.files = LIST(".env", ".editorconfig", ".gitconfig", ".npmrc", ".pypirc"),
		.comments = COMMENTS(HASH_ALONE, PLACED(";", CDR_COMMENT_ALONE)),
		.quotes = QUOTES(QUOTE("\"", CDR_QUOTE_VALUE | ESC), QUOTE("'", CDR_QUOTE_VALUE)),
		.braces = CDR_BRACES_FLAT, .backslash = true,
		.spaced = true,
	}, {
		.name = "make", .extensions = LIST("mk", "mak"),
		.files = LIST("Makefile", "makefile", "GNUmakefile"),
		.comments = COMMENTS(HASH_SPACED), .phase = CDR_PHASE_SPLICE,
		.quotes = QUOTES(HOLED("\"", "\"", ESC, COMMAND), HOLED("'", "'", 0, COMMAND)),
		.shell = true, .braces = CDR_BRACES_FLAT, .backslash = true,
		.spaced = true,
	}, {
		CSS, .extensions = LIST("css"), .comments = COMMENTS(BLOCK),
	}, {
		CSS, .extensions = LIST("scss", "less"), .comments = C_COMMENTS,
	}, {
		MARKUP, .extensions = LIST("html", "htm", "xhtml"),
		.comments = COMMENTS({ .open = "{#", .close = "#}", .place = CDR_COMMENT_SINGLE }),
	}, {
		MARKUP, .extensions = LIST("vue", "svelte", "astro"),
	}, {
		MARKUP, .extensions = LIST("jinja", "jinja2", "j2", "twig"),
		.comments = COMMENTS(BETWEEN("{#", "#}")),
	}, {
		MARKUP, .extensions = LIST("erb", "ejs"), .comments = COMMENTS(BETWEEN("<%#",
			"%>")),
	}, {
		MARKUP, .extensions = LIST("hbs", "handlebars", "mustache"),
		.comments = COMMENTS(BETWEEN("{{!--", "--}}"), BETWEEN("{{!", "}}")),
	}, {
		.name = "xml", .around = CDR_AROUND_XML,
		.extensions = LIST("xml", "xsd", "xsl", "svg", "plist", "csproj", "props"),
		.braces = CDR_BRACES_FLAT,
		.spaced = true, .quotes_alike = true,
	}, {
		.name = "markdown", .extensions = LIST("md", "mdx", "markdown", "mdc"),
		.comments = COMMENTS(BETWEEN("<!--", "-->")), .braces = CDR_BRACES_FLAT,
		.spaced = true,
	}, {
		.name = "text", .extensions = LIST("txt", "rst"), .braces = CDR_BRACES_FLAT,
		.spaced = true,
	},
};
/* clang-format on */

const size_t cdr_n_languages = sizeof(cdr_languages) / sizeof(cdr_languages[0]);
