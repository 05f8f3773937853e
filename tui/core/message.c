#include "tui/core/message.h"

#include "src/base/secret.h"

void effect_free(Effect *effect)
{
	if (effect == NULL)
		return;
	intent_free(effect->intent);
	secret_wipe_string(effect->text);
	history_export_free(effect->export);
	activation_set_free(effect->set);
	notification_free(effect->notification);
	kept_place_free(effect->place);
	proposal_news_free(effect->news);
	g_free(effect);
}

void asked_free(Asked *asked)
{
	if (asked == NULL)
		return;
	why_input_clear(&asked->input);
	g_free(asked->why);
	g_free(asked);
}

void written_free(Written *written)
{
	if (written == NULL)
		return;
	g_free(written->path);
	g_free(written->why);
	activation_set_free(written->set);
	g_free(written);
}
