/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading contracts, social enterprises, aids and projects. */
#include "data.h"
#include "base/fold.h"
#include "base/number.h"
#include "engines/kernel/hash.h"
#include "territory.h"
#include "../tables.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char **one_text(struct arena *arena, const char *text)
{
    const char **list = arena_array(arena, 1, sizeof *list);
    list[0] = text;
    return list;
}

static uint32_t number_of(struct text_map *map, const char *text)
{
    return text_map_add(map, text, strlen(text), NULL);
}

static const struct match_label *read_names(struct arena *arena, const char *folder, size_t *count)
{
    struct match_label *names = NULL;
    size_t room = 0;
    struct table cpv = open_table(arena, folder, "procurement/cpv2008_fr.csv");
    for (*count = 0; next_row(&cpv);) {
        size_t length = strlen(cell(&cpv, "code"));
        while (length > 2 && cell(&cpv, "code")[length - 1] == '0')
            length--;
        names = arena_grow(arena, names, *count, &room, sizeof *names);
        names[(*count)++] = (struct match_label){arena_format(arena, "cpv:%.*s", (int)length, cell(&cpv, "code")),
                                                 cell(&cpv, "libelle_fr")};
        names = arena_grow(arena, names, *count, &room, sizeof *names);
        names[(*count)++] = (struct match_label){arena_format(arena, "cpv:%s", cell(&cpv, "code")),
                                                 cell(&cpv, "libelle_fr")};
    }
    struct table naf = open_table(arena, folder, "vocabulary/naf_labels.csv");
    while (next_row(&naf)) {
        names = arena_grow(arena, names, *count, &room, sizeof *names);
        names[(*count)++] = (struct match_label){arena_format(arena, "naf:%s", cell(&naf, "naf_id")),
                                                 cell(&naf, "naf_label")};
    }
    return names;
}

static void place_at(struct match_item *item, const char *longitude, const char *latitude)
{
    item->placed = parse_real(longitude, &item->longitude) && parse_real(latitude, &item->latitude);
}

static struct match_item read_enterprise(struct arena *arena, const struct table *table, struct territory *territory)
{
    struct match_item item = {
        .title = arena_format(arena, "%s %s", cell(table, "name"), cell(table, "brand")),
        .text = cell(table, "description"),
    };
    const char **codes = arena_array(arena, 2, sizeof *codes);
    if (*cell(table, "naf"))
        codes[item.code_count++] = arena_format(arena, "naf:%s", cell(table, "naf"));
    codes[item.code_count++] = arena_format(arena, "kind:%s", cell(table, "kind"));
    item.codes = codes;
    place_at(&item, cell(table, "lon"), cell(table, "lat"));
    zones_of(territory, commune_at(territory, cell(table, "post_code"), cell(table, "city")), &item);
    item.seats = item.zones, item.seat_count = item.zone_count;      /* where they stand, not what they serve */
    item.zones = NULL, item.zone_count = 0;
    const char *siret = cell(table, "siret");
    int64_t siren = 0;
    if (strlen(siret) == 14 && parse_int(arena_copy(arena, siret, 9), &siren))
        item.owner = (uint32_t)siren;
    return item;
}

static void read_enterprises(struct arena *arena, const char *folder, struct questions *questions,
                             struct text_map *ids, struct territory *territory)
{
    struct table table = open_table(arena, folder, "directory/siae_3853.csv");
    struct match_item *offers = NULL;
    size_t count = 0, room = 0;
    for (; next_row(&table); count++) {
        offers = arena_grow(arena, offers, count, &room, sizeof *offers);
        number_of(ids, cell(&table, "id"));
        offers[count] = read_enterprise(arena, &table, territory);
    }
    questions->source.offers = offers;
    questions->source.offer_count = count;
}

static struct match_item read_contract(struct arena *arena, const struct table *table, struct territory *territory)
{
    struct match_item need = {.title = cell(table, "objet"), .code_count = *cell(table, "cpv") != '\0'};
    need.codes = one_text(arena, arena_format(arena, "cpv:%s", cell(table, "cpv")));
    if (!place_buyer(territory, cell(table, "acheteur_id"), &need))
        place_code(territory, cell(table, "lieu_type"), cell(table, "lieu_code"), &need);
    return need;
}

static void add_case(struct arena *arena, struct questions *questions, size_t *room, struct match_case new)
{
    questions->cases = arena_grow(arena, questions->cases, questions->case_count, room, sizeof *questions->cases);
    questions->cases[questions->case_count++] = new;
}

static void add_question(struct arena *arena, struct questions *questions, size_t *room, struct question new)
{
    questions->items = arena_grow(arena, questions->items, questions->count, room, sizeof *questions->items);
    questions->items[questions->count++] = new;
}

/* A buyer is one legal unit: the nine first digits. */
static uint32_t buyer_of(struct arena *arena, struct text_map *buyers, const struct table *table)
{
    return 1 + number_of(buyers, arena_copy(arena, cell(table, "acheteur_id"), strnlen(cell(table, "acheteur_id"), 9)));
}

struct rooms { size_t questions, cases; };

