/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What every test file includes. A test is a sentence; X_test.c exports X_tests, and is found by its name. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "base/text.h"

/* const struct CMUnitTest needs_tests[] = { PLAIN("a refused need tells its author why", a_refused_need), {0} }; */
#define PLAIN(sentence, function) {sentence, function, NULL, NULL, NULL}

/* The folder of the real data, NULL when it is absent; a test that needs it: skip_without("polis/vtaiwan…"). */
const char *test_data(struct arena *arena, const char *name);
/* A whole file; fails the test when it cannot be read. */
char *test_file(struct arena *arena, const char *path, size_t *length);
#define skip_without(path) do { if (!(path)) test_skip(); } while (0)
void test_skip(void);
#define assert_near(a, b, tolerance) test_near((a), (b), (tolerance), #a, __FILE__, __LINE__)
void test_near(double a, double b, double tolerance, const char *what, const char *file, int line);
#define assert_contains(text, part) test_contains((text), (part), true, __FILE__, __LINE__)
#define assert_lacks(text, part) test_contains((text), (part), false, __FILE__, __LINE__)
void test_contains(const char *text, const char *part, bool present, const char *file, int line);
