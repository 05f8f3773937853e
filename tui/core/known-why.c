#include "tui/core/known-why.h"

#include <string.h>

#include "frontend/why-words.h"
#include "src/base/limits.h"
#include "tui/core/effects.h"

void known_why_clear(KnownWhy *why)
{
	denial_free(why->denial);
	plan_needs_free(why->plan);
	operations_free(why->operations);
	g_clear_pointer(&why->rows, g_ptr_array_unref);
	g_clear_pointer(&why->definitions, g_ptr_array_unref);
	g_clear_pointer(&why->denies, g_ptr_array_unref);
	g_clear_pointer(&why->unasked, g_ptr_array_unref);
	problem_free(why->problem);
	*why = (KnownWhy){ 0 };
}

bool known_why_is_asked(const KnownWhy *why)
{
	return why->denial != NULL;
}

/* ---- The question ------------------------------------------------------------------------------- */

/* What the tree knows, too. */
static Covers look_into_tree(const Grant *grant, const char *scope_id, gpointer scopes)
{
	g_autoptr(Cover) cover = cover_new(scopes, scope_id);
	return cover_find(cover, grant);
}

/* What is asked, of the rows as they are now. */
typedef struct Question {
	GPtrArray *eligibilities, *assignments, *definitions;
	WhyQuestion of;
} Question;

static void question_clear(Question *question)
{
	g_ptr_array_unref(question->eligibilities);
	g_ptr_array_unref(question->assignments);
	g_ptr_array_unref(question->definitions);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Question, question_clear)

static void question_init(Question *question, const State *state)
{
	const KnownWhy *why = &state->why;
	question->eligibilities = g_ptr_array_new();
	question->assignments = g_ptr_array_new();
	question->definitions =
		why->definitions != NULL ? g_ptr_array_ref(why->definitions) : g_ptr_array_new();
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const GPtrArray *eligible = state->lists.eligible[i];
		const GPtrArray *active = state->lists.active[i];
		for (guint k = 0; k < eligible->len; k++)
			g_ptr_array_add(question->eligibilities,
					(gpointer)((const Row *)eligible->pdata[k])->eligibility);
		for (guint k = 0; k < active->len; k++)
			g_ptr_array_add(question->assignments,
					(gpointer)((const Row *)active->pdata[k])->assignment);
	}
	question->of = (WhyQuestion){
		.needs = why->denial->needs,
		.eligibilities = question->eligibilities,
		.assignments = question->assignments,
		.definitions = question->definitions,
		.denies = why->denies,
		.unasked = why->unasked,
		.operations = why->operations,
		.covers = look_into_tree,
		.covers_data = (gpointer)&state->scopes,
	};
}

/* A need is of the directory, or of a workload whose scopes can be narrowed. */
static bool has_need_of(const Denial *denial, WorkloadId workload)
{
	const bool is_narrow = workload_info(workload)->can_narrow_scope;
	for (guint i = 0; i < denial->needs->len; i++) {
		const Need *need = denial->needs->pdata[i];
		if ((need->plane != PLANE_DIRECTORY) == is_narrow)
			return true;
	}
	return false;
}

static bool has_whole_list(const State *state, WorkloadId workload, ListId list)
{
	const Load *load = &state->lists.loads[workload][list];
	return state->lists.piles[workload] == NULL && load->status == LOAD_READY &&
	       !load->is_partial && !load->has_gaps && load->skipped == 0;
}

static bool is_short_of_rows(const State *state)
{
	for (WorkloadId i = 0; i < WORKLOAD_COUNT; i++) {
		if (has_need_of(state->why.denial, i) &&
		    !has_whole_list(state, i, LIST_ELIGIBILITIES))
			return true;
	}
	return false;
}

/* ---- The answer --------------------------------------------------------------------------------- */

