#include "src/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/files.h"
#include "src/base/limits.h"
#include "src/base/secret.h"
#include "src/base/text.h"

#define REDACTED "[redacted]"

/* Names whose value is a secret wherever they stand. */
#define SECRET_NAMES                                                                    \
	"access_token|refresh_token|id_token|code|device_code|user_code|code_verifier|" \
	"client_assertion|client_secret|client_info|state|password|assertion"

/* A pattern and what its match becomes. Quantifiers are possessive: no input makes them backtrack. */
typedef struct Redaction {
	const char *pattern, *replacement;
} Redaction;

static const Redaction redactions[] = {
	/* Who signs in by a URL, up to the last "@": passwords hold unescaped ones. First: see log_redact_logins. */
	{ "(://)(?=[^\\s\"'<>/?#:@]*+[:@])(?:[^\\s\"'<>@]*+@)++", "\\1" REDACTED "@" },
	/* Header lines, whatever the scheme. */
	{ "(?<![\\w-])((?:proxy-)?authorization\\\\?\"?\\s*+[:=]\\s*+\\\\?\"?)[^\\r\\n\"\\\\]++",
	  "\\1" REDACTED },
	{ "\\b(bearer\\s++)[^\\s\"',\\\\]++", "\\1" REDACTED },
	/* JSON, also JSON inside a JSON string (\"name\":\"value\"). */
	{ "(\\\\?\"(?:" SECRET_NAMES
	  ")\\\\?\"\\s*+:\\s*+)(?:\\\\\"[^\"\\\\]*+(?:\\\\[^\"][^\"\\\\]*+)*+\\\\\"|"
	  "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?|[^\\s,}\\]\"\\\\]++)",
	  "\\1\"" REDACTED "\"" },
	/* Forms and URLs, also percent-encoded ones inside another URL. */
	{ "((?:(?<![\\w-])|(?<=%26|%3f|%23))(?:" SECRET_NAMES
	  ")(?:=|%3d))(?:(?!%26|%23)[^\\s&\"'#;<>\\\\])++",
	  "\\1" REDACTED },
	/* Header-like lines. */
	{ "(?<![\\w-])((?:" SECRET_NAMES "):\\s*+)(?!\\[redacted)[^\\s\"',;]++", "\\1" REDACTED },
	/* JWTs and JWEs: base64url of a JSON object, then more parts. */
	{ "(?<![\\w-])eyJ[\\w-]++(?:\\.[\\w-]*+){1,4}+", REDACTED },
};

/* The one log of the process. */
static struct {
	int fd; /* 0: closed */
	char *path;
	size_t size;
	GRegex *patterns[G_N_ELEMENTS(redactions)]; /* NULL: not needed yet */
} the_log;

static const GRegex *redaction_regex(size_t index)
{
	GRegex **pattern = &the_log.patterns[index];
	if (*pattern == NULL)
		*pattern = g_regex_new(redactions[index].pattern,
				       G_REGEX_CASELESS | G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);
	g_assert(*pattern != NULL);
	return *pattern;
}

static char *redact(size_t index, const char *text)
{
	return g_regex_replace(redaction_regex(index), text, -1, 0, redactions[index].replacement,
			       0, NULL);
}

char *log_redact_logins(const char *text)
{
	char *redacted = redact(0, text);
	return redacted != NULL ? redacted : g_strdup(REDACTED);
}

char *log_redact(const char *text)
{
	char *current = g_strdup(text);
	for (size_t i = 0; i < G_N_ELEMENTS(redactions); i++) {
		char *next = redact(i, current);
		secret_wipe_string(current);
		/* Better no line than one that was not looked at. */
		if (next == NULL)
			return g_strdup(REDACTED);
		current = next;
	}
	return current;
}

static int open_log_file(const char *path, size_t *size, GError **error)
{
	int fd =
		open(path,
		     O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
		     S_IRUSR | S_IWUSR);
	struct stat info;
	if (fd < 0 || fstat(fd, &info) != 0) {
		int number = errno;
		if (fd >= 0)
			close(fd);
		g_set_error(error, FILES_ERROR,
			    number == ELOOP ? FILES_ERROR_UNSAFE : FILES_ERROR_IO, "%s: %s", path,
			    number == ELOOP ? "is a symbolic link" : g_strerror(number));
		return -1;
	}
	if (!S_ISREG(info.st_mode) || info.st_uid != geteuid() ||
	    (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		close(fd);
		g_set_error(error, FILES_ERROR, FILES_ERROR_UNSAFE,
			    "%s: is not a regular file that is yours and that only you may read; "
			    "remove it",
			    path);
		return -1;
	}
	*size = (size_t)info.st_size;
	return fd;
}

bool log_open(const char *path, GError **error)
{
	size_t size = 0;
	int fd = open_log_file(path, &size, error);
	if (fd < 0)
		return false;
	log_close();
	the_log.fd = fd;
	the_log.size = size;
	the_log.path = g_strdup(path);
	return true;
}

void log_close(void)
{
	if (the_log.fd > 0)
		close(the_log.fd);
	the_log.fd = 0;
	the_log.size = 0;
	g_clear_pointer(&the_log.path, g_free);
}

bool log_is_open(void)
{
	return the_log.fd > 0;
}

/* The file so far becomes PATH.1, in place of an older one; the log goes on in a new file. */
static void rotate(void)
{
	g_autofree char *old = g_strconcat(the_log.path, ".1", NULL);
	if (g_rename(the_log.path, old) != 0)
		return;
	size_t size = 0;
	int fd = open_log_file(the_log.path, &size, NULL);
	if (fd < 0)
		return;
	close(the_log.fd);
	the_log.fd = fd;
	the_log.size = size;
}

void log_write(const char *area, const char *format, ...)
{
	if (!log_is_open())
		return;

	va_list arguments;
	va_start(arguments, format);
	char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);

	/* Redacted before it is cut: half a token is no longer shaped like one. */
	g_autofree char *redacted = log_redact(message);
	secret_wipe_string(message);
	g_autofree char *safe = text_sanitize(redacted, -1);
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();
	g_autofree char *time = g_date_time_format(now, "%Y-%m-%dT%H:%M:%S");
	g_autofree char *line =
		g_strdup_printf("%s.%03dZ [%d] %s: %s\n", time,
				g_date_time_get_microsecond(now) / 1000, (int)getpid(), area, safe);
	size_t length = strlen(line);
	if (the_log.size + length > LIMIT_LOG_FILE)
		rotate();
	/* A full disk must not stop an activation: a line that cannot be written is lost. */
	gssize put = write(the_log.fd, line, length);
	if (put > 0)
		the_log.size += (size_t)put;
}
