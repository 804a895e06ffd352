/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Elections as published, and what the rules of these cities give on them: the official outcomes. */
#include "formats/pabulib.h"
#include "engines/budget.h"
#include "main/testing.h"

struct counted { size_t count; int64_t cost; bool official; };

/* Funds with the rule; whether it is what the file says was funded. */
static struct counted count(struct arena *arena, const char *path, struct budget_rules rules)
{
    struct pabulib election;
    size_t length;
    const char *bytes = test_file(arena, path, &length);
    assert_true(pabulib_read(&election, arena, bytes, length));
    assert_int_equal(election.problem_count, 0);
    rules.least_score = election.least_score;
    struct budget_input input = {election.budget, election.projects, election.cost, election.voters, election.start,
                                 election.project, election.points};
    struct budget_result *result = budget_compute(arena, &input, &rules);
    bool *won = arena_array(arena, election.projects, sizeof *won), same = true;
    for (size_t i = 0; i < result->count; i++)
        won[result->wins[i].project] = true;
    for (uint32_t project = 0; project < election.projects; project++)
        same = same && election.selected[project] == won[project];
    return (struct counted){result->count, result->cost, same};
}

static void toulouse_2022_by_equal_shares(void **state)
{
    struct arena arena = {0};
    const char *path = test_data(&arena, "budget/France_Toulouse_2022.pb");
    skip_without(path);
    struct counted alone = count(&arena, path, (struct budget_rules){.rule = BUDGET_SHARES});
    assert_int_equal(alone.count, 91);
    assert_int_equal(alone.cost, 408322000);
    struct budget_rules raised = {.rule = BUDGET_SHARES, .completion = BUDGET_ADD_ONE, .step = 100};
    struct counted more = count(&arena, path, raised);
    assert_int_equal(more.count, 128);
    assert_int_equal(more.cost, 798622000);
    struct counted greedy = count(&arena, path, (struct budget_rules){.rule = BUDGET_GREEDY});
    assert_int_equal(greedy.count, 81);
    assert_int_equal(greedy.cost, 799952000);
    arena_free(&arena);
}

static void swiecie_2023_as_announced(void **state)
{
    struct arena arena = {0};
    const char *path = test_data(&arena, "budget/Poland_Swiecie_2023.pb");
    skip_without(path);
    struct budget_rules raised = {.rule = BUDGET_SHARES, .completion = BUDGET_ADD_ONE, .step = 100};
    struct counted shares = count(&arena, path, raised);
    assert_int_equal(shares.count, 17);
    assert_true(shares.official);
    arena_free(&arena);
}

static void greedy_districts_as_announced(void **state)
{
    static const char *const names[] = {
        "Poland_Warszawa_2017_CentrumWola_GrzybowskaGroszowka", "Poland_Warszawa_2017_Grochow_Kinowa",
        "Poland_Warszawa_2017_Praga-Polnoc", "Poland_Warszawa_2017_Radosc", "Poland_Warszawa_2017_Rembertow",
        "Poland_Warszawa_2017_Saska_Kepa", "Poland_Warszawa_2017_Stara_Ochota",
        "Poland_Warszawa_2017_Wilanow_Obszar_II", "Poland_Warszawa_2019_Aleksandrow",
        "Poland_Warszawa_2019_Chomiczowka", "Poland_Warszawa_2019_Marysin_Wawerski_Polnocny",
        "Poland_Warszawa_2019_Muranow", "Poland_Warszawa_2019_Obszar_2-Sady_Zoliborskie-Zatrasie-Rudawka",
        "Poland_Warszawa_2019_Obszar_3-KobialkaAugustowBrzezinyGrodziskLewandow",
        "Poland_Warszawa_2019_Obszar_4-PiekielkoZeranAnnopol", "Poland_Warszawa_2019_Obszar_4-Zoliborz_Poludniowy",
        "Poland_Warszawa_2019_Rakowiec", "Poland_Warszawa_2020_Wilanow", "Poland_Warszawa_2023_Zoliborz",
        "Poland_Warszawa_2025_Wawer", "poland_gdynia_2020_wielki-kack-large",
        "poland_katowice_2020_osiedle-tysiaclecia", "poland_katowice_2021_osiedle-tysiaclecia",
        "poland_krakow_2020_biezanow-prokocim", "poland_krakow_2021_wzgorza-krzeslawickie",
        "poland_lodz_2020_andrzejow", "poland_lodz_2020_julianow-marysin-rogi", "poland_lodz_2020_nowosolna",
        "poland_warszawa_2017_grochow-poludniowy", "poland_warszawa_2017_kolo", "poland_warszawa_2017_rejon-d",
        "poland_warszawa_2017_targowek-mieszkaniowy", "poland_warszawa_2017_zacisze",
        "poland_warszawa_2018_chomiczowka", "poland_warszawa_2018_muranow", "poland_warszawa_2018_piaski",
        "poland_warszawa_2018_targowek-mieszkaniowy", "poland_warszawa_2020_zoliborz", "poland_warszawa_2021_ursus",
        "poland_warszawa_2021_wesola", "poland_warszawa_2023_srodmiescie", "poland_wroclaw_2017_rejon-nr-8-750"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct arena arena = {0};
        const char *path = test_data(&arena, arena_format(&arena, "budget/%s.pb", names[i]));
        skip_without(path);
        assert_true(count(&arena, path, (struct budget_rules){.rule = BUDGET_GREEDY}).official);
        arena_free(&arena);
    }
}

