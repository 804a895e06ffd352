/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute on small files: what it says, and what it says of bad lines. */
#include "formats/json.h"
#include "i18n/i18n.h"
#include "main/compute_testing.h"

static const char needs[] = "id,text,codes,lon,lat\n"
                            "n1,Entretien des espaces verts du parc,77311000,3.06,50.63\n"
                            "n2,Nettoyage de bureaux,90919200,3.06,50.63\n";
static const char offers[] = "id,text,codes,lon,lat\n"
                             "o1,Nettoyage de locaux et de bureaux,81.21Z,3.06,50.64\n"
                             "o2,Paysagiste : entretien de jardins,81.30Z,3.07,50.60\n";

static void the_nearest_offers_come_first_with_their_reasons(void **state)
{
    struct run *run = *state;
    compute(run, "rank", 2, (char *[]){file(run, "a", needs), file(run, "b", offers)});
    assert_int_equal(run->status, 0);
    assert_string_equal(run->complained, "");
    assert_contains(run->said, "{\"needs\":[{\"id\":\"n1\",\"offers\":[{\"id\":\"o2\",\"score\":0.");
    assert_contains(run->said, "{\"id\":\"n2\",\"offers\":[{\"id\":\"o1\",\"score\":0.");
    assert_contains(run->said, "\"reasons\":[\"");
    assert_contains(run->said, "à 3,4\xC2\xA0km");
}

static void a_past_answer_lifts_who_gave_it(void **state)
{
    struct run *run = *state;
    char *twice = file(run, "a", "id,text\nold,Goûter de fin d’année\nnew,Goûter de rentrée\n");
    char *two = file(run, "b", "id,text\nx,Association Alpha\ny,Association Bêta\n");
    compute(run, "rank", 4, (char *[]){twice, two, "--cases", file(run, "c", "need,offer\nold,y\n")});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"id\":\"new\",\"offers\":[{\"id\":\"y\"");
    assert_contains(run->said, "{\"id\":\"old\",\"offers\":[]}");   /* its own answer is not shown to it */
}

static void each_bad_line_is_named(void **state)
{
    struct run *run = *state;
    char *bad = file(run, "a", "id,text,lon,lat\nn1,Jardin,est,nord\n,Sans nom,,\nn2,Haies,,\nn2,Encore,,\n");
    compute(run, "rank", 4, (char *[]){bad, file(run, "b", offers), "--cases", file(run, "c", "need,offer\nn2,zz\n")});
    assert_int_equal(run->status, 0);
    assert_contains(run->complained, "/a:2: ");
    assert_contains(run->complained, "/a:3: ");
    assert_contains(run->complained, "/a:5: ");
    assert_contains(run->complained, "/c:2: ");
    assert_contains(run->said, "{\"needs\":[{\"id\":\"n2\"");
}

static void a_table_without_the_columns_it_needs_is_refused(void **state)
{
    struct run *run = *state;
    char *none = file(run, "a", "numero,quoi\n1,Jardin\n");
    compute(run, "rank", 2, (char *[]){none, file(run, "b", offers)});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, " id");
    compute(run, "resolve", 1, (char *[]){none});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, " name");
    compute(run, "resolve", 1, (char *[]){file(run, "c", "nom\n")});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"pairs\":[]");
    compute(run, "rank", 1, (char *[]){none});
    assert_int_equal(run->status, EXIT_USAGE);
}

static void two_rows_that_are_one_organisation_are_found(void **state)
{
    struct run *run = *state;
    char *rows = file(run, "a",
                      "id,nom,adresse,cp,ville\n"
                      "p,Association Les Jardins de Cocagne,12 rue de la Paix,59000,Lille\n"
                      "q,Jardins de cocagne asso.,12 r. de la Paix,59000,LILLE\n"
                      "r,Ressourcerie du Nord,3 avenue Foch,59100,Roubaix\n"
                      "s,,,,\n");
    compute(run, "resolve", 1, (char *[]){rows});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"pairs\":[{\"a\":\"p\",\"b\":\"q\",");
    assert_contains(run->said, "même adresse");
    assert_contains(run->said, "\"groups\":[[\"p\",\"q\"]]");
    assert_contains(run->complained, "/a:5: ");
}

static const char *refused(struct run *run, const char *text)
{
    compute(run, "coalition", 1, (char *[]){file(run, "c", text)});
    assert_int_equal(run->status, EXIT_FAILED);
    return run->complained;
}

