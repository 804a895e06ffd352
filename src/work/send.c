/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Letters: written by us, carried by libcurl. */
#include "work/send.h"
#include "base/time.h"
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 72, CONNECT_SECONDS = 10, SECONDS = 30 };

static bool plain(unsigned char c)
{
    return c >= ' ' && c <= '~' && c != '=' && c != '?' && c != '_';
}

/* Encoded words of at most 75 characters (RFC 2047), cut between code points. */
static void write_encoded(struct buffer *out, const char *text)
{
    const char *at = text, *end = text + strlen(text);
    while (at < end) {
        buffer_text(out, "=?UTF-8?Q?");
        for (size_t used = 0; at < end && used < 50;) {
            const char *start = at;
            utf8_next(&at, end);
            for (; start < at; start++) {
                bool as_is = plain((unsigned char)*start) && *start != ' ' && strchr("\"(),.:;<>@[\\]", *start) == NULL;
                if (as_is)
                    buffer_char(out, *start);
                else
                    buffer_format(out, "=%02X", (unsigned char)*start);
                used += as_is ? 1 : 3;
            }
        }
        buffer_text(out, at < end ? "?=\r\n " : "?=");
    }
}

static void write_header(struct buffer *out, const char *name, const char *text)
{
    buffer_format(out, "%s: ", name);
    bool ascii = true;
    for (const char *at = text; *at; at++)
        ascii = ascii && plain((unsigned char)*at);
    if (ascii && strlen(text) < LINE)
        buffer_text(out, text);
    else
        write_encoded(out, text);
    buffer_text(out, "\r\n");
}

/* Quoted-printable (RFC 2045): lines of at most 76, a soft break between code points, no trailing space. */
static void write_body(struct buffer *out, const char *text)
{
    size_t column = 0;
    for (const char *at = text; *at; at++) {
        if (*at == '\r')
            continue;
        if (*at == '\n') {
            buffer_text(out, "\r\n");
            column = 0;
            continue;
        }
        bool continuation = ((unsigned char)*at & 0xC0) == 0x80;
        if (column >= LINE - 9 && !continuation) {
            buffer_text(out, "=\r\n");
            column = 0;
        }
        bool ends = at[1] == '\n' || at[1] == '\0' || at[1] == '\r';
        bool as_is = *at != '=' && *at <= '~' && (*at > ' ' || (*at == ' ' && !ends)) && !(column == 0 && *at == '.');
        if (as_is)
            buffer_char(out, *at);
        else
            buffer_format(out, "=%02X", (unsigned char)*at);
        column += as_is ? 1 : 3;
    }
    buffer_text(out, "\r\n");
}

static void write_date(struct buffer *out, int64_t at)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t days = at / 86400, rest = at % 86400;
    struct civil date = civil_from_days(days);
    buffer_format(out, "Date: %d %.3s %d %02d:%02d:%02d +0000\r\n", date.day, months + (date.month - 1) * 3, date.year,
                  (int)(rest / 3600), (int)(rest % 3600 / 60), (int)(rest % 60));
}

void letter_write(struct buffer *out, const struct letter *letter)
{
    const char *at = strrchr(letter->from, '@');
    write_date(out, letter->at);
    buffer_text(out, "From: ");
    write_encoded(out, letter->site);
    buffer_format(out, " <%s>\r\nTo: <%s>\r\n", letter->from, letter->to);
    write_header(out, "Subject", letter->subject);
    buffer_format(
        out, "Message-ID: <%lld.%lld%s>\r\n", (long long)letter->id, (long long)letter->at, at ? at : "@localhost");
    if (letter->unsubscribe)
        buffer_format(out, "List-Unsubscribe: <%s>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
                      letter->unsubscribe);
    buffer_text(out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                     "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
    write_body(out, letter->text);
}

struct reading { const char *text; size_t left; };

static size_t give(char *to, size_t size, size_t count, void *context)
{
    struct reading *reading = context;
    size_t length = size * count < reading->left ? size * count : reading->left;
    memcpy(to, reading->text, length);
    reading->text += length;
    reading->left -= length;
    return length;
}

static void print_letter(const struct letter *letter)
{
    printf("\n----- message pour %s -----\n%s\n\n%s\n-----\n", letter->to, letter->subject, letter->text);
    fflush(stdout);
}

static void prepare(
    CURL *curl, const struct letter *letter, struct curl_slist *to, struct reading *reading, char *trouble)
{
    curl_easy_setopt(curl, CURLOPT_URL, letter->server);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, letter->user ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, letter->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, reading);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, trouble);
    if (letter->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, letter->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, letter->password ? letter->password : "");
    }
}

const char *letter_send(struct arena *arena, const struct letter *letter)
{
    if (!letter->server) {
        print_letter(letter);
        return NULL;
    }
    struct buffer text = {.arena = arena};
    letter_write(&text, letter);
    struct reading reading = {text.text, text.length};
    char *trouble = arena_alloc(arena, CURL_ERROR_SIZE);
    CURL *curl = curl_easy_init();
    struct curl_slist *to = curl_slist_append(NULL, letter->to);
    prepare(curl, letter, to, &reading, trouble);
    CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    if (code == CURLE_OK)
        return NULL;
    return *trouble ? trouble : curl_easy_strerror(code);
}
