/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures partners: bench-partners FOLDER   (the folder of data). Of each real groupement each member is hidden in
 * turn; companies seen with other buyers are ranked by what those buyers' contracts say. Weights are learned without
 * the buyers that are asked about (eight parts of buyers, in turn). */
#include "../logit.h"
#include "../matching/territory.h"
#include "../tables.h"
#include "base/fold.h"
#include "engines/kernel/hash.h"
#include "engines/partners.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDS = 8, DRAWN = 1500, SIREN = 9, MOST_BUYERS = 4096 };
static const double RIDGE = 0.001;                         /* little: features are few */

struct companies { struct text_map numbers; struct partner_company *items; size_t room; };
/* A hidden member of a groupement: what is asked, and the answer. */
struct hidden { struct partner_query query; uint32_t buyer, answer; };
struct bench {
    struct arena *arena;
    struct territory *territory;
    struct companies companies;
    struct text_map buyers, tenders, kinds; const char **kind; size_t kind_room;
    struct partner_contract *contracts; size_t contract_count, contract_room;
    struct hidden *hidden; size_t hidden_count, hidden_room, all_hidden, groups;
    struct partners *partners;
};

static uint32_t company_of(struct bench *bench, const char *siret, const char *name)
{
    bool is_new;
    struct companies *companies = &bench->companies;
    uint32_t number = text_map_add(&companies->numbers, siret, strnlen(siret, SIREN), &is_new);
    if (is_new) {
        companies->items = arena_grow(bench->arena, companies->items, number, &companies->room,
                                      sizeof *companies->items);
        companies->items[number] = (struct partner_company){.name = name};
    }
    return number;
}

/* The companies of a cell, each once. */
static uint32_t *companies_of(struct bench *bench, const char *sirets, const char *names, size_t *count)
{
    size_t siret_count, name_count;
    char **one = text_split(bench->arena, sirets, "| ", &siret_count);
    char **name = text_split(bench->arena, names, "|", &name_count);
    uint32_t *list = arena_array(bench->arena, siret_count, sizeof *list);
    *count = 0;
    for (size_t i = 0; i < siret_count; i++) {
        uint32_t company = company_of(bench, one[i], i < name_count ? name[i] : "");
        bool listed = false;
        for (size_t j = 0; j < *count; j++)
            listed = listed || list[j] == company;
        if (!listed)
            list[(*count)++] = company;
    }
    return list;
}

static uint32_t buyer_of(struct bench *bench, const char *siret)
{
    return 1 + text_map_add(&bench->buyers, siret, strnlen(siret, SIREN), NULL);
}

static void read_contracts(struct bench *bench, const char *folder)
{
    struct table table = open_table(bench->arena, folder, "procurement/decp2019_flat.csv");
    while (next_row(&table)) {
        struct match_item place = {0};
        const char *kind = cell(&table, "lieu_type"), *code = cell(&table, "lieu_code"), *cpv = cell(&table, "cpv");
        struct partner_contract contract = {.cpv = cpv, .buyer = buyer_of(bench, cell(&table, "acheteur_id"))};
        contract.winners = companies_of(bench, cell(&table, "titulaires_ids"), cell(&table, "titulaires_noms"),
                                        &contract.winner_count);
        if (!contract.winner_count)
            continue;
        place_code(bench->territory, kind, code, &place);
        contract.placed = place.placed;
        contract.longitude = place.longitude;
        contract.latitude = place.latitude;
        contract.people = people_at(bench->territory, kind, code);
        char *tender = arena_format(bench->arena, "%u %s", contract.buyer, fold_text(bench->arena, cell(&table,
            "objet")));
        contract.consultation = text_map_add(&bench->tenders, tender, strlen(tender), NULL);
        char *id = arena_format(bench->arena, "%s %s", cell(&table, "acheteur_id"), cell(&table, "id"));
        bool is_new;
        uint32_t number = text_map_add(&bench->kinds, id, strlen(id), &is_new);
        bench->kind = arena_grow(bench->arena, bench->kind, number, &bench->kind_room, sizeof *bench->kind);
        bench->kind[number] = kind;
        bench->contracts = arena_grow(bench->arena, bench->contracts, bench->contract_count, &bench->contract_room,
                                      sizeof *bench->contracts);
        bench->contracts[bench->contract_count++] = contract;
    }
}

/* Whether a company won with another buyer: what nobody else saw cannot be ranked. */
static bool seen_elsewhere(const struct bench *bench, uint32_t company, uint32_t buyer)
{
    for (size_t i = 0; i < bench->contract_count; i++)
        for (size_t w = 0; w < bench->contracts[i].winner_count; w++)
            if (bench->contracts[i].winners[w] == company && bench->contracts[i].buyer != buyer)
                return true;
    return false;
}

