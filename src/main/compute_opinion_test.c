/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute opinion and compute budget on what people really send: the contract, and what is wrong said. */
#include "main/compute_testing.h"

enum { PEOPLE = 20, STATEMENTS = 10 };

/* Two camps that answer the other way round, and three statements that all agree on; one who votes once. */
struct clothes { const char *start, *separator, *before, *after, *end; };

static char *two_camps(struct run *run, const struct clothes *in, const char *more)
{
    struct buffer out = {.arena = &run->arena};
    buffer_format(&out, "%scomment-id%svoter-id%svote%s", in->start, in->separator, in->separator,
                  in->end + (in->end[0] == '.' ? 2 : 0));
    for (int p = 0; p < PEOPLE; p++)
        for (int s = 0; s < STATEMENTS; s++)
            buffer_format(&out, "%d%s%s%d%s%s%d%s", s, in->separator, in->before, p, in->after, in->separator,
                          s < 3 || p % 2 == s % 2 ? 1 : -1, in->end);
    buffer_text(&out, more);
    return file(run, "a", buffer_string(&out));
}

static char *usual(struct run *run, const char *more)
{
    return two_camps(run, &(struct clothes){"", ",", "", "", "\n"}, more);
}

static void opinion(struct run *run, char *votes)
{
    compute(run, "opinion", 3, (char *[]){votes, "--replicates", "5"});
}

static void groups_come_as_was_agreed(void **state)
{
    struct run *run = *state;
    opinion(run, usual(run, "0,99,1\n"));
    assert_int_equal(run->status, 0);
    assert_string_equal(run->complained, "");
    assert_contains(run->said, "{\"participants\":[{\"id\":\"0\",\"x\":");
    assert_contains(run->said, "{\"id\":\"99\",\"x\":");
    assert_contains(run->said, "\"group\":null,\"votes\":1,");
    assert_contains(run->said, "\"groups\":[{\"id\":0,\"size\":10,");
    assert_contains(run->said, "\"typical\":[{\"statement\":\"");
    assert_contains(run->said, "\"side\":\"agree\",\"success\":10,\"trials\":10,");
    assert_contains(run->said, "\"statements\":[{\"id\":\"0\",\"agree\":21,\"disagree\":0,\"pass\":0,\"priority\":");
    assert_contains(run->said, "\"consensus\":0.8");
    assert_contains(run->said, "\"certificate\":{\"input\":\"");
    assert_contains(run->said, "\"version\":1,\"rules\":\"maillage\"}");
}

/* The same votes in whatever clothes a spreadsheet gives them. */
static void clothes_change_nothing(void **state)
{
    struct run *run = *state;
    opinion(run, usual(run, ""));
    const char *plain = run->said;
    opinion(run, two_camps(run, &(struct clothes){"\xEF\xBB\xBF", ";", " ", " ", ".0\r\n"}, ""));
    assert_string_equal(run->said, plain);
    opinion(run, two_camps(run, &(struct clothes){"", "\t", "\"", "\"", "\n"}, ""));
    assert_string_equal(run->said, plain);
    assert_string_equal(run->complained, "");
    opinion(run, two_camps(run, &(struct clothes){"", ",", "\"a, \"\"", "\"\"\"", "\n"}, ""));
    assert_contains(run->said, "{\"id\":\"a, \\\"0\\\"\",");
}

static void the_last_vote_on_a_statement_counts(void **state)
{
    struct run *run = *state;
    opinion(run, usual(run, "0,0,-1\n0,0,-1\n"));
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"id\":\"0\",\"agree\":19,\"disagree\":1,\"pass\":0,");
}

static void bad_votes_are_named_and_left_out(void **state)
{
    struct run *run = *state;
    opinion(run, usual(run, "0,0,2\n0,0,oui\n,0,1\n0,,1\n0,0,\n"));
    assert_int_equal(run->status, 0);
    for (int line = 202; line <= 206; line++)
        assert_contains(run->complained, arena_format(&run->arena, "/a:%d: ", line));
    assert_contains(run->said, "{\"id\":\"0\",\"agree\":20,\"disagree\":0,\"pass\":0,");
}

