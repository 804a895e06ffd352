/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stands behind each part of a score, and what would change it. */
#include "engines/kernel/sort.h"
#include "engines/matching/inside.h"
#include <math.h>
#include <string.h>

/* Few: put in the order of the need. */
static void sort_by_place(struct inverted_hit *hits, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && hits[j].document < hits[j - 1].document; j--) {
            struct inverted_hit moved = hits[j];
            hits[j] = hits[j - 1];
            hits[j - 1] = moved;
        }
}

/* The words in common that weigh most, as the need writes them: its own, or those of the names of its codes. */
static const char *words_in_common(struct arena *arena, const struct match_session *session,
                                   const struct prepared *prepared, uint32_t offer, bool of_codes)
{
    struct inverted_hit hits[SHOWN_WORDS];
    struct best best = {hits, 0, SHOWN_WORDS};
    struct buffer text = {.arena = arena};
    for (uint32_t i = 0; i < prepared->terms.count; i++) {
        if (prepared->term_id[i] == HASH_NONE || (prepared->terms.items[i].field == FIELD_CODES) != of_codes)
            continue;
        double impact = inverted_impact(&session->index->words, prepared->term_id[i], offer);
        if (impact > 0)
            best_offer(&best, i, impact * prepared->terms.items[i].weight);
    }
    sort_by_place(hits, best.count);
    for (size_t i = 0; i < best.count; i++) {
        buffer_text(&text, i ? ", " : "");
        const char *word = prepared->terms.items[hits[i].document].word;
        buffer_text(&text, written_word(arena, session->index, prepared->need, word));
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
    return name ? name : match_usual_name(arena, code);
}

/* Where the branches of two codes of one tree part; NULL when they never were one. */
static const char *meeting(struct arena *arena, const char *a, const char *b)
{
    const char *of_a[LONGEST_CHAIN], *of_b[LONGEST_CHAIN], *last = NULL;
    size_t length_a = code_chain(arena, a, of_a), length_b = code_chain(arena, b, of_b);
    for (size_t i = 0; i < length_a && i < length_b && text_is(of_a[i], of_b[i]); i++)
        last = of_a[i];
    return last;
}

static void explain_code(struct arena *arena, const struct match_session *session, const struct prepared *prepared,
                         uint32_t offer, struct match_reason *reason)
{
    const struct match_index *index = session->index;
    uint32_t code = best_code(index, prepared, offer, reason->kind == MATCH_STRUCTURE);
    if (code == HASH_NONE)
        return;
    if (!prepared->ratings[code].linked)
        reason->which = meeting(arena, index->codes.texts[code],
                                prepared->need->codes[prepared->ratings[code].need_code]);
    else if (text_starts(index->codes.texts[code], "said:"))
        reason->which = index->codes.texts[code];
    reason->what = readable(arena, index, index->codes.texts[code]);
    reason->other = readable(arena, index, prepared->need->codes[prepared->ratings[code].need_code]);
    reason->figure = prepared->ratings[code].closeness;
}

static void explain_learned(struct arena *arena, const struct match_session *session,
                            const struct prepared *prepared, uint32_t offer, struct match_reason *reason)
{
    const struct learned *learned = &session->index->learned;
    uint32_t need, term;
    if (!best_learned(session->index, prepared, offer, &need, &term))
        return;
    const struct match_index *index = session->index;
    char of_need = learned->need_terms.texts[need][0], of_offer = learned->offer_terms.texts[term][0];
    reason->what = learned->offer_words[term];
    reason->other = learned->need_words[need];
    if (of_offer == 'w')
        reason->what = written_word(arena, index, &index->source.offers[offer], reason->what);
    if (of_need == 'w')
        reason->other = written_word(arena, index, prepared->need, reason->other);
    if (of_offer == 'c')
        reason->what = readable(arena, index, learned->offer_terms.texts[term] + 1);
    if (of_need == 'c')
        reason->other = readable(arena, index, learned->need_terms.texts[need] + 1);
    reason->which = arena_format(arena, "%c%c", of_need, of_offer);
    reason->wanted = learned->purchases;
    reason->figure = sparse_at(&learned->seen, need, term);
}

static void explain_cases(const struct match_session *session, const struct prepared *prepared, uint32_t offer,
                          struct match_reason *reason)
{
    const struct match_index *index = session->index;
    reason->wanted = (double)prepared->near_count;
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
    case MATCH_WORDS:
        reason->what = words_in_common(arena, session, prepared, offer, false);
        if (text_blank(reason->what))
            reason->what = words_in_common(arena, session, prepared, offer, true);
        break;
    case MATCH_CODE: explain_code(arena, session, prepared, offer, reason); break;
    case MATCH_LEARNED: explain_learned(arena, session, prepared, offer, reason); break;
    case MATCH_DISTANCE: distance_part(index, prepared, offer, &reason->figure); break;
    case MATCH_STRUCTURE: explain_code(arena, session, prepared, offer, reason); break;
    case MATCH_ZONE: reason->what = best_zone(&index->served, prepared->need, offer); break;
    case MATCH_SEAT: reason->what = best_zone(&index->seats, prepared->need, offer); break;
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
        change->figure = floor((item->radius_km + need->extent_km - rules->decay_km * log(share)) * 10) / 10;
        return need->placed && item->placed;
    case MATCH_ZONE:
        for (size_t i = 0; i < need->zone_count; i++) {
            uint32_t zone = text_map_find(&index->served.zones, need->zones[i], strlen(need->zones[i]));
            if (zone != HASH_NONE && zone_closeness(&index->served, zone) >= share) {
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
