#include "src/pim/decide.h"

#include "src/base/text.h"
#include "src/pim/answer.h"
#include "src/pim/error.h"
#include "src/pim/fetch.h"

/* By how much the service's time of a decision may lie before our own note of it. */
#define REVIEWED_SLACK 60

typedef struct DecideCall {
	const DecideKind *kind;
	const PimContext *context;
	Request *decision;
	bool is_look_up, is_explanation;
	size_t read, way; /* of the kind's: the one that is being tried */
	char *stage_id;
	int others;       /* stages besides that one that nobody decided yet; below 0: not known */
	GError *conflict; /* the service's, which the stages are to explain */
	PimRequestDone done;
	gpointer data;
} DecideCall;

static DecideCall *decide_call_new(const DecideKind *kind, const PimContext *context,
				   const Request *decision, PimRequestDone done, gpointer data)
{
	DecideCall *call = g_new0(DecideCall, 1);
	call->kind = kind;
	call->context = context;
	call->decision = request_copy(decision);
	call->done = done;
	call->data = data;
	return call;
}

static void decide_call_free(DecideCall *call)
{
	request_free(call->decision);
	g_free(call->stage_id);
	g_clear_error(&call->conflict);
	g_free(call);
}

const char *decide_result(const Request *decision)
{
	return decision->kind == REQUEST_APPROVE ? "Approve" : "Deny";
}

/* ---- ends ---- */

static void end_well(DecideCall *call)
{
	Request *decision = call->decision;
	g_free(decision->status);
	decision->status = g_strdup(decide_result(decision));
	decision->state = REQUEST_STATE_DECIDED;
	/* Who denies, denies for all of them. */
	decision->stages_left = decision->kind == REQUEST_DENY ? 0 : call->others;
	call->done(decision, NULL, call->data);
	decide_call_free(call);
}

static void end_badly(DecideCall *call, const GError *error)
{
	g_autoptr(GError) named = answer_judge_refusal(call->decision, error);
	if (call->kind->permission != NULL &&
	    g_error_matches(named, PIM_ERROR, PIM_ERROR_NO_CONSENT))
		pim_error_set_permission(named, call->kind->permission);
	call->done(NULL, named, call->data);
	decide_call_free(call);
}

/* Nothing is left to decide. For a look-up that is an answer: this decision came to nothing. */
static void end_for_nothing(DecideCall *call, PimErrorCode code, const char *sentence)
{
	g_autoptr(GError) error = pim_error_new(code, sentence);
	pim_error_set_sentence(error, sentence);
	if (!call->is_look_up) {
		end_badly(call, error);
		return;
	}
	g_autoptr(Problem) problem = pim_error_explain(error);
	Request *decision = call->decision;
	decision->state = REQUEST_STATE_REFUSED;
	g_free(decision->code);
	g_free(decision->message);
	decision->code = g_strdup(problem->code);
	decision->message = g_strdup(problem->message);
	call->done(decision, NULL, call->data);
	decide_call_free(call);
}

/* ---- what the stages say ---- */

static void stage_free(gpointer data)
{
	DecideStage *stage = data;
	g_free(stage->id);
	g_free(stage->status);
	g_free(stage->result);
	g_free(stage->reviewer_id);
	g_free(stage->reviewer_name);
	g_free(stage->reason);
	g_free(stage);
}

/* DecideStage*; what cannot be read is left out. */
static GPtrArray *read_stages(const DecideKind *kind, const JsonValue *list)
{
	GPtrArray *stages = g_ptr_array_new_with_free_func(stage_free);
	for (size_t i = 0; i < json_array_length(list); i++) {
		DecideStage *stage = g_new0(DecideStage, 1);
		g_ptr_array_add(stages, stage);
		if (!json_decode(json_array_at(list, i), kind->fields, kind->field_count, stage,
				 NULL))
			g_ptr_array_remove_index(stages, stages->len - 1);
	}
	return stages;
}

static bool is_word(const char *text, const char *word)
{
	return text != NULL && g_ascii_strcasecmp(text, word) == 0;
}

bool decide_is_open(const char *status)
{
	return is_word(status, "InProgress") || is_word(status, "Escalating") ||
	       is_word(status, "Escalated");
}

static const DecideStage *find_open(const GPtrArray *stages)
{
	for (guint i = 0; i < stages->len; i++) {
		const DecideStage *stage = stages->pdata[i];
		if (stage->is_mine && decide_is_open(stage->status))
			return stage;
	}
	return NULL;
}

static bool is_reviewed(const DecideStage *stage)
{
	return is_word(stage->result, "Approve") || is_word(stage->result, "Deny");
}

/* What has lapsed is not waited for. */
static int count_undecided(const GPtrArray *stages, const DecideStage *besides)
{
	int count = 0;
	for (guint i = 0; i < stages->len; i++) {
		const DecideStage *stage = stages->pdata[i];
		count += stage != besides && !is_reviewed(stage) &&
			 !is_word(stage->status, "Expired") && !is_word(stage->status, "Completed");
	}
	return count;
}

