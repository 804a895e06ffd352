/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Purchase sectors: twenty-six everyday words between what buyers ask (CPV), what structures are (NAF) and what
 * people say.
 * Ours; prefixes of CPV and NAF codes are facts of these nomenclatures. */
#pragma once
#include "web/form.h"

struct sector {
    const char *code, *text;               /* text: N_() */
    const char *naf, *cpv;                 /* prefixes, separated by spaces */
    const char *words;                     /* folded stems that name it, separated by spaces */
};
extern const struct sector sectors[];      /* ended by {0} */
extern const struct label sector_labels[];

/* The sector of a NAF or CPV code: the one with the longest fitting prefix; NULL when none fits. */
const struct sector *sector_of_naf(const char *naf);
const struct sector *sector_of_cpv(const char *cpv);
const struct sector *sector_by_code(const char *code);
/* The check of a field for a CPV code: NULL when it is one, else what one looks like, N_(). */
const char *cpv_trouble(struct request *rq, const char *value);
/* Sectors named by a text already folded for search (stems): at most `most`, the most often named first. */
size_t sectors_of_words(const char *folded, const struct sector *found[], size_t most);
