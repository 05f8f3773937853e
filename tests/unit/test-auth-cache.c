/* The token cache before a source that the test plays, and the claims that calls carry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/claims.h"
#include "tests/replay/server.h"
#include "tests/unit/auth-fixture.h"

/* Renews when the test says so. */
typedef struct Source {
	TokenOrigin base;
	unsigned renewals;
	char *claims; /* of the one under way */
} Source;

static void source_renew(TokenOrigin *origin, Audience audience, const Secret *rejected,
			 const char *claims)
{
	Source *source = (Source *)origin;
	(void)audience;
	(void)rejected;
	source->renewals++;
	g_free(source->claims);
	source->claims = g_strdup(claims);
}

static void source_free(TokenOrigin *origin)
{
	Source *source = (Source *)origin;
	g_free(source->claims);
	g_free(source);
}

static Source *use_source(Fixture *fixture)
{
	Source *source = g_new0(Source, 1);
	source->base.renew = source_renew;
	source->base.free = source_free;
	source->base.can_step_up = true;
	fixture->provider = token_cache_new(&source->base, fixture->cloud, NULL, fixture->clock);
	return source;
}

/* The renewal under way brings `token`. */
static void bring(Source *source, const char *token)
{
	source->base.renewed(AUDIENCE_ARM, secret_new(token, -1), NOW + 3600, NULL,
			     source->base.data);
	replay_settle();
}

#define CLAIMS "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"

/* What a plain renewal brings has none of the strength that the other call asks for. */
static void token_cache__renews_anew__for_a_call_with_claims(void **state)
{
	Fixture *fixture = *state;
	Source *source = use_source(fixture);
	g_auto(Got) plain = { 0 };
	g_auto(Got) strong = { 0 };
	g_auto(Got) other = { 0 };
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, NULL, NULL }, &plain);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, CLAIMS, NULL }, &strong);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, "{}", NULL }, &other);
	assert_int_equal(source->renewals, 1);
	assert_null(source->claims);

	bring(source, "plain-token");
	assert_string_equal(plain.token, "plain-token");
	assert_false(strong.is_there);
	assert_int_equal(source->renewals, 2);
	assert_string_equal(source->claims, CLAIMS);

	bring(source, "strong-token");
	assert_string_equal(strong.token, "strong-token");
	assert_false(other.is_there);
	assert_int_equal(source->renewals, 3);
	bring(source, "other-token");
	assert_string_equal(other.token, "other-token");
}

static void token_cache__shares_one_renewal__among_calls_alike(void **state)
{
	Fixture *fixture = *state;
	Source *source = use_source(fixture);
	g_auto(Got) first = { 0 };
	g_auto(Got) second = { 0 };
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, CLAIMS, NULL }, &first);
	ask(fixture, (TokenQuery){ AUDIENCE_ARM, NULL, CLAIMS, NULL }, &second);
	bring(source, "token");
	assert_string_equal(first.token, "token");
	assert_string_equal(second.token, "token");
	assert_int_equal(source->renewals, 1);
}

/* The word comes from the service and stands between quotes in what is sent. */
static void claims__take__a_context_of_the_right_shape_alone(void **state)
{
	static const struct {
		const char *context;
		bool is_one;
	} cases[] = {
		{ "c1", true },    { "C99", true },        { "12345678", true },
		{ "", false },     { "123456789", false }, { "c1\",\"x\":\"y", false },
		{ "c\"1", false }, { "c 1", false },       { "c\\u0031", false },
		{ "c1\n", false }, { "ć1", false },        { "c-1", false },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *claims = claims_for_context(cases[i].context);
		if ((claims != NULL) != cases[i].is_one)
			fail_msg("%s", cases[i].context);
	}
	g_autofree char *claims = claims_for_context("c1");
	assert_string_equal(claims, CLAIMS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		AUTH_TEST(token_cache__renews_anew__for_a_call_with_claims),
		AUTH_TEST(token_cache__shares_one_renewal__among_calls_alike),
		cmocka_unit_test(claims__take__a_context_of_the_right_shape_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
