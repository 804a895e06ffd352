/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Thousands of slow clients on one server, and what a normal visitor sees meanwhile:
 * bench-slow PORT PID [--count N] [--path PATH]     One third sends its head slowly, one third its body, one third
 * reads slowly. They come from many addresses of 127.0.0.0/8. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD, BODY, READER, KINDS };
enum { HOLD = 25000, DRIP = 2000, PROBE_EVERY = 100, PER_ADDRESS = 200, EVENTS = 512,
       MOST_PROBES = 1000, SIP = 16 };

struct slow { int socket; int kind; int64_t since, ended, next; };
struct meter { int port; int pid; const char *path; int count, epoll; struct slow *slow;
               int64_t probes[MOST_PROBES]; int probe_count, probes_failed; long most_memory;
               int ended[KINDS]; int64_t longest[KINDS]; int refused; };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* From 127.0.1.1 on, so that no address has more connections than a server allows one visitor. */
static int dial(const struct meter *meter, int index, bool blocking)
{
    unsigned source = 0x7F000101u + (unsigned)(index / PER_ADDRESS);
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr = {htonl(source)}};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)meter->port),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int small = 2048, line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line < 0)
        return -1;
    if (!blocking)
        setsockopt(line, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    if (bind(line, (struct sockaddr *)&from, sizeof from) == 0
        && connect(line, (struct sockaddr *)&to, sizeof to) == 0) {
        if (!blocking)
            fcntl(line, F_SETFL, O_NONBLOCK);
        return line;
    }
    close(line);
    return -1;
}

static void begin(const struct meter *meter, struct slow *slow)
{
    char text[300];
    const char *rest = slow->kind == READER ? "\r\n" : slow->kind == HEAD ? ""
        : "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\na=";
    int length = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s",
                          slow->kind == BODY ? "POST" : "GET", meter->path, rest);
    (void)!send(slow->socket, text, (size_t)length, MSG_NOSIGNAL);
}

static void open_all(struct meter *meter)
{
    for (int i = 0; i < meter->count; i++) {
        struct slow *slow = &meter->slow[i];
        *slow = (struct slow){.socket = dial(meter, i, false), .kind = i % KINDS, .since = now_ms()};
        if (slow->socket < 0) {
            meter->refused++;
            continue;
        }
        begin(meter, slow);
        slow->next = slow->since + DRIP + i % DRIP;
        uint32_t events = slow->kind == READER ? EPOLLRDHUP : EPOLLIN | EPOLLRDHUP;
        struct epoll_event event = {.events = events, .data.ptr = slow};
        epoll_ctl(meter->epoll, EPOLL_CTL_ADD, slow->socket, &event);
    }
}

static void end(struct meter *meter, struct slow *slow)
{
    close(slow->socket);
    slow->socket = -1;
    slow->ended = now_ms() - slow->since;
    meter->ended[slow->kind]++;
    if (slow->ended > meter->longest[slow->kind])
        meter->longest[slow->kind] = slow->ended;
}

/* A little more, now and then. */
static void drip(struct meter *meter, struct slow *slow, int64_t now)
{
    char bytes[SIP];
    if (slow->socket < 0 || now < slow->next)
        return;
    slow->next = now + DRIP;
    if (slow->kind == HEAD)
        (void)!send(slow->socket, "X-Slow: 1\r\n", 11, MSG_NOSIGNAL | MSG_DONTWAIT);
    else if (slow->kind == BODY)
        (void)!send(slow->socket, "aaaaaaaaaa", 10, MSG_NOSIGNAL | MSG_DONTWAIT);
    else if (recv(slow->socket, bytes, sizeof bytes, MSG_DONTWAIT) == 0)
        end(meter, slow);
}

static void watch(struct meter *meter)
{
    struct epoll_event events[EVENTS];
    char bytes[4096];
    int count = epoll_wait(meter->epoll, events, EVENTS, 5);
    for (int i = 0; i < count; i++) {
        struct slow *slow = events[i].data.ptr;
        if (slow->socket < 0)
            continue;
        ssize_t got = slow->kind == READER ? 0 : recv(slow->socket, bytes, sizeof bytes, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EAGAIN))
            end(meter, slow);
    }
}

