/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How often one address may do what. */
#include "main/testing.h"
#include "web/feature.h"
#include "web/limits.h"
#include <pthread.h>
#include <stdlib.h>

enum { NOW = 1795000000, THREADS = 8, TRIES = 100 };

static int open_limits(void **state)
{
    static struct arena arena;
    *state = limits_make(&arena);
    return 0;
}

/* How many requests pass before the first refusal. */
static int passed(struct limits *limits, const char *address, int kind, int64_t now)
{
    int count = 0;
    while (count < 1000 && !limit_wait(limits, address, kind, now))
        count++;
    return count;
}

#define LIMITED(sentence, function) {sentence, function, open_limits, NULL, NULL}

static void a_burst_passes_then_it_waits(void **state)
{
    int burst = passed(*state, "203.0.113.1", LIMIT_SIGN_IN, NOW);
    assert_int_equal(burst, 20);
    int64_t wait = limit_wait(*state, "203.0.113.1", LIMIT_SIGN_IN, NOW);
    assert_true(wait > 0 && wait <= 60);
    assert_int_not_equal(limit_wait(*state, "203.0.113.1", LIMIT_SIGN_IN, NOW + wait - 1), 0);
    assert_int_equal(limit_wait(*state, "203.0.113.1", LIMIT_SIGN_IN, NOW + wait), 0);
    assert_int_equal(passed(*state, "203.0.113.1", LIMIT_SIGN_IN, NOW + 3600), burst);
}

static void what_is_asked_after_the_wait_passes(void **state)
{
    const int kinds[] = {LIMIT_SEARCH, LIMIT_WRITE, LIMIT_SIGN_IN, LIMIT_EXPORT, LIMIT_PUBLIC_WRITE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        passed(*state, "203.0.113.2", kinds[i], NOW);
        int64_t wait = limit_wait(*state, "203.0.113.2", kinds[i], NOW);
        assert_true(wait > 0);
        assert_int_equal(limit_wait(*state, "203.0.113.2", kinds[i], NOW + wait), 0);
    }
}

static void pages_are_never_limited(void **state)
{
    assert_int_equal(passed(*state, "203.0.113.3", LIMIT_PAGE, NOW), 1000);
    assert_int_equal(passed(*state, NULL, LIMIT_SIGN_IN, NOW), 1000);
}

static void kinds_and_addresses_are_apart(void **state)
{
    passed(*state, "203.0.113.4", LIMIT_SIGN_IN, NOW);
    assert_int_equal(limit_wait(*state, "203.0.113.4", LIMIT_WRITE, NOW), 0);
    assert_int_equal(limit_wait(*state, "203.0.113.5", LIMIT_SIGN_IN, NOW), 0);
}

static void a_network_of_ipv6_counts_as_one(void **state)
{
    passed(*state, "2001:db8:1:2::1", LIMIT_SIGN_IN, NOW);
    assert_int_not_equal(limit_wait(*state, "2001:db8:1:2:ffff::9", LIMIT_SIGN_IN, NOW), 0);
    assert_int_equal(limit_wait(*state, "2001:db8:1:3::1", LIMIT_SIGN_IN, NOW), 0);
    passed(*state, "203.0.113.6", LIMIT_SIGN_IN, NOW);
    assert_int_not_equal(limit_wait(*state, "::ffff:203.0.113.6", LIMIT_SIGN_IN, NOW), 0);
    assert_int_equal(limit_wait(*state, "::ffff:203.0.113.7", LIMIT_SIGN_IN, NOW), 0);
}

static void a_clock_that_goes_back_opens_nothing(void **state)
{
    passed(*state, "203.0.113.8", LIMIT_SIGN_IN, NOW);
    assert_int_not_equal(limit_wait(*state, "203.0.113.8", LIMIT_SIGN_IN, NOW - 3600), 0);
}

/* More addresses than the table holds: nothing breaks, and whoever comes back has at least what a newcomer has. */
static void many_addresses_forget_the_oldest(void **state)
{
    char address[32];
    for (int i = 0; i < 100000; i++) {
        snprintf(address, sizeof address, "10.%d.%d.%d", i >> 16 & 255, i >> 8 & 255, i & 255);
        assert_int_equal(limit_wait(*state, address, LIMIT_SIGN_IN, NOW + 10), 0);
    }
}

static void *insist(void *limits)
{
    int *count = calloc(1, sizeof *count);
    for (int i = 0; i < TRIES; i++)
        *count += !limit_wait(limits, "203.0.113.9", LIMIT_SIGN_IN, NOW);
    return count;
}

static void threads_share_one_allowance(void **state)
{
    pthread_t threads[THREADS];
    int total = 0;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, insist, *state), 0);
    for (int i = 0; i < THREADS; i++) {
        void *count;
        pthread_join(threads[i], &count);
        total += *(int *)count;
        free(count);
    }
    assert_int_equal(total, 20);
}

const struct CMUnitTest web_limits_tests[] = {
    LIMITED("a burst passes, then each waits its turn", a_burst_passes_then_it_waits),
    LIMITED("what comes after the wait that was said passes", what_is_asked_after_the_wait_passes),
    LIMITED("reading pages is never limited", pages_are_never_limited),
    LIMITED("kinds and addresses are counted apart", kinds_and_addresses_are_apart),
    LIMITED("a network of IPv6 counts as one address", a_network_of_ipv6_counts_as_one),
    LIMITED("a clock that goes back opens nothing", a_clock_that_goes_back_opens_nothing),
    LIMITED("many addresses make the oldest forgotten", many_addresses_forget_the_oldest),
    LIMITED("threads share one allowance", threads_share_one_allowance),
    {0}
};
