/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/earth.h"
#include "main/testing.h"
#include <math.h>

static void known_places_are_as_far_as_known(void **state)
{
    assert_near(earth_km(2.3522, 48.8566, 3.0573, 50.6292), 203.5, 1);         /* Paris, Lille */
    assert_near(earth_km(0, 0, 180, 0), 20015.114, 1e-9);             /* half the way round */
    assert_near(earth_km(3, 50, 3, 50), 0, 0);
    assert_near(earth_km(179.9, 0, -179.9, 0), 22.24, 0.01);
}

static void an_unknown_place_is_at_no_distance(void **state)
{
    assert_true(isnan(earth_km(NAN, 50, 3, 50)));
    assert_true(isnan(earth_km(3, 50, 3, NAN)));
}

const struct CMUnitTest earth_tests[] = {
    PLAIN("known places are as far as known", known_places_are_as_far_as_known),
    PLAIN("an unknown place is at no distance", an_unknown_place_is_at_no_distance),
    {0}
};
