#include "cli/why-input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/stream.h"
#include "cli/wait.h"
#include "src/base/limits.h"
#include "src/base/secret-buffer.h"
#include "src/json/plan-reader.h"

void why_input_clear(WhyInput *input)
{
	g_clear_pointer(&input->denial, denial_free);
	g_clear_pointer(&input->plan, plan_needs_free);
}

/* ---- bytes ---- */

/* A text, or a plan: which of them its bytes tell. Either may hold secrets, so that a plan is never kept as text. */
typedef struct Reading {
	SecretBuffer text;
	PlanReader *plan;
	bool is_over;
	int problem; /* errno; 0: none */
} Reading;

static void on_bytes(const char *bytes, size_t length, gpointer data)
{
	Reading *reading = data;
	plan_reader_feed(reading->plan, bytes, length);
	if (plan_reader_is_plan(reading->plan)) {
		secret_buffer_clear(&reading->text);
		return;
	}
	/* What is beyond the limit is not looked at; it is read, so that who writes it ends well; one byte tells that it is there. */
	if (reading->text.length <= LIMIT_DENIAL)
		secret_buffer_append(&reading->text, bytes,
				     MIN(length, LIMIT_DENIAL + 1 - reading->text.length));
}

static void on_end(int problem, gpointer data)
{
	Reading *reading = data;
	reading->problem = problem;
	reading->is_over = true;
}

/* ---- plans ---- */

static void take_plan(PlanReader *reader, const Terraform *terraform, const WhyTerms *terms,
		      WhyInput *input)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Plan) plan = plan_reader_finish(reader, &error);
	if (plan == NULL) {
		tell_format("The plan cannot be read: %s. Give the whole output of terraform show "
			    "-json PLAN.",
			    error->message);
		return;
	}
	input->plan = plan_find_needs(plan, terraform, terms->subscription);
	input->is_partial = plan->is_partial;
	input->denial = denial_parse("", 0);
	input->denial->is_cut = plan->is_cut || input->plan->is_cut;
	g_ptr_array_unref(input->denial->needs);
	input->denial->needs = g_ptr_array_ref(input->plan->needs);
}

/* ---- texts ---- */

/* What `terraform plan -out` writes is no text. */
static bool is_archive(const SecretBuffer *text)
{
	return text->length >= 4 && memcmp(secret_buffer_peek(text), "PK\x03\x04", 4) == 0;
}

static void take_text(const SecretBuffer *text, const char *name, WhyInput *input)
{
	if (is_archive(text))
		tell_format("%s is no text. Of a plan give what terraform show -json prints of it.",
			    name);
	else
		input->denial = denial_parse(secret_buffer_peek(text), (gssize)text->length);
}

static void read_all(const Session *session, int fd, const char *name, const WhyTerms *terms,
		     WhyInput *input)
{
	g_autoptr(Terraform) terraform = terraform_new();
	g_autoptr(PlanReader) plan = plan_reader_new(terraform);
	Reading reading = { .plan = plan };
	Stream *stream = stream_new(fd, on_bytes, on_end, &reading);
	while (!reading.is_over && !session->is_interrupted)
		wait_once();
	stream_free(stream);
	if (reading.problem != 0)
		tell_format("%s cannot be read: %s.", name, g_strerror(reading.problem));
	else if (reading.is_over && plan_reader_is_plan(plan))
		take_plan(plan, terraform, terms, input);
	else if (reading.is_over)
		take_text(&reading.text, name, input);
	secret_buffer_clear(&reading.text);
}

static void read_file(const Session *session, const char *path, const WhyTerms *terms,
		      WhyInput *input)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		tell_format("%s cannot be read: %s. Give an operation and a scope, the text of a "
			    "denial, a file with it, or - for standard input.",
			    path, g_strerror(errno));
		return;
	}
	read_all(session, fd, path, terms, input);
	close(fd);
}

static Denial *take_operation(const char *operation, bool is_data)
{
	Denial *denial = denial_parse("", 0);
	Need *need = need_new(operation, is_data ? PLANE_DATA : PLANE_CONTROL, NULL);
	need->is_plane_known = is_data || need->is_plane_known;
	denial_add(denial, need);
	return denial;
}

Denial *why_read_text(const char *words)
{
	return operation_is_valid(words) ? take_operation(words, false) : denial_parse(words, -1);
}

void why_read_input(Session *session, const char *words, const WhyTerms *terms, WhyInput *input)
{
	if (strcmp(words, "-") == 0) {
		if (isatty(STDIN_FILENO))
			tell_progress("Paste what was said, and end it with Ctrl-D.");
		read_all(session, STDIN_FILENO, "Standard input", terms, input);
	} else if (operation_is_valid(words)) {
		input->denial = take_operation(words, terms->is_data);
	} else if (strpbrk(words, " \n") != NULL && !g_file_test(words, G_FILE_TEST_EXISTS)) {
		input->denial = denial_parse(words, -1);
	} else {
		read_file(session, words, terms, input);
	}
}
