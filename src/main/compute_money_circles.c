/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kind commitments: what is brought, who waits for whom, who could move first. */
#include "i18n/i18n.h"
#include "main/compute_money_commitments.h"

enum { NAME_WIDTH = 24 };
static const char *const states[] = {"free", "circle", "lacking"};

/* The formats come from a catalogue whose directives the build compares. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static const char *condition_text(struct money_question *question, const struct commitments_file *file,
                                  const struct condition *condition, int64_t lacks)
{
    struct arena *arena = question->line->arena;
    const char *language = terminal_language();
    const char *cents = money_amount(question, condition->cents), *missing = money_amount(question, lacks);
    switch (condition->kind) {
    case CONDITION_WHO:
        return arena_format(arena, text_in(language, N_("that %s commits")), file->ids.texts[condition->which]);
    case CONDITION_TOTAL:
        return arena_format(arena, text_in(language, N_("%s brought by the others, %s are missing")), cents, missing);
    case CONDITION_GROUP:
        return arena_format(arena, text_in(language, N_("%s brought by the group “%s”, %s are missing")), cents,
                            file->groups.texts[condition->which], missing);
    case CONDITION_COUNT:
        return arena_format(arena, text_in(language, N_("so many other commitments: %u")), condition->which);
    }
    return "";
}
#pragma GCC diagnostic pop

static void say_free(struct money_question *question, const struct commitments_file *file,
                     const struct commitment_result *result, uint32_t who)
{
    const char *name = money_padded(question, file->ids.texts[who], NAME_WIDTH);
    const char *cents = money_column(question, result->cents);
    int64_t promised = file->list[who].cents;
    if (result->cents < promised)
        money_line(question, N_("%s %s  of %s: a ceiling"), name, cents, money_amount(question, promised));
    else if (result->round == 0)
        money_line(question, N_("%s %s  firm"), name, cents);
    else
        money_line(question, N_("%s %s  its conditions are met (round %u)"), name, cents, result->round);
}

static void say_waiting(struct money_question *question, const struct commitments_file *file,
                        const struct commitment_result *result, uint32_t who)
{
    const char *name = money_padded(question, file->ids.texts[who], NAME_WIDTH);
    const struct condition *condition = &file->list[who].conditions[result->waits_for];
    money_line(question, N_("%s %s  waits for this: %s"), name, money_column(question, 0),
               condition_text(question, file, condition, result->lacks));
    if (!question->explain)
        return;
    money_line(question, N_("    committing first, it would bring %s in all and free %u others"),
               money_amount(question, result->frees), result->frees_count);
    if (result->outside >= 0)
        money_line(question, N_("    %s of firm money from elsewhere would free it"),
                   money_amount(question, result->outside));
    else
        money_line(question, N_("    no money from elsewhere would free it"));
    if (result->state == COMMITMENT_LACKING)
        money_line(question, N_("    even if all who could committed together, this would not be met"));
}

static void write_funder(struct money_question *question, const struct commitments_file *file,
                         const struct commitment_result *result, uint32_t who)
{
    json_object(&question->json);
    money_key_text(question, "id", file->ids.texts[who]);
    money_key_text(question, "state", states[result->state]);
    money_key_int(question, "promised", file->list[who].cents);
    money_key_int(question, "cents", result->cents);
    if (result->state == COMMITMENT_FREE) {
        money_key_int(question, "round", result->round);
        say_free(question, file, result, who);
    } else {
        const struct condition *condition = &file->list[who].conditions[result->waits_for];
        money_key_text(question, "waits_for", condition_text(question, file, condition, result->lacks));
        money_key_int(question, "lacks", result->lacks);
        json_key(&question->json, "outside");
        if (result->outside >= 0)
            json_int(&question->json, result->outside);
        else
            json_null(&question->json);
        money_key_int(question, "frees", result->frees);
        money_key_int(question, "frees_count", result->frees_count);
        say_waiting(question, file, result, who);
    }
    json_end(&question->json);
}

/* Who of a circle brings most by moving first; of equals, who lacks least. */
static uint32_t best_to_move(const struct commitments *result, const struct commitment_circle *circle)
{
    uint32_t best = circle->members[0];
    for (size_t i = 1; i < circle->count; i++) {
        const struct commitment_result *one = &result->results[circle->members[i]], *other = &result->results[best];
        if (one->frees > other->frees || (one->frees == other->frees && one->lacks < other->lacks))
            best = circle->members[i];
    }
    return best;
}

static void write_circle(struct money_question *question, const struct commitments_file *file,
                         const struct commitments *result, const struct commitment_circle *circle)
{
    struct buffer names = {.arena = question->line->arena};
    uint32_t best = best_to_move(result, circle);
    json_object(&question->json);
    json_key(&question->json, "members");
    json_array(&question->json);
    for (size_t i = 0; i < circle->count; i++) {
        json_text(&question->json, file->ids.texts[circle->members[i]]);
        buffer_format(&names, "%s → ", file->ids.texts[circle->members[i]]);
    }
    json_end(&question->json);
    money_key_text(question, "first", file->ids.texts[best]);
    money_key_int(question, "frees", result->results[best].frees);
    money_key_int(question, "lacks", result->results[best].lacks);
    json_end(&question->json);
    money_line(question, N_("Each waits for the next: %s%s. Would free most by moving first: %s, %s in all."),
               buffer_string(&names), file->ids.texts[circle->members[0]], file->ids.texts[best],
               money_amount(question, result->results[best].frees));
}

static void write_groups(struct money_question *question, const struct commitments_file *file,
                         const struct commitments *result)
{
    json_key(&question->json, "groups");
    json_array(&question->json);
    for (uint32_t g = 0; g < file->groups.count; g++) {
        const char *id = file->groups.texts[g];
        json_object(&question->json);
        money_key_text(question, "id", *id ? id : NULL);
        money_key_int(question, "cents", result->group_cents[g]);
        json_end(&question->json);
        if (*id)
            money_line(question, N_("group %s %s"), money_padded(question, id, NAME_WIDTH - 6),
                       money_column(question, result->group_cents[g]));
    }
    json_end(&question->json);
}

int commitments_answer(struct money_question *question, const struct commitments_file *file,
                       const struct commitments *result)
{
    money_key_int(question, "promised", result->promised);
    money_key_int(question, "total", result->total);
    money_key_int(question, "together", result->together);
    json_key(&question->json, "funders");
    json_array(&question->json);
    for (uint32_t i = 0; i < file->ids.count; i++)
        write_funder(question, file, &result->results[i], i);
    json_end(&question->json);
    money_line(question, "%s %s", money_padded(question, "=", NAME_WIDTH), money_column(question, result->total));
    write_groups(question, file, result);
    json_key(&question->json, "circles");
    json_array(&question->json);
    for (size_t i = 0; i < result->circle_count; i++)
        write_circle(question, file, result, &result->circles[i]);
    json_end(&question->json);
    if (result->circle_count)
        money_line(question, N_("Were the circles broken, %s would be brought, of %s promised."),
                   money_amount(question, result->together), money_amount(question, result->promised));
    return money_end(question);
}
