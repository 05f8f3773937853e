/* The tool that lists roles and requests. */
#include <string.h>

#include "cli/agent.h"
#include "cli/list-words.h"
#include "src/base/text.h"

#define ROWS_MOST 200 /* more of them are looked for by words */

static const ListWord *find_list(const char *name)
{
	static const char *const readable[] = { "eligible", "active", "requests" };
	for (size_t i = 0; name != NULL && i < G_N_ELEMENTS(readable); i++) {
		if (strcmp(readable[i], name) == 0)
			return list_word_find(name);
	}
	return NULL;
}

static bool has_words(const cJSON *item, const char *search)
{
	if (search == NULL)
		return true;
	char *text = cJSON_PrintUnformatted(item);
	const bool has = text_matches(text, search);
	cJSON_free(text);
	return has;
}

/* Leaves those that are looked for, and no more than can be read. Returns how many more there are. */
static int thin_out(cJSON *items, const char *search)
{
	int left = 0;
	int omitted = 0;
	cJSON *next = NULL;
	for (cJSON *item = items->child; item != NULL; item = next) {
		const bool is_meant = has_words(item, search);
		next = item->next;
		if (is_meant && left < ROWS_MOST) {
			left++;
			continue;
		}
		omitted += is_meant;
		cJSON_Delete(cJSON_DetachItemViaPointer(items, item));
	}
	return omitted;
}

static char *words_of(const ListWord *word, const Listing *listing, const cJSON *items, int omitted)
{
	if (listing->known == 0)
		return g_strdup("Nothing is known: no list came.");
	if (omitted > 0)
		return g_strdup_printf("%d more rows fit: search for words of them.", omitted);
	return items->child == NULL && listing->rows->len == 0 ? g_strdup(word->none) : NULL;
}

static void run(Agent *agent, AgentCall *call)
{
	Session *session = agent->session;
	const ListWord *word = find_list(agent_argument(call, "list"));
	g_auto(Listing) listing = { 0 };
	ExitCode code = EXIT_DONE;
	if (word == NULL) {
		agent_fail(agent, call, "\"list\" is eligible, active or requests.");
		return;
	}
	const guint told = agent_told_count();
	if (!session_list(session, word->list, LISTS_ASKED_OR_KEPT, &listing) ||
	    !list_word_complete(word, session, &listing, &code)) {
		g_autofree char *why = agent_told_since(told);
		agent_fail(agent, call, why != NULL ? why : "It was interrupted.");
		return;
	}
	Wording wording = session_wording(session);
	wording.stale = listing.stale;
	cJSON *document = list_word_document(word, session, &wording, &listing);
	cJSON *items = cJSON_GetObjectItem(document, "items");
	const int omitted = thin_out(items, agent_argument(call, "search"));
	g_autofree char *words = words_of(word, &listing, items, omitted);
	agent_answer(agent, call, document, words);
}

const AgentTool agent_list_tool = {
	.name = "list",
	.title = "List roles and requests",
	.description =
		"Lists the person's roles: those that they could activate (eligible), those that "
		"are active now, with their end, or their requests under way. Nothing is changed.",
	.schema = "{\"type\":\"object\",\"properties\":{\"list\":{\"type\":\"string\",\"enum\":["
		  "\"eligible\",\"active\",\"requests\"]},\"search\":{\"type\":\"string\","
		  "\"description\":\"Only rows with these words, such as of a role or a scope\"}},"
		  "\"required\":[\"list\"]}",
	.run = run,
};
