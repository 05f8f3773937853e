#include "tests/cli/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

static bool is_about_role(const CellSubject *subject, const cJSON *item)
{
	const char *role = text(member(item, "role"), "id");
	return role != NULL && g_str_has_suffix(role, subject->role) &&
	       g_strcmp0(text(member(item, "scope"), "id"), subject->scope) == 0;
}

static size_t count_at_service(const CellSubject *subject, const cJSON *rows)
{
	const cJSON *row;
	size_t count = 0;
	cJSON_ArrayForEach(row, rows)
	{
		const char *role = text(row, "role");
		count += role != NULL && g_str_has_suffix(role, subject->own_role) &&
			 g_strcmp0(text(row, "scope"), subject->scope) == 0;
	}
	return count;
}

static size_t count_of_role(const CellSubject *subject, const cJSON *items)
{
	const cJSON *item;
	size_t count = 0;
	cJSON_ArrayForEach(item, items)
	{
		count += is_about_role(subject, item);
	}
	return count;
}

static size_t count_held(const CellSubject *subject, const cJSON *items)
{
	const cJSON *item;
	size_t count = 0;
	cJSON_ArrayForEach(item, items)
	{
		count +=
			is_about_role(subject, item) && strcmp(text(item, "status"), "active") == 0;
	}
	return count;
}

static const cJSON *newest_of_role(const CellSubject *subject, const cJSON *items)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, items)
	{
		if (is_about_role(subject, item))
			return item;
	}
	return NULL;
}

static char *journal_words(Stage *stage, const CellSubject *subject)
{
	g_auto(Verb) history = { .stage = stage };
	verb_run(&history, "myroles history --json");
	g_autoptr(cJSON) document = parse(&history);
	const cJSON *entry = newest_of_role(subject, member(document, "items"));
	return entry == NULL ? g_strdup("nothing")
			     : g_strdup_printf("%s %s", text(entry, "kind"), text(entry, "status"));
}

/* The verb with the id of the newest request where it says NEWEST. */
static char *make_line(Stage *stage, const CellSubject *subject, const char *verb, bool is_json)
{
	GString *line = g_string_new("myroles ");
	g_string_append_printf(line, "%s%s", verb, is_json ? " --json" : "");
	if (strstr(verb, NEWEST) != NULL) {
		g_auto(Verb) history = { .stage = stage };
		verb_run(&history, "myroles history --json");
		g_autoptr(cJSON) document = parse(&history);
		const cJSON *entry = newest_of_role(subject, member(document, "items"));
		g_string_replace(line, NEWEST, text(entry, "id"), 0);
	}
	if (strstr(verb, WAITING) != NULL) {
		g_auto(Verb) list = { .stage = stage };
		verb_run(&list, "myroles list approvals --json");
		g_autoptr(cJSON) document = parse(&list);
		const cJSON *first = cJSON_GetArrayItem(member(document, "items"), 0);
		g_string_replace(line, WAITING, text(first, "id"), 0);
	}
	return g_string_free(line, FALSE);
}

static char *decided_words(Stage *stage)
{
	g_autoptr(cJSON) state = tenant_call(stage->tenant, "GET", "/state", NULL);
	const cJSON *count = member(member(state, "counters"), "decisions");
	return g_strdup_printf(", %d decided", count->valueint);
}

static char *truth_words(Stage *stage, const CellSubject *subject, bool has_decisions)
{
	g_autoptr(cJSON) pim = tenant_call(stage->tenant, "GET", "/pim", NULL);
	const size_t asked = count_at_service(subject, member(pim, "requests"));
	const size_t on = count_at_service(subject, member(pim, "active"));
	g_autofree char *decided = has_decisions ? decided_words(stage) : g_strdup("");
	return g_strdup_printf("%zu asked, %s%s", asked, on > 0 ? "on" : "off", decided);
}

