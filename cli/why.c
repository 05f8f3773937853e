/* `why`: which eligible roles permit what was denied. */
#include <unistd.h>

#include "cli/output.h"
#include "cli/print.h"
#include "cli/shape.h"
#include "cli/verbs.h"
#include "cli/why-ask.h"
#include "cli/why-input.h"
#include "frontend/document-why.h"
#include "frontend/list-problems.h"
#include "frontend/plan-words.h"
#include "frontend/why-words.h"

typedef struct WhyOptions {
	Options common;
	char *scope;
	gboolean is_data;
} WhyOptions;

/* ---- where ---- */

static void tell_no_scope(const Need *need)
{
	if (need->whom != NULL) {
		tell_format("In which subscription %s is, the plan does not tell. Say it: --scope "
			    "ID.",
			    need->whom);
		return;
	}
	g_autofree char *words = placeless_words(need);
	tell_format("%s Say %s: --scope ID, NAME or URL.", words,
		    need->host != NULL ? "where" : "it");
}

/* Where, as it was typed and as an alias means it; NULL: not said. Borrowed. */
static const char *scope_words(const Session *session, const Options *options)
{
	const WhyOptions *own = (const WhyOptions *)options;
	const char *words = own->scope != NULL ? own->scope : options->arguments[1];
	return words != NULL ? alias_words(session->settings->aliases, ALIAS_SCOPE, words) : NULL;
}

/* Each need gets its place. EXIT_DONE, or why not was told. */
static ExitCode place_needs(Session *session, const WhyAsked *asked, const Options *options,
			    GPtrArray *needs)
{
	const char *words = scope_words(session, options);
	const Need *first = need_find_placeless(needs);
	if (first == NULL)
		return EXIT_DONE;
	if (words == NULL) {
		tell_no_scope(first);
		return EXIT_USAGE;
	}
	g_autofree char *scope = why_find_scope(session, asked, words);
	if (scope == NULL)
		return session->is_interrupted ? EXIT_INTERRUPTED : EXIT_USAGE;
	for (guint i = 0; i < needs->len; i++) {
		Need *need = needs->pdata[i];
		if (need->plane != PLANE_DIRECTORY)
			need_set_scope(need, scope);
	}
	return EXIT_DONE;
}

/* ---- telling ---- */

/* All that was told, for the document. */
static GPtrArray *collect_problems(ExitCode code)
{
	GPtrArray *problems = list_problems_new();
	const GPtrArray *told = tell_problems();
	for (guint i = 0; told != NULL && i < told->len; i++) {
		g_autoptr(Problem) problem = problem_copy(told->pdata[i]);
		if (problem->code == NULL)
			problem->code = g_strdup(code == EXIT_FAILED ? "none" : "partly");
		list_problems_add(problems, NULL, problem);
	}
	return problems;
}

/* `why` NULL: nothing was looked for. */
static void print_json(const WhyInput *input, const Why *why, const GPtrArray *rows, ExitCode code)
{
	g_autoptr(GPtrArray) problems = collect_problems(code);
	print_document(document_why(input->denial, input->plan, why, rows, problems));
}

/* After all else was told. */
static void print_answer(const Session *session, const Options *options, const Why *why,
			 const WhyAsked *asked, const GPtrArray *rows)
{
	const Wording wording = session_wording(session);
	if (rows->len > 0)
		print_rows(options, session->settings, &why_sheet, &wording, rows);
	if (!output_is_terminal() || why->ways->len == 0)
		return;
	g_autofree char *command = way_command(&wording, why->ways->pdata[0], asked->eligible.rows,
					       options->state_dir != NULL);
	say("\n%s", command);
}

/* Of a plan how many; of a text each by its role. */
static void tell_allowed(const Session *session, const WhyInput *input, const Why *why)
{
	const Wording wording = session_wording(session);
	const guint allowed = why->needs->len - bits_count(why->missing);
	if (input->plan != NULL) {
		tell_format("The plan needs %u operations; %u of them are permitted by what is "
			    "active.",
			    why->needs->len, allowed);
		return;
	}
	for (guint i = 0; i < why->needs->len; i++) {
		g_autofree char *words = allowed_words(&wording, why, i);
		if (words != NULL)
			tell(words, NULL);
	}
}

/* What each role of the first way is for, where there are several. */
static void tell_parts(const Why *why)
{
	const Way *way = why->ways->len > 0 ? why->ways->pdata[0] : NULL;
	for (guint i = 0; way != NULL && way->targets->len > 1 && i < way->targets->len; i++) {
		g_autofree char *words = way_part_words(why, way, i);
		tell(words, NULL);
	}
}

