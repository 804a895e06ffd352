/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage partners: who could complete a group that answers a contract. Candidates are the directory and the winners
 * of imported contracts; a company is a legal unit, shown by its SIRET that won most. */
#include "engines/partners.h"
#include "base/number.h"
#include "engines/kernel/hash.h"
#include "features/matching/handlers.h"
#include "features/matching/prepared.h"
#include "formats/identifiers.h"
#include "formats/json.h"
#include <stdio.h>
#include <string.h>

enum { MOST_COMPANIES = 200000, MOST_CONTRACTS = 200000, MOST_PARTNERS = 200, SIREN = 9, SIRET = 14, CROWD = 100000 };

struct known {
    struct arena *arena;
    struct text_map sirens;
    struct partner_company *companies; size_t company_room;
    const char **sirets; size_t siret_room;
    struct partner_contract *contracts; size_t count;
    struct text_map establishments; uint32_t *wins; size_t win_room;  /* SIRET → contracts won */
    uint32_t *most_wins; size_t most_room;                 /* by company: those of the SIRET shown */
};

static uint32_t enter(struct known *known, const char *siren, const char *siret, const char *name)
{
    bool is_new;
    uint32_t number = text_map_add(&known->sirens, siren, strnlen(siren, SIREN), &is_new);
    if (!is_new)
        return number;
    struct arena *arena = known->arena;
    known->companies = arena_grow(arena, known->companies, number, &known->company_room, sizeof *known->companies);
    known->sirets = arena_grow(arena, known->sirets, number, &known->siret_room, sizeof *known->sirets);
    known->most_wins = arena_grow(arena, known->most_wins, number, &known->most_room, sizeof *known->most_wins);
    known->companies[number] = (struct partner_company){.name = name};
    known->sirets[number] = siret;
    known->most_wins[number] = 0;
    return number;
}

static void read_directory(struct db *db, struct known *known)
{
    struct partner_companies all = partner_companies(db, (struct partner_companies_args){.most = MOST_COMPANIES});
    for (size_t i = 0; i < all.count; i++) {
        const struct partner_companies_row *row = &all.rows[i];
        uint32_t number = enter(known, row->siren, row->siret ? row->siret : row->siren, row->name);
        struct partner_company *company = &known->companies[number];
        if (!company->placed && row->lon && row->lat) {
            company->placed = true;
            company->longitude = *row->lon;
            company->latitude = *row->lat;
        }
        if (company->code_count || !row->naf)
            continue;
        const char **codes = arena_array(known->arena, 1, sizeof *codes);
        codes[company->code_count++] = arena_format(known->arena, "naf:%s", row->naf);
        company->codes = codes;
    }
}

/* The establishment that won most stands for the company. */
static void count_win(struct known *known, uint32_t company, const char *siret)
{
    bool is_new;
    uint32_t at = text_map_add(&known->establishments, siret, strlen(siret), &is_new);
    if (is_new) {
        known->wins = arena_grow(known->arena, known->wins, at, &known->win_room, sizeof *known->wins);
        known->wins[at] = 0;
    }
    if (++known->wins[at] <= known->most_wins[company])
        return;
    known->most_wins[company] = known->wins[at];
    known->sirets[company] = siret;
}

/* Winners come in the order of contracts: one pass reads both. */
static size_t take_winners(struct known *known, const struct partner_winners *winners, size_t at, int64_t id,
                           struct partner_contract *contract)
{
    size_t first, end;
    while (at < winners->count && winners->rows[at].contract_id < id)
        at++;
    for (first = end = at; end < winners->count && winners->rows[end].contract_id == id;)
        end++;
    uint32_t *list = arena_array(known->arena, end - first, sizeof *list);
    for (size_t i = first; i < end; i++) {
        const struct partner_winners_row *row = &winners->rows[i];
        uint32_t company = enter(known, row->siren ? row->siren : row->siret, row->siret, row->name);
        bool listed = false;
        for (size_t j = 0; j < contract->winner_count; j++)
            listed = listed || list[j] == company;
        count_win(known, company, row->siret);
        if (!listed)
            list[contract->winner_count++] = company;
    }
    contract->winners = list;
    return end;
}

