/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs the suites that tools/list-tests found: tests [SUITE…]. Ends with "N passed, N failed". */
#include "main/testing.h"
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

struct suite { const char *name; const struct CMUnitTest *tests; };
extern const struct suite suites[];                        /* made by tools/list-tests */

static int skipped;

/* A skipped test jumps over its arena_free: the memory is kept in sight, or the sanitizer would call it lost. */
static void keep_in_sight(const struct arena *arena)
{
    enum { MOST = 1024 };
    static struct arena kept[MOST] __attribute__((used));
    static size_t count;
    if (count < MOST)
        kept[count++] = *arena;
}

const char *test_data(struct arena *arena, const char *name)
{
    const char *folder = getenv("MAILLAGE_DATA");
    char *path = arena_format(arena, "%s/%s", folder ? folder : "../shared/data", name);
    if (access(path, R_OK) == 0)
        return path;
    printf("absent: %s\n", name);
    keep_in_sight(arena);
    return NULL;
}

char *test_file(struct arena *arena, const char *path, size_t *length)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        fail_msg("cannot read %s", path);
    fseek(in, 0, SEEK_END);
    long size = ftell(in);
    rewind(in);
    char *bytes = arena_alloc(arena, (size_t)size + 1);
    *length = fread(bytes, 1, (size_t)size, in);
    fclose(in);
    return bytes;
}

void test_skip(void)
{
    skipped++;
    skip();
}

void test_near(double a, double b, double tolerance, const char *what, const char *file, int line)
{
    if (fabs(a - b) <= tolerance)
        return;
    print_error("%s is %.17g, expected %.17g within %g\n", what, a, b, tolerance);
    _fail(file, line);
}

void test_contains(const char *text, const char *part, bool present, const char *file, int line)
{
    if ((strstr(text ? text : "", part) != NULL) == present)
        return;
    print_error("%s \"%s\" in:\n%s\n", present ? "no" : "unexpected", part, text ? text : "(nothing)");
    _fail(file, line);
}

static bool asked(const char *name, int count, char **words)
{
    for (int i = 1; i < count; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return count < 2;
}

int main(int count, char **words)
{
    int passed = 0, failed = 0;
    for (const struct suite *suite = suites; suite->name; suite++) {
        size_t tests = 0;
        while (suite->tests[tests].name)
            tests++;
        if (!asked(suite->name, count, words) || !tests)
            continue;
        int bad = _cmocka_run_group_tests(suite->name, suite->tests, tests, NULL, NULL);
        failed += bad;
        passed += (int)tests - bad;
    }
    passed -= skipped;
    if (skipped)
        printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    else
        printf("%d passed, %d failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
