/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One page, every shape: HTML, JSON, CSV, XLSX, GeoJSON; messages shown once; cookies; what goes wrong in plain
 * words. */
#include "formats/csv.h"
#include "formats/geojson.h"
#include "formats/xlsx.h"
#include "main/testing.h"
#include "web/baked.h"
#include "web/reply_page.h"
#include "web/seal.h"
#include "web/web_testing.h"

struct tree {
    int64_t id;
    const char *name;
    const double *lon, *lat;
    const int64_t *height;
    double weight;
    struct bytes photo;
    int64_t planted_at;
    const int64_t *cut_day;
};
struct trees { size_t count; struct tree *rows; };
struct owner { const char *name; const int64_t *age; };
struct tree_list { struct owner owner; struct trees trees; struct pager pages; };

#define TREE(name, type, optional) {#name, type, offsetof(struct tree, name), optional}
static const struct db_field tree_columns[] = {
    TREE(id, DB_INT, false), TREE(name, DB_TEXT, true), TREE(lon, DB_REAL, true), TREE(lat, DB_REAL, true),
    TREE(height, DB_INT, true), TREE(weight, DB_REAL, false), TREE(photo, DB_BLOB, false),
    TREE(planted_at, DB_INT, false),
    TREE(cut_day, DB_INT, true)};
static const struct db_query tree_query = {.name = "trees", .columns = tree_columns, .column_count = 9,
                                           .row_size = sizeof(struct tree)};
static const struct db_field owner_columns[] = {{"name", DB_TEXT, offsetof(struct owner, name), true},
                                                {"age", DB_INT, offsetof(struct owner, age), true}};
static const struct db_query owner_query = {.name = "owner", .columns = owner_columns, .column_count = 2,
                                            .row_size = sizeof(struct owner)};

static void tree_list_html(struct request *rq, const void *page)
{
    const struct tree_list *list = page;
    draw(rq, "<h1>%s</h1>\n", list->owner.name);
    for (size_t i = 0; i < list->trees.count; i++)
        draw(rq, "<p>%s</p>\n", list->trees.rows[i].name);
}

static const char *owner_name(const void *page)
{
    return ((const struct tree_list *)page)->owner.name;
}

static const struct part tree_parts[] = {
    {"owner", offsetof(struct tree_list, owner), &owner_query, false, NULL},
    {"trees", offsetof(struct tree_list, trees), &tree_query, true, NULL},
    {"pages", offsetof(struct tree_list, pages), NULL, false, json_pager},
    {0}};
static const struct view tree_list = {"tree_list", NULL, owner_name, tree_list_html, tree_parts};
static const struct part owner_parts[] = {{"owner", offsetof(struct tree_list, owner), &owner_query, false, NULL}, {0}};
static const struct view owner_page = {"owner_page", N_("Owner"), NULL, tree_list_html, owner_parts};

static const double lon = 5.55, lat = 46.67;
static const int64_t height = 12, cut = 20513;
static struct tree rows[] = {
    {1, "=cmd|'/c calc'!A1", &lon, &lat, &height, 1250.5, {"\1\2", 2}, 1795000000, &cut},
    {9007199254740993, NULL, NULL, NULL, NULL, 0, {NULL, 0}, 0, NULL},
    {3, "Chêne; \"vieux\"\n<b>", &lon, NULL, NULL, -0.1, {NULL, 0}, 1795000000, NULL}};
static const struct tree_list page = {.owner = {"Anne <script>", NULL}, .trees = {3, rows}, .pages = {1, 20, 3}};

