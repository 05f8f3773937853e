/* Is a role active? For scripts: 0 yes, 1 no, 7 not known. */
#include <string.h>

#include "cli/lists.h"
#include "cli/resolve.h"
#include "cli/verbs.h"
#include "frontend/target.h"

typedef struct HasOptions {
	Options common;
	char *access;
	gboolean is_cached;
} HasOptions;

typedef enum { HOLDS_NOT, HOLDS_MAYBE, HOLDS } Holds;

/* "Reader@rg-payments": a name may hold an @ itself, so a role that is called so as a whole goes before. */
static void split(const char *words, const GPtrArray *grants, Selection *selection, char **role)
{
	const char *at = strchr(words, '@');
	selection->role = words;
	if (at == NULL || grants_have_role(grants, words))
		return;
	*role = g_strndup(words, (size_t)(at - words));
	selection->role = *role;
	selection->scope = at + 1;
}

/* Below a scope its role holds, too; of a name no one can tell where it lies. */
static Holds holds_at(const Grant *grant, const ScopeWords *words)
{
	if (scope_has_words(&grant->scope, words))
		return HOLDS;
	if (!workload_info(grant->workload)->can_narrow_scope ||
	    grant->scope.type == SCOPE_RESOURCE)
		return HOLDS_NOT;
	if (words->id == NULL)
		return HOLDS_MAYBE;
	switch (grant_covers(grant, words->id)) {
	case COVERS_SURELY:
		return HOLDS;
	case COVERS_MAYBE:
		return HOLDS_MAYBE;
	case COVERS_NOT:
		break;
	}
	return HOLDS_NOT;
}

static Holds judge(const GPtrArray *rows, const Selection *selection)
{
	g_auto(ScopeWords) words = { 0 };
	if (selection->scope != NULL)
		scope_words_init(&words, selection->scope);
	Holds best = HOLDS_NOT;
	for (guint i = 0; i < rows->len; i++) {
		const Assignment *row = rows->pdata[i];
		const Grant *grant = &row->grant;
		const bool has_access =
			selection->access == ACCESS_NONE || selection->access == grant->access;
		if (!has_access || !grant_has_role(grant, selection->role))
			continue;
		Holds holds = selection->scope != NULL ? holds_at(grant, &words) : HOLDS;
		if (holds == HOLDS && row->is_unconfirmed)
			holds = HOLDS_MAYBE;
		best = MAX(best, holds);
	}
	return best;
}

static ExitCode tell_unknown(const char *message, const char *hint)
{
	g_autoptr(Problem) problem = problem_new(PROBLEM_UNREACHABLE, "not-known", message, hint);
	return tell_problem(problem);
}

static ExitCode check(const Options *options)
{
	Selection selection;
	if (selection_init(&selection, NULL, NULL, ((const HasOptions *)options)->access))
		return EXIT_DONE;
	tell("--access is member or owner.", NULL);
	return EXIT_USAGE;
}

static unsigned kept_lists(const Options *options)
{
	return ((const HasOptions *)options)->is_cached ? 1u << LIST_ASSIGNMENTS : 0;
}

static ExitCode run(Session *session, const Options *options)
{
	const HasOptions *own = (const HasOptions *)options;
	g_auto(Listing) listing = { 0 };
	if (!session_list(session, LIST_ASSIGNMENTS, own->is_cached ? LISTS_KEPT : LISTS_ASKED,
			  &listing))
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) grants = grants_of_assignments(listing.rows);
	g_autofree char *role = NULL;
	Selection selection;
	selection_init(&selection, NULL, NULL, own->access);
	split(options->arguments[0], grants, &selection, &role);
	selection_take_aliases(&selection, session->settings->aliases);
	g_auto(Refusal) refusal = { 0 };
	if (tell_doubtful(&selection, grants, &refusal))
		return refusal_end(&refusal, options);
	const Holds holds = judge(listing.rows, &selection);
	if (holds == HOLDS)
		return EXIT_DONE;
	/* A list that is missing or has holes may be the one that would tell. */
	session_report(session, false);
	if (listing.known != (1u << WORKLOAD_COUNT) - 1 || session->problems->len > 0)
		return tell_unknown("It is not known whether the role is active.",
				    own->is_cached ? "`myroles list active` asks the services."
						   : NULL);
	if (holds == HOLDS_MAYBE)
		return tell_unknown("The role is active, but whether it holds there is not known.",
				    "Name the scope by its id.");
	return EXIT_FAILED;
}

static const OptionRow own_options[] = {
	OPTION_CACHED(HasOptions),
	{ "access", 0, G_OPTION_ARG_STRING, offsetof(HasOptions, access),
	  "Of a group: as member or as owner", "member|owner" },
	{ 0 },
};

const Verb verb_has = {
	.name = "has",
	.arguments = "ROLE[@SCOPE]",
	.summary = "Tell by the exit code whether a role is active: 0 yes, 1 no, 7 not known",
	.options = own_options,
	.size = sizeof(HasOptions),
	.is_hasty = true,
	.is_about_active = true,
	.arguments_min = 1,
	.arguments_max = 1,
	.kept = kept_lists,
	.check = check,
	.run = run,
};
