/* Filters: what words say, which rows fit them, and in which order; what is only similar is never taken for what was meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/desk.h"
#include "tui/widgets/search.h"

/* ---- Words ------------------------------------------------------------------------------------ */

static void search_fit_all__tells_how_well__each_word_fits(void **unused)
{
	static const struct {
		const char *filter, *text;
		Fit fit;
	} cases[] = {
		{ "reader", "global reader", FIT_WHOLE },
		{ "reader global", "global reader", FIT_WHOLE },
		{ "read", "global reader", FIT_BEGIN },
		{ "eader", "global reader", FIT_INSIDE },
		{ "read global", "global reader", FIT_BEGIN },
		{ "writer", "global reader", FIT_NONE },
		{ "reader writer", "global reader", FIT_NONE },
		{ "rg-pay", "rg-payments", FIT_BEGIN },
		{ "payments", "rg-payments", FIT_WHOLE },
		{ "ader", "reader ader", FIT_WHOLE },
		{ "!writer", "global reader", FIT_WHOLE },
		{ "!read", "global reader", FIT_NONE },
		{ "global !reader", "global reader", FIT_NONE },
		{ "!", "global reader", FIT_WHOLE },
		{ "READER", "global reader", FIT_WHOLE },
		{ "op\303\251rateur", "op\303\251rateur r\303\251seau",
		  FIT_NONE }, /* the text is not folded */
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Search) search = search_new(cases[i].filter, 0, NULL);
		const Fit fit = search != NULL ? search_fit_all(search, cases[i].text) : FIT_WHOLE;
		if (fit != cases[i].fit)
			fail_msg("%s in %s fits by %d", cases[i].filter, cases[i].text, fit);
	}
	g_autoptr(Search) accents = search_new("OP\303\211RATEUR", 0, NULL);
	g_autofree char *folded = search_fold("Op\303\251rateur r\303\251seau");
	assert_int_equal(search_fit_all(accents, folded), FIT_WHOLE);
	assert_null(search_new("", 0, NULL));
	assert_null(search_new("  \t", 0, NULL));
}

static void search_new__reads_columns_and_times__where_they_are_meant(void **unused)
{
	static const struct {
		const char *word, *column, *text;
		Instant by;
		bool is_not, is_permanent;
	} cases[] = {
		{ "kind:mg", "kind", "mg", 0, false, false },
		{ "!kind:mg", "kind", "mg", 0, true, false },
		{ "kind:", NULL, "kind:", 0, false, false },
		{ "https://portal", NULL, "https://portal", 0, false, false },
		{ "::1", NULL, "::1", 0, false, false },
		{ "14:16", NULL, "14:16", 0, false, false },
		{ "until:today", "until", "today", DESK_NOW + 9 * HOUR, false, false },
		{ "until:tomorrow", "until", "tomorrow", DESK_NOW + 33 * HOUR, false, false },
		{ "until:2h", "until", "2h", DESK_NOW + 2 * HOUR, false, false },
		{ "until:16:30", "until", "16:30", DESK_NOW + HOUR + 30 * 60, false, false },
		{ "until:permanent", "until", "permanent", 0, false, true },
		{ "!until:permanent", "until", "permanent", 0, true, true },
		{ "until:soon", "until", "soon", 0, false, false },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Search) search = search_new(cases[i].word, DESK_NOW, zone);
		assert_int_equal(search->count, 1);
		const SearchTerm *term = &search->terms[0];
		if (g_strcmp0(term->column, cases[i].column) != 0 || term->by != cases[i].by)
			fail_msg("%s: column %s, by %" G_GINT64_FORMAT, cases[i].word, term->column,
				 term->by - DESK_NOW);
		assert_string_equal(term->text, cases[i].text);
		assert_int_equal(term->is_not, cases[i].is_not);
		assert_int_equal(term->is_permanent, cases[i].is_permanent);
	}
}

