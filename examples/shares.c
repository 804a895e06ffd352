/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Three associations share a job of 1 000,00 €: by the hours each of them uses. */
#include <engines/shares.h>
#include <stdio.h>

int main(void)
{
    struct arena arena = {0};
    const struct rational hours[] = {rational_of(&arena, 3, 1), rational_of(&arena, 7, 1), rational_of(&arena, 5, 1)};
    const struct shares_key key = {.part = rational_of(&arena, 1, 1), .by = hours};
    struct shares_question question = {.amount = 100000, .people = 3, .keys = &key, .key_count = 1};
    struct shares shares = shares_split(&arena, &question);
    int64_t sum = 0;
    for (size_t i = 0; shares.refusal == SHARES_GOOD && i < question.people; i++) {
        printf("%lld cents, exactly %s\n", (long long)shares.cents[i], rational_text(&arena, shares.exact[i]));
        sum += shares.cents[i];
    }
    arena_free(&arena);
    return sum == question.amount ? 0 : 1;
}
