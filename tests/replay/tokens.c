#include "tests/replay/tokens.h"

typedef struct Call {
	ReplayTokens *tokens;
	GCancellable *cancellable;
	TokenReady ready;
	gpointer data;
	gulong handler;
	bool has_claims, is_renewal;
} Call;

static gboolean on_answer(gpointer data)
{
	Call *call = data;
	ReplayTokens *tokens = call->tokens;
	g_autoptr(GError) canceled = NULL;
	g_autoptr(Secret) token = NULL;
	if (g_cancellable_set_error_if_cancelled(call->cancellable, &canceled)) {
		call->ready(NULL, canceled, call->data);
	} else if (tokens->is_stuck) {
		/* Looks again: the test cancels. */
		return G_SOURCE_CONTINUE;
	} else if (call->has_claims && tokens->refusal != NULL) {
		call->ready(NULL, tokens->refusal, call->data);
	} else if (call->is_renewal && tokens->renewal != NULL) {
		call->ready(NULL, tokens->renewal, call->data);
	} else if (tokens->error != NULL) {
		call->ready(NULL, tokens->error, call->data);
	} else {
		token = secret_new(tokens->tokens[tokens->at], -1);
		call->ready(token, NULL, call->data);
	}
	g_object_unref(call->cancellable);
	g_free(call);
	return G_SOURCE_REMOVE;
}

static void tokens_get(TokenProvider *provider, const TokenQuery *query, TokenReady ready,
		       gpointer data)
{
	ReplayTokens *tokens = (ReplayTokens *)provider;
	Call *call = g_new0(Call, 1);
	const char *present = tokens->tokens[tokens->at];
	tokens->asked++;
	g_free(tokens->claims);
	tokens->claims = g_strdup(query->claims);
	if (query->rejected != NULL) {
		tokens->rejected++;
		if (g_strcmp0(secret_peek(query->rejected), present) == 0 &&
		    tokens->tokens[tokens->at + 1] != NULL)
			tokens->at++;
	}
	call->tokens = tokens;
	call->has_claims = query->claims != NULL;
	call->is_renewal = query->rejected != NULL;
	call->cancellable = g_object_ref(query->cancellable);
	call->ready = ready;
	call->data = data;
	g_idle_add(on_answer, call);
}

static void tokens_forget(TokenProvider *provider, Audience audience)
{
	(void)provider;
	(void)audience;
}

static void tokens_free(TokenProvider *provider)
{
	ReplayTokens *tokens = (ReplayTokens *)provider;
	/* Calls that were canceled report first. */
	while (g_main_context_iteration(NULL, FALSE))
		;
	g_clear_error(&tokens->error);
	g_clear_error(&tokens->refusal);
	g_clear_error(&tokens->renewal);
	g_free(tokens->claims);
	g_free(tokens);
}

ReplayTokens *replay_tokens_new(const char *const *list)
{
	ReplayTokens *tokens = g_new0(ReplayTokens, 1);
	tokens->base.get = tokens_get;
	tokens->base.forget = tokens_forget;
	tokens->base.free = tokens_free;
	tokens->tokens = list;
	return tokens;
}
