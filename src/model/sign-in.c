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
