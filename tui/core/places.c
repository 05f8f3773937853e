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
