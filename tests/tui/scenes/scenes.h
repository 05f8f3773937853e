/* What an operator comes to see, reached by keys and events: for golden screens and for checks at every size. */
#ifndef MYROLES_TESTS_TUI_SCENES_H
#define MYROLES_TESTS_TUI_SCENES_H

#include "tests/tui/pictures.h"

/* Sizes that a scene is kept at as golden files. */
enum {
	AT_80x24 = 1,
	AT_40x12 = 2,
	AT_120x40 = 4,
	AT_200x60 = 8,
	AT_ALL = 15,
};

typedef struct Scene {
	const char *name;
	void (*play)(Desk *desk);
	unsigned sizes;
	bool is_ascii;
	bool has_styles;       /* the golden file holds the style letters too */
	bool is_bare;          /* begins before anything was loaded */
	const char *elsewhere; /* why the browser is not on this machine */
} Scene;

extern const Scene scenes[];
extern const size_t scenes_count;

/* The scene at a size; the caller frees it. */
Desk *scene_play(const Scene *scene, int columns, int rows);

#endif
