#include "src/pim/access.h"

#include <string.h>

#include "src/json/build.h"
#include "src/pim/azure-urls.h"
#include "src/pim/definitions.h"
#include "src/pim/fetch.h"

/* ---- checkAccess ---- */

/* GUIDs come with dashes or without, alone or at the end of a path. */
static bool is_same_role(const char *told, const char *role_id)
{
	const char *one = told != NULL ? role_guid(told) : "";
	const char *other = role_guid(role_id);
	while (*one != '\0' || *other != '\0') {
		if (*one == '-') {
			one++;
		} else if (*other == '-') {
			other++;
		} else if (g_ascii_tolower(*one) != g_ascii_tolower(*other)) {
			return false;
		} else {
			one++;
			other++;
		}
	}
	return told != NULL;
}

static bool is_word(const JsonValue *value, const char *word)
{
	const char *text = json_text(value);
	return text != NULL && g_ascii_strcasecmp(text, word) == 0;
}

static Proof read_decision(const JsonValue *decision, const PimProofQuestion *question)
{
	const JsonValue *word = json_get(decision, "accessDecision");
	if (is_word(word, "NotAllowed") || is_word(word, "Denied"))
		return json_get(decision, "denyAssignment") != NULL ? PROOF_DENIED : PROOF_NOT_YET;
	if (!is_word(word, "Allowed"))
		return PROOF_NONE;
	const char *role = json_text(json_get(decision, "roleAssignment.roleDefinitionId"));
	const char *scope = json_text(json_get(decision, "roleAssignment.scope"));
	const bool is_named = is_same_role(role, question->grant->role.id) && scope != NULL &&
			      scope_id_equal(scope, question->grant->scope.id);
	return is_named ? PROOF_NAMED : PROOF_OTHER;
}

Proof access_read_decisions(const JsonValue *answer, const PimProofQuestion *question)
{
	if (answer == NULL || json_type(answer) != JSON_TYPE_LIST)
		return PROOF_NONE;
	for (const JsonValue *row = json_first(answer); row != NULL; row = json_next(row))
		if (is_word(json_get(row, "actionId"), question->operation))
			return read_decision(row, question);
	return PROOF_NONE;
}

typedef struct ProofCall {
	Grant grant;
	char *operation;
	PimProofQuestion question; /* of the two above */
	PimProofDone done;
	gpointer data;
} ProofCall;

static ProofCall *proof_call_new(const PimProofQuestion *question, PimProofDone done, gpointer data)
{
	ProofCall *call = g_new0(ProofCall, 1);
	grant_copy(&call->grant, question->grant);
	call->operation = g_strdup(question->operation);
	call->question = (PimProofQuestion){ .grant = &call->grant,
					     .operation = call->operation,
					     .definition = question->definition };
	call->done = done;
	call->data = data;
	return call;
}

static void proof_call_end(ProofCall *call, Proof proof, const GError *error)
{
	call->done(proof, error, call->data);
	grant_clear(&call->grant);
	g_free(call->operation);
	g_free(call);
}

static void on_decisions(const JsonValue *value, const GError *error, gpointer data)
{
	ProofCall *call = data;
	const Proof proof =
		error == NULL ? access_read_decisions(value, &call->question) : PROOF_NONE;
	proof_call_end(call, proof, error);
}

static char *write_question(const PimContext *context, const PimProofQuestion *question)
{
	g_autoptr(JsonBuilder) body = json_builder_new();
	json_builder_begin(body, "Subject");
	json_builder_begin(body, "Attributes");
	json_builder_text(body, "ObjectId", context->account->oid);
	json_builder_end(body);
	json_builder_end(body);
	json_builder_begin_list(body, "Actions");
	json_builder_begin(body, NULL);
	json_builder_text(body, "Id", question->operation);
	json_builder_bool(body, "IsDataAction", question->is_data);
	json_builder_end(body);
	json_builder_end(body);
	return json_builder_finish(body);
}

void azure_check_access(const PimWorkload *self, const PimContext *context,
			const PimProofQuestion *question, GCancellable *cancellable,
			PimProofDone done, gpointer data)
{
	g_autofree char *url = azure_url_version(question->grant->scope.id, "checkAccess", NULL,
						 "2018-09-01-preview");
	g_autofree char *body = write_question(context, question);
	const FetchCall fetch = {
		.method = HTTP_POST, .audience = self->audience, .url = url, .body = body
	};
	fetch_value(context, &fetch, cancellable, on_decisions,
		    proof_call_new(question, done, data));
}

/* ---- permissions ---- */

static bool is_covered(const GPtrArray *rows, const GPtrArray *others)
{
	for (guint i = 0; i < rows->len; i++) {
		bool is_found = false;
		for (guint k = 0; !is_found && k < others->len; k++)
			is_found = g_ascii_strcasecmp(rows->pdata[i], others->pdata[k]) == 0;
		if (!is_found)
			return false;
	}
	return true;
}

static bool is_same_list(const GPtrArray *a, const GPtrArray *b)
{
	return is_covered(a, b) && is_covered(b, a);
}

/* One of these is what one role permits: it names no role, but no other has just these patterns. */
static bool is_of(const RoleDefinition *told, const RoleDefinition *definition)
{
	return is_same_list(told->actions, definition->actions) &&
	       is_same_list(told->not_actions, definition->not_actions) &&
	       is_same_list(told->data_actions, definition->data_actions) &&
	       is_same_list(told->not_data_actions, definition->not_data_actions);
}

static gpointer decode_permission(const PimContext *context, const JsonValue *element,
				  gpointer data, GError **error)
{
	(void)context;
	(void)data;
	return azure_decode_permission(element, error);
}

static void on_permissions(const PimList *list, const GError *error, gpointer data)
{
	ProofCall *call = data;
	Proof proof = PROOF_NONE;
	for (guint i = 0; list != NULL && proof != PROOF_NAMED && i < list->rows->len; i++)
		proof = is_of(list->rows->pdata[i], call->question.definition) ? PROOF_NAMED
									       : PROOF_OTHER;
	proof_call_end(call, proof, error);
}

void azure_list_permissions(const PimWorkload *self, const PimContext *context,
			    const PimProofQuestion *question, GCancellable *cancellable,
			    PimProofDone done, gpointer data)
{
	g_autofree char *url =
		azure_url_version(question->grant->scope.id, "permissions", NULL, "2022-04-01");
	const FetchSpec spec = { .audience = self->audience,
				 .url = url,
				 .decode = decode_permission,
				 .free_row = (GDestroyNotify)role_definition_free };
	fetch_list(context, &spec, cancellable, on_permissions,
		   proof_call_new(question, done, data));
}
