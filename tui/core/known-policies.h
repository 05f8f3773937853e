/*
 * The owner of what roles demand at scopes, as far as it was read.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_POLICIES_H
#define MYROLES_TUI_CORE_KNOWN_POLICIES_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/clock.h"
#include "src/model/grant.h"
#include "src/model/policy.h"
#include "src/model/problem.h"
#include "tui/core/news.h"

/* What one eligible row demands at one scope. */
typedef struct PolicyEntry {
	Policy *policy;   /* NULL: being read */
	Problem *problem; /* why it is unknown; or NULL */
	Instant read_at;
} PolicyEntry;

typedef struct KnownPolicies {
	GHashTable *entries; /* eligibility and scope → PolicyEntry* */
	GHashTable *reads;   /* intent id (guint64*) → key of `entries` being read */
} KnownPolicies;

void known_policies_init(KnownPolicies *policies);
void known_policies_clear(KnownPolicies *policies);

/* What is known of the policy of the row at the scope; NULL: nothing, and nothing is being read. Borrowed. */
const PolicyEntry *known_policies_find(const KnownPolicies *policies, const char *eligibility_id,
				       const char *scope_id);
guint known_policies_count_reads(const KnownPolicies *policies);

/* Reads it unless it is known well enough, or being read. */
void known_policies_read(Update *update, const Eligibility *eligibility, const Scope *scope);

extern const Listeners known_policies_listeners;

#endif
