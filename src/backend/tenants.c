#include "src/backend/tenants.h"

struct Tenants {
	Events *events;
	Network *network;
	Identity *identity;
	GPtrArray *rows; /* PimTenant*; NULL: not told yet */
	bool is_asking;
	GArray *waiting; /* Waiting */
};

/* Who wants to hear of the answer. */
typedef struct Waiting {
	Job *job;
	TenantsDone done;
	gpointer data;
} Waiting;

static GArray *waiting_new(void)
{
	return g_array_new(FALSE, FALSE, sizeof(Waiting));
}

Tenants *tenants_new(Events *events, Network *network, Identity *identity)
{
	Tenants *tenants = g_new0(Tenants, 1);
	tenants->events = events;
	tenants->network = network;
	tenants->identity = identity;
	tenants->waiting = waiting_new();
	return tenants;
}

void tenants_free(Tenants *tenants)
{
	if (tenants == NULL)
		return;
	g_clear_pointer(&tenants->rows, g_ptr_array_unref);
	g_array_unref(tenants->waiting);
	g_free(tenants);
}

const GPtrArray *tenants_list(const Tenants *tenants)
{
	return tenants->rows;
}

/* They may have a name for the account's own one. */
static void take(Tenants *tenants, GPtrArray *rows)
{
	g_clear_pointer(&tenants->rows, g_ptr_array_unref);
	tenants->rows = g_ptr_array_ref(rows);
	const PimTenant *own = pim_find_tenant(rows, tenants->identity->account->tid);
	if (own != NULL && own->name != NULL)
		identity_set_tenant_name(tenants->identity, own->name);
}

static void on_tenants(const PimList *list, const GError *error, gpointer data)
{
	Tenants *tenants = data;
	const bool is_over = events_is_over(tenants->events, error);
	g_autoptr(GArray) waiting = g_steal_pointer(&tenants->waiting);
	tenants->waiting = waiting_new();
	tenants->is_asking = false;
	if (!is_over && list != NULL)
		take(tenants, list->rows);
	for (guint i = 0; i < waiting->len; i++) {
		const Waiting *row = &g_array_index(waiting, Waiting, i);
		if (!is_over)
			row->done(row->job, error, row->data);
		job_release(row->job);
	}
}

static void ask(Tenants *tenants)
{
	if (tenants->is_asking)
		return;
	tenants->is_asking = true;
	pim_list_tenants(&tenants->network->context, NULL, on_tenants, tenants);
}

void tenants_ask(Tenants *tenants, Job *job, TenantsDone done, gpointer data)
{
	const Waiting row = { job_hold(job), done, data };
	g_array_append_val(tenants->waiting, row);
	ask(tenants);
}

void tenants_on_known(gpointer tenants)
{
	ask(tenants);
}

void tenants_on_forgotten(gpointer data)
{
	Tenants *tenants = data;
	g_clear_pointer(&tenants->rows, g_ptr_array_unref);
}