static bool read(struct pabulib *election, struct arena *arena, const char *text)
{
    return pabulib_read(election, arena, text, strlen(text));
}

static void quotes_points_and_line_ends(void **state)
{
    struct arena arena = {0};
    struct pabulib election;
    assert_true(read(&election, &arena,
        "\xEF\xBB\xBFMETA\r\nkey;value\r\nbudget;100,50\r\nvote_type;cumulative\r\nPROJECTS\r\n"
        "project_id;cost;name\r\n1;40;\"A place; with \"\"trees\"\"\"\r\n2;60.5;Lights\r\n"
        "VOTES\r\nvoter_id;vote;points\r\nx;1,2;3,1.5\r\ny;2;4\r\n"));
    assert_int_equal(election.budget, 10050);
    assert_string_equal(election.name[0], "A place; with \"trees\"");
    assert_string_equal(election.voter[1], "y");
    assert_int_equal(election.scale, 10);
    assert_int_equal(election.points[0], 30);
    assert_int_equal(election.points[1], 15);
    assert_int_equal(election.points[2], 40);
    arena_free(&arena);
}

static void bad_lines_are_told_and_left_out(void **state)
{
    struct arena arena = {0};
    struct pabulib election;
    assert_true(read(&election, &arena, "META\nkey;value\nbudget;100\nPROJECTS\nproject_id;cost\n1;40\n1;50\n2;free\n"
                                        "VOTES\nvoter_id;vote\nx;1,9\ny;1\n"));
    assert_int_equal(election.projects, 1);
    assert_int_equal(election.problem_count, 3);
    assert_int_equal(election.problems[0].line, 7);
    assert_int_equal(election.problems[1].line, 8);
    assert_int_equal(election.problems[2].line, 11);
    assert_int_equal(election.choices, 2);
    arena_free(&arena);
}

static void what_is_no_election_says_why(void **state)
{
    struct arena arena = {0};
    struct pabulib election;
    assert_false(read(&election, &arena, ""));
    assert_string_equal(election.trouble, "the file says no budget");
    assert_false(read(&election, &arena, "META\nkey;value\nbudget;10\n"));
    assert_string_equal(election.trouble, "the file has no project");
    assert_false(read(&election, &arena, "META\nkey;value\nbudget;10\nvote_type;shouting\n"));
    assert_string_equal(election.trouble, "this kind of vote is not known");
    arena_free(&arena);
}

const struct CMUnitTest pabulib_tests[] = {
    PLAIN("Toulouse 2022: 91 projects by equal shares, 128 when raised", toulouse_2022_by_equal_shares),
    PLAIN("Świecie 2023 funds the 17 projects that were announced", swiecie_2023_as_announced),
    PLAIN("42 districts that count greedily fund what they announced", greedy_districts_as_announced),
    PLAIN("quoted cells, points with decimals and both line ends are read", quotes_points_and_line_ends),
    PLAIN("bad lines are told with their number and left out", bad_lines_are_told_and_left_out),
    PLAIN("what is no election says why", what_is_no_election_says_why), {0}};
