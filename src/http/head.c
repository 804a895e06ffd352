/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The head of a request: what is refused here can never mean two things to two servers. */
#include "http/head.h"
#include <string.h>
#include <strings.h>
#include "base/text.h"

enum { TOKEN = 1, TARGET = 2, VALUE = 4, NAME = 8, EVERYWHERE = TOKEN | TARGET | VALUE | NAME };

/* Which bytes may stand in a token (RFC 9110 §5.6.2), a target (RFC 9112 §3.2, and what browsers leave as it is in a
 * query), a field value (RFC 9110 §5.5) and a host with its port (RFC 3986 §3.2.2). */
static const unsigned char kinds[256] = {
    ['\t'] = VALUE, [' '] = VALUE, [0x80 ... 0xFF] = VALUE,
    ['0' ... '9'] = EVERYWHERE, ['A' ... 'Z'] = EVERYWHERE, ['a' ... 'z'] = EVERYWHERE,
    ['!'] = TOKEN | TARGET | VALUE, ['"'] = VALUE, ['#'] = TOKEN | VALUE, ['$'] = TOKEN | TARGET | VALUE,
    ['%'] = TOKEN | TARGET | VALUE, ['&'] = TOKEN | TARGET | VALUE, ['\''] = TOKEN | TARGET | VALUE,
    ['('] = TARGET | VALUE, [')'] = TARGET | VALUE, ['*'] = TOKEN | TARGET | VALUE, ['+'] = TOKEN | TARGET | VALUE,
    [','] = TARGET | VALUE, ['-'] = EVERYWHERE, ['.'] = EVERYWHERE, ['/'] = TARGET | VALUE, [':'] = TARGET | VALUE,
    [';'] = TARGET | VALUE, ['<'] = VALUE, ['='] = TARGET | VALUE, ['>'] = VALUE, ['?'] = TARGET | VALUE,
    ['@'] = TARGET | VALUE, ['['] = TARGET | VALUE, ['\\'] = TARGET | VALUE, [']'] = TARGET | VALUE,
    ['^'] = TOKEN | TARGET | VALUE, ['_'] = EVERYWHERE, ['`'] = TOKEN | TARGET | VALUE, ['{'] = TARGET | VALUE,
    ['|'] = TOKEN | TARGET | VALUE, ['}'] = TARGET | VALUE, ['~'] = EVERYWHERE};

#define WORD(text) {text, sizeof text - 1}
static const struct { const char *text; size_t length; } single_names[SINGLES] = {
    WORD("Host"), WORD("Content-Length"), WORD("Transfer-Encoding"), WORD("Content-Type"), WORD("Expect"),
    WORD("Authorization"), WORD("Cookie"), WORD("Origin"), WORD("Referer"), WORD("User-Agent"), WORD("Range"),
    WORD("If-Range"), WORD("If-Match"), WORD("If-None-Match"), WORD("If-Modified-Since"), WORD("If-Unmodified-Since"),
    WORD("Upgrade"), WORD("Sec-Fetch-Site"), WORD("X-Forwarded-Proto")};

static bool all_are(const char *bytes, size_t length, int kind)
{
    for (size_t i = 0; i < length; i++)
        if (!(kinds[(unsigned char)bytes[i]] & kind))
            return false;
    return true;
}

bool span_is(const char *bytes, struct head_span span, const char *word)
{
    return strlen(word) == span.length && strncasecmp(bytes + span.at, word, span.length) == 0;
}

int hex_digit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A line that is too long before it even ends is refused at once. */
static int too_long(const char *bytes, size_t length)
{
    size_t room = length < MOST_LINE ? length : MOST_LINE;
    const char *first = memchr(bytes, '\n', room);
    if (!first)
        return length >= MOST_LINE ? 414 : 0;
    return length - (size_t)(first - bytes) > MOST_FIELD_BYTES ? 431 : 0;
}

