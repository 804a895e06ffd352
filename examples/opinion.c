/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Two camps on eight statements. */
#include <engines/opinion.h>
#include <stdio.h>

int main(void)
{
    enum { PEOPLE = 20, STATEMENTS = 8 };
    static struct opinion_vote votes[PEOPLE * STATEMENTS];
    for (uint32_t p = 0; p < PEOPLE; p++)
        for (uint32_t s = 0; s < STATEMENTS; s++) {
            bool agrees = s == 0 || (p % 2 == s % 2);      /* everybody agrees with the first one */
            votes[p * STATEMENTS + s] = (struct opinion_vote){p, s, agrees ? OPINION_AGREE : OPINION_DISAGREE};
        }
    struct arena arena = {0};
    struct opinion_input input = {.participants = PEOPLE, .statements = STATEMENTS, .votes = votes,
                                  .vote_count = PEOPLE * STATEMENTS};
    struct opinion *found = opinion_compute(&arena, &input, &opinion_usual_rules, NULL);
    struct buffer sentence = {.arena = &arena};
    opinion_sentence(&sentence, found, &opinion_usual_rules);
    printf("%zu groups. %s\ncertificate %s\n", found->group_count, sentence.text, found->certificate.result);
    int good = found->group_count == 2;
    arena_free(&arena);
    return good ? 0 : 1;
}