static void nothing_to_count_is_said(void **state)
{
    struct run *run = *state;
    opinion(run, file(run, "a", "comment-id,voter-id,vote\n"));
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"participants\":[],\"groups\":[],\"statements\":[]");
    assert_contains(run->complained, "/a ");
    opinion(run, file(run, "a", "comment-id,voter-id,vote\n1,2,x\n"));
    assert_int_equal(run->status, EXIT_FAILED);
    assert_string_equal(run->said, "");
    opinion(run, file(run, "a", "comment-id,voter-id\n1,2\n"));
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, " vote");
    opinion(run, file(run, "a", ""));
    assert_int_equal(run->status, EXIT_FAILED);
    assert_true(*run->complained);
}

static void one_statement_or_one_person_gives_counts(void **state)
{
    struct run *run = *state;
    opinion(run, file(run, "a", "comment-id,voter-id,vote\n7,8,1\n"));
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"participants\":[{\"id\":\"8\",\"x\":0,\"y\":0,\"group\":null,\"votes\":1,");
    assert_contains(run->said, "\"groups\":[],\"statements\":[{\"id\":\"7\",\"agree\":1,");
    compute(run, "opinion", 2, (char *[]){file(run, "a", "comment-id,voter-id,vote\n7,8,1\n7,9,0\n"), "--table"});
    assert_contains(run->said, "1 +     0 −     1 ?  7");
}

static void refused_statements_are_out_and_bad_lines_of_theirs_named(void **state)
{
    struct run *run = *state;
    char *votes = usual(run, "");
    compute(run, "opinion", 3, (char *[]){votes, "--statements", file(run, "b",
        "comment-id,moderated,comment-body\n"
        "3,-1,Refusée\n0,1,Partagée\n0,-1,Encore\n4,peut-être,?\n88,1,Sans vote\n")});
    assert_int_equal(run->status, 0);
    assert_contains(run->complained, "/b:4: ");
    assert_contains(run->complained, "/b:5: ");
    assert_contains(run->said, "\"moderated\":true");
    assert_null(strstr(run->said, "\"typical\":[{\"statement\":\"3\""));
    compute(run, "opinion", 3, (char *[]){votes, "--statements", file(run, "b", "comment-id,moderated\n88,1\n")});
    assert_contains(run->complained, "/b ");
    compute(run, "opinion", 3, (char *[]){votes, "--statements", file(run, "b", "numero\n1\n")});
    assert_int_equal(run->status, EXIT_FAILED);
}

static void colleges_are_crossed_with_groups(void **state)
{
    struct run *run = *state;
    compute(run, "opinion", 5, (char *[]){usual(run, ""), "--replicates", "0", "--colleges",
        file(run, "b", "voter-id,college\n0,élus\n2,élus\n1,habitants\n0,habitants\n")});
    assert_int_equal(run->status, 0);
    assert_contains(run->complained, "/b:5: ");
    assert_contains(run->said, "\"colleges\":{\"élus\":2,\"habitants\":0}");
    assert_contains(run->said, "\"colleges\":{\"élus\":{\"agree\":2,\"disagree\":0,\"pass\":0},");
}

