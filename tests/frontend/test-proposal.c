/* What programs send over the socket of proposals: what is taken, and who is cut off. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "frontend/proposal-pipe.h"
#include "frontend/proposal-server.h"
#include "frontend/proposal-socket.h"
#include "src/base/limits.h"
#include "tests/unit/scratch.h"

static Proposal usual(char *reason)
{
	return (Proposal){ .number = 1,
			   .tid = (char *)"tid",
			   .oid = (char *)"oid",
			   .workload = WORKLOAD_AZURE,
			   .eligibility_id = (char *)"row",
			   .scope_id = (char *)"/subscriptions/x",
			   .duration = 60,
			   .reason = reason };
}

static Proposal *through_message(const Proposal *proposal)
{
	g_autoptr(GVariant) message = g_variant_ref_sink(proposal_to_message(proposal));
	return proposal_from_message(message);
}

/* ---- Values ----------------------------------------------------------------------------------- */

static void proposal__is_sanitized__whoever_sends_it(void **state)
{
	(void)state;
	Proposal proposal = usual((char *)"a\033[31m\xe2\x80\xae b\nc");
	g_autofree char *claim = g_strnfill(200, 'x');
	proposal.claim = claim;
	proposal.holder = 99;
	proposal.pid = 1;
	g_autoptr(Proposal) taken = through_message(&proposal);
	assert_null(strchr(taken->reason, '\033'));
	assert_null(strstr(taken->reason, "\xe2\x80\xae"));
	assert_null(strchr(taken->reason, '\n'));
	assert_int_equal(g_utf8_strlen(taken->claim, -1), LIMIT_CLAIM);
	/* What only the dashboard can know is not read. */
	assert_int_equal(taken->holder, 0);
	assert_int_equal(taken->pid, 0);
}

static void proposal__is_refused__beyond_its_limit_or_without_ids(void **state)
{
	(void)state;
	g_autofree char *most = g_strnfill(LIMIT_TEXT_CHARS, 'x');
	g_autofree char *more = g_strnfill(LIMIT_TEXT_CHARS + 1, 'x');
	Proposal proposal = usual(most);
	g_autoptr(Proposal) taken = through_message(&proposal);
	assert_non_null(taken);
	proposal = usual(more);
	assert_null(through_message(&proposal));
	proposal = usual((char *)"x");
	proposal.scope_id = (char *)"/a\nb";
	assert_null(through_message(&proposal));
	proposal.scope_id = NULL;
	assert_null(through_message(&proposal));
	proposal = usual((char *)"x");
	proposal.duration = -1;
	assert_null(through_message(&proposal));
	proposal = usual(NULL);
	assert_null(through_message(&proposal));
}

/* ---- Connections ------------------------------------------------------------------------------ */

typedef struct Seen {
	GPtrArray *came; /* Proposal* */
	guint went;
	char *why;
} Seen;

static void on_came(const Proposal *proposal, gpointer data)
{
	g_ptr_array_add(((Seen *)data)->came, proposal_copy(proposal));
}

static void on_went(uint64_t id, gpointer data)
{
	(void)id;
	((Seen *)data)->went++;
}

typedef struct Place {
	char *folder, *path, *holders;
	Seen seen;
} Place;

static int set_up(void **state)
{
	Place *place = g_new0(Place, 1);
	place->folder = scratch_new();
	place->path = g_build_filename(place->folder, "in", "proposals", NULL);
	place->holders = g_build_filename(place->folder, "holders", NULL);
	place->seen.came = g_ptr_array_new_with_free_func((GDestroyNotify)proposal_free);
	*state = place;
	return 0;
}

static int tear_down(void **state)
{
	Place *place = *state;
	scratch_remove(place->folder);
	g_free(place->path);
	g_free(place->holders);
	g_ptr_array_unref(place->seen.came);
	g_free(place->seen.why);
	g_free(place);
	return 0;
}

static struct sockaddr_un make_address(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	assert_true(g_strlcpy(address.sun_path, path, sizeof address.sun_path) <
		    sizeof address.sun_path);
	return address;
}

static ProposalServer *serve(Place *place)
{
	const ProposalListener listener = { on_came, on_went, &place->seen, 1, NULL };
	return proposal_server_new(place->path, place->holders, &listener, NULL);
}

