/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kind quadratic: a pool shared by how many people give, rather than by how much. */
#include <string.h>
#include "engines/kernel/sort.h"
#include "i18n/i18n.h"
#include "main/compute_money_gifts.h"

enum { NAME_WIDTH = 24, MOST_TRIED = 50, MOST_PROJECTS = 10000 };

/* Why it calls for so much: the number of people, and what takes away from it. */
static void explain_project(struct money_question *question, const struct quadratic *quadratic, bool plain,
                            uint32_t project)
{
    struct arena *arena = question->line->arena;
    int64_t called, alike;
    struct rational cents = rational_add(arena, quadratic->called[project], rational_of(arena, 1, 2));
    struct rational given = rational_of(arena, quadratic->given[project], 1);
    struct rational others = rational_of(arena, (int64_t)quadratic->givers[project] - 1, 1);
    struct rational most = rational_multiply(arena, others, given);
    if (quadratic->givers[project] == 0 || !rational_floor(arena, cents, &called)
        || !rational_floor(arena, most, &alike))
        return;
    money_key_int(question, "called_if_alike", alike);
    money_line(question, plain ? N_("    calls for %s: %s if all had given alike, less %s because they did not")
               : N_("    calls for %s: %s if all had given alike, less %s for unequal gifts and bounded pairs"),
               money_amount(question, called), money_amount(question, alike),
               money_amount(question, alike > called ? alike - called : 0));
}

static void write_project(struct money_question *question, const struct read_gifts *gifts,
                          const struct quadratic *quadratic, bool plain, uint32_t project)
{
    struct arena *arena = question->line->arena;
    const char *id = gifts->projects.texts[project];
    json_object(&question->json);
    money_key_text(question, "id", id);
    money_key_int(question, "givers", quadratic->givers[project]);
    money_key_int(question, "given", quadratic->given[project]);
    json_key(&question->json, "called");
    json_real(&question->json, rational_real(arena, quadratic->called[project]));
    money_key_int(question, "added", quadratic->added[project]);
    money_line(question, N_("%s %s  people: %lld, %s given"), money_padded(question, *id ? id : "—", NAME_WIDTH),
               money_column(question, quadratic->added[project]), (long long)quadratic->givers[project],
               money_amount(question, quadratic->given[project]));
    if (question->explain)
        explain_project(question, quadratic, plain, project);
    json_end(&question->json);
}

/* Those who gave most, the first first: whose split is worth a look. */
static size_t largest_givers(struct money_question *question, const struct read_gifts *gifts, uint32_t *people)
{
    struct arena *arena = question->line->arena;
    struct keyed *sums = arena_array(arena, gifts->people.count, sizeof *sums);
    size_t count = gifts->people.count < MOST_TRIED ? gifts->people.count : MOST_TRIED;
    for (uint32_t i = 0; i < gifts->people.count; i++)
        sums[i] = (struct keyed){UINT64_MAX, i};
    for (size_t i = 0; i < gifts->count; i++)
        sums[gifts->gifts[i].person].key -= (uint64_t)gifts->gifts[i].cents;
    sort_keyed(arena, sums, gifts->people.count);
    for (size_t i = 0; i < count; i++)
        people[i] = (uint32_t)sums[i].value;
    return count;
}

static const char *person_name(const struct read_gifts *gifts, uint32_t person)
{
    const char *name = gifts->people.texts[person];
    return *name == '\n' ? NULL : name;
}

static void write_split(struct money_question *question, const char *who, int64_t tried, int64_t moved)
{
    json_key(&question->json, "split");
    json_object(&question->json);
    money_key_text(question, "who", who);
    money_key_int(question, "moved", moved);
    money_key_int(question, "tried", tried);
    json_end(&question->json);
    money_line(question, N_("Had %s given by halves under two names, their projects would get %s more."),
               who ? who : text_in(terminal_language(), N_("a giver without a name")),
               money_amount(question, moved));
}

/* The sybil test: of the one named, else of whom it would serve most among those who gave most. */
static void try_splits(struct money_question *question, const struct quadratic_question *asked,
                       const struct read_gifts *gifts, const struct quadratic *honest, const char *named)
{
    uint32_t people[MOST_TRIED] = {0}, best = 0;
    size_t count = 1;
    int64_t most = INT64_MIN;
    if (named)
        people[0] = text_map_find(&gifts->people, named, strlen(named));
    else
        count = largest_givers(question, gifts, people);
    for (size_t i = 0; i < count; i++) {
        int64_t moved = quadratic_split(question->line->arena, asked, honest, people[i]);
        best = moved > most ? people[i] : best;
        most = moved > most ? moved : most;
    }
    if (count)
        write_split(question, person_name(gifts, best), (int64_t)count, most);
}

static void read_rule(struct money_question *question, struct quadratic_question *asked)
{
    static const char *const rules[] = {"plain", "pairwise", NULL};
    int rule;
    money_choice(question, question->value, "", "rule", rules, &rule);
    asked->rule = (enum quadratic_rule)rule;
    money_cents(question, question->value, "", "pool", MONEY_NEEDED, &asked->pool);
    money_cents(question, question->value, "", "per_project", MATCHED_NO_LIMIT, &asked->per_project);
    money_cents(question, question->value, "", "bound", asked->pool, &asked->bound);
    if (asked->rule == QUADRATIC_PAIRWISE && asked->bound == 0)
        money_bad(question, "bound", N_("this is above 0"));
}

static int answer(struct money_question *question, const struct quadratic_question *asked,
                  const struct read_gifts *gifts, const char *split)
{
    struct quadratic quadratic = quadratic_run(question->line->arena, asked);
    if (quadratic.refusal != MATCHED_GOOD) {
        money_bad(question, "gifts", N_("pairwise, at most 2,000 people"));
        return EXIT_FAILED;
    }
    money_key_int(question, "pool", asked->pool);
    money_key_int(question, "spent", quadratic.spent);
    money_key_bool(question, "scaled", quadratic.scaled);
    json_key(&question->json, "projects");
    json_array(&question->json);
    for (uint32_t project = 0; project < asked->projects; project++)
        write_project(question, gifts, &quadratic, asked->rule == QUADRATIC_PLAIN, project);
    json_end(&question->json);
    money_line(question, "%s %s", money_padded(question, "=", NAME_WIDTH), money_column(question, quadratic.spent));
    if (split || question->explain)
        try_splits(question, asked, gifts, &quadratic, split);
    return money_end(question);
}

int money_quadratic(struct money_question *question)
{
    static const char *const members[] = {"kind", "rule", "pool", "per_project", "bound", "gifts", "split", NULL};
    struct quadratic_question asked = {0};
    struct read_gifts gifts;
    const char *split;
    money_knows(question, question->value, "", members);
    read_rule(question, &asked);
    read_gifts(question, &gifts);
    money_name(question, question->value, "", "split", false, &split);
    if (split && text_map_find(&gifts.people, split, strlen(split)) == HASH_NONE)
        money_bad(question, "split", N_("an identifier here is nobody’s"));
    if (gifts.projects.count > MOST_PROJECTS)
        money_bad(question, "gifts", N_("at most 10,000 projects"));
    if (money_refused(question))
        return EXIT_FAILED;
    asked.gift_count = gifts.count;
    asked.gifts = gifts.gifts;
    asked.people = gifts.people.count;
    asked.projects = gifts.projects.count;
    asked.ids = gifts.projects.texts;
    return answer(question, &asked, &gifts, split);
}
