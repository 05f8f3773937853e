#include "tui/tables.h"

#include "tui/core/help.h"
#include "tui/dialogs/dialogs.h"
#include "tui/screens/screens.h"

static const ScreenKind *const screens[] = {
	&roles_screen,
	&requests_screen,
	&approvals_screen,
	&history_screen,
};

/* What is heard is heard in this order: the form is gone before the outcome shows. */
static const DialogKind *const dialogs[] = {
	&help_dialog,
	&details_dialog,
	&messages_dialog,
	&palette_dialog,
	&activate_dialog,
	&confirm_dialog,
	&outcome_dialog,
	&deactivate_dialog,
	&quit_dialog,
	&sign_in_dialog,
	&qr_dialog,
	&address_dialog,
	&sign_out_dialog,
	&store_choice_dialog,
	&accounts_dialog,
	&cancel_request_dialog,
	&wide_dialog,
	&copy_dialog,
	&replace_dialog,
	&approve_dialog,
	&deny_dialog,
	&export_dialog,
	&changes_dialog,
	&views_dialog,
	&typed_dialog,
	&sets_dialog,
	&save_set_dialog,
	&end_set_dialog,
	&extend_dialog,
	&renew_dialog,
	&holders_dialog,
	&rehearse_dialog,
	&administrator_dialog,
	&proposals_dialog,
	&refuse_proposal_dialog,
	&why_file_dialog,
};

const Tables dashboard_tables = {
	.screens = screens,
	.screen_count = G_N_ELEMENTS(screens),
	.dialogs = dialogs,
	.dialog_count = G_N_ELEMENTS(dialogs),
};
