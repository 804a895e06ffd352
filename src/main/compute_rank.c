/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute rank: for each need of a table, the offers of another that answer it best. */
#include <math.h>
#include <string.h>
#include "base/number.h"
#include "base/time.h"
#include "engines/kernel/hash.h"
#include "engines/matching.h"
#include "i18n/i18n.h"
#include "main/compute.h"

enum { USUAL_TOP = 10, MOST_TOP = 1000, LONGEST_TITLE = 160, LONG_WORK = 500 };

struct list { struct match_item *items; const char **ids; struct text_map by_id; size_t count, room, id_room; };
struct ranking {
    struct command_line *line;
    struct list needs, offers, past;                       /* past: needs of links that are not among the needs */
    struct match_case *cases; size_t case_count, case_room;
    bool *has_case;                                        /* by need: it has answers of its own among the cases */
    struct match_label *names; size_t name_count, name_room;
    size_t top;
    int64_t bad;
};

static const char *const with_value[] = {"--cases", "--names", "--top", NULL};
static const char *const known[] = {"--cases", "--names", "--top", "--table", "--explain", NULL};
static const char *const id_names[] = {"id", "identifiant", "identifier", NULL};
static const char *const title_names[] = {"title", "titre", "nom", "name", "objet", NULL};
static const char *const text_names[] = {"text", "texte", "description", NULL};
static const char *const code_names[] = {"codes", "code", "cpv", "naf", NULL};
static const char *const zone_names[] = {"zones", "zone", "territoires", NULL};
static const char *const label_names[] = {"labels", "label", "agrements", NULL};
static const char *const lon_names[] = {"lon", "longitude", "lng", NULL};
static const char *const lat_names[] = {"lat", "latitude", NULL};
static const char *const radius_names[] = {"radius_km", "rayon_km", NULL};
static const char *const amount_names[] = {"amount", "quantite", "capacite", NULL};
static const char *const from_names[] = {"from", "debut", NULL};
static const char *const until_names[] = {"until", "fin", NULL};

static const char *cell(const struct csv *csv, char **row, const char *const *names)
{
    int column = csv_column(csv, names);
    return column < 0 || text_blank(row[column]) ? NULL : compute_bare(row[column]);
}

/* "77310000" is a CPV code, "81.30Z" a NAF one; "sector:wood" says its own scheme. */
static const char *with_scheme(struct arena *arena, const char *code)
{
    size_t digits = strspn(code, "0123456789");
    if (strchr(code, ':'))
        return code;
    if (digits == 8 && (code[8] == '\0' || code[8] == '-'))
        return arena_format(arena, "cpv:%s", code);
    if (digits == 4 || (digits == 2 && code[2] == '.'))
        return arena_format(arena, "naf:%s", code);
    return arena_format(arena, "code:%s", code);
}

static const char *const *split(struct arena *arena, const char *text, size_t *count)
{
    *count = 0;
    return text ? (const char *const *)text_split(arena, text, "|;, \t", count) : NULL;
}

/* A text alone is a title as far as its first sentence goes, when that is short. */
static void cut_title(struct arena *arena, struct match_item *item)
{
    if (item->title || !item->text)
        return;
    const char *end = strstr(item->text, ". "), *line = strchr(item->text, '\n');
    end = line && (!end || line < end) ? line : end;
    size_t length = end ? (size_t)(end - item->text) : strlen(item->text);
    if (length > LONGEST_TITLE)
        return;
    item->title = arena_copy(arena, item->text, length);
    item->text = end ? end + 1 : NULL;
}

static bool read_number(const char *text, double *number)
{
    return !text || parse_french_real(text, number);
}

static bool read_date(const char *text, int64_t *day)
{
    return !text || parse_date(text, day);
}

static bool read_place(const char *lon, const char *lat, struct match_item *item)
{
    item->placed = lon && lat;
    return !lon == !lat && read_number(lon, &item->longitude) && read_number(lat, &item->latitude)
           && fabs(item->longitude) <= 180 && fabs(item->latitude) <= 90;
}

