/* What an operator comes to see, reached by keys and events: for golden screens and for checks at every size. */
#ifndef MYROLES_TESTS_TUI_SCENES_SCENES_H
#define MYROLES_TESTS_TUI_SCENES_SCENES_H

#include "tests/tui/pictures.h"

/* Sizes that a scene is kept at as golden files: each at the first two, the main ones at all. */
enum {
	AT_80x24 = 1,
	AT_120x40 = 4,
	AT_EACH = AT_80x24 | AT_120x40,
	AT_40x12 = 2,
	AT_200x60 = 8,
	AT_100x30 = 16,
	AT_60x20 = 32,
	AT_ALL = 63,
};

typedef struct Scene {
	const char *name;
	void (*play)(Desk *desk);
	unsigned sizes; /* beside AT_EACH */
	bool is_ascii;
	bool has_styles;       /* the golden file holds the style letters too */
	bool has_views;        /* the configuration has a view */
	bool is_bare;          /* begins before anything was loaded */
	const char *elsewhere; /* why the browser is not on this machine */
} Scene;

/* Each screen and each dialog has a table beside it, with a scene without a name at its end. */
extern const Scene accounts_scenes[];
extern const Scene approvals_scenes[];
extern const Scene changes_scenes[];
extern const Scene choices_scenes[];
extern const Scene confirm_scenes[];
extern const Scene deactivate_scenes[];
extern const Scene details_scenes[];
extern const Scene dormant_scenes[];
extern const Scene elsewhere_scenes[];
extern const Scene form_scenes[];
extern const Scene help_scenes[];
extern const Scene history_scenes[];
extern const Scene holders_scenes[];
extern const Scene lists_scenes[];
extern const Scene messages_scenes[];
extern const Scene names_scenes[];
extern const Scene outcome_scenes[];
extern const Scene owed_scenes[];
extern const Scene palette_scenes[];
extern const Scene proposals_scenes[];
extern const Scene requests_scenes[];
extern const Scene roles_scenes[];
extern const Scene scopes_scenes[];
extern const Scene sets_scenes[];
extern const Scene sign_in_scenes[];
extern const Scene sign_out_scenes[];
extern const Scene wide_scenes[];

/* All of them, one after the other. NULL: there are no more. */
const Scene *scene_at(size_t i);

/* The scene at a size; the caller frees it. */
Desk *scene_play(const Scene *scene, int columns, int rows);

#endif
