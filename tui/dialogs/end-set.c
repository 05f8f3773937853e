#include "tui/dialogs/end-set.h"

#include "frontend/grant-words.h"
#include "frontend/sets.h"
#include "frontend/target.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/submissions.h"
#include "tui/core/words.h"
#include "tui/dialogs/deactivate.h"
#include "tui/dialogs/dialogs.h"

typedef struct EndSet {
	char *name;
	GPtrArray *assignments; /* Assignment*, captured when the question was asked */
} EndSet;

static void end_set_clear(void *self)
{
	EndSet *end_set = self;
	g_free(end_set->name);
	g_clear_pointer(&end_set->assignments, g_ptr_array_unref);
}

/* The active row of what was asked for; NULL: it is none. */
static Assignment *find_active(const State *state, const Request *request)
{
	const GPtrArray *rows = state->lists.active[request->workload];
	for (guint i = 0; i < rows->len; i++) {
		const Assignment *active = ((const Row *)rows->pdata[i])->assignment;
		if (active->assignment_type == ASSIGNMENT_ACTIVATED &&
		    grant_match_request(&active->grant, request) == MATCH_SCOPE)
			return (Assignment *)active;
	}
	return NULL;
}

GPtrArray *end_set_find(const State *state, const ActivationSet *set)
{
	GPtrArray *found = g_ptr_array_new();
	g_autoptr(GPtrArray) entries = known_journal_entries(&state->journal);
	g_autoptr(GPtrArray) held = set_list_held(entries, set->name, state->now);
	for (guint i = 0; i < held->len; i++) {
		Assignment *active = find_active(state, held->pdata[i]);
		if (active != NULL)
			g_ptr_array_add(found, active);
	}
	return found;
}

static void write_end_set(const State *state, const Dialog *dialog, Page *page)
{
	const EndSet *end_set = dialog->self;
	page_printf(page, 0, STYLE_TEXT,
		    "What the set %s activated, and nothing else:", end_set->name);
	page_add_blank(page);
	for (guint i = 0; i < end_set->assignments->len; i++) {
		const Assignment *active = end_set->assignments->pdata[i];
		g_autofree char *what = grant_words(&active->grant, NULL);
		g_autofree char *until = state_until(state, &active->grant);
		page_printf(page, 2, STYLE_TITLE, "%s", what);
		page_printf(page, 2, STYLE_TEXT, "  %s", until);
		deactivate_write_first_minutes(page, state, &active->grant);
	}
	page_add_blank(page);
	page_add(page, 0, STYLE_TEXT, "What these roles permit ends at once.");
}

void end_set_ask(Update *update, const ActivationSet *set)
{
	g_autoptr(GPtrArray) found = end_set_find(update->state, set);
	GPtrArray *copies = g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
	for (guint i = 0; i < found->len; i++)
		g_ptr_array_add(copies, assignment_copy(found->pdata[i]));
	char *name = g_strdup(set->name);
	EndSet *end_set = dialog_open(update, &end_set_dialog)->self;
	end_set->name = name;
	end_set->assignments = copies;
}

static void run_confirm(Update *update)
{
	EndSet *end_set = dialog_top(update->state)->self;
	g_autoptr(GPtrArray) assignments = g_steal_pointer(&end_set->assignments);
	dialog_close(update);
	submissions_deactivate_all(update, assignments);
}

static const Context context = {
	.name = "End a set",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
	.help_place = 51,
};

static const Action actions[] = {
	{ "confirm-end-set", "enter", "end all", "End the roles that are shown.", .place = 423,
	  .footer = 1, .run = run_confirm },
};

const DialogKind end_set_dialog = {
	.title = "End the set?",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(EndSet),
	.clear = end_set_clear,
	.write = write_end_set,
};
