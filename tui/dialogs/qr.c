#include "tui/dialogs/qr.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/sign-in.h"

static void write_qr(const State *state, const Dialog *dialog, Page *page)
{
	(void)dialog;
	const Dialog *below = sign_in_find(state);
	const SignInProgress *progress =
		below != NULL ? ((const SignIn *)below->self)->progress : NULL;
	if (progress == NULL || progress->qr == NULL) {
		page_add(page, 0, STYLE_TEXT, "The code has expired.");
		return;
	}
	const int side = sign_in_qr_columns(progress);
	const int rows = (side + 1) / 2;
	if (state->at.is_ascii) {
		page_add(page, 0, STYLE_TEXT, "A QR code cannot be drawn with ASCII.");
		return;
	}
	if (side > page->columns || rows + 4 > state->at.rows) {
		page_printf(page, 0, STYLE_TEXT, "The window is too small for it: it needs %dx%d.",
			    side + 4, rows + 4);
		return;
	}
	for (int row = 0; row < rows; row++)
		page_take(page, STYLE_QR, sign_in_qr_row(progress, row));
	if (progress->user_code != NULL && rows + 5 <= state->at.rows)
		page_printf(page, 0, STYLE_TITLE, "Type %s there", progress->user_code);
}

void qr_show(Update *update)
{
	dialog_open(update, &qr_dialog);
}

const DialogKind qr_dialog = {
	.title = "Scan this page",
	.context = &reading_context,
	.outlives_account = true,
	.write = write_qr,
};
