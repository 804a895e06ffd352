/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute ballot, on one proposal: majority, colleges, proxies, consent, election without candidate. */
#include <string.h>
#include <strings.h>
#include "engines/ballots.h"
#include "i18n/i18n.h"
#include "main/compute_ballot.h"

static const char *const counts[] = {"count", "nombre", "weight", NULL};
static const char *const people[] = {"who", "qui", "member", "membre", "nom", NULL};

/* The place of a word, capital or not, in a list of spellings ended by NULL; each choice has its spellings, ended by
 * NULL too. */
static int spelling(const char *text, const char *const *spellings, int choices)
{
    for (int choice = 0; choice < choices; choice++, spellings++)
        for (; *spellings; spellings++)
            if (strcasecmp(text, *spellings) == 0) {
                return choice;
            }
    return -1;
}

/* A share of the command line; false, said, when it is none. */
static bool share_option(struct command_line *line, const char *name, int64_t top, int64_t bottom,
                         struct rational *share)
{
    const char *text = line_option(line, name);
    struct rational one = rational_of(line->arena, 1, 1);
    *share = rational_of(line->arena, top, bottom);
    if (!text || (rational_read(line->arena, text, share) && rational_sign(*share) >= 0
                  && rational_compare(line->arena, *share, one) <= 0))
        return true;
    complain(N_("%s is a share such as 1/2 or 50 %%.\n"), name);
    return false;
}

static bool majority_option(struct command_line *line, struct ballot_rule *rule)
{
    const char *text = line_option(line, "--majority");
    if (ballot_rule_read(line->arena, text ? text : "simple", rule))
        return true;
    complain(N_("--majority is simple, absolute, members, unanimity or a share such as 2/3.\n"));
    return false;
}

static bool add_votes(struct ballot_table *table, struct ballot_counts *votes)
{
    static const char *const names[] = {"vote", "choix", "position", NULL};
    static const char *const words[] = {"for", "pour", "oui", "yes", "1", NULL, "against", "contre", "non", "no", "-1",
                                        NULL, "abstention", "abstain", "blanc", "blank", "0", NULL};
    int vote = ballot_column(table, true, names), count = ballot_column(table, false, counts);
    for (size_t row = 0; vote >= 0 && row < table->count; row++) {
        int64_t many;
        int said = spelling(ballot_cell(table, row, vote), words, 3);
        if (said < 0)
            ballot_bad(table, row, N_("a vote is for, against or abstention"));
        else if (ballot_count(table, row, count, 1, &many))
            *(said == 0 ? &votes->favour : said == 1 ? &votes->against : &votes->abstained) += many;
    }
    return vote >= 0;
}

static void write_quorum(struct ballot_answer *answer, const struct quorum_rule *rule, const struct quorum *quorum)
{
    ballot_bool(answer, "quorum", quorum->met);
    ballot_int(answer, "quorum_needed", quorum->needed);
    ballot_int(answer, "present", quorum->present);
    ballot_quorum_sentence(&answer->sentence, rule, quorum);
    buffer_char(&answer->sentence, ' ');
}

int ballot_majority(struct ballot_table *table)
{
    struct command_line *line = table->line;
    struct ballot_counts votes = {0};
    struct ballot_rule rule;
    struct quorum_rule quorum = {.college = rational_of(line->arena, 0, 1)};
    struct ballot_answer answer;
    if (!majority_option(line, &rule) || !share_option(line, "--quorum", 0, 1, &quorum.heads)
        || !compute_whole(line, "--entitled", 0, 1000000000, &votes.entitled))
        return EXIT_USAGE;
    if (!add_votes(table, &votes))
        return EXIT_FAILED;
    int64_t present = votes.favour + votes.against + votes.abstained;
    if (votes.entitled && votes.entitled < present)
        complain(N_("There are %lld votes for %lld entitled to vote: they are counted as %lld.\n"), (long long)present,
                 (long long)votes.entitled, (long long)present);
    if (votes.entitled < present)
        votes.entitled = present;
    struct ballot_verdict verdict = ballot_decide(line->arena, votes, &rule);
    struct quorum_college all = {present, votes.entitled};
    struct quorum met = ballot_quorum(line->arena, &all, 1, &quorum);
    ballot_begin(&answer, table, "majority");
    bool asked = rational_sign(quorum.heads) > 0;
    if (asked)
        write_quorum(&answer, &quorum, &met);
    ballot_bool(&answer, "adopted", verdict.adopted && (!asked || met.met));
    ballot_share(&answer, "share", verdict.share);
    ballot_int(&answer, "for", votes.favour), ballot_int(&answer, "against", votes.against);
    ballot_int(&answer, "abstained", votes.abstained), ballot_int(&answer, "base", verdict.base);
    ballot_int(&answer, "missing", verdict.missing);
    if (!asked || met.met)
        ballot_verdict_sentence(&answer.sentence, votes, &rule, &verdict);
    return ballot_end(&answer);
}

