/*
 * A role at a scope in words, and until when it is held.
 */
#ifndef MYROLES_FRONTEND_GRANT_WORDS_H
#define MYROLES_FRONTEND_GRANT_WORDS_H

#include "frontend/wording.h"
#include "src/model/grant.h"

/* "Contributor on rg-payments"; of a group "sg-oncall (owner)". The caller frees. */
char *role_words(const Role *role, Access access, const Scope *scope);

/* The same of a grant; `scope` NULL: its own. The caller frees. */
char *grant_words(const Grant *grant, const Scope *scope);

/* "rg-payments (resource group)"; "directory", where the name says what it is. The caller frees. */
char *scope_words(const Scope *scope);

/* "permanent", "until 14:16", "ended". The caller frees. */
char *grant_until(const Wording *wording, const Grant *grant);

#endif
