/*
 * What became of a proposal, as JSON.
 */
#ifndef MYROLES_FRONTEND_DOCUMENT_PROPOSAL_H
#define MYROLES_FRONTEND_DOCUMENT_PROPOSAL_H

#include <cjson/cJSON.h>

#include "frontend/proposal.h"
#include "frontend/target.h"

/* {"schema","proposal","errors"}: "number", "state", "asked" (a row at its scope), "scope_id", "duration" in seconds, "until", "text". */
cJSON *document_proposal(const Target *asked, const ProposalNews *news);

#endif
