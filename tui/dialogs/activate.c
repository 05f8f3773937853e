#include "tui/dialogs/activate.h"

#include "frontend/target.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate-form.h"
#include "tui/dialogs/confirm.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/replace.h"
#include "tui/dialogs/wide.h"

typedef struct Memory {
	Activate *kept;        /* left by Esc, for the same rows again; or NULL */
	bool is_again;         /* the form that opens next repeats what was asked another time */
	int64_t last_duration; /* of the last activation confirmed here; 0: none */
} Memory;

static Memory *memory_of(const State *state)
{
	return dialog_memory(state, &activate_dialog);
}

static void free_kept(Memory *memory)
{
	if (memory->kept != NULL)
		activate_clear(memory->kept);
	g_clear_pointer(&memory->kept, g_free);
}

static void forget(void *memory)
{
	free_kept(memory);
}

/* ---- Opening ------------------------------------------------------------------------------------ */

/* How long the role was held last, as far as the history tells. */
static int64_t last_duration(const State *state, const Grant *grant)
{
	for (guint i = 0; i < state->journal.rows->len; i++) {
		const Row *row = g_ptr_array_index(state->journal.rows, i);
		const Request *request = row->entry->request;
		if (request->kind == REQUEST_ACTIVATE && request->duration > 0 &&
		    request->role.id != NULL && request->workload == grant->workload &&
		    g_ascii_strcasecmp(role_guid(request->role.id), role_guid(grant->role.id)) == 0)
			return request->duration;
	}
	return memory_of(state)->last_duration;
}

static bool is_for_same_rows(const Activate *activate, const GPtrArray *activations)
{
	if (activate->rows->len != activations->len)
		return false;
	for (guint i = 0; i < activations->len; i++) {
		const ActivateRow *row = g_ptr_array_index(activate->rows, i);
		const Activation *activation = g_ptr_array_index(activations, i);
		if (!scope_id_equal(row->scope.id, activation->scope.id) ||
		    !eligibility_is_same(row->eligibility, activation->eligibility))
			return false;
	}
	return true;
}

static void open_form(Update *update, const GPtrArray *activations)
{
	const State *state = update->state;
	Memory *memory = memory_of(state);
	if (activations->len == 1)
		known_proposals_fill(update->state, g_ptr_array_index(activations, 0));
	const Activation *first = g_ptr_array_index(activations, 0);
	const bool is_filled =
		first->justification != NULL || first->duration || first->set_name != NULL;
	Activate *activate = dialog_open(update, &activate_dialog)->self;
	if (memory->kept != NULL && !is_filled && is_for_same_rows(memory->kept, activations)) {
		*activate = *memory->kept;
		g_clear_pointer(&memory->kept, g_free);
	} else {
		free_kept(memory);
		activate_init(activate, state, activations,
			      last_duration(state, &first->eligibility->grant));
	}
	if (memory->is_again && first->justification != NULL)
		form_put_before(&activate->form, ACTIVATE_REASON);
	memory->is_again = false;
	for (guint i = 0; i < activate->rows->len; i++) {
		const ActivateRow *row = g_ptr_array_index(activate->rows, i);
		known_policies_read(update, row->eligibility, &row->scope);
	}
	activate_update(activate, state);
}

static GPtrArray *activations_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
}

/* The question about a wide scope may stand between. */
static void open_as(Update *update, const GPtrArray *activations, bool is_again)
{
	memory_of(update->state)->is_again = is_again;
	if (!wide_is_asked(activations)) {
		open_form(update, activations);
		return;
	}
	g_autoptr(GPtrArray) copies = activations_new();
	for (guint i = 0; i < activations->len; i++)
		g_ptr_array_add(copies, activation_copy(g_ptr_array_index(activations, i)));
	wide_ask(update, g_steal_pointer(&copies), open_form);
}

void activate_open(Update *update, const GPtrArray *activations)
{
	open_as(update, activations, false);
}

void activate_open_again(Update *update, const GPtrArray *activations)
{
	open_as(update, activations, true);
}

/* ---- What can be done --------------------------------------------------------------------------- */

static Activate *top(const State *state)
{
	return dialog_top(state)->self;
}

/* On top of all; NULL: another dialog is, or none. */
static Activate *open_form_of(const State *state)
{
	const Dialog *dialog = dialog_top(state);
	return dialog != NULL && dialog->kind == &activate_dialog ? dialog->self : NULL;
}

static Field *field(Dialog *dialog)
{
	return form_focused(&((Activate *)dialog->self)->form);
}

