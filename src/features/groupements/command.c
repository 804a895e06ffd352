/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage groupement DB FILE.json: the builder on the command line. */
#include "i18n/i18n.h"
#include "base/number.h"
#include "base/time.h"
#include "features/groupements/builder.h"
#include "features/groupements/handlers.h"
#include "formats/identifiers.h"
#include "formats/json.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LARGEST = 1 << 20, MOST_WISHES = 200, MOST_NAMED = 4000, SIRET_DIGITS = 14 };

/* What is read of the file; the first thing that is wrong ends the reading, with where it stands. */
struct asked {
    struct command_line *line;
    struct wish wishes[MOST_WISHES]; size_t wish_count;
    int64_t fixed[MOST_NAMED], excluded[MOST_NAMED]; size_t fixed_count, excluded_count;
    int64_t clashes[MOST_NAMED][2]; size_t clash_count;
    struct declared declared[MOST_NAMED]; size_t declared_count;
    const char *at;
    uint32_t most_members; size_t most_teams;
    double most_km;
    bool known_only, refused;
};

static bool refuse(struct asked *asked, const char *where, const char *why)
{
    if (!asked->refused)
        fprintf(stderr, "%s : %s\n", where, why);
    asked->refused = true;
    return false;
}

/* A text, or a number as people write codes: 77310000. */
static const char *text_of(struct asked *asked, const struct json_value *value)
{
    if (!value || value->kind == JSON_NULL)
        return NULL;
    return value->kind == JSON_TEXT ? value->text : value->kind == JSON_NUMBER && value->is_whole
        ? arena_format(asked->line->arena, "%lld", (long long)value->whole) : NULL;
}

static const struct json_value *first_of(const struct json_value *object, const char *const *keys)
{
    for (; *keys; keys++)
        if (json_get(object, *keys))
            return json_get(object, *keys);
    return NULL;
}
#define ANY(...) ((const char *const[]){__VA_ARGS__, NULL})

static bool commune_known(struct asked *asked, const char *where, const char *code)
{
    struct builder_place place;
    return !code || builder_place(asked->line->db, (struct builder_place_args){.code = code}, &place) ? true
        : refuse(asked, where, "ce code de commune ou de territoire n’est pas connu de cette base.");
}

/* The actor of a SIRET; 0, said, when the directory has none. */
static int64_t actor_of(struct asked *asked, const char *where, const struct json_value *value)
{
    const char *siret = text_of(asked, value);
    struct actor_named actor;
    if (siret && actor_named(asked->line->db, (struct actor_named_args){.siret = siret}, &actor))
        return actor.id;
    refuse(asked, where, siret ? arena_format(asked->line->arena, "aucune structure publiée n’a le SIRET %s.", siret)
                               : "un SIRET est attendu.");
    return 0;
}

static void add_wish(struct asked *asked, struct wish wish)
{
    if (asked->wish_count == MOST_WISHES)
        refuse(asked, "lots", "au plus 200 lots, compétences, zones et exigences.");
    else
        asked->wishes[asked->wish_count++] = wish;
}

static double number_of(struct asked *asked, const char *where, const struct json_value *value, double fallback)
{
    double number;
    if (!value || value->kind == JSON_NULL)
        return fallback;
    bool read = value->kind == JSON_NUMBER ? (number = value->number, true)
        : value->kind == JSON_TEXT && parse_real(value->text, &number);
    if (!read || !(number >= 0) || number > 1e12) {
        refuse(asked, where, "un nombre positif est attendu.");
        return fallback;
    }
    return number;
}

