/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How far apart two places are. */
#pragma once

#define EARTH_KM 6371.0088                                 /* mean radius, IUGG */
#define RADIANS 0.017453292519943295                       /* of a degree */

/* Great-circle kilometres between two places in degrees (haversine), to the metre: so that the last bit of a sine,
 * which depends on the machine, changes no order. A NAN stays one. */
double earth_km(double longitude, double latitude, double other_longitude, double other_latitude);
