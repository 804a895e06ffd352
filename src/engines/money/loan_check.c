/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is wrong with a loan. */
#include "engines/money/loan_inside.h"

enum { TITLE_LEAST_MONTHS = 84, TITLE_MOST_VARIABLE = 400000 };

static bool is_share(int64_t millionths)
{
    return millionths >= 0 && millionths <= MILLIONTHS;
}

static const char *wrong_dates(const struct loan *loan, uint32_t every)
{
    if (every == 0 || every > 12 || 12 % every != 0)
        return N_("Payments come every 1, 2, 3, 4, 6 or 12 months.");
    if (loan->months < every || loan->months > LOAN_MOST_MONTHS || loan->deferred > LOAN_MOST_MONTHS)
        return N_("A loan is paid back in 1 to 600 months, deferred by 600 at most.");
    if (loan->months % every != 0 || loan->deferred % every != 0)
        return N_("The months of payment and of deferral are multiples of the months between payments.");
    return loan->day < -3000000 || loan->day > 3000000 ? N_("The day of a loan is no date of our calendar.") : NULL;
}

/* A title is paid back once all its years have run, deferral or not. */
static const char *wrong_title(const struct loan *loan)
{
    if (loan->months + loan->deferred < TITLE_LEAST_MONTHS)
        return N_("A title is paid back after seven years (84 months) at the soonest.");
    if (!is_share(loan->fixed_share) || !is_share(loan->variable_most))
        return N_("The fixed share of a title, and its limit, are shares of the nominal.");
    if (loan->variable_share < 0 || loan->variable_share > TITLE_MOST_VARIABLE)
        return N_("The variable pay of a title bears on two fifths of the nominal at most.");
    if (!is_share(loan->variable_rate) || loan->index_count > LOAN_MOST_INDEXES)
        return N_("The variable rate of a title is a rate, its indexes are 50 at most.");
    for (uint32_t i = 0; i < loan->index_count; i++)
        if (loan->index[i] < 0 || loan->index[i] > 100ll * MILLIONTHS)
            return N_("An index of a title stands between 0 and 100.");
    return loan->deferral == DEFERRAL_TOTAL && loan->deferred
        ? N_("The pay of a title is never added to its capital.") : NULL;
}

static const char *wrong_kind(const struct loan *loan)
{
    bool may_waive = loan->kind == LOAN_CONTRIBUTION || loan->kind == LOAN_ADVANCE;
    if (loan->waived && !may_waive)
        return N_("Only an advance or a contribution may be waived in part.");
    if (loan->interest_first && loan->kind != LOAN_BRIDGE)
        return N_("Only the interest of a bridge is kept back at the start.");
    if (loan->kind != LOAN_TITLE && (loan->fixed_share || loan->variable_share || loan->variable_rate
                                     || loan->variable_most || loan->index_count))
        return N_("Only a title has a fixed and a variable share.");
    return loan->kind == LOAN_TITLE ? wrong_title(loan) : NULL;
}

const char *loan_trouble(const struct loan *loan)
{
    if ((unsigned)loan->kind > LOAN_BRIDGE || (unsigned)loan->deferral > DEFERRAL_TOTAL)
        return N_("This kind of loan is not known.");
    if (loan->cents < 1 || loan->cents > LOAN_MOST_CENTS)
        return N_("The capital of a loan is more than nothing, and a hundred thousand million euros at most.");
    if (!is_share(loan->rate) || !is_share(loan->insurance_rate))
        return N_("A yearly rate stands between 0 and 100 %.");
    if (!is_share(loan->waived))
        return N_("What is waived is a share, between 0 and 100 %.");
    if (loan->fee_cents < 0 || loan->fee_cents >= loan->cents)
        return N_("The fee is not negative, and less than the capital.");
    const char *wrong = wrong_dates(loan, loan_every(loan));
    if (!wrong && loan->deferral == DEFERRAL_TOTAL && loan_grown(loan, loan->deferred / loan_every(loan)) < 0)
        wrong = N_("The interest of the deferral makes the capital too large.");
    return wrong ? wrong : wrong_kind(loan);
}
