/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage serve: the site on a port, until it is told to stop. */
#include "main/serve.h"
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "base/number.h"
#include "base/time.h"
#include "formats/json.h"
#include "i18n/i18n.h"
#include "main/command.h"
#include "web/limits.h"

enum { DEFAULT_PORT = 8080, MOST_WORKERS = 64, SECONDS_TO_STOP = 10, LONG_SEGMENT = 20 };

static int64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* --- one request -------------------------------------------------------------------------------------------------- */

/* A path without what may be the secret of a private link. */
static const char *path_without_secrets(struct arena *arena, const char *path)
{
    struct buffer out = {.arena = arena};
    for (; *path; path += strcspn(path, "/")) {
        size_t slash = *path == '/';
        size_t length = strcspn(path + slash, "/");
        buffer_add(&out, path, slash);
        path += slash;
        if (length >= LONG_SEGMENT)
            buffer_text(&out, "…");
        else
            buffer_add(&out, path, length);
    }
    return buffer_string(&out);
}

/* One line of JSON on stderr: what statistics and repairs need. No address, no person, no query. */
static void log_request(const struct http_request *from, const struct http_reply *reply, const char *id, int64_t taken)
{
    struct buffer line = {.arena = from->arena}, at = {.arena = from->arena};
    struct json json;
    format_iso_instant(&at, clock_now());
    json_begin(&json, &line);
    json_object(&json);
    json_key(&json, "at"), json_text(&json, at.text);
    json_key(&json, "id"), json_text(&json, id);
    json_key(&json, "method"), json_text(&json, from->method);
    json_key(&json, "path"), json_text(&json, path_without_secrets(from->arena, from->target));
    json_key(&json, "status"), json_int(&json, reply->status);
    json_key(&json, "bytes"), json_int(&json, (int64_t)reply->length);
    json_key(&json, "microseconds"), json_int(&json, taken);
    json_end(&json);
    buffer_char(&line, '\n');
    (void)!write(STDERR_FILENO, line.text, line.length);
}

static void answer(struct serving *serving, struct desk *desk, const struct http_request *from,
                   struct envelope *envelope, struct http_reply *out)
{
    struct request *rq = arena_alloc(from->arena, sizeof *rq);
    rq->db = desk->db;
    db_use_arena(desk->db, from->arena);
    if (bridge_request(serving, from, rq) && !kept_take(desk->kept, from, rq)) {
        app_handle(&serving->app, rq);
        kept_put(desk->kept, rq);
    }
    envelope_reply(desk, from, rq, envelope, out);
}

static void handle(void *context, int worker, const struct http_request *from, struct http_reply *out)
{
    struct serving *serving = context;
    struct envelope *envelope = arena_alloc(from->arena, sizeof *envelope);
    int64_t began = serving->log ? microseconds() : 0;
    uint64_t number = serving->first_number + serving->number++;
    const char *id = arena_format(from->arena, "%016llx", (unsigned long long)number);
    if (envelope_asset(from, envelope, out))
        envelope_secure(envelope, from->secure || serving->secure, false);
    else
        answer(serving, &serving->desks[worker], from, envelope, out);
    envelope_add(envelope, "X-Request-Id", id);
    out->headers = envelope->headers;
    out->header_count = envelope->count;
    if (serving->log)
        log_request(from, out, id, microseconds() - began);
}

/* --- requests that never reach the application -------------------------------------------------------------------- */

static void refuse(void *context, int status, struct http_reply *reply)
{
    const struct serving *serving = context;
    size_t i = 0;
    while (i + 1 < serving->refusal_count && serving->refusals[i].status != status)
        i++;
    *reply = (struct http_reply){status, serving->refusal_headers, serving->refusal_header_count,
                                 serving->refusals[i].body, serving->refusals[i].length};
}

static void make_refusal(struct serving *serving, struct command_line *line, int status)
{
    struct request rq = {.method = GET, .path = "/", .query = "", .host = "", .language = "fr", .now = clock_now(),
                         .app = &serving->app, .db = line->db, .arena = line->arena, .secure = serving->secure};
    rq.reply.body.arena = line->arena;
    reply_error(&rq, status);
    serving->refusals[serving->refusal_count++] = (struct refusal){status, rq.reply.body.text, rq.reply.body.length};
}

/* The last one stands for every other status. */
static void make_refusals(struct serving *serving, struct command_line *line)
{
    static const int statuses[] = {400, 405, 408, 413, 414, 431, 500, 503, 501};
    struct envelope envelope = {0};
    db_begin(line->db);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        make_refusal(serving, line, statuses[i]);
    db_rollback(line->db);
    envelope_add(&envelope, "Content-Type", "text/html; charset=utf-8");
    envelope_add(&envelope, "Cache-Control", "no-store");
    envelope_add(&envelope, "Cross-Origin-Resource-Policy", "same-origin");
    envelope_secure(&envelope, serving->secure, false);
    memcpy(serving->refusal_headers, envelope.headers, sizeof envelope.headers);
    serving->refusal_header_count = envelope.count;
}

/* --- workers ------------------------------------------------------------------------------------------------------ */

