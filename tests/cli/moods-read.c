#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/moods-reach.h"
#include "tests/cli/run.h"

static const VerbReach *find_read(unsigned read)
{
	for (const VerbReach *verb = verbs_reach; verb->name != NULL; verb++) {
		if (verb->line != NULL && read-- == 0)
			return verb;
	}
	return NULL;
}

unsigned count_reads(void)
{
	unsigned count = 0;
	while (find_read(count) != NULL)
		count++;
	return count;
}

/* All moods off. */
static void calm_down(Stage *stage)
{
	g_autoptr(cJSON) answer = tenant_call(stage->tenant, "GET", "/settings", NULL);
	g_autoptr(cJSON) defaults = cJSON_CreateObject();
	const cJSON *list = cJSON_IsArray(answer) ? answer : member(answer, "settings");
	const cJSON *row;
	cJSON_ArrayForEach(row, list)
	{
		if (text(row, "what") != NULL)
			cJSON_AddItemToObject(defaults, text(row, "name"),
					      cJSON_Duplicate(member(row, "default"), true));
	}
	g_autofree char *body = cJSON_PrintUnformatted(defaults);
	tenant_tell(stage->tenant, "/settings", body);
}

/* An activation that is on; and where one's own requests are asked for, one that ended 50 days ago. */
static void prepare(Stage *stage, unsigned asks)
{
	g_auto(Verb) verb = { .stage = stage };
	run_to(&verb, "myroles activate -r Reader -s sub-dev -d 1h -m INC-7 -w", 0);
	if ((asks & REACH_OWN) == 0)
		return;
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"P50D\"}");
	run_to(&verb, "myroles activate -r Reader -s sub-dev -d 8h -m INC-8 -w", 0);
}

static char *first_waiting(Stage *stage)
{
	g_auto(Verb) verb = { .stage = stage };
	run_to(&verb, "myroles list approvals --json", 0);
	g_autoptr(cJSON) document = parse(&verb);
	return g_strdup(text(cJSON_GetArrayItem(member(document, "items"), 0), "id"));
}

/* These members, however deep; an object of that name is looked into, not left out. */
static void leave_out(cJSON *value, const char *names)
{
	g_auto(GStrv) members = g_strsplit(names, " ", -1);
	for (char **name = members; *name != NULL; name++) {
		if (**name != '\0' && !cJSON_IsObject(cJSON_GetObjectItem(value, *name)))
			cJSON_DeleteItemFromObjectCaseSensitive(value, *name);
	}
	cJSON *child;
	cJSON_ArrayForEach(child, value)
	{
		leave_out(child, names);
	}
}

/* A document without what passes by itself, and without what is lost; what is no document as it is. */
static char *simplify(const char *output, const char *lost)
{
	g_autoptr(cJSON) document = cJSON_Parse(output);
	if (document == NULL)
		return g_strdup(output);
	leave_out(document, "as_of seconds path");
	if (lost != NULL)
		leave_out(document, lost);
	return cJSON_PrintUnformatted(document);
}

static const ReadChange *find_change(const VerbReach *verb, const MoodReach *mood)
{
	for (const ReadChange *change = read_changes; change->mood != NULL; change++) {
		if (g_str_equal(change->mood, mood->name) && g_str_equal(change->verb, verb->name))
			return change;
	}
	return NULL;
}

static char *make_line(Stage *stage, const char *line)
{
	GString *words = g_string_new("myroles ");
	g_string_append(words, line);
	if (strstr(line, "WAITING") != NULL) {
		g_autofree char *id = first_waiting(stage);
		g_string_replace(words, "WAITING", id, 0);
	}
	if (strstr(line, "FILE") != NULL) {
		g_autofree char *name = g_uuid_string_random();
		g_autofree char *path = stage_path(stage, name);
		g_string_replace(words, "FILE", path, 0);
	}
	return g_string_free(words, FALSE);
}

/* The same is told as without the mood, or what the table has instead. */
static bool is_told(const Verb *in_mood, const Verb *calm, const MoodReach *mood,
		    const ReadChange *change)
{
	if (change != NULL)
		return in_mood->code == change->code &&
		       strstr(in_mood->errors, change->words) != NULL;
	g_autofree char *here = simplify(in_mood->output, mood->loses);
	g_autofree char *there = simplify(calm->output, mood->loses);
	return in_mood->code == 0 && *in_mood->errors == '\0' && g_str_equal(here, there);
}

static bool is_read_right(Stage *stage, const VerbReach *verb, const MoodReach *mood,
			  const Verb *calm)
{
	g_autofree char *body = g_strdup_printf("{%s}", mood->reading);
	g_autofree char *line = make_line(stage, verb->line);
	g_auto(Verb) in_mood = { .stage = stage };
	tenant_tell(stage->tenant, "/settings", body);
	verb_run(&in_mood, line);
	const bool is_right = is_told(&in_mood, calm, mood, find_change(verb, mood));
	if (!is_right)
		print_error("{%s} %s\n  code %d, %s\n  %s\n  calm: %s\n", mood->name, verb->name,
			    in_mood.code, in_mood.errors, in_mood.output, calm->output);
	return is_right;
}

void play_read(Stage *stage, unsigned read)
{
	const VerbReach *verb = find_read(read);
	size_t wrong = 0;
	prepare(stage, verb->asks);
	g_autofree char *line = make_line(stage, verb->line);
	g_auto(Verb) calm = { .stage = stage };
	run_to(&calm, line, 0);
	for (const MoodReach *mood = moods_reach; mood->name != NULL; mood++) {
		if (mood->reading == NULL || (mood->changes & verb->asks) == 0)
			continue;
		wrong += !is_read_right(stage, verb, mood, &calm);
		calm_down(stage);
	}
	assert_int_equal(wrong, 0);
}
