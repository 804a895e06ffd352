/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one way out: a file of another machine, fetched so that nobody makes this one knock at doors of its own network
 * (OWASP, server-side request forgery). */
#pragma once
#include <sys/socket.h>
#include "base/memory.h"

struct fetched { const char *bytes; size_t length; long status; };

/* Fetches url by GET. NULL when done; else why not, N_(English), and out is empty. Guards: https alone, ports 443 and
 * 8443; no name or password in the address; every address connected to is public, redirections included (at most 3);
 * 60 seconds; most bytes; no proxy. inside: also http, any port and any address, when the operator allowed it. */
const char *fetch_url(struct arena *arena, const char *url, size_t most, bool inside, struct fetched *out);

/* Whether an address may be reached from a public site: neither of this machine, nor private, link-local, shared,
 * multicast, documentation or reserved (RFC 6890), nor an IPv6 form of such an IPv4 one. */
bool address_is_public(const struct sockaddr *address);
/* What is wrong with an address to fetch, before trying, N_(English); NULL when nothing is. */
const char *fetch_trouble(const char *url, bool inside);
