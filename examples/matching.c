/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who could answer a need, and why. */
#include <engines/matching.h>
#include <stdio.h>

int main(void)
{
    static const char *const green[] = {"naf:8130Z"}, *const kitchen[] = {"naf:5629A"}, *const wanted[] = {"cpv:77310000"};
    static const struct match_item offers[] = {
        {.title = "Entretien d’espaces verts", .codes = green, .code_count = 1, .placed = true, .longitude = 3.17,
         .latitude = 50.69},
        {.title = "Cuisine centrale", .codes = kitchen, .code_count = 1, .placed = true, .longitude = 3.06,
         .latitude = 50.63}};
    struct match_item need = {.title = "Entretien d’un parc", .codes = wanted, .code_count = 1, .placed = true,
                              .longitude = 3.06, .latitude = 50.63};
    struct arena arena = {0};
    struct match_source source = {.offers = offers, .offer_count = 2, .names = match_usual_names,
                                  .name_count = match_usual_name_count, .links = match_cpv_naf,
                                  .link_count = match_cpv_naf_count};
    struct match_index *index = match_build(&arena, &source, &match_usual_rules);
    struct match_session *session = match_begin(&arena, index);
    struct match_query query = {.most = 2};
    struct match_result results[2];
    size_t count = match_find(&arena, session, &need, &query, results, NULL);
    for (size_t i = 0; i < count; i++) {
        printf("%s %.3f\n", offers[results[i].offer].title, results[i].score);
        for (size_t j = 0; j < results[i].reason_count; j++) {
            struct buffer sentence = {.arena = &arena};
            match_sentence(&sentence, &results[i].reasons[j]);
            printf("    %s\n", sentence.text);
        }
    }
    int good = count > 0 && results[0].offer == 0;
    match_end(session);
    arena_free(&arena);
    return good ? 0 : 1;
}
