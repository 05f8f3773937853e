#include "tui/overlay.h"

#include "src/base/text.h"

Overlay *overlay_new(OverlayKind kind)
{
	Overlay *overlay = g_new0(Overlay, 1);
	overlay->kind = kind;
	return overlay;
}

void overlay_free(Overlay *overlay)
{
	if (!overlay)
		return;
	field_clear(&overlay->input);
	g_clear_pointer(&overlay->choices, g_ptr_array_unref);
	g_clear_pointer(&overlay->activations, g_ptr_array_unref);
	assignment_free(overlay->assignment);
	form_free(overlay->form);
	g_free(overlay->row_id);
	sign_in_progress_free(overlay->progress);
	account_free(overlay->account);
	g_clear_pointer(&overlay->accounts, g_ptr_array_unref);
	problem_free(overlay->problem);
	g_free(overlay->claims);
	g_free(overlay->changed);
	g_free(overlay);
}

const char *overlay_title(const Overlay *overlay)
{
	static const char *const titles[] = {
		[OVERLAY_HELP] = "Help",          [OVERLAY_PALETTE] = "Actions",
		[OVERLAY_DETAILS] = "Details",    [OVERLAY_MESSAGES] = "Messages",
		[OVERLAY_FORM] = "Activate",      [OVERLAY_CONFIRM] = "Activate?",
		[OVERLAY_OUTCOME] = "Outcome",    [OVERLAY_DEACTIVATE] = "Deactivate?",
		[OVERLAY_QUIT] = "Leave?",        [OVERLAY_SIGN_IN] = "Sign in",
		[OVERLAY_QR] = "Scan this page",  [OVERLAY_ADDRESS] = "Paste the address",
		[OVERLAY_SIGN_OUT] = "Sign out?", [OVERLAY_ACCOUNTS] = "Accounts",
	};
	return titles[overlay->kind];
}

void form_row_free(FormRow *row)
{
	if (!row)
		return;
	eligibility_free(row->eligibility);
	scope_clear(&row->scope);
	policy_free(row->policy);
	g_free(row);
}

void form_free(Form *form)
{
	if (!form)
		return;
	for (int i = 0; i < FORM_FIELD_COUNT; i++) {
		field_clear(&form->fields[i].field);
		g_free(form->fields[i].note);
		g_free(form->fields[i].error);
	}
	g_clear_pointer(&form->rows, g_ptr_array_unref);
	policy_free(form->policy);
	g_free(form->error);
	g_free(form->then);
	g_free(form->check);
	g_free(form);
}

const char *form_field_label(FormFieldId id)
{
	static const char *const labels[] = {
		[FORM_DURATION] = "for",  [FORM_START] = "start",      [FORM_REASON] = "reason",
		[FORM_TICKET] = "ticket", [FORM_TICKET_SYSTEM] = "in",
	};
	return labels[id];
}

int form_height(const Form *form)
{
	int rows = form->rows->len == 1 ? 3 : MIN((int)form->rows->len, FORM_ROWS_SHOWN) + 1;
	int fields = 0;
	for (int i = 0; i < FORM_FIELD_COUNT; i++) {
		/* The ticket's system stands beside its number. */
		fields += form->fields[i].is_shown && i != FORM_TICKET_SYSTEM;
		fields += form->fields[i].error != NULL;
	}
	return rows + fields + (form->then != NULL) + (form->error != NULL) +
	       (form->check != NULL) + 3;
}

void line_free(Line *line)
{
	if (!line)
		return;
	g_free(line->text);
	g_free(line);
}

GPtrArray *lines_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
}

static void lines_take(GPtrArray *lines, int indent, StyleId style, const char *text, size_t length)
{
	Line *line = g_new0(Line, 1);
	line->style = style;
	line->text = g_strdup_printf("%*s%.*s", indent, "", (int)length, text);
	g_ptr_array_add(lines, line);
}

/* How much of the text fits into `columns`: up to a blank where there is one. */
static size_t wrap_point(const char *text, int columns)
{
	size_t place = 0;
	int used = 0;
	const char *p = text;
	bool is_indent = true; /* blanks before the first word are no place to break */
	for (; *p; p = g_utf8_next_char(p)) {
		int width = text_char_width(g_utf8_get_char(p));
		is_indent = is_indent && *p == ' ';
		if (*p == ' ' && !is_indent)
			place = (size_t)(p - text);
		if (used + width > columns)
			break;
		/* Ids are long words: they break after a slash, when that wastes little. */
		if (*p == '/' && used > columns * 2 / 3)
			place = (size_t)(p - text) + 1;
		used += width;
	}
	size_t fitting = (size_t)(p - text);
	if (!*p)
		return fitting;
	if (place > 0)
		return place;
	return fitting ? fitting : (size_t)(g_utf8_next_char(text) - text);
}

void lines_add(GPtrArray *lines, int columns, int indent, StyleId style, const char *text)
{
	int in = 0;
	/* A newline in a name must not make a line of its own: what follows it could pass for ours. */
	g_autofree char *clean = text_is_clean(text) ? NULL : text_sanitize(text, -1);
	if (clean)
		text = clean;
	indent = CLAMP(indent, 0, columns / 2);
	do {
		size_t length = wrap_point(text, MAX(columns - in, 1));
		lines_take(lines, in, style, text, length);
		text += length;
		while (*text == ' ')
			text++;
		in = indent;
	} while (*text);
}

void lines_printf(GPtrArray *lines, int columns, int indent, StyleId style, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	lines_add(lines, columns, indent, style, text);
}
