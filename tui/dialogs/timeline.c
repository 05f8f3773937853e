#include "tui/dialogs/timeline.h"

#include "src/model/history.h"
#include "tui/core/state.h"
#include "tui/core/words.h"

void timeline_clear(Timeline *timeline)
{
	g_clear_pointer(&timeline->request_id, g_free);
	g_clear_pointer(&timeline->events, g_ptr_array_unref);
}

void timeline_read(Timeline *timeline, Update *update, const char *request_id)
{
	if (g_strcmp0(timeline->request_id, request_id) != 0) {
		timeline_clear(timeline);
		timeline->request_id = g_strdup(request_id);
	}
	Intent *intent = update_intent(update, INTENT_READ_TIMELINE);
	intent->request = request_new();
	intent->request->id = g_strdup(request_id);
	timeline->intent = update_send(update, intent);
}

void timeline_take(Timeline *timeline, const Event *event)
{
	if (event->intent_id != timeline->intent || event->rows == NULL)
		return;
	g_clear_pointer(&timeline->events, g_ptr_array_unref);
	timeline->events = g_ptr_array_ref(event->rows);
}

/* An event that tells nothing new of the state is no step: its end or a name may have come. */
static bool is_step(const GPtrArray *events, guint i)
{
	const Request *now = ((const HistoryEvent *)g_ptr_array_index(events, i))->request;
	const Request *before =
		i > 0 ? ((const HistoryEvent *)g_ptr_array_index(events, i - 1))->request : NULL;
	return before == NULL || before->state != now->state ||
	       g_strcmp0(before->status, now->status) != 0;
}

void timeline_write(const Timeline *timeline, const State *state, const char *request_id,
		    Page *page)
{
	const GPtrArray *events = timeline->events;
	if (events == NULL || events->len < 2 || g_strcmp0(timeline->request_id, request_id) != 0)
		return;
	const char *label = "so far";
	page_add_blank(page);
	for (guint i = 0; i < events->len; i++) {
		const HistoryEvent *event = g_ptr_array_index(events, i);
		const Request *request = event->request;
		if (!is_step(events, i))
			continue;
		g_autofree char *at = state_local(state, event->learnt);
		page_printf(page, 12, STYLE_TEXT, "%-12s%s  %s%s%s%s%s", label, at,
			    request_state_word(request->state), request->status != NULL ? " (" : "",
			    request->status != NULL ? request->status : "",
			    request->status != NULL ? ")" : "",
			    event->source == HISTORY_SOURCE_SERVICE ? ", from the list" : "");
		label = "";
	}
}
