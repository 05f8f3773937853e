/*
 * A QR code (ISO/IEC 18004) of a short text, by libqrencode where the program was built with it.
 */
#ifndef MYROLES_AUTH_QR_H
#define MYROLES_AUTH_QR_H

/* *size rows of *size characters: '#' is a dark module, ' ' a light one; no quiet zone. NULL: no such library, or too long. The caller frees. */
char *qr_encode(const char *text, int *size);

#endif
