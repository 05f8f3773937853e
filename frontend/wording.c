#include "frontend/wording.h"

#include "src/model/duration.h"

char *wording_time(const Wording *wording, Instant instant)
{
	return instant_format_local(instant, wording->now, wording->zone);
}

char *wording_start(const Wording *wording, Instant instant)
{
	return instant_format_start(instant, wording->now, wording->zone);
}

const char *wording_ellipsis(const Wording *wording)
{
	return wording->is_ascii ? "..." : "…";
}
