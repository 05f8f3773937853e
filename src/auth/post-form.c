#include "src/auth/post-form.h"

#include <string.h>

#define FIRST_BYTES 1024

struct PostForm {
	char *text;
	size_t length, size;
};

PostForm *post_form_new(void)
{
	PostForm *form = g_new0(PostForm, 1);
	form->size = FIRST_BYTES;
	form->text = g_malloc0(form->size);
	return form;
}

void post_form_free(PostForm *form)
{
	if (form == NULL)
		return;
	secret_wipe(form->text, form->size);
	g_free(form->text);
	g_free(form);
}

static void append(PostForm *form, const char *text)
{
	size_t length = strlen(text);
	if (form->length + length >= form->size) {
		size_t size = 2 * (form->length + length);
		char *moved = g_malloc(size);
		memcpy(moved, form->text, form->length);
		secret_wipe(form->text, form->size);
		g_free(form->text);
		form->text = moved;
		form->size = size;
	}
	memcpy(form->text + form->length, text, length + 1);
	form->length += length;
}

void post_form_add(PostForm *form, const char *name, const char *value)
{
	char *escaped;
	if (value == NULL)
		return;
	escaped = g_uri_escape_string(value, NULL, FALSE);
	if (form->length > 0)
		append(form, "&");
	append(form, name);
	append(form, "=");
	append(form, escaped);
	secret_wipe_string(escaped);
}

void post_form_add_secret(PostForm *form, const char *name, const Secret *value)
{
	if (value != NULL)
		post_form_add(form, name, secret_peek(value));
}

const char *post_form_text(const PostForm *form)
{
	return form->text;
}
