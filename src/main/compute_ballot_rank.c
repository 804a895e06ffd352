/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute ballot, among several options: rankings, grades, pairs, draws. */
#include <string.h>
#include <strings.h>
#include "engines/draw.h"
#include "engines/preferences.h"
#include "formats/ranked.h"
#include "i18n/i18n.h"
#include "main/compute_ballot.h"

enum { MOST_CELLS = 50000000 };
static const char *const counts[] = {"count", "nombre", NULL};
static const char *const usual_seed = "maillage";

struct ballots { struct text_map options; struct rankings rankings; };
struct ballot { struct ranked_name *names; size_t count; int64_t weight; };

static size_t read_ballots(struct ballot_table *table, int column, int count, struct ballot *ballots,
                           struct text_map *options)
{
    size_t read = 0;
    for (size_t row = 0; row < table->count; row++) {
        struct ballot *ballot = &ballots[read];
        const char *trouble;
        ballot->count = ranked_read(table->line->arena, ballot_cell(table, row, column), &ballot->names, &trouble);
        if (trouble)
            ballot_bad(table, row, trouble);
        if (trouble || !ballot_count(table, row, count, 1, &ballot->weight))
            continue;
        for (size_t i = 0; i < ballot->count; i++)
            ballot_name(options, ballot->names[i].name);
        read++;
    }
    return read;
}

static bool read_rankings(struct ballot_table *table, struct ballots *all)
{
    static const char *const names[] = {"ballot", "bulletin", NULL};
    struct arena *arena = table->line->arena;
    int column = ballot_column(table, true, names), count = ballot_column(table, false, counts);
    if (column < 0)
        return false;
    struct ballot *ballots = arena_array(arena, table->count, sizeof *ballots);
    all->options.arena = arena;
    size_t read = read_ballots(table, column, count, ballots, &all->options);
    uint32_t options = all->options.count;
    if (options == 0 || options > RANKINGS_MOST_OPTIONS || read > MOST_CELLS / options)
        return complain(N_("%s names no option, or too many.\n"), table->path), false;
    uint32_t *rank = arena_array(arena, read * options, sizeof *rank);
    int64_t *weight = arena_array(arena, read, sizeof *weight);
    for (size_t i = 0; i < read; i++) {
        weight[i] = ballots[i].weight;
        for (size_t j = 0; j < ballots[i].count; j++)
            rank[i * options + ballot_name(&all->options, ballots[i].names[j].name)] = ballots[i].names[j].rank;
    }
    all->rankings = (struct rankings){options, read, rank, weight};
    return true;
}

/* Who stands in the way of an option: the path that is stronger than its own. */
static void write_beaten(struct ballot_answer *answer, const struct ballots *ballots, const struct schulze *schulze,
                         uint32_t option)
{
    uint32_t path[RANKINGS_MOST_OPTIONS], options = ballots->rankings.options, first = schulze->order[0];
    size_t length = schulze->place[option] > 1
                    ? schulze_path(schulze, options, first, option, path, RANKINGS_MOST_OPTIONS) : 0;
    json_key(&answer->json, "beaten_by"), json_array(&answer->json);
    for (size_t i = 0; i < length; i++)
        json_text(&answer->json, ballots->options.texts[path[i]]);
    json_end(&answer->json);
    ballot_int(answer, "strength", schulze->path[(size_t)first * options + option]);
    ballot_int(answer, "own_strength", schulze->path[(size_t)option * options + first]);
}

int ballot_schulze(struct ballot_table *table)
{
    struct ballots ballots = {0};
    struct ballot_answer answer;
    if (!read_rankings(table, &ballots))
        return EXIT_FAILED;
    struct schulze *schulze = preference_schulze(table->line->arena, &ballots.rankings);
    ballot_begin(&answer, table, "schulze");
    json_key(&answer.json, "winners"), json_array(&answer.json);
    for (uint32_t i = 0; i < schulze->winners; i++)
        json_text(&answer.json, ballots.options.texts[schulze->order[i]]);
    json_end(&answer.json);
    ballot_int(&answer, "voters", schulze->voters), ballot_bool(&answer, "condorcet", schulze->condorcet);
    json_key(&answer.json, "options"), json_array(&answer.json);
    for (uint32_t i = 0; i < ballots.rankings.options; i++) {
        uint32_t option = schulze->order[i];
        json_object(&answer.json);
        ballot_text(&answer, "option", ballots.options.texts[option]);
        ballot_int(&answer, "place", schulze->place[option]);
        write_beaten(&answer, &ballots, schulze, option);
        json_end(&answer.json);
        buffer_format(&answer.lines, "%3u  %s\n", schulze->place[option], ballots.options.texts[option]);
    }
    json_end(&answer.json);
    preference_schulze_sentence(&answer.sentence, schulze, ballots.options.texts);
    return ballot_end(&answer);
}

