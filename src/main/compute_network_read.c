/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute network: ties, memberships and actors out of tables. */
#include <math.h>
#include <string.h>
#include "base/number.h"
#include "base/time.h"
#include "engines/kernel/seeded.h"
#include "i18n/i18n.h"
#include "main/compute_network.h"

#define MOST_WEIGHT 1e9
#define DAYS_A_YEAR 365.25
enum { MOST_ROWS = 20000000, MOST_LONGITUDE = 180, MOST_LATITUDE = 90 };

static const char *const from_names[] = {"from", "source", "de", "acteur1", "a", NULL};
static const char *const to_names[] = {"to", "target", "vers", "acteur2", "b", NULL};
static const char *const actor_names[] = {"actor", "acteur", "organisation", "membre", NULL};
static const char *const initiative_names[] = {"initiative", "projet", "project", "cooperation", NULL};
static const char *const weight_names[] = {"weight", "poids", NULL};
static const char *const date_names[] = {"date", "jour", NULL};
static const char *const amount_names[] = {"amount", "montant", NULL};
static const char *const seat_names[] = {"seat", "siege", NULL};

struct columns { int a, b, weight, date, amount, seat; };

static const char *cell(char **row, int column)
{
    return column < 0 || text_blank(row[column]) ? NULL : row[column];
}

static uint32_t number_of(struct text_map *map, const char *text)
{
    return text_map_add(map, text, strlen(text), NULL);
}

static void add_triple(struct network_file *file, struct triple **list, size_t *count, size_t *room,
                       struct triple triple)
{
    *list = arena_grow(file->line->arena, *list, *count, room, sizeof **list);
    (*list)[(*count)++] = triple;
}

static void add_member(struct network_file *file, uint32_t actor, uint32_t initiative, double weight, int64_t day)
{
    file->day = arena_grow(file->line->arena, file->day, file->count, &file->day_room, sizeof *file->day);
    file->day[file->count] = day;
    add_triple(file, &file->memberships, &file->count, &file->room, (struct triple){actor, initiative, weight});
}

static bool read_seat(const char *text, double *seat)
{
    static const char *const yes[] = {"1", "oui", "yes", "true", "x", NULL};
    static const char *const no[] = {"0", "non", "no", "false", NULL};
    for (int i = 0; yes[i]; i++)
        if (strcasecmp(yes[i], text) == 0)
            return *seat = 1, true;
    for (int i = 0; no[i]; i++)
        if (strcasecmp(no[i], text) == 0)
            return *seat = 0, true;
    return false;
}

/* Why a row cannot be taken, an English id; NULL when it was. */
static const char *take_row(struct network_file *file, char **row, const struct columns *at)
{
    const char *a = cell(row, at->a), *b = cell(row, at->b), *weight = cell(row, at->weight);
    const char *date = cell(row, at->date), *amount = cell(row, at->amount), *seat = cell(row, at->seat);
    double weighs = 1, euros = 0, sits = 0;
    int64_t day = INT64_MIN;
    if (!a || !b)
        return file->are_ties ? N_("one of the two actors is missing") : N_("the actor or the initiative is missing");
    if (weight && (!parse_french_real(weight, &weighs) || !(weighs > 0) || weighs > MOST_WEIGHT))
        return N_("a weight is a number above 0, at most a billion");
    if (date && !parse_date(date, &day))
        return N_("the date does not exist: write 2026-11-23 or 23/11/2026");
    if (amount && (!parse_french_real(amount, &euros) || !(euros >= 0) || euros > 1e15))
        return N_("an amount is a number of euros, 0 or more");
    if (seat && !read_seat(seat, &sits))
        return N_("a seat is yes or no");
    if (file->are_ties && strcmp(a, b) == 0)
        return N_("an actor is not tied to itself");
    uint32_t actor = number_of(&file->actors, a);
    uint32_t other = number_of(file->are_ties ? &file->actors : &file->initiatives, b);
    uint32_t initiative = file->are_ties ? file->initiative_count++ : other;
    add_member(file, actor, initiative, weighs, day);
    if (file->are_ties)
        add_member(file, other, initiative, weighs, day);
    else
        file->initiative_count = file->initiatives.count;
    if (amount)
        add_triple(file, &file->amounts, &file->amount_count, &file->amount_room,
                   (struct triple){actor, initiative, euros});
    if (seat)
        add_triple(file, &file->seats, &file->seat_count, &file->seat_room,
                   (struct triple){actor, initiative, sits});
    file->dated |= date != NULL;
    return NULL;
}

static bool find_columns(struct network_file *file, const struct csv *csv, struct columns *at)
{
    *at = (struct columns){csv_column(csv, from_names), csv_column(csv, to_names), csv_column(csv, weight_names),
                           csv_column(csv, date_names), -1, -1};
    file->are_ties = at->a >= 0 && at->b >= 0;
    if (file->are_ties)
        return true;
    at->a = csv_column(csv, actor_names), at->b = csv_column(csv, initiative_names);
    at->amount = csv_column(csv, amount_names), at->seat = csv_column(csv, seat_names);
    if (at->a < 0 || at->b < 0)
        complain(N_("%s needs columns from and to (ties), or actor and initiative (who takes part in what).\n"),
                 file->path);
    return at->a >= 0 && at->b >= 0;
}

