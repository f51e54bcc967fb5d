/*
 * sandbox.c - one list of arguments, used for the probe as for every run: what could be set
 * up once can be set up again, and nothing is said to be closed off that was not tried.
 */
#include "verify/sandbox.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROBE_MS 10000
#define PROBE_WORDS ((size_t)4096)
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

struct argv {
	struct cdr_arena *arena;
	CDR_VEC(const char *) list;
};

static void add(struct argv *argv, const char *word)
{
	*cdr_vec_push(argv->arena, &argv->list) = word;
}

static void add_option(struct argv *argv, const char *option, const char *value)
{
	add(argv, option);
	add(argv, value);
}

static void add_pair(struct argv *argv, const char *option, const char *from, const char *to)
{
	add_option(argv, option, from);
	add(argv, to);
}

/* Folders that are links into /usr on some systems and folders of their own on others. */
static void add_roots(struct argv *argv)
{
	static const char *const roots[] = {
		"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32",
	};

	add_pair(argv, "--ro-bind", "/usr", "/usr");
	add_pair(argv, "--ro-bind-try", "/opt", "/opt");
	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
		char target[256];
		ssize_t len = readlink(roots[i], target, sizeof(target) - 1);

		if (len > 0)
			add_pair(argv, "--symlink",
				 cdr_arena_printf(argv->arena, "%.*s", (int)len, target), roots[i]);
		else
			add_pair(argv, "--ro-bind-try", roots[i], roots[i]);
	}
}

/* What programs look up and everybody on the machine may read; nothing with a secret in it. */
static void add_settings(struct argv *argv, bool network)
{
	static const char *const files[] = {
		"/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
		"/etc/passwd", "/etc/group", "/etc/localtime", "/etc/timezone", "/etc/mime.types",
		"/etc/nsswitch.conf", "/etc/hosts", "/etc/protocols", "/etc/services",
		"/etc/python3", "/etc/perl", "/etc/java-17-openjdk", "/etc/fonts",
	};
	static const char *const online[] = {
		"/etc/resolv.conf", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
		"/etc/ca-certificates", "/etc/pki/tls/certs",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		add_pair(argv, "--ro-bind-try", files[i], files[i]);
	for (size_t i = 0; network && i < sizeof(online) / sizeof(online[0]); i++)
		add_pair(argv, "--ro-bind-try", online[i], online[i]);
}

/* A folder in memory, which is not among what processes take: so it has a bound of its own. */
static void add_scratch(struct argv *argv, const char *folder, uint32_t mib)
{
	add_option(argv, "--size",
		   cdr_arena_printf(argv->arena, "%llu", (unsigned long long)mib << 20));
	add_option(argv, "--tmpfs", folder);
}

/* The arguments of bubblewrap up to the program; CHECKOUT NULL: nothing is written anywhere. */
static void add_sandbox(struct argv *argv, const struct cdr_check *check, const char *checkout)
{
	add(argv, "--unshare-all");
	if (check->network)
		add(argv, "--share-net");
	add(argv, "--die-with-parent");
	add(argv, "--new-session");
	add_option(argv, "--cap-drop", "ALL");
	add_roots(argv);
	add_settings(argv, check->network);
	add_option(argv, "--proc", "/proc");
	add_option(argv, "--dev", "/dev");
	add_scratch(argv, "/dev/shm", check->memory);
	add_scratch(argv, "/tmp", check->memory);
	add_option(argv, "--dir", "/tmp/home");
	if (checkout) {
		add_pair(argv, "--bind", checkout, "/checkout");
		add_option(argv, "--chdir", "/checkout");
	}
	add_option(argv, "--remount-ro", "/dev");
	add_option(argv, "--remount-ro", "/");
	add(argv, "--");
}

/* --- environment --------------------------------------------------------- */

static struct cdr_str path_of(const char *const *env)
{
	for (; env && *env; env++)
		if (cdr_str_starts(cdr_str_from(*env), "PATH="))
			return cdr_str_from(*env + 5);
	return CDR_STR(DEFAULT_PATH);
}

static bool is_visible(struct cdr_str folder)
{
	static const char *const seen[] = { "/usr", "/opt", "/bin", "/sbin" };

	for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++) {
		size_t len = strlen(seen[i]);

		if (cdr_str_starts(folder, seen[i]) &&
		    (folder.len == len || folder.ptr[len] == '/'))
			return true;
	}
	return false;
}

/* The user's PATH without what is relative and, in a sandbox, what cannot be seen there. */
static const char *clean_path(struct cdr_arena *arena, const char *const *env, bool boxed)
{
	struct cdr_str left = path_of(env);
	const char *path = "";

	while (left.len) {
		struct cdr_str folder = cdr_str_sub(left, 0, cdr_str_find(left, CDR_STR(":")));

		left = cdr_str_sub(left, folder.len + 1, left.len);
		if (cdr_str_starts(folder, "/") && (!boxed || is_visible(folder)))
			path = cdr_arena_printf(arena, "%s%s%.*s", path, *path ? ":" : "",
						CDR_FMT(folder));
	}
	return *path ? path : DEFAULT_PATH;
}

static const char *const *environment(struct cdr_arena *arena, const char *path, const char *home,
				      const char *temporary)
{
	const char **env = cdr_arena_alloc(arena, 6 * sizeof(*env));

	env[0] = cdr_arena_printf(arena, "PATH=%s", path);
	env[1] = cdr_arena_printf(arena, "HOME=%s", home);
	env[2] = cdr_arena_printf(arena, "TMPDIR=%s", temporary);
	env[3] = "LC_ALL=C.UTF-8";
	env[4] = "TERM=dumb";
	return env;
}

