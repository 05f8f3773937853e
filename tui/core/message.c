#include "tui/core/message.h"

#include "src/base/secret.h"

void effect_free(Effect *effect)
{
	if (effect == NULL)
		return;
	intent_free(effect->intent);
	secret_wipe_string(effect->text);
	g_free(effect);
}