struct colleges {
    struct text_map known;
    const char **names; struct college_vote *votes; struct quorum_college *heads; uint32_t count;
};

static void read_college(struct ballot_table *table, size_t row, const int *columns, struct colleges *colleges)
{
    struct arena *arena = table->line->arena;
    struct college_vote vote = {0};
    int64_t entitled = 0, present = 0;
    uint32_t number;
    if (!ballot_first(table, row, columns[0], &colleges->known, &number))
        return;
    if (!rational_read(arena, ballot_cell(table, row, columns[1]), &vote.weight) || rational_sign(vote.weight) < 0) {
        ballot_bad(table, row, N_("a weight is a number, at least 0"));
        return;
    }
    if (!ballot_count(table, row, columns[2], 0, &vote.favour)
        || !ballot_count(table, row, columns[3], 0, &vote.against)
        || !ballot_count(table, row, columns[4], 0, &vote.abstained)
        || !ballot_count(table, row, columns[5], vote.favour + vote.against + vote.abstained, &present)
        || !ballot_count(table, row, columns[6], present, &entitled))
        return;
    if (present < vote.favour + vote.against + vote.abstained || entitled < present) {
        ballot_bad(table, row, N_("more votes than people present, or more of these than members"));
        return;
    }
    colleges->names[colleges->count] = ballot_cell(table, row, columns[0]);
    colleges->heads[colleges->count] = (struct quorum_college){present, entitled};
    colleges->votes[colleges->count++] = vote;
}

static bool read_colleges(struct ballot_table *table, struct colleges *colleges)
{
    static const char *const names[][5] = {
        {"college", "collège", NULL}, {"weight", "poids", NULL}, {"for", "pour", NULL}, {"against", "contre", NULL},
        {"abstained", "abstentions", "abstention", "abst.", NULL}, {"present", "présents", NULL},
        {"entitled", "membres", "members", NULL}};
    struct arena *arena = table->line->arena;
    int columns[7];
    for (int i = 0; i < 7; i++)
        if ((columns[i] = ballot_column(table, i < 4, names[i])) < 0 && i < 4)
            return false;
    colleges->known.arena = arena;
    colleges->names = arena_array(arena, table->count, sizeof *colleges->names);
    colleges->votes = arena_array(arena, table->count, sizeof *colleges->votes);
    colleges->heads = arena_array(arena, table->count, sizeof *colleges->heads);
    for (size_t row = 0; row < table->count; row++)
        read_college(table, row, columns, colleges);
    return true;
}

static void write_colleges(struct ballot_answer *answer, const struct colleges *colleges,
                           const struct college_result *result)
{
    json_key(&answer->json, "colleges"), json_array(&answer->json);
    for (uint32_t i = 0; i < colleges->count; i++) {
        const struct college_part *part = &result->parts[i];
        json_object(&answer->json);
        ballot_text(answer, "college", colleges->names[i]);
        ballot_share(answer, "weight", part->weight);
        ballot_share(answer, "for", part->favour);
        ballot_share(answer, "against", part->against);
        ballot_bool(answer, "voted", part->voted), ballot_bool(answer, "capped", part->capped);
        json_end(&answer->json);
        buffer_format(&answer->lines, "%s ", compute_padded(answer->line->arena, colleges->names[i], 24));
        ballot_share_text(&answer->lines, part->weight);
        buffer_text(&answer->lines, "  + ");
        ballot_share_text(&answer->lines, part->favour);
        buffer_text(&answer->lines, "  − ");
        ballot_share_text(&answer->lines, part->against);
        buffer_char(&answer->lines, '\n');
    }
    json_end(&answer->json);
}

