/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute opinion: votes as Polis exports them, groups and statements out. */
#include "base/number.h"
#include "i18n/i18n.h"
#include "main/compute_opinion.h"

enum { LONG_WORK = 400000, REPLICATES = 50 };

static const char *const with_value[] = {"--statements", "--colleges", "--replicates", "--seed", "--single-minded",
                                         "--previous", NULL};
static const char *const known[] = {"--statements", "--colleges", "--replicates", "--seed", "--single-minded",
                                    "--previous", "--original", "--table", "--no-bridging", "--explain", NULL};

static void number_or_null(struct json *json, const char *key, double number)
{
    json_key(json, key);
    json_real(json, number);
}

static void whole(struct json *json, const char *key, int64_t number)
{
    json_key(json, key);
    json_int(json, number);
}

static void write_participant(struct json *json, const struct survey *survey, const struct opinion *opinion, uint32_t p)
{
    const struct opinion_participant *one = &opinion->participant[p];
    json_object(json);
    json_key(json, "id"), json_text(json, survey->participant_id[p]);
    number_or_null(json, "x", one->x);
    number_or_null(json, "y", one->y);
    json_key(json, "group");
    one->group >= 0 ? json_int(json, one->group) : json_null(json);
    whole(json, "votes", one->votes);
    number_or_null(json, "stability", one->stability);
    json_end(json);
}

static void write_typical(struct json *json, const struct survey *survey, const struct opinion_typical *typical,
                          size_t count, bool of_group)
{
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        json_key(json, "statement"), json_text(json, survey->statement_id[typical[i].statement]);
        json_key(json, "side"), json_text(json, typical[i].side == OPINION_AGREE ? "agree" : "disagree");
        whole(json, "success", typical[i].success);
        whole(json, "trials", typical[i].trials);
        number_or_null(json, "share", typical[i].share);
        number_or_null(json, "test", typical[i].test);
        if (of_group) {
            number_or_null(json, "ratio", typical[i].ratio);
            number_or_null(json, "ratio_test", typical[i].ratio_test);
            json_key(json, "best_agree"), json_bool(json, typical[i].best_agree);
        }
        json_end(json);
    }
    json_end(json);
}

static void write_count(struct json *json, const struct opinion_count *count)
{
    whole(json, "agree", count->agree);
    whole(json, "disagree", count->disagree);
    whole(json, "pass", count->pass);
}

static void write_group(struct json *json, const struct survey *survey, const struct opinion *opinion, size_t g)
{
    const struct opinion_group *group = &opinion->group[g];
    json_object(json);
    whole(json, "id", (int64_t)g);
    whole(json, "size", group->size);
    number_or_null(json, "x", group->x);
    number_or_null(json, "y", group->y);
    number_or_null(json, "stability", group->stability);
    json_key(json, "typical");
    write_typical(json, survey, group->typical, group->typical_count, true);
    if (group->colleges) {
        json_key(json, "colleges"), json_object(json);
        for (uint32_t c = 0; c < opinion->colleges; c++)
            whole(json, survey->colleges.texts[c], group->colleges[c]);
        json_end(json);
    }
    json_end(json);
}

static void write_statement(struct json *json, const struct survey *survey, const struct opinion *opinion, uint32_t s)
{
    const struct opinion_statement *statement = &opinion->statement[s];
    json_object(json);
    json_key(json, "id"), json_text(json, survey->statement_id[s]);
    write_count(json, &statement->all);
    number_or_null(json, "priority", statement->priority);
    number_or_null(json, "consensus", statement->consensus);
    number_or_null(json, "consensus_voiced", statement->consensus_voiced);
    number_or_null(json, "extremity", statement->extremity);
    number_or_null(json, "bridging", statement->bridging);
    number_or_null(json, "x", statement->x);
    number_or_null(json, "y", statement->y);
    json_key(json, "unsure"), json_bool(json, statement->unsure);
    json_key(json, "moderated"), json_bool(json, survey->flags[s] & OPINION_OUT);
    json_key(json, "groups"), json_array(json);
    for (size_t g = 0; g < opinion->group_count; g++) {
        json_object(json);
        write_count(json, &statement->by_group[g]);
        json_end(json);
    }
    json_end(json);
    if (opinion->colleges) {
        number_or_null(json, "consensus_colleges", statement->consensus_colleges);
        json_key(json, "colleges"), json_object(json);
        for (uint32_t c = 0; c < opinion->colleges; c++) {
            json_key(json, survey->colleges.texts[c]), json_object(json);
            write_count(json, &statement->by_college[c]);
            json_end(json);
        }
        json_end(json);
    }
    json_end(json);
}

static void write_reals(struct json *json, const char *key, const double *numbers, size_t count)
{
    json_key(json, key);
    json_array(json);
    for (size_t i = 0; i < count; i++)
        json_real(json, numbers[i]);
    json_end(json);
}

