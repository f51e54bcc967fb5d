/* The plan behind `cdreview init`: made by looking, shown, then carried out step by step. */
#include "cdreview/init.h"

#include "evidence.h"
#include "git/notes.h"
#include "git/wiring.h"
#include "rules/registry.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REGISTRY_PATH ".cdreview/registry.yaml"
#define SIMPLE_PATH "constraints.yaml"
#define ALIAS_KEY "alias.rv"
#define ALIAS_VALUE "cdreview"
#define STARTER_MAX ((size_t)64 << 10)

struct cdr_init {
	struct cdr_arena arena;
	struct cdr_repo *repo;
	struct cdr_str work_tree;
	CDR_VEC(struct cdr_str) frameworks;
	CDR_VEC(struct cdr_init_step) steps;
};

static const char starter_head[] =
	"# Constraints of this repository, checked by cdreview; see cdreview-registry(5).\n"
	"# A change of this file is itself flagged: it is reviewed like code.\n"
	"cdreview: 1\n";

static const char starter_rules[] =
	"# Exceptions live here too, with a reason and an end:\n"
	"# allow:\n"
	"# - {rule: sec.plain-http-endpoint, paths: [\"deploy/dev/**\"], reason: ENG-1, by: ana, "
	"until: 2030-12-31}\n"
	"rules:\n"
	"# A plain constraint: shown to the reviewer beside every flagged hunk of its category.\n"
	"- id: house.small-changes\n"
	"  title: Keep one change to one component\n"
	"  category: architecture\n"
	"  kind: require\n"
	"  severity: info\n"
	"# A rule with a detector and the examples that test it (cdreview rules test).\n"
	"- id: house.no-print-debugging\n"
	"  title: Leave no print debugging behind\n"
	"  why: Output on stdout breaks consumers and may show personal data.\n"
	"  fix: Use the logger of the module.\n"
	"  category: security-policy\n"
	"  kind: forbid\n"
	"  severity: low\n"
	"  languages: [python]\n"
	"  exclude: [\"**/tests/**\", \"scripts/**\"]\n"
	"  match: {side: added, mask: comments+strings, re: '^\\s*(?:print|breakpoint)\\('}\n"
	"  examples:\n"
	"  - bad: \"print(user)\\n\"\n"
	"  - bad: \"    breakpoint()\\n\"\n"
	"  - good: \"logger.info('saved')\\n\"\n"
	"  - good: \"blueprint(app)\\n\"\n";

