#include "cli/row.h"

#include "cli/facts.h"
#include "cli/lists.h"
#include "cli/print.h"
#include "cli/resolve.h"
#include "cli/target.h"
#include "frontend/document.h"

void row_clear(Row *row)
{
	target_clear(&row->target);
	g_clear_pointer(&row->rows, g_ptr_array_unref);
}

ExitCode row_choose(Session *session, const Options *options, Row *row)
{
	Selection selection = { .role = options->arguments[0],
				.scope = options->arguments[1],
				.is_shown = true,
				.is_judged = true };
	selection_take_aliases(&selection, session->settings->aliases);
	Instant as_of = 0;
	row->rows = session_load(session, LIST_ELIGIBILITIES, &as_of);
	if (row->rows == NULL)
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(row->rows);
	if (is_in_a_failed_list(session, grants, selection.role))
		return session_report(session, false);
	g_auto(Refusal) refusal = { 0 };
	const ExitCode code = choose_target(session, &selection, row->rows, &row->target, &refusal);
	return code == EXIT_USAGE ? refusal_end(&refusal, options) : code;
}

static char *copy_word(const char *word)
{
	return word != NULL && *word != '\0' ? g_strdup(word) : NULL;
}

void row_add_facts(const Target *target, GPtrArray *facts)
{
	const Grant *grant = &target->eligibility->grant;
	const Scope *scope = &target->scope;
	const bool is_narrowed = !scope_id_equal(scope->id, grant->scope.id);
	facts_add(facts, "role", "Role", g_strdup(role_label(&grant->role)));
	facts_add(facts, "scope", "Scope", g_strdup(scope_label(scope)));
	facts_add(facts, "type", "Type", g_strdup(scope_type_title(scope->type)));
	facts_add(facts, "access", "Access",
		  grant->access != ACCESS_NONE ? g_strdup(access_word(grant->access)) : NULL);
	facts_add(facts, "workload", "Workload", g_strdup(workload_info(grant->workload)->name));
	facts_add(facts, "eligible_at", "Eligible at",
		  is_narrowed ? g_strdup(scope_label(&grant->scope)) : NULL);
	facts_add(facts, "member", "Held",
		  grant->member_type != MEMBER_UNKNOWN
			  ? copy_word(member_type_word(grant->member_type))
			  : NULL);
	facts_add(facts, "start", "Eligible since", instant_format(grant->start));
	facts_add(facts, "end", "Eligible until", instant_format(grant->end));
	facts_add(facts, "condition", "Condition", copy_word(grant->condition));
	facts_add(facts, "id", "Row id", copy_word(grant->id));
	facts_add(facts, "role_id", "Role id", copy_word(grant->role.id));
	facts_add(facts, "scope_id", "Scope id", copy_word(scope->id));
	facts_add(facts, "schedule_id", "Schedule id", copy_word(grant->schedule_id));
}

void row_print(const Session *session, const GPtrArray *facts, DocumentKind kind, bool is_json)
{
	if (!is_json) {
		facts_print(facts);
		return;
	}
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	const GPtrArray *told = tell_problems();
	cJSON *document = document_failure(&tell_wording, kind, told != NULL ? told : none);
	document_set(document, kind == DOCUMENT_POLICY ? "policy" : "item", facts_document(facts));
	document_name_account(document, session->account);
	print_document(document);
}
