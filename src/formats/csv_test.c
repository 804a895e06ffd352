/* SPDX-License-Identifier: AGPL-3.0-or-later
 * CSV: the files that exist, the ones that are broken, and back again. */
#include "formats/csv.h"
#include "main/testing.h"

static struct csv open_text(struct arena *arena, const char *text)
{
    struct csv csv;
    csv_open(&csv, arena, text, strlen(text));
    return csv;
}

/* Row counts were taken with Python's csv module, rows without any text left out. */
static const struct { const char *name; size_t columns, rows; char separator; } files[] = {
    {"directory/siae_3853.csv", 15, 3853, ','},
    {"directory/lieux_inclusion.csv", 15, 19581, ','},
    {"directory/secteurs.csv", 4, 154, ','},
    {"dedup/same_siret_pairs_dev.csv", 7, 2403, ','},
    {"funding/data_gouv_export.csv", 15, 190, ','},
    {"funding/dgcl-dotations-2024.csv", 12, 22114, ';'},
    {"funding/fonds-vert-2023-export.csv", 13, 10782, ';'},
    {"funding/programs_flat.csv", 12, 260, ','},
    {"funding/project_program_dev.csv", 5, 695, ','},
    {"polis/american-assembly.bowling-green/comments.csv", 8, 896, ','},
    {"polis/american-assembly.bowling-green/participants-votes.csv", 902, 2031, ','},
    {"polis/american-assembly.bowling-green/summary.csv", 2, 8, ','},
    {"polis/vtaiwan.uberx/comments.csv", 8, 197, ','},
    {"polis/vtaiwan.uberx/votes.csv", 5, 49997, ','},
    {"polis/ssis.land-bank-farmland.2rumnecbeh.2021-08-01/summary.csv", 2, 8, ','},
    {"procurement/contracts_won_by_siae_dev.csv", 15, 76, ','},
    {"procurement/cpv2008_fr.csv", 5, 9454, ','},
    {"procurement/decp2019_flat.csv", 19, 9791, ','},
    {"procurement/eforms_codelists_fr.csv", 3, 108, ','},
    {"procurement/groupements_dev.csv", 10, 330, ','},
    {"procurement/nuts_fr.csv", 2, 146, ','},
    {"scdl/exemple-duplicate-column.csv", 15, 29, ','},
    {"scdl/exemples/exemple_invalide_erreurs_cellules.csv", 15, 29, ','},
    {"scdl/exemples/exemple_invalide_erreurs_colonnes.csv", 15, 29, ','},
    {"scdl/exemples/exemple_valide.csv", 16, 29, ','},
    {"scdl/fixtures_api/SCDL.csv", 16, 4, ';'},
    {"scdl/fixtures_api/SCDL_DILCRAH_2019.csv", 14, 4, ';'},
    {"scdl/fixtures_api/SCDL_LESS_DATA.csv", 16, 3, ';'},
    {"scdl/fixtures_api/SCDL_MANY_MISSING_MANDATORY.csv", 16, 4, ';'},
    {"scdl/fixtures_api/SCDL_ONE_MISSING_MANDATORY.csv", 16, 4, ';'},
    {"scdl/fixtures_api/SCDL_SECOND_IMPORT.csv", 16, 9, ';'},
    {"scdl/fixtures_api/SCDL_WITH_EXERCICE.csv", 17, 4, ';'},
    {"scdl/fixtures_api/fixture-errors.csv", 17, 8, ','},
    {"scdl/fixtures_api/fixture.csv", 17, 3, ','},
    {"scdl/fixtures_api/test-csv-invalid-headers-names.csv", 14, 2, ','},
    {"scdl/fixtures_api/test-csv-invalid.csv", 14, 38, ','},
    {"scdl/fixtures_api/test-csv-valid.csv", 14, 38, ','},
    {"territory/communes_fr.csv", 13, 34969, ','},
    {"territory/epci_fr.csv", 6, 1255, ','},
    {"vocabulary/banatic/banatic-codes-competences.csv", 115, 118, ';'},
    {"vocabulary/naf_labels.csv", 2, 732, '|'},
    {"vocabulary/new_keywords.csv", 3, 65, ';'},
    {"vocabulary/rome_naf_mapping_2021.csv", 5, 5071, ','},
    {"vocabulary/taxonomie.csv", 3, 285, ','},
};

