#include "src/pim/error.h"

#include <string.h>

#include "src/base/text.h"
#include "src/json/value.h"
#include "src/net/challenge.h"
#include "src/net/retry.h"
#include "src/pim/error-table.h"

typedef struct PimErrorPrivate {
	char *word; /* the service's code */
	char *said; /* its message, sanitized */
	char **rules;
	char *claims;
	char *permission; /* that the call needs */
	char *sentence;   /* our own; or NULL */
	long status;
	int64_t wait; /* seconds for which the service asks to be left alone; 0: it does not */
	char *request_id;
	bool is_of_read; /* what the table says of the code is about a request, and none was made */
	bool is_unlisted; /* the table knows nothing of the word: the service's own message says more */
} PimErrorPrivate;

static void pim_error_private_init(PimErrorPrivate *details)
{
	*details = (PimErrorPrivate){ 0 };
}

static void pim_error_private_copy(const PimErrorPrivate *from, PimErrorPrivate *to)
{
	to->word = g_strdup(from->word);
	to->said = g_strdup(from->said);
	to->rules = g_strdupv(from->rules);
	to->claims = g_strdup(from->claims);
	to->permission = g_strdup(from->permission);
	to->sentence = g_strdup(from->sentence);
	to->status = from->status;
	to->wait = from->wait;
	to->request_id = g_strdup(from->request_id);
	to->is_of_read = from->is_of_read;
	to->is_unlisted = from->is_unlisted;
}

static void pim_error_private_clear(PimErrorPrivate *details)
{
	g_free(details->word);
	g_free(details->said);
	g_strfreev(details->rules);
	g_free(details->claims);
	g_free(details->permission);
	g_free(details->sentence);
	g_free(details->request_id);
}

G_DEFINE_EXTENDED_ERROR(PimError, pim_error)

/* What an error body says, whatever its shape. */
typedef struct Told {
	char *word;
	char *message;
} Told;

static void told_clear(Told *told)
{
	g_free(told->word);
	g_free(told->message);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Told, told_clear)

/* Codes that say nothing: what is inside them, or the message, says more. */
static bool is_empty_word(const char *word)
{
	static const char *const words[] = { "BadRequest", "UnknownError",   "Request_BadRequest",
					     "400",        "InvalidRequest", NULL };
	for (size_t i = 0; words[i] != NULL; i++)
		if (word != NULL && g_ascii_strcasecmp(words[i], word) == 0)
			return true;
	return word == NULL || word[0] == '\0';
}

static void tell(Told *told, const char *word, const char *message)
{
	if (!is_empty_word(word) || (told->word == NULL && word != NULL)) {
		g_free(told->word);
		told->word = g_strdup(word);
	}
	if (message != NULL && message[0] != '\0') {
		g_free(told->message);
		told->message = g_strdup(message);
	}
}

static const char *text_at(const JsonValue *object, const char *path)
{
	return json_text(json_get(object, path));
}

/*
 * ARM and Graph: {"error":{code,message,details[],innererror{}}}; proxies: {code,message} or {message}; OAuth:
 * {"error":"…","error_description":"…"}; and UnknownError with the whole of it once more as text in the message.
 */
static void read_body(Told *told, const char *body, int nesting)
{
	g_autoptr(JsonValue) root = json_parse(body, strlen(body), NULL);
	if (root == NULL || !json_is_object(root))
		return;
	const JsonValue *error = json_get(root, "error");
	if (json_text(error) != NULL) {
		tell(told, json_text(error), text_at(root, "error_description"));
		return;
	}
	if (!json_is_object(error))
		error = root;
	const char *word = text_at(error, "code");
	if (word == NULL)
		word = text_at(error, "errorCode");
	const char *message = text_at(error, "message");
	tell(told, word, message);
	if (is_empty_word(told->word)) {
		const JsonValue *detail = json_array_at(json_get(error, "details"), 0);
		if (json_is_object(detail))
			tell(told, text_at(detail, "code"), text_at(detail, "message"));
		else
			tell(told, text_at(error, "innerError.code"), NULL);
	}
	const char *inner = message == NULL ? NULL : message + strspn(message, " ");
	if (inner != NULL && inner[0] == '{' && nesting == 0) {
		g_autofree char *copy = g_strdup(inner);
		read_body(told, copy, nesting + 1);
	}
}