/* The last folder of PATH, which ends in '/', with letters that need no YAML quotes. */
static void add_name(struct cdr_buf *out, struct cdr_str path)
{
	size_t to = path.len > 1 ? path.len - 1 : path.len, from = to;

	while (from > 0 && path.ptr[from - 1] != '/')
		from--;
	for (size_t i = from; i < to; i++) {
		char c = path.ptr[i];
		bool plain =
			(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		cdr_buf_addc(out, plain || c == '-' || c == '_' ? c : '-');
	}
	if (from == to)
		cdr_buf_adds(out, "repository");
}

static struct cdr_str starter(struct cdr_init *init)
{
	struct cdr_buf text;
	struct cdr_str copy;

	cdr_buf_init(&text, STARTER_MAX);
	cdr_buf_adds(&text, starter_head);
	cdr_buf_adds(&text, "name: \"");
	add_name(&text, init->work_tree);
	cdr_buf_adds(&text, "\"\nversion: 0.1.0\nextends: [builtin:auto]\n");
	cdr_buf_adds(&text, starter_rules);
	copy = cdr_str_copy(&init->arena, cdr_buf_str(&text));
	cdr_buf_release(&text);
	return copy;
}

static bool is_there(struct cdr_init *init, const char *name)
{
	struct stat info;

	return lstat(cdr_arena_printf(&init->arena, "%.*s%s", CDR_FMT(init->work_tree), name),
		     &info) == 0;
}

/* One registry is enough: a second one would put the first out of force. */
static void plan_registry(struct cdr_init *init)
{
	struct cdr_init_step step = { .kind = CDR_INIT_FILE, .name = CDR_STR(REGISTRY_PATH) };
	struct cdr_str chosen;

	step.value = starter(init);
	if (is_there(init, REGISTRY_PATH))
		step.found = CDR_STR("a registry is there already");
	else if (is_there(init, SIMPLE_PATH))
		step.found = CDR_STR(SIMPLE_PATH " is the registry");
	else if (cdr_repo_config(init->repo, &init->arena, "cdreview.registry", &chosen) == 0)
		step.found = CDR_STR("cdreview.registry names another one");
	if (step.found.ptr)
		step.state = CDR_INIT_BLOCKED;
	*cdr_vec_push(&init->arena, &init->steps) = step;
}

static void plan_config(struct cdr_init *init, const char *key, const char *value, bool add)
{
	struct cdr_init_step step = {
		.kind = CDR_INIT_CONFIG,
		.name = cdr_str_from(key),
		.value = cdr_str_from(value),
		.add = add,
	};

	if (cdr_repo_config_has(init->repo, key, value))
		step.state = CDR_INIT_DONE;
	else if (!add && cdr_repo_config(init->repo, &init->arena, key, &step.found) == 0)
		step.state = CDR_INIT_BLOCKED;
	*cdr_vec_push(&init->arena, &init->steps) = step;
}

/*
 * With the star, because without it `git fetch` fails while the remote has no
 * such ref; into refs/notes/remotes/, because a forced fetch into
 * refs/notes/cdreview overwrites verdicts that were not pushed yet.
 */
static int plan_remotes(struct cdr_init *init, struct cdr_err *err)
{
	const struct cdr_str *remotes;
	size_t n;
	int code = cdr_repo_remotes(init->repo, &init->arena, &remotes, &n, err);

	for (size_t i = 0; code == 0 && i < n; i++)
		plan_config(
			init,
			cdr_arena_printf(&init->arena, "remote.%.*s.fetch", CDR_FMT(remotes[i])),
			cdr_arena_printf(&init->arena, "+%s*:refs/notes/remotes/%.*s/cdreview*",
					 CDR_NOTES_REF, CDR_FMT(remotes[i])),
			true);
	return code;
}

static void find_frameworks(struct cdr_init *init)
{
	const struct cdr_evidence_place here = { .folder = init->work_tree };
	const struct cdr_evidence *evidence =
		cdr_evidence_gather(init->repo, &init->arena, &here, 1);

	for (size_t i = 0; cdr_framework_name(i)[0]; i++)
		if (evidence->used >> i & 1)
			*cdr_vec_push(&init->arena, &init->frameworks) =
				cdr_str_from(cdr_framework_name(i));
}

int cdr_init_plan(struct cdr_init **out, const struct cdr_where *where, struct cdr_err *err)
{
	struct cdr_init *init = calloc(1, sizeof(*init));
	int code;

	if (!init)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	code = cdr_repo_open(&init->repo, where, err);
	if (code < 0)
		goto out;
	init->work_tree = cdr_repo_work_tree(init->repo);
	if (!init->work_tree.ptr) {
		code = cdr_fail(err, CDR_EUSAGE, "a bare repository has no place for a registry");
		goto out;
	}
	find_frameworks(init);
	plan_registry(init);
	plan_config(init, ALIAS_KEY, ALIAS_VALUE, false);
	code = plan_remotes(init, err);
out:
	if (code < 0) {
		cdr_init_free(init);
		init = NULL;
	}
	*out = init;
	return code;
}

void cdr_init_free(struct cdr_init *init)
{
	if (!init)
		return;
	cdr_repo_close(init->repo);
	cdr_arena_release(&init->arena);
	free(init);
}

size_t cdr_init_steps(const struct cdr_init *init, const struct cdr_init_step **out)
{
	*out = init->steps.items;
	return init->steps.n;
}

size_t cdr_init_frameworks(const struct cdr_init *init, const struct cdr_str **out)
{
	*out = init->frameworks.items;
	return init->frameworks.n;
}

/* O_EXCL and O_NOFOLLOW: what appeared since the plan was made is not overwritten. */
static int write_file(struct cdr_init *init, const struct cdr_init_step *step, struct cdr_err *err)
{
	const char *dir = cdr_arena_printf(&init->arena, "%.*s.cdreview", CDR_FMT(init->work_tree));
	const char *path = cdr_arena_printf(&init->arena, "%.*s%.*s", CDR_FMT(init->work_tree),
					    CDR_FMT(step->name));
	FILE *file = NULL;
	int fd;

	if (mkdir(dir, 0777) < 0 && errno != EEXIST)
		return cdr_fail(err, CDR_EIO, "cannot make %s: %s", dir, strerror(errno));
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd >= 0)
		file = fdopen(fd, "w");
	if (!file)
		return cdr_fail(err, CDR_EIO, "cannot write %s: %s", path, strerror(errno));
	fwrite(step->value.ptr, 1, step->value.len, file);
	if (fclose(file) != 0) {
		cdr_fail(err, CDR_EIO, "cannot write %s: %s", path, strerror(errno));
		unlink(path);
		return CDR_EIO;
	}
	return 0;
}

int cdr_init_apply(struct cdr_init *init, size_t idx, struct cdr_err *err)
{
	struct cdr_init_step *step = &init->steps.items[idx];
	int code = step->kind == CDR_INIT_FILE
		 ? write_file(init, step, err)
		 : cdr_repo_config_set(init->repo, step->name.ptr, step->value.ptr, step->add, err);

	if (code == 0)
		step->state = CDR_INIT_DONE;
	return code;
}
