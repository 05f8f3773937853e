#include "src/model/denial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/model/operations.h"
#include "src/model/scope.h"
#include "tests/unit/roles-folder.h"

#define SUB "/subscriptions/11111111-1111-4111-8111-111111111111"

/* ---- the folder's ---- */

static const char *text_of(const cJSON *json, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItem(json, name));
}

static Plane plane_of(const Operations *operations, const Need *need)
{
	const unsigned planes = operations_planes(operations, need->action);
	return !need->is_plane_known && planes == 1u << PLANE_DATA ? PLANE_DATA : need->plane;
}

static void check_need(const Operations *operations, const char *file, Need *need,
		       const cJSON *expected)
{
	const char *scope = text_of(expected, "scope");
	const char *plane = text_of(expected, "plane");
	if (need->scope == NULL && scope != NULL)
		need_set_scope(need, scope);
	if (g_ascii_strcasecmp(need->action, text_of(expected, "action")) != 0 ||
	    (scope != NULL && !scope_id_equal(need->scope, scope)) ||
	    (plane != NULL && strcmp(plane, plane_word(plane_of(operations, need))) != 0))
		fail_msg("%s: %s (%s) at %s", file, need->action,
			 plane_word(plane_of(operations, need)), need->scope);
}

static void denial_parse__finds_what_is_missing__in_all_denials(void **state)
{
	(void)state;
	cJSON *json = roles_folder_read_json("denials/expected.json");
	g_autoptr(Operations) operations = operations_new();
	const cJSON *row = NULL;
	cJSON_ArrayForEach(row, cJSON_GetObjectItem(json, "cases"))
	{
		const char *file = text_of(row, "file");
		g_autofree char *path = g_build_filename("denials", file, NULL);
		gsize length = 0;
		g_autofree char *text = roles_folder_read(path, &length);
		g_autoptr(Denial) denial = denial_parse(text, (gssize)length);
		const cJSON *needs = cJSON_GetObjectItem(row, "needs");
		if (denial->needs->len != (guint)cJSON_GetArraySize(needs))
			fail_msg("%s: %u needs", file, denial->needs->len);
		for (guint i = 0; i < denial->needs->len; i++)
			check_need(operations, file, denial->needs->pdata[i],
				   cJSON_GetArrayItem(needs, (int)i));
		const bool is_hopeless = strcmp(text_of(row, "kind"), "no role helps") == 0;
		if (is_hopeless != (denial->obstacle != OBSTACLE_NONE) || !denial->is_refusal)
			fail_msg("%s: obstacle %d", file, denial->obstacle);
	}
	cJSON_Delete(json);
}

/* ---- shapes ---- */

typedef struct Case {
	const char *text;
	const char *needs; /* "action@scope action@scope" */
} Case;

#define TELLS(action, scope)                                                    \
	"The client 'x' does not have authorization to perform action '" action \
	"' over scope '" scope "'"

static const Case cases[] = {
	{ TELLS("Microsoft.Web/sites/write", SUB "/resourceGroups/rg"),
	  "Microsoft.Web/sites/write@" SUB "/resourceGroups/rg" },
	/* in another language and other quotes; the place first */
	{ "\xc2\xab Microsoft.Web/sites/read \xc2\xbb sur \xc2\xab " SUB " \xc2\xbb",
	  "Microsoft.Web/sites/read@" SUB },
	{ "\xe3\x82\xb9\xe3\x82\xb3\xe3\x83\xbc\xe3\x83\x97 '" SUB "' \xe3\x81\xa7 "
	  "'Microsoft.Web/sites/read'",
	  "Microsoft.Web/sites/read@" SUB },
	/* several at once, respectively */
	{ "(LinkedAuthorizationFailed) has permission to perform action "
	  "'Microsoft.Web/sites/write' on scope '" SUB
	  "'; however, it does not have permission to perform action(s) "
	  "'Microsoft.Web/a/join/action,Microsoft.Web/b/join/action' on the linked scope(s) '" SUB
	  "/resourceGroups/a," SUB "/resourceGroups/b' (respectively)",
	  "Microsoft.Web/a/join/action@" SUB "/resourceGroups/a "
	  "Microsoft.Web/b/join/action@" SUB "/resourceGroups/b" },
	/* the same in words that are not known */
	{ "LinkedAuthorizationFailed: puede 'Microsoft.Web/sites/write' en '" SUB "'; "
	  "pero no 'Microsoft.Web/a/join/action' en '" SUB "/resourceGroups/a'",
	  "Microsoft.Web/a/join/action@" SUB "/resourceGroups/a" },
	{ "\\\"" TELLS("Microsoft.Web/sites/read", SUB) "\\\\r\\\\nnext",
	  "Microsoft.Web/sites/read@" SUB },
	{ TELLS("/read", SUB), "Microsoft.Resources/subscriptions/read@" SUB },
	{ TELLS("/write", SUB "/resourceGroups/r/providers/Microsoft.Web/sites/s/slots/t"),
	  "Microsoft.Web/sites/slots/write@" SUB
	  "/resourceGroups/r/providers/Microsoft.Web/sites/s/slots/t" },
	{ TELLS("", ""), "" },
	{ TELLS("Microsoft.Web/sites", SUB), "" },
	{ "GET https://management.azure.com" SUB "/providers/Microsoft.Web/sites/read", "" },
	{ "You need Microsoft.Web/sites/read.", "Microsoft.Web/sites/read@-" },
	{ "actions: Microsoft.Web/*/read", "" },
	{ "Unauthorized access. 'Send' claim(s) are required to perform this operation. "
	  "Resource: 'sb://sb-pay.servicebus.windows.net/orders'.",
	  "Microsoft.ServiceBus/namespaces/messages/send/action@-" },
	{ "User \"u\" cannot create resource \"pods/exec\" in API group \"\" in the namespace "
	  "\"n\"",
	  "Microsoft.ContainerService/managedClusters/pods/exec/action@-" },
	/* What a terminal would act on is no part of a name. */
	{ "does not have authorization to perform action '\033[1mMicrosoft.Web/sites/\033(Bwrite' "
	  "over "
	  "scope '" SUB "/resourceGroups/rg\033]0;evil\a-app'",
	  "Microsoft.Web/sites/write@" SUB "/resourceGroups/rg-app" },
	{ "User \"u\" cannot deletecollection resource \"deployments\" in API group \"apps\" at "
	  "the "
	  "cluster scope",
	  "Microsoft.ContainerService/managedClusters/apps/deployments/delete@-" },
};

