/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Communes from what people type. */
#include "base/fold.h"
#include "features/territory/territory.h"
#include "territory.bake.h"
#include "work/known.h"
#include <ctype.h>
#include <string.h>

enum { MOST_MATCHES = 10, MOST_WORDS = 12, LONGEST_NAME = 60, SHORTEST_GUESS = 4, CODE = 5 };

/* ---- names as they are searched ---- */

/* What a word of a name stands for; "" leaves it out. */
static const char *whole_word(const char *word, bool first)
{
    static const struct { const char *brief, *whole; } words[]
        = {{"st", "saint"}, {"ste", "sainte"}, {"l", ""}, {"d", ""},
                                                                    {"cedex", ""}, {"arrondissement", ""}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_is(word, words[i].brief))
            return words[i].whole;
    return first ? word : text_is(word, "s") ? "sur" : text_is(word, "ss") ? "sous" : word;
}

char *territory_fold(struct arena *arena, const char *name)
{
    struct buffer out = {.arena = arena};
    size_t count;
    char **words = text_split(arena, fold_text(arena, name), " ", &count);
    buffer_add(&out, "", 0);
    for (size_t i = 0; i < count; i++) {
        const char *word = whole_word(words[i], !out.length);
        if (*word && out.length)
            buffer_char(&out, ' ');
        buffer_text(&out, word);
    }
    return out.text;
}

/* ---- what is typed: a name, a postal or INSEE code, a département ---- */

struct typed { char *name; const char *code, *department; };

static bool is_department(const char *word)
{
    size_t length = strlen(word);
    return (length == 2 || length == 3) && isdigit((unsigned char)word[0])
        && (length == 2 ? isdigit((unsigned char)word[1]) || word[1] == 'a' || word[1] == 'b'
                        : isdigit((unsigned char)word[1]) && isdigit((unsigned char)word[2]));
}

static bool is_code(const char *word)
{
    return strlen(word) == 5 && isdigit((unsigned char)word[0]) && strspn(word + 2, "0123456789") == 3
        && (isdigit((unsigned char)word[1]) || word[1] == 'a' || word[1] == 'b');
}

static char *upper(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text);
    for (char *at = copy; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    return copy;
}

static struct typed read_typed(struct arena *arena, const char *text)
{
    struct typed typed = {0};
    struct buffer name = {.arena = arena};
    size_t count;
    char **words = text_split(arena, territory_fold(arena, text), " ", &count);
    buffer_add(&name, "", 0);
    for (size_t i = 0; i < count && i < MOST_WORDS; i++) {
        bool last = i + 1 == count, alone = count == 1;
        if (is_code(words[i]))
            typed.code = upper(arena, words[i]);
        else if (last && !alone && is_department(words[i]))
            typed.department = upper(arena, words[i]);
        else if (strlen(words[i]) <= LONGEST_NAME)
            buffer_format(&name, "%s%s", name.length ? " " : "", words[i]);
    }
    typed.name = name.text;
    return typed;
}

/* ---- candidates ---- */

struct candidates { struct db *db; struct place_matches found; };

static bool is_full(const struct candidates *list)
{
    return list->found.count >= MOST_MATCHES;
}

static void add(struct candidates *list, const char *code, const char *was)
{
    struct place place;
    for (size_t i = 0; i < list->found.count; i++)
        if (text_is(list->found.places[i].code, code))
            return;
    if (is_full(list) || !territory_place(list->db, code, &place))
        return;
    place.was = was;
    list->found.places[list->found.count++] = place;
}

static bool suits(const struct typed *typed, const char *department)
{
    return !typed->department || text_is(typed->department, department);
}

static void add_named(struct candidates *list, const struct typed *typed, const char *name)
{
    struct communes_named rows = communes_named(list->db, (struct communes_named_args){.folded = name});
    for (size_t i = 0; i < rows.count; i++)
        if (suits(typed, rows.rows[i].department))
            add(list, rows.rows[i].code, NULL);
}

