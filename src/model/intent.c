#include "src/model/intent.h"

#include "src/base/secret.h"

Activation *activation_new(const Eligibility *eligibility, const Scope *scope)
{
	Activation *activation = g_new0(Activation, 1);
	activation->eligibility = eligibility_copy(eligibility);
	if (scope != NULL)
		scope_copy(&activation->scope, scope);
	return activation;
}

Activation *activation_copy(const Activation *activation)
{
	if (activation == NULL)
		return NULL;
	Activation *copy = activation_new(activation->eligibility, &activation->scope);
	copy->duration = activation->duration;
	copy->start = activation->start;
	copy->justification = g_strdup(activation->justification);
	copy->ticket_number = g_strdup(activation->ticket_number);
	copy->ticket_system = g_strdup(activation->ticket_system);
	copy->policy = policy_copy(activation->policy);
	return copy;
}

void activation_free(Activation *activation)
{
	if (activation == NULL)
		return;
	eligibility_free(activation->eligibility);
	scope_clear(&activation->scope);
	g_free(activation->justification);
	g_free(activation->ticket_number);
	g_free(activation->ticket_system);
	policy_free(activation->policy);
	g_free(activation);
}

Intent *intent_new(uint64_t id, IntentKind kind)
{
	Intent *intent = g_new0(Intent, 1);
	intent->id = id;
	intent->kind = kind;
	return intent;
}

static gpointer copy_activation(gconstpointer activation, gpointer data)
{
	(void)data;
	return activation_copy(activation);
}

Intent *intent_copy(const Intent *intent)
{
	if (intent == NULL)
		return NULL;
	Intent *copy = intent_new(intent->id, intent->kind);
	*copy = *intent;
	scope_copy(&copy->scope, &intent->scope);
	copy->eligibility = eligibility_copy(intent->eligibility);
	copy->assignment = assignment_copy(intent->assignment);
	copy->request = request_copy(intent->request);
	copy->activations = NULL;
	if (intent->activations != NULL) {
		copy->activations = g_ptr_array_copy(intent->activations, copy_activation, NULL);
		g_ptr_array_set_free_func(copy->activations, (GDestroyNotify)activation_free);
	}
	/* The query's text is borrowed; a copy may not borrow from the original. */
	copy->query_text = g_strdup(intent->query.text);
	copy->query.text = copy->query_text;
	copy->text = g_strdup(intent->text);
	copy->name = g_strdup(intent->name);
	copy->claims = g_strdup(intent->claims);
	copy->account = intent->account != NULL ? account_copy(intent->account) : NULL;
	return copy;
}

void intent_free(Intent *intent)
{
	if (intent == NULL)
		return;
	scope_clear(&intent->scope);
	eligibility_free(intent->eligibility);
	assignment_free(intent->assignment);
	request_free(intent->request);
	g_clear_pointer(&intent->activations, g_ptr_array_unref);
	g_free(intent->query_text);
	secret_wipe_string(intent->text);
	g_free(intent->name);
	g_free(intent->claims);
	account_free(intent->account);
	g_free(intent);
}
