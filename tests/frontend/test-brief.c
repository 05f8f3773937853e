/* What an approver is told of a request, and what is offered instead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/brief.h"
#include "frontend/offer.h"
#include "frontend/permission-words.h"

#define NOW  1772716020 /* 2026-03-05T13:07:00Z */
#define HOUR 3600
#define DAY  (24 * HOUR)
#define SUB  "/subscriptions/22222222-2222-2222-2222-222222222222"

static RoleDefinition *add_role(Brief *brief, const char *id, const char *name, const char *action)
{
	RoleDefinition *definition = role_definition_new();
	definition->role.id = g_strdup(id);
	definition->role.name = g_strdup(name);
	g_ptr_array_add(definition->actions, g_strdup(action));
	g_ptr_array_add(brief->definitions, definition);
	return definition;
}

static void add_child(Brief *brief, const char *id, const char *name)
{
	Scope *scope = g_new0(Scope, 1);
	scope_init(scope, scope_type_from_arm_id(id), id, name);
	g_ptr_array_add(brief->children, scope);
}

/* Contributor at a subscription of three resource groups; three roles permit less. */
static Brief *make_brief(void)
{
	Brief *brief = brief_new();
	brief->children = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
	brief->definitions = g_ptr_array_new_with_free_func((GDestroyNotify)role_definition_free);
	brief->is_deep = true;
	add_child(brief, SUB "/resourceGroups/rg-payments", "rg-payments");
	add_child(brief, SUB "/resourceGroups/it's", "it's");
	add_child(brief, SUB "/resourceGroups/rg-edge", NULL);
	RoleDefinition *asked = add_role(brief, "c0ffee00", "Contributor", "*");
	g_ptr_array_add(asked->not_actions, g_strdup("Microsoft.Authorization/*/write"));
	add_role(brief, "aaaaaaaa", "Reader", "*/read");
	add_role(brief, "bbbbbbbb", "Virtual Machine Contributor", "Microsoft.Compute/*");
	add_role(brief, "dddddddd", "Network Contributor", "Microsoft.Network/*");
	add_role(brief, "eeeeeeee", "Owner", "*");
	return brief;
}

static Request *make_request(const char *reason)
{
	Request *request = request_new();
	request->id = g_strdup("88888888-8888-4888-8888-000000000001");
	request->workload = WORKLOAD_AZURE;
	request->kind = REQUEST_ACTIVATE;
	request->state = REQUEST_STATE_WAITING;
	request->role.id = g_strdup("c0ffee00");
	request->role.name = g_strdup("Contributor");
	scope_init(&request->scope, SCOPE_SUBSCRIPTION, SUB, "sub-prod");
	request->requester_id = g_strdup("minh");
	request->justification = g_strdup(reason);
	request->duration = 8 * HOUR;
	request->created = NOW;
	return request;
}

static const char *find_fact(const GPtrArray *facts, const char *label)
{
	for (guint i = 0; i < facts->len; i++) {
		const BriefFact *fact = facts->pdata[i];
		if (g_str_equal(fact->label, label))
			return fact->text;
	}
	return NULL;
}

static void expect_fact(const Request *request, const Brief *brief, const char *label,
			const char *text)
{
	g_autoptr(GPtrArray) facts = brief_facts(request, brief);
	const char *found = find_fact(facts, label);
	if (g_strcmp0(found, text) != 0)
		fail_msg("%s: %s", label, found != NULL ? found : "(none)");
}

/* ---- what a role permits ---- */

