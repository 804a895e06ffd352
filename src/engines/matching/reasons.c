/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stands behind each part of a score, and what would change it. */
#include "engines/kernel/sort.h"
#include "engines/matching/inside.h"
#include <math.h>
#include <string.h>

/* The words in common that weigh most, as the need writes them. */
static const char *words_in_common(struct arena *arena, const struct match_session *session,
                                   const struct prepared *prepared, uint32_t offer)
{
    struct inverted_hit hits[SHOWN_WORDS];
    struct best best = {hits, 0, SHOWN_WORDS};
    struct buffer text = {.arena = arena};
    for (uint32_t i = 0; i < prepared->terms.count; i++) {
        if (prepared->term_id[i] == HASH_NONE)
            continue;
        double impact = inverted_impact(&session->index->words, prepared->term_id[i], offer);
        if (impact > 0)
            best_offer(&best, i, impact * prepared->terms.items[i].weight);
    }
    best_sort(&best);
    for (size_t i = 0; i < best.count; i++) {
        buffer_text(&text, i ? ", " : "");
        buffer_text(&text, prepared->terms.items[hits[i].document].word);
    }
    return buffer_string(&text);
}

/* The name of a code, or of the nearest one above it that has a name; else the code. */
static const char *readable(struct arena *arena, const struct match_index *index, const char *code)
{
    const char *chain[LONGEST_CHAIN], *name = code_name(index, code);
    size_t length = name ? 0 : code_chain(arena, code, chain);
    while (!name && length > 0)
        name = code_name(index, chain[--length]);
    return name ? name : code;
}

static void explain_code(struct arena *arena, const struct match_session *session, const struct prepared *prepared,
                         uint32_t offer, struct match_reason *reason)
{
    const struct match_index *index = session->index;
    uint32_t code = best_code(index, prepared, offer);
    if (code == HASH_NONE)
        return;
    reason->what = readable(arena, index, index->codes.texts[code]);
    reason->other = readable(arena, index, prepared->need->codes[prepared->ratings[code].need_code]);
    reason->figure = prepared->ratings[code].closeness;
}

static void explain_learned(const struct match_session *session, const struct prepared *prepared, uint32_t offer,
                            struct match_reason *reason)
{
    const struct learned *learned = &session->index->learned;
    uint32_t need, term;
    if (!best_learned(session->index, prepared, offer, &need, &term))
        return;
    reason->what = learned->offer_words[term];
    reason->other = learned->need_words[need];
    reason->figure = sparse_at(&learned->seen, need, term);
}

static void explain_cases(const struct match_session *session, const struct prepared *prepared, uint32_t offer,
                          struct match_reason *reason)
{
    const struct match_index *index = session->index;
    for (size_t i = 0; i < prepared->near_count; i++) {
        uint32_t past = prepared->near[i].past;
        if (sparse_at(&index->past_offers, past, offer) == 0)
            continue;
        if (!reason->what)
            reason->what = index->source.cases[index->past_case[past]].need.title;
        reason->figure++;
    }
}

static void explain(struct arena *arena, const struct match_session *session, const struct prepared *prepared,
                    uint32_t offer, struct match_reason *reason)
{
    const struct match_index *index = session->index;
    const struct match_item *item = &index->source.offers[offer];
    switch (reason->kind) {
    case MATCH_WORDS: reason->what = words_in_common(arena, session, prepared, offer); break;
    case MATCH_CODE: explain_code(arena, session, prepared, offer, reason); break;
    case MATCH_LEARNED: explain_learned(session, prepared, offer, reason); break;
    case MATCH_DISTANCE: distance_part(index, prepared, offer, &reason->figure); break;
    case MATCH_ZONE: reason->what = best_zone(index, prepared->need, offer); break;
    case MATCH_CASES: explain_cases(session, prepared, offer, reason); break;
    case MATCH_CAPACITY: reason->figure = item->amount, reason->wanted = prepared->need->amount; break;
    case MATCH_CALENDAR: reason->figure = calendar_part(prepared->need, item); break;
    case MATCH_FRESH: reason->figure = (double)(index->rules.today - item->updated); break;
    default: break;
    }
}

static int by_part(const void *a, const void *b, const void *context)
{
    double x = ((const struct match_reason *)a)->part, y = ((const struct match_reason *)b)->part;
    return (x < y) - (x > y);
}

void write_reasons(struct arena *arena, const struct match_session *session, const struct prepared *prepared,
                   struct match_result *result)
{
    struct part list[MATCH_EXCLUDED];
    size_t count = list_parts(session, prepared, result->offer, list);
    result->reasons = arena_array(arena, count, sizeof *result->reasons);
    for (size_t i = 0; i < count; i++) {
        double part = weighted(list[i].weight, list[i].value);
        if (part <= 0)
            continue;
        struct match_reason *reason = &result->reasons[result->reason_count++];
        *reason = (struct match_reason){.kind = list[i].kind, .part = part};
        explain(arena, session, prepared, result->offer, reason);
    }
    stable_sort(arena, result->reasons, result->reason_count, sizeof *result->reasons, by_part, NULL);
}

/* The value that would give this part the share it needs; false when no value would. */
static bool needed_value(const struct match_session *session, const struct prepared *prepared, uint32_t offer,
                         const struct part *part, double share, struct match_reason *change)
{
    const struct match_index *index = session->index;
    const struct match_rules *rules = &index->rules;
    const struct match_item *need = prepared->need, *item = &index->source.offers[offer];
    switch (part->kind) {
    case MATCH_DISTANCE:
        change->figure = floor((item->radius_km - rules->decay_km * log(share)) * 10) / 10;
        return need->placed && item->placed;
    case MATCH_ZONE:
        for (size_t i = 0; i < need->zone_count; i++) {
            uint32_t zone = text_map_find(&index->zones, need->zones[i], strlen(need->zones[i]));
            if (zone != HASH_NONE && zone_closeness(index, zone) >= share) {
                change->what = need->zones[i];
                return true;
            }
        }
        return false;
    case MATCH_CAPACITY:
        change->figure = ceil(share * need->amount * 1000) / 1000;
        change->wanted = need->amount;
        return need->amount > 0;
    case MATCH_FRESH:
        change->figure = floor(-rules->fresh_days * log(share));
        return rules->today != 0;
    case MATCH_CALENDAR:
        change->figure = share;
        return need->from && need->until;
    default:
        return false;
    }
}

bool match_counterfactual(struct arena *arena, struct match_session *session, const struct match_item *need,
                          const struct match_query *query, uint32_t offer, double score, struct match_reason *change)
{
    static const enum match_kind order[] = {MATCH_FRESH, MATCH_CAPACITY, MATCH_CALENDAR, MATCH_ZONE, MATCH_DISTANCE};
    struct prepared prepared;
    struct part list[MATCH_EXCLUDED];
    prepare_need(session, need, query, &prepared);
    double missing = score - whole_score(session, &prepared, offer);
    size_t count = list_parts(session, &prepared, offer, list);
    for (size_t o = 0; o < sizeof order / sizeof *order; o++)
        for (size_t i = 0; i < count; i++) {
            double share = list[i].weight > 0 ? list[i].value + missing / list[i].weight : 2;
            *change = (struct match_reason){.kind = list[i].kind, .part = missing};
            if (list[i].kind == order[o] && missing > 0 && share <= 1
                && needed_value(session, &prepared, offer, &list[i], share, change))
                return true;
        }
    return false;
}
