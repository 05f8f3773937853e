#include "frontend/why-read.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/base/secret-buffer.h"
#include "src/json/plan-reader.h"

struct WhyReader {
	Terraform *terraform;
	PlanReader *plan;
	SecretBuffer text;
};

void why_input_clear(WhyInput *input)
{
	g_clear_pointer(&input->denial, denial_free);
	g_clear_pointer(&input->plan, plan_needs_free);
}

WhyReader *why_reader_new(void)
{
	WhyReader *reader = g_new0(WhyReader, 1);
	reader->terraform = terraform_new();
	reader->plan = plan_reader_new(reader->terraform);
	return reader;
}

void why_reader_free(WhyReader *reader)
{
	if (reader == NULL)
		return;
	plan_reader_free(reader->plan);
	terraform_free(reader->terraform);
	secret_buffer_clear(&reader->text);
	g_free(reader);
}

void why_reader_feed(WhyReader *reader, const char *bytes, size_t length)
{
	plan_reader_feed(reader->plan, bytes, length);
	if (plan_reader_is_plan(reader->plan)) {
		secret_buffer_clear(&reader->text);
		return;
	}
	/* What is beyond the limit is not looked at; one byte tells that it is there. */
	if (reader->text.length <= LIMIT_DENIAL)
		secret_buffer_append(&reader->text, bytes,
				     MIN(length, LIMIT_DENIAL + 1 - reader->text.length));
}

bool why_reader_is_plan(const WhyReader *reader)
{
	return plan_reader_is_plan(reader->plan);
}

static char *take_plan(WhyReader *reader, const char *subscription, WhyInput *input)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Plan) plan = plan_reader_finish(reader->plan, &error);
	if (plan == NULL)
		return g_strdup_printf("The plan cannot be read: %s. Give the whole output of "
				       "terraform show -json PLAN.",
				       error->message);
	input->plan = plan_find_needs(plan, reader->terraform, subscription);
	input->is_partial = plan->is_partial;
	input->denial = denial_parse("", 0);
	input->denial->is_cut = plan->is_cut || input->plan->is_cut;
	g_ptr_array_unref(input->denial->needs);
	input->denial->needs = g_ptr_array_ref(input->plan->needs);
	return NULL;
}

/* What `terraform plan -out` writes is no text. */
static bool is_archive(const SecretBuffer *text)
{
	return text->length >= 4 && memcmp(secret_buffer_peek(text), "PK\x03\x04", 4) == 0;
}

char *why_reader_finish(WhyReader *reader, const char *name, const char *subscription,
			WhyInput *input)
{
	if (plan_reader_is_plan(reader->plan))
		return take_plan(reader, subscription, input);
	if (is_archive(&reader->text))
		return g_strdup_printf("%s is no text. Of a plan give what terraform show -json "
				       "prints of it.",
				       name);
	input->denial =
		denial_parse(secret_buffer_peek(&reader->text), (gssize)reader->text.length);
	secret_buffer_clear(&reader->text);
	return NULL;
}
