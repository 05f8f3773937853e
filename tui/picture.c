/* The dashboard without a terminal: a screen as a picture, drawn when all is quiet. */
#include "tui/core/view.h"
#include "tui/dashboard.h"
#include "tui/loop.h"
#include "tui/terminal/svg.h"
#include "tui/terminal/term.h"
#include "tui/terminal/theme.h"

/* How long it waits for that. */
#define PICTURE_SECONDS 30

/* It is over, or waits for somebody or for its time. */
static bool is_settled(const Outcome *outcome)
{
	const Request *request = outcome->request;
	return outcome->is_finished ||
	       (request != NULL && (request->state == REQUEST_STATE_WAITING ||
				    request->state == REQUEST_STATE_SCHEDULED));
}

static bool are_settled(const Submissions *submissions)
{
	for (guint i = 0; i < submissions->all->len; i++) {
		const Submission *submission = g_ptr_array_index(submissions->all, i);
		for (guint j = 0; j < submission->items->len; j++) {
			if (!is_settled(g_ptr_array_index(submission->items, j)))
				return false;
		}
	}
	return true;
}

/* All that was asked for has come or failed, and what was sent is answered. */
static bool is_quiet(const Loop *loop)
{
	return g_hash_table_size(loop->reads) == 0 && are_settled(&loop->state->submissions);
}

static gboolean on_too_late(gpointer data)
{
	*(bool *)data = true;
	return G_SOURCE_CONTINUE;
}

static bool run_until_quiet(Loop *loop, GError **error)
{
	bool is_too_late = false;
	guint timer = g_timeout_add_seconds(PICTURE_SECONDS, on_too_late, &is_too_late);
	loop_drain(loop);
	while (!is_quiet(loop) && !is_too_late && !loop->is_quitting) {
		loop_set_wake(loop);
		g_main_context_iteration(NULL, TRUE);
		loop_drain(loop);
	}
	g_source_remove(timer);
	if (is_too_late)
		g_set_error_literal(error, TTY_ERROR, TTY_ERROR_LOST,
				    "The lists did not arrive in time for a picture.");
	return !is_too_late;
}

/* What there was to tell at the start would be gone by the time that somebody presses a key. */
static void pass_notices(State *state)
{
	for (guint i = 0; i < state->notices->len; i++)
		((Notice *)g_ptr_array_index(state->notices, i))->until = state->now;
}

static bool press(Loop *loop, const char *names, GError **error)
{
	g_auto(GStrv) words = g_strsplit(names, " ", -1);
	for (char **word = words; *word != NULL; word++) {
		if (**word == '\0')
			continue;
		Key key = key_from_name(*word);
		if (key == KEY_NONE) {
			g_set_error(error, TTY_ERROR, TTY_ERROR_KIND, "No key is called \"%s\".",
				    *word);
			return false;
		}
		loop_push(loop, MESSAGE_KEY)->message.input =
			(KeyEvent){ .kind = KEY_EVENT_KEY, .key = key };
		if (!run_until_quiet(loop, error))
			return false;
	}
	return true;
}

char *dashboard_picture(Backend *backend, const DashboardOptions *options,
			const DashboardPicture *picture, GError **error)
{
	Theme theme;
	const ColorDepth depth =
		options->is_colorless || term_wants_no_color() ? COLORS_NONE : COLORS_TRUE;
	if (!theme_load(options->settings, depth, GROUND_DARK, &theme, error))
		return NULL;
	StateOptions state = loop_state_options(backend, options);
	state.columns = picture->columns;
	state.rows = picture->rows;
	state.is_ascii = options->is_ascii; /* a picture has no locale */
	g_autoptr(Loop) loop = loop_new(backend, &state);
	loop->administrator = options->administrator;
	loop_add_sources(loop, -1);
	loop_start(loop);
	if (!run_until_quiet(loop, error))
		return NULL;
	pass_notices(loop->state);
	if (picture->keys != NULL && !press(loop, picture->keys, error))
		return NULL;
	view_draw(loop->state, loop->grid);
	return picture->is_text ? grid_to_text(loop->grid) : grid_to_svg(loop->grid, &theme);
}
