/*
 * A refusal that says what would be granted instead, and the command that asks for it.
 */
#ifndef MYROLES_FRONTEND_OFFER_H
#define MYROLES_FRONTEND_OFFER_H

#include <stdbool.h>

#include "src/model/brief.h"
#include "src/model/request.h"

/* Zeroed is none; a member that is not set is as it was asked for. */
typedef struct Offer {
	Role role;
	Scope scope;
	Access access;
	int64_t duration;
} Offer;

void offer_clear(Offer *offer);

/* Is there anything in it? */
bool offer_is_set(const Offer *offer);

/* What the reason names: a narrower scope, a smaller role. `offer` is zeroed before. False: nothing. */
bool offer_suggest(const Request *request, const Brief *brief, Offer *offer);

/*
 * Words to members: "" leaves one alone. A scope is a name or an id at or below the asked one, a role a name or an id of the
 * brief's definitions (of a group "member"). Errors as sentences, which the caller frees; NULL: well.
 */
char *offer_take_scope(Offer *offer, const Request *request, const Brief *brief, const char *text);
char *offer_take_role(Offer *offer, const Request *request, const Brief *brief, const char *text);
char *offer_take_duration(Offer *offer, const Request *request, const char *text);

/*
 * The refusal's whole text: `why` (NULL: nothing more), what may be asked for, and the command that does. Is it too long
 * (reason_find_fault), it is for the person to shorten `why`. The caller frees.
 */
char *offer_write(const Offer *offer, const Request *request, const char *why);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Offer, offer_clear)

#endif
