#include <string.h>

#include "src/base/limits.h"
#include "src/base/secret-buffer.h"
#include "src/base/text.h"
#include "tui/terminal/color.h"
#include "tui/terminal/key-sequence.h"
#include "tui/terminal/key.h"

/*
 * Bytes wait in `bytes` until they make a whole key. Only a paste and a swallowed string grow beyond
 * that, and neither is kept there: so the buffer is never longer than LIMIT_ESCAPE_SEQUENCE plus what
 * one call of feed brought.
 */
typedef enum {
	MODE_KEYS,
	MODE_PASTE,   /* until ESC [ 2 0 1 ~ */
	MODE_STRING,  /* an answer of the terminal: until BEL or ESC \ */
	MODE_SWALLOW, /* an overlong control sequence: until its final byte */
} Mode;

struct KeyDecoder {
	Mode mode;
	bool is_after_escape; /* an Esc was told since nothing followed in time */
	SecretBuffer bytes;   /* what is pasted may be a secret */
	SecretBuffer paste;
	char answer
		[LIMIT_ESCAPE_SEQUENCE]; /* what MODE_STRING brought so far; a longer one is of no interest */
	size_t answer_length;
	GQueue events; /* KeyEvent* */
};

static const char paste_end[] = "\033[201~";
#define PASTE_END_LENGTH (sizeof paste_end - 1)

KeyDecoder *key_decoder_new(void)
{
	KeyDecoder *decoder = g_new0(KeyDecoder, 1);
	g_queue_init(&decoder->events);
	return decoder;
}

static void event_free(gpointer data)
{
	KeyEvent *event = data;
	key_event_clear(event);
	g_free(event);
}

void key_decoder_reset(KeyDecoder *decoder)
{
	/* The rest of an answer that is on its way is no key. */
	if (decoder->mode != MODE_STRING)
		decoder->mode = MODE_KEYS;
	decoder->is_after_escape = false;
	secret_buffer_clear(&decoder->bytes);
	secret_buffer_clear(&decoder->paste);
	g_queue_clear_full(&decoder->events, event_free);
}

void key_decoder_free(KeyDecoder *decoder)
{
	if (decoder == NULL)
		return;
	key_decoder_reset(decoder);
	g_free(decoder);
}

static void emit(KeyDecoder *decoder, const KeyEvent *event)
{
	g_queue_push_tail(&decoder->events, g_memdup2(event, sizeof *event));
}

static void emit_key(KeyDecoder *decoder, Key key)
{
	if (key != KEY_NONE)
		emit(decoder, &(KeyEvent){ .kind = KEY_EVENT_KEY, .key = key });
}

static void emit_paste(KeyDecoder *decoder)
{
	decoder->mode = MODE_KEYS;
	SecretBuffer text = { 0 };
	const char *at = secret_buffer_peek(&decoder->paste);
	const char *end = at + decoder->paste.length;
	while (at < end) {
		gunichar c = text_next_char(&at, end);
		bool is_crlf = c == '\r' && *at == '\n';
		if (c == '\r' && !is_crlf)
			c = '\n'; /* terminals paste a newline as the Enter key sends it */
		if (c == '\t')
			c = ' ';
		if (c == '\n' || !g_unichar_iscntrl(c))
			secret_buffer_append_character(&text, c);
	}
	secret_buffer_clear(&decoder->paste);
	emit(decoder, &(KeyEvent){ .kind = KEY_EVENT_PASTE, .paste = secret_buffer_steal(&text) });
}

/* Takes what is surely text of the paste; keeps what may be the beginning of its end. */
static size_t take_paste(KeyDecoder *decoder, const guint8 *bytes, size_t length)
{
	size_t taken = 0;
	const guint8 *end = memmem(bytes, length, paste_end, PASTE_END_LENGTH);
	if (end != NULL) {
		taken = (size_t)(end - bytes);
	} else {
		size_t kept = MIN(length, PASTE_END_LENGTH - 1);
		while (kept > 0 && memcmp(bytes + length - kept, paste_end, kept) != 0)
			kept--;
		taken = length - kept;
	}
	size_t room = LIMIT_PASTE - decoder->paste.length;
	secret_buffer_append(&decoder->paste, (const char *)bytes, MIN(taken, room));
	if (end == NULL)
		return taken;
	emit_paste(decoder);
	return taken + PASTE_END_LENGTH;
}

/* Of the answers one is of interest: to OSC 11. */
static void end_answer(KeyDecoder *decoder)
{
	KeyEvent event = { .kind = KEY_EVENT_BACKGROUND };
	decoder->mode = MODE_KEYS;
	if (decoder->answer_length == sizeof decoder->answer)
		return;
	decoder->answer[decoder->answer_length] = '\0';
	if (g_str_has_prefix(decoder->answer, "]11;") &&
	    color_parse_answer(decoder->answer + 4, &event.color))
		emit(decoder, &event);
}

static size_t take_answer(KeyDecoder *decoder, const guint8 *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\a') {
			end_answer(decoder);
			return i + 1;
		}
		if (bytes[i] == '\033') {
			if (i + 1 == length)
				return i; /* the backslash is still to come */
			end_answer(decoder);
			return bytes[i + 1] == '\\' ? i + 2 : i;
		}
		if (decoder->answer_length < sizeof decoder->answer)
			decoder->answer[decoder->answer_length++] = (char)bytes[i];
	}
	return length;
}

