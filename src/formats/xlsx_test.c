/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Workbooks: written and read back, real ones, and the ones made to harm. */
#include "formats/csv.h"
#include "formats/sheet.h"
#include "formats/xlsx.h"
#include "main/testing.h"
#include <zip.h>

struct made_part { const char *name, *text; };

/* A ZIP of these texts, ended by a part without name. */
static void *make_zip(struct arena *arena, const struct made_part *parts, size_t *length)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    zip_source_keep(source);
    for (; parts->name; parts++)
        assert_true(zip_file_add(zip, parts->name, zip_source_buffer(zip, parts->text, strlen(parts->text), 0),
            0) >= 0);
    assert_int_equal(zip_close(zip), 0);
    assert_int_equal(zip_source_open(source), 0);
    zip_source_seek(source, 0, SEEK_END);
    *length = (size_t)zip_source_tell(source);
    zip_source_seek(source, 0, SEEK_SET);
    char *bytes = arena_alloc(arena, *length);
    assert_int_equal(zip_source_read(source, bytes, *length), (int64_t)*length);
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
static const char root_relations[] = "<Relationships><Relationship Id=\"a\" Type=\"" RELATION "/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";
static const char book_relations[] = "<Relationships><Relationship Id=\"r1\" Type=\"" RELATION "/worksheet\" "
    "Target=\"worksheets/one.xml\"/><Relationship Id=\"r2\" Type=\"" RELATION "/worksheet\" "
    "Target=\"/xl/worksheets/two.xml\"/>"
    "<Relationship Id=\"s\" Type=\"" RELATION "/sharedStrings\" Target=\"strings.xml\"/>"
    "<Relationship Id=\"t\" Type=\"" RELATION "/styles\" Target=\"styles.xml\"/></Relationships>";

/* The CSV of a workbook whose second sheet, the first that is visible, holds this. */
static char *read_made(struct arena *arena, const char *properties, const char *strings, const char *styles,
    const char *rows,
    const char **trouble)
{
    const char *book = arena_format(arena, "<workbook xmlns:r=\"" RELATION "\">%s<sheets><sheet name=\"x\" "
        "state=\"hidden\" "
        "r:id=\"r1\"/><sheet name=\"y\" r:id=\"r2\"/></sheets></workbook>", properties);
    struct made_part parts[] = {{"_rels/.rels", root_relations}, {"xl/workbook.xml", book},
        {"xl/_rels/workbook.xml.rels", book_relations}, {"xl/worksheets/one.xml", "<worksheet/>"},
        {"xl/worksheets/two.xml", arena_format(arena, "<worksheet><sheetData>%s</sheetData></worksheet>", rows)},
        {"xl/strings.xml", strings}, {"xl/styles.xml", styles}, {NULL, NULL}};
    size_t length, csv_length;
    void *bytes = make_zip(arena, parts, &length);
    return xlsx_as_csv(arena, bytes, length, &csv_length, trouble);
}

static char *read_rows(struct arena *arena, const char *rows, const char **trouble)
{
    return read_made(arena, "", "<sst/>", "<styleSheet/>", rows, trouble);
}

static void what_is_written_is_read_back(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    size_t length = 0, csv_length;
    struct xlsx_writer *writer = xlsx_begin(&arena, "Besoins / ressources [1]: une liste au nom trop long");
    static const char *const names[] = {"nom", "montant", "note"};
    for (int i = 0; i < 3; i++)
        xlsx_cell(writer, names[i]);
    xlsx_end_row(writer);
    xlsx_cell(writer, "=1+1");
    xlsx_number(writer, 21667.5);
    xlsx_cell(writer, "deux\r\nlignes \"et\" <l’œuvre> & \x01");
    xlsx_end_row(writer);
    xlsx_cell(writer, NULL);
    xlsx_number(writer, 73282932000074.0);
    xlsx_number(writer, 0.0 / 0.0);
    xlsx_end_row(writer);
    const void *bytes = xlsx_finish(writer, &length);
    assert_non_null(bytes);
    char *text = xlsx_as_csv(&arena, bytes, length, &csv_length, &trouble);
    assert_non_null(text);
    struct csv csv;
    assert_true(csv_open(&csv, &arena, text, csv_length));
    assert_int_equal(csv.column_count, 3);
    char **row = csv_next(&csv, NULL);
    assert_string_equal(row[0], "=1+1");
    assert_string_equal(row[1], "21667.5");
    assert_string_equal(row[2], "deux\nlignes \"et\" <l’œuvre> & ");
    row = csv_next(&csv, NULL);
    assert_string_equal(row[0], "");
    assert_string_equal(row[1], "73282932000074");
    assert_null(csv_next(&csv, NULL));
    arena_free(&arena);
}