/* The last stage that somebody decided: `by` (an object id), or anybody (NULL), not before `since`. */
static const DecideStage *find_reviewed(const GPtrArray *stages, const char *by, Instant since)
{
	const DecideStage *found = NULL;
	for (guint i = 0; i < stages->len; i++) {
		const DecideStage *stage = stages->pdata[i];
		if (is_reviewed(stage) && (by == NULL || is_word(stage->reviewer_id, by)) &&
		    (stage->reviewed == 0 || stage->reviewed >= since))
			found = stage;
	}
	return found;
}

static void tell_reviewed(DecideCall *call, const DecideStage *stage, bool is_own)
{
	const bool is_same = is_word(stage->result, decide_result(call->decision));
	const char *verb = is_word(stage->result, "Approve") ? "approved" : "denied";
	g_autofree char *name = text_sanitize(
		stage->reviewer_name != NULL ? stage->reviewer_name : "somebody else", -1);
	g_autofree char *sentence = is_own ? g_strdup_printf("You %s it already.", verb)
					   : g_strdup_printf("Already %s by %s.", verb, name);
	end_for_nothing(call, is_same ? PIM_ERROR_DECIDED : PIM_ERROR_DECIDED_OTHERWISE, sentence);
}

static bool is_any(const GPtrArray *stages, bool (*is)(const DecideStage *stage))
{
	for (guint i = 0; i < stages->len; i++) {
		if (is(stages->pdata[i]))
			return true;
	}
	return false;
}

static bool is_others(const DecideStage *stage)
{
	return decide_is_open(stage->status);
}

static bool is_expired(const DecideStage *stage)
{
	return is_word(stage->status, "Expired");
}

/* No stage asks the signed-in person. */
static void tell_closed(DecideCall *call, const GPtrArray *stages)
{
	const char *me = call->context->account->oid;
	const DecideStage *own = find_reviewed(stages, me, 0);
	const DecideStage *last = find_reviewed(stages, NULL, 0);
	if (own != NULL)
		tell_reviewed(call, own, true);
	else if (is_any(stages, is_others))
		end_for_nothing(call, PIM_ERROR_NOT_WAITING,
				"The stage that is open now waits for others, not for you.");
	else if (last != NULL)
		tell_reviewed(call, last, false);
	else if (is_any(stages, is_expired))
		end_for_nothing(call, PIM_ERROR_NOT_WAITING,
				"It has lapsed: nobody decided in time.");
	else
		end_for_nothing(call, PIM_ERROR_NOT_WAITING,
				"It waits for nobody any more: it was canceled, or it lapsed.");
}

static void send(DecideCall *call);

/*
 * One's own decision of since it was written down is this one. Without such a one the open stage shows that the service lacks
 * it.
 */
static void judge(DecideCall *call, const GPtrArray *stages)
{
	const Instant since = call->decision->created - REVIEWED_SLACK;
	const DecideStage *open = find_open(stages);
	const DecideStage *own = find_reviewed(stages, call->context->account->oid, since);
	const bool is_sent = call->is_look_up || call->conflict != NULL;
	const bool is_there =
		is_sent && own != NULL && is_word(own->result, decide_result(call->decision));
	call->others = count_undecided(stages, is_there ? own : open);
	if (is_there) {
		end_well(call);
	} else if (open == NULL) {
		tell_closed(call, stages);
	} else if (call->is_look_up) {
		g_autoptr(GError) lacking = pim_error_new(PIM_ERROR_NOT_FOUND, "not decided yet");
		end_badly(call, lacking);
	} else if (call->conflict != NULL) {
		/* The stages explain nothing, or were read before the service had noted it. */
		g_autoptr(GError) error = pim_error_recode(call->conflict, PIM_ERROR_CONFLICT);
		pim_error_set_sentence(error,
				       "The service does not take the decision: it was decided "
				       "or canceled meanwhile, or something stands in the way.");
		end_badly(call, error);
	} else {
		call->stage_id = g_strdup(open->id);
		send(call);
	}
}

/* ---- why one's own request was denied ---- */

static const DecideStage *find_denied(const GPtrArray *stages)
{
	for (guint i = 0; i < stages->len; i++) {
		const DecideStage *stage = stages->pdata[i];
		if (is_word(stage->result, "Deny"))
			return stage;
	}
	return NULL;
}

/* `stages` NULL: they cannot be read, and nothing is added. */
static void end_explained(DecideCall *call, const GPtrArray *stages)
{
	Request *denied = call->decision;
	const DecideStage *stage = stages != NULL ? find_denied(stages) : NULL;
	if (stage != NULL && stage->reviewer_name != NULL) {
		const bool has_reason = stage->reason != NULL && *stage->reason != '\0';
		g_autofree char *words =
			g_strdup_printf("denied by %s%s%s", stage->reviewer_name,
					has_reason ? ": " : "", has_reason ? stage->reason : "");
		g_free(denied->message);
		denied->message = text_sanitize(words, -1);
	}
	call->done(denied, NULL, call->data);
	decide_call_free(call);
}

/* ---- reading ---- */

static void read_next(DecideCall *call);

