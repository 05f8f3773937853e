/*
 * Claims challenges: what a service wants a token to hold before it does something. They come in a
 * WWW-Authenticate header (RFC 6750 §3 with the parameter `claims`, base64 or base64url) or inside the text of
 * an error message (`&claims=`, percent-encoded or plain JSON with escaped quotes).
 */
#ifndef MYROLES_NET_CHALLENGE_H
#define MYROLES_NET_CHALLENGE_H

#include <glib.h>

/*
 * The challenge as compact JSON, or NULL when there is none in a known shape: what services are known to ask of an
 * `access_token` (OpenID Connect Core §5.5). Whatever else it holds is left out. The caller frees.
 */
char *challenge_from_json(const char *json); /* as the token endpoint gives it */
char *challenge_from_header(const char *www_authenticate);
char *challenge_from_message(const char *message);

#endif
