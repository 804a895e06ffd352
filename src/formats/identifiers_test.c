/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The worked vectors of each identifier. */
#include "formats/csv.h"
#include "formats/identifiers.h"
#include "main/testing.h"

static void a_siren_is_nine_digits_with_their_key(void **state)
{
    char clean[10];
    assert_int_equal(check_siren("732829320", clean), ID_SOUND);
    assert_int_equal(check_siren("552081317", clean), ID_SOUND);
    assert_int_equal(check_siren("356000000", clean), ID_SOUND);
    assert_int_equal(check_siren("123456789", clean), ID_WRONG_KEY);
    assert_int_equal(check_siren("73282932", clean), ID_WRONG_FORM);
    assert_int_equal(check_siren("7328293200", clean), ID_WRONG_FORM);
    assert_int_equal(check_siren("73282932O", clean), ID_WRONG_FORM);
}

static void a_siret_is_checked_on_fourteen_and_on_nine(void **state)
{
    static const char *const sound[] = {"73282932000074", "23350001600040", "21060004500392", "38047555800058",
        "52499120500013", "81223113200026"};
    static const char *const wrong[] = {"21860194600000", "44088714900000", "12345678912345"};
    char clean[15];
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        assert_int_equal(check_siret(sound[i], clean), ID_SOUND);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(check_siret(wrong[i], clean), ID_WRONG_KEY);
        assert_string_equal(clean, wrong[i]);
    }
    assert_int_equal(check_siret("5249912050001", clean), ID_WRONG_FORM);
}

static void la_poste_has_its_own_rule(void **state)
{
    char clean[15];
    assert_int_equal(check_siret("35600000049837", clean), ID_SOUND);
    assert_int_equal(check_siret("35600000000048", clean), ID_SOUND);
    assert_int_equal(check_siret("35600000049838", clean), ID_WRONG_KEY);
    assert_int_equal(check_siret("73282932000073", clean), ID_WRONG_KEY);
}

static void spaces_and_dots_of_an_identifier_are_forgiven(void **state)
{
    char siret[15], siren[10];
    assert_int_equal(check_siret(" 732 829 320 00074\t", siret), ID_SOUND);
    assert_string_equal(siret, "73282932000074");
    assert_int_equal(check_siret("732\xC2\xA0" "829\xE2\x80\xAF" "320.00074", siret), ID_SOUND);
    assert_string_equal(siret, "73282932000074");
    assert_int_equal(check_siren("552.081.317", siren), ID_SOUND);
    assert_string_equal(siren, "552081317");
}

static void an_identifier_that_is_wrong_is_kept_within_its_room(void **state)
{
    char siret[15], rna[11];
    assert_int_equal(check_siret("7.32829E+13", siret), ID_WRONG_FORM);
    assert_string_equal(siret, "732829E?13");
    assert_int_equal(check_siret("732829320000741234567890", siret), ID_WRONG_FORM);
    assert_string_equal(siret, "73282932000074");
    assert_int_equal(check_siret("  \xC2\xA0 ", siret), ID_EMPTY);
    assert_string_equal(siret, "");
    assert_int_equal(check_siret(NULL, siret), ID_EMPTY);
    assert_int_equal(check_rna("W38é475558", rna), ID_WRONG_FORM);
    assert_string_equal(rna, "W38?475558");
}

static void an_rna_number_may_hold_letters_of_its_departement(void **state)
{
    char clean[11];
    assert_int_equal(check_rna("W380475558", clean), ID_SOUND);
    assert_int_equal(check_rna("w2a1004567", clean), ID_SOUND);
    assert_string_equal(clean, "W2A1004567");
    assert_int_equal(check_rna("W9R1004567", clean), ID_SOUND);
    assert_int_equal(check_rna("380475558", clean), ID_WRONG_FORM);
    assert_int_equal(check_rna("W3804755588", clean), ID_WRONG_FORM);
}

static void a_vat_number_carries_the_key_of_its_siren(void **state)
{
    char clean[14];
    assert_int_equal(check_vat("FR03552081317", clean), ID_SOUND);
    assert_int_equal(check_vat("fr 03 552 081 317", clean), ID_SOUND);
    assert_string_equal(clean, "FR03552081317");
    assert_int_equal(check_vat("FR04552081317", clean), ID_WRONG_KEY);
    assert_int_equal(check_vat("BE0552081317", clean), ID_WRONG_FORM);
}

static void a_naf_code_is_four_digits_and_a_letter(void **state)
{
    char clean[6];
    assert_int_equal(check_naf("88.99B", clean), ID_SOUND);
    assert_string_equal(clean, "8899B");
    assert_int_equal(check_naf("9499z", clean), ID_SOUND);
    assert_string_equal(clean, "9499Z");
    assert_int_equal(check_naf("9499", clean), ID_WRONG_FORM);
    assert_int_equal(check_naf("94Z99", clean), ID_WRONG_FORM);
}

