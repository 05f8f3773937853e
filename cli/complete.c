#include "cli/complete.h"

#include <string.h>

#include "cli/candidates.h"
#include "cli/command-line.h"
#include "cli/complete-kept.h"
#include "cli/shape.h"

/* The words before the cursor, understood as far as they go. */
typedef struct Line {
	const Verb *const *verbs;
	const Verb *verb;      /* NULL: not said yet */
	Options *options;      /* those of every verb that were given */
	const char *role;      /* of --role, or the first argument; borrowed. NULL: not said */
	const OptionRow *open; /* its value is being typed; NULL: none */
	size_t arguments;      /* of the verb, so far */
	bool is_literal;       /* "--" came: no options follow */
	bool is_anothers;      /* another program's command line has begun */
	const char *typed;
} Line;

/* ---- Understanding the line ------------------------------------------------------------------- */

static const OptionRow *find_in(const OptionRow *rows, const char *name, size_t length, char letter)
{
	for (const OptionRow *row = rows; row->name != NULL; row++) {
		const bool is_named = length > 0 && strlen(row->name) == length &&
				      strncmp(row->name, name, length) == 0;
		if (is_named || (letter != 0 && row->letter == letter))
			return row;
	}
	return NULL;
}

/* "--role", "--role=…", "-r", "-r…". `value`: what stands behind it in the same word, or NULL. */
static const OptionRow *find_option(const Line *line, const char *word, const char **value)
{
	const bool is_long = word[1] == '-';
	const char *name = is_long ? word + 2 : "";
	const size_t length = is_long ? strcspn(name, "=") : 0;
	const char letter = (char)(is_long ? '\0' : word[1]);
	const OptionRow *row = find_in(common_options, name, length, letter);
	if (row == NULL && line->verb != NULL)
		row = find_in(line->verb->options, name, length, letter);
	*value = is_long ? (name[length] == '=' ? name + length + 1 : NULL)
			 : (letter != 0 && word[2] != '\0' ? word + 2 : NULL);
	return row;
}

static void take_value(Line *line, const OptionRow *row, const char *value)
{
	if (strcmp(row->name, "role") == 0)
		line->role = value;
	if (find_in(common_options, row->name, strlen(row->name), 0) != row)
		return;
	char **text = option_member(line->options, row);
	g_free(*text);
	*text = g_strdup(value);
}

static void take_argument(Line *line, const char *word)
{
	if (line->verb == NULL) {
		line->verb = *word != '\0' ? verb_find(line->verbs, word) : NULL;
		return;
	}
	if (line->verb->runs_programs) {
		line->is_anothers = true;
		return;
	}
	if (line->verb->has_command) {
		/* Another command line begins. */
		line->verb = verb_find(line->verbs, word);
		return;
	}
	if (line->arguments++ == 0)
		line->role = word;
}

static void take_word(Line *line, const char *word)
{
	const char *value = NULL;
	if (line->is_anothers)
		return;
	if (line->open != NULL) {
		take_value(line, line->open, word);
		line->open = NULL;
	} else if (!line->is_literal && strcmp(word, "--") == 0) {
		line->is_literal = true;
	} else if (!line->is_literal && word[0] == '-' && word[1] != '\0') {
		const OptionRow *row = find_option(line, word, &value);
		if (row == NULL || row->value == NULL)
			return;
		if (value != NULL)
			take_value(line, row, value);
		else
			line->open = row;
	} else {
		take_argument(line, word);
	}
}

/* ---- What can stand there --------------------------------------------------------------------- */

static void add_verbs(const Line *line, Candidates *out)
{
	for (size_t i = 1; line->verbs[i] != NULL; i++) {
		const Verb *verb = line->verbs[i];
		if (!verb->is_hidden)
			candidates_add(out, verb->name, verb->summary);
	}
}

static void add_options(const OptionRow *rows, Candidates *out)
{
	for (const OptionRow *row = rows; row->name != NULL; row++) {
		g_autofree char *name = g_strconcat("--", row->name, NULL);
		candidates_add(out, name, row->help);
	}
}

/* "eligible|active": words to choose from are written small, what they stand for in capitals. */
static bool add_choices(const char *value, Candidates *out)
{
	if (!g_ascii_islower(*value))
		return false;
	g_auto(GStrv) words = g_strsplit(value, "|", -1);
	for (char **word = words; *word != NULL; word++)
		candidates_add(out, *word, NULL);
	return true;
}

/* What an argument, or the value of an option, stands for. */
static void add_argument_words(const Line *line, const char *name, Candidates *out)
{
	static const struct {
		const char *name;
		KeptWords eligible, active; /* by the verb's `is_about_active` */
	} table[] = {
		{ "ROLE", KEPT_ELIGIBLE_ROLES, KEPT_ACTIVE_ROLES },
		{ "ROLE[@SCOPE]", KEPT_ELIGIBLE_ROLES, KEPT_ACTIVE_ROLES },
		{ "role", KEPT_ELIGIBLE_ROLES, KEPT_ACTIVE_ROLES },
		{ "SCOPE", KEPT_ELIGIBLE_SCOPES, KEPT_ACTIVE_SCOPES },
		{ "scope", KEPT_ELIGIBLE_SCOPES, KEPT_ACTIVE_SCOPES },
		{ "at", KEPT_ELIGIBLE_SCOPES, KEPT_ACTIVE_SCOPES },
		{ "REQUEST", KEPT_REQUESTS, KEPT_REQUESTS },
		{ "ROLE|REQUEST", KEPT_ELIGIBLE_ROLES, KEPT_ACTIVE_ROLES },
		{ "ROLE|REQUEST", KEPT_REQUESTS, KEPT_REQUESTS },
		{ "SET", KEPT_SETS, KEPT_SETS },
		{ "account", KEPT_ACCOUNTS, KEPT_ACCOUNTS },
		{ "tenant", KEPT_TENANTS, KEPT_TENANTS },
		{ "user", KEPT_PERSONS, KEPT_PERSONS },
	};
	const bool is_active = line->verb != NULL && line->verb->is_about_active;
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		if (strcmp(table[i].name, name) == 0)
			complete_kept(line->options,
				      is_active ? table[i].active : table[i].eligible, line->role,
				      out);
	}
}