static const PimErrorRow *row_for_status(long status)
{
	if (status == 401)
		return pim_error_row(PIM_ERROR_UNAUTHENTICATED);
	if (status == 403)
		return pim_error_row(PIM_ERROR_NO_PERMISSION);
	if (status == 404)
		return pim_error_row(PIM_ERROR_NOT_FOUND);
	if (status == 409)
		return pim_error_row(PIM_ERROR_CONFLICT);
	if (status == 429)
		return pim_error_row(PIM_ERROR_THROTTLED);
	if (status >= 500)
		return pim_error_row(PIM_ERROR_SERVER);
	return pim_error_row(PIM_ERROR_FAILED);
}

/* "ExpirationRule" and its like: words that end in Rule, in both message forms (an array, or a name and a dash). */
static char **find_rules(const char *message)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	const char *at = message == NULL ? NULL : strcasestr(message, "rules failed");
	bool has_any = false;
	while (at != NULL && *at != '\0') {
		size_t length = 0;
		while (g_ascii_isalnum(at[length]) || at[length] == '_')
			length++;
		if (length > 4 && length < 64 &&
		    g_ascii_strncasecmp(at + length - 4, "Rule", 4) == 0) {
			g_autofree char *rule = g_strndup(at, length);
			const PimRuleRow *row = pim_rule_row(rule);
			g_strv_builder_add(builder, row == NULL ? rule : row->rule);
			has_any = true;
		}
		at += length == 0 ? 1 : length;
	}
	return has_any ? g_strv_builder_end(builder) : NULL;
}

static char *find_claims(const PimAnswer *answer, const char *message)
{
	for (size_t i = 0; answer->challenges != NULL && answer->challenges[i] != NULL; i++) {
		char *claims = challenge_from_header(answer->challenges[i]);
		if (claims != NULL)
			return claims;
	}
	return challenge_from_message(message);
}

/* Azure's own multi-factor rule comes as a policy: in its name, its message, or its definition. */
static bool wants_mfa(const PimAnswer *answer, const Told *told)
{
	static const char *const words[] = { "MFA", "multi-factor", "multifactor" };
	if (answer->body == NULL)
		return false;
	if (g_strcmp0(told->word, "RequestDisallowedByPolicy") != 0 &&
	    (told->message == NULL || strcasestr(told->message, "disallowed by policy") == NULL))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcasestr(answer->body, words[i]) != NULL)
			return true;
	return false;
}

static const PimErrorRow *choose_row(const PimAnswer *answer, const Told *told, char **rules,
				     const char *claims)
{
	if (claims != NULL)
		return pim_error_row(PIM_ERROR_STEP_UP);
	/* Multi-factor authentication alone is a matter of signing in; beside others the form must change too. */
	if (rules != NULL)
		return pim_error_row(rules[1] == NULL && g_str_equal(rules[0], "MfaRule")
					     ? PIM_ERROR_STEP_UP
					     : PIM_ERROR_POLICY);
	if (wants_mfa(answer, told))
		return pim_error_row(PIM_ERROR_STEP_UP);
	const PimErrorRow *row =
		is_empty_word(told->word) ? NULL : pim_error_row_for_word(told->word);
	/* Refusals keep their code word in the text at times, and "Forbidden" may hide a more telling text. */
	const PimErrorRow *by_text = pim_error_row_for_message(told->message);
	if (row == NULL || (row->code == PIM_ERROR_NO_PERMISSION && by_text != NULL))
		row = by_text != NULL ? by_text : row;
	/* A 401 did nothing, whatever it says beside it. */
	if (row == NULL || answer->status == 429 ||
	    (answer->status >= 500 && row->code != PIM_ERROR_LOCKED) ||
	    (answer->status == 401 && row->code == PIM_ERROR_SERVER))
		row = row_for_status(answer->status);
	return row;
}

