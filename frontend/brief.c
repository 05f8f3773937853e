#include "frontend/brief.h"

#include <string.h>

#include "frontend/permission-words.h"
#include "src/model/duration.h"

#define DAY_SECONDS INT64_C(86400)
#define WORD_LEAST  4 /* characters of a word that names something */

/* ---- of late ---- */

void lately_add(Lately *lately, const Request *asked, const Request *known, Instant now)
{
	if (known->requester_id == NULL || asked->requester_id == NULL ||
	    g_ascii_strcasecmp(known->requester_id, asked->requester_id) != 0 ||
	    known->created < now - LATELY_DAYS * DAY_SECONDS ||
	    g_strcmp0(known->id, asked->id) == 0)
		return;
	const bool is_decided = known->state == REQUEST_STATE_DECIDED;
	if (!is_decided && known->state != REQUEST_STATE_WAITING)
		return;
	lately->waiting += !is_decided;
	lately->approved += is_decided && known->kind == REQUEST_APPROVE;
	lately->denied += is_decided && known->kind == REQUEST_DENY;
	lately->longest = MAX(lately->longest, known->duration);
}

char *lately_words(const Lately *lately)
{
	GString *text = g_string_new(NULL);
	if (lately->approved + lately->denied == 0)
		g_string_append_printf(text, "nothing decided here in %d days", LATELY_DAYS);
	else
		g_string_append_printf(text, "in %d days you approved %u and denied %u",
				       LATELY_DAYS, lately->approved, lately->denied);
	if (lately->longest > 0) {
		g_autofree char *longest = duration_format(lately->longest);
		g_string_append_printf(text, ", up to %s", longest);
	}
	if (lately->waiting > 0)
		g_string_append_printf(text, "; %u more %s", lately->waiting,
				       lately->waiting == 1 ? "waits" : "wait");
	return g_string_free(text, FALSE);
}

/* ---- what the reason names ---- */

static bool is_of_name(gunichar c)
{
	return g_unichar_isalnum(c) || c == '-' || c == '_' || c == '.';
}

/* char* of the words, in letters of one case; names with hyphens are one. */
static GHashTable *split(const char *text)
{
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *small = g_utf8_casefold(text != NULL ? text : "", -1);
	const char *begin = NULL;
	for (const char *at = small;; at = g_utf8_next_char(at)) {
		const bool is_part = *at != '\0' && is_of_name(g_utf8_get_char(at));
		if (is_part && begin == NULL)
			begin = at;
		if (!is_part && begin != NULL) {
			g_hash_table_add(words, g_strndup(begin, (gsize)(at - begin)));
			begin = NULL;
		}
		if (*at == '\0')
			return words;
	}
}

/* A full stop at its end is none of a name's. */
static bool has_word(GHashTable *words, const char *word)
{
	g_autofree char *stopped = g_strconcat(word, ".", NULL);
	g_autofree char *several = g_strconcat(word, "s", NULL);
	return g_hash_table_contains(words, word) || g_hash_table_contains(words, stopped) ||
	       g_hash_table_contains(words, several);
}

const Scope *brief_named_scope(const Request *request, const Brief *brief)
{
	g_autoptr(GHashTable) words = split(request->justification);
	const Scope *found = NULL;
	for (guint i = 0; brief->children != NULL && i < brief->children->len; i++) {
		const Scope *scope = g_ptr_array_index(brief->children, i);
		g_autofree char *name = g_utf8_casefold(scope_label(scope), -1);
		if (!has_word(words, name) || scope_id_equal(scope->id, request->scope.id))
			continue;
		if (found == NULL || scope->type > found->type)
			found = scope;
	}
	return found;
}

static const RoleDefinition *find_asked(const Request *request, const Brief *brief)
{
	for (guint i = 0; brief->definitions != NULL && i < brief->definitions->len; i++) {
		const RoleDefinition *definition = g_ptr_array_index(brief->definitions, i);
		if (g_ascii_strcasecmp(role_guid(definition->role.id),
				       role_guid(request->role.id)) == 0)
			return definition;
	}
	return NULL;
}

#define NAMED_LEAST \
	3 /* one in so many telling words of a name: "platform" alone names no role of seven words */

/* How many words of its name stand in the reason; 0: too few. Those that half of all roles have tell nothing. */
static unsigned count_named(const RoleDefinition *definition, GHashTable *words)
{
	static const char *const common[] = { "contributor", "reader", "owner", "administrator",
					      "operator",    "role",   "user",  "data",
					      "service",     "azure",  NULL };
	g_autofree char *small = g_utf8_casefold(definition->role.name, -1);
	g_auto(GStrv) parts = g_strsplit(small, " ", -1);
	unsigned count = 0, telling = 0;
	for (char **part = parts; *part != NULL; part++) {
		if (strlen(*part) < WORD_LEAST || g_strv_contains(common, *part))
			continue;
		telling++;
		count += has_word(words, *part);
	}
	return count * NAMED_LEAST >= telling ? count : 0;
}

/* What names the scope that is asked for anyway names no role. */
static void drop_scope(GHashTable *words, const Scope *scope)
{
	g_autoptr(GHashTable) own = split(scope_label(scope));
	GHashTableIter iterator;
	gpointer word = NULL;
	g_hash_table_iter_init(&iterator, own);
	while (g_hash_table_iter_next(&iterator, &word, NULL))
		g_hash_table_remove(words, word);
}

