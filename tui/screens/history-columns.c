/* The columns of the history: where and when, how long, what came of it and why it failed; then why it was wanted. */
#include "frontend/request-words.h"
#include "frontend/use.h"
#include "src/model/duration.h"
#include "tui/core/words.h"
#include "tui/screens/history.h"
#include "tui/screens/request-columns.h"

/*
 * How long it was held in the end, not how long it was asked for. A deactivation holds nothing: what it ended has a row of its
 * own, which tells by how much that was early.
 */
static void write_length(const State *state, gconstpointer row, GString *text)
{
	const Request *request = row;
	const int64_t seconds = request->duration - request_early_seconds(request);
	const int64_t rounded = seconds >= 60 ? (seconds + 30) / 60 * 60 : seconds;
	const bool is_held = rounded > 0 && request->kind != REQUEST_DEACTIVATE;
	g_autofree char *length = is_held ? duration_format(rounded) : NULL;
	(void)state;
	g_string_append(text, length != NULL ? length : "");
}

static void write_outcome(const State *state, gconstpointer row, GString *text)
{
	const Wording wording = state_wording(state);
	g_autofree char *words = request_words_short(&wording, row);
	g_string_append(text, words);
}

static StyleId outcome_style(const State *state, gconstpointer row)
{
	const Request *request = row;
	if (request_state_now(request, state->now) == REQUEST_STATE_ENDED)
		return request->kind == REQUEST_DEACTIVATE ? STYLE_DIM : STYLE_TEXT;
	return request_outcome_style(state, row);
}

static bool is_marked(const State *state, gconstpointer row)
{
	return g_hash_table_contains(history_data(state)->marks, ((const Request *)row)->id);
}

const char *history_sign(const State *state, gconstpointer row, StyleId *style)
{
	if (!is_marked(state, row))
		return "";
	if (*style != STYLE_SELECTED)
		*style = STYLE_MARKED;
	return "*";
}

static StyleId role_style(const State *state, gconstpointer row)
{
	return is_marked(state, row) ? STYLE_MARKED : STYLE_TEXT;
}

const ListColumn history_columns[HISTORY_COLUMNS] = {
	{ COLUMN_WHEN },
	{ COLUMN_WHAT, .rank = 4, .from = 110 },
	{ COLUMN_ROLE, .least = 12, .most = 26, .share = 2, .restyle = role_style },
	{ COLUMN_AT, .most = 16 },
	{ COLUMN_KIND, .rank = 5, .from = 110 },
	{ COLUMN_FOR, .from = 66,
	  .write = write_length }, /* below it what became of it is told whole */
	{ .name = "state",
	  .least = 12,
	  .most = 30,
	  .share = 2,
	  .from = 38,
	  .gap = 2,
	  .write = write_outcome,
	  .restyle = outcome_style },
	{ COLUMN_WHY, .least = 12, .most = 30, .share = 2, .rank = 3, .from = 100,
	  .style = STYLE_DIM },
};
