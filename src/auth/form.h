/*
 * A form body (application/x-www-form-urlencoded), as the token endpoint takes it. It holds secrets: wiped when freed,
 * and when it grows.
 */
#ifndef MYROLES_AUTH_FORM_H
#define MYROLES_AUTH_FORM_H

#include <glib.h>

#include "src/base/secret.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

typedef struct Form Form;

Form *form_new(void);
void form_free(Form *form);

/* NULL values are left out. */
void form_add(Form *form, const char *name, const char *value);
void form_add_secret(Form *form, const char *name, const Secret *value);

/* Borrowed. */
const char *form_text(const Form *form);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Form, form_free)

#endif
