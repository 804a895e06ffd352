/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The demonstration territory: examples that say they are, filled into an empty site and nowhere else. */
#include "base/time.h"
#include "features/home/examples.h"
#include "features/home/home.h"
#include "features/territory/territory.h"
#include "home.bake.h"
#include "work/work.h"
#include <stdio.h>

enum { MOST_NEEDS = 32, MOST_ACTORS = 64, LOOKED_AT = 20, SHOWN = 3, PLACES = 20 };

/* On another territory than the Nord, its own communes take the parts, always the same way. */
struct stage { struct db *db; const char *own; struct demo_communes communes; size_t next; };

static const char *commune_for(struct stage *stage, const char *code)
{
    if (!stage->own || territory_holds(stage->db, stage->own, code) || !stage->communes.count)
        return code;
    return stage->communes.rows[stage->next++ % stage->communes.count].code;
}

/* Those who do what is asked; who is only near is left out. */
static size_t best_answers(struct command_line *line, const struct question *question, int64_t now, size_t most,
                           struct answer *answers)
{
    struct answer found[LOOKED_AT];
    size_t kept = 0, count = match_answers(line->db, line->arena, now, question, LOOKED_AT, found);
    for (size_t i = 0; i < count && kept < most; i++)
        if (found[i].topical)
            answers[kept++] = found[i];
    return kept;
}

/* The word "exemple" stays out of the texts that are matched: the mark is a column, and in the names of actors. */
static size_t rank_answers(struct command_line *line, const struct need_entry *need, const char *code, int64_t now,
                           size_t most, struct answer *answers)
{
    struct place place = {0};
    bool located = territory_place(line->db, code, &place) && place.located;
    struct question question = {.text = need->title, .details = need->details, .cpv = need->cpv, .commune = code,
                                .lon = located ? &place.lon : NULL, .lat = located ? &place.lat : NULL};
    return best_answers(line, &question, now, most, answers);
}

static void introduce_examples(struct command_line *line, const int64_t *ids, const char *const *communes, int64_t now)
{
    for (const struct example_introduction *one = example_introductions; one->state; one++) {
        struct answer answers[SHOWN];
        const struct need_entry *need = &example_needs[one->need];
        if (rank_answers(line, need, communes[one->need], now, SHOWN, answers) <= one->rank)
            continue;
        introductions_add(line->db, &(struct introduction_entry){
            .need_id = ids[one->need], .actor_id = answers[one->rank].actor_id, .score = answers[one->rank].score,
            .reasons = answers[one->rank].reasons, .state = one->state, .days_ago = one->days_ago,
            .message = arena_format(line->arena, "Bonjour,\n\nUn besoin a été exprimé sur notre territoire : « %s ». "
                "Il nous a fait penser à vous. Pourriez-vous y répondre, seuls ou avec d’autres ?\n\n(Exemple de la "
                "démonstration : ce message n’a été envoyé à personne.)", need->title)}, now);
    }
}

static bool entitle(struct command_line *line)
{
    const char *why = NULL, *title = setting_text(line->db, &site_title);
    bool set = setting_set(line->db, &site_title, arena_format(line->arena, "Démonstration de %s", title ? title
        : "Maillage"), &why);
    if (!set)
        fprintf(stderr, "Le titre du site n’a pas pu être changé : %s\n", why ? why : "refusé");
    return set;
}

static void offer_together(struct command_line *line, const int64_t *actors, int64_t now)
{
    for (const struct example_offer *one = example_offers; one->entry.title; one++) {
        struct joint_offer_entry entry = one->entry;
        int64_t suppliers[MOST_SUPPLIERS];
        entry.territory = territory_own(line->db);
        entry.suppliers = suppliers;
        for (; one->suppliers[entry.supplier_count] >= 0; entry.supplier_count++)
            suppliers[entry.supplier_count] = actors[one->suppliers[entry.supplier_count]];
        joint_offers_add(line->db, line->arena, &entry, now);
    }
}

