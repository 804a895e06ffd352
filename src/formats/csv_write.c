/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing CSV that no spreadsheet takes for formulas. */
#include "base/number.h"
#include "formats/csv.h"
#include "formats/guard.h"
#include <string.h>

static bool starts_formula(const char *text)
{
    static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (text_starts(text, starts[i]))
            return true;
    return false;
}

bool needs_guard(const char *text)
{
    double number;
    return starts_formula(text + strspn(text, "'")) && !parse_french_real(text, &number);
}

bool is_guarded(const char *text)
{
    return *text == '\'' && starts_formula(text + strspn(text, "'"));
}

void csv_begin(struct csv_writer *writer, struct buffer *out, char separator, bool bom)
{
    *writer = (struct csv_writer){.out = out, .separator = separator};
    if (bom)
        buffer_text(out, "\xEF\xBB\xBF");
}

static void separate(struct csv_writer *writer)
{
    if (writer->row_started)
        buffer_char(writer->out, writer->separator);
    writer->row_started = true;
}

/* Quotes where any reader could stumble: every usual separator (but for the comma of a number beside another
 * separator), spaces at the ends, what a first cell must not start with. */
static bool needs_quotes(const char *text, char separator)
{
    size_t length = strlen(text);
    double number;
    if (strchr(text, separator) || strpbrk(text, "\";\t|\r\n"))
        return true;
    return (strchr(text, ',') && !parse_french_real(text, &number)) || text_starts(text, "\xEF\xBB\xBF")
        || text_starts(text, "sep=") || text[0] == ' ' || (length && text[length - 1] == ' ');
}

/* Malformed bytes become U+FFFD: one of them would make the whole file read as another encoding. */
static void add_well_formed(struct buffer *out, const char *text, bool double_quotes)
{
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        uint32_t point = utf8_next(&at, end);
        if (point == '"' && double_quotes)
            buffer_char(out, '"');
        utf8_put(out, point);
    }
}

void csv_cell(struct csv_writer *writer, const char *text)
{
    separate(writer);
    if (!text || !*text)
        return;
    bool quotes = needs_quotes(text, writer->separator);
    if (quotes)
        buffer_char(writer->out, '"');
    if (needs_guard(text))
        buffer_char(writer->out, '\'');
    add_well_formed(writer->out, text, quotes);
    if (quotes)
        buffer_char(writer->out, '"');
}

/* With the decimal comma in a ";" file, which is what French spreadsheets read as a number. */
void csv_number(struct csv_writer *writer, double number)
{
    separate(writer);
    if (number - number != 0)                              /* not finite: nothing to say */
        return;
    size_t start = writer->out->length;
    buffer_real(writer->out, number);
    char *point = writer->separator == ';' ? strchr(writer->out->text + start, '.') : NULL;
    if (point)
        *point = ',';
}

void csv_int(struct csv_writer *writer, int64_t number)
{
    separate(writer);
    buffer_int(writer->out, number);
}

void csv_end_row(struct csv_writer *writer)
{
    buffer_text(writer->out, "\r\n");
    writer->row_started = false;
}