static void write_stv(struct ballot_answer *answer, const struct ballots *ballots, const struct stv *stv)
{
    static const char *const acts[] = {"elected", "out", "left"};
    static const char *const said[] = {N_("elected"), N_("eliminated"), N_("not elected")};
    struct arena *arena = answer->line->arena;
    json_key(&answer->json, "rounds"), json_array(&answer->json);
    for (size_t i = 0; i < stv->count; i++) {
        const struct stv_round *round = &stv->rounds[i];
        const char *name = ballots->options.texts[round->option];
        json_object(&answer->json);
        ballot_text(answer, "option", name), ballot_text(answer, "act", acts[round->act]);
        ballot_bool(answer, "by_lot", round->by_lot);
        json_key(&answer->json, "votes"), json_object(&answer->json);
        for (uint32_t option = 0; option < ballots->rankings.options; option++)
            ballot_text(answer, ballots->options.texts[option], rational_text(arena, round->votes[option]));
        json_end(&answer->json);
        ballot_text(answer, "exhausted", rational_text(arena, round->exhausted));
        json_end(&answer->json);
        buffer_format(&answer->lines, "%2zu  %s %s %s\n", i + 1,
                      compute_padded(arena, text_in(terminal_language(), said[round->act]), 12),
                      compute_padded(arena, name, 24),
                      rational_text(arena, round->votes[round->option]));
    }
    json_end(&answer->json);
}

int ballot_stv(struct ballot_table *table)
{
    struct ballots ballots = {0};
    struct ballot_answer answer;
    const char *seed = line_option(table->line, "--seed");
    int64_t seats = 1;
    if (!compute_whole(table->line, "--seats", 1, RANKINGS_MOST_OPTIONS, &seats))
        return EXIT_USAGE;
    if (!read_rankings(table, &ballots))
        return EXIT_FAILED;
    seed = seed ? seed : usual_seed;
    struct stv *stv = preference_stv(table->line->arena, &ballots.rankings, (uint32_t)seats, seed);
    ballot_begin(&answer, table, "stv");
    json_key(&answer.json, "winners"), json_array(&answer.json);
    for (uint32_t i = 0; i < stv->elected_count; i++)
        json_text(&answer.json, ballots.options.texts[stv->elected[i]]);
    json_end(&answer.json);
    ballot_int(&answer, "voters", stv->voters), ballot_int(&answer, "quota", stv->quota);
    ballot_text(&answer, "seed", seed);
    write_stv(&answer, &ballots, stv);
    preference_stv_sentence(&answer.sentence, stv, (uint32_t)seats, seed, ballots.options.texts);
    return ballot_end(&answer);
}

/* Names of grades, the best first: --grades, or the seven that are usual. NULL, said, when they are no grades. */
static char **grade_names(struct command_line *line, size_t *count)
{
    const char *asked = line_option(line, "--grades");
    char **names = text_split(line->arena, asked ? asked : "Excellent,Très bien,Bien,Assez bien,Passable,Insuffisant,"
                                                           "À rejeter", ",", count);
    for (size_t i = 0; i < *count; i++) {
        char *trimmed = text_trim(line->arena, names[i]);
        names[i] = trimmed ? trimmed : names[i];
    }
    bool good = *count > 1;
    for (size_t i = 0; i < *count; i++)
        for (size_t j = 0; j < i; j++)
            good = good && strcasecmp(names[i], names[j]) != 0;
    if (!good)
        complain(N_("--grades names at least two different grades, the best first, between commas.\n"));
    return good ? names : NULL;
}

struct cast { uint32_t option; size_t grade; int64_t count; };

static bool read_grades(struct ballot_table *table, char **names, size_t grades, struct text_map *options,
                        struct grades *read)
{
    static const char *const option_names[] = {"option", "candidate", "candidat", NULL};
    static const char *const grade_columns[] = {"grade", "mention", NULL};
    int option = ballot_column(table, true, option_names), given = ballot_column(table, true, grade_columns);
    int count = ballot_column(table, false, counts);
    if (option < 0 || given < 0)
        return false;
    struct cast *casts = arena_array(table->line->arena, table->count, sizeof *casts);
    size_t cast_count = 0;
    for (size_t row = 0; row < table->count; row++) {
        struct cast cast = {.grade = 0};
        while (cast.grade < grades && strcasecmp(names[cast.grade], ballot_cell(table, row, given)) != 0)
            cast.grade++;
        if (cast.grade == grades)
            ballot_bad(table, row, N_("this grade is not among --grades"));
        if (cast.grade == grades || !ballot_count(table, row, count, 1, &cast.count))
            continue;
        const char *name = ballot_named(table, row, option);
        if (!name)
            continue;
        cast.option = ballot_name(options, name);
        casts[cast_count++] = cast;
    }
    int64_t *cells = arena_array(table->line->arena, options->count * grades, sizeof *cells);
    for (size_t i = 0; i < cast_count; i++)
        cells[casts[i].option * grades + casts[i].grade] += casts[i].count;
    *read = (struct grades){options->count, (uint32_t)grades, cells, 0};
    return true;
}

