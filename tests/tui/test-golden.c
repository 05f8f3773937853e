/*
 * Every scene as it was looked at and found good: tests/golden/NAME-COLUMNSxROWS.screen. `make update-golden`
 * writes them anew; look at the difference before it is kept.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/tui/scenes/scenes.h"

#define STYLES_LINE "---- styles\n"

typedef struct Golden {
	const Scene *scene;
	int columns, rows;
} Golden;

static const struct {
	unsigned bit;
	int columns, rows;
} sizes[] = {
	{ AT_80x24, 80, 24 },   { AT_40x12, 40, 12 },   { AT_120x40, 120, 40 },
	{ AT_200x60, 200, 60 }, { AT_100x30, 100, 30 }, { AT_60x20, 60, 20 },
};

static char *golden_path(const Golden *golden)
{
	const char *top = g_getenv("top_srcdir");
	return g_strdup_printf("%s/tests/golden/%s-%dx%d.screen", top != NULL ? top : ".",
			       golden->scene->name, golden->columns, golden->rows);
}

static char *golden_screen(const Golden *golden)
{
	g_autoptr(Desk) desk = scene_play(golden->scene, golden->columns, golden->rows);
	const Grid *grid = desk_draw(desk);
	g_autofree char *text = grid_to_text(grid);
	g_autofree char *styles = golden->scene->has_styles ? grid_to_styles(grid) : g_strdup("");
	return g_strconcat(text, golden->scene->has_styles ? STYLES_LINE : "", styles, NULL);
}

/* The first line that differs, as a message. */
static void fail_line(const char *path, const char *expected, const char *found)
{
	g_auto(GStrv) old = g_strsplit(expected, "\n", -1);
	g_auto(GStrv) new = g_strsplit(found, "\n", -1);
	size_t i = 0;
	while (old[i] != NULL && new[i] != NULL && g_str_equal(old[i], new[i]))
		i++;
	fail_msg("%s, line %zu:\nexpected: %s\nfound:    %s", path, i + 1,
		 old[i] ? old[i] : "(end)", new[i] ? new[i] : "(end)");
}

static void compare_golden(void **state)
{
	const Golden *golden = *state;
	g_autofree char *path = golden_path(golden);
	g_autofree char *found = golden_screen(golden);
	g_autofree char *expected = NULL;
	if (g_getenv("UPDATE_GOLDEN") != NULL) {
		assert_true(g_file_set_contents(path, found, -1, NULL));
		return;
	}
	if (!g_file_get_contents(path, &expected, NULL, NULL))
		fail_msg("%s is missing: make update-golden", path);
	if (!g_str_equal(expected, found))
		fail_line(path, expected, found);
}

/* What both sides of a request are looked at in, at each size: whoever drops one hears of it. */
static void both_sides_of_a_request__are_kept__at_each_size(void **state)
{
	static const char *const names[] = { "requests",        "approvals", "approvals-brief",
					     "approvals-offer", "dormant",   "dormant-renew",
					     "extend",          "more-time", "holders" };
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const Scene *found = NULL;
		for (size_t k = 0; scene_at(k) != NULL; k++)
			if (strcmp(scene_at(k)->name, names[i]) == 0)
				found = scene_at(k);
		if (found == NULL || (found->sizes | AT_EACH) != AT_ALL)
			fail_msg("%s is not kept at each size", names[i]);
	}
}

/* What one looks at most of the day, kept at each size. */
static const char *const main_scenes[] = {
	"roles", "scopes", "form-all", "requests", "approvals", "history", "details", "nobody",
};

static void scenes__of_the_main_screens__are_kept_at_every_size(void **unused)
{
	(void)unused;
	for (size_t m = 0; m < G_N_ELEMENTS(main_scenes); m++) {
		const Scene *found = NULL;
		for (size_t i = 0; found == NULL && scene_at(i) != NULL; i++) {
			if (g_str_equal(scene_at(i)->name, main_scenes[m]))
				found = scene_at(i);
		}
		if (found == NULL || found->sizes != AT_ALL)
			fail_msg("%s is not kept at every size", main_scenes[m]);
	}
}

static bool is_kept(const char *file)
{
	for (size_t i = 0; scene_at(i) != NULL; i++) {
		for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
			const Golden golden = { scene_at(i), sizes[s].columns, sizes[s].rows };
			g_autofree char *path = golden_path(&golden);
			g_autofree char *name = g_path_get_basename(path);
			if (((scene_at(i)->sizes | AT_EACH) & sizes[s].bit) != 0 &&
			    g_str_equal(name, file))
				return true;
		}
	}
	return false;
}

/* A screen that no scene draws any more would be looked at for nothing. */
static void golden_files__are_drawn__by_a_scene_each(void **unused)
{
	(void)unused;
	const char *top = g_getenv("top_srcdir");
	g_autofree char *folder = g_build_filename(top != NULL ? top : ".", "tests/golden", NULL);
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	const char *file;
	assert_non_null(files);
	while ((file = g_dir_read_name(files)) != NULL) {
		if (g_str_has_suffix(file, ".screen") && !is_kept(file))
			fail_msg("%s belongs to no scene", file);
	}
}

/* Letters of styles stand for one style each: else two would pass for one another. */
static void styles__have_a_letter_each__in_golden_files(void **unused)
{
	(void)unused;
	g_autoptr(Grid) grid = grid_new(STYLE_COUNT, 1);
	for (int style = 0; style < STYLE_COUNT; style++)
		grid_text(grid, (Area){ style, 0, 1, 1 }, 0, 0, (StyleId)style, "x");
	g_autofree char *letters = grid_to_styles(grid);
	g_strchomp(letters);
	assert_int_equal(strlen(letters), STYLE_COUNT);
	for (const char *letter = letters; *letter != '\0'; letter++) {
		if (strchr(letter + 1, *letter) != NULL)
			fail_msg("'%c' stands for two styles", *letter);
	}
}

int main(void)
{
	static const struct CMUnitTest of_all[] = {
		cmocka_unit_test(scenes__of_the_main_screens__are_kept_at_every_size),
		cmocka_unit_test(golden_files__are_drawn__by_a_scene_each),
		cmocka_unit_test(styles__have_a_letter_each__in_golden_files),
	};
	g_autoptr(GArray) tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
	g_autoptr(GPtrArray) memory = g_ptr_array_new_with_free_func(g_free);
	const struct CMUnitTest list =
		cmocka_unit_test(both_sides_of_a_request__are_kept__at_each_size);
	int failed;
	g_array_append_val(tests, list);
	g_array_append_vals(tests, of_all, G_N_ELEMENTS(of_all));
	for (size_t i = 0; scene_at(i) != NULL; i++) {
		const Scene *scene = scene_at(i);
		for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
			Golden *golden;
			struct CMUnitTest test = { .test_func = compare_golden };
			if (!((scene->sizes | AT_EACH) & sizes[s].bit))
				continue;
			golden = g_new0(Golden, 1);
			*golden = (Golden){ scene, sizes[s].columns, sizes[s].rows };
			test.initial_state = golden;
			test.name = g_strdup_printf("view_draw__paints_%s__at_%dx%d", scene->name,
						    sizes[s].columns, sizes[s].rows);
			g_ptr_array_add(memory, golden);
			g_ptr_array_add(memory, (gpointer)test.name);
			g_array_append_val(tests, test);
		}
	}
	failed = _cmocka_run_group_tests("golden", (const struct CMUnitTest *)(void *)tests->data,
					 tests->len, NULL, NULL);
	return failed;
}