/* Who hears it may ask the next one: what is told is no longer the owner's. */
static void announce(Update *update, const Question *question)
{
	const bool is_short = is_short_of_rows(update->state);
	KnownWhy asked = update->state->why;
	update->state->why = (KnownWhy){ 0 };
	WhyNews news = {
		.denial = asked.denial,
		.plan = asked.plan,
		.is_partial = asked.is_partial,
		.is_filed = asked.is_filed,
		.problem = asked.problem,
	};
	g_autoptr(Why) why = question != NULL ? why_answer(&question->of) : NULL;
	if (why != NULL) {
		news.why = why;
		news.guess = asked.denial->is_refusal
				     ? NULL
				     : why_find_guess(asked.operations, asked.denial->needs);
		news.is_blind = question->definitions->len == 0;
		news.is_open = why->unknown->len > 0 || is_short;
	}
	update_announce(update, NEWS_WHY, &news);
	known_why_clear(&asked);
}

/* Asks what these groups hold, once; is that still on its way? */
static bool is_looking(Update *update, const GPtrArray *rows)
{
	KnownWhy *why = &update->state->why;
	bool is_loading = false;
	for (guint i = 0; i < rows->len; i++) {
		const Grant *grant = &((const Eligibility *)rows->pdata[i])->grant;
		ScopeNode *node = tree_add(&update->state->scopes.tree, &grant->scope);
		if (!why->has_looked && node->deep != CHILDREN_LOADED)
			known_scopes_load(update, node, grant->workload, true);
		is_loading |= node->deep == CHILDREN_LOADING;
	}
	why->has_looked = true;
	return is_loading;
}

static void go_on(Update *update)
{
	KnownWhy *why = &update->state->why;
	if (why->denial == NULL || why->intent != 0 || why->denies_intent != 0)
		return;
	g_auto(Question) question = { 0 };
	question_init(&question, update->state);
	g_autoptr(GPtrArray) doubtful = why_rows_in_doubt(&question.of, why->rows);
	if (!is_looking(update, doubtful))
		announce(update, &question);
}

/* ---- Asking ------------------------------------------------------------------------------------- */

static bool is_told(const Denial *denial, const char *text)
{
	if (denial->needs->len > 0 || denial->obstacle != OBSTACLE_NONE)
		return true;
	/* That something is not permitted says less than the resource beside it. */
	g_autofree char *id = scope_parse_pasted(text);
	return denial->is_refusal && id == NULL;
}

/* Until it is told, nothing is known: of none that there is none. */
static void ask_denies(Update *update)
{
	KnownWhy *why = &update->state->why;
	GPtrArray *places = why_places_to_ask(why->denial->needs);
	if (places->len == 0) {
		g_ptr_array_unref(places);
		return;
	}
	why->unasked = places;
	Intent *intent = update_intent(update, INTENT_READ_DENIES);
	intent->places = g_ptr_array_ref(places);
	why->denies_intent = update_send(update, intent);
}

static void tell_looking(Update *update)
{
	const State *state = update->state;
	const char *more = state->at.is_ascii ? "..." : "…";
	const GPtrArray *needs = state->why.denial->needs;
	g_autofree char *need = need_words(needs->pdata[0]);
	if (state->why.plan != NULL)
		update_notice(update, NOTICE_INFO,
			      "Looking for roles that permit the %u "
			      "operations of the plan%s",
			      needs->len, more);
	else
		update_notice(update, NOTICE_INFO, "Looking for the role that permits %s%s", need,
			      more);
}

/* Takes what the input holds. */
static void ask(Update *update, WhyInput *input, bool is_filed)
{
	KnownWhy *why = &update->state->why;
	if (why->intent != 0)
		update_drop(update, &why->intent);
	if (why->denies_intent != 0)
		update_drop(update, &why->denies_intent);
	known_why_clear(why);
	why->denial = g_steal_pointer(&input->denial);
	why->plan = g_steal_pointer(&input->plan);
	why->is_partial = input->is_partial;
	why->is_filed = is_filed;
	if (why->denial->needs->len == 0 || need_find_placeless(why->denial->needs) != NULL) {
		announce(update, NULL);
		return;
	}
	why->operations = operations_new();
	why_settle_planes(why->operations, why->denial->needs);
	g_auto(Question) question = { 0 };
	question_init(&question, update->state);
	why->rows = why_rows_to_read(&question.of);
	if (why->rows->len == 0) {
		go_on(update);
		return;
	}
	ask_denies(update);
	Intent *intent = update_intent(update, INTENT_READ_DEFINITIONS);
	intent->eligibilities = g_ptr_array_ref(why->rows);
	why->intent = update_send(update, intent);
	tell_looking(update);
}

