/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/memory.h"
#include "main/testing.h"

static void memory_of_an_arena_is_zeroed(void **state)
{
    struct arena arena = {0};
    for (size_t size = 1; size < 100000; size *= 3) {
        unsigned char *bytes = arena_alloc(&arena, size);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xAA, size);
    }
    arena_free(&arena);
    assert_int_equal(arena.taken, 0);
}

static void a_released_arena_gives_zeroed_memory_again(void **state)
{
    struct arena arena = {0};
    char *kept = arena_copy(&arena, "kept", 4);
    struct arena_mark mark = arena_mark(&arena);
    memset(arena_alloc(&arena, 100), 1, 100);
    memset(arena_alloc(&arena, 1000000), 1, 1000000);
    arena_release(&arena, mark);
    char *again = arena_alloc(&arena, 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(again[i], 0);
    assert_string_equal(kept, "kept");
    arena_free(&arena);
}

static void an_array_that_grows_keeps_its_items(void **state)
{
    struct arena arena = {0};
    int *numbers = NULL;
    size_t room = 0;
    for (int i = 0; i < 1000; i++) {
        numbers = arena_grow(&arena, numbers, (size_t)i, &room, sizeof *numbers);
        numbers[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i);
    arena_free(&arena);
}

const struct CMUnitTest memory_tests[] = {
    PLAIN("memory of an arena is zeroed", memory_of_an_arena_is_zeroed),
    PLAIN("a released arena gives zeroed memory again", a_released_arena_gives_zeroed_memory_again),
    PLAIN("an array that grows keeps its items", an_array_that_grows_keeps_its_items),
    {0}
};
