/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading ODS (OpenDocument 1.2): the first visible table. */
#include "base/number.h"
#include "formats/workbook.h"
#include <string.h>

enum { MOST_STYLES = 10000, MOST_REPEATS = 1048576 };

struct open_document {
    struct workbook *workbook;
    struct xml *xml;
    const char *style;                     /* being read */
    char **hidden; size_t hidden_count, hidden_room;
    bool in_table, done;
    int64_t row, column, row_repeat;
    struct buffer row_values;              /* texts of the row, each ended by NUL, beside where they stand */
    struct stand { size_t text; int64_t column; } *stands; size_t stand_count, stand_room;
    struct arena row_arena;
};

static int64_t repeats(struct open_document *document, const char *name)
{
    int64_t number;
    bool given = parse_int(xml_attribute(document->xml, &document->workbook->cell, name), &number);
    return !given || number < 1 ? 1 : number > MOST_REPEATS ? MOST_REPEATS : number;
}

static void take_style(struct open_document *document)
{
    struct arena *arena = &document->workbook->kept;
    if (xml_is(document->xml, "style"))
        document->style = xml_attribute(document->xml, arena, "name");
    if (!xml_is(document->xml, "table-properties") || !document->style || document->hidden_count >= MOST_STYLES
        || !text_is(xml_attribute(document->xml, arena, "display"), "false"))
        return;
    document->hidden = arena_grow(arena, document->hidden, document->hidden_count, &document->hidden_room,
        sizeof(char *));
    document->hidden[document->hidden_count++] = arena_text(arena, document->style);
}

static bool is_hidden(struct open_document *document)
{
    const char *style = xml_attribute(document->xml, &document->workbook->kept, "style-name");
    for (size_t i = 0; style && i < document->hidden_count; i++)
        if (text_is(document->hidden[i], style))
            return true;
    return false;
}

/* Passes over an element that was just opened, with all it holds. */
static void skip_element(struct xml *xml)
{
    int depth = 1;
    for (enum xml_piece piece; depth && (piece = xml_next(xml));)
        depth += piece == XML_OPEN ? 1 : piece == XML_CLOSE ? -1 : 0;
}

static void add_spaces(struct open_document *document, struct buffer *text)
{
    int64_t count = repeats(document, "c");
    for (int64_t i = 0; i < count && i < 1000; i++)
        buffer_char(text, ' ');
}

static void open_inside_cell(struct open_document *document, struct buffer *text, int *paragraphs)
{
    struct xml *xml = document->xml;
    if (xml_is(xml, "p") && (*paragraphs)++)
        buffer_char(text, '\n');
    if (xml_is(xml, "s"))
        add_spaces(document, text);
    if (xml_is(xml, "tab"))
        buffer_char(text, '\t');
    if (xml_is(xml, "line-break"))
        buffer_char(text, '\n');
}

/* The paragraphs of a cell, without its comments; ends after the cell's own end. White space between elements is no
 * text. */
static char *read_paragraphs(struct open_document *document)
{
    struct buffer text = {.arena = &document->workbook->cell};
    int depth = 1, paragraphs = 0, inside = 0;
    buffer_add(&text, "", 0);
    for (enum xml_piece piece; depth && (piece = xml_next(document->xml));) {
        if (piece == XML_TEXT) {
            if (inside)
                buffer_text(&text, xml_text(document->xml));
            continue;
        }
        if (piece == XML_OPEN && xml_is(document->xml, "annotation")) {
            skip_element(document->xml);
            continue;
        }
        if (piece == XML_OPEN)
            open_inside_cell(document, &text, &paragraphs);
        int step = piece == XML_OPEN ? 1 : -1;
        depth += step;
        if (xml_is(document->xml, "p"))
            inside += step;
    }
    return text.text;
}

/* "PT10H05M00S" → "10:05". */
static char *clock_text(struct arena *arena, const char *duration)
{
    int64_t parts[3] = {0}, number = 0;
    for (const char *at = text_starts(duration, "PT") ? duration + 2 : ""; *at; at++) {
        const char *unit = strchr("HMS", *at);
        if (*at >= '0' && *at <= '9' && number < 100000)
            number = number * 10 + (*at - '0');
        else if (unit) {
            parts[unit - "HMS"] = number;
            number = 0;
        } else
            break;
    }
    return arena_format(arena, parts[2] ? "%02d:%02d:%02d" : "%02d:%02d", (int)parts[0], (int)parts[1], (int)parts[2]);
}