/* Who counts with everybody in, and not without the single-minded. */
static int64_t left_out(const struct survey *survey, const struct opinion *opinion)
{
    int64_t count = 0;
    for (uint32_t p = 0; p < opinion->participants; p++)
        count += survey->with_all->participant[p].votes > 0 && opinion->participant[p].votes == 0;
    return count;
}

static void write_effect(struct json *json, const struct survey *survey, const struct opinion *opinion)
{
    json_key(json, "single_minded"), json_object(json);
    whole(json, "left_out", left_out(survey, opinion));
    json_key(json, "sizes_with_them"), json_array(json);
    for (size_t g = 0; g < survey->with_all->group_count; g++)
        json_int(json, survey->with_all->group[g].size);
    json_end(json);
    json_end(json);
}

static void write_summary(struct json *json, const struct survey *survey, const struct opinion *opinion,
                          const struct opinion_rules *rules)
{
    struct buffer sentence = {.arena = survey->line->arena};
    opinion_sentence(&sentence, opinion, rules);
    json_key(json, "sentence"), json_text(json, buffer_string(&sentence));
    if (survey->with_all)
        write_effect(json, survey, opinion);
    json_key(json, "agreed");
    write_typical(json, survey, opinion->agreed, opinion->agreed_count, false);
    json_key(json, "refused");
    write_typical(json, survey, opinion->refused, opinion->refused_count, false);
    write_reals(json, "silhouettes", opinion->silhouette + 2, OPINION_MOST_GROUPS - 1);
    write_reals(json, "k_shares", opinion->k_share + 2, OPINION_MOST_GROUPS - 1);
    write_reals(json, "variance", opinion->variance, 2);
    write_reals(json, "mean", opinion->mean, opinion->statements);
    json_key(json, "components"), json_array(json);
    for (int which = 0; which < 2; which++) {
        json_array(json);
        for (uint32_t s = 0; s < opinion->statements; s++)
            json_real(json, opinion->component[which][s]);
        json_end(json);
    }
    json_end(json);
    json_key(json, "memory"), json_text(json, opinion_memory_text(survey->line->arena, opinion->memory));
    json_key(json, "certificate"), json_object(json);
    json_key(json, "input"), json_text(json, opinion->certificate.input);
    json_key(json, "result"), json_text(json, opinion->certificate.result);
    whole(json, "version", opinion->certificate.version);
    json_key(json, "rules"), json_text(json, rules->original ? "original" : "maillage");
    json_end(json);
}

static void write_json(const struct survey *survey, const struct opinion *opinion, const struct opinion_rules *rules)
{
    struct buffer out = {.arena = survey->line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "participants"), json_array(&json);
    for (uint32_t p = 0; p < opinion->participants; p++)
        write_participant(&json, survey, opinion, p);
    json_end(&json);
    json_key(&json, "groups"), json_array(&json);
    for (size_t g = 0; g < opinion->group_count; g++)
        write_group(&json, survey, opinion, g);
    json_end(&json);
    json_key(&json, "statements"), json_array(&json);
    for (uint32_t s = 0; s < opinion->statements; s++)
        write_statement(&json, survey, opinion, s);
    json_end(&json);
    write_summary(&json, survey, opinion, rules);
    json_end(&json);
    compute_print(&out);
}

static const char *shown(const struct survey *survey, uint32_t statement)
{
    return survey->text[statement] ? survey->text[statement] : survey->statement_id[statement];
}

/* Where no group is shown, what everybody said: agree, disagree, pass. */
static void print_counts(struct buffer *out, const struct survey *survey, const struct opinion *opinion)
{
    for (uint32_t s = 0; s < opinion->statements; s++) {
        const struct opinion_count *all = &opinion->statement[s].all;
        buffer_format(out, "%s%5u + %5u − %5u ?  %s\n", s ? "" : "\n", all->agree, all->disagree, all->pass,
                      shown(survey, s));
    }
}

static void print_colleges(struct buffer *out, const struct survey *survey, const struct opinion *opinion, size_t g)
{
    const uint32_t *members = opinion->group[g].colleges;
    for (uint32_t c = 0; members && c < opinion->colleges; c++)
        buffer_format(out, "%s%s %u", c ? ", " : "  ", survey->colleges.texts[c], members[c]);
    if (members)
        buffer_char(out, '\n');
}

/* What most people said alike, whatever their group. heading: N_("…"). */
static void print_consensus(struct buffer *out, const struct survey *survey, const struct opinion_typical *list,
                            size_t count, const char *heading)
{
    if (count)
        buffer_format(out, "\n%s\n", text_in(terminal_language(), heading));
    for (size_t i = 0; i < count; i++)
        buffer_format(out, "  %5u / %-5u  %s\n", list[i].success, list[i].trials, shown(survey, list[i].statement));
}

