/* Services of data, kubectl and the directory: they name what was tried in words of their own, and often no resource id. */
#include <string.h>

#include "src/model/denial.h"

/* The word that begins there, of letters, digits and what is in `more`. The caller frees. */
static char *word_at(const char *at, const char *more)
{
	size_t length = 0;
	while (g_ascii_isalnum(at[length]) ||
	       (at[length] != '\0' && strchr(more, at[length]) != NULL))
		length++;
	return g_strndup(at, length);
}

/* The word behind `words` and blanks; NULL: those are not there. The caller frees. */
static char *word_after(const char *text, const char *words, const char *more)
{
	const char *at = denial_find(text, words);
	if (at == NULL)
		return NULL;
	at += strlen(words);
	at += strspn(at, " \n\"'=");
	g_autofree char *word = word_at(at, more);
	return *word != '\0' ? g_steal_pointer(&word) : NULL;
}

static bool has(const char *text, const char *words)
{
	return denial_find(text, words) != NULL;
}

static Need *add(Denial *denial, const char *action, Plane plane)
{
	Need *need = need_new(action, plane, NULL);
	need->is_plane_known = true;
	denial_add(denial, need);
	return need;
}

/* ---- storage ---- */

typedef enum { WAY_READ, WAY_WRITE, WAY_DELETE } Way;

static const char *const way_words[] = { "read", "write", "delete" };

static const struct {
	const char *host; /* in addresses; and as az says it */
	const char *az[4];
	const char *type, *container;
} storages[] = {
	{ ".blob.",
	  { "blob", "container" },
	  "blobServices/containers/blobs",
	  "blobServices/default/containers" },
	{ ".dfs.",
	  { "fs", "directory" },
	  "blobServices/containers/blobs",
	  "blobServices/default/containers" },
	{ ".queue.",
	  { "queue", "message" },
	  "queueServices/queues/messages",
	  "queueServices/default/queues" },
	{ ".table.",
	  { "table", "entity" },
	  "tableServices/tables/entities",
	  "tableServices/default/tables" },
	{ ".file.",
	  { "file", "share" },
	  "fileServices/fileshares/files",
	  "fileServices/default/fileshares" },
};

static void add_storage(Denial *denial, size_t kind, Way way, const char *account,
			const char *container)
{
	g_autofree char *action = g_strconcat("Microsoft.Storage/storageAccounts/",
					      storages[kind].type, "/", way_words[way], NULL);
	Need *need = need_new(action, PLANE_DATA, NULL);
	need->is_plane_known = true;
	need->host = g_strdup(account);
	if (container != NULL && *container != '\0')
		need->below = g_strconcat("/", storages[kind].container, "/", container, NULL);
	denial_add(denial, need);
}

/* The word before an address. */
static Way way_of_method(const char *text, const char *address)
{
	static const char *const methods[] = { "GET ", "HEAD ", "DELETE " };
	const Way ways[] = { WAY_READ, WAY_READ, WAY_DELETE };
	for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
		const size_t length = strlen(methods[i]);
		if ((size_t)(address - text) >= length &&
		    g_ascii_strncasecmp(address - length, methods[i], length) == 0)
			return ways[i];
	}
	return WAY_WRITE;
}

/* "PUT https://ACCOUNT.blob.core.windows.net/CONTAINER/…" */
static bool read_storage_address(const char *text, Denial *denial)
{
	static const char scheme[] = "https://";
	for (const char *at = text; (at = denial_find(at, scheme)) != NULL; at++) {
		const char *name = at + strlen(scheme);
		g_autofree char *account = word_at(name, "");
		const char *host = name + strlen(account);
		for (size_t i = 0; i < G_N_ELEMENTS(storages); i++) {
			if (g_ascii_strncasecmp(host, storages[i].host, strlen(storages[i].host)) !=
			    0)
				continue;
			const char *path = host + strcspn(host, "/ \n");
			g_autofree char *container = *path == '/' ? word_at(path + 1, "-$") : NULL;
			add_storage(denial, i, way_of_method(text, at), account, container);
			return true;
		}
	}
	return false;
}

static Way way_of_command(const char *verb)
{
	static const char *const reads[] = { "list",     "show",          "download", "exists",
					     "get",      "peek",          "query",    "url",
					     "metadata", "download-batch" };
	if (g_str_has_prefix(verb, "delete") || g_str_has_prefix(verb, "remove"))
		return WAY_DELETE;
	for (size_t i = 0; i < G_N_ELEMENTS(reads); i++) {
		if (strcmp(verb, reads[i]) == 0)
			return WAY_READ;
	}
	return WAY_WRITE;
}

/* "az storage blob list", with the names of account and container */
static void read_storage_command(const char *text, Denial *denial)
{
	static const char command[] = "az storage ";
	const char *at = denial_find(text, command);
	if (at == NULL)
		return;
	at += strlen(command);
	g_autofree char *thing = word_at(at, "-");
	const char *next = at + strlen(thing);
	g_autofree char *verb = word_at(next + strspn(next, " "), "-");
	g_autofree char *account = word_after(text, "account-name", "");
	g_autofree char *container = word_after(text, "container-name", "-$");
	if (container == NULL)
		container = word_after(at, " -c ", "-$");
	for (size_t i = 0; i < G_N_ELEMENTS(storages); i++) {
		for (size_t k = 0; storages[i].az[k] != NULL; k++) {
			if (strcmp(storages[i].az[k], thing) == 0) {
				add_storage(denial, i, way_of_command(verb), account, container);
				return;
			}
		}
	}
}

