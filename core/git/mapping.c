/* mapping.c - what is only looked at in places is not read as a whole. */
#include "git/mapping.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool cdr_mapping_open(struct cdr_mapping *out, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *bytes;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size <= 0) {
		close(fd);
		return false;
	}
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return false;
	*out = (struct cdr_mapping){ bytes, (size_t)st.st_size };
	return true;
}

void cdr_mapping_close(struct cdr_mapping *mapping)
{
	union { const unsigned char *bytes; void *address; } of = { mapping->bytes };

	if (mapping->len > 0)
		munmap(of.address, mapping->len);
	*mapping = (struct cdr_mapping){ NULL, 0 };
}
