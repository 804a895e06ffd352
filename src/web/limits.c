/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Token buckets: so many at once, refilled with time. The table is bounded: the oldest of a few neighbours is
 * forgotten. */
#include "web/limits.h"
#include "web/feature.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>

enum { SLOTS = 1 << 14, NEIGHBOURS = 8, KEY = 16, HOST_PART = 8 };

/* burst at once, then one more each `seconds` / burst (burst × 1000 is above seconds). A whole workshop may share
 * one address: writes are generous. */
struct allowance { int64_t burst, seconds; };
static const struct allowance allowances[] = {
    [LIMIT_PAGE] = {0, 0}, [LIMIT_SEARCH] = {120, 60}, [LIMIT_WRITE] = {120, 60}, [LIMIT_SIGN_IN] = {20, 60},
    [LIMIT_EXPORT] = {60, 600}, [LIMIT_PUBLIC_WRITE] = {60, 60}};

struct key { unsigned char bytes[KEY]; };
struct bucket { struct key key; bool used; int kind; int64_t milli, at; };
struct limits { pthread_mutex_t lock; struct bucket buckets[SLOTS]; };

struct limits *limits_make(struct arena *arena)
{
    struct limits *limits = arena_alloc(arena, sizeof *limits);
    pthread_mutex_init(&limits->lock, NULL);
    return limits;
}

/* Whoever has one address of IPv6 has the 2^64 of its network: they count as one. */
static struct key key_of(const char *address)
{
    struct key key = {{0}};
    if (inet_pton(AF_INET6, address, key.bytes) == 1) {
        if (IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)(const void *)key.bytes))
            return key;
        memset(key.bytes + HOST_PART, 0, KEY - HOST_PART);
        return key;
    }
    key = (struct key){{[10] = 0xFF, [11] = 0xFF}};        /* as IPv6 writes an IPv4 address: ::ffff:192.0.2.1 */
    if (inet_pton(AF_INET, address, key.bytes + 12) != 1)
        memcpy(key.bytes, address, strnlen(address, KEY));
    return key;
}

static uint32_t hash_of(struct key key, int kind)
{
    uint32_t hash = 2166136261u ^ (uint32_t)kind;
    for (size_t i = 0; i < KEY; i++)
        hash = (hash ^ key.bytes[i]) * 16777619u;
    return hash;
}

static struct bucket *find_bucket(struct bucket *buckets, struct key key, int kind, int64_t now)
{
    uint32_t start = hash_of(key, kind);
    struct bucket *oldest = &buckets[start % SLOTS];
    for (uint32_t i = 0; i < NEIGHBOURS; i++) {
        struct bucket *bucket = &buckets[(start + i) % SLOTS];
        if (bucket->used && bucket->kind == kind && memcmp(&bucket->key, &key, sizeof key) == 0)
            return bucket;
        if (bucket->at < oldest->at)
            oldest = bucket;
    }
    *oldest = (struct bucket){.key = key, .used = true, .kind = kind, .milli = allowances[kind].burst * 1000,
                              .at = now};
    return oldest;
}

int64_t limit_wait(struct limits *limits, const char *address, int kind, int64_t now)
{
    const struct allowance *allowance = &allowances[kind];
    if (!limits || !address || !allowance->burst)
        return 0;
    pthread_mutex_lock(&limits->lock);
    struct bucket *bucket = find_bucket(limits->buckets, key_of(address), kind, now);
    int64_t rate = allowance->burst * 1000 / allowance->seconds, full = allowance->burst * 1000;
    if (now > bucket->at)
        bucket->milli += now - bucket->at > allowance->seconds ? full : (now - bucket->at) * rate;
    bucket->milli = bucket->milli > full ? full : bucket->milli;
    bucket->at = now > bucket->at ? now : bucket->at;
    int64_t wait = bucket->milli >= 1000 ? 0 : (1000 - bucket->milli + rate - 1) / rate;
    if (!wait)
        bucket->milli -= 1000;
    pthread_mutex_unlock(&limits->lock);
    return wait;
}
