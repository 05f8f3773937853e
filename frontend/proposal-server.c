#include "frontend/proposal-server.h"

#include <sys/socket.h>
#include <unistd.h>

#include "frontend/proposal-pipe.h"
#include "frontend/proposal-socket.h"
#include "src/base/byte-lock.h"
#include "src/base/limits.h"
#include "src/base/lock-file.h"
#include "src/base/watch.h"
#include "src/model/owed.h"

#define AGAIN_MS 10000 /* while another dashboard listens */

struct ProposalServer {
	char *path, *lock_path, *holders;
	ProposalListener listener;
	int fd, lock; /* -1: another dashboard listens */
	GSource *source;
	guint again;
	GPtrArray *peers; /* Peer* */
	uint64_t last_id;
	bool is_waiting; /* another dashboard listens, which was told */
};

/* One program. */
typedef struct Peer {
	ProposalServer *server; /* borrowed */
	ProposalPipe *pipe;
	int pid, pidfd;
	GPtrArray *entries; /* Entry* */
} Peer;

/* One proposal of it, until its last word was told. */
typedef struct Entry {
	uint64_t id;
	uint32_t number;
	int lock;
	bool is_sent; /* it does not count as open any more */
	bool is_used; /* what a person sent is held by the byte */
} Entry;

static void entry_free(gpointer data)
{
	Entry *entry = data;
	lock_file_release(&entry->lock);
	g_free(entry);
}

static void peer_free(gpointer data)
{
	Peer *peer = data;
	proposal_pipe_free(peer->pipe);
	if (peer->pidfd >= 0)
		close(peer->pidfd);
	g_ptr_array_unref(peer->entries);
	g_free(peer);
}

static Entry *find_entry(const ProposalServer *server, uint64_t id, Peer **owner)
{
	for (guint i = 0; i < server->peers->len; i++) {
		Peer *peer = server->peers->pdata[i];
		for (guint k = 0; k < peer->entries->len; k++) {
			Entry *entry = peer->entries->pdata[k];
			if (entry->id != id)
				continue;
			*owner = peer;
			return entry;
		}
	}
	return NULL;
}

static guint count_open(const ProposalServer *server)
{
	guint count = 0;
	for (guint i = 0; i < server->peers->len; i++) {
		const Peer *peer = server->peers->pdata[i];
		for (guint k = 0; k < peer->entries->len; k++)
			count += !((const Entry *)peer->entries->pdata[k])->is_sent;
	}
	return count;
}

/* ---- What comes ------------------------------------------------------------------------------- */

static void refuse(Peer *peer, const Proposal *proposal, const char *why)
{
	g_autoptr(ProposalNews) news = proposal_news_new(proposal->number, PROPOSAL_NOT_TAKEN, why);
	(void)proposal_pipe_send(peer->pipe, proposal_news_to_message(news));
}

static bool has_number(const Peer *peer, uint32_t number)
{
	for (guint i = 0; i < peer->entries->len; i++) {
		if (((const Entry *)peer->entries->pdata[i])->number == number)
			return true;
	}
	return false;
}

/* Whoever sends it has the byte from now on: while it is locked, what comes of the proposal is for use. */
static void take_proposal(Peer *peer, Proposal *proposal)
{
	ProposalServer *server = peer->server;
	Entry *entry = g_new0(Entry, 1);
	proposal->id = ++server->last_id;
	proposal->pid = proposal_socket_parent(peer->pid, &proposal->program);
	entry->id = proposal->id;
	entry->number = proposal->number;
	entry->lock = -1;
	const int64_t holder = owed_random_holder();
	if (peer->pidfd >= 0 && byte_lock_try(server->holders, holder, &entry->lock) == LOCK_TAKEN)
		proposal->holder = holder;
	g_ptr_array_add(peer->entries, entry);
	server->listener.came(proposal, server->listener.data);
}

static void peer_end(Peer *peer)
{
	ProposalServer *server = peer->server;
	for (guint i = 0; i < peer->entries->len; i++)
		server->listener.went(((const Entry *)peer->entries->pdata[i])->id,
				      server->listener.data);
	g_ptr_array_remove_fast(server->peers, peer);
}

static void on_message(GVariant *message, gpointer data)
{
	Peer *peer = data;
	if (message == NULL) {
		peer_end(peer);
		return;
	}
	g_autoptr(Proposal) proposal = proposal_from_message(message);
	if (proposal == NULL || has_number(peer, proposal->number))
		proposal_pipe_cut_off(peer->pipe);
	else if (count_open(peer->server) >= LIMIT_PROPOSALS)
		refuse(peer, proposal,
		       "Five proposals are open already: wait until one of them is decided.");
	else
		take_proposal(peer, proposal);
}

