/*
 * Text that grows and may hold a secret: what a person types or pastes. No copy stays behind when it moves, shrinks or goes.
 */
#ifndef MYROLES_BASE_SECRET_BUFFER_H
#define MYROLES_BASE_SECRET_BUFFER_H

#include <glib.h>
#include <stddef.h>

/* Zeroed is valid: empty. */
typedef struct SecretBuffer {
	char *bytes;   /* NUL-terminated; NULL: nothing was put in yet */
	size_t length; /* without the NUL */
	size_t room;   /* allocated; what is not used is zero */
} SecretBuffer;

void secret_buffer_insert(SecretBuffer *buffer, size_t at, const char *bytes, size_t length);
void secret_buffer_append(SecretBuffer *buffer, const char *bytes, size_t length);
void secret_buffer_append_character(SecretBuffer *buffer, gunichar c);
void secret_buffer_remove(SecretBuffer *buffer, size_t at, size_t length);

/* Wipes and frees; the buffer is empty and valid afterwards. */
void secret_buffer_clear(SecretBuffer *buffer);

/* Its text, for secret_wipe_string; the buffer is empty afterwards. Never NULL. */
char *secret_buffer_steal(SecretBuffer *buffer);

/* Never NULL; borrowed until the next change. */
const char *secret_buffer_peek(const SecretBuffer *buffer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SecretBuffer, secret_buffer_clear)

#endif
