#include "tui/dialogs/administrator.h"

#include "frontend/grant-words.h"
#include "frontend/request-words.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/known-lists.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"

typedef struct Administrator {
	GPtrArray *rows; /* Request*: copies; NULL: not filled yet */
	Pane list;       /* of them */
} Administrator;

static void administrator_clear(void *self)
{
	Administrator *administrator = self;
	pane_clear(&administrator->list);
	g_clear_pointer(&administrator->rows, g_ptr_array_unref);
}

static Pane *list_of(const Dialog *dialog)
{
	return &((Administrator *)dialog->self)->list;
}

static const char *id_of(gconstpointer row)
{
	return ((const Request *)row)->id;
}

static const PaneKind administrator_pane = { .id_of = id_of };

static bool waits(const Request *request)
{
	return request_is_extension(request->kind) && request->state == REQUEST_STATE_WAITING;
}

static void take_rows(const State *state, Administrator *administrator)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_ptr_array_set_size(administrator->list.visible, 0);
	for (guint i = 0; i < state->requests.open->len; i++) {
		const Request *request = g_ptr_array_index(state->requests.open, i);
		if (!waits(request))
			continue;
		Request *row = request_copy(request);
		g_ptr_array_add(rows, row);
		g_ptr_array_add(administrator->list.visible, row);
	}
	g_clear_pointer(&administrator->rows, g_ptr_array_unref);
	administrator->rows = rows;
	pane_reselect(state, &administrator->list);
}

void administrator_open(Update *update)
{
	Administrator *administrator = dialog_open(update, &administrator_dialog)->self;
	pane_init(&administrator->list, &administrator_pane);
	take_rows(update->state, administrator);
}

/* ---- What it shows ------------------------------------------------------------------------------ */

static void write_request(const State *state, const Request *request, bool is_selected, Page *page)
{
	const Wording wording = state_wording(state);
	g_autofree char *what = role_words(&request->role, request->access, &request->scope);
	g_autofree char *stands = request_words(&wording, request, NULL);
	const StyleId first = is_selected ? STYLE_SELECTED : STYLE_TITLE;
	const StyleId second = is_selected ? STYLE_SELECTED : STYLE_TEXT;
	page_printf(page, 2, first, "%s %s", is_selected ? ">" : " ", what);
	page_printf(page, 4, second, "    %s", stands);
	if (request->justification != NULL)
		page_printf(page, 4, second, "    %s", request->justification);
}

static void write_administrator(const State *state, const Dialog *dialog, Page *page)
{
	const Administrator *administrator = dialog->self;
	page_add(page, 0, STYLE_DIM,
		 "Only in the demo: elsewhere an administrator decides in the portal.");
	page_add_blank(page);
	for (size_t i = 0; i < pane_count(&administrator->list); i++)
		write_request(state, pane_at(&administrator->list, i),
			      i == administrator->list.cursor, page);
	if (pane_count(&administrator->list) == 0)
		page_add(page, 0, STYLE_TEXT,
			 "Nothing waits for an administrator: who needs more of an eligible role "
			 "asks for it on the Roles screen.");
}

/* ---- What can be done --------------------------------------------------------------------------- */

static const Request *selected(const State *state)
{
	const Dialog *dialog = dialog_find(state, &administrator_dialog);
	return dialog != NULL ? pane_selected(list_of(dialog)) : NULL;
}

static const char *needs_request(const State *state)
{
	return selected(state) == NULL ? "Nothing waits for an administrator." : NULL;
}

static void decide(Update *update, const char *order, const char *done)
{
	const Request *request = selected(update->state);
	const char *id = request->service_id != NULL ? request->service_id : request->id;
	g_autofree char *what = role_words(&request->role, request->access, &request->scope);
	g_autofree char *text = g_strconcat(order, " ", id, NULL);
	update_effect(update, EFFECT_ADMINISTER, text);
	update_notice(update, NOTICE_INFO, "%s: the administrator %s.", what, done);
	known_lists_refresh(update, false);
}

static void run_agree(Update *update)
{
	decide(update, "agree", "agreed");
}

static void run_refuse(Update *update)
{
	decide(update, "refuse", "refused");
}

static void run_close(Update *update)
{
	dialog_close(update);
}

/* ---- What is heard ------------------------------------------------------------------------------ */

static void on_requests(Update *update, gconstpointer about)
{
	(void)about;
	const Dialog *dialog = dialog_find(update->state, &administrator_dialog);
	if (dialog != NULL)
		take_rows(update->state, dialog->self);
}

static const Context context = {
	.name = "Administrator",
	.traits = PAGE_TRAITS,
	.help_place = 71,
};

static const Action actions[] = {
	{ "administrator-agree", "a", "agree",
	  "In the demo, as the administrator: give what was asked for.", .place = 566, .footer = 1,
	  .guard = needs_request, .run = run_agree },
	{ "administrator-refuse", "d", "refuse", "In the demo, as the administrator: refuse it.",
	  .place = 567, .footer = 2, .guard = needs_request, .run = run_refuse },
	{ "administrator-close", "P esc q", "be the operator again",
	  "In the demo: be the operator again.", .place = 568, .footer = 3, .run = run_close },
};

const DialogKind administrator_dialog = {
	.title = "You are the administrator",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Administrator),
	.clear = administrator_clear,
	.write = write_administrator,
	.list = list_of,
	.listeners.hear = { [NEWS_ACCOUNT] = on_requests,
			    [NEWS_REQUESTS] = on_requests,
			    [NEWS_HISTORY] = on_requests },
};
