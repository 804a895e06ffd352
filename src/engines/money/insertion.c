/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Hours of insertion: due, done, late. */
#include "engines/insertion.h"
#include "base/number.h"

#define N_(english) english                                /* for the collector of texts; i18n stands higher */
#define MOST_HUNDREDTHS 1000000000000
enum { PERCENTS = 100 * 1000, WEEK = 7, MOST_DAY = 3000000 };

const char *insertion_trouble(const struct insertion_clause *clause)
{
    if (clause->cents <= 0)
        return N_("The amount of the contract is more than nothing.");
    if (clause->labour_percent <= 0 || clause->labour_percent > 100)
        return N_("The share of labour stands between 1 and 100 %.");
    if (clause->insertion_tenths < 0 || clause->insertion_tenths > 1000)
        return N_("The rate of insertion stands between 0 and 100 %.");
    return clause->hour_cents <= 0 ? N_("An hour of work costs more than nothing.") : NULL;
}

bool insertion_hours(const struct insertion_clause *clause, int64_t *hours)
{
    int64_t share, divisor;
    return clause->hour_cents > 0 && multiply_checked(clause->labour_percent, clause->insertion_tenths, &share)
        && multiply_checked(PERCENTS, clause->hour_cents, &divisor)
        && multiply_divide(clause->cents, share, divisor, hours);
}

const char *insertion_lot_trouble(const struct insertion_lot *lot)
{
    if (lot->due <= 0 || lot->due > MOST_HUNDREDTHS)
        return N_("The hours due are more than nothing.");
    if (lot->end < lot->start || lot->start < -MOST_DAY || lot->end > MOST_DAY)
        return N_("The work ends on the day it starts, or later.");
    return lot->most_trained > 100 ? N_("Training makes between 0 and 100 percent of the hours.") : NULL;
}

const char *insertion_done_trouble(const struct insertion_done *done, uint32_t lots)
{
    if (done->lot >= lots)
        return N_("These hours are those of no lot.");
    if ((unsigned)done->mode >= INSERTION_MODES)
        return N_("This way of doing hours is not known.");
    return done->hundredths <= 0 || done->hundredths > MOST_HUNDREDTHS
        ? N_("Hours done are more than nothing.") : NULL;
}

static int64_t positive(int64_t number)
{
    return number > 0 ? number : 0;
}

static void compare(const struct insertion_lot *lot, int64_t today, struct insertion_state *state)
{
    int64_t days = lot->end - lot->start + 1, gone = positive(today - lot->start + 1);
    int64_t trained = state->done[INSERTION_TRAINED], most = lot->due * lot->most_trained / 100;
    gone = gone > days ? days : gone;
    state->training_left_out = positive(trained - most);
    state->counted = -state->training_left_out;
    for (int mode = 0; mode < INSERTION_MODES; mode++)
        state->counted += state->done[mode];
    state->remaining = positive(lot->due - state->counted);
    multiply_divide(lot->due, gone, days, &state->expected);
    state->late = positive(state->expected - state->counted);
    state->over = today > lot->end;
    int64_t left = days - gone, weeks = (left + WEEK - 1) / WEEK;
    state->a_week = weeks ? (state->remaining + weeks - 1) / weeks : 0;
}

struct insertion_state insertion_follow(const struct insertion_lot *lot, uint32_t which,
                                        const struct insertion_done *done, size_t count, int64_t today,
                                        int64_t *outside)
{
    struct insertion_state state = {0};
    int64_t left_out = 0;
    for (size_t i = 0; i < count; i++) {
        bool inside = done[i].day <= today && done[i].day >= lot->start && done[i].day <= lot->end;
        if (done[i].lot == which)
            *(inside ? &state.done[done[i].mode] : &left_out) += done[i].hundredths;
    }
    if (outside)
        *outside = left_out;
    compare(lot, today, &state);
    return state;
}

/* "1 833,5 h", with a narrow space between thousands. */
static void hours(struct buffer *out, int64_t hundredths)
{
    int64_t rest = hundredths % 100;
    buffer_grouped(out, (uint64_t)hundredths / 100, "\u202F");
    if (rest)
        buffer_format(out, rest % 10 ? ",%02d" : ",%d", (int)(rest % 10 ? rest : rest / 10));
    buffer_text(out, "\u00A0h");
}

void insertion_sentence(struct buffer *out, const struct insertion_lot *lot, const struct insertion_state *state)
{
    static const char *const ways[] = {"en embauche directe", "par mise à disposition", "en sous-traitance",
                                       "en formation"};
    const char *join = "\u00A0: ";
    hours(out, state->counted);
    buffer_text(out, " faites sur ");
    hours(out, lot->due);
    buffer_text(out, " dues");
    for (int mode = 0; mode < INSERTION_MODES; mode++)
        if (state->done[mode]) {
            buffer_text(out, join);
            hours(out, state->done[mode]);
            buffer_format(out, " %s", ways[mode]);
            join = ", ";
        }
    buffer_text(out, ". ");
    if (state->training_left_out) {
        hours(out, state->training_left_out);
        buffer_text(out, " de formation, au-delà de ce que le marché admet, ne comptent pas. ");
    }
    if (!state->remaining) {
        buffer_text(out, "L’engagement est tenu.");
        return;
    }
    buffer_text(out, "Restent ");
    hours(out, state->remaining);
    if (state->over) {
        buffer_text(out, ", et le chantier est terminé.");
        return;
    }
    buffer_text(out, ", soit ");
    hours(out, state->a_week);
    buffer_text(out, " par semaine. ");
    if (state->late) {
        buffer_text(out, "Retard sur un rythme régulier\u00A0: ");
        hours(out, state->late);
        buffer_char(out, '.');
    } else {
        buffer_text(out, "Le rythme est tenu.");
    }
}
