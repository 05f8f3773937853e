/* A pasted address holds a code: when it was handed on, no copy of it is left in this process. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/base/secret.h"
#include "tests/tui/desk.h"
#include "tui/terminal/key.h"

#define MARK_LENGTH 1024 /* as long as codes are: what is freed is not used again at once */
#define STRIDE      64   /* one piece of the mark is looked for in so many bytes */
#define MASK \
	0x55 /* turns a byte into what the test keeps of it: no copy that it could find itself */
#define PIECE   8 /* so many bytes of the mark in a row are a copy of it, or what is left of one */
#define ADDRESS "http://localhost:1/?state=y&code="
#define LARGEST (UINT64_C(256) << 20) /* of a mapping: shadow memory of a sanitizer is no heap */

/* The code, masked. */
typedef struct Mark {
	unsigned char bytes[MARK_LENGTH];
} Mark;

static Mark mark_new(void)
{
	Mark mark;
	for (size_t i = 0; i < MARK_LENGTH; i++)
		mark.bytes[i] = (unsigned char)(g_random_int_range('a', 'z' + 1) ^ MASK);
	return mark;
}

/* The pasted address; secret_wipe it. */
typedef struct Address {
	char text[sizeof ADDRESS + MARK_LENGTH];
} Address;

static void write_address(const Mark *mark, Address *address)
{
	const size_t start = strlen(ADDRESS);
	memcpy(address->text, ADDRESS, start);
	for (size_t i = 0; i < MARK_LENGTH; i++)
		address->text[start + i] = (char)(mark->bytes[i] ^ MASK);
	address->text[start + MARK_LENGTH] = '\0';
}

__attribute__((no_sanitize_address)) static bool is_piece(const volatile unsigned char *at,
							  const unsigned char *piece)
{
	for (size_t i = 0; i < PIECE; i++) {
		if ((at[i] ^ MASK) != piece[i])
			return false;
	}
	return true;
}

__attribute__((no_sanitize_address)) static size_t count_in(const Mark *mark,
							    const volatile unsigned char *at,
							    const volatile unsigned char *end)
{
	size_t count = 0;
	for (; at + PIECE <= end; at++) {
		for (size_t piece = 0; piece < MARK_LENGTH; piece += STRIDE)
			count += is_piece(at, mark->bytes + piece);
	}
	return count;
}

/* Pieces of the mark in all that was ever allocated, freed or not. The stack is no place for it to stay, and changes at once. */
static size_t count_copies(const Mark *mark)
{
	static char maps[128 * 1024]; /* allocated, it would overwrite what was just freed */
	size_t count = 0;
	FILE *file = fopen("/proc/self/maps", "r");
	assert_non_null(file);
	setvbuf(file, NULL, _IONBF, 0);
	const size_t length = fread(maps, 1, sizeof maps - 1, file);
	fclose(file);
	maps[length] = '\0';
	char *rest = NULL;
	for (char *line = strtok_r(maps, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		char *at = NULL;
		const uint64_t start = strtoull(line, &at, 16);
		const uint64_t end = *at == '-' ? strtoull(at + 1, &at, 16) : start;
		const bool is_looked_at = g_str_has_prefix(at, " rw") &&
					  strchr(line, '[') == strstr(line, "[heap]") &&
					  end - start <= LARGEST;
		if (is_looked_at)
			count += count_in(mark, (const unsigned char *)(uintptr_t)start,
					  (const unsigned char *)(uintptr_t)end);
	}
	return count;
}

static Desk *at_page(void)
{
	Desk *desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "S");
	desk_event(desk, sign_in_event(desk, SIGN_IN_PAGE, "https://login.example/authorize"));
	return desk;
}

/* As the loop does: bytes of the terminal in small pieces, decoded, each event a message of its own. */
static void paste(Desk *desk, const char *text)
{
	g_autoptr(KeyDecoder) decoder = key_decoder_new();
	key_decoder_feed(decoder, "\033[200~", 6);
	for (const char *at = text; *at != '\0'; at++)
		key_decoder_feed(decoder, at, 1);
	key_decoder_feed(decoder, "\033[201~", 6);
	g_auto(KeyEvent) event = { 0 };
	assert_true(key_decoder_next(decoder, &event));
	desk_input(desk, &event);
}

static void assert_sent(const Desk *desk, const Address *address)
{
	const Intent *intent = desk_intent(desk, INTENT_PASTE);
	assert_non_null(intent);
	assert_true(strcmp(intent->text, address->text) == 0);
}

static void address__leaves_nothing__when_it_is_pasted_into_the_page(void **unused)
{
	(void)unused;
	const Mark mark = mark_new();
	Address address;
	g_autoptr(Desk) desk = at_page();
	write_address(&mark, &address);
	paste(desk, address.text);
	assert_sent(desk, &address);
	secret_wipe(&address, sizeof address);
	assert_int_equal(count_copies(&mark), MARK_LENGTH / STRIDE); /* the intent's */
	desk_forget(desk);                                           /* the backend has taken it */
	assert_int_equal(count_copies(&mark), 0);
}

static void address__leaves_nothing__when_it_is_pasted_into_the_field(void **unused)
{
	(void)unused;
	const Mark mark = mark_new();
	Address address;
	g_autoptr(Desk) desk = at_page();
	write_address(&mark, &address);
	desk_keys(desk, "p");
	paste(desk, "some text before: ");
	paste(desk, address.text);
	desk_keys(desk, "left left ctrl-w");
	paste(desk, address.text);
	desk_draw(desk);
	secret_wipe(&address, sizeof address);
	assert_true(count_copies(&mark) > 0);
	desk_keys(desk, "esc");
	assert_int_equal(count_copies(&mark), 0);
}

static void address__leaves_nothing__when_it_is_typed(void **unused)
{
	(void)unused;
	const Mark mark = mark_new();
	Address address;
	g_autoptr(Desk) desk = at_page();
	write_address(&mark, &address);
	desk_keys(desk, "p");
	desk_type(desk, address.text);
	desk_keys(desk, "enter");
	assert_sent(desk, &address);
	secret_wipe(&address, sizeof address);
	desk_forget(desk);
	assert_int_equal(count_copies(&mark), 0);
}

/* A dialog opened, or the program ends: what was decoded but not looked at goes as well. */
static void decoder__leaves_nothing__when_it_forgets(void **unused)
{
	(void)unused;
	const Mark mark = mark_new();
	Address address;
	write_address(&mark, &address);
	KeyDecoder *decoder = key_decoder_new();
	key_decoder_feed(decoder, "\033[200~", 6);
	key_decoder_feed(decoder, address.text, strlen(address.text));
	assert_true(count_copies(&mark) > 0);
	key_decoder_reset(decoder);
	key_decoder_feed(decoder, "\033[200~", 6);
	key_decoder_feed(decoder, address.text, strlen(address.text));
	key_decoder_feed(decoder, "\033[201~", 6);
	secret_wipe(&address, sizeof address);
	assert_true(count_copies(&mark) > 0);
	key_decoder_free(decoder);
	assert_int_equal(count_copies(&mark), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(address__leaves_nothing__when_it_is_pasted_into_the_page),
		cmocka_unit_test(address__leaves_nothing__when_it_is_pasted_into_the_field),
		cmocka_unit_test(address__leaves_nothing__when_it_is_typed),
		cmocka_unit_test(decoder__leaves_nothing__when_it_forgets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
