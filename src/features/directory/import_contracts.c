/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Importing awarded public contracts (flattened DECP): references of structures, past cases for matching. */
#include "base/money.h"
#include "base/number.h"
#include "base/time.h"
#include "features/directory/handlers.h"
#include "formats/csv.h"
#include "formats/identifiers.h"
#include <string.h>

enum { FIRST_YEAR = 1990, LAST_YEAR = 2100, LONGEST_TITLE = 1000 };

struct columns { int source, id, buyer_id, buyer, type, title, cpv, procedure, place, place_kind, months, date,
    amount, winners, names; };
struct line { struct db *db; struct arena *arena; struct import *import; const struct columns *at; char **row;
    int64_t number; };

static int column(const struct csv *csv, const char *name)
{
    return csv_column(csv, (const char *const[]){name, NULL});
}

static struct columns find_columns(const struct csv *csv)
{
    return (struct columns){column(csv, "source"), column(csv, "id"), column(csv, "acheteur_id"), column(csv,
        "acheteur_nom"),
        column(csv, "nature"), column(csv, "objet"), column(csv, "cpv"), column(csv, "procedure"), column(csv,
            "lieu_code"),
        column(csv, "lieu_type"), column(csv, "duree_mois"), column(csv, "date_notification"), column(csv, "montant"),
        column(csv, "titulaires_ids"), column(csv, "titulaires_noms")};
}

static const char *take(const struct line *line, int column)
{
    return column < 0 ? NULL : text_trim(line->arena, line->row[column]);
}

/* Dates like 0218-04-01 exist in the wild: kept out, and said. */
static const int64_t *read_day(const struct line *line, const char *text)
{
    int64_t day;
    if (!text)
        return NULL;
    bool sound = parse_date(text, &day);
    int year = sound ? civil_from_days(day).year : 0;
    if (!sound || year < FIRST_YEAR || year > LAST_YEAR) {
        import_warn(line->import, line->number, "date_notification",
            "Date impossible : le marché est gardé sans elle.", text);
        return NULL;
    }
    int64_t *kept = arena_alloc(line->arena, sizeof *kept);
    *kept = day;
    return kept;
}

static const int64_t *read_amount(const struct line *line, const char *text)
{
    int64_t cents;
    if (!text)
        return NULL;
    if (!parse_money(text, &cents) || cents <= 0) {
        import_warn(line->import, line->number, "montant", "Montant nul ou illisible : le marché est gardé sans lui.",
            text);
        return NULL;
    }
    int64_t *kept = arena_alloc(line->arena, sizeof *kept);
    *kept = cents;
    return kept;
}

static const int64_t *read_months(const struct line *line, const char *text)
{
    double months;
    if (!text || !parse_french_real(text, &months) || months <= 0 || months > 1200)
        return NULL;
    int64_t *kept = arena_alloc(line->arena, sizeof *kept);
    *kept = (int64_t)(months + 0.5);
    return kept;
}

struct place_read { const char *commune, *department; };

/* "Code postal", "Code commune", "Code département" of the DECP; a lost leading zero is put back. */
static struct place_read read_place_of(const struct line *line, const char *code, const char *kind)
{
    struct place_read place = {0};
    struct home_of home;
    if (!code)
        return place;
    if (strlen(code) == 4)
        code = arena_format(line->arena, "0%s", code);
    if (kind && strstr(kind, "ommune"))
        place.commune = commune_in_force(line->db, code);
    else if (strlen(code) == 5)
        place.commune = find_commune(line->db, line->arena, code, NULL, NULL, NULL);
    if (!place.commune && strlen(code) == 5)
        place.commune = commune_in_force(line->db, code);
    if (place.commune && home_of(line->db, (struct home_of_args){.code = place.commune}, &home))
        place.department = home.department;
    else if (strlen(code) == 5 || strlen(code) == 2)
        place.department = arena_copy(line->arena, code, text_starts(code, "97") && strlen(code) == 5 ? 3 : 2);
    return place;
}

/* FNV-1a: tells a changed line from the same one. */
static size_t contract_hash(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return (size_t)hash;
}

static void keep_winners(const struct line *line, int64_t id)
{
    size_t count, name_count;
    char **winners = text_split(line->arena, take(line, line->at->winners), "|;", &count);
    char **names = text_split(line->arena, take(line, line->at->names), "|;", &name_count);
    for (size_t i = 0; i < count; i++) {
        struct identity identity = read_identity(line->arena, winners[i]);
        if (identity.siret)
            winner_add(line->db, (struct winner_add_args){.contract_id = id, .siret = identity.siret, .siren =
                identity.siren,
                                                          .name = i < name_count ? names[i] : identity.siret});
    }
}

