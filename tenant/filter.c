#include "tenant/filter.h"

#include <string.h>

#include "tenant/ids.h"

/* More alternatives than this are refused, as Graph does. */
#define ALTERNATIVES_LIMIT 20

typedef struct Clause {
	char *name;
	char *value;
} Clause;

static void clause_free(gpointer data)
{
	Clause *clause = data;
	g_free(clause->name);
	g_free(clause->value);
	g_free(clause);
}

static void add(Filter *filter, const char *name, const char *value)
{
	Clause *clause = g_new0(Clause, 1);
	clause->name = g_strdup(name);
	g_auto(GStrv) halves = g_strsplit(value, "''", -1);
	clause->value = g_strjoinv("'", halves);
	g_ptr_array_add(filter->clauses, clause);
}

static void add_list(Filter *filter, const char *name, const char *list)
{
	g_auto(GStrv) values = g_strsplit(list, ",", -1);
	for (char **value = values; *value != NULL; value++) {
		char *plain = g_strstrip(*value);
		if (*plain == '\'')
			plain++;
		plain[strcspn(plain, "'")] = '\0';
		add(filter, name, plain);
	}
}

/* One clause; 1: a call, 2: its argument, 3: a member, 4: a quoted value, 5: a bare one, 6: a
 * list. */
static const char pattern[] =
	"\\G\\s*(?:(?:and|or)\\s+)?\\(*\\s*(?:(\\w+)\\(\\s*(?:'((?:[^']|'')*)')?\\s*\\)|"
	"([\\w/]+)\\s+(?:eq\\s+(?:'((?:[^']|'')*)'|([^\\s()']+))|in\\s*\\(([^)]*)\\)))\\s*\\)*";

static void take_clause(Filter *filter, const GMatchInfo *match)
{
	g_autofree char *call = g_match_info_fetch(match, 1);
	g_autofree char *argument = g_match_info_fetch(match, 2);
	g_autofree char *member = g_match_info_fetch(match, 3);
	g_autofree char *quoted = g_match_info_fetch(match, 4);
	g_autofree char *bare = g_match_info_fetch(match, 5);
	g_autofree char *list = g_match_info_fetch(match, 6);
	if (call != NULL && *call)
		add(filter, call, argument != NULL ? argument : "");
	else if (list != NULL && *list)
		add_list(filter, member, list);
	else
		add(filter, member, bare != NULL && *bare ? bare : quoted != NULL ? quoted : "");
}

static bool check_names(const Filter *filter, const char *const *known)
{
	for (guint i = 0; i < filter->clauses->len; i++) {
		const Clause *clause = g_ptr_array_index(filter->clauses, i);
		bool is_known = false;
		for (const char *const *name = known; *name != NULL; name++)
			is_known = is_known || ids_equal(*name, clause->name);
		if (!is_known)
			return false;
	}
	return filter->clauses->len <= ALTERNATIVES_LIMIT + 2;
}

bool filter_parse(const char *text, const char *const *known, Filter *out, Refusal *refusal)
{
	out->clauses = g_ptr_array_new_with_free_func(clause_free);
	if (text == NULL)
		return true;
	g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_CASELESS, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	gint end = 0;
	g_regex_match(regex, text, 0, &match);
	while (g_match_info_matches(match)) {
		take_clause(out, match);
		g_match_info_fetch_pos(match, 0, NULL, &end);
		g_match_info_next(match, NULL);
	}
	if (end == 0 || text[end] != '\0' || !check_names(out, known))
		return refuse(refusal, 400, "InvalidFilter", "The filter '%s' is invalid.", text);
	return true;
}

void filter_clear(Filter *filter)
{
	g_clear_pointer(&filter->clauses, g_ptr_array_unref);
}

const char *filter_value(const Filter *filter, const char *name)
{
	for (guint i = 0; i < filter->clauses->len; i++) {
		const Clause *clause = g_ptr_array_index(filter->clauses, i);
		if (ids_equal(clause->name, name))
			return clause->value;
	}
	return NULL;
}

bool filter_allows(const Filter *filter, const char *name, const char *value)
{
	bool is_named = false;
	for (guint i = 0; i < filter->clauses->len; i++) {
		const Clause *clause = g_ptr_array_index(filter->clauses, i);
		if (!ids_equal(clause->name, name))
			continue;
		is_named = true;
		if (value != NULL && ids_equal(clause->value, value))
			return true;
	}
	return !is_named;
}
