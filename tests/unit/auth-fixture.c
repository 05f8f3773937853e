#include "tests/unit/auth-fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "src/auth/token-az.h"
#include "src/auth/token-file.h"
#include "tests/replay/server.h"

/* ---- tokens made by hand ---- */

static char *base64url(const char *text)
{
	char *encoded = g_base64_encode((const guchar *)text, strlen(text));
	g_strdelimit(encoded, "+", '-');
	g_strdelimit(encoded, "/", '_');
	g_strdelimit(encoded, "=", '\0');
	return encoded;
}

char *make_token(const char *audience, const char *tid, const char *oid, int64_t expires)
{
	g_autofree char *claims = g_strdup_printf("{\"aud\":\"%s\",\"tid\":\"%s\",\"oid\":\"%s\","
						  "\"upn\":\"ö@x\",\"exp\":%" G_GINT64_FORMAT "}",
						  audience, tid, oid, (gint64)expires);
	g_autofree char *head = base64url("{\"alg\":\"RS256\"}");
	g_autofree char *payload = base64url(claims);
	return g_strconcat(head, ".", payload, ".c2ln", NULL);
}

/* ---- one provider under test ---- */

void write_tokens(const Fixture *fixture, const char *arm, const char *graph)
{
	g_autofree char *text = g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}", arm, graph);
	assert_true(g_file_set_contents_full(fixture->file, text, -1,
					     G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

void write_az(const Fixture *fixture, const char *script)
{
	g_autofree char *path = g_build_filename(fixture->folder, "az", NULL);
	g_autofree char *text = g_strconcat("#!/bin/sh\n", script, NULL);
	assert_true(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0700,
					     NULL));
}

int auth_set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->folder = g_dir_make_tmp("myroles-auth-XXXXXX", NULL);
	fixture->file = g_build_filename(fixture->folder, "tokens.json", NULL);
	fixture->old_path = g_strdup(g_getenv("PATH"));
	fixture->clock = clock_new_virtual(NOW);
	fixture->cloud = cloud_new_builtin("public");
	fixture->account.name = (char *)"test";
	*state = fixture;
	return 0;
}

int auth_tear_down(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GDir) folder = g_dir_open(fixture->folder, 0, NULL);
	const char *name;
	token_provider_free(fixture->provider);
	replay_settle();
	g_setenv("PATH", fixture->old_path, TRUE);
	while ((name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
		g_unlink(path);
	}
	g_rmdir(fixture->folder);
	clock_free(fixture->clock);
	cloud_free(fixture->cloud);
	g_free(fixture->folder);
	g_free(fixture->file);
	g_free(fixture->old_path);
	g_free(fixture);
	return 0;
}

void use_file(Fixture *fixture, unsigned patience_ms)
{
	fixture->provider =
		token_cache_new(token_file_new(fixture->file, fixture->clock, patience_ms),
				fixture->cloud, fixture->account.tenant, fixture->clock);
}

void use_az(Fixture *fixture, const char *script, unsigned deadline_ms)
{
	g_autofree char *path = g_strconcat(fixture->folder, ":/usr/bin:/bin", NULL);
	write_az(fixture, script);
	g_setenv("PATH", path, TRUE);
	fixture->provider = token_cache_new(token_az_new(fixture->cloud, TENANT, deadline_ms),
					    fixture->cloud, TENANT, fixture->clock);
}

void got_clear(Got *got)
{
	g_clear_pointer(&got->token, g_free);
	g_clear_error(&got->error);
	got->is_there = false;
}

static void on_token(const Secret *token, const GError *error, gpointer data)
{
	Got *got = data;
	assert_false(got->is_there);
	assert_true((token == NULL) != (error == NULL));
	got->is_there = true;
	got->token = token != NULL ? g_strdup(secret_peek(token)) : NULL;
	got->error = error != NULL ? g_error_copy(error) : NULL;
}

void ask(Fixture *fixture, TokenQuery query, Got *got)
{
	fixture->provider->get(fixture->provider, &query, on_token, got);
}

Got get_after(Fixture *fixture, Audience audience, const char *rejected)
{
	g_autoptr(Secret) refused = rejected != NULL ? secret_new(rejected, -1) : NULL;
	Got got = { 0 };
	ask(fixture, (TokenQuery){ audience, refused, NULL, NULL }, &got);
	assert_false(got.is_there);
	assert_true(replay_run_until(&got.is_there));
	return got;
}

Got get(Fixture *fixture, Audience audience)
{
	return get_after(fixture, audience, NULL);
}