static struct partner_query question_of(struct bench *bench, const struct table *table)
{
    char *id = arena_format(bench->arena, "%s %s", cell(table, "acheteur_id"), cell(table, "decp_id"));
    uint32_t number = text_map_find(&bench->kinds, id, strlen(id));
    const char *kind = number == HASH_NONE ? "Code postal" : bench->kind[number], *code = cell(table, "lieu_code");
    struct match_item place = {0};
    place_code(bench->territory, kind, code, &place);
    return (struct partner_query){.cpv = cell(table, "cpv"), .placed = place.placed, .longitude = place.longitude,
                                  .latitude = place.latitude, .people = people_at(bench->territory, kind, code)};
}

static void read_groups(struct bench *bench, const char *folder)
{
    struct table table = open_table(bench->arena, folder, "procurement/groupements_dev.csv");
    while (next_row(&table)) {
        size_t count;
        struct partner_query query = question_of(bench, &table);
        uint32_t buyer = buyer_of(bench, cell(&table, "acheteur_id"));
        uint32_t *members = companies_of(bench, cell(&table, "membres_siret"), cell(&table, "membres_noms"), &count);
        bench->groups++;
        for (size_t i = 0; i < count && count > 1; i++) {
            bench->all_hidden++;
            if (!seen_elsewhere(bench, members[i], buyer))
                continue;
            uint32_t *with = arena_array(bench->arena, count, sizeof *with);
            query.with_count = 0;
            for (size_t j = 0; j < count; j++)
                if (j != i)
                    with[query.with_count++] = members[j];
            query.with = with;
            bench->hidden = arena_grow(bench->arena, bench->hidden, bench->hidden_count, &bench->hidden_room,
                                       sizeof *bench->hidden);
            bench->hidden[bench->hidden_count++] = (struct hidden){query, buyer, members[i]};
        }
    }
}

/* --- learning ----------------------------------------------------------------------------------------------------- */

static uint32_t fold_of(uint32_t buyer)
{
    return (uint32_t)(hash_mix(buyer) % FOLDS);
}

/* A member's question without the contracts of its buyer, nor of the buyers of a part (FOLDS: of none). */
static struct choice choice_of(struct arena *arena, const struct bench *bench, const struct hidden *hidden,
                               uint32_t without, uint32_t **numbers)
{
    size_t companies = bench->partners == NULL ? 0 : bench->companies.numbers.count, count = 0;
    uint32_t *buyers = arena_array(arena, bench->buyers.count + 1, sizeof *buyers), *right = arena_array(arena, 1,
        sizeof *right);
    bool *candidate = arena_array(arena, companies, sizeof *candidate);
    double *parts = arena_array(arena, companies * PARTNER_PARTS, sizeof *parts);
    struct partner_query query = hidden->query;
    buyers[query.without_count++] = hidden->buyer;
    for (uint32_t buyer = 1; buyer <= bench->buyers.count; buyer++)
        if (fold_of(buyer) == without && buyer != hidden->buyer)
            buyers[query.without_count++] = buyer;
    query.without = buyers;
    partners_parts(arena, bench->partners, &query, parts, candidate);
    *numbers = arena_array(arena, companies, sizeof **numbers);
    *right = HASH_NONE;
    for (uint32_t i = 0; i < companies; i++) {
        if (!candidate[i])
            continue;
        if (i == hidden->answer)
            *right = (uint32_t)count;
        (*numbers)[count] = i;
        memmove(parts + count++ * PARTNER_PARTS, parts + i * PARTNER_PARTS, PARTNER_PARTS * sizeof *parts);
    }
    return (struct choice){parts, count, right, *right != HASH_NONE, 1};
}

static void learn(const struct bench *bench, uint32_t without, double *weights)
{
    struct arena arena = {0}, work = {0};
    struct choice *choices = arena_array(&arena, bench->hidden_count, sizeof *choices);
    double *asked = arena_array(&arena, bench->buyers.count + 1, sizeof *asked);
    size_t count = 0;
    for (size_t i = 0; i < bench->hidden_count; i++)
        asked[bench->hidden[i].buyer]++;
    for (int part = 0; part < PARTNER_PARTS; part++)
        weights[part] = 1;
    for (size_t i = 0; i < bench->hidden_count; i++, arena_free(&work)) {
        uint32_t *numbers;
        if (fold_of(bench->hidden[i].buyer) == without)
            continue;
        struct choice whole = choice_of(&work, bench, &bench->hidden[i], without, &numbers);
        whole.weight = 1 / sqrt(asked[bench->hidden[i].buyer]);      /* a buyer of many groups is not the whole truth */
        if (whole.right_count)
            choices[count++] = logit_sample(&arena, &whole, PARTNER_PARTS, DRAWN, i + 1);
    }
    logit_fit(choices, count, PARTNER_PARTS, RIDGE, weights);
    arena_free(&arena);
}

