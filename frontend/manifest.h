/*
 * The manifest of an archive of evidence: each file's SHA-256 sum, as sha256sum(1) writes and checks it.
 */
#ifndef MYROLES_FRONTEND_MANIFEST_H
#define MYROLES_FRONTEND_MANIFEST_H

#include <glib.h>

#include "src/base/archive.h"

#define MANIFEST_NAME  "manifest.sha256"
#define SIGNATURE_NAME "manifest.sha256.sig" /* of the manifest; where somebody signed it */

/* Of all that is there (ArchiveEntry*). The caller frees. */
char *manifest_make(const GPtrArray *files);

/*
 * Each file is named once and is as it was, and nothing is there that no line names. NULL: so it is; else what is wrong. The caller
 * frees.
 */
char *manifest_find_fault(const GPtrArray *files);

#endif
