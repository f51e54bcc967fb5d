/* buildid.c - the notes that the loader has mapped with each object, so that no file is read. */
#include "base/buildid.h"

#include <elf.h>
#include <link.h>
#include <string.h>

#define OWNER "GNU"

/* SIZE bytes with what makes them up to ALIGN, a power of two. */
static size_t padded(size_t size, size_t align)
{
	return (size + align - 1) & ~(align - 1);
}

/* The build id among NOTES, which begin on multiples of ALIGN; {NULL, 0} when there is none. */
static struct cdr_str find_id(struct cdr_str notes, size_t align)
{
	ElfW(Nhdr) head;

	while (notes.len >= sizeof(head)) {
		size_t at = sizeof(head), end;

		memcpy(&head, notes.ptr, sizeof(head));
		at += padded(head.n_namesz, align);
		end = at + head.n_descsz;
		if (end > notes.len)
			break;
		if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == sizeof(OWNER) &&
		    memcmp(notes.ptr + sizeof(head), OWNER, sizeof(OWNER)) == 0)
			return cdr_str_sub(notes, at, end);
		notes = cdr_str_sub(notes, padded(end, align), notes.len);
	}
	return (struct cdr_str){ NULL, 0 };
}

/* Of the loader's object INFO. */
static struct cdr_str id_of(const struct dl_phdr_info *info)
{
	struct cdr_str id = { NULL, 0 };

	for (size_t i = 0; i < info->dlpi_phnum && !id.len; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		struct cdr_str notes = {
			(const char *)(uintptr_t)(info->dlpi_addr + part->p_vaddr),
			part->p_memsz,
		};

		if (part->p_type == PT_NOTE)
			id = find_id(notes, part->p_align == 8 ? 8 : 4);
	}
	return id;
}

/* Not 0: no further objects. */
static int add_object(struct dl_phdr_info *info, size_t size, void *payload)
{
	struct cdr_sha256 *sha = payload;
	struct cdr_str id = id_of(info);

	(void)size;
	if (!id.len)
		return 1;
	cdr_sha256_field(sha, id.ptr, id.len);
	return 0;
}

bool cdr_buildid_add(struct cdr_sha256 *sha)
{
	return dl_iterate_phdr(add_object, sha) == 0;
}
