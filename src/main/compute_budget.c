/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute budget: an election as Pabulib files it, what is funded out. */
#include <stdio.h>
#include <string.h>
#include "base/money.h"
#include "base/number.h"
#include "engines/budget.h"
#include "formats/pabulib.h"
#include "main/compute.h"

static const char *const with_value[] = {"--rule", "--utility", "--step", "--voter", NULL};
static const char *const known[] = {"--rule", "--utility", "--step", "--voter", "--fill", "--explain", "--table", NULL};

static bool read_rule(const char *name, struct budget_rules *rules)
{
    static const struct { const char *name; enum budget_rule rule; enum budget_completion completion; } names[] = {
        {"greedy", BUDGET_GREEDY, BUDGET_ALONE}, {"greedy-stop", BUDGET_GREEDY_STOP, BUDGET_ALONE},
        {"greedy-cost", BUDGET_GREEDY_COST, BUDGET_ALONE}, {"mes", BUDGET_SHARES, BUDGET_ALONE},
        {"mes-add1", BUDGET_SHARES, BUDGET_ADD_ONE}, {"mes-addopt", BUDGET_SHARES, BUDGET_ADD_NEXT},
        {"phragmen", BUDGET_PHRAGMEN, BUDGET_ALONE}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_is(name, names[i].name)) {
            rules->rule = names[i].rule;
            rules->completion = names[i].completion;
            return true;
        }
    complain(N_("The rules are greedy, greedy-stop, greedy-cost, mes, mes-add1, mes-addopt and phragmen.\n"));
    return false;
}

static bool choose_rules(const struct command_line *line, const struct pabulib *election, struct budget_rules *rules)
{
    const char *rule = line_option(line, "--rule"), *utility = line_option(line, "--utility");
    const char *step = line_option(line, "--step");
    *rules = (struct budget_rules){.step = 100, .fill = line_flag(line, "--fill"),
                                   .explain = line_flag(line, "--explain"), .least_score = election->least_score};
    if (!read_rule(rule ? rule : "greedy", rules))
        return false;
    if (text_is(utility, "count"))
        rules->utility = BUDGET_COUNT;
    else if (utility && !text_is(utility, "cost"))
        return complain(N_("--utility is cost or count.\n")), false;
    if (step && (!parse_money(step, &rules->step) || rules->step <= 0))
        return complain(N_("--step is an amount above zero.\n")), false;
    return true;
}

/* An amount in units of currency: whole when it is. */
static void write_amount(struct json *json, const char *key, int64_t cents)
{
    json_key(json, key);
    if (cents % 100 == 0)
        json_int(json, cents / 100);
    else
        json_real(json, (double)cents / 100);
}

/* The sentences of the engine say euros: here the currency of the file, when it says another. */
static const char *in_currency(struct arena *arena, const struct pabulib *election, const char *text)
{
    struct buffer out = {.arena = arena};
    if (!election->currency || text_is(election->currency, "EUR"))
        return text;
    for (const char *sign; (sign = strstr(text, "€")); text = sign + strlen("€")) {
        buffer_add(&out, text, (size_t)(sign - text));
        buffer_text(&out, election->currency);
    }
    buffer_text(&out, text);
    return buffer_string(&out);
}

static void write_sentence(struct json *json, const char *key, const struct pabulib *election,
                           const struct buffer *sentence)
{
    json_key(json, key), json_text(json, in_currency(sentence->arena, election, buffer_string(sentence)));
}

static void write_win(struct json *json, const struct pabulib *election, const struct budget_win *win, bool shares)
{
    json_object(json);
    json_key(json, "id"), json_text(json, election->id[win->project]);
    write_amount(json, "cost", election->cost[win->project]);
    json_key(json, "supporters_paying_all"), json_int(json, win->payers);
    if (shares) {
        json_key(json, "price"), json_real(json, win->price / 100);
        json_key(json, "effective_votes"), json_real(json, win->effective);
        json_key(json, "supporters_emptied"), json_int(json, win->emptied);
    }
    json_key(json, "tied"), json_bool(json, win->tied);
    json_key(json, "filled"), json_bool(json, win->filled);
    json_end(json);
}