static void tell_age(const Session *session, const Why *why)
{
	const Wording wording = session_wording(session);
	g_autofree char *words = age_words(&wording, why);
	if (words != NULL)
		tell(words, NULL);
}

/* Does the plan need more than is known of it? */
static bool is_lacking(const WhyInput *input)
{
	return input->is_partial || (input->plan != NULL && input->plan->skipped->len > 0);
}

static void tell_cut(const WhyInput *input)
{
	if (input->denial->is_cut)
		tell_format("The %s is longer, or names more, than can be looked at: not all of "
			    "it was.",
			    input->plan != NULL ? "plan" : "text");
}

/* What stands in the way of a whole answer, told; is there anything? */
static bool tell_doubts(const WhyInput *input, const Why *why, const WhyAsked *asked)
{
	const Denial *denial = input->denial;
	/* Who is refused by the service is told of which plane it is, or else it is of control. */
	const Need *guess =
		denial->is_refusal ? NULL : why_find_guess(asked->operations, denial->needs);
	g_autofree char *guessed = guess != NULL ? guess_words(guess) : NULL;
	if (guess != NULL)
		tell_format("%s%s", guessed,
			    guess->plane == PLANE_DATA ? "" : " If it is one of data: --data.");
	tell_cut(input);
	if (why->is_cut)
		tell("There are too many sets of roles to try them all: a smaller one may exist.",
		     NULL);
	return guess != NULL || denial->is_cut || why->is_cut || denial->obstacle != OBSTACLE_NONE;
}

/* What takes it away, and whether that is known; is it sure that all is left that a role gives? */
static bool tell_denies(const Why *why)
{
	g_autoptr(GPtrArray) sentences = deny_sentences(why);
	g_autofree char *unasked = unasked_denies_words(why->unasked);
	for (guint i = 0; i < sentences->len; i++)
		tell(sentences->pdata[i], NULL);
	if (unasked != NULL)
		tell_note(unasked);
	return !why_has_possible_deny(why);
}

/* What came of it, told where it is not all well. */
static ExitCode judge(const Session *session, const WhyInput *input, const Why *why,
		      const WhyAsked *asked)
{
	const bool is_open = why->unknown->len > 0 || session->problems->len > 0;
	const bool is_blind = asked->definitions->len == 0;
	g_autofree char *lacking = lacking_sentence(why, is_open, is_blind);
	const bool is_partly =
		!bits_is_empty(why->had) || bits_count(why->missing) < why->needs->len;
	const bool is_certain =
		why->ways->len == 0 || ((const Way *)why->ways->pdata[0])->is_certain;
	const bool is_left_sure = tell_denies(why);
	tell_age(session, why);
	const bool is_doubtful =
		tell_doubts(input, why, asked) || is_lacking(input) || !is_left_sure;
	if (lacking == NULL && !is_certain)
		tell("The roles permit it only under a condition that may not hold.", NULL);
	if (lacking == NULL && bits_is_empty(why->denied))
		return is_certain && !is_doubtful ? EXIT_DONE : EXIT_PARTLY;
	if (lacking == NULL)
		return is_partly ? EXIT_PARTLY : EXIT_FAILED;
	tell(lacking, NULL);
	if (is_open && is_blind)
		return asked->problem != NULL ? tell_problem(asked->problem) : EXIT_UNREACHABLE;
	return is_partly || is_open ? EXIT_PARTLY : EXIT_FAILED;
}

/* Nothing of it is a matter of roles, or nobody could tell of which. */
static ExitCode tell_nothing(const Options *options, const WhyInput *input)
{
	const Denial *denial = input->denial;
	g_autofree char *obstacle = obstacle_words(denial);
	if (obstacle == NULL) {
		tell(denial->is_refusal
			     ? "The text says that something is not permitted, but not what."
			     : "The text names no operation that was denied.",
		     "Give the operation and the scope, or the whole output of the command.");
		tell_cut(input);
		return EXIT_USAGE;
	}
	tell(obstacle, NULL);
	if (options->is_json)
		print_json(input, NULL, NULL, EXIT_FAILED);
	return EXIT_FAILED;
}

/* Nothing of the plan is a matter of roles of Azure, as far as it is known. */
static ExitCode tell_no_need(const Options *options, const WhyInput *input)
{
	const ExitCode code = is_lacking(input) || input->denial->is_cut ? EXIT_PARTLY : EXIT_DONE;
	tell_cut(input);
	if (code == EXIT_DONE)
		tell("The plan needs nothing of Azure.", NULL);
	if (options->is_json)
		print_json(input, NULL, NULL, code);
	return code;
}

