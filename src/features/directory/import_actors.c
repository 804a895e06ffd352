/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Importing structures and places: every line is kept or reported; the same file twice changes nothing. */
#include "base/fold.h"
#include "base/number.h"
#include "base/time.h"
#include "features/directory/handlers.h"
#include "features/directory/sectors.h"
#include "formats/csv.h"
#include "formats/identifiers.h"
#include "i18n/i18n.h"
#include <sodium.h>
#include <string.h>
#include <strings.h>

enum { HASH = 12, LONGEST_NAME = 200, LONGEST_TEXT = 4000 };

/* --- what both importers do with a line --------------------------------------------------------------------------- */

static const char *fingerprint(struct arena *arena, char **row, size_t count)
{
    struct buffer bytes = {.arena = arena};
    unsigned char hash[HASH * 2];
    for (size_t i = 0; i < count; i++)
        buffer_format(&bytes, "%zu:%s", strlen(row[i]), row[i]);
    crypto_generichash(hash, crypto_generichash_BYTES_MIN, (const unsigned char *)bytes.text, bytes.length, NULL, 0);
    char *hex = arena_alloc(arena, HASH * 2 + 1);
    return sodium_bin2hex(hex, HASH * 2 + 1, hash, HASH);
}

/* Actors of this transaction whose words are still to be written. */
struct touched { struct db *db; struct arena *arena; int64_t *ids; size_t count; };

static void index_touched(void *context)
{
    struct touched *touched = context;
    actors_index(touched->db, touched->arena, touched->ids, touched->count);
    touched->count = 0;
}

/* In what the table wants: added, changed or the same as last time. What people corrected by hand is not replaced, and
 * the report says so. */
static enum import_outcome keep_imported(struct import *import, int64_t line, struct db *db, struct touched *touched,
                                         struct actor_add_args *actor, const char *const *activities,
                                         const char *const *services)
{
    struct actor_by_source known;
    struct actor_add added = {0};
    bool is_known = actor_by_source(db, (struct actor_by_source_args){.source = actor->source, .source_id =
        actor->source_id},
                                    &known);
    if (is_known && text_is(known.fingerprint, actor->fingerprint))
        return IMPORT_SAME;
    if (is_known && corrected_by_hand(db, (struct corrected_by_hand_args){.id = known.id}, NULL)) {
        fingerprint_set(db, (struct fingerprint_set_args){.id = known.id, .fingerprint = actor->fingerprint});
        import_warn(import, line, NULL,
            "Cette fiche a été corrigée à la main : la ligne du fichier, qui a changé, ne la "
            "remplace pas.", actor->name);
        return IMPORT_SAME;
    }
    if (is_known) {
        added.id = known.id;
        actor_change(db, (struct actor_change_args){
            .id = known.id, .kind = actor->kind, .name = actor->name, .brand = actor->brand, .college = actor->college,
            .siret = actor->siret, .siret_verdict = actor->siret_verdict, .siren = actor->siren, .rna = actor->rna,
            .legal_form = actor->legal_form, .naf = actor->naf, .structure = actor->structure, .headcount =
                actor->headcount,
            .description = actor->description, .website = actor->website, .email = actor->email,
            .email_public = actor->email_public, .phone = actor->phone, .address = actor->address,
            .postal_code = actor->postal_code, .city = actor->city, .commune = actor->commune, .lon = actor->lon,
            .lat = actor->lat, .located = actor->located, .zone_km = actor->zone_km, .capacity = actor->capacity,
            .now = actor->now, .confirmed_at = known.confirmed_at > actor->confirmed_at ? known.confirmed_at
                : actor->confirmed_at, .fingerprint = actor->fingerprint});
        traits_clear(db, (struct traits_clear_args){.actor_id = known.id});
    } else {
        actor_add(db, *actor, &added);
    }
    for (; activities && *activities; activities++)
        trait_add(db, (struct trait_add_args){.actor_id = added.id, .trait = "sector", .value = *activities});
    for (; services && *services; services++)
        trait_add(db, (struct trait_add_args){.actor_id = added.id, .trait = "service", .value = *services});
    touched->ids[touched->count++] = added.id;
    return is_known ? IMPORT_CHANGED : IMPORT_ADDED;
}

/* The cell of a column, trimmed; NULL when the file has no such column or the cell is blank. */
static const char *cell(struct arena *arena, char **row, int column)
{
    return column < 0 ? NULL : text_trim(arena, row[column]);
}

static const char *cut(struct arena *arena, const char *text, size_t most)
{
    if (!text || strlen(text) <= most)
        return text;
    while (most && ((unsigned char)text[most] & 0xC0) == 0x80)
        most--;
    return arena_copy(arena, text, most);
}

