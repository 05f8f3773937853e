#include "cli/completion.h"

#include <stdint.h>
#include <string.h>

#include "cli/complete.h"
#include "cli/output.h"
#include "cli/verbs.h"

typedef struct Shell {
	const char *name;
	const char *script;
	/* Candidates for the words behind the shell's name, as the script takes them. */
	void (*answer)(const Options *options, char **words);
} Shell;

/* ---- zsh and fish: they take words apart, and quote them ---------------------------------------- */

static void answer_plain(const Options *options, char **words)
{
	g_auto(Candidates) candidates = { 0 };
	complete(options->verbs, words, &candidates);
	if (candidates.is_file)
		print_text(":files\n");
	for (guint i = 0; i < candidates.list->len; i++) {
		const Candidate *candidate = candidates.list->pdata[i];
		g_autofree char *line =
			g_strconcat(candidate->word, "\t",
				    candidate->text != NULL ? candidate->text : "", "\n", NULL);
		print_text(line);
	}
}

/* ---- bash: the whole line as typed, and the part of its last word that it will replace ---------- */

typedef struct TypedLine {
	GPtrArray *words; /* char*, unquoted, ended by NULL */
	const char *last; /* where the last word begins in the line */
	char quote;       /* that it opened with and did not close; 0: none */
} TypedLine;

/* A word up to a blank; quotes and backslashes are taken off. An open quote lasts to the end. */
static const char *take_word(const char *p, GString *word, char *quote)
{
	*quote = 0;
	for (; *p != '\0'; p++) {
		if (*quote == 0 && g_ascii_isspace(*p))
			return p;
		if (*quote != 0 && *p == *quote)
			*quote = 0;
		else if (*quote == 0 && (*p == '\'' || *p == '"'))
			*quote = *p;
		else if (*quote != '\'' && *p == '\\' && p[1] != '\0')
			g_string_append_c(word, *++p);
		else
			g_string_append_c(word, *p);
	}
	return p;
}

static void typed_line_init(TypedLine *line, const char *text)
{
	line->words = g_ptr_array_new_with_free_func(g_free);
	line->quote = 0;
	for (const char *p = text;;) {
		while (g_ascii_isspace(*p))
			p++;
		g_autoptr(GString) word = g_string_new(NULL);
		line->last = p;
		p = take_word(p, word, &line->quote);
		g_ptr_array_add(line->words, g_strdup(word->str));
		if (*p == '\0')
			break;
	}
	g_ptr_array_add(line->words, NULL);
}

static char *quote_for_bash(const char *word, char quote)
{
	GString *quoted = g_string_new(NULL);
	for (const char *p = word; *p != '\0'; p++) {
		if (quote == 0 && strchr(" \t'\"\\$`!&|;()<>*?[]{}#~", *p) != NULL)
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *p);
	}
	return g_string_free(quoted, FALSE);
}

/* Bash breaks words at = : and @ as well: it replaces the part behind the last of them alone. */
static const char *skip_what_stays(const char *quoted, const TypedLine *line, const char *part)
{
	const size_t typed = strlen(line->last);
	const size_t replaced = strlen(part);
	const size_t stays = replaced < typed && line->quote == 0 ? typed - replaced : 0;
	return strlen(quoted) >= stays ? quoted + stays : quoted;
}

/* words[0]: the line up to the cursor; words[1]: the part of it that will be replaced. */
static void answer_bash(const Options *options, char **words)
{
	TypedLine line = { 0 };
	if (words[0] == NULL || words[1] == NULL)
		return;
	typed_line_init(&line, words[0]);
	g_auto(Candidates) candidates = { 0 };
	complete(options->verbs, (char **)line.words->pdata + 1, &candidates);
	if (candidates.is_file)
		print_text(":files\n");
	for (guint i = 0; i < candidates.list->len; i++) {
		const Candidate *candidate = candidates.list->pdata[i];
		g_autofree char *quoted = quote_for_bash(candidate->word, line.quote);
		g_autofree char *printed =
			g_strconcat(skip_what_stays(quoted, &line, words[1]), "\t",
				    candidate->text != NULL ? candidate->text : "", "\n", NULL);
		print_text(printed);
	}
	g_ptr_array_unref(line.words);
}

/* ---- The scripts -------------------------------------------------------------------------------- */