static void fill(struct command_line *line, int64_t now)
{
    struct stage stage = {.db = line->db, .own = territory_own(line->db)};
    stage.communes = demo_communes(line->db, (struct demo_communes_args){.territory = stage.own, .most = PLACES});
    int64_t ids[MOST_NEEDS], actors[MOST_ACTORS];
    const char *communes[MOST_NEEDS];
    for (size_t i = 0; i < MOST_ACTORS && example_actors[i].name; i++) {
        struct directory_entry entry = example_actors[i];
        entry.source = "demo";
        entry.commune = commune_for(&stage, entry.commune);
        actors[i] = directory_add(line->db, line->arena, &entry, now);
    }
    for (size_t i = 0; i < MOST_NEEDS && example_needs[i].title; i++) {
        struct need_entry entry = example_needs[i];
        entry.commune = communes[i] = commune_for(&stage, entry.commune);
        ids[i] = needs_add(line->db, line->arena, &entry, now);
    }
    for (const struct resource_entry *one = example_resources; one->title; one++) {
        struct resource_entry entry = *one;
        entry.commune = commune_for(&stage, entry.commune);
        resources_add(line->db, line->arena, &entry, now);
    }
    for (const struct opportunity_entry *one = example_contracts; one->title; one++) {
        struct opportunity_entry entry = *one;
        entry.commune = commune_for(&stage, entry.commune);
        opportunities_add(line->db, line->arena, &entry, now);
    }
    introduce_examples(line, ids, communes, now);
    offer_together(line, actors, now);
}

static void show_matches(struct command_line *line, int64_t now)
{
    struct demo_needs first = demo_needs(line->db);
    for (size_t i = 0; i < first.count; i++) {
        const struct demo_needs_row *row = &first.rows[i];
        struct answer answers[SHOWN];
        struct question question = {.text = row->title, .details = row->description, .cpv = row->cpv,
                                    .commune = row->commune, .lon = row->lon, .lat = row->lat};
        printf("\nBesoin%s : %s%s%s\n", row->example ? " (exemple)" : "", row->title, row->commune_name ? ", " : "",
               row->commune_name ? row->commune_name : "");
        size_t count = best_answers(line, &question, now, SHOWN, answers);
        for (size_t k = 0; k < count; k++) {
            struct demo_named named;
            if (demo_named(line->db, (struct demo_named_args){.id = answers[k].actor_id}, &named))
                printf("  %zu. %s%s%s\n     %s\n", k + 1, named.name, named.commune_name ? ", " : "",
                       named.commune_name ? named.commune_name : "", answers[k].reasons);
        }
    }
    printf("\n");
}

/* A site that people use is not a stage: nothing is added to it, and its name stays. */
static bool is_in_use(struct command_line *line)
{
    struct demo_real real = {0};
    demo_real(line->db, &real);
    if (!real.actors && !real.needs && !real.resources)
        return false;
    fprintf(stderr, "Cette base sert déjà : %lld organisation%s, %lld besoin%s et %lld ressource%s n’y sont pas des "
        "exemples. La démonstration ne s’y mêle pas, rien n’a été changé. Donnez-lui une base à elle, par exemple :\n"
        "  maillage init demo.db --territory 59 && maillage demo demo.db\n", (long long)real.actors,
        real.actors > 1 ? "s" : "", (long long)real.needs, real.needs > 1 ? "s" : "", (long long)real.resources,
        real.resources > 1 ? "s" : "");
    return true;
}

int demo_command(struct command_line *line)
{
    struct demo_known known = {0};
    int64_t now = clock_now();
    demo_known(line->db, &known);
    if (!known.total && is_in_use(line))
        return 1;
    if (!known.total && !db_failed(line->db)) {
        db_begin_write(line->db);
        if (!entitle(line)) {
            db_rollback(line->db);
            return 1;
        }
        fill(line, now);
        db_commit(line->db);
    }
    if (!db_failed(line->db))
        show_matches(line, now);
    if (!db_failed(line->db))
        return 0;
    fprintf(stderr, "%s\n", db_failed(line->db));
    return 1;
}