/* What it is about: words and codes. */
static void read_subject(struct arena *arena, const struct csv *csv, char **row, struct match_item *item)
{
    item->title = cell(csv, row, title_names);
    item->text = cell(csv, row, text_names);
    cut_title(arena, item);
    const char *const *codes = split(arena, cell(csv, row, code_names), &item->code_count);
    const char **full = arena_array(arena, item->code_count, sizeof *full);
    for (size_t i = 0; i < item->code_count; i++)
        full[i] = with_scheme(arena, codes[i]);
    item->codes = full;
}

/* What is wrong with a row, NULL when nothing is. */
static const char *read_item(struct arena *arena, const struct csv *csv, char **row, struct match_item *item)
{
    read_subject(arena, csv, row, item);
    item->zones = split(arena, cell(csv, row, zone_names), &item->zone_count);
    item->labels = split(arena, cell(csv, row, label_names), &item->label_count);
    if (!read_place(cell(csv, row, lon_names), cell(csv, row, lat_names), item))
        return N_("the place is no longitude and latitude");
    if (!read_number(cell(csv, row, radius_names), &item->radius_km)
        || !read_number(cell(csv, row, amount_names), &item->amount))
        return N_("the radius or the amount is no number");
    if (!read_date(cell(csv, row, from_names), &item->from) || !read_date(cell(csv, row, until_names), &item->until))
        return N_("a date is none");
    if (!item->title && !item->text && !item->code_count && !item->placed)
        return N_("no text, no code, no place: there is nothing to compare");
    return NULL;
}

static void add_item(struct ranking *ranking, struct list *list, const struct csv *csv, char **row, const char *path)
{
    struct arena *arena = ranking->line->arena;
    struct match_item item = {0};
    const char *id = cell(csv, row, id_names), *wrong = read_item(arena, csv, row, &item);
    bool is_new = true;
    if (!id)
        wrong = N_("the identifier is missing");
    else if (!wrong)
        text_map_add(&list->by_id, id, strlen(id), &is_new);
    if (!is_new)
        wrong = N_("this identifier was already there");
    if (wrong) {
        compute_bad_line(path, csv->line, wrong, &ranking->bad);
        return;
    }
    list->items = arena_grow(arena, list->items, list->count, &list->room, sizeof *list->items);
    list->ids = arena_grow(arena, list->ids, list->count, &list->id_room, sizeof *list->ids);
    list->ids[list->count] = id;
    list->items[list->count++] = item;
}

static bool read_list(struct ranking *ranking, struct list *list, const char *path)
{
    struct csv csv;
    list->by_id.arena = ranking->line->arena;
    if (!compute_table(ranking->line, path, &csv))
        return false;
    if (csv_column(&csv, id_names) < 0 || (csv_column(&csv, title_names) < 0 && csv_column(&csv, text_names) < 0)) {
        compute_no_column(path, csv_column(&csv, id_names) < 0 ? id_names : text_names);
        return false;
    }
    for (char **row; (row = csv_next(&csv, NULL));)
        add_item(ranking, list, &csv, row, path);
    if (csv.trouble)
        compute_bad_line(path, csv.line, csv.trouble, &ranking->bad);
    if (list->count == 0)
        complain(N_("%s holds no line that can be used.\n"), path);
    return list->count > 0;
}

/* Opens a table that has both columns. */
static bool open_pairs(struct ranking *ranking, const char *path, struct csv *csv, const char *const *first,
                       const char *const *second)
{
    if (!compute_table(ranking->line, path, csv))
        return false;
    const char *const *missing = csv_column(csv, first) < 0 ? first : csv_column(csv, second) < 0 ? second : NULL;
    if (missing)
        compute_no_column(path, missing);
    return !missing;
}

static uint32_t find_id(const struct list *list, const char *id)
{
    return id ? text_map_find(&list->by_id, id, strlen(id)) : HASH_NONE;
}