/* A quorum is asked by --quorum, --quorum-colleges (a share of each college, all of them), or both. */
static bool college_rules(struct command_line *line, struct college_rule *rule, struct quorum_rule *quorum,
                          const struct colleges *colleges)
{
    const char *variant = line_option(line, "--variant");
    struct ballot_rule majority;
    if (variant && !text_is(variant, "majority") && !text_is(variant, "proportional"))
        return complain(N_("--variant is majority or proportional.\n")), false;
    if (!majority_option(line, &majority) || !share_option(line, "--cap", 1, 2, &rule->cap)
        || !share_option(line, "--quorum", 0, 1, &quorum->heads)
        || !share_option(line, "--quorum-colleges", 0, 1, &quorum->college))
        return false;
    rule->variant = text_is(variant, "majority") ? COLLEGE_MAJORITY : COLLEGE_PROPORTIONAL;
    rule->lose = line_flag(line, "--lose");
    rule->needed = majority.needed;
    rule->strict = majority.strict;
    quorum->colleges = rational_sign(quorum->college) > 0 ? colleges->count : 0;
    return true;
}

int ballot_by_colleges(struct ballot_table *table)
{
    struct colleges colleges = {0};
    struct college_rule rule = {0};
    struct quorum_rule quorum = {0};
    struct ballot_answer answer;
    if (!read_colleges(table, &colleges))
        return EXIT_FAILED;
    if (!college_rules(table->line, &rule, &quorum, &colleges))
        return EXIT_USAGE;
    struct college_result result = ballot_colleges(table->line->arena, colleges.votes, colleges.count, &rule);
    struct quorum met = ballot_quorum(table->line->arena, colleges.heads, colleges.count, &quorum);
    bool asked = rational_sign(quorum.heads) > 0 || quorum.colleges;
    ballot_begin(&answer, table, "colleges");
    if (asked)
        write_quorum(&answer, &quorum, &met);
    ballot_bool(&answer, "adopted", result.adopted && (!asked || met.met));
    ballot_share(&answer, "for", result.favour), ballot_share(&answer, "against", result.against);
    ballot_share(&answer, "lost", result.lost), ballot_share(&answer, "heads", result.heads);
    write_colleges(&answer, &colleges, &result);
    if (!asked || met.met)
        ballot_colleges_sentence(&answer.sentence, &rule, &result);
    return ballot_end(&answer);
}

static void write_proxies(struct ballot_answer *answer, const struct text_map *names, const struct proxies *proxies)
{
    static const char *const states[] = {"present", "absent", "represented", "nobody present", "passed on",
                                         "above cap"};
    static const char *const said[] = {N_("present"), N_("absent"), N_("represented"), N_("nobody present"),
                                       N_("passed on"), N_("above the cap")};
    json_key(&answer->json, "members"), json_array(&answer->json);
    for (uint32_t i = 0; i < names->count; i++) {
        json_object(&answer->json);
        ballot_text(answer, "member", names->texts[i]), ballot_text(answer, "state", states[proxies->states[i]]);
        ballot_int(answer, "voices", proxies->voices[i]), ballot_int(answer, "proxies", proxies->held[i]);
        json_end(&answer->json);
        buffer_format(&answer->lines, "%s %s %lld\n", compute_padded(answer->line->arena, names->texts[i], 32),
                      compute_padded(answer->line->arena, text_in(terminal_language(), said[proxies->states[i]]), 24),
                      (long long)proxies->voices[i]);
    }
    json_end(&answer->json);
}

/* What a row says of a member, but not yet to whom the proxy goes; false, said, when it cannot be counted. */
static bool read_member(struct ballot_table *table, size_t row, int who, int present, int voice, struct text_map *names,
                        struct proxy_member *member)
{
    static const char *const words[] = {"1", "oui", "yes", "x", "true", "présent", "présente", "present", NULL,
                                        "", "0", "non", "no", "false", "absent", "absente", NULL};
    int said = spelling(ballot_cell(table, row, present), words, 2);
    uint32_t number;
    *member = (struct proxy_member){said == 0, PROXY_NOBODY, 1};
    if (said < 0) {
        ballot_bad(table, row, N_("present is yes or no"));
        return false;
    }
    return ballot_count(table, row, voice, 1, &member->voices) && ballot_first(table, row, who, names, &number);
}

