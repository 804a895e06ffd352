/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is wrong with a plan. */
#include "base/number.h"
#include "engines/money/cash_inside.h"

enum { MOST_TIMES = 1200, MOST_EVERY = 120, MOST_DELAY = 60, MOST_DAY = 3000000 };

uint32_t plan_times(const struct plan_line *line)
{
    return line->times ? line->times : 1;
}

uint32_t plan_every(const struct plan_line *line)
{
    return line->every ? line->every : 1;
}

bool plan_is_need(const struct plan_line *line)
{
    return line->kind <= PLAN_RUNNING;
}

int64_t plan_amount(const struct plan_line *line, uint32_t time)
{
    int64_t cents = line->cents;
    for (uint32_t year = time * plan_every(line) / 12; year > 0 && cents >= 0 && line->growth; year--)
        if (!multiply_divide(cents, MILLIONTHS + line->growth, MILLIONTHS, &cents) || cents > LOAN_MOST_CENTS)
            cents = -1;
    return cents;
}

static const char *wrong_parts(const struct plan_line *line)
{
    int64_t sum = 0;
    if (line->kind != PLAN_GRANT)
        return N_("Only a grant comes in parts.");
    if (line->part_count > PLAN_MOST_PARTS || plan_times(line) > 1)
        return N_("A grant that comes in parts comes once, in 60 parts at most.");
    for (uint32_t i = 0; i < line->part_count; i++) {
        if (line->parts[i].share < 0 || line->parts[i].share > MILLIONTHS || line->parts[i].after > PLAN_MOST_MONTHS)
            return N_("A part of a grant is a share of it, within 240 months.");
        sum += line->parts[i].share;
    }
    return sum != MILLIONTHS ? N_("The parts of a grant sum to 100 %.") : NULL;
}

static const char *wrong_loan(const struct plan_line *line)
{
    if ((line->kind == PLAN_LOAN) != (line->loan != NULL))
        return N_("A loan has its terms, and nothing else has.");
    if (!line->loan)
        return NULL;
    return plan_times(line) > 1 ? N_("A loan is given once.") : loan_trouble(line->loan);
}

static const char *wrong_amount(const struct plan_line *line)
{
    if (line->cents < 0 || line->cents > LOAN_MOST_CENTS)
        return N_("An amount stands between nothing and a hundred thousand million euros.");
    if (line->growth < -MILLIONTHS || line->growth > MILLIONTHS)
        return N_("A yearly growth is at least −100 %, at most 100 %.");
    return plan_amount(line, plan_times(line) - 1) < 0 ? N_("This amount grows too large.") : NULL;
}

static const char *wrong_line(const struct plan *plan, const struct plan_line *line)
{
    if (text_blank(line->name))
        return N_("A line has a name.");
    if ((unsigned)line->kind >= PLAN_KINDS || (unsigned)line->state >= PLAN_STATES)
        return N_("The kind or the state of a line is not known.");
    if (line->month < 1 || line->month > plan->months)
        return N_("The month of a line is one of those of the plan.");
    if (line->times > MOST_TIMES || line->every > MOST_EVERY || line->delay > MOST_DELAY)
        return N_("A line comes 1,200 times at most, every 120 months at most, and is paid within 60 months.");
    if (line->chance < 0 || line->chance > MILLIONTHS)
        return N_("A chance stands between 0 and 100 %.");
    if (line->state <= PLAN_FIRM && line->chance && line->chance != MILLIONTHS)
        return N_("What is paid or firm is certain.");
    const char *wrong = wrong_amount(line);
    wrong = wrong || !line->part_count ? wrong : wrong_parts(line);
    return wrong ? wrong : wrong_loan(line);
}

const char *plan_trouble(const struct plan *plan, size_t *line)
{
    *line = SIZE_MAX;
    if (plan->months < 1 || plan->months > PLAN_MOST_MONTHS)
        return N_("A plan has 1 to 240 months.");
    if (plan->count > PLAN_MOST_LINES)
        return N_("A plan has 400 lines at most.");
    if (plan->opening < -LOAN_MOST_CENTS || plan->opening > LOAN_MOST_CENTS)
        return N_("The opening balance stands within a hundred thousand million euros.");
    if (plan->start < -MOST_DAY || plan->start > MOST_DAY)
        return N_("The first day of a plan is no date of our calendar.");
    for (size_t i = 0; i < plan->count; i++) {
        const char *wrong = wrong_line(plan, &plan->lines[i]);
        if (wrong) {
            *line = i;
            return wrong;
        }
    }
    return NULL;
}