static void read_won(struct arena *arena, const char *folder, struct questions *questions, struct rooms *rooms,
                     struct text_map *buyers, struct text_map *known, const struct text_map *ids,
                     struct territory *territory)
{
    struct table table = open_table(arena, folder, "procurement/contracts_won_by_siae_dev.csv");
    while (next_row(&table)) {
        struct match_item need = read_contract(arena, &table, territory);
        uint32_t group = buyer_of(arena, buyers, &table);
        size_t count;
        char **winners = text_split(arena, cell(&table, "siae_ids"), "|", &count);
        uint32_t *right = arena_array(arena, count, sizeof *right);
        for (size_t i = 0; i < count; i++)
            right[i] = text_map_find(ids, winners[i], strlen(winners[i]));
        add_question(arena, questions, &rooms->questions,
                     (struct question){need, group, right, count, *cell(&table, "lon") != '\0'});
        number_of(known, arena_format(arena, "%s %s", cell(&table, "acheteur_id"), cell(&table, "decp_id")));
        bool is_new;
        char *same = arena_format(arena, "%u %s %s", group, need.title, cell(&table, "siae_ids"));
        text_map_add(known, same, strlen(same), &is_new);
        if (is_new)                                                  /* one case, however many lots were won */
            add_case(arena, questions, &rooms->cases, (struct match_case){need, right[0], {0}, group});
    }
}

/* Contracts that others won: what words go with what purchases. */
static void read_others(struct arena *arena, const char *folder, struct questions *questions, struct rooms *rooms,
                        struct text_map *buyers, struct text_map *known)
{
    struct table table = open_table(arena, folder, "procurement/decp2019_flat.csv");
    while (next_row(&table)) {
        char *id = arena_format(arena, "%s %s", cell(&table, "acheteur_id"), cell(&table, "id"));
        bool is_new;
        uint32_t group = buyer_of(arena, buyers, &table);
        if (text_map_find(known, id, strlen(id)) != HASH_NONE || !*cell(&table, "titulaires_noms"))
            continue;
        char *same = arena_format(arena, "%u %s %s", group, cell(&table, "objet"), cell(&table, "titulaires_noms"));
        text_map_add(known, same, strlen(same), &is_new);
        if (!is_new)
            continue;
        struct match_item need = {.title = cell(&table, "objet"), .code_count = 1};
        need.codes = one_text(arena, arena_format(arena, "cpv:%s", cell(&table, "cpv")));
        struct match_item winner = {.title = cell(&table, "titulaires_noms")};
        add_case(arena, questions, &rooms->cases, (struct match_case){need, MATCH_NOBODY, winner, group});
    }
}

struct questions read_contracts(struct arena *arena, const char *folder)
{
    struct questions questions = {0};
    struct rooms rooms = {0};
    struct text_map ids = {.arena = arena}, buyers = {.arena = arena}, known = {.arena = arena};
    struct territory *territory = read_territory(arena, folder);
    read_enterprises(arena, folder, &questions, &ids, territory);
    read_won(arena, folder, &questions, &rooms, &buyers, &known, &ids, territory);
    read_others(arena, folder, &questions, &rooms, &buyers, &known);
    questions.groups = buyers.count;
    questions.source.names = read_names(arena, folder, &questions.source.name_count);
    questions.source.links = match_cpv_naf;
    questions.source.link_count = match_cpv_naf_count;
    return questions;
}

static void read_programs(struct arena *arena, const char *folder, struct questions *questions, struct text_map *ids)
{
    struct table table = open_table(arena, folder, "funding/programs_flat.csv");
    struct match_item *offers = NULL;
    size_t count = 0, room = 0;
    for (; next_row(&table); count++) {
        offers = arena_grow(arena, offers, count, &room, sizeof *offers);
        number_of(ids, cell(&table, "id"));
        offers[count] = (struct match_item){
            .title = arena_format(arena, "%s %s", cell(&table, "titre"), cell(&table, "promesse")),
            .text = cell(&table, "description"),
        };
    }
    questions->source.offers = offers;
    questions->source.offer_count = count;
}

struct questions read_aids(struct arena *arena, const char *folder)
{
    struct questions questions = {0};
    struct rooms rooms = {0};
    struct text_map ids = {.arena = arena}, projects = {.arena = arena};
    read_programs(arena, folder, &questions, &ids);
    struct table table = open_table(arena, folder, "funding/project_program_dev.csv");
    while (next_row(&table)) {
        bool is_new;
        const char *id = cell(&table, "project_id"), *program = cell(&table, "program_id");
        uint32_t group = 1 + text_map_add(&projects, id, strlen(id), &is_new);
        uint32_t offer = text_map_find(&ids, program, strlen(program));
        if (is_new) {
            struct match_item need = {.title = cell(&table, "project_title"), .text = cell(&table, "project_text")};
            uint32_t *right = arena_array(arena, ids.count, sizeof *right);
            add_question(arena, &questions, &rooms.questions, (struct question){need, group, right, 0, true});
        }
        struct question *question = &questions.items[group - 1];
        if (offer == HASH_NONE)
            continue;
        ((uint32_t *)question->right)[question->right_count++] = offer;
        add_case(arena, &questions, &rooms.cases, (struct match_case){question->need, offer, {0}, group});
    }
    questions.groups = projects.count;
    return questions;
}
