/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Stratified panels: LEXIMIN by columns. One linear program over lotteries of known panels, whose duals price the next
 * panel; the best panel under these prices is found by branch and bound. People of one profile are one variable. */
#include "engines/draw.h"
#include "engines/kernel/digest.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/linear.h"
#include "engines/kernel/sort.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NODES = 20000, MOST_PIVOTS = 200000, MOST_LOTS = 20000 };
#define NEAR 1e-7                          /* a panel is worth adding from here on */
#define WHOLE 1e-6                         /* this near to a whole number is one */

struct search {
    struct arena *arena;                   /* of the result */
    const struct panel_input *input;
    uint32_t profiles;
    uint32_t *size, *first;                /* by profile: people; one of them */
    double *row;                           /* rows × profiles: who counts in the size and in each quota */
    uint32_t rows;
    double *right, *slack;                 /* by row: the least; how much more is allowed */
    double *weight;                        /* by profile: the prices of now */
    uint32_t *found;                       /* a panel, by profile */
    bool gave_up;                          /* the last search for a panel was cut short */
};

/* Bounds of a node of branch and bound: those of its parent and one more. */
struct node { uint32_t parent, profile; double lower, upper; };
enum { ROOT = 0xFFFFFFFFu };

static bool carries(const struct search *search, uint32_t profile, const struct panel_quota *quota)
{
    const struct panel_input *input = search->input;
    return quota->feature < input->features
           && input->value[(size_t)search->first[profile] * input->features + quota->feature] == quota->value;
}

static void group_people(struct search *search, uint32_t *profile)
{
    const struct panel_input *input = search->input;
    struct text_map seen = {.arena = search->arena};
    for (uint32_t person = 0; person < input->people; person++) {
        bool is_new;
        const char *values = input->features ? (const char *)(input->value + (size_t)person * input->features) : "";
        profile[person] = text_map_add(&seen, values, input->features * sizeof *input->value, &is_new);
        if (is_new)
            search->first[profile[person]] = person;
        search->size[profile[person]]++;
    }
    search->profiles = seen.count;
}

static void write_rows(struct search *search)
{
    const struct panel_input *input = search->input;
    struct arena *arena = search->arena;
    search->rows = input->quota_count + 1;
    search->row = arena_array(arena, (size_t)search->rows * search->profiles, sizeof(double));
    search->right = arena_array(arena, search->rows, sizeof(double));
    search->slack = arena_array(arena, search->rows, sizeof(double));
    search->right[0] = input->seats;
    for (uint32_t row = 0; row < search->rows; row++) {
        const struct panel_quota *quota = row ? &input->quotas[row - 1] : NULL;
        for (uint32_t profile = 0; profile < search->profiles; profile++)
            search->row[(size_t)row * search->profiles + profile] = !quota || carries(search, profile, quota);
        if (quota) {
            search->right[row] = quota->least;
            search->slack[row] = quota->most > quota->least ? quota->most - quota->least : 0;
        }
    }
}

static void find_bounds(const struct search *search, const struct node *nodes, uint32_t node, double *lower,
                        double *upper)
{
    for (uint32_t profile = 0; profile < search->profiles; profile++) {
        lower[profile] = 0;
        upper[profile] = search->size[profile];
    }
    for (; node != ROOT; node = nodes[node].parent) {
        lower[nodes[node].profile] = fmax(lower[nodes[node].profile], nodes[node].lower);
        upper[nodes[node].profile] = fmin(upper[nodes[node].profile], nodes[node].upper);
    }
}

/* Every program here has an end: one that is not solved says nothing on whether a panel exists. */
static bool solve(struct search *search, struct linear *linear)
{
    bool solved = linear_solve(linear, MOST_PIVOTS);
    search->gave_up = search->gave_up || !solved;
    return solved;
}

/* The rows without the units that start the simplex: those must leave first. */
static bool drop_units(struct search *search, struct linear *linear)
{
    for (uint32_t row = 0; row < linear->rows; row++)
        linear->columns[row].gain = -1;
    if (!solve(search, linear) || linear_gain(linear) < -WHOLE)
        return false;
    for (uint32_t row = 0; row < linear->rows; row++) {
        linear->columns[row].gain = 0;
        linear->columns[row].upper = 0;
    }
    return true;
}

