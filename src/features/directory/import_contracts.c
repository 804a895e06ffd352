/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Importing awarded public contracts (flattened DECP): references of structures, past cases for matching. */
#include "base/money.h"
#include "base/number.h"
#include "base/time.h"
#include "engines/kernel/hash.h"
#include "features/directory/handlers.h"
#include "formats/csv.h"
#include "formats/decp.h"
#include "formats/identifiers.h"
#include "i18n/i18n.h"
#include <string.h>

enum { FIRST_YEAR = 1990, LAST_YEAR = 2100, LONGEST_TITLE = 1000 };

struct columns { int at[DECP_COLUMNS]; };
struct line { struct db *db; struct arena *arena; struct import *import; const struct columns *at; char **row;
    int64_t number; };

/* The flattened file of 2019, and the names of the format of 2024. */
static const char *const column_names[DECP_COLUMNS][4] = {
    [DECP_SOURCE] = {"source", NULL}, [DECP_ID] = {"id", "uid", NULL},
    [DECP_BUYER_ID] = {"acheteur_id", "acheteur.id", "autoriteConcedante.id", NULL},
    [DECP_BUYER] = {"acheteur_nom", "acheteur.nom", NULL}, [DECP_NATURE] = {"nature", NULL},
    [DECP_TITLE] = {"objet", NULL}, [DECP_CPV] = {"cpv", "codeCPV", NULL}, [DECP_PROCEDURE] = {"procedure", NULL},
    [DECP_PLACE] = {"lieu_code", "lieuExecution_code", "lieuExecution.code", NULL},
    [DECP_PLACE_KIND] = {"lieu_type", "lieuExecution_typeCode", "lieuExecution.typeCode", NULL},
    [DECP_MONTHS] = {"duree_mois", "dureeMois", NULL},
    [DECP_NOTIFIED] = {"date_notification", "dateNotification", NULL}, [DECP_AMOUNT] = {"montant", NULL},
    [DECP_WINNERS] = {"titulaires_ids", "titulaire_id", "titulaire_id_1", NULL},
    [DECP_NAMES] = {"titulaires_noms", "titulaire_nom", NULL},
    [DECP_SOCIAL] = {"considerations_sociales", "considerationsSociales", NULL},
    [DECP_ENVIRONMENTAL] = {"considerations_environnementales", "considerationsEnvironnementales", NULL},
};

static struct columns find_columns(const struct csv *csv)
{
    struct columns columns;
    for (size_t i = 0; i < DECP_COLUMNS; i++)
        columns.at[i] = csv_column(csv, column_names[i]);
    return columns;
}

static const char *take(const struct line *line, enum decp_column column)
{
    int at = line->at->at[column];
    return at < 0 ? NULL : text_trim(line->arena, line->row[at]);
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
            "Date impossible : le marché est gardé sans elle.", text);
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
        import_warn(line->import, line->number, "montant", "Montant nul ou illisible : le marché est gardé sans lui.",
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

static void keep_winners(const struct line *line, int64_t id)
{
    size_t count, name_count;
    char **winners = text_split(line->arena, take(line, DECP_WINNERS), "|;", &count);
    char **names = text_split(line->arena, take(line, DECP_NAMES), "|;", &name_count);
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
    const char *title = take(line, DECP_TITLE), *id = take(line, DECP_ID), *cpv = take(line, DECP_CPV);
    if (!title || !id) {
        import_reject(line->import, line->number, title ? "id" : "objet", title ? "Sans identifiant." : "Sans objet.",
            id);
        return;
    }
    if (strstr(title, "\xEF\xBF\xBD"))
        import_warn(line->import, line->number, "objet", "Caractères perdus dans l’intitulé (U+FFFD).", title);
    char clean_cpv[9] = "";
    if (cpv && check_cpv(cpv, clean_cpv) != ID_SOUND)
        import_warn(line->import, line->number, "cpv", "Code CPV mal formé : il est gardé tel quel.", cpv);
    struct place_read place = read_place_of(line, take(line, DECP_PLACE), take(line, DECP_PLACE_KIND));
    const char *buyer = take(line, DECP_BUYER), *source = take(line, DECP_SOURCE), *buyer_id = take(line,
            DECP_BUYER_ID);
    struct buffer print = {.arena = line->arena};
    for (size_t i = 0; i < width; i++)
        buffer_format(&print, "%s|", line->row[i]);
    struct contract_add_args contract = {
        .source = source ? source : "decp", .source_id = arena_format(line->arena, "%s/%s", buyer_id ? buyer_id : "",
            id),
        .buyer_siret = buyer_id, .buyer_name = buyer ? buyer : "?", .cpv = cpv ? clean_cpv : NULL, .place_code =
            take(line, DECP_PLACE),
        .title = strlen(title) > LONGEST_TITLE ? arena_copy(line->arena, title, LONGEST_TITLE) : title,
        .procedure = take(line, DECP_PROCEDURE), .nature = take(line, DECP_NATURE), .commune = place.commune,
        .department = place.department, .months = read_months(line, take(line, DECP_MONTHS)),
        .notified_day = read_day(line, take(line, DECP_NOTIFIED)), .amount = read_amount(line, take(line, DECP_AMOUNT)),
        .social = take(line, DECP_SOCIAL), .environmental = take(line, DECP_ENVIRONMENTAL),
        .fingerprint = arena_format(line->arena, "%zx-%llx", print.length,
                                    (unsigned long long)hash_bytes(print.text, print.length))};
    import_keep(line->import, keep_contract(line, &contract));
}

/* The records of a JSON file, one by one, as rows of a table whose columns are all there. */
static bool import_json(struct import *import, struct db *db, struct arena *arena, const char *bytes, size_t length)
{
    struct decp decp;
    struct columns at;
    for (int i = 0; i < DECP_COLUMNS; i++)
        at.at[i] = i;
    if (!decp_open(&decp, arena, bytes, length)) {
        import_reject(import, decp.line, NULL, text_in("fr", decp.trouble), NULL);
        return false;
    }
    struct arena scratch = {0};
    db_use_arena(db, &scratch);
    for (char **row; (row = decp_next(&decp, &scratch)); arena_free(&scratch)) {
        struct line line = {db, &scratch, import, &at, row, (int64_t)decp.record};
        import_contract(&line, DECP_COLUMNS);
        import_progress(import, (int64_t)decp.record, (int64_t)decp.total);
    }
    db_use_arena(db, arena);
    directory_changed(db);
    return true;
}

static bool import_contracts(struct import *import, struct db *db, struct arena *arena, const char *name,
    const char *bytes,
                             size_t length)
{
    struct csv csv;
    if (decp_is_json(bytes, length))
        return import_json(import, db, arena, bytes, length);
    if (!csv_open(&csv, arena, bytes, length)) {
        import_reject(import, 1, NULL, csv.trouble ? csv.trouble : "Ce n’est pas un tableau CSV.", NULL);
        return false;
    }
    struct columns at = find_columns(&csv);
    if (at.at[DECP_TITLE] < 0 || at.at[DECP_ID] < 0) {
        import_reject(import, 1, "objet", "Il manque la colonne « objet » ou la colonne « id ».", NULL);
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

const struct importer contracts_importer = {"contracts", N_("Awarded public contracts (DECP, CSV or JSON)"),
    import_contracts,
    &edit_directory, N_("The essential data of public contracts (DECP), as data.gouv.fr gives them: CSV or JSON.")};