static struct proxy_member *read_members(struct ballot_table *table, struct text_map *names, const int *columns)
{
    struct proxy_member *members = arena_array(table->line->arena, table->count, sizeof *members);
    size_t *rows = arena_array(table->line->arena, table->count, sizeof *rows);
    for (size_t row = 0; row < table->count; row++) {
        struct proxy_member member;
        if (!read_member(table, row, columns[0], columns[1], columns[3], names, &member))
            continue;
        rows[names->count - 1] = row;
        members[names->count - 1] = member;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        const char *holder = ballot_cell(table, rows[i], columns[2]);
        if (!text_blank(holder) && (members[i].to = text_map_find(names, holder, strlen(holder))) == HASH_NONE)
            ballot_bad(table, rows[i], N_("the proxy goes to nobody on the list"));
    }
    return members;
}

int ballot_by_proxies(struct ballot_table *table)
{
    static const char *const presents[] = {"present", "présent", NULL}, *const proxy[] = {"proxy", "pouvoir", NULL};
    static const char *const voices[] = {"voices", "voix", NULL};
    struct text_map names = {.arena = table->line->arena};
    struct ballot_answer answer;
    int64_t cap = 2;
    const int columns[] = {ballot_column(table, true, people), ballot_column(table, true, presents),
                           ballot_column(table, true, proxy), ballot_column(table, false, voices)};
    if (!compute_whole(table->line, "--cap", 0, 1000000, &cap))
        return EXIT_USAGE;
    if (columns[0] < 0 || columns[1] < 0 || columns[2] < 0)
        return EXIT_FAILED;
    struct proxy_member *members = read_members(table, &names, columns);
    struct proxies proxies = ballot_proxies(table->line->arena, members, names.count, (uint32_t)cap);
    ballot_begin(&answer, table, "proxies");
    ballot_int(&answer, "voices", proxies.all), ballot_int(&answer, "present", proxies.present);
    ballot_int(&answer, "represented", proxies.represented), ballot_int(&answer, "absent", proxies.absent);
    write_proxies(&answer, &names, &proxies);
    ballot_proxies_sentence(&answer.sentence, (uint32_t)cap, &proxies);
    return ballot_end(&answer);
}

struct round { struct text_map names; struct consent_word *words; size_t *rows, count; };

/* A row without an act only says that somebody takes part. */
static bool read_round(struct ballot_table *table, struct round *round)
{
    static const char *const acts[] = {"act", "acte", NULL}, *const abouts[] = {"about", "sur", NULL};
    static const char *const reasons[] = {"reason", "raison", NULL};
    static const char *const words[] = {"agrees", "consent", "consents", NULL, "objects", "objecte", NULL, "lifts",
        "lève", NULL, "amends", "amende", NULL, "withdraws", "retire", NULL, "group-lifts", "groupe-lève", NULL,
        "", NULL};
    int who = ballot_column(table, true, people), act = ballot_column(table, true, acts);
    int about = ballot_column(table, false, abouts), reason = ballot_column(table, false, reasons);
    round->words = arena_array(table->line->arena, table->count, sizeof *round->words);
    round->rows = arena_array(table->line->arena, table->count, sizeof *round->rows);
    for (size_t row = 0; who >= 0 && act >= 0 && row < table->count; row++)
        if (!text_blank(ballot_cell(table, row, who)))
            ballot_name(&round->names, ballot_cell(table, row, who));
    for (size_t row = 0; who >= 0 && act >= 0 && row < table->count; row++) {
        const char *name = ballot_named(table, row, who);
        if (!name)
            continue;
        int said = spelling(ballot_cell(table, row, act), words, 7);
        uint32_t person = ballot_name(&round->names, name);
        const char *other = ballot_cell(table, row, about);
        bool group = said == 5;
        if (said < 0)
            ballot_bad(table, row, N_("an act is agrees, objects, lifts, group-lifts, amends or withdraws"));
        if (said < 0 || said == 6)
            continue;
        round->rows[round->count] = row;
        round->words[round->count++] = (struct consent_word){person, group ? CONSENT_LIFTS : (enum consent_act)said,
            text_blank(other) ? person : text_map_find(&round->names, other, strlen(other)), group,
            ballot_cell(table, row, reason)};
    }
    return who >= 0 && act >= 0;
}

