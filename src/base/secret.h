/*
 * Secrets: tokens, codes and verifiers in a type of their own, so that none of them can meet a "%s"
 * by accident, and so that its bytes are wiped when it is freed.
 */
#ifndef MYROLES_BASE_SECRET_H
#define MYROLES_BASE_SECRET_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Secret Secret;

/* Copies `length` bytes (-1: up to the NUL). The caller wipes its own copy. Never NULL. */
Secret *secret_new(const char *bytes, gssize length);

/* Takes `text`, copies it, then wipes and g_frees the original. NULL gives NULL. */
Secret *secret_new_take(char *text);

Secret *secret_copy(const Secret *secret);

/* Wipes, then frees. NULL is fine. */
void secret_free(Secret *secret);

/* Borrowed and NUL-terminated, to be handed to a library at the last moment. Never log or format it. */
const char *secret_peek(const Secret *secret);

size_t secret_length(const Secret *secret);

/* Constant time in the length of the shorter one. NULL equals only NULL. */
bool secret_equal(const Secret *a, const Secret *b);

/* Overwrites `length` bytes in a way that the compiler may not remove. */
void secret_wipe(void *bytes, size_t length);

/* Wipes a NUL-terminated string and g_frees it. NULL is fine. */
void secret_wipe_string(char *text);

/*
 * An allocator that wipes blocks when they are freed or moved, for libraries that keep copies of
 * secrets (libcurl, cJSON). The five have the shapes of malloc(3), free, realloc, calloc and strdup.
 */
void *secret_malloc(size_t size);
void secret_free_block(void *block);
void *secret_realloc(void *block, size_t size);
void *secret_calloc(size_t count, size_t size);
char *secret_strdup(const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Secret, secret_free)

#endif
