/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading CSV. csv_write.c writes it. */
#include "formats/csv.h"
#include "formats/guard.h"
#include <string.h>
#include <utf8proc.h>

enum { MOST_COLUMNS = 2000, LONGEST_CELL = 1 << 20, SAMPLE_ROWS = 20, LONGEST_NAME = 200 };

static bool at_row_end(const char *at, const char *end)
{
    return at >= end || *at == '\n' || *at == '\r';
}

/* Past one CRLF, LF or CR. */
static const char *next_line(const char *at, const char *end)
{
    if (at < end && *at == '\r' && at + 1 < end && at[1] == '\n')
        return at + 2;
    return at < end ? at + 1 : at;
}

/* Past the cell that starts here: at its separator, at its row's end, or NULL when its quote is never closed. */
static const char *skip_cell(const char *at, const char *end, char separator)
{
    if (at < end && *at == '"') {
        for (at++;; at++) {
            at = memchr(at, '"', (size_t)(end - at));
            if (!at)
                return NULL;
            at++;
            if (at >= end || *at != '"')
                break;
        }
    }
    while (!at_row_end(at, end) && *at != separator)
        at++;
    return at;
}

/* How many cells the row that starts here has with this separator; 0 when a quote is never closed. */
static size_t count_cells(const char **at, const char *end, char separator)
{
    for (size_t cells = 1;; cells++) {
        const char *stop = skip_cell(*at, end, separator);
        if (!stop)
            return 0;
        *at = stop;
        if (at_row_end(stop, end)) {
            *at = next_line(stop, end);
            return cells;
        }
        ++*at;
    }
}

/* How many of the first rows have as many cells as the header, which must have several. */
static size_t rows_that_agree(const char *at, const char *end, char separator, size_t *columns)
{
    size_t agreeing = 1;
    *columns = count_cells(&at, end, separator);
    if (*columns < 2)
        return 0;
    for (int row = 0; row < SAMPLE_ROWS && at < end; row++)
        agreeing += count_cells(&at, end, separator) == *columns;
    return agreeing;
}

/* The separator that cuts the header, and the rows after it alike; without any, the end of the
 * line, which cuts no row. */
static char find_separator(const char *at, const char *end)
{
    static const char candidates[] = ";,\t|";
    char best = '\n';
    size_t best_rows = 0, best_columns = 0;
    while (at < end && at_row_end(at, end))
        at++;
    for (const char *candidate = candidates; *candidate; candidate++) {
        size_t columns, rows = rows_that_agree(at, end, *candidate, &columns);
        if (rows > best_rows || (rows && rows == best_rows && columns > best_columns)) {
            best = *candidate;
            best_rows = rows;
            best_columns = columns;
        }
    }
    return best;
}

static char *utf8_from_utf16(struct arena *arena, const unsigned char *bytes, size_t length, bool big_endian)
{
    struct buffer out = {.arena = arena};
    buffer_add(&out, "", 0);
    uint32_t high = 0;
    for (size_t i = 0; i + 1 < length; i += 2) {
        uint32_t unit = big_endian ? (uint32_t)(bytes[i] << 8 | bytes[i + 1])
            : (uint32_t)(bytes[i + 1] << 8 | bytes[i]);
        if (unit >= 0xD800 && unit < 0xDC00) {
            high = unit;
            continue;
        }
        bool low = unit >= 0xDC00 && unit < 0xE000;
        utf8_put(&out, low && high ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : low || !unit ? 0xFFFD
            : unit);
        high = 0;
    }
    return out.text;
}

/* A file where malformed bytes are rare beside well-formed accents is UTF-8 that was damaged, not Windows-1252. */
static char *text_from_bytes(struct arena *arena, const char *bytes, size_t length)
{
    size_t accents = 0, malformed = 0;
    struct buffer out = {.arena = arena};
    for (const char *at = bytes, *end = bytes + length; at < end;) {
        const char *before = at;
        uint32_t point = utf8_next(&at, end);
        accents += at - before > 1;
        malformed += point == 0xFFFD && at - before == 1;
        utf8_put(&out, point);
    }
    return malformed * 4 > accents ? utf8_from_cp1252(arena, bytes, length) : out.text;
}

