#include "cli/wish.h"

#include "cli/confirm.h"
#include "cli/held.h"
#include "cli/lists.h"
#include "cli/outcome.h"
#include "cli/policy.h"
#include "cli/resolve.h"
#include "cli/step-up.h"
#include "cli/target.h"
#include "frontend/fit.h"
#include "src/base/text.h"
#include "src/model/duration.h"

static void wish_free(gpointer data)
{
	Wish *wish = data;
	target_clear(&wish->target);
	policy_free(wish->policy);
	g_free(wish);
}

/* By the service's clock, once that is known. */
static bool read_times(const Session *session, Wish *wish)
{
	const Order *order = wish->order;
	const Instant now = session_now(session);
	GTimeZone *zone = session->zone;
	g_autoptr(GError) error = NULL;
	if (order->start != NULL &&
	    !instant_parse_start(order->start, now, zone, &wish->start, &error)) {
		tell_format("--start: %s", error->message);
		return false;
	}
	if (order->duration != NULL &&
	    !duration_parse(order->duration, wish->start != 0 ? wish->start : now, zone,
			    &wish->duration, &error)) {
		tell_format("--duration: %s", error->message);
		return false;
	}
	return true;
}

static Wish *read_wish(const Order *order, const Session *session)
{
	Wish *wish = g_new0(Wish, 1);
	wish->order = order;
	selection_init(&wish->selection, order->role, order->scope, order->access);
	selection_take_aliases(&wish->selection, session->settings->aliases);
	wish->selection.is_judged = true;
	if (read_times(session, wish))
		return wish;
	wish_free(wish);
	return NULL;
}

GPtrArray *wishes_read(const Session *session, const GPtrArray *orders)
{
	g_autoptr(GPtrArray) wishes = g_ptr_array_new_with_free_func(wish_free);
	for (guint i = 0; i < orders->len; i++) {
		Wish *wish = read_wish(orders->pdata[i], session);
		if (wish == NULL)
			return NULL;
		g_ptr_array_add(wishes, wish);
	}
	return g_steal_pointer(&wishes);
}

bool wish_read_policy(Session *session, Wish *wish)
{
	if (wish->policy == NULL)
		wish->policy = session_read_policy(session, &wish->target, NULL);
	return wish->policy != NULL;
}

bool wish_cap_duration(Wish *wish)
{
	const int64_t longest = wish->policy->maximum;
	if (longest == 0 || wish->duration <= longest)
		return false;
	wish->duration = longest;
	return true;
}

/* What the policy is known to refuse is not sent. NULL: nothing. */
static Problem *check(const Activation *activation, const Policy *policy)
{
	static const struct {
		const char *rule, *hint;
	} told[] = {
		[LACK_LIMIT] = { "ExpirationRule", "Give a shorter --duration." },
		[LACK_REASON] = { "JustificationRule", "Give --reason TEXT." },
		[LACK_TICKET] = { "TicketingRule", "Give --ticket NUMBER." },
	};
	const Lack lack =
		policy->is_known ? activation_find_lack(activation, policy) : LACK_NOTHING;
	if (lack == LACK_NOTHING)
		return NULL;
	g_autofree char *words = lack_words(lack, policy->maximum);
	words[0] = g_ascii_tolower(words[0]);
	g_autofree char *message = g_strconcat("Refused: ", words, NULL);
	return problem_new(PROBLEM_REFUSED, told[lack].rule, message, told[lack].hint);
}

/* A start after the eligibility's end is refused by any service. */
static Problem *check_start(const Activation *activation, const Session *session)
{
	const Grant *grant = &activation->eligibility->grant;
	if (!grant_is_over_at(grant, activation->start))
		return NULL;
	const Wording wording = session_wording(session);
	g_autofree char *end = wording_time(&wording, grant->end);
	g_autofree char *message =
		g_strdup_printf("Refused: the role is eligible until %s only.", end);
	return problem_new(PROBLEM_REFUSED, "ExpirationRule", message, "Give an earlier --start.");
}

static char *clean(const char *text)
{
	g_autofree char *cleaned = text != NULL ? text_clean_input(text) : NULL;
	return cleaned != NULL && *cleaned != '\0' ? g_steal_pointer(&cleaned) : NULL;
}

/* What is activated ends with its eligibility at the latest. */
static void bound_duration(Activation *activation, const Wish *wish, Instant now)
{
	activation->duration =
		grant_cap_duration(&activation->eligibility->grant,
				   wish->start != 0 ? wish->start : now, activation->duration);
}

