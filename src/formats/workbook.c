/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The entry point of reading a workbook of either kind. */
#include "formats/workbook.h"
#include "formats/xlsx.h"
#include <string.h>

bool workbook_refuse(struct workbook *workbook, const char *trouble)
{
    if (!workbook->trouble)
        workbook->trouble = trouble;
    return false;
}

static int read_entry(void *entry, char *buffer, int size)
{
    return archive_entry_read(entry, buffer, size);
}

bool part_open(struct part *part, struct workbook *workbook, const char *name)
{
    part->entry = archive_entry_open(workbook->archive, &workbook->kept, name);
    if (!part->entry)
        return false;
    if (xml_open(&part->xml, read_entry, part->entry))
        return true;
    return part_close(part, workbook);
}

bool part_close(struct part *part, struct workbook *workbook)
{
    const char *trouble = part->xml.trouble;
    xml_close(&part->xml);
    archive_entry_close(part->entry);
    return !trouble || workbook_refuse(workbook, trouble);
}

static bool read_any(struct workbook *workbook)
{
    if (archive_has(workbook->archive, "content.xml"))
        return read_open_document_sheet(workbook);
    if (archive_has(workbook->archive, "xl/workbook.bin"))
        return workbook_refuse(workbook, "This is a binary workbook (XLSB): save it as XLSX.");
    return read_office_sheet(workbook);
}

/* Old workbooks, and new ones behind a password, are OLE files. */
static const char *other_kind(const void *bytes, size_t length)
{
    if (length >= 8 && memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
        return "This workbook is in the old XLS form, or protected by a password: save it as XLSX without password.";
    return NULL;
}

char *xlsx_as_csv(struct arena *arena, const void *bytes, size_t length, size_t *csv_length, const char **trouble)
{
    struct workbook workbook = {.trouble = other_kind(bytes, length)};
    struct arena written = {0};
    struct buffer out = {.arena = &written};
    char *csv = NULL;
    if (!workbook.trouble)
        workbook.archive = archive_open(&workbook.kept, bytes, length, &workbook.trouble);
    if (workbook.archive) {
        sheet_begin(&workbook.sheet, &out);
        if (read_any(&workbook)) {
            sheet_finish(&workbook.sheet);
            csv = arena_copy(arena, out.text, out.length);
            *csv_length = out.length;
        }
        archive_close(workbook.archive);
    }
    if (!csv)
        *trouble = workbook.trouble;
    arena_free(&workbook.kept);
    arena_free(&workbook.cell);
    arena_free(&written);
    return csv;
}
