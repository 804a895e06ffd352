/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What notices and lists of contracts have in common when they are kept. */
#include "features/opportunities/handlers.h"
#include "formats/identifiers.h"

const int64_t *known_or_null(struct arena *arena, int64_t value, bool known)
{
    int64_t *kept = arena_alloc(arena, sizeof *kept);
    *kept = value;
    return known ? kept : NULL;
}

const char *cpv_as_written(struct import *import, struct arena *arena, int64_t line, const char *cpv)
{
    char clean[9];
    if (!cpv)
        return NULL;
    if (check_cpv(cpv, clean) == ID_SOUND)
        return arena_text(arena, clean);
    import_warn(import, line, "cpv", "Code CPV mal formé : il est gardé tel quel.", cpv);
    return cpv;
}

void refresh_contract(struct db *db, int64_t id, const struct opportunity_add_args *add)
{
    opportunity_refresh(db, (struct opportunity_refresh_args){.id = id, .title = add->title,
        .description = add->description, .buyer = add->buyer, .buyer_id = add->buyer_id, .cpv = add->cpv,
        .place = add->place, .amount = add->amount, .currency = add->currency, .months = add->months,
        .published_day = add->published_day, .deadline = add->deadline, .deadline_day = add->deadline_day,
        .reserved = add->reserved, .social = add->social, .environmental = add->environmental, .url = add->url,
        .folded = add->folded, .fingerprint = add->fingerprint, .now = add->now});
}
