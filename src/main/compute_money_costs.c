/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kind shares with a method: a cost shared among people, and who would pay less alone. */
#include <string.h>
#include "engines/kernel/hash.h"
#include "engines/shares.h"
#include "i18n/i18n.h"
#include "main/compute_money_shares.h"

enum { MOST_PEOPLE = 10000, MOST_POINTS = 1000, MOST_SETS = 1 << COST_MOST_PEOPLE, SHOWN_OBJECTIONS = 10,
       SHOWN_HOLES = 10, NAME_WIDTH = 24 };

struct shared_cost {
    struct money_question *question;
    const struct json_value *list;
    size_t people; const char **ids;
    enum shares_method method;
    int64_t *demand, *need;                /* one of both, or none: */
    struct cost_tariff tariff;
    int64_t *costs;                        /* by set */
    uint32_t *unions;
};

/* What a set pays alone, whichever way the question says it. */
static int64_t cost_of_set(void *context, uint32_t set)
{
    const struct shared_cost *shared = context;
    int64_t cents = 0, quantity = 0;
    if (shared->costs)
        return shared->costs[set];
    for (uint32_t i = 0; i < shared->people; i++)
        if (set >> i & 1) {
            quantity += shared->demand ? shared->demand[i] : 0;
            cents = shared->need && shared->need[i] > cents ? shared->need[i] : cents;
        }
    if (shared->demand && !cost_of_quantity(&shared->tariff, quantity, &cents))
        return -1;
    return cents;
}

static void read_tariff(struct shared_cost *shared)
{
    static const char *const members[] = {"quantity", "cost", NULL};
    struct money_question *question = shared->question;
    const struct json_value *points = money_list(question, question->value, "", "tariff", true, MOST_POINTS);
    if (!points)
        return;
    int64_t *quantity = arena_array(question->line->arena, points->count, sizeof *quantity);
    int64_t *cost = arena_array(question->line->arena, points->count, sizeof *cost);
    for (size_t i = 0; i < points->count; i++) {
        const char *where = money_item(question, "tariff", i);
        money_knows(question, &points->items[i], where, members);
        money_whole(question, &points->items[i], where, "quantity", 0, MONEY_MOST, MONEY_NEEDED, &quantity[i]);
        money_cents(question, &points->items[i], where, "cost", MONEY_NEEDED, &cost[i]);
    }
    shared->tariff = (struct cost_tariff){points->count, quantity, cost};
    if (!question->bad && !cost_tariff_good(&shared->tariff))
        money_bad(question, "tariff", N_("quantities rise from 0, and costs never fall"));
}

static void read_demands(struct shared_cost *shared)
{
    struct money_question *question = shared->question;
    int64_t sum = 0, cents;
    shared->demand = arena_array(question->line->arena, shared->people, sizeof *shared->demand);
    for (size_t i = 0; i < shared->people; i++) {
        money_whole(question, &shared->list->items[i], money_item(question, "people", i), "demand", 0, MONEY_MOST,
                    MONEY_NEEDED, &shared->demand[i]);
        sum += shared->demand[i];
    }
    read_tariff(shared);
    if (!question->bad && !cost_of_quantity(&shared->tariff, sum, &cents))
        money_bad(question, "tariff", N_("the tariff does not reach the sum of the demands"));
}

static void read_needs(struct shared_cost *shared)
{
    struct money_question *question = shared->question;
    shared->need = arena_array(question->line->arena, shared->people, sizeof *shared->need);
    for (size_t i = 0; i < shared->people; i++)
        money_cents(question, &shared->list->items[i], money_item(question, "people", i), "alone", MONEY_NEEDED,
                    &shared->need[i]);
}

/* The bits of ["A","B"]; 0, said, when it names nobody, somebody unknown, or somebody twice. */
static uint32_t read_set(struct shared_cost *shared, const struct json_value *who, const char *where)
{
    uint32_t set = 0;
    if (!who || who->kind != JSON_ARRAY || !who->count)
        return money_bad(shared->question, where, N_("a list of identifiers is awaited")), 0;
    for (size_t i = 0; i < who->count; i++) {
        uint32_t person = 0;
        while (person < shared->people && !text_is(who->items[i].text, shared->ids[person]))
            person++;
        if (who->items[i].kind != JSON_TEXT || person == shared->people)
            return money_bad(shared->question, where, N_("an identifier here is nobody’s")), 0;
        if (set >> person & 1)
            return money_bad(shared->question, where, N_("an identifier stands here twice")), 0;
        set |= 1u << person;
    }
    return set;
}

