/*
 * Signatures by a person's own SSH key, made and looked at by ssh-keygen(1) ("ssh-keygen -Y sign"): passphrase, agent and the
 * touch of a FIDO key are its business, at the terminal.
 */
#ifndef MYROLES_CLI_SIGNATURE_H
#define MYROLES_CLI_SIGNATURE_H

#include <glib.h>
#include <stdbool.h>

/* For what a signature is good: one that was made for something else is none. */
#define SIGNATURE_NAMESPACE "myroles-evidence"

#define SIGNATURE_ERROR (signature_error_quark())
GQuark signature_error_quark(void);

typedef enum {
	SIGNATURE_ERROR_PROGRAM = 1, /* ssh-keygen is not there, or did not sign */
	SIGNATURE_ERROR_INTERRUPTED, /* by Ctrl-C, where it asked for something */
	SIGNATURE_ERROR_BAD,         /* it is not of this text, or by nobody of the signers */
} SignatureError;

/* Of `text` by the key in that file (private, or public with an agent). Caller unrefs. */
GBytes *signature_make(const char *key, GBytes *text, GError **error);

/*
 * Does it fit? With `signers` (a file as ssh-keygen(1) has it, ALLOWED SIGNERS) *who is the name in it; without one the key's
 * fingerprint, and whose that is nobody looked at. The caller frees.
 */
bool signature_check(GBytes *signature, GBytes *text, const char *signers, char **who,
		     GError **error);

#endif
