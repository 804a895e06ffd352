/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Typing errors: a word and its neighbours with one character less meet those of the vocabulary. */
#include "features/directory/search.h"
#include <string.h>

enum { LONGEST = 64 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

int word_distance(const char *a, const char *b, int most)
{
    int rows[3][LONGEST + 1], n = (int)strlen(a), m = (int)strlen(b);
    if (n > LONGEST || m > LONGEST || n - m > most || m - n > most)
        return most + 1;
    for (int j = 0; j <= m; j++)
        rows[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *now = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= m; j++) {
            now[j] = least(least(above[j] + 1, now[j - 1] + 1), above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
    }
    return least(rows[n % 3][m], most + 1);
}

void each_neighbour(struct arena *arena, const char *word, void (*take)(void *context, const char *neighbour),
    void *context)
{
    size_t length = strlen(word);
    take(context, word);
    for (size_t i = 0; i < length; i++) {
        if (i && word[i] == word[i - 1])
            continue;
        char *shorter = arena_copy(arena, word, length - 1);
        memcpy(shorter + i, word + i + 1, length - i - 1);
        take(context, shorter);
    }
}
