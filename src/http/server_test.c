/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The life of connections: order, limits, slowness of both sides, the end. */
#include "http/http_testing.h"
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

static void requests_sent_at_once_are_answered_in_order(void **state)
{
    struct house *house = *state;
    struct buffer all = {.arena = &house->arena};
    for (int i = 0; i < 90; i++)
        buffer_format(&all, "POST /%d HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", i);
    buffer_text(&all, "GET /last HTTP/1.1\r\nHost: a\r\n" LAST);
    const char *at = ask(house, all.text);
    for (int i = 0; i < 90; i++) {
        at = strstr(at, arena_format(&house->arena, "POST /%d ?", i));
        assert_non_null(at);
    }
    assert_contains(at, "GET /last ?");
}

static void a_half_closed_line_still_gets_its_reply(void **state)
{
    struct house *house = *state;
    int line = call(house);
    say(line, GET_ROOT GET_ROOT);
    shutdown(line, SHUT_WR);
    const char *reply = hear_all(house, line);
    assert_int_equal(status_of(reply), 200);
    assert_contains(strstr(reply, "GET / ?") + 1, "GET / ?");
    assert_lacks(reply, "(open)");
    line = call(house);
    say(line, "GET / HTTP/1.1\r\nHo");
    shutdown(line, SHUT_WR);
    assert_string_equal(hear_all(house, line), "");
}

static void the_line_stays_open_until_told_otherwise(void **state)
{
    struct house *house = *state;
    int line = call(house);
    for (int i = 0; i < 3; i++) {
        say(line, GET_ROOT);
        assert_lacks(hear_one(house, line), "Connection:");
    }
    say(line, "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Close\r\n\r\n");
    assert_contains(hear_all(house, line), "Connection: close");
    line = call(house);
    say(line, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assert_contains(hear_one(house, line), "Connection: keep-alive");
    say(line, "GET / HTTP/1.0\r\n\r\n");
    const char *reply = hear_all(house, line);
    assert_contains(reply, "Connection: close");
    assert_lacks(reply, "(open)");
}

static void a_line_ends_after_its_share_of_requests(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.most_requests = 3});
    int line = call(house);
    for (int i = 0; i < 2; i++) {
        say(line, GET_ROOT);
        assert_lacks(hear_one(house, line), "Connection: close");
    }
    say(line, GET_ROOT);
    assert_contains(hear_all(house, line), "Connection: close");
}

static struct buffer upload(struct house *house, size_t size)
{
    struct buffer request = {.arena = &house->arena}, body = {.arena = &house->arena};
    buffer_text(&body, "--edge\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nbonjour\r\n--edge\r\n"
                       "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\tmp\\a.csv\"\r\n"
                       "Content-Type: text/csv\r\n\r\n");
    char *bytes = arena_alloc(&house->arena, size);
    buffer_add(&body, memset(bytes, 'x', size), size);
    buffer_text(&body, "\r\n--edge--\r\n");
    buffer_format(&request, "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
                            "Content-Length: %zu\r\n" LAST, body.length);
    buffer_add(&request, body.text, body.length);
    return request;
}

static void twenty_megabytes_arrive_whole(void **state)
{
    struct house *house = *state;
    size_t size = 20 * 1024 * 1024 - 400;
    struct buffer request = upload(house, size);
    const char *reply = ask_bytes(house, request.text, request.length);
    assert_contains(reply, "note=bonjour\n");
    assert_contains(reply, arena_format(&house->arena, "file: a.csv (text/csv) %zu\n", size));
}

static void too_large_an_upload_is_told_so(void **state)
{
    struct house *house = *state;
    struct buffer request = upload(house, 20 * 1024 * 1024);
    assert_int_equal(status_of(ask_bytes(house, request.text, request.length)), 413);
}

