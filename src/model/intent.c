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
	copy->set_name = g_strdup(activation->set_name);
	copy->holder = activation->holder;
	copy->proposal = activation->proposal;
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
	g_free(activation->set_name);
	g_free(activation);
}

Extension *extension_new(const Eligibility *eligibility, bool is_renewal, int64_t duration,
			 const char *reason)
{
	Extension *extension = g_new0(Extension, 1);
	extension->eligibility = eligibility_copy(eligibility);
	extension->is_renewal = is_renewal;
	extension->duration = duration;
	extension->reason = g_strdup(reason);
	return extension;
}

Extension *extension_copy(const Extension *extension)
{
	return extension != NULL ? extension_new(extension->eligibility, extension->is_renewal,
						 extension->duration, extension->reason)
				 : NULL;
}

void extension_free(Extension *extension)
{
	if (extension == NULL)
		return;
	eligibility_free(extension->eligibility);
	g_free(extension->reason);
	g_free(extension);
}

Intent *intent_new(uint64_t id, IntentKind kind)
{
	Intent *intent = g_new0(Intent, 1);
	intent->id = id;
	intent->kind = kind;
	return intent;
}

void intent_free(Intent *intent)
{
	if (intent == NULL)
		return;
	scope_clear(&intent->scope);
	eligibility_free(intent->eligibility);
	assignment_free(intent->assignment);
	request_free(intent->request);
	owed_free(intent->owed);
	g_clear_pointer(&intent->activations, g_ptr_array_unref);
	g_clear_pointer(&intent->requests, g_ptr_array_unref);
	g_clear_pointer(&intent->eligibilities, g_ptr_array_unref);
	g_clear_pointer(&intent->places, g_ptr_array_unref);
	g_free(intent->query_text);
	secret_wipe_string(intent->text);
	g_free(intent->name);
	g_free(intent->claims);
	g_free(intent->permission);
	account_free(intent->account);
	g_free(intent);
}