static double people_of(const struct partner_contracts_row *row)
{
    double people = row->population ? (double)*row->population : 0;
    return people > CROWD && !text_is(row->kind, "commune") ? CROWD : people;
}

static void read_contracts(struct db *db, struct known *known)
{
    struct partner_contracts all = partner_contracts(db, (struct partner_contracts_args){.most = MOST_CONTRACTS});
    struct partner_winners winners = partner_winners(db);
    struct text_map buyers = {.arena = known->arena}, tenders = {.arena = known->arena};
    size_t at = 0;
    known->contracts = arena_array(known->arena, all.count, sizeof *known->contracts);
    for (size_t i = 0; i < all.count; i++) {
        const struct partner_contracts_row *row = &all.rows[i];
        struct partner_contract *contract = &known->contracts[known->count++];
        const char *buyer = row->buyer_siret ? row->buyer_siret : "";
        uint32_t number = text_map_add(&buyers, buyer, strnlen(buyer, SIREN), NULL);
        char *tender = arena_format(known->arena, "%u %s", number, row->title);
        *contract = (struct partner_contract){.cpv = row->cpv, .buyer = *buyer ? number + 1 : 0,
            .consultation = text_map_add(&tenders, tender, strlen(tender), NULL), .placed = row->lon && row->lat,
            .longitude = row->lon ? *row->lon : 0, .latitude = row->lat ? *row->lat : 0, .people = people_of(row)};
        at = take_winners(known, &winners, at, row->id, contract);
    }
}

static struct partners *build(struct known *known)
{
    struct partner_source source = {known->companies, known->sirens.count, known->contracts, known->count};
    return partners_build(known->arena, &source);
}

size_t partners_near(struct db *db, struct arena *arena, const char *cpv, const char *commune,
                     const char *const *members, size_t member_count, size_t most, struct partner_near *found)
{
    enum { REASONS = 3 };
    struct known known = {.arena = arena, .sirens.arena = arena, .establishments.arena = arena};
    struct territories_around place = {0};
    uint32_t *with = arena_array(arena, member_count, sizeof *with);
    struct partner_query query = {.cpv = cpv, .most = most, .with = with};
    read_directory(db, &known);
    read_contracts(db, &known);
    query.placed = commune && territories_around(db, (struct territories_around_args){.code = commune}, &place)
        && place.lon && place.lat;
    query.longitude = query.placed ? *place.lon : 0;
    query.latitude = query.placed ? *place.lat : 0;
    for (size_t i = 0; i < member_count; i++) {
        uint32_t member = members[i] ? text_map_find(&known.sirens, members[i], strnlen(members[i], SIREN)) : HASH_NONE;
        if (member != HASH_NONE)
            with[query.with_count++] = member;
    }
    struct partner_result *results = arena_array(arena, most, sizeof *results);
    size_t count = partners_find(arena, build(&known), &query, &partner_usual_weights, results);
    for (size_t i = 0; i < count; i++) {
        struct buffer reasons = {.arena = arena};
        for (size_t k = 0; k < results[i].reason_count && k < REASONS; k++) {
            buffer_text(&reasons, k ? " · " : "");
            partner_sentence(&reasons, &results[i].reasons[k]);
        }
        found[i] = (struct partner_near){known.sirets[results[i].company], known.companies[results[i].company].name,
                                         buffer_string(&reasons)};
    }
    return count;
}

/* The members by SIRET or SIREN; what is none, or what no list knows, is said and passed over. */
static void read_members(struct known *known, const char *with, struct partner_query *query)
{
    size_t count;
    char **words = text_split(known->arena, with ? with : "", ", ;", &count);
    uint32_t *members = arena_array(known->arena, count, sizeof *members);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i]);
        bool shaped = (length == SIREN || length == SIRET) && strspn(words[i], "0123456789") == length;
        uint32_t member = shaped ? text_map_find(&known->sirens, words[i], SIREN) : HASH_NONE;
        if (!shaped)
            fprintf(stderr, "--with %s : laissé de côté, un SIRET a quatorze chiffres, un SIREN neuf.\n", words[i]);
        else if (member == HASH_NONE)
            fprintf(stderr, "--with %s : laissé de côté, inconnu ici.\n", words[i]);
        else
            members[query->with_count++] = member;
    }
    query->with = members;
}

