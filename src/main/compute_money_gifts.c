/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Gifts of people to projects, as the questions of maillage compute money write them. */
#include <string.h>
#include "main/compute_money_gifts.h"
#include "main/compute_money_plan.h"

enum { MOST_LINES = 200000, MOST_GIFTS = 1000000, MOST_TIMES = 100000 };

int64_t gift_project(struct money_question *question, const struct json_value *object, const char *where,
                     struct read_gifts *gifts, bool known)
{
    const char *name = "";
    if (json_get(object, "project") && !money_name(question, object, where, "project", true, &name))
        return -1;
    uint32_t number = known ? text_map_find(&gifts->projects, name, strlen(name))
        : text_map_add(&gifts->projects, name, strlen(name), NULL);
    if (number == HASH_NONE)
        money_bad(question, money_place(question, where, "project"), N_("nobody gave to this project"));
    return number == HASH_NONE ? -1 : (int64_t)number;
}

/* A number of its own for each gift without a name. */
static uint32_t giver(struct money_question *question, struct read_gifts *gifts, const char *who)
{
    if (!who)
        who = arena_format(question->line->arena, "\n%u", gifts->people.count);
    return text_map_add(&gifts->people, who, strlen(who), NULL);
}

static void read_gift(struct money_question *question, const struct json_value *object, const char *where,
                      struct read_gifts *gifts, size_t *room)
{
    static const char *const members[] = {"who", "project", "amount", "day", "times", NULL};
    struct gift gift = {0};
    const char *who;
    int64_t times;
    money_knows(question, object, where, members);
    int64_t project = gift_project(question, object, where, gifts, false);
    money_name(question, object, where, "who", false, &who);
    money_cents(question, object, where, "amount", MONEY_NEEDED, &gift.cents);
    money_date(question, object, where, "day", false, &gift.day);
    money_whole(question, object, where, "times", 1, MOST_TIMES, 1, &times);
    gift.project = project < 0 ? 0 : (uint32_t)project;
    if (gifts->count + (size_t)times > MOST_GIFTS) {
        money_bad(question, where, N_("there are more than a million gifts"));
        return;
    }
    for (; times > 0; times--) {
        gift.person = giver(question, gifts, who);
        gifts->gifts = arena_grow(question->line->arena, gifts->gifts, gifts->count, room, sizeof gift);
        gifts->gifts[gifts->count++] = gift;
    }
}

bool read_gifts(struct money_question *question, struct read_gifts *gifts)
{
    size_t room = 0, where = 0;
    int64_t bad = question->bad, sum = 0;
    *gifts = (struct read_gifts){.people = {.arena = question->line->arena},
                                 .projects = {.arena = question->line->arena}};
    const struct json_value *list = money_list(question, question->value, "", "gifts", true, MOST_LINES);
    for (size_t i = 0; list && i < list->count; i++)
        read_gift(question, &list->items[i], money_item(question, "gifts", i), gifts, &room);
    for (; where < gifts->count && sum <= MATCHED_MOST; where++)
        sum += gifts->gifts[where].cents;
    if (sum > MATCHED_MOST)
        money_bad(question, "gifts", N_("the gifts sum to more than a million million euros"));
    return list && question->bad == bad;
}