static const double *coordinate(struct arena *arena, const char *text, double most)
{
    double value;
    if (!text || !parse_french_real(text, &value) || value < -most || value > most)
        return NULL;
    double *kept = arena_alloc(arena, sizeof *kept);
    *kept = value;
    return kept;
}

struct located { const char *commune, *how; const double *lon, *lat; };

/* The point of the file when it has one, else the middle of the commune, said as such. */
static struct located locate(struct db *db, struct arena *arena, const char *insee, const char *postal,
    const char *city,
                             const char *lon, const char *lat)
{
    struct located place = {.lon = coordinate(arena, lon, 180), .lat = coordinate(arena, lat, 90)};
    bool exact = place.lon && place.lat;
    place.commune = commune_in_force(db, insee);
    if (!place.commune)
        place.commune = find_commune(db, arena, postal, city, exact ? place.lon : NULL, exact ? place.lat : NULL);
    place.how = exact ? "exact" : "none";
    struct home_of home;
    if (!exact && place.commune && home_of(db, (struct home_of_args){.code = place.commune}, &home) && home.lon
        && home.lat) {
        place.lon = home.lon;
        place.lat = home.lat;
        place.how = "commune";
    }
    return place;
}

static void warn_identity(struct import *import, int64_t line, const struct identity *identity)
{
    if (text_is(identity->verdict, "wrong"))
        import_warn(import, line, "siret", "Ce SIRET a une clé fausse : il est gardé, à vérifier.", identity->siret);
}

static void warn_place(struct import *import, int64_t line, const struct located *place, const char *city)
{
    if (!place->commune)
        import_warn(import, line, "commune", "Commune non reconnue : la fiche est gardée sans elle.", city);
    if (text_is(place->how, "none"))
        import_warn(import, line, "lat", "Sans coordonnées : la fiche n’apparaît pas sur la carte.", NULL);
}

/* --- structures (SIAE and the like) ------------------------------------------------------------------------------- */

struct columns { int id, siret, naf, kind, form, name, brand, address, postal, city, lon, lat, website, description,
    insee, services, date, email, phone, source; };

/* The first column that bears one of these names, as published files and people's own tables write them. */
#define COLUMN(csv, ...) csv_column(csv, (const char *const[]){__VA_ARGS__, NULL})

static struct columns find_columns(const struct csv *csv)
{
    return (struct columns){
        .id = COLUMN(csv, "id", "identifiant"), .siret = COLUMN(csv, "siret", "numéro siret", "n° siret"),
        .naf = COLUMN(csv, "naf", "ape", "code_naf", "code ape"),
        .kind = COLUMN(csv, "kind", "type", "structure", "type de structure"),
        .form = COLUMN(csv, "legal_form", "forme_juridique", "statut juridique"),
        .name = COLUMN(csv, "name", "nom", "raison_sociale", "nom de l’association", "nom de la structure",
            "nom de l’organisation", "nom de l’organisme", "nom de l’entreprise", "nom structure", "nom association",
            "dénomination", "association", "organisation", "organisme", "structure", "intitulé"),
        .brand = COLUMN(csv, "brand", "enseigne", "nom_usuel", "sigle"),
        .address = COLUMN(csv, "address", "adresse", "adresse postale", "rue"),
        .postal = COLUMN(csv, "post_code", "code_postal", "cp"),
        .city = COLUMN(csv, "city", "commune", "ville", "localité"),
        .lon = COLUMN(csv, "lon", "longitude", "lng", "x"), .lat = COLUMN(csv, "lat", "latitude", "y"),
        .website = COLUMN(csv, "website", "site_web", "url", "site internet", "site"),
        .description = COLUMN(csv, "description", "presentation", "activité", "activités", "objet", "domaine",
            "domaine d’activité", "savoir-faire"),
        .insee = COLUMN(csv, "code_insee", "insee", "code_commune"),
        .services = COLUMN(csv, "services", "thematiques", "mots-clés"),
        .date = COLUMN(csv, "date", "date_maj", "mise à jour"),
        .email = COLUMN(csv, "email", "courriel", "e-mail", "mail", "adresse électronique", "adresse mail"),
        .phone = COLUMN(csv, "phone", "telephone", "tel", "n° de téléphone", "numéro de téléphone"),
        .source = COLUMN(csv, "source")};
}