/* Turns what was sent into UTF-8 between at and end; false when it is no text. */
static bool decode(struct csv *csv, const char *bytes, size_t length)
{
    const unsigned char *raw = (const unsigned char *)bytes;
    bool little = length >= 2 && raw[0] == 0xFF && raw[1] == 0xFE, big = length >= 2 && raw[0] == 0xFE
        && raw[1] == 0xFF;
    if (little || big) {
        csv->at = utf8_from_utf16(csv->arena, raw + 2, length - 2, big);
        csv->end = csv->at + strlen(csv->at);
        return true;
    }
    if (length && memchr(bytes, '\0', length))
        return false;
    size_t mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    csv->at = bytes + mark;
    csv->end = bytes + length;
    if (!utf8_valid(csv->at, length - mark)) {
        csv->at = text_from_bytes(csv->arena, csv->at, length - mark);
        csv->end = csv->at + strlen(csv->at);
    }
    return true;
}

/* "sep=;" on a line of its own, which spreadsheets write and obey. */
static bool said_separator(struct csv *csv)
{
    if (csv->end - csv->at < 5 || memcmp(csv->at, "sep=", 4) != 0 || !at_row_end(csv->at + 5, csv->end))
        return false;
    csv->separator = csv->at[4];
    csv->at = next_line(csv->at + 5, csv->end);
    csv->next_line++;
    return csv->separator != '"' && csv->separator != '\n' && csv->separator != '\r';
}

/* The text of the cell between from and to: quotes taken off, doubled ones halved, an export's guard removed. */
static char *cell_text(struct arena *arena, const char *from, const char *to)
{
    char *text = arena_alloc(arena, (size_t)(to - from) + 1), *out = text;
    bool quoted = from < to && *from == '"';
    from += quoted;
    while (quoted && from < to) {
        bool doubled = *from == '"' && from + 1 < to && from[1] == '"';
        if (*from == '"' && !doubled) {
            from++;
            break;
        }
        *out++ = *from;
        from += doubled ? 2 : 1;
    }
    memcpy(out, from, (size_t)(to - from));                /* what stands after the closing quote is kept as it is */
    out += to - from;
    *out = '\0';
    return is_guarded(text) ? text + 1 : text;
}

static void count_lines(struct csv *csv, const char *from, const char *to)
{
    for (const char *at = from; at < to; at++)
        csv->next_line += *at == '\n' || (*at == '\r' && (at + 1 >= csv->end || at[1] != '\n'));
}

struct row { char **cells; size_t count, room; };

static bool stop(struct csv *csv, const char *why)
{
    csv->trouble = why;
    csv->at = csv->end;
    return false;
}

static bool take_cell(struct csv *csv, struct row *row, const char *from, const char *to)
{
    if (row->count >= MOST_COLUMNS)
        return stop(csv, "This line has more than 2,000 columns.");
    if (to - from > LONGEST_CELL)
        return stop(csv, "This line has a cell of more than 1 MB; perhaps a quotation mark is never closed.");
    row->cells = arena_grow(csv->arena, row->cells, row->count, &row->room, sizeof *row->cells);
    row->cells[row->count++] = cell_text(csv->arena, from, to);
    return true;
}

/* The cells of the row that starts at csv->at, and moves past it. False with trouble set when it cannot be read. */
static bool read_row(struct csv *csv, struct row *row)
{
    const char *start = csv->at;
    csv->line = csv->next_line;
    for (;;) {
        const char *to = skip_cell(csv->at, csv->end, csv->separator);
        if (!to)
            return stop(csv, "A quotation mark that starts a cell of this line is never closed.");
        if (!take_cell(csv, row, csv->at, to))
            return false;
        csv->at = to;
        if (at_row_end(to, csv->end))
            break;
        csv->at++;
    }
    csv->at = next_line(csv->at, csv->end);
    count_lines(csv, start, csv->at);
    return true;
}

/* The end of a row that holds no quotation mark and no lone carriage return; NULL when it does, or is very long. */
static const char *plain_end(const struct csv *csv)
{
    const char *end = memchr(csv->at, '\n', (size_t)(csv->end - csv->at));
    end = end ? end : csv->end;
    size_t length = (size_t)(end - csv->at);
    const char *back = length <= LONGEST_CELL ? memchr(csv->at, '\r', length) : NULL;
    return length > LONGEST_CELL || memchr(csv->at, '"', length) || (back && back + 1 != end) ? NULL : end;
}