static void read_lot(struct asked *asked, const struct json_value *lot, size_t place)
{
    struct arena *arena = asked->line->arena;
    const char *where = arena_format(arena, "lots[%zu]", place);
    struct wish wish = {.kind = WISH_LOT, .threshold = 1};
    char clean[9];
    if (lot->kind == JSON_TEXT) {
        wish.text = lot->text;
        wish.name = arena_format(arena, "%zu", place + 1);
        add_wish(asked, wish);
        return;
    }
    if (lot->kind != JSON_OBJECT) {
        refuse(asked, where, "un lot est un texte ou un objet.");
        return;
    }
    wish.name = text_of(asked, first_of(lot, ANY("number", "id", "name", "numero")));
    wish.name = wish.name ? wish.name : arena_format(arena, "%zu", place + 1);
    wish.text = text_of(asked, first_of(lot, ANY("title", "text", "description", "skill", "objet")));
    wish.cpv = text_of(asked, first_of(lot, ANY("cpv", "code")));
    wish.at = text_of(asked, first_of(lot, ANY("at", "commune", "zone", "place")));
    wish.unit = text_of(asked, first_of(lot, ANY("unit", "unite")));
    wish.volume = number_of(asked, where, first_of(lot, ANY("volume", "quantity", "quantite")), 0);
    wish.threshold = number_of(asked, where, first_of(lot, ANY("threshold", "seuil")), 1);
    if (wish.cpv && check_cpv(wish.cpv, clean) != ID_SOUND)
        refuse(asked, where, "un code CPV a huit chiffres, par exemple 77311000.");
    else if (!wish.text && !wish.cpv)
        refuse(asked, where, "un lot dit ce qu’il demande : \"title\" ou \"cpv\".");
    else if (wish.threshold <= 0 || wish.threshold > 1)
        refuse(asked, where, "un seuil est une part, plus de 0 et au plus 1.");
    wish.cpv = wish.cpv ? arena_text(arena, clean) : NULL;
    commune_known(asked, where, wish.at);
    add_wish(asked, wish);
}

static void read_each(struct asked *asked, const struct json_value *root, const char *key,
                      void (*read)(struct asked *asked, const struct json_value *one, size_t place))
{
    const struct json_value *list = json_get(root, key);
    if (!list || list->kind == JSON_NULL)
        return;
    if (list->kind != JSON_ARRAY) {
        refuse(asked, key, "une liste est attendue.");
        return;
    }
    for (size_t i = 0; i < list->count && !asked->refused; i++)
        read(asked, &list->items[i], i);
}

static void read_skill(struct asked *asked, const struct json_value *skill, size_t place)
{
    bool named = skill->kind == JSON_OBJECT;
    const char *text = text_of(asked, named ? first_of(skill, ANY("name", "title", "skill")) : skill);
    if (!text)
        refuse(asked, arena_format(asked->line->arena, "skills[%zu]", place), "un texte est attendu.");
    else
        add_wish(asked, (struct wish){.kind = WISH_SKILL, .name = text, .text = text, .threshold = 1});
}

static void read_zone(struct asked *asked, const struct json_value *zone, size_t place)
{
    const char *where = arena_format(asked->line->arena, "zones[%zu]", place),
        *code = text_of(asked, zone->kind == JSON_OBJECT ? first_of(zone, ANY("code", "commune", "territory")) : zone);
    if (!code)
        refuse(asked, where, "un code de territoire est attendu.");
    else if (commune_known(asked, where, code))
        add_wish(asked, (struct wish){.kind = WISH_ZONE, .name = code, .threshold = 1});
}

/* A SIRET must be in the team; another word is a college, a kind of structure or a label that somebody has. */
static void read_required(struct asked *asked, const struct json_value *one, size_t place)
{
    const char *where = arena_format(asked->line->arena, "required[%zu]", place);
    const struct json_value *siret = one->kind == JSON_OBJECT ? json_get(one, "siret") : one;
    const char *value = text_of(asked, one->kind == JSON_OBJECT && !siret
                                    ? first_of(one, ANY("college", "label", "structure", "kind")) : siret);
    if (!value) {
        refuse(asked, where, "un SIRET, un collège ou une étiquette est attendu.");
        return;
    }
    if (strlen(value) == SIRET_DIGITS && strspn(value, "0123456789") == SIRET_DIGITS) {
        if (asked->fixed_count < MOST_NAMED)
            asked->fixed[asked->fixed_count++] = actor_of(asked, where, siret);
        return;
    }
    bool label = one->kind == JSON_OBJECT && json_get(one, "label");
    add_wish(asked, (struct wish){.kind = label ? WISH_LABEL : WISH_COLLEGE, .threshold = 1,
        .name = !label && text_is(value, "ess") ? "sse" : value});   /* as people say it */
}

