/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Names, near-duplicates and key terms out of tables. */
#include "main/compute_testing.h"

static const char towns[] = "id,nom,code_postal\n59350,Lille,59000\n59009,Villeneuve-d’Ascq,59650\n62498,Lens,62300\n";
static const char said[] = "id,texte,groupe\n1,Plus de bancs à l’ombre sur la place du marché,A\n"
                           "2,Un atelier de réparation de vélos,B\n"
                           "3,plus de bancs à l'ombre sur la place du marche !,A\n4,Des pistes pour les vélos,B\n";

static void a_name_is_found_with_errors_and_words_in_any_order(void **state)
{
    struct run *run = *state;
    compute(run, "names", 3, (char *[]){file(run, "a", towns), "--query", "ascq vilneuve"});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"queries\":[{\"query\":\"ascq vilneuve\",\"names\":[{\"id\":\"59009\",");
    assert_contains(run->said, "{\"typed\":\"vilneuve\",\"found\":\"villeneuve\",\"edits\":");
    compute(run, "names", 4, (char *[]){file(run, "a", towns), "--queries", file(run, "b", "query\nlile\n59650\n"),
                                        "--table"});
    assert_contains(run->said, "59350  Lille");
    assert_contains(run->said, "59009  Villeneuve-d’Ascq");
    compute(run, "names", 4, (char *[]){file(run, "a", towns), "--typing", "--query", "vil"});
    assert_contains(run->said, "\"unfinished\":true");
    compute(run, "names", 3, (char *[]){file(run, "a", towns), "--query", "zzzzzz"});
    assert_contains(run->said, "\"names\":[]");
}

static void texts_that_say_nearly_the_same_are_grouped(void **state)
{
    struct run *run = *state;
    compute(run, "duplicates", 1, (char *[]){file(run, "a", said)});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"pairs\":[{\"a\":\"1\",\"b\":\"3\",\"likeness\":1}],\"groups\":[[\"1\",\"3\"]]}");
    compute(run, "duplicates", 2, (char *[]){file(run, "a", "text\nun\ndeux\n"), "--table"});
    assert_contains(run->said, "Aucun");
}

static void a_group_is_told_by_its_words(void **state)
{
    struct run *run = *state;
    compute(run, "terms", 1, (char *[]){file(run, "a", said)});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"groups\":[{\"group\":\"A\",\"terms\":[{\"word\":\"");
    assert_contains(run->said, "{\"group\":\"B\",\"terms\":[{\"word\":\"velos\"");
    compute(run, "terms", 3, (char *[]){file(run, "a", "text\nDes vélos\nDes bancs\n"), "--most", "1"});
    assert_contains(run->said, "{\"texts\":[{\"id\":\"0\",\"terms\":[{\"word\":\"velos\"");
}

static void what_cannot_be_read_is_named(void **state)
{
    struct run *run = *state;
    compute(run, "names", 1, (char *[]){file(run, "a", towns)});
    assert_int_equal(run->status, EXIT_USAGE);
    compute(run, "names", 5, (char *[]){file(run, "a", towns), "--query", "x", "--most", "0"});
    assert_int_equal(run->status, EXIT_USAGE);
    assert_contains(run->complained, "--most");
    compute(run, "duplicates", 3, (char *[]){file(run, "a", said), "--least", "7"});
    assert_int_equal(run->status, EXIT_USAGE);
    compute(run, "duplicates", 1, (char *[]){file(run, "a", "id,quoi\n1,x\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, " text");
    compute(run, "terms", 1, (char *[]){file(run, "a", "id,text\n1,\n2,Des bancs\n")});
    assert_int_equal(run->status, 0);
    assert_contains(run->complained, "/a:2: ");
    compute(run, "terms", 1, (char *[]){file(run, "a", "id,text\n1,\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    compute(run, "names", 3, (char *[]){"/nowhere/at/all.csv", "--query", "x"});
    assert_int_equal(run->status, EXIT_FAILED);
}

#define RUN(name, function) {name, function, compute_begin, compute_end, NULL}
const struct CMUnitTest compute_text_tests[] = {
    RUN("a name is found with errors and words in any order", a_name_is_found_with_errors_and_words_in_any_order),
    RUN("texts that say nearly the same are grouped", texts_that_say_nearly_the_same_are_grouped),
    RUN("a group is told by its words", a_group_is_told_by_its_words),
    RUN("what cannot be read is named", what_cannot_be_read_is_named),
    {0}
};
