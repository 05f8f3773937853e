#include "frontend/lamp-words.h"

const char *light_word(Light light)
{
	static const char *const words[] = {
		[LIGHT_UNKNOWN] = "not known",
		[LIGHT_OFF] = "no",
		[LIGHT_ON] = "yes",
	};
	return words[light];
}

char *lamps_words(const Truth *truth)
{
	GString *text = g_string_new(NULL);
	for (int lamp = 0; lamp < LAMP_COUNT; lamp++)
		g_string_append_printf(text, "%s%s %s", lamp > 0 ? ", " : "", lamp_word((Lamp)lamp),
				       light_word(truth->lights[lamp]));
	return g_string_free(text, FALSE);
}

char *lamp_lack_words(const Truth *truth, Lamp lamp)
{
	const Lamp reached = truth_reached(truth);
	const char *reason = truth->reasons[lamp];
	g_autofree char *opening = reached < LAMP_COUNT
					   ? g_strdup_printf("It is %s, but", lamp_word(reached))
					   : g_strdup("It is");
	return g_strdup_printf(
		"%s not%s %s%s%s", opening, truth->lights[lamp] == LIGHT_OFF ? "" : " known to be",
		lamp_word(lamp), reason != NULL ? ": " : ".", reason != NULL ? reason : "");
}