/* The newest people have the smallest identifiers: they come after those who were there, who keep their groups. */
static void people_and_groups_keep_their_numbers_from_answer_to_answer(void **state)
{
    struct run *run = *state;
    opinion(run, usual(run, ""));
    char *before = file(run, "b", run->said);
    assert_contains(run->said, "\"memory\":\"opinion 1 20 10 ");
    char *more = usual(run, "0,-1,1\n1,-1,-1\n2,-1,1\n3,-1,1\n4,-1,-1\n5,-1,1\n6,-1,-1\n7,-1,1\n");
    opinion(run, more);
    assert_contains(run->said, "{\"participants\":[{\"id\":\"-1\",");
    compute(run, "opinion", 5, (char *[]){more, "--replicates", "5", "--previous", before});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"participants\":[{\"id\":\"0\",");
    assert_contains(run->said, "{\"id\":\"-1\",\"x\":");
    assert_contains(run->said, "\"memory\":\"opinion 1 21 10 2 2 2 ");
    compute(run, "opinion", 3, (char *[]){more, "--previous", file(run, "c", "{\"participants\":[]}")});
    assert_int_equal(run->status, EXIT_FAILED);
    assert_contains(run->complained, "/c ");
}

static void the_single_minded_can_be_left_out_and_what_it_changes_is_shown(void **state)
{
    struct run *run = *state;
    char *votes = usual(run, "0,77,1\n1,77,1\n2,77,1\n3,77,1\n4,77,1\n5,77,1\n6,77,1\n7,77,1\n8,77,1\n9,77,1\n");
    compute(run, "opinion", 5, (char *[]){votes, "--replicates", "0", "--single-minded", "10"});
    assert_contains(run->said, "\"single_minded\":{\"left_out\":1,\"sizes_with_them\":[1");
    assert_contains(run->said, "{\"id\":\"0\",\"agree\":20,");
    compute(run, "opinion", 3, (char *[]){votes, "--replicates", "0"});
    assert_null(strstr(run->said, "single_minded"));
    assert_contains(run->said, "{\"id\":\"0\",\"agree\":21,");
    compute(run, "opinion", 3, (char *[]){votes, "--single-minded", "0"});
    assert_int_equal(run->status, EXIT_USAGE);
}

static void a_line_that_is_not_understood_is_refused(void **state)
{
    struct run *run = *state;
    char *votes = usual(run, "");
    compute(run, "opinion", 2, (char *[]){votes, "--statements"});
    assert_int_equal(run->status, EXIT_USAGE);
    assert_contains(run->complained, "--statements");
    compute(run, "opinion", 2, (char *[]){votes, votes});
    assert_int_equal(run->status, EXIT_USAGE);
    compute(run, "opinion", 3, (char *[]){votes, "--replicates", "-1"});
    assert_int_equal(run->status, EXIT_USAGE);
    compute(run, "opinion", 2, (char *[]){votes, "--colour"});
    assert_int_equal(run->status, EXIT_USAGE);
}

/* --- budgets ------------------------------------------------------------------------------------------------------ */

static const char meta[] = "META\nkey;value\nbudget;100\nvote_type;approval\n";
static const char projects[] = "PROJECTS\nproject_id;cost;name\na;50;Le préau\nb;60;B\nc;40;C\n";

static void budget(struct run *run, const char *start, const char *middle, const char *votes, const char *rule)
{
    char *path = file(run, "a", arena_format(&run->arena, "%s%s%s", start, middle, votes));
    compute(run, "budget", 3, (char *[]){path, "--rule", arena_text(&run->arena, rule)});
}

static void each_rule_answers_as_was_agreed(void **state)
{
    static const char *const rules[] = {"greedy", "mes", "mes-add1", "phragmen"};
    static const char *const answers[] = {
        "{\"winners\":[\"a\",\"c\"],\"cost\":90,", "{\"winners\":[\"a\"],\"cost\":50,",
        "{\"winners\":[\"a\"],\"cost\":50,", "{\"winners\":[\"a\"],\"cost\":50,"};
    struct run *run = *state;
    for (int i = 0; i < 4; i++) {
        budget(run, meta, projects, "VOTES\nvoter_id;vote\n1;a,b\n2;a,c\n3;b\n", rules[i]);
        assert_int_equal(run->status, 0);
        assert_string_equal(run->complained, "");
        assert_contains(run->said, answers[i]);
    }
    budget(run, meta, projects, "VOTES\nvoter_id;vote\n1;a\n", "dictator");
    assert_int_equal(run->status, EXIT_USAGE);
}

