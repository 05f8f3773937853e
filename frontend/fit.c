#include "frontend/fit.h"

#include "src/base/limits.h"
#include "src/model/duration.h"

#define DURATION_DEFAULT (60 * 60)

Lack duration_find_lack(int64_t duration, int64_t longest)
{
	if (duration < DURATION_MINIMUM)
		return LACK_LENGTH;
	return longest > 0 && duration > longest ? LACK_LIMIT : LACK_NOTHING;
}

Lack activation_find_lack(const Activation *activation, const Policy *policy)
{
	if (policy->maximum > 0 && activation->duration > policy->maximum)
		return LACK_LIMIT;
	if (policy->needs_justification && activation->justification == NULL)
		return LACK_REASON;
	return policy->needs_ticket && activation->ticket_number == NULL ? LACK_TICKET
									 : LACK_NOTHING;
}

char *lack_words(Lack lack, int64_t longest)
{
	g_autofree char *most = duration_format(longest);
	switch (lack) {
	case LACK_LENGTH:
		return g_strdup("At least five minutes.");
	case LACK_LIMIT:
		return g_strdup_printf("At most %s here.", most);
	case LACK_REASON:
		return g_strdup("A reason is required here.");
	case LACK_TICKET:
		return g_strdup("A ticket number is required here.");
	case LACK_NOTHING:
		break;
	}
	return g_strdup("");
}

/* The services count as .NET does. */
static size_t count_units(const char *text)
{
	size_t units = 0;
	for (; *text != '\0'; text = g_utf8_next_char(text))
		units += g_utf8_get_char(text) > 0xffff ? 2 : 1;
	return units;
}

char *reason_find_fault(const char *reason)
{
	const size_t length = reason != NULL ? count_units(reason) : 0;
	return length <= LIMIT_REASON
		       ? NULL
		       : g_strdup_printf("At most %d characters of reason: these are %zu.",
					 LIMIT_REASON, length);
}

bool grant_is_over_at(const Grant *grant, Instant start)
{
	return grant->end != 0 && start != 0 && start >= grant->end;
}

int64_t duration_cap(int64_t duration, int64_t longest)
{
	return longest > 0 ? MIN(duration, longest) : duration;
}

int64_t grant_cap_duration(const Grant *grant, Instant start, int64_t duration)
{
	const int64_t left = grant->end - start;
	return grant->end != 0 && left >= DURATION_MINIMUM ? MIN(duration, left) : duration;
}

int64_t duration_default(int64_t wanted, int64_t longest)
{
	return duration_cap(wanted != 0 ? wanted : DURATION_DEFAULT, longest);
}