static const void *small_workbook(struct arena *arena, size_t *length)
{
    struct xlsx_writer *writer = xlsx_begin(arena, "A");
    xlsx_cell(writer, "x");
    xlsx_end_row(writer);
    return xlsx_finish(writer, length);
}

static void the_same_rows_give_the_same_bytes(void **state)
{
    struct arena arena = {0};
    size_t one, two;
    const void *first = small_workbook(&arena, &one), *second = small_workbook(&arena, &two);
    assert_int_equal(one, two);
    assert_memory_equal(first, second, one);
    arena_free(&arena);
}

static void a_workbook_that_cannot_hold_its_cells_fails(void **state)
{
    struct arena arena = {0};
    size_t length;
    struct xlsx_writer *writer = xlsx_begin(&arena, NULL);
    for (int i = 0; i < 16385; i++)
        xlsx_number(writer, i);
    assert_null(xlsx_finish(writer, &length));
    arena_free(&arena);
}

static void every_kind_of_cell_is_read(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    char *csv = read_made(&arena, "", "<sst><si><t>partagé</t></si><si><r><t>en </t></r><r><t "
        "xml:space=\"preserve\">deux_x000A_</t>"
        "</r><rPh><t>non</t></rPh></si></sst>", "<styleSheet/>",
        "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"D2\" t=\"s\"><v>1</v></c><c "
        "t=\"inlineStr\"><is><t>ici</t></is></c></row>"
        "<row r=\"4\"><c r=\"A4\" t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"str\"><f>A1</f><v>calculé</v></c>"
        "<c t=\"e\"><v>#N/A</v></c><c><v>0.30000000000000004</v></c><c r=\"H4\"><v>12345678901234</v></c><c "
        "t=\"s\"><v>99</v></c></row>"
        "<row><c><v>1E-3</v></c><c t=\"d\"><v>2024-01-31</v></c></row>", &trouble);
    assert_null(trouble);
    assert_string_equal(csv, "\r\n;partagé;;\"en "
        "deux\n\";ici\r\n\r\noui;non;calculé;#N/A;0.3;;;12345678901234\r\n0.001;2024-01-31\r\n");
    arena_free(&arena);
}

static void dates_are_known_by_their_style(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    static const char styles[] = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"#,##0.00\\ &quot;dhs&quot;\"/></numFmts><cellStyleXfs><xf "
        "numFmtId=\"14\"/>"
        "</cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
        "<xf numFmtId=\"20\"/></cellXfs></styleSheet>";
    static const char rows[] = "<row><c s=\"0\"><v>45000</v></c><c s=\"1\"><v>45000</v></c><c "
        "s=\"2\"><v>45000.4200231481</v></c>"
        "<c s=\"3\"><v>45000</v></c><c s=\"4\"><v>0.4375</v></c><c s=\"1\"><v>-3</v></c><c s=\"9\"><v>7</v></c></row>";
    assert_string_equal(read_made(&arena, "", "<sst/>", styles, rows, &trouble),
        "45000;2023-03-15;2023-03-15T10:04:50;45000;10:30;-3;7\r\n");
    assert_string_equal(read_made(&arena, "<workbookPr date1904=\"1\"/>", "<sst/>", styles,
        "<row><c s=\"1\"><v>43538</v></c></row>", &trouble), "2023-03-15\r\n");
    arena_free(&arena);
}

