/* The scenario with bytes that no honest service sends: they must really be on the wire. */
#include "tests/tenant/arm-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static const char *const options[] = { "--scenario", "hostile", NULL };

static bool holds(const Reply *reply, const char *bytes)
{
	return memmem(reply->text, reply->length, bytes, strlen(bytes)) != NULL;
}

static void lists__carry_what_must_never_reach_a_terminal(void **state)
{
	(void)state;
	static const char *const bytes[] = {
		"\\u001b[31m",                      /* escape, as JSON writes it */
		"\\u0000",                          /* cuts C strings */
		"\302\233",                         /* CSI as C1 */
		"\342\200\256",                     /* right-to-left override */
		"\303\050",                         /* no UTF-8 */
		"\377\376",                         /* neither */
		"oooooooooooooooo",                 /* and so on */
		"\357\273\277",                     /* a byte order mark in the middle */
		"\\n",                              /* a line break in a name */
		"=HYPERLINK(",                      /* a formula */
		"\314\201\314\201\314\201\314\201", /* very many marks on one letter */
	};
	g_autoptr(Reply) reply = get(PIM "roleEligibilityScheduleInstances", "&$filter=asTarget()");
	assert_int_equal(reply->status, 200);
	for (size_t i = 0; i < G_N_ELEMENTS(bytes); i++) {
		if (!holds(reply, bytes[i]))
			fail_msg("no %s", bytes[i]);
	}
	assert_true(reply->length > 160000);
	assert_false(holds(reply, "⟦"));
}

static void nul__is_in_some_rows_only__so_that_others_are_shown(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(PIM "roleEligibilityScheduleInstances", "&$filter=asTarget()");
	g_auto(GStrv) pieces = g_strsplit(reply->text, "\"properties\":", -1);
	size_t with = 0, without = 0;
	for (char **piece = pieces + 1; *pieces != NULL && *piece != NULL; piece++)
		*(strstr(*piece, "\\u0000") != NULL ? &with : &without) += 1;
	assert_true(with >= 5);
	assert_true(without >= 2 * with);
}

static void requests__carry_them_too(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(PIM "roleAssignmentScheduleRequests", "&$filter=asTarget()");
	assert_true(holds(reply, "Provisioned\\u001b[2J"));
	assert_true(holds(reply, "owned\\u0007=1+1\\u0000"));
}

static void errors__carry_them_too(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(PIM "roleEligibilityScheduleInstances", "");
	assert_int_equal(reply->status, 403);
	assert_true(holds(reply, "\\u001b]0;owned\\u0007"));
	assert_true(holds(reply, "\\u0000!"));
}

static void sign_in__carries_them_too(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = call(LOGIN, "POST", "/organizations/oauth2/v2.0/token", NULL,
				      "grant_type=refresh_token");
	assert_int_equal(reply->status, 400);
	assert_true(holds(reply, "\\u001b]0;owned\\u0007"));
}

static void graph__carries_them_too(void **state)
{
	(void)state;
	g_autoptr(Reply) reply =
		call(GRAPH, "GET",
		     "/v1.0/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances/"
		     "filterByCurrentUser(on='principal')?$expand=group",
		     client.graph_token, NULL);
	assert_int_equal(count_at(reply->json, "value"), 2);
	assert_true(holds(reply, "\\u001b[1;1H"));
	assert_true(holds(reply, "\\u001bP+q544e\\u001b"));
}

static void scopes__with_odd_bytes_can_be_named_in_a_path(void **state)
{
	(void)state;
	g_autoptr(Reply) reply = get(PROD "/resourceGroups/rg%1b[31m%e2%80%aex" PIM
					  "roleEligibilityScheduleInstances",
				     "&$filter=asTarget()");
	assert_int_equal(reply->status, 200);
	assert_int_equal(rows(reply), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists__carry_what_must_never_reach_a_terminal),
		cmocka_unit_test(nul__is_in_some_rows_only__so_that_others_are_shown),
		cmocka_unit_test(requests__carry_them_too),
		cmocka_unit_test(errors__carry_them_too),
		cmocka_unit_test(sign_in__carries_them_too),
		cmocka_unit_test(graph__carries_them_too),
		cmocka_unit_test(scopes__with_odd_bytes_can_be_named_in_a_path),
	};
	client_options = options;
	return cmocka_run_group_tests(tests, client_setup, client_teardown);
}