static void search_is_similar__takes_slips_and_beginnings__but_little_more(void **unused)
{
	static const struct {
		const char *word, *name;
		Similarity first; /* SIMILARITIES: not at all */
	} cases[] = {
		{ "reder", "global reader", SIMILAR_BY_SLIP },
		{ "raeder", "reader", SIMILAR_BY_SLIP },
		{ "readder", "reader", SIMILAR_BY_SLIP },
		{ "contrbutor", "contributor", SIMILAR_BY_SLIP },
		{ "contrbuter", "contributor", SIMILAR_BY_SLIP },
		{ "contrbuterr", "contributor", SIMILARITIES },
		{ "oner", "owner", SIMILAR_BY_SLIP },
		{ "own", "reader", SIMILARITIES },
		{ "kvso", "key vault secrets officer", SIMILAR_BY_SLIP },
		{ "keyoff", "key vault secrets officer", SIMILAR_BY_SLIP },
		{ "kvos", "key vault secrets officer", SIMILARITIES },
		{ "cntrb", "contributor", SIMILAR_BY_LETTERS },
		{ "ctrb", "virtual machine contributor", SIMILAR_BY_LETTERS },
		{ "vmcntr", "virtual machine contributor", SIMILAR_BY_LETTERS },
		{ "ntrb", "contributor", SIMILARITIES },
		{ "ctnrb", "contributor", SIMILARITIES },
		{ "gmcntr", "virtual machine contributor", SIMILARITIES },
		{ "cntw", "contributor", SIMILARITIES },
		{ "grd", "global reader", SIMILARITIES },
		{ "ow", "owner", SIMILARITIES },
		{ "rid", "global reader", SIMILARITIES },
		{ "!reder", "reader", SIMILARITIES },
		{ "kind:reder", "reader", SIMILARITIES },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Search) search = search_new(cases[i].word, 0, NULL);
		Similarity first = SIMILAR_BY_SLIP;
		while (first < SIMILARITIES &&
		       !search_is_similar(&search->terms[0], cases[i].name, first))
			first++;
		if (first != cases[i].first)
			fail_msg("%s and %s: %d", cases[i].word, cases[i].name, (int)first);
	}
}

/* Names are the service's: none of them may take long. */
static void search_is_similar__ends_soon__with_any_name(void **unused)
{
	g_autoptr(GString) name = g_string_new(NULL);
	g_autoptr(Search) search = search_new("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", 0, NULL);
	(void)unused;
	for (int i = 0; i < 500; i++)
		g_string_append(name, "a ");
	for (Similarity how = 0; how < SIMILARITIES; how++)
		assert_false(search_is_similar(&search->terms[0], name->str, how));
}

/* ---- Rows ------------------------------------------------------------------------------------- */

static Desk *desk_with_rows(void)
{
	Desk *desk = desk_new(120, 30);
	desk_load(desk);
	desk_event(desk, active_event(WORKLOAD_ENTRA,
				      make_active(WORKLOAD_ENTRA, "Security Reader", "/",
						  "directory", DESK_NOW + 30 * HOUR),
				      NULL));
	return desk;
}

/* The roles that fit, in order. */
static char *roles_that_fit(Desk *desk, const char *pane)
{
	GString *roles = g_string_new(NULL);
	for (size_t i = 0; i < desk_rows(desk, pane); i++)
		g_string_append_printf(roles, "%s%s", i > 0 ? ", " : "",
				       desk_grant(desk, pane, i)->role.name);
	return g_string_free(roles, FALSE);
}

static void filter__finds_rows__by_all_that_is_shown(void **unused)
{
	static const struct {
		const char *pane, *filter, *roles;
	} cases[] = {
		{ "eligible", "contributor platform", "Contributor" },
		{ "eligible", "platform contributor", "Contributor" },
		{ "eligible", "kind:mg", "Contributor" },
		{ "eligible", "kind:management", "Contributor" },
		{ "eligible", "kind:sub", "Key Vault Officer" },
		{ "eligible", "kind:entra", "Global Reader" },
		{ "eligible", "!kind:azure", "Global Reader" },
		{ "eligible", "!kind:mg !kind:rg kind:azure", "Key Vault Officer" },
		{ "eligible", "role:owner", "Owner" },
		{ "eligible", "at:edge", "Owner" },
		{ "eligible", "at:owner", "" },
		{ "eligible", "2222-2222", "Key Vault Officer, Owner" },
		{ "active", "15:40", "Reader" }, /* the time that is shown */
		{ "active", "until:today", "Reader" },
		{ "active", "until:2h", "Reader" },
		{ "active", "until:10m", "" },
		{ "active", "until:tomorrow", "Reader, Security Reader" },
		{ "active", "until:permanent", "DB-Admins" },
		{ "active", "!until:permanent", "Reader, Security Reader" },
		{ "active", "reader until:today", "Reader" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Desk) desk = desk_with_rows();
		desk_focus_on(desk, cases[i].pane);
		desk_keys(desk, "/");
		desk_type(desk, cases[i].filter);
		g_autofree char *roles = roles_that_fit(desk, cases[i].pane);
		if (strcmp(roles, cases[i].roles) != 0)
			fail_msg("%s finds %s", cases[i].filter, roles);
	}
}

