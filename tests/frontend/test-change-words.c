/* What changed, in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frontend/change-words.h"

#define NOW INT64_C(1772716020) /* 2026-03-05T13:07:00Z */
#define DAY INT64_C(86400)

typedef struct Case {
	ChangeKind kind;
	int64_t before, after;
	const char *lost, *gained;
	const char *words;
} Case;

static const Case cases[] = {
	{ CHANGE_NEW, 0, 0, NULL, NULL, "Owner on rg-edge is new." },
	{ CHANGE_NEW, 0, NOW + DAY, NULL, NULL, "Owner on rg-edge is new, until tomorrow 13:07." },
	{ CHANGE_GONE, 0, 0, NULL, NULL,
	  "Owner on rg-edge is gone: you may not activate it any more." },
	{ CHANGE_GONE, 0, NOW - 60, NULL, NULL, "Owner on rg-edge is over: it ended 13:06." },
	{ CHANGE_SHORTENED, 0, NOW + DAY, NULL, NULL,
	  "Owner on rg-edge ends tomorrow 13:07; it was without an end." },
	{ CHANGE_NEAR, 0, NOW + DAY, NULL, NULL, "Owner on rg-edge ends tomorrow 13:07." },
	{ CHANGE_MAXIMUM, 28800, 7200, NULL, NULL,
	  "Owner on rg-edge is given for 2h at most; it was 8h." },
	{ CHANGE_MAXIMUM, 0, 7200, NULL, NULL, "Owner on rg-edge is given for 2h at most." },
	{ CHANGE_APPROVAL, 0, 0, NULL, "SecOps\nAnn",
	  "Owner on rg-edge needs an approval now by SecOps, Ann." },
	{ CHANGE_APPROVAL, 0, 0, NULL, NULL, "Owner on rg-edge needs an approval now." },
	{ CHANGE_CONTEXT, 0, 0, "c1", "c2",
	  "Owner on rg-edge needs a sign-in with context c2 now; it was c1." },
	{ CHANGE_MFA, 0, 0, NULL, NULL, "Owner on rg-edge needs a second factor now." },
	{ CHANGE_TICKET, 0, 0, NULL, NULL, "Owner on rg-edge needs a ticket now." },
	{ CHANGE_REASON, 0, 0, NULL, NULL, "Owner on rg-edge needs a reason now." },
	{ CHANGE_PERMISSIONS, 0, 0, NULL, "a", "Owner permits more: 1 entry." },
	{ CHANGE_PERMISSIONS, 0, 0, "a\nb", NULL, "Owner permits less: 2 entries." },
	{ CHANGE_PERMISSIONS, 0, 0, "a\nb", "c", "Owner permits other things: 1 more, 2 less." },
};

static Change *make(const Case *row)
{
	const Grant grant = { .role = { .name = (char *)"Owner" },
			      .scope = { .name = (char *)"rg-edge" } };
	Change *change = change_new(row->kind, &grant, NOW);
	change->before = row->before;
	change->after = row->after;
	change->lost = g_strdup(row->lost);
	change->gained = g_strdup(row->gained);
	return change;
}

static void change_words__tell__each_kind(void **state)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = NOW, .zone = zone };
	unsigned seen = 0;
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Change) change = make(&cases[i]);
		g_autofree char *words = change_words(&wording, change);
		assert_string_equal(words, cases[i].words);
		assert_int_equal(change_kind_from_word(change_kind_word(change->kind)),
				 change->kind);
		seen |= 1u << change->kind;
	}
	assert_int_equal(seen, (1u << CHANGE_KINDS) - 1);
}

static void changes_summary__counts__what_reads_alike_together(void **state)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
	(void)state;
	assert_null(changes_summary(rows, NULL));
	g_ptr_array_add(rows, make(&(Case){ .kind = CHANGE_NEW }));
	g_autofree char *one = changes_summary(rows, NULL);
	assert_string_equal(one, "1 change: 1 new");
	static const ChangeKind more[] = { CHANGE_GONE, CHANGE_TICKET, CHANGE_MAXIMUM, CHANGE_NEAR,
					   CHANGE_PERMISSIONS };
	for (size_t i = 0; i < G_N_ELEMENTS(more); i++)
		g_ptr_array_add(rows, make(&(Case){ .kind = more[i] }));
	g_autofree char *all = changes_summary(rows, "C");
	assert_string_equal(all, "6 changes (C): 1 new, 1 gone, 1 ends soon, 2 settings tighter, "
				 "1 role redefined");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(change_words__tell__each_kind),
		cmocka_unit_test(changes_summary__counts__what_reads_alike_together),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
