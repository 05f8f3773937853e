#include "tui/dialogs/rehearse.h"

#include "frontend/command.h"
#include "frontend/fit.h"
#include "frontend/grant-words.h"
#include "frontend/problem-words.h"
#include "frontend/rehearsal.h"
#include "src/model/duration.h"
#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/set-places.h"

#define STATE_COLUMNS 9 /* "warning  " */

/* One row of the set. */
typedef struct Look {
	guint places;   /* that it fits; nothing is asked about it unless that is one */
	Target *target; /* NULL: it is not clear which */
	Policy *before; /* as it was at the last activation; NULL: not known */
	Instant since;
	uint64_t check_intent; /* the service is being asked; 0: it is not */
	bool is_asked;
	Problem *answer;
} Look;

typedef struct Rehearse {
	ActivationSet *set;
	GPtrArray *looks; /* Look*, one for each row of the set */
} Rehearse;

static void look_free(gpointer data)
{
	Look *look = data;
	if (look->target != NULL)
		target_clear(look->target);
	g_free(look->target);
	policy_free(look->before);
	problem_free(look->answer);
	g_free(look);
}

static void rehearse_clear(void *self)
{
	Rehearse *rehearse = self;
	activation_set_free(rehearse->set);
	g_clear_pointer(&rehearse->looks, g_ptr_array_unref);
}

static Rehearse *find(const State *state)
{
	const Dialog *dialog = dialog_find(state, &rehearse_dialog);
	return dialog != NULL ? dialog->self : NULL;
}

/* ---- Looking -------------------------------------------------------------------------------------- */

static const Policy *policy_of(const State *state, const Look *look)
{
	const PolicyEntry *entry = known_policies_find(
		&state->policies, look->target->eligibility->grant.id, look->target->scope.id);
	return entry != NULL ? entry->policy : NULL;
}

/* As it would be sent, with something in place of what is not given yet. */
static Activation *make_trial(const State *state, const Rehearse *rehearse, guint i,
			      const Policy *policy)
{
	const Look *look = rehearse->looks->pdata[i];
	const SetRow *row = rehearse->set->rows->pdata[i];
	Activation *trial = set_make_activation(state, rehearse->set, row, look->target);
	const int64_t length = duration_default(trial->duration, policy->maximum);
	trial->duration = grant_cap_duration(&look->target->eligibility->grant, state->now,
					     duration_cap(length, policy->maximum));
	if (trial->justification == NULL)
		trial->justification = g_strdup(REHEARSED_TEXT);
	trial->ticket_number = g_strdup(REHEARSED_TEXT);
	return trial;
}

/* Once it is known what the role asks for. Each is asked about by itself, so that each answer finds its row. */
static void ask_service(Update *update, const Rehearse *rehearse, guint i)
{
	Look *look = rehearse->looks->pdata[i];
	const Policy *policy = look->target != NULL ? policy_of(update->state, look) : NULL;
	if (policy == NULL || look->is_asked)
		return;
	look->is_asked = true;
	if (!workload_info(look->target->eligibility->grant.workload)->can_check)
		return;
	Intent *intent = update_intent(update, INTENT_CHECK);
	intent->activations = g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	g_ptr_array_add(intent->activations, make_trial(update->state, rehearse, i, policy));
	look->check_intent = update_send(update, intent);
}

static void read_before(const State *state, Look *look)
{
	if (look->target == NULL || look->before != NULL)
		return;
	g_autoptr(GPtrArray) entries = known_journal_entries(&state->journal);
	look->before = rehearsal_read_last(entries, &look->target->eligibility->grant,
					   &look->target->scope, &look->since);
}

/* Which row is meant, as far as lists tell by now. */
static void place(Update *update, const Rehearse *rehearse, guint i)
{
	Look *look = rehearse->looks->pdata[i];
	if (look->target != NULL)
		return;
	g_autoptr(GPtrArray) places = set_find_places(update->state, rehearse->set->rows->pdata[i]);
	look->places = places->len;
	if (places->len != 1)
		return;
	look->target = g_ptr_array_steal_index(places, 0);
	read_before(update->state, look);
	known_policies_read(update, look->target->eligibility, &look->target->scope);
	ask_service(update, rehearse, i);
}

static void look_at_all(Update *update, Rehearse *rehearse)
{
	g_clear_pointer(&rehearse->looks, g_ptr_array_unref);
	rehearse->looks = g_ptr_array_new_with_free_func(look_free);
	for (guint i = 0; i < rehearse->set->rows->len; i++) {
		g_ptr_array_add(rehearse->looks, g_new0(Look, 1));
		place(update, rehearse, i);
	}
}

void rehearse_open(Update *update, const ActivationSet *set)
{
	ActivationSet *copy = activation_set_copy(set);
	Rehearse *rehearse = dialog_open(update, &rehearse_dialog)->self;
	rehearse->set = copy;
	look_at_all(update, rehearse);
}

