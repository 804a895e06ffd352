/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Administration: imports, jobs, journal, settings, the living page of components. */
#pragma once
#include "web/web.h"
#include "work/work.h"

extern const struct feature admin_feature;
extern const struct permission import_files;

/* records.c: the words of the journal. */
extern const struct label journal_subjects[], journal_acts[];
/* settings.c: what the program calls the parameters it reads. */
extern const struct label parameter_names[];
