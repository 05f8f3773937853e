#include "frontend/briefed.h"
#include "frontend/document.h"
#include "src/base/text.h"

static cJSON *brief_object(const Briefed *briefed)
{
	char *texts[BRIEFED_COUNT];
	cJSON *object = cJSON_CreateObject();
	briefed_write(briefed, texts);
	for (int text = 0; text < BRIEFED_COUNT; text++) {
		g_autofree char *own = texts[text];
		g_autofree char *clean = own != NULL ? text_sanitize(own, -1) : NULL;
		cJSON_AddItemToObject(object, briefed_name((BriefedText)text),
				      clean != NULL ? cJSON_CreateString(clean)
						    : cJSON_CreateNull());
	}
	return object;
}

cJSON *document_briefed(gconstpointer row)
{
	const Briefed *briefed = row;
	cJSON *item = document_approval(briefed->request);
	document_set(item, "brief", brief_object(briefed));
	return item;
}