static void filter__shows_whole_words_first__then_beginnings(void **unused)
{
	g_autoptr(Desk) desk = desk_new(120, 30);
	(void)unused;
	desk_event(desk,
		   eligible_event(
			   WORKLOAD_AZURE, make_eligible(WORKLOAD_AZURE, "Abowner", MG, "Platform"),
			   make_eligible(WORKLOAD_AZURE, "Cost Owners", SUB_PROD, "sub-prod"),
			   make_eligible(WORKLOAD_AZURE, "Data Owner", EDGE, "rg-edge"),
			   make_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"), NULL));
	desk_keys(desk, "/");
	desk_type(desk, "owner");
	g_autofree char *roles = roles_that_fit(desk, "eligible");
	/* … and of these what begins with it. */
	assert_string_equal(roles, "Owner, Data Owner, Cost Owners, Abowner");
}

static void filter__selects_the_best__of_what_nobody_chose(void **unused)
{
	g_autoptr(Desk) desk = desk_new(120, 30);
	(void)unused;
	desk_event(desk,
		   eligible_event(WORKLOAD_AZURE,
				  make_eligible(WORKLOAD_AZURE, "Ancient", MG, "Platform"),
				  make_eligible(WORKLOAD_AZURE, "Contributor", MG, "Platform"),
				  make_eligible(WORKLOAD_AZURE, "Network Contributor", SUB_PROD,
						"sub-prod"),
				  NULL));
	desk_keys(desk, "/");
	desk_type(desk, "c");
	desk_type(desk, "ontributor");
	assert_string_equal(desk_selected_role(desk), "Contributor");
	/* Who has chosen keeps the row while it fits. */
	desk_keys(desk, "esc end /");
	assert_string_equal(desk_selected_role(desk), "Network Contributor");
	desk_type(desk, "contributor");
	assert_string_equal(desk_selected_role(desk), "Network Contributor");
}

/* What is shown without fitting is marked, and no key acts on it before one has chosen it. */
static void filter__chooses_nothing__that_is_only_similar(void **unused)
{
	g_autoptr(Desk) desk = desk_with_rows();
	(void)unused;
	desk_keys(desk, "/");
	desk_type(desk, "contrbutor");
	g_autofree char *roles = roles_that_fit(desk, "eligible");
	assert_string_equal(roles, "Contributor");
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, "1 similar: nothing fits"));
	assert_non_null(strstr(screen, " ~ Contributor"));
	assert_null(desk_selected(desk));
	desk_keys(desk, "enter a");
	assert_null(desk_dialog(desk));
	desk_keys(desk, "down");
	assert_string_equal(desk_selected_role(desk), "Contributor");
	desk_keys(desk, "esc esc"); /* the notice, the filter */
	assert_string_equal(desk_selected_role(desk), "Contributor");
	assert_int_equal(desk_rows(desk, "eligible"), 4);
}

/* Letters are left out where nothing is likelier: a slip is, and what fits is more. */
static void filter__takes_left_out_letters_last(void **unused)
{
	g_autoptr(Desk) desk = desk_with_rows();
	(void)unused;
	desk_keys(desk, "/");
	desk_type(desk, "cntrb");
	g_autofree char *roles = roles_that_fit(desk, "eligible");
	assert_string_equal(roles, "Contributor");
	assert_null(desk_selected(desk));
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, " ~ Contributor"));
	assert_non_null(strstr(screen, "1 similar: nothing fits"));
}

