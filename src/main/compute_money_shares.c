/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kind shares: one amount among people by a key, or by a mixture of keys. */
#include <string.h>
#include "engines/kernel/hash.h"
#include "engines/shares.h"
#include "main/compute_money.h"
#include "main/compute_money_shares.h"

enum { MOST_PEOPLE = 10000, MOST_KEYS = 20, NAME_WIDTH = 24 };

const char **shares_people(struct money_question *question, const struct json_value *people)
{
    struct arena *arena = question->line->arena;
    struct text_map known = {.arena = arena};
    const char **ids = arena_array(arena, people->count, sizeof *ids);
    bool is_new = true;
    for (size_t i = 0; i < people->count; i++) {
        const char *where = money_item(question, "people", i);
        if (!money_name(question, &people->items[i], where, "id", true, &ids[i])) {
            ids[i] = "";
            continue;
        }
        text_map_add(&known, ids[i], strlen(ids[i]), &is_new);
        if (!is_new)
            money_bad(question, money_place(question, where, "id"), N_("this identifier stands here twice"));
    }
    return ids;
}

/* The figures of one member of everybody; "equal" is none. */
static const struct rational *figures(struct money_question *question, const struct json_value *people,
                                      const char *name)
{
    struct rational *list = arena_array(question->line->arena, people->count, sizeof *list);
    if (!name || text_is(name, "equal"))
        return NULL;
    for (size_t i = 0; i < people->count; i++) {
        const char *where = money_item(question, "people", i);
        if (money_fraction(question, &people->items[i], where, name, "", &list[i]) && rational_sign(list[i]) < 0)
            money_bad(question, money_place(question, where, name), N_("a weight is not negative"));
    }
    return list;
}

static void read_key(struct money_question *question, const struct json_value *people, const struct json_value *from,
                     const char *where, struct shares_key *key)
{
    static const char *const members[] = {"by", "times", "part", NULL};
    const char *by, *times;
    money_knows(question, from, where, members);
    money_name(question, from, where, "by", true, &by);
    money_name(question, from, where, "times", false, &times);
    money_fraction(question, from, where, "part", "1", &key->part);
    key->by = figures(question, people, by);
    key->times = figures(question, people, times);
    if (key->times && !key->by) {
        key->by = key->times;
        key->times = NULL;
    }
}

static void read_keys(struct money_question *question, const struct json_value *people, struct shares_question *asked)
{
    struct shares_key *keys = arena_array(question->line->arena, MOST_KEYS, sizeof *keys);
    const char *name;
    asked->keys = keys;
    asked->key_count = 1;
    keys[0].part = rational_of(question->line->arena, 1, 1);
    if (!json_get(question->value, "keys")) {
        money_name(question, question->value, "", "key", true, &name);
        keys[0].by = figures(question, people, name);
        return;
    }
    const struct json_value *list = money_list(question, question->value, "", "keys", true, MOST_KEYS);
    asked->key_count = list ? list->count : 0;
    for (size_t i = 0; i < asked->key_count; i++)
        read_key(question, people, &list->items[i], money_item(question, "keys", i), &keys[i]);
}

static void read_bounds(struct money_question *question, const struct json_value *people,
                        struct shares_question *asked)
{
    int64_t *least = arena_array(question->line->arena, people->count, sizeof *least);
    int64_t *most = arena_array(question->line->arena, people->count, sizeof *most);
    for (size_t i = 0; i < people->count; i++) {
        const char *where = money_item(question, "people", i);
        money_cents(question, &people->items[i], where, "least", 0, &least[i]);
        money_cents(question, &people->items[i], where, "most", INT64_MAX, &most[i]);
        if (most[i] < least[i])
            money_bad(question, where, N_("“least” is above “most”"));
    }
    asked->least = least;
    asked->most = most;
}

