/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Majorities and quorum. */
#include "engines/ballots.h"

static int64_t held(int64_t count)
{
    return count > 0 ? count : 0;
}

bool ballot_rule_read(struct arena *arena, const char *text, struct ballot_rule *rule)
{
    static const struct { const char *name; enum ballot_base base; bool all, strict; } known[] = {
        {"simple", BALLOT_EXPRESSED, false, true}, {"absolute", BALLOT_CAST, false, true},
        {"members", BALLOT_ENTITLED, false, true}, {"unanimity", BALLOT_EXPRESSED, true, false}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_is(text, known[i].name)) {
            *rule = (struct ballot_rule){known[i].base, rational_of(arena, 1, known[i].all ? 1 : 2), known[i].strict};
            return true;
        }
    struct rational needed;
    if (!text || !rational_read(arena, text, &needed) || rational_sign(needed) <= 0
        || rational_compare(arena, needed, rational_of(arena, 1, 1)) > 0)
        return false;
    *rule = (struct ballot_rule){BALLOT_EXPRESSED, needed, false};
    return true;
}

/* The least whole number of base that is at least (strict: more than) this share of it. */
static int64_t least_of(struct arena *arena, int64_t base, struct rational needed, bool strict)
{
    struct rational exact = rational_multiply(arena, needed, rational_of(arena, base, 1));
    int64_t whole = 0;
    if (!rational_floor(arena, exact, &whole))
        return INT64_MAX;
    bool is_whole = rational_compare(arena, exact, rational_of(arena, whole, 1)) == 0;
    return whole + (strict || !is_whole);
}

struct ballot_verdict ballot_decide(struct arena *arena, struct ballot_counts counts, const struct ballot_rule *rule)
{
    int64_t favour = held(counts.favour), base = favour + held(counts.against);
    if (rule->base == BALLOT_CAST)
        base += held(counts.abstained);
    else if (rule->base == BALLOT_ENTITLED)
        base = held(counts.entitled);
    struct ballot_verdict verdict = {.base = base, .valid = base > 0, .share = rational_of(arena, 0, 1)};
    if (!verdict.valid)
        return verdict;
    int64_t needed = least_of(arena, base, rule->needed, rule->strict);
    verdict.share = rational_of(arena, favour, base);
    verdict.adopted = favour >= needed;
    verdict.missing = verdict.adopted ? 0 : needed - favour;
    return verdict;
}

struct quorum ballot_quorum(struct arena *arena, const struct quorum_college *colleges, uint32_t count,
                            const struct quorum_rule *rule)
{
    struct quorum quorum = {.college_met = arena_array(arena, count, sizeof(bool)),
                            .colleges_needed = rule->colleges < count ? rule->colleges : count};
    for (uint32_t i = 0; i < count; i++) {
        int64_t present = held(colleges[i].present), entitled = held(colleges[i].entitled);
        quorum.present += present;
        quorum.entitled += entitled;
        quorum.college_met[i] = entitled > 0 && present >= least_of(arena, entitled, rule->college, false);
        quorum.colleges_met += quorum.college_met[i];
    }
    quorum.needed = least_of(arena, quorum.entitled, rule->heads, false);
    quorum.met = quorum.entitled > 0 && quorum.present >= quorum.needed
                 && quorum.colleges_met >= quorum.colleges_needed;
    return quorum;
}
