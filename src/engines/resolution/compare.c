/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Two rows side by side: how their names, places and contacts turn out. */
#include "base/earth.h"
#include "engines/resolution/inside.h"
#include "engines/text/distance.h"
#include <math.h>
#include <string.h>

enum { LEFT_OVER = 6 };
static const double TOWN_WORD = 0.3;                       /* what a word of one's own town counts in one's name */
static const double PER_EDIT = 0.15, SAME = 0.97, CLOSE = 0.72, HALF = 0.45, LITTLE = 0.15, SAME_STREET = 0.6;
static const double SPOT_METRES = 120, NEIGHBOUR_METRES = 15000;

double token_weight(const struct resolver *resolver, const struct tokens *tokens, uint32_t i)
{
    return (double)resolver->rarity[resolver->tokens[tokens->at + i]] * (tokens->town >> i & 1 ? TOWN_WORD : 1);
}

/* Tokens of one side that the other does not have. */
struct left_over { uint32_t count, place[LEFT_OVER]; };

static void leave(struct left_over *left, uint32_t place)
{
    if (left->count < LEFT_OVER)
        left->place[left->count++] = place;
}

static double share_same(const struct resolver *resolver, const struct tokens *a, const struct tokens *b,
                         struct left_over *left_a, struct left_over *left_b)
{
    const uint32_t *x = resolver->tokens + a->at, *y = resolver->tokens + b->at;
    uint32_t i = 0, j = 0;
    double same = 0;
    while (i < a->count || j < b->count) {
        if (i < a->count && j < b->count && x[i] == y[j])
            same += (token_weight(resolver, a, i++) + token_weight(resolver, b, j++)) / 2;
        else if (j == b->count || (i < a->count && x[i] < y[j]))
            leave(left_a, i++);
        else
            leave(left_b, j++);
    }
    return same;
}

static int edits_forgiven(size_t length)
{
    return length < 4 ? 0 : length < 8 ? 1 : 2;
}

static const char *token_text(const struct resolver *resolver, uint32_t token, size_t *length)
{
    *length = resolver->vocabulary.lengths[token];
    return resolver->vocabulary.texts[token];
}

/* Edits between what was prepared and a word; −1 when they are too many for the shorter of both. */
static int few_edits(const struct typed *typed, const char *word, size_t length)
{
    size_t shorter = typed->length < length ? typed->length : length;
    if (typed->length + length - 2 * shorter > 2)
        return -1;
    int edits = typed_edits(typed, word, length, edits_forgiven(shorter));
    return edits <= edits_forgiven(shorter) ? edits : -1;
}

/* Words left over on both sides that are a typing error apart. */
static double share_alike(const struct resolver *resolver, const struct tokens *a, const struct tokens *b,
                          const struct left_over *left_a, struct left_over *left_b)
{
    struct typed typed = {0};
    double alike = 0;
    size_t length;
    for (uint32_t i = 0; i < left_a->count; i++) {
        const char *word = token_text(resolver, resolver->tokens[a->at + left_a->place[i]], &length);
        if (edits_forgiven(length) == 0)
            continue;
        typed_prepare(&typed, word, length);
        for (uint32_t j = 0; j < left_b->count; j++) {
            const char *other = token_text(resolver, resolver->tokens[b->at + left_b->place[j]], &length);
            int edits = few_edits(&typed, other, length);
            if (edits < 0)
                continue;
            alike += (token_weight(resolver, a, left_a->place[i]) + token_weight(resolver, b, left_b->place[j])) / 2
                     * (1 - PER_EDIT * edits);
            left_b->place[j] = left_b->place[--left_b->count];
            break;
        }
    }
    return alike;
}

/* What two lists of tokens have in common, in weight. */
static double in_common(const struct resolver *resolver, const struct tokens *a, const struct tokens *b)
{
    struct left_over left_a = {0}, left_b = {0};
    double common = share_same(resolver, a, b, &left_a, &left_b);
    if (left_a.count && left_b.count)
        common += share_alike(resolver, a, b, &left_a, &left_b);
    return common;
}

static uint8_t level_of_names(const struct resolver *resolver, const struct tokens *a, const struct tokens *b)
{
    double common = in_common(resolver, a, b), both = (double)a->weight + b->weight;
    double least = a->weight < b->weight ? a->weight : b->weight;
    double dice = both > 0 ? 2 * common / both : 0, held = least > 0 ? common / least : 0;
    double likeness = 0.6 * dice + 0.4 * (held < 1 ? held : 1);
    bool rare = common >= resolver->rare_from;
    if (dice >= SAME)
        return rare ? NAME_SAME_RARE : NAME_SAME;
    if (likeness >= CLOSE)
        return rare ? NAME_CLOSE_RARE : NAME_CLOSE;
    if (rare && held >= SAME)
        return NAME_WITHIN;
    if (likeness >= HALF)
        return rare ? NAME_HALF_RARE : NAME_HALF;
    if (likeness >= LITTLE)
        return rare ? NAME_LITTLE_RARE : NAME_LITTLE;
    return NAME_NOTHING;
}