/* Such a row, which nearly all are, is copied once and cut where it stands. */
static bool cut_row(struct csv *csv, struct row *row, const char *end)
{
    char *cell = arena_copy(csv->arena, csv->at, (size_t)(end - csv->at)), *last = cell + (end - csv->at);
    if (last > cell && last[-1] == '\r')
        *--last = '\0';
    csv->line = csv->next_line;
    csv->next_line += end < csv->end || (end > csv->at && end[-1] == '\r');
    csv->at = end < csv->end ? end + 1 : end;
    for (char *stop_at = cell; stop_at; cell = stop_at + 1) {
        if (row->count >= MOST_COLUMNS)
            return stop(csv, "This line has more than 2,000 columns.");
        stop_at = memchr(cell, csv->separator, (size_t)(last - cell));
        if (stop_at)
            *stop_at = '\0';
        row->cells = arena_grow(csv->arena, row->cells, row->count, &row->room, sizeof *row->cells);
        row->cells[row->count++] = is_guarded(cell) ? cell + 1 : cell;
    }
    return true;
}

static bool all_blank(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (!text_blank(row->cells[i]))
            return false;
    return true;
}

/* The next row that holds something. */
static bool next_row(struct csv *csv, struct row *row)
{
    while (csv->at < csv->end) {
        struct arena_mark mark = arena_mark(csv->arena);
        *row = (struct row){0};
        const char *end = plain_end(csv);
        if (!(end ? cut_row(csv, row, end) : read_row(csv, row)))
            return false;
        if (!all_blank(row))
            return true;
        arena_release(csv->arena, mark);
    }
    return false;
}

bool csv_open(struct csv *csv, struct arena *arena, const char *bytes, size_t length)
{
    *csv = (struct csv){.arena = arena, .next_line = 1, .line = 1};
    struct row row;
    if (!decode(csv, bytes, length))
        return stop(csv, "This is not a text file. Save it as CSV, or send the workbook itself (XLSX).");
    if (!said_separator(csv))
        csv->separator = find_separator(csv->at, csv->end);
    if (!next_row(csv, &row)) {
        if (!csv->trouble)
            csv->trouble = "This file is empty.";
        return false;
    }
    csv->header = row.cells;
    csv->column_count = row.count;
    for (size_t i = 0; i < row.count; i++) {
        char *name = text_trim(arena, row.cells[i]);
        csv->header[i] = name ? name : "";
    }
    return true;
}

char **csv_next(struct csv *csv, size_t *extra)
{
    struct row row;
    if (extra)
        *extra = 0;
    if (!next_row(csv, &row))
        return NULL;
    if (extra && row.count > csv->column_count)
        *extra = row.count - csv->column_count;
    while (row.count < csv->column_count) {
        row.cells = arena_grow(csv->arena, row.cells, row.count, &row.room, sizeof *row.cells);
        row.cells[row.count++] = "";
    }
    return row.cells;
}

/* Lower case, without accents, letters and digits only: "Code INSEE", "code_insee" and "codeInsee" are one name. */
static void plain_name(const char *name, char plain[LONGEST_NAME + 1])
{
    size_t length = 0;
    for (const char *at = name, *end = name + strlen(name); at < end;) {
        utf8proc_int32_t letters[8];
        utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)utf8_next(&at, end), letters, 8,
            UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, NULL);
        for (utf8proc_ssize_t i = 0; i < count && i < 8 && length < LONGEST_NAME; i++)
            if ((letters[i] >= '0' && letters[i] <= '9') || (letters[i] >= 'a' && letters[i] <= 'z'))
                plain[length++] = (char)letters[i];
    }
    plain[length] = '\0';
}

int csv_column(const struct csv *csv, const char *const *names)
{
    char wanted[LONGEST_NAME + 1], present[LONGEST_NAME + 1];
    for (; *names; names++) {
        plain_name(*names, wanted);
        for (size_t i = 0; i < csv->column_count; i++) {
            plain_name(csv->header[i], present);
            if (*wanted && strcmp(wanted, present) == 0)
                return (int)i;
        }
    }
    return -1;
}