/* ---- What it shows -------------------------------------------------------------------------------- */

/* Are the lists of what is eligible still on their way? */
static bool is_loading(const State *state)
{
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const Load *load = &state->lists.loads[workload][LIST_ELIGIBILITIES];
		if (load->is_loading || load->status == LOAD_LOADING)
			return true;
	}
	return false;
}

/* A list that is not whole may hold the row. */
static bool is_all_known(const State *state)
{
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const Load *load = &state->lists.loads[workload][LIST_ELIGIBILITIES];
		if (load->status != LOAD_READY || load->has_gaps)
			return false;
	}
	return true;
}

static void judge_unclear(const State *state, const Look *look, const SetRow *row,
			  GPtrArray *findings)
{
	const char *text = look->places > 0       ? set_unclear_words(look->places)
			   : !is_all_known(state) ? "whether it is eligible is not known"
						  : "not eligible";
	g_ptr_array_add(findings, finding_new(row->role, "", FINDING_FAILED, text, NULL));
}

/* NULL: the answer is not there yet. */
static GPtrArray *judge(const State *state, const Rehearse *rehearse, guint i)
{
	const Look *look = rehearse->looks->pdata[i];
	const SetRow *row = rehearse->set->rows->pdata[i];
	const Wording wording = state_wording(state);
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	if (look->target == NULL && look->places == 0 && is_loading(state))
		return NULL;
	if (look->target == NULL) {
		judge_unclear(state, look, row, findings);
		return g_steal_pointer(&findings);
	}
	const Policy *policy = policy_of(state, look);
	if (policy == NULL || look->check_intent != 0)
		return NULL;
	const Rehearsal all = {
		.role = row->role,
		.at = scope_label(&look->target->scope),
		.grant = &look->target->eligibility->grant,
		.scope = &look->target->scope,
		.policy = policy,
		.before = look->before,
		.since = look->since,
		.held = known_lists_find_active_for(&state->lists, look->target->eligibility,
						    &look->target->scope),
		.answer = look->answer,
		.wanted = set_row_length(state, rehearse->set, row),
	};
	rehearsal_judge(&wording, &all, findings);
	return g_steal_pointer(&findings);
}

/* "Owner on rg-edge, 4h"; as the set has it where that is not clear. */
static char *row_words(const State *state, const Rehearse *rehearse, guint i)
{
	const Look *look = rehearse->looks->pdata[i];
	const SetRow *row = rehearse->set->rows->pdata[i];
	const int64_t length = set_row_length(state, rehearse->set, row);
	g_autofree char *what =
		look->target != NULL
			? grant_words(&look->target->eligibility->grant, &look->target->scope)
			: g_strdup_printf("%s%s%s", row->role, row->scope != NULL ? " on " : "",
					  row->scope != NULL ? row->scope : "");
	g_autofree char *words = length > 0 ? duration_format(length) : NULL;
	return g_strdup_printf("%s%s%s", what, words != NULL ? ", " : "",
			       words != NULL ? words : "");
}

static const StyleId styles[] = {
	[FINDING_OK] = STYLE_OK,
	[FINDING_WARNING] = STYLE_WARNING,
	[FINDING_FAILED] = STYLE_ERROR,
};

static void write_findings(Page *page, const State *state, const GPtrArray *findings)
{
	const Wording wording = state_wording(state);
	for (guint i = 0; i < findings->len; i++) {
		const Finding *finding = findings->pdata[i];
		const StyleId style =
			finding->state == FINDING_OK ? STYLE_TEXT : styles[finding->state];
		g_autofree char *step = finding->problem != NULL
						? problem_next_step(&wording, finding->problem)
						: NULL;
		page_printf(page, STATE_COLUMNS, style, "%*s%s", STATE_COLUMNS, "", finding->text);
		if (step != NULL && *step != '\0')
			page_printf(page, STATE_COLUMNS, STYLE_DIM, "%*s%s", STATE_COLUMNS, "",
				    step);
	}
}

typedef struct Sum {
	guint waiting, count[FINDING_FAILED + 1];
} Sum;

static void write_row(Page *page, const State *state, const Rehearse *rehearse, guint i, Sum *sum)
{
	const Wording wording = state_wording(state);
	g_autofree char *words = row_words(state, rehearse, i);
	g_autoptr(GPtrArray) findings = judge(state, rehearse, i);
	if (findings == NULL) {
		sum->waiting++;
		page_printf(page, STATE_COLUMNS, STYLE_DIM, "%*s%s%s", STATE_COLUMNS, "", words,
			    wording_ellipsis(&wording));
		return;
	}
	const FindingState worst = findings_worst(findings);
	sum->count[worst]++;
	page_printf(page, STATE_COLUMNS, styles[worst], "%-*s%s", STATE_COLUMNS,
		    finding_state_word(worst), words);
	write_findings(page, state, findings);
}

