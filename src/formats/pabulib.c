/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading Pabulib: three sections, each with its header, cells between semicolons. */
#include "formats/pabulib.h"
#include "base/money.h"
#include "base/number.h"
#include <string.h>

#define N_(english) english                                /* for the collector of texts; i18n stands higher */

enum { NO_PROJECT = 0xFFFFFFFFu };
enum { MOST_CELLS = 200, MOST_PROJECTS = 100000, MOST_VOTERS = 10000000, MOST_CHOICES = 100000, MOST_DECIMALS = 6 };

#define MOST_CENTS INT64_C(100000000000000)                /* of an amount, 10¹⁴: their products still fit */

struct row { size_t count; char *cells[MOST_CELLS]; };

/* Where the columns that are read stand in a section; −1 when absent. */
struct columns { int id, cost, name, selected, voter, vote, points; };

/* Texts by what they say: number + 1 in the list they stand in, open addressing, at most half full. */
struct slots { uint32_t *at; size_t count; };

struct reader {
    struct arena *arena;
    const char *at, *end;
    int64_t line;
    struct pabulib *election;
    struct slots projects, voters;
    uint32_t ballot;                                       /* lines of VOTES so far… */
    uint32_t *named; size_t room_named;                    /* …and by project the last one that names it */
    struct columns columns;
    bool has_budget, has_header, has_votes;
    int64_t longest;                                       /* max_length of an order */
    enum { NOWHERE, META, PROJECTS, VOTES } section;
    size_t room_id, room_name, room_cost, room_selected, room_start, room_voter, room_project, room_points;
    uint8_t *decimals; size_t room_decimals;               /* of each points, while they are read */
};

static void leave_out(struct reader *reader, const char *what)
{
    struct pabulib *election = reader->election;
    if (election->problem_count < sizeof election->problems / sizeof *election->problems)
        election->problems[election->problem_count] = (struct pabulib_problem){reader->line, what};
    election->problem_count++;
}

/* The first reason is the one that is told. */
static void give_up(struct reader *reader, const char *why)
{
    if (reader->election->trouble)
        return;
    reader->election->trouble = why;
    reader->election->trouble_line = reader->line;
}

/* The slot of an identifier, or the empty one where it would stand (linear probing). */
static size_t slot_of(const struct slots *slots, const char *const *ids, const char *id, size_t length)
{
    uint64_t hash = checksum_bytes(id, length);
    size_t at = (size_t)(hash ^ hash >> 32) & (slots->count - 1);
    for (; slots->at[at]; at = (at + 1) & (slots->count - 1)) {
        const char *known = ids[slots->at[at] - 1];
        if (strlen(known) == length && memcmp(known, id, length) == 0)
            break;
    }
    return at;
}

static uint32_t find_project(const struct reader *reader, const char *id, size_t length)
{
    const struct slots *slots = &reader->projects;
    return slots->count ? slots->at[slot_of(slots, reader->election->id, id, length)] - 1 : NO_PROJECT;
}

/* Room for one more beside the `used` first ids; those without text stand nowhere. */
static void make_slots(struct arena *arena, struct slots *slots, const char *const *ids, uint32_t used)
{
    if (((size_t)used + 1) * 2 <= slots->count)
        return;
    slots->count = slots->count ? slots->count * 2 : 64;
    slots->at = arena_array(arena, slots->count, sizeof *slots->at);
    for (uint32_t i = 0; i < used; i++)
        if (*ids[i])
            slots->at[slot_of(slots, ids, ids[i], strlen(ids[i]))] = i + 1;
}

/* A quoted cell must end on its line, before a semicolon or the end; else the quote is a character like others. */
static const char *quoted_end(const char *at, const char *end)
{
    for (at++; at < end; at++) {
        if (*at != '"')
            continue;
        if (at + 1 < end && at[1] == '"') {
            at++;
            continue;
        }
        return at + 1 == end || at[1] == ';' ? at : NULL;
    }
    return NULL;
}

static char *trimmed(struct arena *arena, const char *text, size_t length)
{
    char *copy = text_trim(arena, arena_copy(arena, text, length));
    return copy ? copy : arena_copy(arena, "", 0);
}

static char *unquoted(struct arena *arena, const char *at, const char *end)
{
    char *copy = arena_alloc(arena, (size_t)(end - at) + 1), *out = copy;
    for (; at < end; at++) {
        *out++ = *at;
        if (*at == '"')
            at++;
    }
    return trimmed(arena, copy, (size_t)(out - copy));
}

