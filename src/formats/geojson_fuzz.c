/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as GeoJSON: rings hold degrees only, centroids are finite. */
#include "formats/geojson.h"
#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_feature(const struct geo_feature *feature)
{
    double lon, lat;
    for (size_t i = 0; i < feature->ring_count; i++)
        for (size_t j = 0; j < feature->rings[i].count; j++)
            if (!(fabs(feature->rings[i].lonlat[2 * j]) <= 180 && fabs(feature->rings[i].lonlat[2 * j + 1]) <= 90))
                abort();
    if (geo_centroid(feature, &lon, &lat) && !(isfinite(lon) && isfinite(lat)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    struct geo_collection *collection = geojson_read(&arena, (const char *)data, size, &trouble);
    if (!collection && !trouble)
        abort();
    for (size_t i = 0; collection && i < collection->count; i++)
        check_feature(&collection->features[i]);
    arena_free(&arena);
    return 0;
}
