/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Distances on a sphere. */
#include "base/earth.h"
#include <math.h>

double earth_km(double longitude, double latitude, double other_longitude, double other_latitude)
{
    double up = sin((other_latitude - latitude) * RADIANS / 2);
    double across = sin((other_longitude - longitude) * RADIANS / 2);
    double h = up * up + cos(latitude * RADIANS) * cos(other_latitude * RADIANS) * across * across;
    return round(2000 * EARTH_KM * asin(sqrt(h > 1 ? 1 : h))) / 1000;
}