static void print_table(const struct survey *survey, const struct opinion *opinion, const struct opinion_rules *rules)
{
    struct buffer out = {.arena = survey->line->arena};
    opinion_sentence(&out, opinion, rules);
    buffer_char(&out, '\n');
    for (size_t g = 0; g < opinion->group_count; g++) {
        buffer_format(&out, "\n%c (%u)\n", (char)('A' + g), opinion->group[g].size);
        print_colleges(&out, survey, opinion, g);
        for (size_t i = 0; i < opinion->group[g].typical_count; i++) {
            const struct opinion_typical *typical = &opinion->group[g].typical[i];
            buffer_text(&out, "  ");
            opinion_typical_sentence(&out, opinion, g, typical);
            buffer_format(&out, " %s\n", shown(survey, typical->statement));
        }
    }
    if (!opinion->group_count)
        print_counts(&out, survey, opinion);
    print_consensus(&out, survey, opinion->agreed, opinion->agreed_count,
                    N_("Most agree, whatever their group (how many agree / how many voted):"));
    print_consensus(&out, survey, opinion->refused, opinion->refused_count,
                    N_("Most disagree, whatever their group (how many disagree / how many voted):"));
    buffer_format(&out, "\n%s\n", text_in(terminal_language(), N_("Certificate (of the votes, of this answer):")));
    buffer_format(&out, "  %s\n  %s", opinion->certificate.input, opinion->certificate.result);
    compute_print(&out);
    if (!survey->with_all)
        return;
    struct buffer sizes = {.arena = survey->line->arena};
    buffer_add(&sizes, "", 0);
    for (size_t g = 0; g < survey->with_all->group_count; g++)
        buffer_format(&sizes, "%s%u", g ? ", " : "", survey->with_all->group[g].size);
    tell(N_("Left out for one same vote everywhere: %lld. Sizes of the groups with them: %s.\n"),
         (long long)left_out(survey, opinion), sizes.length ? buffer_string(&sizes) : "–");
}

static bool choose_rules(const struct survey *survey, struct opinion_rules *rules)
{
    int64_t replicates = survey->count <= LONG_WORK ? REPLICATES : 0, seed = 1, same = 0;
    const char *single = line_option(survey->line, "--single-minded");
    const char *asked = line_option(survey->line, "--replicates"), *seeded = line_option(survey->line, "--seed");
    *rules = line_flag(survey->line, "--original") ? opinion_original_rules : opinion_usual_rules;
    if ((asked && (!parse_int(asked, &replicates) || replicates < 0 || replicates > 10000))
        || (seeded && !parse_int(seeded, &seed))) {
        complain(N_("--replicates and --seed are whole numbers, the first up to 10000.\n"));
        return false;
    }
    if (single && (!parse_int(single, &same) || same < 1 || same > UINT32_MAX)) {
        complain(N_("--single-minded is a number of statements, at least 1.\n"));
        return false;
    }
    rules->single_minded = (uint32_t)same;
    if (!asked && replicates == 0 && !rules->original)
        complain(N_("So many votes: stabilities are left out; --replicates 20 computes them.\n"));
    rules->replicates = rules->original ? 0 : (uint32_t)replicates;
    rules->seed = (uint64_t)seed;
    rules->bridging = !rules->original && !line_flag(survey->line, "--no-bridging");
    return true;
}

int compute_opinion(struct command_line *line)
{
    struct survey survey = {.line = line};
    struct opinion_rules rules;
    const char *path = compute_word(line, 0, with_value);
    survey.participants.arena = survey.statements.arena = survey.colleges.arena = line->arena;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute opinion", "VOTES.csv [--statements FILE.csv]");
        return EXIT_USAGE;
    }
    if (!survey_read_previous(&survey, line_option(line, "--previous")) || !survey_read_votes(&survey, path)
        || !survey_read_statements(&survey, line_option(line, "--statements"))
        || !survey_read_colleges(&survey, line_option(line, "--colleges")))
        return EXIT_FAILED;
    if (!choose_rules(&survey, &rules))
        return EXIT_USAGE;
    if (survey.bad)
        complain(N_("Lines left out: %lld.\n"), (long long)survey.bad);
    struct opinion_input input = {survey.participants.count, survey.statements.count, survey.votes, survey.count,
                                  survey.flags, NULL, survey.college, survey.colleges.count};
    struct opinion *opinion = opinion_compute(line->arena, &input, &rules, survey.previous);
    struct opinion_rules everybody = rules;
    everybody.single_minded = everybody.replicates = 0, everybody.bridging = false;
    if (rules.single_minded)
        survey.with_all = opinion_compute(line->arena, &input, &everybody, survey.previous);
    compute_as_json(line) ? write_json(&survey, opinion, &rules) : print_table(&survey, opinion, &rules);
    return 0;
}
