/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What was counted and what came out, as digests: anyone who has the votes can check that nothing was changed. */
#include "engines/opinion/inside.h"
#include "engines/kernel/digest.h"
#include <pthread.h>
#include <string.h>

/* From so many votes on, what was counted is read by a thread of its own while groups are sought. */
enum { LONG_TO_READ = 200000 };
enum { VERSION = 1, ROOM = 16384, LINE = 96 };

struct lines { struct digest digest; size_t used; char text[ROOM]; };

static void flush(struct lines *lines)
{
    digest_add(&lines->digest, lines->text, lines->used);
    lines->used = 0;
}

static char *put_number(char *at, uint64_t number)
{
    char digits[20];
    int count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count > 0)
        *at++ = digits[--count];
    return at;
}

/* "kind a b value\n": four numbers a line, the last perhaps negative. */
static void add_line(struct lines *lines, char kind, uint64_t a, uint64_t b, int64_t value)
{
    if (lines->used + LINE > ROOM)
        flush(lines);
    char *at = lines->text + lines->used;
    *at++ = kind;
    *at++ = ' ';
    at = put_number(at, a);
    *at++ = ' ';
    at = put_number(at, b);
    *at++ = ' ';
    if (value < 0)
        *at++ = '-';
    at = put_number(at, value < 0 ? -(uint64_t)value : (uint64_t)value);
    *at++ = '\n';
    lines->used = (size_t)(at - lines->text);
}

static void add_votes(struct lines *lines, const struct votes *votes)
{
    for (uint32_t p = 0; p < votes->participants; p++) {
        for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++)
            add_line(lines, 'v', p, votes->statement[i], votes->value[i]);
        for (size_t i = votes->out_start[p]; i < votes->out_start[p + 1]; i++)
            add_line(lines, 'v', p, votes->out_statement[i], votes->out_value[i]);
    }
    for (uint32_t s = 0; s < votes->statements; s++)
        if (votes->flags[s])
            add_line(lines, 'f', s, 0, votes->flags[s]);
}

static void add_previous(struct lines *lines, const struct opinion_memory *previous)
{
    add_line(lines, 'm', previous->last, previous->times, previous->shown);
    for (uint32_t p = 0; p < previous->participants; p++)
        add_line(lines, 'g', p, previous->inside[p], previous->group[p]);
}

static void add_typical(struct lines *lines, char kind, uint64_t group, const struct opinion_typical *typical,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_line(lines, kind, group, typical[i].statement, typical[i].side * (int64_t)(typical[i].success + 1));
}

struct input_print {
    const struct votes *votes; const struct opinion_rules *rules; const struct opinion_memory *previous;
    char text[DIGEST_TEXT];
    pthread_t thread; bool apart;
};

static void *print_input(void *given)
{
    struct input_print *print = given;
    const struct opinion_rules *rules = print->rules;
    struct lines lines = {.digest = digest_begin()};
    add_line(&lines, 'r', rules->original, rules->single_minded, VERSION);
    add_line(&lines, 'r', rules->fewest_participants, rules->fewest_statements, rules->first_inside);
    add_votes(&lines, print->votes);
    if (print->previous)
        add_previous(&lines, print->previous);
    flush(&lines);
    digest_end_text(&lines.digest, print->text);
    return NULL;
}

struct input_print *certify_begin(struct arena *work, const struct votes *votes, const struct opinion_rules *rules,
                                  const struct opinion_memory *previous)
{
    struct input_print *print = arena_alloc(work, sizeof *print);
    *print = (struct input_print){.votes = votes, .rules = rules, .previous = previous};
    print->apart = votes->start[votes->participants] > LONG_TO_READ
                   && pthread_create(&print->thread, NULL, print_input, print) == 0;
    return print;
}

void certify_end(struct opinion *opinion, struct input_print *print)
{
    struct lines lines = {.digest = digest_begin()};
    for (uint32_t p = 0; p < opinion->participants; p++)
        if (opinion->participant[p].votes > 0)
            add_line(&lines, 'g', p, opinion->participant[p].votes, opinion->participant[p].group);
    for (size_t g = 0; g < opinion->group_count; g++)
        add_typical(&lines, 't', g, opinion->group[g].typical, opinion->group[g].typical_count);
    add_typical(&lines, 'a', 0, opinion->agreed, opinion->agreed_count);
    add_typical(&lines, 'd', 0, opinion->refused, opinion->refused_count);
    flush(&lines);
    digest_end_text(&lines.digest, opinion->certificate.result);
    if (print->apart)
        pthread_join(print->thread, NULL);
    else
        print_input(print);
    opinion->certificate.version = VERSION;
    memcpy(opinion->certificate.input, print->text, sizeof print->text);
}