int head_find_end(const char *bytes, size_t length, size_t *scanned, size_t *end)
{
    if (length && !(kinds[(unsigned char)bytes[0]] & TOKEN))
        return 400;
    const char *at = bytes + *scanned, *stop = bytes + length, *line;
    while ((line = memchr(at, '\n', (size_t)(stop - at)))) {
        if (line == bytes || line[-1] != '\r')
            return 400;
        if (line - bytes >= 3 && line[-2] == '\n') {
            *end = (size_t)(line - bytes) + 1;
            int status = too_long(bytes, *end);
            return status ? status : 1;
        }
        at = line + 1;
    }
    *scanned = (size_t)(at - bytes);
    return too_long(bytes, length);
}

bool head_field_parse(const char *bytes, struct head_span line, struct head_field *field)
{
    const char *start = bytes + line.at, *colon = memchr(start, ':', line.length);
    if (!colon || colon == start || !all_are(start, (size_t)(colon - start), TOKEN))
        return false;
    const char *value = colon + 1, *end = start + line.length;
    while (value < end && *value == ' ')
        value++;
    while (end > value && end[-1] == ' ')
        end--;
    if (value < end && (*value == '\t' || end[-1] == '\t'))
        return false;
    field->name = (struct head_span){line.at, (uint16_t)(colon - start)};
    field->value = (struct head_span){(uint16_t)(value - bytes), (uint16_t)(end - value)};
    return all_are(value, (size_t)(end - value), VALUE);
}

static int note_single(const char *bytes, struct head *head, size_t index)
{
    struct head_span name = head->fields[index].name;
    for (int i = 0; i < SINGLES; i++)
        if (name.length == single_names[i].length
            && strncasecmp(bytes + name.at, single_names[i].text, name.length) == 0) {
            if (head->single[i] >= 0)
                return 400;
            head->single[i] = (int8_t)index;
            return 0;
        }
    return 0;
}

static struct head_span single(const struct head *head, enum single which)
{
    int index = head->single[which];
    return index < 0 ? (struct head_span){0, 0} : head->fields[index].value;
}

/* Every line up to the empty one. One that starts with white space (obs-fold) has no name: refused. */
static int parse_fields(const char *bytes, size_t at, size_t length, struct head *head)
{
    memset(head->single, -1, sizeof head->single);
    while (at + 2 < length) {
        const char *end = memchr(bytes + at, '\n', length - at);
        if (!end || end == bytes + at || end[-1] != '\r')
            return 400;
        struct head_span line = {(uint16_t)at, (uint16_t)(end - bytes - (long)at - 1)};
        if (head->field_count == MOST_FIELDS || line.length > MOST_LINE)
            return 431;
        if (!head_field_parse(bytes, line, &head->fields[head->field_count]))
            return 400;
        int status = note_single(bytes, head, head->field_count++);
        if (status)
            return status;
        at = (size_t)(end - bytes) + 1;
    }
    return 0;
}

static bool segment_is_plain(const char *segment, size_t length)
{
    return !(length == 1 && segment[0] == '.') && !(length == 2 && segment[0] == '.' && segment[1] == '.');
}

/* The byte at *at of an encoded path, moved past it; -1 when nothing may stand for it. */
static int path_byte(const char *path, size_t length, size_t *at)
{
    unsigned char c = (unsigned char)path[(*at)++];
    if (c == '\\')
        return -1;
    if (c != '%')
        return c;
    if (length - *at < 2)
        return -1;
    int high = hex_digit((unsigned char)path[*at]), low = hex_digit((unsigned char)path[*at + 1]);
    *at += 2;
    int byte = high < 0 || low < 0 ? -1 : high * 16 + low;
    return byte < ' ' || byte == 0x7F || byte == '/' || byte == '\\' ? -1 : byte;
}

bool path_is_plain(const char *path, size_t length)
{
    char decoded[MOST_LINE];
    size_t written = 0, segment = 0;
    if (!length || length > sizeof decoded || path[0] != '/')
        return false;
    for (size_t at = 0; at < length;) {
        int byte = path_byte(path, length, &at);
        if (byte < 0)
            return false;
        if (byte == '/' && !segment_is_plain(decoded + segment, written - segment))
            return false;
        decoded[written++] = (char)byte;
        if (byte == '/')
            segment = written;
    }
    return segment_is_plain(decoded + segment, written - segment) && utf8_valid(decoded, written);
}