static void open_desk(void *context, int worker)
{
    struct serving *serving = context;
    struct desk *desk = &serving->desks[worker];
    desk->db = db_open(serving->url);
    desk->shelf = serving->shelf;
    crypto_generichash(desk->key, sizeof desk->key, serving->app.secret, sizeof serving->app.secret, NULL, 0);
    squeezer_start(desk);
    if (db_failed(desk->db))
        fprintf(stderr, "%s\n", db_failed(desk->db));
}

static void close_desk(void *context, int worker)
{
    struct desk *desk = &((struct serving *)context)->desks[worker];
    squeezer_end(desk);
    kept_end(desk->kept);
    db_close(desk->db);
}

/* --- the command -------------------------------------------------------------------------------------------------- */

static bool number_option(const struct command_line *line, const char *name, int preset, int least, int most,
                          int *number)
{
    const char *text = line_option(line, name);
    int64_t value = preset;
    bool fits = !text || (parse_int(text, &value) && value >= least && value <= most);
    if (!fits)
        complain(N_("%s is a number from %d to %d.\n"), name, least, most);
    *number = (int)value;
    return fits;
}

/* Two a core, so that one that waits for the disk leaves another to run. */
static int preset_workers(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 2 ? 4 : cores > MOST_WORKERS / 2 - 1 ? MOST_WORKERS : (int)cores * 2 + 2;
}

static bool read_options(const struct command_line *line, struct serving *serving, struct http_settings *settings)
{
    static const char *const known[] = {"--port", "--address", "--workers", "--base-url", "--trusted-proxy", "--log",
                                        "--unlimited", "--requests-per-connection", "--connections-per-address", NULL};
    const char *url = line_option(line, "--base-url");
    if (!line_knows(line, known))
        return false;
    if (url && !text_starts(url, "https://") && !text_starts(url, "http://")) {
        complain(N_("--base-url starts with https:// or http://.\n"));
        return false;
    }
    serving->app.limits = line_flag(line, "--unlimited") ? NULL : limits_make(line->arena);
    serving->app.base_url = url;
    serving->secure = url && text_starts(url, "https://");
    serving->log = line_flag(line, "--log");
    settings->address = line_option(line, "--address");
    settings->trusted_proxy = line_option(line, "--trusted-proxy");
    return number_option(line, "--port", DEFAULT_PORT, 0, 65535, &settings->port)
        && number_option(line, "--workers", preset_workers(), 1, MOST_WORKERS, &settings->workers)
        && number_option(line, "--requests-per-connection", 100, 1, INT32_MAX, &settings->most_requests)
        && number_option(line, "--connections-per-address", 256, 1, INT32_MAX, &settings->most_per_address);
}

static void announce(const struct command_line *line, const struct http_settings *settings, int port)
{
    const char *address = settings->address ? settings->address : "127.0.0.1";
    bool six = strchr(address, ':');
    const char *url = arena_format(line->arena, "http://%s%s%s:%d/", six ? "[" : "", address, six ? "]" : "", port);
    if (line->json)
        printf("{\"address\":\"%s\",\"port\":%d}\n", url, port);
    else
        tell(N_("Maillage listens on %s (Ctrl-C to stop).\n"), url);
    fflush(stdout);
}

/* Secrets of visitors must not end in a core file. */
static void keep_memory_private(void)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    prctl(PR_SET_DUMPABLE, 0);
}

static int serve_until_told(struct command_line *line, struct serving *serving, const struct http_settings *settings)
{
    sigset_t ends;
    int told;
    const char *why = NULL;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    struct background *background = background_start(line->arena, &serving->app, serving->url);
    struct http_server *server = background ? http_start(settings, &why) : NULL;
    if (server) {
        announce(line, settings, http_port(server));
        sigwait(&ends, &told);
        if (!http_stop(server, SECONDS_TO_STOP))
            _exit(EXIT_FAILED);                            /* a handler still uses what would be freed below */
    } else {
        const char *twice = text_in(terminal_language(), N_("the database does not open twice"));
        complain(N_("The site cannot start: %s.\n"), why ? why : twice);
    }
    background_stop(background);
    return server ? 0 : EXIT_FAILED;
}

int serve_command(struct command_line *line)
{
    struct serving serving = {.app = *line->app, .url = line->url};
    struct http_settings settings = {.handle = handle, .context = &serving, .worker_start = open_desk,
                                     .worker_stop = close_desk, .refusal = refuse};
    if (!read_options(line, &serving, &settings))
        return EXIT_USAGE;
    randombytes_buf(&serving.first_number, sizeof serving.first_number);
    settings.most_workers = settings.workers * 4;
    serving.desks = arena_array(line->arena, (size_t)settings.most_workers, sizeof *serving.desks);
    for (int i = 0; i < settings.most_workers; i++)
        serving.desks[i].kept = kept_make(line->arena);
    serving.shelf = shelf_make(line->arena);
    make_refusals(&serving, line);
    keep_memory_private();
    int status = serve_until_told(line, &serving, &settings);
    shelf_end(serving.shelf);
    explicit_bzero(serving.app.secret, sizeof serving.app.secret);
    return status;
}