static char *typed_value(struct open_document *document, const char *type)
{
    struct arena *arena = &document->workbook->cell;
    struct xml *xml = document->xml;
    double number;
    if (text_is(type, "float") || text_is(type, "percentage") || text_is(type, "currency")) {
        char *value = xml_attribute(xml, arena, "value");
        return parse_real(value, &number) ? sheet_number(arena, number) : value;
    }
    if (text_is(type, "date"))
        return xml_attribute(xml, arena, "date-value");
    if (text_is(type, "time")) {
        const char *value = xml_attribute(xml, arena, "time-value");
        return value ? clock_text(arena, value) : NULL;
    }
    if (text_is(type, "boolean"))
        return text_is(xml_attribute(xml, arena, "boolean-value"), "true") ? "oui" : "non";
    return NULL;
}

/* One cell, which may stand several times. */
static bool read_cell(struct open_document *document)
{
    struct workbook *workbook = document->workbook;
    int64_t count = repeats(document, "number-columns-repeated");
    char *value = typed_value(document, xml_attribute(document->xml, &workbook->cell, "value-type"));
    char *paragraphs = read_paragraphs(document);
    const char *text = value ? value : paragraphs;
    if (text_blank(text)) {
        document->column += count;
        return true;
    }
    for (int64_t i = 0; i < count; i++, document->column++) {
        if (!sheet_cell(&workbook->sheet, document->row, document->column, text))
            return workbook_refuse(workbook, workbook->sheet.trouble);
        document->stands = arena_grow(&document->row_arena, document->stands, document->stand_count,
            &document->stand_room,
            sizeof *document->stands);
        document->stands[document->stand_count++] = (struct stand){document->row_values.length, document->column};
        buffer_add(&document->row_values, text, strlen(text) + 1);
    }
    return true;
}

static void row_begin(struct open_document *document, int64_t repeat)
{
    document->row_repeat = repeat;
    document->column = 0;
    arena_free(&document->row_arena);
    document->row_values = (struct buffer){.arena = &document->row_arena};
    document->stands = NULL;
    document->stand_count = document->stand_room = 0;
}

static bool row_end(struct open_document *document)
{
    struct workbook *workbook = document->workbook;
    for (int64_t i = 1; document->stand_count && i < document->row_repeat; i++)
        for (size_t j = 0; j < document->stand_count; j++)
            if (!sheet_cell(&workbook->sheet, document->row + i, document->stands[j].column,
                    document->row_values.text + document->stands[j].text))
                return workbook_refuse(workbook, workbook->sheet.trouble);
    document->row += document->row_repeat;
    return true;
}

static bool take_table_piece(struct open_document *document, enum xml_piece piece)
{
    struct xml *xml = document->xml;
    if (piece == XML_CLOSE && xml_is(xml, "table"))
        document->done = true;
    if (piece == XML_OPEN && xml_is(xml, "table-row"))
        row_begin(document, repeats(document, "number-rows-repeated"));
    if (piece == XML_CLOSE && xml_is(xml, "table-row"))
        return row_end(document);
    if (piece != XML_OPEN || !(xml_is(xml, "table-cell") || xml_is(xml, "covered-table-cell")))
        return true;
    bool taken = read_cell(document);
    arena_free(&document->workbook->cell);
    return taken;
}

static bool take_piece(struct open_document *document, enum xml_piece piece)
{
    if (document->in_table)
        return take_table_piece(document, piece);
    if (piece != XML_OPEN)
        return true;
    if (!xml_is(document->xml, "table")) {
        take_style(document);
        return true;
    }
    document->in_table = !is_hidden(document);
    if (!document->in_table)
        skip_element(document->xml);
    return true;
}

bool read_open_document_sheet(struct workbook *workbook)
{
    struct part part;
    struct open_document document = {.workbook = workbook, .xml = &part.xml};
    bool going = true;
    if (!part_open(&part, workbook, "content.xml"))
        return workbook_refuse(workbook, "This workbook is damaged.");
    row_begin(&document, 1);                               /* cells outside a row stand in one */
    for (enum xml_piece piece; going && !document.done && (piece = xml_next(&part.xml));)
        going = take_piece(&document, piece);
    arena_free(&document.row_arena);
    bool whole = part_close(&part, workbook) && going;
    return whole && !document.in_table ? workbook_refuse(workbook, "This workbook has no visible sheet.") : whole;
}
