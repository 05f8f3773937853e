#include "frontend/document.h"
#include "src/base/text.h"

void document_tell_truth(cJSON *object, const Truth *truth)
{
	if (truth == NULL) {
		document_set(object, "truth", cJSON_CreateNull());
		return;
	}
	cJSON *json = cJSON_CreateObject();
	cJSON *reasons = cJSON_CreateObject();
	for (int lamp = 0; lamp < LAMP_COUNT; lamp++) {
		const char *word = lamp_word((Lamp)lamp);
		if (truth->lights[lamp] == LIGHT_UNKNOWN)
			cJSON_AddNullToObject(json, word);
		else
			cJSON_AddBoolToObject(json, word, truth->lights[lamp] == LIGHT_ON);
		g_autofree char *clean = truth->reasons[lamp] != NULL
						 ? text_sanitize(truth->reasons[lamp], -1)
						 : NULL;
		cJSON_AddItemToObject(reasons, word,
				      clean != NULL ? cJSON_CreateString(clean)
						    : cJSON_CreateNull());
	}
	cJSON_AddItemToObject(json, "reasons", reasons);
	document_set(object, "truth", json);
}