/* The end is NULL. */
static void on_message(GVariant *message, gpointer data)
{
	ProposalNews **last = data;
	proposal_news_free(*last);
	*last = message != NULL ? proposal_news_from_message(message)
				: proposal_news_new(0, PROPOSAL_FAILED, "end");
}

static ProposalPipe *connect_to(const Place *place, ProposalNews **last)
{
	const int fd = proposal_socket_connect(place->path, NULL);
	return fd >= 0 ? proposal_pipe_new(fd, on_message, last) : NULL;
}

static void turn_until_told(ProposalNews **last)
{
	while (*last == NULL)
		g_main_context_iteration(NULL, TRUE);
}

static void server__takes_a_proposal__and_tells_what_became_of_it(void **state)
{
	Place *place = *state;
	g_autoptr(ProposalServer) server = serve(place);
	g_autoptr(ProposalNews) last = NULL;
	ProposalPipe *pipe = connect_to(place, &last);
	const Proposal proposal = usual((char *)"because");
	assert_true(proposal_pipe_send(pipe, proposal_to_message(&proposal)));
	while (place->seen.came->len == 0)
		g_main_context_iteration(NULL, TRUE);
	const Proposal *came = place->seen.came->pdata[0];
	assert_int_equal(came->pid, getppid()); /* who has started the one that sends */
	assert_true(came->holder != 0);
	int pidfd = -1;
	int lock = -1;
	assert_true(proposal_server_find_leash(server, came->id, &pidfd, &lock));
	g_autoptr(ProposalNews) news = proposal_news_new(0, PROPOSAL_REFUSED, "no");
	proposal_server_tell(server, came->id, news);
	turn_until_told(&last);
	assert_int_equal(last->state, PROPOSAL_REFUSED);
	assert_int_equal(last->number, 1);
	/* The last word takes it away; the end of the program then tells of none. */
	assert_false(proposal_server_find_leash(server, came->id, &pidfd, &lock));
	assert_true(proposal_pipe_send(pipe, proposal_to_message(&proposal)));
	while (place->seen.came->len < 2)
		g_main_context_iteration(NULL, TRUE);
	proposal_pipe_free(pipe);
	while (place->seen.went == 0)
		g_main_context_iteration(NULL, TRUE);
	assert_int_equal(place->seen.went, 1);
}

static const struct {
	const char *bytes;
	size_t length;
} bad_rows[] = {
	{ "\xff\xff\xff\xff", 4 },         /* four gigabytes */
	{ "\0\0\0\0", 4 },                 /* nothing */
	{ "\1\x80\0\0x", 5 },              /* just too long */
	{ "\4\0\0\0\x01\x02\x03\x04", 8 }, /* no dictionary */
	{ "\1\0\0\0\0", 5 },               /* one that says nothing */
};

static void server__cuts_off__who_sends_what_is_none(void **state)
{
	Place *place = *state;
	g_autoptr(ProposalServer) server = serve(place);
	assert_non_null(server);
	for (size_t i = 0; i < G_N_ELEMENTS(bad_rows); i++) {
		const int fd = proposal_socket_connect(place->path, NULL);
		char byte = 0;
		assert_int_equal(send(fd, bad_rows[i].bytes, bad_rows[i].length, MSG_NOSIGNAL),
				 (ssize_t)bad_rows[i].length);
		ssize_t count = -1;
		while ((count = recv(fd, &byte, 1, MSG_DONTWAIT)) < 0 && errno == EAGAIN)
			g_main_context_iteration(NULL, FALSE);
		assert_true(count <= 0);
		close(fd);
	}
	assert_int_equal(place->seen.came->len, 0);
}