static void permission_words__gather__by_provider_and_way(void **state)
{
	static const struct {
		const char *lines, *words;
	} rows[] = {
		{ "actions: *", "everything" },
		{ "actions: */read", "everything (read)" },
		{ "actions: *|not actions: Microsoft.Authorization/*/Write|not actions: "
		  "Microsoft.Authorization/*/Delete",
		  "everything; but not Authorization (write, delete)" },
		{ "actions: Microsoft.Compute/virtualMachines/start/action|actions: "
		  "microsoft.compute/disks/read|data actions: Microsoft.KeyVault/vaults/secrets/*",
		  "Compute (read, act); data: KeyVault (all)" },
		{ "actions: microsoft.directory/users/password/update|actions: "
		  "microsoft.directory/users/create|actions: microsoft.directory/groups/allTasks",
		  "users (write), groups (all)" },
		{ "directory role: User Administrator", "directory role: User Administrator" },
		{ "", "nothing that you may read" },
		{ "actions: A/read|actions: B/read|actions: C/read|actions: D/read|actions: "
		  "E/read|actions: F/read|actions: G/read|actions: H/read|actions: I/read",
		  "A (read), B (read), C (read), D (read), E (read), F (read), G (read), H (read) "
		  "and 1 more" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(GStrv) parts = g_strsplit(rows[i].lines, "|", -1);
		g_autoptr(GPtrArray) lines = g_ptr_array_new();
		for (char **part = parts; *part != NULL; part++)
			g_ptr_array_add(lines, *part);
		g_autofree char *words = permission_words(lines);
		assert_string_equal(words, rows[i].words);
	}
}

/* ---- which of two is less ---- */

static bool is_smaller(const char *small, const char *taken, const char *big, const char *removed)
{
	g_autoptr(RoleDefinition) a = role_definition_new();
	g_autoptr(RoleDefinition) b = role_definition_new();
	if (small != NULL)
		g_ptr_array_add(a->actions, g_strdup(small));
	if (taken != NULL)
		g_ptr_array_add(a->not_actions, g_strdup(taken));
	g_ptr_array_add(b->actions, g_strdup(big));
	if (removed != NULL)
		g_ptr_array_add(b->not_actions, g_strdup(removed));
	return role_definition_is_smaller(a, b);
}

static void role__is_smaller__when_all_of_it_is_permitted_by_the_other(void **state)
{
	static const struct {
		const char *small, *taken, *big, *removed;
		bool is_smaller;
	} rows[] = {
		{ "A/read", NULL, "*", NULL, true },
		{ "A/*/read", NULL, "A/*", NULL, true },
		{ "a/B/read", NULL, "A/*/READ", NULL, true },
		{ "*", NULL, "*", NULL, false },
		{ "*", NULL, "*/read", NULL, false },
		{ "*/read", NULL, "A/read", NULL, false },
		{ NULL, NULL, "*", NULL, false }, /* nothing is no offer */
		/* What the other has not is not within it, but where neither has it. */
		{ "A/b/write", NULL, "*", "A/*/write", false },
		{ "*/read", NULL, "*", "A/*", false },
		{ "*/read", NULL, "*", "A/*/write", true },
		{ "A/read", NULL, "*", "A/read/more", true },
		{ "B/read", NULL, "*", "A/*", true },
		{ "*/read", "A/*", "*", "A/*", true },
		{ "*", "A/*", "*", NULL, true },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (is_smaller(rows[i].small, rows[i].taken, rows[i].big, rows[i].removed) !=
		    rows[i].is_smaller)
			fail_msg("row %zu", i);
	}
}

static void role__of_many_stars__is_compared_at_once(void **state)
{
	(void)state;
	g_autoptr(GString) stars = g_string_new(NULL);
	for (int i = 0; i < 5000; i++)
		g_string_append(stars, "*a");
	g_string_append(stars, "b");
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < 20000; i++)
		g_string_append_c(text, 'a');
	assert_false(is_smaller(text->str, NULL, stars->str, NULL));
}

/* ---- the brief ---- */