static void uploads_beyond_the_room_for_all_wait_for_another_time(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.most_spooled = 1024 * 1024});
    struct buffer small = upload(house, 500 * 1024), large = upload(house, 2 * 1024 * 1024);
    const char *reply = ask_bytes(house, large.text, large.length);
    assert_int_equal(status_of(reply), 503);
    assert_contains(reply, "Retry-After: ");
    for (int i = 0; i < 5; i++)
        assert_int_equal(status_of(ask_bytes(house, small.text, small.length)), 200);
}

static void slow_heads_and_slow_bodies_are_given_up(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.head_seconds = 1, .idle_seconds = 1});
    int silent = call(house), head = call(house), idle = call(house);
    say(head, "GET / HTTP/1.1\r\nHost: a\r\n");
    say(idle, GET_ROOT);
    assert_int_equal(status_of(hear_one(house, idle)), 200);
    assert_string_equal(hear_all(house, idle), "");
    assert_string_equal(hear_all(house, silent), "");
    assert_int_equal(status_of(hear_all(house, head)), 408);
}

static void many_slow_lines_do_not_stop_the_others(void **state)
{
    struct house *house = *state;
    int lines[300];
    reopen(house, (struct http_settings){.most_per_address = 400});
    for (int i = 0; i < 300; i++) {
        lines[i] = call(house);
        say(lines[i], i % 2 ? "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "
                            : "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab");
    }
    for (int i = 0; i < 20; i++)
        assert_int_equal(status_of(ask(house, "GET / HTTP/1.1\r\nHost: a\r\n" LAST)), 200);
    for (int i = 0; i < 300; i++)
        close(lines[i]);
}

static void a_slow_reader_does_not_hold_a_worker(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.workers = 1});
    int line = call(house);
    say(line, "GET /big HTTP/1.1\r\nHost: a\r\n" LAST);
    for (int i = 0; i < 5; i++)
        assert_int_equal(status_of(ask(house, "GET / HTTP/1.1\r\nHost: a\r\n" LAST)), 200);
    const char *reply = hear_all(house, line);
    const char *body = strstr(reply, "\r\n\r\n") + 4;
    assert_int_equal(strspn(body, "x"), 8 * 1024 * 1024);
    assert_int_equal(strlen(body), 8 * 1024 * 1024);
}

static void a_slow_handler_does_not_stop_the_others(void **state)
{
    struct house *house = *state;
    house->held = 1;
    int line = call(house);
    say(line, "GET /held HTTP/1.1\r\nHost: a\r\n" LAST);
    for (int i = 0; i < 5; i++)
        assert_int_equal(status_of(ask(house, "GET / HTTP/1.1\r\nHost: a\r\n" LAST)), 200);
    house->held = 0;
    assert_int_equal(status_of(hear_all(house, line)), 200);
}

static void when_slow_handlers_hold_all_workers_others_come(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.workers = 1, .most_workers = 3});
    house->held = 1;
    int lines[2];
    for (int i = 0; i < 2; i++) {
        lines[i] = call(house);
        say(lines[i], "GET /held HTTP/1.1\r\nHost: a\r\n" LAST);
    }
    assert_int_equal(status_of(ask(house, "GET / HTTP/1.1\r\nHost: a\r\n" LAST)), 200);
    assert_int_equal(house->started, 3);
    house->held = 0;
    for (int i = 0; i < 2; i++)
        assert_int_equal(status_of(hear_all(house, lines[i])), 200);
}

static void when_too_many_wait_one_is_told_to_come_back(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.workers = 1, .most_workers = 1, .most_waiting = 2});
    house->held = 1;
    int lines[3];
    for (int i = 0; i < 3; i++) {
        lines[i] = call(house);
        say(lines[i], "GET /held HTTP/1.1\r\nHost: a\r\n" LAST);
        nap(50);
    }
    const char *reply = ask(house, "GET / HTTP/1.1\r\nHost: a\r\n" LAST);
    assert_int_equal(status_of(reply), 503);
    assert_contains(reply, "Retry-After: ");
    house->held = 0;
    for (int i = 0; i < 3; i++)
        assert_int_equal(status_of(hear_all(house, lines[i])), 200);
}

