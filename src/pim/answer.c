#include "src/pim/answer.h"

#include "src/json/build.h"
#include "src/model/duration.h"
#include "src/pim/error.h"

/* Clocks differ by a little, so a start within the next minute is now, not one that is scheduled. */
#define START_SLACK 60

static void settle_times(const PimContext *context, Request *told)
{
	if (told->start == 0 && told->kind == REQUEST_ACTIVATE)
		told->start = told->created;
	if (told->end == 0 && told->start != 0 && told->duration > 0)
		told->end = told->start + told->duration;
	/* More of an eligibility is asked for until a time: from when it was asked on is no length. */
	if (told->duration == 0 && told->end > told->start && told->start != 0 &&
	    !request_is_extension(told->kind))
		told->duration = told->end - told->start;
	told->state = request_state_from_status(told->status, told->kind, told->start,
						clock_now(context->clock) + START_SLACK);
}

void answer_settle(const PimContext *context, Request *told, const char *maker_id)
{
	told->is_own = maker_id != NULL && g_ascii_strcasecmp(maker_id, context->account->oid) == 0;
	if (told->is_own) {
		g_clear_pointer(&told->requester_id, g_free);
		g_clear_pointer(&told->requester_name, g_free);
	}
	settle_times(context, told);
}

bool answer_waits_for_decision(const Request *told)
{
	return !told->is_own && told->status != NULL &&
	       g_ascii_strcasecmp(told->status, "PendingApproval") == 0;
}

static void take_if_missing(char **into, const char *from)
{
	if (*into == NULL)
		*into = g_strdup(from);
}

void answer_complete(const PimContext *context, Request *told, const Request *asked)
{
	take_if_missing(&told->role.name, asked->role.name);
	take_if_missing(&told->scope.name, asked->scope.name);
	take_if_missing(&told->justification, asked->justification);
	take_if_missing(&told->ticket_number, asked->ticket_number);
	take_if_missing(&told->ticket_system, asked->ticket_system);
	take_if_missing(&told->eligibility_schedule_id, asked->eligibility_schedule_id);
	if (told->kind == REQUEST_OTHER)
		told->kind = asked->kind;
	if (told->duration == 0 && told->kind == REQUEST_ACTIVATE)
		told->duration = asked->duration;
	if (told->end == 0 && request_is_extension(told->kind))
		told->end = asked->end;
	if (told->created == 0)
		told->created = asked->created;
	settle_times(context, told);
	told->is_own = true;
}

enum { OF_ACTIVATION = 1, OF_END = 2, OF_EXTENSION = 4, OF_CANCEL = 8, OF_DECISION = 16 };

#define OF_ROLE   (OF_ACTIVATION | OF_END | OF_EXTENSION)
#define OF_OTHERS (OF_CANCEL | OF_DECISION)

/*
 * "Already active" is what an activation asks for, and of all else no success; "does not exist" means the role where it
 * is to be ended, and the eligibility where it is to be used.
 */
static GError *judge(const GError *error, unsigned of)
{
	static const struct {
		PimErrorCode code;
		unsigned of;
		PimErrorCode means;
	} rows[] = {
		{ PIM_ERROR_NOT_ACTIVE, OF_ACTIVATION | OF_EXTENSION, PIM_ERROR_NO_ELIGIBILITY },
		{ PIM_ERROR_NOT_ACTIVE, OF_OTHERS, PIM_ERROR_NO_REQUEST },
		{ PIM_ERROR_NOT_FOUND, OF_ROLE, PIM_ERROR_NO_OBJECT },
		{ PIM_ERROR_NO_REQUEST, OF_ROLE, PIM_ERROR_NO_OBJECT },
		{ PIM_ERROR_NOT_FOUND, OF_CANCEL, PIM_ERROR_NO_REQUEST },
		{ PIM_ERROR_ALREADY_ACTIVE, OF_END | OF_EXTENSION | OF_OTHERS, PIM_ERROR_CONFLICT },
		{ PIM_ERROR_REQUEST_EXISTS, OF_OTHERS, PIM_ERROR_CONFLICT },
		{ PIM_ERROR_PENDING, OF_OTHERS, PIM_ERROR_CONFLICT },
		{ PIM_ERROR_TOO_SHORT, OF_ACTIVATION, PIM_ERROR_ASKED_TOO_SHORT },
		{ PIM_ERROR_TOO_SHORT, OF_EXTENSION | OF_OTHERS, PIM_ERROR_CONFLICT },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if ((rows[i].of & of) != 0 && g_error_matches(error, PIM_ERROR, (gint)rows[i].code))
			return pim_error_recode(error, rows[i].means);
	}
	return g_error_copy(error);
}

static unsigned what_is_asked(RequestKind kind)
{
	if (request_is_extension(kind))
		return OF_EXTENSION;
	if (request_is_decision(kind))
		return OF_DECISION;
	return kind == REQUEST_DEACTIVATE ? OF_END : OF_ACTIVATION;
}

GError *answer_judge_refusal(const Request *asked, const GError *error)
{
	return judge(error, what_is_asked(asked->kind));
}

GError *answer_judge_cancel(const GError *error)
{
	return judge(error, OF_CANCEL);
}

GError *answer_unclear(const GError *error)
{
	return pim_error_new(PIM_ERROR_UNKNOWN_OUTCOME,
			     error == NULL ? "an empty answer" : error->message);
}

GError *answer_judge_canceled(const JsonValue *value)
{
	if (value == NULL)
		return NULL;
	/* Azure's shape, or Graph's. */
	const JsonValue *status = json_get(value, "properties.status");
	const char *word = json_text(status != NULL ? status : json_get(value, "status"));
	if (word != NULL && g_ascii_strcasecmp(word, "Canceled") == 0)
		return NULL;
	return pim_error_new(PIM_ERROR_UNKNOWN_OUTCOME, "an answer that does not tell it canceled");
}

void answer_add_reason(JsonBuilder *body, const Request *request)
{
	json_builder_text(body, "justification", request->justification);
	if (request->ticket_number == NULL && request->ticket_system == NULL)
		return;
	json_builder_begin(body, "ticketInfo");
	json_builder_text(body, "ticketNumber", request->ticket_number);
	json_builder_text(body, "ticketSystem", request->ticket_system);
	json_builder_end(body);
}

/* No start means now by the service's clock: one of this machine's may lie in its past or future. */
void answer_add_schedule(JsonBuilder *body, const Request *request, const char *expiration_type)
{
	g_autofree char *duration = duration_format_iso(request->duration);
	g_autofree char *begin = instant_format(request->start);
	json_builder_begin(body, "scheduleInfo");
	json_builder_text(body, "startDateTime", begin);
	json_builder_begin(body, "expiration");
	json_builder_text(body, "type", expiration_type);
	json_builder_text(body, "duration", duration);
	json_builder_end(body);
	json_builder_end(body);
}

void answer_add_end(JsonBuilder *body, const Request *request, const char *expiration_type)
{
	g_autofree char *end = instant_format(request->end);
	if (end == NULL)
		return;
	json_builder_begin(body, "scheduleInfo");
	json_builder_begin(body, "expiration");
	json_builder_text(body, "type", expiration_type);
	json_builder_text(body, "endDateTime", end);
	json_builder_end(body);
	json_builder_end(body);
}