const char *shares_set(const struct money_question *question, const char *const *ids, uint32_t set)
{
    struct buffer out = {.arena = question->line->arena};
    for (uint32_t i = 0; set >> i; i++)
        if (set >> i & 1)
            buffer_format(&out, "%s%s", out.length ? " + " : "", ids[i]);
    return buffer_string(&out);
}

static void refuse_holes(struct shared_cost *shared)
{
    struct money_question *question = shared->question;
    for (uint32_t set = 1; question->bad < SHOWN_HOLES && set < 1u << shared->people; set++)
        if (shared->costs[set] < 0)
            money_bad(question, "costs", arena_format(question->line->arena, "%s %s", text_in(terminal_language(),
                      N_("what would be paid alone is not said for:")), shares_set(question, shared->ids, set)));
}

static void read_costs(struct shared_cost *shared)
{
    static const char *const members[] = {"who", "cost", NULL};
    struct money_question *question = shared->question;
    const struct json_value *list = money_list(question, question->value, "", "costs", true, MOST_SETS);
    shared->costs = arena_array(question->line->arena, (size_t)1 << shared->people, sizeof *shared->costs);
    memset(shared->costs, 0xFF, ((size_t)1 << shared->people) * sizeof *shared->costs);
    for (size_t i = 0; list && i < list->count; i++) {
        const char *where = money_item(question, "costs", i);
        money_knows(question, &list->items[i], where, members);
        uint32_t set = read_set(shared, json_get(&list->items[i], "who"), money_place(question, where, "who"));
        if (set && shared->costs[set] >= 0)
            money_bad(question, where, N_("this group stands here twice"));
        int64_t cents;
        if (money_cents(question, &list->items[i], where, "cost", MONEY_NEEDED, &cents))
            shared->costs[set] = cents;
    }
    if (list && !question->bad)
        refuse_holes(shared);
}

static void read_unions(struct shared_cost *shared)
{
    struct money_question *question = shared->question;
    struct text_map unions = {.arena = question->line->arena};
    shared->unions = arena_array(question->line->arena, shared->people, sizeof *shared->unions);
    for (size_t i = 0; i < shared->people; i++) {
        const char *name;
        if (money_name(question, &shared->list->items[i], money_item(question, "people", i), "union", true, &name))
            shared->unions[i] = text_map_add(&unions, name, strlen(name), NULL);
    }
}

static struct cost_shares share(const struct shared_cost *shared, const struct cost_game *game)
{
    static const enum cost_method methods[] = {[SHARES_EQUAL] = COST_EQUAL, [SHARES_PROPORTIONAL] = COST_PROPORTIONAL,
        [SHARES_MARGINAL] = COST_MARGINAL, [SHARES_SHAPLEY] = COST_SHAPLEY, [SHARES_OWEN] = COST_OWEN};
    struct arena *arena = shared->question->line->arena;
    if (shared->method == SHARES_SERIAL)
        return cost_serial(arena, shared->people, shared->demand, &shared->tariff, shared->ids);
    if (shared->method == SHARES_RUNWAY)
        return cost_runway(arena, shared->people, shared->need, shared->ids);
    return cost_split(arena, game, methods[shared->method], shared->unions, shared->ids);
}

static void write_people(struct shared_cost *shared, const struct cost_shares *shares)
{
    struct money_question *question = shared->question;
    bool few = shared->people <= COST_MOST_PEOPLE;
    json_key(&question->json, "shares");
    json_array(&question->json);
    for (size_t i = 0; i < shared->people; i++) {
        const char *name = money_padded(question, shared->ids[i], NAME_WIDTH);
        int64_t alone = few ? cost_of_set(shared, 1u << i) : 0;
        json_object(&question->json);
        money_key_text(question, "id", shared->ids[i]);
        money_key_int(question, "cents", shares->cents[i]);
        money_key_fraction(question, "exact", shares->exact[i]);
        if (few)
            money_key_int(question, "alone", alone);
        json_end(&question->json);
        if (few && question->explain)
            money_line(question, N_("%s %s  alone: %s"), name, money_column(question, shares->cents[i]),
                       money_amount(question, alone));
        else
            money_line(question, "%s %s", name, money_column(question, shares->cents[i]));
    }
    json_end(&question->json);
    money_line(question, "%s %s", money_padded(question, "=", NAME_WIDTH), money_column(question, shares->total));
}

