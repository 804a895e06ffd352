/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A vote by colleges of unequal weight, with the sentence for the record. */
#include <engines/ballots.h>
#include <stdio.h>

int main(void)
{
    struct arena arena = {0};
    struct college_vote votes[] = {{rational_of(&arena, 30, 1), 6, 2, 1}, {rational_of(&arena, 30, 1), 10, 15, 0},
                                   {rational_of(&arena, 20, 1), 2, 1, 0}, {rational_of(&arena, 20, 1), 4, 0, 0}};
    struct college_rule rule = {.variant = COLLEGE_PROPORTIONAL, .cap = rational_of(&arena, 1, 2),
                                .needed = rational_of(&arena, 1, 2), .strict = true};
    struct college_result result = ballot_colleges(&arena, votes, 4, &rule);
    struct buffer sentence = {.arena = &arena};
    ballot_colleges_sentence(&sentence, &rule, &result);
    printf("%s: %s\n", rational_text(&arena, result.favour), buffer_string(&sentence));
    bool good = result.adopted;
    arena_free(&arena);
    return good ? 0 : 1;
}