GError *pim_error_from_answer(const PimAnswer *answer)
{
	g_auto(Told) told = { 0 };
	if (answer->body != NULL && answer->body[0] != '\0')
		read_body(&told, answer->body, 0);
	g_auto(GStrv) rules = find_rules(told.message);
	g_autofree char *claims = find_claims(answer, told.message);
	const PimErrorRow *row = choose_row(answer, &told, rules, claims);

	g_autofree char *word = told.word == NULL ? NULL : text_sanitize(told.word, -1);
	g_autofree char *said = text_sanitize(told.message, -1);
	GError *error = g_error_new(PIM_ERROR, (int)row->code, "HTTP %ld%s%s%s%s", answer->status,
				    word == NULL ? "" : ", ", word == NULL ? "" : word,
				    said[0] == '\0' ? "" : ": ", said);
	PimErrorPrivate *details = pim_error_get_private(error);
	details->is_unlisted = !is_empty_word(word) && pim_error_row_for_word(word) == NULL &&
			       row == row_for_status(answer->status) && answer->status < 500 &&
			       answer->status != 429;
	details->status = answer->status;
	details->wait = answer->wait;
	details->word = g_steal_pointer(&word);
	details->said = said[0] == '\0' ? NULL : g_steal_pointer(&said);
	details->rules = g_steal_pointer(&rules);
	details->claims = g_steal_pointer(&claims);
	details->request_id =
		answer->request_id == NULL ? NULL : text_sanitize(answer->request_id, -1);
	return error;
}

/* A date is held against the answer's own; without that one it says nothing. */
static int64_t read_wait(const HttpResponse *response)
{
	const char *after = http_response_header(response, "Retry-After");
	const char *date = http_response_header(response, "Date");
	Instant answered = 0;
	int64_t seconds = 0;
	if (date != NULL)
		instant_parse_http(date, &answered);
	if (after == NULL || (answered == 0 && !g_ascii_isdigit(after[0])))
		return 0;
	return retry_parse_after(after, answered, &seconds) ? seconds : 0;
}

GError *pim_error_from_response(const HttpResponse *response)
{
	g_auto(GStrv) challenges = http_response_headers(response, "WWW-Authenticate");
	const PimAnswer answer = {
		.status = http_response_status(response),
		.body = http_response_body(response, NULL),
		.challenges = (const char *const *)challenges,
		.request_id = http_response_request_id(response),
		.wait = read_wait(response),
	};
	return pim_error_from_answer(&answer);
}

GError *pim_error_of_read(const HttpResponse *response)
{
	static const PimErrorCode of_requests[] = {
		PIM_ERROR_TOO_SHORT,      PIM_ERROR_START_IN_PAST,  PIM_ERROR_PENDING,
		PIM_ERROR_ALREADY_ACTIVE, PIM_ERROR_REQUEST_EXISTS, PIM_ERROR_NOT_ACTIVE,
		PIM_ERROR_CANNOT_CANCEL,
	};
	GError *error = pim_error_from_response(response);
	for (size_t i = 0; i < G_N_ELEMENTS(of_requests); i++) {
		if (!g_error_matches(error, PIM_ERROR, (gint)of_requests[i]))
			continue;
		pim_error_get_private(error)->is_of_read = true;
		break;
	}
	return error;
}

GError *pim_error_new(PimErrorCode code, const char *message)
{
	return g_error_new_literal(PIM_ERROR, (int)code, message);
}

GError *pim_error_recode(const GError *error, PimErrorCode code)
{
	GError *copy = g_error_copy(error);
	if (copy->domain == PIM_ERROR) {
		copy->code = (int)code;
		pim_error_get_private(copy)->is_of_read = false;
	}
	return copy;
}

bool pim_error_is_lacking(const GError *error)
{
	return g_error_matches(error, PIM_ERROR, PIM_ERROR_NOT_FOUND) ||
	       g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_REQUEST) ||
	       g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_SCOPE);
}

GError *pim_error_from_lost_answer(const GError *error)
{
	/* "Too many requests" is an answer: the request was turned away. */
	if (!http_error_was_sent(error) ||
	    g_error_matches(error, HTTP_ERROR, HTTP_ERROR_THROTTLED) ||
	    g_error_matches(error, HTTP_ERROR, HTTP_ERROR_WAIT))
		return g_error_copy(error);
	return g_error_new(PIM_ERROR, PIM_ERROR_UNKNOWN_OUTCOME, "no answer: %s", error->message);
}

