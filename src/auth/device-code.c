#include "src/auth/device-code.h"

#include <string.h>

#include "src/base/browser.h"
#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/json/value.h"
#include "src/net/url.h"

#define GRANT_TYPE        "urn:ietf:params:oauth:grant-type:device_code"
#define USUAL_INTERVAL    5 /* seconds, where the platform names none (RFC 8628 §3.2) */
#define SLOW_DOWN_SECONDS 5 /* for good (RFC 8628 §3.5) */
#define LONGEST_INTERVAL  60
#define LONGEST_LIFE      INT64_C(86400)

struct DeviceCode {
	Http *http;
	Clock *clock;
	char *authority, *client_id, *scope, *claims;
	unsigned pace_ms;
	DeviceCodeShow show;
	SignInDone done;
	gpointer data;

	OidcMetadata metadata;
	Secret *code;
	Instant expires;
	int64_t interval;  /* seconds */
	int64_t patience;  /* seconds more, while the network fails */
	uint64_t request;  /* of the queue; 0: none under way */
	guint timer;       /* until the next look; 0: none */
	bool is_abandoned; /* freed while a request was under way, whose end is awaited */
};

/* Microsoft's pages to type a code on, of any cloud, as their paths begin; others are where the authority itself is. */
static const struct {
	const char *host, *path;
} pages[] = {
	{ "microsoft.com", "/devicelogin" },
	{ "www.microsoft.com", "/devicelogin" },
	{ "login.microsoft.com", "/device" },
	{ "aka.ms", "/devicelogin" },
};

/* ---- life ---- */

static void destroy(DeviceCode *device)
{
	g_clear_handle_id(&device->timer, g_source_remove);
	oidc_metadata_clear(&device->metadata);
	secret_free(device->code);
	g_free(device->authority);
	g_free(device->client_id);
	g_free(device->scope);
	g_free(device->claims);
	g_free(device);
}

/* A request of the queue has ended. False: nobody wants to know, and all is freed. */
static bool take_end(DeviceCode *device)
{
	device->request = 0;
	if (!device->is_abandoned)
		return true;
	destroy(device);
	return false;
}

static void fail(DeviceCode *device, AuthError code, const char *message)
{
	g_autoptr(GError) error = g_error_new_literal(AUTH_ERROR, (int)code, message);
	device->done(NULL, error, device->data); /* freed in here, perhaps */
}

/* ---- waiting for the person ---- */

static void wait_for_person(DeviceCode *device);

static void finish(DeviceCode *device, const OauthTokens *tokens)
{
	const OidcExpected expected = {
		.issuer = device->metadata.issuer,
		.client_id = device->client_id,
		.access = tokens->access,
		.now = clock_now(device->clock),
	};
	g_auto(TokenClaims) claims = { 0 };
	const SignInResult result = {
		.tokens = tokens,
		.claims = &claims,
		.metadata = &device->metadata,
	};
	g_autoptr(GError) error = NULL;
	bool is_good = sign_in_check_tokens(tokens, &expected, &claims, &error);
	device->done(is_good ? &result : NULL, error, device->data);
}

/* What may be over at the next try. A certificate that is not trusted is none of these. */
static bool is_passing(const GError *error)
{
	static const int codes[] = { HTTP_ERROR_UNREACHABLE, HTTP_ERROR_TIMED_OUT,
				     HTTP_ERROR_THROTTLED,   HTTP_ERROR_INTERRUPTED,
				     HTTP_ERROR_NOT_SENT,    HTTP_ERROR_PROXY,
				     HTTP_ERROR_WAIT };
	if (g_error_matches(error, AUTH_ERROR, AUTH_ERROR_AGAIN_LATER))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (g_error_matches(error, HTTP_ERROR, codes[i]))
			return true;
	return false;
}

