/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage init DB --territory X: the geography, and which territory this site is for. */
#include "base/time.h"
#include "features/territory/geography.h"
#include "features/territory/handlers.h"
#include "features/territory/territory.h"
#include "formats/gzip.h"
#include "territory.bake.h"
#include <stdio.h>
#include <string.h>

enum { LARGEST_GEOGRAPHY = 64 << 20 };

static const char *option(const struct command_line *line, const char *name)
{
    for (int i = 0; i + 1 < line->count; i++)
        if (text_is(line->words[i], name))
            return line->words[i + 1];
    return NULL;
}

bool load_own_geography(struct db *db, struct geography_counts *counts)
{
    struct arena arena = {0};
    size_t length;
    char *text = gzip_read(&arena, geography_gzip, geography_length, LARGEST_GEOGRAPHY, &length);
    bool loaded = text && length && territory_load(db, text, length, counts);
    arena_free(&arena);
    return loaded;
}

static bool has_communes(struct db *db)
{
    struct communes_total total = {0};
    communes_total(db, &total);
    return total.total > 0;
}

static bool load_geography(struct command_line *line, struct geography_counts *counts)
{
    if (load_own_geography(line->db, counts))
        return true;
    if (db_failed(line->db))
        fprintf(stderr, "%s\n", db_failed(line->db));
    else
        fprintf(stderr, "Ce programme a été construit sans la géographie française : npm était hors d’atteinte.\n"
                        "Lancez « npm ci » puis « make » sur une machine reliée à internet, et recommencez.\n");
    return !db_failed(line->db) && has_communes(line->db);
}

/* A code, or a name that is sure: of a commune, or the only territory named
 * so, or whose name holds these words. */
static bool find_place(struct db *db, const char *text, struct place *place)
{
    enum { NAMED_AT_MOST = 5 };
    if (territory_place(db, text, place) || territory_typed(db, text, place))
        return true;
    const char *folded = territory_fold(db_arena(db), text);
    const char *words[] = {folded, arena_format(db_arena(db), "%% %s%%", folded)};
    struct territories_page named = {0};
    for (int i = 0; *folded && i < 2 && !named.count; i++)
        named = territories_page(db, (struct territories_page_args){
            .start = words[i], .within_words = words[i], .page_size = NAMED_AT_MOST});
    if (named.count == 1)
        return territory_place(db, named.rows[0].code, place);
    if (named.count) {
        fprintf(stderr, "Plusieurs territoires ont ce nom : « %s ».", text);
        for (size_t i = 0; i < named.count; i++)
            fprintf(stderr, "%s%s = %s", i ? ", " : " ", named.rows[i].code, named.rows[i].name);
        fputs(". Donnez le code.\n", stderr);
        return false;
    }
    struct place_matches found = territory_find(db, text);
    fprintf(stderr, "Territoire inconnu : « %s ».", text);
    for (size_t i = 0; i < found.count; i++)
        fprintf(stderr, "%s%s = %s", i ? ", " : " Peut-être : ", found.places[i].code,
            place_label(db, &found.places[i]));
    fputs(found.count ? "\n" : " Donnez un code ou un nom : commune, EPCI (SIREN), département, région, ou FR.\n",
        stderr);
    return false;
}

/* Several codes make a perimeter of all their communes. */
static const char *perimeter_of(struct command_line *line, char **codes)
{
    struct places all = {0};
    size_t room = 0;
    const char *name = option(line, "--name");
    for (; *codes; codes++) {
        struct place place;
        if (!find_place(line->db, *codes, &place))
            return NULL;
        struct places some = territory_communes(line->db, place.code);
        for (size_t i = 0; i < some.count; i++) {
            all.places = arena_grow(line->arena, all.places, all.count, &room, sizeof *all.places);
            all.places[all.count++] = some.places[i];
        }
    }
    return perimeter_make(line->db, name ? name : "Périmètre du site", NULL, &all, clock_now());
}

static const char *wanted_territory(struct command_line *line, const char *text)
{
    size_t count;
    struct place place;
    char **codes = text_split(line->arena, text, ",", &count);
    if (count > 1)
        return perimeter_of(line, codes);
    return count && find_place(line->db, codes[0], &place) ? place.code : NULL;
}

static bool set_own(struct command_line *line, const char *text)
{
    const char *code = wanted_territory(line, text), *why = NULL;
    return code && setting_set(line->db, &own_territory, code, &why);
}

static void print_json(const struct geography_counts *counts, const struct place *own, size_t communes)
{
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "vintage"), json_int(&json, counts->vintage);
    json_key(&json, "communes"), json_int(&json, counts->communes);
    json_key(&json, "ended"), json_int(&json, counts->ended);
    json_key(&json, "without_successor"), json_int(&json, counts->orphans);
    json_key(&json, "territory"), json_text(&json, own->code);
    json_key(&json, "territory_name"), json_text(&json, own->name);
    json_key(&json, "territory_communes"), json_int(&json, (int64_t)communes);
    json_end(&json);
    puts(out.text);
    arena_free(&arena);
}

static void print_done(struct command_line *line, const struct geography_counts *counts)
{
    struct place own = {0};
    const char *code = territory_own(line->db);
    size_t communes = code && territory_place(line->db, code, &own) ? territory_communes(line->db, code).count : 0;
    if (line->json) {
        print_json(counts, &own, communes);
        return;
    }
    if (counts->communes)
        printf("Géographie %lld : %lld communes, %lld groupements, %lld codes anciens.\n", (long long)counts->vintage,
               (long long)counts->communes, (long long)counts->groupings, (long long)counts->past);
    if (counts->ended + counts->orphans)
        printf("%lld communes ont fusionné ; %lld ont disparu sans successeur connu.\n", (long long)counts->ended,
               (long long)counts->orphans);
    if (own.name)
        printf("Territoire du site : %s (%s), %zu commune%s.\n", own.name, own.code, communes, communes > 1 ? "s" : "");
}

/* Other features keep codes of communes: each brings its own up to date. */
static bool tell_features(struct command_line *line)
{
    for (const struct feature *const *one = line->app ? line->app->features : NULL; one && *one; one++)
        if ((*one)->communes_changed)
            (*one)->communes_changed(line->db);
    return !db_failed(line->db);
}

int init_command(struct command_line *line)
{
    const char *territory = option(line, "--territory");
    if (!territory && !territory_own(line->db)) {
        fprintf(stderr, "maillage init DB --territory CODE\n"
                        "CODE : 59 (département), 200093201 (EPCI), 59350 (commune), R32 (région), FR, un nom, ou "
                        "plusieurs séparés\n"
                        "par des virgules (--name NOM nomme alors le périmètre).\n");
        return 2;
    }
    struct geography_counts counts = {0};
    db_begin_write(line->db);
    bool done = load_geography(line, &counts) && tell_features(line) && (!territory || set_own(line,
        territory)) && !db_failed(line->db);
    if (done)
        db_commit(line->db);
    if (done && !db_failed(line->db)) {
        print_done(line, &counts);
        return 0;
    }
    if (db_failed(line->db))
        fprintf(stderr, "%s\n", db_failed(line->db));
    db_rollback(line->db);
    return 1;
}
