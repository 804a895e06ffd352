/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The way out: which addresses are reached, which are not, and what a machine on the other side may do. */
#include "work/fetch.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <unistd.h>
#include "main/testing.h"

static bool public(const char *text)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
        return address_is_public((const struct sockaddr *)&four);
    assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
    return address_is_public((const struct sockaddr *)&six);
}

static void no_private_address_is_reached(void **state)
{
    static const char *const closed[] = {"0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "fc00::1", "fd12::1", "fe80::1", "ff02::1",
        "2001:db8::1", "2001::1", "2002:7f00:1::1", "3fff::1", "100::1"};
    static const char *const open[] = {"8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
        "192.167.255.255", "193.0.0.1", "223.255.255.255", "2001:660::1", "2a01:e0a::1", "64:ff9b::808:808"};
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (public(closed[i]))
            fail_msg("%s is reached", closed[i]);
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (!public(open[i]))
            fail_msg("%s is not reached", open[i]);
}

static void only_plain_addresses_of_the_web_are_fetched(void **state)
{
    assert_null(fetch_trouble("https://www.example.org/a.csv", false));
    assert_null(fetch_trouble("https://www.example.org:8443/a.csv?x=1", false));
    assert_null(fetch_trouble("http://10.0.0.1:8080/a.csv", true));
    static const char *const refused[] = {"http://www.example.org/", "ftp://www.example.org/a", "file:///etc/passwd",
        "gopher://127.0.0.1:25/", "https://a:b@www.example.org/", "https://www.example.org:22/", "", "nonsense",
        "https://"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (!fetch_trouble(refused[i], false))
            fail_msg("%s is fetched", refused[i]);
}

/* A machine that says one thing to whoever calls, so many times. */
struct machine { int listening; const char *says; size_t length; int calls; pthread_t thread; char url[64]; };

static void *answer_all(void *context)
{
    struct machine *machine = context;
    char asked[2048];
    for (int i = 0; i < machine->calls; i++) {
        int caller = accept(machine->listening, NULL, NULL);
        if (caller < 0)
            break;
        if (read(caller, asked, sizeof asked) > 0 && write(caller, machine->says, machine->length) < 0)
            perror("write");
        close(caller);
    }
    return NULL;
}

static void start_machine(struct machine *machine, const char *says, int calls)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    *machine = (struct machine){.listening = socket(AF_INET, SOCK_STREAM, 0), .says = says, .length = strlen(says),
                                .calls = calls};
    assert_int_equal(bind(machine->listening, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(machine->listening, 8), 0);
    getsockname(machine->listening, (struct sockaddr *)&address, &length);
    snprintf(machine->url, sizeof machine->url, "http://127.0.0.1:%d/a.csv", ntohs(address.sin_port));
    pthread_create(&machine->thread, NULL, answer_all, machine);
}

static void stop_machine(struct machine *machine)
{
    shutdown(machine->listening, SHUT_RDWR);
    pthread_join(machine->thread, NULL);
    close(machine->listening);
}

static void a_file_comes_whole_or_not_at_all(void **state)
{
    static const char file[] = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nnom\nAnne";
    struct arena arena = {0};
    struct fetched got;
    struct machine machine;
    start_machine(&machine, file, 2);
    assert_null(fetch_url(&arena, machine.url, 100, true, &got));
    assert_int_equal(got.length, 8);
    assert_string_equal(got.bytes, "nom\nAnne");
    assert_contains(fetch_url(&arena, machine.url, 7, true, &got), "too large");
    assert_int_equal(got.length, 0);
    stop_machine(&machine);
    arena_free(&arena);
}

static void a_refusal_is_told(void **state)
{
    struct arena arena = {0};
    struct fetched got;
    struct machine machine;
    start_machine(&machine, "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno", 1);
    assert_contains(fetch_url(&arena, machine.url, 100, true, &got), "has no such file");
    stop_machine(&machine);
    assert_contains(fetch_url(&arena, machine.url, 100, true, &got), "does not answer");
    arena_free(&arena);
}

static void no_redirection_leads_to_another_protocol_or_round_and_round(void **state)
{
    struct arena arena = {0};
    struct fetched got;
    struct machine machine;
    start_machine(&machine, "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n"
                            "Connection: close\r\n\r\n", 1);
    assert_non_null(fetch_url(&arena, machine.url, 100, true, &got));
    assert_int_equal(got.length, 0);
    stop_machine(&machine);
    start_machine(&machine, "HTTP/1.1 302 Found\r\nLocation: /a.csv\r\nContent-Length: 0\r\n"
                            "Connection: close\r\n\r\n", 9);
    assert_contains(fetch_url(&arena, machine.url, 100, true, &got), "without end");
    stop_machine(&machine);
    arena_free(&arena);
}

/* The name says nothing of where it leads: the connection is what is looked at. */
static void a_name_that_leads_inside_is_not_followed(void **state)
{
    struct arena arena = {0};
    struct fetched got;
    assert_contains(fetch_url(&arena, "https://localhost/a.csv", 100, false, &got), "private network");
    assert_contains(fetch_url(&arena, "https://127.0.0.1/a.csv", 100, false, &got), "private network");
    assert_contains(fetch_url(&arena, "https://[::1]/a.csv", 100, false, &got), "private network");
    assert_contains(fetch_url(&arena, "https://2130706433/a.csv", 100, false, &got), "private network");
    arena_free(&arena);
}

const struct CMUnitTest fetch_tests[] = {
    PLAIN("no private address is reached", no_private_address_is_reached),
    PLAIN("only plain addresses of the web are fetched", only_plain_addresses_of_the_web_are_fetched),
    PLAIN("a file comes whole or not at all", a_file_comes_whole_or_not_at_all),
    PLAIN("a refusal is told", a_refusal_is_told),
    PLAIN("no redirection leads to another protocol or round and round",
          no_redirection_leads_to_another_protocol_or_round_and_round),
    PLAIN("a name that leads inside is not followed", a_name_that_leads_inside_is_not_followed),
    {0}
};
