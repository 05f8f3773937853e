#include "src/model/account.h"

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
