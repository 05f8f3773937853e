/* What the services send: one element of a list, the rules of a policy, an error's body. */
#include "src/auth/error.h"
#include "src/auth/oauth.h"
#include "src/net/http.h"
#include "src/pim/access.h"
#include "src/pim/azure.h"
#include "src/pim/definitions.h"
#include "src/pim/deny-assignments.h"
#include "src/pim/entra.h"
#include "src/pim/error.h"
#include "src/pim/groups.h"
#include "src/pim/policy-rules.h"
#include "tests/fuzz/fuzz.h"

static const PimContext *make_context(void)
{
	static Account account = { .oid = (char *)"071cc716-8147-4397-a5ba-b2105951cc0b",
				   .tid = (char *)"t" };
	static PimContext context;
	context.account = &account;
	if (context.clock == NULL)
		context.clock = clock_new_virtual(1650000000);
	return &context;
}

static void decode(FetchDecode decoder, GDestroyNotify free_row, const JsonValue *element)
{
	g_autoptr(GError) error = NULL;
	gpointer row = decoder(make_context(), element, NULL, &error);
	g_assert_true(row == NULL || error == NULL);
	if (row != NULL)
		free_row(row);
}

/* What counts: an answer that names nothing of the question proves nothing. */
static void check_proof(const JsonValue *value)
{
	Grant grant = { .role.id = (char *)"no-such-role", .scope.id = (char *)"/no/such/scope" };
	const PimProofQuestion question = { .grant = &grant, .operation = "A.b/c/write" };
	g_assert_true(access_read_decisions(value, &question) != PROOF_NAMED);
	g_autoptr(GError) error = NULL;
	g_autoptr(RoleDefinition) permission = azure_decode_permission(value, &error);
	g_assert_true((permission == NULL) == (error != NULL));
}

void fuzz_row(const uint8_t *data, size_t size)
{
	const struct {
		FetchDecode decode;
		GDestroyNotify free_row;
	} decoders[] = {
		{ azure_decode_eligibility, (GDestroyNotify)eligibility_free },
		{ azure_decode_assignment, (GDestroyNotify)assignment_free },
		{ azure_decode_request, (GDestroyNotify)request_free },
		{ azure_decode_child, (GDestroyNotify)scope_free },
		{ azure_decode_deny, (GDestroyNotify)deny_assignment_free },
		{ entra_kind.lists[LIST_ELIGIBILITIES].decode, (GDestroyNotify)eligibility_free },
		{ entra_kind.lists[LIST_ASSIGNMENTS].decode, (GDestroyNotify)assignment_free },
		{ entra_kind.lists[LIST_REQUESTS].decode, (GDestroyNotify)request_free },
		{ groups_kind.lists[LIST_ELIGIBILITIES].decode, (GDestroyNotify)eligibility_free },
		{ groups_kind.lists[LIST_ASSIGNMENTS].decode, (GDestroyNotify)assignment_free },
		{ groups_kind.lists[LIST_REQUESTS].decode, (GDestroyNotify)request_free },
	};
	g_autoptr(JsonValue) value = json_parse((const char *)data, size, NULL);

	if (value == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(decoders); i++)
		decode(decoders[i].decode, decoders[i].free_row, value);
	check_proof(value);
}

void fuzz_policy(const uint8_t *data, size_t size)
{
	g_autoptr(JsonValue) value = json_parse((const char *)data, size, NULL);
	g_autoptr(Policy) policy = value != NULL ? policy_from_rules(value) : NULL;
	g_assert_true(policy == NULL || policy->maximum >= 0);
}

/* Every error has a sentence for people, which is text. */
static void check_sentence(const GError *error)
{
	g_assert_true(error != NULL && g_utf8_validate(error->message, -1, NULL));
}

void fuzz_error(const uint8_t *data, size_t size)
{
	g_autofree char *body = g_strndup((const char *)data, size);
	const PimAnswer answer = { .status = 400, .body = body };
	g_autoptr(GError) error = pim_error_from_answer(&answer);
	g_autoptr(Problem) problem = pim_error_explain(error);
	g_autoptr(HttpResponse) response = http_response_new(400, NULL, body);
	g_autoptr(GError) refusal = oauth_error_from_response(response);
	check_sentence(refusal);
	g_assert_true(problem != NULL && problem->message != NULL);
	g_assert_true(g_utf8_validate(problem->message, -1, NULL));
}
