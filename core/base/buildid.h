/*
 * buildid.h - which build is running: two builds of one version may differ in what they find.
 *
 * The linker gives each program and shared object a build id (NT_GNU_BUILD_ID). Those of
 * the libraries count as well, because a newer one may match or compare otherwise.
 */
#ifndef CDR_BASE_BUILDID_H
#define CDR_BASE_BUILDID_H

#include "base/sha256.h"

/* Adds the ids of all that is loaded to SHA. False when one has none: then nobody can tell. */
bool cdr_buildid_add(struct cdr_sha256 *sha);

#endif
