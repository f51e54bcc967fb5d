/*
 * handle.c - libgit2 speaks of git_oid and of a last error that may be absent;
 * the rest of the house does not.
 */
#include "git/handle.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* What they change is found out in odd.c, or done by libgit2 without knowing the name. */
static const char *const harmless[] = { "worktreeconfig", "preciousobjects", "partialclone",
					"relativeworktrees" };

static void set_switches(void)
{
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, harmless,
			 sizeof(harmless) / sizeof(harmless[0]));
	/* As git: packs are checked by fsck, not on every read. What is trusted is hashed again. */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	/* Up to 256 MB of commits and trees that are rarely asked for twice. */
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
}

int cdr_git_start(void)
{
	int holders = git_libgit2_init();

	if (holders == 1)
		set_switches();
	return holders;
}

/* libgcrypt, under some libssh2, ends the process when it cannot read whether FIPS is asked for. */
static bool dies_without_files(void)
{
	return dlsym(RTLD_DEFAULT, "gcry_check_version") != NULL;
}

/*
 * When it starts, libgit2 reads every CA certificate of the system, which takes longer than the
 * scan of a commit, and it cannot be told that we connect to nobody. It starts without them,
 * trusting none, if their file does not open.
 */
int cdr_git_start_first(void)
{
	struct rlimit limit, none;
	int holders;

	if (dies_without_files() || getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return cdr_git_start();
	none = (struct rlimit){ 0, limit.rlim_max };
	setrlimit(RLIMIT_NOFILE, &none);
	holders = cdr_git_start();
	setrlimit(RLIMIT_NOFILE, &limit);
	git_error_clear(); /* what it says of certificates is no reason for anything later */
	if (holders > 0)
		return holders;
	git_libgit2_shutdown();
	return cdr_git_start();
}

struct cdr_oid cdr_oid_from_git(const git_oid *oid)
{
	struct cdr_oid out = { .len = 0 };

	if (git_oid_is_zero(oid))
		return out;
	memcpy(out.bytes, oid->id, GIT_OID_RAWSZ);
	out.len = GIT_OID_RAWSZ;
	return out;
}

git_oid cdr_oid_to_git(const struct cdr_oid *oid)
{
	git_oid out = { { 0 } };

	if (oid->len == GIT_OID_RAWSZ)
		memcpy(out.id, oid->bytes, GIT_OID_RAWSZ);
	return out;
}

const char *cdr_git_words(void)
{
	const git_error *error = git_error_last();

	return error && error->message ? error->message : "";
}

int cdr_git_fail(struct cdr_err *err, enum cdr_code code, const char *fmt, ...)
{
	const char *words = cdr_git_words();
	char what[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return cdr_fail(err, code, "%s%s%s", what, *words ? ": " : "", words);
}
