/*
 * key.h - private to core/scan: what memos depend on beside their commit.
 *
 * The program and its libraries, and every rule in force with whatever makes it find or
 * not find something. Neither `allow` entries nor weights in themselves: what is excused
 * is found and looked at again.
 */
#ifndef CDR_SCAN_RECALL_KEY_H
#define CDR_SCAN_RECALL_KEY_H

#include "rules/registry.h"

/* False when it cannot be told which program this is (base/buildid.h). */
bool cdr_recall_key(struct cdr_hash *out, const struct cdr_registry *registry);

#endif
