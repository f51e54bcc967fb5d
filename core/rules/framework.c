/*
 * framework.c - evidence is a word in a manifest, whatever that file's syntax: which of its
 * lists a name stands in changes with every tool, and a framework's own repository has it as
 * its name. To believe too much costs time, to believe too little costs findings.
 */
#include "rules/framework.h"

#include "rules/ascii.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum ecosystem { PYTHON, NODE, JVM, RUBY, GO, PHP, DOTNET, RUST, ECOSYSTEMS };

/* How a path ends. */
struct ending {
	const char *folder; /* of the last but one name; NULL: any */
	const char *name;   /* the last name; NULL: no ending */
	const char *after;  /* not NULL: that begins with NAME and ends so */
};

/* clang-format off */
#define LIST(...) (const char *const[]){ __VA_ARGS__, NULL }
#define PATHS(...) (const struct ending[]){ __VA_ARGS__, { NULL, NULL, NULL } }
#define PATH(name) { NULL, name, NULL }

static const struct {
	const char *const *languages;
	const struct ending *manifests;
} ecosystems[ECOSYSTEMS] = {
	[PYTHON] = { LIST("python"),
		     PATHS({ NULL, "requirements", ".txt" }, { NULL, "requirements", ".in" },
			   { "requirements", "", ".txt" }, { "requirements", "", ".in" },
			   PATH("pyproject.toml"), PATH("setup.py"), PATH("setup.cfg"),
			   PATH("Pipfile"), PATH("environment.yml"), PATH("environment.yaml")) },
	[NODE] = { LIST("javascript", "typescript"),
		   PATHS(PATH("package.json"), PATH("deno.json"), PATH("deno.jsonc")) },
	[JVM] = { LIST("java", "kotlin", "groovy", "scala"),
		  PATHS(PATH("pom.xml"), { NULL, "", ".gradle" }, { NULL, "", ".gradle.kts" },
			PATH("libs.versions.toml"), PATH("build.sbt")) },
	[RUBY] = { LIST("ruby"),
		   PATHS(PATH("Gemfile"), PATH("gems.rb"), { NULL, "", ".gemspec" }) },
	[GO] = { LIST("go"), PATHS(PATH("go.mod")) },
	[PHP] = { LIST("php"), PATHS(PATH("composer.json")) },
	[DOTNET] = { LIST("csharp"),
		     PATHS({ NULL, "", ".csproj" }, PATH("Directory.Packages.props"),
			   PATH("packages.config")) },
	[RUST] = { LIST("rust"), PATHS(PATH("Cargo.toml")) },
};

/*
 * One framework a row. Words of manifests are in lower case and looked for in any case, as
 * whole words; those of code as they are, anywhere. A row of code's words says what no file
 * that its rules are about can do without; where frameworks of one kind are many, it
 * says what they have in common (NestJS: whoever guards a route by a decorator has a controller).
 */
