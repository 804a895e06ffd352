/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The server through raw sockets: what it refuses and what it reads. How it lives: server_test.c. */
#include "http/http_testing.h"
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { REPLY_ROOM = 64 * 1024, PATIENCE = 20 };

void nap(int milliseconds)
{
    nanosleep(&(struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000L}, NULL);
}

void tell(void *context, int worker, const struct http_request *request, struct http_reply *reply)
{
    static const struct http_header type[] = {{"Content-Type", "text/plain"}};
    static const struct http_header split[] = {{"X-Split", "a\r\nX-Other: b"}};
    struct house *house = context;
    struct buffer text = {.arena = request->arena};
    buffer_format(&text, "%s %s ?%s\naddress %s%s\nbody %zu\n", request->method, request->target, request->query,
                  request->address, request->secure ? " secure" : "", request->body_length);
    for (size_t i = 0; i < request->pair_count; i++)
        buffer_format(&text, "%s=%s\n", request->pairs[i].name, request->pairs[i].value);
    for (size_t i = 0; i < request->file_count; i++)
        buffer_format(&text, "%s: %s (%s) %zu\n", request->files[i].field, request->files[i].name,
                      request->files[i].type, request->files[i].length);
    if (text_is(request->target, "/echo"))
        buffer_add(&text, request->body, request->body_length);
    while (text_starts(request->target, "/held") && house->held)
        nap(5);
    *reply = (struct http_reply){200, type, 1, text.text, text.length};
    if (text_is(request->target, "/split"))
        reply->headers = split;
    if (text_is(request->target, "/big")) {
        reply->length = 8 * 1024 * 1024;
        reply->body = memset(arena_alloc(request->arena, reply->length), 'x', reply->length);
    }
}

static void begin(void *context, int worker)
{
    ((struct house *)context)->started++;
}

static void end(void *context, int worker)
{
    ((struct house *)context)->stopped++;
}

void open_with(struct house *house, struct http_settings settings)
{
    const char *why;
    settings.handle = tell;
    settings.context = house;
    settings.worker_start = begin;
    settings.worker_stop = end;
    house->server = http_start(&settings, &why);
    if (!house->server)
        fail_msg("cannot listen: %s", why);
    house->port = http_port(house->server);
}

int open_house(void **state)
{
    struct house *house = *state = calloc(1, sizeof *house);
    open_with(house, (struct http_settings){.workers = 2, .most_connections = 500});
    return 0;
}

int close_house(void **state)
{
    struct house *house = *state;
    house->held = 0;
    http_stop(house->server, 5);
    arena_free(&house->arena);
    free(house);
    return 0;
}

/* Starts anew with other settings. */
void reopen(struct house *house, struct http_settings settings)
{
    http_stop(house->server, 5);
    house->started = house->stopped = 0;
    open_with(house, settings);
}

int call(const struct house *house)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)house->port),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval patience = {.tv_sec = PATIENCE};
    setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(line, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(line, (struct sockaddr *)&to, sizeof to), 0);
    return line;
}

