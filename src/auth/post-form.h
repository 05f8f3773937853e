/*
 * A form body (application/x-www-form-urlencoded), as the token endpoint takes it. It holds secrets: wiped when freed,
 * and when it grows.
 */
#ifndef MYROLES_AUTH_POST_FORM_H
#define MYROLES_AUTH_POST_FORM_H

#include <glib.h>

#include "src/base/secret.h"

#define POST_FORM_TYPE "application/x-www-form-urlencoded"

typedef struct PostForm PostForm;

PostForm *post_form_new(void);
void post_form_free(PostForm *form);

/* NULL values are left out. */
void post_form_add(PostForm *form, const char *name, const char *value);
void post_form_add_secret(PostForm *form, const char *name, const Secret *value);

/* Borrowed. */
const char *post_form_text(const PostForm *form);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PostForm, post_form_free)

#endif
