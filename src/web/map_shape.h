/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From degrees to the paths of a drawing. Private to web/. */
#pragma once
#include "web/component.h"

/* The drawing is MAP_WIDE units wide; paths are written PATH_STEP times finer, in whole numbers. */
enum { MAP_WIDE = 400, PATH_STEP = 2 };

struct map_frame { double west, north, x_scale, y_scale; int height; };
struct map_place { double x, y; };

/* Local equirectangular projection (x shrunk by the cosine of the middle latitude) around all shapes and points; false
 * when there is nothing to frame. */
bool map_frame_of(const struct map *map, struct map_frame *frame);
struct map_place map_place_of(const struct map_frame *frame, double lon, double lat);

/* One path for each shape ("" for one without a ring), all rounded to the same grid so that neighbours keep their
 * common border; the grid grows until they hold in most_bytes together. */
const char **map_paths(struct arena *arena, const struct map *map, const struct map_frame *frame, size_t most_bytes);
/* The ground as dots of a grid, those of a cell gathered: the path in cells ("M3 4h0…"), and how wide a cell is. NULL
 * without ground. */
const char *map_ground_path(struct arena *arena, const struct map *map, const struct map_frame *frame, double *cell);
/* The middle of the box of its longest ring. */
struct map_place map_shape_middle(const struct map_frame *frame, const struct map_shape *shape);