/* "Madeleine" for La Madeleine. */
static void add_with_article(struct candidates *list, const struct typed *typed)
{
    static const char *const articles[] = {"la", "le", "les"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        add_named(list, typed, arena_format(db_arena(list->db), "%s %s", articles[i], typed->name));
}

static void add_past(struct candidates *list, const struct typed *typed, const char *beyond, bool exact)
{
    struct past_between rows = past_between(list->db,
        (struct past_between_args){.start = typed->name, .beyond = beyond});
    for (size_t i = 0; i < rows.count; i++)
        if (suits(typed, rows.rows[i].department) && (!exact || text_is(rows.rows[i].past_folded, typed->name)))
            add(list, rows.rows[i].code, rows.rows[i].past_name);
}

static void add_starting(struct candidates *list, const struct typed *typed, const char *beyond)
{
    struct communes_between rows = communes_between(list->db,
        (struct communes_between_args){.start = typed->name, .beyond = beyond});
    for (size_t i = 0; i < rows.count; i++)
        if (suits(typed, rows.rows[i].department))
            add(list, rows.rows[i].code, NULL);
}

/* ---- typing errors ---- */

/* Letters added, left out, replaced or swapped between a and b; more than most: most + 1. */
static int distance(const char *a, const char *b, int most)
{
    int before[LONGEST_NAME + 2] = {0}, last[LONGEST_NAME + 2], row[LONGEST_NAME + 2];
    int m = (int)strlen(a), n = (int)strlen(b);
    if (m > LONGEST_NAME || n > LONGEST_NAME || m - n > most || n - m > most)
        return most + 1;
    for (int j = 0; j <= n; j++)
        last[j] = j;
    for (int i = 1; i <= m; i++) {
        int least = row[0] = i;
        for (int j = 1; j <= n; j++) {
            int cost = last[j - 1] + (a[i - 1] != b[j - 1]);
            cost = last[j] + 1 < cost ? last[j] + 1 : cost;
            cost = row[j - 1] + 1 < cost ? row[j - 1] + 1 : cost;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < cost)
                cost = before[j - 2] + 1;
            row[j] = cost;
            least = cost < least ? cost : least;
        }
        if (least > most)
            return most + 1;
        memcpy(before, last, sizeof before);
        memcpy(last, row, sizeof last);
    }
    return last[n];
}

static void read_names(struct db *db, struct known_list *list)
{
    struct names_all all = names_all(db);
    for (size_t i = 0; i < all.count; i++)
        known_add(list, (struct known_name){all.rows[i].code, all.rows[i].folded, NULL,
                                            all.rows[i].population ? (double)*all.rows[i].population : 0});
    struct past_names past = past_names(db);
    for (size_t i = 0; i < past.count; i++)
        known_add(list, (struct known_name){arena_format(db_arena(db), "%s%s", past.rows[i].successor, past.rows[i].name
            ? past.rows[i].name : ""), past.rows[i].folded, NULL, 0});
}

/* What was not found as it is typed: wrong letters, words in another order, one too many. The key of a past name is
 * the code of the commune of today, then the name. */
static void add_near(struct candidates *list, const struct typed *typed)
{
    struct known_hit hits[MOST_MATCHES * 2];
    struct names_stamp stamp = {0};
    names_stamp(list->db, &stamp);
    const struct known_names names = {"communes", stamp.stamp, read_names};
    size_t count = known_find(list->db, &names, typed->name, hits, sizeof hits / sizeof *hits);
    for (size_t i = 0; i < count; i++) {
        const char *code = arena_copy(db_arena(list->db), hits[i].key, CODE), *was = hits[i].key + strlen(code);
        struct place place;
        if (territory_place(list->db, code, &place) && suits(typed, place.department))
            add(list, code, *was ? was : NULL);
    }
}

/* ---- who is meant ---- */

/* Queries give the largest first; those of the site's own territory go before them. Returns how many they are. */
static size_t sort_by_nearness(struct candidates *list)
{
    const char *own = territory_own(list->db);
    struct place *places = list->found.places;
    size_t inside = 0;
    for (size_t i = 0; own && i < list->found.count; i++)
        if (territory_holds(list->db, own, places[i].code)) {
            struct place one = places[i];
            memmove(places + inside + 1, places + inside, (i - inside) * sizeof *places);
            places[inside++] = one;
        }
    return inside;
}

static void find_by_code(struct candidates *list, const struct typed *typed)
{
    struct communes_of_postal rows
        = communes_of_postal(list->db, (struct communes_of_postal_args){.postal = typed->code});
    struct place place;
    for (size_t i = 0; i < rows.count; i++)
        if (!*typed->name || strstr(rows.rows[i].folded, typed->name))
            add(list, rows.rows[i].code, NULL);
    if (*typed->name && !list->found.count)
        for (size_t i = 0; i < rows.count; i++)
            if (distance(typed->name, rows.rows[i].folded, 2) <= 2)
                add(list, rows.rows[i].code, NULL);
    if (!list->found.count)
        for (size_t i = 0; i < rows.count; i++)
            add(list, rows.rows[i].code, NULL);
    if (territory_place(list->db, typed->code, &place) && text_is(place.kind, "commune"))
        add(list, place.code, place.was);
    list->found.sure = list->found.count == 1;
}

