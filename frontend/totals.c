#include "frontend/totals.h"

#include <string.h>

#include "frontend/alike.h"
#include "frontend/period.h"
#include "frontend/target.h"
#include "frontend/use.h"

static const char *const words[TOTALS_COUNT] = { "role", "scope", "month", "workload" };

const char *totals_word(TotalsBy by)
{
	return words[by];
}

bool totals_from_word(const char *word, TotalsBy *out)
{
	for (int i = 0; i < TOTALS_COUNT; i++) {
		if (g_ascii_strcasecmp(word, words[i]) == 0) {
			*out = (TotalsBy)i;
			return true;
		}
	}
	return false;
}

static void total_free(gpointer data)
{
	Total *total = data;
	g_free(total->id);
	g_free(total->name);
	g_clear_pointer(&total->lengths, g_array_unref);
	g_free(total);
}

/* ---- What an entry counts for ----------------------------------------------------------------- */

/* "2026-03": which sorts, and is a period as it stands. */
static char *month_name(const Wording *wording, Instant instant)
{
	const Instant first = period_floor(instant, PERIOD_MONTH, wording->zone);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(first);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, wording->zone);
	return g_date_time_format(local, "%Y-%m");
}

/* Names change, and are missing at times: what tells them apart is the id. */
static char *key_of(const Wording *wording, const HistoryEntry *entry, TotalsBy by, Instant begun)
{
	const Request *request = entry->request;
	if (by == TOTALS_MONTH)
		return month_name(wording, begun);
	if (by == TOTALS_WORKLOAD)
		return g_strdup(workload_info(request->workload)->name);
	if (by == TOTALS_SCOPE)
		return g_ascii_strdown(request->scope.id != NULL ? request->scope.id : "", -1);
	g_autofree char *role =
		g_ascii_strdown(request->role.id != NULL ? role_guid(request->role.id) : "", -1);
	return g_strdup_printf("%d %d %s", (int)request->workload, (int)request->access, role);
}

static char *name_of(const HistoryEntry *entry, TotalsBy by, const char *key)
{
	const Request *request = entry->request;
	if (by == TOTALS_SCOPE)
		return g_strdup(request->scope.id != NULL ? scope_label(&request->scope)
							  : "(no scope)");
	if (by != TOTALS_ROLE)
		return g_strdup(key);
	if (request->access == ACCESS_NONE)
		return g_strdup(role_label(&request->role));
	return g_strdup_printf("%s (%s)", role_label(&request->role), access_word(request->access));
}

/* What it is told apart by: a role by its own id, wherever it was held; a place by its own. */
static Grant like_of(const Request *request, TotalsBy by, const char *id)
{
	Grant like = { .id = (char *)id };
	if (by == TOTALS_SCOPE)
		like.scope = request->scope;
	if (by != TOTALS_ROLE)
		return like;
	like.workload = request->workload;
	like.access = request->access;
	like.role = request->role;
	if (like.role.id != NULL)
		like.role.id = (char *)role_guid(like.role.id);
	return like;
}

static Total *total_new(const HistoryEntry *entry, TotalsBy by, const char *key)
{
	Total *total = g_new0(Total, 1);
	total->id = g_strdup(key);
	total->name = name_of(entry, by, key);
	total->like = like_of(entry->request, by, total->id);
	total->lengths = g_array_new(FALSE, FALSE, sizeof(int64_t));
	return total;
}

static bool is_refusal(const Request *request)
{
	return request->kind == REQUEST_ACTIVATE &&
	       (request->state == REQUEST_STATE_REFUSED || request->state == REQUEST_STATE_FAILED);
}

static void count_use(Total *total, const Use *use, Instant now)
{
	const int64_t seconds = use_seconds(use, now);
	total->count++;
	total->seconds += seconds;
	total->last = MAX(total->last, use->start);
	g_array_append_val(total->lengths, seconds);
}

static void count_entry(const Wording *wording, const HistoryEntry *entry, TotalsBy by,
			GHashTable *index, GPtrArray *totals)
{
	Use use = { 0 };
	const bool is_use = use_of(entry, wording->now, &use) && use.state != USE_COMING;
	if (!is_use && !is_refusal(entry->request))
		return;
	g_autofree char *key =
		key_of(wording, entry, by, is_use ? use.start : history_entry_moment(entry));
	Total *total = g_hash_table_lookup(index, key);
	if (total == NULL) {
		total = total_new(entry, by, key);
		g_ptr_array_add(totals, total);
		g_hash_table_insert(index, total->id, total);
	}
	if (is_use)
		count_use(total, &use, wording->now);
	else
		total->refused++;
}

/* ---- Order and median ------------------------------------------------------------------------- */

static gint compare_lengths(gconstpointer a, gconstpointer b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void set_median(Total *total)
{
	GArray *lengths = total->lengths;
	if (lengths->len > 0) {
		g_array_sort(lengths, compare_lengths);
		const guint middle = lengths->len / 2;
		const int64_t upper = g_array_index(lengths, int64_t, middle);
		total->median = lengths->len % 2 == 1
					? upper
					: (g_array_index(lengths, int64_t, middle - 1) + upper) / 2;
	}
	g_clear_pointer(&total->lengths, g_array_unref);
}

/* ---- Names that read alike -------------------------------------------------------------------- */

/* Names that roles of several workloads have: "Security Reader" is one of the directory and one of Azure. */
static GHashTable *names_of_several(const GPtrArray *totals)
{
	GHashTable *several = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < totals->len; i++) {
		const Total *total = totals->pdata[i];
		const Total *other = g_hash_table_lookup(first, total->name);
		if (other == NULL)
			g_hash_table_insert(first, total->name, (gpointer)total);
		else if (other->like.workload != total->like.workload)
			g_hash_table_add(several, total->name);
	}
	return several;
}

