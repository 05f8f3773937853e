#include "src/model/sign-in.h"

SignInProgress *sign_in_progress_copy(const SignInProgress *progress)
{
	if (progress == NULL)
		return NULL;
	SignInProgress *copy = g_new0(SignInProgress, 1);
	*copy = *progress;
	copy->what = g_strdup(progress->what);
	copy->url = g_strdup(progress->url);
	copy->user_code = g_strdup(progress->user_code);
	copy->qr = g_strdup(progress->qr);
	return copy;
}

void sign_in_progress_free(SignInProgress *progress)
{
	if (progress == NULL)
		return;
	g_free(progress->what);
	g_free(progress->url);
	g_free(progress->user_code);
	g_free(progress->qr);
	g_free(progress);
}

#define QUIET_MODULES 2 /* the standard wants four; phones do with less, and rows are dear */

int sign_in_qr_columns(const SignInProgress *progress)
{
	return progress->qr_size + 2 * QUIET_MODULES;
}

static bool is_dark(const SignInProgress *progress, int column, int row)
{
	const int size = progress->qr_size;
	column -= QUIET_MODULES;
	row -= QUIET_MODULES;
	return column >= 0 && row >= 0 && column < size && row < size &&
	       progress->qr[row * size + column] == '#';
}

char *sign_in_qr_row(const SignInProgress *progress, int row)
{
	static const char *const halves[] = { " ", "▄", "▀", "█" };
	GString *text = g_string_new(NULL);
	for (int column = 0; column < sign_in_qr_columns(progress); column++)
		g_string_append(text, halves[is_dark(progress, column, 2 * row) * 2 +
					     is_dark(progress, column, 2 * row + 1)]);
	return g_string_free(text, FALSE);
}
