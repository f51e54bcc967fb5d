/*
 * program.c - what git may see and do is decided here once: a repository under
 * review must not run anything by being read, and nothing may be fetched.
 */
#include "git/program.h"
#include "base/oom.h"

#include <string.h>

#define PATIENCE_MS 120000
#define DIAG_MAX ((size_t)64 << 10)

struct cdr_program {
	const char *const *env;
	const char *dir;
	CDR_VEC(const char *) options;   /* "git" and what stands before the command */
};

/* What git gets of the user's environment. A name that ends in '_' stands for all that begin so. */
static const char *const passed[] = {
	"PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "SUDO_UID",
	"GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_",
	"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM",
};

/* The same when the environment may say where the repository is. */
static const char *const passed_places[] = {
	"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CEILING_DIRECTORIES", "GIT_NAMESPACE",
	"GIT_DISCOVERY_ACROSS_FILESYSTEM",
};

/* Older gits fetch what is missing whatever GIT_NO_LAZY_FETCH says, but over no protocol. */
static const char *const set[] = {
	"LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1",
	"GIT_ALLOW_PROTOCOL=none", "GIT_NO_REPLACE_OBJECTS=1",
};

static const char *const pinned[] = {
	"core.hooksPath=/dev/null", "core.fsmonitor=false", "core.alternateRefsCommand=",
	"core.quotePath=false", "core.abbrev=no", "gc.auto=0", "maintenance.auto=false",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is_named(const char *variable, const char *const *names, size_t n)
{
	size_t len = strcspn(variable, "=");

	for (size_t i = 0; i < n; i++) {
		size_t want = strlen(names[i]);
		bool family = names[i][want - 1] == '_';

		if ((family ? len > want : len == want) && strncmp(variable, names[i], want) == 0)
			return true;
	}
	return false;
}

static const char *const *environment(struct cdr_arena *arena, const struct cdr_where *where)
{
	CDR_VEC(const char *) env = { NULL, 0, 0 };

	for (size_t i = 0; where->env[i]; i++)
		if (is_named(where->env[i], passed, COUNT(passed)) ||
		    (where->from_env &&
		     is_named(where->env[i], passed_places, COUNT(passed_places))))
			*cdr_vec_push(arena, &env) =
				cdr_arena_printf(arena, "%s", where->env[i]);
	for (size_t i = 0; i < COUNT(set); i++)
		*cdr_vec_push(arena, &env) = set[i];
	*cdr_vec_push(arena, &env) = NULL;
	return env.items;
}

void cdr_program_pin(struct cdr_program *program, struct cdr_arena *arena, struct cdr_str setting)
{
	*cdr_vec_push(arena, &program->options) = "-c";
	*cdr_vec_push(arena, &program->options) = cdr_str_copy(arena, setting).ptr;
}

struct cdr_program *cdr_program_new(struct cdr_arena *arena, const struct cdr_where *where)
{
	struct cdr_program *program;

	if (!where->env)
		return NULL;
	program = CDR_NEW(arena, struct cdr_program);
	program->env = environment(arena, where);
	program->dir = where->dir;
	*cdr_vec_push(arena, &program->options) = "git";
	*cdr_vec_push(arena, &program->options) = "--no-pager";
	if (where->git_dir)
		*cdr_vec_push(arena, &program->options) =
			cdr_arena_printf(arena, "--git-dir=%s", where->git_dir);
	if (where->work_tree)
		*cdr_vec_push(arena, &program->options) =
			cdr_arena_printf(arena, "--work-tree=%s", where->work_tree);
	for (size_t i = 0; i < COUNT(pinned); i++)
		cdr_program_pin(program, arena, cdr_str_from(pinned[i]));
	return program;
}

struct cdr_str cdr_program_variable(const struct cdr_program *program, const char *name)
{
	for (size_t i = 0; program->env[i]; i++)
		if (is_named(program->env[i], &name, 1))
			return cdr_str_from(program->env[i] + strlen(name) + 1);
	return (struct cdr_str){ NULL, 0 };
}

/* MORE, or what follows it, goes before what is there: of two equal names git takes the first. */
static const char *const *joined(struct cdr_arena *arena, const char *const *first,
				 const char *const *second)
{
	CDR_VEC(const char *) all = { NULL, 0, 0 };

	while (first && *first)
		*cdr_vec_push(arena, &all) = *first++;
	while (*second)
		*cdr_vec_push(arena, &all) = *second++;
	*cdr_vec_push(arena, &all) = NULL;
	return all.items;
}

static struct cdr_spawn spawn_of(const struct cdr_program *program, struct cdr_arena *arena,
				 const struct cdr_program_call *call)
{
	CDR_VEC(const char *) argv = { NULL, 0, 0 };

	for (size_t i = 0; i < program->options.n; i++)
		*cdr_vec_push(arena, &argv) = program->options.items[i];
	for (size_t i = 0; call->args[i]; i++)
		*cdr_vec_push(arena, &argv) = call->args[i];
	*cdr_vec_push(arena, &argv) = NULL;
	return (struct cdr_spawn){
		.argv = argv.items,
		.env = joined(arena, call->env, program->env),
		.dir = program->dir,
		.input = call->input,
		.patience_ms = PATIENCE_MS,
	};
}

/* What could not be started, waited for or read to its end is a repository that cannot be read. */
static int could_not_run(struct cdr_err *err, const char *command, int rc)
{
	if (err)
		err->code = CDR_EREPO;
	cdr_err_prefix(err, "git %s", command);
	if (rc == CDR_ENOTFOUND)
		cdr_err_hint(err, "install git: libgit2 cannot read this, only git itself can");
	return CDR_EREPO;
}

static int failed(struct cdr_err *err, const char *command, int status, struct cdr_str diag)
{
	struct cdr_str line = { NULL, 0 }, next = { NULL, 0 };

	while (cdr_str_line(&diag, &line) && cdr_str_starts(line, "warning: "))
		;
	if (cdr_str_starts(line, "fatal: ") || cdr_str_starts(line, "error: "))
		line = cdr_str_sub(line, sizeof("fatal: ") - 1, line.len);
	if (line.len == 0)
		return cdr_fail(err, CDR_EREPO, "git %s failed with status %d", command, status);
	if (cdr_str_ends(line, ":"))      /* what it is about stands below */
		(void)cdr_str_line(&diag, &next);
	return cdr_fail(err, CDR_EREPO, "git %s: %.*s%s%.*s", command, CDR_FMT(line),
			next.len ? " " : "", CDR_FMT(cdr_str_trim(next)));
}

int cdr_program_run(const struct cdr_program *program, const struct cdr_program_call *call,
		    struct cdr_buf *out, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_spawn child = spawn_of(program, &arena, call);
	struct cdr_buf diag;
	int status = 0, rc;

	cdr_buf_init(&diag, DIAG_MAX);
	rc = cdr_spawn_run(&child, out, &diag, &status, err);
	if (rc < 0)
		rc = could_not_run(err, call->args[0], rc);
	else if (call->status)
		*call->status = status;
	else if (status != 0)
		rc = failed(err, call->args[0], status, cdr_buf_str(&diag));
	cdr_buf_release(&diag);
	cdr_arena_release(&arena);
	return rc;
}

int cdr_program_open(const struct cdr_program *program, const char *const *args,
		     struct cdr_coprocess **out, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_spawn child =
		spawn_of(program, &arena, &(struct cdr_program_call){ .args = args });
	int rc = cdr_coprocess_open(out, &child, err);

	if (rc < 0)
		rc = could_not_run(err, args[0], rc);
	cdr_arena_release(&arena);
	return rc;
}

int cdr_program_nonsense(struct cdr_err *err, const char *command)
{
	cdr_fail(err, CDR_EREPO, "git %s answered what cannot be understood", command);
	return cdr_err_hint(err, "git 2.31 or newer is needed; see \"git version\"");
}