static void server__takes_no_more__than_a_few_programs_and_proposals(void **state)
{
	Place *place = *state;
	g_autoptr(ProposalServer) server = serve(place);
	assert_non_null(server);
	g_autoptr(GPtrArray) pipes =
		g_ptr_array_new_with_free_func((GDestroyNotify)proposal_pipe_free);
	g_autoptr(ProposalNews) last = NULL;
	for (int i = 0; i < LIMIT_PROPOSERS; i++)
		g_ptr_array_add(pipes, connect_to(place, &last));
	for (guint i = 0; i <= LIMIT_PROPOSALS; i++) {
		Proposal proposal = usual((char *)"because");
		proposal.number = i + 1;
		assert_true(
			proposal_pipe_send(pipes->pdata[i % 3], proposal_to_message(&proposal)));
		while (place->seen.came->len < MIN(i + 1, LIMIT_PROPOSALS))
			g_main_context_iteration(NULL, TRUE);
	}
	/* One too many is not waited for: it has come when it was taken. */
	while (last == NULL && place->seen.came->len <= LIMIT_PROPOSALS)
		g_main_context_iteration(NULL, TRUE);
	assert_int_equal(place->seen.came->len, LIMIT_PROPOSALS);
	assert_int_equal(last->state, PROPOSAL_NOT_TAKEN);
	g_autoptr(ProposalNews) end = NULL;
	g_autoptr(ProposalPipe) more = connect_to(place, &end);
	assert_non_null(more);
	turn_until_told(&end);
	assert_int_equal(end->state, PROPOSAL_FAILED);
}

/* The first dashboard listens; what it left behind when it died is no obstacle for the next. */
static void server__takes_over__when_the_first_ends(void **state)
{
	Place *place = *state;
	ProposalServer *first = serve(place);
	g_autoptr(ProposalServer) second = serve(place);
	assert_non_null(second);
	proposal_server_free(first);
	int fd = -1;
	while ((fd = proposal_socket_connect(place->path, NULL)) < 0)
		g_main_context_iteration(NULL, TRUE);
	close(fd);
}

/* A person of another name, whom the folder let through by mistake. Only root can be somebody else. */
static void server__cuts_off__another_person(void **state)
{
	Place *place = *state;
	if (getuid() != 0) {
		print_message("skipped: only root can connect as somebody else\n");
		skip();
	}
	g_autoptr(ProposalServer) server = serve(place);
	assert_non_null(server);
	g_autofree char *folder = g_path_get_dirname(place->path);
	const struct sockaddr_un address = make_address(place->path);
	assert_int_equal(chmod(place->folder, 0755), 0);
	assert_int_equal(chmod(folder, 0755), 0);
	assert_int_equal(chmod(place->path, 0777), 0);
	const pid_t pid = fork();
	if (pid == 0) {
		char byte = 0;
		const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
		const bool is_else = setgid(65534) == 0 && setuid(65534) == 0;
		const bool is_there = is_else && connect(fd, (const struct sockaddr *)&address,
							 sizeof address) == 0;
		_exit(!is_there ? 2 : recv(fd, &byte, 1, 0) == 0 ? 0 : 1);
	}
	int status = -1;
	while (waitpid(pid, &status, WNOHANG) == 0)
		g_main_context_iteration(NULL, FALSE);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(place->seen.came->len, 0);
}

static void on_heard(const char *why, gpointer data)
{
	char **last = &((Seen *)data)->why;
	g_free(*last);
	*last = g_strdup(why != NULL ? why : "heard");
}

/* Who is not heard is told why, and when that is over. */
static void server__tells__why_nobody_is_heard(void **state)
{
	Place *place = *state;
	const ProposalListener listener = { on_came, on_went, &place->seen, 1, on_heard };
	ProposalServer *first = serve(place);
	g_autoptr(ProposalServer) second =
		proposal_server_new(place->path, place->holders, &listener, NULL);
	assert_non_null(second);
	assert_string_equal(place->seen.why, "Another dashboard takes what programs ask for.");
	proposal_server_free(first);
	while (strcmp(place->seen.why, "heard") != 0)
		g_main_context_iteration(NULL, TRUE);
	g_autofree char *folder = g_path_get_dirname(place->path);
	g_autofree char *path = g_build_filename(folder, "other", NULL);
	assert_int_equal(chmod(folder, 0777), 0);
	assert_null(proposal_server_new(path, place->holders, &listener, NULL));
	assert_true(g_str_has_prefix(place->seen.why, "No program can ask here: "));
	assert_int_equal(chmod(folder, 0700), 0);
}