static void write_round(struct ballot_answer *answer, const struct round *round, const struct consent *consent)
{
    static const char *const states[] = {"silent", "consents", "objects", "lifted", "to say again"};
    static const char *const said[] = {N_("has not spoken"), N_("consents"), N_("objects"), N_("objection lifted"),
                                       N_("to speak again")};
    json_key(&answer->json, "people"), json_array(&answer->json);
    for (uint32_t i = 0; i < round->names.count; i++) {
        json_object(&answer->json);
        ballot_text(answer, "who", round->names.texts[i]), ballot_text(answer, "state", states[consent->states[i]]);
        if (consent->objections[i])
            ballot_text(answer, "objection", consent->objections[i]);
        json_end(&answer->json);
        buffer_format(&answer->lines, "%s %s %s\n", compute_padded(answer->line->arena, round->names.texts[i], 24),
                      compute_padded(answer->line->arena, text_in(terminal_language(), said[consent->states[i]]), 20),
                      consent->objections[i] ? consent->objections[i] : "");
    }
    json_end(&answer->json);
}

int ballot_by_consent(struct ballot_table *table)
{
    static const char *const outcomes[] = {"open", "blocked", "adopted", "withdrawn"};
    struct round round = {.names = {.arena = table->line->arena}};
    const char *carrier = line_option(table->line, "--carrier");
    struct ballot_answer answer;
    if (!read_round(table, &round))
        return EXIT_FAILED;
    struct consent_rule rule = {carrier ? text_map_find(&round.names, carrier, strlen(carrier)) : PROXY_NOBODY,
                                line_flag(table->line, "--silence-consents"),
                                line_flag(table->line, "--group-may-lift")};
    if (carrier && rule.carrier == HASH_NONE)
        return complain(N_("%s does not name %s.\n"), table->path, carrier), EXIT_USAGE;
    struct consent consent = ballot_consent(table->line->arena, round.names.count, round.words, round.count, &rule);
    for (size_t i = 0; i < round.count; i++)
        if (!consent.counts[i])
            ballot_bad(table, round.rows[i],
                       N_("this does not count: no reason, not theirs to lift, or not the carrier"));
    ballot_begin(&answer, table, "consent");
    ballot_text(&answer, "outcome", outcomes[consent.outcome]);
    ballot_bool(&answer, "adopted", consent.outcome == CONSENT_ADOPTED);
    ballot_int(&answer, "silent", consent.silent), ballot_int(&answer, "objections", consent.standing);
    ballot_int(&answer, "version", consent.version);
    write_round(&answer, &round, &consent);
    ballot_consent_sentence(&answer.sentence, &rule, &consent);
    return ballot_end(&answer);
}

static uint32_t named(struct text_map *names, const char *name)
{
    return text_blank(name) ? PROXY_NOBODY : ballot_name(names, name);
}

int ballot_without_candidate(struct ballot_table *table)
{
    static const char *const firsts[] = {"first", "premier", "vote", NULL};
    static const char *const afters[] = {"after", "ensuite", NULL};
    struct text_map names = {.arena = table->line->arena};
    struct ballot_answer answer;
    int who = ballot_column(table, true, people), first = ballot_column(table, true, firsts);
    int after = ballot_column(table, false, afters);
    if (who < 0 || first < 0)
        return EXIT_FAILED;
    struct naming *namings = arena_array(table->line->arena, 3 * table->count, sizeof *namings);
    for (size_t i = 0; i < 3 * table->count; i++)
        namings[i] = (struct naming){PROXY_NOBODY, PROXY_NOBODY};
    struct text_map voters = {.arena = table->line->arena};
    for (size_t row = 0; row < table->count; row++) {
        uint32_t number;
        if (!ballot_first(table, row, who, &voters, &number))
            continue;
        uint32_t person = ballot_name(&names, ballot_cell(table, row, who));
        namings[person].first = named(&names, ballot_cell(table, row, first));
        namings[person].after = named(&names, ballot_cell(table, row, after));
    }
    struct no_candidate result = ballot_no_candidate(table->line->arena, namings, names.count);
    ballot_begin(&answer, table, "election");
    ballot_bool(&answer, "tied", result.tied);
    json_key(&answer.json, "named"), json_array(&answer.json);
    for (uint32_t i = 0; i < result.named; i++) {
        uint32_t person = result.order[i];
        json_object(&answer.json);
        ballot_text(&answer, "who", names.texts[person]);
        ballot_int(&answer, "first", result.first[person]), ballot_int(&answer, "after", result.after[person]);
        json_end(&answer.json);
        buffer_format(&answer.lines, "%s %u → %u\n",
                      compute_padded(answer.line->arena, names.texts[person], 24), result.first[person],
                      result.after[person]);
    }
    json_end(&answer.json);
    ballot_no_candidate_sentence(&answer.sentence, &result);
    return ballot_end(&answer);
}