static void print_json(struct command_line *line, const struct known *known, const struct partner_result *results,
                       size_t count)
{
    struct buffer out = {.arena = line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "partners"), json_array(&json);
    for (size_t i = 0; i < count; i++) {
        json_object(&json);
        json_key(&json, "siret"), json_text(&json, known->sirets[results[i].company]);
        json_key(&json, "name"), json_text(&json, known->companies[results[i].company].name);
        json_key(&json, "score"), json_real(&json, results[i].score);
        json_key(&json, "reasons"), json_array(&json);
        for (size_t k = 0; k < results[i].reason_count; k++) {
            struct buffer sentence = {.arena = line->arena};
            partner_sentence(&sentence, &results[i].reasons[k]);
            json_text(&json, buffer_string(&sentence));
        }
        json_end(&json);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    printf("%s\n", buffer_string(&out));
}

static void print_words(struct command_line *line, const struct known *known, const struct partner_result *results,
                        size_t count)
{
    enum { SHOWN = 5 };
    for (size_t i = 0; i < count; i++) {
        struct buffer reasons = {.arena = line->arena};
        for (size_t k = 0; k < results[i].reason_count && k < SHOWN; k++) {
            buffer_text(&reasons, k ? " · " : "");
            partner_sentence(&reasons, &results[i].reasons[k]);
        }
        printf("%3zu. %s, %s — %.2f\n     %s\n", i + 1, known->companies[results[i].company].name,
               known->sirets[results[i].company], results[i].score, buffer_string(&reasons));
    }
    if (!count)
        printf("Ni l’annuaire ni les marchés importés n’ont de partenaire à proposer.\n");
}

/* False, said on stderr, when the line cannot be understood. */
static bool read_question(struct command_line *line, struct partner_query *query, char clean[9])
{
    const char *cpv = option(line, "--cpv"), *at = option(line, "--at"), *limit = option(line, "--limit");
    struct territories_around place = {0};
    int64_t most = 20;
    if (!cpv || (limit && (!parse_int(limit, &most) || most < 1 || most > MOST_PARTNERS))) {
        fprintf(stderr, "maillage partners DB --cpv CODE [--at COMMUNE] [--with SIRET[,SIRET]] [--limit 1…%d] "
                "[--json]\n", MOST_PARTNERS);
        return false;
    }
    if (!cpv_asked(cpv, clean))
        return false;
    if (at && !place_asked(line->db, at, &place))
        return false;
    query->cpv = clean;
    query->most = (size_t)most;
    query->placed = place.lon && place.lat;
    query->longitude = query->placed ? *place.lon : 0;
    query->latitude = query->placed ? *place.lat : 0;
    query->people = place.population ? (double)*place.population : 0;
    if (query->people > CROWD && !text_is(place.kind, "commune"))
        query->people = CROWD;
    return true;
}

int partners_command(struct command_line *line)
{
    struct known known = {.arena = line->arena, .sirens.arena = line->arena, .establishments.arena = line->arena};
    struct partner_query query = {0};
    char clean[9];
    if (!read_question(line, &query, clean))
        return 2;
    read_directory(line->db, &known);
    read_contracts(line->db, &known);
    read_members(&known, option(line, "--with"), &query);
    struct partners *partners = build(&known);
    struct partner_result *results = arena_array(line->arena, query.most, sizeof *results);
    size_t count = partners_find(line->arena, partners, &query, &partner_usual_weights, results);
    if (line->json)
        print_json(line, &known, results, count);
    else
        print_words(line, &known, results, count);
    return db_failed(line->db) ? 1 : 0;
}