/* By its code, its name, or how people write it in their tables; NULL when it is none of those. */
static const char *known_structure(struct arena *arena, const char *kind)
{
    static const struct { const char *start, *code; } written[] = {{"asso", "association"}, {"coop", "cooperative"},
        {"scop", "cooperative"}, {"sas", "company"}, {"sarl", "company"}, {"entreprise ada", "EA"},
        {"entreprise d insertion", "EI"}, {"entreprise", "company"}, {"commune", "authority"}, {"mairie", "authority"},
        {"collectivite", "authority"}, {"epci", "authority"}, {"fondation", "foundation"}, {"mutuelle", "mutual"},
        {"cias", "ccas"}, {"tiers lieu", "place"}};
    const char *folded = kind ? fold_text(arena, kind) : NULL;
    for (const struct label *one = structures; kind && one->code; one++)
        if (strcasecmp(one->code, kind) == 0 || text_is(fold_text(arena, text_in("fr", one->text)), folded))
            return one->code;
    for (size_t i = 0; kind && i < sizeof written / sizeof *written; i++)
        if (text_starts(folded, written[i].start))
            return written[i].code;
    return NULL;
}

static const char *college_of(struct arena *arena, const char *structure, const char *name)
{
    static const char *const authorities[] = {"mairie", "ccas", "cias", "commune", "ville de", "cc",
        "communaute de communes", "communaute d agglomeration", "conseil departemental"};
    const char *folded = arena_format(arena, "%s ", fold_text(arena, name));
    bool authority = text_is(structure, "authority") || text_is(structure, "ccas");
    for (size_t i = 0; !authority && i < sizeof authorities / sizeof *authorities; i++)
        authority = text_starts(folded, authorities[i]) && folded[strlen(authorities[i])] == ' ';
    if (authority)
        return "authorities";
    return text_is(structure, "company") ? "companies" : "sse";
}

struct line { struct db *db; struct arena *arena; struct import *import;
    struct touched *touched; const struct columns *at; char **row;
    int64_t number;
              size_t width; const char *source; };

static const char *take(const struct line *line, int column)
{
    return cell(line->arena, line->row, column);
}

static const char *website(const struct line *line)
{
    const char *url = take(line, line->at->website);
    if (!url || strpbrk(url, " <>\""))
        return NULL;
    return text_starts(url, "http://") || text_starts(url, "https://") ? url : arena_format(line->arena, "https://%s",
        url);
}

/* What is no address is left out, and said. */
static const char *email(const struct line *line)
{
    const char *typed = take(line, line->at->email), *at = typed ? strchr(typed, '@') : NULL;
    if (!typed || (at && at > typed && strchr(at, '.') && !strpbrk(typed, " ,;<>\"") && !strchr(at + 1, '@')))
        return typed;
    import_warn(line->import, line->number, "courriel", "Adresse électronique illisible : la fiche est gardée sans "
                "elle.", typed);
    return NULL;
}

/* A file without a date says nothing of when somebody confirmed its lines. */
static int64_t confirmed_at(const struct line *line, int64_t now)
{
    int64_t day;
    return parse_date(take(line, line->at->date), &day) && day * 86400 <= now ? day * 86400 : 0;
}

static const char **split_services(const struct line *line)
{
    const char *services = take(line, line->at->services);
    return (const char **)(void *)text_split(line->arena, services, ";|", NULL);
}

/* Name, address and postal code, folded: what a second import of the same line finds again. */
static const char *own_identifier(const struct line *line, const char *name)
{
    const char *address = take(line, line->at->address), *postal = take(line, line->at->postal);
    return fold_text(line->arena, arena_format(line->arena, "%s %s %s", name, address ? address : "", postal ? postal
        : ""));
}

