#include "tui/core/places.h"

#include <string.h>

#include "tui/core/screens.h"

#define PLACES_MOST 50

static void place_clear(Place *place)
{
	g_free(place->filter);
	g_free(place->selected);
}

static void place_free(gpointer data)
{
	place_clear(data);
	g_free(data);
}

void places_init(Places *places)
{
	places->before = g_ptr_array_new_with_free_func(place_free);
	places->after = g_ptr_array_new_with_free_func(place_free);
}

void places_clear(Places *places)
{
	g_ptr_array_unref(places->before);
	g_ptr_array_unref(places->after);
	place_clear(&places->here);
	kept_place_free(places->wanted);
}

static void set_text(char **member, const char *text)
{
	if (g_strcmp0(*member, text) == 0)
		return;
	g_free(*member);
	*member = g_strdup(text);
}

/* Takes the place; the oldest ones go. */
static void push(GPtrArray *places, const Place *place)
{
	g_ptr_array_add(places, g_memdup2(place, sizeof *place));
	if (places->len > PLACES_MOST)
		g_ptr_array_remove_index(places, 0);
}

static void look(const State *state, Place *here)
{
	here->screen = (size_t)(state->screen - state->screens);
	here->pane = (size_t)(state->focus - state->screen->panes);
	set_text(&here->filter, field_text(&state->focus->filter));
	set_text(&here->selected, state->focus->selected);
}

static bool is_same(const State *state, const Place *here)
{
	return here->screen == (size_t)(state->screen - state->screens) &&
	       here->pane == (size_t)(state->focus - state->screen->panes) &&
	       here->filter != NULL && strcmp(here->filter, field_text(&state->focus->filter)) == 0;
}

void places_note(State *state)
{
	Places *places = &state->places;
	places->is_chosen = true;
	g_clear_pointer(&places->wanted, kept_place_free);
	if (state->is_filtering) /* not done yet */
		return;
	if (places->here.filter != NULL && !is_same(state, &places->here)) {
		push(places->before, &places->here);
		places->here = (Place){ 0 };
		g_ptr_array_set_size(places->after, 0);
	}
	look(state, &places->here);
}

void places_forget(State *state)
{
	Places *places = &state->places;
	g_ptr_array_set_size(places->before, 0);
	g_ptr_array_set_size(places->after, 0);
	place_clear(&places->here);
	places->here = (Place){ 0 };
	places->is_chosen = false;
	g_clear_pointer(&places->wanted, kept_place_free);
}

const char *places_find_none_before(const State *state)
{
	return state->places.before->len > 0 ? NULL : "There is no place before this one.";
}

const char *places_find_none_after(const State *state)
{
	return state->places.after->len > 0 ? NULL : "There is no place after this one.";
}

static void show(Update *update, const Place *place)
{
	State *state = update->state;
	Screen *screen = &state->screens[place->screen];
	Pane *pane = &screen->panes[place->pane];
	screen_open(update, screen->kind->context);
	if (!pane_is_there(pane)) /* its rows have gone since */
		pane = &screen->panes[screen->kind->first_focus];
	screen_focus(update, pane);
	if (strcmp(field_text(&pane->filter), place->filter) != 0) {
		field_set(&pane->filter, place->filter);
		pane_rebuild(state, pane);
		if (pane->kind->filtered != NULL)
			pane->kind->filtered(update);
	}
	if (place->selected == NULL || !pane_select_id(state, pane, place->selected))
		return;
	if (pane->kind->selected != NULL)
		pane->kind->selected(update);
}

/* From where one is to the nearest of `from`; where one was is the nearest of `to`. */
static void go(Update *update, GPtrArray *from, GPtrArray *to)
{
	Places *places = &update->state->places;
	Place *place = g_ptr_array_steal_index(from, from->len - 1);
	look(update->state, &places->here);
	push(to, &places->here);
	places->here = (Place){ 0 };
	show(update, place);
	look(update->state, &places->here);
	place_free(place);
}

void places_go_back(Update *update)
{
	Places *places = &update->state->places;
	go(update, places->before, places->after);
}

void places_go_forward(Update *update)
{
	Places *places = &update->state->places;
	go(update, places->after, places->before);
}

/* ---- Where one left --------------------------------------------------------------------------- */

