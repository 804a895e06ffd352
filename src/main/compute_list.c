/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The engines that maillage compute reaches: what each reads, what it answers, its options. The manual page is made of
 * these same words. */
#include <stdio.h>
#include <string.h>
#include "i18n/i18n.h"
#include "main/compute.h"

const struct computation computations[] = {
    {"opinion", "VOTES.csv [--statements FILE.csv] [--colleges FILE.csv] [--previous ANSWER.json] [--original]"
     " [--replicates N]",
     N_("Groups of opinion out of votes on statements, and what joins them."), compute_opinion,
     N_("comment-id, voter-id, vote (1 agrees, 0 passes, -1 disagrees), timestamp if known, as Polis exports them;"
        " --statements: comment-id, moderated (-1 is left out), comment-body; --colleges: voter-id, college;"
        " --previous: an earlier answer, so that groups keep their letters."),
     N_("participants (id, x, y, group or null, stability), groups (id, size, typical: statement, side, success,"
        " trials), statements (id, agree, disagree, pass, priority, consensus, bridging), certificate (digests of what"
        " was counted and of the answer)."),
     N_("--original: as Polis computes it, quirks included; --replicates N, --seed N: stability of groups;"
        " --single-minded N: who voted the same on N statements is left out; --no-bridging.")},
    {"rank", "NEEDS.csv OFFERS.csv [--cases LINKS.csv] [--names CODES.csv] [--top N]",
     N_("The offers that answer each need best, and why."), compute_rank,
     N_("id, text, and if known codes (CPV, NAF, separated by bars), lon, lat, zones, labels, radius_km, amount, from,"
        " until; --cases: need, offer, of the past; --names: code, label."),
     N_("needs (id, offers: id, score, reasons, parts; the parts sum to the score)."),
     N_("--top N: answers to each need, 10 unless said; --explain: the smallest change that would make an offer"
        " first.")},
    {"resolve", "A.csv [B.csv] [--threshold P] [--one-to-one]",
     N_("The rows of one list, or of two, that are the same organisation, and why."), compute_resolve,
     N_("name, other_name, address, post_code, town, siret, rna, phone, mail, lon, lat, id; without an id for each row,"
        " a row is named by its number from 0."),
     N_("pairs (a, b, probability, reasons, bits), review (doubtful ones, the most doubtful first), groups,"
        " threshold."),
     N_("--threshold P: the least probability of a pair, found from the data unless said; --one-to-one: a row has one"
        " double at the most.")},
    {"budget", "FILE.pb [--rule greedy|greedy-stop|greedy-cost|mes|mes-add1|mes-addopt|phragmen] [--utility cost|count]"
     " [--step AMOUNT] [--fill] [--voter ID] [--explain]",
     N_("What a participatory budget funds, and why not the rest."), compute_budget,
     N_("a Pabulib file (META, PROJECTS, VOTES; approval, ordinal, cumulative or scoring votes)."),
     N_("winners, cost, and why each other project lost."),
     N_("--utility: what a voter gains from a project, its cost or one; --step: by how much mes-add1 raises each"
        " budget; --fill: what is left funds the rest in order; --voter ID: what this voter got.")},
    {"ballot", "FILE.csv|FILE.json --rule majority|colleges|proxies|consent|election|schulze|stv|judgment|pairs|lot"
     "|panel [--quotas FILE.csv] [--seats N] [--seed TEXT]…",
     N_("The result of a vote or of a draw, and the sentence that states its rule."), compute_ballot,
     N_("a CSV, or a list of JSON objects of the same names; the columns of each rule are in the guide."),
     N_("the result in exact fractions and sentence, which states the rule."),
     N_("--majority, --entitled, --quorum, --quorum-colleges, --variant, --cap, --lose; --carrier; --seats, --seed,"
        " --quotas; --grades, --voters; --silence-consents, --group-may-lift: see the guide for each rule.")},
    {"setcover", "FILE [--seconds N]", N_("The cheapest set of columns that covers every row, and its proof."),
     compute_setcover,
     N_("the OR-Library: rows, columns, the cost of each column, then for each row how many columns cover it and"
        " which; or for each column its cost, how many rows it covers and which."),
     N_("cost, bound, columns (from 1); bound equal to cost is a proof."),
     N_("--seconds N: how long it may seek, 60 unless said.")},
    {"assign", "WISHES.csv --places N|--tables FILE.csv [--most-share P] [--mixed] [--only-wishes]",
     N_("Who sits at which table, out of ranked wishes, places and a mix of colleges."), compute_assign,
     N_("id, college, wish 1, wish 2, and so on; --tables: table, places."),
     N_("assigned (id, table, wish), tables, placed, cost, bound."),
     N_("--most-share P: no college holds more of a table; --mixed: no table of one college alone; --only-wishes:"
        " nobody is placed where they did not ask.")},
    {"coalition", "FILE.json",
     N_("Teams that cover lots together: the smallest, the nearest, those who know each other, the cheapest tied"
        " together."), compute_coalition,
     N_("JSON: lots (id, volume, threshold), required (college or label), candidates (id, can, distance, college,"
        " labels), ties, incompatible, fixed, excluded, max_members, most, connected."),
     N_("teams (members, why, distance, cohesion, gap, on_front), missing, impossible, unfinished."), NULL},
    {"effects", "PANEL.csv [--outcome COLUMN]",
     N_("What an action changed, against territories that did not take it, and whether one may say so."),
     compute_effects,
     N_("unit, time, outcome, treated (1 from the start of the action on)."),
     N_("three estimates with their placebos, assumptions, doubts, causal."),
     N_("--outcome COLUMN: which column is the outcome.")},
    {"money", "FILE.json [--explain]",
     N_("A question of money to the cent: shares, matched funds, commitments, loans, plans, cash."), compute_money,
     N_("JSON whose kind is shares, matched, quadratic, commitments, loan, rate, plan, cash, in_kind or"
        " insertion; amounts are texts such as \"1 234,56 €\" or whole cents."),
     N_("what the kind asks for; every answer sums to what was asked, to the cent."), NULL},
    {"network", "FILE.csv [--actors FILE.csv] [--tau YEARS] [--gamma G] [--cpm] [--weighted] [--missing N]"
     " [--replicates N] [--explain]…",
     N_("Who works with whom: circles, who stands between others, what would break."), compute_network,
     N_("from, to, weight; or actor, initiative, and if known date, weight, amount, seat; --actors: id, name, college,"
        " functions, lon, lat."),
     N_("actors (betweenness, constraint, core, articulation, roles, without), communities, bridges, missing,"
        " profile."),
     N_("--tau YEARS: after so long an initiative counts 1/e; --gamma G, --cpm: how fine circles are; --most-members N:"
        " larger initiatives tie nobody; --sources N: betweenness from so many; --missing N: ties proposed;"
        " --replicates N, --seed N: intervals of the profile; --weighted: distances by weights.")},
    {"names", "NAMES.csv --query TEXT|--queries FILE.csv [--typing] [--most N]",
     N_("Names found as people type them: words in any order, errors, the last word unfinished."), compute_names,
     N_("name, and if known id; --queries: query."),
     N_("queries (query, names: id, name, score, words: typed, found, edits)."),
     N_("--typing: the last word may be unfinished; --most N: answers to each.")},
    {"duplicates", "TEXTS.csv [--least LIKENESS]", N_("Texts that say nearly the same."), compute_duplicates,
     N_("text, and if known id."),
     N_("pairs (a, b, likeness), groups."),
     N_("--least LIKENESS: from 0.3 to 1.")},
    {"terms", "TEXTS.csv [--most N]", N_("The words that say what each text, or each group of texts, is about."),
     compute_terms, N_("text, and if known id, group."),
     N_("texts, or groups, each with its terms (word, strength, inside, outside)."),
     N_("--most N: words of each.")},
    {0}};

