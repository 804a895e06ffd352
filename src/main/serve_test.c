/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From bytes to the application and back: what is asked, what stands around replies, and the program itself. */
#include "main/serve.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "main/command.h"
#include "main/testing.h"
#include "web/asset.h"

struct hall { struct arena arena; struct serving serving; struct desk desk; struct http_header headers[8]; };

static int open_hall(void **state)
{
    struct hall *hall = *state = calloc(1, sizeof *hall);
    hall->desk.shelf = shelf_make(&hall->arena);
    return !squeezer_start(&hall->desk);
}

static int close_hall(void **state)
{
    struct hall *hall = *state;
    squeezer_end(&hall->desk);
    shelf_end(hall->desk.shelf);
    arena_free(&hall->arena);
    free(hall);
    return 0;
}

#define IN_A_HALL(sentence, function) {sentence, function, open_hall, close_hall, NULL}

/* A request whose headers are given as name, value, …, NULL. */
static struct http_request asked(struct hall *hall, const char *method, const char *target, ...)
{
    struct http_request from = {.method = method, .target = target, .query = "", .body = "", .address = "192.0.2.1",
                                .arena = &hall->arena, .headers = hall->headers};
    va_list words;
    va_start(words, target);
    for (const char *name; (name = va_arg(words, const char *));)
        hall->headers[from.header_count++] = (struct http_header){name, va_arg(words, const char *)};
    va_end(words);
    return from;
}

static struct request bridged(struct hall *hall, struct http_request from)
{
    struct request rq = {0};
    bridge_request(&hall->serving, &from, &rq);
    return rq;
}

static void the_ending_of_a_path_is_its_shape(void **state)
{
    static const struct { const char *target, *path; enum shape shape; } cases[] = {
        {"/besoins", "/besoins", AS_HTML}, {"/besoins.csv", "/besoins", AS_CSV},
        {"/besoins/12.json", "/besoins/12", AS_JSON},
        {"/carte.geojson", "/carte", AS_GEOJSON}, {"/a.xlsx", "/a", AS_XLSX}, {"/a.ics", "/a", AS_ICS},
        {"/a.atom", "/a", AS_ATOM}, {"/a.pdf", "/a.pdf", AS_HTML}, {"/.json", "/", AS_JSON}, {"/", "/", AS_HTML},
        {"/%C3%A9", "/\xC3\xA9", AS_HTML}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request rq = bridged(*state, asked(*state, "GET", cases[i].target, NULL));
        assert_string_equal(rq.path, cases[i].path);
        assert_int_equal(rq.shape, cases[i].shape);
    }
    struct http_request from = asked(*state, "GET", "/a", "Accept", "application/json", NULL);
    assert_int_equal(bridged(*state, from).shape, AS_JSON);
    from = asked(*state, "GET", "/a", "Accept", "text/html,application/json", NULL);
    assert_int_equal(bridged(*state, from).shape, AS_HTML);
}

static void a_head_is_asked_as_a_get(void **state)
{
    assert_int_equal(bridged(*state, asked(*state, "HEAD", "/", NULL)).method, GET);
    assert_int_equal(bridged(*state, asked(*state, "POST", "/", NULL)).method, POST);
}

static struct request with_json(struct hall *hall, const char *body)
{
    struct http_request from = asked(hall, "POST", "/.json", "Content-Type", "application/json", NULL);
    from.body = body;
    from.body_length = strlen(body);
    return bridged(hall, from);
}

static void a_flat_object_is_read_like_a_form(void **state)
{
    struct request rq = with_json(*state, "{\"titre\":\" Un\",\"nombre\":12,\"prix\":1.5,\"oui\":true,"
                                          "\"non\":false,\"rien\":null,\"codes\":[\"a\",\"b\"]}");
    size_t count;
    assert_string_equal(param_text(&rq, "titre"), "Un");
    assert_string_equal(param_text(&rq, "nombre"), "12");
    assert_string_equal(param_text(&rq, "prix"), "1.5");
    assert_string_equal(param_text(&rq, "oui"), "1");
    assert_string_equal(param_text(&rq, "non"), "0");
    assert_null(param_text(&rq, "rien"));
    assert_string_equal(param_texts(&rq, "codes", &count)[1], "b");
    assert_int_equal(count, 2);
}

