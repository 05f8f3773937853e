#include "frontend/term.h"

#include "frontend/alike.h"
#include "frontend/grant-words.h"
#include "src/model/duration.h"

#define DAY            INT64_C(86400)
#define LONGEST_DAYS   365
#define UNKNOWN_LENGTH (180 * DAY)

Nearness grant_term_nearness(const Grant *grant, Instant now)
{
	if (grant->end == 0 || grant->start > now)
		return NEARNESS_NONE;
	const int64_t left = grant->end - now;
	if (left <= 0)
		return NEARNESS_ENDED;
	if (left <= TERM_URGENT_DAYS * DAY)
		return NEARNESS_URGENT;
	return left <= TERM_SOON_DAYS * DAY ? NEARNESS_SOON : NEARNESS_FAR;
}

/* ---- Asking for more -------------------------------------------------------------------------- */

static const char *find_lack_in_time(const Grant *grant, bool is_renewal, Instant now)
{
	const Nearness nearness = grant_term_nearness(grant, now);
	if (is_renewal && nearness != NEARNESS_ENDED)
		return "It has not ended: it can be extended, not renewed.";
	if (is_renewal)
		return grant_is_dormant(grant, now) ? NULL
						    : "It ended more than 30 days ago: ask an "
						      "administrator for a new one.";
	if (nearness == NEARNESS_ENDED)
		return "It has ended: it can be renewed, not extended.";
	return nearness == NEARNESS_FAR ? "More can be asked for from 14 days before its end."
					: NULL;
}

const char *grant_find_extension_lack(const Grant *grant, bool is_renewal, Instant now)
{
	if (!workload_info(grant->workload)->can_extend)
		return "The service takes no such requests.";
	if (grant->member_type == MEMBER_GROUP)
		return "It comes through a group: only the group's own can be extended, by its "
		       "administrator.";
	if (grant->member_type == MEMBER_INHERITED)
		return "It comes from a wider scope: extend it there.";
	if (grant->end == 0)
		return "It has no end: there is no more time to ask for.";
	if (grant->start > now)
		return "It has not begun.";
	return find_lack_in_time(grant, is_renewal, now);
}

static int64_t usual_length(const Grant *grant)
{
	const int64_t length = grant->start != 0 ? grant->end - grant->start : 0;
	/* In whole days, as people count. */
	const int64_t days = (length + DAY / 2) / DAY;
	if (length <= 0)
		return UNKNOWN_LENGTH;
	return days > 0 ? MIN(days, LONGEST_DAYS) * DAY : length;
}

int64_t grant_extension_default(const Grant *grant, const Policy *policy)
{
	const int64_t length = usual_length(grant);
	const int64_t most = policy != NULL ? policy->eligible_maximum : 0;
	return most > 0 ? MIN(length, most) : length;
}

char *extension_find_fault(int64_t duration, const Policy *policy)
{
	const int64_t most = policy != NULL ? policy->eligible_maximum : 0;
	if (most == 0 || duration <= most)
		return NULL;
	g_autofree char *words = duration_format(most);
	return g_strdup_printf("At most %s: the role's settings allow no more at once.", words);
}

Instant grant_extension_end(const Grant *grant, int64_t duration, Instant now)
{
	return MAX(grant->end, now) + duration;
}

/* ---- Words ------------------------------------------------------------------------------------ */

char *grant_term_words(const Wording *wording, const Grant *grant)
{
	const bool has_ended = grant_has_ended(grant, wording->now);
	if (!has_ended && grant->start <= wording->now)
		return grant_until(wording, grant);
	g_autofree char *at = wording_time(wording, has_ended ? grant->end : grant->start);
	return g_strdup_printf(has_ended ? "ended %s" : "begins %s", at);
}

static const Column dormant_columns[] = {
	{ "ID", .is_plain_only = true },
	{ "ROLE" },
	{ "SCOPE" },
	{ "WORKLOAD", .is_whole = true },
	{ "ACCESS", .is_plain_only = true },
	{ "MEMBER", .is_whole = true },
	{ "NOW", .is_table_only = true, .is_whole = true, .has_tone = true },
	{ "START", .is_plain_only = true },
	{ "END", .is_plain_only = true },
	{ "SCOPE ID", .is_plain_only = true },
};

static Tone dormant_tone(const Wording *wording, gconstpointer row)
{
	const Grant *grant = &((const Eligibility *)row)->grant;
	return grant_has_ended(grant, wording->now) ? TONE_PAST : TONE_WAITING;
}

static void write_dormant(const Wording *wording, gconstpointer row, const char **cells,
			  GPtrArray *texts)
{
	const Grant *grant = &((const Eligibility *)row)->grant;
	const char *tail = alike_tail(wording->tails, grant);
	char *const own[] = {
		g_strconcat(scope_label(&grant->scope), tail, NULL),
		grant_term_words(wording, grant),
		instant_format(grant->start),
		instant_format(grant->end),
	};
	const char *const row_cells[] = {
		grant->id,
		role_label(&grant->role),
		own[0],
		workload_info(grant->workload)->name,
		grant->access != ACCESS_NONE ? access_word(grant->access) : "",
		grant->member_type != MEMBER_UNKNOWN ? member_type_word(grant->member_type) : "",
		own[1],
		own[2],
		own[3],
		grant->scope.id,
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(row_cells) == G_N_ELEMENTS(dormant_columns));
	for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
		g_ptr_array_add(texts, own[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(row_cells); i++)
		cells[i] = row_cells[i];
}

const Sheet dormant_sheet = {
	.columns = dormant_columns,
	.count = G_N_ELEMENTS(dormant_columns),
	.tone = dormant_tone,
	.write = write_dormant,
};
