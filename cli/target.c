#include <stdio.h>
#include <string.h>

#include "cli/resolve.h"
#include "cli/tell.h"
#include "src/base/text.h"

void target_clear(Target *target)
{
	g_clear_pointer(&target->eligibility, eligibility_free);
	scope_clear(&target->scope);
}

GPtrArray *load_children(Session *session, const Eligibility *eligibility, const Scope *scope,
			 bool is_deep, ExitCode *code)
{
	Intent *intent = intent_new(0, INTENT_LIST_CHILDREN);
	intent->workload = eligibility->grant.workload;
	intent->is_deep = is_deep;
	intent->eligibility = eligibility_copy(eligibility);
	scope_copy(&intent->scope, scope);
	uint64_t id = session_send(session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL) {
			*code = EXIT_INTERRUPTED;
			return NULL;
		}
		if (event->intent_id != id)
			continue;
		if (event->problem != NULL) {
			*code = tell_problem(event->problem);
			return NULL;
		}
		if (event->kind == EVENT_CHILDREN && event->rows != NULL)
			return g_ptr_array_ref(event->rows);
		if (event->kind == EVENT_INTENT_DONE)
			return g_ptr_array_new();
	}
}

static bool is_same_place(const Target *place, const Eligibility *row, const Scope *scope)
{
	const Grant *a = &place->eligibility->grant;
	const Grant *b = &row->grant;
	return a->workload == b->workload && a->access == b->access &&
	       scope_id_equal(place->scope.id, scope->id) &&
	       g_ascii_strcasecmp(role_guid(a->role.id), role_guid(b->role.id)) == 0;
}

/* One place where the words would fit; of two rows that give the same there, the narrower one. */
static void add_place(GPtrArray *places, const Eligibility *row, const Scope *scope)
{
	for (guint i = 0; i < places->len; i++) {
		Target *known = g_ptr_array_index(places, i);
		if (!is_same_place(known, row, scope))
			continue;
		if (row->grant.scope.type > known->eligibility->grant.scope.type) {
			eligibility_free(known->eligibility);
			known->eligibility = eligibility_copy(row);
		}
		return;
	}
	Target *target = g_new0(Target, 1);
	target->eligibility = eligibility_copy(row);
	scope_copy(&target->scope, scope);
	g_ptr_array_add(places, target);
}

static void place_free(gpointer place)
{
	target_clear(place);
	g_free(place);
}

static const Eligibility *find_row(const GPtrArray *eligibilities, const Grant *grant)
{
	for (guint i = 0; i < eligibilities->len; i++) {
		const Eligibility *row = eligibilities->pdata[i];
		if (&row->grant == grant)
			return row;
	}
	return NULL;
}

/* Below one row: what its scope's tree holds under that name or id. */
static ExitCode search_below(Session *session, const Eligibility *row, const ScopeWords *words,
			     GPtrArray *places)
{
	const char *pasted = words->id;
	bool is_inside = pasted != NULL && scope_id_covers(row->grant.scope.id, pasted);
	if (is_inside) { /* its id alone tells that it lies below */
		Scope scope;
		scope_init(&scope, scope_type_from_arm_id(pasted), pasted, NULL);
		add_place(places, row, &scope);
		scope_clear(&scope);
		return EXIT_DONE;
	}
	/* A management group may hold any subscription: ask. Elsewhere an id that does not lie inside is elsewhere. */
	bool is_listed = pasted == NULL || row->grant.scope.type == SCOPE_MANAGEMENT_GROUP ||
			 row->grant.scope.type == SCOPE_ROOT;
	if (!is_listed)
		return EXIT_DONE;
	ExitCode code = EXIT_DONE;
	g_autoptr(GPtrArray) children = load_children(session, row, &row->grant.scope, true, &code);
	for (guint i = 0; children != NULL && i < children->len; i++) {
		const Scope *child = g_ptr_array_index(children, i);
		if (scope_has_words(child, words))
			add_place(places, row, child);
		else if (pasted != NULL && scope_id_covers(child->id, pasted)) {
			Scope scope;
			scope_init(&scope, scope_type_from_arm_id(pasted), pasted, NULL);
			add_place(places, row, &scope);
			scope_clear(&scope);
		}
	}
	return code;
}