static void tell_plan(const WhyInput *input)
{
	g_autoptr(GPtrArray) skipped = skipped_words(input->plan);
	g_autoptr(GPtrArray) remarks = plan_remarks(input->plan);
	for (guint i = 0; i < skipped->len; i++)
		tell(skipped->pdata[i], NULL);
	for (guint i = 0; i < remarks->len; i++)
		tell_progress("%s", (const char *)remarks->pdata[i]);
	if (input->is_partial)
		tell("The plan says of itself that it is not complete.", NULL);
}

static ExitCode answer(Session *session, const Options *options, const WhyInput *input)
{
	GPtrArray *needs = input->denial->needs;
	g_auto(WhyAsked) asked = { 0 };
	if (!why_ask_lists(session, &asked))
		return EXIT_INTERRUPTED;
	if (asked.eligible.known == 0)
		return session_report(session, false);
	const ExitCode placed = place_needs(session, &asked, options, needs);
	if (placed != EXIT_DONE)
		return placed;
	why_settle_planes(asked.operations, needs);
	if (!why_ask_roles(session, &asked, needs))
		return EXIT_INTERRUPTED;
	const WhyQuestion question = why_question(&asked, needs);
	g_autoptr(Why) why = why_answer(&question);
	why_name_scopes(&asked, why);
	const Wording wording = session_wording(session);
	g_autoptr(GPtrArray) rows =
		why_rows(&wording, why, asked.eligible.rows, options->state_dir != NULL);
	shape_sort(options, &why_sheet, &wording, rows);
	ExitCode code = judge(session, input, why, &asked);
	const ExitCode reported = session_report(session, why->ways->len > 0);
	code = code == EXIT_DONE && reported != EXIT_DONE ? EXIT_PARTLY : code;
	if (options->is_json) {
		print_json(input, why, rows, code);
		return code;
	}
	tell_allowed(session, input, why);
	tell_parts(why);
	print_answer(session, options, why, &asked, rows);
	return code;
}

/* Where a plan does not tell it: by --scope, or as Terraform itself takes it. NULL: not said. */
static char *find_subscription(const Session *session, const Options *options)
{
	const char *words = scope_words(session, options);
	g_autofree char *id = words != NULL ? scope_parse_pasted(words) : NULL;
	g_auto(GStrv) parts = g_strsplit(id != NULL ? id : "", "/", 4);
	const char *told = g_getenv("ARM_SUBSCRIPTION_ID");
	if (g_strv_length(parts) >= 3 && g_ascii_strcasecmp(parts[1], "subscriptions") == 0)
		told = parts[2];
	return told != NULL && g_uuid_string_is_valid(told) ? g_strdup(told) : NULL;
}

static ExitCode run(Session *session, const Options *options)
{
	const WhyOptions *own = (const WhyOptions *)options;
	g_autofree char *subscription = find_subscription(session, options);
	const WhyTerms terms = { own->is_data, subscription };
	g_auto(WhyInput) input = { 0 };
	why_read_input(session, options->arguments[0], &terms, &input);
	if (input.denial == NULL)
		return session->is_interrupted ? EXIT_INTERRUPTED : EXIT_USAGE;
	if (input.plan != NULL)
		tell_plan(&input);
	if (input.denial->needs->len == 0)
		return input.plan != NULL ? tell_no_need(options, &input)
					  : tell_nothing(options, &input);
	g_autofree char *obstacle = obstacle_words(input.denial);
	if (obstacle != NULL)
		tell(obstacle, NULL);
	return answer(session, options, &input);
}

static const OptionRow own_options[] = {
	{ "scope", 's', G_OPTION_ARG_STRING, offsetof(WhyOptions, scope),
	  "Where, if the text does not say it: a name, a resource id or a portal URL",
	  "NAME|ID|URL" },
	{ "data", 0, G_OPTION_ARG_NONE, offsetof(WhyOptions, is_data),
	  "The operation is one of data", NULL },
	OPTIONS_TABLE,
	OPTION_JSON,
	{ 0 },
};

static const VerbSheet sheets[] = { { NULL, &why_sheet }, { 0 } };

const Verb verb_why = {
	.name = "why",
	.arguments = "OPERATION|TEXT|FILE|- [SCOPE]",
	.summary = "Tell which eligible roles permit what was denied, the least first",
	.options = own_options,
	.size = sizeof(WhyOptions),
	.sheets = sheets,
	.is_hasty = true,
	.arguments_min = 1,
	.arguments_max = 2,
	.document = DOCUMENT_WHY,
	.run = run,
};