static const struct {
	const char *name;
	enum ecosystem ecosystem;
	const char *const *manifest, *const *code;
	const struct ending *telltales;
} table[] = {
	{ "django", PYTHON, LIST("django", "djangorestframework"), LIST("django", "rest_framework"),
	  PATHS(PATH("manage.py")) },
	{ "flask", PYTHON, LIST("flask", "quart"), LIST("flask", "quart"), NULL },
	{ "fastapi", PYTHON, LIST("fastapi", "starlette"), LIST("fastapi", "starlette"), NULL },
	{ "aiohttp", PYTHON, LIST("aiohttp"), LIST("aiohttp"), NULL },
	{ "tornado", PYTHON, LIST("tornado"), LIST("tornado"), NULL },
	{ "sqlalchemy", PYTHON, LIST("sqlalchemy", "sqlmodel"), LIST("sqlalchemy", "sqlmodel"),
	  NULL },
	{ "alembic", PYTHON, LIST("alembic", "flask-migrate"), LIST("alembic"),
	  PATHS(PATH("alembic.ini")) },
	{ "celery", PYTHON, LIST("celery"), LIST("celery"), NULL },
	{ "express", NODE, LIST("express"),
	  LIST("'express'", "\"express\"", "express.", "express("), NULL },
	{ "nest", NODE, LIST("@nestjs"),
	  LIST("@nestjs/", "Controller", "Resolver", "WebSocketGateway"),
	  PATHS(PATH("nest-cli.json")) },
	{ "koa", NODE, LIST("koa"), LIST("'koa", "\"koa", "koa/"), NULL },
	{ "fastify", NODE, LIST("fastify"), LIST("fastify"), NULL },
	{ "hapi", NODE, LIST("hapi", "@hapi"), LIST("'hapi'", "\"hapi\"", "@hapi/"), NULL },
	{ "next", NODE, LIST("next"),
	  LIST("'next/", "\"next/", "NextRequest", "NextResponse", "NextAuth"),
	  PATHS(PATH("next.config.js"), PATH("next.config.mjs"), PATH("next.config.ts")) },
	{ "angular", NODE, LIST("@angular"), LIST("@angular/"), PATHS(PATH("angular.json")) },
	{ "react", NODE, LIST("react", "preact"), LIST("'react", "\"react", "preact"), NULL },
	{ "vue", NODE, LIST("vue", "nuxt"), LIST("'vue", "\"vue", "nuxt"), NULL },
	{ "prisma", NODE, LIST("prisma", "@prisma"), LIST("prisma", "Prisma"),
	  PATHS(PATH("schema.prisma")) },
	{ "typeorm", NODE, LIST("typeorm"), LIST("typeorm"), NULL },
	{ "sequelize", NODE, LIST("sequelize"), LIST("sequelize", "Sequelize"), NULL },
	{ "knex", NODE, LIST("knex"), LIST("knex"),
	  PATHS(PATH("knexfile.js"), PATH("knexfile.ts")) },
	{ "mongoose", NODE, LIST("mongoose"), LIST("mongoose"), NULL },
	{ "spring", JVM, LIST("spring", "springframework"), LIST("springframework"), NULL },
	{ "hibernate", JVM, LIST("hibernate", "jpa", "persistence", "javaee", "jakartaee"),
	  LIST("hibernate", "persistence"),
	  PATHS(PATH("persistence.xml"), PATH("hibernate.cfg.xml")) },
	{ "jaxrs", JVM,
	  LIST("ws.rs", "jsr311", "jersey", "resteasy", "quarkus", "dropwizard", "javaee",
	       "jakartaee"),
	  LIST(".ws.rs"), NULL },
	{ "micronaut", JVM, LIST("micronaut"), LIST("micronaut"), NULL },
	{ "ktor", JVM, LIST("ktor"), LIST("ktor"), NULL },
	{ "rails", RUBY, LIST("rails", "railties", "activerecord", "actionpack", "activesupport"),
	  LIST("Rails", "rails", "ActiveRecord", "ActiveModel", "ActiveJob", "ActiveSupport",
	       "ActionController", "ActionMailer", "ApplicationRecord", "Controller"),
	  PATHS({ "config", "routes.rb", NULL }, { "bin", "rails", NULL }) },
	{ "sinatra", RUBY, LIST("sinatra"), LIST("sinatra", "Sinatra"), NULL },
	{ "grape", RUBY, LIST("grape"), LIST("grape", "Grape"), NULL },
	{ "gin", GO, LIST("gin-gonic"), LIST("gin-gonic"), NULL },
	{ "echo", GO, LIST("labstack"), LIST("labstack"), NULL },
	{ "fiber", GO, LIST("gofiber"), LIST("gofiber"), NULL },
	{ "chi", GO, LIST("go-chi"), LIST("go-chi"), NULL },
	{ "gorm", GO, LIST("gorm"), LIST("gorm"), NULL },
	{ "laravel", PHP, LIST("laravel", "illuminate"), LIST("Illuminate", "Laravel", "Route::"),
	  PATHS(PATH("artisan")) },
	{ "symfony", PHP, LIST("symfony"), LIST("Symfony"), PATHS(PATH("symfony.lock")) },
	{ "doctrine", PHP, LIST("doctrine"), LIST("Doctrine"), NULL },
	{ "aspnet", DOTNET, LIST("aspnetcore", "microsoft.net.sdk.web", "aspnet"),
	  LIST("AspNet", "Controller", "Endpoint", "WebApplication"), NULL },
	{ "efcore", DOTNET, LIST("entityframeworkcore", "entityframework"),
	  LIST("EntityFramework", "DbContext", "MigrationBuilder"), NULL },
	{ "axum", RUST, LIST("axum"), LIST("axum"), NULL },
	{ "actix", RUST, LIST("actix"), LIST("actix"), NULL },
	{ "rocket", RUST, LIST("rocket"), LIST("rocket"), NULL },
	{ "diesel", RUST, LIST("diesel"), LIST("diesel"), NULL },
	{ "sqlx", RUST, LIST("sqlx"), LIST("sqlx"), NULL },
};
/* clang-format on */
#define ROWS (sizeof(table) / sizeof(table[0]))

