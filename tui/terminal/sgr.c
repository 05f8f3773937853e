#include "tui/terminal/sgr.h"

static void append(GString *out, const char *parameter)
{
	g_string_append_printf(out, "%s%s", out->len > 0 ? ";" : "", parameter);
}

static void append_color(GString *out, Color color, int base)
{
	g_autofree char *parameter = NULL;
	if (color.kind == COLOR_DEFAULT)
		return;
	if (color.kind == COLOR_RGB)
		parameter = g_strdup_printf("%d;2;%d;%d;%d", base + 8, color.red, color.green,
					    color.blue);
	else if (color.index < 8)
		parameter = g_strdup_printf("%d", base + color.index);
	else if (color.index < 16)
		parameter = g_strdup_printf("%d", base + 60 + color.index - 8);
	else
		parameter = g_strdup_printf("%d;5;%d", base + 8, color.index);
	append(out, parameter);
}

char *style_to_sgr_parameters(const Style *style)
{
	const struct {
		bool is_set;
		const char *parameter;
	} attributes[] = {
		{ style->is_bold, "1" },
		{ style->is_dim, "2" },
		{ style->is_underline, "4" },
		{ style->is_reverse, "7" },
	};
	g_autoptr(GString) out = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++) {
		if (attributes[i].is_set)
			append(out, attributes[i].parameter);
	}
	append_color(out, style->foreground, 30);
	append_color(out, style->background, 40);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *style_to_sgr(const Style *style)
{
	g_autofree char *parameters = style_to_sgr_parameters(style);
	return *parameters != '\0' ? g_strdup_printf("\033[%sm", parameters) : g_strdup("");
}