static int open_arena(void **state)
{
    static struct arena arena;
    *state = &arena;
    return 0;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

#define ALONE(sentence, function) {sentence, function, open_arena, close_arena, NULL}

static const struct app app = {.features = (const struct feature *const[]){NULL}, .version = "1", .secret = {1, 2, 3}};

static struct request asked(struct arena *arena, enum shape shape)
{
    struct request rq = posted(arena, "");
    rq.app = &app;
    rq.method = GET;
    rq.shape = shape;
    return rq;
}

static void the_page_is_escaped_and_framed(void **state)
{
    struct request rq = asked(*state, AS_HTML);
    reply(&rq, &tree_list, &page);
    const char *html = buffer_string(&rq.reply.body);
    assert_int_equal(rq.reply.status, OK);
    assert_contains(html, "<title>Anne &lt;script&gt;");
    assert_contains(html, "<p>Chêne; &quot;vieux&quot;\n&lt;b&gt;</p>");
    assert_contains(html, "<main");
    assert_contains(html, "</html>");
}

static void json_has_every_part(void **state)
{
    struct request rq = asked(*state, AS_JSON);
    reply(&rq, &tree_list, &page);
    const char *trouble;
    int line;
    const struct json_value *json = json_read(*state, rq.reply.body.text, rq.reply.body.length, &trouble, &line);
    assert_non_null(json);
    assert_string_equal(json_get_text(json_get(json, "owner"), "name"), "Anne <script>");
    assert_int_equal(json_get(json_get(json, "owner"), "age")->kind, JSON_NULL);
    const struct json_value *trees = json_get(json, "trees");
    assert_int_equal(trees->count, 3);
    assert_true(json_get(&trees->items[1], "id")->whole == 9007199254740993);
    assert_int_equal(json_get(&trees->items[1], "name")->kind, JSON_NULL);
    assert_int_equal(json_get(&trees->items[1], "height")->kind, JSON_NULL);
    assert_near(json_get(&trees->items[0], "lon")->number, 5.55, 0);
    assert_null(json_get(&trees->items[0], "photo"));
    assert_non_null(json_get(json, "pages"));
}

static void csv_reads_back_and_runs_nothing(void **state)
{
    struct request rq = asked(*state, AS_CSV);
    reply(&rq, &tree_list, &page);
    assert_string_equal(rq.reply.type, "text/csv; charset=utf-8");
    assert_string_equal(rq.reply.file_name, "trees.csv");
    assert_contains(rq.reply.body.text, "\xEF\xBB\xBFid;name;lon;lat;height;weight;planted_at;cut_day\r\n");
    assert_contains(rq.reply.body.text, "'=cmd");
    assert_contains(rq.reply.body.text, ";5,55;46,67;12;1250,5;2026-11-18T");
    struct csv csv;
    assert_true(csv_open(&csv, *state, rq.reply.body.text, rq.reply.body.length));
    assert_int_equal(csv.column_count, 8);
    char **cells = csv_next(&csv, NULL);
    assert_string_equal(cells[1], "=cmd|'/c calc'!A1");
    assert_string_equal(cells[7], "2026-03-01");
    cells = csv_next(&csv, NULL);
    assert_string_equal(cells[0], "9007199254740993");
    assert_string_equal(cells[1], "");
    cells = csv_next(&csv, NULL);
    assert_string_equal(cells[1], "Chêne; \"vieux\"\n<b>");
    assert_null(csv_next(&csv, NULL));
}

static void xlsx_reads_back(void **state)
{
    struct request rq = asked(*state, AS_XLSX);
    reply(&rq, &tree_list, &page);
    assert_string_equal(rq.reply.file_name, "trees.xlsx");
    size_t length;
    const char *trouble, *text = xlsx_as_csv(*state, rq.reply.body.text, rq.reply.body.length, &length, &trouble);
    assert_non_null(text);
    struct csv csv;
    assert_true(csv_open(&csv, *state, text, length));
    char **cells = csv_next(&csv, NULL);
    assert_string_equal(cells[1], "=cmd|'/c calc'!A1");
    assert_string_equal(cells[5], "1250.5");
    cells = csv_next(&csv, NULL);
    assert_string_equal(cells[0], "9007199254740993");
}

static void geojson_has_points(void **state)
{
    struct request rq = asked(*state, AS_GEOJSON);
    reply(&rq, &tree_list, &page);
    assert_string_equal(rq.reply.type, "application/geo+json");
    const char *trouble;
    struct geo_collection *all = geojson_read(*state, rq.reply.body.text, rq.reply.body.length, &trouble);
    assert_non_null(all);
    assert_int_equal(all->count, 3);
    assert_true(all->features[0].has_point);
    assert_near(all->features[0].lon, 5.55, 0);
    assert_near(all->features[0].lat, 46.67, 0);
    assert_false(all->features[1].has_point);
    assert_false(all->features[2].has_point);
    assert_string_equal(json_get_text(all->features[0].properties, "cut_day"), "2026-03-01");
    assert_null(json_get(all->features[0].properties, "lon"));
}

static void a_page_without_a_list_is_no_table(void **state)
{
    const enum shape shapes[] = {AS_CSV, AS_XLSX, AS_GEOJSON, AS_ICS, AS_ATOM};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct request rq = asked(*state, shapes[i]);
        reply(&rq, &owner_page, &page);
        assert_int_equal(rq.reply.status, NOT_FOUND);
        assert_null(rq.reply.file_name);
        assert_contains(rq.reply.body.text, "{\"status\":404,\"error\":");
    }
}