/* The past need of a link: one of the needs, or another, known by its answers and by what its line says of it. */
static struct match_case read_link(struct ranking *ranking, const struct csv *csv, char **row, const char *id)
{
    struct list *past = &ranking->past;
    uint32_t need = find_id(&ranking->needs, id);
    bool is_new = false;
    if (need != HASH_NONE) {
        ranking->has_case[need] = true;
        return (struct match_case){.need = ranking->needs.items[need], .group = need + 1};
    }
    past->by_id.arena = ranking->line->arena;
    uint32_t other = text_map_add(&past->by_id, id, strlen(id), &is_new);
    if (is_new) {
        past->items = arena_grow(ranking->line->arena, past->items, past->count++, &past->room, sizeof *past->items);
        past->items[other] = (struct match_item){0};
        read_subject(ranking->line->arena, csv, row, &past->items[other]);
    }
    return (struct match_case){.need = past->items[other], .group = (uint32_t)ranking->needs.count + other + 1};
}

static bool read_cases(struct ranking *ranking, const char *path)
{
    static const char *const needs[] = {"need", "besoin", NULL}, *const offers[] = {"offer", "offre", NULL};
    struct csv csv;
    ranking->has_case = arena_array(ranking->line->arena, ranking->needs.count, sizeof *ranking->has_case);
    if (!path)
        return true;
    if (!open_pairs(ranking, path, &csv, needs, offers))
        return false;
    for (char **row; (row = csv_next(&csv, NULL));) {
        const char *need = cell(&csv, row, needs);
        uint32_t offer = find_id(&ranking->offers, cell(&csv, row, offers));
        if (!need || offer == HASH_NONE) {
            compute_bad_line(path, csv.line, N_("the need is missing, or the offer is not among the offers"),
                             &ranking->bad);
            continue;
        }
        ranking->cases = arena_grow(ranking->line->arena, ranking->cases, ranking->case_count, &ranking->case_room,
                                    sizeof *ranking->cases);
        ranking->cases[ranking->case_count] = read_link(ranking, &csv, row, need);
        ranking->cases[ranking->case_count++].offer = offer;
    }
    compute_table_end(path, &csv);
    return true;
}

static bool read_names(struct ranking *ranking, const char *path)
{
    static const char *const codes[] = {"code", "id", NULL}, *const labels[] = {"label", "libelle", "libelle_fr", NULL};
    struct csv csv;
    if (!path)
        return true;
    if (!open_pairs(ranking, path, &csv, codes, labels))
        return false;
    for (char **row; (row = csv_next(&csv, NULL));) {
        const char *code = cell(&csv, row, codes), *label = cell(&csv, row, labels);
        if (!code || !label)
            continue;
        ranking->names = arena_grow(ranking->line->arena, ranking->names, ranking->name_count, &ranking->name_room,
                                    sizeof *ranking->names);
        ranking->names[ranking->name_count++] = (struct match_label){with_scheme(ranking->line->arena, code), label};
    }
    compute_table_end(path, &csv);
    return true;
}

/* Without codes, what a few cases say of words with words misleads (measured on aids for types of projects). */
static bool any_code(const struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].code_count)
            return true;
    return false;
}

static struct match_session *begin(struct ranking *ranking, bool with_learning)
{
    struct arena *arena = ranking->line->arena;
    struct match_rules rules = match_usual_rules;
    struct match_source source = {
        .offers = ranking->offers.items, .offer_count = ranking->offers.count, .names = ranking->names,
        .name_count = ranking->name_count, .links = match_cpv_naf, .link_count = match_cpv_naf_count,
        .cases = ranking->cases, .case_count = ranking->case_count};
    if (!with_learning || !any_code(&ranking->needs))
        rules.learned = 0;
    return match_begin(arena, match_build(arena, &source, &rules));
}

