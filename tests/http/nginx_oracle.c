/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The same raw requests to nginx and to us: whatever nginx refuses we refuse, and what both accept both read as the
 * same number of requests. A proxy and the server behind it must never disagree on where a request ends. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "http/http.h"

enum { SECONDS = 3, REPLY_ROOM = 65536, MOST_REPLIES = 4 };

struct sent { const char *what; const char *bytes; size_t length; };
struct heard { int statuses[MOST_REPLIES]; int count; bool closed; };
struct tally { int nginx, ours, passed, failed, stricter; struct arena arena; bool talks; };

static void serve_page(void *context, int worker, const struct http_request *request, struct http_reply *reply)
{
    static const struct http_header type[] = {{"Content-Type", "text/html"}};
    *reply = (struct http_reply){200, type, 1, "a page\n", 7};
}

static int dial(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct timeval patience = {.tv_sec = SECONDS};
    int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(line, (struct sockaddr *)&to, sizeof to) == 0)
        return line;
    close(line);
    return -1;
}

/* The statuses of all replies: bodies here never hold a status line. */
static void read_statuses(const char *text, size_t length, struct heard *heard)
{
    const char *end = text + length;
    const char *at = text;
    for (; (at = memmem(at, (size_t)(end - at), "HTTP/1.1 ", 9)) && heard->count < MOST_REPLIES; at += 9)
        if (at[9] != '1')                                  /* 100 Continue is not yet a reply */
            heard->statuses[heard->count++] = (int)strtol(at + 9, NULL, 10);
}

static struct heard converse(int port, const struct sent *sent)
{
    static char text[REPLY_ROOM];
    struct heard heard = {0};
    size_t length = 0;
    ssize_t got = -1;
    int line = dial(port);
    if (line < 0)
        return heard;
    if (send(line, sent->bytes, sent->length, MSG_NOSIGNAL) < 0)
        heard.closed = true;
    shutdown(line, SHUT_WR);
    while (length < sizeof text - 1 && (got = recv(line, text + length, sizeof text - 1 - length, 0)) > 0)
        length += (size_t)got;
    heard.closed |= got == 0 || length > 0;
    close(line);
    text[length] = '\0';
    read_statuses(text, length, &heard);
    return heard;
}

/* Requests that were served: replies below 400. */
static int served(const struct heard *heard)
{
    int count = 0;
    while (count < heard->count && heard->statuses[count] < 400)
        count++;
    return count;
}

static void print_bytes(const struct sent *sent)
{
    for (size_t i = 0; i < sent->length && i < 300; i++) {
        unsigned char c = (unsigned char)sent->bytes[i];
        if (c == '\r' || c == '\n')
            printf(c == '\r' ? "\\r" : "\\n");
        else if (c < ' ' || c > '~')
            printf("\\x%02x", c);
        else
            putchar(c);
    }
    putchar('\n');
}

static void try_bytes(struct tally *tally, const char *what, const char *bytes, size_t length)
{
    struct sent sent = {what, bytes, length};
    struct heard theirs = converse(tally->nginx, &sent), ours = converse(tally->ours, &sent);
    bool stricter = served(&ours) < served(&theirs);
    bool sound = ours.closed && (served(&ours) == served(&theirs) || (stricter && ours.count > served(&ours)));
    tally->passed += sound;
    tally->failed += !sound;
    tally->stricter += sound && stricter;
    if (sound && !tally->talks)
        return;
    printf("%s %s: nginx served %d (last status %d), we served %d (%d)\n  ", sound ? "ok  " : "FAIL", what,
           served(&theirs), theirs.count ? theirs.statuses[theirs.count - 1] : 0, served(&ours),
           ours.count ? ours.statuses[ours.count - 1] : 0);
    print_bytes(&sent);
}

/* Every case is followed by a request that would be smuggled if the first one ended elsewhere than it says. */
#define NEXT "GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

static void try_text(struct tally *tally, const char *what, const char *text)
{
    const char *all = arena_format(&tally->arena, "%s" NEXT, text);
    try_bytes(tally, what, all, strlen(all));
}

/* format holds one $ where each piece is put. */
static void try_each(struct tally *tally, const char *what, const char *format, const char *const *pieces)
{
    size_t before = strcspn(format, "$");
    for (; *pieces; pieces++)
        try_text(tally, what, arena_format(&tally->arena, "%.*s%s%s", (int)before, format, *pieces,
                                           format + before + 1));
}