static void number_formats_are_told_from_date_formats(void **state)
{
    static const struct { const char *code; enum number_look look; } codes[] = {
        {"General", LOOK_NUMBER}, {"0.00%", LOOK_NUMBER}, {"#,##0\\ [$€-40C]", LOOK_NUMBER},
            {"[Red]0;[Blue]-0", LOOK_NUMBER},
        {"yyyy-mm-dd", LOOK_DATE}, {"[$-40C]d mmmm yyyy;@", LOOK_DATE}, {"mmm", LOOK_DATE}, {"hh:mm", LOOK_TIME},
        {"[h]:mm:ss", LOOK_TIME}, {"m/d/yy h:mm", LOOK_INSTANT}, {"0 \"jours\"", LOOK_NUMBER},
            {"_-* #,##0.00\\ _€_-", LOOK_NUMBER},
        {"\"unclosed d", LOOK_NUMBER}, {"@", LOOK_NUMBER}, {"", LOOK_NUMBER}, {"\\", LOOK_NUMBER}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (look_of_code(codes[i].code) != codes[i].look)
            fail_msg("%s", codes[i].code);
    assert_int_equal(look_of_builtin(14), LOOK_DATE);
    assert_int_equal(look_of_builtin(21), LOOK_TIME);
    assert_int_equal(look_of_builtin(22), LOOK_INSTANT);
    assert_int_equal(look_of_builtin(4), LOOK_NUMBER);
}

static void the_leap_day_that_never_was_is_known(void **state)
{
    struct arena arena = {0};
    assert_string_equal(look_text(&arena, 1, LOOK_DATE, false), "1900-01-01");
    assert_string_equal(look_text(&arena, 59, LOOK_DATE, false), "1900-02-28");
    assert_string_equal(look_text(&arena, 61, LOOK_DATE, false), "1900-03-01");
    assert_string_equal(look_text(&arena, 2958465, LOOK_DATE, false), "9999-12-31");
    assert_string_equal(look_text(&arena, 2958466, LOOK_DATE, false), "2958466");
    assert_string_equal(look_text(&arena, 45000.9999999, LOOK_INSTANT, false), "2023-03-16");
    assert_string_equal(look_text(&arena, 1.5625, LOOK_TIME, false), "37:30");
    arena_free(&arena);
}

static void a_sheet_beyond_measure_is_refused(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    assert_null(read_rows(&arena, "<row><c r=\"XFD1\"><v>1</v></c></row>", &trouble));
    assert_contains(trouble, "2,000 columns");
    assert_null(read_rows(&arena, "<row r=\"99999999\"><c><v>1</v></c></row>", &trouble));
    assert_contains(trouble, "too many");
    assert_non_null(read_rows(&arena, "<row r=\"-5\"><c r=\"1A\"><v>1</v></c><c r=\"ZZZZZZZZZZZZ1\"/></row>",
        &trouble));
    arena_free(&arena);
}

static void a_long_text_that_stands_in_many_cells_is_refused_in_time(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    char *longest = arena_alloc(&arena, 100001);
    for (int i = 0; i < 100000; i++)
        longest[i] = (char)('a' + i * 7919 % 26);
    struct buffer rows = {.arena = &arena};
    for (int i = 0; i < 1000; i++)
        buffer_text(&rows, "<row><c t=\"s\"><v>0</v></c></row>");
    assert_null(read_made(&arena, "", arena_format(&arena, "<sst><si><t>%s</t></si></sst>", longest), "<styleSheet/>",
        rows.text, &trouble));
    assert_contains(trouble, "too many cells");
    arena_free(&arena);
}

static void entities_are_refused(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    assert_null(read_made(&arena, "", "<!DOCTYPE sst [<!ENTITY x SYSTEM "
        "\"file:///etc/passwd\">]><sst><si><t>&x;</t></si></sst>",
        "<styleSheet/>", "<row><c t=\"s\"><v>0</v></c></row>", &trouble));
    assert_contains(trouble, "DOCTYPE");
    trouble = NULL;
    assert_null(read_made(&arena, "", "<sst><si><t>&x;</t></si></sst>", "<styleSheet/>", "", &trouble));
    assert_non_null(trouble);
    trouble = NULL;
    assert_null(read_rows(&arena, "<row><c>", &trouble));
    assert_contains(trouble, "well-formed");
    arena_free(&arena);
}

static void archives_made_to_harm_are_refused(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    size_t length, csv_length;
    char *swollen = arena_alloc(&arena, 2000001);
    memset(swollen, ' ', 2000000);
    struct made_part bomb[] = {{"_rels/.rels", root_relations}, {"xl/workbook.xml", swollen}, {NULL, NULL}};
    void *bytes = make_zip(&arena, bomb, &length);
    assert_null(xlsx_as_csv(&arena, bytes, length, &csv_length, &trouble));
    assert_contains(trouble, "swollen");
    struct made_part out[] = {{"_rels/.rels", root_relations}, {"../../etc/passwd", "x"}, {NULL, NULL}};
    bytes = make_zip(&arena, out, &length);
    assert_null(xlsx_as_csv(&arena, bytes, length, &csv_length, &trouble));
    assert_contains(trouble, "damaged");
    struct made_part *many = arena_array(&arena, 1002, sizeof *many);
    for (int i = 0; i < 1001; i++)
        many[i] = (struct made_part){arena_format(&arena, "part%d", i), "x"};
    bytes = make_zip(&arena, many, &length);
    assert_null(xlsx_as_csv(&arena, bytes, length, &csv_length, &trouble));
    assert_contains(trouble, "too many parts");
    arena_free(&arena);
}

static void what_is_no_workbook_is_refused_with_a_way_out(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    size_t length, csv_length;
    assert_null(xlsx_as_csv(&arena, "", 0, &csv_length, &trouble));
    assert_contains(trouble, "not a workbook");
    assert_null(xlsx_as_csv(&arena, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old", 12, &csv_length, &trouble));
    assert_contains(trouble, "XLS");
    struct made_part other[] = {{"photo.txt", "x"}, {NULL, NULL}};
    void *bytes = make_zip(&arena, other, &length);
    assert_null(xlsx_as_csv(&arena, bytes, length, &csv_length, &trouble));
    assert_contains(trouble, "not a workbook");
    struct made_part binary[] = {{"xl/workbook.bin", "x"}, {NULL, NULL}};
    bytes = make_zip(&arena, binary, &length);
    assert_null(xlsx_as_csv(&arena, bytes, length, &csv_length, &trouble));
    assert_contains(trouble, "XLSB");
    arena_free(&arena);
}

static char *read_tables(struct arena *arena, const char *body, const char **trouble)
{
    size_t length, csv_length;
    struct made_part parts[] = {{"content.xml", arena_format(arena, "<office:document-content xmlns:office=\"o\" "
        "xmlns:table=\"t\" "
        "xmlns:text=\"x\" xmlns:style=\"s\"><office:automatic-styles><style:style style:name=\"ta2\" "
        "style:family=\"table\">"
        "<style:table-properties "
        "table:display=\"false\"/></style:style></office:automatic-styles><office:body>%s</office:body>"
        "</office:document-content>", body)}, {NULL, NULL}};
    void *bytes = make_zip(arena, parts, &length);
    return xlsx_as_csv(arena, bytes, length, &csv_length, trouble);
}

static void an_open_document_sheet_is_read(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    char *csv = read_tables(&arena, "<table:table "
        "table:style-name=\"ta2\"><table:table-row><table:table-cell><text:p>caché</text:p>"
        "</table:table-cell></table:table-row></table:table><table:table><table:table-row>\n<table:table-cell "
        "office:value-type=\"string\"><office:annotation><text:p>avis</text:p></office:annotation><text:p>a<text:s "
        "text:c=\"2\"/>"
        "<text:span>b</text:span></text:p><text:p>c</text:p></table:table-cell><table:table-cell "
        "table:number-columns-repeated=\"2\"/>"
        "<table:table-cell office:value-type=\"date\" "
        "office:date-value=\"2024-01-31\"><text:p>31/01/24</text:p></table:table-cell>"
        "<table:table-cell office:value-type=\"currency\" office:value=\"12.50\"/><table:table-cell "
        "office:value-type=\"boolean\" "
        "office:boolean-value=\"true\"/><table:table-cell office:value-type=\"time\" "
        "office:time-value=\"PT10H05M00S\"/>"
        "<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row><table:table-row "
        "table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"float\" office:value=\"1\" "
        "table:number-columns-repeated=\"3\"/></table:table-row><table:table-row "
        "table:number-rows-repeated=\"1048570\">"
        "<table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>", &trouble);
    assert_null(trouble);
    assert_string_equal(csv, "\"a  b\nc\";;;2024-01-31;12.5;oui;10:05\r\n1;1;1\r\n1;1;1\r\n");
    arena_free(&arena);
}

static void a_cell_outside_any_row_does_no_harm(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    assert_non_null(read_tables(&arena, "<table:table><table:table-cell office:value-type=\"float\" "
        "office:value=\"7\"/>"
        "<table:table-row/></table:table>", &trouble));
    assert_null(trouble);
    arena_free(&arena);
}

static void repeats_without_end_are_refused(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    assert_null(read_tables(&arena, "<table:table><table:table-row "
        "table:number-rows-repeated=\"1000000\"><table:table-cell "
        "office:value-type=\"float\" office:value=\"1\" "
        "table:number-columns-repeated=\"1999\"/></table:table-row></table:table>",
        &trouble));
    assert_contains(trouble, "too many cells");
    assert_null(read_tables(&arena, "", &trouble));
    assert_contains(trouble, "no visible sheet");
    arena_free(&arena);
}

/* Rows and columns were counted with another reader. */
static void real_workbooks_are_read(void **state)
{
    static const struct { const char *name; size_t columns, rows; const char *first; } files[] = {
        {"scdl/fixtures_api/fonjep-new.xlsx", 9, 4, "Code"},
        {"scdl/fixtures_api/SCDL_WITH_EXERCICE_ALT.xlsx", 2, 2, "nomAttribuant"},
        {"scdl/fixtures_api/helios.fixture.ods", 18, 7, "ID"},
        {"scdl/fixtures_api/SCDL.xlsx", 2, 0, ""},                 /* its second sheet, after the contents of Numbers */
    };
    struct arena arena = {0};
    skip_without(test_data(&arena, "README.md"));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t length, csv_length, rows = 0;
        const char *trouble = NULL;
        char *bytes = test_file(&arena, test_data(&arena, files[i].name), &length);
        char *text = xlsx_as_csv(&arena, bytes, length, &csv_length, &trouble);
        assert_null(trouble);
        struct csv csv;
        assert_true(csv_open(&csv, &arena, text, csv_length));
        assert_int_equal(csv.column_count, files[i].columns);
        assert_string_equal(csv.header[0], files[i].first);
        while (csv_next(&csv, NULL))
            rows++;
        assert_int_equal(rows, files[i].rows);
    }
    arena_free(&arena);
}

const struct CMUnitTest xlsx_tests[] = {
    PLAIN("what is written is read back", what_is_written_is_read_back),
    PLAIN("the same rows give the same bytes", the_same_rows_give_the_same_bytes),
    PLAIN("a workbook that cannot hold its cells fails", a_workbook_that_cannot_hold_its_cells_fails),
    PLAIN("every kind of cell is read", every_kind_of_cell_is_read),
    PLAIN("dates are known by their style", dates_are_known_by_their_style),
    PLAIN("number formats are told from date formats", number_formats_are_told_from_date_formats),
    PLAIN("the leap day that never was is known", the_leap_day_that_never_was_is_known),
    PLAIN("a sheet beyond measure is refused", a_sheet_beyond_measure_is_refused),
    PLAIN("a long text that stands in many cells is refused in time",
        a_long_text_that_stands_in_many_cells_is_refused_in_time),
    PLAIN("entities are refused", entities_are_refused),
    PLAIN("archives made to harm are refused", archives_made_to_harm_are_refused),
    PLAIN("what is no workbook is refused with a way out", what_is_no_workbook_is_refused_with_a_way_out),
    PLAIN("an OpenDocument sheet is read", an_open_document_sheet_is_read),
    PLAIN("a cell outside any row does no harm", a_cell_outside_any_row_does_no_harm),
    PLAIN("repeats without end are refused", repeats_without_end_are_refused),
    PLAIN("real workbooks are read", real_workbooks_are_read),
    {0}
};