/* What a visitor on a new connection waits for a page. */
static void probe(struct meter *meter)
{
    char bytes[65536];
    int64_t start = now_us();
    int line = dial(meter, -200, true);
    size_t length = 0;
    ssize_t got;
    int text = snprintf(bytes, sizeof bytes, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                        meter->path);
    if (line >= 0 && send(line, bytes, (size_t)text, MSG_NOSIGNAL) == text)
        while (length < sizeof bytes && (got = recv(line, bytes + length, sizeof bytes - length, 0)) > 0)
            length += (size_t)got;
    if (line >= 0)
        close(line);
    bool served = length > 12 && memcmp(bytes, "HTTP/1.1 ", 9) == 0 && bytes[9] < '4';
    meter->probes_failed += !served;
    if (served && meter->probe_count < MOST_PROBES)
        meter->probes[meter->probe_count++] = now_us() - start;
}

/* Resident memory of the server and its threads, in KB. */
static long memory_of(int pid)
{
    char path[64], line[200];
    long kilobytes = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kilobytes = strtol(line + 6, NULL, 10);
    if (in)
        fclose(in);
    return kilobytes;
}

static void run(struct meter *meter)
{
    int64_t start = now_ms(), next_probe = start;
    for (int64_t now = start; now - start < HOLD; now = now_ms()) {
        watch(meter);
        for (int i = 0; i < meter->count; i++)
            drip(meter, &meter->slow[i], now);
        if (now < next_probe)
            continue;
        next_probe = now + PROBE_EVERY;
        probe(meter);
        long memory = memory_of(meter->pid);
        if (memory > meter->most_memory)
            meter->most_memory = memory;
    }
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static double probe_at(const struct meter *meter, double share)
{
    int at = (int)(share * (meter->probe_count - 1));
    return meter->probe_count ? (double)meter->probes[at] / 1000 : -1;
}

static void report(struct meter *meter, long before)
{
    static const char *const names[KINDS] = {"slow heads", "slow bodies", "slow readers"};
    qsort(meter->probes, (size_t)meter->probe_count, sizeof *meter->probes, by_value);
    printf("%d slow connections (%d could not be opened)\n", meter->count, meter->refused);
    printf("memory           %ld MB before, %ld MB at most\n", before / 1024, meter->most_memory / 1024);
    printf("a visitor waits  p50 %.1f ms, p99 %.1f ms, worst %.1f ms; %d of %d pages failed\n", probe_at(meter, 0.5),
           probe_at(meter, 0.99), probe_at(meter, 1), meter->probes_failed, meter->probe_count + meter->probes_failed);
    for (int kind = 0; kind < KINDS; kind++)
        printf("%-16s %d ended by the server, the last after %.1f s\n", names[kind], meter->ended[kind],
               (double)meter->longest[kind] / 1000);
}

int main(int count, char **words)
{
    struct meter meter = {.count = 10000, .path = "/"};
    if (count < 3)
        return 2;
    meter.port = (int)strtol(words[1], NULL, 10);
    meter.pid = (int)strtol(words[2], NULL, 10);
    for (int i = 3; i + 1 < count; i += 2) {
        if (strcmp(words[i], "--count") == 0)
            meter.count = (int)strtol(words[i + 1], NULL, 10);
        if (strcmp(words[i], "--path") == 0)
            meter.path = words[i + 1];
    }
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    meter.epoll = epoll_create1(EPOLL_CLOEXEC);
    meter.slow = calloc((size_t)meter.count, sizeof *meter.slow);
    if (!meter.slow || meter.epoll < 0)
        return 2;
    long before = memory_of(meter.pid);
    open_all(&meter);
    run(&meter);
    report(&meter, before);
    free(meter.slow);
    return meter.probes_failed > 0;
}
