/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute network: ties in; circles, who stands between whom and what would break out. */
#include <math.h>
#include <string.h>
#include <unistd.h>
#include "base/number.h"
#include "engines/kernel/sort.h"
#include "i18n/i18n.h"
#include "main/compute_network.h"

static const char *const with_value[] = {"--actors", "--gamma", "--seed", "--tau", "--sources", "--most-members",
                                         "--missing", "--replicates", NULL};
static const char *const known[] = {"--actors", "--gamma", "--seed", "--tau", "--sources", "--most-members", "--cpm",
                                    "--missing", "--replicates", "--weighted", "--table", "--explain", NULL};
enum { EXACT_UP_TO = 20000, FEWEST_SAMPLED = 32, MOST_SAMPLED = 256, MOST_STEPS = 64000000, SHOWN = 20, MISSING = 20,
       MOST_MISSING = 100000 };
#define MOST_GAMMA 1e6

struct answer {
    struct network_file file;
    struct sparse network;
    struct network_circles_rule circles_rule;
    struct network_between_rule between_rule;
    double tau;
    uint32_t most_members, too_large;
    struct network_more_rule more_rule;
    struct network_more more;
    struct network_parts parts;
    struct network_circles circles;
    struct network_between between;
    struct network_holes holes;
    struct network_cuts cuts;
    uint64_t *roles;
    uint32_t *core;
    double robustness;
};

static bool real_option(const struct command_line *line, const char *name, double most, double *value)
{
    const char *text = line_option(line, name);
    if (!text || (parse_real(text, value) && *value > 0 && *value <= most))
        return true;
    complain(N_("%s is a number above 0.\n"), name);
    return false;
}

static bool read_options(struct answer *answer)
{
    struct command_line *line = answer->file.line;
    int64_t seed = 1, sources = 0, members = 0, missing = MISSING;
    answer->more_rule.replicates = -1;
    if (!compute_whole(line, "--seed", 0, INT64_MAX, &seed)
        || !compute_whole(line, "--sources", 0, NETWORK_MOST_NODES, &sources)
        || !compute_whole(line, "--most-members", 2, NETWORK_MOST_NODES, &members)
        || !compute_whole(line, "--missing", 0, MOST_MISSING, &missing)
        || !compute_whole(line, "--replicates", 0, PROFILE_MOST_REPLICATES, &answer->more_rule.replicates)
        || !real_option(line, "--gamma", MOST_GAMMA, &answer->circles_rule.gamma)
        || !real_option(line, "--tau", MOST_GAMMA, &answer->tau))
        return false;
    answer->circles_rule.quality = line_flag(line, "--cpm") ? NETWORK_CPM : NETWORK_MODULARITY;
    answer->circles_rule.seed = answer->between_rule.seed = (uint64_t)seed;
    answer->between_rule.weighted = line_flag(line, "--weighted");
    answer->between_rule.sources = (uint32_t)sources;
    answer->between_rule.threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
    answer->most_members = answer->more_rule.most_members = (uint32_t)members;
    answer->more_rule.missing = (uint32_t)missing;
    answer->more_rule.seed = (uint64_t)seed;
    return true;
}

static bool read_files(struct answer *answer, const char *path)
{
    struct network_file *file = &answer->file;
    bool fits;
    if (!network_read(file, path) || !network_read_actors(file, line_option(file->line, "--actors")))
        return false;
    if (file->bad)
        complain(N_("Lines left out: %lld.\n"), (long long)file->bad);
    if (answer->tau > 0)
        network_age(file, answer->tau);
    answer->network = network_project(file->line->arena, file->actors.count, file->initiative_count,
                                      file->memberships, file->count, answer->most_members, &answer->too_large, &fits);
    if (!fits)
        complain(N_("The initiatives tie more than %d pairs: --most-members N leaves the largest out.\n"),
                 NETWORK_MOST_LINKS);
    if (answer->too_large)
        complain(N_("Initiatives too large to say who works with whom, left out: %u.\n"), answer->too_large);
    return fits;
}