static void other_bodies_are_refused_with_a_reason(void **state)
{
    static const char *const bad[] = {"[1]", "{\"a\":{\"b\":1}}", "{\"a\":[[1]]}", "{", "12", "{\"a\":1,\"a\":2}"};
    struct hall *hall = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct request rq = with_json(hall, bad[i]);
        assert_int_equal(rq.reply.status, BAD_REQUEST);
        assert_contains(rq.reply.body.text, "\"error\":\"");
    }
    struct http_request from = asked(hall, "POST", "/a.json", "Content-Type", "text/plain", NULL);
    from.body = "hello";
    from.body_length = 5;
    assert_int_equal(bridged(hall, from).reply.status, 415);
}

static bool same(struct hall *hall, const char *name, const char *value, const char *other_name, const char *other)
{
    struct http_request from = asked(hall, "POST", "/", "Host", "maillage.example", name, value, other_name,
                                     other, NULL);
    return bridged(hall, from).same_origin;
}

static void only_our_own_pages_may_write(void **state)
{
    assert_true(same(*state, "Sec-Fetch-Site", "same-origin", NULL, NULL));
    assert_true(same(*state, "Sec-Fetch-Site", "none", NULL, NULL));
    assert_false(same(*state, "Sec-Fetch-Site", "same-site", NULL, NULL));
    assert_false(same(*state, "Sec-Fetch-Site", "cross-site", "Origin", "https://maillage.example"));
    assert_true(same(*state, "Origin", "https://maillage.example", NULL, NULL));
    assert_false(same(*state, "Origin", "https://evil.example", NULL, NULL));
    assert_false(same(*state, "Origin", "https://maillage.example.evil", NULL, NULL));
    assert_false(same(*state, "Origin", "null", NULL, NULL));
    assert_false(same(*state, NULL, NULL, NULL, NULL));
    assert_true(same(*state, "Authorization", "Bearer abc", "Sec-Fetch-Site", "cross-site"));
    assert_false(same(*state, "Authorization", "Basic abc", NULL, NULL));
}

static const char *language(struct hall *hall, const char *header)
{
    return bridged(hall, asked(hall, "GET", "/", "Accept-Language", header, NULL)).language;
}

static void the_language_liked_best_is_spoken(void **state)
{
    assert_string_equal(language(*state, "en-GB,en;q=0.9,fr;q=0.8"), "en");
    assert_string_equal(language(*state, "fr-FR,fr;q=0.9,en;q=0.8"), "fr");
    assert_string_equal(language(*state, "de,en;q=0.5,fr;q=0.75"), "fr");
    assert_string_equal(language(*state, "de"), "fr");
    assert_string_equal(language(*state, "en;q=0"), "fr");
    assert_string_equal(language(*state, NULL), "fr");
    struct http_pair chosen = {"langue", "en"};
    struct http_request from = asked(*state, "GET", "/", "Accept-Language", "fr", NULL);
    from.pairs = &chosen;
    from.pair_count = 1;
    assert_string_equal(bridged(*state, from).language, "en");
}

static void cookies_over_https_have_the_prefix_that_protects_them(void **state)
{
    struct hall *hall = *state;
    const char *cookies = "maillage=plain; __Host-maillage=secret";
    assert_string_equal(bridged(hall, asked(hall, "GET", "/", "Cookie", cookies, NULL)).session_token, "plain");
    struct http_request from = asked(hall, "GET", "/", "Cookie", cookies, NULL);
    from.secure = true;
    assert_string_equal(bridged(hall, from).session_token, "secret");
}

static void headers_that_are_not_text_become_text(void **state)
{
    struct hall *hall = *state;
    char longest[500];
    memset(longest, 'a', sizeof longest);
    memcpy(longest + 199, "\xC3\xA9", 3);
    assert_string_equal(bridged(hall, asked(hall, "GET", "/", "User-Agent", "caf\xE9", NULL)).agent, "caf\xC3\xA9");
    assert_int_equal(strlen(bridged(hall, asked(hall, "GET", "/", "User-Agent", longest, NULL)).agent), 199);
}

/* --- around replies ----------------------------------------------------------------------------------------------- */

static const char *header(const struct http_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return NULL;
}

static struct http_reply enveloped(struct hall *hall, struct http_request from, struct request *rq)
{
    struct envelope *envelope = arena_alloc(&hall->arena, sizeof *envelope);
    struct http_reply reply;
    rq->arena = rq->reply.body.arena = &hall->arena;
    rq->reply.status = rq->reply.status ? rq->reply.status : OK;
    envelope_reply(&hall->desk, &from, rq, envelope, &reply);
    reply.headers = envelope->headers;
    reply.header_count = envelope->count;
    return reply;
}

static struct request page(struct hall *hall, const char *text)
{
    struct request rq = {.method = GET, .reply = {.body = {.arena = &hall->arena}}};
    buffer_text(&rq.reply.body, text);
    return rq;
}