void pim_error_set_permission(GError *error, const char *permission)
{
	PimErrorPrivate *details = pim_error_get_private(error);
	g_free(details->permission);
	details->permission = g_strdup(permission);
}

const char *pim_error_permission(const GError *error)
{
	return error != NULL && error->domain == PIM_ERROR
		       ? pim_error_get_private(error)->permission
		       : NULL;
}

void pim_error_set_sentence(GError *error, const char *sentence)
{
	PimErrorPrivate *details = pim_error_get_private(error);
	g_free(details->sentence);
	details->sentence = g_strdup(sentence);
}

void pim_error_set_wait(GError *error, int64_t seconds)
{
	pim_error_get_private(error)->wait = seconds;
}

int64_t pim_error_wait(const GError *error)
{
	return error->domain == PIM_ERROR ? pim_error_get_private(error)->wait : 0;
}

long pim_error_status(const GError *error)
{
	return error->domain == PIM_ERROR ? pim_error_get_private(error)->status : 0;
}

bool pim_error_names(const GError *error, const char *id)
{
	const char *said = error->domain == PIM_ERROR ? pim_error_get_private(error)->said : NULL;
	return said != NULL && id != NULL && strcasestr(said, id) != NULL;
}

const char *pim_error_service_code(const GError *error)
{
	return error->domain == PIM_ERROR ? pim_error_get_private(error)->word : NULL;
}

const char *const *pim_error_rules(const GError *error)
{
	return error->domain == PIM_ERROR ? (const char *const *)pim_error_get_private(error)->rules
					  : NULL;
}

/* One sentence and one hint for each rule that failed; rules without a row are named. */
static void explain_rules(const char *const *rules, GString *sentence, GString *hint)
{
	for (size_t i = 0; rules[i] != NULL; i++) {
		const PimRuleRow *row = pim_rule_row(rules[i]);
		if (sentence->len > 0)
			g_string_append_c(sentence, ' ');
		if (row == NULL) {
			g_autofree char *name = text_sanitize(rules[i], -1);
			g_string_append_printf(sentence, "The rule %s failed.", name);
			continue;
		}
		g_string_append(sentence, row->sentence);
		if (hint->len > 0)
			g_string_append_c(hint, ' ');
		g_string_append(hint, row->hint);
	}
}

static void explain_permission(const char *permission, GString *sentence, GString *hint)
{
	g_string_printf(sentence, "The program lacks the permission %s.", permission);
	g_string_printf(hint, "An administrator can consent to %s for the application.",
			permission);
}

Problem *pim_error_explain(const GError *error)
{
	if (error == NULL || error->domain != PIM_ERROR)
		return NULL;
	const PimErrorPrivate *details = pim_error_get_private(error);
	const PimErrorRow *row =
		pim_error_row(details->is_of_read ? PIM_ERROR_FAILED : error->code);
	g_autoptr(GString) sentence = g_string_new(NULL);
	g_autoptr(GString) hint = g_string_new(NULL);
	if (details->sentence != NULL)
		g_string_assign(sentence, details->sentence);
	else if (details->rules != NULL)
		explain_rules((const char *const *)details->rules, sentence, hint);
	if (details->permission != NULL)
		explain_permission(details->permission, sentence, hint);
	if (sentence->len == 0 && row->sentence != NULL &&
	    (!details->is_unlisted || details->said == NULL))
		g_string_assign(sentence, row->sentence);
	if (sentence->len == 0) {
		g_autofree char *clean = text_sanitize(error->message, -1);
		g_string_append_printf(sentence, "The service said: %s",
				       details->said != NULL ? details->said : clean);
	}
	if (details->wait > 0 && details->sentence != NULL)
		g_string_assign(hint, "Try again then.");
	if (hint->len == 0 && row->hint != NULL)
		g_string_assign(hint, row->hint);

	Problem *problem =
		problem_new(row->kind, details->word != NULL ? details->word : row->own_word,
			    sentence->str, hint->len == 0 ? NULL : hint->str);
	problem->request_id = g_strdup(details->request_id);
	problem->claims = g_strdup(details->claims);
	problem->rules = g_strdupv(details->rules);
	problem->said = g_strdup(details->said);
	return problem;
}