static void write_sum(Page *page, const Rehearse *rehearse, const Sum *sum)
{
	const guint all = rehearse->looks->len, failed = sum->count[FINDING_FAILED];
	if (sum->waiting > 0)
		page_printf(page, 0, STYLE_DIM, "The service is being asked about %u of %u.",
			    sum->waiting, all);
	else if (failed > 0)
		page_printf(page, 0, STYLE_ERROR, "%u of %u would not be given so.", failed, all);
	else if (sum->count[FINDING_WARNING] > 0)
		page_add(page, 0, STYLE_WARNING, "All would be given, but look at the warnings.");
	else
		page_add(page, 0, STYLE_OK, "All would be given now.");
	page_add(page, 0, STYLE_DIM, "Nothing was sent that has an effect.");
}

static void write_rehearse(const State *state, const Dialog *dialog, Page *page)
{
	const Rehearse *rehearse = dialog->self;
	Sum sum = { 0 };
	page_printf(page, 0, STYLE_TITLE, "%s%s%s", rehearse->set->name,
		    rehearse->set->about != NULL ? ": " : "",
		    rehearse->set->about != NULL ? rehearse->set->about : "");
	page_add_blank(page);
	for (guint i = 0; i < rehearse->looks->len; i++)
		write_row(page, state, rehearse, i, &sum);
	page_add_blank(page);
	write_sum(page, rehearse, &sum);
}

static void copies(const State *state, const Dialog *dialog, GPtrArray *all)
{
	const Rehearse *rehearse = dialog->self;
	g_autofree char *command = command_rehearse(rehearse->set->name, state_is_demo(state));
	copies_add(all, COPY_COMMAND, command);
}

/* ---- What is heard -------------------------------------------------------------------------------- */

static Look *find_asked(const State *state, const Event *event)
{
	const Rehearse *rehearse = find(state);
	for (guint i = 0; rehearse != NULL && i < rehearse->looks->len; i++) {
		Look *look = rehearse->looks->pdata[i];
		if (look->check_intent != 0 && look->check_intent == event->intent_id)
			return look;
	}
	return NULL;
}

static void on_checked(Update *update, const Event *event)
{
	Look *look = find_asked(update->state, event);
	if (look == NULL)
		return;
	look->check_intent = 0;
	look->answer = problem_copy(event->problem);
}

/* No answer came: that is none. */
static void on_done(Update *update, const Event *event)
{
	Look *look = find_asked(update->state, event);
	if (look == NULL)
		return;
	look->check_intent = 0;
	look->answer = problem_new(PROBLEM_FAILED, "no-answer",
				   "The service could not be asked about it.", NULL);
}

static void on_policy(Update *update, gconstpointer about)
{
	const Rehearse *rehearse = find(update->state);
	(void)about;
	for (guint i = 0; rehearse != NULL && i < rehearse->looks->len; i++)
		ask_service(update, rehearse, i);
}

static void on_eligible(Update *update, gconstpointer about)
{
	const Rehearse *rehearse = find(update->state);
	(void)about;
	for (guint i = 0; rehearse != NULL && i < rehearse->looks->len; i++)
		place(update, rehearse, i);
}

static void on_history(Update *update, gconstpointer about)
{
	const Rehearse *rehearse = find(update->state);
	(void)about;
	for (guint i = 0; rehearse != NULL && i < rehearse->looks->len; i++)
		read_before(update->state, rehearse->looks->pdata[i]);
}

/* ---- What can be done ----------------------------------------------------------------------------- */

static const char *needs_clear_set(const State *state)
{
	const Rehearse *rehearse = find(state);
	return rehearse != NULL ? set_needs_clear(state, rehearse->set) : "No set is looked at.";
}

/* What was found changes nothing: the form asks, and the service decides. */
static void run_start(Update *update)
{
	Rehearse *rehearse = find(update->state);
	g_autoptr(ActivationSet) set = g_steal_pointer(&rehearse->set);
	dialog_close(update);
	set_start(update, set);
}

static void run_again(Update *update)
{
	look_at_all(update, find(update->state));
}

static const Context context = {
	.name = "Rehearsal",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
	.help_place = 24,
};

static const Action actions[] = {
	{ "rehearsed-start", "enter", "start", "Fill in one form for all of the set.", .place = 406,
	  .footer = 1, .guard = needs_clear_set, .run = run_start },
	{ "rehearse-again", "r", "look again", "Ask the service about each role once more.",
	  .place = 407, .footer = 3, .run = run_again },
};

const DialogKind rehearse_dialog = {
	.title = "Rehearsal",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(Rehearse),
	.clear = rehearse_clear,
	.write = write_rehearse,
	.copies = copies,
	.listeners = {
		.on = { [EVENT_CHECKED] = on_checked, [EVENT_INTENT_DONE] = on_done },
		.hear = { [NEWS_POLICY] = on_policy,
			  [NEWS_ELIGIBLE] = on_eligible,
			  [NEWS_HISTORY] = on_history },
	},
};
