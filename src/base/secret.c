#include "src/base/secret.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct Secret {
	size_t length;
	char bytes[]; /* NUL-terminated */
};

/* What stands before each block of the wiping allocator; keeps malloc's alignment. */
typedef union BlockHeader {
	size_t size;
	max_align_t align;
} BlockHeader;

void secret_wipe(void *bytes, size_t length)
{
	if (bytes != NULL && length > 0)
		explicit_bzero(bytes, length);
}

void secret_wipe_string(char *text)
{
	if (text == NULL)
		return;
	secret_wipe(text, strlen(text));
	g_free(text);
}

Secret *secret_new(const char *bytes, gssize length)
{
	size_t size = 0;
	if (bytes != NULL)
		size = length < 0 ? strlen(bytes) : (size_t)length;

	Secret *secret = g_malloc(sizeof *secret + size + 1);
	secret->length = size;
	if (size > 0)
		memcpy(secret->bytes, bytes, size);
	secret->bytes[size] = '\0';
	return secret;
}

Secret *secret_new_take(char *text)
{
	if (text == NULL)
		return NULL;
	Secret *secret = secret_new(text, -1);
	secret_wipe_string(text);
	return secret;
}

Secret *secret_copy(const Secret *secret)
{
	return secret == NULL ? NULL : secret_new(secret->bytes, (gssize)secret->length);
}

void secret_free(Secret *secret)
{
	if (secret == NULL)
		return;
	secret_wipe(secret, sizeof *secret + secret->length);
	g_free(secret);
}

const char *secret_peek(const Secret *secret)
{
	return secret == NULL ? "" : secret->bytes;
}

size_t secret_length(const Secret *secret)
{
	return secret == NULL ? 0 : secret->length;
}

bool secret_equal(const Secret *a, const Secret *b)
{
	if (a == NULL || b == NULL)
		return a == b;

	size_t shorter = MIN(a->length, b->length);
	volatile unsigned char difference = a->length != b->length;
	for (size_t i = 0; i < shorter; i++)
		difference |= (unsigned char)(a->bytes[i] ^ b->bytes[i]);
	return difference == 0;
}

void *secret_malloc(size_t size)
{
	if (size > SIZE_MAX - sizeof(BlockHeader))
		return NULL;
	BlockHeader *header = malloc(sizeof *header + size);
	if (header == NULL)
		return NULL;
	header->size = size;
	return header + 1;
}

void secret_free_block(void *block)
{
	if (block == NULL)
		return;
	BlockHeader *header = (BlockHeader *)block - 1;
	explicit_bzero(block, header->size);
	free(header);
}

/* Never realloc(3): that would leave the old block behind unwiped. */
void *secret_realloc(void *block, size_t size)
{
	void *moved = secret_malloc(size);
	if (moved == NULL || block == NULL)
		return moved;

	const BlockHeader *header = (const BlockHeader *)block - 1;
	memcpy(moved, block, MIN(header->size, size));
	secret_free_block(block);
	return moved;
}

void *secret_calloc(size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	void *block = secret_malloc(count * size);
	if (block != NULL)
		memset(block, 0, count * size);
	return block;
}

char *secret_strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = secret_malloc(size);
	if (copy != NULL)
		memcpy(copy, text, size);
	return copy;
}