/* "rows": how many rows of the role; "held": … that are told as active; "errors": how many; else a member of the request, or of the first error. */
static char *fact_of(const CellSubject *subject, const cJSON *document, const char *name)
{
	const cJSON *errors = member(document, "errors");
	if (g_str_equal(name, "rows"))
		return g_strdup_printf("%zu", count_of_role(subject, member(document, "items")));
	if (g_str_equal(name, "held"))
		return g_strdup_printf("%zu", count_held(subject, member(document, "items")));
	if (g_str_equal(name, "errors"))
		return g_strdup_printf("%d", cJSON_GetArraySize(errors));
	const cJSON *truth = member(document, "truth");
	if (truth == NULL)
		truth = member(newest_of_role(subject, member(document, "items")), "truth");
	const cJSON *value = member(truth, name);
	if (cJSON_IsNull(value))
		return g_strdup("unknown");
	if (value == NULL)
		value = member(member(document, "request"), name);
	if (value == NULL)
		value = member(cJSON_GetArrayItem(errors, 0), name);
	if (cJSON_IsBool(value))
		return g_strdup(cJSON_IsTrue(value) ? "yes" : "no");
	return g_strdup(cJSON_IsString(value) ? value->valuestring : "none");
}

/* ---- The cell ----------------------------------------------------------------------------------- */

static bool is_told(const Cell *cell, const Verb *verb)
{
	return *cell->words == '\0' ? *verb->errors == '\0'
				    : strstr(verb->errors, cell->words) != NULL;
}

static void tell_cell(const char *name, const Cell *cell, const Verb *verb, const char *journal,
		      const char *truth)
{
	print_error("{%s} %s\n  code %d, journal %s, truth %s\n  %s  %.700s\n", name, cell->verb,
		    verb->code, journal, truth, verb->errors, verb->output);
}

static bool are_facts_right(const CellSubject *subject, const Cell *cell, const Verb *verb)
{
	if (cell->json == NULL)
		return *verb->output == '\0';
	if (g_str_equal(cell->json, ANY))
		return true;
	g_autoptr(cJSON) document = parse(verb);
	g_auto(GStrv) facts = g_strsplit(cell->json, ", ", -1);
	for (char **fact = facts; *fact != NULL; fact++) {
		g_auto(GStrv) halves = g_strsplit(*fact, "=", 2);
		g_autofree char *found = fact_of(subject, document, halves[0]);
		if (!g_str_equal(found, halves[1])) {
			print_error("%s is %s, not %s\n", halves[0], found, halves[1]);
			return false;
		}
	}
	return true;
}

bool cell_is_right(Stage *stage, const char *name, const CellSubject *subject, const Cell *cell)
{
	const bool is_elsewhere = *cell->verb == '@';
	g_autofree char *line = make_line(stage, subject, cell->verb + (is_elsewhere ? 1 : 0),
					  cell->json != NULL && !g_str_equal(cell->json, ANY));
	g_autofree char *journal_there = stage_path(stage, "state/elsewhere");
	g_autofree char *variable = g_strconcat("XDG_STATE_HOME=", journal_there, NULL);
	g_auto(Verb) verb = { .stage = stage, .variable = is_elsewhere ? variable : NULL };
	verb_run(&verb, line);
	assert_clean(verb.output);
	assert_clean(verb.errors);
	g_autofree char *journal =
		cell->journal == NULL ? g_strdup("?") : journal_words(stage, subject);
	g_autofree char *truth =
		truth_words(stage, subject, strstr(cell->truth, "decided") != NULL);
	const bool is_right = verb.code == cell->code && is_told(cell, &verb) &&
			      are_facts_right(subject, cell, &verb) &&
			      (cell->journal == NULL || g_str_equal(journal, cell->journal)) &&
			      g_str_equal(truth, cell->truth);
	if (!is_right || g_getenv("CELLS_TELL") != NULL)
		tell_cell(name, cell, &verb, journal, truth);
	return is_right;
}
