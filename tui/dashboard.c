#include "tui/dashboard.h"

#include <string.h>

#include "src/base/browser.h"
#include "tui/core/update.h"
#include "tui/core/view.h"
#include "tui/core/words.h"
#include "tui/loop.h"
#include "tui/tables.h"
#include "tui/terminal/signals.h"
#include "tui/terminal/svg.h"
#include "tui/terminal/theme.h"

/* How long a picture waits for lists. */
#define PICTURE_SECONDS 30

/* ---- The loop ------------------------------------------------------------------------------------ */

Loop *loop_new(Backend *backend, const StateOptions *options)
{
	Loop *loop = g_new0(Loop, 1);
	loop->backend = backend;
	loop->wake_fd = -1;
	loop->decoder = key_decoder_new();
	loop->state = state_new(options);
	loop->grid = grid_new(options->columns, options->rows);
	g_queue_init(&loop->items);
	return loop;
}

void loop_free(Loop *loop)
{
	if (loop == NULL)
		return;
	loop_finish_exports(loop);
	loop_stop_copies(loop);
	loop_remove_sources(loop);
	g_queue_clear_full(&loop->items, item_free);
	state_free(loop->state);
	grid_free(loop->grid);
	key_decoder_free(loop->decoder);
	g_clear_error(&loop->failure);
	g_free(loop);
}

void loop_suspend(Loop *loop)
{
	if (loop->term == NULL)
		return;
	term_suspend(loop->term);
	signals_stop();
	loop_take_signals(loop); /* the SIGCONT that woke us is answered here */
	loop_push(loop, MESSAGE_RESUME);
}

static void open_url(Loop *loop, const char *url)
{
	g_autoptr(GError) error = NULL;
	if (!browser_open(url, &error))
		loop_push_notice(loop, PROBLEM_FAILED, "no-browser", error->message, NULL);
}

void loop_do_effect(Loop *loop, Effect *effect)
{
	GError *error = NULL;
	switch (effect->kind) {
	case EFFECT_INTENT:
		backend_send(loop->backend, g_steal_pointer(&effect->intent));
		break;
	case EFFECT_DROP:
		backend_drop(loop->backend, effect->intent_id);
		break;
	case EFFECT_OPEN_URL:
		open_url(loop, effect->text);
		break;
	case EFFECT_COPY:
		if (loop->term != NULL)
			loop_copy(loop, effect->text);
		break;
	case EFFECT_EXPORT:
		loop_export(loop, g_steal_pointer(&effect->export), effect->text,
			    effect->may_replace);
		break;
	case EFFECT_NOTIFY:
		if (loop->term != NULL && !term_notify(loop->term, effect->text, &error))
			loop_fail(loop, error);
		break;
	case EFFECT_SUSPEND:
		loop_suspend(loop);
		break;
	case EFFECT_REDRAW:
		if (loop->term != NULL)
			term_forget(loop->term);
		break;
	case EFFECT_CLEAR_INPUT:
		loop_clear_input(loop);
		break;
	case EFFECT_CONTINUE:
		loop_continue(loop);
		break;
	case EFFECT_QUIT:
		loop->is_quitting = true;
		break;
	}
}

static void update(Loop *loop, Message *message)
{
	g_autoptr(GPtrArray) effects = g_ptr_array_new_with_free_func((GDestroyNotify)effect_free);
	message->now = clock_now(backend_clock(loop->backend));
	state_update(loop->state, message, effects);
	loop->is_changed = true;
	for (guint i = 0; i < effects->len; i++)
		loop_do_effect(loop, g_ptr_array_index(effects, i));
}

static void resize(Loop *loop, Message *message)
{
	tty_size(loop->tty, &message->columns, &message->rows);
	if (message->columns == loop->grid->columns && message->rows == loop->grid->rows)
		return;
	grid_free(loop->grid);
	loop->grid = grid_new(message->columns, message->rows);
	term_resize(loop->term, message->columns, message->rows);
}

static void handle(Loop *loop, Item *item)
{
	if (item->is_suspend) {
		loop_suspend(loop);
		return;
	}
	if (loop->term != NULL && item->message.kind == MESSAGE_RESUME)
		term_resume(loop->term);
	if (loop->term != NULL && item->message.kind == MESSAGE_RESIZE)
		resize(loop, &item->message);
	update(loop, &item->message);
	if (loop->tty != NULL && item->message.kind == MESSAGE_RESUME)
		loop_push(loop, MESSAGE_RESIZE); /* it may have another size by now */
	if (item->message.kind == MESSAGE_QUIT)
		loop->is_quitting = true;
}

void loop_drain(Loop *loop)
{
	while (!loop->is_quitting) {
		g_autoptr(Event) event = backend_take_event(loop->backend);
		Item *item = event == NULL ? g_queue_pop_head(&loop->items) : NULL;
		if (event != NULL) {
			Message message = { .kind = MESSAGE_EVENT, .event = event };
			update(loop, &message);
		} else if (item != NULL) {
			handle(loop, item);
			item_free(item);
		} else {
			break;
		}
	}
}