static bool is_sigle(const struct compiled *a, const struct compiled *b)
{
    for (int i = 0; i < SHORT_WORDS; i++) {
        uint32_t x = a->short_words[i], y = b->short_words[i];
        if ((x && (x == b->initials || x == b->all_initials)) || (y && (y == a->initials || y == a->all_initials)))
            return true;
    }
    return false;
}

/* The names as such, then with the other name of either; the level that speaks most for one organisation. */
static uint8_t compare_names(const struct resolver *resolver, const struct compiled *a, const struct compiled *b)
{
    static const uint8_t order[RESOLVE_NAME_LEVELS] = {0, 1, 2, 3, 4, 6, 7, 9, 8, 10, 11, 5, 0};
    const struct tokens *mine[] = {&a->name, &a->other_name}, *theirs[] = {&b->name, &b->other_name};
    uint8_t best = NAME_UNKNOWN;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++) {
            if (mine[i]->count == 0 || theirs[j]->count == 0)
                continue;
            uint8_t level = level_of_names(resolver, mine[i], theirs[j]);
            best = order[level] > order[best] ? level : best;
        }
    if (a->bodies && b->bodies && !(a->bodies & b->bodies))
        return NAME_OTHER_BODY;
    if (best && order[best] < order[NAME_SIGLE] && is_sigle(a, b))
        return NAME_SIGLE;
    return best;
}

static bool same_street(const struct resolver *resolver, const struct compiled *a, const struct compiled *b)
{
    double both = (double)a->street.weight + b->street.weight;
    return both > 0 && 2 * in_common(resolver, &a->street, &b->street) / both >= SAME_STREET;
}

static double metres_between(const struct compiled *a, const struct compiled *b)
{
    double x = (double)a->point[0] - b->point[0], y = (double)a->point[1] - b->point[1];
    double z = (double)a->point[2] - b->point[2];
    return 1000 * EARTH_KM * sqrt(x * x + y * y + z * z);
}

static bool streets_known(const struct compiled *a, const struct compiled *b)
{
    return a->street.count && b->street.count;
}

/* Where they stand, once it is known whether the town is the same. */
static uint8_t within_town(const struct resolver *resolver, const struct compiled *a, const struct compiled *b)
{
    if (!streets_known(a, b))
        return WHERE_TOWN_ONLY;
    if (!same_street(resolver, a, b))
        return WHERE_SAME_TOWN;
    return a->number == b->number || !a->number || !b->number ? WHERE_SAME_ADDRESS : WHERE_SAME_STREET;
}

static uint8_t compare_places(const struct resolver *resolver, const struct compiled *a, const struct compiled *b)
{
    bool posts = a->post && b->post, towns = a->town && b->town, points = a->placed && b->placed;
    double metres = points ? metres_between(a, b) : INFINITY;
    bool department = posts && a->department == b->department;
    bool town = (posts && a->post == b->post) || (towns && a->town == b->town && (!posts || department));
    uint8_t level = town ? within_town(resolver, a, b) : WHERE_ELSEWHERE;
    if (town && level == WHERE_SAME_ADDRESS)
        return level;
    if (metres <= SPOT_METRES)
        return WHERE_SAME_SPOT;
    if (town)
        return level;
    if (!posts && !towns && !points)
        return streets_known(a, b) && a->number && a->number == b->number && same_street(resolver, a, b)
               ? WHERE_SAME_STREET : WHERE_UNKNOWN;
    return department || metres <= NEIGHBOUR_METRES ? WHERE_SAME_DEPARTMENT : WHERE_ELSEWHERE;
}

static uint8_t compare_contacts(uint64_t a, uint64_t b)
{
    return !a || !b ? CONTACT_UNKNOWN : a == b ? CONTACT_SAME : CONTACT_OTHER;
}

struct comparison compare_rows(const struct resolver *resolver, uint32_t a, uint32_t b)
{
    const struct compiled *x = &resolver->compiled[a], *y = &resolver->compiled[b];
    struct comparison comparison = {0};
    bool rna = x->rna && y->rna;
    comparison.identified = (x->siret && x->siret == y->siret) || (rna && x->rna == y->rna)
                            || (x->siren && x->siren == y->siren && (!x->siret || !y->siret));
    comparison.vetoed = !comparison.identified && ((x->siren && y->siren && x->siren != y->siren)
                                                   || (rna && x->rna != y->rna));
    comparison.level[RESOLVE_NAME] = compare_names(resolver, x, y);
    comparison.level[RESOLVE_WHERE] = compare_places(resolver, x, y);
    comparison.level[RESOLVE_PHONE] = compare_contacts(x->phone, y->phone);
    comparison.level[RESOLVE_MAIL] = compare_contacts(x->mail, y->mail);
    return comparison;
}
