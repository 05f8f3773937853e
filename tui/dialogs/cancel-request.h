/* The question before a request is taken back, and what became of that. */
#ifndef MYROLES_TUI_DIALOGS_CANCEL_REQUEST_H
#define MYROLES_TUI_DIALOGS_CANCEL_REQUEST_H

#include "tui/core/effects.h"

/* Copies the request: what is asked about is what is canceled. */
void cancel_request_ask(Update *update, const Request *request);

/* It was confirmed, and there is no answer yet. */
bool cancel_request_is_running(const State *state, const Request *request);

#endif
