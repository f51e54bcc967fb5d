/*
 * content.c - attributes and configuration could make a diff blind, so bytes are
 * loaded here and compared as they are; only what git add would do to a file of
 * the work tree is done to it.
 */
#include "git/content.h"
#include "git/objects.h"
#include "git/sure.h"
#include "git/textcache.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct cdr_str too_large(struct cdr_arena *arena, uint64_t size)
{
	return cdr_str_from(cdr_arena_printf(arena, "%llu bytes, more than the %zu that are read",
					     (unsigned long long)size, CDR_BLOB_MAX));
}

static struct cdr_text *text_new(struct cdr_arena *arena, struct cdr_str bytes)
{
	struct cdr_text *text = CDR_NEW(arena, struct cdr_text);

	cdr_text_of(text, arena, bytes);
	return text;
}

/* The blob into the cache, where it is not. LIKE is a text that it may resemble, or NULL. */
static void read_blob(struct cdr_content *content, struct cdr_repo *repo, struct cdr_arena *arena,
		      const struct cdr_text *like)
{
	struct cdr_object object = { .held = NULL };
	char hex[CDR_OID_HEX_MAX + 1];
	enum cdr_stage before;
	size_t size = 0;
	int rc = cdr_store_read_blob(repo->store, &content->blob, CDR_BLOB_MAX, &object, NULL);

	if (rc == CDR_ELIMIT && cdr_store_size(repo->store, &content->blob, &size, NULL) == 0) {
		content->trouble = too_large(arena, size);
		return;
	}
	if (rc < 0) {
		cdr_oid_hex(hex, &content->blob);
		content->trouble = cdr_str_from(cdr_arena_printf(
			arena, "blob %s cannot be read%s", hex,
			repo->is_partial ? " in this partial clone: git fetch --refetch brings it"
					 : ""));
		return;
	}
	before = cdr_meter_switch(repo->meter, CDR_STAGE_LINES);
	cdr_meter_bytes(repo->meter, CDR_STAGE_LINES, object.bytes.len);
	content->text = cdr_textcache_take(repo->texts, &content->blob, &object, like);
	cdr_meter_switch(repo->meter, before);
}

static void load_blob(struct cdr_content *content, struct cdr_repo *repo, struct cdr_arena *arena,
		      const struct cdr_text *like)
{
	content->text = cdr_textcache_get(repo->texts, &content->blob);
	if (!content->text)
		read_blob(content, repo, arena, like);
}

static void load_submodule(struct cdr_content *content, struct cdr_arena *arena, bool dirty)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, &content->blob);
	content->text = text_new(arena, cdr_str_from(cdr_arena_printf(
						arena, "Subproject commit %s%s\n", hex,
						dirty ? "-dirty" : "")));
}

static void load(struct cdr_content *content, struct cdr_repo *repo, struct cdr_arena *arena,
		 const struct cdr_text *like)
{
	if (!content->mode)
		return;
	if ((content->mode & CDR_MODE_KIND) == CDR_MODE_SUBMODULE)
		load_submodule(content, arena, false);
	else
		load_blob(content, repo, arena, like);
}

void cdr_content_load(struct cdr_content *content, struct cdr_repo *repo, struct cdr_arena *arena)
{
	load(content, repo, arena, NULL);
}

void cdr_content_load_both(struct cdr_contents *contents, struct cdr_repo *repo,
			   struct cdr_arena *arena)
{
	struct cdr_content *first = &contents->old_side, *second = &contents->new_side;

	/* From new to old the new side is mostly known: it was the old one before. */
	if (second->mode && cdr_textcache_get(repo->texts, &second->blob)) {
		first = &contents->new_side;
		second = &contents->old_side;
	}
	load(first, repo, arena, NULL);
	load(second, repo, arena, first->text);
}

