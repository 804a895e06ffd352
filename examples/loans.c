/* SPDX-License-Identifier: AGPL-3.0-or-later
 * 50,000 € at 2 %, a year of interest alone, then 60 equal payments; and what it costs a year. */
#include <engines/loans.h>
#include <stdio.h>

int main(void)
{
    struct loan loan = {.kind = LOAN_CONSTANT, .cents = 5000000, .rate = 20000, .months = 60, .deferred = 12};
    struct arena arena = {0};
    const char *trouble = loan_trouble(&loan);
    if (trouble) {
        puts(trouble);
        return 1;
    }
    struct loan_schedule schedule = loan_schedule(&arena, &loan);
    struct rate_found effective = loan_rate(&arena, &loan, RATE_BY_MONTHS);
    const struct loan_row *last = &schedule.rows[schedule.count - 1];
    printf("%lld cents while deferred, then %lld, and %lld at last\n", (long long)schedule.rows[0].paid,
           (long long)schedule.payment, (long long)last->paid);
    printf("%lld cents of interest, effective rate %.2f %%\n", (long long)schedule.interest, effective.rate * 100);
    int good = last->balance == 0 && schedule.capital == loan.cents;
    arena_free(&arena);
    return good ? 0 : 1;
}