/* The best mixture within bounds, fractions allowed; −INFINITY when none is found. x is moved so that lower is 0. */
static double relax(struct search *search, struct arena *work, const double *lower, const double *upper, double *x)
{
    uint32_t rows = search->rows, profiles = search->profiles;
    double *right = arena_array(work, rows, sizeof *right), *entries = arena_array(work, rows, sizeof *entries);
    double base = 0;
    memcpy(right, search->right, rows * sizeof *right);
    for (uint32_t profile = 0; profile < profiles; profile++) {
        base += lower[profile] * search->weight[profile];
        for (uint32_t row = 0; row < rows; row++)
            right[row] -= lower[profile] * search->row[(size_t)row * profiles + profile];
    }
    struct linear *linear = linear_begin(work, rows, right);
    for (uint32_t profile = 0; profile < profiles; profile++) {
        for (uint32_t row = 0; row < rows; row++)
            entries[row] = search->row[(size_t)row * profiles + profile];
        linear_add(linear, entries, 0, upper[profile] - lower[profile], 0);
    }
    memset(entries, 0, rows * sizeof *entries);
    for (uint32_t row = 1; row < rows; row++) {
        entries[row] = -1;
        linear_add(linear, entries, 0, search->slack[row], 0);
        entries[row] = 0;
    }
    if (!drop_units(search, linear))
        return -INFINITY;
    for (uint32_t profile = 0; profile < profiles; profile++)
        linear->columns[rows + profile].gain = search->weight[profile];
    if (!solve(search, linear))
        return -INFINITY;
    for (uint32_t profile = 0; profile < profiles; profile++)
        x[profile] = lower[profile] + linear_value(linear, rows + profile);
    return base + linear_gain(linear);
}

/* The profile furthest from a whole number; ROOT when all are whole. */
static uint32_t most_broken(const struct search *search, const double *x)
{
    uint32_t found = ROOT;
    double worst = WHOLE;
    for (uint32_t profile = 0; profile < search->profiles; profile++) {
        double off = fabs(x[profile] - round(x[profile]));
        if (off > worst) {
            worst = off;
            found = profile;
        }
    }
    return found;
}

/* A panel worth more than `above` under the prices of now, into search->found: depth first, the nearer half first.
 * False when there is none (or, with gave_up, when the search was too long). */
static bool find_panel(struct search *search, double above)
{
    struct arena work = {0};
    uint32_t profiles = search->profiles, count = 0, *stack = arena_array(&work, 2 * MOST_NODES + 2, sizeof *stack);
    struct node *nodes = arena_array(&work, 2 * MOST_NODES + 2, sizeof *nodes);
    double *lower = arena_array(&work, profiles, sizeof *lower), *upper = arena_array(&work, profiles, sizeof *upper);
    double *x = arena_array(&work, profiles, sizeof *x);
    bool found = false;
    size_t waiting = 1;
    stack[0] = ROOT;
    search->gave_up = false;
    for (struct arena_mark mark = arena_mark(&work); waiting > 0 && !found; arena_release(&work, mark)) {
        uint32_t node = stack[--waiting];
        find_bounds(search, nodes, node, lower, upper);
        if (relax(search, &work, lower, upper, x) <= above + NEAR)
            continue;
        uint32_t broken = most_broken(search, x);
        if (broken == ROOT) {
            for (uint32_t profile = 0; profile < profiles; profile++)
                search->found[profile] = (uint32_t)llround(x[profile]);
            found = true;
        } else if (count + 2 <= 2 * MOST_NODES) {
            double floored = floor(x[broken]);
            bool up = x[broken] - floored > 0.5;
            nodes[count] = (struct node){node, broken, 0, floored};
            nodes[count + 1] = (struct node){node, broken, floored + 1, INFINITY};
            stack[waiting++] = up ? count : count + 1;
            stack[waiting++] = up ? count + 1 : count;
            count += 2;
        } else {
            search->gave_up = true;
            break;
        }
    }
    arena_free(&work);
    return found;
}

/* The lottery being made: row 0 its shares sum to 1, row t + 1 the chance of profile t less what it is sure of. */
struct lottery {
    struct search *search;
    struct linear *linear;
    uint32_t *places; size_t room, lots;                   /* lots × profiles */
    uint32_t *columns; size_t room_columns;                /* by lot */
    bool *settled;                                         /* by profile: its chance can rise no more */
};