/* name, name:port, 192.0.2.1:port or [2001:db8::1]:port. */
static bool host_is_plain(const char *host, size_t length)
{
    size_t name = 0;
    if (length && host[0] == '[') {
        const char *close = memchr(host, ']', length);
        if (!close)
            return false;
        name = (size_t)(close - host) + 1;
        for (size_t i = 1; i + 1 < name; i++)
            if (hex_digit((unsigned char)host[i]) < 0 && host[i] != ':' && host[i] != '.')
                return false;
        if (name < 4)
            return false;
    } else {
        while (name < length && kinds[(unsigned char)host[name]] & NAME && memcmp(host + name, "..", 2) != 0)
            name++;
    }
    if (!name || (name < length && host[name] != ':') || length - name > 6)
        return false;
    for (size_t i = name + 1; i < length; i++)
        if (host[i] < '0' || host[i] > '9')
            return false;
    return true;
}

/* http://host/path is to be accepted (RFC 9112 §3.2.2): its host must then be the Host field's, checked later. */
static struct head_span take_authority(const char *bytes, struct head_span *target)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < 2; i++) {
        size_t skip = strlen(schemes[i]);
        if (target->length <= skip || strncasecmp(bytes + target->at, schemes[i], skip) != 0)
            continue;
        const char *host = bytes + target->at + skip;
        const char *slash = memchr(host, '/', target->length - skip);
        if (!slash || slash == host)
            break;
        struct head_span authority = {(uint16_t)(host - bytes), (uint16_t)(slash - host)};
        target->length = (uint16_t)(target->length - skip - authority.length);
        target->at = (uint16_t)(slash - bytes);
        return authority;
    }
    return (struct head_span){0, 0};
}

static int parse_target(const char *bytes, struct head_span target, struct head *head)
{
    if (!all_are(bytes + target.at, target.length, TARGET))
        return 400;
    const char *mark = memchr(bytes + target.at, '?', target.length);
    head->path = head->query = target;
    head->query.at = (uint16_t)(target.at + target.length);
    head->query.length = 0;
    if (mark) {
        head->path.length = (uint16_t)(mark - bytes - target.at);
        head->query.at = (uint16_t)(mark - bytes + 1);
        head->query.length = (uint16_t)(target.length - head->path.length - 1);
    }
    return path_is_plain(bytes + head->path.at, head->path.length) ? 0 : 400;
}

/* "HTTP/1.1" or "HTTP/1.0"; another version that is well written is 505. */
static int parse_version(const char *version, size_t length, struct head *head)
{
    if (length != 8 || memcmp(version, "HTTP/", 5) != 0 || version[6] != '.')
        return 400;
    if (version[5] < '0' || version[5] > '9' || version[7] < '0' || version[7] > '9')
        return 400;
    head->minor = version[7] - '0';
    return version[5] == '1' && head->minor <= 1 ? 0 : 505;
}

static int check_method(const char *bytes, struct head_span method)
{
    static const char *const served[] = {"GET", "HEAD", "POST"};
    static const char *const known[] = {"PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE"};
    for (size_t i = 0; i < sizeof served / sizeof *served; i++)
        if (method.length == strlen(served[i]) && memcmp(bytes + method.at, served[i], method.length) == 0)
            return 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (method.length == strlen(known[i]) && memcmp(bytes + method.at, known[i], method.length) == 0)
            return 405;
    return 501;
}

/* A method we do not serve is told so even when its target has another form (OPTIONS *, CONNECT host:port). */
static int parse_line(const char *bytes, size_t length, struct head *head, struct head_span *authority)
{
    const char *end = bytes + length, *space = memchr(bytes, ' ', length);
    if (!space || space == bytes || !all_are(bytes, (size_t)(space - bytes), TOKEN))
        return 400;
    const char *target = space + 1, *after = memchr(target, ' ', (size_t)(end - target));
    if (!after || after == target)
        return 400;
    head->method = (struct head_span){0, (uint16_t)(space - bytes)};
    int status = parse_version(after + 1, (size_t)(end - after - 1), head);
    if (!status)
        status = check_method(bytes, head->method);
    if (status)
        return status;
    struct head_span span = {(uint16_t)(target - bytes), (uint16_t)(after - target)};
    *authority = take_authority(bytes, &span);
    return parse_target(bytes, span, head);
}