static void tell_places(const Selection *selection, const GPtrArray *places)
{
	tell_format("\"%s\" on \"%s\" fits %u times. Nothing was sent. Say which by the scope's "
		    "id, or the "
		    "role by the row's id:",
		    selection->role, selection->scope, places->len);
	for (guint i = 0; i < places->len; i++) {
		const Target *place = g_ptr_array_index(places, i);
		const Grant *grant = &place->eligibility->grant;
		g_autofree char *role = text_sanitize(grant->role.name, -1);
		g_autofree char *id = text_sanitize(place->scope.id, -1);
		g_autofree char *from = text_sanitize(scope_label(&grant->scope), -1);
		fprintf(stderr, "  %s  %s at %s (eligible at %s)\n", grant->id, role, id, from);
	}
}

static ExitCode choose_place(const Selection *selection, const GPtrArray *places, Target *target)
{
	if (places->len == 0) {
		tell_format("\"%s\" cannot be activated at \"%s\": no such scope below your "
			    "eligible rows. `myroles "
			    "scopes \"%s\"` shows where it can.",
			    selection->role, selection->scope, selection->role);
		return EXIT_USAGE;
	}
	if (places->len > 1) {
		tell_places(selection, places);
		return EXIT_USAGE;
	}
	const Target *place = g_ptr_array_index(places, 0);
	target->eligibility = eligibility_copy(place->eligibility);
	scope_copy(&target->scope, &place->scope);
	return EXIT_DONE;
}

/* Without --scope only a row that has no choice is meant. */
static ExitCode choose_only(const Selection *selection, GPtrArray *fitting,
			    GPtrArray *eligibilities, Target *target)
{
	const Grant *grant = fitting->len == 1 ? g_ptr_array_index(fitting, 0) : NULL;
	if (grant == NULL || workload_info(grant->workload)->can_narrow_scope) {
		g_autofree char *message =
			g_strdup_printf("Say where \"%s\" shall be activated: --scope NAME, ID or "
					"URL, the narrowest that "
					"will do. It is eligible at:",
					selection->role);
		tell_candidates(message, fitting);
		return EXIT_USAGE;
	}
	target->eligibility = eligibility_copy(find_row(eligibilities, grant));
	scope_copy(&target->scope, &grant->scope);
	return EXIT_DONE;
}

ExitCode choose_target(Session *session, const Selection *selection, GPtrArray *eligibilities,
		       Target *target)
{
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(eligibilities);
	g_autoptr(GPtrArray) fitting = select_grants(grants, selection);
	if (fitting->len == 0) {
		choose_grant(selection, grants, "eligible");
		return EXIT_USAGE;
	}
	if (selection->scope == NULL)
		return choose_only(selection, fitting, eligibilities, target);
	g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(place_free);
	g_auto(ScopeWords) words = { 0 };
	scope_words_init(&words, selection->scope);
	for (guint i = 0; i < fitting->len; i++) {
		const Grant *grant = g_ptr_array_index(fitting, i);
		if (scope_has_words(&grant->scope, &words))
			add_place(places, find_row(eligibilities, grant), &grant->scope);
	}
	/* A row's own scope goes before scopes of the same name further down. */
	bool is_found = places->len > 0;
	for (guint i = 0; i < fitting->len && !is_found; i++) {
		const Grant *grant = g_ptr_array_index(fitting, i);
		if (!workload_info(grant->workload)->can_narrow_scope)
			continue;
		ExitCode code =
			search_below(session, find_row(eligibilities, grant), &words, places);
		if (code != EXIT_DONE)
			return code;
	}
	return choose_place(selection, places, target);
}
