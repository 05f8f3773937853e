/*
 * What a host's name tells of where it is.
 */
#ifndef MYROLES_BASE_HOST_H
#define MYROLES_BASE_HOST_H

#include <stdbool.h>

/* 127.0.0.0/8, ::1 (in brackets or not) and localhost, which libcurl never asks a resolver for. */
bool host_is_loopback(const char *host);

#endif
