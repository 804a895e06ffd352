/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute network on small files. */
#include "main/compute_testing.h"

/* Two circles of three, tied by C–D, in either form. */
static const char ties[] = "de;vers;poids\nA;B;1\nB;C;1\nA;C;1\nD;E;1\nE;F;1\nD;F;1\nC;D;1\n";

static void who_stands_between_circles_is_named(void **state)
{
    struct run *run = *state;
    compute(run, "network", 1, (char *[]){file(run, "a", ties)});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"nodes\":6,\"ties\":7,\"parts\":1,\"largest\":6,");
    assert_contains(run->said, "\"communities\":[{\"id\":0,\"size\":3},{\"id\":1,\"size\":3}]");
    assert_contains(run->said, "\"id\":\"C\",\"ties\":3,\"part\":0,\"community\":0,\"betweenness\":6,");
    assert_contains(run->said, "\"bridges\":[[\"C\",\"D\"]]");
    compute(run, "network", 3, (char *[]){file(run, "a", ties), "--cpm", "--table"});
    assert_int_equal(run->status, 0);
}

static void memberships_fade_with_age(void **state)
{
    struct run *run = *state;
    char *members = file(run, "a", "acteur,initiative,date\nA,potager,2026-01-01\nB,potager,01/01/2026\n"
                                   "B,atelier,2016-01-01\nC,atelier,2016-01-01\n");
    compute(run, "network", 1, (char *[]){members});
    assert_contains(run->said, "\"id\":\"B\",\"ties\":2,\"part\":0,\"community\":0,\"betweenness\":1,"
                               "\"constraint\":0.5,");
    compute(run, "network", 3, (char *[]){members, "--tau", "3"});
    assert_contains(run->said, "\"constraint\":0.93");
    compute(run, "network", 3, (char *[]){members, "--tau", "0.01"});
    assert_null(strstr(run->said, "\"constraint\":null"));
}

static void colleges_give_roles(void **state)
{
    struct run *run = *state;
    char *actors = file(run, "b", "id;nom;collège;fonctions\nA;Les Amis;associations;\nC;Commune;élus;accueil|lieu\n"
                                  "D;Ferme;entreprises;\nG;Seule;;\n");
    compute(run, "network", 3, (char *[]){file(run, "a", ties), "--actors", actors});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"nodes\":7,");
    assert_contains(run->said, "\"roles\":{\"coordinator\":0,\"itinerant\":0,\"gatekeeper\":0,\"representative\":0,"
                               "\"liaison\":2}");
    assert_contains(run->said, "\"id\":\"G\",\"ties\":0,\"part\":1,\"community\":2,\"betweenness\":0,"
                               "\"constraint\":null");
}

static void each_bad_line_of_a_network_is_named(void **state)
{
    struct run *run = *state;
    char *bad = file(run, "a", "from,to,weight,date\nA,B,1,\nA,,1,\nA,A,1,\nA,C,0,\nA,C,x,\nA,C,1,2026-02-30\n");
    compute(run, "network", 1, (char *[]){bad});
    assert_int_equal(run->status, 0);
    for (int i = 3; i <= 7; i++)
        assert_contains(run->complained, arena_format(&run->arena, "/a:%d: ", i));
    assert_contains(run->said, "\"nodes\":2,\"ties\":1,");
    char *members = file(run, "b", "acteur,initiative,montant,siège\nA,x,-3,\nA,x,,peut-être\nB,x,10,oui\n");
    compute(run, "network", 1, (char *[]){members});
    assert_contains(run->complained, "/b:2: ");
    assert_contains(run->complained, "/b:3: ");
    char *actors = file(run, "c", "id,lon,lat\nA,2,48\nA,2,48\nB,200,48\nC,2,\n,2,48\n");
    compute(run, "network", 3, (char *[]){file(run, "a", ties), "--actors", actors});
    for (int i = 3; i <= 6; i++)
        assert_contains(run->complained, arena_format(&run->arena, "/c:%d: ", i));
}