static void when_heads_take_too_much_memory_small_ones_are_still_read(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.most_memory = 20000});
    int lines[4];
    char filler[6000];
    memset(filler, 'a', sizeof filler - 1);
    filler[sizeof filler - 1] = '\0';
    for (int i = 0; i < 4; i++) {
        lines[i] = call(house);
        say(lines[i], arena_format(&house->arena, "GET / HTTP/1.1\r\nX: %s", filler));
        nap(20);
    }
    assert_int_equal(status_of(hear_all(house, lines[3])), 503);
    assert_int_equal(status_of(ask(house, "GET / HTTP/1.1\r\nHost: a\r\n" LAST)), 200);
    for (int i = 0; i < 3; i++)
        close(lines[i]);
}

static void bodies_beyond_memory_go_to_files(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.most_memory = 1000});
    struct buffer small = upload(house, 500);
    for (int i = 0; i < 5; i++)
        assert_int_equal(status_of(ask_bytes(house, small.text, small.length)), 200);
    struct buffer medium = upload(house, 20000);
    assert_contains(ask_bytes(house, medium.text, medium.length), "a.csv (text/csv) 20000\n");
}

static void one_address_has_its_share_of_lines(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.most_per_address = 2});
    int first = call(house), second = call(house);
    say(second, GET_ROOT);
    assert_int_equal(status_of(hear_one(house, second)), 200);
    assert_int_equal(status_of(hear_all(house, call(house))), 429);
    close(first);
    close(second);
    int status = 0;
    for (int i = 0; i < 100 && status != 200; i++, nap(10))
        status = status_of(ask(house, "GET / HTTP/1.1\r\nHost: a\r\n" LAST));
    assert_int_equal(status, 200);
}

