/* Who may read what others hold, in the directory and in groups. In Azure that is a right like the others, see arm_can_read. */
#pragma once

#include "tenant/service.h"
#include "tenant/tokens.h"

/* By a directory role that is active now: those that Graph's pages name for reading assignments. */
bool readers_may_read_directory(const Caller *caller, int64_t now);
/* … or since the group is the caller's own, as member or owner. */
bool readers_may_read_group(const Caller *caller, const char *group_id, int64_t now);
