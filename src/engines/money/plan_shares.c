/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A plan by year, and who it stands on. */
#include <string.h>
#include "engines/kernel/hash.h"
#include "engines/money/cash_inside.h"

enum { YEAR = 12, PATIENT_MONTHS = 60, PATIENT_DEFERRAL = 12 };

void ledger_years(struct cash_ledger *ledger, struct arena *arena)
{
    ledger->years = (ledger->plan->months + YEAR - 1) / YEAR;
    ledger->year = arena_array(arena, ledger->years, sizeof *ledger->year);
    struct cash_entries all = {0};
    for (uint32_t i = 0; i < ledger->plan->count; i++)
        line_entries(arena, ledger->plan, i, &all);
    for (size_t i = 0; i < all.count; i++) {
        const struct cash_entry *entry = &all.items[i];
        enum plan_state state = ledger->plan->lines[entry->line].state;
        if (entry->due > ledger->plan->months)
            continue;
        struct plan_year *year = &ledger->year[(entry->due - 1) / YEAR];
        if (entry->cents > 0)
            year->resources[state] += entry->cents;
        else
            *(entry->what == CASH_SPENT ? &year->needs[state] : &year->service[state]) -= entry->cents;
    }
    for (uint32_t y = 0; y < ledger->years; y++) {
        struct plan_year *year = &ledger->year[y];
        int64_t all_needs = 0, sure = 0;
        for (int s = 0; s < PLAN_STATES; s++)
            all_needs += year->needs[s];
        for (int s = 0; s < PLAN_STATES; s++) {
            sure += year->resources[s] - year->service[s];
            year->gap[s] = sure - (s == PLAN_PAID ? year->needs[PLAN_PAID] : all_needs);
        }
    }
}

static int64_t share(int64_t part, int64_t all)
{
    return all > 0 ? (int64_t)(((cash_wide)part * MILLIONTHS + all / 2) / all) : 0;
}

static bool is_patient(const struct plan_line *line)
{
    const struct loan *loan = line->loan;
    return line->kind == PLAN_SHARES || (loan && (loan->kind == LOAN_TITLE || loan->kind == LOAN_CONTRIBUTION
        || (loan->deferred >= PATIENT_DEFERRAL && loan->deferred + loan->months >= PATIENT_MONTHS)));
}

static int64_t of_share(int64_t cents, int64_t share_of_it)
{
    return (int64_t)(((cash_wide)cents * share_of_it + MILLIONTHS / 2) / MILLIONTHS);
}

/* What a line brings (or is worth) within the months of the plan. */
static int64_t brought(const struct plan *plan, const struct plan_line *line)
{
    int64_t sum = 0, share_until = 0;
    if (line->loan)
        return line->loan->cents;
    if (!line->part_count)
        for (uint32_t t = 0; t < plan_times(line) && line->month + t * plan_every(line) <= plan->months; t++)
            sum += plan_amount(line, t);
    for (uint32_t i = 0; i < line->part_count; i++) {
        int64_t before = of_share(line->cents, share_until);
        share_until += line->parts[i].share;
        if (line->month + line->parts[i].after <= plan->months)
            sum += of_share(line->cents, share_until) - before;
    }
    return sum;
}

struct gathered { struct text_map funders; int64_t *given; };

static void add_line(struct plan_shares *shares, struct gathered *all, const struct plan_line *line, int64_t cents)
{
    if (plan_is_need(line)) {
        shares->animation_needs += line->kind == PLAN_ANIMATION ? cents : 0;
        return;
    }
    if (line->kind == PLAN_IN_KIND) {
        shares->in_kind += cents;
        return;
    }
    shares->resources += cents;
    shares->patient += is_patient(line) ? cents : 0;
    shares->animation_resources += line->for_animation ? cents : 0;
    const char *funder = line->funder ? line->funder : line->kind == PLAN_SALES ? NULL : line->name;
    if (funder)
        all->given[text_map_add(&all->funders, funder, strlen(funder), NULL)] += cents;
}

static void compute(struct plan_shares *shares, const struct gathered *all)
{
    cash_wide squares = 0;
    int64_t largest = 0;
    for (uint32_t i = 0; i < all->funders.count; i++) {
        int64_t part = share(all->given[i], shares->resources);
        squares += (cash_wide)part * part;
        if (all->given[i] > largest)
            largest = all->given[i], shares->funder = all->funders.texts[i];
    }
    shares->concentration = (int64_t)((squares + MILLIONTHS / 2) / MILLIONTHS);
    shares->largest_funder = share(largest, shares->resources);
    shares->patient = share(shares->patient, shares->resources);
    shares->in_kind_share = share(shares->in_kind, shares->in_kind + shares->resources);
}

void ledger_shares(struct cash_ledger *ledger, struct arena *arena)
{
    const struct plan *plan = ledger->plan;
    int64_t *worth = arena_array(arena, plan->count, sizeof *worth);
    for (size_t i = 0; i < plan->count; i++)
        worth[i] = brought(plan, &plan->lines[i]);
    for (int state = 0; state < PLAN_STATES; state++) {
        struct gathered all = {.funders = {.arena = arena}, .given = arena_array(arena, plan->count, sizeof(int64_t))};
        for (size_t i = 0; i < plan->count; i++)
            if (line_counts(&plan->lines[i], (enum plan_state)state))
                add_line(&ledger->shares[state], &all, &plan->lines[i], worth[i]);
        compute(&ledger->shares[state], &all);
    }
}
