/*
 * pack.h - private to core/git: one of git's packs with its index, mapped, and
 * all packs of a repository (formats: gitformat-pack(5)).
 *
 * Nothing here trusts a byte: what is out of bounds, of another version or
 * otherwise doubtful is false, and somebody else is asked for the object.
 * Ownership: mappings are the set's; clones of a repository share a set.
 * Threads: an open set is never written to, its count of holders is atomic.
 * Units: offsets are bytes from the start of the pack.
 */
#ifndef CDR_GIT_PACK_H
#define CDR_GIT_PACK_H

#include "cdreview/hunk.h"
#include "git/mapping.h"

struct cdr_pack {
	struct cdr_mapping index, pack;
	uint32_t n;                    /* objects */
	size_t hash_len;               /* bytes of an object name: 20 or 32 */
	size_t n_large;                /* offsets that need 64 bits */
};

/* Types of entries beside those of enum cdr_object_kind. */
enum { CDR_PACKED_OFFSET_DELTA = 6, CDR_PACKED_NAMED_DELTA = 7 };

struct cdr_packed {
	unsigned type;                 /* 1 to 4, 6, 7 */
	size_t size;                   /* of the object or the delta, unpacked */
	uint64_t offset, base;         /* its own; a delta's base */
	struct cdr_mapping stream;     /* begins with its deflated bytes, ends with the pack */
};

/* Opens the pack beside INDEX_PATH ("....idx"); only an index of version 2 will do. */
bool cdr_pack_open(struct cdr_pack *out, const char *index_path, size_t hash_len);
void cdr_pack_close(struct cdr_pack *pack);   /* safe on all bytes zero */

bool cdr_pack_find(const struct cdr_pack *pack, const struct cdr_oid *oid, uint64_t *offset);
bool cdr_pack_entry(const struct cdr_pack *pack, uint64_t offset, struct cdr_packed *out);

struct cdr_packs;

/*
 * All packs in OBJECTS_DIR/pack that can be opened. Those of a partial clone too: a
 * promise is about objects that are not there.
 */
struct cdr_packs *cdr_packs_open(const char *objects_dir, size_t hash_len);
struct cdr_packs *cdr_packs_share(struct cdr_packs *packs);
void cdr_packs_free(struct cdr_packs *packs);   /* once for each open and share */

/* How large they are, without their indexes. */
size_t cdr_packs_bytes(const struct cdr_packs *packs);

/* *HINT is where the caller found its last object, 0 at first. */
const struct cdr_pack *cdr_packs_find(const struct cdr_packs *packs, const struct cdr_oid *oid, size_t *hint,
				      uint64_t *offset);

#endif
