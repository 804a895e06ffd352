/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Cells to CSV, numbers to dates. */
#include "base/time.h"
#include "formats/sheet.h"
#include <math.h>
#include <string.h>

enum { MOST_COLUMNS = 2000, MOST_ROWS = 1048576, MOST_CELLS = 5000000, LARGEST = 64 << 20, DAY = 86400,
    LONGEST_DURATION = 1000 };

void sheet_begin(struct sheet *sheet, struct buffer *out)
{
    *sheet = (struct sheet){.column = -1};
    csv_begin(&sheet->writer, out, ';', false);
    buffer_add(out, "", 0);
}

static bool stop(struct sheet *sheet, const char *why)
{
    sheet->trouble = why;
    return false;
}

bool sheet_cell(struct sheet *sheet, int64_t row, int64_t column, const char *text)
{
    if (text_blank(text))
        return true;
    if (row < sheet->row)
        row = sheet->row;
    if (row == sheet->row && column <= sheet->column)
        column = sheet->column + 1;
    if (column >= MOST_COLUMNS)
        return stop(sheet, "This sheet has more than 2,000 columns.");
    if (row >= MOST_ROWS || ++sheet->cells > MOST_CELLS || sheet->writer.out->length > LARGEST)
        return stop(sheet, "This sheet has too many cells.");
    for (; sheet->row < row; sheet->row++, sheet->column = -1)
        csv_end_row(&sheet->writer);
    while (++sheet->column < column)
        csv_cell(&sheet->writer, "");
    csv_cell(&sheet->writer, text);
    return true;
}

void sheet_finish(struct sheet *sheet)
{
    if (sheet->column >= 0)
        csv_end_row(&sheet->writer);
}

char *sheet_number(struct arena *arena, double number)
{
    bool whole = number == trunc(number) && fabs(number) < 1e15;
    return arena_format(arena, whole ? "%.0f" : "%.15g", whole && number == 0 ? 0.0 : number);
}

enum number_look look_of_builtin(int64_t id)
{
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58)
        return LOOK_DATE;
    if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47) || (id >= 32 && id <= 35) || id == 55 || id == 56)
        return LOOK_TIME;
    return id == 22 ? LOOK_INSTANT : LOOK_NUMBER;
}

/* Past what a format code only shows: "text", \x, _x, *x, [Red], [$-40C]; but [h] and [mm] count time. */
static const char *skip_literal(const char *at)
{
    if (*at == '"' || *at == '[') {
        const char *end = strchr(at + 1, *at == '"' ? '"' : ']');
        bool elapsed = *at == '[' && at[1] && strchr("hmsHMS", at[1]) && end == at + 1 + strspn(at + 1, "hmsHMS");
        return elapsed ? at + 1 : end ? end + 1 : at + strlen(at);
    }
    return strchr("\\_*", *at) ? at + 1 + (at[1] != '\0') : at;
}

enum number_look look_of_code(const char *code)
{
    bool day = false, month = false, hour = false;
    if (text_starts(code, "General") || text_starts(code, "general") || text_starts(code, "GENERAL"))
        return LOOK_NUMBER;
    while (*code && *code != ';') {
        const char *after = skip_literal(code);
        if (after != code) {
            code = after;
            continue;
        }
        char c = (char)(*code++ | 0x20);
        day |= c == 'd' || c == 'y';
        month |= c == 'm';
        hour |= c == 'h' || c == 's';
    }
    if (day || (month && !hour))
        return hour ? LOOK_INSTANT : LOOK_DATE;
    return hour ? LOOK_TIME : LOOK_NUMBER;
}

static void add_time(struct buffer *out, int64_t seconds)
{
    buffer_format(out, "%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
    if (seconds % 60)
        buffer_format(out, ":%02d", (int)(seconds % 60));
}

/* Day 60 of the 1900 system is a 29 February that never was: earlier days count one less. */
static int64_t unix_day(int64_t serial, bool since_1904)
{
    if (since_1904)
        return serial - 24107;
    return serial - (serial < 60 ? 25568 : 25569);
}

char *look_text(struct arena *arena, double number, enum number_look look, bool since_1904)
{
    if (look == LOOK_NUMBER || !(number >= 0) || number >= 2958466)            /* 31 December 9999 */
        return sheet_number(arena, number);
    int64_t serial = (int64_t)floor(number), seconds = llround((number - floor(number)) * DAY);
    if (seconds == DAY) {
        serial++;
        seconds = 0;
    }
    struct buffer out = {.arena = arena};
    if (look == LOOK_TIME && serial < LONGEST_DURATION) {
        add_time(&out, serial * DAY + seconds);
        return out.text;
    }
    format_iso_date(&out, unix_day(serial, since_1904));
    if (look == LOOK_TIME || seconds) {
        buffer_char(&out, 'T');
        add_time(&out, seconds);
    }
    return out.text;
}