/* "Templeuve" where Templeuve-en-Pévèle is. */
static bool starts_with_words(const struct candidates *list, const struct place *place, const char *words)
{
    const char *name = territory_fold(db_arena(list->db), place->name);
    return strlen(words) >= SHORTEST_GUESS && text_starts(name, words) && name[strlen(words)] == ' ';
}

/* "Mons" is somewhere else, several times; here it is Mons-en-Pévèle that is likely meant: it comes first. */
static void put_longer_here(struct candidates *list, const struct typed *typed, const char *beyond)
{
    const char *own = territory_own(list->db);
    struct candidates longer = {.db = list->db};
    longer.found.places = arena_array(db_arena(list->db), MOST_MATCHES, sizeof *longer.found.places);
    struct communes_between rows = own ? communes_between(list->db,
        (struct communes_between_args){.start = typed->name, .beyond = beyond}) : (struct communes_between){0};
    for (size_t i = 0; i < rows.count; i++)
        if (suits(typed, rows.rows[i].department) && territory_holds(list->db, own, rows.rows[i].code))
            add(&longer, rows.rows[i].code, NULL);
    for (size_t i = 0; i < list->found.count; i++)
        add(&longer, list->found.places[i].code, list->found.places[i].was);
    list->found = longer.found;
}

static void find_by_name(struct candidates *list, const struct typed *typed)
{
    const char *beyond = arena_format(db_arena(list->db), "%s~", typed->name);
    add_named(list, typed, typed->name);
    if (!list->found.count)
        add_with_article(list, typed);
    if (!list->found.count)
        add_past(list, typed, beyond, true);
    if (list->found.count) {
        size_t inside = sort_by_nearness(list);
        list->found.sure = list->found.count == 1 || inside == 1;
        if (!list->found.sure && !inside)
            put_longer_here(list, typed, beyond);
        return;
    }
    add_starting(list, typed, beyond);
    add_past(list, typed, beyond, false);
    if (!list->found.count && strlen(typed->name) >= SHORTEST_GUESS)
        add_near(list, typed);
    list->found.sure = sort_by_nearness(list) == 1 && starts_with_words(list, &list->found.places[0], typed->name);
}

struct place_matches territory_find(struct db *db, const char *text)
{
    struct candidates list = {.db = db};
    struct typed typed = read_typed(db_arena(db), text ? text : "");
    list.found.places = arena_array(db_arena(db), MOST_MATCHES, sizeof *list.found.places);
    if (typed.code)
        find_by_code(&list, &typed);
    else if (*typed.name)
        find_by_name(&list, &typed);
    if (!list.found.count && typed.department && *typed.name) {                /* "Paris 12": no département */
        typed.department = NULL;
        find_by_name(&list, &typed);
    }
    return list.found;
}

bool territory_typed(struct db *db, const char *typed, struct place *place)
{
    struct place_matches found = territory_find(db, typed);
    if (!found.sure)
        return false;
    *place = found.places[0];
    return true;
}

const char *territory_check_typed(struct request *rq, const char *typed)
{
    struct place_matches found = territory_find(rq->db, typed);
    struct buffer names = {.arena = rq->arena};
    if (found.sure)
        return NULL;
    if (!found.count)
        return N_("No commune is found under this name: check the spelling, or give its postal code.");
    for (size_t i = 0; i < found.count && i < 6; i++)
        buffer_format(&names, "%s%s", i ? ", " : "", place_label(rq->db, &found.places[i]));
    return say(rq, found.count > 1 ? N_("Which one? Write it as here: %s.") : N_("Did you mean %s? Write it so."),
        names.text);
}

const struct label *territory_suggest(struct request *rq, const char *typed)
{
    enum { MOST_SUGGESTED = 6 };
    struct place_matches found = territory_find(rq->db, typed);
    size_t count = found.sure ? 0 : found.count < MOST_SUGGESTED ? found.count : MOST_SUGGESTED;
    struct label *labels = arena_array(rq->arena, count + 1, sizeof *labels);
    for (size_t i = 0; i < count; i++)
        labels[i] = (struct label){place_written(rq->db, found.places[i].code), place_label(rq->db, &found.places[i])};
    labels[count] = (struct label){0};
    return count ? labels : NULL;
}

const char *place_written(struct db *db, const char *code)
{
    struct place place;
    if (!code || !territory_place(db, code, &place))
        return code;
    const char *label = place_label(db, &place);
    struct place_matches found = territory_find(db, label);
    return found.sure && text_is(found.places[0].code, code) ? label : code;
}