int ballot_judgment(struct ballot_table *table)
{
    size_t grades;
    char **names = grade_names(table->line, &grades);
    struct text_map options = {.arena = table->line->arena};
    struct grades read = {0};
    struct ballot_answer answer;
    int64_t voters = 0;
    if (!names || !compute_whole(table->line, "--voters", 0, BALLOT_MOST_COUNT, &voters))
        return EXIT_USAGE;
    if (!read_grades(table, names, grades, &options, &read))
        return EXIT_FAILED;
    if (options.count == 0)
        return complain(N_("%s names no option, or too many.\n"), table->path), EXIT_FAILED;
    read.voters = voters;
    struct judgment *judgment = preference_judgment(table->line->arena, &read);
    if (voters && judgment->voters > voters)
        complain(N_("An option has %lld grades: there are more voters than --voters says.\n"),
                 (long long)judgment->voters);
    ballot_begin(&answer, table, "judgment");
    ballot_int(&answer, "voters", judgment->voters);
    json_key(&answer.json, "options"), json_array(&answer.json);
    for (uint32_t i = 0; i < options.count; i++) {
        const struct judged *judged = &judgment->options[judgment->order[i]];
        const char *name = options.texts[judgment->order[i]], *sign = judged->plus ? "+" : "−";
        json_object(&answer.json);
        ballot_text(&answer, "option", name), ballot_int(&answer, "place", judged->place);
        ballot_text(&answer, "grade", names[judged->grade]), ballot_text(&answer, "sign", sign);
        ballot_share(&answer, "above", judged->above), ballot_share(&answer, "below", judged->below);
        json_end(&answer.json);
        buffer_format(&answer.lines, "%3u  %s %s %s  ", judged->place,
                      compute_padded(answer.line->arena, name, 24), names[judged->grade], sign);
        ballot_share_text(&answer.lines, judged->above);
        buffer_text(&answer.lines, " / ");
        ballot_share_text(&answer.lines, judged->below);
        buffer_char(&answer.lines, '\n');
    }
    json_end(&answer.json);
    preference_judgment_sentence(&answer.sentence, judgment, options.texts, (const char *const *)names);
    return ballot_end(&answer);
}

static bool read_pairs(struct ballot_table *table, struct text_map *options, struct pairs *pairs)
{
    static const char *const winners[] = {"winner", "gagnant", "préféré", NULL};
    static const char *const losers[] = {"loser", "perdant", "autre", NULL};
    int winner = ballot_column(table, true, winners), loser = ballot_column(table, true, losers);
    int count = ballot_column(table, false, counts);
    if (winner < 0 || loser < 0)
        return false;
    for (size_t row = 0; row < table->count; row++)
        if (!text_blank(ballot_cell(table, row, winner)) && !text_blank(ballot_cell(table, row, loser))) {
            ballot_name(options, ballot_cell(table, row, winner));
            ballot_name(options, ballot_cell(table, row, loser));
        }
    if (options->count == 0 || options->count > RANKINGS_MOST_OPTIONS)
        return complain(N_("%s names no option, or too many.\n"), table->path), false;
    int64_t *wins = arena_array(table->line->arena, (size_t)options->count * options->count, sizeof *wins);
    for (size_t row = 0; row < table->count; row++) {
        if (!ballot_named(table, row, winner) || !ballot_named(table, row, loser))
            continue;
        size_t a = ballot_name(options, ballot_cell(table, row, winner));
        size_t b = ballot_name(options, ballot_cell(table, row, loser));
        int64_t many;
        if (a == b)
            ballot_bad(table, row, N_("an option is compared with itself"));
        else if (ballot_count(table, row, count, 1, &many))
            wins[a * options->count + b] += many;
    }
    *pairs = (struct pairs){options->count, wins};
    return true;
}

