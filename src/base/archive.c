#include "src/base/archive.h"

#include <stdbool.h>
#include <string.h>

#include "src/base/limits.h"

G_DEFINE_QUARK(myroles_archive_error, archive_error)

#define BLOCK      512
#define END_BLOCKS 2
#define NAME_CHARS "abcdefghijklmnopqrstuvwxyz0123456789-."
#define NAME_BYTES 64
#define MODE       0600

/* pax(1p): numbers are octal digits, ended by a NUL here. */
typedef struct Header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type, link[100];
	char magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155],
		padding[12];
} Header;
G_STATIC_ASSERT(sizeof(Header) == BLOCK);

static void entry_free(gpointer data)
{
	ArchiveEntry *entry = data;
	g_free(entry->name);
	g_bytes_unref(entry->data);
	g_free(entry);
}

GPtrArray *archive_new(void)
{
	return g_ptr_array_new_with_free_func(entry_free);
}

static bool is_name(const char *name)
{
	const size_t length = strlen(name);
	return length > 0 && length <= NAME_BYTES && name[0] != '.' &&
	       strspn(name, NAME_CHARS) == length;
}

void archive_add(GPtrArray *entries, const char *name, const void *data, size_t length)
{
	g_assert(is_name(name));
	ArchiveEntry *entry = g_new0(ArchiveEntry, 1);
	entry->name = g_strdup(name);
	entry->data = g_bytes_new(data, length);
	g_ptr_array_add(entries, entry);
}

GBytes *archive_find(const GPtrArray *entries, const char *name)
{
	for (guint i = 0; i < entries->len; i++) {
		const ArchiveEntry *entry = g_ptr_array_index(entries, i);
		if (strcmp(entry->name, name) == 0)
			return entry->data;
	}
	return NULL;
}

/* ---- Headers -------------------------------------------------------------------------------------- */

static void write_octal(char *field, size_t size, guint64 value)
{
	g_snprintf(field, size, "%0*" G_GINT64_MODIFIER "o", (int)size - 1, value);
}

/* The sum of all bytes, those of itself counted as blanks. */
static unsigned sum_of(const Header *header)
{
	Header copy = *header;
	memset(copy.sum, ' ', sizeof copy.sum);
	const unsigned char *bytes = (const unsigned char *)&copy;
	unsigned sum = 0;
	for (size_t i = 0; i < sizeof copy; i++)
		sum += bytes[i];
	return sum;
}

/* The one header that an entry can have: what is read is compared with it. */
static Header make_header(const char *name, guint64 size, guint64 mtime)
{
	Header header = { .type = '0', .magic = "ustar", .version = { '0', '0' } };
	memcpy(header.name, name, strlen(name));
	write_octal(header.mode, sizeof header.mode, MODE);
	write_octal(header.uid, sizeof header.uid, 0);
	write_octal(header.gid, sizeof header.gid, 0);
	write_octal(header.size, sizeof header.size, size);
	write_octal(header.mtime, sizeof header.mtime, mtime);
	write_octal(header.major, sizeof header.major, 0);
	write_octal(header.minor, sizeof header.minor, 0);
	write_octal(header.sum, sizeof header.sum - 1, sum_of(&header));
	header.sum[7] = ' ';
	return header;
}

static size_t padded(size_t size)
{
	return (size + BLOCK - 1) / BLOCK * BLOCK;
}

GBytes *archive_write(const GPtrArray *entries, gint64 mtime)
{
	static const char zeros[BLOCK];
	GByteArray *out = g_byte_array_new();
	for (guint i = 0; i < entries->len; i++) {
		const ArchiveEntry *entry = g_ptr_array_index(entries, i);
		gsize size = 0;
		const void *data = g_bytes_get_data(entry->data, &size);
		const Header header = make_header(entry->name, size, (guint64)mtime);
		g_byte_array_append(out, (const guint8 *)&header, sizeof header);
		if (size > 0)
			g_byte_array_append(out, data, (guint)size);
		g_byte_array_append(out, (const guint8 *)zeros, (guint)(padded(size) - size));
	}
	for (int i = 0; i < END_BLOCKS; i++)
		g_byte_array_append(out, (const guint8 *)zeros, BLOCK);
	return g_byte_array_free_to_bytes(out);
}

/* ---- Reading -------------------------------------------------------------------------------------- */

static bool read_octal(const char *field, size_t size, guint64 *value)
{
	*value = 0;
	for (size_t i = 0; i + 1 < size; i++) {
		if (field[i] < '0' || field[i] > '7')
			return false;
		*value = *value * 8 + (guint64)(field[i] - '0');
	}
	return field[size - 1] == '\0';
}

static bool is_zero(const char *data, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (data[i] != '\0')
			return false;
	}
	return true;
}

static bool refuse(GError **error, ArchiveError code, const char *why)
{
	g_set_error(error, ARCHIVE_ERROR, code, "the archive %s", why);
	return false;
}

/* The entry at `data`, of which `left` bytes are there; *used: its blocks. */
static bool read_entry(GPtrArray *entries, const char *data, size_t left, size_t *used,
		       GError **error)
{
	Header header;
	memcpy(&header, data, sizeof header);
	guint64 size = 0, mtime = 0;
	if (header.name[NAME_BYTES] != '\0' || !is_name(header.name) ||
	    !read_octal(header.size, sizeof header.size, &size) ||
	    !read_octal(header.mtime, sizeof header.mtime, &mtime))
		return refuse(error, ARCHIVE_ERROR_FORMAT, "has an entry of another kind");
	const Header expected = make_header(header.name, size, mtime);
	if (memcmp(&header, &expected, sizeof header) != 0)
		return refuse(error, ARCHIVE_ERROR_FORMAT, "has an entry of another kind");
	if (size > left - BLOCK || padded(size) > left - BLOCK)
		return refuse(error, ARCHIVE_ERROR_FORMAT, "ends within an entry");
	if (!is_zero(data + BLOCK + size, padded(size) - size))
		return refuse(error, ARCHIVE_ERROR_FORMAT, "has something between its entries");
	if (archive_find(entries, header.name) != NULL)
		return refuse(error, ARCHIVE_ERROR_FORMAT, "has an entry twice");
	if (entries->len >= LIMIT_ARCHIVE_ENTRIES)
		return refuse(error, ARCHIVE_ERROR_LIMIT, "has too many entries");
	archive_add(entries, header.name, data + BLOCK, size);
	*used = BLOCK + padded(size);
	return true;
}

GPtrArray *archive_read(const void *data, size_t length, GError **error)
{
	g_autoptr(GPtrArray) entries = archive_new();
	const char *rest = data;
	if (length > LIMIT_ARCHIVE) {
		refuse(error, ARCHIVE_ERROR_LIMIT, "is too large");
		return NULL;
	}
	while (length >= BLOCK && !is_zero(rest, BLOCK)) {
		size_t used = 0;
		if (!read_entry(entries, rest, length, &used, error))
			return NULL;
		rest += used;
		length -= used;
	}
	if (length != (size_t)END_BLOCKS * BLOCK || !is_zero(rest, length)) {
		refuse(error, ARCHIVE_ERROR_FORMAT, "does not end as it should");
		return NULL;
	}
	return g_steal_pointer(&entries);
}
