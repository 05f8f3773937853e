#include "tui/screens/request-columns.h"

#include <string.h>

#include "frontend/nearness.h"
#include "frontend/request-words.h"
#include "src/model/duration.h"
#include "tui/core/words.h"

void request_write_when(const State *state, gconstpointer row, GString *text)
{
	const Request *request = row;
	Instant when = request->created ? request->created : request->start;
	g_autofree char *local = when ? state_local(state, when) : g_strdup("");
	bool has_weekday = g_ascii_isalpha(local[0]) && strlen(local) > 4 && local[3] == ' ';
	/* "4 Mar 14:07": the day of the week tells little of what is past, and the line is full. */
	g_string_append(text, has_weekday ? local + 4 : local);
	char *time = strrchr(text->str, ' ');
	/* "4 Mar": then the scope has room. */
	if (state->at.columns < LAYOUT_NARROW_COLUMNS && has_weekday && time != NULL)
		g_string_truncate(text, (gsize)(time - text->str));
}

void request_write_kind(const State *state, gconstpointer row, GString *text)
{
	(void)state;
	g_string_append(text, request_kind_word(((const Request *)row)->kind));
}

void request_write_role(const State *state, gconstpointer row, GString *text)
{
	const Request *request = row;
	(void)state;
	g_string_append(text, request->role.name != NULL ? request->role.name : request->role.id);
}

/* Of a group it is told whether as member or owner. */
const char *request_access_end(const State *state, gconstpointer row)
{
	(void)state;
	return access_suffix(((const Request *)row)->access);
}

/* A group is no place. */
void request_write_scope(const State *state, gconstpointer row, GString *text)
{
	const Request *request = row;
	(void)state;
	g_string_append(text, request->access == ACCESS_NONE ? scope_label(&request->scope) : "-");
}

void request_write_workload(const State *state, gconstpointer row, GString *text)
{
	(void)state;
	g_string_append(text, workload_info(((const Request *)row)->workload)->name);
}

void request_write_length(const State *state, gconstpointer row, GString *text)
{
	const Request *request = row;
	g_autofree char *length = request->duration ? duration_format(request->duration) : NULL;
	(void)state;
	g_string_append(text, length != NULL ? length : "");
}

void request_write_reason(const State *state, gconstpointer row, GString *text)
{
	const Request *request = row;
	(void)state;
	g_string_append(text, request->justification != NULL ? request->justification : "");
	if (request->ticket_number != NULL && *request->ticket_number)
		g_string_append_printf(text, "%s[%s]", text->len ? " " : "",
				       request->ticket_number);
}

/* How long it is until then comes first: the rest may be cut. */
static void write_outcome(const State *state, gconstpointer row, GString *text)
{
	const Wording wording = state_wording(state);
	const Request *request = row;
	if (request->state == REQUEST_STATE_SCHEDULED && request->start > state->now) {
		const Grant like = { .end = request->start };
		g_autofree char *left =
			duration_format_countdown(grant_countdown(&like, state->now));
		g_autofree char *at = wording_start(&wording, request->start);
		g_string_append_printf(text, "starts in %s, %s", left, at);
		return;
	}
	/* Since when it waits stands beside it, by whom and until when below. */
	g_autofree char *words = request->state == REQUEST_STATE_WAITING
					 ? request_words_short(&wording, request)
					 : request_words(&wording, request, NULL);
	g_string_append(text, words);
}

StyleId request_outcome_style(const State *state, gconstpointer row)
{
	(void)state;
	switch (((const Request *)row)->state) {
	case REQUEST_STATE_ACTIVE:
		return STYLE_OK;
	case REQUEST_STATE_WAITING:
	case REQUEST_STATE_SCHEDULED:
		return STYLE_WAITING;
	case REQUEST_STATE_UNKNOWN:
		return STYLE_WARNING;
	case REQUEST_STATE_REFUSED:
	case REQUEST_STATE_FAILED:
		return STYLE_REFUSED;
	default:
		return STYLE_TEXT;
	}
}

const ListColumn request_columns[REQUEST_COLUMNS] = {
	{ COLUMN_WHEN },
	{ COLUMN_WHAT, .rank = 3, .from = 110 },
	{ COLUMN_ROLE, .least = 12, .most = 22, .share = 1, .is_steady = true },
	{ COLUMN_AT, .most = 14, .is_steady = true },
	{ COLUMN_KIND, .rank = 4, .from = 100 },
	{ COLUMN_FOR, .from = 50, .write = request_write_length },
	{ .name = "state",
	  .least = 18,
	  .most = 24,
	  .share = 3,
	  .from = 38,
	  .gap = 2,
	  .write = write_outcome,
	  .restyle = request_outcome_style },
	{ COLUMN_WHY, .least = 9, .most = 24, .share = 2, .from = 76, .is_steady = true,
	  .style = STYLE_DIM },
};
