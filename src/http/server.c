/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Starting and stopping. */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include "http/server.h"

enum { BACKLOG = 4096, FILES_FOR_OTHERS = 128 };

/* As many files as the system lets us open, less what databases need. */
static int possible_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 512;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    rlim_t most = limit.rlim_cur > 100000 ? 100000 : limit.rlim_cur;
    return most > FILES_FOR_OTHERS * 2 ? (int)most - FILES_FOR_OTHERS : (int)most / 2;
}

static void preset(int *value, int otherwise)
{
    if (*value <= 0)
        *value = otherwise;
}

static void preset_size(size_t *value, size_t otherwise)
{
    if (!*value)
        *value = otherwise;
}

static void fill_settings(struct http_settings *settings)
{
    int possible = possible_files() / 3 * 2;               /* the others: for large bodies and unread replies */
    preset(&settings->workers, 4);
    preset(&settings->most_workers, settings->workers * 4);
    if (settings->most_workers < settings->workers)
        settings->most_workers = settings->workers;
    preset(&settings->most_connections, possible);
    if (settings->most_connections > possible)
        settings->most_connections = possible;
    preset(&settings->most_per_address, 256);
    preset(&settings->most_requests, 100);
    preset(&settings->most_waiting, 1000);
    preset(&settings->head_seconds, 10);
    preset(&settings->idle_seconds, 15);
    preset(&settings->least_rate, 1024);
    preset_size(&settings->most_form, 64 * 1024);
    preset_size(&settings->most_upload, 20 * 1024 * 1024);
    preset_size(&settings->most_memory, 32 * 1024 * 1024);
    preset_size(&settings->most_spooled, 1024 * 1024 * 1024);
    settings->address = settings->address ? settings->address : "127.0.0.1";
    settings->spool_folder = settings->spool_folder ? settings->spool_folder : "/var/tmp";
}

static int open_listener(const struct addrinfo *found)
{
    int on = 1, off = 0;
    int listener = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener < 0)
        return -1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (found->ai_family == AF_INET6)
        setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(listener, found->ai_addr, found->ai_addrlen) == 0 && listen(listener, BACKLOG) == 0)
        return listener;
    int why = errno;
    close(listener);
    errno = why;
    return -1;
}

static const char *start_listening(struct http_server *server)
{
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV}, *found;
    struct sockaddr_in6 bound;             /* the port stands at the same place for IPv4 */
    socklen_t length = sizeof bound;
    char port[16];
    snprintf(port, sizeof port, "%d", server->settings.port);
    if (server->settings.port < 0 || server->settings.port > 65535)
        return "a port is a number from 0 to 65535";
    if (getaddrinfo(server->settings.address, port, &wanted, &found) != 0)
        return "the address is not an IPv4 or IPv6 address";
    server->listener = open_listener(found);
    freeaddrinfo(found);
    if (server->listener < 0 || getsockname(server->listener, (struct sockaddr *)&bound, &length) != 0)
        return strerror(errno);
    server->port = ntohs(bound.sin6_port);
    return NULL;
}

static bool start_polling(struct http_server *server)
{
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    server->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &server->wake};
    server->connections = calloc((size_t)server->settings.most_connections, sizeof *server->connections);
    return server->epoll >= 0 && server->wake >= 0 && server->connections
        && epoll_ctl(server->epoll, EPOLL_CTL_ADD, server->wake, &event) == 0
        && addresses_start(&server->addresses, (size_t)server->settings.most_connections);
}

/* Signals are for the main thread: ours are born with all of them blocked (SIGPIPE too, which sendfile may raise). */
static bool start_threads(struct http_server *server)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    writer_start(&server->writer);
    bool started = workers_start(server) && pthread_create(&server->poller, NULL, poller_run, server) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static void free_server(struct http_server *server)
{
    if (server->listener >= 0)
        close(server->listener);
    if (server->epoll >= 0)
        close(server->epoll);
    if (server->wake >= 0)
        close(server->wake);
    addresses_end(&server->addresses);
    writer_end(&server->writer);
    free(server->connections);
    pthread_mutex_destroy(&server->queue_lock);
    pthread_mutex_destroy(&server->back_lock);
    pthread_cond_destroy(&server->queue_filled);
    free(server);
}

struct http_server *http_start(const struct http_settings *settings, const char **why)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (!server) {
        *why = strerror(ENOMEM);
        return NULL;
    }
    server->settings = *settings;
    server->listener = server->epoll = server->wake = -1;
    fill_settings(&server->settings);
    server->room = (struct store_room){.folder = server->settings.spool_folder, .most = server->settings.most_spooled,
                                        .most_memory = server->settings.most_memory,
                                        .most_files = (size_t)server->settings.most_connections / 2};
    server->now = monotonic_now();
    pthread_mutex_init(&server->queue_lock, NULL);
    pthread_mutex_init(&server->back_lock, NULL);
    pthread_cond_init(&server->queue_filled, NULL);
    *why = start_listening(server);
    if (!*why && !start_polling(server))
        *why = strerror(errno);
    if (!*why && !start_threads(server)) {
        *why = "no thread could be started";
        workers_stop(server, monotonic_now());
    }
    if (!*why)
        return server;
    free_server(server);
    return NULL;
}

int http_port(const struct http_server *server)
{
    return server->port;
}

/* A handler that does not end in time keeps what it uses: the process is about to end anyway. */
bool http_stop(struct http_server *server, int seconds)
{
    server->stop_at = monotonic_now() + (int64_t)seconds * 1000;
    server->stopping = true;
    poller_wake(server);
    pthread_join(server->poller, NULL);
    if (!workers_stop(server, server->stop_at))
        return false;
    while (server->connection_count)
        connection_close(server, server->connections[0]);
    while (server->dead) {
        struct connection *connection = server->dead;
        server->dead = connection->next;
        free(connection);
    }
    free_server(server);
    return true;
}
