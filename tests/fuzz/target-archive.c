/* A file of evidence that somebody sent. */
#include <string.h>

#include "frontend/manifest.h"
#include "src/base/limits.h"
#include "tests/fuzz/fuzz.h"

/* What was taken is written as it was read, but for the times, and read again as the same. */
static void check_again(const GPtrArray *files, size_t size)
{
	g_autoptr(GBytes) bytes = archive_write(files, 0);
	gsize length = 0;
	const void *data = g_bytes_get_data(bytes, &length);
	g_autoptr(GPtrArray) again = archive_read(data, length, NULL);
	g_assert_nonnull(again);
	g_assert_cmpuint(length, ==, size);
	g_assert_cmpuint(again->len, ==, files->len);
	for (guint i = 0; i < files->len; i++) {
		const ArchiveEntry *one = files->pdata[i], *other = again->pdata[i];
		g_assert_cmpstr(one->name, ==, other->name);
		g_assert_true(g_bytes_equal(one->data, other->data));
		g_assert_true(archive_find(files, one->name) == one->data);
		g_assert_null(strpbrk(one->name, "/\\ "));
	}
}

void fuzz_archive(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) files = archive_read(data, size, &error);
	g_assert_true((files == NULL) == (error != NULL));
	if (files == NULL)
		return;
	g_assert_cmpuint(files->len, <=, LIMIT_ARCHIVE_ENTRIES);
	check_again(files, size);
	g_autofree char *fault = manifest_find_fault(files);
	g_assert_true(fault == NULL || g_utf8_validate(fault, -1, NULL));
	/* A manifest is there, or it is not whole. */
	g_assert_true(fault != NULL || archive_find(files, MANIFEST_NAME) != NULL);
}
