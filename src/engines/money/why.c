/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Why a month is red: causes, the largest first, and in French. */
#include "base/money.h"
#include "base/time.h"
#include "engines/kernel/sort.h"
#include "engines/money/cash_inside.h"

#define NBSP "\u00A0"

struct search { const struct cash_ledger *ledger; enum plan_state state; uint32_t month, since; };
/* By line, what each cause makes. */
struct sums { int64_t late, not_counted, spent, repaid; uint32_t until; };

static uint32_t last_not_red(const struct cash_curve *curve, uint32_t month)
{
    while (month > 0 && curve->balance[month] < 0)
        month--;
    return month;
}

static void tell(const struct search *search, const struct cash_entry *entry, struct sums *sums, int64_t *in)
{
    bool counts = line_counts(&search->ledger->plan->lines[entry->line], search->state);
    bool within = entry->month <= search->month, recent = within && entry->month > search->since;
    if (!counts) {
        sums->not_counted += within ? entry->cents : 0;
    } else if (entry->cents > 0) {
        *in += recent ? entry->cents : 0;
        if (!within && entry->due <= search->month) {
            sums->late += entry->cents;
            sums->until = entry->month > sums->until ? entry->month : sums->until;
        }
    } else if (recent) {
        *(entry->what == CASH_SPENT ? &sums->spent : &sums->repaid) -= entry->cents;
    }
}

static void keep(struct cash_why *why, struct cash_cause cause)
{
    if (cause.cents <= 0)
        return;
    cause.alone = why->balance + cause.cents >= 0;
    why->causes[why->count++] = cause;
}

static int larger_first(const void *a, const void *b, const void *context)
{
    const struct cash_cause *one = a, *other = b;
    if (one->cents != other->cents)
        return one->cents > other->cents ? -1 : 1;
    if (one->kind != other->kind)
        return (int)one->kind - (int)other->kind;
    return one->line < other->line ? -1 : one->line > other->line;
}

/* Entries after the plan's last month may be late ones too. */
static void gather(struct arena *arena, const struct search *search, struct sums *sums, int64_t *in)
{
    for (uint32_t i = 0; i < search->ledger->plan->count; i++) {
        struct cash_entries all = {0};
        line_entries(arena, search->ledger->plan, i, &all);
        for (size_t k = 0; k < all.count; k++)
            tell(search, &all.items[k], &sums[i], in);
    }
}

struct cash_why cash_why(struct arena *arena, const struct cash_ledger *ledger, enum plan_state state, uint32_t month)
{
    const struct cash_curve *curve = &ledger->curve[state];
    struct cash_why why = {.balance = curve->balance[month], .red = curve->balance[month] < 0};
    if (!why.red)
        return why;
    struct search search = {ledger, state, month, last_not_red(curve, month)};
    struct sums *sums = arena_array(arena, ledger->plan->count, sizeof *sums);
    why.since = search.since;
    why.before = curve->balance[search.since];
    why.causes = arena_array(arena, ledger->plan->count * 4 + 1, sizeof *why.causes);
    gather(arena, &search, sums, &why.in);
    keep(&why, (struct cash_cause){.kind = CAUSE_OPENING, .cents = -why.before});
    for (uint32_t i = 0; i < ledger->plan->count; i++) {
        keep(&why, (struct cash_cause){.kind = CAUSE_LATE, .line = i, .cents = sums[i].late, .until = sums[i].until});
        keep(&why, (struct cash_cause){.kind = CAUSE_NOT_COUNTED, .line = i, .cents = sums[i].not_counted});
        keep(&why, (struct cash_cause){.kind = CAUSE_SPENT, .line = i, .cents = sums[i].spent});
        keep(&why, (struct cash_cause){.kind = CAUSE_REPAID, .line = i, .cents = sums[i].repaid});
    }
    stable_sort(arena, why.causes, why.count, sizeof *why.causes, larger_first, NULL);
    return why;
}

static void name_month(struct buffer *out, const struct plan *plan, uint32_t month)
{
    static const char *const names[] = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                                        "septembre", "octobre", "novembre", "décembre"};
    struct civil day = civil_from_days(add_months(plan->start, (int)month - 1));
    buffer_format(out, "mois %u (%s %d)", month, names[day.month - 1], day.year);
}

static void say_cause(struct buffer *out, const struct cash_ledger *ledger, enum plan_state state,
                      const struct cash_cause *cause)
{
    static const char *const states[] = {"payé", "ferme", "promis", "prévu"};
    const struct plan_line *line = &ledger->plan->lines[cause->line];
    format_money(out, cause->cents);
    switch (cause->kind) {
    case CAUSE_LATE:
        buffer_format(out, " de «" NBSP "%s" NBSP "», dus à cette date et reçus au plus tard au ", line->name);
        name_month(out, ledger->plan, cause->until);
        break;
    case CAUSE_NOT_COUNTED:
        buffer_format(out, " de «" NBSP "%s" NBSP "», qui ne comptent pas ici" NBSP
                      ": c’est %s, et cette courbe s’arrête à ce qui est %s", line->name,
                      states[line->state], states[state]);
        break;
    case CAUSE_SPENT: buffer_format(out, " de dépenses pour «" NBSP "%s" NBSP "»", line->name); break;
    case CAUSE_REPAID: buffer_format(out, " de remboursement de «" NBSP "%s" NBSP "»", line->name); break;
    case CAUSE_OPENING: buffer_text(out, " manquaient dès l’ouverture"); break;
    }
    if (cause->alone)
        buffer_text(out, " (sans cela seul, ce mois ne serait pas dans le rouge)");
}

void cash_why_sentence(struct buffer *out, const struct cash_ledger *ledger, enum plan_state state, uint32_t month,
                       const struct cash_why *why, size_t most)
{
    buffer_text(out, "Solde à la fin du ");
    name_month(out, ledger->plan, month);
    buffer_text(out, NBSP ": ");
    format_money(out, why->balance);
    buffer_char(out, '.');
    if (!why->red)
        return;
    if (why->before >= 0) {
        buffer_text(out, " Le dernier solde qui n’était pas dans le rouge, ");
        format_money(out, why->before);
        if (why->since)
            buffer_text(out, ", date du "), name_month(out, ledger->plan, why->since);
        else
            buffer_text(out, ", est celui d’ouverture");
        buffer_text(out, NBSP "; il est entré depuis ");
        format_money(out, why->in);
        buffer_char(out, '.');
    }
    buffer_text(out, " Causes, de la plus lourde à la plus légère" NBSP ":");
    for (size_t i = 0; i < why->count && i < most; i++) {
        buffer_text(out, i ? NBSP "; " : " ");
        say_cause(out, ledger, state, &why->causes[i]);
    }
    buffer_char(out, '.');
}
