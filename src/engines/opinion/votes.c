/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Votes sorted by participant and statement, the last of each pair kept. */
#include "engines/opinion/inside.h"
#include "engines/kernel/sort.h"

static bool counts(const struct opinion_input *input, const struct opinion_vote *vote)
{
    return vote->participant < input->participants && vote->statement < input->statements && vote->value >= -1
           && vote->value <= 1 && !(input->excluded && input->excluded[vote->participant]);
}

/* One stable counting pass over the votes, by statement or by participant. */
static size_t scatter(struct arena *arena, const struct opinion_input *input, const struct opinion_vote *from,
                      size_t count, struct opinion_vote *to, bool by_statement)
{
    uint32_t kinds = by_statement ? input->statements : input->participants;
    size_t *next = arena_array(arena, (size_t)kinds + 1, sizeof *next);
    for (size_t i = 0; i < count; i++)
        if (counts(input, &from[i]))
            next[(by_statement ? from[i].statement : from[i].participant) + 1]++;
    for (uint32_t kind = 0; kind < kinds; kind++)
        next[kind + 1] += next[kind];
    size_t kept = next[kinds];
    for (size_t i = 0; i < count; i++)
        if (counts(input, &from[i]))
            to[next[by_statement ? from[i].statement : from[i].participant]++] = from[i];
    return kept;
}

/* Of equal neighbours only the last stays: the stable passes kept the order of the list. Returns how many stay. */
static size_t keep_last(struct opinion_vote *sorted, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = i + 1 < count && sorted[i + 1].participant == sorted[i].participant
                     && sorted[i + 1].statement == sorted[i].statement;
        if (!again)
            sorted[kept++] = sorted[i];
    }
    return kept;
}

/* Who gave one and the same vote on so many statements or more, and nothing else. */
static bool *find_single_minded(struct arena *arena, uint32_t participants, const struct opinion_vote *sorted,
                                size_t count, uint32_t least)
{
    bool *single = arena_array(arena, participants, sizeof *single);
    for (size_t i = 0, end; least > 0 && i < count; i = end) {
        bool same = true;
        for (end = i; end < count && sorted[end].participant == sorted[i].participant; end++)
            same = same && sorted[end].value == sorted[i].value;
        single[sorted[i].participant] = same && end - i >= least;
    }
    return single;
}

static void lay_out(struct arena *arena, struct votes *votes, const struct opinion_vote *sorted, size_t count,
                    const bool *left_out)
{
    size_t in_play = 0, out = 0;
    uint32_t at = 0;
    votes->start = arena_array(arena, (size_t)votes->participants + 1, sizeof *votes->start);
    votes->out_start = arena_array(arena, (size_t)votes->participants + 1, sizeof *votes->out_start);
    votes->cast = arena_array(arena, votes->participants, sizeof *votes->cast);
    votes->statement = arena_array(arena, count, sizeof *votes->statement);
    votes->value = arena_array(arena, count, sizeof *votes->value);
    votes->out_statement = arena_array(arena, votes->out_count ? count : 0, sizeof *votes->out_statement);
    votes->out_value = arena_array(arena, votes->out_count ? count : 0, sizeof *votes->out_value);
    for (size_t i = 0; i <= count; i++) {
        for (; at <= votes->participants && (i == count || at <= sorted[i].participant); at++) {
            votes->start[at] = in_play;
            votes->out_start[at] = out;
        }
        if (i == count || left_out[sorted[i].participant])
            continue;
        votes->cast[sorted[i].participant]++;
        if (votes->flags[sorted[i].statement]) {
            votes->out_statement[out] = sorted[i].statement;
            votes->out_value[out++] = sorted[i].value;
        } else {
            votes->statement[in_play] = sorted[i].statement;
            votes->value[in_play++] = sorted[i].value;
        }
    }
}

struct votes *votes_read(struct arena *arena, const struct opinion_input *input, const struct opinion_rules *rules)
{
    struct arena work = {0};
    struct votes *votes = arena_alloc(arena, sizeof *votes);
    votes->participants = input->participants;
    votes->statements = input->statements;
    votes->flags = input->flags ? input->flags : arena_array(arena, input->statements, sizeof *votes->flags);
    for (uint32_t statement = 0; statement < input->statements; statement++)
        votes->out_count += votes->flags[statement] != 0;
    struct opinion_vote *half = arena_array(&work, input->vote_count, sizeof *half);
    struct opinion_vote *sorted = arena_array(&work, input->vote_count, sizeof *sorted);
    size_t count = scatter(&work, input, input->votes, input->vote_count, half, true);
    scatter(&work, input, half, count, sorted, false);
    count = keep_last(sorted, count);
    bool *left_out = find_single_minded(&work, input->participants, sorted, count, rules->single_minded);
    lay_out(arena, votes, sorted, count, left_out);
    arena_free(&work);
    return votes;
}

bool *votes_inside(struct arena *arena, const struct votes *votes, const struct opinion_rules *rules,
                   const struct opinion_memory *previous)
{
    bool *inside = arena_array(arena, votes->participants, sizeof *inside);
    uint32_t enough = votes->statements < ENOUGH_VOTES ? votes->statements : ENOUGH_VOTES, count = 0, first = 0;
    for (uint32_t p = 0; p < votes->participants; p++) {
        bool was = previous && p < previous->participants && previous->inside[p];
        bool early = votes->cast[p] > 0 && first < rules->first_inside;
        first += votes->cast[p] > 0;
        inside[p] = was || early || (votes->cast[p] >= enough && votes->cast[p] > 0);
        count += inside[p];
    }
    if (count >= GREEDY_INSIDE)
        return inside;
    struct keyed *most = arena_array(arena, votes->participants, sizeof *most);
    for (uint32_t p = 0; p < votes->participants; p++)
        most[p] = (struct keyed){UINT64_MAX - votes->cast[p], p};
    sort_keyed(arena, most, votes->participants);
    for (uint32_t i = 0; i < votes->participants && count < GREEDY_INSIDE; i++) {
        uint32_t p = (uint32_t)most[i].value;
        if (!inside[p] && votes->cast[p] > 0) {
            inside[p] = true;
            count++;
        }
    }
    return inside;
}

static void add_vote(struct opinion_count *count, int value)
{
    count->agree += value == OPINION_AGREE;
    count->disagree += value == OPINION_DISAGREE;
    count->pass += value == OPINION_PASS;
}

/* Votes of each kind of participant on each statement: kind × statements. kind NULL: everybody is of kind 0. */
struct opinion_count *votes_count(struct arena *arena, const struct votes *votes, const uint32_t *kind, uint32_t kinds)
{
    struct opinion_count *counted = arena_array(arena, (size_t)kinds * votes->statements, sizeof *counted);
    for (uint32_t p = 0; p < votes->participants; p++) {
        if (kind && kind[p] >= kinds)
            continue;
        struct opinion_count *row = counted + (size_t)(kind ? kind[p] : 0) * votes->statements;
        for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++)
            add_vote(&row[votes->statement[i]], votes->value[i]);
        for (size_t i = votes->out_start[p]; i < votes->out_start[p + 1]; i++)
            add_vote(&row[votes->out_statement[i]], votes->out_value[i]);
    }
    return counted;
}