static void a_team_says_who_covers_what_and_what_is_missing(void **state)
{
    struct run *run = *state;
    char *asked = file(run, "a",
        "{\"lots\":[{\"id\":\"repas\",\"volume\":2000},\"livraison\"],\"required\":[{\"college\":\"ess\"}],"
        "\"candidates\":["
        "{\"id\":\"A\",\"can\":{\"repas\":800},\"distance\":5,\"college\":\"ess\"},"
        "{\"id\":\"B\",\"can\":{\"repas\":900,\"livraison\":true},\"distance\":12},"
        "{\"id\":\"C\",\"can\":{\"repas\":600},\"distance\":2},"
        "{\"id\":\"D\",\"can\":{\"repas\":1500,\"livraison\":true},\"distance\":80}],"
        "\"incompatible\":[[\"C\",\"D\"]]}");
    compute(run, "coalition", 1, (char *[]){asked});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"id\":\"A\",\"covers\":[{\"lot\":\"repas\",\"quantity\":800},"
                    "{\"lot\":\"college:ess\"");
    assert_contains(run->said, "\"why\":\"smallest\",\"without\":null,\"distance\":85,");
    assert_contains(run->said, "\"why\":\"nearest\",\"without\":null,\"distance\":19,");
    assert_contains(run->said, "\"missing\":[],\"impossible\":false");
    compute(run, "coalition", 1, (char *[]){file(run, "b",
        "{\"lots\":[{\"id\":1,\"volume\":10}],\"candidates\":[{\"id\":\"A\",\"can\":{\"1\":4}}]}")});
    assert_contains(run->said, "\"missing\":[{\"lot\":\"1\",\"wanted\":10,\"reachable\":4}]");
}

static void a_wrong_team_problem_says_where_it_is_wrong(void **state)
{
    struct run *run = *state;
    assert_contains(refused(run, "[]"), "/c: 1: ");
    assert_contains(refused(run, "{"), "/c:1: ");
    assert_contains(refused(run, "{\"lots\":[]}"), "/c: lots: ");
    assert_contains(refused(run, "{\"lots\":{}}"), "/c: lots: ");
    assert_contains(refused(run, "{\"lots\":[\"a\",\"a\"]}"), "/c: lots[1]: ");
    assert_contains(refused(run, "{\"lots\":[{\"id\":\"a\",\"volume\":-1}]}"), "/c: lots[0].volume: ");
    assert_contains(refused(run, "{\"lots\":[{\"id\":\"a\",\"threshold\":2}]}"), "/c: lots[0]: ");
    assert_contains(refused(run, "{\"lots\":[\"a\"],\"candidates\":[{}]}"), "/c: candidates[0]: ");
    assert_contains(refused(run, "{\"lots\":[\"a\"],\"candidates\":[{\"id\":\"A\",\"can\":[\"b\"]}]}"),
                    "candidates[0]");
    assert_contains(refused(run, "{\"lots\":[\"a\"],\"candidates\":[\"A\"],\"fixed\":[\"B\"]}"), "/c: fixed[0]: ");
    assert_contains(refused(run, "{\"lots\":[\"a\"],\"candidates\":[\"A\"],\"incompatible\":[[\"A\"]]}"),
                    "incompatible[0]");
    assert_contains(refused(run, "{\"lots\":[\"a\"],\"candidates\":[\"A\"],\"ties\":[{\"a\":\"A\",\"b\":\"A\"}]}"),
                    "ties[0]");
    compute(run, "coalition", 0, (char *[]){NULL});
    assert_int_equal(run->status, EXIT_USAGE);
}