static void every_real_file_gives_all_its_rows(void **state)
{
    struct arena arena = {0};
    skip_without(test_data(&arena, "README.md"));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t length, extra, rows = 0, long_rows = 0;
        const char *path = test_data(&arena, files[i].name);
        assert_non_null(path);
        char *bytes = test_file(&arena, path, &length);
        struct csv csv;
        assert_true(csv_open(&csv, &arena, bytes, length));
        while (csv_next(&csv, &extra)) {
            rows++;
            long_rows += extra > 0;
        }
        if (csv.trouble || rows != files[i].rows)
            print_error("%s: %zu rows, %s\n", files[i].name, rows, csv.trouble ? csv.trouble : "no trouble");
        assert_null(csv.trouble);
        assert_int_equal(csv.separator, files[i].separator);
        assert_int_equal(csv.column_count, files[i].columns);
        assert_int_equal(rows, files[i].rows);
        assert_int_equal(long_rows, 0);
        arena_free(&arena);
    }
}

static void accents_of_windows_are_read(void **state)
{
    struct arena arena = {0};
    struct csv csv = open_text(&arena, "num\xE9ro;n\xB0 et \x9Cuvre\r\n1;\x80 12\r\n");
    assert_string_equal(csv.header[0], "numéro");
    assert_string_equal(csv.header[1], "n° et œuvre");
    assert_string_equal(csv_next(&csv, NULL)[1], "€ 12");
    arena_free(&arena);
}

static void one_damaged_byte_does_not_change_the_encoding_of_a_file(void **state)
{
    struct arena arena = {0};
    struct csv csv = open_text(&arena, "né;île;été;août;œuf\ncoupé\xC3;é;è;à;ç\n");
    assert_string_equal(csv.header[4], "œuf");
    assert_string_equal(csv_next(&csv, NULL)[0], "coupé\xEF\xBF\xBD");
    arena_free(&arena);
}

static void a_file_saved_as_unicode_text_is_read(void **state)
{
    struct arena arena = {0};
    static const char bytes[] = "\xFF\xFE" "a\0\t\0\xE9\0\r\0\n\0" "1\0\t\0=\xD8\0\xDE\r\0\n";
    struct csv csv;
    assert_true(csv_open(&csv, &arena, bytes, sizeof bytes));
    assert_int_equal(csv.separator, '\t');
    assert_string_equal(csv.header[1], "é");
    assert_string_equal(csv_next(&csv, NULL)[1], "😀");
    arena_free(&arena);
}

static void a_newline_inside_quotes_belongs_to_the_cell_and_lines_are_counted(void **state)
{
    struct arena arena = {0};
    struct csv csv = open_text(&arena, "\xEF\xBB\xBFid;text\r\n1;\"two\r\nlines \"\"here\"\"\"\r\n\r\n;\r\n2;x\r3;y\n");
    assert_string_equal(csv.header[0], "id");
    char **row = csv_next(&csv, NULL);
    assert_string_equal(row[1], "two\r\nlines \"here\"");
    assert_int_equal(csv.line, 2);
    row = csv_next(&csv, NULL);
    assert_string_equal(row[0], "2");
    assert_int_equal(csv.line, 6);
    row = csv_next(&csv, NULL);
    assert_string_equal(row[1], "y");
    assert_int_equal(csv.line, 7);
    assert_null(csv_next(&csv, NULL));
    assert_null(csv.trouble);
    arena_free(&arena);
}

/* The same rows with and without quotation marks, which are read by two ways. */
static void quotation_marks_change_nothing(void **state)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    static const char *const cells[] = {"a", "b", "'=1", "", "x\xC3\xA9", "'plain", " ", "-5", "last", ""};
    for (size_t e = 0; e < 3; e++)
        for (int newline = 0; newline < 2; newline++) {
            struct arena arena = {0};
            struct buffer plain = {.arena = &arena}, quoted = {.arena = &arena};
            for (size_t i = 0; i < 10; i++) {
                const char *after = i % 2 == 0 ? ";" : i == 9 && !newline ? "" : ends[e];
                buffer_format(&plain, "%s%s", cells[i], after);
                buffer_format(&quoted, "\"%s\"%s", cells[i], after);
            }
            struct csv one = open_text(&arena, buffer_string(&plain));
            struct csv other = open_text(&arena, buffer_string(&quoted));
            char **row, **same;
            size_t rows = 0;
            for (; (row = csv_next(&one, NULL)); rows++) {
                same = csv_next(&other, NULL);
                assert_non_null(same);
                assert_string_equal(row[0], same[0]);
                assert_string_equal(row[1], same[1]);
                assert_int_equal(one.line, other.line);
            }
            assert_int_equal(rows, 4);
            assert_null(csv_next(&other, NULL));
            assert_int_equal(one.next_line, other.next_line);
            arena_free(&arena);
        }
}