/* --- measures ----------------------------------------------------------------------------------------------------- */

struct tally { double at5, at10, reciprocal; };

/* Among equals the answer stands in the middle. */
static void count_in(struct tally *tally, const struct choice *choice, const double *weights)
{
    double scores[2] = {0}, above = 0, equal = 0;
    for (size_t i = 0; i <= choice->options; i++) {
        size_t option = i ? i - 1 : choice->right[0];
        double score = 0;
        for (int part = 0; part < PARTNER_PARTS; part++)
            score += weights[part] * choice->features[option * PARTNER_PARTS + (size_t)part];
        scores[i > 0] = score;
        above += i && scores[1] > scores[0];
        equal += i && scores[1] == scores[0];
    }
    double rank = above + (equal + 1) / 2;
    tally->at5 += rank <= 5;
    tally->at10 += rank <= 10;
    tally->reciprocal += 1 / rank;
}

static void print(const char *name, const struct tally *tally, const struct bench *bench)
{
    double n = (double)bench->hidden_count;
    printf("%-46s %5zu  %.3f  %.3f  %.3f   %.3f\n", name, bench->hidden_count, tally->at5 / n, tally->at10 / n,
           tally->reciprocal / n, tally->at10 / (double)bench->all_hidden);
}

enum { POPULAR, NEAREST, OURS, WAYS };

static void measure(const struct bench *bench)
{
    static const char *const names[] = {"popularity in the CPV division", "same CPV division, nearest first",
                                        "maillage partners"};
    struct tally tallies[WAYS] = {0};
    double weights[WAYS][PARTNER_PARTS] = {[POPULAR] = {[PARTNER_TRADE] = 1}, [NEAREST] = {[PARTNER_NEAR_TRADE] = 1}};
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        learn(bench, fold, weights[OURS]);
        for (size_t i = 0; i < bench->hidden_count; i++) {
            struct arena work = {0};
            uint32_t *numbers;
            if (fold_of(bench->hidden[i].buyer) != fold)
                continue;
            struct choice choice = choice_of(&work, bench, &bench->hidden[i], FOLDS, &numbers);
            for (int way = 0; way < WAYS; way++)
                count_in(&tallies[way], &choice, weights[way]);
            arena_free(&work);
        }
    }
    for (int way = 0; way < WAYS; way++)
        print(names[way], &tallies[way], bench);
}

static void print_weights(const struct bench *bench)
{
    static const char *const names[PARTNER_PARTS] = {"trade", "family", "near trade", "near", "together", "lots",
                                                     "buyers", "name", "size"};
    double weights[PARTNER_PARTS], sum = 0;
    learn(bench, FOLDS, weights);
    for (int part = 0; part < PARTNER_PARTS; part++)
        sum += weights[part];
    printf("\nweights from all of them, together 1 (src/engines/partners/weights.c):");
    for (int part = 0; part < PARTNER_PARTS; part++)
        printf(" %s %.3f", names[part], weights[part] / sum);
    printf("\n");
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct bench bench = {.arena = &arena, .companies.numbers.arena = &arena, .buyers.arena = &arena,
                          .tenders.arena = &arena, .kinds.arena = &arena};
    if (count < 2)
        return fprintf(stderr, "bench-partners FOLDER\n"), 2;
    bench.territory = read_territory(&arena, words[1]);
    read_contracts(&bench, words[1]);
    read_groups(&bench, words[1]);
    struct partner_source source = {bench.companies.items, bench.companies.numbers.count, bench.contracts,
                                    bench.contract_count};
    bench.partners = partners_build(&arena, &source);
    printf("%zu groupements, %zu members hidden in turn, %zu of them seen with another buyer; %u companies\n\n",
           bench.groups, bench.all_hidden, bench.hidden_count, bench.companies.numbers.count);
    printf("%-46s %5s  %5s  %5s  %5s   %s\n", "", "n", "R@5", "R@10", "MRR", "R@10 of all hidden");
    measure(&bench);
    print_weights(&bench);
    arena_free(&arena);
    return 0;
}