KeptPlace *places_keep(const State *state)
{
	const Screen *screen = state->screen;
	if (state->account == NULL)
		return NULL;
	KeptPlace *place = kept_place_new(screen->kind->title, state->focus->kind->title);
	for (size_t i = 0; i < screen->pane_count; i++) {
		const Pane *pane = &screen->panes[i];
		/* What a tree shows hangs on a row of another pane, and where one was in it is kept with that. */
		if (!pane->kind->is_held)
			kept_place_add(place, pane->kind->title, field_text(&pane->filter),
				       pane->selected);
	}
	return place;
}

void places_leave(Update *update)
{
	const State *state = update->state;
	KeptPlace *place = places_keep(state);
	if (place == NULL)
		return;
	g_autofree char *name = kept_place_name(state->account);
	update_keep_place(update, name, place);
}

void places_ask(Update *update)
{
	const State *state = update->state;
	if (!state->at.keeps_place || state->account == NULL)
		return;
	g_autofree char *name = kept_place_name(state->account);
	update_effect(update, EFFECT_READ_PLACE, name);
}

static Screen *find_screen(const State *state, const char *title)
{
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		if (strcmp(state->screens[i].kind->title, title) == 0)
			return &state->screens[i];
	}
	return NULL;
}

static Pane *find_pane(Screen *screen, const char *title)
{
	for (size_t i = 0; i < screen->pane_count; i++) {
		if (strcmp(screen->panes[i].kind->title, title) == 0)
			return &screen->panes[i];
	}
	return NULL;
}

static void set_filter(Update *update, Pane *pane, const char *filter)
{
	field_set(&pane->filter, filter);
	pane_rebuild(update->state, pane);
	if (pane->kind->filtered != NULL)
		pane->kind->filtered(update);
}

void places_want(Update *update, KeptPlace *place)
{
	State *state = update->state;
	g_autoptr(KeptPlace) taken = place;
	Screen *screen = find_screen(state, place->screen);
	if (state->places.is_chosen || screen == NULL)
		return;
	screen_open(update, screen->kind->context);
	for (guint i = 0; i < place->panes->len; i++) {
		const KeptPane *kept = place->panes->pdata[i];
		Pane *pane = find_pane(screen, kept->title);
		if (pane != NULL && *kept->filter != '\0')
			set_filter(update, pane, kept->filter);
	}
	kept_place_free(state->places.wanted);
	state->places.wanted = g_steal_pointer(&taken);
	places_settle(update, false);
}

/* The row may have come by now. False: it has not. */
static bool select_kept(Update *update, Pane *pane, const char *id)
{
	const State *state = update->state;
	if (!pane_select_id(state, pane, id))
		return false;
	pane->is_held = true;
	if (pane->kind->selected != NULL)
		pane->kind->selected(update);
	return true;
}

/* What was looked for then may be gone: an empty screen would be a riddle. */
static void drop_vain_filter(Update *update, Pane *pane)
{
	if (field_is_empty(&pane->filter) || pane_count(pane) > 0)
		return;
	if (pane->total > 0)
		update_notice(
			update, NOTICE_INFO,
			"The filter of last time, \"%s\", fits nothing now: all rows are shown.",
			field_text(&pane->filter));
	set_filter(update, pane, "");
}

/* The keys go to a tree only where it is that of the row which one left. */
static void focus_kept(Update *update, Screen *screen, bool are_found)
{
	Pane *pane = find_pane(screen, update->state->places.wanted->pane);
	if (pane != NULL && pane != update->state->focus && pane_is_there(pane) &&
	    (are_found || !pane->kind->is_held))
		screen_focus(update, pane);
}

void places_settle(Update *update, bool is_last)
{
	Places *places = &update->state->places;
	Screen *screen = update->state->screen;
	bool are_found = true;
	if (places->wanted == NULL)
		return;
	for (guint i = 0; i < places->wanted->panes->len; i++) {
		const KeptPane *kept = places->wanted->panes->pdata[i];
		Pane *pane = find_pane(screen, kept->title);
		if (pane == NULL)
			continue;
		if (is_last)
			drop_vain_filter(update, pane);
		if (kept->selected != NULL && g_strcmp0(pane->selected, kept->selected) != 0)
			are_found = select_kept(update, pane, kept->selected) && are_found;
	}
	focus_kept(update, screen, are_found);
	if (is_last)
		g_clear_pointer(&places->wanted, kept_place_free);
}
