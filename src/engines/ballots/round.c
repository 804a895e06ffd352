/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is said around a table: proxies, consent, election without candidate. */
#include "engines/ballots.h"
#include "engines/kernel/sort.h"

static enum proxy_state proxy_state_of(const struct proxy_member *members, uint32_t count, uint32_t who,
                                       const uint32_t *held, uint32_t cap)
{
    uint32_t to = members[who].to;
    if (members[who].present)
        return PROXY_PRESENT;
    if (to >= count || to == who)
        return PROXY_ABSENT;
    if (!members[to].present)
        return members[to].to < count ? PROXY_PASSED_ON : PROXY_TO_NOBODY_PRESENT;
    return held[to] < cap ? PROXY_REPRESENTED : PROXY_ABOVE_CAP;
}

struct proxies ballot_proxies(struct arena *arena, const struct proxy_member *members, uint32_t count, uint32_t cap)
{
    struct proxies proxies = {.states = arena_array(arena, count, sizeof *proxies.states),
                              .held = arena_array(arena, count, sizeof *proxies.held),
                              .voices = arena_array(arena, count, sizeof *proxies.voices)};
    for (uint32_t who = 0; who < count; who++) {
        int64_t voices = members[who].voices > 0 ? members[who].voices : 0;
        enum proxy_state state = proxy_state_of(members, count, who, proxies.held, cap);
        proxies.states[who] = state;
        if (state == PROXY_PRESENT) {
            proxies.voices[who] += voices;
            proxies.present++;
        } else if (state == PROXY_REPRESENTED) {
            proxies.voices[members[who].to] += voices;
            proxies.held[members[who].to]++;
            proxies.represented++;
        } else {
            proxies.absent++;
            continue;
        }
        proxies.all += voices;
    }
    return proxies;
}

static void amend(struct consent *consent, uint32_t people)
{
    consent->version++;
    for (uint32_t i = 0; i < people; i++)
        if (consent->states[i] == CONSENT_OBJECTION) {
            consent->states[i] = CONSENT_TO_SAY_AGAIN;
            consent->objections[i] = NULL;
        }
}

static bool lift(struct consent *consent, uint32_t people, const struct consent_word *word, bool group_may)
{
    bool may = word->by_group ? group_may : word->who == word->about;
    if (!may || word->about >= people || consent->states[word->about] != CONSENT_OBJECTION)
        return false;
    consent->states[word->about] = CONSENT_LIFTED;
    consent->objections[word->about] = NULL;
    return true;
}

/* Whether the word counts. */
static bool hear(struct consent *consent, uint32_t people, const struct consent_word *word,
                 const struct consent_rule *rule)
{
    if (word->who >= people || consent->outcome == CONSENT_WITHDRAWN)
        return false;
    enum consent_state *state = &consent->states[word->who];
    switch (word->act) {
    case CONSENT_AGREES:
        *state = *state == CONSENT_OBJECTION ? CONSENT_LIFTED : CONSENT_GIVEN;
        consent->objections[word->who] = NULL;
        return true;
    case CONSENT_OBJECTS:
        if (text_blank(word->reason))
            return false;
        *state = CONSENT_OBJECTION;
        consent->objections[word->who] = word->reason;
        return true;
    case CONSENT_LIFTS:
        return lift(consent, people, word, rule->group_may_lift);
    case CONSENT_AMENDS:
        if (word->who == rule->carrier)
            amend(consent, people);
        return word->who == rule->carrier;
    case CONSENT_WITHDRAWS:
        if (word->who == rule->carrier)
            consent->outcome = CONSENT_WITHDRAWN;
        return word->who == rule->carrier;
    }
    return false;
}

static void count_states(struct consent *consent, uint32_t people, uint32_t carrier)
{
    for (uint32_t i = 0; i < people; i++) {
        enum consent_state state = consent->states[i];
        consent->given += state == CONSENT_GIVEN;
        consent->standing += state == CONSENT_OBJECTION;
        consent->lifted += state == CONSENT_LIFTED;
        consent->silent += i != carrier && (state == CONSENT_SILENT || state == CONSENT_TO_SAY_AGAIN);
    }
}

struct consent ballot_consent(struct arena *arena, uint32_t people, const struct consent_word *words, size_t count,
                              const struct consent_rule *rule)
{
    struct consent consent = {.version = 1, .states = arena_array(arena, people, sizeof *consent.states),
                              .objections = arena_array(arena, people, sizeof *consent.objections),
                              .counts = arena_array(arena, count, sizeof(bool))};
    for (size_t i = 0; i < count; i++) {
        consent.counts[i] = hear(&consent, people, &words[i], rule);
        consent.refused += !consent.counts[i];
    }
    count_states(&consent, people, rule->carrier);
    if (consent.outcome == CONSENT_WITHDRAWN)
        return consent;
    if (consent.standing)
        consent.outcome = CONSENT_BLOCKED;
    else if (people > 0 && (!consent.silent || rule->silence_consents))
        consent.outcome = CONSENT_ADOPTED;
    return consent;
}

static int by_names(const void *a, const void *b, const void *context)
{
    const struct no_candidate *result = context;
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    if (result->after[one] != result->after[other])
        return result->after[one] > result->after[other] ? -1 : 1;
    return (result->first[one] < result->first[other]) - (result->first[one] > result->first[other]);
}

struct no_candidate ballot_no_candidate(struct arena *arena, const struct naming *namings, uint32_t people)
{
    struct no_candidate result = {.first = arena_array(arena, people, sizeof *result.first),
                                  .after = arena_array(arena, people, sizeof *result.after),
                                  .order = arena_array(arena, people, sizeof *result.order)};
    for (uint32_t i = 0; i < people; i++) {
        uint32_t first = namings[i].first, after = namings[i].after < people ? namings[i].after : first;
        if (first < people)
            result.first[first]++;
        if (after < people)
            result.after[after]++;
        result.spoke += after < people;
        result.changed += first < people && after != first;
    }
    for (uint32_t i = 0; i < people; i++)
        if (result.first[i] || result.after[i])
            result.order[result.named++] = i;
    stable_sort(arena, result.order, result.named, sizeof *result.order, by_names, &result);
    result.tied = result.named > 1 && by_names(&result.order[0], &result.order[1], &result) == 0;
    return result;
}
