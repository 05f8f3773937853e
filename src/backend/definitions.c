#include "src/backend/definitions.h"

#include "src/backend/gathering.h"

/* How long a definition is believed without asking again: roles change, seldom. */
#define DEFINITION_SECONDS (24 * 3600)

struct Definitions {
	Events *events;
	Network *network;
	const Identity *identity;
	Kept *files;
};

Definitions *definitions_new(Events *events, Network *network, const Identity *identity,
			     Kept *files)
{
	Definitions *definitions = g_new0(Definitions, 1);
	definitions->events = events;
	definitions->network = network;
	definitions->identity = identity;
	definitions->files = files;
	return definitions;
}

void definitions_free(Definitions *definitions)
{
	g_free(definitions);
}

/* ---- kept ---- */

static RoleDefinition *find_kept(const Definitions *definitions, const Grant *grant)
{
	g_autoptr(GError) error = NULL;
	Snapshot *snapshot = definitions->files->snapshot;
	const Account *account = identity_account(definitions->identity);
	if (snapshot == NULL || account == NULL)
		return NULL;
	RoleDefinition *kept = snapshot_read_definition(snapshot, account, grant, &error);
	if (error != NULL)
		kept_tell(definitions->files, error);
	return kept;
}

static void keep(const Definitions *definitions, const RoleDefinition *definition)
{
	g_autoptr(GError) error = NULL;
	Snapshot *snapshot = definitions->files->snapshot;
	const Account *account = identity_account(definitions->identity);
	if (snapshot != NULL && account != NULL &&
	    !snapshot_keep_definition(snapshot, account, definition, &error))
		kept_tell(definitions->files, error);
}

/* ---- reading ---- */

/* One of them, being read. */
typedef struct Read {
	const Definitions *definitions;
	Gathering *gathering;
	RoleDefinition *kept; /* an old one; NULL: there is none */
} Read;

static void on_definition(RoleDefinition *definition, const GError *error, gpointer data)
{
	g_autofree Read *read = data;
	Gathering *gathering = read->gathering;
	const Definitions *definitions = read->definitions;
	const bool is_wanted = gathering_hear(gathering, error);
	g_autoptr(RoleDefinition) kept = g_steal_pointer(&read->kept);
	if (definition != NULL) {
		definition->as_of = clock_now(definitions->network->clock);
		if (is_wanted)
			keep(definitions, definition);
		g_ptr_array_add(gathering->rows, definition);
	} else if (kept != NULL) {
		g_ptr_array_add(gathering->rows, g_steal_pointer(&kept));
	} else {
		gathering_fail(gathering, error);
	}
	gathering_end(gathering);
}

static bool is_fresh(const Definitions *definitions, const RoleDefinition *kept)
{
	const Instant age = clock_now(definitions->network->clock) - kept->as_of;
	return age >= 0 && age < DEFINITION_SECONDS;
}

RoleDefinition *definitions_find(const Definitions *definitions, const Grant *grant)
{
	g_autoptr(RoleDefinition) kept = find_kept(definitions, grant);
	return kept != NULL && is_fresh(definitions, kept) ? g_steal_pointer(&kept) : NULL;
}

void definitions_keep(const Definitions *definitions, RoleDefinition *definition)
{
	definition->as_of = clock_now(definitions->network->clock);
	keep(definitions, definition);
}

static void begin(const Definitions *definitions, Gathering *gathering, const Grant *grant)
{
	const PimWorkload *workload = pim_workload(grant->workload);
	if (workload->reads.definition == NULL)
		return;
	g_autoptr(RoleDefinition) kept = find_kept(definitions, grant);
	/* Who is only remembered cannot ask. */
	const bool can_ask = definitions->identity->account != NULL;
	if (kept != NULL && (!can_ask || is_fresh(definitions, kept))) {
		g_ptr_array_add(gathering->rows, g_steal_pointer(&kept));
		return;
	}
	if (!can_ask)
		return;
	Read *read = g_new0(Read, 1);
	read->definitions = definitions;
	read->gathering = gathering;
	read->kept = g_steal_pointer(&kept);
	gathering_begin(gathering);
	workload->reads.definition(workload, &definitions->network->context, grant,
				   gathering->job->cancellable, on_definition, read);
}

void definitions_read(gpointer owner, Intent *intent, Job *job)
{
	const Definitions *definitions = owner;
	Gathering *gathering = gathering_new(definitions->events, job, EVENT_DEFINITIONS,
					     (GDestroyNotify)role_definition_free);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; intent->eligibilities != NULL && i < intent->eligibilities->len; i++) {
		const Grant *grant = &((const Eligibility *)intent->eligibilities->pdata[i])->grant;
		g_autofree char *key = g_ascii_strdown(role_guid(grant->role.id), -1);
		if (g_hash_table_add(seen, g_steal_pointer(&key)))
			begin(definitions, gathering, grant);
	}
	gathering_end(gathering);
}
