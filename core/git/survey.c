/*
 * survey.c - consecutive commits share most of their folders, so what was looked over once,
 * at the same place, is passed by its name.
 */
#include "git/survey.h"

#include "git/commit.h"

#include <string.h>

#define PATH_BYTES_MAX ((size_t)64 << 10) /* a longer path is cut, and is no manifest's */
#define MODE_KIND 0170000u
#define MODE_FILE 0100000u

/* A folder that waits for its turn. */
struct folder {
	struct cdr_oid oid;
	struct cdr_str path; /* "" or ending in '/' */
	unsigned depth;
};

struct cdr_surveyed {
	struct cdr_arena *arena;
	CDR_VEC(struct folder) folders;
};

struct survey {
	struct cdr_repo *repo;
	const struct cdr_surveyor *who;
	struct cdr_surveyed *surveyed;
	CDR_VEC(struct folder) queue;
	struct cdr_buf path; /* of the entry that is looked at */
};

struct cdr_surveyed *cdr_surveyed_new(struct cdr_arena *arena)
{
	struct cdr_surveyed *surveyed = CDR_NEW(arena, struct cdr_surveyed);

	surveyed->arena = arena;
	return surveyed;
}

static bool is_surveyed(const struct cdr_surveyed *surveyed, const struct folder *folder)
{
	for (size_t i = 0; i < surveyed->folders.n; i++)
		if (cdr_oid_eq(&surveyed->folders.items[i].oid, &folder->oid) &&
		    cdr_str_eq(surveyed->folders.items[i].path, folder->path))
			return true;
	return false;
}

static struct cdr_oid oid_of(const struct survey *survey, const struct cdr_entry *entry)
{
	struct cdr_oid oid = { .len = survey->repo->oid_len };

	memcpy(oid.bytes, entry->oid, oid.len);
	return oid;
}

static void hand_over(struct survey *survey, struct cdr_str path, const struct cdr_entry *entry)
{
	const struct cdr_surveyor *who = survey->who;
	struct cdr_oid oid = oid_of(survey, entry);
	struct cdr_object object = { .held = NULL };
	struct cdr_str text = { NULL, 0 };

	if ((entry->mode & MODE_KIND) == MODE_FILE &&
	    cdr_store_read_blob(survey->repo->store, &oid, who->max, &object, NULL) == 0)
		text = object.bytes.ptr ? object.bytes : CDR_STR("");
	who->take(who->payload, path, text);
	cdr_object_release(&object);
}

static void queue_up(struct survey *survey, const struct folder *in, const struct cdr_entry *entry)
{
	struct cdr_arena *arena = survey->surveyed->arena;

	if (in->depth == CDR_SURVEY_DEPTH || survey->queue.n == CDR_SURVEY_FOLDERS ||
	    !survey->who->enters(survey->who->payload, entry->name))
		return;
	cdr_buf_addc(&survey->path, '/');
	*cdr_vec_push(arena, &survey->queue) = (struct folder){
		oid_of(survey, entry),
		cdr_str_copy(arena, cdr_buf_str(&survey->path)),
		in->depth + 1,
	};
}

static void look_at(struct survey *survey, const struct folder *folder,
		    const struct cdr_entry *entry)
{
	const struct cdr_surveyor *who = survey->who;

	cdr_buf_clear(&survey->path);
	cdr_buf_addstr(&survey->path, folder->path);
	cdr_buf_addstr(&survey->path, entry->name);
	if (entry->mode == CDR_MODE_TREE)
		queue_up(survey, folder, entry);
	else if (who->wants(who->payload, cdr_buf_str(&survey->path)))
		hand_over(survey, cdr_buf_str(&survey->path), entry);
}

static int look_over(struct survey *survey, const struct folder *folder, struct cdr_err *err)
{
	struct cdr_tree tree = { .oid = folder->oid };
	struct cdr_entry entry;
	int rc = cdr_store_read_kind(survey->repo->store, &folder->oid, CDR_OBJECT_TREE,
				     &tree.object, err);

	if (rc < 0)
		return rc;
	tree.at = tree.object.bytes.ptr;
	tree.end = tree.at + tree.object.bytes.len;
	while ((rc = cdr_tree_entry(&tree, &entry, err)) == 0 && entry.mode) {
		look_at(survey, folder, &entry);
		cdr_tree_pass(&tree, &entry);
	}
	cdr_object_release(&tree.object);
	return rc;
}

int cdr_survey(struct cdr_repo *repo, const struct cdr_oid *commit, const struct cdr_surveyor *who,
	       struct cdr_surveyed *surveyed, struct cdr_err *err)
{
	struct survey survey = { .repo = repo, .who = who, .surveyed = surveyed };
	struct cdr_commit read;
	int rc = cdr_commit_read(&read, repo, commit, err);

	if (rc < 0)
		return rc;
	cdr_buf_init(&survey.path, PATH_BYTES_MAX);
	*cdr_vec_push(surveyed->arena, &survey.queue) =
		(struct folder){ read.tree, CDR_STR(""), 0 };
	cdr_commit_release(&read);
	for (size_t i = 0; i < survey.queue.n && rc == 0; i++) {
		const struct folder folder = survey.queue.items[i];

		if (is_surveyed(surveyed, &folder))
			continue;
		*cdr_vec_push(surveyed->arena, &surveyed->folders) = folder;
		rc = look_over(&survey, &folder, err);
	}
	cdr_buf_release(&survey.path);
	return rc;
}