static void add_lot(struct lottery *lottery)
{
    struct search *search = lottery->search;
    struct arena work = {0};
    uint32_t profiles = search->profiles;
    double *entries = arena_array(&work, (size_t)profiles + 1, sizeof *entries);
    entries[0] = 1;
    lottery->places = arena_grow(search->arena, lottery->places, lottery->lots, &lottery->room,
                                 profiles * sizeof *lottery->places);
    memcpy(lottery->places + lottery->lots * profiles, search->found, profiles * sizeof *lottery->places);
    for (uint32_t profile = 0; profile < profiles; profile++)
        entries[profile + 1] = (double)search->found[profile] / search->size[profile];
    lottery->columns = arena_grow(search->arena, lottery->columns, lottery->lots, &lottery->room_columns,
                                  sizeof *lottery->columns);
    lottery->columns[lottery->lots++] = linear_add(lottery->linear, entries, 0, INFINITY, 0);
    arena_free(&work);
}

/* The first panel alone, what it gives above 0 in the surpluses. */
static bool begin_lottery(struct lottery *lottery)
{
    struct search *search = lottery->search;
    struct arena *arena = search->arena;
    uint32_t profiles = search->profiles, rows = profiles + 1;
    double *right = arena_array(arena, rows, sizeof *right);
    right[0] = 1;
    lottery->linear = linear_begin(arena, rows, right);
    lottery->settled = arena_array(arena, profiles, sizeof *lottery->settled);
    double *surplus = arena_array(arena, rows, sizeof *surplus);
    for (uint32_t profile = 0; profile < profiles; profile++) {
        surplus[profile + 1] = -1;
        linear_add(lottery->linear, surplus, 0, INFINITY, 0);
        surplus[profile + 1] = 0;
    }
    add_lot(lottery);
    return drop_units(lottery->search, lottery->linear);
}

/* One more stage: all that are not settled rise together by a new variable, as far as any panels allow. */
static bool raise_all(struct lottery *lottery, uint32_t *stage)
{
    struct search *search = lottery->search;
    struct arena work = {0};
    uint32_t profiles = search->profiles;
    double *entries = arena_array(&work, (size_t)profiles + 1, sizeof *entries);
    for (uint32_t profile = 0; profile < profiles; profile++)
        entries[profile + 1] = lottery->settled[profile] ? 0 : -1;
    *stage = linear_add(lottery->linear, entries, 0, INFINITY, 1);
    arena_free(&work);
    while (lottery->lots < MOST_LOTS) {
        if (!linear_solve(lottery->linear, MOST_PIVOTS))
            return false;
        for (uint32_t profile = 0; profile < profiles; profile++)
            search->weight[profile] = -lottery->linear->price[profile + 1] / search->size[profile];
        if (!find_panel(search, lottery->linear->price[0]))
            return !search->gave_up;
        add_lot(lottery);
    }
    return false;
}

/* Those whose row has a price cannot rise more without another falling; the height of the stage is kept. */
static bool settle(struct lottery *lottery, uint32_t stage)
{
    struct linear *linear = lottery->linear;
    double height = linear_value(linear, stage);
    bool any = false, open = false;
    for (uint32_t profile = 0; profile < lottery->search->profiles; profile++) {
        bool tight = !lottery->settled[profile] && -linear->price[profile + 1] > NEAR;
        lottery->settled[profile] = lottery->settled[profile] || tight;
        any = any || tight;
        open = open || !lottery->settled[profile];
    }
    linear->columns[stage].gain = 0;
    linear->columns[stage].lower = linear->columns[stage].upper = height;
    return any && open;
}

/* Whole tickets in the proportions of the shares, by largest remainder. */
static void print_tickets(struct lottery *lottery, struct panel *panel, struct arena *arena)
{
    struct arena work = {0};
    uint32_t profiles = lottery->search->profiles, given = 0, kept = 0;
    double *rest = arena_array(&work, lottery->lots, sizeof *rest), sum = 0;
    uint32_t *tickets = arena_array(&work, lottery->lots, sizeof *tickets);
    for (size_t lot = 0; lot < lottery->lots; lot++)
        sum += fmax(linear_value(lottery->linear, lottery->columns[lot]), 0);
    for (size_t lot = 0; lot < lottery->lots; lot++) {
        double share = fmax(linear_value(lottery->linear, lottery->columns[lot]), 0) / sum * PANEL_TICKETS;
        tickets[lot] = (uint32_t)floor(share);
        rest[lot] = share - floor(share);
        given += tickets[lot];
    }
    const uint32_t *order = order_of_reals(&work, rest, lottery->lots, true);
    for (size_t i = 0; given < PANEL_TICKETS; i = (i + 1) % lottery->lots, given++)
        tickets[order[i]]++;
    panel->tickets = arena_array(arena, lottery->lots, sizeof *panel->tickets);
    panel->places = arena_array(arena, lottery->lots * profiles, sizeof *panel->places);
    for (size_t lot = 0; lot < lottery->lots; lot++) {
        if (tickets[lot] == 0)
            continue;
        memcpy(panel->places + (size_t)kept * profiles, lottery->places + lot * profiles, profiles * sizeof *tickets);
        panel->tickets[kept++] = tickets[lot];
    }
    panel->lots = kept;
    arena_free(&work);
}