static void brief__tells_how_wide__and_what_the_reason_names(void **state)
{
	(void)state;
	g_autoptr(Brief) brief = make_brief();
	g_autoptr(Request) plain = make_request("debugging");
	expect_fact(plain, brief, "covers", "3 resource groups");
	expect_fact(plain, brief, "narrower", "the reason names no scope below it");
	expect_fact(plain, brief, "smaller",
		    "3 of 5 roles that can be read permit less; the reason names none of them");
	expect_fact(plain, brief, "unread", NULL);
	g_autoptr(Request) named =
		make_request("Move the virtual machines of RG-Payments. Then rest.");
	expect_fact(named, brief, "narrower",
		    "the reason names rg-payments (resource group): that may do");
	expect_fact(
		named, brief, "smaller",
		"the reason names Virtual Machine Contributor, which permits less: that may do");
	g_autoptr(Request) last = make_request("look at rg-edge.");
	assert_non_null(brief_named_scope(last, brief));
	/* Part of another name is none. */
	g_autoptr(Request) other = make_request("look at rg-edge-2");
	assert_null(brief_named_scope(other, brief));
}

/* One word in common is no name: neither of a long one, nor where it names the scope that is asked for. */
static void brief__takes_no_word_for_a_role__that_names_something_else(void **state)
{
	(void)state;
	g_autoptr(Brief) brief = make_brief();
	add_role(brief, "ffffffff", "Platform Reliability Break-Glass Operator for Shared Things",
		 "Microsoft.Insights/*");
	g_autoptr(Request) one = make_request("move the platform");
	g_autoptr(Request) two = make_request("platform reliability");
	g_autoptr(Request) place = make_request("look at the network");
	assert_null(brief_named_role(one, brief));
	assert_non_null(brief_named_role(two, brief));
	assert_non_null(brief_named_role(place, brief));
	g_free(place->scope.name);
	place->scope.name = g_strdup("Network");
	assert_null(brief_named_role(place, brief));
}

static void brief__names_what_cannot_be_read(void **state)
{
	(void)state;
	g_autoptr(Request) request = make_request("debugging");
	g_autoptr(Brief) brief = make_brief();
	brief->problems[BRIEF_PERMITS] =
		problem_new(PROBLEM_NOT_ALLOWED, "no-permission", "You may not read it.", NULL);
	g_ptr_array_set_size(brief->children, 0);
	expect_fact(request, brief, "covers", "everything below it");
	expect_fact(request, brief, "narrower", NULL);
	expect_fact(request, brief, "unread",
		    "what the role permits (You may not read it.); what lies below the scope (the "
		    "service tells you of nothing there)");
	g_ptr_array_remove_index(brief->definitions, 0);
	expect_fact(request, brief, "smaller", NULL);
	g_autoptr(GPtrArray) facts = brief_facts(request, brief);
	assert_non_null(strstr(find_fact(facts, "unread"), "which roles permit less"));
}

static Request *make_known(RequestKind kind, RequestState how, Instant created, const char *who)
{
	Request *request = make_request("x");
	g_free(request->id);
	request->id = g_uuid_string_random();
	request->kind = kind;
	request->state = how;
	request->created = created;
	g_free(request->requester_id);
	request->requester_id = g_strdup(who);
	return request;
}

static void lately__counts__what_this_person_asked_for(void **state)
{
	(void)state;
	g_autoptr(Request) asked = make_request("x");
	const struct {
		RequestKind kind;
		RequestState state;
		Instant created;
		const char *who;
	} rows[] = {
		{ REQUEST_APPROVE, REQUEST_STATE_DECIDED, NOW - DAY, "minh" },
		{ REQUEST_APPROVE, REQUEST_STATE_DECIDED, NOW - 29 * DAY, "MINH" },
		{ REQUEST_DENY, REQUEST_STATE_DECIDED, NOW - HOUR, "minh" },
		{ REQUEST_ACTIVATE, REQUEST_STATE_WAITING, NOW - HOUR, "minh" },
		/* Another's, too old, or nothing that was decided. */
		{ REQUEST_APPROVE, REQUEST_STATE_DECIDED, NOW - DAY, "hanako" },
		{ REQUEST_APPROVE, REQUEST_STATE_DECIDED, NOW - 31 * DAY, "minh" },
		{ REQUEST_APPROVE, REQUEST_STATE_UNKNOWN, NOW - DAY, "minh" },
	};
	Lately lately = { 0 };
	g_autofree char *nothing = lately_words(&lately);
	assert_string_equal(nothing, "nothing decided here in 30 days");
	lately_add(&lately, asked, asked, NOW);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Request) known =
			make_known(rows[i].kind, rows[i].state, rows[i].created, rows[i].who);
		lately_add(&lately, asked, known, NOW);
	}
	g_autofree char *words = lately_words(&lately);
	assert_string_equal(words,
			    "in 30 days you approved 2 and denied 1, up to 8h; 1 more waits");
}

