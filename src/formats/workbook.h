/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading workbooks: what the two kinds share. Inside this room only. */
#pragma once
#include "formats/archive.h"
#include "formats/sheet.h"
#include "formats/xml.h"

/* kept lives as long as the reading; cell is emptied after each cell; the sheet writes elsewhere. */
struct workbook {
    struct archive *archive;
    struct arena kept, cell;
    struct sheet sheet;
    const char *trouble;
};

/* One XML part of the archive, read piece by piece. False when it is absent. part_close says false when reading stopped
 * early, and leaves the reason in trouble; it must follow part_open that gave true. */
struct part { struct archive_entry *entry; struct xml xml; };
bool part_open(struct part *part, struct workbook *workbook, const char *name);
bool part_close(struct part *part, struct workbook *workbook);

bool workbook_refuse(struct workbook *workbook, const char *trouble);          /* always false */
/* The first visible sheet into workbook->sheet; false with trouble set. */
bool read_office_sheet(struct workbook *workbook);         /* XLSX */
bool read_open_document_sheet(struct workbook *workbook);  /* ODS */