_Static_assert(ROWS <= CDR_FRAMEWORKS_MAX, "a set of frameworks is 64 bits");

/* --- names and words ------------------------------------------------------ */

const char *cdr_framework_name(size_t idx)
{
	return idx < ROWS ? table[idx].name : "";
}

bool cdr_framework_find(struct cdr_str name, size_t *idx)
{
	for (*idx = 0; *idx < ROWS; ++*idx)
		if (cdr_str_is(name, table[*idx].name))
			return true;
	return false;
}

const char *const *cdr_framework_words(size_t idx)
{
	return table[idx].code;
}

static uint64_t all_of(enum ecosystem ecosystem)
{
	uint64_t all = 0;

	for (size_t i = 0; i < ROWS; i++)
		if (table[i].ecosystem == ecosystem)
			all |= UINT64_C(1) << i;
	return all;
}

static bool lists(const char *const *list, const char *name)
{
	for (; *list; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

uint64_t cdr_frameworks_of(const struct cdr_language *language)
{
	for (size_t i = 0; language && i < ECOSYSTEMS; i++)
		if (lists(ecosystems[i].languages, cdr_language_name(language)))
			return all_of((enum ecosystem)i);
	return 0;
}

uint64_t cdr_frameworks_named(struct cdr_str text, uint64_t frameworks)
{
	uint64_t named = 0;

	for (size_t i = 0; i < ROWS; i++)
		for (const char *const *word = table[i].code; frameworks >> i & 1 && *word; word++)
			if (cdr_str_has(text, *word))
				named |= UINT64_C(1) << i;
	return named;
}

/* --- paths ------------------------------------------------------------------ */

/* The last name of a path and the one before it. */
struct names {
	struct cdr_str folder, name;
};

static struct names last_names(struct cdr_str path)
{
	size_t name = path.len, folder;

	while (name > 0 && path.ptr[name - 1] != '/')
		name--;
	folder = name > 0 ? name - 1 : 0;
	while (folder > 0 && path.ptr[folder - 1] != '/')
		folder--;
	return (struct names){ cdr_str_sub(path, folder, name > 0 ? name - 1 : 0),
			       cdr_str_sub(path, name, path.len) };
}

/* Asked for every file of a folder and every ending: the first byte answers most. */
static bool ends_like(const struct names *path, const struct ending *ending)
{
	struct cdr_str name = path->name;

	if (ending->name[0] && (name.len == 0 || name.ptr[0] != ending->name[0]))
		return false;
	if (ending->folder && !cdr_str_is(path->folder, ending->folder))
		return false;
	if (!ending->after)
		return cdr_str_is(name, ending->name);
	return cdr_str_ends(name, ending->after) && cdr_str_starts(name, ending->name) &&
	       name.len >= strlen(ending->name) + strlen(ending->after);
}

static bool ends_like_any(const struct names *path, const struct ending *endings)
{
	for (; endings && endings->name; endings++)
		if (ends_like(path, endings))
			return true;
	return false;
}

uint64_t cdr_manifest_of(struct cdr_str path)
{
	struct names names = last_names(path);
	uint64_t frameworks = 0;

	for (size_t i = 0; i < ECOSYSTEMS; i++)
		if (ends_like_any(&names, ecosystems[i].manifests))
			frameworks |= all_of((enum ecosystem)i);
	return frameworks;
}

uint64_t cdr_telltale_of(struct cdr_str path)
{
	struct names names = last_names(path);
	uint64_t frameworks = 0;

	for (size_t i = 0; i < ROWS; i++)
		if (ends_like_any(&names, table[i].telltales))
			frameworks |= UINT64_C(1) << i;
	return frameworks;
}

/* --- evidence ----------------------------------------------------------------- */

void cdr_evidence_add(struct cdr_evidence *evidence, uint64_t frameworks, const char *fmt, ...)
{
	char place[512];
	struct cdr_str kept;
	va_list args;

	frameworks &= ~evidence->used;
	if (!frameworks)
		return;
	va_start(args, fmt);
	vsnprintf(place, sizeof(place), fmt, args);
	va_end(args);
	kept = cdr_str_copy(evidence->arena, cdr_str_from(place));
	for (size_t i = 0; i < ROWS; i++)
		if (frameworks >> i & 1)
			evidence->places[i] = kept;
	evidence->used |= frameworks;
}

static bool is_name_byte(char c)
{
	return cdr_is_letter(c) || cdr_is_digit(c);
}

/* Where WORD stands in TEXT between bytes of no name; TEXT's length when nowhere. */
static size_t find_word(struct cdr_str text, const char *word)
{
	size_t len = strlen(word), at = 0;

	for (; at < text.len; at++) {
		at += cdr_str_find(cdr_str_sub(text, at, text.len), cdr_str_from(word));
		if (at < text.len && (at == 0 || !is_name_byte(text.ptr[at - 1])) &&
		    (at + len == text.len || !is_name_byte(text.ptr[at + len])))
			return at;
	}
	return text.len;
}

static size_t line_at(struct cdr_str text, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += text.ptr[i] == '\n';
	return line;
}

static struct cdr_str lower(struct cdr_arena *arena, struct cdr_str text)
{
	char *bytes = cdr_arena_alloc(arena, text.len + 1);

	for (size_t i = 0; i < text.len; i++)
		bytes[i] = cdr_to_lower(text.ptr[i]);
	return (struct cdr_str){ bytes, text.len };
}

void cdr_evidence_read(struct cdr_evidence *evidence, struct cdr_str path, struct cdr_str text,
		       const char *where)
{
	uint64_t open = cdr_manifest_of(path) & ~evidence->used;
	struct cdr_arena scratch = { 0 };
	struct cdr_str lowered = lower(&scratch, text);

	evidence->any_manifest = true;
	for (size_t i = 0; i < ROWS; i++)
		for (const char *const *word = table[i].manifest; open >> i & 1 && *word; word++) {
			size_t at = find_word(lowered, *word);

			if (at < lowered.len)
				cdr_evidence_add(evidence, UINT64_C(1) << i, "%.*s:%zu%s",
						 CDR_FMT(path), line_at(lowered, at), where);
		}
	cdr_arena_release(&scratch);
}

uint64_t cdr_frameworks_unseen(uint64_t frameworks, const struct cdr_evidence *evidence)
{
	uint64_t unseen = 0;

	for (size_t i = 0; evidence->any_manifest && i < ECOSYSTEMS; i++) {
		uint64_t asked = frameworks & all_of((enum ecosystem)i);

		if (!(asked & evidence->used))
			unseen |= asked;
	}
	return unseen;
}