static void read_storage(const char *text, Denial *denial)
{
	const bool is_denied =
		has(text, "authorizationpermissionmismatch") ||
		has(text, "not authorized to perform this operation using this permission") ||
		has(text, "do not have the required permissions needed to perform this operation");
	if (is_denied && !read_storage_address(text, denial))
		read_storage_command(text, denial);
}

/* ---- kubernetes ---- */

static const char *kubernetes_end(const char *verb, const char *resource)
{
	static const char *const table[][2] = {
		{ "get", "read" },      { "list", "read" },
		{ "watch", "read" },    { "create", "write" },
		{ "update", "write" },  { "patch", "write" },
		{ "delete", "delete" }, { "deletecollection", "delete" },
	};
	if (strchr(resource, '/') != NULL && strcmp(verb, "create") == 0)
		return "action"; /* pods/exec */
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		if (strcmp(verb, table[i][0]) == 0)
			return table[i][1];
	}
	return NULL;
}

/* 'User "U" cannot list resource "pods" in API group "" in the namespace "payments": …' */
static void read_kubernetes(const char *text, Denial *denial)
{
	static const char middle[] = " resource \"";
	const char *at = denial_find(text, "\" cannot ");
	if (at == NULL)
		return;
	g_autofree char *line = g_strdup(at + strlen("\" cannot "));
	g_strdelimit(line, "\n", ' ');
	g_autofree char *verb = word_at(line, "");
	if (g_ascii_strncasecmp(line + strlen(verb), middle, strlen(middle)) != 0)
		return;
	g_autofree char *resource = word_at(line + strlen(verb) + strlen(middle), "/.-");
	const char *group_at = denial_find(line, "api group \"");
	g_autofree char *group =
		group_at != NULL ? word_at(group_at + strlen("api group \""), ".-") : g_strdup("");
	g_autofree char *space = word_after(line, "in the namespace", ".-");
	const char *end = kubernetes_end(verb, resource);
	g_autofree char *action =
		g_strdup_printf("Microsoft.ContainerService/managedClusters/%s%s%s/%s", group,
				*group ? "/" : "", resource, end != NULL ? end : "action");
	if (*resource == '\0' || !operation_is_valid(action))
		return;
	Need *need = need_new(action, PLANE_DATA, NULL);
	need->is_plane_known = true;
	if (space != NULL)
		need->below = g_strconcat("/namespaces/", space, NULL);
	denial_add(denial, need);
}

/* ---- messages ---- */

/* "Unauthorized access. 'Send' claim(s) are required to perform this operation. Resource: 'sb://HOST/QUEUE'." */
static void read_messages(const char *text, Denial *denial)
{
	static const char *const table[][2] = { { "'send' claim", "messages/send/action" },
						{ "'listen' claim", "messages/receive/action" } };
	if (!has(text, "claim(s) are required") && !has(text, "claims are required"))
		return;
	const char *space = has(text, "eventhub") ? "Microsoft.EventHub" : "Microsoft.ServiceBus";
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		if (!has(text, table[i][0]))
			continue;
		g_autofree char *action = g_strconcat(space, "/namespaces/", table[i][1], NULL);
		Need *need = need_new(action, PLANE_DATA, NULL);
		need->is_plane_known = true;
		const char *host = denial_find(text, "sb://");
		need->host = host != NULL ? word_at(host + strlen("sb://"), "-") : NULL;
		denial_add(denial, need);
		return;
	}
}

/* ---- the directory ---- */

/* Graph says no more than no; which resource of a plan it was does. */
static const char *const directory_resources[][2] = {
	{ "azuread_group_member.", "microsoft.directory/groups/members/update" },
	{ "azuread_group.", "microsoft.directory/groups/create" },
	{ "azuread_user.", "microsoft.directory/users/create" },
	{ "azuread_invitation.", "microsoft.directory/users/inviteGuest" },
	{ "azuread_application_password.", "microsoft.directory/applications/credentials/update" },
	{ "azuread_application.", "microsoft.directory/applications/create" },
	{ "azuread_service_principal_password.",
	  "microsoft.directory/servicePrincipals/credentials/update" },
	{ "azuread_service_principal.", "microsoft.directory/servicePrincipals/create" },
	{ "azuread_conditional_access_policy.",
	  "microsoft.directory/conditionalAccessPolicies/create" },
	{ "azuread_administrative_unit.", "microsoft.directory/administrativeUnits/create" },
	{ "azuread_directory_role_assignment.",
	  "microsoft.directory/roleAssignments/allProperties/allTasks" },
};

static void read_directory(const char *text, Denial *denial)
{
	if (!has(text, "authorization_requestdenied") && !has(text, "insufficient privileges"))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(directory_resources); i++) {
		if (has(text, directory_resources[i][0])) {
			add(denial, directory_resources[i][1], PLANE_DIRECTORY);
			return;
		}
	}
}

/* A query of Resource Graph sees what its asker may read. */
static void read_graph_query(const char *text, Denial *denial)
{
	if (has(text, "providers/microsoft.resourcegraph/resources") && has(text, "accessdenied"))
		add(denial, "Microsoft.ResourceGraph/resources/read", PLANE_CONTROL);
}

void denial_read_data(const char *text, Denial *denial)
{
	read_storage(text, denial);
	read_kubernetes(text, denial);
	read_messages(text, denial);
	read_directory(text, denial);
	read_graph_query(text, denial);
}
