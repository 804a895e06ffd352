/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How many connections each address has: an open table with a seed of its own, so that nobody can choose collisions. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include "http/server.h"

/* An IPv4 address that came through an IPv6 listener is the same address. */
uint64_t address_read(const struct sockaddr *from, char text[ADDRESS_ROOM])
{
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)from;
    const struct in_addr *four = &((const struct sockaddr_in *)from)->sin_addr;
    uint64_t key;
    if (from->sa_family == AF_INET6) {
        if (!IN6_IS_ADDR_V4MAPPED(&six->sin6_addr)) {
            inet_ntop(AF_INET6, &six->sin6_addr, text, ADDRESS_ROOM);
            memcpy(&key, six->sin6_addr.s6_addr, sizeof key);
            return key;
        }
        four = (const struct in_addr *)(six->sin6_addr.s6_addr + 12);
    }
    inet_ntop(AF_INET, four, text, ADDRESS_ROOM);
    return (uint64_t)0xFFFF << 32 | ntohl(four->s_addr);
}

bool addresses_start(struct addresses *addresses, size_t most)
{
    for (addresses->room = 64; addresses->room < most * 2; addresses->room *= 2)
        ;
    addresses->slots = calloc(addresses->room, sizeof *addresses->slots);
    return addresses->slots && getrandom(&addresses->seed, sizeof addresses->seed, 0) == sizeof addresses->seed;
}

void addresses_end(struct addresses *addresses)
{
    free(addresses->slots);
}

/* The finaliser of MurmurHash3, keyed. */
static size_t home(const struct addresses *addresses, uint64_t key)
{
    key ^= addresses->seed;
    key = (key ^ key >> 33) * 0xFF51AFD7ED558CCDu;
    key = (key ^ key >> 33) * 0xC4CEB9FE1A85EC53u;
    return (size_t)(key ^ key >> 33) & (addresses->room - 1);
}

static size_t find(const struct addresses *addresses, uint64_t key)
{
    size_t at = home(addresses, key);
    while (addresses->slots[at].count && addresses->slots[at].key != key)
        at = (at + 1) & (addresses->room - 1);
    return at;
}

bool addresses_enter(struct addresses *addresses, uint64_t key, uint32_t most)
{
    struct address_count *slot = &addresses->slots[find(addresses, key)];
    if (slot->count >= most)
        return false;
    slot->key = key;
    slot->count++;
    return true;
}

/* Fills the hole that a forgotten address leaves, so that searches never stop early at it. */
static void close_gap(struct addresses *addresses, size_t hole)
{
    size_t mask = addresses->room - 1;
    for (size_t at = (hole + 1) & mask; addresses->slots[at].count; at = (at + 1) & mask) {
        size_t from = home(addresses, addresses->slots[at].key);
        if (((at - from) & mask) < ((at - hole) & mask))
            continue;
        addresses->slots[hole] = addresses->slots[at];
        addresses->slots[at].count = 0;
        hole = at;
    }
}

void addresses_leave(struct addresses *addresses, uint64_t key)
{
    size_t at = find(addresses, key);
    if (addresses->slots[at].count && --addresses->slots[at].count == 0)
        close_gap(addresses, at);
}