/* Is there any sense in asking again? */
static bool can_go_on(DeviceCode *device, const GError *error)
{
	const char *word = auth_error_details(error).word;
	if (is_passing(error)) { /* RFC 8628 §3.5 wants an exponential back-off */
		device->patience = device->patience == 0 ? device->interval : device->patience * 2;
		device->patience = MIN(device->patience, LONGEST_INTERVAL);
		return true;
	}
	device->patience = 0;
	if (g_strcmp0(word, "slow_down") == 0) {
		device->interval = MIN(device->interval + SLOW_DOWN_SECONDS, LONGEST_INTERVAL);
		return true;
	}
	return g_strcmp0(word, "authorization_pending") == 0;
}

static void on_tokens(const OauthTokens *tokens, const GError *error, gpointer data)
{
	DeviceCode *device = data;
	if (!take_end(device))
		return;
	if (tokens != NULL)
		finish(device, tokens);
	else if (can_go_on(device, error))
		wait_for_person(device);
	else
		device->done(NULL, error, device->data);
}

static gboolean on_time(gpointer data)
{
	DeviceCode *device = data;
	g_autoptr(PostForm) form = post_form_new();
	device->timer = 0;
	if (clock_now(device->clock) >= device->expires) {
		fail(device, AUTH_ERROR_CODE_EXPIRED, "nobody typed the code in time");
		return G_SOURCE_REMOVE;
	}
	post_form_add(form, "grant_type", GRANT_TYPE);
	post_form_add(form, "client_id", device->client_id);
	post_form_add(form, "claims", device->claims);
	post_form_add_secret(form, "device_code", device->code);
	device->request =
		oauth_post(device->http, device->metadata.token_endpoint, form, on_tokens, device);
	return G_SOURCE_REMOVE;
}

static void wait_for_person(DeviceCode *device)
{
	device->timer =
		g_timeout_add(device_code_interval(device) * device->pace_ms, on_time, device);
}

unsigned device_code_interval(const DeviceCode *device)
{
	return (unsigned)MIN(device->interval + device->patience, LONGEST_INTERVAL);
}

/* ---- the code ---- */

typedef struct Answer {
	char *code, *user_code, *url;
	int64_t expires_in, interval;
} Answer;

static void answer_clear(Answer *answer)
{
	secret_wipe_string(answer->code);
	g_free(answer->user_code);
	g_free(answer->url);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)

static bool is_microsofts(const Url *page)
{
	if (strcmp(page->scheme, "https") != 0 || strcmp(page->port, "443") != 0)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(pages); i++)
		if (strcmp(page->host, pages[i].host) == 0 &&
		    g_str_has_prefix(page->path, pages[i].path))
			return true;
	return false;
}

/* Whoever can name the page could send the person to one of their own: pages that are known, or the authority's. */
static bool is_known_page(const DeviceCode *device, const char *url)
{
	g_auto(Url) page = { 0 };
	g_auto(Url) authority = { 0 };
	if (!browser_is_url(url) || !url_parse(url, &page, NULL))
		return false;
	if (is_microsofts(&page))
		return true;
	return url_parse(device->authority, &authority, NULL) &&
	       strcmp(page.scheme, authority.scheme) == 0 &&
	       strcmp(page.host, authority.host) == 0 && strcmp(page.port, authority.port) == 0;
}

static bool read_answer(const HttpResponse *response, Answer *answer, GError **error)
{
	static const JsonField fields[] = {
		{ "device_code", JSON_FIELD_TEXT, offsetof(Answer, code), true, NULL },
		{ "user_code", JSON_FIELD_TEXT, offsetof(Answer, user_code), true, NULL },
		{ "verification_uri", JSON_FIELD_TEXT, offsetof(Answer, url), true, NULL },
		{ "expires_in", JSON_FIELD_INT, offsetof(Answer, expires_in), true, NULL },
		{ "interval", JSON_FIELD_INT, offsetof(Answer, interval), false, NULL },
	};
	size_t length;
	const char *body = http_response_body(response, &length);
	g_autoptr(JsonValue) value = json_parse(body, length, NULL);
	g_autoptr(GError) why = NULL;
	if (oauth_is_refusal(response)) {
		g_propagate_error(error, oauth_error_from_response(response));
		return false;
	}
	if (value != NULL && json_decode(value, fields, G_N_ELEMENTS(fields), answer, &why) &&
	    answer->expires_in > 0) {
		if (json_get(value, "interval") == NULL)
			answer->interval = USUAL_INTERVAL;
		return true;
	}
	g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_BAD_ANSWER,
			    "the answer with the code cannot be read");
	return false;
}

