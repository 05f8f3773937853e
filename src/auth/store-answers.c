#include "src/auth/store-answers.h"

#include <gio/gio.h>

struct StoreAnswers {
	GPtrArray *due; /* Answer* */
};

typedef struct Answer {
	StoreAnswers *answers;
	StoreLoaded loaded; /* or: */
	StoreDone done;
	gpointer data;
	Secret *value;
	GError *error;
	guint source;
} Answer;

static void answer_free(Answer *answer)
{
	g_clear_handle_id(&answer->source, g_source_remove);
	secret_free(answer->value);
	g_clear_error(&answer->error);
	g_free(answer);
}

static void give(const Answer *answer, const GError *error)
{
	if (answer->loaded != NULL)
		answer->loaded(error == NULL ? answer->value : NULL, error, answer->data);
	else if (answer->done != NULL)
		answer->done(error, answer->data);
}

static gboolean on_turn(gpointer data)
{
	Answer *answer = data;
	answer->source = 0;
	g_ptr_array_remove(answer->answers->due, answer);
	give(answer, answer->error);
	answer_free(answer);
	return G_SOURCE_REMOVE;
}

static Answer *answer_new(StoreAnswers *answers, GError *error, gpointer data)
{
	Answer *answer = g_new0(Answer, 1);
	answer->answers = answers;
	answer->error = error;
	answer->data = data;
	answer->source = g_idle_add_full(G_PRIORITY_DEFAULT, on_turn, answer, NULL);
	g_ptr_array_add(answers->due, answer);
	return answer;
}

void store_answers_load(StoreAnswers *answers, const Secret *value, GError *error, StoreLoaded done,
			gpointer data)
{
	Answer *answer = answer_new(answers, error, data);
	answer->loaded = done;
	answer->value = secret_copy(value);
}

void store_answers_done(StoreAnswers *answers, GError *error, StoreDone done, gpointer data)
{
	answer_new(answers, error, data)->done = done;
}

bool store_answers_are_due(const StoreAnswers *answers)
{
	return answers->due->len > 0;
}

StoreAnswers *store_answers_new(void)
{
	StoreAnswers *answers = g_new0(StoreAnswers, 1);
	answers->due = g_ptr_array_new();
	return answers;
}

void store_answers_free(StoreAnswers *answers)
{
	g_autoptr(GError) canceled =
		g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "canceled");
	while (answers->due->len > 0) {
		Answer *answer = g_ptr_array_steal_index(answers->due, 0);
		give(answer, canceled);
		answer_free(answer);
	}
	g_ptr_array_unref(answers->due);
	g_free(answers);
}