static const char bash_script[] =
	"# Completion of myroles for bash, as `myroles completion bash` prints it.\n"
	"_myroles()\n"
	"{\n"
	"\tlocal word text line=${COMP_LINE:0:COMP_POINT} part=${COMP_WORDS[COMP_CWORD]}\n"
	"\tlocal -a words=() told=()\n"
	"\tCOMPREPLY=()\n"
	"\twhile IFS=$'\\t' read -r word text; do\n"
	"\t\tif [ \"$word\" = :files ]; then\n"
	"\t\t\tcompopt -o default\n"
	"\t\t\treturn\n"
	"\t\tfi\n"
	"\t\twords+=(\"$word\")\n"
	"\t\ttold+=(\"$word${text:+  ($text)}\")\n"
	"\tdone < <(\"${COMP_WORDS[0]}\" __complete bash -- \"$line\" \"$part\" 2>/dev/null)\n"
	"\t# What each is stands beside it while there is a choice; one alone is taken as it is.\n"
	"\tif [ ${#words[@]} -eq 1 ] || [ \"${COMP_TYPE:-9}\" != 63 ]; then\n"
	"\t\tCOMPREPLY=(\"${words[@]}\")\n"
	"\telse\n"
	"\t\tCOMPREPLY=(\"${told[@]}\")\n"
	"\tfi\n"
	"}\n"
	"complete -F _myroles -o nosort myroles\n";

static const char zsh_script[] =
	"#compdef myroles\n"
	"# Completion of myroles for zsh, as `myroles completion zsh` prints it.\n"
	"_myroles()\n"
	"{\n"
	"\tlocal word text\n"
	"\tlocal -a told\n"
	"\twhile IFS=$'\\t' read -r word text; do\n"
	"\t\tif [[ $word == :files ]]; then\n"
	"\t\t\t_files\n"
	"\t\t\treturn\n"
	"\t\tfi\n"
	"\t\ttold+=(\"${word//:/\\\\:}:$text\")\n"
	"\tdone < <(\"${words[1]}\" __complete zsh -- \"${(@Q)words[2,CURRENT-1]}\" "
	"\"${(Q)PREFIX}\" 2>/dev/null)\n"
	"\t_describe -V myroles told -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'\n"
	"}\n"
	"if [[ $funcstack[1] == _myroles ]]; then\n"
	"\t_myroles \"$@\"\n"
	"else\n"
	"\tcompdef _myroles myroles\n"
	"fi\n";

static const char fish_script[] =
	"# Completion of myroles for fish, as `myroles completion fish` prints it.\n"
	"function __myroles_complete\n"
	"\tset -l words (commandline -opc)\n"
	"\tset -l told ($words[1] __complete fish -- $words[2..-1] (commandline -ct | string "
	"unescape) 2>/dev/null)\n"
	"\tif test \"$told[1]\" = :files\n"
	"\t\t__fish_complete_path (commandline -ct)\n"
	"\telse\n"
	"\t\tprintf '%s\\n' $told\n"
	"\tend\n"
	"end\n"
	"complete -c myroles -f -k -a '(__myroles_complete)'\n";

static const Shell shells[] = {
	{ "bash", bash_script, answer_bash },
	{ "zsh", zsh_script, answer_plain },
	{ "fish", fish_script, answer_plain },
};

static const Shell *find_shell(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(shells); i++) {
		if (strcmp(shells[i].name, name) == 0)
			return &shells[i];
	}
	return NULL;
}

const char *completion_script(const char *shell)
{
	const Shell *found = find_shell(shell);
	return found != NULL ? found->script : NULL;
}

static ExitCode check(const Options *options)
{
	if (find_shell(options->arguments[0]) != NULL)
		return EXIT_DONE;
	tell("The shell is bash, zsh or fish.", NULL);
	return EXIT_USAGE;
}

static ExitCode run_completion(const Options *options)
{
	print_text(completion_script(options->arguments[0]));
	return EXIT_DONE;
}

const Verb verb_completion = {
	.name = "completion",
	.arguments = "bash|zsh|fish",
	.summary = "Print what a shell reads to complete verbs, options, roles and scopes",
	.options = no_options,
	.arguments_min = 1,
	.arguments_max = 1,
	.check = check,
	.run_alone = run_completion,
};

static ExitCode run_complete(const Options *options)
{
	const Shell *shell = find_shell(options->arguments[0]);
	char **words = options->arguments + 1;
	if (*words != NULL && strcmp(*words, "--") == 0)
		words++;
	shell->answer(options, words);
	return EXIT_DONE;
}

const Verb verb_complete = {
	.name = "__complete",
	.arguments = "SHELL WORD ...",
	.summary = "Print what could stand at a shell's cursor",
	.options = no_options,
	.arguments_min = 1,
	.arguments_max = SIZE_MAX,
	.has_command = true,
	.is_hidden = true,
	.check = check,
	.run_alone = run_complete,
};
