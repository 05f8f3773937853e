/* A token store in whose place a person may put another one, while calls go on. Nothing puts one there by itself. */
#ifndef MYROLES_AUTH_STORE_SWITCH_H
#define MYROLES_AUTH_STORE_SWITCH_H

#include "src/auth/token-store.h"

/* Takes the store. */
TokenStore *store_switch_new(TokenStore *first);

/* Takes the store, which has all calls from now on. What the ones before were asked, they answer. */
void store_switch_to(TokenStore *store, TokenStore *next);

#endif
