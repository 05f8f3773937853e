/* The tool that finds the role for a denial. */
#include "cli/agent.h"
#include "cli/why-ask.h"
#include "cli/why-input.h"
#include "frontend/document-why.h"
#include "frontend/why-words.h"

/* Where the text does not say it. False: it is not clear where, which was told. */
static bool place_needs(Session *session, const WhyAsked *asked, const char *words,
			const GPtrArray *needs)
{
	if (need_find_placeless(needs) == NULL)
		return true;
	if (words == NULL) {
		tell("The text does not say where: give the scope, too.", NULL);
		return false;
	}
	g_autofree char *scope = why_find_scope(session, asked, words);
	for (guint i = 0; scope != NULL && i < needs->len; i++) {
		Need *need = needs->pdata[i];
		if (need->plane != PLANE_DIRECTORY)
			need_set_scope(need, scope);
	}
	return scope != NULL;
}

/* What else is to know of the answer, as sentences; NULL: nothing. */
static char *doubts(const Denial *denial, const Why *why, const WhyAsked *asked,
		    const Session *session)
{
	const bool is_open = why->unknown->len > 0 || session->problems->len > 0;
	g_autofree char *lacking = lacking_sentence(why, is_open, asked->definitions->len == 0);
	g_autofree char *obstacle = obstacle_words(denial);
	const Need *guess =
		denial->is_refusal ? NULL : why_find_guess(asked->operations, denial->needs);
	g_autofree char *guessed = guess != NULL ? guess_words(guess) : NULL;
	g_autoptr(GPtrArray) denies = deny_sentences(why);
	g_autofree char *unasked = unasked_denies_words(why->unasked);
	const char *const all[] = { lacking, obstacle, guessed, unasked };
	g_autoptr(GStrvBuilder) words = g_strv_builder_new();
	for (guint i = 0; i < denies->len; i++)
		g_strv_builder_add(words, denies->pdata[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		if (all[i] != NULL)
			g_strv_builder_add(words, all[i]);
	}
	g_auto(GStrv) sentences = g_strv_builder_end(words);
	return sentences[0] != NULL ? g_strjoinv(" ", sentences) : NULL;
}

static void answer(Agent *agent, AgentCall *call, const Denial *denial, const WhyAsked *asked)
{
	const Session *session = agent->session;
	const Wording wording = session_wording(session);
	const WhyQuestion question = why_question(asked, denial->needs);
	g_autoptr(Why) why = why_answer(&question);
	why_name_scopes(asked, why);
	g_autoptr(GPtrArray) rows = why_rows(&wording, why, asked->eligible.rows, false);
	g_autofree char *words = doubts(denial, why, asked, session);
	agent_answer(agent, call, document_why(denial, NULL, why, rows, session->problems), words);
}

static void fail_as_told(Agent *agent, AgentCall *call, guint told)
{
	g_autofree char *why = agent_told_since(told);
	agent_fail(agent, call, why != NULL ? why : "It was interrupted.");
}

static void look(Agent *agent, AgentCall *call, const Denial *denial)
{
	Session *session = agent->session;
	const guint told = agent_told_count();
	g_auto(WhyAsked) asked = { 0 };
	const bool has_lists = why_ask_lists(session, &asked);
	if (has_lists && asked.eligible.known == 0)
		session_report(session, false);
	if (!has_lists || asked.eligible.known == 0 ||
	    !place_needs(session, &asked, agent_argument(call, "scope"), denial->needs)) {
		fail_as_told(agent, call, told);
		return;
	}
	why_settle_planes(asked.operations, denial->needs);
	if (why_ask_roles(session, &asked, denial->needs))
		answer(agent, call, denial, &asked);
	else
		fail_as_told(agent, call, told);
}

static void run(Agent *agent, AgentCall *call)
{
	const char *text = agent_argument(call, "text");
	if (text == NULL) {
		agent_fail(agent, call, "\"text\" is what was denied.");
		return;
	}
	g_autoptr(Denial) denial = why_read_text(text);
	g_autofree char *obstacle = obstacle_words(denial);
	if (denial->needs->len > 0)
		look(agent, call, denial);
	else
		agent_fail(agent, call,
			   obstacle != NULL ? obstacle
					    : "The text names no operation that was denied.");
}

const AgentTool agent_why_tool = {
	.name = "why",
	.title = "Find the role for a denial",
	.description =
		"Says which of the person's eligible roles permit what was denied, least "
		"privilege and narrowest scope first, and what is permitted already. Nothing is "
		"changed.",
	.schema = "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\","
		  "\"description\":\"The error message with the denial, or one operation such as "
		  "Microsoft.Web/sites/write\"},\"scope\":{\"type\":\"string\",\"description\":"
		  "\"Where, unless the text says it: a resource id or a name\"}},\"required\":["
		  "\"text\"]}",
	.run = run,
};