static void a_list_without_points_is_no_map(void **state)
{
    struct db_query flat = tree_query;
    flat.column_count = 3;
    struct part parts[] = {{"trees", offsetof(struct tree_list, trees), &flat, true, NULL}, {0}};
    struct view view = {"flat", N_("Flat"), NULL, tree_list_html, parts};
    struct request rq = asked(*state, AS_GEOJSON);
    reply(&rq, &view, &page);
    assert_int_equal(rq.reply.status, NOT_FOUND);
}

static void a_refused_form_of_a_page_gives_its_errors(void **state)
{
    struct form_page { struct owner owner; struct form_view form; };
    static const struct part parts[] = {{"owner", offsetof(struct form_page, owner), &owner_query, false, NULL},
                                        {"form", offsetof(struct form_page, form), NULL, false, json_form_view}, {0}};
    static const struct view view = {"form_page", N_("Form"), NULL, tree_list_html, parts};
    struct request rq = posted(*state, "titre=ab");
    rq.app = &app;
    rq.shape = AS_JSON;
    struct form_page shown = {.owner = {"Anne", NULL}};
    struct every_value values = {0};
    assert_false(form_read(&rq, &every_form, &values, &shown.form));
    reply_with(&rq, INVALID, &view, &shown);
    assert_string_equal(rq.reply.body.text,
                        "{\"errors\":{\"titre\":\"“Title” is too short: 3 characters at least.\"}}");
}

/* --- messages and cookies ----------------------------------------------------------------------------------------- */

/* The request that follows this reply, with the cookies a browser would send. */
static struct request next(struct request *before, int64_t seconds)
{
    struct request rq = asked(before->arena, AS_HTML);
    struct buffer header = {.arena = before->arena};
    buffer_text(&header, "theme=dark");
    for (size_t i = 0; i < before->reply.cookie_count; i++)
        if (!strstr(before->reply.cookies[i], "Max-Age=0"))
            buffer_format(&header, "; %.*s", (int)strcspn(before->reply.cookies[i], ";"), before->reply.cookies[i]);
    rq.cookie_header = header.text;
    rq.now += seconds;
    rq.secure = before->secure;
    return rq;
}

static void a_message_is_shown_once(void **state)
{
    struct request rq = asked(*state, AS_HTML);
    reply_done(&rq, "/arbres", "Planted <b> & watered.");
    assert_int_equal(rq.reply.status, SEE_OTHER);
    struct request seen = next(&rq, 1);
    reply(&seen, &tree_list, &page);
    assert_contains(seen.reply.body.text, "Planted &lt;b&gt; &amp; watered.");
    struct request again = next(&seen, 2);
    reply(&again, &tree_list, &page);
    assert_lacks(again.reply.body.text, "watered");
}

static void a_message_is_not_kept_nor_forged(void **state)
{
    struct request rq = asked(*state, AS_HTML);
    reply_done(&rq, "/arbres", "Planted.");
    struct request late = next(&rq, 61);
    reply(&late, &tree_list, &page);
    assert_lacks(late.reply.body.text, "Planted");
    struct request forged = asked(*state, AS_HTML);
    forged.cookie_header = "message=0123456789abcdef0123456789abcdef.OTk5OTk5OTk5OSBIYWNrZWQ";
    reply(&forged, &tree_list, &page);
    assert_lacks(forged.reply.body.text, "Hacked");
    struct app other = app;
    other.secret[0]++;
    struct request elsewhere = next(&rq, 1);
    elsewhere.app = &other;
    reply(&elsewhere, &tree_list, &page);
    assert_lacks(elsewhere.reply.body.text, "Planted");
}

static void a_seal_serves_one_purpose(void **state)
{
    const char *sealed = seal(&app, *state, "message", "text", 100);
    assert_string_equal(unseal(&app, *state, "message", sealed, 100), "text");
    assert_null(unseal(&app, *state, "other", sealed, 100));
    assert_null(unseal(&app, *state, "message", sealed, 101));
    assert_null(unseal(&app, *state, "message", NULL, 0));
    for (size_t i = 0; i < strlen(sealed); i++) {
        char *changed = arena_text(*state, sealed);
        changed[i] = changed[i] == 'a' ? 'b' : 'a';
        assert_null(unseal(&app, *state, "message", changed, 100));
    }
}

