/*
 * checkout.c - written by ourselves and not by git: a checkout by git runs what
 * attributes and configuration name (filters, hooks), and wants an index and a git
 * directory beside it that nobody who runs there may have. Every file is made anew below an
 * open folder and no link is followed, so a tree that holds a name twice leads nowhere.
 */
#include "git/checkout.h"
#include "git/sure.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define TREE_BYTES_MAX ((size_t)64 << 20)
#define LINK_MAX ((size_t)4095)
#define MODE_KIND 0170000u
#define MODE_LINK 0120000u
#define MODE_SUBMODULE 0160000u

struct checkout {
	struct cdr_repo *repo;
	uint64_t n_bytes, n_files;
	unsigned depth;
};

/* Where a tree is written. */
struct place {
	int fd;
	const struct cdr_oid *tree;
};

static int refused(const char *name, struct cdr_err *err)
{
	return cdr_fail(err, CDR_EIO, "cannot write %s: %s", name, strerrordesc_np(errno));
}

/* ".git" in any case: some file systems know no other. */
static bool is_safe(struct cdr_str name)
{
	return name.len > 0 && name.len <= 255 && !memchr(name.ptr, '/', name.len) &&
	       !cdr_str_is(name, ".") && !cdr_str_is(name, "..") &&
	       !(name.len == 4 && strncasecmp(name.ptr, ".git", 4) == 0);
}

static int write_all(int fd, struct cdr_str text)
{
	while (text.len) {
		ssize_t written = write(fd, text.ptr, text.len);

		if (written < 0 && errno != EINTR)
			return -1;
		if (written > 0)
			text = cdr_str_sub(text, (size_t)written, text.len);
	}
	return 0;
}

static int write_file(int dir_fd, const char *name, mode_t mode, struct cdr_str text)
{
	int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	int rc;

	if (fd < 0)
		return -1;
	rc = write_all(fd, text);
	if (rc == 0)
		rc = fchmod(fd, mode);      /* whatever the umask says */
	return close(fd) < 0 ? -1 : rc;
}

static int write_link(int dir_fd, const char *name, struct cdr_str target)
{
	char text[LINK_MAX + 1];

	memcpy(text, target.ptr, target.len);
	text[target.len] = '\0';
	return symlinkat(text, dir_fd, name);
}

/* One entry of a tree: its name ends in NUL. */
struct item {
	const char *name;
	uint32_t mode;
	struct cdr_oid oid;
};

/* A regular file or a symbolic link. */
static int write_blob(struct checkout *checkout, int dir_fd, const struct item *item,
		      struct cdr_err *err)
{
	bool is_link = (item->mode & MODE_KIND) == MODE_LINK;
	size_t most = is_link ? LINK_MAX : CDR_BLOB_MAX;
	struct cdr_object object;
	int rc = cdr_sure_read_object(&object, checkout->repo,
				      &(struct cdr_wanted){ &item->oid, CDR_OBJECT_BLOB, most },
				      err);

	if (rc < 0)
		return cdr_err_prefix(err, "%s", item->name);
	checkout->n_bytes += object.bytes.len;
	if (checkout->n_bytes > CDR_CHECKOUT_BYTES)
		rc = cdr_fail(err, CDR_ELIMIT, "the commit has more than %llu bytes",
			      (unsigned long long)CDR_CHECKOUT_BYTES);
	else if (is_link && (object.bytes.len == 0 ||
			     memchr(object.bytes.ptr, '\0', object.bytes.len)))
		rc = cdr_fail(err, CDR_EOBJECT, "%s is a symbolic link to nothing", item->name);
	else if (is_link)
		rc = write_link(dir_fd, item->name, object.bytes);
	else
		rc = write_file(dir_fd, item->name, item->mode & 0777, object.bytes);
	if (rc == -1)
		rc = refused(item->name, err);
	cdr_object_release(&object);
	return rc;
}

static int write_tree(struct checkout *checkout, const struct place *place, struct cdr_err *err);

static int write_folder(struct checkout *checkout, int dir_fd, const struct item *item,
			struct cdr_err *err)
{
	struct place below = { .tree = &item->oid };
	int rc;

	if (mkdirat(dir_fd, item->name, 0755) < 0)
		return refused(item->name, err);
	if ((item->mode & MODE_KIND) == MODE_SUBMODULE)
		return 0;
	if (checkout->depth >= CDR_CHECKOUT_DEPTH)
		return cdr_fail(err, CDR_ELIMIT, "folders are nested deeper than %u",
				CDR_CHECKOUT_DEPTH);
	below.fd = openat(dir_fd, item->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (below.fd < 0)
		return refused(item->name, err);
	checkout->depth++;
	rc = write_tree(checkout, &below, err);
	checkout->depth--;
	close(below.fd);
	return rc < 0 ? cdr_err_prefix(err, "%s", item->name) : 0;
}

static int write_entry(struct checkout *checkout, const struct place *place,
		       const struct cdr_entry *entry, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct item item = { .mode = entry->mode, .oid = { .len = place->tree->len } };
	int rc;

	item.name = cdr_str_copy(&arena, entry->name).ptr;
	memcpy(item.oid.bytes, entry->oid, item.oid.len);
	if (++checkout->n_files > CDR_CHECKOUT_FILES)
		rc = cdr_fail(err, CDR_ELIMIT, "the commit has more than %llu files",
			      (unsigned long long)CDR_CHECKOUT_FILES);
	else if (!is_safe(entry->name))
		rc = cdr_fail(err, CDR_EOBJECT, "a tree of the commit has the name \"%s\"",
			      item.name);
	else if (item.mode == CDR_MODE_TREE || (item.mode & MODE_KIND) == MODE_SUBMODULE)
		rc = write_folder(checkout, place->fd, &item, err);
	else
		rc = write_blob(checkout, place->fd, &item, err);
	cdr_arena_release(&arena);
	return rc;
}

static int write_tree(struct checkout *checkout, const struct place *place, struct cdr_err *err)
{
	struct cdr_tree tree = { .oid = *place->tree };
	struct cdr_entry entry;
	int rc = cdr_sure_read_object(
		&tree.object, checkout->repo,
		&(struct cdr_wanted){ place->tree, CDR_OBJECT_TREE, TREE_BYTES_MAX }, err);

	if (rc < 0)
		return rc;
	tree.at = tree.object.bytes.ptr;
	tree.end = tree.at + tree.object.bytes.len;
	while ((rc = cdr_tree_entry(&tree, &entry, err)) == 0 && entry.mode) {
		rc = write_entry(checkout, place, &entry, err);
		if (rc < 0)
			break;
		cdr_tree_pass(&tree, &entry);
	}
	cdr_object_release(&tree.object);
	return rc;
}

int cdr_checkout_write(struct cdr_repo *repo, const struct cdr_oid *tree, int dir_fd,
		       struct cdr_err *err)
{
	struct checkout checkout = { .repo = repo };

	return write_tree(&checkout, &(struct place){ dir_fd, tree }, err);
}
