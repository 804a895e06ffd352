/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kind matched: what partners add to gifts, and what becomes of each campaign. */
#include <string.h>
#include "i18n/i18n.h"
#include "main/compute_money_gifts.h"
#include "main/compute_money_plan.h"

enum { MOST_FUNDS = 100, MOST_CAMPAIGNS = 10000, NAME_WIDTH = 24, MOST_CELLS = 4000000, MOST_EXPLAINED = 20000 };

struct asked {
    struct read_gifts gifts;
    const char **names; struct matched_fund *funds;
    size_t campaign_count; uint32_t *of_project; struct matched_campaign *campaigns;
    struct matched_question question;
    struct matched matched;
};

static void read_fund(struct money_question *question, const struct json_value *object, const char *where,
                      const char **name, struct matched_fund *fund)
{
    static const char *const members[] = {"id", "ratio", "per_gift", "per_person", "per_project", "pool",
                                          "gifts_per_person", "until", NULL};
    money_knows(question, object, where, members);
    money_name(question, object, where, "id", true, name);
    money_fraction(question, object, where, "ratio", "1", &fund->ratio);
    money_cents(question, object, where, "per_gift", MATCHED_NO_LIMIT, &fund->per_gift);
    money_cents(question, object, where, "per_person", MATCHED_NO_LIMIT, &fund->per_person);
    money_cents(question, object, where, "per_project", MATCHED_NO_LIMIT, &fund->per_project);
    money_cents(question, object, where, "pool", MATCHED_NO_LIMIT, &fund->pool);
    money_whole(question, object, where, "gifts_per_person", 1, INT64_MAX, INT64_MAX, &fund->gifts_per_person);
    if (money_date(question, object, where, "until", false, &fund->until) && !json_get(object, "until"))
        fund->until = INT64_MAX;
}

static bool read_funds(struct money_question *question, struct asked *asked)
{
    const struct json_value *list = money_list(question, question->value, "", "funds", true, MOST_FUNDS);
    if (!list)
        return false;
    asked->question.fund_count = list->count;
    asked->funds = arena_array(question->line->arena, list->count, sizeof *asked->funds);
    asked->names = arena_array(question->line->arena, list->count, sizeof *asked->names);
    for (size_t i = 0; i < list->count; i++)
        read_fund(question, &list->items[i], money_item(question, "funds", i), &asked->names[i], &asked->funds[i]);
    asked->question.funds = asked->funds;
    return true;
}

static void read_campaign(struct money_question *question, struct asked *asked, const struct json_value *object,
                          const char *where, struct matched_campaign *campaign)
{
    static const char *const members[] = {"project", "goal", "floor", "threshold", "commission", "floor_base",
                                          "commission_base", NULL};
    static const char *const bases[] = {"all", "gifts", NULL};
    struct arena *arena = question->line->arena;
    struct rational threshold;
    int base, commission_base;
    money_knows(question, object, where, members);
    bool good = money_cents(question, object, where, "goal", MONEY_NEEDED, &campaign->goal)
        && money_fraction(question, object, where, "threshold", "1", &threshold);
    if (good && rational_sign(threshold) > 0 && rational_compare(arena, threshold, rational_of(arena, 1, 1)) <= 0)
        campaign->floor = matched_floor(arena, campaign->goal, threshold);
    else if (good)
        money_bad(question, money_place(question, where, "threshold"), N_("this is above 0 and at most 1"));
    if (json_get(object, "floor"))
        good = money_cents(question, object, where, "floor", MONEY_NEEDED, &campaign->floor);
    if (good && (campaign->floor == 0 || campaign->floor > campaign->goal))
        money_bad(question, where, N_("the floor is above 0 and at most the goal"));
    good = money_fraction(question, object, where, "commission", "0", &campaign->commission);
    if (good && (rational_sign(campaign->commission) < 0
                 || rational_compare(arena, campaign->commission, rational_of(arena, 1, 1)) > 0))
        money_bad(question, money_place(question, where, "commission"), N_("this is between 0 and 1"));
    money_choice(question, object, where, "floor_base", bases, &base);
    money_choice(question, object, where, "commission_base", bases, &commission_base);
    campaign->floor_base = (enum matched_base)base;
    campaign->commission_base = (enum matched_base)commission_base;
}