/* Cuts the next line that is not empty; false at the end. */
static bool next_row(struct reader *reader, struct arena *work, struct row *row)
{
    while (reader->at < reader->end) {
        const char *stop = memchr(reader->at, '\n', (size_t)(reader->end - reader->at)), *at = reader->at;
        const char *end = stop ? stop : reader->end;
        reader->at = stop ? stop + 1 : reader->end;
        reader->line++;
        if (end > at && end[-1] == '\r')
            end--;
        row->count = 0;
        for (bool more = end > at; more && row->count < MOST_CELLS;) {
            const char *close = at < end && *at == '"' ? quoted_end(at, end) : NULL;
            const char *cell_end = close ? close + 1 : memchr(at, ';', (size_t)(end - at));
            if (!cell_end)
                cell_end = end;
            row->cells[row->count++] = close ? unquoted(work, at + 1, close)
                                             : trimmed(work, at, (size_t)(cell_end - at));
            more = cell_end < end;
            at = cell_end + 1;
        }
        if (row->count > 1 || (row->count == 1 && *row->cells[0]))
            return true;
    }
    return false;
}

/* A number of at most six decimals as digits without the point, and how many there were. */
static bool read_points(const char *text, size_t length, int64_t *digits, uint8_t *decimals)
{
    bool point = false;
    *digits = 0;
    *decimals = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || *digits > 1000000000 || *decimals >= MOST_DECIMALS)
            return false;
        *digits = *digits * 10 + (text[i] - '0');
        *decimals += point;
    }
    return length > 0;
}

static const char *cell(const struct row *row, int column)
{
    return column >= 0 && (size_t)column < row->count ? row->cells[column] : "";
}

static void read_columns(struct reader *reader, const struct row *row)
{
    static const char *const names[] = {"project_id", "cost", "name", "selected", "voter_id", "vote", "points"};
    int *columns[] = {&reader->columns.id, &reader->columns.cost, &reader->columns.name, &reader->columns.selected,
                      &reader->columns.voter, &reader->columns.vote, &reader->columns.points};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        *columns[i] = -1;
        for (size_t c = row->count; c-- > 0;)
            if (strcmp(row->cells[c], names[i]) == 0)
                *columns[i] = (int)c;
    }
    reader->has_header = true;
    if (reader->section == PROJECTS && (reader->columns.id < 0 || reader->columns.cost < 0))
        give_up(reader, N_("PROJECTS has no column project_id, or no column cost"));
    if (reader->section == VOTES && reader->columns.vote < 0)
        give_up(reader, N_("VOTES has no column vote"));
}

static bool read_kind(const char *value, enum pabulib_kind *kind)
{
    static const char *const names[] = {"approval", "ordinal", "cumulative", "scoring", "choose-1"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(value, names[i]) == 0) {
            *kind = (enum pabulib_kind)i;
            return true;
        }
    return false;
}

static void read_budget(struct reader *reader, const char *value)
{
    reader->has_budget = true;
    int64_t *budget = &reader->election->budget;
    if (!parse_money(value, budget) || *budget <= 0 || *budget > MOST_CENTS)
        give_up(reader, N_("the budget is no amount above zero, at most a million million"));
}

static void read_meta(struct reader *reader, const struct row *row)
{
    struct pabulib *election = reader->election;
    const char *key = row->cells[0], *value = cell(row, 1);
    const char **text = text_is(key, "description") ? &election->description : text_is(key, "rule") ? &election->rule
                        : text_is(key, "currency") ? &election->currency : NULL;
    if (text)
        *text = arena_text(reader->arena, value);
    else if (text_is(key, "budget"))
        read_budget(reader, value);
    else if (text_is(key, "max_length") && !parse_int(value, &reader->longest))
        leave_out(reader, N_("max_length is no number"));
    else if (text_is(key, "min_project_score_threshold") && !parse_int(value, &election->least_score))
        leave_out(reader, N_("min_project_score_threshold is no number"));
    else if (text_is(key, "vote_type") && !read_kind(value, &election->kind))
        give_up(reader, N_("this kind of vote is not known"));
}