/* A plan alone is one; what else is JSON may tell of a denial. False: it is no plan. */
static bool take_plan(Update *update, const char *text)
{
	if (text[strspn(text, " \t\r\n")] != '{')
		return false;
	g_auto(WhyInput) input = { 0 };
	g_autoptr(WhyReader) reader = why_reader_new();
	why_reader_feed(reader, text, strlen(text));
	if (!why_reader_is_plan(reader))
		return false;
	if (strlen(text) >= LIMIT_PASTE) {
		update_notice(update, NOTICE_WARNING,
			      "The plan is longer than what can be pasted: give it as a file.");
		return true;
	}
	g_autofree char *refusal = why_reader_finish(reader, "What was pasted",
						     update->state->at.subscription, &input);
	if (refusal != NULL)
		update_notice(update, NOTICE_WARNING, "%s", refusal);
	else
		ask(update, &input, false);
	return true;
}

bool known_why_ask(Update *update, const char *text)
{
	if (take_plan(update, text))
		return true;
	g_auto(WhyInput) input = { .denial = denial_parse(text, -1) };
	if (!is_told(input.denial, text))
		return false;
	/* A longer paste was cut before it came here. */
	input.denial->is_cut = input.denial->is_cut || strlen(text) >= LIMIT_PASTE;
	ask(update, &input, false);
	return true;
}

void known_why_read(Update *update, const char *path)
{
	update->state->why.is_awaited = true;
	update_effect(update, EFFECT_READ_ASKED, path);
}

void known_why_give_up(State *state)
{
	state->why.is_awaited = false;
}

void known_why_take(Update *update, Asked *asked)
{
	const bool is_awaited = update->state->why.is_awaited;
	update->state->why.is_awaited = false;
	update_announce(update, NEWS_ASKED, asked);
	if (is_awaited && asked->why == NULL)
		ask(update, &asked->input, true);
}

/* ---- What is heard ------------------------------------------------------------------------------ */

static void on_definitions(Update *update, const Event *event)
{
	KnownWhy *why = &update->state->why;
	if (event->intent_id != why->intent || why->intent == 0)
		return;
	g_clear_pointer(&why->definitions, g_ptr_array_unref);
	why->definitions = event->rows != NULL ? g_ptr_array_ref(event->rows) : NULL;
	problem_free(why->problem);
	why->problem = problem_copy(event->problem);
}

static void on_denies(Update *update, const Event *event)
{
	KnownWhy *why = &update->state->why;
	if (event->intent_id != why->denies_intent || why->denies_intent == 0 ||
	    event->rows == NULL)
		return;
	g_clear_pointer(&why->denies, g_ptr_array_unref);
	g_clear_pointer(&why->unasked, g_ptr_array_unref);
	why->denies = g_ptr_array_ref(event->rows);
	why->unasked = event->failed != NULL ? g_ptr_array_ref(event->failed) : NULL;
}

static void on_done(Update *update, const Event *event)
{
	KnownWhy *why = &update->state->why;
	if (event->intent_id == 0 ||
	    (event->intent_id != why->intent && event->intent_id != why->denies_intent))
		return;
	if (event->intent_id == why->intent)
		why->intent = 0;
	else
		why->denies_intent = 0;
	go_on(update);
}

static void on_scopes(Update *update, gconstpointer about)
{
	(void)about;
	go_on(update);
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	known_why_clear(&update->state->why);
}

const Listeners known_why_listeners = {
	.on = { [EVENT_DEFINITIONS] = on_definitions,
		[EVENT_DENIES] = on_denies,
		[EVENT_INTENT_DONE] = on_done },
	.hear = { [NEWS_ACCOUNT] = on_account_changed, [NEWS_SCOPES] = on_scopes },
};