static void read_campaigns(struct money_question *question, struct asked *asked)
{
    struct arena *arena = question->line->arena;
    const struct json_value *list = money_list(question, question->value, "", "campaigns", false, MOST_CAMPAIGNS);
    asked->campaign_count = list ? list->count : 0;
    asked->campaigns = arena_array(arena, asked->campaign_count, sizeof *asked->campaigns);
    asked->of_project = arena_array(arena, asked->campaign_count, sizeof *asked->of_project);
    for (size_t i = 0; i < asked->campaign_count; i++) {
        const char *where = money_item(question, "campaigns", i);
        int64_t project = gift_project(question, &list->items[i], where, &asked->gifts, false);
        asked->of_project[i] = project < 0 ? 0 : (uint32_t)project;
        read_campaign(question, asked, &list->items[i], where, &asked->campaigns[i]);
    }
}

static const char *project_name(const struct asked *asked, uint32_t project)
{
    return *asked->gifts.projects.texts[project] ? asked->gifts.projects.texts[project] : "—";
}

static void write_project(struct money_question *question, const struct asked *asked, uint32_t project)
{
    struct json *json = &question->json;
    uint32_t projects = asked->question.projects;
    json_object(json);
    money_key_text(question, "id", asked->gifts.projects.texts[project]);
    money_key_int(question, "given", asked->matched.given[project]);
    json_key(json, "added");
    json_object(json);
    money_line(question, N_("%s given %s"), money_padded(question, project_name(asked, project), NAME_WIDTH),
               money_column(question, asked->matched.given[project]));
    for (size_t fund = 0; fund < asked->question.fund_count; fund++) {
        int64_t added = asked->matched.added[fund * projects + project];
        money_key_int(question, asked->names[fund], added);
        money_line(question, asked->matched.open[fund * projects + project] ? N_("  %s adds %s")
                   : N_("  %s adds %s, and nothing more"), money_padded(question, asked->names[fund], NAME_WIDTH - 2),
                   money_column(question, added));
    }
    json_end(json);
    json_end(json);
}

static const char *const states[] = {"failed", "reached", "complete"};

static void say_campaign(struct money_question *question, const struct asked *asked, uint32_t project,
                         const struct campaign_result *result)
{
    const char *name = project_name(asked, project);
    if (result->state == CAMPAIGN_FAILED)
        money_line(question, N_("%s: %s in all, %s short of the floor: %s are given back, the partners owe nothing."),
                   name, money_amount(question, result->total), money_amount(question, result->missing),
                   money_amount(question, result->refunded));
    else
        money_line(question, result->state == CAMPAIGN_COMPLETE
                   ? N_("%s: %s in all, the goal is reached: commission %s, %s for the project.")
                   : N_("%s: %s in all, the floor is reached: commission %s, %s for the project."), name,
                   money_amount(question, result->total), money_amount(question, result->commission),
                   money_amount(question, result->net));
    money_line(question, N_("%s: one euro given now counts for %s."), name,
               rational_text(question->line->arena, result->multiplier));
}

static void write_campaign(struct money_question *question, const struct asked *asked, size_t number)
{
    struct json *json = &question->json;
    uint32_t project = asked->of_project[number];
    struct campaign_result result = matched_settle(question->line->arena, &asked->question, &asked->matched, project,
                                                   &asked->campaigns[number]);
    json_object(json);
    money_key_text(question, "project", asked->gifts.projects.texts[project]);
    money_key_text(question, "state", states[result.state]);
    money_key_int(question, "given", result.given);
    money_key_int(question, "added", result.added);
    money_key_int(question, "total", result.total);
    money_key_int(question, "floor", asked->campaigns[number].floor);
    money_key_int(question, "missing", result.missing);
    money_key_int(question, "commission", result.commission);
    json_key(json, "commission_of");
    json_object(json);
    money_key_int(question, "gifts", result.of_gifts);
    json_key(json, "funds");
    json_object(json);
    for (size_t fund = 0; fund < asked->question.fund_count; fund++)
        money_key_int(question, asked->names[fund], result.of_funds[fund]);
    json_end(json);
    json_end(json);
    money_key_int(question, "net", result.net);
    money_key_int(question, "refunded", result.refunded);
    money_key_fraction(question, "multiplier", result.multiplier);
    json_end(json);
    say_campaign(question, asked, project, &result);
}