static void a_long_message_is_cut_between_characters(void **state)
{
    struct buffer message = {.arena = *state};
    buffer_char(&message, 'x');
    for (int i = 0; i < 5000; i++)
        buffer_text(&message, "é");
    struct request rq = asked(*state, AS_HTML);
    reply_done(&rq, "/arbres", message.text);
    assert_true(strlen(rq.reply.cookies[0]) < 2000);
    struct request seen = next(&rq, 1);
    reply(&seen, &tree_list, &page);
    assert_contains(seen.reply.body.text, "éé…</p>");
    assert_true(utf8_valid(seen.reply.body.text, seen.reply.body.length));
}

static void programs_get_the_message_at_once(void **state)
{
    struct request rq = asked(*state, AS_JSON);
    reply_done(&rq, "/arbres", "Planted.");
    assert_int_equal(rq.reply.status, OK);
    assert_string_equal(rq.reply.body.text, "{\"done\":\"Planted.\",\"see\":\"/arbres\"}");
    rq = asked(*state, AS_JSON);
    reply_created(&rq, "/arbres", 12);
    assert_int_equal(rq.reply.status, CREATED);
    assert_string_equal(rq.reply.location, "/arbres/12");
    assert_string_equal(rq.reply.body.text, "{\"id\":12}");
}

static void cookies_are_out_of_reach_of_scripts(void **state)
{
    struct request rq = asked(*state, AS_HTML);
    reply_cookie(&rq, "maillage", "abc", 90);
    assert_string_equal(rq.reply.cookies[0], "maillage=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=90");
    rq.secure = true;
    reply_cookie(&rq, "maillage", "abc", 0);
    assert_string_equal(rq.reply.cookies[1], "__Host-maillage=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    reply_cookie(&rq, "maillage", NULL, 0);
    assert_int_equal(rq.reply.cookie_count, 2);
    assert_string_equal(rq.reply.cookies[1], "__Host-maillage=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
    rq.cookie_header = "xmaillage=1; maillage=2;  __Host-maillage=3";
    assert_string_equal(request_cookie(&rq, "maillage"), "3");
    rq.secure = false;
    assert_string_equal(request_cookie(&rq, "maillage"), "2");
    assert_null(request_cookie(&rq, "other"));
}

/* --- errors ------------------------------------------------------------------------------------------------------- */

static void every_error_has_words_and_a_way_forward(void **state)
{
    const int statuses[] = {400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503, 418};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct request rq = asked(*state, AS_HTML);
        rq.reply.file_name = "half.csv";
        buffer_text(&rq.reply.body, "half a page");
        reply_error(&rq, statuses[i]);
        assert_int_equal(rq.reply.status, statuses[i]);
        assert_null(rq.reply.file_name);
        assert_lacks(rq.reply.body.text, "half a page");
        assert_contains(rq.reply.body.text, "<h1>");
        assert_contains(rq.reply.body.text, "href=\"/\"");
        assert_contains(rq.reply.body.text, "noindex");
    }
}

static void a_refusal_is_escaped(void **state)
{
    struct request rq = asked(*state, AS_HTML);
    reply_refused(&rq, CONFLICT, "Not <b>now</b>.");
    assert_contains(rq.reply.body.text, "Not &lt;b&gt;now&lt;/b&gt;.");
}

const struct CMUnitTest web_reply_tests[] = {
    ALONE("a page is escaped and framed", the_page_is_escaped_and_framed),
    ALONE("JSON has every part, unknown as null, bytes left out", json_has_every_part),
    ALONE("CSV reads back and runs nothing in a spreadsheet", csv_reads_back_and_runs_nothing),
    ALONE("XLSX reads back", xlsx_reads_back),
    ALONE("GeoJSON has a point where both coordinates are known", geojson_has_points),
    ALONE("a page without a list is no table", a_page_without_a_list_is_no_table),
    ALONE("a list without points is no map", a_list_without_points_is_no_map),
    ALONE("a refused form inside a page gives programs its errors", a_refused_form_of_a_page_gives_its_errors),
    ALONE("a message is shown once", a_message_is_shown_once),
    ALONE("a message is not kept, nor forged", a_message_is_not_kept_nor_forged),
    ALONE("a seal serves one purpose, for a time", a_seal_serves_one_purpose),
    ALONE("a long message is cut between characters", a_long_message_is_cut_between_characters),
    ALONE("programs get the message at once", programs_get_the_message_at_once),
    ALONE("cookies are out of reach of scripts and of other sites", cookies_are_out_of_reach_of_scripts),
    ALONE("every error has words and a way forward", every_error_has_words_and_a_way_forward),
    ALONE("the reason of a refusal is escaped", a_refusal_is_escaped),
    {0}
};
