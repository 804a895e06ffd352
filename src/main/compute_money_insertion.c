/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kinds insertion (hours due and done) and in_kind (gifts of time and things). */
#include "base/number.h"
#include "engines/insertion.h"
#include "main/compute_money_plan.h"

enum { MOST_LOTS = 200, MOST_DONE = 100000, MOST_RATES = 1000, HUNDREDTHS = 100, NAME_WIDTH = 24 };

/* Hours as a number or a fraction, in whole hundredths. */
static bool read_hours(struct money_question *question, const struct json_value *object, const char *where,
                       const char *key, int64_t *hundredths)
{
    int64_t millionths;
    if (!money_millionths(question, object, where, key, "", &millionths))
        return false;
    *hundredths = millionths / (MILLIONTHS / HUNDREDTHS);
    if (millionths % (MILLIONTHS / HUNDREDTHS) == 0)
        return true;
    money_bad(question, money_place(question, where, key), N_("hours are counted to the hundredth"));
    return false;
}

static void read_clause(struct money_question *question, const struct json_value *clause, int64_t *hours)
{
    static const char *const members[] = {"amount", "labour", "insertion", "hour", NULL};
    struct insertion_clause read = {0};
    int64_t labour, rate, bad = question->bad;
    money_knows(question, clause, "clause", members);
    money_cents(question, clause, "clause", "amount", MONEY_NEEDED, &read.cents);
    money_millionths(question, clause, "clause", "labour", "", &labour);
    money_millionths(question, clause, "clause", "insertion", "", &rate);
    money_cents(question, clause, "clause", "hour", MONEY_NEEDED, &read.hour_cents);
    read.labour_percent = labour / 10000, read.insertion_tenths = rate / 1000;
    if (question->bad == bad && (labour % 10000 || rate % 1000))
        money_bad(question, "clause", N_("labour is a whole percentage, insertion has one decimal at most"));
    const char *trouble = question->bad == bad ? insertion_trouble(&read) : NULL;
    if (trouble)
        money_bad(question, "clause", trouble);
    else if (question->bad == bad && !insertion_hours(&read, hours))
        money_bad(question, "clause.amount", N_("this amount is too large"));
}

struct follow { const char **names; struct insertion_lot *lots; size_t lot_count; struct insertion_done *done;
                size_t done_count; int64_t today; };

static void read_lots(struct money_question *question, struct follow *follow)
{
    static const char *const members[] = {"name", "hours", "start", "end", "training", NULL};
    const struct json_value *list = money_list(question, question->value, "", "lots", false, MOST_LOTS);
    follow->lot_count = list ? list->count : 0;
    follow->lots = arena_array(question->line->arena, follow->lot_count, sizeof *follow->lots);
    follow->names = arena_array(question->line->arena, follow->lot_count, sizeof *follow->names);
    for (size_t i = 0; i < follow->lot_count; i++) {
        const char *where = money_item(question, "lots", i);
        struct insertion_lot *lot = &follow->lots[i];
        int64_t training, bad = question->bad;
        money_knows(question, &list->items[i], where, members);
        money_name(question, &list->items[i], where, "name", true, &follow->names[i]);
        read_hours(question, &list->items[i], where, "hours", &lot->due);
        money_date(question, &list->items[i], where, "start", true, &lot->start);
        money_date(question, &list->items[i], where, "end", true, &lot->end);
        money_millionths(question, &list->items[i], where, "training", "0", &training);
        lot->most_trained = training < 0 || training > MILLIONTHS ? 101 : (uint32_t)(training / 10000);
        const char *trouble = question->bad == bad ? insertion_lot_trouble(lot) : NULL;
        if (trouble)
            money_bad(question, where, trouble);
    }
}

static uint32_t find_lot(const struct follow *follow, const char *name)
{
    uint32_t lot = 0;
    while (lot < follow->lot_count && !text_is(follow->names[lot], name))
        lot++;
    return lot;
}

