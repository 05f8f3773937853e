#include "frontend/alike.h"

#include <string.h>

#define TAIL_LEAST 4
#define TAIL_MOST  36  /* a GUID */
#define ALIKE_MOST 256 /* more rows of one reading take too long to search */

typedef const char *(*GrantId)(const Grant *grant);

static const char *scope_id_of(const Grant *grant)
{
	return grant->scope.id;
}

static const char *role_id_of(const Grant *grant)
{
	return grant->role.id;
}

/* Case counts for nothing in an id. The caller frees. */
static char *fold_end(const char *id, size_t length)
{
	return g_ascii_strdown(id, (gssize)length);
}

/* The length of the id without the segments that all of them end with: "/resourceGroups/rg-x" of two subscriptions. */
static size_t shared_segments(const GPtrArray *alike, GrantId id_of)
{
	const char *first = id_of(alike->pdata[0]);
	size_t shared = 0, length = strlen(first);
	for (size_t tail = 1; tail < length; tail++) {
		if (first[length - tail] != '/')
			continue;
		for (guint i = 1; i < alike->len; i++) {
			const char *other = id_of(alike->pdata[i]);
			size_t whole = strlen(other);
			if (whole <= tail ||
			    g_ascii_strcasecmp(other + whole - tail, first + length - tail) != 0)
				return shared;
		}
		shared = tail;
	}
	return shared;
}

/* The last `tail` characters before what is shared. The caller frees. */
static char *cut_tail(const char *id, size_t shared, size_t tail)
{
	size_t end = strlen(id) - shared;
	size_t length = MIN(tail, end);
	/* Never from inside a character. */
	const char *start = id + end - length;
	while (start > id && ((guchar)*start & 0xC0) == 0x80)
		start--;
	return fold_end(start, (size_t)(id + end - start));
}

/* How many ends of that length are different. */
static guint count_tails(const GPtrArray *alike, GrantId id_of, size_t shared, size_t tail)
{
	g_autoptr(GHashTable) ends = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < alike->len; i++)
		g_hash_table_add(ends, cut_tail(id_of(alike->pdata[i]), shared, tail));
	return g_hash_table_size(ends);
}

static bool have_ids(const GPtrArray *alike, GrantId id_of)
{
	for (guint i = 0; i < alike->len; i++) {
		if (id_of(alike->pdata[i]) == NULL)
			return false;
	}
	return true;
}

static void add_tail(GHashTable *tails, const Grant *grant, const char *tail)
{
	if (grant->id != NULL)
		g_hash_table_insert(tails, g_strdup(grant->id), g_strconcat(" ", tail, NULL));
}

/* One role at one place, held in several ways. */
static void tell_holders(GHashTable *tails, const GPtrArray *alike)
{
	for (guint i = 0; i < alike->len; i++) {
		const Grant *grant = alike->pdata[i];
		if (grant->member_type != MEMBER_GROUP)
			continue;
		/* Where groups may not be read their names are not known. */
		const char *id = grant->holder.id != NULL ? grant->holder.id : "";
		const size_t length = strlen(id);
		const char *end = id + (length > TAIL_LEAST ? length - TAIL_LEAST : 0);
		g_autofree char *via = g_strconcat(
			"via ", grant->holder.name != NULL ? grant->holder.name : end, NULL);
		add_tail(tails, grant, via);
	}
}

static void tell_apart(GHashTable *tails, const GPtrArray *alike)
{
	static const GrantId ids[] = { scope_id_of, role_id_of };
	for (size_t k = 0; k < G_N_ELEMENTS(ids); k++) {
		if (!have_ids(alike, ids[k]))
			continue;
		guint different = count_tails(alike, ids[k], 0, G_MAXINT);
		if (different < 2)
			continue;
		size_t shared = shared_segments(alike, ids[k]);
		size_t tail = alike->len <= ALIKE_MOST ? TAIL_LEAST : TAIL_MOST;
		while (tail < TAIL_MOST && count_tails(alike, ids[k], shared, tail) < different)
			tail++;
		for (guint i = 0; i < alike->len; i++) {
			g_autofree char *end = cut_tail(ids[k](alike->pdata[i]), shared, tail);
			add_tail(tails, alike->pdata[i], end);
		}
		return;
	}
	tell_holders(tails, alike);
}

/* ---- What reads alike ------------------------------------------------------------------------- */

static guint hash_text(guint hash, const char *text)
{
	return hash * 31 + (text != NULL ? g_str_hash(text) : 0);
}

/* What a row of a list reads as: workload, access, role and place. Nothing is copied: lists are long. */
guint alike_hash(const Grant *grant)
{
	const guint hash = (guint)grant->workload * 31 + (guint)grant->access;
	return hash_text(hash_text(hash, grant->role.name), scope_label(&grant->scope));
}

static guint hash_reading(gconstpointer grant)
{
	return alike_hash(grant);
}

static gboolean reads_alike(gconstpointer a, gconstpointer b)
{
	const Grant *x = a, *y = b;
	return x->workload == y->workload && x->access == y->access &&
	       g_strcmp0(x->role.name, y->role.name) == 0 &&
	       strcmp(scope_label(&x->scope), scope_label(&y->scope)) == 0;
}

static void free_alike(gpointer alike)
{
	if (alike != NULL)
		g_ptr_array_unref(alike);
}

/* Most rows read like no other: only for those that do is a list made, with the first of them in it. */
static void add_reading(GHashTable *readings, Grant *grant)
{
	gpointer first = NULL, alike = NULL;
	if (!g_hash_table_lookup_extended(readings, grant, &first, &alike)) {
		g_hash_table_insert(readings, grant, NULL);
		return;
	}
	if (alike == NULL) {
		alike = g_ptr_array_new();
		g_ptr_array_add(alike, first);
		g_hash_table_insert(readings, grant, alike);
	}
	g_ptr_array_add(alike, grant);
}

GHashTable *alike_tails(const GPtrArray *grants)
{
	GHashTable *tails = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autoptr(GHashTable) readings =
		g_hash_table_new_full(hash_reading, reads_alike, NULL, free_alike);
	for (guint i = 0; i < grants->len; i++)
		add_reading(readings, grants->pdata[i]);
	GHashTableIter iter;
	gpointer alike = NULL;
	g_hash_table_iter_init(&iter, readings);
	while (g_hash_table_iter_next(&iter, NULL, &alike)) {
		if (alike != NULL)
			tell_apart(tails, alike);
	}
	return tails;
}

const char *alike_tail(GHashTable *tails, const Grant *grant)
{
	const char *tail =
		tails != NULL && grant->id != NULL ? g_hash_table_lookup(tails, grant->id) : NULL;
	return tail != NULL ? tail : "";
}
