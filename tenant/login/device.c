/* The device authorization flow (RFC 8628, with Entra's words). */
#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/login/call.h"
#include "tenant/login/login.h"

/* Nine characters without those that are easily taken for others. */
static char *make_user_code(void)
{
	static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ23456789";
	char code[10] = { 0 };
	for (size_t i = 0; i < sizeof code - 1; i++)
		code[i] = letters[g_random_int_range(0, sizeof letters - 1)];
	return g_strdup(code);
}

void login_device_start(LoginCall *call)
{
	const Settings *settings = &call->service->settings;
	g_auto(ClaimsRequest) claims = { 0 };
	if (login_answer_planned(call, "devicecode"))
		return;
	if (!ids_is_guid(login_param(call, "client_id")) || login_param(call, "scope") == NULL ||
	    !claims_parse(login_param(call, "claims"), &claims)) {
		login_error(call, 400, "invalid_request", 900144,
			    "The request body must contain client_id and scope.");
		return;
	}
	Device *device = g_new0(Device, 1);
	device->user_code = make_user_code();
	device->client_id = g_strdup(login_param(call, "client_id"));
	device->scope = g_strdup(login_param(call, "scope"));
	device->claims = g_strdup(login_param(call, "claims"));
	device->world = call->world;
	device->created = service_now(call->service);
	device->interval = settings->device_interval_s;
	char *name = login_secret();
	g_hash_table_insert(call->login->devices, name, device);
	service_note_secret(call->service, "device_code", name);
	g_free(call->login->last_user_code);
	call->login->last_user_code = g_strdup(device->user_code);
	g_autofree char *page = g_strconcat(call->request->base, "/device", NULL);
	g_autofree char *message =
		g_strdup_printf("To sign in, use a web browser to open the page %s "
				"and enter the code %s to authenticate.",
				page, device->user_code);
	cJSON *json = cJSON_CreateObject();
	json_add(json, "user_code", device->user_code);
	json_add(json, "device_code", name);
	json_add(json, "verification_uri", page);
	cJSON_AddNumberToObject(json, "expires_in", (double)settings->device_seconds);
	cJSON_AddNumberToObject(json, "interval", (double)device->interval);
	json_add(json, "message", message);
	http_answer_json(call->response, 200, json);
}

static Device *find_device(const Login *login, const char *user_code)
{
	GHashTableIter iterator;
	gpointer device;
	g_hash_table_iter_init(&iterator, login->devices);
	while (g_hash_table_iter_next(&iterator, NULL, &device)) {
		if (user_code != NULL && strcmp(((Device *)device)->user_code, user_code) == 0)
			return device;
	}
	return NULL;
}

const char *login_waiting_device(const Service *service)
{
	const Device *device = find_device(service->login, service->login->last_user_code);
	return device != NULL && device->session == NULL && !device->is_declined ? device->user_code
										 : NULL;
}

bool login_decide_device(Service *service, const char *user_code, const Object *user, World *world,
			 bool is_approved)
{
	Device *device = find_device(service->login, user_code);
	g_auto(ClaimsRequest) claims = { 0 };
	if (device == NULL || device->session != NULL)
		return false;
	if (!is_approved) {
		device->is_declined = true;
		return true;
	}
	claims_parse(device->claims, &claims);
	device->session = session_new(world, user, device->client_id);
	device->session->used = service_now(service);
	session_prove(device->session, &claims);
	record_count(service->record, COUNT_SIGN_INS);
	return true;
}

/* /device, then /device?user_code=…, then …&account=… */
void login_device_page(LoginCall *call)
{
	const char *code = login_param(call, "user_code");
	const char *account = login_param(call, "account");
	World *world = NULL;
	if (code == NULL) {
		login_page(call, 200, "Enter code",
			   "<form action=\"/device\"><input name=\"user_code\"> "
			   "<input name=\"account\"><button>Next</button></form>\n");
		return;
	}
	const Device *device = find_device(call->login, code);
	const Object *user =
		device != NULL ? login_find_person(call, device->world, account, &world) : NULL;
	if (call->service->settings.device_blocked) {
		/* The browser is told; the program that polls is not. */
		login_page(call, 403, "You cannot access this right now",
			   "<p>AADSTS53003: Access has been blocked by Conditional Access "
			   "policies.</p>\n");
	} else if (user == NULL || !login_decide_device(call->service, code, user, world, true)) {
		login_page(call, 400, "That code did not work",
			   "<p>Check the code and try again.</p>\n");
	} else {
		login_page(call, 200, "You have signed in", "<p>You may close this window.</p>\n");
	}
}

void login_device_poll(LoginCall *call)
{
	const char *name = login_param(call, "device_code");
	Device *device = name != NULL ? g_hash_table_lookup(call->login->devices, name) : NULL;
	int64_t now = service_now(call->service);
	if (device == NULL || g_strcmp0(login_param(call, "client_id"), device->client_id) != 0) {
		login_error(call, 400, "bad_verification_code", 70018, "The code is not known.");
		return;
	}
	const Settings *settings = &call->service->settings;
	int64_t life = (settings->device_dies_after_s ? settings->device_dies_after_s
						      : settings->device_seconds) *
		       TIMES_SECOND;
	bool is_early =
		device->polled && now - device->polled < device->interval * TIMES_SECOND * 9 / 10;
	device->polled = now;
	if (now - device->created >= life) {
		login_error(call, 400, "expired_token", 70020, "The provided code has expired.");
	} else if (device->is_declined) {
		login_error(call, 400, "authorization_declined", 70016,
			    "The end user denied the request.");
	} else if (is_early) {
		/* RFC 8628 section 3.5: five seconds more, for good. */
		device->interval += 5;
		login_error(call, 400, "slow_down", 70016, "Polling too fast.");
	} else if (device->session == NULL) {
		login_error(call, 400, "authorization_pending", 70016,
			    "OAuth 2.0 device flow error. Authorization is pending. Continue "
			    "polling.");
	} else {
		g_autoptr(Session) session = session_ref(device->session);
		const char *scope = login_param(call, "scope");
		g_autofree char *granted = g_strdup(scope != NULL ? scope : device->scope);
		g_autofree char *claims = g_strdup(device->claims);
		g_hash_table_remove(call->login->devices, name);
		login_issue(call, session, granted, claims);
	}
}