static void read_project(struct reader *reader, const struct row *row)
{
    struct pabulib *election = reader->election;
    struct arena *arena = reader->arena;
    const char *id = cell(row, reader->columns.id), *name = cell(row, reader->columns.name);
    const char *selected = cell(row, reader->columns.selected);
    int64_t cost;
    if (!*id || find_project(reader, id, strlen(id)) != NO_PROJECT) {
        leave_out(reader, N_("a project without a number of its own"));
        return;
    }
    if (!parse_money(cell(row, reader->columns.cost), &cost) || cost <= 0 || cost > MOST_CENTS) {
        leave_out(reader, N_("a project without a cost above zero, at most a million million"));
        return;
    }
    if (election->projects == MOST_PROJECTS) {
        leave_out(reader, N_("too many projects"));
        return;
    }
    uint32_t at = election->projects;
    make_slots(arena, &reader->projects, election->id, at);
    reader->projects.at[slot_of(&reader->projects, election->id, id, strlen(id))] = at + 1;
    reader->named = arena_grow(arena, reader->named, at, &reader->room_named, sizeof *reader->named);
    reader->named[at] = 0;
    election->id = arena_grow(arena, election->id, at, &reader->room_id, sizeof *election->id);
    election->id[at] = arena_text(arena, id);
    election->name = arena_grow(arena, election->name, at, &reader->room_name, sizeof *election->name);
    election->cost = arena_grow(arena, election->cost, at, &reader->room_cost, sizeof *election->cost);
    election->selected = arena_grow(arena, election->selected, at, &reader->room_selected, sizeof *election->selected);
    election->name[at] = *name ? arena_text(arena, name) : NULL;
    election->cost[at] = cost;
    election->selected[at] = *selected ? (int8_t)(*selected != '0') : -1;
    election->projects = at + 1;
}

static void add_choice(struct reader *reader, uint32_t project, int64_t points, uint8_t decimals)
{
    struct pabulib *election = reader->election;
    size_t at = election->choices++;
    struct arena *arena = reader->arena;
    election->project = arena_grow(arena, election->project, at, &reader->room_project, sizeof *election->project);
    election->points = arena_grow(arena, election->points, at, &reader->room_points, sizeof *election->points);
    reader->decimals = arena_grow(reader->arena, reader->decimals, at, &reader->room_decimals, 1);
    election->project[at] = project;
    election->points[at] = points;
    reader->decimals[at] = decimals;
}

/* The piece of a list that starts at *at, without blanks; moves past its comma. */
static size_t next_piece(const char **at, const char **piece)
{
    const char *start = *at, *end = start + strcspn(start, ",");
    *at = *end ? end + 1 : end;
    while (start < end && *start == ' ')
        start++;
    while (end > start && end[-1] == ' ')
        end--;
    *piece = start;
    return (size_t)(end - start);
}

/* The next points of a ballot; false when there are none, or they are no number. */
static bool take_points(const char **given, int64_t *points, uint8_t *decimals)
{
    const char *text;
    size_t length = next_piece(given, &text);
    return read_points(text, length, points, decimals);
}

/* A project that this ballot names, for the first time: else left out, said. */
static bool is_choice(struct reader *reader, uint32_t project)
{
    if (project == NO_PROJECT) {
        leave_out(reader, N_("a ballot names a project that does not exist"));
        return false;
    }
    if (reader->named[project] == reader->ballot) {
        leave_out(reader, N_("a ballot names a project twice"));
        return false;
    }
    reader->named[project] = reader->ballot;
    return true;
}

static int64_t count_pieces(const char *list)
{
    const char *piece;
    int64_t count = 0;
    while (*list)
        count += next_piece(&list, &piece) > 0;
    return count;
}

/* What is wrong with a ballot, NULL when it can be counted. */
static const char *read_choices(struct reader *reader, const struct row *row)
{
    struct pabulib *election = reader->election;
    const char *votes = cell(row, reader->columns.vote), *given = cell(row, reader->columns.points), *piece;
    bool has_points = election->kind == PABULIB_CUMULATIVE || election->kind == PABULIB_SCORING;
    int64_t count = count_pieces(votes), longest = reader->longest > 0 ? reader->longest : count;
    if (election->kind == PABULIB_CHOOSE_ONE && count > 1)
        return N_("a ballot names several projects where one is to be chosen");
    for (int64_t place = 0; *votes && place < MOST_CHOICES; place++) {
        int64_t points = election->kind == PABULIB_ORDINAL ? longest - place : 1;
        uint8_t decimals = 0;
        size_t length = next_piece(&votes, &piece);
        uint32_t project = length ? find_project(reader, piece, length) : NO_PROJECT;
        if (has_points && !take_points(&given, &points, &decimals))
            return N_("the points of a ballot do not go with its projects");
        if (is_choice(reader, project) && points > 0)
            add_choice(reader, project, points, decimals);
    }
    return has_points && *given ? N_("the points of a ballot do not go with its projects") : NULL;
}