/* With --explain, what would make an offer first: the smallest single change, "" when none would. */
static const char *lift(struct ranking *ranking, struct arena *arena, struct match_session *session,
                        const struct match_item *need, const struct match_query *query,
                        const struct match_result *result, double first)
{
    struct buffer sentence = {.arena = arena};
    struct match_reason change;
    if (line_flag(ranking->line, "--explain") && result->score < first
        && match_counterfactual(arena, session, need, query, result->offer, first, &change))
        match_change_sentence(&sentence, &change);
    return buffer_string(&sentence);
}

static void write_offer(struct ranking *ranking, struct json *json, const struct match_result *result,
                        const char *change)
{
    struct arena work = {0};
    json_object(json);
    json_key(json, "id");
    json_text(json, ranking->offers.ids[result->offer]);
    json_key(json, "score");
    json_real(json, result->score);
    json_key(json, "reasons");
    json_array(json);
    for (size_t i = 0; i < result->reason_count; i++) {
        struct buffer sentence = {.arena = &work};
        match_sentence(&sentence, &result->reasons[i]);
        json_text(json, buffer_string(&sentence));
    }
    json_end(json);
    json_key(json, "parts");                               /* of the score, in the order of the reasons */
    json_array(json);
    for (size_t i = 0; i < result->reason_count; i++)
        json_real(json, result->reasons[i].part);
    json_end(json);
    if (*change) {
        json_key(json, "to_be_first");
        json_text(json, change);
    }
    json_end(json);
    arena_free(&work);
}

/* As much of what it is called as fits on a line, no letter cut in two. */
static void put_title(struct buffer *out, const struct match_item *item)
{
    enum { FITS = 60 };
    const char *title = item->title ? item->title : item->text ? item->text : "", *end = title + strlen(title);
    buffer_text(out, "  ");
    for (int i = 0; i < FITS && title < end; i++) {
        uint32_t letter = utf8_next(&title, end);
        utf8_put(out, letter == '\n' || letter == '\r' ? ' ' : letter);
    }
    buffer_text(out, title < end ? "…\n" : "\n");
}

static void print_offer(struct ranking *ranking, struct buffer *out, const struct match_result *result,
                        const char *change)
{
    buffer_format(out, "  %.3f  %s", result->score, ranking->offers.ids[result->offer]);
    put_title(out, &ranking->offers.items[result->offer]);
    for (size_t i = 0; i < result->reason_count && line_flag(ranking->line, "--explain"); i++) {
        buffer_format(out, "         +%.3f  ", result->reasons[i].part);
        match_sentence(out, &result->reasons[i]);
        buffer_char(out, '\n');
    }
    if (*change)
        buffer_format(out, "         → 1.     %s\n", change);
}

static void begin_need(struct ranking *ranking, struct json *json, struct buffer *out, uint32_t need)
{
    if (!compute_as_json(ranking->line)) {
        buffer_text(out, ranking->needs.ids[need]);
        put_title(out, &ranking->needs.items[need]);
        return;
    }
    json_object(json);
    json_key(json, "id");
    json_text(json, ranking->needs.ids[need]);
    json_key(json, "offers");
    json_array(json);
}

/* What keeps offers out is said too, with how many it kept out; only such needs are asked for it. */
static bool may_refuse(const struct match_item *need)
{
    return need->label_count || need->from || need->until;
}

static void say_refused(struct ranking *ranking, struct arena *work, const struct match_item *need,
                        const size_t refused[MATCH_EXCLUDED + 1], struct json *json, struct buffer *out)
{
    bool as_json = compute_as_json(ranking->line);
    struct buffer labels = {.arena = work};
    for (size_t i = 0; i < need->label_count; i++)
        buffer_format(&labels, "%s%s", i ? ", " : "", need->labels[i]);
    for (int kind = MATCH_LACKS_LABEL; kind <= MATCH_EXCLUDED; kind++) {
        struct buffer why = {.arena = work};
        if (refused[kind] == 0)
            continue;
        match_sentence(&why, &(struct match_reason){.kind = (enum match_kind)kind, .what = buffer_string(&labels)});
        if (!as_json) {
            buffer_format(out, "  (%zu)  %s\n", refused[kind], buffer_string(&why));
            continue;
        }
        json_object(json);
        json_key(json, "why");
        json_text(json, buffer_string(&why));
        json_key(json, "offers");
        json_int(json, (int64_t)refused[kind]);
        json_end(json);
    }
}

