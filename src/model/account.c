#include "src/model/account.h"

#include <string.h>

Account *account_new(void)
{
	return g_new0(Account, 1);
}

Account *account_copy(const Account *account)
{
	if (account == NULL)
		return NULL;
	Account *copy = account_new();
	copy->cloud = g_strdup(account->cloud);
	copy->client_id = g_strdup(account->client_id);
	copy->oid = g_strdup(account->oid);
	copy->tid = g_strdup(account->tid);
	copy->upn = g_strdup(account->upn);
	copy->tenant_name = g_strdup(account->tenant_name);
	copy->guard = account->guard;
	return copy;
}

void account_free(Account *account)
{
	if (account == NULL)
		return;
	g_free(account->cloud);
	g_free(account->client_id);
	g_free(account->oid);
	g_free(account->tid);
	g_free(account->upn);
	g_free(account->tenant_name);
	g_free(account);
}

bool account_is_same(const Account *a, const Account *b)
{
	return a != NULL && b != NULL && g_ascii_strcasecmp(a->oid, b->oid) == 0 &&
	       g_ascii_strcasecmp(a->tid, b->tid) == 0 &&
	       g_strcmp0(a->client_id, b->client_id) == 0 && g_strcmp0(a->cloud, b->cloud) == 0;
}

const char *account_login(const Account *account)
{
	return account->upn != NULL && strchr(account->upn, ' ') == NULL ? account->upn : NULL;
}

bool known_account_is_new(const KnownAccount *known)
{
	return known->account != NULL && known->account->oid == NULL;
}

void known_account_free(KnownAccount *known)
{
	if (known == NULL)
		return;
	g_free(known->name);
	account_free(known->account);
	g_free(known);
}