static void write_objection(const struct shared_cost *shared, const struct cost_objection *objection)
{
    struct money_question *question = shared->question;
    json_object(&question->json);
    json_key(&question->json, "who");
    json_array(&question->json);
    for (uint32_t i = 0; objection->set >> i; i++)
        if (objection->set >> i & 1)
            json_text(&question->json, shared->ids[i]);
    json_end(&question->json);
    money_key_int(question, "pays", objection->pays);
    money_key_int(question, "alone", objection->alone);
    json_end(&question->json);
    money_line(question, N_("Would pay less alone: %s: %s instead of %s."),
               shares_set(question, shared->ids, objection->set), money_amount(question, objection->alone),
               money_amount(question, objection->pays));
}

static void write_core(const struct shared_cost *shared, const struct cost_game *game, const int64_t *cents)
{
    struct money_question *question = shared->question;
    struct cost_core core = {0};
    if (shared->people <= COST_MOST_PEOPLE)
        core = cost_core_test(question->line->arena, game, cents, SHOWN_OBJECTIONS);
    if (!core.tested)
        return;
    money_key_bool(question, "core", core.total == 0);
    money_key_int(question, "objection_count", (int64_t)core.total);
    json_key(&question->json, "objections");
    json_array(&question->json);
    if (!core.total)
        money_line(question, N_("No group would pay less alone."));
    for (size_t i = 0; i < core.count; i++)
        write_objection(shared, &core.objections[i]);
    json_end(&question->json);
    if (core.total > core.count)
        money_line(question, N_("… and %lld more groups."), (long long)(core.total - core.count));
}

static void read_question(struct shared_cost *shared)
{
    struct money_question *question = shared->question;
    bool by_tariff = json_get(question->value, "tariff") != NULL, by_list = json_get(question->value, "costs") != NULL;
    if (shared->method == SHARES_OWEN)
        read_unions(shared);
    if (shared->method == SHARES_SERIAL || (by_tariff && shared->method != SHARES_RUNWAY))
        read_demands(shared);
    else if (by_list && shared->method != SHARES_RUNWAY)
        read_costs(shared);
    else
        read_needs(shared);
    if (by_tariff + by_list > 1)
        money_bad(question, "", N_("“tariff” or “costs”, not both"));
}

int shares_of_cost(struct money_question *question, enum shares_method method)
{
    static const char *const members[] = {"kind", "method", "people", "tariff", "costs", NULL};
    static const char *const of_people[] = {"id", "demand", "alone", "union", NULL};
    struct shared_cost shared = {.question = question, .method = method};
    bool any_number = method == SHARES_SERIAL || method == SHARES_RUNWAY;
    money_knows(question, question->value, "", members);
    shared.list = money_list(question, question->value, "", "people", true,
                             any_number ? MOST_PEOPLE : COST_MOST_PEOPLE);
    if (!shared.list)
        return EXIT_FAILED;
    for (size_t i = 0; i < shared.list->count; i++)
        money_knows(question, &shared.list->items[i], money_item(question, "people", i), of_people);
    shared.people = shared.list->count;
    shared.ids = shares_people(question, shared.list);
    if (!question->bad)
        read_question(&shared);
    if (money_refused(question))
        return EXIT_FAILED;
    struct cost_game game = {(uint32_t)shared.people, cost_of_set, &shared};
    struct cost_shares shares = share(&shared, &game);
    if (!shares.good)
        return money_bad(question, "", N_("this cannot be shared")), EXIT_FAILED;
    money_key_int(question, "total", shares.total);
    write_people(&shared, &shares);
    write_core(&shared, &game, shares.cents);
    return money_end(question);
}
