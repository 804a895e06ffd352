/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who could join Durand for a contract of green spaces: Martin, who won one with them. */
#include <engines/partners.h>
#include <stdio.h>

int main(void)
{
    static const struct partner_company companies[] = {{.name = "Durand"}, {.name = "Martin"}, {.name = "Petit"}};
    static const uint32_t together[] = {0, 1}, alone[] = {2}, with[] = {0};
    static const struct partner_contract contracts[] = {
        {.cpv = "77310000", .buyer = 0, .consultation = 0, .winners = together, .winner_count = 2},
        {.cpv = "77314000", .buyer = 1, .consultation = 1, .winners = alone, .winner_count = 1}};
    struct partner_source source = {companies, 3, contracts, 2};
    struct arena arena = {0};
    struct partners *partners = partners_build(&arena, &source);
    struct partner_query query = {.cpv = "77311000", .with = with, .with_count = 1, .most = 2};
    struct partner_result results[2];
    size_t count = partners_find(&arena, partners, &query, &partner_usual_weights, results);
    for (size_t i = 0; i < count; i++) {
        struct buffer reason = {.arena = &arena};
        if (results[i].reason_count)
            partner_sentence(&reason, &results[i].reasons[0]);
        printf("%s %.3f: %s\n", companies[results[i].company].name, results[i].score, buffer_string(&reason));
    }
    int good = count > 0 && results[0].company == 1;
    arena_free(&arena);
    return good ? 0 : 1;
}
