#include "src/model/truth.h"

static const char *const lamp_words[LAMP_COUNT] = { "granted", "listed", "effective" };

Truth *truth_new(void)
{
	return g_new0(Truth, 1);
}

Truth *truth_copy(const Truth *truth)
{
	if (truth == NULL)
		return NULL;
	Truth *copy = truth_new();
	for (int lamp = 0; lamp < LAMP_COUNT; lamp++)
		truth_set(copy, (Lamp)lamp, truth->lights[lamp], truth->reasons[lamp]);
	return copy;
}

void truth_free(Truth *truth)
{
	if (truth == NULL)
		return;
	for (int lamp = 0; lamp < LAMP_COUNT; lamp++)
		g_free(truth->reasons[lamp]);
	g_free(truth);
}

bool truth_set(Truth *truth, Lamp lamp, Light light, const char *reason)
{
	const bool is_other = truth->lights[lamp] != light;
	char *copy = g_strdup(reason);
	g_free(truth->reasons[lamp]);
	truth->reasons[lamp] = copy;
	truth->lights[lamp] = light;
	return is_other;
}

Lamp truth_reached(const Truth *truth)
{
	for (int lamp = LAMP_COUNT; lamp > 0; lamp--)
		if (truth->lights[lamp - 1] == LIGHT_ON)
			return (Lamp)(lamp - 1);
	return LAMP_COUNT;
}

const char *lamp_word(Lamp lamp)
{
	return lamp_words[lamp];
}

bool lamp_from_word(const char *word, Lamp *out)
{
	for (int lamp = 0; lamp < LAMP_COUNT; lamp++) {
		if (g_ascii_strcasecmp(lamp_words[lamp], word) != 0)
			continue;
		*out = (Lamp)lamp;
		return true;
	}
	return false;
}
