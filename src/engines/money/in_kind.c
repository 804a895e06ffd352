/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a gift of time or of things is worth at its day. */
#include "base/number.h"
#include "engines/money/cash_inside.h"

#define MOST_THOUSANDTHS 1000000000000

/* Accounts of the plan comptable associatif: 86 the use, 87 the gift. */
static const struct { uint16_t debit, credit; } accounts[IN_KINDS] = {
    [IN_KIND_WORK] = {864, 875}, [IN_KIND_LENT] = {861, 871}, [IN_KIND_SERVICE] = {862, 871},
    [IN_KIND_GOODS] = {860, 870}};

static bool version_at(const struct in_kind_rate *rates, size_t count, const struct in_kind_gift *gift, uint32_t *at,
                       bool *known)
{
    bool found = false;
    *known = false;
    for (uint32_t i = 0; i < count; i++) {
        if (!text_is(rates[i].name, gift->rate))
            continue;
        *known = true;
        if (rates[i].from <= gift->day && (!found || rates[i].from >= rates[*at].from))
            *at = i, found = true;
    }
    return found;
}

const char *in_kind_value(const struct in_kind_rate *rates, size_t count, const struct in_kind_gift *gift,
                          struct in_kind_value *value)
{
    bool known;
    uint32_t at = 0;
    if ((unsigned)gift->kind >= IN_KINDS)
        return N_("A contribution in kind is work, something lent, a service or goods.");
    if (gift->thousandths <= 0 || gift->thousandths > MOST_THOUSANDTHS)
        return N_("The quantity of a contribution is more than nothing.");
    if (!version_at(rates, count, gift, &at, &known))
        return known ? N_("This rate has no value yet on the day of the contribution.") : N_("This rate is not known.");
    if (rates[at].cents < 0 || !multiply_divide(rates[at].cents, gift->thousandths, 1000, &value->cents))
        return N_("This contribution is worth too much, or less than nothing.");
    value->rate = at;
    value->debit = accounts[gift->kind].debit;
    value->credit = accounts[gift->kind].credit;
    return NULL;
}