void say_bytes(int line, const char *bytes, size_t length)
{
    while (length) {
        ssize_t sent = send(line, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        length -= (size_t)sent;
    }
}

void say(int line, const char *text)
{
    say_bytes(line, text, strlen(text));
}

/* All that comes until the server closes; "open" is appended when it does not. */
const char *hear_all(struct house *house, int line)
{
    struct buffer heard = {.arena = &house->arena};
    char piece[REPLY_ROOM];
    ssize_t got;
    while ((got = recv(line, piece, sizeof piece, 0)) > 0)
        buffer_add(&heard, piece, (size_t)got);
    if (got < 0)
        buffer_text(&heard, "(open)");
    close(line);
    return buffer_string(&heard);
}

/* One reply, by its Content-Length; the line stays open. */
const char *hear_one(struct house *house, int line)
{
    struct buffer heard = {.arena = &house->arena};
    const char *end = NULL;
    char c;
    while (!end && recv(line, &c, 1, 0) == 1) {
        buffer_char(&heard, c);
        end = strstr(heard.text, "\r\n\r\n");
    }
    const char *length = end ? strstr(heard.text, "Content-Length: ") : NULL;
    for (long left = length ? strtol(length + 16, NULL, 10) : 0; left > 0 && recv(line, &c, 1, 0) == 1; left--)
        buffer_char(&heard, c);
    return buffer_string(&heard);
}

const char *ask_bytes(struct house *house, const char *bytes, size_t length)
{
    int line = call(house);
    say_bytes(line, bytes, length);
    return hear_all(house, line);
}

const char *ask(struct house *house, const char *text)
{
    return ask_bytes(house, text, strlen(text));
}

int status_of(const char *reply)
{
    return text_starts(reply, "HTTP/1.1 ") ? (int)strtol(reply + 9, NULL, 10) : 0;
}

struct refused { const char *what, *bytes; size_t length; int status; };
#define REFUSED(what, text, status) {what, text, sizeof text - 1, status}

static const struct refused refused[] = {
    REFUSED("Content-Length and Transfer-Encoding together",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    REFUSED("two different Content-Length",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
    REFUSED("the same Content-Length twice",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
    REFUSED("Content-Length: +3", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", 400),
    REFUSED("Content-Length: 3, 3", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc", 400),
    REFUSED("Content-Length: -1", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nabc", 400),
    REFUSED("Content-Length: 0x3", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc", 400),
    REFUSED("an empty Content-Length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nabc", 400),
    REFUSED("a Content-Length beyond all numbers",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999999\r\n\r\nabc", 413),
    REFUSED("no Host", "GET / HTTP/1.1\r\n\r\n", 400),
    REFUSED("two Host", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
    REFUSED("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
    REFUSED("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    REFUSED("a Host with a user", "GET / HTTP/1.1\r\nHost: me@a\r\n\r\n", 400),
    REFUSED("a Host with a port that is none", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400),
    REFUSED("a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    REFUSED("a field without a name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400),
    REFUSED("a tab before a value", "GET / HTTP/1.1\r\nHost:\ta\r\n\r\n", 400),
    REFUSED("a tab after a value", "GET / HTTP/1.1\r\nHost: a \t\r\n\r\n", 400),
    REFUSED("a Host with an empty label", "GET / HTTP/1.1\r\nHost: a..b\r\n\r\n", 400),
    REFUSED("no host in a whole target", "GET http:/// HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a field without a colon", "GET / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n", 400),
    REFUSED("a NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400),
    REFUSED("a NUL in the path", "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a control character in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01\r\n\r\n", 400),
    REFUSED("a lone CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400),
    REFUSED("a folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 400),
    REFUSED("a folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
    REFUSED("bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400),
    REFUSED("one bare line feed", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400),
    REFUSED("an unknown transfer coding",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
    REFUSED("two codings", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    REFUSED("two Transfer-Encoding",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
            "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    REFUSED("chunks in HTTP/1.0",
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    REFUSED("a body in a GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 400),
    REFUSED("an expectation nobody knows",
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nContent-Length: 3\r\n\r\nabc", 417),
    REFUSED("a form declared too large", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", 413),
    REFUSED("an upload declared too large", "POST / HTTP/1.1\r\nHost: a\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 20971521\r\n\r\n", 413),
    REFUSED("a path that climbs", "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a path that climbs, encoded", "GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("dots encoded", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a path that stays", "GET /a/./b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a path that ends by climbing", "GET /a/.. HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a backslash", "GET /a\\..\\b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("an encoded NUL", "GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("an encoded NUL in the query", "GET /?a=%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("overlong UTF-8", "GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("overlong UTF-8 in the query", "GET /?a=%c0%af HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a surrogate", "GET /%ed%a0%80 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a broken percent", "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a broken percent in the query", "GET /?%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("raw bytes in the path", "GET /\xC3\xA9 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("no version", "GET /\r\nHost: a\r\n\r\n", 400),
    REFUSED("a version in small letters", "GET / http/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    REFUSED("HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505),
    REFUSED("HTTP/1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400),
    REFUSED("a target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("another host in the target", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a first line that is empty", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    REFUSED("a TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    REFUSED("DELETE", "DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    REFUSED("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    REFUSED("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 405),
    REFUSED("a method nobody knows", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501),
    REFUSED("a method in small letters", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501)};

static void what_is_malformed_is_refused_and_the_line_closed(void **state)
{
    struct house *house = *state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct buffer bytes = {.arena = &house->arena};
        buffer_add(&bytes, refused[i].bytes, refused[i].length);
        buffer_text(&bytes, "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
        const char *reply = ask_bytes(house, bytes.text, bytes.length);
        if (status_of(reply) != refused[i].status || strstr(reply, "(open)") || strstr(reply, "smuggled"))
            fail_msg("%s: expected %d and the end of the connection, not:\n%s", refused[i].what,
                     refused[i].status, reply);
        assert_contains(reply, "Connection: close\r\n");
    }
    assert_int_equal(status_of(ask(house, "GET / HTTP/1.1\r\nHost: a\r\n" LAST)), 200);
}

static void a_refused_method_says_which_are_allowed(void **state)
{
    assert_contains(ask(*state, "PUT / HTTP/1.1\r\nHost: a\r\n\r\n"), "Allow: GET, HEAD, POST\r\n");
    assert_contains(ask(*state, "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), "Allow: GET, HEAD, POST\r\n");
}

static const char *chunked(struct house *house, const char *body)
{
    return ask(house, arena_format(&house->arena,
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" LAST "%s", body));
}

static void chunked_bodies_are_read_strictly(void **state)
{
    static const char *const bad[] = {
        "0x5\r\nhello\r\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n", "-1\r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhello0\r\n\r\n",
        "\r\nhello",
        "5\r\nhello\r\n0\r\n\n", "5;a\nb\r\nhello\r\n0\r\n\r\n", "ffffffffffffffff\r\nhello", "fffffffff\r\n", "g\r\n",
        "000000005\r\nhello\r\n0\r\n\r\n", "5\rhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nbad trailer\r\n\r\n",
        "5\r\nhello\r\n0\r\nname : value\r\n\r\n", "5;\x01\r\nhello\r\n0\r\n\r\n"};
    struct house *house = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (status_of(chunked(house, bad[i])) != 400)
            fail_msg("chunks accepted: %s", bad[i]);
    assert_contains(chunked(house, "5\r\nhello\r\n0\r\n\r\n"), "body 5\nhello");
    assert_contains(chunked(house, "5;name=value\r\nhello\r\nA\r\n, the world\r\n0\r\n\r\n"), "400");
    const char *extended = "5;name=\"v\"\r\nhello\r\nB\r\n, the world\r\n000\r\nName: value\r\n\r\n";
    assert_contains(chunked(house, extended), "hello, the world");
    assert_contains(chunked(house, "0\r\n\r\n"), "body 0\n");
    assert_int_equal(status_of(chunked(house, "10001\r\n")), 413);
}

static void a_chunked_body_may_come_byte_by_byte(void **state)
{
    struct house *house = *state;
    const char *text = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" LAST
                       "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nA: b\r\n\r\n";
    int line = call(house);
    for (const char *at = text; *at; at++) {
        say_bytes(line, at, 1);
        if ((at - text) % 16 == 0)
            nap(1);
    }
    assert_contains(hear_all(house, line), "body 5\nabcde");
}

static void a_body_that_grows_beyond_its_limit_is_refused(void **state)
{
    struct house *house = *state;
    struct buffer body = {.arena = &house->arena};
    for (int i = 0; i < 17; i++) {
        buffer_text(&body, "1000\r\n");
        for (int j = 0; j < 4096; j++)
            buffer_char(&body, 'x');
        buffer_text(&body, "\r\n");
    }
    assert_int_equal(status_of(chunked(house, body.text)), 413);
}

static int status_for(struct house *house, const char *format, const char *a, const char *b)
{
    struct buffer request = {.arena = &house->arena};
    for (const char *at = format; *at; at++) {
        if (*at != '$')
            buffer_char(&request, *at);
        else
            buffer_text(&request, *++at == 'a' ? a : b);
    }
    return status_of(ask(house, request.text));
}

static void heads_have_limits(void **state)
{
    struct house *house = *state;
    struct buffer path = {.arena = &house->arena}, field = {.arena = &house->arena}, many = {.arena = &house->arena};
    for (int i = 0; i < 40000; i++)
        buffer_char(i < 8000 ? &path : &field, 'a');
    for (int i = 0; i < 100; i++)
        buffer_text(&many, "X: y\r\n");
    assert_int_equal(status_for(house, "GET /$a HTTP/1.1\r\nHost: a\r\n" LAST, path.text, NULL), 200);
    assert_int_equal(status_for(house, "GET /$a$a HTTP/1.1\r\nHost: a\r\n\r\n", path.text, NULL), 414);
    assert_int_equal(status_for(house, "GET / HTTP/1.1\r\nHost: a\r\nX: $a$b\r\n\r\n", field.text, path.text), 431);
    assert_int_equal(status_for(house, "GET / HTTP/1.1\r\n$a\r\n", many.text, NULL), 400);
    assert_int_equal(status_for(house, "GET / HTTP/1.1\r\nHost: a\r\n$a\r\n", many.text, NULL), 431);
}

static void a_head_may_come_byte_by_byte(void **state)
{
    struct house *house = *state;
    int line = call(house);
    for (const char *at = "GET /slowly?a=1 HTTP/1.1\r\nHost: a\r\n" LAST; *at; at++) {
        say_bytes(line, at, 1);
        nap(1);
    }
    assert_contains(hear_all(house, line), "GET /slowly ?a=1\n");
}

static void head_gets_the_head_of_get(void **state)
{
    struct house *house = *state;
    int line = call(house);
    say(line, "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n" LAST);
    const char *replies = hear_all(house, line);
    assert_contains(replies, "Content-Length: ");
    assert_lacks(replies, "HEAD /a");
    assert_contains(replies, "GET /b");
}

static void who_expects_to_be_told_to_go_on_is_told(void **state)
{
    struct house *house = *state;
    int line = call(house);
    say(line, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n" LAST);
    assert_string_equal(hear_one(house, line), "HTTP/1.1 100 Continue\r\n\r\n");
    say(line, "hello");
    assert_contains(hear_all(house, line), "body 5\nhello");
    assert_int_equal(status_of(ask(house, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                                          "Content-Length: 70000\r\n\r\n")), 413);
}

static void targets_and_hosts_have_several_good_forms(void **state)
{
    struct house *house = *state;
    assert_contains(ask(house, "GET http://a:80/x?y=1 HTTP/1.1\r\nHost: A:80\r\n" LAST), "GET /x ?y=1\n");
    assert_int_equal(status_of(ask(house, "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n" LAST)), 200);
    assert_int_equal(status_of(ask(house, "GET /%C3%A9t%C3%A9/%20 HTTP/1.1\r\nhost:  a \r\n" LAST)), 200);
    assert_contains(ask(house, "GET /a...b/..c?q=a|b{c} HTTP/1.1\r\nHost: a\r\nX: \xC3\xA9\r\n" LAST), "q=a|b{c}\n");
    assert_int_equal(status_of(ask(house, "GET / HTTP/1.0\r\n\r\n")), 200);
}

#define FORM "POST /?q=a+b HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"

static void forms_are_decoded_once(void **state)
{
    struct house *house = *state;
    const char *reply = ask(house, FORM "Content-Length: 40\r\n" LAST
                            "nom=L%27%C3%A9t%C3%A9&vide=&seul&b=%2541");
    assert_contains(reply, "body 0\nq=a b\nnom=L'\xC3\xA9t\xC3\xA9\nvide=\nseul=\nb=%41\n");
    assert_int_equal(status_of(ask(house, FORM "Content-Length: 5\r\n\r\na=%ff")), 400);
}

static void a_header_cannot_be_split(void **state)
{
    const char *reply = ask(*state, "GET /split HTTP/1.1\r\nHost: a\r\n" LAST);
    assert_int_equal(status_of(reply), 500);
    assert_lacks(reply, "X-Other");
}

const struct CMUnitTest http_tests[] = {
    IN_A_HOUSE("what is malformed is refused and the line closed", what_is_malformed_is_refused_and_the_line_closed),
    IN_A_HOUSE("a refused method says which are allowed", a_refused_method_says_which_are_allowed),
    IN_A_HOUSE("chunked bodies are read strictly", chunked_bodies_are_read_strictly),
    IN_A_HOUSE("a chunked body may come byte by byte", a_chunked_body_may_come_byte_by_byte),
    IN_A_HOUSE("a body that grows beyond its limit is refused", a_body_that_grows_beyond_its_limit_is_refused),
    IN_A_HOUSE("heads have limits", heads_have_limits),
    IN_A_HOUSE("a head may come byte by byte", a_head_may_come_byte_by_byte),
    IN_A_HOUSE("HEAD gets the head of GET", head_gets_the_head_of_get),
    IN_A_HOUSE("who expects to be told to go on is told", who_expects_to_be_told_to_go_on_is_told),
    IN_A_HOUSE("targets and hosts have several good forms", targets_and_hosts_have_several_good_forms),
    IN_A_HOUSE("forms are decoded once", forms_are_decoded_once),
    IN_A_HOUSE("a header cannot be split", a_header_cannot_be_split),
    {0}
};
