/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The documents of a group, from what the group wrote: nothing is typed twice. */
#pragma once
#include "features/groupements/handlers.h"
#include "formats/document.h"

/* All a document may need, read once. */
struct group_file {
    struct request *rq;
    struct groupement_by_id group;
    struct members_of members;
    struct lots_of lots;
    struct shares_of shares;
    struct papers_of papers;
    struct tasks_of tasks;
    struct sections_of sections;
    struct decisions_of decisions;
    const struct members_of_row *lead;     /* NULL while there is none */
};

/* One kind of document: its code in the address, its title, and who writes it. */
struct group_document { const char *code, *title; void (*write)(struct document *document,
    const struct group_file *file); };
extern const struct group_document group_documents[];      /* ended by {0} */

/* agreements.c */
void write_secret(struct document *document, const struct group_file *file);
void write_agreement(struct document *document, const struct group_file *file);
void write_intent(struct document *document, const struct group_file *file);
/* sheets.c */
void write_split(struct document *document, const struct group_file *file);
void write_dc1(struct document *document, const struct group_file *file);
void write_dc2(struct document *document, const struct group_file *file);
void write_dc4(struct document *document, const struct group_file *file);
void write_attri1(struct document *document, const struct group_file *file);
void write_plan(struct document *document, const struct group_file *file);
void write_memo(struct document *document, const struct group_file *file);
void write_decisions(struct document *document, const struct group_file *file);

bool stands(const struct members_of_row *member);          /* accepted: in the group */
void add_signatures(struct document *document, const struct group_file *file);
const char *member_line(const struct group_file *file, const struct members_of_row *member);
