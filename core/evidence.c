/*
 * evidence.c - the upper folders of commits and of the work tree, looked over for
 * manifests. Whoever writes a change may lay out its end as he likes: what he takes out
 * there, the trusted base still has, and code that names a framework speaks for itself
 * wherever it stands (scan/sieve/unseen.h).
 */
#include "evidence.h"

#include "git/survey.h"
#include "session_inside.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Somebody who looks at one place. */
struct look {
	struct cdr_evidence *evidence;
	const char *where; /* " at HEAD" */
};

/* --- what is found ---------------------------------------------------------- */

/* Folders with code of others, and those of tools. */
static bool enters(void *payload, struct cdr_str folder)
{
	(void)payload;
	return !cdr_str_starts(folder, ".") && !cdr_str_is(folder, "node_modules") &&
	       !cdr_str_is(folder, "vendor");
}

static bool wants(void *payload, struct cdr_str path)
{
	const struct look *look = payload;
	uint64_t telltale = cdr_telltale_of(path);

	if (telltale)
		cdr_evidence_add(look->evidence, telltale, "%.*s%s", CDR_FMT(path), look->where);
	return cdr_manifest_of(path) != 0;
}

static void take(void *payload, struct cdr_str path, struct cdr_str text)
{
	const struct look *look = payload;

	if (text.ptr) {
		cdr_evidence_read(look->evidence, path, text, look->where);
		return;
	}
	look->evidence->any_manifest = true;
	cdr_evidence_add(look->evidence, cdr_manifest_of(path), "%.*s%s, which cannot be read",
			 CDR_FMT(path), look->where);
}

/* --- on disk ------------------------------------------------------------------ */

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

struct folder {
	struct cdr_str path; /* below the top, "" or ending in '/' */
	unsigned depth;
};

struct disk {
	struct cdr_arena arena;
	struct cdr_str top;
	struct look *look;
	CDR_VEC(struct folder) queue;
};

static void read_manifest(struct disk *disk, struct cdr_str path)
{
	const char *full =
		cdr_arena_printf(&disk->arena, "%.*s%.*s", CDR_FMT(disk->top), CDR_FMT(path));
	struct cdr_str text = { NULL, 0 };
	int rc = cdr_session_read_file(&disk->arena, full, CDR_MANIFEST_MAX, &text, NULL);

	if (rc != CDR_ENOTFOUND)
		take(disk->look, path, rc == 0 ? text : (struct cdr_str){ NULL, 0 });
}

static void look_at(struct disk *disk, const struct folder *folder, const char *name)
{
	struct cdr_arena *arena = &disk->arena;
	struct cdr_str path =
		cdr_str_from(cdr_arena_printf(arena, "%.*s%s", CDR_FMT(folder->path), name));
	struct stat st;

	if (lstat(cdr_arena_printf(arena, "%.*s%.*s", CDR_FMT(disk->top), CDR_FMT(path)), &st) < 0)
		return;
	if (!S_ISDIR(st.st_mode)) {
		if (wants(disk->look, path))
			read_manifest(disk, path);
	} else if (folder->depth < CDR_SURVEY_DEPTH && disk->queue.n < CDR_SURVEY_FOLDERS &&
		   enters(NULL, cdr_str_from(name))) {
		*cdr_vec_push(arena, &disk->queue) = (struct folder){
			cdr_str_from(cdr_arena_printf(arena, "%.*s/", CDR_FMT(path))),
			folder->depth + 1,
		};
	}
}

static void look_over_disk(struct look *look, struct cdr_str top)
{
	struct disk disk = { .top = top, .look = look };

	*cdr_vec_push(&disk.arena, &disk.queue) = (struct folder){ CDR_STR(""), 0 };
	for (size_t i = 0; i < disk.queue.n; i++) {
		const struct folder folder = disk.queue.items[i];
		struct dirent **names = NULL;
		int n = scandir(cdr_arena_printf(&disk.arena, "%.*s%.*s", CDR_FMT(top),
						 CDR_FMT(folder.path)),
				&names, NULL, by_bytes);

		for (int k = 0; k < n; k++) {
			if (strcmp(names[k]->d_name, ".") != 0 &&
			    strcmp(names[k]->d_name, "..") != 0)
				look_at(&disk, &folder, names[k]->d_name);
			free(names[k]);
		}
		free(names);
	}
	cdr_arena_release(&disk.arena);
}

/* --- all places ------------------------------------------------------------------ */

struct cdr_evidence *cdr_evidence_gather(struct cdr_repo *repo, struct cdr_arena *arena,
					 const struct cdr_evidence_place *places, size_t n)
{
	struct cdr_evidence *evidence = CDR_NEW(arena, struct cdr_evidence);
	struct cdr_surveyed *surveyed = cdr_surveyed_new(arena);
	struct look look = { .evidence = evidence };
	const struct cdr_surveyor who = { enters, wants, take, &look, CDR_MANIFEST_MAX };

	evidence->arena = arena;
	for (size_t i = 0; i < n; i++) {
		struct cdr_err err = { 0 };

		if (places[i].folder.len) {
			look.where = " in the work tree";
			look_over_disk(&look, places[i].folder);
		}
		if (!places[i].commit.len)
			continue;
		look.where = cdr_arena_printf(arena, " at %.*s", CDR_FMT(places[i].name));
		if (cdr_survey(repo, &places[i].commit, &who, surveyed, &err) == 0)
			continue;
		evidence->any_manifest = true;
		cdr_evidence_add(evidence, UINT64_MAX, "what%s cannot be read: %s", look.where,
				 err.message);
	}
	return evidence;
}
