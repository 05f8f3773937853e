#include "cli/command-line.h"

#include <string.h>

#include "cli/examples.h"
#include "cli/exit-codes.h"
#include "src/base/nearby.h"

const Verb *verb_find(const Verb *const *verbs, const char *name)
{
	for (size_t i = 0; verbs[i] != NULL; i++) {
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	}
	return NULL;
}

char *verb_unknown_words(const Verb *const *verbs, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (size_t i = 1; verbs[i] != NULL; i++) {
		if (!verbs[i]->is_hidden)
			g_ptr_array_add(names, (gpointer)verbs[i]->name);
	}
	const char *near = nearby_word(name, names);
	return near != NULL ? g_strdup_printf("there is no verb \"%s\" (did you mean \"%s\"?)",
					      name, near)
			    : g_strdup_printf("there is no verb \"%s\"", name);
}

static GOptionArg bytes_kind(GOptionArg kind)
{
	if (kind == G_OPTION_ARG_STRING_ARRAY)
		return G_OPTION_ARG_FILENAME_ARRAY;
	return kind == G_OPTION_ARG_STRING ? G_OPTION_ARG_FILENAME : kind;
}

static void add_rows(GArray *entries, const OptionRow *rows, Options *options)
{
	for (const OptionRow *row = rows; row->name != NULL; row++) {
		GOptionEntry entry = {
			.long_name = row->name,
			.short_name = row->letter,
			/* GOption asks the locale what a text may be: in "C" it takes no "für". */
			.arg = bytes_kind(row->kind),
			.arg_data = option_member(options, row),
			.description = row->help,
			.arg_description = row->value,
		};
		g_array_append_val(entries, entry);
	}
}

static Options *options_new(const Verb *verb)
{
	const size_t size = MAX(verb->size, sizeof(Options));
	Options *options =
		verb->defaults != NULL ? g_memdup2(verb->defaults, size) : g_malloc0(size);
	options->verb = verb;
	return options;
}

/* The options of every verb, given before the verb was known. */
static void take_common(Options *options, Options *first)
{
	const Verb *verb = options->verb;
	memcpy(options, first, sizeof *first);
	*first = (Options){ .verb = first->verb };
	options->verb = verb;
}

static GOptionContext *context_new(const Verb *verb, Options *options)
{
	g_autofree char *usage =
		verb == NULL ? g_strdup("[VERB …]")
			     : g_strjoin(" ", verb->name,
					 verb->arguments != NULL ? verb->arguments : "", NULL);
	GOptionContext *context = g_option_context_new(g_strstrip(usage));
	g_option_context_set_help_enabled(context, FALSE); /* GLib's own would exit */
	/* Up to a verb, only the options of what stands before it are known. */
	g_option_context_set_strict_posix(context, verb == NULL || verb->has_command);
	g_autoptr(GArray) common = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
	add_rows(common, common_options, options);
	g_option_context_add_main_entries(context, (GOptionEntry *)(void *)common->data, NULL);
	if (verb == NULL || verb->options->name == NULL)
		return context;
	g_autoptr(GArray) own = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
	add_rows(own, verb->options, options);
	g_autofree char *title = g_strdup_printf("Options of %s:", verb->name);
	GOptionGroup *group = g_option_group_new(verb->name, title, verb->summary, NULL, NULL);
	g_option_group_add_entries(group, (GOptionEntry *)(void *)own->data);
	g_option_context_add_group(context, group);
	return context;
}

char *options_help(const Verb *const *verbs, const Verb *verb)
{
	const bool is_overview = verb == NULL || *verb->name == '\0';
	g_autoptr(Options) unused = options_new(is_overview ? verbs[0] : verb);
	g_autoptr(GOptionContext) context = context_new(is_overview ? NULL : verb, unused);
	if (!is_overview) {
		g_autofree char *summary = g_strconcat(verb->summary, ".", NULL);
		g_option_context_set_summary(context, summary);
		g_autofree char *codes = exit_rows_text(verb);
		g_autofree char *shown = examples_text(verb->name);
		g_autofree char *end =
			shown != NULL ? g_strjoin("\n\n", codes, shown, NULL) : g_strdup(codes);
		g_option_context_set_description(context, end);
		return g_option_context_get_help(context, FALSE, NULL);
	}
	GString *list = g_string_new("Without a verb the dashboard opens. Verbs:\n");
	for (size_t i = 1; verbs[i] != NULL; i++) {
		if (!verbs[i]->is_hidden)
			g_string_append_printf(list, "  %-12s%s\n", verbs[i]->name,
					       verbs[i]->summary);
	}
	g_string_append(list, "\n`myroles VERB --help` lists the options of a verb; myroles(1) "
			      "explains them all.");
	g_option_context_set_summary(context, "Shows and activates your roles in Microsoft Entra "
					      "Privileged Identity Management.");
	g_option_context_set_description(context, list->str);
	g_string_free(list, TRUE);
	return g_option_context_get_help(context, TRUE, NULL);
}

