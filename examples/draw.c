/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A draw by lot that anyone can do again. */
#include <engines/draw.h>
#include <stdio.h>

int main(void)
{
    static const char *const ids[] = {"17", "4", "23", "8"};
    struct arena arena = {0};
    uint32_t *order = draw_order(&arena, ids, 4, "2026-11-23");
    for (int i = 0; i < 4; i++) {
        char digest[65];
        draw_digest("2026-11-23", ids[order[i]], digest);
        printf("%s %s\n", digest, ids[order[i]]);          /* printf '2026-11-23\n17' | sha256sum */
    }
    arena_free(&arena);
    return 0;
}
