/* Durations, points in time, scope ids. */
#include <string.h>

#include "src/model/duration.h"
#include "src/model/scope.h"
#include "tests/fuzz/fuzz.h"

#define NOW 1767254400 /* 2026-01-01T08:00:00Z */

void fuzz_duration(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GError) error = NULL;
	int64_t seconds = -1, again = -1;
	if (duration_parse_iso(text, &seconds, NULL)) {
		g_autofree char *iso = duration_format_iso(seconds);
		g_assert_cmpint(seconds, >=, 0);
		g_assert_true(duration_parse_iso(iso, &again, NULL));
		g_assert_cmpint(again, ==, seconds);
	}
	if (duration_parse(text, NOW, zone, &seconds, &error)) {
		g_autofree char *words = duration_format(seconds);
		g_autofree char *countdown = duration_format_countdown(seconds);
		g_assert_no_error(error);
		g_assert_cmpint(seconds, >, 0);
		g_assert_true(words[0] != '\0' && countdown[0] != '\0');
	} else {
		g_assert_true(error != NULL && g_utf8_validate(error->message, -1, NULL));
	}
}

void fuzz_time(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	Instant instant = -1, again = -1;
	if (instant_parse(text, &instant) && instant != 0) {
		g_autofree char *printed = instant_format(instant);
		g_autofree char *local = instant_format_local(instant, NOW, zone);
		g_assert_nonnull(local);
		g_assert_true(instant_parse(printed, &again));
		g_assert_cmpint(again, ==, instant);
	}
	if (instant_parse_http(text, &instant))
		g_assert_cmpint(instant, !=, -1);
	if (instant_parse_start(text, NOW, zone, &instant, NULL) && instant != 0) {
		g_autofree char *typed = instant_format_typed(instant, NOW, zone);
		g_assert_cmpint(instant, >, NOW);
		g_assert_true(instant_parse_start(typed, NOW, zone, &again, NULL));
		/* What is shown has no seconds. */
		g_assert_cmpint(again / 60, ==, instant / 60);
	}
}

/* What holds of any id that came out of this module. */
static void check_id(const char *id)
{
	g_autofree char *normal = scope_normalize_arm_id(id);
	g_autofree char *again = scope_normalize_arm_id(normal);
	g_autofree char *parent = scope_parent_arm_id(normal);
	g_assert_cmpstr(normal, ==, again);
	g_assert_cmpint(normal[0], ==, '/');
	g_assert_true(scope_id_covers(normal, normal));
	g_assert_cmpuint(scope_id_hash(normal), ==, scope_id_hash(again));
	for (size_t steps = strlen(normal); parent != NULL; steps--) {
		char *next = scope_parent_arm_id(parent);
		g_assert_true(scope_id_covers(parent, normal));
		g_assert_cmpuint(steps, >, 0);
		g_free(parent);
		parent = next;
	}
}

void fuzz_scope(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *pasted = scope_parse_pasted(text);
	g_auto(Scope) scope = { 0 };
	(void)scope_type_from_word(text);
	scope_init(&scope, scope_type_from_arm_id(text), text, NULL);
	g_assert_nonnull(scope_label(&scope));
	if (text[0] == '/' && g_utf8_validate(text, -1, NULL))
		check_id(text);
	if (pasted != NULL) {
		g_assert_true(g_utf8_validate(pasted, -1, NULL));
		check_id(pasted);
	}
}