static void read_excluded(struct asked *asked, const struct json_value *one, size_t place)
{
    const char *siret = text_of(asked, one->kind == JSON_OBJECT ? json_get(one, "siret") : one);
    struct actor_named actor;
    if (!siret)
        refuse(asked, arena_format(asked->line->arena, "excluded[%zu]", place), "un SIRET est attendu.");
    else if (actor_named(asked->line->db, (struct actor_named_args){.siret = siret}, &actor)
             && asked->excluded_count < MOST_NAMED)
        asked->excluded[asked->excluded_count++] = actor.id;         /* who is not in the directory is out already */
}

static void read_clash(struct asked *asked, const struct json_value *pair, size_t place)
{
    const char *where = arena_format(asked->line->arena, "incompatible[%zu]", place);
    if (pair->kind != JSON_ARRAY || pair->count != 2) {
        refuse(asked, where, "une paire de SIRET est attendue.");
        return;
    }
    if (asked->clash_count == MOST_NAMED)
        return;
    asked->clashes[asked->clash_count][0] = actor_of(asked, where, &pair->items[0]);
    asked->clashes[asked->clash_count++][1] = actor_of(asked, where, &pair->items[1]);
}

/* volumes and thresholds beside the lots: one number for all, a list in their order, or by their number. */
static void read_beside(struct asked *asked, const struct json_value *root, const char *key, bool volume)
{
    const struct json_value *beside = json_get(root, key);
    for (size_t i = 0, lot = 0; beside && i < asked->wish_count; i++) {
        struct wish *wish = &asked->wishes[i];
        if (wish->kind != WISH_LOT)
            continue;
        const struct json_value *one = beside->kind == JSON_ARRAY ? lot < beside->count ? &beside->items[lot] : NULL
            : beside->kind == JSON_OBJECT ? json_get(beside, wish->name) : volume ? NULL : beside;
        lot++;
        if (volume)
            wish->volume = number_of(asked, key, one, wish->volume);
        else
            wish->threshold = number_of(asked, key, one, wish->threshold);
        if (wish->threshold <= 0 || wish->threshold > 1)
            refuse(asked, key, "un seuil est une part, plus de 0 et au plus 1.");
    }
}

/* "capacities": {"SIRET": {"LOT": 800}}: what a structure can do, when the directory does not say it. */
static void read_capacities(struct asked *asked, const struct json_value *root)
{
    const struct json_value *all = json_get(root, "capacities");
    for (size_t i = 0; all && all->kind == JSON_OBJECT && i < all->count; i++) {
        struct json_value siret = {.kind = JSON_TEXT, .text = all->keys[i]};
        int64_t id = actor_of(asked, "capacities", &siret);
        for (size_t w = 0; w < asked->wish_count && !asked->refused; w++) {
            const struct json_value *one = json_get(&all->items[i], asked->wishes[w].name);
            if (one && asked->wishes[w].kind == WISH_LOT && asked->declared_count < MOST_NAMED)
                asked->declared[asked->declared_count++] = (struct declared){id, w,
                    number_of(asked, "capacities", one, 0)};
        }
    }
}

static bool read_file(struct asked *asked, const struct json_value *root)
{
    read_each(asked, root, "lots", read_lot);
    read_beside(asked, root, "volumes", true);
    read_beside(asked, root, "thresholds", false);
    read_each(asked, root, "skills", read_skill);
    read_each(asked, root, "zones", read_zone);
    read_each(asked, root, "required", read_required);
    read_each(asked, root, "fixed", read_required);
    read_each(asked, root, "excluded", read_excluded);
    read_each(asked, root, "incompatible", read_clash);
    read_capacities(asked, root);
    asked->at = text_of(asked, first_of(root, ANY("at", "commune")));
    commune_known(asked, "at", asked->at);
    asked->most_km = number_of(asked, "max_km", first_of(root, ANY("max_km", "distance")), 0);
    asked->known_only = json_get(root, "known_only") && json_get(root, "known_only")->kind == JSON_TRUE;
    asked->most_members = (uint32_t)fmin(number_of(asked, "max_members", first_of(root, ANY("max_members", "size")), 0),
                                         100);
    asked->most_teams = (size_t)fmin(number_of(asked, "most", first_of(root, ANY("most", "limit")), 5), 50);
    if (!asked->wish_count)
        refuse(asked, "lots", "rien n’est demandé : écrire au moins un lot, une compétence ou une zone.");
    return !asked->refused;
}

