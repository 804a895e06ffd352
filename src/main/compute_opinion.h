/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Votes on statements as maillage compute opinion reads them. */
#pragma once
#include "engines/kernel/hash.h"
#include "engines/opinion.h"
#include "main/compute.h"

struct survey {
    struct command_line *line;
    struct text_map participants, statements;              /* numbered as they come… */
    uint32_t *participant_of, *statement_of;               /* entry + 1 by plain number: most identifiers are one */
    uint32_t *participant_rank, *statement_rank;           /* …and by identifier, as the engine gets them */
    const char **participant_id, **statement_id;
    struct opinion_vote *votes; double *when; size_t count, vote_room, when_room;
    uint8_t *flags; const char **text;                     /* by rank of the statement */
    struct text_map colleges; uint32_t *college;           /* by rank of the participant */
    int64_t bad;
    const struct opinion_memory *previous;                 /* of an earlier answer, whose people come first; or NULL */
    const struct opinion *with_all;                        /* with the single-minded, when they are left out */
};

/* Each false, said on stderr, when its file cannot be used; lines left out are named and counted in bad. An earlier
 * answer comes first, then votes: they number participants and statements. All but votes may have no file (NULL). */
bool survey_read_previous(struct survey *survey, const char *path);
bool survey_read_votes(struct survey *survey, const char *path);
bool survey_read_statements(struct survey *survey, const char *path);
bool survey_read_colleges(struct survey *survey, const char *path);
