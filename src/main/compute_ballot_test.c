/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute ballot on files: each rule as worked by hand, and what is wrong said with its line. */
#include "main/compute_testing.h"

static void ballot(struct run *run, const char *text, const char *rule, const char *option, const char *value)
{
    struct arena *arena = &run->arena;
    char *words[] = {file(run, "a", text), "--rule", arena_text(arena, rule), arena_text(arena, option ? option : ""),
                     arena_text(arena, value ? value : "")};
    compute(run, "ballot", option ? value ? 5 : 4 : 3, words);
}

static const char colleges[] = "collège;poids;pour;contre;abstentions\nSalariés;30%;6;2;1\nBénéficiaires;30%;10;15;0\n"
                               "Collectivités;20%;2;1;0\nPartenaires;20%;4;0;0\n";

static void colleges_are_those_worked_by_hand(void **state)
{
    struct run *run = *state;
    ballot(run, colleges, "colleges", "--variant", "proportional");
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"adopted\":true,\"for\":{\"exact\":\"407/600\",");
    assert_contains(run->said, "\"heads\":{\"exact\":\"11/20\",");
    ballot(run, colleges, "colleges", "--variant", "majority");
    assert_contains(run->said, "\"for\":{\"exact\":\"7/10\",");
    ballot(run, "collège;poids;pour;contre\nA;45;1;0\nB;35;;\nC;10;0;0\nD;10;0;1\n", "colleges", "--cap", "50%");
    assert_contains(run->said, "\"for\":{\"exact\":\"1/2\",");
    ballot(run, "collège;poids;pour;contre\nA;45;1;0\nB;35;;\nC;10;0;0\nD;10;0;1\n", "colleges", "--cap", "1");
    assert_contains(run->said, "\"for\":{\"exact\":\"9/11\",");
}

static void colleges_that_do_not_add_up_are_named(void **state)
{
    struct run *run = *state;
    ballot(run, "collège;poids;pour;contre;présents;membres\n"
           "A;50;5;0;2;9\nB;50;0;1;1;1\nB;50;9;0;9;9\n;1;1;1;;\nC;x;1;1;;\n", "colleges", NULL, NULL);
    assert_int_equal(run->status, 0);
    for (const char *const *line = (const char *const[]){"/a:2: ", "/a:4: ", "/a:5: ", "/a:6: ", NULL}; *line; line++)
        assert_contains(run->complained, *line);
    assert_contains(run->said, "\"for\":{\"exact\":\"0\",");
}

static void a_majority_is_counted_whatever_the_capitals(void **state)
{
    struct run *run = *state;
    ballot(run, "vote,nombre\nPour,10\n CONTRE ,5\nabstention,2\n", "majority", "--majority", "2/3");
    assert_string_equal(run->complained, "");
    assert_contains(run->said, "\"adopted\":true,\"share\":{\"exact\":\"2/3\",");
    ballot(run, "vote,nombre\npour,10\ncontre,5\n", "majority", "--entitled", "5");
    assert_contains(run->complained, "15");
    ballot(run, "vote,nombre\npour,-1\npour,1e3\npeut-être,5\n,3\n", "majority", NULL, NULL);
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "/a:2: ");
    assert_contains(run->complained, "/a:5: ");
    ballot(run, "vote,nombre\n", "majority", NULL, NULL);
    assert_int_equal(run->status, 0);
    assert_contains(run->complained, "/a ");
}

static void proxies_in_a_loop_represent_nobody(void **state)
{
    struct run *run = *state;
    ballot(run, "qui,présent,pouvoir\n"
           "A,oui,\nE,non,F\nF,non,G\nG,non,E\nH,non,H\nI,non,A\nJ,non,Z\nA,non,E\n,oui,\nK,?,\n",
           "proxies", NULL, NULL);
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"voices\":2,\"present\":1,\"represented\":1,\"absent\":5");
    for (int line = 8; line <= 11; line++)
        assert_contains(run->complained, arena_format(&run->arena, "/a:%d: ", line));
}

static void words_of_a_round_that_do_not_count_are_named(void **state)
{
    struct run *run = *state;
    const char *round = "qui,acte,sur,raison\n"
                        "A,Consent,,\nB,objecte,,trop cher\nC,objecte,,\nA,lève,B,\nD,vole,,\n,consent,,\n";
    ballot(run, round, "consent", "--carrier", "A");
    assert_int_equal(run->status, 0);
    for (int line = 4; line <= 7; line++)
        assert_contains(run->complained, arena_format(&run->arena, "/a:%d: ", line));
    assert_contains(run->said, "\"outcome\":\"blocked\",\"adopted\":false");
    assert_contains(run->said, "\"objection\":\"trop cher\"");
    ballot(run, round, "consent", "--carrier", "Nobody");
    assert_int_equal(run->status, EXIT_USAGE);
}