static void filter__stays_with_its_pane__when_one_moves_on(void **unused)
{
	g_autoptr(Desk) desk = desk_with_rows();
	(void)unused;
	desk_keys(desk, "/");
	desk_type(desk, "kind:mg");
	desk_keys(desk, "enter");
	desk_focus_on(desk, "active");
	desk_keys(desk, "/");
	desk_type(desk, "reader");
	desk_keys(desk, "enter 4 1");
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	assert_int_equal(desk_rows(desk, "active"), 2);
}

static void filter__finds_scopes__by_kind_and_not(void **unused)
{
	static const struct {
		const char *filter;
		size_t rows; /* with those on the way */
		const char *selected;
	} cases[] = {
		{ "kind:rg", 4, "rg-edge" },      { "rg !kind:sub", 4, "rg-edge" },
		{ "payments", 3, "rg-payments" }, { "!rg", 2, NULL },
		{ "edge !kind:rg", 0, NULL },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Desk) desk = desk_with_rows();
		desk_event(desk, children_event(MG, true, SUB_PROD, EDGE, PAYMENTS, NULL));
		desk_focus_on(desk, "scope");
		desk_keys(desk, "/");
		desk_type(desk, cases[i].filter);
		if (desk_rows(desk, "scope") != cases[i].rows)
			fail_msg("%s finds %zu rows", cases[i].filter, desk_rows(desk, "scope"));
		if (cases[i].selected != NULL)
			assert_string_equal(desk_selected_scope(desk), cases[i].selected);
	}
}

/* How many there are is told beside any filter that is kept. */
static void filter__leaves_room__for_the_count(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_with_rows();
	desk_resize(desk, 80, 24);
	desk_focus_on(desk, "eligible");
	desk_keys(desk, "/");
	desk_type(desk, "a-filter-that-is-longer-than-the-title-of-any-pane-has-room-for");
	desk_keys(desk, "enter");
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, "-has-room-for 0 of "));
}

/* What stands first at the start was chosen by nobody: what fits best is meant, not that it fits, too. */
static void filter__chooses_what_fits_best__not_the_row_of_the_start(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_event(desk,
		   eligible_event(WORKLOAD_ENTRA,
				  make_eligible(WORKLOAD_ENTRA, "Global Reader", "/", "directory"),
				  make_eligible(WORKLOAD_ENTRA, "Reader", "/", "directory"), NULL));
	assert_string_equal(desk_selected_role(desk), "Global Reader");
	desk_keys(desk, "/");
	desk_type(desk, "reader");
	assert_string_equal(desk_selected_role(desk), "Reader");
	/* A row that was chosen stays while it fits. */
	desk_keys(desk, "esc g");
	desk_select(desk, "Reader");
	desk_select(desk, "Global Reader");
	desk_keys(desk, "/");
	desk_type(desk, "reader");
	assert_string_equal(desk_selected_role(desk), "Global Reader");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(search_fit_all__tells_how_well__each_word_fits),
		cmocka_unit_test(search_new__reads_columns_and_times__where_they_are_meant),
		cmocka_unit_test(search_is_similar__takes_slips_and_beginnings__but_little_more),
		cmocka_unit_test(search_is_similar__ends_soon__with_any_name),
		cmocka_unit_test(filter__finds_rows__by_all_that_is_shown),
		cmocka_unit_test(filter__shows_whole_words_first__then_beginnings),
		cmocka_unit_test(filter__selects_the_best__of_what_nobody_chose),
		cmocka_unit_test(filter__chooses_nothing__that_is_only_similar),
		cmocka_unit_test(filter__takes_left_out_letters_last),
		cmocka_unit_test(filter__stays_with_its_pane__when_one_moves_on),
		cmocka_unit_test(filter__finds_scopes__by_kind_and_not),
		cmocka_unit_test(filter__chooses_what_fits_best__not_the_row_of_the_start),
		cmocka_unit_test(filter__leaves_room__for_the_count),
	};
	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