static void short_rows_are_filled_and_extra_cells_are_said(void **state)
{
    struct arena arena = {0};
    struct csv csv = open_text(&arena, "a,b,c\n1\n1,2,3,4,5\n");
    size_t extra = 9;
    char **row = csv_next(&csv, &extra);
    assert_int_equal(extra, 0);
    assert_string_equal(row[2], "");
    row = csv_next(&csv, &extra);
    assert_int_equal(extra, 2);
    assert_string_equal(row[2], "3");
    arena_free(&arena);
}

static void a_quote_that_is_never_closed_is_said_with_its_line(void **state)
{
    struct arena arena = {0};
    struct csv csv = open_text(&arena, "a;b\n1;2\n3;\"4\n5;6\n");
    assert_non_null(csv_next(&csv, NULL));
    assert_null(csv_next(&csv, NULL));
    assert_non_null(csv.trouble);
    assert_int_equal(csv.line, 3);
    assert_null(csv_next(&csv, NULL));
    arena_free(&arena);
}

static void what_is_no_table_is_refused_with_a_reason(void **state)
{
    struct arena arena = {0};
    struct csv csv;
    assert_false(csv_open(&csv, &arena, "", 0));
    assert_non_null(csv.trouble);
    assert_false(csv_open(&csv, &arena, "\r\n ; \r\n", 7));
    assert_non_null(csv.trouble);
    assert_false(csv_open(&csv, &arena, "PK\x03\x04\0\0\x08", 7));
    assert_contains(csv.trouble, "not a text file");
    struct buffer wide = {.arena = &arena};
    for (int i = 0; i < 2001; i++)
        buffer_text(&wide, "x;");
    assert_false(csv_open(&csv, &arena, wide.text, wide.length));
    assert_contains(csv.trouble, "2,000");
    struct buffer high = {.arena = &arena};
    buffer_text(&high, "a;b\n1;\"");
    for (int i = 0; i < 200000; i++)
        buffer_text(&high, "more\r\n");
    buffer_text(&high, "\"\n");
    assert_true(csv_open(&csv, &arena, high.text, high.length));
    assert_null(csv_next(&csv, NULL));
    assert_contains(csv.trouble, "1 MB");
    assert_int_equal(csv.line, 2);
    arena_free(&arena);
}

static void the_separator_is_the_one_that_cuts_header_and_rows_alike(void **state)
{
    struct arena arena = {0};
    assert_int_equal(open_text(&arena, "nom, prénom, ville;adresse\nA, B, C;12\nD;13\n").separator, ';');
    assert_int_equal(open_text(&arena, "a\tb,c\n1\t2\n").separator, '\t');
    assert_int_equal(open_text(&arena, "\"a;b\",c\n").separator, ',');
    assert_int_equal(open_text(&arena, "sep=|\na;b|c\n").separator, '|');
    struct csv alone = open_text(&arena, "nom\nDupont; Jean, dit Jeannot\n");
    assert_int_equal(alone.column_count, 1);
    assert_string_equal(csv_next(&alone, NULL)[0], "Dupont; Jean, dit Jeannot");
    arena_free(&arena);
}

static void a_column_is_found_by_any_of_its_names(void **state)
{
    struct arena arena = {0};
    struct csv csv = open_text(&arena, "Code INSEE;Dénomination ;dateConvention;\n");
    assert_int_equal(csv_column(&csv, (const char *const[]){"code_insee", NULL}), 0);
    assert_int_equal(csv_column(&csv, (const char *const[]){"name", "DENOMINATION", NULL}), 1);
    assert_int_equal(csv_column(&csv, (const char *const[]){"date convention", NULL}), 2);
    assert_int_equal(csv_column(&csv, (const char *const[]){"siret", "", NULL}), -1);
    arena_free(&arena);
}