static const RoleDefinition *choose_smaller(const Request *request, const Brief *brief,
					    unsigned *smaller)
{
	const RoleDefinition *asked = find_asked(request, brief);
	g_autoptr(GHashTable) words = split(request->justification);
	const RoleDefinition *best = NULL;
	unsigned best_count = 0;
	*smaller = 0;
	drop_scope(words, &request->scope);
	for (guint i = 0; asked != NULL && i < brief->definitions->len; i++) {
		const RoleDefinition *definition = g_ptr_array_index(brief->definitions, i);
		if (!role_definition_is_smaller(definition, asked))
			continue;
		(*smaller)++;
		const unsigned count = count_named(definition, words);
		if (count > best_count || (count > 0 && count == best_count &&
					   role_definition_is_smaller(definition, best))) {
			best = definition;
			best_count = count;
		}
	}
	return best;
}

const RoleDefinition *brief_named_role(const Request *request, const Brief *brief)
{
	unsigned smaller = 0;
	return choose_smaller(request, brief, &smaller);
}

/* ---- the lines ---- */

void brief_fact_free(BriefFact *fact)
{
	g_free(fact->text);
	g_free(fact);
}

static void add(GPtrArray *facts, const char *label, char *text)
{
	BriefFact *fact = g_new0(BriefFact, 1);
	fact->label = label;
	fact->text = text;
	g_ptr_array_add(facts, fact);
}

static void append_count(GString *text, unsigned count, const char *what)
{
	if (count > 0)
		g_string_append_printf(text, "%s%u %s%s", text->len > 0 ? ", " : "", count, what,
				       count == 1 ? "" : "s");
}

static char *width_words(const Brief *brief)
{
	unsigned counts[SCOPE_GROUP + 1] = { 0 };
	for (guint i = 0; i < brief->children->len; i++)
		counts[((const Scope *)g_ptr_array_index(brief->children, i))->type]++;
	GString *text = g_string_new(NULL);
	append_count(text, counts[SCOPE_MANAGEMENT_GROUP], "management group");
	append_count(text, counts[SCOPE_SUBSCRIPTION], "subscription");
	append_count(text, counts[SCOPE_RESOURCE_GROUP], "resource group");
	append_count(text, counts[SCOPE_RESOURCE], "resource");
	if (!brief->is_deep)
		g_string_append(text, " right below; more may lie deeper");
	return g_string_free(text, FALSE);
}

static bool has_scopes_below(const Request *request)
{
	return request->scope.type == SCOPE_MANAGEMENT_GROUP ||
	       request->scope.type == SCOPE_SUBSCRIPTION;
}

/* An empty answer is none: it lists what the reader could activate at, not what there is. */
static void add_width(GPtrArray *facts, const Request *request, const Brief *brief)
{
	if (brief->children != NULL && brief->children->len > 0)
		add(facts, "covers", width_words(brief));
	else if (has_scopes_below(request))
		add(facts, "covers", g_strdup("everything below it"));
}

static void add_narrower(GPtrArray *facts, const Request *request, const Brief *brief)
{
	if (brief->children == NULL || brief->children->len == 0 || !has_scopes_below(request))
		return;
	const Scope *named = brief_named_scope(request, brief);
	add(facts, "narrower",
	    named != NULL ? g_strdup_printf("the reason names %s (%s): that may do",
					    scope_label(named), scope_type_title(named->type))
			  : g_strdup("the reason names no scope below it"));
}

static void add_smaller(GPtrArray *facts, const Request *request, const Brief *brief)
{
	if (request->access == ACCESS_OWNER) {
		add(facts, "smaller", g_strdup("to be a member is less than to be an owner"));
		return;
	}
	if (find_asked(request, brief) == NULL)
		return;
	unsigned count = 0;
	const RoleDefinition *named = choose_smaller(request, brief, &count);
	if (named != NULL)
		add(facts, "smaller",
		    g_strdup_printf("the reason names %s, which permits less: that may do",
				    named->role.name));
	else if (count > 0)
		add(facts, "smaller",
		    g_strdup_printf("%u of %u roles that can be read permit%s less; the reason "
				    "names none of them",
				    count, brief->definitions->len, count == 1 ? "s" : ""));
	else
		add(facts, "smaller", g_strdup("no role that can be read permits less"));
}

static void add_unread_part(GString *text, const char *what, const char *why)
{
	g_string_append_printf(text, "%s%s%s%s%s", text->len > 0 ? "; " : "", what,
			       why != NULL ? " (" : "", why != NULL ? why : "",
			       why != NULL ? ")" : "");
}

static void add_unread(GPtrArray *facts, const Request *request, const Brief *brief)
{
	static const char *const what[] = {
		[BRIEF_WIDTH] = "what lies below the scope",
		[BRIEF_PERMITS] = "what the role permits",
		[BRIEF_ROLES] = "which roles permit less",
		[BRIEF_POLICY] = "what the policy asks of approvers",
	};
	g_autoptr(GString) text = g_string_new(NULL);
	for (int part = 0; part < BRIEF_PART_COUNT; part++) {
		const Problem *problem = brief->problems[part];
		if (problem != NULL)
			add_unread_part(text, what[part], problem->message);
	}
	const bool is_empty = brief->children != NULL && brief->children->len == 0;
	if (is_empty && has_scopes_below(request))
		add_unread_part(text, what[BRIEF_WIDTH], "the service tells you of nothing there");
	if (brief->definitions != NULL && find_asked(request, brief) == NULL)
		add_unread_part(text, what[BRIEF_ROLES], "the role itself is not in the list");
	if (text->len > 0)
		add(facts, "unread", g_strdup(text->str));
}

GPtrArray *brief_facts(const Request *request, const Brief *brief)
{
	GPtrArray *facts = g_ptr_array_new_with_free_func((GDestroyNotify)brief_fact_free);
	add_width(facts, request, brief);
	if (brief->permissions != NULL && brief->permissions->len > 0)
		add(facts, "permits", permission_words(brief->permissions));
	add_narrower(facts, request, brief);
	add_smaller(facts, request, brief);
	add_unread(facts, request, brief);
	return facts;
}
