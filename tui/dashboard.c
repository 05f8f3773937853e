#include "tui/dashboard.h"

#include "src/base/browser.h"
#include "tui/core/update.h"
#include "tui/core/view.h"
#include "tui/core/words.h"
#include "tui/loop.h"
#include "tui/tables.h"
#include "tui/terminal/signals.h"
#include "tui/terminal/theme.h"

/* ---- The loop ------------------------------------------------------------------------------------ */

Loop *loop_new(Backend *backend, const StateOptions *options)
{
	Loop *loop = g_new0(Loop, 1);
	loop->backend = backend;
	loop->wake_fd = -1;
	loop->decoder = key_decoder_new();
	loop->state = state_new(options);
	loop->grid = grid_new(options->columns, options->rows);
	loop->reads = g_hash_table_new(NULL, NULL);
	loop->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					     (GDestroyNotify)kept_place_free);
	g_queue_init(&loop->items);
	return loop;
}

void loop_free(Loop *loop)
{
	if (loop == NULL)
		return;
	loop_finish_exports(loop);
	loop_stop_copies(loop);
	loop_stop_asked(loop);
	loop_stop_notices(loop);
	loop_stop_proposals(loop);
	loop_remove_sources(loop);
	g_queue_clear_full(&loop->items, item_free);
	state_free(loop->state);
	grid_free(loop->grid);
	key_decoder_free(loop->decoder);
	g_hash_table_unref(loop->reads);
	g_hash_table_unref(loop->places);
	g_free(loop->places_folder);
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

void loop_lend(gpointer data)
{
	Loop *loop = data;
	if (loop->term == NULL)
		return;
	loop->is_lent = true;
	loop_read_input(loop, false);
	term_suspend(loop->term);
}

void loop_take_back(gpointer data)
{
	Loop *loop = data;
	if (!loop->is_lent)
		return;
	loop->is_lent = false;
	term_resume(loop->term);
	loop_read_input(loop, true);
	loop_push(loop, MESSAGE_RESIZE);
}

static void open_url(Loop *loop, const char *url)
{
	g_autoptr(GError) error = NULL;
	if (!browser_open(url, &error))
		loop_push_notice(loop, PROBLEM_FAILED, "no-browser", error->message, NULL);
}

/* What changes something may wait for people, and a sign-in does: those are told apart by what became of them. */
static bool is_read(IntentKind kind)
{
	static const IntentKind reads[] = {
		INTENT_REFRESH,
		INTENT_LIST_CHILDREN,
		INTENT_READ_POLICY,
		INTENT_READ_ROLE,
		INTENT_READ_DEFINITIONS,
		INTENT_READ_DENIES,
		INTENT_READ_BRIEF,
		INTENT_READ_HOLDINGS,
		INTENT_CHECK,
		INTENT_READ_HISTORY,
		INTENT_READ_TIMELINE,
		INTENT_LIST_ACCOUNTS,
		INTENT_READ_OTHERS,
		INTENT_CLAIM,
		INTENT_USE_ACCOUNT,
	};
	for (size_t i = 0; i < G_N_ELEMENTS(reads); i++) {
		if (reads[i] == kind)
			return true;
	}
	return false;
}

/* Takes the intent. */
static void send_intent(Loop *loop, Intent *intent)
{
	if (is_read(intent->kind))
		g_hash_table_add(loop->reads, GSIZE_TO_POINTER(intent->id));
	backend_send(loop->backend, intent);
}

/* What the demo's administrator decides; elsewhere there is none. */
static void administer(const Administrator *administrator, const char *order)
{
	if (administrator != NULL)
		administrator->tell(administrator->data, order);
}

/* Where there is no screen any more there is nothing to do. */
static void do_on_terminal(Loop *loop, const Effect *effect)
{
	if (loop->term == NULL)
		return;
	if (effect->kind == EFFECT_COPY)
		loop_copy(loop, effect->text);
	else if (effect->kind == EFFECT_MOUSE)
		term_take_mouse(loop->term, loop->state->at.has_mouse);
	else
		term_forget(loop->term);
}

static void do_with_files(Loop *loop, Effect *effect)
{
	if (effect->kind == EFFECT_EXPORT)
		loop_export(loop, g_steal_pointer(&effect->export), effect->text,
			    effect->may_replace);
	else if (effect->kind == EFFECT_SAVE_SET)
		loop_save_set(loop, g_steal_pointer(&effect->set));
	else if (effect->kind == EFFECT_KEEP_PLACE)
		loop_keep_place(loop, effect->text, g_steal_pointer(&effect->place));
	else if (effect->kind == EFFECT_READ_PLACE)
		loop_read_place(loop, effect->text);
	else
		loop_read_asked(loop, effect->text);
}

void loop_do_effect(Loop *loop, Effect *effect)
{
	switch (effect->kind) {
	case EFFECT_INTENT:
		send_intent(loop, g_steal_pointer(&effect->intent));
		break;
	case EFFECT_DROP:
		g_hash_table_remove(loop->reads, GSIZE_TO_POINTER(effect->intent_id));
		backend_drop(loop->backend, effect->intent_id);
		break;
	case EFFECT_OPEN_URL:
		open_url(loop, effect->text);
		break;
	case EFFECT_COPY:
	case EFFECT_MOUSE:
	case EFFECT_REDRAW:
		do_on_terminal(loop, effect);
		break;
	case EFFECT_EXPORT:
	case EFFECT_SAVE_SET:
	case EFFECT_KEEP_PLACE:
	case EFFECT_READ_PLACE:
	case EFFECT_READ_ASKED:
		do_with_files(loop, effect);
		break;
	case EFFECT_NOTIFY:
		loop_notify(loop, effect->notification);
		break;
	case EFFECT_TELL_PROPOSER:
		loop_tell_proposer(loop, effect->proposal_id, effect->news);
		break;
	case EFFECT_LEASH:
		loop_leash(loop, effect->proposal_id);
		break;
	case EFFECT_SUSPEND:
		loop_suspend(loop);
		break;
	case EFFECT_CLEAR_INPUT:
		loop_clear_input(loop);
		break;
	case EFFECT_CONTINUE:
		loop_continue(loop);
		break;
	case EFFECT_ADMINISTER:
		administer(loop->administrator, effect->text);
		break;
	case EFFECT_DEMO:
		loop->wants_demo = true;
		loop->is_quitting = true;
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
	loop->memory = (ViewMemory){ 0 };
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
			if (event->kind == EVENT_INTENT_DONE)
				g_hash_table_remove(loop->reads,
						    GSIZE_TO_POINTER(event->intent_id));
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
	if (loop->is_lent || !loop->is_changed || tty_has_output(loop->tty))
		return;
	loop->is_changed = false;
	view_redraw(&loop->memory, loop->state, loop->grid);
	g_autofree char *title = loop_title(loop);
	term_set_title(loop->term, title);
	GError *error = NULL;
	if (!term_draw(loop->term, loop->grid, &error))
		loop_fail(loop, error);
}

void loop_start(Loop *loop)
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
	loop_start(loop);
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

/* ---- With a terminal ---------------------------------------------------------------------------- */

StateOptions loop_state_options(Backend *backend, const DashboardOptions *options)
{
	const Cloud *cloud = backend_cloud(backend);
	const char *told = g_getenv("ARM_SUBSCRIPTION_ID"); /* as Terraform itself takes it */
	const char *why = NULL;
	const bool is_elsewhere = browser_is_elsewhere(&why);
	return (StateOptions){
		.tables = &dashboard_tables,
		.elsewhere = is_elsewhere ? why : NULL,
		.subscription = told != NULL && g_uuid_string_is_valid(told) ? told : NULL,
		.settings = options->settings,
		.banner = options->banner,
		.portal = cloud != NULL ? cloud->portal : NULL,
		.is_ascii = options->is_ascii || !g_get_charset(NULL),
		.has_mouse = options->has_mouse,
		.has_demo = options->wants_demo != NULL,
		.has_administrator = options->administrator != NULL,
		.is_administrator_first = options->is_administrator_first,
		.keeps_place = options->places != NULL,
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
	StateOptions state = loop_state_options(backend, options);
	tty_size(tty, &state.columns, &state.rows);
	g_autoptr(Loop) loop = loop_new(backend, &state);
	loop->tty = tty;
	loop->term = term;
	loop->settings = options->settings;
	loop->administrator = options->administrator;
	loop->places_folder = g_strdup(options->places);
	loop_add_sources(loop, signals_fd);
	loop_take_proposals(loop, options->proposals);
	const TerminalUse use = { .lend = loop_lend, .take_back = loop_take_back, .data = loop };
	backend_set_terminal(backend, &use);
	run(loop);
	backend_set_terminal(backend, NULL);
	loop_take_back(loop);
	loop_write_places(loop);
	if (options->wants_demo != NULL)
		*options->wants_demo = loop->wants_demo;
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