/* What each fund added at each gift, and what held it back. */
static void write_gift(struct money_question *question, const struct asked *asked, size_t fund, size_t number)
{
    static const char *const limits[] = {NULL, "per_gift", "per_person", "per_project", "pool", "gifts_per_person",
                                         "until"};
    static const char *const said[] = {"", N_("the cap of a gift"), N_("the cap of a person"),
        N_("the cap of the project"), N_("the fund is spent"), N_("a gift too many of one person"),
        N_("after the end of the fund")};
    const struct gift *gift = &asked->gifts.gifts[number];
    size_t at = fund * asked->question.gift_count + number;
    const char *who = asked->gifts.people.texts[gift->person];
    json_object(&question->json);
    money_key_text(question, "fund", asked->names[fund]);
    money_key_int(question, "gift", (int64_t)number + 1);
    money_key_text(question, "who", *who == '\n' ? NULL : who);
    money_key_int(question, "added", asked->matched.of_gift[at]);
    money_key_text(question, "held_by", limits[asked->matched.limit[at]]);
    json_end(&question->json);
    money_line(question, N_("gift %zu, %s, %s: %s adds %s  %s"), number + 1, *who == '\n' ? "?" : who,
               money_amount(question, gift->cents), asked->names[fund],
               money_amount(question, asked->matched.of_gift[at]),
               text_in(terminal_language(), said[asked->matched.limit[at]]));
}

static int answer(struct money_question *question, const struct asked *asked)
{
    struct json *json = &question->json;
    json_key(json, "projects");
    json_array(json);
    for (uint32_t project = 0; project < asked->question.projects; project++)
        write_project(question, asked, project);
    json_end(json);
    json_key(json, "spent");
    json_object(json);
    for (size_t fund = 0; fund < asked->question.fund_count; fund++)
        money_key_int(question, asked->names[fund], asked->matched.spent[fund]);
    json_end(json);
    json_key(json, "campaigns");
    json_array(json);
    for (size_t i = 0; i < asked->campaign_count; i++)
        write_campaign(question, asked, i);
    json_end(json);
    bool few = asked->question.fund_count * asked->question.gift_count <= MOST_EXPLAINED;
    if (question->explain && !few)
        complain(N_("Too many gifts to explain each of them.\n"));
    if (question->explain && few) {
        json_key(json, "gifts");
        json_array(json);
        for (size_t fund = 0; fund < asked->question.fund_count; fund++)
            for (size_t i = 0; i < asked->question.gift_count; i++)
                write_gift(question, asked, fund, i);
        json_end(json);
    }
    return money_end(question);
}

static void refuse_doubled_names(struct money_question *question, const struct asked *asked)
{
    struct text_map names = {.arena = question->line->arena};
    for (size_t i = 0; i < asked->question.fund_count; i++) {
        bool is_new = true;
        if (asked->names[i])
            text_map_add(&names, asked->names[i], strlen(asked->names[i]), &is_new);
        if (!is_new)
            money_bad(question, money_place(question, money_item(question, "funds", i), "id"),
                      N_("this identifier stands here twice"));
    }
}

int money_matched(struct money_question *question)
{
    static const char *const members[] = {"kind", "funds", "gifts", "campaigns", NULL};
    struct asked asked = {0};
    money_knows(question, question->value, "", members);
    read_gifts(question, &asked.gifts);
    if (read_funds(question, &asked))
        refuse_doubled_names(question, &asked);
    read_campaigns(question, &asked);
    asked.question.gift_count = asked.gifts.count;
    asked.question.gifts = asked.gifts.gifts;
    asked.question.people = asked.gifts.people.count;
    asked.question.projects = asked.gifts.projects.count;
    if (asked.question.fund_count * (asked.gifts.count + asked.question.projects) > MOST_CELLS)
        money_bad(question, "", N_("too many funds for so many gifts"));
    if (money_refused(question))
        return EXIT_FAILED;
    asked.matched = matched_run(question->line->arena, &asked.question);
    if (asked.matched.refusal == MATCHED_GOOD)
        return answer(question, &asked);
    money_bad(question, money_place(question, money_item(question, "funds", asked.matched.where), "ratio"),
              N_("a ratio is not negative, and its fraction in whole numbers of at most a million"));
    return EXIT_FAILED;
}
