#include "frontend/columns-write.h"
#include "frontend/grant-words.h"
#include "frontend/lamp-words.h"

static const Column truth_columns[] = {
	{ "ROLE" },
	{ "SCOPE" },
	{ "ENDS", .exact = "END", .is_table_only = true, .is_whole = true },
	{ "GRANTED", .is_whole = true, .has_tone = true },
	{ "LISTED", .is_whole = true, .has_tone = true },
	{ "EFFECTIVE", .is_whole = true, .has_tone = true },
	{ "WHY NOT" },
	{ "END", .is_plain_only = true },
	{ "ID", .is_plain_only = true },
};

/* Of the first lamp that is not on. */
static const char *find_reason(const Truth *truth)
{
	for (int lamp = 0; lamp < LAMP_COUNT; lamp++)
		if (truth->lights[lamp] != LIGHT_ON)
			return truth->reasons[lamp];
	return NULL;
}

static void write_truth(const Wording *wording, gconstpointer data, const char **cells,
			GPtrArray *texts)
{
	const TruthRow *row = data;
	const Grant *grant = &row->assignment->grant;
	const Light *lights = row->truth->lights;
	WRITE(truth_columns, role_label(&grant->role), scope_label(&grant->scope),
	      keep(texts, grant_until(wording, grant)), light_word(lights[LAMP_GRANTED]),
	      light_word(lights[LAMP_LISTED]), light_word(lights[LAMP_EFFECTIVE]),
	      find_reason(row->truth), keep(texts, instant_format(grant->end)), grant->id);
}

static Tone truth_tone(const Wording *wording, gconstpointer data)
{
	const Light *lights = ((const TruthRow *)data)->truth->lights;
	(void)wording;
	if (lights[LAMP_EFFECTIVE] == LIGHT_ON)
		return TONE_GOOD;
	return lights[LAMP_GRANTED] == LIGHT_ON ? TONE_WAITING : TONE_WARNING;
}

const Sheet truth_sheet = SHEET(truth_columns, write_truth, truth_tone);
