/*
 * uri.h - private to core/scan: artifact locations of SARIF as paths of the repository.
 *
 * A URI relative to a base whose own place nobody tells is taken from the top of the work
 * tree, which is what such bases stand for (%SRCROOT%); one without a base from where the
 * caller stands. `file:` URIs and absolute paths count below the work tree. An escape that is
 * none stands for itself: many producers do not escape at all.
 */
#ifndef CDR_SCAN_IMPORT_URI_H
#define CDR_SCAN_IMPORT_URI_H

#include "cdreview/json.h"
#include "scan/import/intake.h"

#define CDR_URI_BASES 8u   /* of one location, each relative to the next */

/*
 * The path of LOCATION (an artifactLocation) of RUN, in the intake's arena; false when it is
 * no file of the work tree.
 */
bool cdr_uri_path(struct cdr_intake *intake, const struct cdr_json *run,
		  const struct cdr_json *location, struct cdr_str *out);

/* The same of PATH as tools print it, from where the caller stands. */
bool cdr_intake_path(struct cdr_intake *intake, struct cdr_str path, struct cdr_str *out);

#endif
