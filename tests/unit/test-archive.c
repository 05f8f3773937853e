/* Archives: what is written is read, by tar too, and whatever is otherwise is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "src/base/archive.h"
#include "src/base/limits.h"

static GBytes *make(void)
{
	g_autoptr(GPtrArray) entries = archive_new();
	archive_add(entries, "a.txt", "one", 3);
	archive_add(entries, "empty", "", 0);
	g_autofree char *long_text = g_strnfill(1024, 'x');
	archive_add(entries, "b-2.json", long_text, 1024);
	return archive_write(entries, 1700000000);
}

static void archive__is_the_same__written_and_read(void **state)
{
	(void)state;
	g_autoptr(GBytes) bytes = make();
	gsize length = 0;
	const void *data = g_bytes_get_data(bytes, &length);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) read = archive_read(data, length, &error);
	assert_null(error);
	assert_int_equal(read->len, 3);
	assert_int_equal(g_bytes_get_size(archive_find(read, "a.txt")), 3);
	assert_memory_equal(g_bytes_get_data(archive_find(read, "a.txt"), NULL), "one", 3);
	assert_int_equal(g_bytes_get_size(archive_find(read, "b-2.json")), 1024);
	assert_null(archive_find(read, "c"));
}

/* Every byte counts: none can be another one without being noticed, but in what an entry holds and its name. */
static void archive__is_refused__when_a_byte_of_its_frame_changed(void **state)
{
	(void)state;
	g_autoptr(GBytes) bytes = make();
	gsize length = 0;
	const char *data = g_bytes_get_data(bytes, &length);
	g_autofree char *copy = g_memdup2(data, length);
	for (gsize i = 0; i < length; i++) {
		const bool is_content = (i >= 512 && i < 515) || (i >= 2048 && i < 3072);
		copy[i] ^= 1;
		g_autoptr(GPtrArray) read = archive_read(copy, length, NULL);
		if (!is_content && read != NULL)
			fail_msg("byte %zu may be another one", (size_t)i);
		copy[i] ^= 1;
	}
	for (gsize cut = 0; cut < length; cut++)
		assert_null(archive_read(data, cut, NULL));
}

/* A header that holds together, of whatever is asked for. */
static void write_header(char *block, const char *name, const char *size, char type)
{
	static const char magic[8] = { 'u', 's', 't', 'a', 'r', '\0', '0', '0' };
	memset(block, 0, 512);
	g_strlcpy(block, name, 100);
	memcpy(block + 100, "0000600\0000000000\0000000000", 24);
	memcpy(block + 124, size, 11);
	g_strlcpy(block + 136, "00000000000", 12);
	memset(block + 148, ' ', 8);
	block[156] = type;
	memcpy(block + 257, magic, sizeof magic);
	memcpy(block + 329, "0000000\0000000000", 16);
	unsigned sum = 0;
	for (int i = 0; i < 512; i++)
		sum += (unsigned char)block[i];
	g_snprintf(block + 148, 7, "%06o", sum);
}

static void archive__is_refused__when_it_is_hostile(void **state)
{
	(void)state;
	static const struct {
		const char *name, *size;
		char type;
	} rows[] = {
		{ "../x", "00000000000", '0' },
		{ "/etc/passwd", "00000000000", '0' },
		{ "a/b", "00000000000", '0' },
		{ ".x", "00000000000", '0' },
		{ "A", "00000000000", '0' },
		{ "a b", "00000000000", '0' },
		{ "", "00000000000", '0' },
		{ "a\x1b[2J", "00000000000", '0' },
		{ "x", "77777777777", '0' },
		{ "x", "00000002000", '0' },
		{ "x", "0000000000 ", '0' },
		{ "x", "-0000000001", '0' },
		{ "x", "00000000000", '1' },
		{ "x", "00000000000", '2' },
		{ "x", "00000000000", '5' },
		{ "x", "00000000000", 'L' },
		{ "x", "00000000000", 'x' },
		{ "x", "00000000000", '\0' },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		  "00000000000", '0' },
	};
	char data[512 * 3];
	memset(data, 0, sizeof data);
	write_header(data, "x", "00000000000", '0');
	g_autoptr(GPtrArray) good = archive_read(data, sizeof data, NULL);
	assert_non_null(good); /* else the rows below would be refused for another reason */
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		write_header(data, rows[i].name, rows[i].size, rows[i].type);
		g_autoptr(GError) error = NULL;
		if (archive_read(data, sizeof data, &error) != NULL)
			fail_msg("row %zu is taken", i);
		assert_int_equal(error->domain, ARCHIVE_ERROR);
	}
}

static void archive__is_refused__beyond_its_limits(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) entries = archive_new();
	for (int i = 0; i < LIMIT_ARCHIVE_ENTRIES + 1; i++) {
		g_autofree char *name = g_strdup_printf("n%d", i);
		g_autoptr(GBytes) bytes = archive_write(entries, 0);
		g_autoptr(GPtrArray) read =
			archive_read(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), NULL);
		assert_non_null(read);
		archive_add(entries, name, "", 0);
	}
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) many = archive_write(entries, 0);
	assert_null(archive_read(g_bytes_get_data(many, NULL), g_bytes_get_size(many), &error));
	assert_int_equal(error->code, ARCHIVE_ERROR_LIMIT);
	g_clear_error(&error);
	g_ptr_array_set_size(entries, 1);
	archive_add(entries, "n0", "", 0);
	g_autoptr(GBytes) twice = archive_write(entries, 0);
	assert_null(archive_read(g_bytes_get_data(twice, NULL), g_bytes_get_size(twice), &error));
	assert_int_equal(error->code, ARCHIVE_ERROR_FORMAT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(archive__is_the_same__written_and_read),
		cmocka_unit_test(archive__is_refused__when_a_byte_of_its_frame_changed),
		cmocka_unit_test(archive__is_refused__when_it_is_hostile),
		cmocka_unit_test(archive__is_refused__beyond_its_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
