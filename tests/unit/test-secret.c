/* Secrets: what is kept, what is wiped, the allocator for libraries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/base/secret-buffer.h"
#include "src/base/secret.h"

static void secret__keeps_bytes__until_freed(void **state)
{
	(void)state;
	g_autoptr(Secret) whole = secret_new("to\0ken", 6);
	g_autoptr(Secret) text = secret_new("token", -1);
	g_autoptr(Secret) copy = secret_copy(whole);
	g_autoptr(Secret) empty = secret_new(NULL, -1);
	assert_int_equal(secret_length(whole), 6);
	assert_memory_equal(secret_peek(whole), "to\0ken", 7);
	assert_string_equal(secret_peek(text), "token");
	assert_memory_equal(secret_peek(copy), "to\0ken", 7);
	assert_int_equal(secret_length(empty), 0);
	assert_string_equal(secret_peek(empty), "");
	assert_null(secret_copy(NULL));
	assert_null(secret_new_take(NULL));
	assert_string_equal(secret_peek(NULL), "");
	assert_int_equal(secret_length(NULL), 0);
	secret_free(NULL);

	g_autoptr(Secret) taken = secret_new_take(g_strdup("taken"));
	assert_string_equal(secret_peek(taken), "taken");
}

static void secret_equal__compares_all_bytes(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		bool expected;
	} cases[] = {
		{ "token", "token", true }, { "token", "tokem", false }, { "token", "toke", false },
		{ "", "", true },           { "", "t", false },          { NULL, NULL, true },
		{ NULL, "", false },        { "Xoken", "token", false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Secret) a = cases[i].a != NULL ? secret_new(cases[i].a, -1) : NULL;
		g_autoptr(Secret) b = cases[i].b != NULL ? secret_new(cases[i].b, -1) : NULL;
		assert_int_equal(secret_equal(a, b), cases[i].expected);
		assert_int_equal(secret_equal(b, a), cases[i].expected);
	}
}

static void secret_wipe__leaves_zeros(void **state)
{
	(void)state;
	char bytes[] = "secret";
	secret_wipe(bytes, sizeof bytes);
	static const char zeros[sizeof bytes];
	assert_memory_equal(bytes, zeros, sizeof bytes);
	secret_wipe(NULL, 3);
	secret_wipe(bytes, 0);
	secret_wipe_string(NULL);
	secret_wipe_string(g_strdup("x"));
}

static void secret_allocator__behaves_like_malloc(void **state)
{
	(void)state;
	char *block = secret_malloc(5);
	assert_non_null(block);
	assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
	memcpy(block, "abcd", 5);
	block = secret_realloc(block, 9);
	assert_string_equal(block, "abcd");
	memcpy(block + 4, "efgh", 5);
	block = secret_realloc(block, 2);
	assert_memory_equal(block, "ab", 2);
	secret_free_block(block);
	secret_free_block(NULL);

	char *zeros = secret_calloc(3, 2);
	assert_memory_equal(zeros, "\0\0\0\0\0\0", 6);
	secret_free_block(zeros);
	char *copy = secret_strdup("text");
	assert_string_equal(copy, "text");
	secret_free_block(copy);
	char *fresh = secret_realloc(NULL, 4);
	assert_non_null(fresh);
	secret_free_block(fresh);
	void *nothing = secret_malloc(0);
	secret_free_block(nothing);

	/* Through pointers that the compiler cannot follow to a warning. */
	volatile size_t huge = SIZE_MAX;
	assert_null(secret_malloc(huge));
	assert_null(secret_calloc(huge, 2));
	assert_null(secret_realloc(NULL, huge - 4));
}

static void secret_buffer__holds_text__and_zeros_behind_it(void **state)
{
	(void)state;
	g_auto(SecretBuffer) buffer = { 0 };
	assert_string_equal(secret_buffer_peek(&buffer), "");
	secret_buffer_append(&buffer, "acd", 3);
	secret_buffer_insert(&buffer, 1, "b", 1);
	secret_buffer_append_character(&buffer, 0x20ac);
	assert_string_equal(secret_buffer_peek(&buffer), "abcd€");
	for (int i = 0; i < 100; i++)
		secret_buffer_append(&buffer, "0123456789", 10);
	assert_int_equal(buffer.length, 1007);
	secret_buffer_remove(&buffer, 4, 1003);
	secret_buffer_remove(&buffer, 0, 1);
	assert_string_equal(secret_buffer_peek(&buffer), "bcd");
	for (size_t i = buffer.length; i < buffer.room; i++)
		assert_int_equal(buffer.bytes[i], 0);
	char *text = secret_buffer_steal(&buffer);
	assert_string_equal(text, "bcd");
	secret_wipe_string(text);
	assert_string_equal(secret_buffer_peek(&buffer), "");
	secret_wipe_string(secret_buffer_steal(&buffer));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secret__keeps_bytes__until_freed),
		cmocka_unit_test(secret_equal__compares_all_bytes),
		cmocka_unit_test(secret_wipe__leaves_zeros),
		cmocka_unit_test(secret_allocator__behaves_like_malloc),
		cmocka_unit_test(secret_buffer__holds_text__and_zeros_behind_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
