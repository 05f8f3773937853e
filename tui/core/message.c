#include "tui/core/message.h"

void effect_free(Effect *effect)
{
	if (effect == NULL)
		return;
	intent_free(effect->intent);
	g_free(effect->text);
	g_free(effect);
}
