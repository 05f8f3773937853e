/*
 * A policy as text, as the journal keeps it: {"longest_seconds":28800,"reason":true,…}. Members are only ever added, so
 * that what earlier versions wrote is read for good.
 */
#ifndef MYROLES_JSON_POLICY_H
#define MYROLES_JSON_POLICY_H

#include "src/model/policy.h"

/* Of one that is known. The caller frees. */
char *policy_to_json(const Policy *policy);

/* NULL: it is none that can be read. The caller frees. */
Policy *policy_from_json(const char *text);

#endif