static void socket__is_not_used__where_others_could_be(void **state)
{
	Place *place = *state;
	g_autofree char *folder = g_path_get_dirname(place->path);
	g_autofree char *real = g_build_filename(place->folder, "real", NULL);
	assert_int_equal(mkdir(real, 0777), 0);
	assert_int_equal(chmod(real, 0777), 0);
	assert_int_equal(symlink(real, folder), 0);
	assert_null(serve(place));
	assert_int_equal(proposal_socket_connect(place->path, NULL), -1);
	/* A path that no socket can have. */
	g_autofree char *deep = g_strnfill(120, 'd');
	g_autofree char *path = g_build_filename(place->folder, deep, "proposals", NULL);
	g_autoptr(GError) error = NULL;
	assert_int_equal(proposal_socket_listen(path, &error), -1);
	assert_non_null(strstr(error->message, "too long"));
}

static void socket__is_ours_alone__and_replaces_a_stale_one(void **state)
{
	Place *place = *state;
	int fd = proposal_socket_listen(place->path, NULL);
	close(fd); /* as one that died leaves it */
	assert_int_equal(proposal_socket_connect(place->path, NULL), -1);
	fd = proposal_socket_listen(place->path, NULL);
	assert_true(fd >= 0);
	struct stat about;
	g_autofree char *folder = g_path_get_dirname(place->path);
	assert_int_equal(stat(folder, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0700);
	close(fd);
}

/* Looking makes nothing, and is no proposal. */
static void socket__tells_how_it_stands__without_a_trace(void **state)
{
	Place *place = *state;
	g_autofree char *folder = g_path_get_dirname(place->path);
	g_autofree char *name = g_strnfill(120, 'n');
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) error = NULL;
	assert_int_equal(proposal_socket_look(place->path, &error), PROPOSAL_SOCKET_NOBODY);
	assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
	g_autoptr(ProposalServer) server = serve(place);
	assert_int_equal(proposal_socket_look(place->path, &error), PROPOSAL_SOCKET_HEARD);
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	assert_int_equal(place->seen.came->len, 0);
	assert_int_equal(chmod(folder, 0755), 0);
	assert_int_equal(proposal_socket_look(place->path, &error), PROPOSAL_SOCKET_SHARED);
	assert_int_equal(chmod(folder, 0700), 0);
	assert_int_equal(unlink(place->path), 0);
	assert_int_equal(proposal_socket_look(place->path, &error), PROPOSAL_SOCKET_DEAF);
	g_clear_pointer(&server, proposal_server_free);
	assert_int_equal(proposal_socket_look(place->path, &error), PROPOSAL_SOCKET_NOBODY);
	assert_null(error);
	assert_int_equal(proposal_socket_look(path, &error), PROPOSAL_SOCKET_UNUSABLE);
	g_clear_error(&error);
	assert_int_equal(chmod(folder, 0777), 0);
	assert_int_equal(proposal_socket_look(place->path, &error), PROPOSAL_SOCKET_UNUSABLE);
	assert_non_null(error);
}

/* Whoever listens is asked for by the kernel, whosever the file is. Only root can be somebody else. */
static void socket__tells__that_somebody_else_listens(void **state)
{
	Place *place = *state;
	if (getuid() != 0) {
		print_message("skipped: only root can listen as somebody else\n");
		skip();
	}
	g_autofree char *folder = g_path_get_dirname(place->path);
	const struct sockaddr_un address = make_address(place->path);
	assert_int_equal(mkdir(folder, 0700), 0);
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(seteuid(65534), 0);
	const int result = listen(fd, 1);
	assert_int_equal(seteuid(0), 0);
	assert_int_equal(result, 0);
	assert_int_equal(proposal_socket_look(place->path, NULL), PROPOSAL_SOCKET_FOREIGN);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(proposal__is_sanitized__whoever_sends_it),
		cmocka_unit_test(proposal__is_refused__beyond_its_limit_or_without_ids),
		cmocka_unit_test_setup_teardown(
			server__takes_a_proposal__and_tells_what_became_of_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(server__cuts_off__who_sends_what_is_none, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			server__takes_no_more__than_a_few_programs_and_proposals, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(server__takes_over__when_the_first_ends, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(server__cuts_off__another_person, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(server__tells__why_nobody_is_heard, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(socket__is_not_used__where_others_could_be, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(socket__tells_how_it_stands__without_a_trace,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(socket__tells__that_somebody_else_listens, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(socket__is_ours_alone__and_replaces_a_stale_one,
						set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
