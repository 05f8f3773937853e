#include "cli/refusal.h"

#include <stdio.h>

#include "cli/print.h"
#include "cli/tell.h"
#include "frontend/document.h"
#include "src/base/text.h"

void refusal_clear(Refusal *refusal)
{
	g_clear_pointer(&refusal->problem, problem_free);
	g_clear_pointer(&refusal->candidates, cJSON_Delete);
}

void refusal_tell(Refusal *refusal, const char *code, const char *message)
{
	problem_free(refusal->problem);
	refusal->problem = problem_new(PROBLEM_USAGE, code, message, NULL);
	tell(message, NULL);
}

static bool are_namesakes(const Grant *grant, const Grant *other)
{
	return g_strcmp0(grant->role.name, other->role.name) == 0 &&
	       g_strcmp0(role_guid(grant->role.id), role_guid(other->role.id)) != 0 &&
	       grant->access == ACCESS_NONE && other->access == ACCESS_NONE;
}

void refusal_expect(Refusal *refusal, const GPtrArray *grants)
{
	refusal->has_namesakes = false;
	for (guint i = 0; i < grants->len && !refusal->has_namesakes; i++) {
		for (guint k = 0; k < i && !refusal->has_namesakes; k++)
			refusal->has_namesakes = are_namesakes(grants->pdata[i], grants->pdata[k]);
	}
}

void refusal_add(Refusal *refusal, const Grant *grant, const Scope *scope)
{
	const Scope *at = scope != NULL ? scope : &grant->scope;
	const bool has_access = grant->access != ACCESS_NONE;
	g_autofree char *row = text_sanitize(grant->id, -1);
	g_autofree char *role = text_sanitize(grant->role.name, -1);
	g_autofree char *own = text_sanitize(scope_label(&grant->scope), -1);
	g_autofree char *id = text_sanitize(at->id, -1);
	g_autofree char *through = grant->member_type == MEMBER_GROUP && grant->holder.name != NULL
					   ? text_sanitize(grant->holder.name, -1)
					   : NULL;
	g_autofree char *end = instant_format(grant->end);
	g_autofree char *guid =
		refusal->has_namesakes ? text_sanitize(role_guid(grant->role.id), -1) : NULL;
	fprintf(stderr, "  %s  %s%s%s%s%s%s on %s (%s)  %s%s%s%s%s%s\n", row, role,
		guid != NULL ? " (" : "", guid != NULL ? guid : "", guid != NULL ? ")" : "",
		has_access ? ", " : "", has_access ? access_word(grant->access) : "", own,
		scope_type_title(grant->scope.type), id, through != NULL ? ", through " : "",
		through != NULL ? through : "", end != NULL ? ", until " : "",
		end != NULL ? end : "", grant->condition != NULL ? ", with a condition" : "");
	if (refusal->candidates == NULL)
		refusal->candidates = cJSON_CreateArray();
	cJSON_AddItemToArray(refusal->candidates, document_grant(grant, at));
}

ExitCode refusal_end(const Refusal *refusal, const Options *options)
{
	if (options->is_json && refusal->problem != NULL) {
		g_autoptr(GPtrArray) problems = g_ptr_array_new();
		g_ptr_array_add(problems, refusal->problem);
		cJSON *document =
			document_failure(&tell_wording, options_document(options), problems);
		if (refusal->candidates != NULL)
			document_set(document, "candidates",
				     cJSON_Duplicate(refusal->candidates, true));
		if (cJSON_HasObjectItem(document, "account"))
			document_name_account(document, tell_account());
		print_document(document);
	}
	return EXIT_USAGE;
}
