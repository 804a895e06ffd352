/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The questions that docs/calculs.md shows, asked as they stand there: who copies one gets an answer, and the figures
 * that the page gives with it. */
#include <ctype.h>
#include "main/compute_testing.h"

/* The next block of indented lines, without their indent; NULL after the last. */
static char *next_block(struct arena *arena, const char **at)
{
    struct buffer block = {.arena = arena};
    while (**at && !(block.length && !text_starts(*at, "    "))) {
        size_t length = strcspn(*at, "\n");
        if (text_starts(*at, "    ")) {
            buffer_add(&block, *at + 4, length - 4);
            buffer_char(&block, '\n');
        }
        *at += length + ((*at)[length] == '\n');
    }
    return block.text;
}

/* Every "word":number of the page is in the answer. */
static void expect_figures(struct run *run, const char *shown)
{
    for (const char *at = shown; (at = strstr(at, "\":")); at += 2) {
        const char *start = at, *end = at + 2;
        while (start[-1] != '"')
            start--;
        while (isdigit((unsigned char)*end) || *end == '-' || *end == '.')
            end++;
        if (end > at + 2)
            assert_contains(run->said, arena_copy(&run->arena, start - 1, (size_t)(end - start) + 1));
    }
}

static void what_the_page_shows_is_answered(void **state)
{
    struct run *run = *state;
    size_t length;
    int asked = 0;
    bool of_money = false;
    if (access("docs/calculs.md", R_OK) != 0)
        test_skip();
    const char *at = test_file(&run->arena, "docs/calculs.md", &length);
    for (char *block; (block = next_block(&run->arena, &at));) {
        bool money = text_starts(block, "{\"kind\""), is_question = money || text_starts(block, "{\"lots\"");
        if (is_question && !strstr(block, "…")) {
            compute(run, money ? "money" : "coalition", 1, (char *[]){file(run, "a", block)});
            assert_string_equal(run->complained, "");
            assert_int_equal(run->status, 0);
            asked++;
        } else if (of_money && !is_question) {
            expect_figures(run, block);
        }
        of_money = money;
    }
    assert_true(asked >= 9);
}

const struct CMUnitTest compute_docs_tests[] = {
    {"what the page shows is answered", what_the_page_shows_is_answered, compute_begin, compute_end, NULL}, {0}};
