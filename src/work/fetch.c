/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A fetch by libcurl whose every connection is looked at before it is made. */
#include "work/fetch.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "web/web.h"

enum { CONNECT_SECONDS = 10, SECONDS = 60, REDIRECTIONS = 3, LONGEST = 1000, REFUSED_FROM = 400 };

/* ---- addresses ---- */

static bool in_network(uint32_t address, uint32_t network, int bits)
{
    return (address ^ network) >> (32 - bits) == 0;
}

/* RFC 6890 and its registry: what is not of the public Internet. */
static bool ipv4_is_public(uint32_t address)
{
    static const struct { uint32_t network; int bits; } closed[] = {
        {0x00000000, 8}, {0x0A000000, 8}, {0x64400000, 10}, {0x7F000000, 8}, {0xA9FE0000, 16}, {0xAC100000, 12},
        {0xC0000000, 24}, {0xC0000200, 24}, {0xC0586300, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xC6336400, 24},
        {0xCB007100, 24}, {0xE0000000, 4}, {0xF0000000, 4}};
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (in_network(address, closed[i].network, closed[i].bits))
            return false;
    return true;
}

static uint32_t ipv4_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Only 2000::/3 is given out; of it, neither documentation nor what carries an IPv4 address elsewhere. */
static bool ipv6_is_public(const unsigned char bytes[16])
{
    static const unsigned char translated[12] = {0x00, 0x64, 0xFF, 0x9B};
    if (memcmp(bytes, translated, sizeof translated) == 0)
        return ipv4_is_public(ipv4_at(bytes + 12));
    if ((bytes[0] & 0xE0) != 0x20)
        return false;
    bool teredo_or_special = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 2;
    bool documentation = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8;
    bool six_to_four = bytes[0] == 0x20 && bytes[1] == 0x02;
    bool later_documentation = bytes[0] == 0x3F && bytes[1] == 0xFF && bytes[2] < 0x10;
    return !teredo_or_special && !documentation && !six_to_four && !later_documentation;
}

bool address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        return ipv4_is_public(ntohl(four.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6)
        return false;
    struct sockaddr_in6 six;
    memcpy(&six, address, sizeof six);
    return ipv6_is_public(six.sin6_addr.s6_addr);
}

/* ---- what is asked ---- */

static char *part_of(CURLU *parts, CURLUPart which)
{
    char *text = NULL;
    return curl_url_get(parts, which, &text, 0) == CURLUE_OK ? text : NULL;
}

static const char *trouble_of(CURLU *parts, bool inside)
{
    char *user = part_of(parts, CURLUPART_USER), *scheme = part_of(parts, CURLUPART_SCHEME),
        *port = part_of(parts, CURLUPART_PORT);
    const char *why = NULL;
    if (user)
        why = N_("An address with a name or a password in it is not fetched.");
    else if (!text_is(scheme, "https") && !(inside && text_is(scheme, "http")))
        why = N_("Only addresses that start with https:// are fetched.");
    else if (port && !inside && !text_is(port, "443") && !text_is(port, "8443"))
        why = N_("Only the usual ports of the web are reached.");
    curl_free(user), curl_free(scheme), curl_free(port);
    return why;
}

const char *fetch_trouble(const char *url, bool inside)
{
    CURLU *parts = curl_url();
    const char *why = N_("This is no address of the web.");
    if (strlen(url) <= LONGEST && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK)
        why = trouble_of(parts, inside);
    curl_url_cleanup(parts);
    return why;
}

/* ---- the fetch ---- */

struct fetching { struct buffer body; size_t most; bool inside, barred, too_large; };

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct fetching *fetching = context;
    if (purpose != CURLSOCKTYPE_IPCXN || (!fetching->inside && !address_is_public(&address->addr))) {
        fetching->barred = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take(char *bytes, size_t size, size_t count, void *context)
{
    struct fetching *fetching = context;
    if (fetching->body.length + size * count > fetching->most) {
        fetching->too_large = true;
        return 0;
    }
    buffer_add(&fetching->body, bytes, size * count);
    return size * count;
}

static void prepare(CURL *curl, const char *url, struct fetching *fetching)
{
    const char *protocols = fetching->inside ? "http,https" : "https";
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTIONS);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, fetching);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, fetching);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Maillage");
}

static const char *why_not(const struct fetching *fetching, CURLcode code, long status)
{
    if (fetching->barred)
        return N_("This address leads inside a private network: it is not fetched.");
    if (fetching->too_large)
        return N_("This file is too large.");
    if (code == CURLE_TOO_MANY_REDIRECTS)
        return N_("This address leads from one to another without end.");
    if (code == CURLE_OPERATION_TIMEDOUT)
        return N_("The other machine takes too long to answer.");
    if (code == CURLE_COULDNT_RESOLVE_HOST)
        return N_("No machine of this name is known.");
    if (code != CURLE_OK)
        return N_("The other machine does not answer.");
    return status >= REFUSED_FROM ? N_("The other machine refuses, or has no such file.") : NULL;
}

const char *fetch_url(struct arena *arena, const char *url, size_t most, bool inside, struct fetched *out)
{
    struct fetching fetching = {.body = {.arena = arena}, .most = most, .inside = inside};
    const char *why = fetch_trouble(url, inside);
    long status = 0;
    *out = (struct fetched){0};
    if (why)
        return why;
    CURL *curl = curl_easy_init();
    prepare(curl, url, &fetching);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    why = why_not(&fetching, code, status);
    if (!why)
        *out = (struct fetched){buffer_string(&fetching.body), fetching.body.length, status};
    return why;
}
