/*
 * A set made of what was activated today and is active, added to the configuration.
 */
#ifndef MYROLES_CLI_SET_SAVE_H
#define MYROLES_CLI_SET_SAVE_H

#include "cli/options.h"
#include "cli/tell.h"

ExitCode set_save(const char *name, const Options *options);

#endif