static Activation *make_activation(const Wish *wish)
{
	const Order *order = wish->order;
	const Policy *policy = wish->policy;
	Activation *activation = activation_new(wish->target.eligibility, &wish->target.scope);
	activation->duration =
		wish->duration != 0 ? wish->duration : duration_default(0, policy->maximum);
	activation->start = wish->start;
	activation->justification = clean(order->reason);
	activation->ticket_number = clean(order->ticket);
	activation->ticket_system = clean(order->ticket_system);
	activation->policy = policy->is_known ? policy_copy(policy) : NULL;
	activation->set_name = g_strdup(order->set_name);
	return activation;
}

static void send_and_follow(Session *session, Outcome *outcome, gpointer data)
{
	const WishManner *manner = data;
	Intent *intent = intent_new(0, INTENT_ACTIVATE);
	intent->workload = outcome->subject.workload;
	intent->activations = g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	g_ptr_array_add(intent->activations, activation_copy(outcome->activation));
	outcome_follow(session, session_send(session, intent), manner->is_waiting, outcome);
}

static void send(Session *session, Outcome *outcome, const WishManner *manner)
{
	g_autofree char *length = duration_format(outcome->activation->duration);
	g_autofree char *who = session_account_words(session);
	const StepUp step_up = { .options = manner->options,
				 .is_device = manner->is_device,
				 .is_meant = manner->is_stepping_up,
				 .send = send_and_follow,
				 .data = (gpointer)manner };
	tell_progress("Activating %s on %s for %s%s…", role_label(&outcome->subject.role),
		      scope_label(&outcome->subject.scope), length, who);
	step_up_send(session, outcome, &step_up);
}

/* Asks the service whether it would take it. What cannot be asked is known by the policy alone. */
static void try_out(Session *session, Outcome *outcome)
{
	outcome->is_finished = true;
	if (!workload_info(outcome->subject.workload)->can_check)
		return;
	Intent *intent = intent_new(0, INTENT_CHECK);
	intent->workload = outcome->subject.workload;
	intent->activations = g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	g_ptr_array_add(intent->activations, activation_copy(outcome->activation));
	const uint64_t id = session_send(session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL) {
			outcome->is_finished = false;
			return;
		}
		if (event->intent_id != id)
			continue;
		if (event->kind == EVENT_CHECKED && event->problem != NULL)
			outcome->problem = problem_copy(event->problem);
		if (event->kind == EVENT_CHECKED || event->kind == EVENT_INTENT_DONE)
			return;
	}
}

static bool is_already(const Outcome *outcome)
{
	return outcome->problem != NULL && outcome->problem->kind == PROBLEM_ALREADY;
}

/* What is on may leave no room for a later start: that is found out before anything is sent. */
static void try_later_start(Session *session, Outcome *outcome)
{
	if (outcome->activation->start == 0)
		return;
	try_out(session, outcome);
	if (session->is_interrupted)
		return;
	outcome->is_finished = is_already(outcome);
	if (!outcome->is_finished)
		g_clear_pointer(&outcome->problem, problem_free); /* the sending tells */
}

/* Of what was not sent there is no request yet. */
static Request *make_refused(const Subject *subject)
{
	Request *request = request_new();
	request->kind = REQUEST_ACTIVATE;
	request->state = REQUEST_STATE_REFUSED;
	request->workload = subject->workload;
	request->access = subject->access;
	request->role.id = g_strdup(subject->role.id);
	request->role.name = g_strdup(subject->role.name);
	scope_copy(&request->scope, &subject->scope);
	return request;
}

/* What holds already decides whether that is a refusal. */
static void judge_already(Session *session, Outcome *outcome, int64_t wished)
{
	if (outcome->request == NULL)
		outcome->request = make_refused(&outcome->subject);
	held_judge(session, outcome, wished);
}

static void rehearse_one(Session *session, const Wish *wish, Outcome *outcome)
{
	if (outcome->problem == NULL)
		try_out(session, outcome);
	if (!session->is_interrupted && is_already(outcome) && outcome->activation->start != 0)
		judge_already(session, outcome, wish->duration);
}

static void fulfil(Session *session, const Wish *wish, Outcome *outcome, const WishManner *manner)
{
	if (outcome->problem == NULL)
		try_later_start(session, outcome);
	if (session->is_interrupted)
		return;
	if (outcome->problem == NULL)
		send(session, outcome, manner);
	if (is_already(outcome))
		judge_already(session, outcome, wish->duration);
	held_compare(session, outcome, wish->duration);
}

