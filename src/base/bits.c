#include "src/base/bits.h"

#include <stdint.h>
#include <string.h>

#define WORD_BITS 64

struct Bits {
	guint room;
	guint count; /* of words */
	uint64_t words[];
};

Bits *bits_new(guint room)
{
	const guint count = room / WORD_BITS + 1;
	Bits *bits = g_malloc0(sizeof(Bits) + count * sizeof(uint64_t));
	bits->room = room;
	bits->count = count;
	return bits;
}

Bits *bits_copy(const Bits *bits)
{
	Bits *copy = bits_new(bits->room);
	bits_take(copy, bits);
	return copy;
}

void bits_free(Bits *bits)
{
	g_free(bits);
}

static uint64_t bit_of(guint number)
{
	return UINT64_C(1) << number % WORD_BITS;
}

void bits_add(Bits *bits, guint number)
{
	g_assert(number < bits->room);
	bits->words[number / WORD_BITS] |= bit_of(number);
}

bool bits_has(const Bits *bits, guint number)
{
	return number < bits->room && (bits->words[number / WORD_BITS] & bit_of(number)) != 0;
}

void bits_take(Bits *to, const Bits *from)
{
	g_assert(to->room == from->room);
	memcpy(to->words, from->words, from->count * sizeof(uint64_t));
}

void bits_add_all(Bits *to, const Bits *from)
{
	g_assert(to->room == from->room);
	for (guint i = 0; i < to->count; i++)
		to->words[i] |= from->words[i];
}

void bits_remove_all(Bits *to, const Bits *from)
{
	g_assert(to->room == from->room);
	for (guint i = 0; i < to->count; i++)
		to->words[i] &= ~from->words[i];
}

bool bits_are_equal(const Bits *a, const Bits *b)
{
	return a->room == b->room && memcmp(a->words, b->words, a->count * sizeof(uint64_t)) == 0;
}

bool bits_are_within(const Bits *inner, const Bits *outer)
{
	g_assert(inner->room == outer->room);
	for (guint i = 0; i < inner->count; i++) {
		if ((inner->words[i] & ~outer->words[i]) != 0)
			return false;
	}
	return true;
}

static guint count_word(uint64_t word)
{
	return (guint)__builtin_popcountll(word);
}

guint bits_count_common(const Bits *a, const Bits *b)
{
	g_assert(a->room == b->room);
	guint count = 0;
	for (guint i = 0; i < a->count; i++)
		count += count_word(a->words[i] & b->words[i]);
	return count;
}

guint bits_room(const Bits *bits)
{
	return bits->room;
}

guint bits_count(const Bits *bits)
{
	return bits_count_common(bits, bits);
}

guint bits_count_between(const Bits *bits, guint from, guint to)
{
	guint count = 0;
	guint at = from;
	for (; at < to && at % WORD_BITS != 0; at++)
		count += bits_has(bits, at);
	for (; at + WORD_BITS <= to; at += WORD_BITS)
		count += count_word(bits->words[at / WORD_BITS]);
	for (; at < to; at++)
		count += bits_has(bits, at);
	return count;
}

bool bits_is_empty(const Bits *bits)
{
	return bits_next(bits, 0) < 0;
}

int bits_next(const Bits *bits, guint from)
{
	for (guint at = from; at < bits->room;) {
		const uint64_t word = bits->words[at / WORD_BITS] >> at % WORD_BITS;
		if (word != 0)
			return (int)(at + (guint)__builtin_ctzll(word));
		at = (at / WORD_BITS + 1) * WORD_BITS;
	}
	return -1;
}