static void what_is_wrong_in_an_election_is_named(void **state)
{
    struct run *run = *state;
    budget(run, meta, projects, "VOTES\nvoter_id;vote\n1;a,z\n1;b\n2;c,c\n", "greedy");
    assert_int_equal(run->status, 0);
    assert_contains(run->complained, "/a:12: ");                     /* z is no project */
    assert_contains(run->complained, "/a:13: ");                     /* 1 votes again */
    assert_contains(run->complained, "/a:14: ");                     /* c twice */
    assert_contains(run->said, "{\"winners\":[\"c\",\"a\"],");
    budget(run, meta, "PROJECTS\nproject_id;cost\na;-5\nb;0\nc;40\n", "VOTES\nvoter_id;vote\n1;c\n", "mes");
    assert_contains(run->complained, "/a:7: ");
    assert_contains(run->complained, "/a:8: ");
    assert_contains(run->said, "{\"winners\":[\"c\"],\"cost\":40,");
}

static void what_is_no_election_is_refused_with_its_line(void **state)
{
    static const struct { const char *text, *line; } refused[] = {
        {"", "/a:1: "}, {"PROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n1;a\n", "/a:1: "},
        {"META\nkey;value\nbudget;0\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n1;a\n", "/a:3: "},
        {"META\nkey;value\nbudget;9\nPROJECTS\nid;prix\na;1\nVOTES\nvoter_id;vote\n1;a\n", "/a:5: "},
        {"META\nkey;value\nbudget;9\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;choix\n1;a\n", "/a:8: "},
        {"META\nkey;value\nbudget;9\nPROJECTS\nproject_id;cost\na;1\n", "/a:1: "},
        {"META\nkey;value\nbudget;9\nVOTES\nvoter_id;vote\n1;a\nPROJECTS\nproject_id;cost\na;1\n", "/a:4: "}
    };
    struct run *run = *state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        budget(run, refused[i].text, "", "", "mes");
        assert_int_equal(run->status, EXIT_FAILED);
        assert_string_equal(run->said, "");
        assert_contains(run->complained, refused[i].line);
    }
    budget(run, meta, projects, "VOTES\nvoter_id;vote\n", "mes");
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "{\"winners\":[],\"cost\":0,");
    assert_contains(run->complained, "/a ");
}

#define ON_FILES(sentence, function) {sentence, function, compute_begin, compute_end, NULL}
const struct CMUnitTest compute_opinion_tests[] = {
    ON_FILES("groups come as was agreed", groups_come_as_was_agreed),
    ON_FILES("the clothes of a file change nothing", clothes_change_nothing),
    ON_FILES("the last vote on a statement counts", the_last_vote_on_a_statement_counts),
    ON_FILES("bad votes are named and left out", bad_votes_are_named_and_left_out),
    ON_FILES("nothing to count is said", nothing_to_count_is_said),
    ON_FILES("one statement, or one person, gives counts", one_statement_or_one_person_gives_counts),
    ON_FILES("refused statements are out, and bad lines of theirs named",
             refused_statements_are_out_and_bad_lines_of_theirs_named),
    ON_FILES("colleges are crossed with groups", colleges_are_crossed_with_groups),
    ON_FILES("people and groups keep their numbers from answer to answer",
             people_and_groups_keep_their_numbers_from_answer_to_answer),
    ON_FILES("the single-minded can be left out, and what it changes is shown",
             the_single_minded_can_be_left_out_and_what_it_changes_is_shown),
    ON_FILES("a line that is not understood is refused", a_line_that_is_not_understood_is_refused),
    ON_FILES("each rule of a budget answers as was agreed", each_rule_answers_as_was_agreed),
    ON_FILES("what is wrong in an election is named", what_is_wrong_in_an_election_is_named),
    ON_FILES("what is no election is refused with its line", what_is_no_election_is_refused_with_its_line),
    {0}};
