/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing XLSX with libxlsxwriter, into memory. */
#include "formats/xlsx.h"
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { MOST_ROWS = 1048576, MOST_COLUMNS = 16384, LONGEST_CELL = 32767, LONGEST_SHEET_NAME = 31,
    ZIP_EPOCH = 315532800 };

struct xlsx_writer {
    struct arena *arena;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *heading;
    int file;                              /* lives in memory only; the library sees it as /proc/self/fd/… */
    uint32_t row, column;
    bool failed;
};

/* XML holds neither most control characters nor U+FFFE and U+FFFF; a spreadsheet holds no more than so many
 * characters. */
static char *safe_text(struct arena *arena, const char *text, size_t most)
{
    struct buffer out = {.arena = arena};
    buffer_add(&out, "", 0);
    size_t units = 0;
    for (const char *end = text + strlen(text); text < end;) {
        uint32_t point = utf8_next(&text, end);
        units += point > 0xFFFF ? 2 : 1;
        if (units > most)
            break;
        bool allowed = point >= ' ' ? (point & 0xFFFE) != 0xFFFE : point == '\n' || point == '\t';
        if (allowed || point == '\r')
            utf8_put(&out, point == '\r' ? '\n' : point);
        if (point == '\r' && text < end && *text == '\n')
            text++;
    }
    return out.text;
}

static char *sheet_name(struct arena *arena, const char *name)
{
    char *safe = safe_text(arena, name, LONGEST_SHEET_NAME);
    for (char *at = safe; *at; at++)
        if (strchr("[]:*?/\\\n\t'", *at))
            *at = ' ';
    return text_blank(safe) ? NULL : safe;
}

struct xlsx_writer *xlsx_begin(struct arena *arena, const char *sheet)
{
    struct xlsx_writer *writer = arena_alloc(arena, sizeof *writer);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    writer->arena = arena;
    writer->file = memfd_create("workbook", MFD_CLOEXEC);
    writer->book = writer->file < 0 ? NULL
        : workbook_new_opt(arena_format(arena, "/proc/self/fd/%d", writer->file), &options);
    if (writer->book) {
        lxw_doc_properties about = {.created = ZIP_EPOCH}; /* the same rows give the same bytes */
        workbook_set_properties(writer->book, &about);
        writer->sheet = workbook_add_worksheet(writer->book, sheet ? sheet_name(arena, sheet) : NULL);
        writer->heading = workbook_add_format(writer->book);
    }
    writer->failed = !writer->sheet || !writer->heading;
    if (!writer->failed) {
        format_set_bold(writer->heading);
        worksheet_freeze_panes(writer->sheet, 1, 0);
    }
    return writer;
}

static bool has_room(struct xlsx_writer *writer)
{
    writer->failed |= writer->row >= MOST_ROWS || writer->column >= MOST_COLUMNS;
    return !writer->failed;
}

void xlsx_cell(struct xlsx_writer *writer, const char *text)
{
    struct arena_mark mark = arena_mark(writer->arena);
    if (has_room(writer) && text && *text)
        writer->failed |= worksheet_write_string(writer->sheet, writer->row, (lxw_col_t)writer->column,
            safe_text(writer->arena, text, LONGEST_CELL), writer->row ? NULL : writer->heading) != LXW_NO_ERROR;
    writer->column++;
    arena_release(writer->arena, mark);
}

void xlsx_number(struct xlsx_writer *writer, double number)
{
    if (has_room(writer) && number - number == 0)          /* finite */
        writer->failed |= worksheet_write_number(writer->sheet, writer->row, (lxw_col_t)writer->column, number, NULL)
            != LXW_NO_ERROR;
    writer->column++;
}

void xlsx_end_row(struct xlsx_writer *writer)
{
    writer->row++;
    writer->column = 0;
}

static const void *read_back(struct xlsx_writer *writer, size_t *length)
{
    struct stat about;
    if (fstat(writer->file, &about) != 0 || about.st_size <= 0)
        return NULL;
    char *bytes = arena_alloc(writer->arena, (size_t)about.st_size);
    for (size_t got = 0; got < (size_t)about.st_size;) {
        ssize_t more = pread(writer->file, bytes + got, (size_t)about.st_size - got, (off_t)got);
        if (more <= 0)
            return NULL;
        got += (size_t)more;
    }
    *length = (size_t)about.st_size;
    return bytes;
}

const void *xlsx_finish(struct xlsx_writer *writer, size_t *length)
{
    const void *bytes = NULL;
    if (writer->book && workbook_close(writer->book) == LXW_NO_ERROR && !writer->failed)
        bytes = read_back(writer, length);
    if (writer->file >= 0)
        close(writer->file);
    writer->book = NULL;
    writer->file = -1;
    return bytes;
}
