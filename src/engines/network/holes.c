/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who stands between whom: Burt's constraint and effective size, Gould and Fernandez's roles. */
#include "engines/network/inside.h"
#include <math.h>

struct contacts { double *weight; bool *known; };

/* Σ_j (p_ij + Σ_q p_iq p_qj)² over the ties j of i. contacts is left at 0. */
static double constraint_of(const struct sparse *network, const double *strength, uint32_t i, struct contacts *contacts)
{
    double sum = 0;
    for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
        contacts->weight[network->column[k]] = network->value[k] / strength[i];
        contacts->known[network->column[k]] = true;
    }
    for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
        uint32_t q = network->column[k];
        double through = network->value[k] / strength[i] / strength[q];
        for (size_t l = network->start[q]; l < network->start[q + 1]; l++)
            if (contacts->known[network->column[l]])
                contacts->weight[network->column[l]] += through * network->value[l];
    }
    for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
        double weight = contacts->weight[network->column[k]];
        sum += weight * weight;
        contacts->weight[network->column[k]] = 0;
        contacts->known[network->column[k]] = false;
    }
    return sum;
}

/* near holds p_iq for the ties of i, 0 elsewhere. */
static double size_of(const struct sparse *network, const double *strength, uint32_t i, double *near,
                      const double *greatest)
{
    double size = 0;
    for (size_t k = network->start[i]; k < network->start[i + 1]; k++)
        near[network->column[k]] = network->value[k] / strength[i];
    for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
        uint32_t j = network->column[k];
        double redundant = 0;
        for (size_t l = network->start[j]; l < network->start[j + 1]; l++)
            redundant += near[network->column[l]] * network->value[l];
        size += 1 - redundant / greatest[j];
    }
    for (size_t k = network->start[i]; k < network->start[i + 1]; k++)
        near[network->column[k]] = 0;
    return size;
}

struct network_holes network_holes(struct arena *arena, const struct sparse *network)
{
    uint32_t n = network->rows;
    struct arena own = {0};
    struct network_holes holes = {arena_array(arena, n, sizeof(double)), arena_array(arena, n, sizeof(double))};
    struct contacts contacts = {arena_array(&own, n, sizeof(double)), arena_array(&own, n, sizeof(bool))};
    double *strength = arena_array(&own, n, sizeof *strength), *greatest = arena_array(&own, n, sizeof *greatest);
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
            strength[i] += network->value[k];
            greatest[i] = fmax(greatest[i], network->value[k]);
        }
    for (uint32_t i = 0; i < n; i++) {
        bool alone = network->start[i] == network->start[i + 1];
        holes.constraint[i] = alone ? NAN : constraint_of(network, strength, i, &contacts);
        holes.size[i] = size_of(network, strength, i, contacts.weight, greatest);
    }
    arena_free(&own);
    return holes;
}

static enum network_role role_of(uint32_t a, uint32_t v, uint32_t b)
{
    if (a == b)
        return a == v ? NETWORK_COORDINATOR : NETWORK_ITINERANT;
    return v == b ? NETWORK_GATEKEEPER : v == a ? NETWORK_REPRESENTATIVE : NETWORK_LIAISON;
}

uint64_t *network_roles(struct arena *arena, const struct sparse *network, const uint32_t *college)
{
    uint32_t n = network->rows;
    uint64_t *roles = arena_array(arena, (size_t)n * NETWORK_ROLES, sizeof *roles);
    struct arena own = {0};
    uint32_t *tied = arena_array(&own, n, sizeof *tied);   /* who is tied to a: a + 1 */
    const size_t *start = network->start;
    for (uint32_t a = 0; a < n; a++) {
        if (college[a] == NETWORK_NO_COLLEGE)
            continue;
        tied[a] = a + 1;
        for (size_t k = start[a]; k < start[a + 1]; k++)
            tied[network->column[k]] = a + 1;
        for (size_t k = start[a]; k < start[a + 1]; k++) {
            uint32_t v = network->column[k];
            if (college[v] == NETWORK_NO_COLLEGE)
                continue;
            for (size_t l = start[v]; l < start[v + 1]; l++) {
                uint32_t b = network->column[l];
                if (tied[b] != a + 1 && college[b] != NETWORK_NO_COLLEGE)
                    roles[(size_t)v * NETWORK_ROLES + role_of(college[a], college[v], college[b])]++;
            }
        }
    }
    arena_free(&own);
    return roles;
}
