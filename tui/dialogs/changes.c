/* What is not as it was when one looked last. Opened, it is seen. */
#include "frontend/change-words.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/known-changes.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"

#define LINES_SHOWN 12 /* of what a role permits more, or less */

typedef struct Changes {
	GPtrArray *rows; /* as they were when it opened */
} Changes;

static void changes_clear(void *self)
{
	Changes *changes = self;
	g_clear_pointer(&changes->rows, g_ptr_array_unref);
}

static void write_lines(Page *page, const char *sign, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text != NULL ? text : "", "\n", -1);
	const guint count = g_strv_length(lines);
	for (guint i = 0; i < MIN(count, LINES_SHOWN); i++)
		page_printf(page, 19, STYLE_DIM, "%15s  %s %s", "", sign, lines[i]);
	if (count > LINES_SHOWN)
		page_printf(page, 19, STYLE_DIM, "%15s  %s and %u more", "", sign,
			    count - LINES_SHOWN);
}

static void write_change(const State *state, const Change *change, Page *page)
{
	const Wording wording = state_wording(state);
	g_autofree char *at = state_local(state, change->at);
	g_autofree char *words = change_words(&wording, change);
	page_printf(page, 17, STYLE_TEXT, "%-15s  %s", at, words);
	if (change->kind != CHANGE_PERMISSIONS)
		return;
	write_lines(page, "+", change->gained);
	write_lines(page, "-", change->lost);
}

static void write_area(const State *state, const GPtrArray *rows, ChangeArea area, Page *page)
{
	bool has_heading = false;
	for (guint i = 0; i < rows->len; i++) {
		const Change *change = rows->pdata[i];
		if (change_area(change->kind) != area)
			continue;
		if (!has_heading)
			page_add_heading(page, change_area_title(area));
		has_heading = true;
		write_change(state, change, page);
	}
}

static void write_changes(const State *state, const Dialog *dialog, Page *page)
{
	const Changes *changes = dialog->self;
	for (ChangeArea area = 0; area < CHANGE_AREAS; area++)
		write_area(state, changes->rows, area, page);
}

static const char *needs_changes(const State *state)
{
	return state->changes.rows != NULL ? NULL : "Nothing has changed since you looked last.";
}

static void run_changes(Update *update)
{
	Changes *changes = dialog_open(update, &changes_dialog)->self;
	changes->rows = g_ptr_array_ref(update->state->changes.rows);
	known_changes_see(update);
}

static const Action actions[] = {
	{ "changes", "C", "what changed", "Show what changed since you looked last.", .place = 165,
	  .traits = TRAIT_SCREEN, .guard = needs_changes, .run = run_changes },
};

const DialogKind changes_dialog = {
	.title = "What changed",
	.context = &reading_context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Changes),
	.clear = changes_clear,
	.write = write_changes,
};
