/*
 * A role that another account holds, as it was known last: from what is kept, for an account that is not in use is not asked about.
 */
#ifndef MYROLES_MODEL_ELSEWHERE_H
#define MYROLES_MODEL_ELSEWHERE_H

#include "src/model/account.h"
#include "src/model/grant.h"

typedef struct Elsewhere {
	char *name; /* of its [account NAME] */
	Account *account;
	Assignment *assignment;
	Instant as_of;   /* when it was true */
	bool is_current; /* of the account in use, beside those of others */
} Elsewhere;

/* Takes `assignment`. */
Elsewhere *elsewhere_new(const char *name, const Account *account, Assignment *assignment,
			 Instant as_of);
Elsewhere *elsewhere_copy(const Elsewhere *elsewhere);
void elsewhere_free(Elsewhere *elsewhere);

/* "Contoso"; where no name is known the tenant's id. Borrowed. */
const char *elsewhere_tenant(const Elsewhere *elsewhere);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Elsewhere, elsewhere_free)

#endif