/* ---- the offer ---- */

static char *take(Offer *offer, const Request *request, const Brief *brief, const char *scope,
		  const char *role, const char *duration)
{
	char *wrong = offer_take_scope(offer, request, brief, scope);
	if (wrong == NULL)
		wrong = offer_take_role(offer, request, brief, role);
	return wrong != NULL ? wrong : offer_take_duration(offer, request, duration);
}

/* Built from ids, and quoted: a name may hold whatever its owner likes. */
static void offer__is_written__with_the_command_that_asks_for_it(void **state)
{
	static const struct {
		const char *scope, *role, *duration, *why, *text;
	} rows[] = {
		{ "rg-payments", "", "", "Too wide",
		  "Too wide. Ask for Contributor on rg-payments for 8h instead: myroles activate "
		  "--role=c0ffee00 --scope=" SUB "/resourceGroups/rg-payments --duration=8h" },
		{ "IT'S", "reader", "90m", NULL,
		  "Ask for Reader on it's for 1h30m instead: myroles activate --role=aaaaaaaa "
		  "--scope='" SUB "/resourceGroups/it'\\''s' --duration=1h30m" },
		{ NULL, "bbbbbbbb", NULL, "No!",
		  "No! Ask for Virtual Machine Contributor on sub-prod for 8h instead: myroles "
		  "activate --role=bbbbbbbb --scope=" SUB " --duration=8h" },
		/* An id below that no list told. */
		{ SUB "/resourceGroups/new", NULL, "1h", NULL,
		  "Ask for Contributor on new for 1h instead: myroles activate --role=c0ffee00 "
		  "--scope=" SUB "/resourceGroups/new --duration=1h" },
	};
	(void)state;
	g_autoptr(Request) request = make_request("x");
	g_autoptr(Brief) brief = make_brief();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(Offer) offer = { 0 };
		g_autofree char *wrong =
			take(&offer, request, brief, rows[i].scope, rows[i].role, rows[i].duration);
		assert_null(wrong);
		assert_true(offer_is_set(&offer));
		g_autofree char *text = offer_write(&offer, request, rows[i].why);
		assert_string_equal(text, rows[i].text);
	}
}

/* Of a management group nobody could be told what lies below: an id is taken then. */
static void offer__takes_an_id__where_what_lies_below_cannot_be_read(void **state)
{
	(void)state;
	g_autoptr(Request) request = make_request("x");
	g_autoptr(Brief) brief = brief_new();
	g_autoptr(Brief) read = make_brief();
	scope_clear(&request->scope);
	scope_init(&request->scope, SCOPE_MANAGEMENT_GROUP,
		   "/providers/Microsoft.Management/managementGroups/mg", "Platform");
	g_auto(Offer) offer = { 0 };
	assert_null(offer_take_scope(&offer, request, brief, SUB "/resourceGroups/new"));
	assert_string_equal(offer.scope.id, SUB "/resourceGroups/new");
	static const char *const others[] = {
		"/providers/Microsoft.Management/managementGroups/other",
		"/subscriptions/33333333-3333-3333-3333-333333333333",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		g_auto(Offer) none = { 0 };
		/* The second where all that lies below is known. */
		g_autofree char *wrong =
			offer_take_scope(&none, request, i == 0 ? brief : read, others[i]);
		assert_string_equal(wrong, "That does not lie below Platform.");
	}
}