static void a_cycle_is_broken_at_its_weakest_and_a_tie_is_told(void **state)
{
    struct run *run = *state;
    ballot(run, "bulletin,nombre\nA > B > C,5\nB > C > A,4\nC > A > B,3\n", "schulze", NULL, NULL);
    assert_contains(run->said, "\"winners\":[\"A\"],\"voters\":12,\"condorcet\":false");
    ballot(run, "bulletin\nA > B\nB > A\n", "schulze", NULL, NULL);
    assert_contains(run->said, "\"winners\":[\"A\",\"B\"]");
    ballot(run, "bulletin\nA > B\nB > A\n", "stv", "--seed", "2026");
    assert_contains(run->said, "\"by_lot\":true");
    ballot(run, "bulletin\nA\n", "schulze", NULL, NULL);
    assert_contains(run->said, "\"winners\":[\"A\"],\"voters\":1,\"condorcet\":true");
    ballot(run, "bulletin,nombre\nA > A,1\nA >> B,1\nA > B,-1\n,1\nB > A,1\n", "schulze", NULL, NULL);
    assert_contains(run->said, "\"winners\":[\"B\"]");
    for (int line = 2; line <= 4; line++)
        assert_contains(run->complained, arena_format(&run->arena, "/a:%d: ", line));
    ballot(run, "bulletin\n\"\"\n", "schulze", NULL, NULL);
    assert_int_equal(run->status, EXIT_FAILED);
}

static void grades_and_pairs_say_what_they_do_not_understand(void **state)
{
    struct run *run = *state;
    ballot(run, "option,mention,nombre\nX,bien,3\nY,Passable,3\nY,Nul,1\n,Bien,1\n", "judgment", NULL, NULL);
    assert_contains(run->said, "{\"option\":\"X\",\"place\":1,\"grade\":\"Bien\"");
    assert_contains(run->complained, "/a:4: ");
    assert_contains(run->complained, "/a:5: ");
    ballot(run, "option,mention,nombre\nX,bien,10000000000\nX,bien,10000000001\n", "judgment", NULL, NULL);
    assert_contains(run->complained, ":3: ");
    ballot(run, "option,mention\nX,Bien\n", "judgment", "--grades", "Bien,bien");
    assert_int_equal(run->status, EXIT_USAGE);
    ballot(run, "gagnant,perdant,nombre\nA,B,3\nB,A,1\nC,C,1\n,A,1\n", "pairs", NULL, NULL);
    assert_contains(run->said, "{\"option\":\"A\",\"place\":1,");
    assert_contains(run->complained, "/a:4: ");
    assert_contains(run->complained, "/a:5: ");
}

static void who_is_named_twice_is_drawn_once(void **state)
{
    struct run *run = *state;
    ballot(run, "id\na\nb\na\n\"\"\n", "lot", "--seed", "x");
    assert_int_equal(run->status, 0);
    assert_contains(run->complained, "/a:4: ");
    ballot(run, "id\na\n", "lot", NULL, NULL);
    assert_int_equal(run->status, EXIT_USAGE);
    ballot(run, "vote\npour\n", "toss", NULL, NULL);
    assert_int_equal(run->status, EXIT_USAGE);
    ballot(run, "vote\npour\n", "majority", "--quorum", NULL);
    assert_int_equal(run->status, EXIT_USAGE);
}

static void a_panel_that_cannot_be_says_why(void **state)
{
    struct run *run = *state;
    char *people = file(run, "a", "id,sexe\n1,F\n2,H\n3,H\n");
    char *quotas = file(run, "b", "critère,valeur,min,max\nsexe,F,2,2\n");
    compute(run, "ballot", 7, (char *[]){people, "--rule", "panel", "--seed", "x", "--quotas", quotas});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->said, "\"possible\":false");
    assert_contains(run->complained, "sexe");
}

#define ON_FILES(sentence, function) {sentence, function, compute_begin, compute_end, NULL}
const struct CMUnitTest compute_ballot_tests[] = {
    ON_FILES("colleges are those worked by hand", colleges_are_those_worked_by_hand),
    ON_FILES("colleges that do not add up are named", colleges_that_do_not_add_up_are_named),
    ON_FILES("a majority is counted whatever the capitals", a_majority_is_counted_whatever_the_capitals),
    ON_FILES("proxies in a loop represent nobody", proxies_in_a_loop_represent_nobody),
    ON_FILES("words of a round that do not count are named", words_of_a_round_that_do_not_count_are_named),
    ON_FILES("a cycle is broken at its weakest, and a tie is told", a_cycle_is_broken_at_its_weakest_and_a_tie_is_told),
    ON_FILES("grades and pairs say what they do not understand", grades_and_pairs_say_what_they_do_not_understand),
    ON_FILES("who is named twice is drawn once", who_is_named_twice_is_drawn_once),
    ON_FILES("a panel that cannot be says why", a_panel_that_cannot_be_says_why),
    {0}};
