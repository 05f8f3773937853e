/*
 * All that has to be known to answer `why`: what is eligible and active, what those roles permit, and what management groups hold.
 */
#ifndef MYROLES_CLI_WHY_ASK_H
#define MYROLES_CLI_WHY_ASK_H

#include "cli/lists.h"
#include "frontend/why.h"

typedef struct WhyAsked {
	Listing eligible, active;
	Operations *operations;
	GPtrArray *definitions; /* RoleDefinition* */
	GPtrArray *denies;      /* DenyAssignment* */
	GPtrArray *unasked; /* char*: places of which it is not known which of those there are */
	GHashTable
		*held; /* id of a management group → GPtrArray of Scope*; NULL there: not known */
	Problem *problem; /* why a definition could not be read; or NULL */
} WhyAsked;

void why_asked_clear(WhyAsked *asked);

/* What is eligible and active. False: interrupted. */
bool why_ask_lists(Session *session, WhyAsked *asked);

/*
 * The scope that the words mean: an id or an address, or the name of one that is eligible or lies below. NULL: none or several, which was
 * told, or interrupted. The caller frees.
 */
char *why_find_scope(Session *session, const WhyAsked *asked, const char *words);

/* What is needed to judge these needs (Need*). False: interrupted. */
bool why_ask_roles(Session *session, WhyAsked *asked, const GPtrArray *needs);

/* Gives needs and activations the names of their scopes, as far as they were told. */
void why_name_scopes(const WhyAsked *asked, const Why *why);

/* The question, complete. Borrows. */
WhyQuestion why_question(const WhyAsked *asked, const GPtrArray *needs);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WhyAsked, why_asked_clear)

#endif
