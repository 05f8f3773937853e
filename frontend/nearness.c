#include "frontend/nearness.h"

#include "frontend/grant-words.h"

#define DAY (24 * 60 * 60)

/* A short role shall not be alarmed from birth: near is measured against its own length, where that is known. */
static int64_t soon_seconds(const Grant *grant)
{
	const int64_t length = grant->start > 0 ? grant->end - grant->start : 0;
	return length > 0 ? MIN(length / 5, NEARNESS_SOON_SECONDS) : NEARNESS_SOON_SECONDS;
}

static int64_t urgent_seconds(const Grant *grant)
{
	return MIN(soon_seconds(grant) / 2, NEARNESS_URGENT_SECONDS);
}

Nearness grant_nearness(const Grant *grant, Instant now)
{
	if (grant->end == 0)
		return NEARNESS_NONE;
	const int64_t left = grant->end - now;
	if (left <= 0)
		return NEARNESS_ENDED;
	if (left <= urgent_seconds(grant))
		return NEARNESS_URGENT;
	return left <= soon_seconds(grant) ? NEARNESS_SOON : NEARNESS_FAR;
}

int64_t grant_notice_seconds(const Grant *grant, int64_t before)
{
	const int64_t soon = soon_seconds(grant);
	if (before == NOTIFY_BEFORE_NEAR)
		return soon;
	if (before <= NEARNESS_SOON_SECONDS)
		return MIN(before, MAX(soon / 2, 1));
	const int64_t length = grant->start > 0 ? grant->end - grant->start : 0;
	return length > 0 ? MIN(before, length / 2) : before;
}

Instant grant_next_nearness(const Grant *grant, Instant now)
{
	switch (grant_nearness(grant, now)) {
	case NEARNESS_FAR:
		return grant->end - soon_seconds(grant);
	case NEARNESS_SOON:
		return grant->end - urgent_seconds(grant);
	case NEARNESS_URGENT:
		return grant->end;
	case NEARNESS_NONE:
	case NEARNESS_ENDED:
		break;
	}
	return 0;
}

int64_t grant_countdown(const Grant *grant, Instant now)
{
	if (grant->end == 0)
		return -1;
	const int64_t left = MAX(grant->end - now, 0);
	return left >= COUNTDOWN_FINE_SECONDS ? left - left % 60 : left;
}

Instant grant_next_countdown(const Grant *grant, Instant now)
{
	const int64_t left = grant->end - now;
	if (grant->end == 0 || left <= 0)
		return 0;
	if (left <= COUNTDOWN_FINE_SECONDS)
		return now + 1;
	return now + left % (left >= 2 * DAY ? DAY : 60) + 1;
}

/* True the first time that this is told of this grant and this end. */
static bool tell_once(GHashTable *told, const Grant *grant, const char *what)
{
	return g_hash_table_add(
		told, g_strdup_printf("%s %" G_GINT64_FORMAT " %s", grant->id, grant->end, what));
}

Instant grant_next_start(const Grant *grant)
{
	return grant->end + 1;
}

char *grant_end_words(const Wording *wording, const Grant *grant, const char *what,
		      const Request *next)
{
	const bool is_over = grant->end <= wording->now;
	if (is_over)
		return next == NULL ? g_strdup_printf("%s has ended.", what) : NULL;
	g_autofree char *at = wording_time(wording, next != NULL ? next->end : grant->end);
	return g_strdup_printf(next != NULL ? "%s goes on until %s." : "%s ends at %s.", what, at);
}

char *grant_tell_nearness(const Wording *wording, const Grant *grant, const Request *next,
			  GHashTable *told)
{
	const Nearness nearness = grant_nearness(grant, wording->now);
	const bool is_over = nearness == NEARNESS_ENDED;
	if (!is_over && nearness != NEARNESS_URGENT)
		return NULL;
	g_autofree char *what = grant_words(grant, NULL);
	g_autofree char *text = grant_end_words(wording, grant, what, next);
	const bool is_news = text != NULL && tell_once(told, grant, is_over ? "ended" : "soon");
	return is_news ? g_steal_pointer(&text) : NULL;
}