bool network_read(struct network_file *file, const char *path)
{
    struct csv csv;
    struct columns at;
    struct arena_mark mark;
    file->path = path;
    if (!compute_table(file->line, path, &csv) || !find_columns(file, &csv, &at))
        return false;
    /* rows live in an arena of their own: a million of them would fill the other one */
    struct arena rows = {0};
    csv.arena = &rows;
    for (char **row; mark = arena_mark(&rows), (row = csv_next(&csv, NULL)); arena_release(&rows, mark)) {
        const char *why = take_row(file, row, &at);
        if (why)
            compute_bad_line(path, csv.line, why, &file->bad);
        if (file->actors.count > NETWORK_MOST_NODES || file->count > MOST_ROWS) {
            complain(N_("%s is too large: at most %d actors and %d rows.\n"), path, NETWORK_MOST_NODES, MOST_ROWS);
            arena_free(&rows);
            return false;
        }
    }
    compute_table_end(path, &csv);
    arena_free(&rows);
    if (!file->actors.count)
        complain(N_("%s names no actor.\n"), path);
    return file->actors.count > 0;
}

static void read_functions(struct network_file *file, uint32_t actor, const char *text)
{
    size_t count = 0;
    char **each = text_split(file->line->arena, text, "|", &count);
    for (size_t i = 0; i < count; i++) {
        const char *word = text_trim(file->line->arena, each[i]);
        if (!word || (file->functions.count >= NETWORK_MOST_WORDS
                      && text_map_find(&file->functions, word, strlen(word)) == HASH_NONE))
            continue;
        add_triple(file, &file->can, &file->can_count, &file->can_room,
                   (struct triple){actor, number_of(&file->functions, word), 1});
    }
}

struct actor_columns { int id, name, college, functions, longitude, latitude; };

static const char *take_actor(struct network_file *file, char **row, const struct actor_columns *at, bool *seen)
{
    const char *id = cell(row, at->id), *college = cell(row, at->college), *functions = cell(row, at->functions);
    const char *lon = cell(row, at->longitude), *lat = cell(row, at->latitude), *name = cell(row, at->name);
    double longitude = NAN, latitude = NAN;
    if (!id)
        return N_("the actor has no id");
    if (!lon != !lat || (lon && (!parse_french_real(lon, &longitude) || !parse_french_real(lat, &latitude)
                                 || fabs(longitude) > MOST_LONGITUDE || fabs(latitude) > MOST_LATITUDE)))
        return N_("a longitude goes from -180 to 180, a latitude from -90 to 90, both or none");
    uint32_t actor = number_of(&file->actors, id);
    if (actor > NETWORK_MOST_NODES)
        return N_("there are too many actors");
    if (seen[actor])
        return N_("this actor stands here twice");
    seen[actor] = true;
    if (college && (file->colleges.count < NETWORK_MOST_WORDS
                    || text_map_find(&file->colleges, college, strlen(college)) != HASH_NONE))
        file->college[actor] = number_of(&file->colleges, college);
    file->name[actor] = name ? arena_text(file->line->arena, name) : NULL;
    file->longitude[actor] = longitude, file->latitude[actor] = latitude;
    if (functions)
        read_functions(file, actor, functions);
    return NULL;
}

static void make_room(struct network_file *file, size_t most)
{
    struct arena *arena = file->line->arena;
    file->name = arena_array(arena, most, sizeof *file->name);
    file->college = arena_array(arena, most, sizeof *file->college);
    file->longitude = arena_array(arena, most, sizeof(double));
    file->latitude = arena_array(arena, most, sizeof(double));
    for (size_t i = 0; i < most; i++) {
        file->college[i] = NETWORK_NO_COLLEGE;
        file->longitude[i] = file->latitude[i] = NAN;
    }
}

bool network_read_actors(struct network_file *file, const char *path)
{
    struct csv csv;
    if (!path) {
        make_room(file, file->actors.count);
        return true;
    }
    make_room(file, NETWORK_MOST_NODES + 2);
    if (!compute_table(file->line, path, &csv))
        return false;
    struct actor_columns at = {
        csv_column(&csv, (const char *const[]){"id", "actor", "acteur", NULL}),
        csv_column(&csv, (const char *const[]){"name", "nom", NULL}),
        csv_column(&csv, (const char *const[]){"college", "collège", NULL}),
        csv_column(&csv, (const char *const[]){"functions", "fonctions", "competences", NULL}),
        csv_column(&csv, (const char *const[]){"lon", "longitude", NULL}),
        csv_column(&csv, (const char *const[]){"lat", "latitude", NULL})};
    if (at.id < 0) {
        complain(N_("%s has no column %s.\n"), path, "id");
        return false;
    }
    bool *seen = arena_array(file->line->arena, NETWORK_MOST_NODES + 2, sizeof *seen);
    for (char **row; (row = csv_next(&csv, NULL));) {
        const char *why = take_actor(file, row, &at, seen);
        if (why)
            compute_bad_line(path, csv.line, why, &file->bad);
    }
    compute_table_end(path, &csv);
    if (file->actors.count > NETWORK_MOST_NODES)
        complain(N_("%s names more than %d actors.\n"), path, NETWORK_MOST_NODES);
    return file->actors.count <= NETWORK_MOST_NODES;
}

/* What is left of the oldest tie: the exponential of many times --tau is 0, and a tie of no weight is no tie. */
#define FAINTEST 1e-9

void network_age(struct network_file *file, double years)
{
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < file->count; i++)
        last = file->day[i] > last ? file->day[i] : last;
    for (size_t i = 0; i < file->count; i++)
        if (file->day[i] != INT64_MIN)
            file->memberships[i].value *=
                fmax(FAINTEST, steady_exp(-(double)(last - file->day[i]) / DAYS_A_YEAR / years));
}
