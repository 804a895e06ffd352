/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inventing requests: the routes, the forms and what pages showed are known, so that many get past the first check. */
#include "requests.h"
#include "base/time.h"
#include "formats/json.h"
#include "web/form_value.h"
#include <string.h>

/* Each is a known trap. "x9y" would be an element if it were ever written unescaped. */
static const char *const traps[] = {
    "", " ", "'", "\"'><x9y>", "</textarea><x9y>", "'; DROP TABLE person; --", "%", "_", "%s%n%d", "{{id}}",
    "../../etc/passwd",
    "0", "-1", "1", "2", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e309", "nan", "0x10",
    "1,5",
    "999999999999999999999999999999", "2026-02-30", "9999-12-31", "0000-00-00", "31/12/2026", "null", "true", "[]",
    "[x9y](/a)",
    "javascript:alert(1)", "[a](javascript:alert(1))", "//evil.example", "https://example.org/\"><x9y>", "a@b",
    "a@b.org\nBcc: c@d.org",
    "\u202eabc", "\xF0\x9F\x8C\xB3", "e\xCC\x81\xCC\x81\xCC\x81", "\xEF\xBF\xBF", "\x01\x02", "a\r\nb", "\t",
    "=1+1", "*", "\\", "NULL", "a b c d e f g h"};
enum { TRAPS = sizeof traps / sizeof *traps };

static const char *const common_names[] = {"page", "q", "tri", "theme", "territoire", "retour", "demande", "geste",
                                           "motif", "etat",
                                           "vue", "langue", "csrf", "id", "commune", "lon", "lat", "du", "au"};
enum { COMMON_NAMES = sizeof common_names / sizeof *common_names };

static size_t below(struct inventor *inventor, size_t bound)
{
    return (size_t)seeded_below(&inventor->dice, bound);
}

static bool once_in(struct inventor *inventor, size_t times)
{
    return below(inventor, times) == 0;
}

static const char *one_of_traps(struct inventor *inventor)
{
    return traps[below(inventor, TRAPS)];
}