static char *needs_text(const Denial *denial)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < denial->needs->len; i++) {
		const Need *need = denial->needs->pdata[i];
		g_string_append_printf(text, "%s%s@%s", i > 0 ? " " : "", need->action,
				       need->scope != NULL ? need->scope : "-");
	}
	return g_string_free(text, FALSE);
}

static void denial_parse__reads_the_form__of_each_shape(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Denial) denial = denial_parse(cases[i].text, -1);
		g_autofree char *needs = needs_text(denial);
		if (strcmp(needs, cases[i].needs) != 0)
			fail_msg("%s\n  gives %s", cases[i].text, needs);
	}
}

static void denial_parse__stops_at_its_limits(void **state)
{
	(void)state;
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < LIMIT_NEEDS + 5; i++)
		g_string_append_printf(text, "'Microsoft.Web/a%d/read' over scope '" SUB "' ", i);
	g_autoptr(Denial) denial = denial_parse(text->str, -1);
	assert_int_equal(denial->needs->len, LIMIT_NEEDS);
	assert_true(denial->is_cut);
	/* What stands behind the limit is not read. */
	g_autofree char *blanks = g_strnfill(LIMIT_DENIAL, ' ');
	g_autofree char *late = g_strconcat(blanks, text->str, NULL);
	g_autoptr(Denial) none = denial_parse(late, -1);
	assert_int_equal(none->needs->len, 0);
	assert_true(none->is_cut);
	/* Nor what stands behind too many names of places. */
	g_autoptr(GString) places = g_string_new(NULL);
	for (int i = 0; i < 4 * LIMIT_NEEDS; i++)
		g_string_append(places, "'" SUB "' ");
	g_string_append(places, text->str);
	g_autoptr(Denial) crowded = denial_parse(places->str, -1);
	assert_int_equal(crowded->needs->len, 0);
	assert_true(crowded->is_cut);
}

static void denial_parse__names_the_obstacle(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		Obstacle obstacle;
	} rows[] = {
		{ "code: RequestDisallowedByPolicy", OBSTACLE_POLICY },
		{ "This request is not authorized to perform this operation.", OBSTACLE_NETWORK },
		{ "not authorized to perform this operation using this permission.",
		  OBSTACLE_NONE },
		{ "(ForbiddenByFirewall)", OBSTACLE_NETWORK },
		{ "AuthorizationFailed", OBSTACLE_NONE },
		{ "PermissionScopeNotGranted", OBSTACLE_CONSENT },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Denial) denial = denial_parse(rows[i].text, -1);
		assert_int_equal(denial->obstacle, rows[i].obstacle);
	}
}

/* ---- anchors ---- */

static void need_anchor__is_the_narrowest_place__for_each_kind(void **state)
{
	(void)state;
	static const struct {
		const char *action, *scope, *anchor;
	} rows[] = {
		{ "Microsoft.Web/sites/read",
		  SUB "/resourceGroups/r/providers/Microsoft.Web/sites/s",
		  SUB "/resourceGroups/r/providers/Microsoft.Web/sites/s" },
		{ "Microsoft.Web/sites/write",
		  SUB "/resourceGroups/r/providers/Microsoft.Web/sites/s",
		  SUB "/resourceGroups/r" },
		{ "Microsoft.Web/sites/slots/write",
		  SUB "/resourceGroups/r/providers/Microsoft.Web/sites/s/slots/t",
		  SUB "/resourceGroups/r/providers/Microsoft.Web/sites/s" },
		{ "Microsoft.Authorization/roleAssignments/write",
		  SUB "/resourceGroups/r/providers/Microsoft.Web/sites/s/providers/"
		      "Microsoft.Authorization/roleAssignments/x",
		  SUB "/resourceGroups/r/providers/Microsoft.Web/sites/s" },
		{ "Microsoft.Authorization/roleAssignments/write",
		  SUB "/providers/Microsoft.Authorization/roleAssignments/x", SUB },
		{ "Microsoft.Resources/subscriptions/resourceGroups/write", SUB "/resourceGroups/r",
		  SUB },
		{ "Microsoft.Resources/subscriptions/resourceGroups/delete",
		  SUB "/resourceGroups/r", SUB "/resourceGroups/r" },
		{ "Microsoft.Resources/deployments/validate/action",
		  "/providers/Microsoft.Management/managementGroups/m/providers/"
		  "Microsoft.Resources/deployments/d",
		  "/providers/Microsoft.Management/managementGroups/m" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Need) need = need_new(rows[i].action, PLANE_CONTROL, rows[i].scope);
		g_autofree char *anchor = need_anchor(need);
		assert_string_equal(anchor, rows[i].anchor);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(denial_parse__finds_what_is_missing__in_all_denials),
		cmocka_unit_test(denial_parse__reads_the_form__of_each_shape),
		cmocka_unit_test(denial_parse__stops_at_its_limits),
		cmocka_unit_test(denial_parse__names_the_obstacle),
		cmocka_unit_test(need_anchor__is_the_narrowest_place__for_each_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