/* UTF-8 in any locale, as scripts and services write it; else what the locale makes of it. */
static bool take_text(char **text, const char *name, GError **error)
{
	if (*text == NULL || g_utf8_validate(*text, -1, NULL))
		return true;
	g_autofree char *converted = g_locale_to_utf8(*text, -1, NULL, NULL, NULL);
	if (converted == NULL) {
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s is not UTF-8 text",
			    name);
		return false;
	}
	g_free(*text);
	*text = g_steal_pointer(&converted);
	return true;
}

static bool take_texts(const OptionRow *rows, Options *options, GError **error)
{
	for (const OptionRow *row = rows; row->name != NULL; row++) {
		g_autofree char *name = g_strconcat("--", row->name, NULL);
		char **text = option_member(options, row);
		if (row->kind == G_OPTION_ARG_STRING && !take_text(text, name, error))
			return false;
		char **words =
			row->kind == G_OPTION_ARG_STRING_ARRAY ? *(char ***)(void *)text : NULL;
		for (; words != NULL && *words != NULL; words++) {
			if (!take_text(words, name, error))
				return false;
		}
	}
	return true;
}

static bool take_all_texts(const Verb *verb, Options *options, GError **error)
{
	for (char **word = options->arguments; *word != NULL; word++) {
		if (!take_text(word, "a word", error))
			return false;
	}
	return take_texts(common_options, options, error) &&
	       take_texts(verb->options, options, error);
}

static bool check_arguments(const Verb *verb, const Options *options, GError **error)
{
	size_t count = g_strv_length(options->arguments);
	if (options->wants_help || options->wants_version ||
	    (count >= verb->arguments_min && count <= verb->arguments_max))
		return true;
	if (count > verb->arguments_max)
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "unexpected word \"%s\"",
			    options->arguments[verb->arguments_max]);
	else
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "missing: %s",
			    verb->arguments);
	return false;
}

/* GOption's own words are the locale's, and suggest nothing. */
static void explain_option(const Verb *verb, char **words, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (const OptionRow *row = verb->options; row->name != NULL; row++)
		g_ptr_array_add(names, (gpointer)row->name);
	for (const OptionRow *row = common_options; row->name != NULL; row++)
		g_ptr_array_add(names, (gpointer)row->name);
	for (; *words != NULL && strcmp(*words, "--") != 0; words++) {
		if (!g_str_has_prefix(*words, "--"))
			continue;
		g_autofree char *name = g_strndup(*words + 2, strcspn(*words + 2, "="));
		if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
			continue;
		const char *near = nearby_word(name, names);
		g_clear_error(error);
		g_autofree char *hint = near != NULL
						? g_strdup_printf(" (did you mean --%s?)", near)
						: g_strdup("");
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
			    "there is no option --%s%s", name, hint);
		return;
	}
}

static const OptionRow *find_valueless(const OptionRow *rows, const char *name)
{
	for (const OptionRow *row = rows; row->name != NULL; row++) {
		if (row->kind == G_OPTION_ARG_NONE && strcmp(row->name, name) == 0)
			return row;
	}
	return NULL;
}

/* "--wait=listed" is "--wait", and the word behind it. False: no such option may have one. */
static bool take_more(const OptionRow *row, Options *options, char **word)
{
	if (row == NULL || row->more == 0)
		return false;
	char **more = (char **)(void *)((char *)options + row->more);
	char *plain = g_strconcat("--", row->name, NULL);
	g_free(*more);
	*more = g_strdup(strchr(*word, '=') + 1);
	*word = (char *)g_intern_string(plain);
	g_free(plain);
	return true;
}

/* GOption takes "--force=no" for "--force". */
static bool check_valueless(const Verb *verb, Options *options, char **words, GError **error)
{
	for (; *words != NULL && strcmp(*words, "--") != 0; words++) {
		const char *equals = strchr(*words, '=');
		if (equals == NULL || !g_str_has_prefix(*words, "--"))
			continue;
		g_autofree char *name = g_strndup(*words + 2, (size_t)(equals - *words) - 2);
		const OptionRow *row = find_valueless(verb->options, name);
		if (take_more(row, options, words) ||
		    (row == NULL && find_valueless(common_options, name) == NULL))
			continue;
		g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s takes no value",
			    name);
		return false;
	}
	return true;
}

