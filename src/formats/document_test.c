/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Documents and calendars: what is written is whole, escaped, and the same twice. */
#include "formats/document.h"
#include "formats/archive.h"
#include "formats/ics.h"
#include "main/testing.h"
#include <stdlib.h>
#include <string.h>

static struct document sample(struct arena *arena, size_t rows)
{
    static const struct document_column columns[] = {{"Lot", 3, ALIGN_START}, {"Montant HT", 1, ALIGN_END}};
    struct document document = document_begin(arena, "Convention <& Cie> « à l’essai »", "Document d’essai",
                                              1795000000);
    document_heading(&document, "Article 1 — Objet");
    document_text(&document, "Un premier alinéa.\nUn second, avec un \x01 caractère de contrôle.");
    document_item(&document, "Un point");
    document_note(&document, "À faire relire avant de signer.");
    document_table(&document, "Répartition", columns, 2);
    for (size_t i = 0; i < rows; i++)
        document_row(&document, (const char *const[]){"Repas livrés & servis", "12 000,00 €"});
    document_total(&document, (const char *const[]){"Total", NULL});
    document_page(&document);
    document_signatures(&document, (const char *const[]){"Le Fournil (exemple)", "La Clé (exemple)",
                                                         "Trois (exemple)"}, 3);
    return document;
}

static bool holds(const void *bytes, size_t length, const char *text)
{
    return memmem(bytes, length, text, strlen(text)) != NULL;
}

static void an_open_document_says_what_it_is_and_escapes_its_text(void **state)
{
    struct arena arena = {0};
    struct document document = sample(&arena, 3);
    size_t length = 0;
    const char *trouble = NULL, *bytes = odt_write(&document, &length);
    assert_non_null(bytes);
    assert_memory_equal(bytes + 30, "mimetypeapplication/vnd.oasis.opendocument.text", 47);
    struct archive *archive = archive_open(&arena, bytes, length, &trouble);
    assert_non_null(archive);
    struct archive_entry *entry = archive_entry_open(archive, &arena, "content.xml");
    struct buffer text = {.arena = &arena};
    char piece[4096];
    for (int got; (got = archive_entry_read(entry, piece, sizeof piece)) > 0;)
        buffer_add(&text, piece, (size_t)got);
    archive_entry_close(entry);
    archive_close(archive);
    assert_true(holds(text.text, text.length, "Convention &lt;&amp; Cie&gt; « à l’essai »"));
    assert_true(holds(text.text, text.length, "avec un  caractère"));
    assert_true(holds(text.text, text.length, "Repas livrés &amp; servis"));
    arena_free(&arena);
}

static void the_same_document_gives_the_same_bytes(void **state)
{
    struct arena arena = {0};
    size_t a = 0, b = 0;
    struct document document = sample(&arena, 3);
    const void *first = odt_write(&document, &a), *second = odt_write(&document, &b);
    assert_int_equal(a, b);
    assert_memory_equal(first, second, a);
    first = pdf_write(&document, &a), second = pdf_write(&document, &b);
    assert_int_equal(a, b);
    assert_memory_equal(first, second, a);
    arena_free(&arena);
}

static void a_long_table_goes_on_over_pages(void **state)
{
    struct arena arena = {0};
    struct document brief = sample(&arena, 3), longer = sample(&arena, 200);
    size_t length = 0, pages = 0;
    const char *bytes = pdf_write(&brief, &length);
    assert_memory_equal(bytes, "%PDF-1.", 7);
    assert_true(holds(bytes, length, "/Count 2"));
    bytes = pdf_write(&longer, &length);
    const char *count = memmem(bytes, length, "/Count ", 7);
    assert_non_null(count);
    pages = strtoul(count + 7, NULL, 10);
    assert_true(pages >= 6);
    arena_free(&arena);
}

static void a_calendar_folds_its_lines_and_escapes_its_texts(void **state)
{
    struct arena arena = {0};
    const struct ics_event events[] = {
        {.uid = "groupement-1-offre@exemple", .title = "Déposer l’offre, avant midi ; sans faute", .whole_day = true,
         .day = 20780, .text = "Un texte assez long pour que la ligne soit repliée au soixante-quinzième octet, "
             "accents compris"},
        {.uid = "groupement-1-visite@exemple", .title = "Visite", .at = 1795000000, .minutes = 90}};
    const char *text = ics_write(&arena, "Rétro-planning", events, 2, 1795000000);
    assert_non_null(text);
    assert_non_null(strstr(text, "BEGIN:VCALENDAR"));
    assert_non_null(strstr(text, "\\, avant midi \\; sans faute"));
    assert_non_null(strstr(text, "DTSTART;VALUE=DATE:20261123"));
    for (const char *at = text; *at; at += strcspn(at, "\n") + 1)
        assert_true(strcspn(at, "\n") <= 76);
    arena_free(&arena);
}

const struct CMUnitTest document_tests[] = {
    PLAIN("an open document says what it is and escapes its text",
        an_open_document_says_what_it_is_and_escapes_its_text),
    PLAIN("the same document gives the same bytes", the_same_document_gives_the_same_bytes),
    PLAIN("a long table goes on over pages", a_long_table_goes_on_over_pages),
    PLAIN("a calendar folds its lines and escapes its texts",
        a_calendar_folds_its_lines_and_escapes_its_texts),
    {0}
};
