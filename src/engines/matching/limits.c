/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What makes an offer impossible, and the parts for capacity, dates and freshness. What was not said refuses nobody. */
#include "engines/matching/inside.h"
#include <math.h>

static const char *missing_label(const struct match_item *need, const struct match_item *offer)
{
    for (size_t i = 0; i < need->label_count; i++) {
        bool held = false;
        for (size_t j = 0; j < offer->label_count && !held; j++)
            held = text_is(need->labels[i], offer->labels[j]);
        if (!held)
            return need->labels[i];
    }
    return NULL;
}

static bool overlap(const struct match_item *need, const struct match_item *offer)
{
    return !(offer->until && need->from && offer->until < need->from)
           && !(offer->from && need->until && offer->from > need->until);
}

static bool too_far(const struct match_index *index, const struct prepared *prepared, uint32_t offer,
                    struct match_reason *reason)
{
    const struct match_item *need = prepared->need, *item = &index->source.offers[offer];
    if (!index->rules.only_in_radius || !need->placed || !item->placed)
        return false;
    double km = km_between(prepared->point, index->points[offer]);
    double most = need->radius_km > 0 ? need->radius_km : INFINITY;
    if (item->radius_km > 0 && item->radius_km < most)
        most = item->radius_km;
    *reason = (struct match_reason){.kind = MATCH_TOO_FAR, .figure = km, .wanted = most};
    return km > most;
}

bool refusal(const struct match_session *session, const struct prepared *prepared, uint32_t offer,
             struct match_reason *reason)
{
    const struct match_index *index = session->index;
    const struct match_item *need = prepared->need, *item = &index->source.offers[offer];
    const char *label = missing_label(need, item);
    if (session->excluded[offer])
        *reason = (struct match_reason){.kind = MATCH_EXCLUDED};
    else if (label)
        *reason = (struct match_reason){.kind = MATCH_LACKS_LABEL, .what = label};
    else if (!overlap(need, item))
        *reason = (struct match_reason){.kind = MATCH_NOT_THEN};
    else if (index->rules.only_in_zone && need->zone_count && item->zone_count
             && !best_zone(&index->served, need, offer))
        *reason = (struct match_reason){.kind = MATCH_OUT_OF_ZONE};
    else
        return too_far(index, prepared, offer, reason);
    return true;
}

double capacity_part(const struct match_item *need, const struct match_item *offer)
{
    if (!(need->amount > 0) || !(offer->amount > 0))
        return 0;
    return offer->amount < need->amount ? offer->amount / need->amount : 1;
}

/* The share of the days wanted on which the offer is there; an end left open counts as far as the other goes. */
double calendar_part(const struct match_item *need, const struct match_item *offer)
{
    if (!need->from || !need->until || (!offer->from && !offer->until))
        return 0;
    int64_t from = offer->from > need->from ? offer->from : need->from;
    int64_t until = offer->until && offer->until < need->until ? offer->until : need->until;
    return until < from ? 0 : (double)(until - from + 1) / (double)(need->until - need->from + 1);
}

double fresh_part(const struct match_rules *rules, const struct match_item *offer)
{
    if (!rules->today || !offer->updated)
        return 0;
    double age = (double)(rules->today - offer->updated);
    return exp(-(age > 0 ? age : 0) / rules->fresh_days);
}
