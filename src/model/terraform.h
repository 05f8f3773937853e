/*
 * What the commonest resources of Terraform's provider azurerm need: a table made of terraform.txt, where each row names its source. What
 * is not in it is not known.
 */
#ifndef MYROLES_MODEL_TERRAFORM_H
#define MYROLES_MODEL_TERRAFORM_H

#include <glib.h>
#include <stdbool.h>

typedef struct TerraformLink {
	const char *attribute; /* "ip_configuration.subnet_id": holds the id of another resource */
	const char *action;    /* what is asked for there */
} TerraformLink;

typedef struct TerraformType {
	const char *name;     /* "azurerm_key_vault" */
	const char *arm_type; /* "Microsoft.KeyVault/vaults"; NULL: it has none of its own */
	const char
		*place; /* "group", "subscription", or the attribute that tells the parent; "-" */
	/* Operations as a whole, "!" before those of data; NULL-terminated. */
	char **read, **create, **update, **remove;
	GArray *links; /* TerraformLink */
	const char *source;
} TerraformType;

typedef struct Terraform Terraform;

Terraform *terraform_new(void);
void terraform_free(Terraform *terraform);

/* NULL: it is not known. Borrowed. */
const TerraformType *terraform_find(const Terraform *terraform, const char *name);

/* All of them: const TerraformType*. Caller unrefs. */
GPtrArray *terraform_list(const Terraform *terraform);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Terraform, terraform_free)

#endif
