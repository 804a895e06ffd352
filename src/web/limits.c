/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Token buckets: so many at once, refilled with time. The table is bounded: the oldest of a few neighbours is forgotten. */
#include "web/limits.h"
#include "web/feature.h"
#include <pthread.h>
#include <string.h>

enum { SLOTS = 1 << 14, NEIGHBOURS = 8, ADDRESS_ROOM = 46 };

/* burst at once, then one more each `seconds` / burst. A whole workshop may share one address: writes are generous. */
struct allowance { int64_t burst, seconds; };
static const struct allowance allowances[] = {
    [LIMIT_PAGE] = {0, 0}, [LIMIT_SEARCH] = {120, 60}, [LIMIT_WRITE] = {120, 60}, [LIMIT_SIGN_IN] = {20, 60},
    [LIMIT_EXPORT] = {60, 600}, [LIMIT_PUBLIC_WRITE] = {60, 60}};

struct bucket { char address[ADDRESS_ROOM]; int kind; int64_t milli, at; };
/* The one table of the process that changes: what addresses did lately. It is worth nothing after a restart. */
static struct bucket buckets[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint32_t hash_of(const char *address, int kind)
{
    uint32_t hash = 2166136261u ^ (uint32_t)kind;
    for (; *address; address++)
        hash = (hash ^ (unsigned char)*address) * 16777619u;
    return hash;
}

static struct bucket *find_bucket(const char *address, int kind, int64_t now)
{
    uint32_t start = hash_of(address, kind);
    struct bucket *oldest = &buckets[start % SLOTS];
    for (uint32_t i = 0; i < NEIGHBOURS; i++) {
        struct bucket *bucket = &buckets[(start + i) % SLOTS];
        if (bucket->kind == kind && strncmp(bucket->address, address, ADDRESS_ROOM - 1) == 0)
            return bucket;
        if (bucket->at < oldest->at)
            oldest = bucket;
    }
    *oldest = (struct bucket){.kind = kind, .milli = allowances[kind].burst * 1000, .at = now};
    memcpy(oldest->address, address, strnlen(address, ADDRESS_ROOM - 1));
    return oldest;
}

int64_t limit_wait(const char *address, int kind, int64_t now)
{
    const struct allowance *allowance = &allowances[kind];
    if (!address || !allowance->burst)
        return 0;
    pthread_mutex_lock(&lock);
    struct bucket *bucket = find_bucket(address, kind, now);
    int64_t rate = allowance->burst * 1000 / allowance->seconds, full = allowance->burst * 1000;
    if (now > bucket->at)
        bucket->milli += now - bucket->at > allowance->seconds ? full : (now - bucket->at) * rate;
    bucket->milli = bucket->milli > full ? full : bucket->milli;
    bucket->at = now > bucket->at ? now : bucket->at;
    int64_t wait = bucket->milli >= 1000 ? 0 : 1 + (1000 - bucket->milli) / (rate ? rate : 1);
    if (!wait)
        bucket->milli -= 1000;
    pthread_mutex_unlock(&lock);
    return wait;
}