int ballot_pairs(struct ballot_table *table)
{
    struct text_map options = {.arena = table->line->arena};
    struct pairs pairs = {0};
    struct ballot_answer answer;
    if (!read_pairs(table, &options, &pairs))
        return EXIT_FAILED;
    struct ranking_by_pairs *ranking = preference_pairs(table->line->arena, &pairs);
    ballot_begin(&answer, table, "pairs");
    ballot_bool(&answer, "helped", ranking->helped);
    json_key(&answer.json, "options"), json_array(&answer.json);
    for (uint32_t i = 0; i < pairs.options; i++) {
        const struct paired *option = &ranking->options[ranking->order[i]];
        const char *name = options.texts[ranking->order[i]];
        json_object(&answer.json);
        ballot_text(&answer, "option", name), ballot_int(&answer, "place", option->place);
        json_key(&answer.json, "score"), json_real(&answer.json, option->score);
        json_key(&answer.json, "low"), json_real(&answer.json, option->low);
        json_key(&answer.json, "high"), json_real(&answer.json, option->high);
        json_key(&answer.json, "strength"), json_real(&answer.json, option->strength);
        json_key(&answer.json, "error"), json_real(&answer.json, option->error);
        ballot_int(&answer, "shown", option->shown);
        json_end(&answer.json);
        buffer_format(&answer.lines, "%3u  %s %3.0f\u00A0%%  (%.0f – %.0f)\n", option->place,
                      compute_padded(answer.line->arena, name, 32),
                      100 * option->score, 100 * option->low, 100 * option->high);
    }
    json_end(&answer.json);
    preference_pairs_sentence(&answer.sentence, ranking, options.texts);
    return ballot_end(&answer);
}

struct pool { const char **ids; uint32_t *stratum, count; struct text_map known, strata; bool by_strata; };

static bool read_pool(struct ballot_table *table, struct pool *pool)
{
    static const char *const ids[] = {"id", "identifiant", "who", "qui", NULL};
    static const char *const strata[] = {"stratum", "strate", "groupe", "college", "collège", NULL};
    struct arena *arena = table->line->arena;
    int id = ballot_column(table, true, ids), stratum = ballot_column(table, false, strata);
    pool->known.arena = pool->strata.arena = arena;
    pool->by_strata = stratum >= 0;
    pool->ids = arena_array(arena, table->count, sizeof *pool->ids);
    pool->stratum = arena_array(arena, table->count, sizeof *pool->stratum);
    for (size_t row = 0; id >= 0 && row < table->count; row++) {
        const char *name = ballot_cell(table, row, id);
        bool is_new;
        text_map_add(&pool->known, name, strlen(name), &is_new);
        if (!is_new || text_blank(name)) {
            ballot_bad(table, row, N_("this identifier is empty, or not the only one"));
            continue;
        }
        pool->stratum[pool->count] = ballot_name(&pool->strata, ballot_cell(table, row, stratum));
        pool->ids[pool->count++] = name;
    }
    return id >= 0;
}

static void write_drawn(struct ballot_answer *answer, const struct pool *pool, const char *key, const uint32_t *people,
                        size_t count, const char *seed)
{
    json_key(&answer->json, key), json_array(&answer->json);
    for (size_t i = 0; i < count; i++) {
        char digest[65];
        const char *id = pool->ids[people[i]], *stratum = pool->strata.texts[pool->stratum[people[i]]];
        draw_digest(seed, id, digest);
        json_object(&answer->json);
        ballot_text(answer, "id", id), ballot_text(answer, "digest", digest);
        if (pool->by_strata)
            ballot_text(answer, "stratum", stratum);
        json_end(&answer->json);
        if (text_is(key, "drawn"))
            buffer_format(&answer->lines, "%s %.16s  %s\n",
                          compute_padded(answer->line->arena, id, 24), digest, pool->by_strata ? stratum : "");
    }
    json_end(&answer->json);
}

int ballot_lot(struct ballot_table *table)
{
    const char *seed = line_option(table->line, "--seed");
    struct pool pool = {0};
    struct ballot_answer answer;
    int64_t seats = 1;
    if (text_blank(seed))
        return complain(N_("A draw needs a public text: --seed TEXT.\n")), EXIT_USAGE;
    if (!compute_whole(table->line, "--seats", 1, 1000000000, &seats))
        return EXIT_USAGE;
    if (!read_pool(table, &pool))
        return EXIT_FAILED;
    struct strata_draw draw = draw_strata(table->line->arena, pool.ids, pool.stratum, pool.count, pool.strata.count,
                                          (uint32_t)seats, seed);
    ballot_begin(&answer, table, "lot");
    ballot_text(&answer, "seed", seed);
    write_drawn(&answer, &pool, "drawn", draw.drawn, draw.count, seed);
    write_drawn(&answer, &pool, "order", draw.order, pool.count, seed);
    draw_sentence(&answer.sentence, seed, draw.count, pool.count, pool.by_strata);
    return ballot_end(&answer);
}