/* Cut anywhere, closed politely or by a reset, at any stage of the reply. */
static void vanish(struct house *house, uint32_t chance)
{
    static const char *const requests[] = {GET_ROOT GET_ROOT, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n",
        ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n12345678901234567890" GET_ROOT),
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "BREW / HTTP/1.1\r\n\r\n"};
    const char *request = requests[chance % (sizeof requests / sizeof *requests)];
    int line = call(house);
    char bytes[300];
    say_bytes(line, request, chance / 8 % (strlen(request) + 1));
    if (chance & 0x10000)
        nap(1);
    if (chance & 0x20000)
        (void)!recv(line, bytes, sizeof bytes, MSG_DONTWAIT);
    if (chance & 0x40000)
        shutdown(line, SHUT_WR);
    struct linger reset = {.l_onoff = (chance & 0x80000) != 0};
    setsockopt(line, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(line);
}

static void clients_that_vanish_leave_nothing_behind(void **state)
{
    struct house *house = *state;
    reopen(house, (struct http_settings){.workers = 3, .most_per_address = 40});
    uint32_t chance = 1;
    for (int i = 0; i < 1500; i++) {
        chance = chance * 1664525u + 1013904223u;          /* Numerical Recipes */
        vanish(house, chance >> 8);
    }
    int lines[40], status = 0;
    for (int tries = 0; tries < 300 && status != 200; tries++, nap(10)) {
        status = 200;
        for (int i = 0; i < 40; i++) {
            lines[i] = call(house);
            say(lines[i], GET_ROOT);
        }
        for (int i = 0; i < 40; i++) {
            if (status_of(hear_one(house, lines[i])) != 200)
                status = 0;
            close(lines[i]);
        }
    }
    assert_int_equal(status, 200);
}

static void only_a_trusted_proxy_is_believed(void **state)
{
    struct house *house = *state;
    const char *text = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9, 198.51.100.7\r\n"
                       "X-Forwarded-Proto: https\r\n" LAST;
    assert_contains(ask(house, text), "address 127.0.0.1\n");
    reopen(house, (struct http_settings){.trusted_proxy = "127.0.0.1"});
    assert_contains(ask(house, text), "address 198.51.100.7 secure\n");
    assert_contains(ask(house, "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: me\r\n" LAST), "address 127.0.0.1\n");
}

static void *stop_it(void *argument)
{
    http_stop(argument, 10);
    return NULL;
}

static void stopping_finishes_what_is_under_way(void **state)
{
    struct house *house = *state;
    house->held = 1;
    int line = call(house), idle = call(house), half = call(house);
    say(line, "GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    say(half, "GET /half HTTP/1.1\r\n");
    nap(50);
    pthread_t thread;
    pthread_create(&thread, NULL, stop_it, house->server);
    assert_string_equal(hear_all(house, idle), "");
    say(half, "Host: a\r\n\r\n");
    assert_contains(hear_all(house, half), "GET /half ?");
    house->held = 0;
    const char *reply = hear_all(house, line);
    assert_contains(reply, "GET /held ?");
    assert_contains(reply, "Connection: close");
    pthread_join(thread, NULL);
    assert_int_equal(house->started, 2);
    assert_int_equal(house->stopped, 2);
    open_with(house, (struct http_settings){0});
}

static void what_cannot_be_listened_to_is_said(void **state)
{
    const char *why = NULL;
    struct http_settings taken = {.handle = tell, .port = ((struct house *)*state)->port};
    assert_null(http_start(&taken, &why));
    assert_non_null(why);
    struct http_settings nowhere = {.handle = tell, .address = "nowhere"};
    assert_null(http_start(&nowhere, &why));
    assert_contains(why, "address");
}

const struct CMUnitTest server_tests[] = {
    IN_A_HOUSE("requests sent at once are answered in order", requests_sent_at_once_are_answered_in_order),
    IN_A_HOUSE("a half-closed line still gets its reply", a_half_closed_line_still_gets_its_reply),
    IN_A_HOUSE("the line stays open until told otherwise", the_line_stays_open_until_told_otherwise),
    IN_A_HOUSE("a line ends after its share of requests", a_line_ends_after_its_share_of_requests),
    IN_A_HOUSE("twenty megabytes arrive whole", twenty_megabytes_arrive_whole),
    IN_A_HOUSE("too large an upload is told so", too_large_an_upload_is_told_so),
    IN_A_HOUSE("uploads beyond the room for all wait for another time",
               uploads_beyond_the_room_for_all_wait_for_another_time),
    IN_A_HOUSE("slow heads and slow bodies are given up", slow_heads_and_slow_bodies_are_given_up),
    IN_A_HOUSE("many slow lines do not stop the others", many_slow_lines_do_not_stop_the_others),
    IN_A_HOUSE("a slow reader does not hold a worker", a_slow_reader_does_not_hold_a_worker),
    IN_A_HOUSE("a slow handler does not stop the others", a_slow_handler_does_not_stop_the_others),
    IN_A_HOUSE("when slow handlers hold all workers others come", when_slow_handlers_hold_all_workers_others_come),
    IN_A_HOUSE("when too many wait one is told to come back", when_too_many_wait_one_is_told_to_come_back),
    IN_A_HOUSE("when heads take too much memory small ones are still read",
               when_heads_take_too_much_memory_small_ones_are_still_read),
    IN_A_HOUSE("bodies beyond memory go to files", bodies_beyond_memory_go_to_files),
    IN_A_HOUSE("one address has its share of lines", one_address_has_its_share_of_lines),
    IN_A_HOUSE("clients that vanish leave nothing behind", clients_that_vanish_leave_nothing_behind),
    IN_A_HOUSE("only a trusted proxy is believed", only_a_trusted_proxy_is_believed),
    IN_A_HOUSE("stopping finishes what is under way", stopping_finishes_what_is_under_way),
    IN_A_HOUSE("what cannot be listened to is said", what_cannot_be_listened_to_is_said),
    {0}
};