/* As many as a second or two allow, when nobody says how many. */
static uint32_t sources_for(const struct sparse *network)
{
    size_t ends = network->start[network->rows], sources = MOST_STEPS / (ends ? ends : 1);
    return (uint32_t)(sources < FEWEST_SAMPLED ? FEWEST_SAMPLED : sources > MOST_SAMPLED ? MOST_SAMPLED : sources);
}

static void analyse(struct answer *answer)
{
    struct arena *arena = answer->file.line->arena;
    const struct sparse *network = &answer->network;
    if (!answer->between_rule.sources && network->rows > EXACT_UP_TO)
        answer->between_rule.sources = sources_for(network);
    answer->parts = network_components(arena, network);
    answer->circles = network_communities(arena, network, &answer->circles_rule);
    answer->between = network_betweenness(arena, network, &answer->between_rule);
    answer->holes = network_holes(arena, network);
    answer->cuts = network_cuts(arena, network);
    answer->roles = network_roles(arena, network, answer->file.college);
    answer->core = network_cores(arena, network);
    answer->robustness = network_robustness(arena, network, NULL);
    network_more(&answer->file, network, &answer->more_rule, &answer->more);
}

static const char *id_of(const struct answer *answer, uint32_t actor)
{
    return answer->file.actors.texts[actor];
}

static const char *name_of(const struct answer *answer, uint32_t actor)
{
    return answer->file.name[actor] ? answer->file.name[actor] : id_of(answer, actor);
}

static void write_roles(struct json *json, const uint64_t *roles)
{
    static const char *const names[] = {"coordinator", "itinerant", "gatekeeper", "representative", "liaison"};
    json_key(json, "roles"), json_object(json);
    for (int r = 0; r < NETWORK_ROLES; r++)
        json_key(json, names[r]), json_int(json, (int64_t)roles[r]);
    json_end(json);
}

static void write_actor(struct json *json, struct answer *answer, uint32_t i)
{
    const struct sparse *network = &answer->network;
    json_object(json);
    json_key(json, "id"), json_text(json, id_of(answer, i));
    json_key(json, "ties"), json_int(json, (int64_t)(network->start[i + 1] - network->start[i]));
    json_key(json, "part"), json_int(json, answer->parts.of[i]);
    json_key(json, "community"), json_int(json, answer->circles.parts.of[i]);
    json_key(json, "betweenness"), json_real(json, answer->between.score[i]);
    if (answer->between.deviation)
        json_key(json, "betweenness_deviation"), json_real(json, answer->between.deviation[i]);
    json_key(json, "constraint"), json_real(json, answer->holes.constraint[i]);
    json_key(json, "effective_size"), json_real(json, answer->holes.size[i]);
    json_key(json, "core"), json_int(json, answer->core[i]);
    json_key(json, "articulation"), json_bool(json, answer->cuts.articulation[i]);
    network_write_departure(json, &answer->file, &answer->more, i);
    if (answer->file.colleges.count)
        write_roles(json, answer->roles + (size_t)i * NETWORK_ROLES);
    json_end(json);
}

static void write_network(struct json *json, const struct answer *answer)
{
    json_key(json, "nodes"), json_int(json, answer->network.rows);
    json_key(json, "ties"), json_int(json, (int64_t)(answer->network.start[answer->network.rows] / 2));
    json_key(json, "parts"), json_int(json, answer->parts.count);
    json_key(json, "largest"), json_int(json, answer->cuts.before);
    json_key(json, "quality"), json_real(json, answer->circles.quality);
    json_key(json, "robustness"), json_real(json, answer->robustness);
    json_key(json, "betweenness_sources"), json_int(json, answer->between.sources);
    json_key(json, "betweenness_error"), json_real(json, answer->between.error);
    json_key(json, "initiatives_left_out"), json_int(json, answer->too_large);
}

