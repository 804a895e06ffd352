/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How good rankings are. */
#include "tally.h"
#include <math.h>
#include <stdio.h>

static bool is_right(const struct question *question, uint32_t offer)
{
    for (size_t i = 0; i < question->right_count; i++)
        if (question->right[i] == offer)
            return true;
    return false;
}

/* nDCG@10 with gains of 1, the ideal being as many right ones first as there are. */
static double discounted_gain(const struct question *question, const uint32_t *ranked, size_t count)
{
    double gain = 0, ideal = 0;
    for (size_t i = 0; i < 10; i++) {
        if (i < count && is_right(question, ranked[i]))
            gain += 1 / log2((double)i + 2);
        if (i < question->right_count)
            ideal += 1 / log2((double)i + 2);
    }
    return ideal > 0 ? gain / ideal : 0;
}

void count_in(struct tally *tally, const struct question *question, const uint32_t *ranked, size_t count)
{
    size_t rank = 0;
    while (rank < count && !is_right(question, ranked[rank]))
        rank++;
    tally->asked++;
    tally->gain += discounted_gain(question, ranked, count);
    if (rank == count)
        return;
    tally->at5 += rank < 5;
    tally->at10 += rank < 10;
    tally->reciprocal += 1 / (double)(rank + 1);
}

void print_header(void)
{
    printf("%-46s %4s  %5s  %5s  %5s  %s\n", "", "n", "R@5", "R@10", "MRR", "nDCG@10");
}

void print_tally(const char *name, const struct tally *tally)
{
    double n = (double)tally->asked;
    printf("%-46s %4zu  %.3f  %.3f  %.3f  %.3f\n", name, tally->asked, tally->at5 / n, tally->at10 / n,
           tally->reciprocal / n, tally->gain / n);
}