static void find_chances(struct panel *panel, const struct search *search, struct arena *arena)
{
    uint32_t profiles = search->profiles;
    double *chance = arena_array(arena, profiles, sizeof *chance);
    for (uint32_t lot = 0; lot < panel->lots; lot++)
        for (uint32_t profile = 0; profile < profiles; profile++)
            chance[profile] += (double)panel->tickets[lot] * panel->places[(size_t)lot * profiles + profile];
    panel->least_chance = 1;
    for (uint32_t person = 0; person < search->input->people; person++) {
        uint32_t profile = panel->profile[person];
        panel->chance[person] = chance[profile] / ((double)PANEL_TICKETS * search->size[profile]);
        panel->never += chance[profile] == 0;
        if (chance[profile] > 0)
            panel->least_chance = fmin(panel->least_chance, panel->chance[person]);
    }
}

static void draw_ticket(struct panel *panel, const struct panel_input *input, const char *const *ids, const char *seed,
                        struct arena *arena)
{
    struct arena work = {0};
    char digest[DIGEST_TEXT];
    uint32_t *left = arena_array(&work, panel->profiles, sizeof *left), count = 0;
    draw_digest(seed, "panel", digest);
    digest[15] = 0;
    panel->ticket = (uint32_t)(strtoull(digest, NULL, 16) % PANEL_TICKETS);
    for (uint32_t before = panel->tickets[0]; before <= panel->ticket; before += panel->tickets[++panel->lot])
        continue;
    memcpy(left, panel->places + (size_t)panel->lot * panel->profiles, panel->profiles * sizeof *left);
    panel->drawn = arena_array(arena, input->seats, sizeof *panel->drawn);
    const uint32_t *order = draw_order(&work, ids, input->people, seed);
    for (uint32_t i = 0; i < input->people; i++)
        if (left[panel->profile[order[i]]] > 0) {
            left[panel->profile[order[i]]]--;
            panel->drawn[count++] = order[i];
        }
    arena_free(&work);
}

static enum panel_trouble make_lottery(struct search *search, struct lottery *lottery)
{
    uint32_t stage;
    if (!find_panel(search, -1))                           /* prices are 0: any panel is worth more */
        return search->gave_up ? PANEL_TOO_HARD : PANEL_IMPOSSIBLE;
    if (!begin_lottery(lottery))
        return PANEL_TOO_HARD;
    do {
        if (!raise_all(lottery, &stage))
            return PANEL_TOO_HARD;
    } while (settle(lottery, stage));
    return PANEL_DRAWN;
}

struct panel *draw_panel(struct arena *arena, const struct panel_input *input, const char *const *ids,
                         const char *seed)
{
    struct arena work = {0};
    struct panel *panel = arena_alloc(arena, sizeof *panel);
    struct search search = {.arena = &work, .input = input};
    struct lottery lottery = {.search = &search};
    panel->chance = arena_array(arena, input->people, sizeof *panel->chance);
    panel->profile = arena_array(arena, input->people, sizeof *panel->profile);
    search.size = arena_array(&work, input->people, sizeof *search.size);
    search.first = arena_array(&work, input->people, sizeof *search.first);
    group_people(&search, panel->profile);
    panel->profiles = search.profiles;
    panel->trouble = input->people == 0 || input->seats == 0 || input->seats > input->people ? PANEL_IMPOSSIBLE
                     : search.profiles > PANEL_MOST_PROFILES ? PANEL_TOO_LARGE : PANEL_DRAWN;
    if (panel->trouble == PANEL_DRAWN) {
        search.weight = arena_array(&work, search.profiles, sizeof *search.weight);
        search.found = arena_array(&work, search.profiles, sizeof *search.found);
        write_rows(&search);
        panel->trouble = make_lottery(&search, &lottery);
    }
    if (panel->trouble == PANEL_DRAWN) {
        print_tickets(&lottery, panel, arena);
        find_chances(panel, &search, arena);
        draw_ticket(panel, input, ids, seed, arena);
    }
    arena_free(&work);
    return panel;
}