static void draw(Loop *loop)
{
	/* A terminal that is behind gets the newest picture when it has caught up, not every one. */
	if (!loop->is_changed || tty_has_output(loop->tty))
		return;
	loop->is_changed = false;
	view_draw(loop->state, loop->grid);
	g_autofree char *title = state_title(loop->state);
	term_set_title(loop->term, title);
	GError *error = NULL;
	if (!term_draw(loop->term, loop->grid, &error))
		loop_fail(loop, error);
}

static void start(Loop *loop)
{
	g_autoptr(GPtrArray) effects = g_ptr_array_new_with_free_func((GDestroyNotify)effect_free);
	state_start(loop->state, effects);
	for (guint i = 0; i < effects->len; i++)
		loop_do_effect(loop, g_ptr_array_index(effects, i));
	loop->is_changed = true;
}

static void run(Loop *loop)
{
	/* What the last run knew is on screen before anything is asked of anybody. */
	loop->is_changed = true;
	loop_drain(loop);
	draw(loop);
	start(loop);
	while (true) {
		loop_drain(loop);
		if (loop->is_quitting)
			break;
		draw(loop);
		loop_watch_output(loop);
		loop_set_wake(loop);
		g_main_context_iteration(NULL, TRUE);
	}
}

/* ---- With a terminal, and without ---------------------------------------------------------------- */

static StateOptions state_options(Backend *backend, const DashboardOptions *options)
{
	const Cloud *cloud = backend_cloud(backend);
	const char *why = NULL;
	const bool is_elsewhere = browser_is_elsewhere(&why);
	return (StateOptions){
		.tables = &dashboard_tables,
		.elsewhere = is_elsewhere ? why : NULL,
		.settings = options->settings,
		.banner = options->banner,
		.portal = cloud != NULL ? cloud->portal : NULL,
		.is_ascii = options->is_ascii || !g_get_charset(NULL),
		.has_mouse = options->has_mouse,
		.now = clock_now(backend_clock(backend)),
	};
}

static bool run_on(Tty *tty, int signals_fd, Backend *backend, const DashboardOptions *options,
		   GError **error)
{
	TermOptions term_options = { .has_mouse = options->has_mouse,
				     .has_colors = !options->is_colorless };
	g_autoptr(Term) term = term_new(tty, &term_options, error);
	if (term == NULL)
		return false;
	Theme theme;
	if (!theme_load(options->settings, term_depth(term), GROUND_UNKNOWN, &theme, error))
		return false;
	term_set_theme(term, &theme);
	if (theme_depends_on_ground(options->settings, term_depth(term)))
		term_ask_background(term);
	StateOptions state = state_options(backend, options);
	tty_size(tty, &state.columns, &state.rows);
	g_autoptr(Loop) loop = loop_new(backend, &state);
	loop->tty = tty;
	loop->term = term;
	loop->settings = options->settings;
	loop_add_sources(loop, signals_fd);
	run(loop);
	if (loop->failure == NULL)
		return true;
	g_propagate_error(error, g_steal_pointer(&loop->failure));
	return false;
}

bool dashboard_check_terminal(int *colors, GError **error)
{
	return term_check(colors, error);
}

bool dashboard_run(Backend *backend, const DashboardOptions *options, GError **error)
{
	g_autoptr(Tty) tty = tty_new(error);
	if (tty == NULL)
		return false;
	int signals_fd = signals_open();
	bool is_ok = run_on(tty, signals_fd, backend, options, error);
	signals_close();
	return is_ok;
}

static bool is_tree_quiet(const ScopeTree *tree)
{
	GHashTableIter iterator;
	gpointer node = NULL;
	g_hash_table_iter_init(&iterator, tree->nodes);
	while (g_hash_table_iter_next(&iterator, NULL, &node)) {
		const ScopeNode *scope = node;
		if (scope->state == CHILDREN_LOADING || scope->deep == CHILDREN_LOADING)
			return false;
	}
	return true;
}

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

/* Every list that was asked for has come or failed, what is looked at is known, what was sent is answered. */
static bool is_quiet(const State *state)
{
	bool is_any = false;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		for (int list = 0; list < LIST_COUNT; list++) {
			const Load *load = &state->lists.loads[workload][list];
			if (load->is_loading || load->is_partial)
				return false;
			is_any =
				is_any || load->status == LOAD_READY || load->status == LOAD_FAILED;
		}
	}
	return is_any && known_policies_count_reads(&state->policies) == 0 &&
	       is_tree_quiet(&state->scopes.tree) && are_settled(&state->submissions);
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
	while (!is_quiet(loop->state) && !is_too_late && !loop->is_quitting) {
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
	if (!theme_load(options->settings, COLORS_TRUE, GROUND_DARK, &theme, error))
		return NULL;
	StateOptions state = state_options(backend, options);
	state.columns = picture->columns;
	state.rows = picture->rows;
	state.is_ascii = options->is_ascii; /* a picture has no locale */
	g_autoptr(Loop) loop = loop_new(backend, &state);
	loop_add_sources(loop, -1);
	start(loop);
	if (!run_until_quiet(loop, error) ||
	    (picture->keys != NULL && !press(loop, picture->keys, error)))
		return NULL;
	view_draw(loop->state, loop->grid);
	return grid_to_svg(loop->grid, &theme);
}