static void offer__is_refused__when_it_is_no_less(void **state)
{
	static const struct {
		const char *scope, *role, *duration, *wrong;
	} rows[] = {
		{ "rg-nowhere", NULL, NULL, "No scope below sub-prod is known as rg-nowhere" },
		{ "/subscriptions/33333333-3333-3333-3333-333333333333", NULL, NULL,
		  "That does not lie below sub-prod." },
		{ NULL, "Emperor", NULL, "No role that can be read here is called Emperor." },
		{ NULL, NULL, "9h", "longer than what was asked for" },
		{ NULL, NULL, "2m", "Five minutes at least." },
		{ NULL, NULL, "until 17:00", "A length is needed" },
		{ NULL, NULL, "soon", "duration" },
	};
	(void)state;
	g_autoptr(Request) request = make_request("x");
	g_autoptr(Brief) brief = make_brief();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(Offer) offer = { 0 };
		g_autofree char *wrong =
			take(&offer, request, brief, rows[i].scope, rows[i].role, rows[i].duration);
		if (wrong == NULL || strstr(wrong, rows[i].wrong) == NULL)
			fail_msg("row %zu: %s", i, wrong != NULL ? wrong : "(well)");
		assert_false(offer_is_set(&offer));
	}
}

static void offer__of_a_group__is_membership(void **state)
{
	(void)state;
	g_autoptr(Request) request = make_request("x");
	request->workload = WORKLOAD_GROUP;
	request->access = ACCESS_OWNER;
	scope_clear(&request->scope);
	scope_init(&request->scope, SCOPE_GROUP, "c0ffee00", "sg-oncall");
	g_auto(Offer) offer = { 0 };
	assert_null(offer_take_role(&offer, request, NULL, "member"));
	g_autofree char *text = offer_write(&offer, request, NULL);
	assert_non_null(strstr(text, "--role=c0ffee00 --access=member --duration=8h"));
	request->access = ACCESS_MEMBER;
	g_autofree char *wrong = offer_take_role(&offer, request, NULL, "owner");
	assert_non_null(wrong);
	g_autofree char *nowhere = offer_take_scope(&offer, request, NULL, "rg-payments");
	assert_non_null(nowhere);
}

static void offer__is_suggested__by_what_the_reason_names(void **state)
{
	(void)state;
	g_autoptr(Brief) brief = make_brief();
	g_autoptr(Request) plain = make_request("debugging");
	g_auto(Offer) none = { 0 };
	assert_false(offer_suggest(plain, brief, &none));
	g_autoptr(Request) named = make_request("network of rg-edge");
	g_auto(Offer) offer = { 0 };
	assert_true(offer_suggest(named, brief, &offer));
	assert_string_equal(offer.scope.id, SUB "/resourceGroups/rg-edge");
	assert_string_equal(offer.role.name, "Network Contributor");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(permission_words__gather__by_provider_and_way),
		cmocka_unit_test(role__is_smaller__when_all_of_it_is_permitted_by_the_other),
		cmocka_unit_test(role__of_many_stars__is_compared_at_once),
		cmocka_unit_test(brief__tells_how_wide__and_what_the_reason_names),
		cmocka_unit_test(brief__takes_no_word_for_a_role__that_names_something_else),
		cmocka_unit_test(brief__names_what_cannot_be_read),
		cmocka_unit_test(lately__counts__what_this_person_asked_for),
		cmocka_unit_test(offer__is_written__with_the_command_that_asks_for_it),
		cmocka_unit_test(offer__takes_an_id__where_what_lies_below_cannot_be_read),
		cmocka_unit_test(offer__is_refused__when_it_is_no_less),
		cmocka_unit_test(offer__of_a_group__is_membership),
		cmocka_unit_test(offer__is_suggested__by_what_the_reason_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