/* ---- Listening -------------------------------------------------------------------------------- */

static gboolean on_connection(gint fd, GIOCondition condition, gpointer data)
{
	ProposalServer *server = data;
	int pid = 0;
	(void)condition;
	const int own = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (own < 0)
		return G_SOURCE_CONTINUE;
	if (server->peers->len >= LIMIT_PROPOSERS || !proposal_socket_peer(own, &pid)) {
		close(own);
		return G_SOURCE_CONTINUE;
	}
	Peer *peer = g_new0(Peer, 1);
	peer->server = server;
	peer->pid = pid;
	peer->pidfd = proposal_socket_hold(pid);
	peer->entries = g_ptr_array_new_with_free_func(entry_free);
	peer->pipe = proposal_pipe_new(own, on_message, peer);
	g_ptr_array_add(server->peers, peer);
	return G_SOURCE_CONTINUE;
}

static void tell_heard(const ProposalServer *server, const char *why)
{
	if (server->listener.heard != NULL)
		server->listener.heard(why, server->listener.data);
}

static gboolean on_again(gpointer data);

/* False with error set: nobody can. */
static bool start(ProposalServer *server, GError **error)
{
	const LockState state = lock_file_try(server->lock_path, &server->lock);
	if (state == LOCK_BUSY) {
		const unsigned ms = server->listener.again_ms;
		server->again = g_timeout_add(ms != 0 ? ms : AGAIN_MS, on_again, server);
		if (!server->is_waiting)
			tell_heard(server, "Another dashboard takes what programs ask for.");
		server->is_waiting = true;
		return true;
	}
	g_autoptr(GError) problem = NULL;
	server->fd = proposal_socket_listen(server->path, &problem);
	if (server->fd < 0) {
		g_autofree char *why =
			g_strdup_printf("No program can ask here: %s.", problem->message);
		tell_heard(server, why);
		g_propagate_error(error, g_steal_pointer(&problem));
		return false;
	}
	tell_heard(server, NULL);
	server->source = watch_fd(server->fd, G_IO_IN, on_connection, server);
	return true;
}

static gboolean on_again(gpointer data)
{
	ProposalServer *server = data;
	server->again = 0;
	(void)start(server, NULL);
	return G_SOURCE_REMOVE;
}

ProposalServer *proposal_server_new(const char *path, const char *holders,
				    const ProposalListener *listener, GError **error)
{
	g_autoptr(ProposalServer) server = g_new0(ProposalServer, 1);
	server->path = g_strdup(path);
	server->lock_path = g_strconcat(path, ".lock", NULL);
	server->holders = g_strdup(holders);
	server->listener = *listener;
	server->fd = server->lock = -1;
	server->peers = g_ptr_array_new_with_free_func(peer_free);
	return start(server, error) ? g_steal_pointer(&server) : NULL;
}

void proposal_server_free(ProposalServer *server)
{
	if (server == NULL)
		return;
	g_clear_handle_id(&server->again, g_source_remove);
	if (server->source != NULL) {
		g_source_destroy(server->source);
		g_source_unref(server->source);
	}
	g_ptr_array_unref(server->peers);
	if (server->fd >= 0) {
		close(server->fd);
		unlink(server->path);
	}
	lock_file_release(&server->lock);
	g_free(server->path);
	g_free(server->lock_path);
	g_free(server->holders);
	g_free(server);
}

/* ---- What is told ----------------------------------------------------------------------------- */

void proposal_server_tell(ProposalServer *server, uint64_t id, const ProposalNews *news)
{
	Peer *peer = NULL;
	Entry *entry = find_entry(server, id, &peer);
	if (entry == NULL)
		return;
	g_autoptr(ProposalNews) own = proposal_news_copy(news);
	own->number = entry->number;
	(void)proposal_pipe_send(peer->pipe, proposal_news_to_message(own));
	entry->is_sent |= news->state != PROPOSAL_OPEN;
	entry->is_used |= news->state == PROPOSAL_SENT;
	/* As long as the byte is ours alone it ends with the program. */
	if (proposal_state_is_last(news->state) && (entry->lock < 0 || !entry->is_used))
		g_ptr_array_remove(peer->entries, entry);
}

bool proposal_server_find_leash(const ProposalServer *server, uint64_t id, int *pidfd, int *lock)
{
	Peer *peer = NULL;
	const Entry *entry = find_entry(server, id, &peer);
	if (entry == NULL || entry->lock < 0)
		return false;
	*pidfd = peer->pidfd;
	*lock = entry->lock;
	return true;
}

void proposal_server_let_go(ProposalServer *server, uint64_t id)
{
	Peer *peer = NULL;
	Entry *entry = find_entry(server, id, &peer);
	if (entry != NULL)
		lock_file_release(&entry->lock);
}
