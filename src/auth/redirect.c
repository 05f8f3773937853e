#include "src/auth/redirect.h"

#include <string.h>

#include "src/auth/oauth.h"
#include "src/base/limits.h"

typedef struct Answer {
	char *code, *state, *error, *description, *issuer;
	bool is_bad; /* a parameter that matters is there twice (RFC 6749 §3.1), or it is no query at all */
} Answer;

static void answer_clear(Answer *answer)
{
	secret_wipe_string(answer->code);
	secret_wipe_string(answer->state);
	g_free(answer->error);
	g_free(answer->description);
	g_free(answer->issuer);
}

static void parse(const char *query, Answer *answer)
{
	const struct {
		const char *name;
		char **value;
	} parameters[] = {
		{ "code", &answer->code },   { "state", &answer->state },
		{ "error", &answer->error }, { "error_description", &answer->description },
		{ "iss", &answer->issuer },
	};
	GUriParamsIter iter;
	g_autoptr(GError) error = NULL;
	char *name, *value;

	g_uri_params_iter_init(&iter, query, -1, "&", G_URI_PARAMS_WWW_FORM);
	while (g_uri_params_iter_next(&iter, &name, &value, &error)) {
		for (size_t i = 0; i < G_N_ELEMENTS(parameters); i++) {
			if (strcmp(name, parameters[i].name) != 0)
				continue;
			if (*parameters[i].value != NULL)
				answer->is_bad = true;
			else
				*parameters[i].value = g_steal_pointer(&value);
			break;
		}
		g_free(name);
		secret_wipe_string(value);
	}
	if (error != NULL)
		answer->is_bad = true;
}

/* Why an answer with our state cannot be taken; NULL: it can. */
static const char *find_fault(const Answer *answer, const RedirectExpected *expected)
{
	if (answer->is_bad)
		return "a parameter of it is there twice, or cannot be read";
	if (answer->issuer == NULL && expected->names_issuer)
		return "it does not name its issuer (iss), which it has to";
	if (answer->issuer != NULL && expected->issuer != NULL &&
	    strcmp(answer->issuer, expected->issuer) != 0)
		return "it names another issuer (iss)";
	if (answer->error == NULL && (answer->code == NULL || *answer->code == '\0'))
		return "it holds no code";
	return NULL;
}

static RedirectOutcome judge(const Answer *answer, const RedirectExpected *expected, Secret **code,
			     GError **error)
{
	g_autoptr(Secret) given = NULL;
	const char *fault;
	if (answer->state == NULL)
		return REDIRECT_FOREIGN;
	given = secret_new(answer->state, -1);
	if (!secret_equal(given, expected->state))
		return REDIRECT_FOREIGN;
	fault = find_fault(answer, expected);
	if (fault != NULL) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER,
			    "the answer from the sign-in page is refused: %s", fault);
		return REDIRECT_ERROR;
	}
	if (answer->error != NULL) {
		const OauthRefusal refusal = {
			.error = answer->error,
			.description = answer->description,
		};
		g_propagate_error(error, oauth_error(&refusal));
		return REDIRECT_ERROR;
	}
	*code = secret_new(answer->code, -1);
	return REDIRECT_CODE;
}

RedirectOutcome redirect_read(const char *query, const RedirectExpected *expected, Secret **code,
			      GError **error)
{
	Answer answer = { 0 };
	RedirectOutcome outcome = REDIRECT_FOREIGN;
	if (strlen(query) <= LIMIT_REDIRECT) {
		parse(query, &answer);
		outcome = judge(&answer, expected, code, error);
	}
	answer_clear(&answer);
	return outcome;
}

char *redirect_query_of(const char *address)
{
	const char *query = strchr(address, '?');
	if (query == NULL)
		return NULL;
	query++;
	return g_strstrip(g_strndup(query, strcspn(query, "#")));
}
