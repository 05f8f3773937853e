/*
 * How libcurl is set up: each option that this program relies on, and why. Only this room includes this file.
 */
#ifndef MYROLES_NET_OPTIONS_H
#define MYROLES_NET_OPTIONS_H

#include "src/net/transfer.h"

/* All options of a try but its callbacks. */
void options_set(Transfer *transfer);

const char *options_method_name(HttpMethod method);

#endif