static const char *long_text(struct inventor *inventor, struct arena *arena, size_t length)
{
    static const char *const words[] = {"four ", "partagé ", "à ", "Lons ", "<b>", "l’eau ", "12 ", "été\n"};
    struct buffer out = {.arena = arena};
    while (out.length < length)
        buffer_text(&out, words[below(inventor, 8)]);
    return buffer_string(&out);
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static const char *number_for(struct inventor *inventor, struct arena *arena, const struct field *field)
{
    struct bounds bounds = form_bounds(field);
    int64_t low = bounds.own ? bounds.least : 0, high = bounds.own ? bounds.most : field->kind == DATE ? 30000 : 10000;
    int64_t span = high - low < 100000 ? high - low : 100000, number = low + (int64_t)below(inventor, (size_t)span + 1);
    struct buffer text = {.arena = arena};
    if (field->kind == DATE)
        format_iso_date(&text, number);
    else if (field->kind == MONEY)
        buffer_format(&text, "%lld,%02d", (long long)number / 100, (int)(number % 100 < 0 ? 0 : number % 100));
    else
        buffer_int(&text, number);
    return text.text;
}

/* A value that pages proposed for this name; NULL when none did. */
static const char *proposed(struct inventor *inventor, const char *name)
{
    const struct memory *memory = &inventor->memory;
    size_t start = memory->field_count ? below(inventor, memory->field_count) : 0;
    for (size_t i = 0; i < memory->field_count; i++) {
        const struct known *known = &memory->fields[(start + i) % memory->field_count];
        if (text_is(known->name, name))
            return known->value;
    }
    return NULL;
}

static const char *choice_for(struct inventor *inventor, const struct field *field)
{
    size_t count = 0;
    while (field->choices && field->choices[count].code)
        count++;
    const char *seen = proposed(inventor, field->name);
    return count ? field->choices[below(inventor, count)].code : seen ? seen : "1";
}

static const char *text_for(struct inventor *inventor, struct arena *arena, const struct field *field)
{
    static const char *const texts[] = {"Un four partagé", "Besoin de bois", "Atelier \"'><x9y>",
                                        "Réseau d’entraide & co",
                                        "12 rue des Écoles"};
    const char *text = texts[below(inventor, 5)];
    if (once_in(inventor, 6))
        text = long_text(inventor, arena, below(inventor, (size_t)most_characters(field) + 10));
    return text;
}

/* What a person would type there. */
static const char *good_value(struct inventor *inventor, struct arena *arena, const struct field *field)
{
    long long number = (long long)inventor->number;
    switch (field->kind) {
    case EMAIL:     return arena_format(arena, "p%lld@example.org", number % 50);
    case TELEPHONE: return "03 84 00 00 00";
    case URL:       return arena_format(arena, "https://example.org/%lld", number);
    case PASSWORD:  return "trois chats gris";
    case DIGITS:    return arena_format(arena, "%0*lld",
                                        (int)(field->least > 0 && field->least < 20 ? field->least : 6), number);
    case WHOLE: case DECIMAL: case MONEY: case DATE:
        return number_for(inventor, arena, field);
    case CHOICE: case CHOICES:
        return choice_for(inventor, field);
    case TICK:      return "1";
    case HIDDEN: {
        const char *seen = proposed(inventor, field->name);
        return seen ? seen : "1";
    }
    default:        return text_for(inventor, arena, field);
    }
}

/* --- the pairs ---------------------------------------------------------------------------------------------------- */

struct pairs { struct arena *arena; struct http_pair *list; size_t count, room; };

static void add_pair(struct pairs *pairs, const char *name, const char *value)
{
    pairs->list = arena_grow(pairs->arena, pairs->list, pairs->count, &pairs->room, sizeof *pairs->list);
    pairs->list[pairs->count++] = (struct http_pair){name, value};
}

static void add_field(struct inventor *inventor, struct pairs *pairs, const struct field *field)
{
    size_t fate = below(inventor, 20);
    if (field->kind == FILE_UPLOAD || fate == 0)
        return;
    const char *value = fate == 1 ? one_of_traps(inventor) : good_value(inventor, pairs->arena, field);
    add_pair(pairs, fate == 2 ? arena_format(pairs->arena, "%s[]", field->name) : field->name, value);
    if (fate == 3 || (field->kind == CHOICES && fate < 10))
        add_pair(pairs, field->name, good_value(inventor, pairs->arena, field));
}

static void add_odd_pair(struct inventor *inventor, struct pairs *pairs)
{
    const struct memory *memory = &inventor->memory;
    const char *name = common_names[below(inventor, COMMON_NAMES)];
    const char *value = one_of_traps(inventor);
    if (memory->field_count && once_in(inventor, 2)) {
        const struct known *known = &memory->fields[below(inventor, memory->field_count)];
        name = known->name;
        value = once_in(inventor, 3) ? value : known->value;
    }
    if (once_in(inventor, 40))
        value = long_text(inventor, pairs->arena, below(inventor, LONGEST_TEXT));
    add_pair(pairs, name, value);
}

static void invent_pairs(struct inventor *inventor, struct pairs *pairs, const struct route *route)
{
    for (const struct field *field = route->form ? route->form->fields : NULL; field && field->kind; field++)
        add_field(inventor, pairs, field);
    size_t odd = once_in(inventor, 50) ? 60 : below(inventor, route->form ? 2 : 4);
    for (size_t i = 0; i < odd; i++)
        add_odd_pair(inventor, pairs);
}

/* --- the address -------------------------------------------------------------------------------------------------- */

static const char *invent_id(struct inventor *inventor)
{
    static const char *const ids[] = {"0", "00", "01", "999999999", "999999999999999999", "9999999999999999999", "-1",
                                      "1e3",
                                      "%31", "1%00", "%27"};
    static const char *const small[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "20"};
    return once_in(inventor, 8) ? ids[below(inventor, 11)] : small[below(inventor, 12)];
}

static const char *invent_code(struct inventor *inventor, struct arena *arena)
{
    static const char *const codes[] = {"a", "39", "39300", "BFC", "..", ".", "~", "x.json", "%C3%A9", "%2F", "a%20b",
                                        "-", "_"};
    return once_in(inventor, 10) ? arena_format(arena, "%0*d", (int)below(inventor, 300), 7)
        : codes[below(inventor, 13)];
}

static const char *fill_holes(struct inventor *inventor, struct arena *arena, const char *pattern)
{
    struct buffer path = {.arena = arena};
    while (*pattern) {
        if (*pattern != ':') {
            buffer_char(&path, *pattern++);
            continue;
        }
        buffer_text(&path, text_starts(pattern, ":id") ? invent_id(inventor) : invent_code(inventor, arena));
        pattern += text_starts(pattern, ":id") ? 3 : 5;
    }
    return path.text;
}

static const char *invent_path(struct inventor *inventor, struct arena *arena, const struct route *route)
{
    static const char *const endings[] = {".json", ".csv", ".xlsx", ".geojson", ".ics", ".atom", ".json.csv", "/", ".",
                                          ".php"};
    const char *path = fill_holes(inventor, arena, route->path);
    if (inventor->memory.path_count && route->method == GET && once_in(inventor, 3))
        path = inventor->memory.paths[below(inventor, inventor->memory.path_count)];
    if (once_in(inventor, 3))
        path = arena_format(arena, "%s%s", path, endings[below(inventor, 10)]);
    if (once_in(inventor, 60))
        path = arena_format(arena, "%s/%s", path, invent_code(inventor, arena));
    return path;
}

/* --- the rest ----------------------------------------------------------------------------------------------------- */

static const char *pairs_as_json(struct arena *arena, const struct pairs *pairs)
{
    struct buffer out = {.arena = arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    for (size_t i = 0; i < pairs->count; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = text_is(pairs->list[k].name, pairs->list[i].name);
        if (!again)
            json_key(&json, pairs->list[i].name), json_text(&json, pairs->list[i].value);
    }
    json_end(&json);
    return out.text;
}

/* As JSON, whole or cut; a program would. */
static void send_as_json(struct inventor *inventor, struct arena *arena, struct http_request *from,
                         const struct pairs *pairs)
{
    const char *json = once_in(inventor, 10) ? one_of_traps(inventor) : pairs_as_json(arena, pairs);
    size_t length = strlen(json);
    from->body = json;
    from->body_length = once_in(inventor, 10) ? below(inventor, length + 1) : length;
    from->pairs = NULL;
    from->pair_count = 0;
}

static void add_header(struct http_request *from, struct http_header *headers, const char *name, const char *value)
{
    if (value)
        headers[from->header_count++] = (struct http_header){name, value};
}

static void invent_headers(struct inventor *inventor, struct arena *arena, struct invented *invented)
{
    struct http_request *from = &invented->from;
    struct http_header *headers = arena_array(arena, 16, sizeof *headers);
    size_t who = below(inventor, MOST_SESSIONS);
    const char *session = once_in(inventor, 50) ? one_of_traps(inventor) : inventor->sessions[who];
    invented->who = inventor->names[who];
    add_header(from, headers, "Host", "localhost");
    add_header(from, headers, "Cookie", session ? arena_format(arena, "maillage=%s; message=%s", session,
                                                                one_of_traps(inventor)) : NULL);
    add_header(from, headers, "Sec-Fetch-Site", once_in(inventor, 30) ? "cross-site" : "same-origin");
    add_header(from, headers, "Accept-Language", once_in(inventor, 3) ? "en" : "fr");
    add_header(from, headers, "Accept", once_in(inventor, 10) ? "application/json" : "text/html,*/*");
    add_header(from, headers, "Authorization", once_in(inventor, 50) ? "Bearer abcdef" : NULL);
    add_header(from, headers, "User-Agent", once_in(inventor, 20) ? one_of_traps(inventor) : NULL);
    add_header(from, headers, "Content-Type", from->body_length ? "application/json" : NULL);
    from->headers = headers;
}

static void invent_file(struct inventor *inventor, struct arena *arena, struct http_request *from, const char *field)
{
    static const char *const contents[] = {"", "nom;adresse\nFour;Lons\n", "\x89PNG\r\n\x1a\n", "PK\x03\x04zzzz",
                                           "<svg onload=x9y>",
                                           "{\"type\":\"FeatureCollection\",\"features\":[]}", "\xFF\xFEn\0o\0m\0",
                                           "a\"b\n\"c"};
    static const char *const names[] = {"besoins.csv", "a.xlsx", "../../x", "\"'><x9y>.png", "", "é.pdf",
                                        "con.geojson"};
    struct http_file *file = arena_array(arena, 1, sizeof *file);
    const char *content = contents[below(inventor, 8)];
    *file = (struct http_file){field, names[below(inventor, 7)], "text/csv", content, strlen(content)};
    from->files = file;
    from->file_count = 1;
}

static const char *upload_field(const struct route *route)
{
    for (const struct field *field = route->form ? route->form->fields : NULL; field && field->kind; field++)
        if (field->kind == FILE_UPLOAD)
            return field->name;
    return NULL;
}

void invent(struct inventor *inventor, struct arena *arena, struct invented *invented)
{
    const struct route *route = inventor->routes[below(inventor, inventor->route_count)];
    bool post = (route->method == POST) != once_in(inventor, 40);
    struct pairs pairs = {.arena = arena};
    inventor->number++;
    *invented = (struct invented){.route = route,
                                  .from = {.method = post ? "POST" : "GET", .query = "", .body = "", .arena = arena}};
    invented->from.target = invent_path(inventor, arena, route);
    invent_pairs(inventor, &pairs, route);
    invented->from.pairs = pairs.list;
    invented->from.pair_count = pairs.count;
    if (post && once_in(inventor, 12))
        send_as_json(inventor, arena, &invented->from, &pairs);
    if (upload_field(route) && !once_in(inventor, 5))
        invent_file(inventor, arena, &invented->from, upload_field(route));
    invent_headers(inventor, arena, invented);
}

void invent_visit(struct inventor *inventor, struct arena *arena, const char *address, struct invented *invented)
{
    size_t path = strcspn(address, "?");
    struct http_header *headers = arena_array(arena, 4, sizeof *headers);
    struct pairs pairs = {.arena = arena};
    const char *query = address[path] ? address + path + 1 : "";
    *invented = (struct invented){.who = inventor->names[1], .from = {
        .method = "GET", .target = arena_copy(arena, address, path), .query = query, .body = "", .arena = arena,
        .headers = headers}};
    for (const char *at = query; *at; at += strcspn(at, "&"), at += *at == '&') {
        size_t length = strcspn(at, "&"), name = strcspn(at, "=&"), value = name < length ? name + 1 : length;
        char *decoded_name = http_decode(arena, at, name, true),
            *decoded = http_decode(arena, at + value, length - value, true);
        if (decoded_name && decoded)
            add_pair(&pairs, decoded_name, decoded);
    }
    invented->from.pairs = pairs.list;
    invented->from.pair_count = pairs.count;
    add_header(&invented->from, headers, "Host", "localhost");
    add_header(&invented->from, headers, "Accept", "text/html");
    add_header(&invented->from, headers, "Cookie", arena_format(arena, "maillage=%s", inventor->sessions[1]));
}

void inventor_start(struct inventor *inventor, const struct app *app, uint64_t seed)
{
    inventor->dice = seeded_start(seed);
    inventor->app = app;
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path
             && inventor->route_count < 2000; route++)
            inventor->routes[inventor->route_count++] = route;
}

/* --- what pages teach --------------------------------------------------------------------------------------------- */

/* The text after this attribute's quote, in the memory; NULL when it holds an entity or is too long. */
static const char *attribute_text(struct memory *memory, const char *at)
{
    size_t length = strcspn(at, "\"");
    return length > 200 || memchr(at, '&', length) ? NULL : arena_copy(&memory->arena, at, length);
}

/* Once there is no more room, the new takes a place at random. */
static size_t place_for(struct seeded *dice, size_t *count)
{
    return *count < MOST_KNOWN ? (*count)++ : (size_t)seeded_below(dice, MOST_KNOWN);
}

static void learn_path(struct memory *memory, struct seeded *dice, const char *path)
{
    size_t length = strcspn(path, "\"?#&");
    if (path[0] != '/' || path[1] == '/' || length > 200)
        return;
    memory->paths[place_for(dice, &memory->path_count)] = arena_copy(&memory->arena, path, length);
}

void memory_learn(struct memory *memory, struct seeded *dice, const char *html)
{
    const char *name = NULL;
    for (const char *at = html; (at = strpbrk(at, "nvh")); at++) {
        if (text_starts(at, "href=\""))
            learn_path(memory, dice, at + 6);
        if (text_starts(at, "name=\""))
            name = attribute_text(memory, at + 6);
        const char *value = name && text_starts(at, "value=\"") ? attribute_text(memory, at + 7) : NULL;
        if (value)
            memory->fields[place_for(dice, &memory->field_count)] = (struct known){name, value};
    }
}