static bool parse_context(GOptionContext *context, Options *options, int *argc, char ***words,
			  GError **error)
{
	const Verb *verb = options->verb;
	if (!check_valueless(verb, options, *words, error))
		return false;
	g_auto(GStrv) before = g_strdupv(*words);
	GError *problem = NULL;
	if (g_option_context_parse(context, argc, words, &problem))
		return true;
	if (g_error_matches(problem, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
		explain_option(verb, before, &problem);
	g_propagate_error(error, problem);
	return false;
}

/* What follows the verb, in words[1] and on. */
static Options *parse_verb(const Verb *verb, Options *common, int argc, char **words,
			   GError **error)
{
	g_autoptr(Options) options = options_new(verb);
	take_common(options, common);
	if (*verb->name != '\0') {
		g_autoptr(GOptionContext) context = context_new(verb, options);
		if (!parse_context(context, options, &argc, &words, error))
			return NULL;
	}
	if (argc > 1 && strcmp(words[1], "--") == 0) {
		memmove(words + 1, words + 2, sizeof *words * ((size_t)argc - 1));
		argc--;
	}
	options->arguments = argc > 1 ? g_strdupv(words + 1) : g_new0(char *, 1);
	if (!take_all_texts(verb, options, error) || !check_arguments(verb, options, error))
		return NULL;
	return g_steal_pointer(&options);
}

Options *options_parse(const Verb *const *verbs, const Verb **verb, int argc, char **argv,
		       GError **error)
{
	g_autofree char **words = g_memdup2(argv, sizeof *argv * ((size_t)argc + 1));
	*verb = verbs[0];
	g_autoptr(Options) common = options_new(*verb);
	common->verbs = verbs;
	common->program = g_strdup(argv[0]);
	g_autoptr(GOptionContext) first = context_new(NULL, common);
	if (!parse_context(first, common, &argc, &words, error))
		return NULL;
	if (argc > 1) {
		const Verb *named = *words[1] != '\0' ? verb_find(verbs, words[1]) : NULL;
		if (named == NULL) {
			g_autofree char *message = verb_unknown_words(verbs, words[1]);
			g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
			return NULL;
		}
		*verb = named;
		memmove(words + 1, words + 2, sizeof *words * ((size_t)argc - 1));
		argc--;
	}
	return parse_verb(*verb, common, argc, words, error);
}

/* ---- Words that make no sense as a whole ------------------------------------------------------------- */

static const OptionRow *find_row(const OptionRow *rows, const char *word)
{
	const size_t length = strcspn(word, "=");
	for (const OptionRow *row = rows; row->name != NULL; row++) {
		const bool is_letter = row->letter != 0 && word[0] == '-' &&
				       word[1] == row->letter && word[2] == '\0';
		if (is_letter || (length > 2 && g_str_has_prefix(word, "--") &&
				  strlen(row->name) == length - 2 &&
				  strncmp(word + 2, row->name, length - 2) == 0))
			return row;
	}
	return NULL;
}

/* How many of the words it took. */
static size_t guess_option(const OptionRow *row, Options *options, char **words)
{
	const char *equals = strchr(words[0], '=');
	if (row->kind == G_OPTION_ARG_NONE) {
		*(gboolean *)option_member(options, row) = TRUE;
		return 1;
	}
	const char *value = equals != NULL ? equals + 1 : words[1];
	char **text = option_member(options, row);
	const bool is_text = row->kind == G_OPTION_ARG_FILENAME ||
			     (row->kind == G_OPTION_ARG_STRING && value != NULL &&
			      g_utf8_validate(value, -1, NULL));
	if (is_text && value != NULL) {
		g_free(*text);
		*text = g_strdup(value);
	}
	return equals != NULL || words[1] == NULL ? 1 : 2;
}

Options *options_guess(const Verb *const *verbs, const Verb *verb, char **argv)
{
	Options *options = options_new(verb);
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	options->verbs = verbs;
	options->program = g_strdup(argv[0]);
	for (size_t i = 1; argv[i] != NULL && strcmp(argv[i], "--") != 0;) {
		const OptionRow *row = find_row(verb->options, argv[i]);
		if (row == NULL)
			row = find_row(common_options, argv[i]);
		if (row == NULL && *argv[i] != '-')
			g_ptr_array_add(arguments, g_strdup(argv[i]));
		i += row != NULL ? guess_option(row, options, argv + i) : 1;
	}
	if (arguments->len > 0)
		g_free(g_ptr_array_remove_index(arguments, 0)); /* the verb */
	g_ptr_array_add(arguments, NULL);
	options->arguments = (char **)g_ptr_array_free(g_steal_pointer(&arguments), FALSE);
	return options;
}