/* What is known to stand in its way before anybody is asked. The policy is known. */
static void begin(const Session *session, const Wish *wish, Outcome *outcome)
{
	outcome->activation = make_activation(wish);
	outcome->subject = subject_of_activation(outcome->activation);
	outcome->problem = check(outcome->activation, wish->policy);
	if (outcome->problem == NULL)
		outcome->problem = check_start(outcome->activation, session);
	bound_duration(outcome->activation, wish, session_now(session));
}

Problem *wish_try(Session *session, Wish *wish)
{
	g_auto(Outcome) outcome = { 0 };
	if (!wish_read_policy(session, wish))
		return NULL;
	begin(session, wish, &outcome);
	if (outcome.problem == NULL)
		try_out(session, &outcome);
	return g_steal_pointer(&outcome.problem);
}

void wish_send(Session *session, Wish *wish, const WishManner *manner, Outcome *outcome)
{
	if (!wish_read_policy(session, wish))
		return;
	begin(session, wish, outcome);
	outcome->activation->holder = manner->holder;
	if (outcome->problem != NULL)
		outcome->is_finished = true;
	else if (!session->is_interrupted)
		send(session, outcome, manner);
}

static ExitCode activate(Session *session, Wish *wish, const WishManner *manner)
{
	g_auto(Outcome) outcome = { 0 };
	if (!wish_read_policy(session, wish))
		return EXIT_INTERRUPTED;
	begin(session, wish, &outcome);
	if (manner->is_dry_run) {
		rehearse_one(session, wish, &outcome);
		return outcome_tell_dry_run(session, &outcome, manner->options);
	}
	fulfil(session, wish, &outcome, manner);
	return outcome_tell_lamps(session, &outcome, manner->lamps, manner->options);
}

static void free_subject(gpointer data)
{
	subject_clear(data);
	g_free(data);
}

bool wishes_confirm(Session *session, const GPtrArray *wishes, const WishManner *manner)
{
	g_autoptr(GPtrArray) subjects = g_ptr_array_new_with_free_func(free_subject);
	for (guint i = 0; i < wishes->len; i++) {
		const Target *target = &((const Wish *)wishes->pdata[i])->target;
		g_autoptr(Activation) activation =
			activation_new(target->eligibility, &target->scope);
		Subject *subject = g_new0(Subject, 1);
		*subject = subject_of_activation(activation);
		g_ptr_array_add(subjects, subject);
	}
	return manner->is_dry_run ||
	       confirm_by_name(session, manner->options->account, subjects, manner->confirmed);
}

ExitCode wishes_fulfil(Session *session, const GPtrArray *wishes, const WishManner *manner)
{
	if (!wishes_confirm(session, wishes, manner))
		return session->is_interrupted ? EXIT_INTERRUPTED : EXIT_USAGE;
	g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(ExitCode));
	for (guint i = 0; i < wishes->len && !session->is_interrupted; i++) {
		const ExitCode code = activate(session, wishes->pdata[i], manner);
		g_array_append_val(codes, code);
	}
	return session->is_interrupted ? EXIT_INTERRUPTED : orders_join_codes(codes);
}

/* ---- Which rows are meant ----------------------------------------------------------------------- */

ExitCode wish_choose(Session *session, Wish *wish, const GPtrArray *rows, Refusal *refusal)
{
	/* Now the service's clock is known. */
	if (!read_times(session, wish))
		return EXIT_USAGE;
	const Instant start = wish->start != 0 ? wish->start : session_now(session);
	wish->selection.until = start + duration_default(wish->duration, 0);
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	if (is_in_a_failed_list(session, grants, wish->selection.role))
		return session_report(session, false);
	return choose_target(session, &wish->selection, rows, &wish->target, refusal);
}

bool wish_start_at(const Session *session, Wish *wish, Instant start)
{
	wish->start = start;
	return read_times(session, wish);
}

ExitCode wishes_choose(Session *session, const GPtrArray *wishes, Refusal *refusal)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, LIST_ELIGIBILITIES, &as_of);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	for (guint i = 0; i < wishes->len; i++) {
		const ExitCode code = wish_choose(session, wishes->pdata[i], rows, refusal);
		if (code != EXIT_DONE)
			return code;
	}
	return EXIT_DONE;
}