/* Each control character, and some bytes above ASCII, at the $. */
static void try_each_byte(struct tally *tally, const char *what, const char *format)
{
    size_t before = strcspn(format, "$");
    const char *all = arena_format(&tally->arena, "%s" NEXT, format);
    size_t length = strlen(all);
    for (int c = 0; c < 256; c += c < ' ' ? 1 : c == ' ' ? 0x7F - ' ' : c == 0x7F ? 1 : 41) {
        char *bytes = arena_copy(&tally->arena, all, length);
        bytes[before] = (char)c;
        try_bytes(tally, arena_format(&tally->arena, "%s, byte %02x", what, (unsigned)c), bytes, length);
    }
}

static void try_bytes_everywhere(struct tally *tally)
{
    try_each_byte(tally, "in a method", "G$T / HTTP/1.1\r\nHost: a\r\n\r\n");
    try_each_byte(tally, "in a path", "GET /a$b HTTP/1.1\r\nHost: a\r\n\r\n");
    try_each_byte(tally, "in a query", "GET /?a$b HTTP/1.1\r\nHost: a\r\n\r\n");
    try_each_byte(tally, "in a version", "GET / HTTP/1$1\r\nHost: a\r\n\r\n");
    try_each_byte(tally, "in a field name", "GET / HTTP/1.1\r\nHost: a\r\nX$Y: b\r\n\r\n");
    try_each_byte(tally, "after a field name", "GET / HTTP/1.1\r\nHost: a\r\nXY$: b\r\n\r\n");
    try_each_byte(tally, "in a field value", "GET / HTTP/1.1\r\nHost: a\r\nX: a$b\r\n\r\n");
    try_each_byte(tally, "in a host", "GET / HTTP/1.1\r\nHost: a$b\r\n\r\n");
    try_each_byte(tally, "before a line", "GET / HTTP/1.1\r\nHost: a\r\n$X: b\r\n\r\n");
}

static void try_lengths(struct tally *tally)
{
    static const char *const lengths[] = {
        "3", "+3", "-3", "3 ", " 3", "\t3", "0x3", "3,3", "3, 3", "3;", "3.0", "3e0", "", "03", "0000000003", "a",
        "3a", "18446744073709551619", "9223372036854775808", "99999999999999999999999999999999", "\x0b" "3", "3\x0b",
        "\"3\"", "3\r\nContent-Length: 3", "3\r\nContent-Length: 4", "3\r\nContent-length: 5",
        "4\r\nX: y\r\nContent-Length: 3", "3\r\n Content-Length: 4", "3\r\nTransfer-Encoding: identity",
        "3\r\nTransfer-Encoding: chunked", NULL};
    try_each(tally, "Content-Length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: $\r\n\r\nabc", lengths);
    try_each(tally, "Content-Length without a space",
             "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:$\r\n\r\nabc", lengths);
}

static void try_codings(struct tally *tally)
{
    static const char *const codings[] = {
        "chunked", "Chunked", "CHUNKED", " chunked", "chunked ", "\tchunked", "xchunked", "chunkedx",
        "chunked, chunked", "chunked,", ",chunked", "identity", "identity, chunked", "gzip, chunked", "gzip",
        "chunked;a=b", "\"chunked\"", "", "chunked\r\nTransfer-Encoding: chunked",
        "chunked\r\nTransfer-Encoding: identity", "\x0b" "chunked", "chunked\x0b", "chun ked",
        "chunked\r\nContent-Length: 5", "chunked\r\nContent-Length: 0", "\r\n chunked", NULL};
    try_each(tally, "Transfer-Encoding",
             "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: $\r\n\r\n3\r\nabc\r\n0\r\n\r\n", codings);
    try_each(tally, "Transfer-Encoding in 1.0",
             "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: $\r\n\r\n3\r\nabc\r\n0\r\n\r\n", codings);
    try_text(tally, "Transfer_Encoding",
             "POST / HTTP/1.1\r\nHost: a\r\nTransfer_Encoding: chunked\r\nContent-Length: 0\r\n\r\n");
    try_text(tally, "Transfer-Encoding with a space",
             "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n");
}