static void typed(Update *update, Dialog *dialog)
{
	Activate *activate = dialog->self;
	activate->is_touched = true;
	if (activate->form.focus == ACTIVATE_DURATION)
		activate->is_duration_typed = true;
	if (activate->form.focus == ACTIVATE_START)
		activate_take_start(activate, update->state);
	form_typed(&activate->form);
	activate->is_news = false;
	g_clear_pointer(&activate->error, g_free);
	g_clear_pointer(&activate->tried, g_ptr_array_unref);
	activate_update(activate, update->state);
}

static void move_by(Activate *activate, int step)
{
	activate->is_news = false;
	form_focus_by(&activate->form, step);
}

static void run_next(Update *update)
{
	move_by(top(update->state), 1);
}

static void run_previous(Update *update)
{
	move_by(top(update->state), -1);
}

static void run_close(Update *update)
{
	Activate *activate = top(update->state);
	Memory *memory = memory_of(update->state);
	update_drop(update, &activate->check_intent);
	g_clear_pointer(&activate->tried, g_ptr_array_unref);
	free_kept(memory);
	if (activate->is_touched) {
		memory->kept = g_memdup2(activate, sizeof *activate);
		memory->kept->proposal = 0; /* what is typed is the person's own by now */
		memory->kept->holder = 0;
		*activate = (Activate){ 0 };
	}
	dialog_close(update);
}

static const char *needs_old_reason(const State *state)
{
	const Activate *activate = open_form_of(state);
	return activate != NULL && activate->form.fields[ACTIVATE_REASON].before != NULL
		       ? NULL
		       : "No reason of another time stands in the form.";
}

static void run_old_reason(Update *update)
{
	Activate *activate = top(update->state);
	form_take_before(&activate->form, ACTIVATE_REASON);
	activate->is_touched = true;
	activate_update(activate, update->state);
}

/* ---- The dry run -------------------------------------------------------------------------------- */

static const char *needs_check(const State *state)
{
	return activate_needs_checkable(open_form_of(state));
}

static void run_check(Update *update)
{
	Activate *activate = top(update->state);
	g_autoptr(GPtrArray) activations = activations_new();
	if (activate_read(activate, update->state, activations))
		activate_check(activate, update, activations);
}

static void on_checked(Update *update, const Event *event)
{
	Activate *activate = open_form_of(update->state);
	if (activate != NULL)
		activate_take_checked(activate, update->state, event);
}

/* ---- On to the last look ------------------------------------------------------------------------ */

static const Assignment *find_active(const State *state, const Activation *activation)
{
	return known_lists_find_active_for(&state->lists, activation->eligibility,
					   &activation->scope);
}

/* What starts later beside what is on may be refused: that is told before anything is sent. */
static bool wants_trial(const State *state, const GPtrArray *activations)
{
	for (guint i = 0; i < activations->len; i++) {
		const Activation *activation = g_ptr_array_index(activations, i);
		if (activation->start != 0 && activate_can_check(activation) &&
		    find_active(state, activation) != NULL)
			return true;
	}
	return false;
}

static void run_accept(Update *update)
{
	const State *state = update->state;
	Activate *activate = top(state);
	g_autoptr(GPtrArray) activations = activations_new();
	g_clear_pointer(&activate->error, g_free);
	if (state->account == NULL) {
		activate->error = g_strdup("It is not known yet who is signed in: wait a moment.");
		return;
	}
	if (state->account->guard.is_read_only) {
		activate->error = g_strdup("This account is only to look with (read_only=yes).");
		return;
	}
	if (!activate_read(activate, state, activations))
		return;
	if (!known_proposals_allow(&state->proposals, g_ptr_array_index(activations, 0))) {
		activate->error =
			g_strdup("The program that asked for it is gone, or it has lapsed.");
		return;
	}
	if (!wants_trial(state, activations)) {
		confirm_ask(update, g_steal_pointer(&activations));
		return;
	}
	activate_check(activate, update, activations);
	activate->tried = g_steal_pointer(&activations);
}

/* The dry run is over. What was typed meanwhile asks for another one. */
static void on_done(Update *update, const Event *event)
{
	Activate *activate = open_form_of(update->state);
	if (activate == NULL || event->intent_id != activate->check_intent ||
	    activate->tried == NULL)
		return;
	GPtrArray *tried = g_steal_pointer(&activate->tried);
	if (activate->is_checked && !activate->is_refused)
		confirm_ask(update, tried);
	else
		g_ptr_array_unref(tried);
}

/* ---- End it and activate again ------------------------------------------------------------------ */

static const Assignment *find_replaceable(const State *state)
{
	const Activate *activate = open_form_of(state);
	if (activate == NULL || activate->rows->len != 1)
		return NULL;
	const ActivateRow *row = g_ptr_array_index(activate->rows, 0);
	const Assignment *active =
		known_lists_find_active_for(&state->lists, row->eligibility, &row->scope);
	return active != NULL && active->assignment_type != ASSIGNMENT_ASSIGNED ? active : NULL;
}