static void a_cpv_code_may_bring_its_check_digit(void **state)
{
    static const char *const published[] = {"03000000-1", "03100000-2", "03110000-5", "03111000-2", "03111100-3",
        "03111200-4", "03111700-9", "03221111-7", "45000000-7", "72000000-5", "79000000-4", "90911200-8", "98390000-3"};
    char clean[9];
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        assert_int_equal(check_cpv(published[i], clean), ID_SOUND);
    assert_int_equal(check_cpv("45112500", clean), ID_SOUND);
    assert_int_equal(check_cpv("45112500-0", clean), ID_SOUND);
    assert_string_equal(clean, "45112500");
    assert_int_equal(check_cpv("45112500-1", clean), ID_WRONG_KEY);
    assert_string_equal(clean, "45112500");
    assert_int_equal(check_cpv("4511250", clean), ID_WRONG_FORM);
    assert_string_equal(clean, "4511250");
}

static void a_commune_code_gets_its_lost_zero_back(void **state)
{
    char clean[6];
    assert_int_equal(check_commune("59350", clean), ID_SOUND);
    assert_int_equal(check_commune("2a004", clean), ID_SOUND);
    assert_string_equal(clean, "2A004");
    assert_int_equal(check_commune("2B033", clean), ID_SOUND);
    assert_int_equal(check_commune("1004", clean), ID_SOUND);
    assert_string_equal(clean, "01004");
    assert_int_equal(check_commune("2C004", clean), ID_WRONG_FORM);
    assert_int_equal(check_commune("593500", clean), ID_WRONG_FORM);
    assert_int_equal(check_commune("", clean), ID_EMPTY);
}

static void an_iban_has_the_length_of_its_country_and_its_key(void **state)
{
    char clean[35];
    assert_int_equal(check_iban("FR14 2004 1010 0505 0001 3M02 606", clean), ID_SOUND);
    assert_string_equal(clean, "FR1420041010050500013M02606");
    assert_int_equal(check_iban("GB82 WEST 1234 5698 7654 32", clean), ID_SOUND);
    assert_int_equal(check_iban("de89370400440532013000", clean), ID_SOUND);
    assert_int_equal(check_iban("FR14 2004 1010 0505 0001 3M02 607", clean), ID_WRONG_KEY);
    assert_int_equal(check_iban("FR14 2004 1010 0505 0001 3M02 60", clean), ID_WRONG_FORM);
    assert_int_equal(check_iban("ZZ14 2004 1010 0505 0001", clean), ID_WRONG_FORM);
}

static void every_verdict_but_sound_has_a_sentence(void **state)
{
    assert_null(verdict_sentence(ID_SOUND));
    assert_non_null(verdict_sentence(ID_EMPTY));
    assert_non_null(verdict_sentence(ID_WRONG_KEY));
    assert_non_null(verdict_sentence(ID_WRONG_FORM));
}

static void nearly_all_published_sirets_are_sound(void **state)
{
    struct arena arena = {0};
    const char *path = test_data(&arena, "directory/siae_3853.csv");
    skip_without(path);
    size_t length, sound = 0, rows = 0;
    char *bytes = test_file(&arena, path, &length), clean[15];
    struct csv csv;
    assert_true(csv_open(&csv, &arena, bytes, length));
    int column = csv_column(&csv, (const char *const[]){"SIRET", NULL});
    assert_true(column >= 0);
    for (char **row; (row = csv_next(&csv, NULL)); rows++)
        sound += check_siret(row[column], clean) == ID_SOUND;
    assert_int_equal(rows, 3853);
    assert_in_range(sound, 3853 * 99 / 100, 3853);
    arena_free(&arena);
}

const struct CMUnitTest identifiers_tests[] = {
    PLAIN("a SIREN is nine digits with their key", a_siren_is_nine_digits_with_their_key),
    PLAIN("a SIRET is checked on fourteen and on nine", a_siret_is_checked_on_fourteen_and_on_nine),
    PLAIN("La Poste has its own rule", la_poste_has_its_own_rule),
    PLAIN("spaces and dots of an identifier are forgiven", spaces_and_dots_of_an_identifier_are_forgiven),
    PLAIN("an identifier that is wrong is kept within its room", an_identifier_that_is_wrong_is_kept_within_its_room),
    PLAIN("an RNA number may hold letters of its département", an_rna_number_may_hold_letters_of_its_departement),
    PLAIN("a VAT number carries the key of its SIREN", a_vat_number_carries_the_key_of_its_siren),
    PLAIN("a NAF code is four digits and a letter", a_naf_code_is_four_digits_and_a_letter),
    PLAIN("a CPV code may bring its check digit", a_cpv_code_may_bring_its_check_digit),
    PLAIN("a commune code gets its lost zero back", a_commune_code_gets_its_lost_zero_back),
    PLAIN("an IBAN has the length of its country and its key", an_iban_has_the_length_of_its_country_and_its_key),
    PLAIN("every verdict but sound has a sentence", every_verdict_but_sound_has_a_sentence),
    PLAIN("nearly all published SIRETs are sound", nearly_all_published_sirets_are_sound),
    {0}
};