static void try_chunks(struct tally *tally)
{
    static const char *const bodies[] = {
        "3\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n00\r\n\r\n", "03\r\nabc\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n",
        "+3\r\nabc\r\n0\r\n\r\n", "-3\r\nabc\r\n0\r\n\r\n", " 3\r\nabc\r\n0\r\n\r\n", "3 \r\nabc\r\n0\r\n\r\n",
        "3;x\r\nabc\r\n0\r\n\r\n", "3;x=y\r\nabc\r\n0\r\n\r\n", "3;x=\"y\"\r\nabc\r\n0\r\n\r\n",
        "3;x\ny\r\nabc\r\n0\r\n\r\n", "3;x\ry\r\nabc\r\n0\r\n\r\n", "3\nabc\n0\n\n", "3\r\nabc\n0\r\n\r\n",
        "3\r\nabc\r\n0\n\r\n", "3\r\nabc\r\n0\r\n\n", "3\rabc\r0\r\r", "3\r\nabcd\r\n0\r\n\r\n",
        "3\r\nab\r\n0\r\n\r\n", "3\r\nabc0\r\n\r\n", "g\r\n\r\n", "\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\nX: y\r\n\r\n", "3\r\nabc\r\n0\r\nContent-Length: 5\r\n\r\n", "3\r\nabc\r\n0\r\nX\r\n\r\n",
        "3\r\nabc\r\n0\r\n X: y\r\n\r\n", "ffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "10000000000000003\r\nabc\r\n0\r\n\r\n", "7fffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "80000000\r\nabc\r\n0\r\n\r\n", "0\r\n\r\n", "3,\r\nabc\r\n0\r\n\r\n", "3\t\r\nabc\r\n0\r\n\r\n", NULL};
    try_each(tally, "chunks", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n$", bodies);
}

static void try_lines(struct tally *tally)
{
    static const char *const requests[] = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\n", "GET / HTTP/1.1\rHost: a\r\r", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
        " GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n\tb\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n \r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n:\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX:y\r\n\r\n", "GET /\r\n", "GET /\r\n\r\n", "GET / \r\n\r\n",
        "get / HTTP/1.1\r\nHost: a\r\n\r\n", "GET/ HTTP/1.1\r\nHost: a\r\n\r\n", "G / HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "HEAD / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", NULL};
    try_each(tally, "lines", "$", requests);
}

static void try_targets(struct tally *tally)
{
    static const char *const targets[] = {
        "/../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/", "/a/../../b", "/a/..", "/..", "/.", "/./", "//", "//a",
        "/a//b", "/%00", "/a%00b", "/%", "/%4", "/%zz", "/%c0%af", "/%ff", "/a?b?c", "/a#b", "/?#", "*", "a", "",
        "http://a/", "http://b/", "http:///", "http://a", "HTTP://A/", "https://a/x?y", "ftp://a/", "http://a:80/",
        "a:80", "/\\", "/a\\..", "/%5c..%5c", "/ ", "/\"<>", "/{}|^`", "/;a=b", "/%2F", "?a=b", "/?a=%00", NULL};
    static const char *const versions[] = {
        "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/1.10", "HTTP/1.01", "HTTP/01.1", "HTTP/2.0", "HTTP/0.9", "HTTP/3.0",
        "HTTP/1.", "HTTP/.1", "HTTP/11", "HTTP/1,1", "HTTP/1.1x", "http/1.1", "HTTPS/1.1", "HTTP /1.1", "HTTP/ 1.1",
        "", "XTTP/1.1", NULL};
    try_each(tally, "target", "GET $ HTTP/1.1\r\nHost: a\r\n\r\n", targets);
    try_each(tally, "version", "GET / $\r\nHost: a\r\n\r\n", versions);
}

static void try_hosts(struct tally *tally)
{
    static const char *const hosts[] = {
        "Host: a", "Host: a:80", "Host:", "Host: ", "Host: a\r\nHost: a", "Host: a\r\nHost: b", "X: y", "Host: a b",
        "Host: a,b", "Host: a/b", "Host: a@b", "Host: a?b", "Host: a#b", "Host: a\\b", "Host: ..", "Host: a..b",
        "Host: a:b", "Host: a:80:80", "Host: [::1]", "Host: [::1]:80", "Host: [::1", "Host: ::1]", "Host: []",
        "Host: <a>", "Host: a%00", "Host : a", "Host\t: a", "host: a", "HOST: a", "Host: \xC3\xA9",
        "Host: a\r\nUser-Agent: x\r\nUser-Agent: y", "Host: a\r\nAuthorization: x\r\nAuthorization: y",
        "Host: a\r\nContent-Type: x\r\nContent-Type: y", "Host: a\r\nIf-Match: x\r\nIf-Match: y",
        "Host: a\r\nExpect: tea", NULL};
    try_each(tally, "host", "GET / HTTP/1.1\r\n$\r\n\r\n", hosts);
}

static void try_sizes(struct tally *tally)
{
    static const int sizes[] = {100, 8000, 8200, 33000, 70000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *filler = arena_alloc(&tally->arena, (size_t)sizes[i] + 1);
        memset(filler, 'a', (size_t)sizes[i]);
        try_text(tally, "long target", arena_format(&tally->arena, "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n", filler));
        try_text(tally, "long value",
                 arena_format(&tally->arena, "GET / HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n", filler));
        try_text(tally, "long name", arena_format(&tally->arena, "GET / HTTP/1.1\r\nHost: a\r\n%s: x\r\n\r\n", filler));
        try_text(tally, "long method", arena_format(&tally->arena, "%s / HTTP/1.1\r\nHost: a\r\n\r\n", filler));
    }
}

/* --- nginx on a free port, in a folder of its own ------------------------------------------------------------- */

static int free_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof at;
    int line = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(line, (struct sockaddr *)&at, sizeof at) != 0 || getsockname(line, (struct sockaddr *)&at, &length) != 0)
        exit(2);
    close(line);
    return ntohs(at.sin_port);
}

