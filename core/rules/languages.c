/*
 * languages.c - the table itself. Data only: what a row means is said in language.h.
 */
#include "rules/language.h"

#include <stddef.h>

/* clang-format off */
#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define COMMENTS(...) ((const struct cdr_comment[]){ __VA_ARGS__, { NULL, NULL, 0, false } })
#define QUOTES(...) ((const struct cdr_quote[]){ __VA_ARGS__, { NULL, NULL, 0, NULL, 0, 0 } })

#define ESC CDR_QUOTE_ESC
#define MULTI CDR_QUOTE_MULTI
#define DOUBLED CDR_QUOTE_DOUBLED
#define SHOWN CDR_QUOTE_SHOWN
#define WORD CDR_QUOTE_WORD
#define F_STRING (CDR_QUOTE_F | CDR_QUOTE_FORMAT)
#define FORMAT CDR_QUOTE_FORMAT

#define TO_LINE_END(open) { (open), NULL, CDR_COMMENT_ANYWHERE, false }
#define BETWEEN(open, close) { (open), (close), CDR_COMMENT_ANYWHERE, false }
#define HASH TO_LINE_END("#")
#define HASH_SPACED { "#", NULL, CDR_COMMENT_SPACED, false }
#define HASH_ALONE { "#", NULL, CDR_COMMENT_ALONE, false }
#define SLASHES TO_LINE_END("//")
#define BLOCK BETWEEN("/*", "*/")
#define BLOCK_NESTED { "/*", "*/", CDR_COMMENT_ANYWHERE, true }
#define MARKUP BETWEEN("<!--", "-->")

#define PAIR(open, close, flags) { (open), (close), (flags), NULL, 0, 0 }
#define QUOTE(mark, flags) PAIR(mark, mark, flags)
#define HOLED(open, close, flags, hole) { (open), (close), (flags), LIST(hole), '{', '}' }
#define DOUBLE_QUOTE QUOTE("\"", ESC)
#define SINGLE_QUOTE QUOTE("'", ESC)
#define CHARACTER QUOTE("'", ESC | CDR_QUOTE_CHAR)

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
#define RUBY_HEADS LIST("def ", "class ", "module ", "private ", "protected ", "public ")

