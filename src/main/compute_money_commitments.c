/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kind commitments: reading who commits to what, on which conditions, under which ceilings. */
#include <string.h>
#include "i18n/i18n.h"
#include "main/compute_money_commitments.h"

static void read_ceiling(struct money_question *question, const struct json_value *object, const char *where,
                         int64_t cost, struct commitment_ceiling *ceiling)
{
    static const char *const bases[] = {"total", "cost", NULL};
    struct arena *arena = question->line->arena;
    struct rational share;
    int base = 0;
    if (!json_get(object, "ceiling") || !money_fraction(question, object, where, "ceiling", "", &share)
        || !money_choice(question, object, where, "ceiling_of", bases, &base))
        return;
    if (rational_sign(share) <= 0 || rational_compare(arena, share, rational_of(arena, 1, 1)) > 0)
        money_bad(question, money_place(question, where, "ceiling"), N_("this is above 0 and at most 1"));
    else if (share.parts || share.bottom > CEILING_FINEST)
        money_bad(question, money_place(question, where, "ceiling"), N_("a ceiling is no finer than a ten-thousandth"));
    else if (base == 1 && cost == 0)
        money_bad(question, "cost", N_("this is needed"));
    else
        *ceiling = (struct commitment_ceiling){share.top, share.bottom, base == 1 ? cost : 0};
}

static void read_groups(struct money_question *question, struct commitments_file *file)
{
    static const char *const members[] = {"id", "ceiling", "ceiling_of", NULL};
    const struct json_value *list = money_list(question, question->value, "", "groups", false, COMMITMENTS_MOST);
    for (size_t i = 0; list && i < list->count; i++) {
        const char *where = money_item(question, "groups", i), *id;
        bool is_new = true;
        money_knows(question, &list->items[i], where, members);
        if (!money_name(question, &list->items[i], where, "id", true, &id))
            continue;
        uint32_t group = text_map_add(&file->groups, id, strlen(id), &is_new);
        if (!is_new)
            money_bad(question, money_place(question, where, "id"), N_("this identifier stands here twice"));
        if (group < COMMITMENTS_MOST)
            read_ceiling(question, &list->items[i], where, file->cost, &file->ceilings[group]);
    }
}

static uint32_t find_name(struct money_question *question, const struct json_value *object, const char *where,
                          const char *key, const struct text_map *names)
{
    const char *name;
    if (!money_name(question, object, where, key, true, &name))
        return 0;
    uint32_t number = text_map_find(names, name, strlen(name));
    if (number != HASH_NONE)
        return number;
    money_bad(question, money_place(question, where, key), N_("nothing here has this identifier"));
    return 0;
}

static struct condition read_condition(struct money_question *question, const struct commitments_file *file,
                                       const struct json_value *object, const char *where, uint32_t any)
{
    static const char *const members[] = {"who", "total", "group", "at_least", "count", "any", NULL};
    struct condition condition = {.any = any};
    int64_t count;
    bool who = json_get(object, "who"), total = json_get(object, "total"), group = json_get(object, "group"),
        number = json_get(object, "count");
    money_knows(question, object, where, members);
    if (who + total + group + number != 1)
        money_bad(question, where, N_("one of “who”, “total”, “group” with “at_least”, “count” or “any” is awaited"));
    else if (who)
        condition.which = find_name(question, object, where, "who", &file->ids);
    else if (total)
        money_cents(question, object, where, "total", MONEY_NEEDED, &condition.cents);
    else if (group)
        money_cents(question, object, where, "at_least", MONEY_NEEDED, &condition.cents);
    else
        money_whole(question, object, where, "count", 0, COMMITMENTS_MOST, MONEY_NEEDED, &count);
    condition.kind = who ? CONDITION_WHO : total ? CONDITION_TOTAL : group ? CONDITION_GROUP : CONDITION_COUNT;
    if (condition.kind == CONDITION_GROUP && group)
        condition.which = find_name(question, object, where, "group", &file->groups);
    if (condition.kind == CONDITION_COUNT && number)
        condition.which = (uint32_t)count;
    return condition;
}

static void add_condition(struct money_question *question, struct commitments_file *file, size_t funder,
                          const struct json_value *object, const char *where, uint32_t any)
{
    struct condition *conditions = file->conditions[funder];
    struct commitment *one = &file->list[funder];
    struct condition condition = read_condition(question, file, object, where, any);
    if (condition.kind == CONDITION_WHO && condition.which == funder && json_get(object, "who"))
        money_bad(question, where, N_("nobody waits for themselves"));
    if (one->condition_count == CONDITIONS_MOST)
        money_bad(question, where, N_("too many conditions"));
    else
        conditions[one->condition_count++] = condition;
}

