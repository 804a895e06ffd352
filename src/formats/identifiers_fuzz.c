/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any text as each identifier: within its room, and a sound one stays sound when its clean form is read again. */
#include "formats/identifiers.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK_TWICE(check, text, room)                     \
    do {                                                   \
        char clean[room], again[room];                     \
        enum verdict verdict = check(text, clean);         \
        if (strlen(clean) >= room)                         \
            abort();                                       \
        if (verdict == ID_SOUND && (check(clean, again) != ID_SOUND || strcmp(clean, again) != 0)) \
            abort();                                       \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const char *text = arena_copy(&arena, (const char *)data, size);
    CHECK_TWICE(check_siren, text, 10);
    CHECK_TWICE(check_siret, text, 15);
    CHECK_TWICE(check_rna, text, 11);
    CHECK_TWICE(check_vat, text, 14);
    CHECK_TWICE(check_naf, text, 6);
    CHECK_TWICE(check_cpv, text, 9);
    CHECK_TWICE(check_commune, text, 6);
    CHECK_TWICE(check_iban, text, 35);
    arena_free(&arena);
    return 0;
}