static void write_json(struct answer *answer)
{
    struct buffer out = {.arena = answer->file.line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    write_network(&json, answer);
    json_key(&json, "actors"), json_array(&json);
    for (uint32_t i = 0; i < answer->network.rows; i++)
        write_actor(&json, answer, i);
    json_end(&json);
    json_key(&json, "communities"), json_array(&json);
    for (uint32_t c = 0; c < answer->circles.parts.count; c++) {
        json_object(&json);
        json_key(&json, "id"), json_int(&json, c);
        json_key(&json, "size"), json_int(&json, answer->circles.parts.size[c]);
        json_end(&json);
    }
    json_end(&json);
    json_key(&json, "bridges"), json_array(&json);
    for (size_t b = 0; b < answer->cuts.bridge_count; b++) {
        json_array(&json);
        json_text(&json, id_of(answer, answer->cuts.bridges[b][0]));
        json_text(&json, id_of(answer, answer->cuts.bridges[b][1]));
        json_end(&json);
    }
    json_end(&json);
    network_write_more(&json, &answer->file, &answer->more, line_flag(answer->file.line, "--explain"));
    json_end(&json);
    compute_print(&out);
}

static void print_circles(const struct answer *answer)
{
    const struct network_parts *circles = &answer->circles.parts;
    struct buffer out = {.arena = answer->file.line->arena};
    tell(N_("%u actors, %llu ties, %u parts, %u circles (quality %.4f).\n"), answer->network.rows,
         (unsigned long long)(answer->network.start[answer->network.rows] / 2), answer->parts.count, circles->count,
         answer->circles.quality);
    for (uint32_t c = 0; c < circles->count && c < SHOWN && circles->size[c] > 1; c++) {
        uint32_t shown = 0;
        buffer_format(&out, "\n%u (%u) :", c + 1, circles->size[c]);
        for (uint32_t i = 0; i < answer->network.rows && shown < SHOWN; i++)
            if (circles->of[i] == c)
                buffer_format(&out, "%s %s", shown++ ? "," : "", name_of(answer, i));
        buffer_text(&out, circles->size[c] > shown ? ", …" : "");
    }
    buffer_char(&out, '\n');
    compute_print(&out);
}

static void print_table(struct answer *answer)
{
    struct buffer out = {.arena = answer->file.line->arena};
    uint32_t *order = order_of_reals(out.arena, answer->between.score, answer->network.rows, true);
    print_circles(answer);
    if (answer->between.deviation)
        tell(N_("Betweenness is estimated from %u actors drawn by lot.\n"), answer->between.sources);
    tell(N_("Who stands between others (betweenness, constraint, core; *: the network falls apart without)\n"));
    for (uint32_t at = 0; at < answer->network.rows && at < SHOWN; at++) {
        uint32_t i = order[at];
        buffer_format(&out, "%12.2f  %6.3f  %3u %s %s\n", answer->between.score[i], answer->holes.constraint[i],
                      answer->core[i], answer->cuts.articulation[i] ? "*" : " ", name_of(answer, i));
    }
    compute_print(&out);
    network_print_more(&answer->file, &answer->more, line_flag(answer->file.line, "--explain"));
}

int compute_network(struct command_line *line)
{
    struct answer *answer = arena_alloc(line->arena, sizeof *answer);
    const char *path = compute_word(line, 0, with_value);
    struct network_file *file = &answer->file;
    file->line = line;
    file->actors.arena = file->initiatives.arena = file->colleges.arena = file->functions.arena = line->arena;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute network", "FILE.csv [--actors FILE.csv]");
        return EXIT_USAGE;
    }
    if (!read_options(answer))
        return EXIT_USAGE;
    if (!read_files(answer, path))
        return EXIT_FAILED;
    analyse(answer);
    compute_as_json(line) ? write_json(answer) : print_table(answer);
    return 0;
}
