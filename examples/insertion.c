/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The hours of an insertion clause, and where they stand half-way. */
#include <engines/insertion.h>
#include <stdio.h>

int main(void)
{
    struct insertion_clause clause = {.cents = 100000000, .labour_percent = 50, .insertion_tenths = 50, .hour_cents = 3000};
    struct insertion_done done = {.mode = INSERTION_HIRED, .day = 20600, .hundredths = 30000};
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    int64_t hours = 0;
    if (insertion_trouble(&clause) || !insertion_hours(&clause, &hours))
        return 1;
    struct insertion_lot lot = {.due = hours * 100, .start = 20500, .end = 20699};
    struct insertion_state state = insertion_follow(&lot, 0, &done, 1, 20600, NULL);
    insertion_sentence(&out, &lot, &state);
    puts(buffer_string(&out));
    arena_free(&arena);
    return hours == 833 ? 0 : 1;
}
