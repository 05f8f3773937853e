#include "src/backend/told.h"

struct Told {
	Events *events;
	const Identity *identity;
	Kept *kept;
	Clock *clock;
	GPtrArray *claims; /* Claim* that wait for `source` */
	guint source;      /* 0: none waits */
};

/* A frontend asks: am I the first to tell it? */
typedef struct Claim {
	char *key;
	Job *job;
} Claim;

static void claim_free(gpointer data)
{
	Claim *claim = data;
	job_release(claim->job);
	g_free(claim->key);
	g_free(claim);
}

static GPtrArray *claims_new(void)
{
	return g_ptr_array_new_with_free_func(claim_free);
}

static void answer(const Told *told, const Claim *claim, bool is_first)
{
	Event *event = event_new(EVENT_CLAIMED, claim->job->intent_id);
	event->is_complete = is_first;
	events_emit(told->events, event);
}

/* A long list brings a thousand of them: all in one write. */
static gboolean on_claims(gpointer data)
{
	Told *told = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) keys = g_ptr_array_new();
	g_autoptr(GPtrArray) claims = g_steal_pointer(&told->claims);
	told->claims = claims_new();
	told->source = 0;
	for (guint i = 0; i < claims->len; i++)
		g_ptr_array_add(keys, ((const Claim *)claims->pdata[i])->key);
	g_autofree bool *is_first = g_new0(bool, keys->len);
	const bool is_known = journal_claim(told->kept->journal, identity_account(told->identity),
					    keys, clock_now(told->clock), is_first, &error);
	if (!is_known)
		kept_journal_failed(told->kept, error);
	/* Where the file cannot be had now it is told rather twice than never. */
	for (guint i = 0; i < claims->len; i++)
		answer(told, claims->pdata[i], !is_known || is_first[i]);
	return G_SOURCE_REMOVE;
}

void told_claim(gpointer owner, Intent *intent, Job *job)
{
	Told *told = owner;
	if (intent->text == NULL)
		return;
	Claim *claim = g_new0(Claim, 1);
	claim->key = g_strdup(intent->text);
	claim->job = job_hold(job);
	g_ptr_array_add(told->claims, claim);
	if (told->source == 0)
		told->source = g_idle_add(on_claims, told);
}

/* What was found for the account before is told to nobody. */
void told_on_forgotten(gpointer owner)
{
	Told *told = owner;
	g_clear_handle_id(&told->source, g_source_remove);
	for (guint i = 0; i < told->claims->len; i++)
		answer(told, told->claims->pdata[i], false);
	g_ptr_array_set_size(told->claims, 0);
}

Told *told_new(Events *events, const Identity *identity, Kept *kept, Clock *clock)
{
	Told *told = g_new0(Told, 1);
	told->events = events;
	told->identity = identity;
	told->kept = kept;
	told->clock = clock;
	told->claims = claims_new();
	return told;
}

void told_free(Told *told)
{
	if (told == NULL)
		return;
	g_clear_handle_id(&told->source, g_source_remove);
	g_ptr_array_unref(told->claims);
	g_free(told);
}
