#include "tui/dialogs/lamps.h"

#include "frontend/lamp-words.h"
#include "tui/core/state.h"

typedef struct LampsEntry {
	char *key;
	uint64_t intent; /* that asks; 0: it has ended */
	Truth *truth;    /* NULL: no answer yet */
} LampsEntry;

static void entry_free(gpointer data)
{
	LampsEntry *entry = data;
	g_free(entry->key);
	truth_free(entry->truth);
	g_free(entry);
}

static LampsEntry *find_entry(const Lamps *lamps, const char *key)
{
	for (guint i = 0; lamps->all != NULL && i < lamps->all->len; i++) {
		LampsEntry *entry = g_ptr_array_index(lamps->all, i);
		if (g_strcmp0(entry->key, key) == 0)
			return entry;
	}
	return NULL;
}

void lamps_clear(Lamps *lamps)
{
	g_clear_pointer(&lamps->all, g_ptr_array_unref);
}

void lamps_ask(Lamps *lamps, Update *update, const char *key, Assignment *row, int64_t seconds)
{
	lamps_drop(lamps, update, key);
	Intent *intent = update_intent(update, INTENT_PROBE);
	intent->workload = row->grant.workload;
	intent->assignment = row;
	intent->lamp = LAMP_EFFECTIVE;
	intent->duration = seconds;
	LampsEntry *entry = g_new0(LampsEntry, 1);
	entry->key = g_strdup(key);
	entry->intent = update_send(update, intent);
	if (lamps->all == NULL)
		lamps->all = g_ptr_array_new_with_free_func(entry_free);
	g_ptr_array_add(lamps->all, entry);
}

bool lamps_has(const Lamps *lamps, const char *key)
{
	return find_entry(lamps, key) != NULL;
}

const Truth *lamps_find(const Lamps *lamps, const char *key)
{
	const LampsEntry *entry = find_entry(lamps, key);
	return entry != NULL ? entry->truth : NULL;
}

const char *lamps_take(Lamps *lamps, const Event *event)
{
	for (guint i = 0; lamps->all != NULL && i < lamps->all->len; i++) {
		LampsEntry *entry = g_ptr_array_index(lamps->all, i);
		if (entry->intent == 0 || entry->intent != event->intent_id)
			continue;
		if (event->truth != NULL) {
			truth_free(entry->truth);
			entry->truth = truth_copy(event->truth);
		}
		if (event->is_complete || event->problem != NULL)
			entry->intent = 0;
		return entry->key;
	}
	return NULL;
}

void lamps_drop(Lamps *lamps, Update *update, const char *key)
{
	LampsEntry *entry = find_entry(lamps, key);
	if (entry == NULL)
		return;
	if (entry->intent != 0)
		update_drop(update, &entry->intent);
	g_ptr_array_remove(lamps->all, entry);
}

StyleId lamps_style(const Truth *truth)
{
	return truth->lights[LAMP_EFFECTIVE] == LIGHT_ON ? STYLE_OK : STYLE_WAITING;
}

static StyleId light_style(Light light)
{
	return light == LIGHT_ON ? STYLE_OK : light == LIGHT_OFF ? STYLE_WARNING : STYLE_WAITING;
}

void lamps_write(const Lamps *lamps, const char *key, int indent, Page *page)
{
	const LampsEntry *entry = find_entry(lamps, key);
	for (int lamp = 0; entry != NULL && lamp < LAMP_COUNT; lamp++) {
		const char *word = lamp_word((Lamp)lamp);
		if (entry->truth == NULL) {
			page_printf(page, indent, STYLE_DIM, "%-*s%s", indent, word, "being asked");
			continue;
		}
		const Light light = entry->truth->lights[lamp];
		const char *reason = entry->truth->reasons[lamp];
		page_printf(page, indent, light_style(light), "%-*s%s%s%s", indent, word,
			    light_word(light), reason != NULL ? ": " : "",
			    reason != NULL ? reason : "");
	}
}
