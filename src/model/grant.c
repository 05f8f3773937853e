#include "src/model/grant.h"

#include <string.h>

void role_clear(Role *role)
{
	g_clear_pointer(&role->id, g_free);
	g_clear_pointer(&role->name, g_free);
}

void grant_clear(Grant *grant)
{
	g_free(grant->id);
	role_clear(&grant->role);
	scope_clear(&grant->scope);
	g_free(grant->holder.id);
	g_free(grant->holder.name);
	g_free(grant->schedule_id);
	g_free(grant->condition);
	g_free(grant->condition_version);
	*grant = (Grant){ 0 };
}

void grant_copy(Grant *to, const Grant *from)
{
	*to = *from;
	to->id = g_strdup(from->id);
	to->role.id = g_strdup(from->role.id);
	to->role.name = g_strdup(from->role.name);
	scope_copy(&to->scope, &from->scope);
	to->holder.id = g_strdup(from->holder.id);
	to->holder.name = g_strdup(from->holder.name);
	to->schedule_id = g_strdup(from->schedule_id);
	to->condition = g_strdup(from->condition);
	to->condition_version = g_strdup(from->condition_version);
}

Eligibility *eligibility_new(void)
{
	return g_new0(Eligibility, 1);
}

Eligibility *eligibility_copy(const Eligibility *eligibility)
{
	if (eligibility == NULL)
		return NULL;
	Eligibility *copy = eligibility_new();
	grant_copy(&copy->grant, &eligibility->grant);
	return copy;
}

void eligibility_free(Eligibility *eligibility)
{
	if (eligibility == NULL)
		return;
	grant_clear(&eligibility->grant);
	g_free(eligibility);
}

Assignment *assignment_new(void)
{
	return g_new0(Assignment, 1);
}

Assignment *assignment_copy(const Assignment *assignment)
{
	if (assignment == NULL)
		return NULL;
	Assignment *copy = assignment_new();
	*copy = *assignment;
	grant_copy(&copy->grant, &assignment->grant);
	copy->eligibility_schedule_id = g_strdup(assignment->eligibility_schedule_id);
	return copy;
}

void assignment_free(Assignment *assignment)
{
	if (assignment == NULL)
		return;
	grant_clear(&assignment->grant);
	g_free(assignment->eligibility_schedule_id);
	g_free(assignment);
}

const char *role_guid(const char *role_id)
{
	if (role_id == NULL)
		return "";
	const char *slash = strrchr(role_id, '/');
	return slash != NULL && g_uuid_string_is_valid(slash + 1) ? slash + 1 : role_id;
}

const char *role_label(const Role *role)
{
	if (role->name != NULL && *role->name != '\0')
		return role->name;
	return role->id != NULL ? role_guid(role->id) : "";
}

char *grant_make_id(WorkloadId workload, const char *role_id, const char *scope_id, Access access,
		    const char *holder_id)
{
	/* Newlines keep the parts apart: none of them can hold one. */
	g_autofree char *scope = scope_normalize_arm_id(scope_id != NULL ? scope_id : "");
	g_autofree char *identity =
		g_strdup_printf("%s\n%s\n%s\n%s", role_guid(role_id), scope, access_word(access),
				holder_id != NULL ? holder_id : "");
	g_autofree char *lower = g_ascii_strdown(identity, -1);
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, lower, -1);
	return g_strdup_printf("%s-%.16s", workload_info(workload)->name, hash);
}

static bool same_id(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return g_ascii_strcasecmp(a, b) == 0;
}

bool grant_has_ended(const Grant *grant, Instant now)
{
	return grant->end != 0 && grant->end <= now;
}

bool grant_is_dormant(const Grant *grant, Instant now)
{
	const int64_t kept = INT64_C(86400) * ENDED_DAYS;
	return grant_has_ended(grant, now) ? grant->end > now - kept : grant->start > now;
}

bool eligibility_is_same(const Eligibility *a, const Eligibility *b)
{
	const Grant *left = &a->grant, *right = &b->grant;
	return left->workload == right->workload && same_id(left->role.id, right->role.id) &&
	       scope_id_equal(left->scope.id, right->scope.id) && left->access == right->access &&
	       same_id(left->holder.id, right->holder.id) &&
	       same_id(left->schedule_id, right->schedule_id) &&
	       g_strcmp0(left->condition, right->condition) == 0 &&
	       g_strcmp0(left->condition_version, right->condition_version) == 0;
}

/* ---- merging ---- */

static int member_rank(MemberType type)
{
	switch (type) {
	case MEMBER_DIRECT:
		return 3;
	case MEMBER_GROUP:
		return 2;
	case MEMBER_INHERITED:
		return 1;
	case MEMBER_UNKNOWN:
		break;
	}
	return 0;
}

static bool is_better(const Grant *a, const Grant *b)
{
	int left = member_rank(a->member_type), right = member_rank(b->member_type);
	if (left != right)
		return left > right;
	if (a->end == 0 || b->end == 0)
		return a->end == 0 && b->end != 0;
	return a->end > b->end;
}

static bool is_better_eligibility(gconstpointer a, gconstpointer b)
{
	return is_better(&((const Eligibility *)a)->grant, &((const Eligibility *)b)->grant);
}