static int check_host(const char *bytes, const struct head *head, struct head_span authority)
{
    if (head->single[HOST] < 0)
        return head->minor == 0 && !authority.length ? 0 : 400;
    struct head_span host = single(head, HOST);
    if (!host_is_plain(bytes + host.at, host.length))
        return 400;
    bool same = authority.length == host.length && strncasecmp(bytes + authority.at, bytes + host.at, host.length) == 0;
    return !authority.length || same ? 0 : 400;
}

static int parse_length(const char *bytes, struct head *head)
{
    struct head_span value = single(head, CONTENT_LENGTH);
    if (!value.length)
        return 400;
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)bytes[value.at + i];
        if (c < '0' || c > '9')
            return 400;
        if (head->content_length < INT64_MAX / 16)
            head->content_length = head->content_length * 10 + (c - '0');
    }
    return 0;
}

/* Where the body ends must be said once, in one way (RFC 9112 §6). A GET that carries a body means nothing: refused. */
static int check_framing(const char *bytes, struct head *head)
{
    bool coded = head->single[TRANSFER_ENCODING] >= 0, counted = head->single[CONTENT_LENGTH] >= 0;
    if (coded && (counted || head->minor == 0))
        return 400;
    if (coded && !span_is(bytes, single(head, TRANSFER_ENCODING), "chunked"))
        return 501;
    int status = counted ? parse_length(bytes, head) : 0;
    head->chunked = coded;
    head->body_follows = coded || head->content_length > 0;
    if (!status && head->body_follows && !span_is(bytes, head->method, "POST"))
        return 400;
    return status;
}

static int check_expect(const char *bytes, struct head *head)
{
    if (head->single[EXPECT] < 0)
        return 0;
    head->expects_continue = head->minor == 1 && head->body_follows;
    return span_is(bytes, single(head, EXPECT), "100-continue") ? 0 : 417;
}

/* Whether a list such as "keep-alive, Upgrade" holds the word. */
static bool list_holds(const char *bytes, struct head_span list, const char *word)
{
    size_t at = 0;
    while (at < list.length) {
        const char *start = bytes + list.at + at;
        const char *comma = memchr(start, ',', list.length - at);
        size_t length = comma ? (size_t)(comma - start) : list.length - at;
        struct head_span item = {(uint16_t)(list.at + at), (uint16_t)length};
        while (item.length && (bytes[item.at] == ' ' || bytes[item.at] == '\t'))
            item.at++, item.length--;
        while (item.length && (bytes[item.at + item.length - 1] == ' ' || bytes[item.at + item.length - 1] == '\t'))
            item.length--;
        if (span_is(bytes, item, word))
            return true;
        at += length + 1;
    }
    return false;
}

static void read_connection(const char *bytes, struct head *head)
{
    bool close = false, keep = false;
    for (size_t i = 0; i < head->field_count; i++)
        if (span_is(bytes, head->fields[i].name, "Connection")) {
            close |= list_holds(bytes, head->fields[i].value, "close");
            keep |= list_holds(bytes, head->fields[i].value, "keep-alive");
        }
    head->last = close || (head->minor == 0 && !keep);
}

int head_parse(const char *bytes, size_t length, struct head *head)
{
    struct head_span authority = {0, 0};
    const char *line = length <= UINT16_MAX ? memchr(bytes, '\r', length) : NULL;
    if (!line || bytes + length - line < 4 || line[1] != '\n')
        return 400;
    *head = (struct head){0};
    int line_status = parse_line(bytes, (size_t)(line - bytes), head, &authority);
    if (line_status == 400)
        return 400;
    int status = parse_fields(bytes, (size_t)(line - bytes) + 2, length, head);
    if (!status)
        status = line_status ? line_status : check_host(bytes, head, authority);
    if (!status)
        status = check_framing(bytes, head);
    if (!status)
        status = check_expect(bytes, head);
    read_connection(bytes, head);
    return status;
}
