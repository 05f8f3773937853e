/*
 * Signing in by a code that is typed on any device (RFC 8628): a state machine on the main loop. The code is asked for and
 * shown, then the platform is asked again and again whether the person has typed it, until that ends one way or another.
 * Nothing waits in a nested loop; freeing it ends it.
 */
#ifndef MYROLES_AUTH_DEVICE_CODE_H
#define MYROLES_AUTH_DEVICE_CODE_H

#include "src/auth/sign-in.h"

typedef struct DeviceCode DeviceCode;

typedef struct DeviceCodeRequest {
	const char *authority;
	bool is_platform; /* see oidc_discover */
	const char *client_id;
	const char *scope;  /* of one resource, with "openid profile offline_access" */
	const char *claims; /* a challenge to satisfy as JSON; NULL: none */
	unsigned
		pace_ms; /* what a second of the platform's interval takes here; 0: 1000. For tests */
} DeviceCodeRequest;

/* What the person is shown; borrowed, sanitized. */
typedef struct DeviceCodePage {
	const char *user_code;
	const char *url; /* one of Microsoft's, or of the authority's own scheme, host and port */
	Instant expires;
} DeviceCodePage;

typedef void (*DeviceCodeShow)(const DeviceCodePage *page, gpointer data);

/*
 * `http` and `clock` are borrowed, `request` is copied. The callbacks come from the main loop. Errors of AUTH_ERROR: CODE_EXPIRED
 * when nobody typed the code in time, DECLINED, UNSUPPORTED where the authority has no such flow, BAD_ANSWER for a page of a
 * foreign host; and those of the token endpoint. A network that fails for a while is waited for.
 */
DeviceCode *device_code_new(Http *http, Clock *clock, const DeviceCodeRequest *request,
			    DeviceCodeShow show, SignInDone done, gpointer data);
void device_code_free(DeviceCode *device);

/* Seconds from one question to the next, as things stand. */
unsigned device_code_interval(const DeviceCode *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DeviceCode, device_code_free)

#endif
