#include "tests/e2e/talk.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/verb.h"

#define LINE_MOST (1024 * 1024)

void talk_open_line(Talk *talk, const Stage *stage, const char *line)
{
	g_auto(GStrv) argv = verb_argv(line);
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	int output = -1;
	assert_true(g_spawn_async_with_pipes(
		NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
		NULL, NULL, &talk->pid, &talk->input, &output, NULL, NULL));
	talk->output = fdopen(output, "r");
	assert_non_null(talk->output);
}

void talk_open(Talk *talk, const Stage *stage)
{
	talk_open_line(talk, stage, "myroles agent");
}

void talk_say(const Talk *talk, const char *lines)
{
	assert_int_equal(write(talk->input, lines, strlen(lines)), (ssize_t)strlen(lines));
}

cJSON *talk_hear(Talk *talk)
{
	g_autofree char *line = g_malloc0(LINE_MOST);
	assert_non_null(fgets(line, LINE_MOST, talk->output));
	cJSON *answer = cJSON_Parse(line);
	assert_non_null(answer);
	return answer;
}

cJSON *talk_call(Talk *talk, const char *line)
{
	talk_say(talk, line);
	return talk_hear(talk);
}

static const cJSON *result_of(const cJSON *answer)
{
	const cJSON *result = cJSON_GetObjectItemCaseSensitive(answer, "result");
	assert_non_null(result);
	return result;
}

const cJSON *talk_proposal(const cJSON *answer)
{
	const cJSON *document =
		cJSON_GetObjectItemCaseSensitive(result_of(answer), "structuredContent");
	return cJSON_GetObjectItemCaseSensitive(document, "proposal");
}

bool talk_is_error(const cJSON *answer)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(result_of(answer), "isError"));
}

const char *talk_words(const cJSON *answer)
{
	const cJSON *content = cJSON_GetObjectItemCaseSensitive(result_of(answer), "content");
	const cJSON *part = cJSON_GetArrayItem(content, 0);
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(part, "text"));
}

int talk_close(Talk *talk, int signal_number)
{
	int status = 0;
	if (signal_number != 0)
		kill(talk->pid, signal_number);
	else
		close(talk->input);
	assert_int_equal(waitpid(talk->pid, &status, 0), talk->pid);
	if (signal_number != 0)
		close(talk->input);
	fclose(talk->output);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