/* Whether nobody of this identifier has voted yet; who has none is somebody else. */
static bool votes_first(struct reader *reader, const char *id)
{
    const struct pabulib *election = reader->election;
    make_slots(reader->arena, &reader->voters, election->voter, election->voters);
    return !*id || !reader->voters.at[slot_of(&reader->voters, election->voter, id, strlen(id))];
}

static void add_voter(struct reader *reader, const char *id)
{
    struct pabulib *election = reader->election;
    struct arena *arena = reader->arena;
    if (*id)
        reader->voters.at[slot_of(&reader->voters, election->voter, id, strlen(id))] = election->voters + 1;
    election->voter = arena_grow(arena, election->voter, election->voters, &reader->room_voter,
                                 sizeof *election->voter);
    election->voter[election->voters++] = arena_text(arena, id);
    election->start = arena_grow(arena, election->start, election->voters, &reader->room_start,
                                 sizeof *election->start);
    election->start[election->voters] = election->choices;
}

static void read_vote(struct reader *reader, const struct row *row)
{
    struct pabulib *election = reader->election;
    const char *id = cell(row, reader->columns.voter), *wrong;
    size_t before = election->choices;
    reader->ballot++;
    if (election->voters == MOST_VOTERS) {
        leave_out(reader, N_("too many voters"));
        return;
    }
    if (!votes_first(reader, id)) {
        leave_out(reader, N_("this voter has voted already: the first ballot counts"));
        return;
    }
    if ((wrong = read_choices(reader, row))) {
        leave_out(reader, wrong);
        election->choices = before;
        return;
    }
    add_voter(reader, id);
}

static bool starts_section(struct reader *reader, const struct row *row)
{
    static const char *const names[] = {"META", "PROJECTS", "VOTES"};
    for (int i = 0; i < 3 && row->count == 1; i++)
        if (strcmp(row->cells[0], names[i]) == 0) {
            reader->section = META + i;
            reader->has_header = false;
            reader->has_votes = reader->has_votes || reader->section == VOTES;
            if (reader->section == VOTES && reader->election->projects == 0)
                give_up(reader, N_("VOTES stands before any project"));
            return true;
        }
    return false;
}

static void read_row(struct reader *reader, const struct row *row)
{
    if (starts_section(reader, row))
        return;
    if (!reader->has_header)
        read_columns(reader, row);
    else if (reader->section == META)
        read_meta(reader, row);
    else if (reader->section == PROJECTS)
        read_project(reader, row);
    else if (reader->section == VOTES)
        read_vote(reader, row);
}

/* Points with decimals become whole: all are multiplied alike. */
static void make_whole(struct reader *reader)
{
    struct pabulib *election = reader->election;
    uint8_t most = 0;
    for (size_t i = 0; i < election->choices; i++)
        most = reader->decimals[i] > most ? reader->decimals[i] : most;
    election->scale = 1;
    for (uint8_t d = 0; d < most; d++)
        election->scale *= 10;
    for (size_t i = 0; i < election->choices; i++)
        for (uint8_t d = reader->decimals[i]; d < most; d++)
            election->points[i] *= 10;
}

bool pabulib_read(struct pabulib *election, struct arena *arena, const char *bytes, size_t length)
{
    struct arena work = {0};
    struct reader reader = {.arena = arena, .at = bytes, .end = bytes + length, .election = election,
                            .columns = {-1, -1, -1, -1, -1, -1, -1}};
    struct row row;
    *election = (struct pabulib){.scale = 1};
    election->start = arena_array(arena, 1, sizeof *election->start);
    reader.room_start = 1;
    if (length && memchr(bytes, '\0', length))
        give_up(&reader, N_("this is no text in UTF-8"));
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        reader.at += 3;
    for (struct arena_mark mark = arena_mark(&work); next_row(&reader, &work, &row); arena_release(&work, mark))
        read_row(&reader, &row);
    arena_free(&work);
    make_whole(&reader);
    reader.line = 1;                                       /* what is missing stands nowhere */
    if (!reader.has_budget)
        give_up(&reader, N_("the file says no budget"));
    if (election->projects == 0)
        give_up(&reader, N_("the file has no project"));
    if (!reader.has_votes)
        give_up(&reader, N_("the file has no section VOTES"));
    return !election->trouble;
}