/* A need that is itself among the cases is ranked as if it were new: without its own answers, and without what was
 * learned with them. */
static void rank_one(struct ranking *ranking, struct match_session *session, uint32_t need,
                     struct match_result *results, struct json *json, struct buffer *out)
{
    struct arena work = {0};
    const struct match_item *item = &ranking->needs.items[need];
    struct match_query query = {.most = ranking->top, .without_group = need + 1};
    bool as_json = compute_as_json(ranking->line);
    size_t refused[MATCH_EXCLUDED + 1];
    size_t count = match_find(&work, session, item, &query, results, may_refuse(item) ? refused : NULL);
    begin_need(ranking, json, out, need);
    for (size_t i = 0; i < count; i++) {
        const char *change = lift(ranking, &work, session, item, &query, &results[i], results[0].score);
        if (as_json)
            write_offer(ranking, json, &results[i], change);
        else
            print_offer(ranking, out, &results[i], change);
    }
    if (as_json)
        json_end(json);
    if (may_refuse(item)) {
        if (as_json)
            json_key(json, "refused"), json_array(json);
        say_refused(ranking, &work, item, refused, json, out);
        if (as_json)
            json_end(json);
    }
    if (as_json)
        json_end(json);
    arena_free(&work);
}

static void rank_all(struct ranking *ranking)
{
    struct buffer out = {.arena = ranking->line->arena};
    struct json json;
    struct match_session *usual = begin(ranking, true);
    struct match_session *unlearned = ranking->case_count ? begin(ranking, false) : usual;
    struct match_result *results = arena_array(ranking->line->arena, ranking->top, sizeof *results);
    bool as_json = compute_as_json(ranking->line);
    json_begin(&json, &out);
    if (as_json) {
        json_object(&json);
        json_key(&json, "needs");
        json_array(&json);
    }
    for (uint32_t need = 0; need < ranking->needs.count; need++) {
        rank_one(ranking, ranking->has_case[need] ? unlearned : usual, need, results, &json, &out);
        if (need % LONG_WORK == LONG_WORK - 1)
            complain(N_("%u needs out of %zu\n"), need + 1, ranking->needs.count);
    }
    for (int open = as_json ? 2 : 0; open > 0; open--)     /* the needs, the whole */
        json_end(&json);
    compute_print(&out);
    match_end(usual);
    if (unlearned != usual)
        match_end(unlearned);
}

int compute_rank(struct command_line *line)
{
    struct ranking ranking = {.line = line};
    const char *needs = compute_word(line, 0, with_value), *offers = compute_word(line, 1, with_value);
    int64_t top = USUAL_TOP;
    if (!compute_understands(line, known, with_value, 2) || !compute_whole(line, "--top", 1, MOST_TOP, &top))
        return EXIT_USAGE;
    ranking.top = (size_t)top;
    if (!needs || !offers) {
        complain(N_("usage: maillage %s %s\n"), "compute rank", "NEEDS.csv OFFERS.csv [--cases LINKS.csv]");
        return EXIT_USAGE;
    }
    if (!read_list(&ranking, &ranking.needs, needs) || !read_list(&ranking, &ranking.offers, offers)
        || !read_cases(&ranking, line_option(line, "--cases")) || !read_names(&ranking, line_option(line, "--names")))
        return EXIT_FAILED;
    if (ranking.bad)
        complain(N_("Lines left out: %lld.\n"), (long long)ranking.bad);
    rank_all(&ranking);
    return 0;
}
