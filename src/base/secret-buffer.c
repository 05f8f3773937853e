#include "src/base/secret-buffer.h"

#include <string.h>

#include "src/base/secret.h"

#define LEAST_ROOM 64

/* Never realloc: that would leave the old bytes behind. */
static void make_room(SecretBuffer *buffer, size_t added)
{
	const size_t needed = buffer->length + added + 1;
	if (needed <= buffer->room)
		return;
	const size_t room = MAX(MAX(needed, 2 * buffer->room), LEAST_ROOM);
	char *bytes = g_malloc0(room);
	if (buffer->length > 0)
		memcpy(bytes, buffer->bytes, buffer->length);
	secret_wipe(buffer->bytes, buffer->room);
	g_free(buffer->bytes);
	buffer->bytes = bytes;
	buffer->room = room;
}

void secret_buffer_insert(SecretBuffer *buffer, size_t at, const char *bytes, size_t length)
{
	g_return_if_fail(at <= buffer->length);
	if (length == 0)
		return;
	make_room(buffer, length);
	memmove(buffer->bytes + at + length, buffer->bytes + at, buffer->length - at);
	memcpy(buffer->bytes + at, bytes, length);
	buffer->length += length;
}

void secret_buffer_append(SecretBuffer *buffer, const char *bytes, size_t length)
{
	secret_buffer_insert(buffer, buffer->length, bytes, length);
}

void secret_buffer_append_character(SecretBuffer *buffer, gunichar c)
{
	char bytes[6];
	secret_buffer_append(buffer, bytes, (size_t)g_unichar_to_utf8(c, bytes));
}

void secret_buffer_remove(SecretBuffer *buffer, size_t at, size_t length)
{
	g_return_if_fail(at <= buffer->length && length <= buffer->length - at);
	if (length == 0)
		return;
	const size_t rest = buffer->length - at - length;
	memmove(buffer->bytes + at, buffer->bytes + at + length, rest);
	secret_wipe(buffer->bytes + at + rest, length);
	buffer->length -= length;
}

void secret_buffer_clear(SecretBuffer *buffer)
{
	secret_wipe(buffer->bytes, buffer->room);
	g_free(buffer->bytes);
	*buffer = (SecretBuffer){ 0 };
}

char *secret_buffer_steal(SecretBuffer *buffer)
{
	char *bytes = buffer->bytes != NULL ? buffer->bytes : g_strdup("");
	*buffer = (SecretBuffer){ 0 };
	return bytes;
}

const char *secret_buffer_peek(const SecretBuffer *buffer)
{
	return buffer->bytes != NULL ? buffer->bytes : "";
}