/* The service does not know this way; another one may do. */
static bool is_of_the_form(const GError *error)
{
	const long status = pim_error_status(error);
	return status == 404 || status == 405 || status == 415 ||
	       g_error_matches(error, PIM_ERROR, PIM_ERROR_INVALID);
}

/* No way to read the stages is left. */
static void on_unknown_stages(DecideCall *call, const GError *error)
{
	if (call->is_explanation) {
		end_explained(call, NULL);
	} else if (call->conflict != NULL) {
		end_badly(call, call->conflict);
	} else if (call->is_look_up) {
		/* Not to be read is not to be lacking. */
		g_autoptr(GError) unclear = pim_error_recode(error, PIM_ERROR_FAILED);
		end_badly(call, unclear);
	} else if (call->kind->is_stage_known) {
		call->stage_id = g_strdup(call->decision->approval_id);
		call->others = -1;
		send(call);
	} else {
		end_badly(call, error);
	}
}

static void on_unreadable(DecideCall *call, const GError *error)
{
	const bool is_final = !is_of_the_form(error);
	if (is_final && call->is_explanation && !fetch_is_canceled(error))
		end_explained(call, NULL);
	else if (is_final)
		end_badly(call, error);
	else if (++call->read < call->kind->read_count)
		read_next(call);
	else
		on_unknown_stages(call, error);
}

static void on_read(const JsonValue *value, const GError *error, gpointer data)
{
	DecideCall *call = data;
	if (error != NULL) {
		on_unreadable(call, error);
		return;
	}
	const JsonValue *list =
		value == NULL ? NULL : json_get(value, call->kind->reads[call->read].path);
	g_autoptr(GPtrArray) stages = read_stages(call->kind, list);
	if (call->is_explanation)
		end_explained(call, stages);
	else
		judge(call, stages);
}

static void read_next(DecideCall *call)
{
	const DecideRead *read = &call->kind->reads[call->read];
	g_autofree char *url = read->make_url(call->decision->approval_id);
	const FetchCall get = { .method = HTTP_GET, .audience = call->kind->audience, .url = url };
	fetch_value(call->context, &get, NULL, on_read, call);
}

/* ---- writing ---- */

/* The stages explain it. A locked scope or a disabled subscription says 409, too, and explains itself. */
static bool is_conflict(const DecideCall *call, const GError *error)
{
	g_autoptr(GError) named = answer_judge_refusal(call->decision, error);
	return pim_error_status(error) == 409 &&
	       g_error_matches(named, PIM_ERROR, PIM_ERROR_CONFLICT);
}

/* Taken without a word, or with a word of the stage: another than this decision shows no more than that something answered. */
static GError *look_at_stage(const DecideCall *call, const JsonValue *value)
{
	DecideStage *stage = g_new0(DecideStage, 1);
	const bool is_told =
		value == NULL ||
		(json_decode(value, call->kind->fields, call->kind->field_count, stage, NULL) &&
		 is_word(stage->result, decide_result(call->decision)));
	stage_free(stage);
	return is_told ? NULL
		       : pim_error_new(PIM_ERROR_UNKNOWN_OUTCOME,
				       "an answer that tells no such decision");
}

static GError *look_inside(const DecideCall *call, const JsonValue *value)
{
	const DecideWay *way = &call->kind->ways[call->way];
	return way->look_inside != NULL ? way->look_inside(value) : look_at_stage(call, value);
}

static void on_sent(const JsonValue *value, const GError *error, gpointer data)
{
	DecideCall *call = data;
	g_autoptr(GError) inside = error == NULL ? look_inside(call, value) : NULL;
	const GError *problem = error != NULL ? error : inside;
	if (problem == NULL) {
		end_well(call);
	} else if (is_of_the_form(problem) && call->way + 1 < call->kind->way_count) {
		call->way++;
		send(call);
	} else if (is_conflict(call, problem)) {
		call->conflict = g_error_copy(problem);
		call->read = 0;
		read_next(call);
	} else {
		end_badly(call, problem);
	}
}

static void send(DecideCall *call)
{
	const DecideWay *way = &call->kind->ways[call->way];
	g_autofree char *url = way->make_url(call->decision->approval_id, call->stage_id);
	g_autofree char *body = way->make_body(call->decision, call->stage_id);
	const FetchCall change = {
		.method = way->method,
		.audience = call->kind->audience,
		.url = url,
		.body = body,
	};
	fetch_change(call->context, &change, on_sent, call);
}

/* ---- the calls ---- */

void decide_submit(const DecideKind *kind, const PimContext *context, const Request *decision,
		   PimRequestDone done, gpointer data)
{
	read_next(decide_call_new(kind, context, decision, done, data));
}

void decide_look_up(const DecideKind *kind, const PimContext *context, const Request *decision,
		    PimRequestDone done, gpointer data)
{
	DecideCall *call = decide_call_new(kind, context, decision, done, data);
	call->is_look_up = true;
	read_next(call);
}

void decide_explain(const DecideKind *kind, const PimContext *context, const Request *denied,
		    PimRequestDone done, gpointer data)
{
	DecideCall *call = decide_call_new(kind, context, denied, done, data);
	call->is_explanation = true;
	read_next(call);
}