/* What the service lists beats what is only concluded from one's own request. */
static bool is_better_assignment(gconstpointer a, gconstpointer b)
{
	const Assignment *left = a, *right = b;
	if (left->is_provisional != right->is_provisional)
		return right->is_provisional;
	return is_better(&left->grant, &right->grant);
}

static const Grant *eligibility_grant(gconstpointer row)
{
	return &((const Eligibility *)row)->grant;
}

static const Grant *assignment_grant(gconstpointer row)
{
	return &((const Assignment *)row)->grant;
}

struct GrantMergeKind {
	const Grant *(*grant_of)(gconstpointer row);
	bool (*better)(gconstpointer a, gconstpointer b);
	GDestroyNotify free_row;
};

struct GrantMerge {
	const GrantMergeKind *kind;
	GPtrArray *rows;    /* those that stay; borrowed */
	GHashTable *places; /* identity → which of `rows`, and one */
	GPtrArray *made;    /* identities of rows that came without */
	GPtrArray *losers;  /* an id of theirs may be a key */
};

const GrantMergeKind eligibility_merging = {
	.grant_of = eligibility_grant,
	.better = is_better_eligibility,
	.free_row = (GDestroyNotify)eligibility_free,
};

const GrantMergeKind assignment_merging = {
	.grant_of = assignment_grant,
	.better = is_better_assignment,
	.free_row = (GDestroyNotify)assignment_free,
};

GrantMerge *grant_merge_new(const GrantMergeKind *kind, GPtrArray *rows)
{
	GrantMerge *merge = g_new0(GrantMerge, 1);
	merge->kind = kind;
	merge->rows = rows;
	merge->places = g_hash_table_new(g_str_hash, g_str_equal);
	merge->made = g_ptr_array_new_with_free_func(g_free);
	merge->losers = g_ptr_array_new_with_free_func(kind->free_row);
	return merge;
}

void grant_merge_free(GrantMerge *merge)
{
	g_hash_table_unref(merge->places);
	g_ptr_array_unref(merge->made);
	g_ptr_array_unref(merge->losers);
	g_free(merge);
}

/* Decoded rows have their id already: to hash 10,000 of them again takes 50 ms. */
static char *identity_of(GrantMerge *merge, const Grant *grant)
{
	if (grant->id != NULL)
		return grant->id;
	char *id = grant_make_id(grant->workload, grant->role.id, grant->scope.id, grant->access,
				 grant->holder.id);
	g_ptr_array_add(merge->made, id);
	return id;
}

void grant_merge_add(GrantMerge *merge, gpointer row)
{
	char *id = identity_of(merge, merge->kind->grant_of(row));
	const guint place = GPOINTER_TO_UINT(g_hash_table_lookup(merge->places, id));
	if (place == 0) {
		g_ptr_array_add(merge->rows, row);
		g_hash_table_insert(merge->places, id, GUINT_TO_POINTER(merge->rows->len));
		return;
	}
	gpointer *held = &merge->rows->pdata[place - 1];
	gpointer loser = row;
	if (merge->kind->better(row, *held)) {
		loser = *held;
		*held = row;
	}
	g_ptr_array_add(merge->losers, loser);
}

static void merge_rows(GPtrArray *rows, const GrantMergeKind *kind)
{
	gsize count = 0;
	g_autofree gpointer *all = g_ptr_array_steal(rows, &count);
	g_autoptr(GrantMerge) merge = grant_merge_new(kind, rows);
	for (gsize i = 0; i < count; i++)
		grant_merge_add(merge, all[i]);
}

void eligibility_merge(GPtrArray *rows)
{
	merge_rows(rows, &eligibility_merging);
}

void assignment_merge(GPtrArray *rows)
{
	merge_rows(rows, &assignment_merging);
}

/* ---- words ---- */

static const char *const member_words[] = { "unknown", "direct", "inherited", "group" };
static const char *const access_words[] = { "none", "member", "owner" };
static const char *const assignment_words[] = { "unknown", "assigned", "activated" };

static int find_word(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; word != NULL && i < count; i++) {
		if (g_ascii_strcasecmp(words[i], word) == 0)
			return (int)i;
	}
	return 0;
}

const char *member_type_word(MemberType type)
{
	return (size_t)type < G_N_ELEMENTS(member_words) ? member_words[type] : member_words[0];
}

MemberType member_type_from_word(const char *word)
{
	return (MemberType)find_word(member_words, G_N_ELEMENTS(member_words), word);
}

const char *access_word(Access access)
{
	return (size_t)access < G_N_ELEMENTS(access_words) ? access_words[access] : access_words[0];
}

Access access_from_word(const char *word)
{
	return (Access)find_word(access_words, G_N_ELEMENTS(access_words), word);
}

const char *assignment_type_word(AssignmentType type)
{
	return (size_t)type < G_N_ELEMENTS(assignment_words) ? assignment_words[type]
							     : assignment_words[0];
}

AssignmentType assignment_type_from_word(const char *word)
{
	return (AssignmentType)find_word(assignment_words, G_N_ELEMENTS(assignment_words), word);
}
