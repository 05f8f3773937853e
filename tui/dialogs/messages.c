/* The notices so far. */
#include <string.h>

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"

static void write_messages(const State *state, const Dialog *dialog, Page *page)
{
	(void)dialog;
	for (guint i = state->notices->len; i > 0; i--) {
		const Notice *notice = g_ptr_array_index(state->notices, i - 1);
		g_autofree char *at = state_local(state, notice->at);
		page_printf(page, 7, notice_style(notice->kind), "%-6s %s", at, notice->text);
		if (notice->said != NULL && strstr(notice->text, notice->said) == NULL)
			page_printf(page, 7, STYLE_DIM, "       The service said: %s",
				    notice->said);
	}
	if (state->notices->len == 0)
		page_add(page, 0, STYLE_DIM, "No message yet.");
}

static void run_messages(Update *update)
{
	dialog_open(update, &messages_dialog);
	update_dismiss_notices(update, NULL);
}

static const Action actions[] = {
	{ "messages", "m", "messages", "Show the messages so far.", .place = 170,
	  .traits = TRAIT_SCREEN, .run = run_messages },
};

const DialogKind messages_dialog = {
	.title = "Messages",
	.context = &reading_context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.write = write_messages,
};