const struct cdr_language cdr_languages[] = {
	{
		.name = "python", .extensions = LIST("py", "pyi", "pyw"),
		.files = LIST("SConstruct", "SConscript", "wscript"),
		.interpreters = LIST("python", "pypy"), .comments = COMMENTS(HASH),
		.quotes = QUOTES(HOLED("\"\"\"", "\"\"\"", ESC | MULTI | F_STRING, "{"),
				 HOLED("'''", "'''", ESC | MULTI | F_STRING, "{"),
				 HOLED("\"", "\"", ESC | F_STRING, "{"),
				 HOLED("'", "'", ESC | F_STRING, "{")),
		.braces = CDR_BRACES_VALUE, .backslash = true, .annotation = "@",
		.entities = CDR_ENTITY_INDENT,
		.heads = PYTHON_HEADS,
	}, {
		.name = "javascript", .extensions = LIST("js", "jsx", "mjs", "cjs"),
		.interpreters = LIST("node", "nodejs", "bun"), .comments = COMMENTS(SLASHES, BLOCK),
		.quotes = QUOTES(HOLED("`", "`", ESC | MULTI, "${"), DOUBLE_QUOTE, SINGLE_QUOTE),
		.regex = CDR_REGEX_VALUE, .braces = CDR_BRACES_BLOCK,
		.lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "@", .entities = CDR_ENTITY_BRACE, .methods = true,
		.heads = JS_HEADS,
	}, {
		.name = "typescript", .extensions = LIST("ts", "tsx", "mts", "cts"),
		.interpreters = LIST("deno", "ts-node"), .comments = COMMENTS(SLASHES, BLOCK),
		.quotes = QUOTES(HOLED("`", "`", ESC | MULTI, "${"), DOUBLE_QUOTE, SINGLE_QUOTE),
		.regex = CDR_REGEX_VALUE, .braces = CDR_BRACES_BLOCK,
		.lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "@", .entities = CDR_ENTITY_BRACE, .methods = true,
		.heads = JS_HEADS,
	}, {
		.name = "go", .extensions = LIST("go"), .comments = COMMENTS(SLASHES, BLOCK),
		.quotes = QUOTES(QUOTE("`", MULTI), DOUBLE_QUOTE, CHARACTER),
		.braces = CDR_BRACES_ADJACENT, .trail = LIST("=", "&&", "||", "+", "."),
		.entities = CDR_ENTITY_BRACE,
		.heads = GO_HEADS,
	}, {
		.name = "java", .extensions = LIST("java"), .comments = COMMENTS(SLASHES, BLOCK),
		.quotes = QUOTES(QUOTE("\"\"\"", ESC | MULTI), DOUBLE_QUOTE, CHARACTER),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "@", .entities = CDR_ENTITY_BRACE, .methods = true,
		.heads = CLASS_HEADS,
	}, {
		.name = "kotlin", .extensions = LIST("kt", "kts"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED),
		.quotes = QUOTES(HOLED("\"\"\"", "\"\"\"", MULTI, "${"),
				 HOLED("\"", "\"", ESC, "${"), CHARACTER),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "@", .entities = CDR_ENTITY_BRACE,
		.heads = CLASS_HEADS,
	}, {
		.name = "csharp", .extensions = LIST("cs"), .comments = COMMENTS(SLASHES, BLOCK),
		.quotes = QUOTES(QUOTE("\"\"\"", MULTI),
				 HOLED("$@\"", "\"", MULTI | DOUBLED | FORMAT, "{"),
				 HOLED("@$\"", "\"", MULTI | DOUBLED | FORMAT, "{"),
				 PAIR("@\"", "\"", MULTI | DOUBLED),
				 HOLED("$\"", "\"", ESC | FORMAT, "{"), DOUBLE_QUOTE, CHARACTER),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "[", .entities = CDR_ENTITY_BRACE, .methods = true,
		.heads = CLASS_HEADS,
	}, {
		.name = "php", .extensions = LIST("php", "phtml", "php5", "php7", "php8"),
		.interpreters = LIST("php"), .comments = COMMENTS(SLASHES, BLOCK, HASH),
		.quotes = QUOTES({ "\"", "\"", ESC | MULTI, LIST("{$", "${"), '{', '}' },
				 QUOTE("'", ESC | MULTI),
				 QUOTE("`", ESC | MULTI)),
		.heredoc = CDR_HEREDOC_PHP, .braces = CDR_BRACES_BLOCK, .lead = C_LEAD,
		.trail = LIST("=", "&&", "||", "+", ".", "->"), .annotation = "#[",
		.entities = CDR_ENTITY_BRACE,
		.heads = CLASS_HEADS,
	}, {
		.name = "ruby", .extensions = LIST("rb", "rake", "gemspec", "ru"),
		.files = LIST("Rakefile", "Gemfile", "Guardfile", "Capfile", "Vagrantfile"),
		.interpreters = LIST("ruby", "rake"),
		.comments = COMMENTS(HASH, { "=begin", "\n=end", CDR_COMMENT_FIRST, false }),
		.quotes = QUOTES(HOLED("\"", "\"", ESC | MULTI, "#{"), QUOTE("'", ESC | MULTI),
				 HOLED("`", "`", ESC | MULTI, "#{")),
		.heredoc = CDR_HEREDOC_RUBY, .regex = CDR_REGEX_COMMAND, .braces = CDR_BRACES_BLOCK,
		.backslash = true, .lead = LIST(".", "&."),
		.trail = LIST(",", "=", "&&", "||", "+", "."), .entities = CDR_ENTITY_END,
		.heads = RUBY_HEADS,
	}, {
		.name = "rust", .extensions = LIST("rs"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED),
		.quotes = QUOTES(PAIR("br##\"", "\"##", MULTI | WORD),
				 PAIR("br#\"", "\"#", MULTI | WORD),
				 PAIR("br\"", "\"", MULTI | WORD),
				 PAIR("r##\"", "\"##", MULTI | WORD),
				 PAIR("r#\"", "\"#", MULTI | WORD),
				 PAIR("r\"", "\"", MULTI | WORD),
				 QUOTE("\"", ESC | MULTI), CHARACTER),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "#[", .entities = CDR_ENTITY_BRACE,
		.heads = RUST_HEADS,
	}, {
		.name = "c", .extensions = LIST("c", "h"), .comments = COMMENTS(SLASHES, BLOCK),
		.quotes = QUOTES(DOUBLE_QUOTE, CHARACTER), .braces = CDR_BRACES_BLOCK,
		.backslash = true, .lead = C_LEAD, .trail = C_TRAIL,
		.entities = CDR_ENTITY_BRACE, .methods = true,
		.heads = C_HEADS,
	}, {
		.name = "cpp", .extensions = LIST("cc", "cpp", "cxx", "hpp", "hh", "hxx", "ino"),
		.comments = COMMENTS(SLASHES, BLOCK),
		.quotes = QUOTES(PAIR("R\"(", ")\"", MULTI | WORD), DOUBLE_QUOTE, CHARACTER),
		.braces = CDR_BRACES_BLOCK, .backslash = true, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "[[", .entities = CDR_ENTITY_BRACE, .methods = true,
		.heads = C_HEADS,
	}, {
		.name = "swift", .extensions = LIST("swift"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED),
		.quotes = QUOTES({ "\"\"\"", "\"\"\"", ESC | MULTI, LIST("\\("), '(', ')' },
				 { "\"", "\"", ESC, LIST("\\("), '(', ')' }),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "@", .entities = CDR_ENTITY_BRACE,
		.heads = CLASS_HEADS,
	}, {
		.name = "scala", .extensions = LIST("scala", "sc"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED),
		.quotes = QUOTES(HOLED("\"\"\"", "\"\"\"", MULTI, "${"),
				 HOLED("\"", "\"", ESC, "${"), CHARACTER),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "@", .entities = CDR_ENTITY_BRACE,
		.heads = CLASS_HEADS,
	}, {
		.name = "dart", .extensions = LIST("dart"),
		.comments = COMMENTS(SLASHES, BLOCK_NESTED),
		.quotes = QUOTES(PAIR("r'", "'", WORD), PAIR("r\"", "\"", WORD),
				 HOLED("\"\"\"", "\"\"\"", ESC | MULTI, "${"),
				 HOLED("'''", "'''", ESC | MULTI, "${"),
				 HOLED("\"", "\"", ESC, "${"), HOLED("'", "'", ESC, "${")),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "@", .entities = CDR_ENTITY_BRACE, .methods = true,
		.heads = CLASS_HEADS,
	}, {
		.name = "groovy", .extensions = LIST("groovy", "gradle"),
		.files = LIST("Jenkinsfile"),
		.comments = COMMENTS(SLASHES, BLOCK),
		.quotes = QUOTES(HOLED("\"\"\"", "\"\"\"", ESC | MULTI, "${"),
				 QUOTE("'''", ESC | MULTI), HOLED("\"", "\"", ESC, "${"),
				 SINGLE_QUOTE),
		.braces = CDR_BRACES_BLOCK, .lead = C_LEAD, .trail = C_TRAIL,
		.annotation = "@", .entities = CDR_ENTITY_BRACE, .methods = true,
		.heads = CLASS_HEADS,
	}, {
		.name = "sql", .extensions = LIST("sql", "psql", "pgsql", "ddl"),
		.comments = COMMENTS(TO_LINE_END("--"), BLOCK_NESTED),
		.quotes = QUOTES(QUOTE("'", MULTI | DOUBLED), QUOTE("\"", DOUBLED | SHOWN),
				 QUOTE("`", SHOWN), QUOTE("$", MULTI | SHOWN | CDR_QUOTE_TAG)),
		.braces = CDR_BRACES_VALUE, .semicolon = true,
	}, {
		.name = "yaml", .extensions = LIST("yaml", "yml"),
		.comments = COMMENTS(HASH_SPACED),
		.quotes = QUOTES(QUOTE("\"", ESC | MULTI | CDR_QUOTE_VALUE),
				 QUOTE("'", MULTI | DOUBLED | CDR_QUOTE_VALUE)),
		.block_scalars = true, .braces = CDR_BRACES_VALUE,
	}, {
		.name = "toml", .extensions = LIST("toml"), .files = LIST("Pipfile", "poetry.lock"),
		.comments = COMMENTS(HASH),
		.quotes = QUOTES(QUOTE("\"\"\"", ESC | MULTI), QUOTE("'''", MULTI), DOUBLE_QUOTE,
				 QUOTE("'", 0)),
		.braces = CDR_BRACES_VALUE,
	}, {
		.name = "hcl", .extensions = LIST("tf", "tfvars", "hcl", "nomad"),
		.comments = COMMENTS(HASH, SLASHES, BLOCK),
		.quotes = QUOTES(HOLED("\"", "\"", ESC, "${")),
		.heredoc = CDR_HEREDOC_SHELL, .braces = CDR_BRACES_BLOCK,
	}, {
		.name = "dockerfile", .extensions = LIST("dockerfile"),
		.files = LIST("Dockerfile", "Containerfile"), .comments = COMMENTS(HASH_ALONE),
		.quotes = QUOTES(DOUBLE_QUOTE, QUOTE("'", 0)),
		.braces = CDR_BRACES_FLAT, .backslash = true,
	}, {
		.name = "shell", .extensions = LIST("sh", "bash", "zsh", "ksh", "bats"),
		.files = LIST(".bashrc", ".profile", ".zshrc", ".bash_profile"),
		.interpreters = LIST("sh", "bash", "zsh", "dash", "ksh"),
		.comments = COMMENTS(HASH_SPACED),
		.quotes = QUOTES({ "\"", "\"", ESC | MULTI, LIST("$("), '(', ')' },
				 QUOTE("'", MULTI)),
		.heredoc = CDR_HEREDOC_SHELL, .braces = CDR_BRACES_FLAT, .backslash = true,
		.trail = LIST("|", "&&", "||"),
	}, {
		.name = "powershell", .extensions = LIST("ps1", "psm1"),
		.comments = COMMENTS(BETWEEN("<#", "#>"), HASH),
		.quotes = QUOTES(QUOTE("\"", MULTI | DOUBLED), QUOTE("'", MULTI | DOUBLED)),
		.braces = CDR_BRACES_BLOCK, .trail = LIST("|", "`"),
	}, {
		.name = "lua", .extensions = LIST("lua"),
		.comments = COMMENTS(BETWEEN("--[[", "]]"), TO_LINE_END("--")),
		.quotes = QUOTES(PAIR("[[", "]]", MULTI), DOUBLE_QUOTE, SINGLE_QUOTE),
		.braces = CDR_BRACES_VALUE,
	}, {
		.name = "elixir", .extensions = LIST("ex", "exs"), .comments = COMMENTS(HASH),
		.quotes = QUOTES(HOLED("\"\"\"", "\"\"\"", ESC | MULTI, "#{"),
				 HOLED("\"", "\"", ESC | MULTI, "#{"), SINGLE_QUOTE),
		.braces = CDR_BRACES_VALUE, .lead = LIST("|>"), .trail = LIST(",", "="),
	}, {
		.name = "proto", .extensions = LIST("proto"), .comments = COMMENTS(SLASHES, BLOCK),
		.quotes = QUOTES(DOUBLE_QUOTE, SINGLE_QUOTE), .braces = CDR_BRACES_BLOCK,
	}, {
		.name = "graphql", .extensions = LIST("graphql", "gql", "graphqls"),
		.comments = COMMENTS(HASH), .quotes = QUOTES(QUOTE("\"\"\"", MULTI), DOUBLE_QUOTE),
		.braces = CDR_BRACES_BLOCK,
	}, {
		.name = "prisma", .extensions = LIST("prisma"), .comments = COMMENTS(SLASHES),
		.quotes = QUOTES(DOUBLE_QUOTE), .braces = CDR_BRACES_BLOCK,
	}, {
		.name = "json", .extensions = LIST("json", "jsonc", "json5", "webmanifest"),
		.comments = COMMENTS(SLASHES, BLOCK), .quotes = QUOTES(DOUBLE_QUOTE),
		.braces = CDR_BRACES_FLAT,
	}, {
		.name = "ini", .extensions = LIST("ini", "cfg", "conf", "properties", "env"),
		.files = LIST(".env", ".editorconfig", ".gitconfig", ".npmrc", ".pypirc"),
		.comments = COMMENTS(HASH_ALONE, { ";", NULL, CDR_COMMENT_ALONE, false }),
		.quotes = QUOTES(QUOTE("\"", CDR_QUOTE_VALUE | ESC), QUOTE("'", CDR_QUOTE_VALUE)),
		.braces = CDR_BRACES_FLAT, .backslash = true,
	}, {
		.name = "make", .extensions = LIST("mk", "mak"),
		.files = LIST("Makefile", "makefile", "GNUmakefile"),
		.comments = COMMENTS(HASH_SPACED), .quotes = QUOTES(DOUBLE_QUOTE),
		.braces = CDR_BRACES_FLAT, .backslash = true,
	}, {
		.name = "css", .extensions = LIST("css", "scss", "less"),
		.comments = COMMENTS(BLOCK),
		.quotes = QUOTES(DOUBLE_QUOTE, SINGLE_QUOTE), .braces = CDR_BRACES_BLOCK,
	}, {
		.name = "html",
		.extensions = LIST("html", "htm", "xhtml", "vue", "svelte", "jinja", "j2", "erb"),
		.comments = COMMENTS(MARKUP, BETWEEN("{#", "#}")),
		.quotes = QUOTES(DOUBLE_QUOTE), .braces = CDR_BRACES_FLAT,
	}, {
		.name = "xml",
		.extensions = LIST("xml", "xsd", "xsl", "svg", "plist", "csproj", "props"),
		.comments = COMMENTS(MARKUP), .quotes = QUOTES(QUOTE("\"", 0)),
		.braces = CDR_BRACES_FLAT,
	}, {
		.name = "markdown", .extensions = LIST("md", "mdx", "markdown", "mdc"),
		.comments = COMMENTS(MARKUP), .braces = CDR_BRACES_FLAT,
	}, {
		.name = "text", .extensions = LIST("txt", "rst"), .braces = CDR_BRACES_FLAT,
	},
};
/* clang-format on */

const size_t cdr_n_languages = sizeof(cdr_languages) / sizeof(cdr_languages[0]);