static void print_json(struct arena *arena, const struct built *built, const struct build *build)
{
    struct buffer out = {.arena = arena};
    struct json json;
    json_begin(&json, &out);
    build_json(&json, arena, built, build);
    printf("%s\n", buffer_string(&out));
}

static void print_words(struct arena *arena, const struct built *built, const struct asked *asked)
{
    for (size_t t = 0; t < built->teams.count; t++) {
        const struct team *team = &built->teams.teams[t];
        double *shares = team_shares(arena, &built->problem, team);
        printf("%zu. %zu membre%s, %.0f km%s\n", t + 1, team->count, team->count > 1 ? "s" : "", team->distance,
               team->gap == 0 ? "" : ", non prouvé");
        for (size_t i = 0; i < team->count; i++) {
            printf("   %s :", built->candidates[team->members[i]].name);
            for (size_t w = 0; w < asked->wish_count; w++)
                if (shares[i * asked->wish_count + w] > 0)
                    printf(" %s", asked->wishes[w].name);
            printf("\n");
        }
    }
    for (size_t i = 0; i < built->teams.missing_count; i++)
        printf("%s\n", build_missing_text(arena, &asked->wishes[built->teams.missing[i].demand],
                                          &built->teams.missing[i]));
    if (!built->teams.count)
        printf("Aucune équipe de l’annuaire ne couvre cela.\n");
}

static char *whole_file(struct command_line *line, const char *path, size_t *length)
{
    FILE *in = fopen(path, "rb");
    char *bytes = arena_alloc(line->arena, LARGEST + 1);
    if (!in) {
        fprintf(stderr, "%s ne peut pas être lu : %s\n", path, why_unread(NULL, errno));
        return NULL;
    }
    *length = fread(bytes, 1, LARGEST + 1, in);
    fclose(in);
    if (*length <= LARGEST)
        return bytes;
    fprintf(stderr, "%s : plus d’un mégaoctet.\n", path);
    return NULL;
}

int groupement_command(struct command_line *line)
{
    struct asked *asked = arena_alloc(line->arena, sizeof *asked);
    const char *path = line->count ? line->words[0] : NULL, *trouble;
    size_t length;
    int at_line;
    asked->line = line;
    if (!path || path[0] == '-') {
        fprintf(stderr, "maillage groupement DB FICHIER.json [--json]\n");
        return 2;
    }
    char *bytes = whole_file(line, path, &length);
    if (!bytes)
        return 1;
    struct json_value *root = json_read(line->arena, bytes, length, &trouble, &at_line);
    if (!root || root->kind != JSON_OBJECT) {
        fprintf(stderr, "%s:%d: ce n’est pas un objet JSON.\n", path, root ? 1 : at_line);
        return 1;
    }
    if (!read_file(asked, root))
        return 1;
    struct build build = {.wishes = asked->wishes, .wish_count = asked->wish_count, .at = asked->at,
        .fixed = asked->fixed, .fixed_count = asked->fixed_count, .excluded = asked->excluded,
        .excluded_count = asked->excluded_count, .clashes = asked->clashes, .clash_count = asked->clash_count,
        .declared = asked->declared, .declared_count = asked->declared_count, .most_members = asked->most_members,
        .most_teams = asked->most_teams, .most_km = asked->most_km, .known_only = asked->known_only};
    struct built built = build_teams(line->db, line->arena, clock_now(), &build);
    if (line->json)
        print_json(line->arena, &built, &build);
    else
        print_words(line->arena, &built, asked);
    return db_failed(line->db) ? 1 : 0;
}
