/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From a plan to its ledger, its curves and their troughs. */
#include "base/number.h"
#include "engines/kernel/sort.h"
#include "engines/money/cash_inside.h"
#include <string.h>

enum { LEAST_AFTER_BREAK_EVEN = 12 };

static void add(struct arena *arena, struct cash_entries *entries, struct cash_entry entry)
{
    if (entry.cents == 0)
        return;
    entries->items = arena_grow(arena, entries->items, entries->count, &entries->room, sizeof *entries->items);
    entries->items[entries->count++] = entry;
}

static void add_loan(struct arena *arena, const struct plan_line *line, uint32_t which, struct cash_entries *entries)
{
    struct loan_schedule schedule = loan_schedule(arena, line->loan);
    uint32_t given = line->month + line->delay;
    int64_t kept = line->loan->cents - schedule.received;
    add(arena, entries, (struct cash_entry){given, line->month, which, CASH_BORROWED, line->loan->cents});
    add(arena, entries, (struct cash_entry){given, line->month, which, CASH_INTEREST, -kept});
    for (size_t i = 0; i < schedule.count; i++) {
        const struct loan_row *row = &schedule.rows[i];
        uint32_t month = given + row->month;
        add(arena, entries, (struct cash_entry){month, month, which, CASH_CAPITAL, -row->capital});
        add(arena, entries, (struct cash_entry){month, month, which, CASH_INTEREST, row->capital - row->paid});
    }
}

/* The running total of the parts is rounded, so that they sum to the grant. */
static void add_parts(struct arena *arena, const struct plan_line *line, uint32_t which, struct cash_entries *entries)
{
    int64_t share = 0, before = 0, until = 0;
    for (uint32_t i = 0; i < line->part_count; i++) {
        uint32_t due = line->month + line->parts[i].after;
        share += line->parts[i].share;
        multiply_divide(line->cents, share, MILLIONTHS, &until);
        add(arena, entries, (struct cash_entry){due + line->delay, due, which, CASH_GIVEN, until - before});
        before = until;
    }
}

static enum cash_what what_of(const struct plan_line *line)
{
    return plan_is_need(line) ? CASH_SPENT : line->kind == PLAN_SALES ? CASH_EARNED : CASH_GIVEN;
}

void line_entries(struct arena *arena, const struct plan *plan, uint32_t which, struct cash_entries *entries)
{
    const struct plan_line *line = &plan->lines[which];
    if (line->kind == PLAN_IN_KIND)
        return;
    if (line->loan) {
        add_loan(arena, line, which, entries);
        return;
    }
    if (line->part_count) {
        add_parts(arena, line, which, entries);
        return;
    }
    for (uint32_t time = 0; time < plan_times(line); time++) {
        uint32_t due = line->month + time * plan_every(line);
        int64_t cents = plan_amount(line, time);
        add(arena, entries, (struct cash_entry){due + line->delay, due, which, what_of(line),
                                                plan_is_need(line) ? -cents : cents});
    }
}

static int by_month_and_line(const void *a, const void *b, const void *context)
{
    const struct cash_entry *one = a, *other = b;
    if (one->month != other->month)
        return one->month < other->month ? -1 : 1;
    return one->line < other->line ? -1 : one->line > other->line;
}

static void fill(struct cash_ledger *ledger, struct arena *arena)
{
    const struct plan *plan = ledger->plan;
    struct cash_entries all = {0};
    ledger->after = arena_array(arena, plan->count, sizeof *ledger->after);
    for (uint32_t i = 0; i < plan->count; i++) {
        size_t kept = all.count;
        line_entries(arena, plan, i, &all);
        for (size_t k = kept; k < all.count; k++)
            if (all.items[k].month > plan->months)
                ledger->after[i] += all.items[k].cents;
            else
                all.items[kept++] = all.items[k];
        all.count = kept;
    }
    stable_sort(arena, all.items, all.count, sizeof *all.items, by_month_and_line, NULL);
    ledger->entries = all.items;
    ledger->count = all.count;
}

bool line_counts(const struct plan_line *line, enum plan_state state)
{
    return state == PLAN_PAID ? line->state == PLAN_PAID : plan_is_need(line) || line->state <= state;
}

/* What activity brings: neither investment, nor money that comes to stay or to be paid back. */
static bool is_activity(const struct plan_line *line, enum cash_what what)
{
    return line->kind != PLAN_INVESTMENT && line->kind != PLAN_SHARES && what != CASH_BORROWED;
}

/* worst: the lowest that activity makes of the months from m on, counted from 0 at m. */
static uint32_t break_even(const int64_t *activity, uint32_t months)
{
    uint32_t found = 0;
    int64_t worst = 0;
    for (uint32_t m = months; m > 0; m--) {
        worst = activity[m] + (worst < 0 ? worst : 0);
        if (worst >= 0 && months - m + 1 >= LEAST_AFTER_BREAK_EVEN)
            found = m;
    }
    return found;
}

static void draw_curve(struct cash_ledger *ledger, struct arena *arena, enum plan_state state)
{
    struct cash_curve *curve = &ledger->curve[state];
    uint32_t months = ledger->plan->months;
    int64_t *activity = arena_array(arena, months + 1, sizeof *activity);
    curve->balance = arena_array(arena, months + 1, sizeof *curve->balance);
    for (size_t i = 0; i < ledger->count; i++) {
        const struct cash_entry *entry = &ledger->entries[i];
        const struct plan_line *line = &ledger->plan->lines[entry->line];
        if (line_counts(line, state)) {
            curve->balance[entry->month] += entry->cents;
            activity[entry->month] += is_activity(line, entry->what) ? entry->cents : 0;
        }
    }
    curve->balance[0] = ledger->plan->opening;
    for (uint32_t m = 1; m <= months; m++) {
        curve->balance[m] += curve->balance[m - 1];
        if (m == 1 || curve->balance[m] < curve->trough)
            curve->trough = curve->balance[m], curve->trough_month = m;
        if (curve->balance[m] < 0)
            curve->red++, curve->first_red = curve->first_red ? curve->first_red : m;
    }
    curve->break_even = break_even(activity, months);
}

static void sum_months(struct cash_ledger *ledger, struct arena *arena)
{
    ledger->month = arena_array(arena, ledger->plan->months + 1, sizeof *ledger->month);
    for (size_t i = 0; i < ledger->count; i++) {
        const struct cash_entry *entry = &ledger->entries[i];
        struct cash_month *month = &ledger->month[entry->month];
        enum plan_state state = ledger->plan->lines[entry->line].state;
        *(entry->cents < 0 ? &month->out[state] : &month->in[state]) += entry->cents < 0 ? -entry->cents : entry->cents;
    }
}

struct cash_ledger *cash_ledger(struct arena *arena, const struct plan *plan)
{
    struct cash_ledger *ledger = arena_alloc(arena, sizeof *ledger);
    ledger->plan = plan;
    fill(ledger, arena);
    sum_months(ledger, arena);
    for (int state = 0; state < PLAN_STATES; state++)
        draw_curve(ledger, arena, (enum plan_state)state);
    ledger_years(ledger, arena);
    ledger_shares(ledger, arena);
    return ledger;
}