static void refused(struct cdr_content *content, struct cdr_arena *arena, const char *what)
{
	content->trouble = cdr_str_from(cdr_arena_printf(arena, "%s: %s", what, strerror(errno)));
}

/* FD to its end, SIZE bytes expected. */
static struct cdr_str read_all(struct cdr_content *content, struct cdr_arena *arena, int fd,
			       size_t size)
{
	char *bytes = cdr_arena_alloc(arena, size + 1);
	size_t len = 0;
	ssize_t n = 1;

	while (n > 0 && len < size) {
		n = read(fd, bytes + len, size - len);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			len += (size_t)n;
	}
	if (n < 0)
		refused(content, arena, "cannot read the file");
	return (struct cdr_str){ bytes, len };
}

static struct cdr_str read_file(struct cdr_content *content, struct cdr_arena *arena,
				const char *full)
{
	struct cdr_str bytes = { NULL, 0 };
	int fd = open(full, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (fd < 0) {
		refused(content, arena, "cannot open the file");
		return bytes;
	}
	if (fstat(fd, &st) < 0)
		refused(content, arena, "cannot look at the file");
	else if ((uint64_t)st.st_size > CDR_BLOB_MAX)
		content->trouble = too_large(arena, (uint64_t)st.st_size);
	else
		bytes = read_all(content, arena, fd, (size_t)st.st_size);
	close(fd);
	return bytes;
}

static struct cdr_str read_link(struct cdr_content *content, struct cdr_arena *arena,
				const char *full)
{
	char target[PATH_MAX];
	ssize_t len = readlink(full, target, sizeof(target));

	if (len < 0)
		refused(content, arena, "cannot read the symbolic link");
	return cdr_str_copy(arena, (struct cdr_str){ target, len < 0 ? 0 : (size_t)len });
}

/* What git add does to BYTES: line endings, $Id$. Other filters are programs and are not run. */
static struct cdr_str filter(struct cdr_content *content, struct cdr_repo *repo,
			     struct cdr_arena *arena, const char *path, struct cdr_str bytes)
{
	struct cdr_err err = { .code = 0 };

	if (repo->pending->clean(repo, arena, path, &bytes, &err) < 0)
		content->trouble = cdr_str_from(
			cdr_arena_printf(arena, "cannot convert the file: %s", err.message));
	return bytes;
}

/* The commit checked out in a submodule, marked as git diff marks it when files there differ. */
static void load_submodule_disk(struct cdr_content *content, struct cdr_repo *repo,
				struct cdr_arena *arena, const char *path)
{
	bool dirty = false;

	if (repo->pending->submodule(repo, path, &content->blob, &dirty, NULL) < 0)
		content->trouble = CDR_STR("the submodule cannot be opened");
	else
		load_submodule(content, arena, dirty);
}

void cdr_content_load_disk(struct cdr_content *content, struct cdr_repo *repo,
			   struct cdr_arena *arena, struct cdr_str path)
{
	const char *name = cdr_arena_printf(arena, "%.*s", CDR_FMT(path));
	const char *full = cdr_arena_printf(arena, "%.*s%s", CDR_FMT(repo->work_tree), name);
	uint32_t kind = content->mode & CDR_MODE_KIND;
	struct cdr_str bytes;

	if (kind == CDR_MODE_SUBMODULE) {
		load_submodule_disk(content, repo, arena, name);
		return;
	}
	bytes = kind == CDR_MODE_LINK ? read_link(content, arena, full)
				      : read_file(content, arena, full);
	if (!content->trouble.ptr && kind == CDR_MODE_FILE)
		bytes = filter(content, repo, arena, name, bytes);
	if (content->trouble.ptr)
		return;
	content->blob = cdr_object_name(repo, CDR_OBJECT_BLOB, bytes);
	content->text = text_new(arena, bytes);
}

void cdr_content_release(struct cdr_content *content)
{
	if (content->text && !content->text->cached)
		cdr_text_forget(content->text);
	content->text = NULL;
}