static void what_is_no_network_is_refused(void **state)
{
    struct run *run = *state;
    compute(run, "network", 0, (char *[]){NULL});
    assert_int_equal(run->status, EXIT_USAGE);
    compute(run, "network", 1, (char *[]){file(run, "a", "nom,commune\nA,B\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "initiative");
    compute(run, "network", 1, (char *[]){file(run, "a", "from,to\n")});
    assert_int_equal(run->status, EXIT_FAILED);
    static const char *const wrong[][2] = {{"--gamma", "-1"}, {"--seed", "x"}, {"--tau", "0"}, {"--sources", "-2"},
                                           {"--most-members", "1"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        compute(run, "network", 3, (char *[]){file(run, "a", ties), (char *)(uintptr_t)wrong[i][0],
                                              (char *)(uintptr_t)wrong[i][1]});
        assert_int_equal(run->status, EXIT_USAGE);
        assert_contains(run->complained, wrong[i][0]);
    }
}

/* Anne and Dan share Béa and Cléo; only Béa can host; Dan brings all the money. */
static const char partners[] = "acteur,initiative,date,montant,siège\nAnne,a,2020-01-01,,oui\nBéa,a,2022-01-01,,non\n"
    "Anne,b,,,\nCléo,b,,,\nDan,c,,500,\nBéa,c,,,\nDan,d,,,\nCléo,d,,,\nEva,e,,,\nDan,e,,,\n";

static void a_departure_and_a_missing_tie_are_told(void **state)
{
    struct run *run = *state;
    char *actors = file(run, "b", "id,nom,college,fonctions,lon,lat\nAnne,Anne,élus,animer,2.35,48.85\n"
                                  "Béa,La Béa,associations,accueillir,,\nDan,,associations,financer,2.35,48.925\n");
    compute(run, "network", 4, (char *[]){file(run, "a", partners), "--actors", actors, "--explain"});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"without\":{\"largest\":4,\"pieces\":1,\"functions_lost\":[\"accueillir\"],"
                               "\"functions_fragile\":[],\"orphaned\":[\"a\",\"c\"],\"funding\":0,"
                               "\"funding_share\":0}");
    assert_contains(run->said, "\"without\":{\"largest\":3,\"pieces\":2,\"functions_lost\":[\"financer\"],"
                               "\"functions_fragile\":[],\"orphaned\":[\"c\",\"d\",\"e\"],\"funding\":500,"
                               "\"funding_share\":1}");
    assert_contains(run->said, "\"missing\":[{\"a\":\"Anne\",\"b\":\"Dan\",");
    assert_contains(run->said, "\"reason\":\"2 partenaires communs, dont La Béa et Cléo\u00A0; "
                               "compétences complémentaires");
    assert_contains(run->said, "{\"indicator\":\"redundancy\",\"value\":0,\"low\":null,\"high\":null,"
                               "\"known\":3,\"of\":5,\"meaning\":");
    assert_contains(run->said, "{\"indicator\":\"governance_openness\",\"value\":0.5,");
    compute(run, "network", 3, (char *[]){file(run, "a", partners), "--missing", "0"});
    assert_contains(run->said, "\"missing\":[],");
    compute(run, "network", 3, (char *[]){file(run, "a", partners), "--explain", "--table"});
    assert_int_equal(run->status, 0);
    compute(run, "network", 3, (char *[]){file(run, "a", partners), "--replicates", "10001"});
    assert_int_equal(run->status, EXIT_USAGE);
}

#define ON_FILES(sentence, function) {sentence, function, compute_begin, compute_end, NULL}
const struct CMUnitTest compute_network_tests[] = {
    ON_FILES("who stands between circles is named", who_stands_between_circles_is_named),
    ON_FILES("memberships fade with age", memberships_fade_with_age),
    ON_FILES("colleges give roles", colleges_give_roles),
    ON_FILES("a departure and a missing tie are told", a_departure_and_a_missing_tie_are_told),
    ON_FILES("each bad line of a network is named", each_bad_line_of_a_network_is_named),
    ON_FILES("what is no network is refused", what_is_no_network_is_refused),
    {0}
};