static void read_done(struct money_question *question, struct follow *follow)
{
    static const char *const members[] = {"lot", "mode", "date", "hours", "who", NULL};
    static const char *const modes[] = {"hired", "lent", "subcontracted", "trained", NULL};
    const struct json_value *list = money_list(question, question->value, "", "done", false, MOST_DONE);
    follow->done_count = list ? list->count : 0;
    follow->done = arena_array(question->line->arena, follow->done_count, sizeof *follow->done);
    for (size_t i = 0; i < follow->done_count; i++) {
        const char *where = money_item(question, "done", i), *lot;
        struct insertion_done *done = &follow->done[i];
        int64_t bad = question->bad;
        int mode;
        money_knows(question, &list->items[i], where, members);
        money_name(question, &list->items[i], where, "lot", true, &lot);
        money_choice(question, &list->items[i], where, "mode", modes, &mode);
        money_date(question, &list->items[i], where, "date", true, &done->day);
        read_hours(question, &list->items[i], where, "hours", &done->hundredths);
        done->mode = (enum insertion_mode)mode, done->lot = find_lot(follow, lot);
        const char *trouble = question->bad == bad
            ? insertion_done_trouble(done, (uint32_t)follow->lot_count) : NULL;
        if (trouble)
            money_bad(question, where, trouble);
    }
}

static void write_hours(struct money_question *question, const char *key, int64_t hundredths)
{
    json_key(&question->json, key);
    json_real(&question->json, (double)hundredths / HUNDREDTHS);
}

static void write_lot(struct money_question *question, const struct follow *follow, uint32_t which)
{
    static const char *const keys[] = {"hired", "lent", "subcontracted", "trained"};
    struct buffer sentence = {.arena = question->line->arena};
    int64_t outside;
    struct insertion_state state = insertion_follow(&follow->lots[which], which, follow->done, follow->done_count,
                                                    follow->today, &outside);
    json_object(&question->json);
    money_key_text(question, "name", follow->names[which]);
    write_hours(question, "due", follow->lots[which].due);
    write_hours(question, "counted", state.counted);
    for (int mode = 0; mode < INSERTION_MODES; mode++)
        write_hours(question, keys[mode], state.done[mode]);
    write_hours(question, "training_left_out", state.training_left_out);
    write_hours(question, "outside", outside);
    write_hours(question, "remaining", state.remaining);
    write_hours(question, "expected", state.expected);
    write_hours(question, "late", state.late);
    write_hours(question, "a_week", state.a_week);
    insertion_sentence(&sentence, &follow->lots[which], &state);
    money_key_text(question, "sentence", buffer_string(&sentence));
    json_end(&question->json);
    money_line(question, "%s: %s", follow->names[which], buffer_string(&sentence));
}

int money_insertion(struct money_question *question)
{
    static const char *const members[] = {"kind", "clause", "lots", "done", "today", NULL};
    struct follow follow = {0};
    int64_t hours = -1;
    money_knows(question, question->value, "", members);
    const struct json_value *clause = money_object(question, question->value, "", "clause");
    if (clause)
        read_clause(question, clause, &hours);
    read_lots(question, &follow);
    read_done(question, &follow);
    money_date(question, question->value, "", "today", follow.lot_count > 0, &follow.today);
    if (!clause && !follow.lot_count && !question->bad)
        money_bad(question, "", N_("a “clause”, or “lots”, are awaited"));
    if (money_refused(question))
        return EXIT_FAILED;
    if (clause) {
        money_key_int(question, "hours", hours);
        money_line(question, N_("%lld hours of insertion"), (long long)hours);
    }
    json_key(&question->json, "lots");
    json_array(&question->json);
    for (uint32_t i = 0; i < follow.lot_count; i++)
        write_lot(question, &follow, i);
    json_end(&question->json);
    return money_end(question);
}

/* --- contributions in kind --------------------------------------------------------------------------------------- */

