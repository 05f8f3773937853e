#include "src/model/elsewhere.h"

Elsewhere *elsewhere_new(const char *name, const Account *account, Assignment *assignment,
			 Instant as_of)
{
	Elsewhere *elsewhere = g_new0(Elsewhere, 1);
	elsewhere->name = g_strdup(name);
	elsewhere->account = account_copy(account);
	elsewhere->assignment = assignment;
	elsewhere->as_of = as_of;
	return elsewhere;
}

Elsewhere *elsewhere_copy(const Elsewhere *elsewhere)
{
	Elsewhere *copy = elsewhere_new(elsewhere->name, elsewhere->account,
					assignment_copy(elsewhere->assignment), elsewhere->as_of);
	copy->is_current = elsewhere->is_current;
	return copy;
}

void elsewhere_free(Elsewhere *elsewhere)
{
	if (elsewhere == NULL)
		return;
	g_free(elsewhere->name);
	account_free(elsewhere->account);
	assignment_free(elsewhere->assignment);
	g_free(elsewhere);
}

const char *elsewhere_tenant(const Elsewhere *elsewhere)
{
	const Account *account = elsewhere->account;
	if (account->tenant_name != NULL && *account->tenant_name != '\0')
		return account->tenant_name;
	return account->tid != NULL ? account->tid : "";
}
