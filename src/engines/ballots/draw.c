/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Draws by lot. */
#include "engines/draw.h"
#include "engines/kernel/digest.h"
#include "engines/kernel/sort.h"
#include <math.h>
#include <string.h>

#define NBSP "\xC2\xA0"

void draw_digest(const char *seed, const char *id, char out[DIGEST_TEXT])
{
    struct digest digest = digest_begin();
    digest_text(&digest, seed);
    digest_text(&digest, "\n");
    digest_text(&digest, id);
    digest_end_text(&digest, out);
}

struct ticket { char digest[DIGEST_TEXT]; uint32_t person; };

static int by_digest(const void *a, const void *b, const void *context)
{
    (void)context;
    return strcmp(((const struct ticket *)a)->digest, ((const struct ticket *)b)->digest);
}

uint32_t *draw_order(struct arena *arena, const char *const *ids, uint32_t count, const char *seed)
{
    struct arena work = {0};
    uint32_t *order = arena_array(arena, count, sizeof *order);
    struct ticket *tickets = arena_array(&work, count, sizeof *tickets);
    for (uint32_t i = 0; i < count; i++) {
        draw_digest(seed, ids[i], tickets[i].digest);
        tickets[i].person = i;
    }
    stable_sort(&work, tickets, count, sizeof *tickets, by_digest, NULL);
    for (uint32_t i = 0; i < count; i++)
        order[i] = tickets[i].person;
    arena_free(&work);
    return order;
}

/* Whole parts first, then one more to the largest remainders. */
static void hand_out(struct arena *work, uint32_t *seats, const uint32_t *people, uint32_t strata, uint32_t all,
                     uint32_t count)
{
    double *rest = arena_array(work, strata, sizeof *rest);
    uint32_t given = 0, wanted = all < count ? all : count;
    for (uint32_t i = 0; i < strata; i++) {
        seats[i] = (uint32_t)((uint64_t)wanted * people[i] / count);
        rest[i] = (double)((uint64_t)wanted * people[i] % count);    /* exact: below 2³² */
        given += seats[i];
    }
    const uint32_t *order = order_of_reals(work, rest, strata, true);
    for (uint32_t i = 0; given < wanted && i < strata; i++, given++)
        seats[order[i]]++;
}

struct strata_draw draw_strata(struct arena *arena, const char *const *ids, const uint32_t *stratum, uint32_t count,
                               uint32_t strata, uint32_t seats, const char *seed)
{
    struct arena work = {0};
    struct strata_draw draw = {.seats = arena_array(arena, strata, sizeof *draw.seats),
                               .people = arena_array(arena, strata, sizeof *draw.people),
                               .drawn = arena_array(arena, count, sizeof *draw.drawn),
                               .order = arena_array(arena, count, sizeof *draw.order)};
    const uint32_t *order = draw_order(&work, ids, count, seed);
    for (uint32_t i = 0; i < count; i++)
        draw.people[stratum[i]]++;
    if (count > 0)
        hand_out(&work, draw.seats, draw.people, strata, seats, count);
    size_t *at = arena_array(&work, (size_t)strata + 1, sizeof *at);
    for (uint32_t i = 0; i < strata; i++)
        at[i + 1] = at[i] + draw.people[i];
    for (uint32_t i = 0; i < count; i++)
        draw.order[at[stratum[order[i]]]++] = order[i];
    for (uint32_t i = 0, first = 0; i < strata; first += draw.people[i++])
        for (uint32_t j = 0; j < draw.seats[i]; j++)
            draw.drawn[draw.count++] = draw.order[first + j];
    arena_free(&work);
    return draw;
}

void draw_panel_sentence(struct buffer *out, const struct panel *panel, uint32_t seats, uint32_t people,
                         const char *seed)
{
    static const char *const troubles[] = {
        "", "Aucun panel ne peut respecter ces quotas.",
        "Il y a trop de profils différents pour ce calcul" NBSP ": il faut moins de critères, ou des classes plus "
        "larges.",
        "Ces quotas sont trop enchevêtrés pour ce calcul" NBSP ": il faut en relâcher."};
    if (panel->trouble != PANEL_DRAWN) {
        buffer_text(out, troubles[panel->trouble]);
        return;
    }
    buffer_format(out, "Un panel de %u personne%s parmi %u, qui respecte tous les quotas. Les chances sont aussi "
                  "égales que les quotas le permettent (LEXIMIN)" NBSP ": personne n’a moins de ", seats,
                  seats > 1 ? "s" : "", people);
    buffer_format(out, "%.0f chances sur 10" NBSP "000", floor(10000 * panel->least_chance));
    if (panel->never)
        buffer_format(out, ", sauf %u personne%s qu’aucun panel possible ne peut contenir", panel->never,
                      panel->never > 1 ? "s" : "");
    buffer_format(out, ". La graine publique «" NBSP "%s" NBSP "» a tiré le billet %u sur %u, donc la composition "
                  "n°" NBSP "%u sur %u, puis les personnes de chaque profil par leur empreinte SHA-256.", seed,
                  panel->ticket + 1, PANEL_TICKETS, panel->lot + 1, panel->lots);
}

void draw_sentence(struct buffer *out, const char *seed, uint32_t seats, uint32_t people, bool by_strata)
{
    buffer_format(out, "%u personne%s sur %u, tirée%s au sort avec la graine publique «" NBSP "%s" NBSP "». Chacun "
                  "peut refaire le tirage" NBSP ": pour chaque identifiant, l’empreinte SHA-256 de la graine, d’un "
                  "retour à la ligne et de l’identifiant" NBSP "; les plus petites empreintes sont tirées, les "
                  "suivantes remplacent.",
                  seats, seats > 1 ? "s" : "", people, seats > 1 ? "s" : "", seed);
    if (by_strata)
        buffer_text(out, " Les places se partagent entre les groupes à proportion de leurs membres, au plus fort "
                         "reste.");
}