static const char *refusal_text(enum shares_refusal refusal)
{
    switch (refusal) {
    case SHARES_NO_WEIGHT: return N_("all the weights of this key are 0");
    case SHARES_PARTS: return N_("the parts of the keys are not negative and sum to exactly 1");
    case SHARES_FLOORS: return N_("the floors sum to more than the amount");
    case SHARES_CEILINGS: return N_("the ceilings leave a part of the amount to nobody");
    case SHARES_TOO_FINE: return N_("these fractions have no common denominator of a reasonable length");
    default: return N_("this cannot be shared");
    }
}

static const char *hold_name(const struct shares *shares, size_t who)
{
    static const char *const names[] = {NULL, "least", "most"};
    return names[shares->held[who]];
}

static void write_person(struct money_question *question, const struct shares_question *asked,
                         const struct shares *shares, size_t who)
{
    struct json *json = &question->json;
    const char *id = asked->ids[who], *amount = money_column(question, shares->cents[who]);
    const char *weight = rational_text(question->line->arena, shares->weight[who]);
    json_object(json);
    money_key_text(question, "id", id);
    money_key_int(question, "cents", shares->cents[who]);
    money_key_text(question, "weight", weight);
    money_key_fraction(question, "exact", shares->exact[who]);
    money_key_bool(question, "rounded_up", shares->rounded_up[who]);
    money_key_text(question, "held", hold_name(shares, who));
    json_end(json);
    const char *name = money_padded(question, id, NAME_WIDTH);
    if (!question->explain)
        money_line(question, "%s %s", name, amount);
    else if (shares->held[who] == SHARES_AT_LEAST)
        money_line(question, N_("%s %s  its floor: its key (%s) gives less"), name, amount, weight);
    else if (shares->held[who] == SHARES_AT_MOST)
        money_line(question, N_("%s %s  its ceiling: its key (%s) gives more"), name, amount, weight);
    else if (shares->rounded_up[who])
        money_line(question, N_("%s %s  key %s, and one of the cents left by the fractions"), name, amount, weight);
    else
        money_line(question, N_("%s %s  key %s"), name, amount, weight);
}

static int answer(struct money_question *question, const struct shares_question *asked)
{
    struct shares shares = shares_split(question->line->arena, asked);
    if (shares.refusal != SHARES_GOOD) {
        money_bad(question, shares.refusal == SHARES_NO_WEIGHT && json_get(question->value, "keys")
                  ? money_item(question, "keys", shares.where) : "", refusal_text(shares.refusal));
        return EXIT_FAILED;
    }
    money_key_int(question, "amount", asked->amount);
    json_key(&question->json, "shares");
    json_array(&question->json);
    for (size_t i = 0; i < asked->people; i++)
        write_person(question, asked, &shares, i);
    json_end(&question->json);
    money_line(question, "%s %s", money_padded(question, "=", NAME_WIDTH), money_column(question, asked->amount));
    return money_end(question);
}

static int split_by_keys(struct money_question *question)
{
    static const char *const members[] = {"kind", "method", "amount", "key", "keys", "people", NULL};
    struct shares_question asked = {0};
    money_knows(question, question->value, "", members);
    money_cents(question, question->value, "", "amount", MONEY_NEEDED, &asked.amount);
    const struct json_value *people = money_list(question, question->value, "", "people", true, MOST_PEOPLE);
    if (!people)
        return EXIT_FAILED;
    asked.people = people->count;
    asked.ids = shares_people(question, people);
    read_keys(question, people, &asked);
    read_bounds(question, people, &asked);
    return money_refused(question) ? EXIT_FAILED : answer(question, &asked);
}

int money_shares(struct money_question *question)
{
    static const char *const methods[] = {"key", "equal", "proportional", "marginal", "serial", "shapley", "owen",
                                          "runway", NULL};
    int method;
    if (!money_choice(question, question->value, "", "method", methods, &method))
        return EXIT_FAILED;
    return method == SHARES_BY_KEY ? split_by_keys(question) : shares_of_cost(question, (enum shares_method)method);
}
