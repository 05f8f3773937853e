#include "tui/dialogs/address.h"

#include <string.h>

#include "src/base/limits.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/dialogs.h"

typedef struct Address {
	Field input;
} Address;

static void address_clear(void *self)
{
	field_clear(&((Address *)self)->input);
}

static Field *field(Dialog *dialog)
{
	return &((Address *)dialog->self)->input;
}

/* What was pasted holds a code: nobody else in front of the screen needs it. */
static void write_address(const State *state, const Dialog *dialog, Page *page)
{
	(void)state;
	const Address *address = dialog->self;
	const long length = g_utf8_strlen(field_text(&address->input), -1);
	page_add(page, 0, STYLE_TEXT,
		 "Paste the address that the browser ended at: it begins with http://localhost");
	page_add_blank(page);
	if (length == 0)
		page_add(page, 0, STYLE_DIM, "Nothing yet.");
	else
		page_printf(page, 0, STYLE_INPUT_FOCUS, "%ld characters, not shown.", length);
}

void address_ask(Update *update)
{
	Address *address = dialog_open(update, &address_dialog)->self;
	address->input.limit = LIMIT_REDIRECT;
}

/* Trimmed as it is copied: what is moved within a copy would leave its end behind. */
void address_send(Update *update, const char *text)
{
	Intent *intent = update_intent(update, INTENT_PASTE);
	while (g_ascii_isspace(*text))
		text++;
	size_t length = strlen(text);
	while (length > 0 && g_ascii_isspace(text[length - 1]))
		length--;
	intent->text = g_strndup(text, length);
	update_send(update, intent);
}

static void run_accept(Update *update)
{
	Dialog *dialog = dialog_top(update->state);
	address_send(update, field_text(field(dialog)));
	dialog_close(update);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

static const Context context = {
	.name = "Address",
	.traits = TYPING_TRAITS,
};

static const Action actions[] = {
	{ "address-accept", "enter", "use it", "Use the address.", .place = 510, .footer = 1,
	  .run = run_accept },
	{ "address-close", "esc", "back", "Go back to the page.", .place = 520, .footer = 2,
	  .run = run_close },
};

const DialogKind address_dialog = {
	.title = "Paste the address",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.outlives_account = true,
	.size = sizeof(Address),
	.clear = address_clear,
	.write = write_address,
	.field = field,
};
