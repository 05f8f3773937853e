#include "tui/core/views.h"

#include <string.h>

#include "src/base/nearby.h"
#include "tui/core/screens.h"

#define SEPARATORS ", "

static const char *list_of(const ViewSettings *view)
{
	return view->list != NULL ? view->list : view->name;
}

static bool is_list(const PaneKind *kind, const char *list)
{
	return kind->columns != NULL && kind->title != NULL &&
	       g_ascii_strcasecmp(kind->title, list) == 0;
}

/* The names between the separators. The caller frees. */
static char **column_names(const ViewSettings *view)
{
	g_autoptr(GStrvBuilder) names = g_strv_builder_new();
	g_auto(GStrv) words =
		g_strsplit_set(view->columns != NULL ? view->columns : "", SEPARATORS, -1);
	for (char **word = words; *word != NULL; word++) {
		if (**word != '\0')
			g_strv_builder_add(names, *word);
	}
	return g_strv_builder_end(names);
}

/* ---- What may be written ------------------------------------------------------------------------ */

/* "LIST=word: expected one of a, b (did you mean a?)" */
static char *mistake_of(const char *word, GPtrArray *words)
{
	g_autofree char *hint = nearby_hint(word, words);
	g_ptr_array_add(words, NULL);
	g_autofree char *all = g_strjoinv(", ", (char **)words->pdata);
	return g_strdup_printf("%s: expected one of %s%s", word, all, hint);
}

static const PaneKind *find_kind(const Tables *tables, const char *list, GPtrArray *names)
{
	for (size_t i = 0; i < tables->screen_count; i++) {
		const ScreenKind *screen = tables->screens[i];
		for (size_t k = 0; k < LAYOUT_PANES && screen->panes[k] != NULL; k++) {
			const PaneKind *kind = screen->panes[k];
			if (is_list(kind, list))
				return kind;
			if (kind->columns != NULL && kind->title != NULL)
				g_ptr_array_add(names, g_ascii_strdown(kind->title, -1));
		}
	}
	return NULL;
}

/* Its place; SORT_COUNT: rows have no such order. */
static SortId find_sort(const PaneKind *kind, const char *sort, GPtrArray *names)
{
	for (SortId id = 0; id < SORT_COUNT; id++) {
		const char *title = kind->sort_titles[id];
		if (g_strcmp0(title, sort) == 0)
			return id;
		if (title != NULL)
			g_ptr_array_add(names, g_strdup(title));
	}
	return SORT_COUNT;
}

static char *find_wrong_column(const PaneKind *kind, const ViewSettings *view)
{
	g_auto(GStrv) names = column_names(view);
	for (char **name = names; *name != NULL; name++) {
		if (pane_find_column(kind, *name) != NULL)
			continue;
		g_autoptr(GPtrArray) all = g_ptr_array_new();
		for (size_t i = 0; i < kind->column_count; i++)
			g_ptr_array_add(all, (gpointer)kind->columns[i].name);
		return mistake_of(*name, all);
	}
	return NULL;
}

char *view_find_mistake(const Tables *tables, const ViewSettings *view, const char *key)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const PaneKind *kind = find_kind(tables, list_of(view), names);
	if (kind == NULL)
		return strcmp(key, "list") == 0 ? mistake_of(list_of(view), names) : NULL;
	g_ptr_array_set_size(names, 0);
	if (strcmp(key, "sort") == 0 && view->sort != NULL &&
	    find_sort(kind, view->sort, names) == SORT_COUNT)
		return mistake_of(view->sort, names);
	return strcmp(key, "columns") == 0 ? find_wrong_column(kind, view) : NULL;
}

/* ---- Looking that way --------------------------------------------------------------------------- */

static Pane *find_pane(const State *state, const char *list, Screen **screen)
{
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		*screen = &state->screens[i];
		for (size_t k = 0; k < (*screen)->pane_count; k++) {
			if (is_list((*screen)->panes[k].kind, list))
				return &(*screen)->panes[k];
		}
	}
	return NULL;
}

static void take_view(Pane *pane, const ViewSettings *view)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) columns = column_names(view);
	const SortId sort =
		view->sort != NULL ? find_sort(pane->kind, view->sort, names) : SORT_COUNT;
	pane->sort = sort < SORT_COUNT ? sort : pane->kind->sort;
	field_set(&pane->filter, view->filter != NULL ? view->filter : "");
	pane_choose_columns(pane, (const char *const *)columns);
}

void views_init(State *state, const Settings *settings)
{
	state->views = g_ptr_array_new_with_free_func((GDestroyNotify)view_settings_free);
	for (guint i = 0; settings != NULL && i < settings->views->len; i++) {
		const ViewSettings *view = g_ptr_array_index(settings->views, i);
		Screen *screen;
		Pane *pane = view->list == NULL ? find_pane(state, view->name, &screen) : NULL;
		g_ptr_array_add(state->views, view_settings_copy(view));
		if (pane != NULL)
			take_view(pane, view);
	}
}

/* The filter is another one: who follows it is told. */
static void show(Update *update, Pane *pane)
{
	pane_rebuild(update->state, pane);
	if (pane->kind->filtered != NULL)
		pane->kind->filtered(update);
}

void view_open(Update *update, const ViewSettings *view)
{
	Screen *screen;
	Pane *pane = find_pane(update->state, list_of(view), &screen);
	if (pane == NULL)
		return;
	screen_open(update, screen->kind->context);
	screen_focus(update, pane);
	take_view(pane, view);
	show(update, pane);
}

void view_reset(Update *update, Pane *pane)
{
	const ViewSettings usual = { 0 };
	take_view(pane, &usual);
	show(update, pane);
}

char *view_words(const ViewSettings *view)
{
	GString *words = g_string_new(list_of(view));
	if (view->filter != NULL)
		g_string_append_printf(words, " /%s", view->filter);
	if (view->sort != NULL)
		g_string_append_printf(words, ", by %s", view->sort);
	if (view->columns != NULL)
		g_string_append_printf(words, ", columns %s", view->columns);
	return g_string_free(words, FALSE);
}