static const char *needs_replaceable(const State *state)
{
	return find_replaceable(state) != NULL ? NULL
					       : "Nothing is active here that could be ended.";
}

static void run_replace(Update *update)
{
	const State *state = update->state;
	Activate *activate = top(state);
	g_autoptr(GPtrArray) activations = activations_new();
	const Instant start = activate->start;
	activate->start = 0; /* now: what is typed as its length counts from here */
	const bool is_read = activate_read(activate, state, activations);
	activate->start = start;
	if (is_read)
		replace_ask(update, find_replaceable(state), g_ptr_array_index(activations, 0));
}

/* ---- What is heard ------------------------------------------------------------------------------ */

static Activate *open_one(const State *state)
{
	const Dialog *dialog = dialog_find(state, &activate_dialog);
	return dialog != NULL ? dialog->self : NULL;
}

static void on_policy(Update *update, gconstpointer about)
{
	(void)about;
	Activate *activate = open_one(update->state);
	if (activate != NULL)
		activate_update(activate, update->state);
}

/* The rows of an open form follow the list; one that is gone stays, and says so. */
static void on_eligible(Update *update, gconstpointer about)
{
	(void)about;
	Activate *activate = open_one(update->state);
	for (guint i = 0; activate != NULL && i < activate->rows->len; i++) {
		ActivateRow *row = g_ptr_array_index(activate->rows, i);
		const Eligibility *now = known_lists_find_eligible(&update->state->lists,
								   row->eligibility->grant.id);
		if (now == NULL) {
			g_free(activate->error);
			activate->error =
				g_strdup_printf("You are no longer eligible for %s.",
						role_label(&row->eligibility->grant.role));
		} else if (!eligibility_is_same(now, row->eligibility)) {
			eligibility_free(row->eligibility);
			row->eligibility = eligibility_copy(now);
		}
	}
}

/* Time words follow the clock without being asked. */
static void on_time(Update *update, gconstpointer about)
{
	const Instant before = *(const Instant *)about;
	const Dialog *dialog = dialog_top(update->state);
	if (dialog != NULL && dialog->kind == &activate_dialog &&
	    before / 60 != update->state->now / 60)
		activate_update(dialog->self, update->state);
}

/* What was confirmed is on its way: the form below the last look has done its work. */
static void on_submitted(Update *update, gconstpointer about)
{
	const Submission *submission = about;
	const Dialog *dialog = dialog_top(update->state);
	Memory *memory = memory_of(update->state);
	for (guint i = 0; i < submission->items->len; i++) {
		const Outcome *item = g_ptr_array_index(submission->items, i);
		if (item->activation != NULL)
			memory->last_duration = item->activation->duration;
	}
	if (dialog == NULL || dialog->kind != &activate_dialog)
		return;
	dialog_close(update);
	free_kept(memory);
}

static const Context context = {
	.name = "Activate form",
	.traits = TYPING_TRAITS,
	.help_place = 20,
};

static const Action actions[] = {
	{ "form-accept", "enter", "activate", "Show what will be sent, for a last look.",
	  .place = 360, .footer = 1, .run = run_accept },
	{ "form-next", "tab down", "next field", "Go to the next field.", .place = 370, .footer = 2,
	  .run = run_next },
	{ "form-previous", "shift-tab up", "previous field", "Go to the previous field.",
	  .place = 380, .run = run_previous },
	{ "form-check", "ctrl-t", "check",
	  "Ask the service whether it would accept this, without doing it.", .place = 390,
	  .footer = 3, .guard = needs_check, .run = run_check },
	{ "form-replace", "ctrl-r", "end and activate again",
	  "More time: end what is active here, then activate it again, after a question.",
	  .place = 395, .guard = needs_replaceable, .run = run_replace },
	{ "form-reason", "ctrl-y", "the old reason",
	  "Take over the reason of the last time, which stands dim in its field.", .place = 397,
	  .footer = 3, .guard = needs_old_reason, .run = run_old_reason },
	{ "form-close", "esc", "back", "Close the form; what was typed is kept for these rows.",
	  .place = 400, .footer = 4, .run = run_close },
};

const DialogKind activate_dialog = {
	.title = "Activate",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Activate),
	.clear = activate_clear,
	.memory_size = sizeof(Memory),
	.forget = forget,
	.height = activate_height,
	.draw = activate_draw,
	.field = field,
	.typed = typed,
	.listeners = {
		.on = { [EVENT_CHECKED] = on_checked, [EVENT_INTENT_DONE] = on_done },
		.hear = {
			[NEWS_POLICY] = on_policy,
			[NEWS_ELIGIBLE] = on_eligible,
			[NEWS_TIME] = on_time,
			[NEWS_SUBMITTED] = on_submitted,
		},
	},
};
