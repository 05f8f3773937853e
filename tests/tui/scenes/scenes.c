#include "tests/tui/scenes/scenes.h"

static const Scene *const tables[] = {
	accounts_scenes,   approvals_scenes, changes_scenes, choices_scenes,   confirm_scenes,
	deactivate_scenes, details_scenes,   dormant_scenes, elsewhere_scenes, form_scenes,
	help_scenes,       history_scenes,   holders_scenes, lists_scenes,     messages_scenes,
	names_scenes,      outcome_scenes,   owed_scenes,    palette_scenes,   proposals_scenes,
	requests_scenes,   roles_scenes,     scopes_scenes,  sets_scenes,      sign_in_scenes,
	sign_out_scenes,   wide_scenes,
};

const Scene *scene_at(size_t i)
{
	for (size_t t = 0; t < G_N_ELEMENTS(tables); t++)
		for (const Scene *scene = tables[t]; scene->name != NULL; scene++)
			if (i-- == 0)
				return scene;
	return NULL;
}

static Settings *make_views(void)
{
	static const ViewSettings owners = { .name = (char *)"owners",
					     .list = (char *)"eligible",
					     .filter = (char *)"owner",
					     .sort = (char *)"scope" };
	Settings *settings = settings_new();
	g_ptr_array_add(settings->views, view_settings_copy(&owners));
	return settings;
}

Desk *scene_play(const Scene *scene, int columns, int rows)
{
	g_autoptr(Settings) settings = scene->has_views ? make_views() : NULL;
	Desk *desk = pictures_start(&(DeskStart){
		.settings = settings,
		.columns = columns,
		.rows = rows,
		.elsewhere = scene->elsewhere,
		.is_ascii = scene->is_ascii,
		.has_demo = true,
	});
	if (!scene->is_bare)
		pictures_load(desk);
	scene->play(desk);
	return desk;
}
