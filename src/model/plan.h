/*
 * A plan of Terraform or OpenTofu, as far as it is about access: which resources it changes and how, what they are called, and where they
 * are. All else of it, secrets in clear among it, is never kept.
 * Source of the members: developer.hashicorp.com, "JSON Output Format" (plan representation, format 1.x); hashicorp/terraform-json.
 *
 *   plan.c         the values
 *   plan-where.c   ids of resources, also of those that are yet to be made
 *   plan-needs.c   the operations that it needs
 */
#ifndef MYROLES_MODEL_PLAN_H
#define MYROLES_MODEL_PLAN_H

#include "src/model/need.h"
#include "src/model/terraform.h"

typedef enum {
	PLAN_READ = 1 << 0,
	PLAN_CREATE = 1 << 1,
	PLAN_UPDATE = 1 << 2,
	PLAN_DELETE = 1 << 3,
	PLAN_STRANGE = 1 << 4, /* a word that nobody knows here */
} PlanActions;

/* An id or a name among the attributes of a resource. */
typedef struct PlanText {
	char *path; /* "ip_configuration.subnet_id": without places in lists */
	char *text;
	bool is_before; /* as it is; else as it is to be */
} PlanText;

/* One of "resource_changes". Zeroed is valid. */
typedef struct PlanResource {
	char *address; /* "module.vm.azurerm_network_interface.this[\"4\"]" */
	char *type, *provider;
	unsigned actions; /* PlanActions */
	bool is_cut;      /* it has more ids than were kept */
	GPtrArray *texts; /* PlanText* */
} PlanResource;

/* What the configuration says of resources of one address, without its places in lists. */
typedef struct PlanConfig {
	char *address;
	char *provider_key; /* "azurerm.hub" */
	GPtrArray *
		references; /* PlanText*: what an attribute is taken from, "azurerm_key_vault.a.id" */
} PlanConfig;

typedef struct Plan {
	GPtrArray *resources;      /* PlanResource* */
	GHashTable *configs;       /* address → PlanConfig */
	GHashTable *subscriptions; /* provider key → a subscription's id, or "var.NAME" */
	GHashTable *variables;     /* name → its value, where that is a GUID */
	bool is_cut;               /* there is more of it than is looked at */
	bool is_partial;           /* it says of itself that it is not complete */
} Plan;

Plan *plan_new(void);
void plan_free(Plan *plan);
PlanResource *plan_resource_new(void);
void plan_resource_free(PlanResource *resource);
PlanConfig *plan_config_new(void);
void plan_config_free(PlanConfig *config);

/* One more: both texts are copied. */
void plan_add_text(GPtrArray *texts, const char *path, const char *text, bool is_before);

/* The word of "actions"; 0: nothing is done. */
unsigned plan_action(const char *word);

/* The attribute's first text; NULL: it is not known. Borrowed. */
const char *plan_text(const GPtrArray *texts, const char *path, bool is_before);

/* Without "[…]", wherever they stand. The caller frees. */
char *plan_without_places(const char *address);

/* ---- needs ---- */

typedef enum {
	SKIPPED_TYPE,      /* what it needs is not known */
	SKIPPED_ACTION,    /* what is done to it is a word that nobody knows */
	SKIPPED_DIRECTORY, /* it is of the directory, and of that nothing is known */
	SKIPPED_CUT,       /* it has more ids than are looked at */
} SkippedReason;

typedef struct PlanSkipped {
	char *address, *type; /* sanitized */
	SkippedReason reason;
} PlanSkipped;

typedef struct PlanNeeds {
	GPtrArray *needs;   /* Need*, each once; whom: the address */
	GPtrArray *skipped; /* PlanSkipped* */
	guint widened; /* resources whose place is only known to be below the scope of their needs */
	guint unlinked; /* links to what is yet to be made: they are not looked at */
	bool is_cut;    /* more than LIMIT_PLAN_NEEDS */
} PlanNeeds;

/* `subscription`: where nothing else is told, its id; or NULL. */
PlanNeeds *plan_find_needs(const Plan *plan, const Terraform *terraform, const char *subscription);
void plan_needs_free(PlanNeeds *needs);

/* ---- between the files ---- */

typedef struct PlanPlaces {
	const Plan *plan;
	const Terraform *terraform;
	const char *subscription;
	GHashTable *
		by_address; /* address without places → the one resource; NULL there: there are several */
} PlanPlaces;

void plan_places_init(PlanPlaces *places, const Plan *plan, const Terraform *terraform,
		      const char *subscription);
void plan_places_clear(PlanPlaces *places);

typedef enum {
	PLACE_ABOVE, /* what is known of where it is: its name or its parent is not */
	PLACE_OTHER, /* of what it is a part of, or is about */
	PLACE_OWN,
} PlanPlace;

/* Where the resource is, or is to be. NULL: not even its subscription is known. The caller frees. */
char *plan_find_scope(const PlanPlaces *places, const PlanResource *resource, bool is_before,
		      PlanPlace *place);

/* The type of ARM that a resource of azapi has, without its version; NULL: it is not told. The caller frees. */
char *plan_azapi_type(const PlanResource *resource);

/* The reference that an attribute is taken from; NULL: it has none. Borrowed. */
const char *plan_reference(const PlanPlaces *places, const PlanResource *resource,
			   const char *attribute);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PlanNeeds, plan_needs_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PlanPlaces, plan_places_clear)

#endif
