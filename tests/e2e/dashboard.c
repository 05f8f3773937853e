#include "tests/e2e/dashboard.h"

Pty *dashboard_open(Stage *stage, const StageRun *run)
{
	Pty *pty = stage_run(stage, run);
	expect_match(pty, "azure (fresh|[0-9]+s)");
	return pty;
}

void dashboard_choose(Pty *pty, const char *words, const char *row)
{
	g_autofree char *selected = g_strdup_printf("^ ?>.? *%s", row);
	pty_press(pty, "/ ctrl-u");
	pty_type(pty, words);
	expect_text(pty, words);
	pty_press(pty, "enter g");
	expect_match(pty, selected);
}

void dashboard_narrow(Pty *pty, const char *name)
{
	g_autofree char *row = g_strdup_printf("[│┃][> ]+[+v~]? *%s ", name);
	g_autofree char *selected = g_strdup_printf("[│┃]> *[+v~]? *%s ", name);
	pty_press(pty, "tab /");
	pty_type(pty, name);
	expect_match(pty, row);
	pty_press(pty, "enter G");
	expect_match(pty, selected);
}

static void type_field(Pty *pty, const char *text)
{
	if (text == NULL)
		return;
	pty_press(pty, "ctrl-u");
	pty_type(pty, text);
}

bool dashboard_open_form(Pty *pty)
{
	const char *all = "─ All of it? ─", *form = "─ Activate ─";
	pty_press(pty, "a");
	if (!pty_wait_match(pty, "─ Activate ─|─ All of it. ─|once more asks"))
		return false;
	if (!pty_has_text(pty, form) && !pty_has_text(pty, all)) {
		pty_press(pty, "a");
		if (!pty_wait_text(pty, all))
			return false;
	}
	if (pty_has_text(pty, all))
		pty_press(pty, "enter");
	return pty_wait_text(pty, form);
}

void dashboard_fill(Pty *pty, const FormText *text)
{
	expect_came(dashboard_open_form(pty), pty, "the form", __FILE__, __LINE__);
	if (text->ticket != NULL) /* the field comes with the policy */
		expect_text(pty, "│ ticket");
	/* It begins at the reason: duration and start stand above it. */
	type_field(pty, text->reason);
	if (text->duration != NULL) {
		pty_press(pty, "shift-tab shift-tab");
		type_field(pty, text->duration);
		pty_press(pty, "tab tab");
	}
	if (text->ticket != NULL) {
		pty_press(pty, "tab");
		type_field(pty, text->ticket);
	}
	pty_press(pty, "enter");
}

void dashboard_activate(Pty *pty, const char *words, const char *row, const FormText *text)
{
	dashboard_choose(pty, words, row);
	dashboard_fill(pty, text);
	expect_text(pty, "─ Activate? ─");
	pty_press(pty, "enter");
	expect_text(pty, "─ Outcome ─");
}

void dashboard_close(Pty *pty)
{
	pty_press(pty, "q");
	expect_gone(pty, "─ Outcome ─");
}

void dashboard_refresh(Pty *pty, const char *text)
{
	const gint64 end = g_get_monotonic_time() + PTY_DEADLINE_MS * INT64_C(1000);
	while (!pty_has_text(pty, text) && g_get_monotonic_time() < end) {
		pty_press(pty, "R");
		pty_drain(pty, 250);
	}
	expect_text(pty, text);
}

char *dashboard_read_page(Pty *pty)
{
	g_auto(GStrv) lines = g_strsplit(pty_screen(pty), "\n", -1);
	GString *url = g_string_new(NULL);
	/* One that is long fills its rows, without a frame; a short one stands in it, beside a scroll bar perhaps. */
	for (char **line = lines; *line != NULL; line++) {
		g_autoptr(GString) framed = g_string_new(*line);
		g_string_replace(framed, "┃", "│", 0);
		g_auto(GStrv) parts = g_strsplit(framed->str, "│", 3);
		const char *text = g_strv_length(parts) == 3 ? g_strstrip(parts[1]) : *line;
		if (url->len > 0 && text != *line)
			break;
		if (url->len > 0 || g_str_has_prefix(text, "http://"))
			g_string_append(url, text);
	}
	return g_string_free(url, FALSE);
}

void dashboard_quit(Pty *pty)
{
	pty_press(pty, "q");
	expect_exit(pty, 0);
	expect_restored(pty);
	expect_clean(pty);
}
