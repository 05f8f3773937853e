/*
 * An answer as it comes in. Only this room includes this file.
 */
#ifndef MYROLES_NET_RESPONSE_H
#define MYROLES_NET_RESPONSE_H

#include "src/net/http.h"

struct HttpResponse {
	long status;
	GPtrArray *headers; /* char*: "Name: value" */
	size_t header_bytes;
	GString *body;
};

HttpResponse *response_new_empty(void);

/* Takes one line as libcurl hands it over; a status line begins a new answer (after a 100 Continue, say). */
void response_add_line(HttpResponse *response, const char *line, size_t length);

/* Appends to the body; the old block is wiped when it has to grow. */
void response_add_body(HttpResponse *response, const char *bytes, size_t length);

bool response_is_good(const HttpResponse *response); /* 2xx */

#endif