static void import_actor(const struct line *line, bool place, int64_t now)
{
    const char *name = cut(line->arena, take(line, line->at->name), LONGEST_NAME);
    const char *id = take(line, line->at->id), *siret = take(line, line->at->siret);
    if (!name) {
        import_reject(line->import, line->number, "nom", "Sans nom : une fiche sans nom ne sert à personne.", siret);
        return;
    }
    struct identity identity = read_identity(line->arena, siret);
    if (!id && !identity.siret) {
        id = own_identifier(line, name);
        if (line->at->id >= 0 || line->at->siret >= 0)
            import_warn(line->import, line->number, "id", "Ni identifiant ni SIRET : reconnue la prochaine fois par "
            "son nom et son adresse.", name);
    }
    const char *city = take(line, line->at->city), *naf = take(line, line->at->naf);
    struct located where = locate(line->db, line->arena, take(line, line->at->insee), take(line, line->at->postal),
        city,
                                  take(line, line->at->lon), take(line, line->at->lat));
    char clean_naf[6] = "";
    check_naf(naf, clean_naf);
    const char *structure = place ? "place" : known_structure(line->arena, take(line, line->at->kind));
    const char *origin = take(line, line->at->source);
    struct actor_add_args actor = {
        .kind = "organisation", .state = "published", .name = name, .brand = cut(line->arena, take(line,
            line->at->brand), LONGEST_NAME),
        .college = college_of(line->arena, structure, name), .siret = identity.siret, .siret_verdict = identity.verdict,
        .siren = identity.siren, .legal_form = take(line, line->at->form), .naf = clean_naf[0] ? clean_naf : NULL,
        .structure = structure, .description = cut(line->arena, take(line, line->at->description), LONGEST_TEXT),
        .website = website(line), .email = email(line), .phone = take(line, line->at->phone),
        .address = take(line, line->at->address), .postal_code = take(line, line->at->postal),
        .city = city, .commune = where.commune, .lon = where.lon, .lat = where.lat, .located = where.how,
        .source = origin ? arena_format(line->arena, "%s:%s", line->source, origin) : line->source,
        .source_id = id ? id : identity.siret, .now = now, .confirmed_at = confirmed_at(line, now),
        .fingerprint = fingerprint(line->arena, line->row, line->width)};
    warn_identity(line->import, line->number, &identity);
    warn_place(line->import, line->number, &where, city);
    const struct sector *own = sector_of_naf(actor.naf);
    const char *sector[] = {own ? own->code : NULL, NULL};
    import_keep(line->import, keep_imported(line->import, line->number, line->db, line->touched, &actor, sector,
                                            split_services(line)));
}

static int64_t count_lines(const char *bytes, size_t length)
{
    int64_t lines = 0;
    for (const char *at = bytes; (at = memchr(at, '\n', (size_t)(bytes + length - at))); at++)
        lines++;
    return lines;
}

static bool import_file(struct import *import, struct db *db, struct arena *arena, const char *bytes, size_t length,
    bool place)
{
    struct csv csv;
    if (!csv_open(&csv, arena, bytes, length)) {
        import_reject(import, 1, NULL, csv.trouble ? csv.trouble : "Ce n’est pas un tableau CSV.", NULL);
        return false;
    }
    struct columns at = find_columns(&csv);
    if (at.kind == at.name)
        at.kind = -1;
    if (at.name < 0) {
        import_reject(import, 1, "nom", "Aucune colonne de nom : la première ligne du tableau nomme les "
            "colonnes, et l’une d’elles est « nom » (ou « association », « structure », « raison sociale »).", NULL);
        return false;
    }
    if (at.id < 0 && at.siret < 0)
        import_warn(import, 1, "siret", "Ni identifiant ni SIRET : chaque fiche sera reconnue la prochaine fois par "
            "son nom et son adresse.", NULL);
    int64_t now = clock_now(), total = count_lines(bytes, length);
    struct arena scratch = {0};
    struct touched touched = {db, &scratch, arena_array(arena, IMPORT_AT_ONCE, sizeof(int64_t)), 0};
    import_before_commit(import, index_touched, &touched);
    db_use_arena(db, &scratch);
    for (;;) {
        struct arena_mark mark = arena_mark(arena);
        size_t extra;
        char **row = csv_next(&csv, &extra);
        if (!row)
            break;
        struct line line = {db, &scratch, import, &touched, &at, row, csv.line, csv.column_count,
            place ? "inclusion" : "siae"};
        import_actor(&line, place, now);
        import_progress(import, csv.line, total);
        arena_release(arena, mark);
        arena_free(&scratch);
    }
    index_touched(&touched);
    arena_free(&scratch);
    import_before_commit(import, NULL, NULL);
    db_use_arena(db, arena);
    if (csv.trouble)
        import_reject(import, csv.line, NULL, csv.trouble, NULL);
    return true;
}

static bool import_organisations(struct import *import, struct db *db, struct arena *arena, const char *name,
                                 const char *bytes, size_t length)
{
    return import_file(import, db, arena, bytes, length, false);
}

static bool import_places(struct import *import, struct db *db, struct arena *arena, const char *name,
    const char *bytes,
                          size_t length)
{
    return import_file(import, db, arena, bytes, length, true);
}

static const char columns_read[]
    = N_("A table whose first line names the columns. The name is enough (“nom”); these are read too, in any order: "
         "siret, type, adresse, code postal, commune, latitude, longitude, téléphone, courriel, site internet, "
         "activité, statut juridique, code APE. Telephone and e-mail are seen by the team alone.");
const struct importer organisations_importer = {"organisations", N_("Organisations (CSV, XLSX)"),
    import_organisations, &edit_directory, columns_read};
const struct importer places_importer = {"places", N_("Places that receive the public (CSV, XLSX)"), import_places,
    &edit_directory, columns_read};