static void a_panel_says_what_changed_and_whether_one_may_say_so(void **state)
{
    struct run *run = *state;
    compute(run, "effects", 1, (char *[]){file(run, "a", "territoire;année;valeur;traité\n"
        "A;2020;10;0\nA;2021;10;0\nA;2022;20;1\nB;2020;5;0\nB;2021;5;0\nB;2022;8;0\n"
        "C;2020;7;0\nC;2021;7;0\nC;2022;9;0\nC;2022;9;0\nC;2023;x;0\n")});
    assert_int_equal(run->status, EXIT_FAILED);            /* 2023 has no outcome for anybody */
    assert_contains(run->complained, "/a:11: ");
    compute(run, "effects", 1, (char *[]){file(run, "b", "territoire;année;valeur;traité\n"
        "A;2022;20;oui\nA;2020;10;0\nA;2021;10;0\nB;2020;5;0\nB;2021;5;0\nB;2022;8;0\n"
        "C;2020;7;0\nC;2021;7;0\nC;2022;9;0\n")});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"start\":\"2022\",\"methods\":[{\"method\":\"difference\",\"effect\":7.5,");
    assert_contains(run->said, "\"rank\":1,\"placebos\":2");
    compute(run, "effects", 1, (char *[]){file(run, "c",
        "unit,time,outcome,treated\nA,1,1,0\nA,2,1,1\nB,1,1,1\nB,2,1,1\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    compute(run, "effects", 1, (char *[]){file(run, "d", "unit,time,outcome,treated\nA,1,2,maybe\n,1,2,0\nB,1,2,0\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "/d:2: ");
    assert_contains(run->complained, "/d:3: ");
    compute(run, "effects", 1, (char *[]){file(run, "d", "unit,time,outcome,treated\nA,1,2,0\nA,2,2,0\nA,3,9,1\n"
        "B,1,2,0\nB,2,2,0\nB,3,1,0\nC,1,1,0\nC,3,2,0\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "C, 2");
    compute(run, "effects", 1, (char *[]){file(run, "d", "unit,time\nA,1\n")});
    assert_contains(run->complained, "outcome");
    compute(run, "effects", 0, (char *[]){NULL});
    assert_int_equal(run->status, EXIT_USAGE);
}

static void a_seating_says_which_wish_was_met(void **state)
{
    struct run *run = *state;
    char *wishes = file(run, "a", "nom,college,vœu 1,vœu 2\nAnne,élus,Eau,Bois\nBéa,élus,Eau,\n"
                                 "Cléo,habitants,Bois,Eau\n");
    compute(run, "assign", 4, (char *[]){wishes, "--places", "2", "--mixed"});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"id\":\"Béa\",\"table\":\"Eau\",\"wish\":1}");
    assert_contains(run->said, "\"single_college_tables\":0,\"optimal\":true");
    compute(run, "assign", 1, (char *[]){wishes});
    assert_int_equal(run->status, EXIT_USAGE);
    compute(run, "assign", 3, (char *[]){file(run, "b", "nom,college\nAnne,élus\n"), "--places", "2"});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "wish1");
    compute(run, "assign", 3, (char *[]){wishes, "--tables", file(run, "c", "table,places\nEau,deux\nBois,1\n,3\n")});
    assert_contains(run->complained, "/c:2: ");
    assert_contains(run->complained, "/c:4: ");
    compute(run, "assign", 3, (char *[]){file(run, "b", "nom,vœu 1\nAnne, Eau\nAnne,Bois\n"), "--places", "2"});
    assert_contains(run->complained, "/b:3: ");
    assert_contains(run->said, "\"placed\":1,");
}

#define ON_FILES(sentence, function) {sentence, function, compute_begin, compute_end, NULL}
static void each_engine_explains_itself_when_asked(void **state)
{
    struct run *run = *state;
    for (const struct computation *one = computations; one->name; one++) {
        compute(run, one->name, 1, (char *[]){"--help"});
        assert_int_equal(run->status, 0);
        assert_contains(run->said, text_in(terminal_language(), one->reads));
        assert_contains(run->said, text_in(terminal_language(), one->answers));
    }
    compute(run, "rank", 2, (char *[]){"nothing.csv", "-h"});          /* nothing is read then */
    assert_int_equal(run->status, 0);
}

const struct CMUnitTest compute_tests[] = {
    ON_FILES("the nearest offers come first, with their reasons", the_nearest_offers_come_first_with_their_reasons),
    ON_FILES("a past answer lifts who gave it", a_past_answer_lifts_who_gave_it),
    ON_FILES("each bad line is named", each_bad_line_is_named),
    ON_FILES("a table without the columns it needs is refused", a_table_without_the_columns_it_needs_is_refused),
    ON_FILES("two rows that are one organisation are found", two_rows_that_are_one_organisation_are_found),
    ON_FILES("a panel says what changed and whether one may say so",
             a_panel_says_what_changed_and_whether_one_may_say_so),
    ON_FILES("a seating says which wish was met", a_seating_says_which_wish_was_met),
    ON_FILES("a team says who covers what, and what is missing",
            a_team_says_who_covers_what_and_what_is_missing),
    ON_FILES("each engine explains itself when asked", each_engine_explains_itself_when_asked),
    ON_FILES("a wrong team problem says where it is wrong", a_wrong_team_problem_says_where_it_is_wrong),
    {0}};
