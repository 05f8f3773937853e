/*
 * Who is signed in, and where. Everything kept is keyed by cloud, client, oid and tid.
 */
#ifndef MYROLES_MODEL_ACCOUNT_H
#define MYROLES_MODEL_ACCOUNT_H

#include <glib.h>
#include <stdbool.h>

/* How carefully an account is used: [account NAME] of myroles.conf(5). Zeroed: as usual. */
typedef struct AccountGuard {
	bool is_read_only;  /* nothing is sent that changes anything */
	bool is_production; /* its first line on screen looks different, and says so */
	bool is_typed;      /* what is activated is confirmed by typing the role's name */
} AccountGuard;

typedef struct Account {
	char *cloud;     /* name of the cloud */
	char *client_id; /* client the tokens belong to; may be NULL (borrowed tokens) */
	char *oid; /* object id of the person in the tenant: the principalId of every own request */
	char *tid; /* tenant id */
	char *upn; /* for showing only: the user name, else the person's name; may be NULL */
	char *tenant_name;  /* for showing only; may be NULL */
	AccountGuard guard; /* in EVENT_ACCOUNT; kept nowhere */
} Account;

Account *account_new(void);
Account *account_copy(const Account *account);
void account_free(Account *account);

/* The same person in the same tenant, through the same client and cloud? Names are not looked at. NULL is nobody. */
bool account_is_same(const Account *a, const Account *b);

/* What a page to sign in on is told of the person; NULL: a name with blanks is no login. Borrowed. */
const char *account_login(const Account *account);

/* One that could be used here. */
typedef struct KnownAccount {
	char *name; /* of its [account NAME] */
	/*
	 * NULL: nobody is signed in under that name. `oid` NULL: another tenant of the one in use, as a guest; nobody has
	 * signed in there yet.
	 */
	Account *account;
	bool is_current;
} KnownAccount;

void known_account_free(KnownAccount *known);

/* A tenant that one can sign in to, but has not yet? */
bool known_account_is_new(const KnownAccount *known);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Account, account_free)

#endif