static const char *find_fault(const DeviceCode *device, const Answer *answer)
{
	if (*answer->code == '\0' || strlen(answer->code) > LIMIT_TOKEN)
		return "the answer with the code has none that can be used";
	if (*answer->user_code == '\0' || g_utf8_strlen(answer->user_code, -1) > LIMIT_USER_CODE)
		return "the answer holds no code that a person could type";
	if (!is_known_page(device, answer->url))
		return "the page to type the code on is not a known one";
	return NULL;
}

static void take_answer(DeviceCode *device, const Answer *answer)
{
	const char *fault = find_fault(device, answer);
	g_autofree char *user_code = text_sanitize(answer->user_code, -1);
	const DeviceCodePage page = {
		.user_code = user_code,
		.url = answer->url,
		.expires = clock_now(device->clock) + MIN(answer->expires_in, LONGEST_LIFE),
	};
	if (fault != NULL) {
		fail(device, AUTH_ERROR_BAD_ANSWER, fault);
		return;
	}
	device->code = secret_new(answer->code, -1);
	device->expires = page.expires;
	device->interval = CLAMP(answer->interval, 1, LONGEST_INTERVAL);
	wait_for_person(device);
	device->show(&page, device->data);
}

static void on_code(const HttpResponse *response, const GError *failure, gpointer data)
{
	DeviceCode *device = data;
	g_auto(Answer) answer = { 0 };
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	if (!take_end(device))
		return;
	if (error == NULL && read_answer(response, &answer, &error))
		take_answer(device, &answer);
	else
		device->done(NULL, error, device->data);
}

static void on_metadata(const OidcMetadata *metadata, const GError *error, gpointer data)
{
	DeviceCode *device = data;
	g_autoptr(PostForm) form = post_form_new();
	if (!take_end(device))
		return;
	if (error != NULL) {
		device->done(NULL, error, device->data);
		return;
	}
	if (metadata->device_endpoint == NULL) {
		fail(device, AUTH_ERROR_UNSUPPORTED, "the issuer offers no device codes");
		return;
	}
	device->metadata.issuer = g_strdup(metadata->issuer);
	device->metadata.token_endpoint = g_strdup(metadata->token_endpoint);
	post_form_add(form, "client_id", device->client_id);
	post_form_add(form, "scope", device->scope);
	post_form_add(form, "claims", device->claims);
	const HttpRequest request = {
		.method = HTTP_POST,
		.audience = AUDIENCE_NONE,
		.url = metadata->device_endpoint,
		.body = post_form_text(form),
		.content_type = POST_FORM_TYPE,
		.deadline_ms = 30000,
	};
	device->request = http_send(device->http, &request, on_code, device);
}

DeviceCode *device_code_new(Http *http, Clock *clock, const DeviceCodeRequest *request,
			    DeviceCodeShow show, SignInDone done, gpointer data)
{
	DeviceCode *device = g_new0(DeviceCode, 1);
	device->http = http;
	device->clock = clock;
	device->authority = g_strdup(request->authority);
	device->client_id = g_strdup(request->client_id);
	device->scope = g_strdup(request->scope);
	device->claims = g_strdup(request->claims);
	device->pace_ms = request->pace_ms != 0 ? request->pace_ms : 1000;
	device->show = show;
	device->done = done;
	device->data = data;
	device->request =
		oidc_discover(http, device->authority, request->is_platform, on_metadata, device);
	return device;
}

void device_code_free(DeviceCode *device)
{
	if (device == NULL)
		return;
	if (device->request == 0) {
		destroy(device);
		return;
	}
	device->is_abandoned = true;
	http_cancel(device->http, device->request);
}