static bool is_program(int folder, const char *path)
{
	struct stat st;

	return fstatat(folder, path, &st, 0) == 0 && S_ISREG(st.st_mode) &&
	       faccessat(folder, path, X_OK, 0) == 0;
}

/* The file of PROGRAM in PATH, or NULL. */
static const char *look_up(struct cdr_arena *arena, const char *path, const char *program)
{
	struct cdr_str left = cdr_str_from(path);

	while (left.len) {
		struct cdr_str folder = cdr_str_sub(left, 0, cdr_str_find(left, CDR_STR(":")));
		const char *file = cdr_arena_printf(arena, "%.*s/%s", CDR_FMT(folder), program);

		if (is_program(AT_FDCWD, file))
			return file;
		left = cdr_str_sub(left, folder.len + 1, left.len);
	}
	return NULL;
}

/* --- probe --------------------------------------------------------------- */

static struct cdr_str first_line(struct cdr_arena *arena, const struct cdr_buf *words)
{
	struct cdr_str text = cdr_buf_str(words), line = { NULL, 0 };

	(void)cdr_str_line(&text, &line);
	return cdr_str_copy(arena, line);
}

/* Why BWRAP sets no sandbox up; {NULL, 0} when it does. */
static struct cdr_str try_one(struct cdr_arena *arena, const char *bwrap, const char *const *env)
{
	static const struct cdr_check nothing = { .memory = 1 };
	struct argv argv = { .arena = arena };
	struct cdr_err err = { .code = 0 };
	struct cdr_str why = { NULL, 0 };
	struct cdr_buf out, diag;
	struct cdr_spawn child = { .env = env, .patience_ms = PROBE_MS, .own_session = true };
	int status = 0, rc;

	add(&argv, bwrap);
	add_sandbox(&argv, &nothing, NULL);
	add(&argv, "true");
	add(&argv, NULL);
	child.argv = argv.list.items;
	cdr_buf_init(&out, PROBE_WORDS);
	cdr_buf_init(&diag, PROBE_WORDS);
	rc = cdr_spawn_run(&child, &out, &diag, &status, &err);
	if (rc < 0)
		why = cdr_str_from(cdr_arena_printf(arena, "bwrap: %s", err.message));
	else if (status != 0)
		why = first_line(arena, &diag);
	if (rc == 0 && status != 0 && !why.len)
		why = cdr_str_from(cdr_arena_printf(arena, "bwrap ended with status %d", status));
	cdr_buf_release(&diag);
	cdr_buf_release(&out);
	return why;
}

/* Sets out->bwrap, or says in out->unboxed why there is none. */
static void find_sandbox(struct cdr_sandbox *out, struct cdr_arena *arena, const char *const *env)
{
	out->bwrap = look_up(arena, clean_path(arena, env, false), "bwrap");
	if (out->bwrap)
		out->unboxed = try_one(arena, out->bwrap,
				       environment(arena, out->path, "/", "/tmp"));
	else
		out->unboxed = CDR_STR("bubblewrap (bwrap) is not installed");
}

int cdr_sandbox_find(struct cdr_sandbox *out, struct cdr_arena *arena, enum cdr_sandbox_wish wish,
		     const char *const *env, struct cdr_err *err)
{
	*out = (struct cdr_sandbox){ .path = clean_path(arena, env, true) };
	if (wish == CDR_SANDBOX_NEVER)
		out->unboxed = CDR_STR("none is wanted");
	else
		find_sandbox(out, arena, env);
	if (out->unboxed.ptr)
		out->path = clean_path(arena, env, false);
	if (!out->unboxed.ptr || wish != CDR_SANDBOX_ALWAYS)
		return 0;
	cdr_fail(err, CDR_EUNSUPPORTED, "there is no sandbox: %.*s", CDR_FMT(out->unboxed));
	return cdr_err_hint(err, "install bubblewrap, or allow unprivileged user namespaces");
}

/* --- a check ------------------------------------------------------------- */

struct cdr_spawn cdr_sandbox_spawn(const struct cdr_sandbox *sandbox, struct cdr_arena *arena,
				   const struct cdr_check *check, const struct cdr_workdir *workdir)
{
	struct argv argv = { .arena = arena };
	struct cdr_spawn child = { .own_session = true };

	if (sandbox->unboxed.ptr) {
		child.dir = workdir->checkout;
		child.env = environment(arena, sandbox->path, workdir->home, workdir->temporary);
	} else {
		add(&argv, sandbox->bwrap);
		add_sandbox(&argv, check, workdir->checkout);
		child.env = environment(arena, sandbox->path, "/tmp/home", "/tmp");
	}
	for (size_t i = 0; i < check->n_argv; i++)
		add(&argv, check->argv[i]);
	add(&argv, NULL);
	child.argv = argv.list.items;
	return child;
}

bool cdr_sandbox_has_program(const struct cdr_sandbox *sandbox, const struct cdr_check *check,
			     const struct cdr_workdir *workdir)
{
	struct cdr_arena arena = { NULL, 0 };
	bool found;

	if (strchr(check->argv[0], '/'))
		return is_program(workdir->checkout_fd, check->argv[0]);
	found = look_up(&arena, sandbox->path, check->argv[0]) != NULL;
	cdr_arena_release(&arena);
	return found;
}