/* One condition, or a choice of several: {"any": […]}. */
static void read_entry(struct money_question *question, struct commitments_file *file, size_t funder,
                       const struct json_value *object, const char *where, uint32_t choice)
{
    if (!json_get(object, "any")) {
        add_condition(question, file, funder, object, where, 0);
        return;
    }
    const struct json_value *list = money_list(question, object, where, "any", true, CONDITIONS_MOST);
    const char *place = money_place(question, where, "any");
    if (object->count > 1)
        money_bad(question, where, N_("“any” stands alone"));
    for (size_t i = 0; list && i < list->count; i++)
        add_condition(question, file, funder, &list->items[i], money_item(question, place, i), choice);
}

static void read_conditions(struct money_question *question, struct commitments_file *file,
                            const struct json_value *funders)
{
    for (size_t i = 0; i < funders->count; i++) {
        const char *where = money_item(question, "funders", i);
        const struct json_value *list = money_list(question, &funders->items[i], where, "if", false, CONDITIONS_MOST);
        const char *place = money_place(question, where, "if");
        file->conditions[i] = arena_array(question->line->arena, CONDITIONS_MOST, sizeof **file->conditions);
        file->list[i].conditions = file->conditions[i];
        for (size_t c = 0; list && c < list->count; c++)
            read_entry(question, file, i, &list->items[c], money_item(question, place, c), (uint32_t)c + 1);
    }
}

static void read_funder(struct money_question *question, struct commitments_file *file,
                        const struct json_value *object, const char *where, struct commitment *one)
{
    static const char *const members[] = {"id", "amount", "group", "if", "ceiling", "ceiling_of", NULL};
    const char *id = NULL, *group = NULL;
    bool is_new = true;
    money_knows(question, object, where, members);
    if (money_name(question, object, where, "id", true, &id))
        text_map_add(&file->ids, id, strlen(id), &is_new);
    else
        text_map_add(&file->ids, where, strlen(where), NULL);
    if (!is_new)
        money_bad(question, money_place(question, where, "id"), N_("this identifier stands here twice"));
    if (money_cents(question, object, where, "amount", MONEY_NEEDED, &one->cents)
        && one->cents > COMMITMENTS_MOST_CENTS)
        money_bad(question, money_place(question, where, "amount"), N_("an amount is at most 100,000 million euros"));
    money_name(question, object, where, "group", false, &group);
    one->group = text_map_add(&file->groups, group ? group : "", group ? strlen(group) : 0, NULL);
    read_ceiling(question, object, where, file->cost, &one->ceiling);
}

static bool read_file(struct money_question *question, struct commitments_file *file)
{
    static const char *const members[] = {"kind", "cost", "funders", "groups", NULL};
    struct arena *arena = question->line->arena;
    *file = (struct commitments_file){.ids = {.arena = arena}, .groups = {.arena = arena},
        .ceilings = arena_array(arena, 2 * COMMITMENTS_MOST, sizeof *file->ceilings)};
    money_knows(question, question->value, "", members);
    money_cents(question, question->value, "", "cost", 0, &file->cost);
    const struct json_value *funders = money_list(question, question->value, "", "funders", true, COMMITMENTS_MOST);
    if (!funders)
        return false;
    read_groups(question, file);
    file->list = arena_array(arena, funders->count, sizeof *file->list);
    file->conditions = arena_array(arena, funders->count, sizeof *file->conditions);
    for (size_t i = 0; i < funders->count; i++)
        read_funder(question, file, &funders->items[i], money_item(question, "funders", i), &file->list[i]);
    if (question->bad == 0)
        read_conditions(question, file, funders);
    if (file->groups.count > COMMITMENTS_MOST)
        money_bad(question, "groups", arena_format(arena, "%s %d", text_in(terminal_language(),
                  N_("this list is too long; at most:")), COMMITMENTS_MOST));
    file->question = (struct commitments_question){funders->count, file->list, file->groups.count, file->ceilings};
    return question->bad == 0;
}

int money_commitments(struct money_question *question)
{
    struct commitments_file file;
    bool good = read_file(question, &file);
    if (money_refused(question) || !good)
        return EXIT_FAILED;
    struct commitments result = commitments_resolve(question->line->arena, &file.question);
    if (result.refusal == COMMITMENTS_GOOD)
        return commitments_answer(question, &file, &result);
    money_bad(question, "", result.refusal == COMMITMENTS_UNSTEADY
              ? N_("no total respects all these ceilings to the cent") : N_("these commitments cannot be resolved"));
    return EXIT_FAILED;
}