static void every_reply_is_protected(void **state)
{
    struct request rq = page(*state, "hello");
    struct http_reply reply = enveloped(*state, asked(*state, "GET", "/", NULL), &rq);
    assert_contains(header(&reply, "Content-Security-Policy"), "script-src 'self';");
    assert_lacks(header(&reply, "Content-Security-Policy"), "upgrade-insecure-requests");
    assert_string_equal(header(&reply, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(header(&reply, "Cross-Origin-Opener-Policy"), "same-origin");
    assert_string_equal(header(&reply, "Cross-Origin-Resource-Policy"), "same-origin");
    assert_null(header(&reply, "Strict-Transport-Security"));
    rq.secure = true;
    reply = enveloped(*state, asked(*state, "GET", "/", NULL), &rq);
    assert_contains(header(&reply, "Content-Security-Policy"), "upgrade-insecure-requests");
    assert_non_null(header(&reply, "Strict-Transport-Security"));
}

static void a_visitor_who_has_the_page_is_told_so(void **state)
{
    struct request rq = page(*state, "hello");
    struct http_reply reply = enveloped(*state, asked(*state, "GET", "/", NULL), &rq);
    const char *tag = header(&reply, "ETag");
    assert_non_null(tag);
    const char *known = arena_format(rq.arena, "\"x\", %s", tag);
    reply = enveloped(*state, asked(*state, "GET", "/", "If-None-Match", known, NULL), &rq);
    assert_int_equal(reply.status, NOT_MODIFIED);
    assert_int_equal(reply.length, 0);
    reply = enveloped(*state, asked(*state, "GET", "/", "If-None-Match", "\"other\"", NULL), &rq);
    assert_int_equal(reply.status, OK);
}

static void what_is_one_persons_is_never_stored(void **state)
{
    struct user user = {.id = 1};
    struct request rq = page(*state, "hello");
    rq.user = &user;
    rq.reply.public_for = 60;
    struct http_reply reply = enveloped(*state, asked(*state, "GET", "/a.json", NULL), &rq);
    assert_string_equal(header(&reply, "Cache-Control"), "no-store");
    assert_null(header(&reply, "ETag"));
    rq.shape = AS_JSON;
    assert_null(header(&reply, "Access-Control-Allow-Origin"));
    rq.user = NULL;
    reply = enveloped(*state, asked(*state, "GET", "/a.json", NULL), &rq);
    assert_string_equal(header(&reply, "Cache-Control"), "public, max-age=60");
    assert_string_equal(header(&reply, "Access-Control-Allow-Origin"), "*");
    assert_string_equal(header(&reply, "Cross-Origin-Resource-Policy"), "cross-origin");
}

static void long_texts_are_compressed_for_who_can_read_them(void **state)
{
    struct hall *hall = *state;
    char *text = arena_alloc(&hall->arena, 20001), *back = arena_alloc(&hall->arena, 20001);
    struct request rq = page(hall, memset(text, 'a', 20000));
    struct http_reply reply = enveloped(hall, asked(hall, "GET", "/", "Accept-Encoding", "br, gzip;q=0.5", NULL), &rq);
    z_stream inflater = {.next_in = (unsigned char *)(uintptr_t)reply.body, .avail_in = (unsigned)reply.length,
                         .next_out = (unsigned char *)back, .avail_out = 20000};
    assert_string_equal(header(&reply, "Content-Encoding"), "gzip");
    assert_true(reply.length < 200);
    assert_int_equal(inflateInit2(&inflater, 15 + 16), Z_OK);
    assert_int_equal(inflate(&inflater, Z_FINISH), Z_STREAM_END);
    inflateEnd(&inflater);
    assert_string_equal(back, text);
    reply = enveloped(hall, asked(hall, "GET", "/", "Accept-Encoding", "gzip;q=0, br", NULL), &rq);
    assert_null(header(&reply, "Content-Encoding"));
    assert_int_equal(reply.length, 20000);
    rq.reply.type = "image/png";
    reply = enveloped(hall, asked(hall, "GET", "/", "Accept-Encoding", "gzip", NULL), &rq);
    assert_null(header(&reply, "Content-Encoding"));
}

static void what_was_compressed_for_everybody_is_kept(void **state)
{
    struct hall *hall = *state;
    char *text = arena_alloc(&hall->arena, 20001);
    size_t length = 0;
    memset(text, 'a', 20000);
    for (int i = 0; i < 4; i++) {
        text[0] = (char)('a' + i / 3);                     /* the last one is another page */
        struct request rq = page(hall, text);
        struct http_reply reply = enveloped(hall, asked(hall, "GET", "/", "Accept-Encoding", "gzip", NULL), &rq);
        assert_true(i == 0 || i == 3 || reply.length == length);
        length = reply.length;
        char back[20] = "";
        z_stream inflater = {.next_in = (unsigned char *)(uintptr_t)reply.body, .avail_in = (unsigned)reply.length,
                             .next_out = (unsigned char *)back, .avail_out = 10};
        assert_int_equal(inflateInit2(&inflater, 15 + 16), Z_OK);
        inflate(&inflater, Z_SYNC_FLUSH);
        inflateEnd(&inflater);
        assert_string_equal(back, i == 3 ? "baaaaaaaaa" : "aaaaaaaaaa");
    }
}

static void the_length_of_a_persons_compressed_page_varies(void **state)
{
    struct hall *hall = *state;
    struct user user = {.id = 1};
    char *text = arena_alloc(&hall->arena, 20001);
    struct request rq = page(hall, memset(text, 'a', 20000));
    rq.user = &user;
    size_t least = SIZE_MAX, most = 0;
    for (int i = 0; i < 50; i++) {
        struct http_reply reply = enveloped(hall, asked(hall, "GET", "/", "Accept-Encoding", "gzip", NULL), &rq);
        least = reply.length < least ? reply.length : least;
        most = reply.length > most ? reply.length : most;
    }
    assert_true(most > least);
}

static void names_and_addresses_are_written_in_ascii(void **state)
{
    struct request rq = page(*state, "a;b");
    rq.reply.file_name = "L'\xC3\xA9t\xC3\xA9 \"2026\".csv";
    rq.reply.location = "/besoins?mot=\xC3\xA9t\xC3\xA9\r\nX-Evil: 1";
    struct http_reply reply = enveloped(*state, asked(*state, "GET", "/", NULL), &rq);
    assert_string_equal(header(&reply, "Content-Disposition"),
        "attachment; filename=\"L'__t____2026_.csv\"; filename*=UTF-8''L%27%C3%A9t%C3%A9%20%222026%22.csv");
    assert_string_equal(header(&reply, "Location"), "/besoins?mot=%C3%A9t%C3%A9%0D%0AX-Evil:%201");
    assert_string_equal(header(&reply, "Content-Security-Policy"), "default-src 'none'; sandbox");
}

static void assets_may_be_kept_for_ever(void **state)
{
    const struct asset *asset = &named_assets[0].asset;
    struct envelope envelope = {0};
    struct http_reply reply;
    struct http_request from = asked(*state, "GET", asset->path, "Accept-Encoding", "gzip", NULL);
    assert_true(envelope_asset(&from, &envelope, &reply));
    reply.headers = envelope.headers;
    reply.header_count = envelope.count;
    assert_contains(header(&reply, "Cache-Control"), "immutable");
    assert_int_equal(reply.length, asset->gzip ? asset->gzip_length : asset->length);
    from = asked(*state, "GET", "/assets/nothing.css", NULL);
    assert_false(envelope_asset(&from, &envelope, &reply));
}

/* --- the program itself ------------------------------------------------------------------------------------------- */

/* Starts build/maillage, which stands beside the tests; *out is what it prints. */
static pid_t start_program(struct arena *arena, int *out, ...)
{
    char here[400];
    ssize_t length = readlink("/proc/self/exe", here, sizeof here - 1);
    int ends[2];
    char *words[12] = {NULL};
    va_list more;
    here[length > 0 ? length : 0] = '\0';
    *strrchr(here, '/') = '\0';
    words[0] = arena_format(arena, "%s/maillage", here);
    va_start(more, out);
    for (int i = 1; i < 11 && (words[i] = va_arg(more, char *)); i++)
        ;
    va_end(more);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv(words[0], words);
        _exit(127);
    }
    close(ends[1]);
    *out = ends[0];
    return child;
}

static int exit_of(pid_t child)
{
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const char *read_all(struct arena *arena, int from)
{
    struct buffer text = {.arena = arena};
    char piece[4096];
    for (ssize_t got; (got = read(from, piece, sizeof piece)) > 0;)
        buffer_add(&text, piece, (size_t)got);
    close(from);
    return buffer_string(&text);
}

static const char *get(struct arena *arena, int port, const char *request)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int line = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(line, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(send(line, request, strlen(request), MSG_NOSIGNAL), strlen(request));
    return read_all(arena, line);
}

#define LAST "Host: localhost\r\nConnection: close\r\n\r\n"

static void the_program_serves_and_stops(void **state)
{
    struct arena arena = {0};
    char folder[] = "/tmp/maillage-serve-test.XXXXXX", announced[200] = "";
    assert_non_null(mkdtemp(folder));
    char *file = arena_format(&arena, "%s/site.db", folder), *copy = arena_format(&arena, "%s/copy.db", folder);
    int out, other;
    pid_t child = start_program(&arena, &out, "serve", file, "--port", "0", "--workers", "2", "--json", NULL);
    assert_true(read(out, announced, sizeof announced - 1) > 0);
    const char *port_text = strstr(announced, "\"port\":");
    assert_non_null(port_text);
    int port = (int)strtol(port_text + 7, NULL, 10);
    const char *reply = get(&arena, port, "GET /connexion HTTP/1.1\r\n" LAST);
    assert_contains(reply, "HTTP/1.1 200 OK\r\n");
    assert_contains(reply, "X-Request-Id: ");
    reply = get(&arena, port, "GET /nulle-part HTTP/1.1\r\n" LAST);
    assert_contains(reply, "HTTP/1.1 404 ");
    assert_contains(reply, "Content-Security-Policy: ");
    reply = get(&arena, port, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
    assert_contains(reply, "HTTP/1.1 400 ");
    assert_contains(reply, "Content-Security-Policy: ");
    assert_contains(reply, "<html lang=\"fr\">");
    reply = get(&arena, port, "POST /connexion HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n" LAST);
    assert_contains(reply, "HTTP/1.1 403 ");
    assert_int_equal(exit_of(start_program(&arena, &other, "backup", file, copy, NULL)), 0);
    assert_int_equal(exit_of(start_program(&arena, &other, "check", copy, NULL)), 0);
    kill(child, SIGTERM);
    assert_int_equal(exit_of(child), 0);
    close(out);
    unlink(file);
    unlink(copy);
    rmdir(folder);
    arena_free(&arena);
}

static void the_program_says_what_it_can_do(void **state)
{
    struct arena arena = {0};
    int out;
    pid_t child = start_program(&arena, &out, "help", NULL);
    assert_contains(read_all(&arena, out), "maillage backup DB FILE");
    assert_int_equal(exit_of(child), 0);
    child = start_program(&arena, &out, "brew", NULL);
    assert_contains(read_all(&arena, out), "maillage serve DB");
    assert_int_equal(exit_of(child), EXIT_USAGE);
    child = start_program(&arena, &out, "check", "/nowhere/site.db", NULL);
    read_all(&arena, out);
    assert_int_equal(exit_of(child), EXIT_FAILED);
    child = start_program(&arena, &out, "routes", "--json", NULL);
    assert_contains(read_all(&arena, out), "\"path\":\"/connexion\",\"permission\":\"anyone\"");
    assert_int_equal(exit_of(child), 0);
    arena_free(&arena);
}

const struct CMUnitTest serve_tests[] = {
    IN_A_HALL("the ending of a path is its shape", the_ending_of_a_path_is_its_shape),
    IN_A_HALL("a HEAD is asked as a GET", a_head_is_asked_as_a_get),
    IN_A_HALL("a flat object is read like a form", a_flat_object_is_read_like_a_form),
    IN_A_HALL("other bodies are refused with a reason", other_bodies_are_refused_with_a_reason),
    IN_A_HALL("only our own pages may write", only_our_own_pages_may_write),
    IN_A_HALL("the language liked best is spoken", the_language_liked_best_is_spoken),
    IN_A_HALL("cookies over https have the prefix that protects them",
              cookies_over_https_have_the_prefix_that_protects_them),
    IN_A_HALL("headers that are not text become text", headers_that_are_not_text_become_text),
    IN_A_HALL("every reply is protected", every_reply_is_protected),
    IN_A_HALL("a visitor who has the page is told so", a_visitor_who_has_the_page_is_told_so),
    IN_A_HALL("what is one person's is never stored", what_is_one_persons_is_never_stored),
    IN_A_HALL("long texts are compressed for who can read them", long_texts_are_compressed_for_who_can_read_them),
    IN_A_HALL("what was compressed for everybody is kept", what_was_compressed_for_everybody_is_kept),
    IN_A_HALL("the length of a person's compressed page varies", the_length_of_a_persons_compressed_page_varies),
    IN_A_HALL("names and addresses are written in ASCII", names_and_addresses_are_written_in_ascii),
    IN_A_HALL("assets may be kept for ever", assets_may_be_kept_for_ever),
    PLAIN("the program serves and stops", the_program_serves_and_stops),
    PLAIN("the program says what it can do", the_program_says_what_it_can_do),
    {0}
};
