#include "frontend/use.h"

/* Services round, and tell a start some seconds after the request. */
#define EARLY_SLACK_SECONDS 60

RequestState request_state_now(const Request *request, Instant now)
{
	const bool is_over =
		request->state == REQUEST_STATE_ACTIVE && request->end != 0 && request->end <= now;
	return is_over ? REQUEST_STATE_ENDED : request->state;
}

static bool has_given(const Request *request)
{
	return request->kind == REQUEST_ACTIVATE &&
	       (request->state == REQUEST_STATE_ACTIVE || request->state == REQUEST_STATE_ENDED ||
		request->state == REQUEST_STATE_SCHEDULED);
}

static Instant end_of(const Request *request, Instant start, Instant now)
{
	if (request->end != 0)
		return request->end;
	if (request->duration > 0)
		return start + request->duration;
	return MAX(now, start);
}

bool use_of(const HistoryEntry *entry, Instant now, Use *out)
{
	const Request *request = entry->request;
	if (!has_given(request))
		return false;
	const Instant start = request->start != 0 ? request->start : history_entry_moment(entry);
	const Instant end = end_of(request, start, now);
	/* Given back before it began, or told wrongly. */
	if (end <= start)
		return false;
	*out = (Use){
		.entry = entry,
		.state = start > now ? USE_COMING
			 : request_state_now(request, now) == REQUEST_STATE_ENDED || end < now
				 ? USE_OVER
				 : USE_RUNNING,
		.start = start,
		.end = end,
	};
	return true;
}

int64_t use_seconds(const Use *use, Instant now)
{
	return MAX(MIN(use->end, now) - use->start, 0);
}

int64_t request_early_seconds(const Request *request)
{
	const Instant start = request->start != 0 ? request->start : request->created;
	if (request->kind != REQUEST_ACTIVATE || request->state != REQUEST_STATE_ENDED ||
	    request->end == 0 || start == 0 || request->duration == 0)
		return 0;
	const int64_t early = start + request->duration - request->end;
	return early > EARLY_SLACK_SECONDS ? early : 0;
}