static void tell_apart(GPtrArray *totals)
{
	g_autoptr(GPtrArray) likes = g_ptr_array_new();
	for (guint i = 0; i < totals->len; i++)
		g_ptr_array_add(likes, &((Total *)totals->pdata[i])->like);
	g_autoptr(GHashTable) tails = alike_tails(likes);
	g_autoptr(GHashTable) several = names_of_several(totals);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < totals->len; i++) {
		const Total *total = totals->pdata[i];
		const bool has_others = g_hash_table_contains(several, total->name);
		g_ptr_array_add(
			names,
			g_strconcat(total->name, has_others ? " " : "",
				    has_others ? workload_info(total->like.workload)->name : "",
				    alike_tail(tails, &total->like), NULL));
	}
	/* The table above has the names as they were. */
	g_clear_pointer(&several, g_hash_table_unref);
	for (guint i = 0; i < totals->len; i++) {
		Total *total = totals->pdata[i];
		g_free(total->name);
		total->name = names->pdata[i];
		total->like = (Grant){ 0 };
	}
}

static gint compare_totals(gconstpointer a, gconstpointer b, gpointer by)
{
	const Total *x = *(Total *const *)a, *y = *(Total *const *)b;
	if (*(const TotalsBy *)by == TOTALS_MONTH)
		return strcmp(y->name, x->name);
	if (x->seconds != y->seconds)
		return x->seconds > y->seconds ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return g_utf8_collate(x->name, y->name);
}

GPtrArray *totals_make(const Wording *wording, const GPtrArray *entries, TotalsBy by)
{
	GPtrArray *totals = g_ptr_array_new_with_free_func(total_free);
	g_autoptr(GHashTable) index = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < entries->len; i++)
		count_entry(wording, g_ptr_array_index(entries, i), by, index, totals);
	g_ptr_array_foreach(totals, (GFunc)(void (*)(void))set_median, NULL);
	if (by == TOTALS_ROLE || by == TOTALS_SCOPE)
		tell_apart(totals);
	g_ptr_array_sort_with_data(totals, compare_totals, &by);
	return totals;
}

/* ---- Unused eligibilities --------------------------------------------------------------------- */

static char *role_key(WorkloadId workload, Access access, const char *role_id)
{
	g_autofree char *role = g_ascii_strdown(role_id != NULL ? role_guid(role_id) : "", -1);
	return g_strdup_printf("%d %d %s", (int)workload, (int)access, role);
}

/* char* role key → GArray of Use: many entries, few roles. */
static GHashTable *uses_by_role(const GPtrArray *entries, Instant now)
{
	GHashTable *uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						 (GDestroyNotify)g_array_unref);
	for (guint i = 0; i < entries->len; i++) {
		Use use;
		if (!use_of(g_ptr_array_index(entries, i), now, &use))
			continue;
		const Request *request = use.entry->request;
		char *key = role_key(request->workload, request->access, request->role.id);
		GArray *same = g_hash_table_lookup(uses, key);
		if (same == NULL) {
			same = g_array_new(FALSE, FALSE, sizeof(Use));
			g_hash_table_insert(uses, g_strdup(key), same);
		}
		g_array_append_val(same, use);
		g_free(key);
	}
	return uses;
}

static bool may_come_from(const Grant *grant, const Request *request)
{
	const RequestMatch match = grant_match_request(grant, request);
	return match == MATCH_SCOPE || match == MATCH_LINKED ||
	       (match == MATCH_ROLE && grant_covers(grant, request->scope.id) != COVERS_NOT);
}

static Instant last_use(const Grant *grant, GHashTable *uses)
{
	g_autofree char *key = role_key(grant->workload, grant->access, grant->role.id);
	const GArray *same = g_hash_table_lookup(uses, key);
	Instant last = 0;
	for (guint i = 0; same != NULL && i < same->len; i++) {
		const Use *use = &g_array_index(same, Use, i);
		if (use->start > last && may_come_from(grant, use->entry->request))
			last = use->start;
	}
	return last;
}

static gint compare_unused(gconstpointer a, gconstpointer b)
{
	const Unused *x = *(Unused *const *)a, *y = *(Unused *const *)b;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return g_utf8_collate(role_label(&x->eligibility->grant.role),
			      role_label(&y->eligibility->grant.role));
}

GPtrArray *totals_find_unused(const GPtrArray *eligibilities, const GPtrArray *entries,
			      Instant since, Instant now)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) uses = uses_by_role(entries, now);
	for (guint i = 0; i < eligibilities->len; i++) {
		const Eligibility *eligibility = g_ptr_array_index(eligibilities, i);
		const Instant last = last_use(&eligibility->grant, uses);
		if (last != 0 && last >= since)
			continue;
		Unused *unused = g_new0(Unused, 1);
		unused->eligibility = eligibility;
		unused->last = last;
		g_ptr_array_add(found, unused);
	}
	g_ptr_array_sort(found, compare_unused);
	return found;
}