/* "role,sc": a name follows those that were typed. Of one name a "-" may stand before it. */
static void add_columns(const Line *line, bool is_list, const char *typed, Candidates *out)
{
	const Sheet *sheet = shape_sheet_of(line->verb, line->role);
	if (sheet == NULL)
		return;
	const char *comma = is_list ? strrchr(typed, ',') : NULL;
	const size_t length =
		comma != NULL ? (size_t)(comma + 1 - typed) : (!is_list && *typed == '-' ? 1 : 0);
	g_autofree char *head = g_strndup(typed, length);
	g_autoptr(GPtrArray) names = sheet_names(sheet);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *word = g_strconcat(head, names->pdata[i], NULL);
		candidates_add(out, word, NULL);
	}
	const char *order = is_list ? NULL : shape_order_of(line->verb, line->role);
	if (order != NULL) {
		g_autofree char *word = g_strconcat(head, order, NULL);
		candidates_add(out, word, "Used often and lately");
	}
}

static void add_values(const Line *line, const OptionRow *row, const char *typed, Candidates *out)
{
	const bool is_columns = row->offset == offsetof(Options, columns);
	if (row->kind == G_OPTION_ARG_FILENAME)
		out->is_file = true;
	else if (line->verb != NULL && (is_columns || row->offset == offsetof(Options, sort)))
		add_columns(line, is_columns, typed, out);
	else if (!add_choices(row->value, out))
		add_argument_words(line, row->name, out);
}

/* "ROLE [SCOPE]": the word of that place; the last one stands for those behind it, too. */
static void add_argument(const Line *line, Candidates *out)
{
	const Verb *verb = line->verb;
	if (verb->runs_programs) {
		out->is_file = true;
		return;
	}
	if (verb->has_command) {
		add_verbs(line, out);
		return;
	}
	if (verb->arguments == NULL || line->arguments >= verb->arguments_max)
		return;
	g_auto(GStrv) places = g_strsplit(verb->arguments, " ", -1);
	const size_t last = g_strv_length(places) - 1;
	char *place = places[MIN(line->arguments, last)];
	if (*place == '[') {
		memmove(place, place + 1, strlen(place));
		place[strcspn(place, "]")] = '\0';
	}
	if (strcmp(place, "VERB") == 0)
		add_verbs(line, out);
	else if (strcmp(place, "FILE") == 0)
		out->is_file = true;
	else if (!add_choices(place, out))
		add_argument_words(line, place, out);
}

static void add_candidates(const Line *line, Candidates *out)
{
	const char *value = NULL;
	const bool is_option = !line->is_literal && line->open == NULL && *line->typed == '-';
	if (line->is_anothers) {
		out->is_file = true;
	} else if (line->open != NULL) {
		add_values(line, line->open, line->typed, out);
	} else if (is_option && strchr(line->typed, '=') != NULL) {
		const OptionRow *row = find_option(line, line->typed, &value);
		if (row != NULL && row->value != NULL)
			add_values(line, row, value, out);
	} else if (is_option) {
		if (line->verb != NULL)
			add_options(line->verb->options, out);
		add_options(common_options, out);
	} else if (line->verb == NULL) {
		add_verbs(line, out);
	} else {
		add_argument(line, out);
	}
}

/* "--role=Rea": candidates are told with what stands before the value. */
static void add_heads(Candidates *candidates, const char *head)
{
	for (guint i = 0; i < candidates->list->len; i++) {
		Candidate *candidate = candidates->list->pdata[i];
		char *whole = g_strconcat(head, candidate->word, NULL);
		g_free(candidate->word);
		candidate->word = whole;
	}
}

void complete(const Verb *const *verbs, char **words, Candidates *out)
{
	const size_t count = g_strv_length(words);
	Options *options = g_new0(Options, 1);
	options->verb = verbs[0];
	Line line = { .verbs = verbs, .options = options, .typed = "" };
	for (size_t i = 0; i + 1 < count; i++)
		take_word(&line, words[i]);
	if (count > 0)
		line.typed = words[count - 1];
	candidates_init(out);
	add_candidates(&line, out);
	const char *equals = *line.typed == '-' ? strchr(line.typed, '=') : NULL;
	if (equals != NULL && line.open == NULL) {
		g_autofree char *head = g_strndup(line.typed, (size_t)(equals - line.typed) + 1);
		add_heads(out, head);
	}
	candidates_keep(out, line.typed);
	options_free(options);
}
