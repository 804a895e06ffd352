/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs and offers out of files: refusals are counted with their reason, what cannot serve is named with its line. */
#include "main/compute_testing.h"

static const char *const offers =
    "id,text,codes,lon,lat,labels,debut,fin\n"
    "near,Entretien de jardins,8130Z,3.06,50.63,ESUS,,\n"
    "farther,Entretien de jardins,8130Z,3.3,50.6,ESUS,,\n"
    "bare,Jardins,8130Z,3.05,50.6,,,\n"
    "past,Jardins,8130Z,3.05,50.6,ESUS,2020-01-01,2021-01-01\n";

static void what_an_offer_lacks_is_said_and_counted(void **state)
{
    struct run *run = *state;
    char *needs = file(run, "a", "id,text,codes,lon,lat,labels,debut,fin\n"
                       "1,Jardins,77310000,3.05,50.6,ESUS,2026-03-01,2026-09-30\n2,Jardins,,,,,,\n");
    compute(run, "rank", 2, (char *[]){needs, file(run, "b", offers)});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"refused\":[{\"why\":\"n’a pas\xC2\xA0: ESUS\",\"offers\":1},"
                    "{\"why\":\"n’est pas disponible à ces dates\",\"offers\":1}]},{\"id\":\"2\"");
    assert_null(strstr(strstr(run->said, "\"id\":\"2\""), "refused"));
}

static void what_would_make_an_offer_first_is_said_when_asked(void **state)
{
    struct run *run = *state;
    char *needs = file(run, "a", "id,text,lon,lat\n1,Entretien de jardins,3.05,50.63\n");
    char *file_b = file(run, "b", offers);
    compute(run, "rank", 2, (char *[]){needs, file_b});
    assert_null(strstr(run->said, "to_be_first"));
    compute(run, "rank", 3, (char *[]){needs, file_b, "--explain"});
    assert_contains(run->said, "{\"id\":\"farther\"");
    assert_contains(strstr(run->said, "\"farther\""), "\"to_be_first\":\"il suffirait d’être à moins d’1\xC2\xA0km\"");
}

static void a_line_that_says_nothing_or_stands_nowhere_is_named(void **state)
{
    struct run *run = *state;
    char *needs = file(run, "a", "id,text,lon,lat\n1,Jardins,300,50\n2,,,\n3,Jardins,3,\n 4 , Jardins ,3,50\n");
    compute(run, "rank", 2, (char *[]){needs, file(run, "b", offers)});
    assert_int_equal(run->status, 0);
    assert_contains(run->complained, "/a:2: ");
    assert_contains(run->complained, "/a:3: ");
    assert_contains(run->complained, "/a:4: ");
    assert_contains(run->said, "{\"needs\":[{\"id\":\"4\",");
}

static void a_table_without_its_lines_or_columns_is_refused(void **state)
{
    struct run *run = *state;
    char *needs = file(run, "a", "id,text\n1,Jardins\n"), *file_b = file(run, "b", offers);
    compute(run, "rank", 2, (char *[]){needs, file(run, "c", "id,text\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "/c ");
    compute(run, "rank", 4, (char *[]){needs, file_b, "--cases", file(run, "c", "besoin,reponse\n1,near\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "offer");
    compute(run, "rank", 4, (char *[]){needs, file_b, "--names", file(run, "c", "code\n8130Z\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "label");
}

static void a_table_that_ends_early_is_told_of(void **state)
{
    struct run *run = *state;
    char *needs = file(run, "a", "id,text\n1,Jardins\n"), *file_b = file(run, "b", offers);
    compute(run, "rank", 4, (char *[]){needs, file_b, "--cases", file(run, "c", "need,offer\n1,near\n1,\"farther\n")});
    assert_int_equal(run->status, 0);
    assert_contains(run->complained, "/c ");
    compute(run, "rank", 4, (char *[]){needs, file_b, "--names", file(run, "c", "code,label\n8130Z,\"jardins\n")});
    assert_contains(run->complained, "/c ");
    compute(run, "effects", 1, (char *[]){file(run, "d", "unit,time,outcome,treated\na,1,2,0\n\"b,1,2,0\n")});
    assert_contains(run->complained, "/d ");
}

static void answers_to_needs_of_elsewhere_count_by_their_words_and_by_themselves(void **state)
{
    struct run *run = *state;
    char *needs = file(run, "a", "id,text\nnew,Goûter de rentrée\n");
    char *two = file(run, "b", "id,text\nx,Association Alpha\ny,Association Bêta\nz,Goûter pour tous\n");
    char *worded = file(run, "c", "need,offer,text\nold,y,Goûter de fin d’année\n");
    compute(run, "rank", 4, (char *[]){needs, two, "--cases", worded});
    assert_contains(run->said, "{\"id\":\"y\"");
    assert_null(strstr(run->said, "{\"id\":\"x\""));
    char *bare = file(run, "c", "need,offer\nold,y\nold,z\nold,nobody\n");
    compute(run, "rank", 4, (char *[]){needs, two, "--cases", bare});
    assert_contains(run->said, "{\"id\":\"y\"");       /* who answered where the words lead */
    assert_null(strstr(run->said, "{\"id\":\"x\""));
    assert_contains(run->complained, "/c:4: ");
}

#define RUN(name, function) {name, function, compute_begin, compute_end, NULL}
const struct CMUnitTest compute_rank_tests[] = {
    RUN("what an offer lacks is said and counted", what_an_offer_lacks_is_said_and_counted),
    RUN("what would make an offer first is said when asked", what_would_make_an_offer_first_is_said_when_asked),
    RUN("a line that says nothing, or stands nowhere, is named", a_line_that_says_nothing_or_stands_nowhere_is_named),
    RUN("a table without its lines or columns is refused", a_table_without_its_lines_or_columns_is_refused),
    RUN("a table that ends early is told of", a_table_that_ends_early_is_told_of),
    RUN("answers to needs of elsewhere count by their words, and by themselves",
        answers_to_needs_of_elsewhere_count_by_their_words_and_by_themselves),
    {0}
};