/* Every path is the same page, and POST is served like GET: what counts is how requests are read. */
static const char *write_settings(struct arena *arena, const char *folder, int port)
{
    const char *path = arena_format(arena, "%s/nginx.conf", folder);
    FILE *out = fopen(path, "w");
    if (!out)
        exit(2);
    fprintf(out, "daemon off; master_process off; pid %s/pid; error_log %s/error.log; events {}\n"
        "http { access_log off; client_body_temp_path %s/body; proxy_temp_path %s/p; fastcgi_temp_path %s/f;\n"
        "  uwsgi_temp_path %s/u; scgi_temp_path %s/s; client_max_body_size 64k; keepalive_timeout 5;\n"
        "  server { listen 127.0.0.1:%d; location / { return 200 \"a page\\n\"; } } }\n",
        folder, folder, folder, folder, folder, folder, folder, port);
    fclose(out);
    return path;
}

static pid_t start_nginx(struct arena *arena, char *folder, int port)
{
    const char *settings = write_settings(arena, folder, port), *log = arena_format(arena, "%s/error.log", folder);
    pid_t child = fork();
    if (child == 0) {
        execlp("nginx", "nginx", "-c", settings, "-e", log, "-p", folder, (char *)NULL);
        _exit(127);
    }
    for (int tries = 0; tries < 100; tries++) {
        int line = dial(port);
        if (line >= 0) {
            close(line);
            return child;
        }
        nanosleep(&(struct timespec){0, 50000000}, NULL);
    }
    fprintf(stderr, "nginx does not start; see %s\n", log);
    exit(2);
}

static void remove_folder(struct arena *arena, const char *folder)
{
    static const char *const names[] = {
        "nginx.conf", "error.log", "pid", "body", "p", "f", "u", "s"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        remove(arena_format(arena, "%s/%s", folder, names[i]));
    remove(folder);
}

int main(int count, char **words)
{
    char folder[] = "/tmp/nginx-oracle.XXXXXX";
    struct tally tally = {.talks = count > 1 && strcmp(words[1], "-v") == 0};
    const char *why;
    struct http_server *server = http_start(&(struct http_settings){.handle = serve_page}, &why);
    if (!server || !mkdtemp(folder))
        return 2;
    tally.ours = http_port(server);
    tally.nginx = free_port();
    pid_t child = start_nginx(&tally.arena, folder, tally.nginx);
    try_bytes_everywhere(&tally);
    try_lengths(&tally);
    try_codings(&tally);
    try_chunks(&tally);
    try_lines(&tally);
    try_targets(&tally);
    try_hosts(&tally);
    try_sizes(&tally);
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    http_stop(server, 5);
    remove_folder(&tally.arena, folder);
    arena_free(&tally.arena);
    printf("%d of the requests that nginx serves are refused here\n", tally.stricter);
    printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed > 0;
}
