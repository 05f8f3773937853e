#include "src/auth/redirect.h"

#include <string.h>

#include "src/auth/oauth.h"
#include "src/base/limits.h"

typedef struct Answer {
	char *code, *state, *error, *description, *issuer;
} Answer;

static void answer_clear(Answer *answer)
{
	secret_wipe_string(answer->code);
	secret_wipe_string(answer->state);
	g_free(answer->error);
	g_free(answer->description);
	g_free(answer->issuer);
}

/* False when a parameter that matters is there twice (RFC 6749 §3.1), or when it is no query at all. */
static bool parse(const char *query, Answer *answer)
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
	bool is_good = true;

	g_uri_params_iter_init(&iter, query, -1, "&", G_URI_PARAMS_WWW_FORM);
	while (is_good && g_uri_params_iter_next(&iter, &name, &value, &error)) {
		for (size_t i = 0; i < G_N_ELEMENTS(parameters); i++) {
			if (strcmp(name, parameters[i].name) != 0)
				continue;
			is_good = *parameters[i].value == NULL;
			if (is_good)
				*parameters[i].value = g_steal_pointer(&value);
		}
		g_free(name);
		secret_wipe_string(value);
	}
	return is_good && error == NULL;
}

static RedirectOutcome judge(const Answer *answer, const Secret *state, const char *issuer,
			     Secret **code, GError **error)
{
	g_autoptr(Secret) given = NULL;
	if (answer->state == NULL)
		return REDIRECT_FOREIGN;
	given = secret_new(answer->state, -1);
	if (!secret_equal(given, state))
		return REDIRECT_FOREIGN;
	if (answer->issuer != NULL && issuer != NULL && strcmp(answer->issuer, issuer) != 0)
		return REDIRECT_FOREIGN;
	if (answer->error != NULL) {
		const OauthRefusal refusal = {
			.error = answer->error,
			.description = answer->description,
		};
		g_propagate_error(error, oauth_error(&refusal));
		return REDIRECT_ERROR;
	}
	if (answer->code == NULL || *answer->code == '\0')
		return REDIRECT_FOREIGN;
	*code = secret_new(answer->code, -1);
	return REDIRECT_CODE;
}

RedirectOutcome redirect_read(const char *query, const Secret *state, const char *issuer,
			      Secret **code, GError **error)
{
	Answer answer = { 0 };
	RedirectOutcome outcome = REDIRECT_FOREIGN;
	if (strlen(query) <= LIMIT_REDIRECT && parse(query, &answer))
		outcome = judge(&answer, state, issuer, code, error);
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