static void write_loss(struct json *json, struct arena *arena, const struct pabulib *election,
                       const struct budget_rules *rules, const struct budget_result *result,
                       const struct budget_loss *loss)
{
    struct buffer sentence = {.arena = arena};
    json_object(json);
    json_key(json, "id"), json_text(json, election->id[loss->project]);
    json_key(json, "more_votes");
    loss->more_votes >= 0 ? json_int(json, loss->more_votes) : json_null(json);
    if (loss->cheaper >= 0)
        write_amount(json, "cheaper", loss->cheaper);
    write_amount(json, "money_left", loss->money_left);
    json_key(json, "rivals"), json_array(json);
    for (size_t i = 0; i < loss->rival_count; i++)
        json_text(json, election->id[loss->rival[i]]);
    json_end(json);
    budget_loss_sentence(&sentence, rules, result, loss, election->name);
    write_sentence(json, "sentence", election, &sentence);
    json_end(json);
}

/* What a voter's part went to. */
struct voter { const char *id; struct budget_payment *payments; size_t count; };

static void write_voter(struct json *json, const struct pabulib *election, const struct voter *voter)
{
    json_key(json, "voter"), json_object(json);
    json_key(json, "id"), json_text(json, voter->id);
    json_key(json, "payments"), json_array(json);
    for (size_t i = 0; i < voter->count; i++) {
        json_object(json);
        json_key(json, "id"), json_text(json, election->id[voter->payments[i].project]);
        json_key(json, "amount"), json_real(json, voter->payments[i].amount / 100);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void write_json(struct arena *arena, const struct pabulib *election, const struct budget_rules *rules,
                       const struct budget_result *result, const struct voter *voter)
{
    struct buffer out = {.arena = arena}, sentence = {.arena = arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "winners"), json_array(&json);
    for (size_t i = 0; i < result->count; i++)
        json_text(&json, election->id[result->wins[i].project]);
    json_end(&json);
    write_amount(&json, "cost", result->cost);
    write_amount(&json, "budget", election->budget);
    json_key(&json, "voters"), json_int(&json, result->voters);
    json_key(&json, "satisfied"), json_int(&json, result->satisfied);
    json_key(&json, "share"), json_text(&json, rational_text(arena, result->share));
    json_key(&json, "raises"), json_int(&json, (int64_t)result->raises);
    json_key(&json, "exact_runs"), json_int(&json, (int64_t)result->exact_runs);
    budget_rule_sentence(&sentence, rules);
    write_sentence(&json, "rule", election, &sentence);
    json_key(&json, "steps"), json_array(&json);
    for (size_t i = 0; i < result->count; i++)
        write_win(&json, election, &result->wins[i], rules->rule == BUDGET_SHARES);
    json_end(&json);
    json_key(&json, "losers"), json_array(&json);
    for (size_t i = 0; i < result->loss_count; i++)
        write_loss(&json, arena, election, rules, result, &result->losses[i]);
    json_end(&json);
    if (voter->id)
        write_voter(&json, election, voter);
    json_end(&json);
    compute_print(&out);
}

static void add_line(struct buffer *out, const struct pabulib *election, uint32_t project, int64_t score)
{
    buffer_format(out, "%-12s ", election->id[project]);
    format_money(out, election->cost[project]);
    buffer_format(out, "  (%lld)  %s\n", (long long)score, election->name[project] ? election->name[project] : "");
}

static void add_losses(struct buffer *out, const struct pabulib *election, const struct budget_rules *rules,
                       const struct budget_result *result)
{
    for (size_t i = 0; i < result->loss_count; i++) {
        buffer_char(out, '\n');
        add_line(out, election, result->losses[i].project, result->scores[result->losses[i].project]);
        budget_loss_sentence(out, rules, result, &result->losses[i], election->name);
        buffer_char(out, '\n');
    }
}

static void add_voter(struct buffer *out, const struct pabulib *election, const struct voter *voter)
{
    if (voter->id)
        buffer_format(out, "\n%s\n", voter->id);
    for (size_t i = 0; i < voter->count; i++) {
        buffer_format(out, "%-12s ", election->id[voter->payments[i].project]);
        format_money(out, (int64_t)(voter->payments[i].amount + 0.5));
        buffer_char(out, '\n');
    }
}

static void print_table(struct arena *arena, const struct pabulib *election, const struct budget_rules *rules,
                        const struct budget_result *result, const struct voter *voter)
{
    struct buffer out = {.arena = arena};
    budget_rule_sentence(&out, rules);
    buffer_text(&out, "\n\n");
    for (size_t i = 0; i < result->count; i++)
        add_line(&out, election, result->wins[i].project, result->scores[result->wins[i].project]);
    buffer_format(&out, "\n%zu  ", result->count);
    format_money(&out, result->cost);
    buffer_text(&out, " / ");
    format_money(&out, election->budget);
    buffer_format(&out, "  (%u / %u)\n", result->satisfied, result->voters);
    add_losses(&out, election, rules, result);
    add_voter(&out, election, voter);
    puts(in_currency(arena, election, buffer_string(&out)));
}

/* False, said, when there is no such voter. */
static bool find_voter(struct command_line *line, const struct pabulib *election, const struct budget_input *input,
                       const struct budget_rules *rules, const struct budget_result *result, struct voter *voter)
{
    const char *id = line_option(line, "--voter");
    uint32_t number = 0;
    while (id && number < election->voters && !text_is(election->voter[number], id))
        number++;
    if (id && number == election->voters)
        return complain(N_("There is no voter %s.\n"), id), false;
    *voter = (struct voter){.id = id};
    if (!id)
        return true;
    if (rules->rule != BUDGET_SHARES)
        complain(N_("Only equal shares (mes) tell what a voter paid.\n"));
    size_t most = election->start[number + 1] - election->start[number];
    voter->payments = arena_array(line->arena, most, sizeof *voter->payments);
    voter->count = budget_payments(line->arena, input, rules, result, number, voter->payments, most);
    return true;
}

static void tell_problems(const char *path, const struct pabulib *election)
{
    int64_t told = 0;
    for (size_t i = 0; i < election->problem_count && i < sizeof election->problems / sizeof *election->problems; i++)
        compute_bad_line(path, election->problems[i].line, election->problems[i].what, &told);
    if (election->problem_count)
        complain(N_("Lines left out: %lld.\n"), (long long)election->problem_count);
}

int compute_budget(struct command_line *line)
{
    struct pabulib election;
    struct budget_rules rules;
    size_t length;
    const char *path = compute_word(line, 0, with_value);
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute budget", "FILE.pb [--rule RULE]");
        return EXIT_USAGE;
    }
    char *bytes = compute_file(line, path, &length);
    if (!bytes)
        return EXIT_FAILED;
    bool good = pabulib_read(&election, line->arena, bytes, length);
    tell_problems(path, &election);
    if (!good) {
        compute_bad_line(path, election.trouble_line ? election.trouble_line : 1, election.trouble, &(int64_t){0});
        return EXIT_FAILED;
    }
    if (!choose_rules(line, &election, &rules))
        return EXIT_USAGE;
    if (!election.voters)
        complain(N_("%s holds no ballot that can be counted.\n"), path);
    if (!election.voters && election.problem_count)
        return EXIT_FAILED;
    struct budget_input input = {election.budget, election.projects, election.cost, election.voters, election.start,
                                 election.project, election.points};
    struct budget_result *result = budget_compute(line->arena, &input, &rules);
    struct voter voter;
    if (!find_voter(line, &election, &input, &rules, result, &voter))
        return EXIT_FAILED;
    if (compute_as_json(line))
        write_json(line->arena, &election, &rules, result, &voter);
    else
        print_table(line->arena, &election, &rules, result, &voter);
    return 0;
}