static size_t skip_sequence(KeyDecoder *decoder, const guint8 *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] >= 0x20 && bytes[i] <= 0x3f)
			continue;
		decoder->mode = MODE_KEYS;
		return bytes[i] >= 0x40 && bytes[i] <= 0x7e ? i + 1 : i;
	}
	return length;
}

static size_t take_key(KeyDecoder *decoder, const guint8 *bytes, size_t length)
{
	KeySequence sequence = { 0 };
	size_t taken = key_sequence_parse(bytes, length, &sequence);
	switch (sequence.kind) {
	case KEY_SEQUENCE_KEY:
		emit_key(decoder, sequence.event.key);
		break;
	case KEY_SEQUENCE_MOUSE:
	case KEY_SEQUENCE_FOCUS:
		emit(decoder, &sequence.event);
		break;
	case KEY_SEQUENCE_PASTE:
		decoder->mode = MODE_PASTE;
		break;
	case KEY_SEQUENCE_STRING:
		decoder->mode = MODE_STRING;
		decoder->answer[0] = (char)bytes[1];
		decoder->answer_length = 1;
		break;
	case KEY_SEQUENCE_OVERLONG:
		decoder->mode = MODE_SWALLOW;
		break;
	case KEY_SEQUENCE_UNFINISHED:
	case KEY_SEQUENCE_IGNORED:
		break;
	}
	return taken;
}

/* "[A" or "OA" and the like in one piece, as nobody types: what belongs behind an Esc. */
static bool is_rest_of_key(const char *bytes, size_t length)
{
	if (length < 2 || (bytes[0] == 'O' && strchr("ABCDHF", bytes[1]) == NULL))
		return false;
	g_autofree uint8_t *whole = g_malloc(length + 1);
	KeySequence sequence = { 0 };
	whole[0] = '\033';
	memcpy(whole + 1, bytes, length);
	return (bytes[0] == '[' || bytes[0] == 'O') &&
	       key_sequence_parse(whole, length + 1, &sequence) > 2 &&
	       (sequence.kind == KEY_SEQUENCE_KEY || sequence.kind == KEY_SEQUENCE_FOCUS);
}

void key_decoder_feed(KeyDecoder *decoder, const char *bytes, size_t length)
{
	/* The line was slower than the wait: the Esc was told, but the rest of the key is no text. */
	if (decoder->is_after_escape && length > 0 && is_rest_of_key(bytes, length))
		secret_buffer_append(&decoder->bytes, "\033", 1);
	decoder->is_after_escape = decoder->is_after_escape && length == 0;
	secret_buffer_append(&decoder->bytes, bytes, length);
	size_t done = 0;
	while (done < decoder->bytes.length) {
		const guint8 *rest = (const guint8 *)decoder->bytes.bytes + done;
		size_t left = decoder->bytes.length - done;
		Mode before = decoder->mode;
		size_t taken = 0;
		if (before == MODE_PASTE)
			taken = take_paste(decoder, rest, left);
		else if (before == MODE_STRING)
			taken = take_answer(decoder, rest, left);
		else if (before == MODE_SWALLOW)
			taken = skip_sequence(decoder, rest, left);
		else
			taken = take_key(decoder, rest, left);
		done += taken;
		if (taken == 0 && decoder->mode == before)
			break;
	}
	secret_buffer_remove(&decoder->bytes, 0, done);
}

bool key_decoder_next(KeyDecoder *decoder, KeyEvent *out)
{
	g_autofree KeyEvent *event = g_queue_pop_head(&decoder->events);
	if (event == NULL)
		return false;
	*out = *event;
	return true;
}

bool key_decoder_is_waiting(const KeyDecoder *decoder)
{
	return decoder->bytes.length > 0 || decoder->mode != MODE_KEYS;
}

bool key_decoder_is_in_sequence(const KeyDecoder *decoder)
{
	return decoder->mode == MODE_STRING ||
	       (decoder->mode == MODE_KEYS && decoder->bytes.length > 1);
}

bool key_decoder_is_in_paste(const KeyDecoder *decoder)
{
	return decoder->mode == MODE_PASTE;
}

void key_decoder_time_out(KeyDecoder *decoder)
{
	const guint8 *bytes = (const guint8 *)decoder->bytes.bytes;
	const size_t length = decoder->bytes.length;
	switch (decoder->mode) {
	case MODE_PASTE:
		take_paste(decoder, (const guint8 *)paste_end, PASTE_END_LENGTH);
		break;
	case MODE_STRING:
	case MODE_SWALLOW:
		decoder->mode = MODE_KEYS;
		break;
	case MODE_KEYS:
		/* "ESC [", "ESC O" and the like are Alt with that character; anything longer is noise. */
		for (size_t i = 0; i < length && bytes[i] == '\033'; i++) {
			bool is_alt =
				i + 2 == length && bytes[i + 1] >= 0x20 && bytes[i + 1] < 0x7f;
			if (is_alt)
				emit_key(decoder, bytes[i + 1] | KEY_ALT);
			else if (i + 1 == length || bytes[i + 1] == '\033')
				emit_key(decoder, KEY_ESCAPE);
			decoder->is_after_escape = i + 1 == length;
		}
		break;
	}
	secret_buffer_remove(&decoder->bytes, 0, length);
}
