#include "tests/bench/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void figure_print(const char *name, double value, const char *unit, const char *aim,
		  const char *meaning)
{
	printf("%-44s %9.2f %-5s %-10s %s\n", name, value, unit, aim, meaning);
	fflush(stdout);
}

static int compare(gconstpointer a, gconstpointer b)
{
	double one = *(const double *)a, two = *(const double *)b;
	return (one > two) - (one < two);
}

double figure_percentile(GArray *samples, double percent)
{
	g_assert_cmpuint(samples->len, >, 0);
	g_array_sort(samples, compare);
	return g_array_index(samples, double, (guint)((samples->len - 1) * percent / 100));
}

double figure_median(GArray *samples)
{
	return figure_percentile(samples, 50);
}

static long read_status(const char *path, const char *member)
{
	g_autofree char *text = NULL;
	g_autofree char *label = g_strdup_printf("\n%s:", member);
	const char *at;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	at = strstr(text, label);
	return at != NULL ? strtol(at + strlen(label), NULL, 10) : 0;
}

long figure_status(pid_t pid, const char *member)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/status", (int)pid);
	return read_status(path, member);
}

long figure_switches(pid_t pid)
{
	g_autofree char *folder = g_strdup_printf("/proc/%d/task", (int)pid);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;
	long sum = 0;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, "status", NULL);
		sum += read_status(path, "voluntary_ctxt_switches");
	}
	return sum;
}

double figure_processor(pid_t pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/schedstat", (int)pid);
	g_autofree char *text = NULL;
	return g_file_get_contents(path, &text, NULL, NULL) ? g_ascii_strtod(text, NULL) / 1e6 : 0;
}

void figure_rest(Pty *pty, int milliseconds)
{
	gint64 end = g_get_monotonic_time() + milliseconds * G_TIME_SPAN_MILLISECOND;
	while (g_get_monotonic_time() < end)
		pty_drain(pty, MIN(50, (int)((end - g_get_monotonic_time()) / 1000) + 1));
}
