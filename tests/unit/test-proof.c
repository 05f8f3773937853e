/* Which answers prove that a role counts, and by which of its operations that is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/operation-pick.h"
#include "src/model/truth.h"
#include "src/pim/access.h"

#define SCOPE "/subscriptions/33333333-3333-4333-8333-333333333333"
#define ROLE  "b24988ac-6180-42a0-ab88-20f7382dd24c"
#define OURS  "\"roleDefinitionId\":\"B24988AC618042A0AB8820F7382DD24C\""

static const struct {
	const char *answer;
	Proof proof;
} answers[] = {
	{ "[{\"actionId\":\"A/b/"
	  "write\",\"accessDecision\":\"Allowed\",\"roleAssignment\":{" OURS ",\"scope\":\"" SCOPE
	  "/\"}}]",
	  PROOF_NAMED },
	{ "[{\"actionId\":\"x/y/read\",\"accessDecision\":\"NotAllowed\"},"
	  "{\"ActionId\":\"a/b/write\",\"AccessDecision\":\"allowed\",\"roleAssignment\":{"
	  "\"roleDefinitionId\":\"/providers/Microsoft.Authorization/roleDefinitions/" ROLE
	  "\",\"scope\":\"" SCOPE "\"}}]",
	  PROOF_NAMED },
	{ "[{\"actionId\":\"a/b/"
	  "write\",\"accessDecision\":\"Allowed\",\"roleAssignment\":{" OURS
	  ",\"scope\":\"/subscriptions/other\"}}]",
	  PROOF_OTHER },
	{ "[{\"actionId\":\"a/b/"
	  "write\",\"accessDecision\":\"Allowed\",\"roleAssignment\":{" OURS "}}]",
	  PROOF_OTHER },
	{ "[{\"actionId\":\"a/b/write\",\"accessDecision\":\"Allowed\",\"roleAssignment\":{"
	  "\"roleDefinitionId\":\"b24988ac\",\"scope\":\"" SCOPE "\"}}]",
	  PROOF_OTHER },
	{ "[{\"actionId\":\"a/b/write\",\"accessDecision\":\"Allowed\"}]", PROOF_OTHER },
	{ "[{\"actionId\":\"a/b/"
	  "write\",\"accessDecision\":\"Allowed\",\"roleAssignment\":3}]",
	  PROOF_OTHER },
	{ "[{\"actionId\":\"a/b/write\",\"accessDecision\":\"NotAllowed\"}]", PROOF_NOT_YET },
	{ "[{\"actionId\":\"a/b/write\",\"accessDecision\":\"NotAllowed\","
	  "\"denyAssignment\":null}]",
	  PROOF_NOT_YET },
	{ "[{\"actionId\":\"a/b/write\",\"accessDecision\":\"NotAllowed\","
	  "\"denyAssignment\":{\"scope\":\"/\"}}]",
	  PROOF_DENIED },
	{ "[{\"actionId\":\"a/b/write\",\"accessDecision\":\"Perhaps\"}]", PROOF_NONE },
	{ "[{\"actionId\":\"other/"
	  "write\",\"accessDecision\":\"Allowed\",\"roleAssignment\":{" OURS ",\"scope\":\"" SCOPE
	  "\"}}]",
	  PROOF_NONE },
	{ "[]", PROOF_NONE },
	{ "[null, 1, \"a/b/write\", []]", PROOF_NONE },
	{ "{\"actionId\":\"a/b/write\",\"accessDecision\":\"Allowed\"}", PROOF_NONE },
	{ "null", PROOF_NONE },
};

static void answer__proves__only_what_it_names(void **state)
{
	(void)state;
	Grant grant = { .workload = WORKLOAD_AZURE,
			.role.id = (char *)SCOPE
			"/providers/Microsoft.Authorization/roleDefinitions/" ROLE };
	scope_init(&grant.scope, SCOPE_SUBSCRIPTION, SCOPE, NULL);
	const PimProofQuestion question = { .grant = &grant, .operation = "a/b/write" };
	for (size_t i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autoptr(JsonValue) value =
			json_parse(answers[i].answer, strlen(answers[i].answer), NULL);
		const Proof proof = access_read_decisions(value, &question);
		if (proof != answers[i].proof)
			fail_msg("%s: %d", answers[i].answer, proof);
	}
	assert_int_equal(access_read_decisions(NULL, &question), PROOF_NONE);
	scope_clear(&grant.scope);
}

static void add(GPtrArray *patterns, const char *words)
{
	g_auto(GStrv) all = g_strsplit(words, " ", -1);
	for (char **word = all; *words != '\0' && *word != NULL; word++)
		g_ptr_array_add(patterns, g_strdup(*word));
}

static void pick__is_one_that_the_role_surely_permits(void **state)
{
	(void)state;
	static const struct {
		const char *actions, *not_actions, *data_actions, *conditional;
		const char *name; /* NULL: none; with a star at its end: what it ends in */
		bool is_data;
	} rows[] = {
		{ "X.a/b/read X.a/b/write X.a/c/write", "", "", "", "X.a/b/write", false },
		{ "X.a/b/read X.a/b/write X.a/c/write", "X.a/b/*", "", "", "X.a/c/write", false },
		{ "X.a/b/write X.a/c/action", "", "", "X.a/b/write", "X.a/c/action", false },
		{ "X.a/b/read X.a/b/delete", "", "", "", "X.a/b/delete", false },
		{ "X.a/b/read", "", "X.c/d/write", "", "X.c/d/write", true },
		{ "*", "*/delete", "", "", "*/write", false },
		{ "*/read", "", "", "", "*/read", false },
		{ "Nobody.Knows/*", "", "", "", NULL, false },
		{ "", "", "", "", NULL, false },
	};
	g_autoptr(Operations) operations = operations_new();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(RoleDefinition) definition = role_definition_new();
		bool is_data = false;
		add(definition->actions, rows[i].actions);
		add(definition->not_actions, rows[i].not_actions);
		add(definition->data_actions, rows[i].data_actions);
		add(definition->conditional, rows[i].conditional);
		g_autofree char *name = operation_pick(operations, definition, &is_data);
		const char *wanted = rows[i].name;
		const bool is_right = wanted == NULL || name == NULL ? name == wanted
				      : *wanted == '*' ? g_str_has_suffix(name, wanted + 1)
						       : strcmp(name, wanted) == 0;
		if (!is_right || (name != NULL && strchr(name, '*') != NULL) ||
		    is_data != rows[i].is_data)
			fail_msg("%s: %s", rows[i].actions, name);
	}
}

static void lamp__has_a_word__and_back(void **state)
{
	(void)state;
	Lamp lamp = LAMP_COUNT;
	assert_true(lamp_from_word("Effective", &lamp));
	assert_int_equal(lamp, LAMP_EFFECTIVE);
	assert_false(lamp_from_word("", &lamp));
	assert_false(lamp_from_word("effectively", &lamp));
	g_autoptr(Truth) truth = truth_new();
	assert_int_equal(truth_reached(truth), LAMP_COUNT);
	assert_true(truth_set(truth, LAMP_LISTED, LIGHT_ON, NULL));
	assert_false(truth_set(truth, LAMP_LISTED, LIGHT_ON, "again"));
	g_autoptr(Truth) copy = truth_copy(truth);
	assert_int_equal(truth_reached(copy), LAMP_LISTED);
	assert_string_equal(copy->reasons[LAMP_LISTED], "again");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answer__proves__only_what_it_names),
		cmocka_unit_test(pick__is_one_that_the_role_surely_permits),
		cmocka_unit_test(lamp__has_a_word__and_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