static void list_computations(void)
{
    for (const struct computation *one = computations; one->name; one++)
        printf("  maillage compute %s %s\n      %s\n", one->name, one->arguments,
               text_in(terminal_language(), one->help));
}

static int explain(const struct computation *one)
{
    const char *language = terminal_language();
    printf("  maillage compute %s %s\n      %s\n\n", one->name, one->arguments, text_in(language, one->help));
    tell(N_("  Reads: %s\n"), text_in(language, one->reads));
    tell(N_("  Answers: %s\n"), text_in(language, one->answers));
    if (one->options)
        tell(N_("  Options: %s\n"), text_in(language, one->options));
    tell(N_("  --json and --table choose the form of the answer. Examples: docs/calculs.md.\n"));
    return 0;
}

static bool asks_for_help(const struct command_line *line)
{
    for (int i = 0; i < line->count; i++)
        if (strcmp(line->words[i], "--help") == 0 || strcmp(line->words[i], "-h") == 0)
            return true;
    return line->count == 1 && strcmp(line->words[0], "help") == 0;
}

int compute_command(struct command_line *line)
{
    for (const struct computation *one = computations; line->count && one->name; one++)
        if (strcmp(one->name, line->words[0]) == 0) {
            line->words++;
            line->count--;
            return asks_for_help(line) ? explain(one) : one->run(line);
        }
    bool lost = line->count && !asks_for_help(line);
    if (lost)
        complain(N_("There is no engine “%s”.\n"), line->words[0]);
    list_computations();
    return lost ? EXIT_USAGE : 0;
}
