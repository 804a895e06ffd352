/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as a workbook, and any bytes as its sheet: the second way reaches the XML behind the checksums of a ZIP. */
#include "formats/csv.h"
#include "formats/xlsx.h"
#include <stdlib.h>
#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
static const char root_relations[] = "<Relationships><Relationship Id=\"a\" Type=\"" RELATION "/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";
static const char book[] = "<workbook xmlns:r=\"" RELATION "\"><sheets><sheet r:id=\"r\"/></sheets></workbook>";
static const char book_relations[] = "<Relationships><Relationship Id=\"r\" Type=\"" RELATION "/worksheet\" "
    "Target=\"part\"/><Relationship Id=\"s\" Type=\"" RELATION "/sharedStrings\" Target=\"part\"/><Relationship "
    "Id=\"t\" "
    "Type=\"" RELATION "/styles\" Target=\"part\"/></Relationships>";

static void add(zip_t *zip, const char *name, const void *bytes, size_t length)
{
    int64_t index = zip_file_add(zip, name, zip_source_buffer(zip, bytes, length, 0), ZIP_FL_OVERWRITE);
    zip_set_file_compression(zip, (uint64_t)index, ZIP_CM_STORE, 0);
}

static void read_workbook(const void *bytes, size_t length)
{
    struct arena arena = {0};
    size_t csv_length = 0;
    const char *trouble = NULL;
    char *text = xlsx_as_csv(&arena, bytes, length, &csv_length, &trouble);
    if (!text && !trouble)
        abort();
    struct csv csv;
    if (text && csv_open(&csv, &arena, text, csv_length))
        while (csv_next(&csv, NULL))
            ;
    arena_free(&arena);
}

/* The same bytes as content.xml of an ODS, or as every part of an XLSX. */
static void read_part(const uint8_t *data, size_t size, bool open_document)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    zip_source_keep(source);
    if (open_document)
        add(zip, "content.xml", data, size);
    else {
        add(zip, "_rels/.rels", root_relations, sizeof root_relations - 1);
        add(zip, "xl/workbook.xml", book, sizeof book - 1);
        add(zip, "xl/_rels/workbook.xml.rels", book_relations, sizeof book_relations - 1);
        add(zip, "xl/part", data, size);
    }
    if (zip_close(zip) != 0 || zip_source_open(source) != 0)
        abort();
    struct arena arena = {0};
    zip_source_seek(source, 0, SEEK_END);
    size_t length = (size_t)zip_source_tell(source);
    char *bytes = arena_alloc(&arena, length);
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, bytes, length);
    zip_source_close(source);
    zip_source_free(source);
    read_workbook(bytes, length);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size && *data == 'P')
        read_workbook(data, size);
    else if (size)
        read_part(data + 1, size - 1, *data % 2);
    return 0;
}