static struct in_kind_rate *read_rates(struct money_question *question, size_t *count)
{
    static const char *const members[] = {"name", "from", "amount", NULL};
    const struct json_value *list = money_list(question, question->value, "", "rates", true, MOST_RATES);
    *count = list ? list->count : 0;
    struct in_kind_rate *rates = arena_array(question->line->arena, *count, sizeof *rates);
    for (size_t i = 0; i < *count; i++) {
        const char *where = money_item(question, "rates", i);
        money_knows(question, &list->items[i], where, members);
        money_name(question, &list->items[i], where, "name", true, &rates[i].name);
        money_date(question, &list->items[i], where, "from", true, &rates[i].from);
        money_cents(question, &list->items[i], where, "amount", MONEY_NEEDED, &rates[i].cents);
    }
    return rates;
}

/* "quantity" units, or "people" × "hours". */
static bool read_quantity(struct money_question *question, const struct json_value *object, const char *where,
                          int64_t *thousandths)
{
    int64_t people = 1, millionths;
    bool by_people = json_get(object, "people") != NULL;
    if (by_people && !money_whole(question, object, where, "people", 1, 1000000, MONEY_NEEDED, &people))
        return false;
    if (!money_millionths(question, object, where, by_people ? "hours" : "quantity", "", &millionths))
        return false;
    if (millionths % 1000 == 0 && multiply_checked(millionths / 1000, people, thousandths))
        return true;
    money_bad(question, where, N_("a quantity has three decimals at most"));
    return false;
}

static void read_gift(struct money_question *question, const struct json_value *object, const char *where,
                      struct in_kind_gift *gift)
{
    static const char *const members[] = {"type", "rate", "date", "quantity", "people", "hours", "who", NULL};
    static const char *const types[] = {"work", "lent", "service", "goods", NULL};
    int type;
    money_knows(question, object, where, members);
    money_choice(question, object, where, "type", types, &type);
    money_name(question, object, where, "rate", true, &gift->rate);
    money_date(question, object, where, "date", true, &gift->day);
    read_quantity(question, object, where, &gift->thousandths);
    gift->kind = (enum in_kind)type;
}

static void write_value(struct money_question *question, const struct json_value *object,
                        const struct in_kind_value *value)
{
    const char *who = json_get_text(object, "who");
    json_object(&question->json);
    money_key_text(question, "who", who);
    money_key_int(question, "cents", value->cents);
    money_key_int(question, "rate", value->rate);
    money_key_int(question, "debit", value->debit);
    money_key_int(question, "credit", value->credit);
    json_end(&question->json);
    money_line(question, "%s %s  %d / %d", money_padded(question, who ? who : "-", NAME_WIDTH),
               money_column(question, value->cents), value->debit, value->credit);
}

int money_in_kind(struct money_question *question)
{
    static const char *const members[] = {"kind", "rates", "gifts", NULL};
    size_t rate_count;
    int64_t total = 0;
    money_knows(question, question->value, "", members);
    struct in_kind_rate *rates = read_rates(question, &rate_count);
    const struct json_value *list = money_list(question, question->value, "", "gifts", true, MOST_DONE);
    struct in_kind_value *values = arena_array(question->line->arena, list ? list->count : 0, sizeof *values);
    for (size_t i = 0; list && i < list->count; i++) {
        struct in_kind_gift gift = {0};
        const char *where = money_item(question, "gifts", i);
        int64_t bad = question->bad;
        read_gift(question, &list->items[i], where, &gift);
        const char *trouble = question->bad == bad ? in_kind_value(rates, rate_count, &gift, &values[i]) : NULL;
        if (trouble)
            money_bad(question, where, trouble);
        else if (question->bad == bad && !add_checked(total, values[i].cents, &total))
            money_bad(question, where, N_("this amount is too large"));
    }
    if (money_refused(question))
        return EXIT_FAILED;
    json_key(&question->json, "gifts");
    json_array(&question->json);
    for (size_t i = 0; i < list->count; i++)
        write_value(question, &list->items[i], &values[i]);
    json_end(&question->json);
    money_key_int(question, "total", total);
    money_line(question, "%s %s", money_padded(question, "=", NAME_WIDTH), money_column(question, total));
    return money_end(question);
}