static enum import_outcome keep_contract(const struct line *line, const struct contract_add_args *contract)
{
    struct contract_by_key known;
    struct contract_add added = {0};
    bool is_known = contract_by_key(line->db, (struct contract_by_key_args){
        .source = contract->source, .source_id = contract->source_id}, &known);
    if (is_known && text_is(known.fingerprint, contract->fingerprint))
        return IMPORT_SAME;
    if (is_known) {
        winners_remove(line->db, (struct winners_remove_args){.contract_id = known.id});
        contract_remove(line->db, (struct contract_remove_args){.id = known.id});
    }
    contract_add(line->db, *contract, &added);
    keep_winners(line, added.id);
    return is_known ? IMPORT_CHANGED : IMPORT_ADDED;
}

static void import_contract(const struct line *line, size_t width)
{
    const char *title = take(line, line->at->title), *id = take(line, line->at->id), *cpv = take(line, line->at->cpv);
    if (!title || !id) {
        import_reject(line->import, line->number, title ? "id" : "objet", title ? "Sans identifiant." : "Sans objet.",
            id);
        return;
    }
    if (strstr(title, "\xEF\xBF\xBD"))
        import_warn(line->import, line->number, "objet", "Caractères perdus dans l’intitulé (U+FFFD).", title);
    char clean_cpv[9] = "";
    if (cpv && check_cpv(cpv, clean_cpv) != ID_SOUND)
        import_warn(line->import, line->number, "cpv", "Code CPV mal formé : il est gardé tel quel.", cpv);
    struct place_read place = read_place_of(line, take(line, line->at->place), take(line, line->at->place_kind));
    const char *buyer = take(line, line->at->buyer), *source = take(line, line->at->source), *buyer_id = take(line,
        line->at->buyer_id);
    struct buffer print = {.arena = line->arena};
    for (size_t i = 0; i < width; i++)
        buffer_format(&print, "%s|", line->row[i]);
    struct contract_add_args contract = {
        .source = source ? source : "decp", .source_id = arena_format(line->arena, "%s/%s", buyer_id ? buyer_id : "",
            id),
        .buyer_siret = buyer_id, .buyer_name = buyer ? buyer : "?", .cpv = cpv ? clean_cpv : NULL, .place_code =
            take(line, line->at->place),
        .title = strlen(title) > LONGEST_TITLE ? arena_copy(line->arena, title, LONGEST_TITLE) : title,
        .procedure = take(line, line->at->procedure), .nature = take(line, line->at->type), .commune = place.commune,
        .department = place.department, .months = read_months(line, take(line, line->at->months)),
        .notified_day = read_day(line, take(line, line->at->date)), .amount = read_amount(line, take(line,
            line->at->amount)),
        .fingerprint = arena_format(line->arena, "%zx-%zx", print.length, contract_hash(print.text))};
    import_keep(line->import, keep_contract(line, &contract));
}

static bool import_contracts(struct import *import, struct db *db, struct arena *arena, const char *name,
    const char *bytes,
                             size_t length)
{
    struct csv csv;
    if (!csv_open(&csv, arena, bytes, length)) {
        import_reject(import, 1, NULL, csv.trouble ? csv.trouble : "Ce n’est pas un tableau CSV.", NULL);
        return false;
    }
    struct columns at = find_columns(&csv);
    if (at.title < 0 || at.id < 0) {
        import_reject(import, 1, "objet", "Il manque la colonne « objet » ou la colonne « id ».", NULL);
        return false;
    }
    struct arena scratch = {0};
    db_use_arena(db, &scratch);
    for (size_t extra;;) {
        struct arena_mark mark = arena_mark(arena);
        char **row = csv_next(&csv, &extra);
        if (!row)
            break;
        struct line line = {db, &scratch, import, &at, row, csv.line};
        import_contract(&line, csv.column_count);
        import_progress(import, csv.line, (int64_t)(length / 300));
        arena_release(arena, mark);
        arena_free(&scratch);
    }
    db_use_arena(db, arena);
    directory_changed(db);
    if (csv.trouble)
        import_reject(import, csv.line, NULL, csv.trouble, NULL);
    return true;
}

const struct importer contracts_importer = {"contracts", N_("Awarded public contracts (DECP, CSV)"), import_contracts,
    &edit_directory};
