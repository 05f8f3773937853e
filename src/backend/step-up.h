/* A stronger sign-in that is foreseen: what the policy asks for is known, and what the token was got for. */
#ifndef MYROLES_BACKEND_STEP_UP_H
#define MYROLES_BACKEND_STEP_UP_H

#include "src/backend/network.h"
#include "src/backend/policies.h"

/*
 * Why the activation would be refused: it needs an authentication context that the token has not. To tell it costs no
 * request, and leaves no trace of a refused one. NULL: the token will do, or nobody knows. The caller frees.
 */
Problem *step_up_foresee(const Network *network, const Policies *policies,
			 const Activation *activation);

#endif