static void a_cell_never_becomes_a_formula(void **state)
{
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    struct csv_writer writer;
    csv_begin(&writer, &out, ';', true);
    static const char *const cells[] = {"=1+1", "+33 (0)6", "-danger", "@sum", "\tx", "-5", "-5,20", "＝A1", "a=b"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        csv_cell(&writer, cells[i]);
    csv_number(&writer, -1.5);
    csv_int(&writer, -3);
    csv_cell(&writer, NULL);
    csv_end_row(&writer);
    assert_string_equal(out.text,
        "\xEF\xBB\xBF'=1+1;'+33 (0)6;'-danger;'@sum;\"'\tx\";-5;-5,20;'＝A1;a=b;-1,5;-3;\r\n");
    arena_free(&arena);
}

/* A small generator: the same cells on every machine. */
static const char *odd_cell(struct arena *arena, uint32_t *seed)
{
    static const char *const pieces[]
        = {"a", "é", "\"", ";", ",", "\n", "\r\n", "\r", "=", "'", "-", "+3", " ", "\t", "|", "𝄞",
        "\xEF\xBB\xBF", "sep=;", "1,5", "＝", "''", "\"\"", "œuvre", "0"};
    struct buffer out = {.arena = arena};
    buffer_add(&out, "", 0);
    for (uint32_t count = (*seed = *seed * 1664525 + 1013904223) >> 29; count; count--)
        buffer_text(&out, pieces[((*seed = *seed * 1664525 + 1013904223) >> 16) % (sizeof pieces / sizeof *pieces)]);
    return out.text;
}

static void what_is_written_is_read_back(void **state)
{
    uint32_t seed = 1;
    for (int round = 0; round < 2000; round++) {
        struct arena arena = {0};
        struct buffer out = {.arena = &arena};
        struct csv_writer writer;
        const char *cells[5][4];
        int columns = 2 + round % 3;
        csv_begin(&writer, &out, round % 2 ? ';' : ',', round % 3 == 0);
        for (int i = 0; i < columns; i++)
            csv_cell(&writer, arena_format(&arena, "column %d", i));
        csv_end_row(&writer);
        for (int row = 0; row < 5; row++) {
            for (int i = 0; i < columns; i++)
                csv_cell(&writer, cells[row][i] = i ? odd_cell(&arena, &seed) : arena_format(&arena, "%d%s", row,
                    odd_cell(&arena, &seed)));
            csv_end_row(&writer);
        }
        struct csv csv;
        assert_true(csv_open(&csv, &arena, out.text, out.length));
        assert_int_equal(csv.column_count, columns);
        for (int row = 0; row < 5; row++) {
            char **read = csv_next(&csv, NULL);
            assert_non_null(read);
            for (int i = 0; i < columns; i++)
                assert_string_equal(read[i], cells[row][i]);
        }
        assert_null(csv_next(&csv, NULL));
        arena_free(&arena);
    }
}

const struct CMUnitTest csv_tests[] = {
    PLAIN("every real file gives all its rows", every_real_file_gives_all_its_rows),
    PLAIN("accents of Windows are read", accents_of_windows_are_read),
    PLAIN("one damaged byte does not change the encoding of a file",
        one_damaged_byte_does_not_change_the_encoding_of_a_file),
    PLAIN("a file saved as Unicode text is read", a_file_saved_as_unicode_text_is_read),
    PLAIN("a newline inside quotes belongs to the cell and lines are counted",
        a_newline_inside_quotes_belongs_to_the_cell_and_lines_are_counted),
    PLAIN("quotation marks change nothing", quotation_marks_change_nothing),
    PLAIN("short rows are filled and extra cells are said", short_rows_are_filled_and_extra_cells_are_said),
    PLAIN("a quote that is never closed is said with its line", a_quote_that_is_never_closed_is_said_with_its_line),
    PLAIN("what is no table is refused with a reason", what_is_no_table_is_refused_with_a_reason),
    PLAIN("the separator is the one that cuts header and rows alike",
        the_separator_is_the_one_that_cuts_header_and_rows_alike),
    PLAIN("a column is found by any of its names", a_column_is_found_by_any_of_its_names),
    PLAIN("a cell never becomes a formula", a_cell_never_becomes_a_formula),
    PLAIN("what is written is read back", what_is_written_is_read_back),
    {0}
};
