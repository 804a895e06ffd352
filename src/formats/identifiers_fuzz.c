/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any text as each identifier: within its room, and a sound one stays sound when its clean form is read again. */
#include "formats/identifiers.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct { enum verdict (*check)(const char *text, char *clean); size_t room; } kinds[] = {
    {check_siren, 10}, {check_siret, 15}, {check_rna, 11}, {check_vat, 14}, {check_naf, 6}, {check_cpv, 9},
    {check_commune, 6}, {check_iban, 35},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const char *text = arena_copy(&arena, (const char *)data, size);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        /* Exactly as much as is promised: the sanitizer sees one byte more. */
        char *clean = malloc(kinds[i].room), *again = malloc(kinds[i].room);
        if (!clean || !again)
            abort();
        enum verdict verdict = kinds[i].check(text, clean);
        if (strlen(clean) >= kinds[i].room)
            abort();
        if (verdict == ID_SOUND && (kinds[i].check(clean, again) != ID_SOUND || strcmp(clean, again) != 0))
            abort();
        free(clean);
        free(again);
    }
    arena_free(&arena);
    return 0;
}
