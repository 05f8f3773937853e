#include "tui/terminal/notify.h"

#include <glib.h>
#include <string.h>

#include "src/base/text.h"

/*
 * By the variable that a terminal sets, also where tmux hides its TERM, or by how TERM begins. 9 is iTerm2's, 777 urxvt's, 99
 * kitty's (its desktop notifications protocol); others have taken them over.
 */
static const struct {
	const char *variable, *begin; /* "" begins every value */
	NotifyTerminal way;
} known[] = {
	{ "KITTY_WINDOW_ID", "", NOTIFY_TERMINAL_99 },
	{ "WEZTERM_PANE", "", NOTIFY_TERMINAL_777 },
	{ "GHOSTTY_RESOURCES_DIR", "", NOTIFY_TERMINAL_777 },
	{ "ITERM_SESSION_ID", "", NOTIFY_TERMINAL_9 },
	{ "LC_TERMINAL", "iTerm", NOTIFY_TERMINAL_9 },
	{ "TERM_PROGRAM", "iTerm", NOTIFY_TERMINAL_9 },
	{ "TERM_PROGRAM", "WezTerm", NOTIFY_TERMINAL_777 },
	{ "TERM_PROGRAM", "ghostty", NOTIFY_TERMINAL_777 },
	{ "TERM", "xterm-kitty", NOTIFY_TERMINAL_99 },
	{ "TERM", "foot", NOTIFY_TERMINAL_777 },
	{ "TERM", "rxvt", NOTIFY_TERMINAL_777 },
	{ "TERM", "contour", NOTIFY_TERMINAL_777 },
	{ "TERM", "wezterm", NOTIFY_TERMINAL_777 },
	{ "TERM", "xterm-ghostty", NOTIFY_TERMINAL_777 },
	{ "TERM", "mintty", NOTIFY_TERMINAL_9 },
};

NotifyTerminal notify_find_way(NotifyVariable variable)
{
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		const char *value = variable(known[i].variable);
		if (value != NULL && *value != '\0' && g_str_has_prefix(value, known[i].begin))
			return known[i].way;
	}
	return NOTIFY_TERMINAL_OFF;
}

/* tmux takes each escape doubled, and hands it on as one. */
static char *wrap(const char *sequence)
{
	GString *out = g_string_new("\033Ptmux;");
	for (const char *byte = sequence; *byte != '\0'; byte++) {
		if (*byte == '\033')
			g_string_append_c(out, *byte);
		g_string_append_c(out, *byte);
	}
	g_string_append(out, "\033\\");
	return g_string_free(out, FALSE);
}

char *notify_sequence(NotifyTerminal way, const char *text, bool is_in_tmux)
{
	static const char *const begins[] = {
		/* A number behind OSC 9 is another request: ours begins with a name. */
		[NOTIFY_TERMINAL_9] = "\033]9;myroles: ",
		[NOTIFY_TERMINAL_99] = "\033]99;;myroles: ",
		[NOTIFY_TERMINAL_777] = "\033]777;notify;myroles;",
	};
	if ((size_t)way >= G_N_ELEMENTS(begins) || begins[way] == NULL)
		return NULL;
	/* Names of roles are the service's words: none of them ends the sequence, or is another part of it. */
	g_autofree char *clean = g_strdelimit(text_sanitize(text, -1), ";", ',');
	g_autofree char *sequence = g_strconcat(begins[way], clean, "\a", NULL);
	return is_in_tmux ? wrap(sequence) : g_steal_pointer(&sequence);
}
